"""What fsck says of the master: whether its computed tables are what the accepted returns give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any, NamedTuple

from laa_xl.declare.master_form import COMPUTED_SHEETS
from laa_xl.declare.master_records import ISSUED_REPORTS, REGISTER
from laa_xl.declare.model import Sheet, Table
from laa_xl.domain.sentences import many
from laa_xl.files.cells import SheetCells, read_cells
from laa_xl.files.limits import of_our_own
from laa_xl.files.master_reader import header_of
from laa_xl.files.package import Refused
from laa_xl.files.store import StoreError, read_file, sha256_of
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.found import Found, note, right, wrong
from laa_xl.flow.journal import entry_bytes, holds, journal_entries, told_of_going_back, went_back
from laa_xl.flow.pipeline import computed_tables
from laa_xl.flow.programme import Programme

Row = tuple[Any, ...]
_MOST = 5
# What hangs on the day of the run, or on files that are looked at anyway.
_OF_THE_DAY = {(REGISTER.name, "state"), (REGISTER.name, "days_late"), (ISSUED_REPORTS.name, "standing")}


def master_checks(programme: Programme, now: datetime) -> Iterator[Found]:
    """The master can be read, and says what the returns say; ``now`` decides what is late."""
    name, mend = programme.master.name, f"Run: laa-xl rebuild {programme.root}"
    if not programme.master.is_file():
        yield wrong(
            name, "There is no master.", f"{mend}. It makes it again from the journal and the accepted returns."
        )
        return
    try:
        state = programme.load()
        computed = computed_tables(replace(programme, afresh=True), now)
        with of_our_own():
            book = read_cells(read_file(programme.master))
        sheets = {sheet.name.casefold(): sheet for sheet in book.sheets}
    except (ProgrammeError, StoreError, Refused) as error:
        told = error.message if isinstance(error, ProgrammeError) else str(error)
        rows = [one.told(in_master=True) for one in getattr(error, "errors", ()) if one.stops]
        yield wrong(name, " ".join([told, *rows]), "Mend what it says, then run laa-xl fsck again.")
        return
    entries = journal_entries(programme.root)
    data = entry_bytes(state.tables, state.missing)
    if went_back(entries, data):
        told = told_of_going_back(programme.master)
        yield note(name, told, f"If it is meant so, run: laa-xl consolidate {programme.root}")
        return
    if entries and not holds(entries[-1], sha256_of(data)):
        yield note(
            name,
            "Green tabs were changed since the last run, so the other tabs do not show that yet.",
            f"Run: laa-xl consolidate {programme.root}",
        )
        return
    differing = []
    for sheet in COMPUTED_SHEETS:
        cells, rows_wanted = sheets.get(sheet.name.casefold()), computed.get(sheet.table.name)
        if rows_wanted is None:
            continue
        found = _compared(sheet, cells, rows_wanted)
        if found is not None and found.owed:
            owed = many(found.owed, "return that is owed", "returns that are owed")
            told = f"Templates were made since it was written: the sheet Register does not show {owed} yet."
            yield note(name, told, f"The next run shows it: laa-xl consolidate {programme.root}")
        elif found is not None:
            differing.append(found.told)
    for told in differing:
        yield wrong(name, told, f"{mend}. It writes every tab but the green ones anew.")
    if not differing:
        yield right(name, "It says what the accepted returns say.")


class _Difference(NamedTuple):
    """How a sheet differs, in a sentence; ``owed``: how many rows the Register lacks where that is all, since no file came for them."""

    told: str
    owed: int = 0


def _compared(sheet: Sheet, cells: SheetCells | None, wanted: Sequence[Mapping[str, Any]]) -> _Difference | None:
    """How a sheet differs from what it should hold; None where it does not. The order of rows is free."""
    header = header_of(cells, sheet.table) if cells is not None else None
    if cells is None or header is None:
        return _Difference(f"{sheet.name}: its table is not there.") if wanted else None
    titles = {str(cell.value).strip().casefold(): index for index, cell in cells.rows[header].items()}
    columns = [
        (column.name, titles[column.title.casefold()])
        for column in sheet.table.columns
        if column.title.casefold() in titles and (sheet.table.name, column.name) not in _OF_THE_DAY
    ]
    lines = {
        number + 1: tuple(_plain(_value(line, index)) for _, index in columns)
        for number, line in sorted(cells.rows.items())
        if number > header
    }
    here = {number: row for number, row in lines.items() if any(value is not None for value in row)}
    should = [tuple(_plain(row.get(name)) for name, _ in columns) for row in wanted]
    should = [row for row in should if any(value is not None for value in row)]
    too_few = Counter(should) - Counter(here.values())
    spare = Counter(here.values()) - Counter(should)
    if not too_few and not spare:
        return None
    told = [_row(sheet.table, columns, number, row, too_few) for number, row in here.items() if spare[row] > 0]
    left = sum(too_few.values()) - min(sum(too_few.values()), len(told))
    more = [f"and {len(told) - _MOST} more"] if len(told) > _MOST else []
    missing = [f"{many(left, 'row')} missing"] if left else []
    return _Difference(
        f"{sheet.name}: {'; '.join([*told[:_MOST], *more, *missing])}.",
        0 if spare or not _only_owed(sheet.table, columns, too_few) else sum(too_few.values()),
    )


def _only_owed(table: Table, columns: Sequence[tuple[str, int]], rows: Iterable[Row]) -> bool:
    """Whether all these rows of the Register are of returns that are owed: templates add them, and leave the master as it is."""
    if table is not REGISTER:
        return False
    place = next((at for at, (name, _) in enumerate(columns) if name == "sha256"), None)
    return place is not None and all(row[place] is None for row in rows)


def _row(table: Table, columns: Sequence[tuple[str, int]], number: int, row: Row, wanted: Counter[Row]) -> str:
    """What differs in a row, beside the wanted one that is most like it."""
    alike = max(wanted, key=lambda one: sum(a == b for a, b in zip(one, row, strict=True)), default=None)
    if alike is None or sum(a == b for a, b in zip(alike, row, strict=True)) < len(row) // 2:
        return f"row {number} comes from no accepted return"
    names = [table.column(name).title for (name, _), a, b in zip(columns, alike, row, strict=True) if a != b]
    return f"row {number}, {', '.join(names[:3])}{' and others' if len(names) > 3 else ''} differ"


def _value(line: Mapping[int, Any], index: int) -> Any:
    cell = line.get(index)
    return None if cell is None else cell.error or cell.value


def _plain(value: Any) -> Any:
    """A value as both sides have it, whatever a spreadsheet made of its kind."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool):
        return "Y" if value else None
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.replace(microsecond=0).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, float)):
        return float(f"{value:.10g}")
    text = str(value)
    try:
        return float(f"{float(text):.10g}") if hasattr(value, "as_tuple") else text.replace("\r\n", "\n").strip()
    except ValueError:
        return text
