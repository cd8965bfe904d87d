"""What an officer changed in the report sheet, entered in the tables Report edits and Overrides before anything is written.

A run reads the sheet first. So an edit is in the tables from then on, whoever presses what next, and is never written over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from laa_xl.declare.load import RawRow
from laa_xl.domain.inputs import REASON_ASKED, EditAction
from laa_xl.domain.periods import Period
from laa_xl.domain.report import HighlightReport
from laa_xl.domain.report_rows import CannotTell
from laa_xl.domain.report_sheet import ReportSheet
from laa_xl.domain.sentences import as_words, same_words
from laa_xl.flow.errors import ProgrammeError
from laa_xl.stages.taking import Change, NewRating, Taken, taken, told

BY = "County team"  # a post: a report names no person
EDITS, OVERRIDES = "report_edits", "overrides"
_WORDS = (EditAction.REPLACE.value, EditAction.HIDE.value)

Rows = dict[str, list[RawRow]]
Entered = Mapping[str, frozenset[int]]  # which rows of a table the run itself entered or changed, counted from 0


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The input tables with what was taken in; ``told`` says what that was, ``said`` what could not be."""

    tables: Rows
    entered: Entered = field(default_factory=dict)
    told: tuple[str, ...] = ()
    said: tuple[str, ...] = ()


def take_in(tables: Rows, sheet: ReportSheet | None, today: date, first: Callable[[str], int]) -> TakenIn:
    """Enter every change of the sheet. ProgrammeError where nobody can tell which words belong to which bullet.

    ``first`` gives the number of the first row of an input table on its sheet.
    """
    if sheet is None:
        return TakenIn(tables)
    try:
        found = taken(sheet)
    except CannotTell as unclear:
        raise ProgrammeError(str(unclear)) from None
    edits = _Entering(tables.get(EDITS, []), first(EDITS), found.period, today)
    overrides = _Entering(tables.get(OVERRIDES, []), first(OVERRIDES), found.period, today)
    said = list(found.said)
    for change in _named(found, edits):
        _edit(edits, change, said)
    for rating in found.ratings:
        _override(overrides, rating)
    entered = {EDITS: frozenset(edits.entered), OVERRIDES: frozenset(overrides.entered)}
    changed = {EDITS: edits.rows, OVERRIDES: overrides.rows}
    return TakenIn({**tables, **changed}, entered, tuple(told(found)), tuple(said))


class _Entering:
    """One input table while it is added to."""

    def __init__(self, rows: Sequence[RawRow], first: int, period: str, today: date) -> None:
        self.rows, self.first, self.period, self.today = list(rows), first, period, today
        self.entered: set[int] = set()

    def last(self, **wanted: str | tuple[str, ...]) -> int | None:
        """The newest row of the quarter with these values, counted from 0; None for none."""
        for number in range(len(self.rows) - 1, -1, -1):
            values = self.rows[number].values
            if str(values.get("period") or "").strip() == self.period and all(
                str(values.get(name) or "").strip() in ((want,) if isinstance(want, str) else want)
                for name, want in wanted.items()
            ):
                return number
        return None

    def text(self, number: int, column: str) -> str:
        return str(self.rows[number].values.get(column) or "")

    def only_here(self, change: Change) -> None:
        """A bullet that was moved to another place stands no longer in the order of the place that it left."""
        moved = set(change.text.split("; "))
        for number, row in enumerate(self.rows):
            same = str(row.values.get("period") or "").strip() == self.period
            if (
                not same
                or self.text(number, "action") != change.action.value
                or self.text(number, "bullet") == change.bullet
            ):
                continue
            refs = [ref.strip() for ref in self.text(number, "text").split(";")]
            if moved & set(refs):
                self.enter(number, {"text": "; ".join(ref for ref in refs if ref not in moved) or None})

    def with_absent(self, change: Change) -> str:
        """The new order, with what was put in order before and does not stand in the report now: it may come back."""
        number = self.last(bullet=change.bullet, action=change.action.value)
        before = [ref.strip() for ref in self.text(number, "text").split(";")] if number is not None else []
        found = change.text.split("; ")
        for at, ref in enumerate(before):
            if ref and ref not in found:
                found.insert(found.index(before[at - 1]) + 1 if at else 0, ref)
        return "; ".join(found)

    def enter(self, number: int | None, values: Mapping[str, Any]) -> None:
        """Change a row, or add one."""
        values = {"period": self.period, "post": BY, "date": self.today, **values}
        if number is None:
            following = max((row.number for row in self.rows), default=self.first - 1) + 1
            self.rows.append(RawRow(following, values))
            number = len(self.rows) - 1
        else:
            self.rows[number] = replace(self.rows[number], values={**self.rows[number].values, **values})
        self.entered.add(number)


def _named(found: Taken, edits: _Entering) -> list[Change]:
    """The changes, with a name of its own for a bullet that says what one that was added before said."""
    names: dict[str, str] = {}
    for change in found.changes:
        if change.action is EditAction.ADD:
            name, number = change.bullet, 1
            while edits.last(bullet=name) is not None or name in names.values():
                number += 1
                name = f"{change.bullet}-{number}"
            names[change.bullet] = name
    return [
        replace(
            change,
            bullet=names.get(change.bullet, change.bullet),
            text="; ".join(names.get(ref, ref) for ref in change.text.split("; "))
            if change.action is EditAction.ORDER
            else change.text,
        )
        for change in found.changes
    ]


def _edit(edits: _Entering, change: Change, said: list[str]) -> None:
    action = change.action.value
    values: dict[str, Any] = {"bullet": change.bullet, "action": action, "text": change.text or None}
    if change.action is EditAction.ORDER:
        edits.only_here(change)
        values["text"] = edits.with_absent(change)
    if action not in _WORDS:
        edits.enter(edits.last(bullet=change.bullet, action=action), values)
        return
    values |= {"drafted": change.drafted or None}
    if change.heading:
        values["heading"] = change.heading
    added = edits.last(bullet=change.bullet, action=EditAction.ADD.value)
    before = edits.last(bullet=change.bullet, action=_WORDS)
    if change.action is EditAction.REPLACE and added is not None and before is None:
        edits.enter(added, {name: values[name] for name in ("text", "heading") if name in values})
        return
    if before is not None:
        values.setdefault("heading", edits.text(before, "heading") or None)
    if before is not None and change.action is EditAction.REPLACE and not _printed(edits, before, change):
        said.append(
            f"{change.bullet} was edited twice: in the tab Highlight report, and in Report edits, row "
            f"{edits.rows[before].number}. The words of the report count, in a row of their own; take away the one you do not want."
        )
        before = None
    if change.action is EditAction.HIDE:
        before = None  # the words that she had given it stay in their row
    edits.enter(before, values)


def _printed(edits: _Entering, number: int, change: Change) -> bool:
    """Whether the row of an earlier edit still says what was printed when the report was changed."""
    words = "".join(as_words(edits.text(number, "text")).split()).rstrip(".")
    return edits.text(number, "action") == EditAction.REPLACE.value and words in "".join(change.printed.split())


def _override(overrides: _Entering, rating: NewRating) -> None:
    number = overrides.last(level=rating.level.value, code=rating.code)
    values = {
        "level": rating.level.value,
        "code": rating.code or None,
        "rating": rating.rating.value,
        "reason": REASON_ASKED,
    }
    overrides.enter(number, values)


def with_drafts(
    rows: Sequence[Mapping[str, Any]], report: HighlightReport | None, entered: frozenset[int]
) -> tuple[list[dict[str, Any]], frozenset[int]]:
    """The table Report edits, with what the draft says now beside every edit where that is blank; and the rows entered."""
    found, changed = [dict(row) for row in rows], set(entered)
    if report is None:
        return found, entered
    beneath = {bullet.id: bullet.beneath for bullet in (*report.bullets, *report.hidden) if bullet.beneath}
    for number, row in enumerate(found):
        ref = str(row.get("bullet") or "").strip()
        if row.get("action") in _WORDS and str(row.get("period")) == report.quarter and not row.get("drafted"):
            if ref in beneath:
                row["drafted"] = beneath[ref]
                changed.add(number)
    return found, frozenset(changed)


def edit_looks(report: HighlightReport | None) -> list[str]:
    """Where the draft has moved on under an officer's words, and edits that fit no bullet."""
    if report is None:
        return []
    said = [
        f"Highlight report, {bullet.id}: the draft has changed since you edited it. It says now: {bullet.beneath} Change your "
        'words, or clear "Draft when edited" in Report edits to keep them.'
        for bullet in report.bullets
        if bullet.moved_on
    ]
    said += [
        f"Highlight report, {bullet.id}: hidden by you, and what it would say has changed: {bullet.beneath} Take its row out of "
        'Report edits to show it, or clear "Draft when edited" there.'
        for bullet in report.hidden
        if bullet.moved_on
    ]
    for edit in report.unapplied:
        said.append(
            f'Report edits, {edit.cell}: no bullet could be changed by "{edit.bullet}" ({edit.action}). It stays until you take the '
            "row away. Copy the reference from the right edge of the report, and give the new words."
        )
    return said


def asked_reasons(rows: Sequence[Mapping[str, Any]], period: Period | None = None) -> list[str]:
    """The ratings that were changed in the report and still want their reason, of one quarter or of all."""
    return [
        f"Overrides: give the reason for {row.get('rating')} ({row.get('level')}{' ' + str(row['code']) if row.get('code') else ''}, "
        f"{row.get('period')}), which was entered in the report."
        for row in rows
        if same_words(str(row.get("reason") or ""), REASON_ASKED)
        and str(period or row.get("period")) == str(row.get("period"))
    ]


def require_reasons(tables: Mapping[str, Sequence[Mapping[str, Any]]], period: Period, then: str) -> None:
    """ProgrammeError where a rating of the quarter that was changed in the report still wants its reason; ``then``: what to do after."""
    if asked := asked_reasons(tables.get(OVERRIDES, ()), period):
        raise ProgrammeError(f"{' '.join(asked)} Then {then}; nothing was changed.")
