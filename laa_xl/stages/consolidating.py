"""From assessments, returns, findings and the register to the computed tables of the master, as plain rows."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from laa_xl.declare.prefill import shown_target
from laa_xl.domain.agreement import Agreement
from laa_xl.domain.assessment import Assessed, Assessment
from laa_xl.domain.changes import changes_of
from laa_xl.domain.finance import FinanceBands, finance_view
from laa_xl.domain.findings import Finding
from laa_xl.domain.holding import why_it_stands
from laa_xl.domain.live import live_finance, live_risk
from laa_xl.domain.packed_rows import PackedRows
from laa_xl.domain.periods import Period
from laa_xl.domain.rating import GreyReason
from laa_xl.domain.register import Register, State
from laa_xl.domain.register_lines import RegisterLine, register_lines
from laa_xl.domain.returns import Return, Row
from laa_xl.domain.reward_rows import reward_rows
from laa_xl.domain.risk import RiskSettings, rate_risk
from laa_xl.domain.words import Rag, Severity

Rows = Sequence[Mapping[str, Any]]
Returns = Mapping[tuple[str, Period], Return]

__all__ = ["Rows", "master_tables"]


def master_tables(
    agreement: Agreement,
    assessments: Iterable[Assessment],
    returns: Returns,
    findings: Mapping[tuple[str, Period], Sequence[Finding]],
    register: Register,
    today: date,
    extended: Mapping[tuple[str, Period], date] = MappingProxyType({}),
) -> dict[str, Rows]:
    """Every computed table of the master, periods earliest first, themes in the agreement's order.

    Each assessment and each return is looked into once, one after the other, so that nobody has to hold all of them.
    """
    order = [theme.code for theme in agreement.themes]
    place = {code: number for number, code in enumerate(order)}
    indicators, gaps, rewards, finance, risks, actions, narrative, checks = (PackedRows() for _ in range(8))
    waiting = deque(sorted(returns, key=lambda key: (key[1], place[key[0]])))

    def taken_until(last: Period | None, off_target: Collection[str]) -> None:
        """The rows of the returns up to a quarter, the indicators of which are known to be off target, or of all others."""
        while waiting and (last is None or waiting[0][1] <= last):
            returned = returns[key := waiting.popleft()]
            finance.extend(_finance(agreement, returned))
            risks.extend(_risks(agreement, returned))
            actions.extend(_actions(returned, off_target if returned.period == last else ()))
            narrative.extend(_taken(row, returned, "text") for row in returned.rows("narrative"))
            checks.extend(_finding(returned, item) for item in findings.get(key, ()))

    for assessment in assessments:
        indicators.extend(_indicator(agreement, item) for item in assessment.indicators)
        gaps.extend(gap for item in assessment.indicators for gap in _gap(agreement, item))
        rewards.extend(reward_rows(agreement, assessment))
        taken_until(assessment.period, _off_target(assessment))  # at once: its returns were just looked into
    taken_until(None, ())
    return {
        "all_indicators": indicators,
        "gaps": gaps,
        "reward": rewards,
        "all_finance": finance,
        "all_risks": risks,
        "all_actions": actions,
        "all_narrative": narrative,
        "checks": checks,
        "register": PackedRows(
            _register_line(agreement, line, returns) for line in register_lines(register, order, today, extended)
        ),
    }


def _values(row: Row | None) -> dict[str, Any]:
    """What was entered, and where an entry could not be used, what stands there: nothing is lost."""
    return {} if row is None else row.told()


def _source(returned: Return | None, row: Row | None, column: str) -> dict[str, Any]:
    if returned is None or row is None:
        return {}
    return {"file": returned.file, "sha256": returned.sha256, "sheet": row.sheet, "cell": row.cell(column)}


def _taken(row: Row, returned: Return, column: str) -> dict[str, Any]:
    place = {"period": str(returned.period), "theme": returned.theme}
    return {**place, **_values(row), **_source(returned, row, column)}


def _indicator(agreement: Agreement, item: Assessed) -> dict[str, Any]:
    indicator, rating = item.indicator, item.rating
    return {
        "period": str(item.period),
        "theme": item.theme,
        "block_code": item.block,
        **_values(item.row),
        "code": indicator.code,
        "title": indicator.title,
        "unit": indicator.unit,
        "good": indicator.polarity.value or "not agreed yet",
        "target": shown_target(item.aims.period, indicator),
        "year_end_target": shown_target(item.aims.year_end, indicator),
        "variance": None if rating.variance is None else float(rating.variance),
        "variance_pct": None if rating.variance_fraction is None else float(rating.variance_fraction),
        "performance": rating.symbol.mark if rating.symbol else None,
        "forecast_mark": rating.forecast.mark if rating.forecast else None,
        "rag": rating.rag.value,
        "override": item.override.rating.value if item.override else None,
        "override_reason": f"{item.override.reason} ({item.override.post})" if item.override else None,
        "effective": item.effective.value,
        "direction": item.travel.direction.value,
        "travel": item.travel.explanation,
        "explanation": rating.explanation,
        "changes": " ".join(changes_of(agreement, indicator.code, item.period)) or None,
        "illustrative": "Y" if indicator.illustrative else None,
        "decimals": indicator.decimals,
        **_source(item.source, item.row, "actual"),
    }


def _gap(agreement: Agreement, item: Assessed) -> Iterator[dict[str, Any]]:
    """A figure that is missing, and a promise that cannot be measured yet."""
    indicator, row = item.indicator, item.row
    if not indicator.due_in(item.period.quarter):
        return
    reasons = {
        GreyReason.PLACEHOLDER: (
            "Baseline or target",
            "Placeholder: its baseline or target is not yet agreed.",
        ),
        GreyReason.POLARITY: ("Polarity", "Nobody has said yet whether higher or lower is better."),
        GreyReason.NO_TARGET: ("Target", "No target is known."),
    }
    what, why = reasons.get(item.rating.reason or GreyReason.NO_DATA, ("Figure", ""))
    if item.actual is not None and item.rating.reason is None:
        return
    if item.missing:
        what = "Figure" if what == "Figure" else f"Figure and {what.lower()}"
        why = " ".join(part for part in (_why_missing(row, item.source), why) if part)
    who = indicator.responsible_post or _partner(agreement, indicator.lead_partner)
    yield {
        "period": str(item.period),
        "theme": item.theme,
        "block_code": item.block,
        "code": indicator.code,
        "title": indicator.title,
        "gap": what,
        "reason": why or None,
        "who": who or agreement.theme(item.theme).lead_post,
        "expected": row.date_of("status_date") if row else None,
        **_source(item.source, row, "status" if item.actual is None else "actual"),
    }


def _why_missing(row: Row | None, source: Return | None) -> str:
    """The partner's reason, else the data status that was chosen, else that the theme has nothing to report."""
    if row is None and source is not None:
        return "The return was made on a template that does not have it yet."
    if row is None:
        return "No return was accepted."
    if source is not None and source.nil:
        return "Nil return: the theme has nothing to report."
    return row.text_of("status_reason") or (f'The data status is "{row.text_of("status")}".' if row["status"] else "")


def _partner(agreement: Agreement, code: str | None) -> str | None:
    return next((partner.name for partner in agreement.partners if partner.code == code), None)


def _finance(agreement: Agreement, returned: Return) -> Iterator[dict[str, Any]]:
    settings = agreement.settings
    bands = FinanceBands(settings.finance_band_amber, settings.finance_band_red)
    for row in returned.rows("finance"):
        view = finance_view(
            budget=row.number_of("budget"),
            spent=row.number_of("spend"),
            profiled=row.number_of("profile"),
            forecast=row.number_of("outturn"),
            quarter=returned.period.quarter,
            bands=bands,
        )
        shown = {name: value if value != "" else None for name, value in live_finance(row).items()}
        words = {"band": view.rag.value, "explanation": view.explanation}
        yield {**_taken(row, returned, "spend"), **shown, **words}


def _risks(agreement: Agreement, returned: Return) -> Iterator[dict[str, Any]]:
    limits = RiskSettings(agreement.settings.risk_high, agreement.settings.risk_medium)
    for row in returned.rows("risks"):
        rated = rate_risk(row.number_of("likelihood"), row.number_of("impact"), limits)
        score = live_risk(row)["score"]
        level = rated.level.value if rated.level else None
        yield {**_taken(row, returned, "risk"), "score": score if score != "" else None, "level": level}


def _off_target(assessment: Assessment) -> frozenset[str]:
    """The codes that are rated amber or red."""
    return frozenset(item.indicator.code for item in assessment.indicators if item.rating.rag in (Rag.AMBER, Rag.RED))


def _actions(returned: Return, off_target: Collection[str]) -> Iterator[dict[str, Any]]:
    """The action beside each amber or red rating, then those of the Actions sheet."""
    for row in returned.rows("indicators"):
        if row.key in off_target and not row.blank("action"):
            yield {
                "period": str(returned.period),
                "theme": returned.theme,
                "line": row.key,
                "indicator": row.key,
                "action": row["action"],
                "owner": row["action_owner"],
                "due": row["action_date"],
                **_source(returned, row, "action"),
            }
    for row in returned.rows("actions"):
        yield _taken(row, returned, "action")


def _finding(returned: Return, item: Finding) -> dict[str, Any]:
    return {
        "period": str(returned.period),
        "theme": returned.theme,
        **item.as_json(),
        "severity": _severity(item),
        "confirmed": item.confirmed or None,
        "waived": item.waived.because if item.waived else None,
        "file": returned.file,
    }


def _severity(item: Finding) -> str:
    """An accepted return had nothing to fix: what must be fixed now came with a change of the agreement or of a waiver."""
    if item.severity is Severity.MUST_FIX and not item.settled:
        return "Open since a change"
    return item.standing


def _register_line(agreement: Agreement, line: RegisterLine, returns: Returns) -> dict[str, Any]:
    receipt = line.receipt
    returned = returns.get((line.theme, line.period))
    about = returned.about if returned and receipt and returned.sha256 == receipt.sha256 else None
    late = line.late_days and line.state in (State.ACCEPTED, State.SUPERSEDED, State.REJECTED)
    return {
        "period": str(line.period),
        "theme": line.theme,
        "name": agreement.theme(line.theme).name,
        "state": f"{line.state.value}, late" if late else line.state.value,
        "deadline": line.deadline,
        "received": receipt.came_in.date() if receipt else None,
        "days_late": line.late_days or None,
        "file": receipt.file if receipt else None,
        "must_fix": receipt.must_fix if receipt else None,
        "to_confirm": receipt.to_confirm if receipt else None,
        "changes": receipt.changes if receipt else None,
        "decided": (why_it_stands(receipt) or None) if receipt else None,
        "waived": (receipt.waived or None) if receipt else None,
        "sha256": receipt.sha256 if receipt else None,
        "kept": (receipt.kept or None) if receipt else None,
        **_values(about),
    }
