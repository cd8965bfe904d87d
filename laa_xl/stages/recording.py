"""From versions, later figures and decisions to the master's table Changes: before, after, who, why, and what was issued."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from laa_xl.checks.restated import said_before
from laa_xl.domain.agreement import Agreement, BaselineRow
from laa_xl.domain.earlier import EarlierFigures
from laa_xl.domain.imports import ImportedFigure, KeptImport
from laa_xl.domain.live import status_of
from laa_xl.domain.numbers import plain
from laa_xl.domain.periods import Period
from laa_xl.domain.register import Receipt, Register
from laa_xl.domain.returns import Return, Row
from laa_xl.domain.sentences import as_sentence, listed, sentences, spoken_day
from laa_xl.domain.versions import CellChange, told

Rows = list[dict[str, Any]]

CORRECTED, LATER_RETURN, LATER_IMPORT = "Corrected return", "Later return", "Later import"
INSTEAD, BASELINE, WITHDRAWN = "Return after import", "Revised baseline", "Withdrawn"


@dataclass(frozen=True, slots=True)
class Version:
    """A return that took the place of another one, with what differs between them."""

    before: Receipt
    after: Receipt
    returned: Return
    changes: Sequence[CellChange]


def change_rows(
    agreement: Agreement,
    register: Register,
    versions: Iterable[Version],
    earlier: EarlierFigures,
    kept: Iterable[KeptImport],
) -> Rows:
    """Every change of what had been accepted or imported, quarters earliest first; pure, and derived anew at every run."""
    rows = [
        *(row for version in versions for row in _corrected(agreement, register, version)),
        *_withdrawn(register),
        *_later_returns(agreement, register, earlier),
        *_imports(agreement, earlier, kept, register),
        *(row for revised in agreement.baselines for row in _baseline(agreement, revised)),
    ]
    order = {theme.code: number for number, theme in enumerate(agreement.themes)}
    return sorted(rows, key=lambda row: (row["period"], order.get(row["theme"] or "", len(order)), row["on"]))


def _corrected(agreement: Agreement, register: Register, version: Version) -> Iterator[dict[str, Any]]:
    before, after = version.before, version.after
    issues = _issued(register, after.period, before.at, after.at)
    for change in version.changes:
        yield {
            "period": after.period,
            "theme": after.theme,
            "happened": CORRECTED,
            "sheet": change.sheet,
            "cell": change.cell,
            "row": change.row if change.table != "about" else None,
            "what": change.title,
            "before": told(change.before) or None,
            "after": told(change.after) or None,
            "on": after.at.date(),
            "who": _sender(version.returned, agreement),
            "why": _why(version, change) or None,
            "issued": _quoting(issues, _is_quoted(agreement, change)),
            "earlier_file": before.file,
            "file": after.file,
            "sha256": after.sha256,
        }


def _sender(returned: Return, agreement: Agreement) -> str:
    """Who sent a return, as its Start sheet says; else its theme."""
    about = returned.about
    said = [about.text_of(name) for name in ("completed_by", "organisation")] if about else []
    return ", ".join(part for part in said if part) or agreement.theme(returned.theme).name


def _why(version: Version, change: CellChange) -> str:
    """The officer's reason for letting it in, and what the partner said in the row where she was asked to confirm."""
    row = version.returned.row(change.table, change.row)
    confirmed = row.text_of("confirm") if row and change.column != "confirm" else ""
    decided = version.after.decision
    by = f"Let in by {decided.by}: {as_sentence(decided.reason)}" if decided else ""
    return sentences(as_sentence(confirmed), by)


def _is_quoted(agreement: Agreement, change: CellChange) -> bool:
    """Whether the highlight report prints the figure itself: every actual, but of indicators that are never reported."""
    if change.table != "indicators" or change.column != "actual" or not agreement.has_indicator(change.row):
        return False
    return not agreement.indicator(change.row).local_only


def _issued(register: Register, period: str, since: datetime, until: datetime) -> list[str]:
    """The issues of a quarter's report that were made from what stood then."""
    found = [one for one in register.reports if one.period == period and since <= one.at < until]
    return [f"issue {one.number} of {spoken_day(one.at.date())}" for one in found]


def _quoting(issues: Sequence[str], quoted: bool) -> str | None:
    if not issues:
        return None
    does = ("quotes", "quote") if quoted else ("was drafted from", "were drafted from")
    what = "the figure before" if quoted else "the return before"
    names = listed(issues)
    return f"{names[:1].upper()}{names[1:]} {does[len(issues) > 1]} {what}."


def _withdrawn(register: Register) -> Iterator[dict[str, Any]]:
    for receipt in register.receipts:
        gone = receipt.withdrawn
        if gone is not None:
            yield {
                "period": receipt.period,
                "theme": receipt.theme,
                "happened": WITHDRAWN,
                "what": "The whole return",
                "before": "accepted",
                "after": "counts no longer",
                "on": gone.at.date(),
                "who": gone.by,
                "why": gone.reason,
                "issued": _quoting(_issued(register, receipt.period, receipt.at, gone.at), False),
                "earlier_file": receipt.file,
                "file": receipt.file,
                "sha256": receipt.sha256,
            }


def _later_returns(agreement: Agreement, register: Register, earlier: EarlierFigures) -> Iterator[dict[str, Any]]:
    """A figure about the same time that a later return of the theme gives differently, or as final instead of provisional."""
    current = register.current()
    for (theme, period), returned in sorted(earlier.returns.items(), key=lambda one: one[0][1]):
        for row in returned.rows("indicators"):
            found = said_before(row, theme, period, earlier.returns)
            after = current.get((theme, period))
            if found is None or after is None or _figure(found[1]) == _figure(row):
                continue
            at, old = found
            before = current.get((theme, at))
            issues = _issued(register, str(at), before.at, after.at) if before else []
            local = agreement.has_indicator(row.key) and agreement.indicator(row.key).local_only
            yield {
                "period": str(at),
                "theme": theme,
                "happened": LATER_RETURN,
                "sheet": row.sheet,
                "cell": row.cell("actual"),
                "row": row.key,
                "what": f"Actual, about {row.text_of('data_period')}",
                "before": _figure(old),
                "after": _figure(row),
                "on": after.at.date(),
                "who": f"{_sender(returned, agreement)} (return for {period})",
                "why": row.text_of("confirm") or None,
                "issued": None if local else _quoting(issues, True),
                "earlier_file": before.file if before else None,
                "file": returned.file,
                "sha256": returned.sha256,
            }


def _figure(row: Row) -> str:
    """``591.3 (provisional)``: a figure with its data status."""
    status = status_of(row)
    return plain(row.number_of("actual")) + (f" ({status.value.lower()})" if status else "")


def _imports(
    agreement: Agreement, earlier: EarlierFigures, kept: Iterable[KeptImport], register: Register
) -> Iterator[dict[str, Any]]:
    """An imported figure that a later import gives differently, or that an accepted return gives differently since."""
    current = register.current()
    before: dict[tuple[str, str], tuple[ImportedFigure, KeptImport]] = {}
    for one in kept:
        if one.entry.withdrawn is not None:
            continue
        for figure in one.figures:
            key = (figure.indicator, figure.period)
            old = before.get(key)
            before[key] = (figure, one)
            if old is not None and old[0].actual != figure.actual:
                row = _restated(agreement, LATER_IMPORT, old, plain(figure.actual), one.entry.at.date())
                place = {
                    "sheet": figure.sheet or None,
                    "cell": figure.cell,
                    "file": one.entry.file,
                    "sha256": one.entry.sha256,
                }
                yield {**row, **place, "who": f"{one.entry.by} (import)", "why": figure.comment}
    for (code, written), old in before.items():
        period = Period.parse(written)
        accepted = earlier.accepted(code, period) if agreement.has_indicator(code) else None
        if accepted is None or accepted.actual == old[0].actual:
            continue
        theme = agreement.reported_in(code, period)
        returned, receipt = earlier.returns[theme, period], current.get((theme, period))
        found = returned.row("indicators", code)
        row = _restated(
            agreement, INSTEAD, old, plain(accepted.actual), (receipt.at if receipt else old[1].entry.at).date()
        )
        place = {"file": returned.file, "sha256": returned.sha256, "who": _sender(returned, agreement)}
        if found is not None:
            place |= {"sheet": found.sheet, "cell": found.cell("actual"), "why": found.text_of("confirm") or None}
        yield {**row, **place}


def _restated(
    agreement: Agreement, happened: str, old: tuple[ImportedFigure, KeptImport], after: str, on: date
) -> dict[str, Any]:
    figure, one = old
    period = Period.parse(figure.period)
    return {
        "period": figure.period,
        "theme": agreement.reported_in(figure.indicator, period) if agreement.has_indicator(figure.indicator) else None,
        "happened": happened,
        "row": figure.indicator,
        "what": "Actual",
        "before": plain(figure.actual),
        "after": after,
        "on": on,
        "earlier_file": one.entry.file,
    }


def _baseline(agreement: Agreement, revised: BaselineRow) -> Iterator[dict[str, Any]]:
    """A baseline revised from a day: it stands from the first quarter that ends on that day or later."""
    if not agreement.has_indicator(revised.indicator):
        return
    older = [one for one in agreement.baselines if one.indicator == revised.indicator]
    older = [one for one in older if one.effective_from < revised.effective_from]
    last = max(older, key=lambda one: one.effective_from, default=None)
    before = last.baseline if last else agreement.indicator(revised.indicator).baseline
    period = _quarter_of(revised.effective_from)
    yield {
        "period": str(period),
        "theme": agreement.reported_in(revised.indicator, period),
        "happened": BASELINE,
        "row": revised.indicator,
        "what": f"Baseline, {revised.baseline_period}" if revised.baseline_period else "Baseline",
        "before": plain(before) or None,
        "after": plain(revised.baseline),
        "on": revised.effective_from,
        "who": revised.post,
        "why": revised.reason,
    }


def _quarter_of(day: date) -> Period:
    months = day.month - 4 if day.month >= 4 else day.month + 8
    return Period(day.year if day.month >= 4 else day.year - 1, months // 3 + 1)
