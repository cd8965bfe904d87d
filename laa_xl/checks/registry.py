"""One place for a rule: its code, severity, wording, meaning, example, and the function that looks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Protocol

from laa_xl.checks.look import Look
from laa_xl.declare.model import Column, Table
from laa_xl.declare.return_form import RETURN_FORM
from laa_xl.domain.findings import Finding
from laa_xl.domain.numbers import plain
from laa_xl.domain.returns import Row
from laa_xl.domain.words import Severity


@dataclass(frozen=True, slots=True)
class Live:
    """How a template asks for a rule itself, while somebody types: a condition in Excel (declare.excel) about one column,
    and the few words that "What to do" shows. ``also``: rules that the template cannot tell apart from this one.
    """

    table: str
    column: str
    when: str
    says: str
    also: tuple[str, ...] = ()


class Beyond(StrEnum):
    """Why no template asks for a rule itself, in words for docs/rules.md."""

    FORMAT = "formulas without a result, and the format of a cell, which no formula can ask for"
    WORDS = "what words say, which a formula would have to guess"
    HISTORY = "figures of earlier quarters that a template does not hold against each other"
    TOGETHER = "several figures, rows or sheets held against each other, which would be asked too early while one types"
    PROGRAMME = "what only the programme knows: earlier and other returns, and an agreement that has moved on"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. In ``says`` these stand for what the finding is about: {entered}, {column}, {cell}, {sheet},
    {row}, {at_NAME} (the cell of another column of the row) and the words that the rule's function gives."""

    code: str
    severity: Severity
    says: str
    meaning: str
    example: str
    refuses: bool = False
    live: tuple[Live, ...] = ()
    beyond: Beyond | None = None
    waivable: bool = (
        True  # whether officers may waive it: not where something was left unread, or what it is is not certain
    )


@dataclass(frozen=True, slots=True)
class Where:
    """What a check function yields: the column it is about and the words for the message.

    ``also``: other cells of the same sheet that the finding is about.
    """

    column: str
    words: dict[str, str] = field(default_factory=dict)
    row: Row | None = None  # where the function looks at a whole table or return
    also: tuple[str, ...] = ()


class Check(Protocol):
    """A check of one row: yields where it fires."""

    def __call__(self, row: Row, look: Look, /) -> Iterable[Where]:
        """The places of a row at which the rule fires."""


RULES: dict[str, Rule] = {}
# The sheets' protection forbids formats and merging, and locks a cell that was pasted with its look: this lifts it.
UNPROTECT = "Choose Review, Unprotect Sheet (it asks for no password)"
NIL_RETURN = "B15"  # the one check of a nil return
_ROW_CHECKS: list[tuple[Rule, str, Check]] = []
_WHOLE_CHECKS: list[tuple[Rule, Callable[[Look], Iterable[Where]]]] = []


def rule(
    code: str,
    severity: Severity,
    says: str,
    *,
    meaning: str,
    example: str,
    refuses: bool = False,
    live: Iterable[Live] = (),
    beyond: Beyond | None = None,
    waivable: bool = True,
) -> Rule:
    """Declare a rule that is raised elsewhere (by reading); each code stands for one rule. No waiver makes a file usable."""
    if code in RULES:
        raise ValueError(f"two rules are called {code}")
    RULES[code] = Rule(code, severity, says, meaning, example, refuses, tuple(live), beyond, waivable and not refuses)
    return RULES[code]


def live_columns(
    chosen: Callable[[Table, Column], bool],
    when: Callable[[Table, Column], str],
    says: str,
    also: tuple[str, ...] = (),
) -> Iterator[Live]:
    """A live check for every entry column of the form that is chosen; {column} in the words is its heading."""
    for table in RETURN_FORM.tables():
        for column in table.entries:
            if chosen(table, column):
                words = says.replace("{column}", column.title)
                yield Live(table.name, column.name, when(table, column), words, also)


def row_check(
    table: str,
    code: str,
    severity: Severity,
    says: str,
    *,
    meaning: str,
    example: str,
    live: Iterable[Live] = (),
    beyond: Beyond | None = None,
    waivable: bool = True,
) -> Callable[[Check], Check]:
    """Declare a rule together with the function that looks for it in every row of a table ("*": of every table).

    ``live``: the same rule as the template itself asks for it; ``beyond``: why no template does.
    """
    declared = rule(code, severity, says, meaning=meaning, example=example, live=live, beyond=beyond, waivable=waivable)

    def register(function: Check) -> Check:
        _ROW_CHECKS.append((declared, table, function))
        return function

    return register


def whole_check(
    code: str,
    severity: Severity,
    says: str,
    *,
    meaning: str,
    example: str,
    live: Iterable[Live] = (),
    beyond: Beyond | None = None,
) -> Callable[[Callable[[Look], Iterable[Where]]], Callable[[Look], Iterable[Where]]]:
    """Declare a rule together with the function that looks for it in the return as a whole."""
    declared = rule(code, severity, says, meaning=meaning, example=example, live=live, beyond=beyond)

    def register(function: Callable[[Look], Iterable[Where]]) -> Callable[[Look], Iterable[Where]]:
        _WHOLE_CHECKS.append((declared, function))
        return function

    return register


def run_checks(look: Look) -> Iterator[Finding]:
    """Every finding of every declared check on one return; what is about a column that is not there says nothing.

    A nil return is asked for nothing: only whether it is one.
    """
    asked = [item for item in _ROW_CHECKS if item[0].code == NIL_RETURN] if look.returned.nil else _ROW_CHECKS
    for table, rows in look.returned.tables.items():
        checks = [(declared, check) for declared, of, check in asked if of in (table, "*")]
        for row in rows:
            for declared, check in checks:
                for where in check(row, look):
                    if where.column in row.entries:
                        yield _found(declared, row, where)
    for declared, whole in () if look.returned.nil else _WHOLE_CHECKS:
        for where in whole(look):
            if where.row is None:
                raise ValueError(f"{declared.code} has to say which row it is about")
            if where.column in where.row.entries:
                yield _found(declared, where.row, where)


def _found(declared: Rule, row: Row, where: Where) -> Finding:
    return replace(finding(declared, row, where.column, **where.words), also=where.also)


def finding(declared: Rule, row: Row, column: str, **words: str) -> Finding:
    """A finding at one cell of a row; a "please confirm" is confirmed by the reason in the row's confirm column."""
    table = RETURN_FORM.table(row.table)
    entry = row.entries.get(column)
    entered = "" if entry is None else shown(entry.entered if entry.entered is not None else entry.value)
    message = declared.says.format(
        entered=entered,
        column=table.column(column).title,
        cell=row.cell(column),
        sheet=row.sheet,
        row=row.key,
        **{**cells_of(row), **words},
    )
    reason = row.text_of("confirm") if declared.severity is Severity.CONFIRM else ""
    return Finding(
        declared.code,
        declared.severity,
        row.sheet,
        row.cell(column),
        row.key,
        entered,
        message,
        reason,
        declared.refuses,
    )


def file_finding(
    declared: Rule, *, sheet: str = "", cell: str = "", row: str = "", entered: Any = "", **words: str
) -> Finding:
    """A finding about a file, a sheet or a cell that belongs to no row of ours."""
    text = shown(entered)
    message = declared.says.format(entered=text, sheet=sheet, cell=cell, row=row, **words)
    return Finding(declared.code, declared.severity, sheet, cell, row, text, message, "", declared.refuses)


def shown(value: Any) -> str:
    """An entry as a message quotes it: as the person typed it, dates the British way, cut where it is long."""
    if value is None:
        return ""
    if hasattr(value, "strftime") and hasattr(value, "day"):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    text = plain(value, None).replace(",", "") if isinstance(value, (int, float)) else str(value).strip()
    return text if len(text) <= 120 else text[:117] + "..."


def cells_of(row: Row) -> dict[str, str]:
    """{at_NAME} for every column of the row's table; a column that is not there is named by its heading."""
    columns = RETURN_FORM.table(row.table).columns
    return {f"at_{column.name}": row.cell(column.name) or f'"{column.title}"' for column in columns}
