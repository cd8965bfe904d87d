"""What people and programs do to a return without changing what it says: nothing is found, and it reads as before."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from laa_xl.declare.model import Role
from laa_xl.declare.return_form import HIDDEN_SHEETS, RETURN_FORM
from laa_xl.files.cells import Cell
from tests.faults.desk import Desk, Edit, on
from tests.faults.kinds import RECOVERED, Fault, kind, typed
from tests.faults.kinds_entries import chosen, words
from tests.faults.kinds_structure import LISTS, TABLES, fixed_rows, locked, read_columns, sheet_of, tab
from tests.faults.places import Given, Spot

HARMLESS = "harmless"


def harmless(name: str) -> Callable[[Callable[[Given], Iterator[Edit]]], object]:
    """Declare a kind of change that has to change nothing."""

    def declare(edits: Callable[[Given], Iterator[Edit]]) -> object:
        def faults(given: Given) -> Iterator[Fault]:
            return (Fault(given, "", (edit,)) for edit in edits(given))

        return kind(name, HARMLESS, RECOVERED)(faults)

    return declare


@harmless("rows inserted above a table")
def rows_above(given: Given) -> Iterator[Edit]:
    for table in RETURN_FORM.tables():
        yield lambda desk, t=table.name: tab(desk, t).insert_row(0)
        yield on(sheet_of(table.name), "insert_row", given.head(table.name))


@harmless("an empty row inserted in a table")
def rows_within(given: Given) -> Iterator[Edit]:
    for spot in fixed_rows(given):
        yield lambda desk, spot=spot: tab(desk, spot.table.name).insert_row(spot.at[0])
    for table in LISTS:
        yield on(sheet_of(table.name), "insert_row", given.head(table.name) + 2)


@harmless("an empty line of a list deleted")
def line_deleted(given: Given) -> Iterator[Edit]:
    for table in LISTS:
        entered = given.clean.entries.get(table.name, {})
        empty = [key for key in given.keys(table.name) if key not in entered]
        for key in empty[-3:]:
            yield on(sheet_of(table.name), "delete_row", given.row(table.name, key))


@harmless("a column inserted in a table")
def column_inserted(given: Given) -> Iterator[Edit]:
    for table in TABLES:
        for at in (1, 3, 6):
            yield lambda desk, t=table.name, at=at: tab(desk, t).insert_column(at)


@harmless("rows sorted another way")
def rows_sorted(given: Given) -> Iterator[Edit]:
    for table in TABLES:
        rows = [given.row(table.name, key) for key in given.keys(table.name)]

        def edit(desk: Desk, name: str = table.name, rows: list[int] = rows) -> None:
            sheet = tab(desk, name)
            sheet.rows |= dict(zip(rows, [sheet.rows[row] for row in reversed(rows)], strict=True))

        if len(rows) > 1:
            yield edit


@harmless("rows and columns hidden or filtered away")
def hidden(given: Given) -> Iterator[Edit]:
    for table in TABLES:
        rows = frozenset(given.row(table.name, key) for key in given.keys(table.name)[::2])
        columns = frozenset(range(2, len(table.columns), 3))
        yield lambda desk, t=table.name, r=rows, c=columns: tab(desk, t).more.update(hidden_rows=r, hidden_columns=c)


@harmless("tabs in another order")
def tabs_moved(given: Given) -> Iterator[Edit]:
    yield lambda desk: desk.tabs.reverse()
    yield lambda desk: desk.tabs.insert(0, desk.tabs.pop(4))


@harmless("a tab in other letters")
def tab_in_capitals(given: Given) -> Iterator[Edit]:
    for sheet in RETURN_FORM.sheets:
        for name in (sheet.name.upper(), f" {sheet.name.lower()} ", f"{sheet.name}\u00a0"):
            yield lambda desk, old=sheet.name, new=name: setattr(desk.tab(old), "name", new)


@harmless("hidden sheets shown, or hidden less well")
def shown(given: Given) -> Iterator[Edit]:
    for state in ("visible", "hidden"):
        for names in (HIDDEN_SHEETS, HIDDEN_SHEETS[-1:]):

            def edit(desk: Desk, state: str = state, names: tuple[str, ...] = names) -> None:
                for name in names:
                    desk.tab(name).state = state

            yield edit


@harmless("the names that Numbers gives to tabs")
def numbers(given: Given) -> Iterator[Edit]:
    def edit(desk: Desk) -> None:
        for sheet in desk.tabs:
            sheet.name, sheet.state = f"{sheet.name} - Table 1", "visible"
        desk.tabs.insert(0, desk.add("Export Summary", {0: {0: "This document was exported from Numbers."}}))
        desk.tabs.pop()

    yield edit


@harmless("the hidden sheet under another name")
def hidden_renamed(given: Given) -> Iterator[Edit]:
    yield lambda desk: setattr(desk.tab(HIDDEN_SHEETS[-1]), "name", "laa")


@harmless("a heading in other letters and spaces")
def heading_respelled(given: Given) -> Iterator[Edit]:
    for spot in read_columns(given):
        title = spot.column.title
        for text in (title.upper(), title.replace(" ", "\n"), f"\u00a0{title} ", title.replace("-", "\u2011")):
            place = given.head(spot.table.name), spot.at[1]
            yield lambda desk, s=spot.sheet, p=place, w=text: desk.tab(s).put(*p, w)


@harmless("a code in other letters and spaces")
def code_respelled(given: Given) -> Iterator[Edit]:
    for spot in fixed_rows(given):
        for text in (f" {spot.key.lower()}\u00a0", f"\u200b{spot.key}", spot.key.title()):
            yield lambda desk, spot=spot, text=text: spot.put(desk, text)


@harmless("the headings repeated further down")
def headings_again(given: Given) -> Iterator[Edit]:
    for table in TABLES:
        for at in (given.below(table.name), given.head(table.name) + 2):

            def edit(desk: Desk, name: str = table.name, at: int = at) -> None:
                sheet = tab(desk, name)
                sheet.insert_row(at, dict(sheet.rows[given.head(name)]))

            yield edit


@harmless("a locked text with other quotation marks, dashes and spaces")
def locked_respelled(given: Given) -> Iterator[Edit]:
    marks = str.maketrans({"'": "\u2019", "-": "\u2013", " ": "\u00a0"})
    for spot in locked(given):
        if isinstance(spot.printed, str) and spot.printed.translate(marks) != spot.printed:
            yield on(spot.sheet, "put", *spot.at, spot.printed.translate(marks))


@harmless("an entry that is a formula with its result")
def formulas(given: Given) -> Iterator[Edit]:
    for spot in given.spots():
        yield lambda desk, spot=spot: spot.put(desk, found(desk, spot)._replace(formula=True))


@harmless("a formula that gives nothing, or a space, where nothing was entered")
def empty_texts(given: Given) -> Iterator[Edit]:
    for number, spot in enumerate(given.spots(empty=True)):
        if spot.value is None:
            cell = (Cell("", True), Cell(" "), Cell("\u00a0"), Cell("\u200b"), Cell("\n"))[number % 5]
            yield lambda desk, spot=spot, cell=cell: spot.put(desk, cell)


def found(desk: Desk, spot: Spot) -> Cell:
    cell = desk.tab(spot.sheet).get(*spot.at)
    assert cell is not None
    return cell


def fancy(spot: Spot) -> str:
    """The same choice in small letters, with spaces from the web around and between."""
    return "\u200b " + str(spot.value).lower().replace(" ", "\u00a0") + "\u00a0"


def wide(spot: Spot) -> str:
    """The same choice in the wide letters of an East Asian keyboard."""
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in str(spot.value))


typed("a choice in other letters and spaces", HARMLESS, RECOVERED, chosen, fancy)
typed("a choice in full-width letters", HARMLESS, RECOVERED, chosen, wide)
typed("words with spaces around them", HARMLESS, RECOVERED, words, lambda spot: f"\u00a0 {spot.value}\u200b \n")


@harmless("a formula of ours pasted as its value")
def pasted(given: Given) -> Iterator[Edit]:
    for table in TABLES:
        computed = [column.name for column in table.columns if column.role is Role.COMPUTED and column.formula]
        for key in given.keys(table.name):
            spots = [Spot(given, table, key, table.column(name)) for name in computed]

            def edit(desk: Desk, spots: list[Spot] = spots) -> None:
                for spot in spots:
                    cell = desk.tab(spot.sheet).get(*spot.at)
                    spot.put(desk, None if cell is None or cell.value == "" else cell._replace(formula=False))

            yield edit


@harmless("what works itself out was never calculated")
def never_calculated(given: Given) -> Iterator[Edit]:
    def edit(desk: Desk) -> None:
        for sheet in desk.tabs:
            for line in sheet.rows.values():
                line |= {index: Cell(None, True, None, True) for index, cell in line.items() if cell.formula}

    yield edit
