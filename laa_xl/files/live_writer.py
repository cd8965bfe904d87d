"""The hidden sheets of a return: lists, the parameters of each row, and every live check with whether it is open."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from laa_xl.checks.catalogue import LiveCheck
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
    CLEAN,
    ENTERED,
    FIRST_CHECK,
    MUST_FIX,
    NIL,
    STATES,
    TO_CONFIRM,
    TOTALS,
    Places,
)
from laa_xl.files.open_checks import write_catalogue, write_open_checks

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
        rules = _Rules(sheet, places, table)
        for offset in range(len(places.content[table.name])):
            rules.write(offset)
        states = [name for name in places.rule_columns(table) if name.startswith(STATES)]
        book.define_name(f"states_{table.name}", f"={places.rule_block(table, states[0], states[-1])}")


class _Rules:
    """Writes the rows of a table's block on the rules sheet; what is the same in all of them is worked out once."""

    def __init__(self, sheet: Worksheet, places: Places, table: Table) -> None:
        self.sheet = sheet
        self.places = places
        self.table = table
        self.at = {name: index for index, name in enumerate(places.rule_columns(table))}
        self.clean = [(column, _clean_formula(f"{{{column.name}}}", column)) for column in table.entries]
        self.helpers = [
            (self.at[name], f"=IFERROR(IF({condition(table)},1,0),0)", worked)
            for name, (condition, worked) in helpers(table).items()
        ]

    def write(self, offset: int) -> None:
        """One row."""
        sheet, places, table, at = self.sheet, self.places, self.table, self.at
        live = places.content.live
        row, here = live.rows[table.name][offset], places.rule_tops[table.name] + 1 + offset
        values = parameters(table, row, live.look)
        for name in CHECK_COLUMNS.get(table.name, ()):
            value = values[name]
            if isinstance(value, str):
                sheet.write_string(here, at[name], value)
            else:
                sheet.write_number(here, at[name], Exact(value))
        entered = places.content[table.name][offset]
        for column, formula in self.clean:
            shown = _cleaned(entered.get(column.name), column)
            formula = places.filled(formula, table, offset)
            sheet.write_formula(here, at[f"{CLEAN}{column.name}"], formula, None, shown)
        for index, formula, worked in self.helpers:
            shown_flag = int(worked(row, live.look))
            sheet.write_formula(here, index, places.filled(formula, table, offset), None, shown_flag)
        if "to_do" in at:
            formula = to_do_formula(places, table, offset)
            sheet.write_formula(here, at["to_do"], formula, None, entered["to_do"])
        for column in table.entries:
            formula, state = _state(places, table, offset, column.name)
            sheet.write_formula(here, at[f"{STATES}{column.name}"], formula, None, state)


def _clean_formula(cell: str, column: Column) -> str:
    """An entry as texts are compared; of a figure only that there is one, since a number has more than one text."""
    text = cell
    for odd in ("INDEX(list_odd,1)", "CHAR(9)", "CHAR(10)", "CHAR(13)"):
        text = f'SUBSTITUTE({text},{odd}," ")'
    text = f'TRIM(SUBSTITUTE({text},INDEX(list_odd,2),""))'
    return f'=IF(ISNUMBER({cell}),"n",{text})' if column.kind.counted else f"={text}"


def _cleaned(value: Any, column: Column) -> str:
    """What that formula shows."""
    if value is None or isinstance(value, ErrorValue):
        return "" if value is None else str(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (date, time, int, float)):
        if column.kind.counted:
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
    opened = frozenset(places.open_spots)
    number = 0
    for block in places.blocks:
        formulas = [_check_formula(check, block.table, nil) for check in block.checks]
        for offset in range(len(places.content[block.table.name])):
            for formula in formulas:
                filled_in = places.filled(formula, block.table, offset)
                sheet.write_formula(number + FIRST_CHECK, 0, filled_in, None, int(number in opened))
                number += 1
    _totals(sheet, places)
    write_catalogue(book, sheet, places)
    write_open_checks(sheet, places)


def _check_formula(check: LiveCheck, table: Table, nil: str) -> str:
    """Whether a check is open in a row, whose addresses are still to be filled in."""
    condition = check.live.when
    if check.rule.severity is Severity.CONFIRM and table.name != "about":
        condition = f"AND({condition},{{rule:confirmed}}=0)"
    asked = f"IFERROR(--({condition}),0)"
    return f"={asked}" if check.rule.code == NIL_RETURN else f"=IF({nil},0,{asked})"


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
        rows.append((at, name, f"=SUM({span})", places.count(severity)))
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
