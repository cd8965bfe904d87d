"""What is agreed anew within the term: a baseline revised from a date, an indicator that moves to another outcome."""

from __future__ import annotations

from datetime import date

from pydantic import field_validator

from laa_xl.domain.periods import Period
from laa_xl.domain.settings import Frozen, column


class BaselineRow(Frozen):
    """A revised baseline. What was agreed before stays where it stands, so that old, new, who and why are kept."""

    indicator: str = column("Indicator", 14, key=True)
    baseline: float = column("Revised baseline", 11, means="figure")
    baseline_period: str | None = column("Baseline period", 16, default=None, prompt="What the figure is about")
    effective_from: date = column(
        "Effective from", 13, prompt="Quarters that end before this day keep the baseline of before"
    )
    reason: str = column("Reason", 50, kind="long text")
    post: str = column("Agreed by (post)", 30)
    illustrative: bool = column(
        "Illustrative", 11, default=False, prompt="Y where the row is made up for a demonstration"
    )
    note: str | None = column("Note", 50, default=None, kind="long text")

    def outdates(self, period: Period) -> bool:
        """Whether a figure of that quarter is from before it: what is counted now is another thing."""
        return period.end < self.effective_from


class MoveRow(Frozen):
    """An indicator that measures another outcome from a quarter on, and so may stand in another theme's return."""

    indicator: str = column("Indicator", 14, key=True)
    outcome: str = column("To outcome", 14, prompt="The outcome that it measures from then on; its theme reports it")
    from_period: str = column("From period", 12, kind="quarter", prompt="The first quarter there, such as 2009-Q1")
    reason: str = column("Reason", 50, kind="long text")
    post: str = column("Agreed by (post)", 30)
    illustrative: bool = column(
        "Illustrative", 11, default=False, prompt="Y where the row is made up for a demonstration"
    )
    note: str | None = column("Note", 50, default=None, kind="long text")

    @field_validator("from_period")
    @classmethod
    def _is_a_period(cls, value: str) -> str:
        return str(Period.parse(value))

    @property
    def starts(self) -> Period:
        """The first quarter in which the indicator stands there."""
        return Period.parse(self.from_period)
