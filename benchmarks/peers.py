"""How others take returns in: each reads the same cells of every sheet and writes one master, without any check.

Each function takes the files and the workbook to write, and gives the number of rows that it wrote. The tables are those that
laa-xl reads; what stands above the headings is passed over, as anybody would who knows the form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

SHEETS = {  # sheet: the first heading of its table, by which its row is found
    "Start": "Completed by (post)",
    "Indicators": "Code",
    "Narrative": "Line",
    "Risks": "Line",
    "Finance": "Line",
    "Actions": "Line",
    "History": "",
}


def pandas_per_sheet(files: Sequence[Path], master: Path) -> int:
    """What people write first: one read_excel for each sheet of each file."""
    import pandas as pd

    found: dict[str, list[Any]] = {name: [] for name in SHEETS}
    for path in files:
        for name in SHEETS:
            found[name].append(_table(pd.read_excel(path, sheet_name=name, header=None), name, path))
    return _to_excel(found, master)


def pandas_one_call(files: Sequence[Path], master: Path) -> int:
    """One read_excel for the sheets of a file together."""
    import pandas as pd

    found: dict[str, list[Any]] = {name: [] for name in SHEETS}
    for path in files:
        for name, frame in pd.read_excel(path, sheet_name=list(SHEETS), header=None).items():
            found[name].append(_table(frame, name, path))
    return _to_excel(found, master)


def _table(frame: Any, name: str, path: Path) -> Any:
    """The rows below the headings, under those headings; a sheet without a table of rows as it stands."""
    if name in ("Start", "History"):
        table = frame.copy()
    else:
        start = frame.index[frame[0] == SHEETS[name]][0]
        table = frame.loc[start + 1 :].copy()
        table.columns = frame.loc[start]
    table.insert(0, "File", path.name)
    return table


def _to_excel(found: dict[str, list[Any]], master: Path) -> int:
    import pandas as pd

    rows = 0
    with pd.ExcelWriter(master) as writer:
        for name, frames in found.items():
            together = pd.concat(frames, ignore_index=True)
            together.to_excel(writer, sheet_name=name, index=False)
            rows += len(together)
    return rows


def openpyxl_in_and_out(files: Sequence[Path], master: Path) -> int:
    """openpyxl's quick modes: read-only in, write-only out."""
    from openpyxl import Workbook, load_workbook

    out = Workbook(write_only=True)
    sheets = {name: out.create_sheet(name) for name in SHEETS}
    rows = 0
    for path in files:
        book = load_workbook(path, read_only=True, data_only=True)
        for name, sheet in sheets.items():
            for values in _below(
                book[name].iter_rows(values_only=True), SHEETS[name] if name not in ("Start", "History") else ""
            ):
                sheet.append((path.name, *values))
                rows += 1
        book.close()
    out.save(master)
    return rows


def _below(rows: Iterator[tuple[Any, ...]], heading: str) -> Iterator[tuple[Any, ...]]:
    started = not heading
    for values in rows:
        if started:
            yield values
        elif values and values[0] == heading:
            started = True


def datamaps(files: Sequence[Path], master: Path) -> int:
    """The DfT's bcompiler-engine: a datamap that names every cell of the form, one master with a column for each file.

    It finds cells by their places alone, reads with openpyxl in as many processes as there are processors, and looks each of
    the names of cells up in a list of all of them.
    """
    import csv
    import logging
    import shutil
    import tempfile

    import engine.adapters.cli as cli
    from engine.config import Config

    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as work:
        for name in ("input", "output"):
            (Path(work) / name).mkdir()
        for path in files:
            (Path(work) / "input" / path.name).symlink_to(path.resolve())
        cells = [(sheet, cell) for sheet in list(SHEETS)[:6] for cell in _cells_of(files[0], sheet)]
        with (Path(work) / "input" / "datamap.csv").open("w", newline="") as out:
            table = csv.writer(out)
            table.writerow(("cell_key", "template_sheet", "cellreference"))
            table.writerows((f"{sheet} {cell}", sheet, cell) for sheet, cell in cells)
        Config.PLATFORM_DOCS_DIR = Path(work)
        Config.config_parser.read_string(
            "[DEFAULT]\nreturn reference name = file\nmaster file name = m.xlsx\ndatamap file name = datamap.csv"
        )
        quiet = dict.fromkeys(
            (f"click_echo_{colour}" for colour in ("green", "red", "yellow", "white")), lambda *_, **__: None
        )
        cli.import_and_create_master(quiet, inputdir=Path(work) / "input")
        shutil.move(Path(work) / "output" / "m.xlsx", master)
    return len(cells)


def _cells_of(path: Path, sheet: str) -> list[str]:
    """The places of the cells of a sheet that hold anything."""
    from openpyxl import load_workbook

    rows = load_workbook(path, read_only=True, data_only=True)[sheet].iter_rows()
    return [cell.coordinate for row in rows for cell in row if cell.value is not None]


WAYS: dict[str, Callable[[Sequence[Path], Path], int]] = {
    "pandas per sheet": pandas_per_sheet,
    "pandas one call": pandas_one_call,
    "openpyxl in and out": openpyxl_in_and_out,
    "datamaps": datamaps,
}
