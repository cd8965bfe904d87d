"""The records of an agreement. Each field declares its column: the CSV, the master's table and the checks follow."""

from __future__ import annotations

from datetime import date

from pydantic import field_validator

from laa_xl.domain.periods import Period
from laa_xl.domain.settings import Frozen, column
from laa_xl.domain.variance import Target
from laa_xl.domain.words import Accumulation, Measure, Polarity, ToleranceKind


class Block(Frozen):
    """A government block, in which the highlight report speaks."""

    code: str = column("Block", 14, key=True)
    name: str = column("Name", 40)


class Partner(Frozen):
    """An organisation of the partnership."""

    code: str = column("Partner", 14, key=True)
    name: str = column("Name", 40)
    sector: str | None = column(
        "Sector", 20, default=None, prompt="Such as Third sector: for your own records, nothing depends on it"
    )


class Theme(Frozen):
    """A local grouping: one return is expected from it each quarter."""

    code: str = column("Theme", 14, key=True)
    name: str = column("Name", 36)
    block: str = column("Government block", 18)
    lead_partner: str | None = column("Lead partner", 20, default=None)
    lead_post: str | None = column("Theme lead (post)", 36, default=None)


class Outcome(Frozen):
    """What a theme wants to happen."""

    code: str = column("Outcome", 14, key=True)
    theme: str = column("Theme", 14)
    title: str = column("Title", 60)
    mandatory: bool = column("Mandatory", 11, default=False, prompt="Y where Government set the outcome")


class Indicator(Frozen):
    """How an outcome is measured. ``polarity`` unset: not rated until someone sets it."""

    code: str = column("Indicator", 14, key=True)
    outcome: str = column("Outcome", 14)
    title: str = column("Title", 60)
    definition: str | None = column("Definition", 50, default=None, kind="long text")
    unit: str | None = column("Unit", 26, default=None)
    measure: Measure = column("Measure", 14)
    decimals: int = column("Decimals", 9, default=0, minimum=0, maximum=6)
    polarity: Polarity = column("Polarity", 14, default=Polarity.UNSET)
    frequency: str | None = column("Frequency", 18, default=None)
    due_quarters: str | None = column("Due in", default=None, prompt="Such as Q2 Q4; blank: every quarter")
    first_period: str | None = column(
        "First period",
        11,
        default=None,
        kind="quarter",
        prompt="Where it was added later: its first quarter, as 2009-Q1",
    )
    last_period: str | None = column(
        "Last period", 11, default=None, kind="quarter", prompt="Where it has ended: its last quarter, such as 2009-Q4"
    )
    accumulation: Accumulation = column("Accumulation", 14)
    lag_months: int | None = column("Lag, months", 9, default=None, minimum=0)
    baseline: float | None = column("Baseline", 11, default=None, means="figure")
    baseline_period: str | None = column("Baseline period", 16, default=None)
    tolerance_upper: float | None = column("Tolerance above", 11, default=None, means="tolerance", minimum=0)
    tolerance_lower: float | None = column("Tolerance below", 11, default=None, means="tolerance", minimum=0)
    tolerance_kind: ToleranceKind | None = column("Tolerance in", 10, default=None)
    minimum: float | None = column("Lowest possible", 11, default=None, means="figure")
    maximum: float | None = column("Highest possible", 11, default=None, means="figure")
    confidence: float | None = column("Confidence interval, ±", 11, default=None, means="figure")
    group: str | None = column("Group", default=None, prompt="Rows with the same group count as one indicator")
    part_of: str | None = column(
        "Part of", 14, default=None, prompt="The indicator that this one, with the others that say so, makes up"
    )
    same_as: str | None = column(
        "Same figure as", 14, default=None, prompt="The indicator of another theme that reports the very same figure"
    )
    share_q1: float | None = column("Share Q1", 11, default=None, means="share")
    share_q2: float | None = column("Share Q2", 11, default=None, means="share")
    share_q3: float | None = column("Share Q3", 11, default=None, means="share")
    share_q4: float | None = column("Share Q4", 11, default=None, means="share")
    lead_partner: str | None = column("Lead partner", 20, default=None)
    responsible_post: str | None = column("Responsible officer (post)", 30, default=None)
    source: str | None = column("Source of data", 30, default=None)
    placeholder: bool = column("Placeholder", 11, default=False, prompt="Y while its baseline or target is not agreed")
    mandatory: bool = column("Mandatory", 11, default=False)
    reward: bool = column("Reward", 11, default=False)
    designated: bool = column("Designated", 11, default=False)
    statutory: bool = column(
        "Statutory",
        11,
        default=False,
        prompt="Y: a statutory education target, beside the 35 designated: for your own records, nothing depends on it",
    )
    local_only: bool = column("Local only", 11, default=False, prompt="Y: never reported to Government")
    multi_area: bool = column("Multi-area", 11, default=False)
    suppress_small: bool = column("Suppress small counts", 11, default=False)
    illustrative: bool = column(
        "Illustrative", 11, default=False, prompt="Y where the row is made up for a demonstration"
    )
    note: str | None = column("Note", 50, default=None, kind="long text")

    @field_validator("first_period", "last_period")
    @classmethod
    def _is_a_period(cls, value: str | None) -> str | None:
        return str(Period.parse(value)) if value else None

    def runs_in(self, period: Period) -> bool:
        """Whether it is part of the agreement in that quarter: not before it was added, nor after it has ended."""
        started = self.first_period is None or Period.parse(self.first_period) <= period
        return started and (self.last_period is None or period <= Period.parse(self.last_period))

    @property
    def shares(self) -> tuple[float, float, float, float] | None:
        """The seasonal shares of the year, or None where the profile is the default one."""
        shares = (self.share_q1, self.share_q2, self.share_q3, self.share_q4)
        if None in shares:
            return None
        return tuple(share or 0.0 for share in shares)  # type: ignore[return-value]

    def due_in(self, quarter: int) -> bool:
        """Whether a figure is due in that quarter; blank ``due_quarters`` means every quarter."""
        return not self.due_quarters or f"Q{quarter}" in self.due_quarters.upper().replace(",", " ").split()

    @property
    def lowest(self) -> float | None:
        """The lowest possible value: as declared, else 0 for all but a change from a baseline."""
        if self.minimum is not None:
            return self.minimum
        return None if self.measure is Measure.CHANGE else 0.0

    @property
    def highest(self) -> float | None:
        """The highest possible value: as declared, else 100 for a percentage."""
        if self.maximum is not None:
            return self.maximum
        return 100.0 if self.measure is Measure.PERCENT else None

    @property
    def counting_key(self) -> str:
        """Rows of one group count as one indicator."""
        return self.group or self.code


class TargetRow(Frozen):
    """A target: of a year end (``quarter`` None) or of a quarter; ``low``/``high`` where a range is best."""

    indicator: str = column("Indicator", 14, key=True)
    year: int = column("Financial year", 10, means="year")
    quarter: int | None = column(
        "Quarter", 9, default=None, means="quarter", prompt="Blank: the year end", minimum=1, maximum=4
    )
    target: float | None = column("Target", 11, default=None, means="figure")
    low: float | None = column("Range from", 11, default=None, means="figure")
    high: float | None = column("Range to", 11, default=None, means="figure")
    effective_from: date | None = column("Effective from", 13, default=None)
    illustrative: bool = column(
        "Illustrative", 11, default=False, prompt="Y where the row is made up for a demonstration"
    )
    note: str | None = column("Note", 50, default=None, kind="long text")

    @property
    def as_target(self) -> Target:
        """The figures, as the rating rules take them."""
        return Target(self.target, self.low, self.high)


class RewardRow(Frozen):
    """One sub-indicator of a stretch target worth grant."""

    indicator: str = column("Indicator", 14, key=True)
    target_no: int = column("Reward target", 9)
    target_title: str = column("Title of the target", 44)
    without_stretch: float | None = column("Target without stretch", 11, default=None, means="figure")
    with_stretch: float | None = column("Target with stretch", 11, default=None, means="figure")
    weight: float | None = column("Weight", 11, default=None)
    illustrative: bool = column(
        "Illustrative", 11, default=False, prompt="Y where the row is made up for a demonstration"
    )
    note: str | None = column("Note", 50, default=None, kind="long text")


class FundingLine(Frozen):
    """Money paid through the agreement (pooled) or steered to its outcomes (aligned), in one year; a line keeps its code."""

    code: str = column("Line", 14, key=True)
    theme: str = column("Theme", 14)
    stream: str = column("Funding stream", 40)
    pooling: str | None = column("Pooled or aligned", 14, default=None, kind="choice", choices=("Pooled", "Aligned"))
    recipient: str | None = column("First level recipient", 30, default=None)
    year: int | None = column("Financial year", 10, default=None, means="year")
    budget: float | None = column("Budget, £", 14, default=None, kind="money")
    illustrative: bool = column(
        "Illustrative", 11, default=False, prompt="Y where the row is made up for a demonstration"
    )
    note: str | None = column("Note", 50, default=None, kind="long text")


class Contact(Frozen):
    """A post to write to. Never leaves with a pack, never travels in a template."""

    post: str = column("Post", 34, key=True)
    theme: str | None = column("Theme", 14, default=None)
    organisation: str | None = column("Organisation", 30, default=None)
    email: str | None = column("E-mail", 34, default=None, personal=True)
    role: str | None = column(
        "Role", 14, default=None, kind="choice", choices=("Lead", "Contributor", "County team", "Government Office")
    )
