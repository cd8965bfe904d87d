"""One LibreOffice, driven over UNO, that answers requests on standard input: one JSON object a line each way.

`tests.support.office` starts this with a Python that can import `uno`, which is often not the one that runs
the tests. It imports nothing of the project. When standard input closes, LibreOffice ends with it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.awt import KeyEvent  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]

# Recalculate every formula on loading (0 = always); else LibreOffice shows the values cached in the file.
# British dates and numbers, as our partners type them, whatever the machine's own are. Saving as .xlsm without a question.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>en-GB</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Save/Document"><prop oor:name="WarnAlienFormat" oor:op="fuse">
<value>false</value></prop></item>
</oor:items>
"""
SAVE_FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".xlsm": "Calc MS Excel 2007 VBA XML"}
TEXT_RESULTS = 2  # com.sun.star.sheet.FormulaResult.STRING
RUN_NEVER, RUN_ALWAYS = 0, 4  # com.sun.star.document.MacroExecMode: without asking
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

    def __init__(self, desktop: Any, path: str, *, hidden: bool = True, macros: bool = False) -> None:
        self.desktop, self.path = desktop, Path(path)
        self.how = (prop("Hidden", hidden), prop("MacroExecutionMode", RUN_ALWAYS if macros else RUN_NEVER))

    def __enter__(self) -> Any:
        self.folder = tempfile.TemporaryDirectory()
        try:
            copy = shutil.copyfile(self.path, Path(self.folder.name, self.path.name))
            self.document = self.desktop.loadComponentFromURL(copy.as_uri(), "_blank", 0, self.how)
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
    letters = [column_letters(column) for column in range(area.StartColumn, area.EndColumn + 1)]
    # An empty text is a cell that holds nothing, unless a formula gives it.
    texts = {
        place for found in cursor.queryFormulaCells(TEXT_RESULTS).getRangeAddresses() for place in places_of(found)
    }
    values: dict[str, float | str] = {}
    for row, cells in enumerate(cursor.getDataArray(), area.StartRow):
        for column, (letter, value) in enumerate(zip(letters, cells, strict=True), area.StartColumn):
            if value == "" and (row, column) not in texts:
                continue
            ask_cell = shown and isinstance(value, float)  # about 2 ms a cell; text is shown as it is
            values[f"{letter}{row + 1}"] = sheet.getCellByPosition(column, row).getString() if ask_cell else value
    # The bulk call above says nothing of errors.
    for row, column, text in READER[0].invoke((cursor,), (), ())[0]:
        values[f"{column_letters(column)}{row + 1}"] = text
    return values


def places_of(area: Any) -> Iterator[tuple[int, int]]:
    for row in range(area.StartRow, area.EndRow + 1):
        for column in range(area.StartColumn, area.EndColumn + 1):
            yield row, column


# The errors of a range in one call: each call from here to LibreOffice takes about half a millisecond.
ERRORS = """
Function ErrorsOf(found As Object) As Variant
    Dim texts(), areas, area, sheet, row, column, count
    areas = found.queryFormulaCells(4).getRangeAddresses()
    count = 0
    For Each area In areas
        count = count + (area.EndRow - area.StartRow + 1) * (area.EndColumn - area.StartColumn + 1)
    Next
    If count = 0 Then
        ErrorsOf = Array()
        Exit Function
    End If
    ReDim texts(count - 1)
    count = 0
    sheet = found.getSpreadsheet()
    For Each area In areas
        For row = area.StartRow To area.EndRow
            For column = area.StartColumn To area.EndColumn
                texts(count) = Array(row, column, sheet.getCellByPosition(column, row).getString())
                count = count + 1
            Next
        Next
    Next
    ErrorsOf = texts
End Function
"""
READER: list[Any] = []  # that function, and the document that holds it


def make_reader(desktop: Any) -> None:
    how = (prop("Hidden", True), prop("MacroExecutionMode", RUN_ALWAYS))
    document = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, how)
    libraries = document.BasicLibraries
    libraries.createLibrary("Reading")
    libraries.getByName("Reading").insertByName("Reading", ERRORS)
    place = "vnd.sun.star.script:Reading.Reading.ErrorsOf?language=Basic&location=document"
    READER[:] = [document.getScriptProvider().getScript(place), document]


def recalculated(desktop: Any, path: str, shown: bool) -> dict[str, dict[str, float | str]]:
    with Opened(desktop, path) as document:
        return {sheet.Name: values_of(sheet, shown) for sheet in document.Sheets}


class Standing:
    """A workbook that stays open, into which entries are put that are taken out again."""

    def __init__(self, desktop: Any, path: str) -> None:
        self.path = path
        self.opened = Opened(desktop, path)
        self.document = self.opened.__enter__()
        for sheet in self.document.Sheets:
            sheet.unprotect("")

    def cell(self, place: str) -> Any:
        sheet, cell = place.split("!")
        return self.document.Sheets.getByName(sheet).getCellRangeByName(cell)

    def put(self, cell: Any, value: Any) -> None:
        """None for nothing, a number, a text, or {"formula": "=..."}."""
        if isinstance(value, dict):
            cell.setFormula(value["formula"])
        elif isinstance(value, str):
            cell.setString(value)
        elif value is None:
            cell.setFormula("")
        else:
            cell.setValue(value)

    def with_entries(self, entries: dict[str, Any]) -> dict[str, dict[str, float | str]]:
        cells = {place: self.cell(place) for place in entries}
        before = {place: held(cell) for place, cell in cells.items()}
        try:
            for place, value in entries.items():
                self.put(cells[place], value)
            self.document.calculateAll()
            return {sheet.Name: values_of(sheet, False) for sheet in self.document.Sheets}
        finally:
            for place, value in before.items():
                self.put(cells[place], value)

    def close(self) -> None:
        self.opened.__exit__()


def held(cell: Any) -> Any:
    """What a cell holds, as `Standing.put` takes it."""
    kind = cell.Type.value
    if kind == "FORMULA":
        return {"formula": cell.getFormula()}
    return {"EMPTY": None, "VALUE": cell.getValue(), "TEXT": cell.getString()}[kind]


STANDING: list[Standing] = []


def put_away() -> None:
    """Close the workbook that stays open: what looks at all workbooks that are open should not find it."""
    while STANDING:
        STANDING.pop().close()


def with_entries(desktop: Any, path: str, entries: dict[str, Any]) -> dict[str, dict[str, float | str]]:
    """The values once these entries are typed, by "Sheet!A1"; the workbook is opened once for many requests."""
    if STANDING and STANDING[0].path != path:
        put_away()
    if not STANDING:
        STANDING.append(Standing(desktop, path))
    return STANDING[0].with_entries(entries)


def store(document: Any, out: str) -> None:
    document.storeToURL(
        Path(out).as_uri(), (prop("FilterName", SAVE_FILTERS[Path(out).suffix]), prop("Overwrite", True))
    )


def resave(desktop: Any, path: str, out: str) -> None:
    with Opened(desktop, path) as document:
        store(document, out)


def to_pdf(desktop: Any, path: str, out: str) -> None:
    with Opened(desktop, path) as document:
        filter_name = "calc_pdf_Export" if is_workbook(document) else "writer_pdf_Export"
        document.storeToURL(Path(out).as_uri(), (prop("FilterName", filter_name),))


def macros(desktop: Any, path: str) -> dict[str, object]:
    """What LibreOffice makes of a workbook's macros: buttons with what they do, code names, modules."""
    with Opened(desktop, path, macros=True) as document:
        libraries = document.BasicLibraries
        library = libraries.getByName(libraries.ProjectName)
        modules = {name: library.getByName(name) for name in library.ElementNames}
        return {
            "buttons": {sheet.Name: buttons_of(sheet) for sheet in document.Sheets},
            "code_names": {sheet.Name: sheet.CodeName for sheet in document.Sheets},
            "modules": modules,
            "broken": [
                name
                for name, source in modules.items()
                if library.getModuleInfo(name).ModuleType == NORMAL_MODULE and not compiles(document, name, source)
            ],
        }


NORMAL_MODULE = 1  # com.sun.star.script.ModuleType.NORMAL
PROBE = "LaaProbe"  # a function put behind a module's text: it can run only if the whole module compiles


def compiles(document: Any, module: str, source: str) -> bool:
    libraries = document.BasicLibraries
    library = libraries.getByName(libraries.ProjectName)
    library.replaceByName(module, f"{source}\nPublic Function {PROBE}() As Long\n{PROBE} = 42\nEnd Function\n")
    place = f"vnd.sun.star.script:{libraries.ProjectName}.{module}.{PROBE}?language=Basic&location=document"
    answer = document.getScriptProvider().getScript(place).invoke((), (), ())[0]
    library.replaceByName(module, source)
    return bool(answer == 42)


def buttons_of(sheet: Any) -> list[dict[str, object]]:
    """Each button from left to right: its caption, its macro, whether it is printed, and the texts beside and below it."""
    found = []
    for index in range(sheet.DrawPage.Count):
        shape = sheet.DrawPage.getByIndex(index)
        if not shape.supportsService("com.sun.star.drawing.ControlShape"):
            continue
        form = shape.Control.Parent
        (place,) = (number for number in range(form.Count) if form.getByIndex(number) == shape.Control)
        events = [event.ScriptCode for event in form.getScriptEvents(place)]
        top, bottom = shape.Position.Y, shape.Position.Y + shape.Size.Height
        found.append(
            {
                "label": shape.Control.Label,
                "macros": [code.split(":", 1)[1].split("?")[0] for code in events],
                "printed": bool(shape.Control.Printable),
                "left": shape.Position.X,
                "right": shape.Position.X + shape.Size.Width,
                "texts": texts_between(sheet, top, bottom),
            }
        )
    return sorted(found, key=lambda button: button["left"])


def texts_between(sheet: Any, top: int, bottom: int) -> list[str]:
    """The texts in every row that lies partly between two heights."""
    found = []
    row = 0
    while bottom > (cell := sheet.getCellByPosition(0, row)).Position.Y:
        if cell.Position.Y + cell.Size.Height > top:
            found += [text for column in range(30) if (text := sheet.getCellByPosition(column, row).String)]
        row += 1
    return found


MODIFIERS = {"Shift": "SHIFT", "Ctrl": "MOD1", "Alt": "MOD2"}


def constant(name: str) -> int:
    return int(uno.getConstantByName(f"com.sun.star.awt.{name}"))


class Keyboard:
    """A workbook in a window (drawn nowhere: LibreOffice is headless) and the keys that are pressed in it.

    They go the way of any key: to what has the focus there, through shortcuts, input line, validation, protection.
    A message that LibreOffice shows is closed at once, as with Escape: headless, it waits for nobody.
    """

    def __init__(self, desktop: Any, path: str) -> None:
        self.desktop = desktop
        self.opened = Opened(desktop, path, hidden=False)
        self.document = self.opened.__enter__()
        self.controller = self.document.CurrentController
        self.window = self.controller.Frame.ContainerWindow
        self.toolkit = self.window.getToolkit()
        self.to_front()

    def to_front(self) -> None:
        self.window.toFront()
        self.window.setFocus()
        self.controller.ComponentWindow.setFocus()
        self.toolkit.processEventsToIdle()

    def press(self, *strokes: str) -> list[str]:
        """Press keys such as "Tab" or "Ctrl+PageDown", and say after each where the cursor is."""
        places = []
        for stroke in strokes:
            *held, key = stroke.split("+")
            modifiers = sum(constant(f"KeyModifier.{MODIFIERS[name]}") for name in held)
            self._key(constant(f"Key.{key.upper()}"), "\0", modifiers)
            places.append(self.place())
        return places

    def type(self, text: str) -> None:
        for letter in text:
            self._key(0, letter, 0)

    def _key(self, code: int, letter: str, modifiers: int) -> None:
        event = KeyEvent()
        event.Source, event.KeyCode, event.KeyChar, event.Modifiers = self.window, code, uno.Char(letter), modifiers
        self.toolkit.keyPress(event)
        self.toolkit.keyRelease(event)
        self.toolkit.processEventsToIdle()

    def place(self) -> str:
        return str(self.document.CurrentSelection.AbsoluteName).replace("$", "").replace(".", "!")

    def command(self, name: str, argument: str = "", value: str = "") -> str:
        """What a menu entry or a link does; says where the cursor is then."""
        self._dispatch(self.controller.Frame, name, *([prop(argument, value)] if argument else []))
        return self.place()

    def _dispatch(self, frame: Any, name: str, *arguments: Any) -> None:
        url = uno.createUnoStruct("com.sun.star.util.URL")
        url.Complete, url.Protocol, url.Path = name, ".uno:", name.removeprefix(".uno:")
        target = frame.queryDispatch(url, "_self", 0)
        if target is not None:  # None: LibreOffice does not allow it here
            target.dispatch(url, arguments)
        self.toolkit.processEventsToIdle()

    def cell(self, place: str) -> Any:
        sheet, cell = place.split("!")
        return self.document.Sheets.getByName(sheet).getCellRangeByName(cell)

    def text(self, place: str) -> str:
        return str(self.cell(place).String)

    def values(self) -> dict[str, dict[str, float | str]]:
        return {sheet.Name: values_of(sheet, False) for sheet in self.document.Sheets}

    def choices(self, places: list[str]) -> dict[str, list[str]]:
        """What the drop-down of each cell offers; cells without one are left out."""
        found = {}
        names = self.document.NamedRanges
        for place in places:
            rule = self.cell(place).Validation
            if rule.Type.value == "LIST" and rule.ShowList:
                name = rule.getFormula1()
                area = names.getByName(name).ReferredCells.getDataArray() if names.hasByName(name) else ()
                found[place] = [str(value) for row in area for value in row]
        return found

    def links(self, place: str) -> list[str]:
        fields = self.cell(place).TextFields
        return [str(fields.getByIndex(index).URL) for index in range(fields.Count)]

    def buttons(self) -> list[str]:
        """The sheets whose table has AutoFilter buttons."""
        ranges = [self.document.DatabaseRanges.getByIndex(n) for n in range(self.document.DatabaseRanges.Count)]
        return [self.document.Sheets.getByIndex(one.DataArea.Sheet).Name for one in ranges if one.AutoFilter]

    def notes(self, sheet: str) -> list[str]:
        return [str(note.String) for note in self.document.Sheets.getByName(sheet).Annotations]

    def copy_from(self, path: str, area: str) -> None:
        """Copy cells of the first sheet of another workbook, and come back."""
        with Opened(self.desktop, path, hidden=False) as other:
            other.CurrentController.select(other.Sheets.getByIndex(0).getCellRangeByName(area))
            self._dispatch(other.CurrentController.Frame, ".uno:Copy")
        self.to_front()

    def save(self, out: str) -> None:
        store(self.document, out)

    def close(self) -> None:
        self.opened.__exit__()


class Desk:
    """A master opened where it stands, as by an officer, with its macros; its buttons are pressed as by a person."""

    def __init__(self, desktop: Any, path: str, read_only: bool) -> None:
        put_away()
        self.desktop = desktop
        self.answers, self.messages = Path(os.environ["LAA_XL_ANSWERS"]), Path(os.environ["LAA_XL_MESSAGES"])
        how = (prop("MacroExecutionMode", RUN_ALWAYS), prop("ReadOnly", read_only))
        self.document = desktop.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, how)

    def press(self, sheet: str, label: str, answers: str) -> str:
        """Press a button, and give what the macro says in the end; ``answers`` are what it would ask for."""
        self.answers.write_text(answers, encoding="ascii")
        self.messages.unlink(missing_ok=True)
        self.document.CurrentController.setActiveSheet(self.document.Sheets.getByName(sheet))
        (button,) = (
            control for control in controls_of(self.document.Sheets.getByName(sheet)) if control.Label == label
        )
        view = self.document.CurrentController.getControl(button)
        if not view.getAccessibleContext().doAccessibleAction(0):
            raise ValueError(f"{label} on {sheet} does nothing")
        # The macro runs in LibreOffice's own time. The limit is for one that never answers.
        for _ in range(900):
            if self.messages.is_file() and not self.run("LaaPress.AtWork"):
                return self.messages.read_text(encoding="ascii")
            time.sleep(0.1)
        raise TimeoutError(f"{label} on {sheet} gave no answer")

    def run(self, macro: str, *arguments: object) -> object:
        """Call a macro that anyone may call, and give what it returns."""
        libraries = self.document.BasicLibraries
        place = f"vnd.sun.star.script:{libraries.ProjectName}.{macro}?language=Basic&location=document"
        return self.document.getScriptProvider().getScript(place).invoke(arguments, (), ())[0]

    def enter(self, place: str, value: str) -> None:
        """Type into a cell."""
        sheet, cell = place.split("!")
        self.document.Sheets.getByName(sheet).getCellRangeByName(cell).setFormula(value)

    def select(self, place: str) -> None:
        sheet, cell = place.split("!")
        self.document.CurrentController.select(self.document.Sheets.getByName(sheet).getCellRangeByName(cell))

    def shown(self) -> list[object]:
        """Close the other workbook that a macro opened, and give its path, the selected cell, and whether it is read-only."""
        # What is no file is not a macro's: the reader of cells stands in a workbook of its own.
        (other,) = (one for one in self.desktop.Components if is_workbook(one) and one.URL and one != self.document)
        place = str(other.CurrentSelection.AbsoluteName).replace("$", "").replace(".", "!")
        found = [uno.fileUrlToSystemPath(other.URL), place, bool(other.isReadonly())]
        other.close(True)
        return found

    def save(self) -> None:
        self.document.store()

    def close(self) -> None:
        self.document.close(True)


def controls_of(sheet: Any) -> list[Any]:
    forms = sheet.DrawPage.Forms
    return [form.getByIndex(number) for form in forms for number in range(form.Count)]


DESKS: list[Desk] = []


def desk(desktop: Any, do: str, *args: Any) -> object:
    """Open a master where it stands, or do something with the one that is open."""
    if do == "open":
        DESKS.append(Desk(desktop, *args))
        return None
    if do == "close":
        return DESKS.pop().close()
    result: object = getattr(DESKS[-1], do)(*args)
    return result


KEYBOARDS: list[Keyboard] = []


def keyboard(desktop: Any, do: str, *args: Any) -> object:
    """Open a workbook at the keyboard, or do something with the one that is open."""
    if do == "open":
        KEYBOARDS.append(Keyboard(desktop, *args))
        return None
    if do == "close":
        return KEYBOARDS.pop().close()
    result: object = getattr(KEYBOARDS[-1], do)(*args)
    return result


def in_a_sheet(
    desktop: Any, modules: dict[str, str], rows: list[list[float | str]], formulas: list[str], special: dict[str, str]
) -> list[float | str]:
    """What formulas in the first column give, row by row, with rows of values from the second column on.

    `modules` are Basic modules (VBA, by name) of the document; `special` are formulas at an address, set last of all
    before the formulas, such as "=NA()".
    """
    how = (prop("Hidden", True), prop("MacroExecutionMode", RUN_ALWAYS))
    document = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, how)
    try:
        libraries = document.BasicLibraries
        libraries.createLibrary("Standard")
        libraries.VBACompatibilityMode = True
        for name, text in modules.items():
            head = "Rem Attribute VBA_ModuleType=VBAModule\nOption VBASupport 1\n"
            libraries.getByName("Standard").insertByName(name, head + text)
        return evaluated(document, rows, formulas, special)
    finally:
        document.close(True)


def evaluated(
    document: Any, rows: list[list[float | str]], formulas: list[str], special: dict[str, str]
) -> list[float | str]:
    """Put values and formulas into a new sheet of a document, and give what the formulas in its first column give."""
    document.Sheets.insertNewByName("Tried", 0)
    sheet = document.Sheets.getByIndex(0)
    width = max(len(row) for row in rows)
    data = tuple(tuple(row + [""] * (width - len(row))) for row in rows)
    sheet.getCellRangeByPosition(1, 0, width, len(rows) - 1).setDataArray(data)
    for address, formula in special.items():
        sheet.getCellRangeByName(address).Formula = formula
    column = sheet.getCellRangeByPosition(0, 0, 0, len(formulas) - 1)
    column.setFormulaArray(tuple((formula,) for formula in formulas))
    document.calculateAll()
    return [row[0] for row in column.getDataArray()]


def in_a_workbook(
    desktop: Any, path: str, rows: list[list[float | str]], formulas: list[str], special: dict[str, str]
) -> list[float | str]:
    """The same in a workbook that brings its own macros."""
    with Opened(desktop, path, macros=True) as document:
        return evaluated(document, rows, formulas, special)


REQUESTS: dict[str, Callable[..., object]] = {
    "recalculated": recalculated,
    "with_entries": with_entries,
    "resave": resave,
    "to_pdf": to_pdf,
    "macros": macros,
    "keyboard": keyboard,
    "desk": desk,
    "in_a_sheet": in_a_sheet,
    "in_a_workbook": in_a_workbook,
}


def main() -> None:
    soffice, profile = sys.argv[1:]
    desktop = start(soffice, Path(profile))
    make_reader(desktop)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {"result": REQUESTS[request["do"]](desktop, *request["with"])}
        except Exception as error:  # every failure goes back to the test that asked
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)
    put_away()
    READER[1].close(True)
    desktop.terminate()


if __name__ == "__main__":
    main()
