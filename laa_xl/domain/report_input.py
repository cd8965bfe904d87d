"""What every builder of a report is given: the agreement and all that was worked out for a quarter, as one argument."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from laa_xl.domain.agreement import Agreement
from laa_xl.domain.assessment import Assessment
from laa_xl.domain.earlier import Returns
from laa_xl.domain.imports import Imported
from laa_xl.domain.inputs import Inputs
from laa_xl.domain.periods import Period
from laa_xl.domain.register import Register


@dataclass(frozen=True, slots=True)
class ReportInput:
    """Everything that a report may be built from, for one quarter. A builder changes nothing of it and asks no clock.

    ``agreement`` is the whole agreement: ask ``agreement.at(period)`` for what runs in a quarter. ``assessments`` and
    ``returns`` are those of every quarter up to ``period``, earliest first, and nothing later; they hold
    local-only indicators and small counts, which a builder leaves out (``assessment.for_government``,
    ``disclosure.kept_back``: an ``Assessed`` that is ``kept`` shows no figure). ``inputs`` are the officers' tables,
    ``register`` the whole record. ``imported`` are past figures that came from spreadsheets. ``today`` is the day on which
    the report is made.
    """

    agreement: Agreement
    period: Period
    assessments: tuple[Assessment, ...]
    returns: Returns
    inputs: Inputs
    register: Register
    today: date
    imported: Imported = field(default_factory=dict)

    @property
    def assessment(self) -> Assessment:
        """The assessment of the quarter reported on (LookupError where no return was accepted for it)."""
        for assessment in reversed(self.assessments):
            if assessment.period == self.period:
                return assessment
        raise LookupError(f"no return was accepted for {self.period}")

    @property
    def previous(self) -> Assessment | None:
        """The newest assessment before the quarter reported on; None where it is the first."""
        earlier = [assessment for assessment in self.assessments if assessment.period < self.period]
        return max(earlier, key=lambda assessment: assessment.period, default=None)

    @property
    def compared(self) -> tuple[Assessment, ...]:
        """The quarter reported on, and those that words about it set it against: the one before, and that of a year ago."""
        told = {self.period, self.period.same_last_year, self.previous.period if self.previous else None}
        return tuple(assessment for assessment in self.assessments if assessment.period in told)

    def returns_now(self) -> Returns:
        """The accepted returns of the quarter reported on, by theme and quarter."""
        return {key: returned for key, returned in self.returns.items() if key[1] == self.period}
