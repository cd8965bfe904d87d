"""One LibreOffice, driven over UNO, that answers requests on standard input: one JSON object a line each way.

`tests.support.office` starts this with a Python that can import `uno`, which is often not the one that runs
the tests. It imports nothing of the project. When standard input closes, LibreOffice ends with it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]

# Recalculate every formula on loading (0 = always); else LibreOffice shows the values cached in the file.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""
SAVE_FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".xlsm": "Calc MS Excel 2007 VBA XML"}
ERROR_RESULTS = 4  # com.sun.star.sheet.FormulaResult.ERROR
START_SECONDS = 60


def prop(name: str, value: object) -> Any:
    return PropertyValue(Name=name, Value=value)


def start(soffice: str, profile: Path) -> Any:
    """Start LibreOffice with a profile of its own and return its desktop."""
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
    pipe = f"laaxl{profile.parent.name}".replace("-", "").replace("_", "")
    process = subprocess.Popen(
        [
            soffice,
            f"-env:UserInstallation={profile.as_uri()}",
            f"--accept=pipe,name={pipe};urp;",
            *("--headless", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard"),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    give_up = time.monotonic() + START_SECONDS
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if process.poll() is not None or time.monotonic() > give_up:
                raise
            time.sleep(0.05)
        else:
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


class Opened:
    """A copy of a document, loaded out of sight and closed at the end.

    A copy, because LibreOffice puts a lock file beside what it opens, and another test process that opens the
    same file would be refused. A class, because UNO's exceptions break @contextmanager.
    """

    def __init__(self, desktop: Any, path: str) -> None:
        self.desktop, self.path = desktop, Path(path)

    def __enter__(self) -> Any:
        self.folder = tempfile.TemporaryDirectory()
        try:
            copy = shutil.copyfile(self.path, Path(self.folder.name, self.path.name))
            hidden = (prop("Hidden", True),)
            self.document = self.desktop.loadComponentFromURL(copy.as_uri(), "_blank", 0, hidden)
            if self.document is None:
                raise ValueError(f"LibreOffice could not open {self.path}")
        except BaseException:
            self.folder.cleanup()
            raise
        if is_workbook(self.document):
            self.document.calculateAll()
        return self.document

    def __exit__(self, *_: object) -> None:
        self.document.close(True)
        self.folder.cleanup()


def is_workbook(document: Any) -> bool:
    return bool(document.supportsService("com.sun.star.sheet.SpreadsheetDocument"))


def column_letters(index: int) -> str:
    letters = ""
    while index >= 0:
        letters = chr(ord("A") + index % 26) + letters
        index = index // 26 - 1
    return letters


def values_of(sheet: Any, shown: bool) -> dict[str, float | str]:
    """Give every cell that holds something: a number, a text, or an error as the cell shows it.

    With `shown`, give instead the text that a reader sees, in the cell's number format.
    """
    cursor = sheet.createCursor()
    cursor.gotoStartOfUsedArea(False)
    cursor.gotoEndOfUsedArea(True)
    area = cursor.getRangeAddress()
    values: dict[str, float | str] = {}
    for r, (row, formulas) in enumerate(zip(cursor.getDataArray(), cursor.getFormulaArray(), strict=True)):
        for c, (value, formula) in enumerate(zip(row, formulas, strict=True)):
            if formula == "":
                continue
            address = f"{column_letters(area.StartColumn + c)}{area.StartRow + r + 1}"
            ask_cell = shown and isinstance(value, float)  # about 2 ms a cell; text is shown as it is
            values[address] = cursor.getCellByPosition(c, r).getString() if ask_cell else value
    # The bulk call above says nothing of errors.
    for found in cursor.queryFormulaCells(ERROR_RESULTS).getRangeAddresses():
        for r in range(found.StartRow, found.EndRow + 1):
            for c in range(found.StartColumn, found.EndColumn + 1):
                values[f"{column_letters(c)}{r + 1}"] = sheet.getCellByPosition(c, r).getString()
    return values


def recalculated(desktop: Any, path: str, shown: bool) -> dict[str, dict[str, float | str]]:
    with Opened(desktop, path) as document:
        return {sheet.Name: values_of(sheet, shown) for sheet in document.Sheets}


def resave(desktop: Any, path: str, out: str) -> None:
    with Opened(desktop, path) as document:
        document.storeToURL(
            Path(out).as_uri(), (prop("FilterName", SAVE_FILTERS[Path(out).suffix]), prop("Overwrite", True))
        )


def to_pdf(desktop: Any, path: str, out: str) -> None:
    with Opened(desktop, path) as document:
        filter_name = "calc_pdf_Export" if is_workbook(document) else "writer_pdf_Export"
        document.storeToURL(Path(out).as_uri(), (prop("FilterName", filter_name),))


REQUESTS: dict[str, Callable[..., object]] = {
    "recalculated": recalculated,
    "resave": resave,
    "to_pdf": to_pdf,
}


def main() -> None:
    soffice, profile = sys.argv[1:]
    desktop = start(soffice, Path(profile))
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {"result": REQUESTS[request["do"]](desktop, *request["with"])}
        except Exception as error:  # every failure goes back to the test that asked
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)
    desktop.terminate()


if __name__ == "__main__":
    main()
