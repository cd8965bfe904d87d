"""Faults of the form itself: sheets, headings, rows, locked cells, and what stands around the tables."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from laa_xl.declare.model import Role
from laa_xl.declare.return_form import HIDDEN_SHEET, RETURN_FORM
from laa_xl.files.cells import Cell, address
from tests.faults.desk import Desk, Tab, on
from tests.faults.kinds import Fault, kind
from tests.faults.kinds_entries import one_of
from tests.faults.places import Given, Spot

SHEETS, HEADINGS, ROWS, AROUND = "sheets", "headings", "rows", "around the tables"
TABLES = tuple(table for table in RETURN_FORM.tables() if table.name != "about")
FIXED = tuple(table for table in TABLES if not table.blank_rows)  # one row for each thing agreed
LISTS = tuple(table for table in TABLES if table.blank_rows)


def sheet_of(table: str) -> str:
    return RETURN_FORM.sheet(table).name


def tab(desk: Desk, table: str) -> Tab:
    return desk.tab(sheet_of(table))


@kind("a sheet deleted", SHEETS, "S01")
def sheet_deleted(given: Given) -> Iterator[Fault]:
    for sheet in RETURN_FORM.sheets:
        yield Fault(given, sheet.name, (lambda desk, name=sheet.name: desk.remove(name),))


@kind("a sheet hidden", SHEETS, "S02")
def sheet_hidden(given: Given) -> Iterator[Fault]:
    for number, sheet in enumerate(RETURN_FORM.sheets):
        state = ("hidden", "veryHidden")[number % 2]
        yield Fault(given, sheet.name, (lambda desk, n=sheet.name, s=state: setattr(desk.tab(n), "state", s),))


@kind("a tab renamed", SHEETS, "S03")
def tab_renamed(given: Given) -> Iterator[Fault]:
    for sheet in RETURN_FORM.sheets:
        for name in (f"{sheet.name} Q2 final", "Our own", f"Copy of {sheet.name}"):
            yield Fault(given, name, (lambda desk, old=sheet.name, new=name: setattr(desk.tab(old), "name", new),))


@kind("a sheet of one's own", SHEETS, "S15")
def own_sheet(given: Given) -> Iterator[Fault]:
    for name in ("Workings", "Sheet1", "Data 2008", "Ward figures"):
        rows = {0: {0: "Ward", 1: "Cases"}, 1: {0: "North", 1: 12}}
        yield Fault(given, name, (lambda desk, name=name, rows=rows: desk.add(name, rows),))


@kind("a copy of a sheet beside it", SHEETS, "S15")
def copied_sheet(given: Given) -> Iterator[Fault]:
    for sheet in RETURN_FORM.sheets:
        name = f"{sheet.name} (2)"
        yield Fault(given, name, (lambda desk, old=sheet.name, new=name: desk.add(new, desk.tab(old).rows),))


def emptied(desk: Desk, given: Given, table: str) -> None:
    """Clear every entry of a sheet."""
    for spot in given.spots(table):
        spot.put(desk, None)


@kind("a copy filled in, and the sheet left empty", SHEETS, "S16")
def copy_filled(given: Given) -> Iterator[Fault]:
    for table in RETURN_FORM.tables():
        name = sheet_of(table.name)

        def edit(desk: Desk, name: str = name, table: str = table.name) -> None:
            desk.add(f"{name} (2)", desk.tab(name).rows)
            emptied(desk, given, table)

        if given.clean.entries.get(table.name):
            yield Fault(given, f"{name} (2)", (edit,))


@kind("two copies, and neither has the sheet's name", SHEETS, "S16")
def two_copies(given: Given) -> Iterator[Fault]:
    for table in TABLES:
        name = sheet_of(table.name)

        def edit(desk: Desk, name: str = name, table: str = table.name) -> None:
            desk.add(f"{name} new", desk.tab(name).rows)
            emptied(desk, given, table)
            column = RETURN_FORM.table(table).position("confirm")
            desk.tab(name).put(given.row(table, given.keys(table)[0]), column, "As agreed on the telephone.")
            desk.tab(name).name = f"{name} old"

        if given.clean.entries.get(table.name):
            yield Fault(given, f"{name} new", (edit,))


@kind("comments or notes on cells", SHEETS, "S14")
def comments(given: Given) -> Iterator[Fault]:
    for number, sheet in enumerate(RETURN_FORM.sheets, 1):
        yield Fault(given, sheet.name, (lambda desk, n=sheet.name, k=number: desk.tab(n).more.update(comments=k),))


@kind("the row of headings deleted", HEADINGS, "S04")
def headings_deleted(given: Given) -> Iterator[Fault]:
    for table in TABLES:
        head = given.head(table.name)
        yield Fault(given, sheet_of(table.name), (lambda desk, t=table.name, h=head: tab(desk, t).delete_row(h),))


def read_columns(given: Given) -> Iterator[Spot]:
    """The columns that are read or compared, at a row of which the table has at least one."""
    for table in TABLES:
        keys = given.keys(table.name)
        for column in table.columns:
            if keys and column.role is not Role.COMPUTED:
                yield Spot(given, table, keys[0], column)


def heading_of(spot: Spot) -> tuple[str, int, int]:
    return spot.sheet, spot.given.head(spot.table.name), spot.at[1]


@kind("a heading typed over", HEADINGS, "S05")
def heading_over(given: Given) -> Iterator[Fault]:
    for spot in read_columns(given):
        sheet, row, column = heading_of(spot)
        words = one_of("Ours", "Q2", "Figure 2008")(spot)
        yield Fault(given, f"{sheet}!{address(row, column)}", (on(sheet, "put", row, column, words),))


@kind("a heading cleared", HEADINGS, "S05")
def heading_cleared(given: Given) -> Iterator[Fault]:
    for spot in read_columns(given):
        sheet, row, column = heading_of(spot)
        yield Fault(given, sheet, (lambda desk, s=sheet, r=row, c=column: desk.tab(s).put(r, c, None),))


@kind("a column deleted", HEADINGS, "S05")
def column_deleted(given: Given) -> Iterator[Fault]:
    for spot in read_columns(given):
        if spot.at[1]:  # with the first column of a sheet its title goes too
            yield Fault(given, spot.sheet, (lambda desk, s=spot.sheet, c=spot.at[1]: desk.tab(s).delete_column(c),))


@kind("a line of the Start sheet deleted", HEADINGS, "S05")
def line_deleted(given: Given) -> Iterator[Fault]:
    for spot in given.spots("about", empty=True):
        yield Fault(given, "Start", (lambda desk, row=spot.at[0]: desk.tab("Start").delete_row(row),))


@kind("a column moved", HEADINGS, "S06")
def column_moved(given: Given) -> Iterator[Fault]:
    for spot in read_columns(given):
        sheet, head, column = heading_of(spot)
        width = len(spot.table.columns)
        to = column + 4 if column + 4 < width - 1 else column - 4
        yield Fault(given, f"{sheet}!{address(head, to)}", (on(sheet, "move_column", column, to, head),))


@kind("a heading that stands twice", HEADINGS, "S11")
def heading_twice(given: Given) -> Iterator[Fault]:
    for spot in read_columns(given):
        sheet, head, _ = heading_of(spot)
        beside = len(spot.table.columns) + 1
        words = f" {spot.column.title.upper()} "
        yield Fault(given, f"{sheet}!{address(head, beside)}", (on(sheet, "put", head, beside, words),))


def fixed_rows(given: Given) -> Iterator[Spot]:
    """The cells of the codes of indicators and of lines of money."""
    for table in FIXED:
        for key in given.keys(table.name):
            yield Spot(given, table, key, table.key)


@kind("a code typed over", ROWS, "S07")
def code_over(given: Given) -> Iterator[Fault]:
    for spot in fixed_rows(given):
        yield Fault(given, spot.place, (lambda desk, spot=spot: spot.put(desk, one_of("NI999", "x", "12")(spot)),))


@kind("a code taken away", ROWS, "S07")
def code_gone(given: Given) -> Iterator[Fault]:
    for spot in fixed_rows(given):
        yield Fault(given, spot.place, (lambda desk, spot=spot: spot.put(desk, None),))


@kind("a row of one's own", ROWS, "S07")
def own_row(given: Given) -> Iterator[Fault]:
    for spot in fixed_rows(given):
        below = given.below(spot.table.name)

        def edit(desk: Desk, spot: Spot = spot, below: int = below) -> None:
            line = dict(tab(desk, spot.table.name).rows[spot.at[0]])
            tab(desk, spot.table.name).insert_row(below, {**line, 0: Cell("NEW1"), 1: Cell("Something new")})

        yield Fault(given, f"{spot.sheet}!{address(below, 0)}", (edit,))


@kind("a row deleted", ROWS, "S08")
def row_deleted(given: Given) -> Iterator[Fault]:
    for spot in fixed_rows(given):
        yield Fault(given, spot.sheet, (lambda desk, spot=spot: tab(desk, spot.table.name).delete_row(spot.at[0]),))


@kind("a row copied", ROWS, "S09")
def row_copied(given: Given) -> Iterator[Fault]:
    for spot in fixed_rows(given):
        below = given.below(spot.table.name)

        def edit(desk: Desk, spot: Spot = spot, below: int = below) -> None:
            rows = tab(desk, spot.table.name)
            rows.insert_row(below, dict(rows.rows[spot.at[0]]))

        yield Fault(given, f"{spot.sheet}!{address(below, 0)}", (edit,))


@kind("another row's code typed over", ROWS, "S09")
def code_of_another(given: Given) -> Iterator[Fault]:
    for table in FIXED:
        keys = given.keys(table.name)
        for one, other in pairwise(keys):
            spot = Spot(given, table, one, table.key)
            yield Fault(given, spot.place, (lambda desk, spot=spot, other=other: spot.put(desk, other),))


def locked(given: Given) -> Iterator[Spot]:
    """The cells that are printed and that nobody fills."""
    for table in TABLES:
        for key in given.keys(table.name):
            for column in table.columns:
                if column.role is Role.LOCKED:
                    yield Spot(given, table, key, column)


@kind("a locked cell changed", ROWS, "S10")
def locked_changed(given: Given) -> Iterator[Fault]:
    for spot in locked(given):
        if begun(spot):
            yield Fault(given, spot.place, (lambda desk, spot=spot: spot.put(desk, one_of("Ours", 77.5)(spot)),))


@kind("a locked cell cleared", ROWS, "S10")
def locked_cleared(given: Given) -> Iterator[Fault]:
    for spot in locked(given):
        if begun(spot) and spot.printed not in (None, ""):
            yield Fault(given, spot.place, (lambda desk, spot=spot: spot.put(desk, None),))


@kind("a locked cell that shows an error", ROWS, "S10")
def locked_error(given: Given) -> Iterator[Fault]:
    for spot in locked(given):
        if begun(spot):
            yield Fault(given, spot.place, (lambda desk, spot=spot: spot.put(desk, Cell(None, True, "#REF!")),))


def begun(spot: Spot) -> bool:
    """A row that is read: each of what was agreed, and of a list what was begun."""
    return not spot.table.blank_rows or bool(spot.entered)


def notes(given: Given) -> Iterator[tuple[str, int, int]]:
    for table in TABLES:
        width, below = len(table.columns), given.below(table.name)
        yield sheet_of(table.name), given.head(table.name) + 2, width + 2
        yield sheet_of(table.name), below + 2, 3
        yield sheet_of(table.name), 1, 5
    yield "Start", 45, 1
    yield "Start", given.row("about", "organisation"), 5


@kind("a note beside, below or above a table", AROUND, "S12")
def note(given: Given) -> Iterator[Fault]:
    for number, (sheet, row, column) in enumerate(notes(given)):
        words = ("Ring me", "Figures from the police", 12.5)[number % 3]
        yield Fault(given, f"{sheet}!{address(row, column)}", (on(sheet, "put", row, column, words),))


@kind("a sum below a table", AROUND, "S12")
def sum_below(given: Given) -> Iterator[Fault]:
    for table in FIXED:
        row = given.below(table.name)
        for column in table.entries:
            if column.kind.numeric:
                place = row, table.position(column.name)
                edit = on(sheet_of(table.name), "put", *place, Cell(1234.5, True))
                yield Fault(given, f"{sheet_of(table.name)}!{address(*place)}", (edit,))


def neighbours(given: Given) -> Iterator[tuple[Spot, Spot]]:
    """An entry, and the one below it or beside it that a merged cell takes with it."""
    for spot in given.spots():
        rows = list(given.keys(spot.table.name)) if spot.table.name != "about" else []
        at = spot.table.entries.index(spot.column)
        below = rows[rows.index(spot.key) + 1 :][:1] if rows else []
        if below:
            other = Spot(given, spot.table, below[0], spot.column)
            if not spot.table.blank_rows or other.entered:
                yield spot, other
        if rows and spot.table.entries[at + 1 : at + 2]:
            other = spot.beside(spot.table.entries[at + 1].name)
            if other.at[1] == spot.at[1] + 1:
                yield spot, other


@kind("cells merged over several entries", AROUND, "S17")
def merged(given: Given) -> Iterator[Fault]:
    for spot, other in neighbours(given):

        def edit(desk: Desk, spot: Spot = spot, other: Spot = other) -> None:
            other.put(desk, None)
            desk.tab(spot.sheet).more["merged"] = ((*spot.at, *other.at),)

        yield Fault(given, spot.place, (edit,))


@kind("an entry taken from another workbook", AROUND, "S18")
def linked(given: Given) -> Iterator[Fault]:
    for spot in given.spots():

        def edit(desk: Desk, spot: Spot = spot) -> None:
            sheet = desk.tab(spot.sheet)
            cell = sheet.get(*spot.at)
            assert cell is not None
            sheet.put(*spot.at, cell._replace(formula=True))
            sheet.more["linked"] = frozenset({spot.at})

        yield Fault(given, spot.place, (edit,))


WRONG: dict[str, Any] = {
    "variance": 98765,
    "variance_pct": 9.5,
    "performance": "fine",
    "forecast_mark": "fine",
    "rag": "Blue",
    "spent_pct": 7.5,
    "to_do": "See the annex",
    "trend": "rising",
}


@kind("a cell that works itself out typed over", AROUND, "S13")
def typed_over(given: Given) -> Iterator[Fault]:
    for table in TABLES:
        for key in given.keys(table.name):
            for column in table.columns:
                spot = Spot(given, table, key, column)
                if column.role is Role.COMPUTED and column.name in WRONG and begun(spot):
                    value = WRONG[column.name]
                    yield Fault(given, spot.place, (lambda desk, spot=spot, value=value: spot.put(desk, value),))


@kind("the hidden sheet gone", "which return", "W01")
def hidden_gone(given: Given) -> Iterator[Fault]:
    yield Fault(given, "", (lambda desk: desk.remove(HIDDEN_SHEET),))


def lines(given: Given, name: str, *values: str) -> Iterator[Fault]:
    """Other words on a line of the hidden sheet."""
    for value in values:

        def edit(desk: Desk, value: str = value) -> None:
            for line in desk.tab(HIDDEN_SHEET).rows.values():
                if line[0].value == name:
                    line[1] = line[1]._replace(value=value)

        yield Fault(given, "", (edit,))


@kind("an older template", "which return", "W05")
def older(given: Given) -> Iterator[Fault]:
    return lines(given, "format", "1", "0")


@kind("a newer template", "which return", "W06")
def newer(given: Given) -> Iterator[Fault]:
    return lines(given, "format", "3", "12")


@kind("the hidden sheet changed", "which return", "W07")
def hidden_changed(given: Given) -> Iterator[Fault]:
    yield from lines(given, "digest", "0" * 64)
    yield from lines(given, "period", "2011-Q1", "")
    yield from lines(given, "theme", "NOBODY")
    yield from lines(given, "format", "two")
    text = given.clean.spec.text()
    yield from lines(given, "specification 1", text[: len(text) // 2], text.replace('"theme":"', '"theme":"X', 1))
