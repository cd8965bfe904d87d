"""What the live cells of a return show, worked out in Python: the twin of declare.live_formulas."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from laa_xl.domain.agreement import Agreement, Indicator
from laa_xl.domain.aims import Aims, aims, tolerance_of
from laa_xl.domain.numbers import exact, round_half_away, rounded6
from laa_xl.domain.periods import Period
from laa_xl.domain.rating import Rating, rate
from laa_xl.domain.returns import Row
from laa_xl.domain.variance import Target
from laa_xl.domain.words import DataStatus, Judgement, Polarity, ToleranceKind

_SIGN = {Polarity.HIGHER: 1, Polarity.LOWER: -1, Polarity.RANGE: 0}
_STATUSES: dict[str, DataStatus] = {status.value: status for status in DataStatus}
_JUDGEMENTS: dict[str, Judgement] = {word.value: word for word in Judgement}
_OPEN = 1e99  # stands for an open end of a range on the rules sheet


def status_of(row: Row) -> DataStatus | None:
    """The data status that was chosen; None for a blank or a word that is not in the list."""
    entry = row.entries.get("status")
    return None if entry is None or entry.value is None else _STATUSES.get(str(entry.value))


def figure_of(row: Row | None) -> float | None:
    """The actual of a row, rated or not; None where there is no row, no figure, or a data status that goes with none."""
    status = status_of(row) if row else None
    return row.number_of("actual") if row and (status is None or status.has_figure) else None


def judgement_of(row: Row) -> Judgement | None:
    """The forecast in a word; None for a blank or another word."""
    return _JUDGEMENTS.get(row.text_of("forecast_judgement"))


def rate_row(
    agreement: Agreement, indicator: Indicator, period: Period, row: Row | None, both: Aims | None = None
) -> Rating:
    """The rating of one indicator row of a return (None: there is no return); ``both``: its targets, where they are known."""
    both = both or aims(agreement, indicator, period)
    settings = agreement.settings
    return rate(
        actual=row.number_of("actual") if row else None,
        status=status_of(row) if row else None,
        target=both.period,
        year_end=both.year_end,
        forecast=row.number_of("forecast") if row else None,
        judgement=judgement_of(row) if row else None,
        polarity=indicator.polarity,
        tolerance=tolerance_of(agreement, indicator),
        mode=settings.rating_mode,
        version=settings.rating_version,
        placeholder=indicator.placeholder,
        unit=indicator.unit or "",
        decimals=None,
    )


def rule_values(agreement: Agreement, indicator: Indicator, period: Period) -> dict[str, Any]:
    """The parameters that the live formulas need; the keys are declare.live_formulas.RULE_COLUMNS."""
    both = aims(agreement, indicator, period)
    tolerance = tolerance_of(agreement, indicator)
    points = tolerance.kind is ToleranceKind.POINTS
    usable = indicator.polarity is not Polarity.UNSET and not indicator.placeholder
    return {
        "code": indicator.code,
        "sign": _SIGN.get(indicator.polarity, ""),
        "known": int(usable and both.period.known(indicator.polarity)),
        **_target_values(both.period, "target", "low", "high"),
        "year_known": int(usable and both.year_end.known(indicator.polarity)),
        **_target_values(both.year_end, "year_end", "year_low", "year_high"),
        "kind": tolerance.kind.value,
        "upper_share": 0 if points else float(rounded6(exact(tolerance.upper) / 100)),
        "lower_share": 0 if points else float(rounded6(exact(tolerance.lower) / 100)),
        "upper_points": float(tolerance.upper) if points else 0,
        "lower_points": float(tolerance.lower) if points else 0,
        "mode": agreement.settings.rating_mode.value,
        "due": int(indicator.due_in(period.quarter) and not indicator.placeholder),
    }


def _target_values(target: Target, value: str, low: str, high: str) -> dict[str, float | str]:
    ranged = target.low is not None or target.high is not None
    return {
        value: "" if target.value is None else float(target.value),
        low: "" if not ranged else -_OPEN if target.low is None else float(target.low),
        high: "" if not ranged else _OPEN if target.high is None else float(target.high),
    }


def live_indicator(agreement: Agreement, indicator: Indicator, period: Period, row: Row) -> dict[str, Any]:
    """What the computed cells of an indicator row show; "" where they show nothing."""
    rating = rate_row(agreement, indicator, period, row)
    shown: dict[str, Any] = {
        "variance": "" if rating.variance is None else float(rating.variance),
        "variance_pct": "" if rating.variance_fraction is None else float(rating.variance_fraction),
        "performance": rating.symbol.mark if rating.symbol else "",
        "forecast_mark": rating.forecast.mark if rating.forecast else "",
        "rag": rating.rag.value,
    }
    return shown


def live_risk(row: Row) -> dict[str, Any]:
    """The score of a risk: likelihood times impact; "" where one is missing."""
    likelihood, impact = row.number_of("likelihood"), row.number_of("impact")
    return {"score": "" if likelihood is None or impact is None else likelihood * impact}


def live_finance(row: Row) -> dict[str, Any]:
    """Forecast less budget in pounds, and the share of the budget that is spent; "" where a figure is missing."""
    budget, outturn, spend = (row.number_of(name) for name in ("budget", "outturn", "spend"))
    variance = None if budget is None or outturn is None else round_half_away(exact(outturn) - exact(budget), 2)
    spent = None if spend is None or not budget else rounded6(exact(spend) / exact(budget))
    return {"variance": _shown(variance), "spent_pct": _shown(spent)}


def _shown(value: Decimal | None) -> float | str:
    return "" if value is None else float(value)
