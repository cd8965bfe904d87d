"""The open checks of a return on their hidden sheet: what the nth open line of the list is about, in words and as a cell."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from laa_xl.declare.model import Table
from laa_xl.declare.return_form import CHECKS_DATA, RETURN_FORM
from laa_xl.domain.words import Severity
from laa_xl.files.live_places import BLOCK, CHECK, FIRST_CHECK, KIND, MUST_FIX, OFFSET, POSITION, Places

LISTED = 60  # open problems that the Checks sheet has room for
_BLOCKS, _CHECKS = 14, 21  # columns of the two small tables that say what a line of the list is about


def write_catalogue(book: Workbook, sheet: Worksheet, places: Places) -> None:
    """The blocks of the list, and the checks of each: enough to work out what the nth line is about."""
    named = ("block_line", "block_checks", "block_check", "block_sheet", "block_row", "block_table")
    for index, name in enumerate(named):
        _named_column(book, sheet, _BLOCKS + index, name, len(places.blocks))
    tables = [table.name for table in RETURN_FORM.tables()]
    for number, block in enumerate(places.blocks, 1):
        first = (
            0 if block.table.name == "about" else places.position(block.table, 0, block.checks[0].live.column)[0] + 1
        )
        sheet.write_row(number, _BLOCKS, (block.line, len(block.checks), block.check))
        sheet.write_string(number, _BLOCKS + 3, RETURN_FORM.sheet(block.table.name).name)
        sheet.write_row(number, _BLOCKS + 4, (first, tables.index(block.table.name) + 1))
    checks = [(block, check) for block in places.blocks for check in block.checks]
    for index, name in enumerate(("check_column", "check_row", "check_words", "check_rule")):
        _named_column(book, sheet, _CHECKS + index, name, len(checks))
    for number, (block, check) in enumerate(checks, 1):
        row, column = places.position(block.table, 0, check.live.column)
        sheet.write_string(number, _CHECKS, xl_col_to_name(column))
        sheet.write_number(number, _CHECKS + 1, row + 1 if block.table.name == "about" else 0)
        sheet.write_string(number, _CHECKS + 2, check.live.says)
        sheet.write_string(number, _CHECKS + 3, check.rule.code)


def _named_column(book: Workbook, sheet: Worksheet, column: int, name: str, count: int) -> None:
    sheet.write_string(0, column, name)
    letter = xl_col_to_name(column, True)
    book.define_name(name, f"={CHECKS_DATA}!{letter}$2:{letter}${count + 1}")


def write_open_checks(sheet: Worksheet, places: Places) -> None:
    """The first open checks: the line of each, found from the one before, and what follows from it."""
    headings = ("position", "block", "offset", "check", "cell", "row", "words", "kind")
    for index, heading in enumerate(headings):
        sheet.write_string(0, POSITION + index, heading)
    for number in range(LISTED):
        row = FIRST_CHECK + number
        shown = _shown(places, number)
        for column, formula in enumerate(_open_formulas(places, number), POSITION):
            sheet.write_formula(row, column, formula, None, shown[column - POSITION])


def _open_formulas(places: Places, number: int) -> tuple[str, ...]:
    last, row = len(places.lines) + FIRST_CHECK, FIRST_CHECK + number
    at = {column: xl_rowcol_to_cell(row, column) for column in range(POSITION, KIND + 1)}
    before = xl_rowcol_to_cell(row - 1, POSITION)
    first = f'IFERROR(MATCH(1,A$2:A${last},0),"")'
    rest = f"INDEX(A$2:A${last},{before}+1):A${last}"
    position = first if number == 0 else f'IF({before}="","",IFERROR({before}+MATCH(1,{rest},0),""))'
    block = at[BLOCK]
    line = f"({at[POSITION]}-1-INDEX(block_line,{block}))"
    every = f"INDEX(block_checks,{block})"
    # A form has each of its fields in a row of its own; a table has its rows.
    place = f"INDEX(check_row,{at[CHECK]})+IF(INDEX(block_row,{block})=0,0,INDEX(block_row,{block})+{at[OFFSET]})"
    keys = ",".join(_keys(places, table, at) for table in RETURN_FORM.tables())
    return (
        f"={position}",
        _if_open(at, f"MATCH({at[POSITION]}-1,block_line,1)"),
        _if_open(at, f"INT({line}/{every})"),
        _if_open(at, f"INDEX(block_check,{block})+MOD({line},{every})+1"),
        _if_open(at, f'INDEX(block_sheet,{block})&"!"&INDEX(check_column,{at[CHECK]})&({place})'),
        _if_open(at, f"CHOOSE(INDEX(block_table,{block}),{keys})"),
        _if_open(at, f"INDEX(check_words,{at[CHECK]})"),
        _if_open(
            at, f'IF({number + 1}<={places.total(MUST_FIX)},"{Severity.MUST_FIX.spoken}","{Severity.CONFIRM.spoken}")'
        ),
    )


def _if_open(at: dict[int, str], formula: str) -> str:
    return f'=IF({at[POSITION]}="","",{formula})'


def _keys(places: Places, table: Table, at: dict[int, str]) -> str:
    """What the row of an open check is called: its key, and on the form of the Start sheet the field."""
    rows = len(places.content[table.name])
    if table.name == "about":
        return f"INDEX(Start!A1:A99,INDEX(check_row,{at[CHECK]}))"
    if not rows:
        return '""'
    top, end = (places.cell(table, offset, table.key.name) for offset in (0, rows - 1))
    return f'INDEX({top}:{end.split("!")[1]},{at[OFFSET]}+1)&""'


def _shown(places: Places, number: int) -> tuple[Any, ...]:
    """What those formulas show in what is written."""
    spots = places.open_spots
    if number >= len(spots):
        return ("",) * (KIND - POSITION + 1)
    spot = spots[number]
    line = places.lines[spot]
    at = max(n for n, block in enumerate(places.blocks) if block.line <= spot)
    block = places.blocks[at]
    offset, check = divmod(spot - block.line, len(block.checks))
    key = line.name
    cell = places.cell(line.table, line.offset, line.check.live.column)
    words, kind = line.check.live.says, line.check.rule.severity.spoken
    return (spot + 1, at + 1, offset, block.check + check + 1, cell, key, words, kind)
