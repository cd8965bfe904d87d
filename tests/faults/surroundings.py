"""What a programme knows beside a return: earlier figures, an agreement that has moved on, other returns; for one entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from laa_xl.checks.look import Known
from laa_xl.domain.agreement import Agreement, TargetRow
from laa_xl.domain.comparable import comparable_period
from laa_xl.domain.periods import Period
from laa_xl.domain.returns import Entry, Return
from laa_xl.domain.spec import FormSpec, Past
from tests.faults.places import Spot


def when(spot: Spot) -> Period:
    """The quarter of the return."""
    return spot.given.clean.spec.when


def comparable(spot: Spot) -> Period:
    """The earlier quarter that the indicator is compared with."""
    found = spot.indicator
    return comparable_period(when(spot), found.accumulation, seasonal=found.shares is not None)


def with_past(spot: Spot, figures: Mapping[Period, float], *, alone: bool = False, key: str = "") -> FormSpec:
    """The specification with other earlier figures of a row; ``alone``: and none but these."""
    spec, key = spot.given.clean.spec, key or spot.key
    replaced = {str(period) for period in figures}
    kept = [one for one in spec.past if one.indicator != key or not (alone or one.period in replaced)]
    made = [Past(indicator=key, period=str(period), actual=float(value)) for period, value in figures.items()]
    return spec.model_copy(update={"past": (*kept, *made)})


def with_agreement(spot: Spot, **changed: Any) -> FormSpec:
    """The specification with other records of the agreement."""
    spec = spot.given.clean.spec
    return spec.model_copy(update={"agreement": spec.agreement.model_copy(update=changed)})


def with_indicators(agreement: Agreement, changes: Mapping[str, Mapping[str, Any]]) -> tuple[Any, ...]:
    """The indicators of an agreement, some of them changed."""
    return tuple(
        one.model_copy(update=dict(changes[one.code])) if one.code in changes else one for one in agreement.indicators
    )


def with_target(spot: Spot, values: Mapping[str, float]) -> tuple[TargetRow, ...]:
    """The targets of an agreement, with these for the quarter of the return."""
    at, rows = when(spot), spot.given.clean.spec.agreement.targets
    kept = [row for row in rows if not (row.indicator in values and (row.year, row.quarter) == (at.year, at.quarter))]
    made = [TargetRow(indicator=code, year=at.year, quarter=at.quarter, target=value) for code, value in values.items()]
    return (*kept, *made)


def accepted_before(spot: Spot, **entries: Any) -> Known:
    """A programme that accepted the row of an entry the quarter before, with some other entries."""
    clean = spot.given.clean
    row = spot.given.returned.row("indicators", spot.key)
    assert row is not None
    values = {name: Entry(value, row.cell(name), value) for name, value in entries.items()}
    rows = (replace(row, entries={**row.entries, **values}),)
    last = when(spot).previous
    returned = Return(clean.spec.agreement.settings.code, clean.spec.theme, last, "", "", {"indicators": rows})
    return Known(clean.spec.agreement, {(clean.spec.theme, last): returned})
