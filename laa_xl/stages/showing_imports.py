"""From the imports to the master's table of imported figures, each with its provenance and whether it counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from laa_xl.domain.earlier import EarlierFigures
from laa_xl.domain.imports import ImportedFigure, KeptImport
from laa_xl.domain.numbers import plain
from laa_xl.domain.periods import Period
from laa_xl.domain.sentences import spoken_day, without_stop


def imported_rows(earlier: EarlierFigures, kept: Iterable[KeptImport]) -> list[dict[str, Any]]:
    """A row for every figure that was ever imported, quarters earliest first; none is ever left out."""
    order = {indicator.code: number for number, indicator in enumerate(earlier.agreement.indicators)}
    rows = [_row(earlier, one, figure) for one in kept for figure in one.figures]
    return sorted(rows, key=lambda row: (row["period"], order.get(row["code"], len(order)), row["code"]))


def _row(earlier: EarlierFigures, one: KeptImport, figure: ImportedFigure) -> dict[str, Any]:
    period, known = Period.parse(figure.period), earlier.agreement.has_indicator(figure.indicator)
    indicator = earlier.agreement.indicator(figure.indicator) if known else None
    return {
        "period": figure.period,
        "theme": earlier.agreement.reported_in(figure.indicator, period) if known else None,
        "code": figure.indicator,
        "title": indicator.title if indicator else None,
        "unit": indicator.unit if indicator else None,
        "actual": figure.actual,
        "status": figure.status,
        "target": figure.target,
        "forecast": figure.forecast,
        "comment": figure.comment,
        "counts": _counts(earlier, one, figure, period),
        "imported_on": one.entry.at.date(),
        "by": one.entry.by,
        "file": one.entry.file,
        "sha256": one.entry.sha256,
        "sheet": figure.sheet or None,
        "cell": figure.cell,
        "decimals": indicator.decimals if indicator else None,
    }


def _counts(earlier: EarlierFigures, one: KeptImport, figure: ImportedFigure, period: Period) -> str:
    """Yes, or why not."""
    gone = one.entry.withdrawn
    if gone is not None:
        return f"No: withdrawn on {spoken_day(gone.at.date())} by {without_stop(gone.by)}. {gone.reason}"
    if not earlier.agreement.has_indicator(figure.indicator):
        return "No: the agreement no longer has this indicator."
    stands = earlier.imported.get((figure.indicator, period))
    if stands is not None and stands.entry != one.entry:
        return f"No: imported again from {stands.entry.file}."
    accepted = earlier.accepted(figure.indicator, period)
    if accepted is None:
        return "Yes"
    if accepted.actual == figure.actual:
        return "No: the accepted return says the same."
    return f"No: the accepted return says {plain(accepted.actual)}, which counts."
