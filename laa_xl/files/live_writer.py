"""The hidden sheets of a return: lists, the parameters of each row, and every live check with whether it is open."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from laa_xl.checks.live_values import CHECK_COLUMNS, COMMENTARY, helpers, is_carried, parameters
from laa_xl.checks.registry import NIL_RETURN
from laa_xl.checks.required import has_own_entry
from laa_xl.declare.excel import all_of, blank, filled, flag, listed, negated
from laa_xl.declare.lists import ODD, lists
from laa_xl.declare.live_formulas import COMPLETE, NOTHING_NEEDED
from laa_xl.declare.model import Column, Kind, Table
from laa_xl.declare.return_form import CHECKS_DATA, LISTS_SHEET, RETURN_FORM
from laa_xl.domain.returns import ErrorValue
from laa_xl.domain.words import Severity
from laa_xl.files.formats import Exact
from laa_xl.files.live_places import (
    BLOCK,
    CHECK,
    CLEAN,
    ENTERED,
    FIRST_CHECK,
    KIND,
    MUST_FIX,
    NIL,
    OFFSET,
    POSITION,
    STATES,
    TO_CONFIRM,
    TOTALS,
    Places,
)

LISTED = 60  # open problems that the Checks sheet has room for
MISSING, INVALID, DOUBTED, KEPT = 1, 2, 3, 4  # how an entry stands, on the rules sheet


def write_lists(book: Workbook, sheet: Worksheet, places: Places) -> None:
    """Every list under a name of its own."""
    for column, (name, entries) in enumerate(lists(places.content.live.look.spec).items()):
        sheet.write_string(0, column, name)
        for row, entry in enumerate(entries, 1):
            sheet.write_string(row, column, entry)
        letter = xl_col_to_name(column, True)
        book.define_name(f"list_{name}", f"={LISTS_SHEET}!{letter}$2:{letter}${len(entries) + 1}")


def write_rules(book: Workbook, sheet: Worksheet, places: Places) -> None:
    """A block for each table: parameters, cleaned entries, helpers, what is to be done, and how each entry stands."""
    for name, span in places.spans():
        book.define_name(name, f"={span}")
    for table in RETURN_FORM.tables():
        top = places.rule_tops[table.name]
        for index, name in enumerate(places.rule_columns(table)):
            sheet.write_string(top, index, name)
        for offset in range(len(places.content[table.name])):
            _rules_of_a_row(sheet, places, table, offset)
        states = [name for name in places.rule_columns(table) if name.startswith(STATES)]
        book.define_name(f"states_{table.name}", f"={places.rule_block(table, states[0], states[-1])}")


def _rules_of_a_row(sheet: Worksheet, places: Places, table: Table, offset: int) -> None:
    live = places.content.live
    row, at = live.rows[table.name][offset], places.rule_tops[table.name] + 1 + offset
    names = places.rule_columns(table)
    values = parameters(table, row, live.look)
    for name in CHECK_COLUMNS.get(table.name, ()):
        value = values[name]
        if isinstance(value, str):
            sheet.write_string(at, names.index(name), value)
        else:
            sheet.write_number(at, names.index(name), Exact(value))
    for column in table.entries:
        cell = places.entry(table, offset, column.name)
        shown = _cleaned(places.content[table.name][offset].get(column.name), column)
        sheet.write_formula(at, names.index(f"{CLEAN}{column.name}"), _clean_formula(cell, column), None, shown)
    for name, (condition, worked) in helpers(table).items():
        formula = f"=IFERROR(IF({condition(table)},1,0),0)"
        sheet.write_formula(
            at, names.index(name), places.filled(formula, table, offset), None, int(worked(row, live.look))
        )
    if "to_do" in names:
        sheet.write_formula(
            at, names.index("to_do"), to_do_formula(places, table, offset), None, live.to_do(table, row)
        )
    for column in table.entries:
        formula, state = _state(places, table, offset, column.name)
        sheet.write_formula(at, names.index(f"{STATES}{column.name}"), formula, None, state)


def _clean_formula(cell: str, column: Column) -> str:
    """An entry as texts are compared; of a figure only that there is one, since a number has more than one text."""
    text = cell
    for odd in ("INDEX(list_odd,1)", "CHAR(9)", "CHAR(10)", "CHAR(13)"):
        text = f'SUBSTITUTE({text},{odd}," ")'
    text = f'TRIM(SUBSTITUTE({text},INDEX(list_odd,2),""))'
    return f'=IF(ISNUMBER({cell}),"n",{text})' if _is_figure(column) else f"={text}"


def _is_figure(column: Column) -> bool:
    return column.kind.numeric or column.kind is Kind.DATE


def _cleaned(value: Any, column: Column) -> str:
    """What that formula shows."""
    if value is None or isinstance(value, ErrorValue):
        return "" if value is None else str(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (date, time, int, float)):
        if _is_figure(column):
            return "n"
        return str(int(value)) if isinstance(value, (int, float)) and value == int(value) else str(value)
    text = str(value).replace(ODD[1], "")
    for odd in (ODD[0], "\t", "\n", "\r"):
        text = text.replace(odd, " ")
    return " ".join(part for part in text.split(" ") if part)


def _state(places: Places, table: Table, offset: int, column: str) -> tuple[str, int]:
    """How an entry stands: missing, not usable as it is, to be confirmed, or nothing to say."""
    groups: dict[int, list[str]] = {MISSING: [], INVALID: [], DOUBTED: []}
    states = [0]
    for line, cell in places.marks_of(table, offset, column):
        must = line.check.rule.severity is Severity.MUST_FIX
        kind = DOUBTED if not must else MISSING if line.check.rule.code in _MISSING else INVALID
        groups[kind].append(cell)
        if places.is_open(line):
            states.append(kind)
    formula = "0"
    if table.name == "indicators" and column in COMMENTARY:
        kept = f"{{{column}}}" if table.column(column).kind is Kind.DATE else f"{{clean:{column}}}"
        same = all_of(filled(column), f"{kept}={{rule:carried_{column}}}")
        formula = f"IFERROR(IF({places.filled(same, table, offset)},{KEPT},0),0)"
        row, live = places.content.live.rows[table.name][offset], places.content.live
        if len(states) == 1 and is_carried(row, column, live.look):
            states.append(KEPT)
    for kind in (DOUBTED, INVALID, MISSING):
        if groups[kind]:
            formula = f"IF({'+'.join(groups[kind])}>0,{kind},{formula})"
    return f"={formula}", min(state for state in states if state or len(states) == 1)


# The rules that ask for a cell that is blank; B06, B13, B14 and B15 ask for another entry.
_MISSING = {f"B{number:02d}" for number in (1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12)}


def to_do_formula(places: Places, table: Table, offset: int, column: str = "") -> str:
    """The first open check of a row in words; else that it is complete, or nothing."""
    if table.name == "indicators":
        empty = places.filled(all_of(blank("actual"), blank("status")), table, offset)
        idle = f"OR({places.total(NIL)}=1,IFERROR({empty},FALSE))"
        done = f'IF({idle},"{NOTHING_NEEDED}","{COMPLETE}")'
    else:
        empty = negated(flag("started")) if not column else blank(column)
        done = f'IF(OR({places.total(NIL)}=1,IFERROR({places.filled(empty, table, offset)},FALSE)),"","{COMPLETE}")'
    for severity in (Severity.CONFIRM, Severity.MUST_FIX):
        block = places.block(table, severity)
        numbers = [n for n, c in enumerate(block.checks) if column in ("", c.live.column)] if block else []
        if block is None or not numbers:
            continue
        top = block.line + offset * len(block.checks) + FIRST_CHECK + 1
        span = f"{CHECKS_DATA}!A{top + numbers[0]}:A{top + numbers[-1]}"
        words = f"INDEX(check_words,{block.check + numbers[0]}+MATCH(1,{span},0))"
        done = f"IF(SUM({span})>0,{words},{done})"
    return f"={done}"


def write_checks(book: Workbook, sheet: Worksheet, places: Places) -> None:
    """A line for each check of each row, 1 where it is open; beside them the totals and what the open ones are."""
    sheet.write_string(0, 0, "open")
    nil = places.total(NIL).split("!")[1]
    for number, line in enumerate(places.lines):
        condition = places.filled(line.check.live.when, line.table, line.offset)
        if line.check.rule.severity is Severity.CONFIRM and line.table.name != "about":
            condition = f"AND({condition},{places.rule(line.table, line.offset, 'confirmed')}=0)"
        asked = f"IFERROR(--({condition}),0)"
        formula = f"={asked}" if line.check.rule.code == NIL_RETURN else f"=IF({nil},0,{asked})"
        sheet.write_formula(number + FIRST_CHECK, 0, formula, None, int(places.is_open(line)))
    _totals(sheet, places)
    _catalogue(book, sheet, places)
    _open_ones(sheet, places)


def _totals(sheet: Worksheet, places: Places) -> None:
    live, about = places.content.live, RETURN_FORM.table("about")
    nil = places.filled(f"IFERROR(--({listed('nil', 'about_nil')}),0)", about, 0)
    rows: list[tuple[int, str, str, Any]] = [
        (NIL, "nil", f"={nil}", int(live.nil)),
        (ENTERED, "entered", f"={_entered_formula(places)}", _entered(places)),
    ]
    for at, name, severity in ((MUST_FIX, "must fix", Severity.MUST_FIX), (TO_CONFIRM, "to confirm", Severity.CONFIRM)):
        numbers = [n for n, line in enumerate(places.lines) if line.check.rule.severity is severity]
        span = f"A{numbers[0] + FIRST_CHECK + 1}:A{numbers[-1] + FIRST_CHECK + 1}"
        rows.append((at, name, f"=SUM({span})", live.count(severity)))
    for at, name, formula, value in rows:
        sheet.write_string(at, TOTALS - 1, name)
        sheet.write_formula(at, TOTALS, formula, None, value)


def _entered_formula(places: Places) -> str:
    """How many rows hold an entry beside those of the Start sheet, and beside what was carried forward."""
    tables = [t for t in RETURN_FORM.tables() if t.name != "about" and places.content[t.name]]
    return "+".join(f"SUM({places.rule_block(table, 'own', 'own')})" for table in tables)


def _entered(places: Places) -> int:
    live = places.content.live
    return sum(has_own_entry(row, live.look) for table in RETURN_FORM.tables() for row in live.rows[table.name])


_BLOCKS, _CHECKS = 14, 21  # columns of the two small tables that say what a line of the list is about


def _catalogue(book: Workbook, sheet: Worksheet, places: Places) -> None:
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


def _open_ones(sheet: Worksheet, places: Places) -> None:
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
