"""From the parts of a return to the one return, and back: every entry as it was typed, each contradiction told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from laa_xl.checks.registry import shown
from laa_xl.declare.model import Table
from laa_xl.declare.prefill import line_key, locked_rows
from laa_xl.declare.return_form import RETURN_FORM
from laa_xl.domain.numbers import exact, plain
from laa_xl.domain.parts import LEAD
from laa_xl.domain.returns import ErrorValue, Return
from laa_xl.domain.sentences import folded
from laa_xl.domain.spec import FormSpec
from laa_xl.files.cells import Cell
from laa_xl.files.outside import filled
from laa_xl.files.raw import RawRow, RawTable

Entries = dict[str, dict[str, dict[str, Any]]]
_LISTS = tuple(table for table in RETURN_FORM.tables() if table.blank_rows)
_ROWS = tuple(table for table in RETURN_FORM.tables() if not table.blank_rows and table.name != "about")


@dataclass(frozen=True, slots=True)
class Source:
    """One file as it was read: a part, or a whole return."""

    file: str
    spec: FormSpec
    returned: Return
    tables: Mapping[str, RawTable]

    @property
    def leads(self) -> bool:
        """Whether it is the theme lead's: the part "lead", or the whole return."""
        return self.spec.part in ("", LEAD)


@dataclass(frozen=True, slots=True)
class Typed:
    """One entry: the value as it was typed, and where it stands."""

    value: Any
    sheet: str
    cell: str


Line = Mapping[str, Typed]


@dataclass(slots=True)
class Joined:
    """The entries of the return, and what a person has to know about how they came together."""

    entries: Entries = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)  # nobody said which entry counts
    strangers: list[str] = field(default_factory=list)  # entries for rows that the return does not have
    notes: list[str] = field(default_factory=list)


def typed_lines(source: Source, table: Table) -> dict[str, Line]:
    """What was typed in each row of a table; a row in which nothing was typed is left out."""
    raw = source.tables.get(table.name)
    if raw is None:
        return {}
    found: dict[str, Line] = {}
    for key, row in _keyed(source, table, raw):
        line = {
            column.name: Typed(_value(row.cells[column.name]), raw.sheet, row.addresses[column.name])
            for column in table.entries
            if filled(row.cells.get(column.name))
        }
        if line:
            found[key] = line
    return found


def _keyed(source: Source, table: Table, raw: RawTable) -> Iterator[tuple[str, RawRow]]:
    """The rows that are read, by the key under which they are."""
    if table.name == "about":
        yield "about", raw.rows[0]
        return
    if not table.blank_rows:
        keys = {row.number: row.key for row in source.returned.rows(table.name)}
        yield from ((keys[row.number], row) for row in raw.rows if row.number in keys)
        return
    names = [column.name for column in table.entries]
    for row in raw.rows:
        if row.key or sum(filled(row.cells.get(name)) for name in names) != 1:  # else a note, told of as that
            yield row.key.upper() or f"row {row.number + 1}", row


def _value(cell: Cell) -> Any:
    if cell.percent and isinstance(cell.value, float):
        return f"{plain(exact(cell.value) * 100, None)}%"  # the return's cells have formats of their own
    return ErrorValue(cell.error) if cell.error else cell.value


def formulas(source: Source) -> Iterator[str]:
    """The cells whose formula a person typed: its result is carried over, the formula is not."""
    for table in RETURN_FORM.tables():
        raw = source.tables.get(table.name)
        for row in raw.rows if raw else ():
            for column in table.entries:
                cell = row.cells.get(column.name)
                if raw and cell is not None and cell.formula and filled(cell):
                    yield f"{raw.sheet}, {row.addresses[column.name]}"


def entries_of(source: Source) -> Entries:
    """Every entry of one file, as it was typed."""
    return join(source.spec, [source]).entries


def divide(entries: Entries, parts: Sequence[FormSpec]) -> list[Entries]:
    """The entries of each part: its indicator rows; all other sheets are the lead's, but a nil return is everybody's."""
    divided: list[Entries] = []
    for part in parts:
        mine: Entries = dict(entries) if part.part == LEAD else {}
        rows = entries.get("indicators", {})
        mine["indicators"] = {i.code: rows[i.code] for i in part.agreement.indicators if i.code in rows}
        nil = entries.get("about", {}).get("about", {}).get("nil")
        if nil is not None and part.part != LEAD:
            mine["about"] = {"about": {"nil": nil}}
        divided.append(mine)
    return divided


def join(whole: FormSpec, sources: Sequence[Source], prefer: str = "", *, complete: bool = True) -> Joined:
    """Put the parts together. ``prefer`` names the part or the file whose entries count where two contradict.

    ``complete``: every part is there. Without a conflict each entry of each part stands in the result, or a note says
    which one does not and why.
    """
    joined = Joined()
    ordered = sorted(sources, key=lambda source: not source.leads)
    first = next((source for source in ordered if prefer and is_called(source, prefer)), None)
    joined.entries["about"] = {"about": _start(joined, ordered, first, complete=complete)}
    for table in _ROWS:
        joined.entries[table.name] = _rows(joined, whole, table, ordered, first)
    for table in _LISTS:
        joined.entries[table.name] = _lines(whole, table, ordered)
    return joined


def is_called(source: Source, name: str) -> bool:
    """Whether a person means this file: by the name of its part, or by its path."""
    return folded(name) in (folded(source.spec.part or LEAD), folded(source.file))


def _rows(
    joined: Joined, whole: FormSpec, table: Table, sources: Sequence[Source], first: Source | None
) -> dict[str, dict[str, Any]]:
    """A row belongs to one part. Where two filled it in, both must say the same, or somebody says which counts."""
    known = {str(row[table.key.name]) for row in locked_rows(table, whole)}
    found: dict[str, list[tuple[Source, Line]]] = {}
    for source in sources:
        for key, line in typed_lines(source, table).items():
            if key in known:
                found.setdefault(key, []).append((source, line))
                continue
            for name, entry in line.items():
                what = f'"{shown(entry.value)}" for {table.column(name).title} of {key}'
                joined.strangers.append(f"{_place(source, entry)} has {what}, a row that the return does not have.")
    rows: dict[str, dict[str, Any]] = {}
    for key, given in found.items():
        chosen = next((item for item in given if item[0] is first), given[0])
        rows[key] = _values(chosen[1])
        for other in given:
            for name in _differing(table, chosen[1], other[1]):
                said = _against(table, key, name, chosen, other)
                if chosen[0] is first:
                    joined.notes.append(f"{said} The return has the former, as you asked.")
                else:
                    joined.conflicts.append(said)
    return rows


def _start(joined: Joined, sources: Sequence[Source], first: Source | None, *, complete: bool) -> dict[str, Any]:
    """The Start sheet is the lead's; what the lead left blank comes from the first part that has it."""
    table = RETURN_FORM.table("about")
    given = [(source, typed_lines(source, table).get("about", {})) for source in sources]
    given.sort(key=lambda item: item[0] is not first)
    values: dict[str, Any] = {}
    for column in table.entries:
        said = [(source, line[column.name]) for source, line in given if column.name in line]
        if not said:
            continue
        alike = all(_same(said[0][1].value, entry.value) for _, entry in said)
        if column.name == "nil" and not (alike and complete and len(said) == len(given)):
            joined.notes += [
                f'{_place(source, entry)} has "{shown(entry.value)}" for {column.title}. Not every part has it, so the return '
                "leaves it blank."
                for source, entry in said
            ]
            continue
        values[column.name] = said[0][1].value
        joined.notes += [
            f'{_place(source, entry)} has "{shown(entry.value)}" for {column.title}. The return has '
            f'"{shown(said[0][1].value)}", from {_place(*said[0])}.'
            for source, entry in said
            if not _same(said[0][1].value, entry.value)
        ]
    return values


def _lines(whole: FormSpec, table: Table, sources: Sequence[Source]) -> dict[str, dict[str, Any]]:
    """Every line of every part, one after the other; a line that two parts have word for word stands once.

    A line that was carried forward keeps its number: the quarter that it comes from is printed beside it.
    """
    kept = {item.row for item in whole.carried if item.table == table.name}
    rows: dict[str, dict[str, Any]] = {}
    rest: list[dict[str, Any]] = []
    seen: list[dict[str, Any]] = []
    for source in sources:
        from_this = []
        for key, line in typed_lines(source, table).items():
            values = _values(line)
            if any(_alike(values, other) for other in seen):
                continue
            from_this.append(values)
            if source.leads and key in kept and key not in rows:
                rows[key] = values
            else:
                rest.append(values)
        seen += from_this  # a part may say a thing twice; two parts say it once
    number = 0
    for values in rest:
        number += 1
        while line_key(table, number) in kept or line_key(table, number) in rows:
            number += 1
        rows[line_key(table, number)] = values
    return rows


def _values(line: Line) -> dict[str, Any]:
    return {name: entry.value for name, entry in line.items()}


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def _alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return one.keys() == other.keys() and all(_same(one[name], other[name]) for name in one)


def _differing(table: Table, one: Line, other: Line) -> Iterator[str]:
    for column in table.entries:
        mine, theirs = one.get(column.name), other.get(column.name)
        if (mine is None) != (theirs is None) or (mine and theirs and not _same(mine.value, theirs.value)):
            yield column.name


def _against(table: Table, key: str, name: str, one: tuple[Source, Line], other: tuple[Source, Line]) -> str:
    said = [_said(source, line, name) for source, line in (one, other)]
    return f"{table.column(name).title} of {key}: {said[0]}; {said[1]}."


def _said(source: Source, line: Line, name: str) -> str:
    entry = line.get(name)
    if entry is not None:
        return f'{_place(source, entry)} has "{shown(entry.value)}"'
    raw = next(iter(line.values()))
    row = "".join(letter for letter in raw.cell if letter.isdigit())
    return f"{source.file}, {raw.sheet}, row {row} has nothing"


def _place(source: Source, entry: Typed) -> str:
    return f"{source.file}, {entry.sheet}, {entry.cell}"
