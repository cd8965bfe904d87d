"""What was promised: the agreement, its themes, outcomes, indicators, targets, money and settings."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from pydantic import BaseModel, ConfigDict

from laa_xl.domain.numbers import Figure
from laa_xl.domain.periods import Period
from laa_xl.domain.profile import period_target
from laa_xl.domain.rating import Target, Tolerance
from laa_xl.domain.rollup import RollupSettings
from laa_xl.domain.words import Accumulation, Measure, Polarity, RatingMode, ToleranceKind


class Frozen(BaseModel):
    """A record that never changes once read; unknown fields are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Settings(Frozen):
    """The agreement's own choices; each is declared, with its meaning, in ``declare.agreement_tables``."""

    code: str
    title: str
    area: str
    accountable_body: str
    government_office: str
    government_office_short: str
    start_year: int
    end_year: int
    rating_mode: RatingMode
    rating_version: str
    tolerance_upper: float
    tolerance_lower: float
    dead_band: float
    finance_band_amber: float
    finance_band_red: float
    rollup_red_share: float
    rollup_green_share: float
    rollup_min_rated: float
    risk_high: int
    risk_medium: int
    far_from_last: float
    designated_limit: int
    deadline_days: int
    suppression_threshold: int
    net_budget_requirement: float | None = None
    reward_pot_percent: float
    illustrative_note: str | None = None
    sources: str | None = None

    @property
    def rollup(self) -> RollupSettings:
        """The roll-up rule's settings."""
        return RollupSettings(self.rollup_red_share, self.rollup_green_share, self.rollup_min_rated)

    @property
    def years(self) -> range:
        """The financial years of the term."""
        return range(self.start_year, self.end_year + 1)


class Block(Frozen):
    """A government block, in which the highlight report speaks."""

    code: str
    name: str


class Partner(Frozen):
    """An organisation of the partnership."""

    code: str
    name: str
    sector: str | None = None


class Theme(Frozen):
    """A local grouping: one return is expected from it each quarter."""

    code: str
    name: str
    block: str
    lead_partner: str | None = None
    lead_post: str | None = None


class Outcome(Frozen):
    """What a theme wants to happen."""

    code: str
    theme: str
    title: str
    mandatory: bool = False


class Indicator(Frozen):
    """How an outcome is measured. ``polarity`` unset: not rated until someone sets it."""

    code: str
    outcome: str
    title: str
    definition: str | None = None
    unit: str | None = None
    measure: Measure
    decimals: int = 0
    polarity: Polarity = Polarity.UNSET
    frequency: str | None = None
    due_quarters: str | None = None
    accumulation: Accumulation
    lag_months: int | None = None
    baseline: float | None = None
    baseline_period: str | None = None
    tolerance_upper: float | None = None
    tolerance_lower: float | None = None
    tolerance_kind: ToleranceKind | None = None
    minimum: float | None = None
    maximum: float | None = None
    confidence: float | None = None
    group: str | None = None
    share_q1: float | None = None
    share_q2: float | None = None
    share_q3: float | None = None
    share_q4: float | None = None
    lead_partner: str | None = None
    responsible_post: str | None = None
    source: str | None = None
    placeholder: bool = False
    mandatory: bool = False
    reward: bool = False
    designated: bool = False
    statutory: bool = False
    local_only: bool = False
    multi_area: bool = False
    suppress_small: bool = False
    illustrative: bool = False
    note: str | None = None

    @property
    def shares(self) -> tuple[float, float, float, float] | None:
        """The seasonal shares of the year, or None where the profile is the default one."""
        shares = (self.share_q1, self.share_q2, self.share_q3, self.share_q4)
        if any(share is None for share in shares):
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

    indicator: str
    year: int
    quarter: int | None = None
    target: float | None = None
    low: float | None = None
    high: float | None = None
    effective_from: date | None = None
    illustrative: bool = False
    note: str | None = None

    @property
    def as_target(self) -> Target:
        """The figures, as the rating rules take them."""
        return Target(self.target, self.low, self.high)


class RewardRow(Frozen):
    """One sub-indicator of a stretch target worth grant."""

    indicator: str
    target_no: int
    target_title: str
    without_stretch: float | None = None
    with_stretch: float | None = None
    weight: float | None = None
    illustrative: bool = False
    note: str | None = None


class FundingLine(Frozen):
    """Money paid through the agreement (pooled) or steered to its outcomes (aligned), in one year."""

    code: str
    theme: str
    stream: str
    pooling: str | None = None
    recipient: str | None = None
    year: int | None = None
    budget: float | None = None
    illustrative: bool = False
    note: str | None = None


class Contact(Frozen):
    """A post to write to. Never leaves with a pack, never travels in a template."""

    post: str
    theme: str | None = None
    organisation: str | None = None
    email: str | None = None
    role: str | None = None


class Agreement(BaseModel):
    """A whole agreement, checked: every reference resolves."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    settings: Settings
    blocks: tuple[Block, ...] = ()
    partners: tuple[Partner, ...] = ()
    themes: tuple[Theme, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    targets: tuple[TargetRow, ...] = ()
    rewards: tuple[RewardRow, ...] = ()
    funding: tuple[FundingLine, ...] = ()
    contacts: tuple[Contact, ...] = ()

    @cached_property
    def _outcomes(self) -> dict[str, Outcome]:
        return {outcome.code: outcome for outcome in self.outcomes}

    @cached_property
    def _targets(self) -> dict[tuple[str, int, int | None], list[TargetRow]]:
        found: dict[tuple[str, int, int | None], list[TargetRow]] = {}
        for row in self.targets:
            found.setdefault((row.indicator, row.year, row.quarter), []).append(row)
        return found

    @cached_property
    def _indicators(self) -> dict[str, Indicator]:
        return {indicator.code: indicator for indicator in self.indicators}

    def theme(self, code: str) -> Theme:
        """The theme of that code (KeyError where there is none)."""
        for theme in self.themes:
            if theme.code == code:
                return theme
        raise KeyError(code)

    def block(self, code: str) -> Block:
        """The block of that code (KeyError where there is none)."""
        for block in self.blocks:
            if block.code == code:
                return block
        raise KeyError(code)

    def indicator(self, code: str) -> Indicator:
        """The indicator of that code (KeyError where there is none)."""
        return self._indicators[code]

    def has_indicator(self, code: str) -> bool:
        """Whether the agreement knows that code."""
        return code in self._indicators

    def outcome_of(self, indicator: Indicator) -> Outcome:
        """The outcome that an indicator measures."""
        return self._outcomes[indicator.outcome]

    def theme_of(self, indicator: Indicator) -> Theme:
        """The theme whose return carries an indicator."""
        return self.theme(self.outcome_of(indicator).theme)

    def indicators_of(self, theme: str) -> tuple[Indicator, ...]:
        """The indicators of a theme, in the agreement's order."""
        return tuple(i for i in self.indicators if self._outcomes[i.outcome].theme == theme)

    def funding_of(self, theme: str, year: int) -> tuple[FundingLine, ...]:
        """The finance lines of a theme in a year; a line without a year stands in every year."""
        return tuple(line for line in self.funding if line.theme == theme and line.year in (None, year))

    def target_row(self, indicator: str, year: int, quarter: int | None, on: date) -> TargetRow | None:
        """The target in force on a day: of several, the one that took effect last (None: none is known)."""
        rows = [
            row
            for row in self._targets.get((indicator, year, quarter), ())
            if row.effective_from is None or row.effective_from <= on
        ]
        return max(rows, key=lambda row: row.effective_from or date.min, default=None)

    def year_end(self, indicator: Indicator, period: Period) -> Target:
        """The year-end target in force; an empty Target where none is agreed."""
        row = self.target_row(indicator.code, period.year, None, period.end)
        return row.as_target if row else Target()

    def period_target(self, indicator: Indicator, period: Period) -> Target:
        """The target of the quarter: an explicit one wins, else it follows from the year's (DOMAIN.md, Profile)."""
        row = self.target_row(indicator.code, period.year, period.quarter, period.end)
        year_end = self.year_end(indicator, period)
        if indicator.polarity is Polarity.RANGE:
            return row.as_target if row else year_end
        explicit: Figure | None = row.target if row else None
        value = period_target(
            year_end.value, period.quarter, indicator.accumulation, indicator.shares, indicator.decimals, explicit
        )
        return Target(value)

    def tolerance(self, indicator: Indicator) -> Tolerance:
        """The indicator's own tolerance, else the agreement's."""
        kind = indicator.tolerance_kind or ToleranceKind.PERCENT
        if kind is ToleranceKind.POINTS:
            return Tolerance(indicator.tolerance_upper or 0, indicator.tolerance_lower or 0, kind)
        settings = self.settings
        upper = settings.tolerance_upper if indicator.tolerance_upper is None else indicator.tolerance_upper
        lower = settings.tolerance_lower if indicator.tolerance_lower is None else indicator.tolerance_lower
        return Tolerance(upper, lower, kind)

    def counting_keys(self) -> tuple[str, ...]:
        """The indicators as they are counted: rows of one group once."""
        return tuple(dict.fromkeys(indicator.counting_key for indicator in self.indicators))

    def slice(self, theme: str, year: int) -> Agreement:
        """What one theme's return has to know: no other theme, no contacts, no grant figures."""
        outcomes = tuple(outcome for outcome in self.outcomes if outcome.theme == theme)
        indicators = self.indicators_of(theme)
        codes = {indicator.code for indicator in indicators}
        return self.model_copy(
            update={
                "themes": (self.theme(theme),),
                "partners": (),
                "outcomes": outcomes,
                "indicators": indicators,
                "targets": tuple(row for row in self.targets if row.indicator in codes and row.year == year),
                "rewards": (),
                "funding": self.funding_of(theme, year),
                "contacts": (),
            }
        )
