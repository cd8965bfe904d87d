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
    """The DfT's bcompiler-engine: a datamap that names every cell of the form, imported from all files into a dictionary,
    then a master with a column for each file. It finds cells by their places alone."""
    import io
    from contextlib import redirect_stdout

    from engine.use_cases.parsing import extract_from_multiple_xlsx_files  # type: ignore[import-not-found]

    with redirect_stdout(io.StringIO()):
        raise NotImplementedError(extract_from_multiple_xlsx_files)


WAYS: dict[str, Callable[[Sequence[Path], Path], int]] = {
    "pandas per sheet": pandas_per_sheet,
    "pandas one call": pandas_one_call,
    "openpyxl in and out": openpyxl_in_and_out,
}
