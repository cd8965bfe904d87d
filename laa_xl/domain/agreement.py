"""What was promised: a whole agreement, and what follows from it for a theme, an indicator, a period."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from pydantic import ConfigDict

from laa_xl.domain.copying import Copied
from laa_xl.domain.letters import LetterText
from laa_xl.domain.periods import Period
from laa_xl.domain.records import (
    Block,
    Contact,
    FundingLine,
    Indicator,
    Outcome,
    Partner,
    RewardRow,
    TargetRow,
    Theme,
)
from laa_xl.domain.revisions import BaselineRow, MoveRow
from laa_xl.domain.settings import Settings

__all__ = [
    "Agreement",
    "BaselineRow",
    "Block",
    "Contact",
    "FundingLine",
    "Indicator",
    "LetterText",
    "MoveRow",
    "Outcome",
    "Partner",
    "RewardRow",
    "Settings",
    "TargetRow",
    "Theme",
]


class Agreement(Copied):
    """A whole agreement, checked: every reference resolves."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    settings: Settings
    blocks: tuple[Block, ...] = ()
    partners: tuple[Partner, ...] = ()
    themes: tuple[Theme, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    targets: tuple[TargetRow, ...] = ()
    baselines: tuple[BaselineRow, ...] = ()
    moves: tuple[MoveRow, ...] = ()
    rewards: tuple[RewardRow, ...] = ()
    funding: tuple[FundingLine, ...] = ()
    contacts: tuple[Contact, ...] = ()
    letters: tuple[LetterText, ...] = ()

    @property
    def shares_figures(self) -> bool:
        """Whether an indicator is the same as another or a part of it: then returns of several themes are held against each other."""
        return any(one.same_as or one.part_of for one in self.indicators)

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

    @cached_property
    def _spelled(self) -> dict[str, Indicator]:
        return {indicator.code.casefold(): indicator for indicator in reversed(self.indicators)}

    @cached_property
    def _baselines(self) -> dict[str, list[BaselineRow]]:
        found: dict[str, list[BaselineRow]] = {}
        for row in sorted(self.baselines, key=lambda row: row.effective_from):
            found.setdefault(row.indicator, []).append(row)
        return found

    @cached_property
    def _agreed_from(self) -> dict[str, date]:
        """From which day an indicator has any target: of those whose first one says so itself, not by its year alone."""
        first: dict[str, tuple[date, bool]] = {}
        for row in self.targets:
            begins = (row.effective_from or date(row.year, 4, 1), row.effective_from is not None)
            first[row.indicator] = min(begins, first.get(row.indicator, begins))
        return {code: day for code, (day, said) in first.items() if said}

    @cached_property
    def _moves(self) -> dict[str, list[MoveRow]]:
        found: dict[str, list[MoveRow]] = {}
        for row in sorted(self.moves, key=lambda row: row.starts):
            found.setdefault(row.indicator, []).append(row)
        return found

    @cached_property
    def _themes(self) -> dict[str, Theme]:
        return {theme.code: theme for theme in reversed(self.themes)}

    @cached_property
    def _by_theme(self) -> dict[str, list[Indicator]]:
        found: dict[str, list[Indicator]] = {}
        for indicator in self.indicators:
            found.setdefault(self._outcomes[indicator.outcome].theme, []).append(indicator)
        return found

    @cached_property
    def _funding(self) -> dict[str, list[FundingLine]]:
        found: dict[str, list[FundingLine]] = {}
        for line in self.funding:
            found.setdefault(line.theme, []).append(line)
        return found

    @cached_property
    def _targets_in(self) -> dict[tuple[str, int], list[tuple[int, TargetRow]]]:
        """The targets of an indicator in a year, each with its place among all."""
        found: dict[tuple[str, int], list[tuple[int, TargetRow]]] = {}
        for place, row in enumerate(self.targets):
            found.setdefault((row.indicator, row.year), []).append((place, row))
        return found

    @cached_property
    def _standing(self) -> dict[Period, Agreement]:
        return {}

    @cached_property
    def _parts(self) -> dict[str, list[Indicator]]:
        found: dict[str, list[Indicator]] = {}
        for indicator in self.indicators:
            if indicator.part_of:
                found.setdefault(indicator.part_of, []).append(indicator)
        return found

    @cached_property
    def _shared(self) -> dict[str, list[Indicator]]:
        """The indicators that report the same figure as another one, by either code and in the agreement's order."""
        named: dict[str, list[str]] = {}
        for indicator in self.indicators:
            if indicator.same_as:
                named.setdefault(indicator.same_as, []).append(indicator.code)
        found: dict[str, dict[str, Indicator]] = {}
        for indicator in self.indicators if named else ():
            for code in (indicator.same_as, *named.get(indicator.code, ())):
                if code:
                    found.setdefault(code, {})[indicator.code] = indicator
        return {code: list(others.values()) for code, others in found.items()}

    def at(self, period: Period) -> Agreement:
        """As it stands in a quarter: the indicators that run, each with the outcome and the baseline of that time, or as a placeholder.

        To be asked of the whole agreement: what does not run in one quarter is not there for another.
        """
        found = self._standing.get(period)
        if found is None:
            running = tuple(self._in(one, period) for one in self.indicators if one.runs_in(period))
            found = self._standing[period] = self.model_copy(update={"indicators": running})
            # Quarters differ in their indicators alone: what is worked out from other records is one for all of them.
            found.__dict__.update(_targets=self._targets, _outcomes=self._outcomes, _themes=self._themes)
        return found

    def parts_of(self, code: str) -> tuple[Indicator, ...]:
        """The indicators that together make up one."""
        return tuple(self._parts.get(code, ()))

    def sharing(self, code: str) -> tuple[Indicator, ...]:
        """The indicators of other themes that report the very same figure as one."""
        return tuple(self._shared.get(code, ()))

    def _in(self, indicator: Indicator, period: Period) -> Indicator:
        changed: dict[str, Any] = {}
        if row := self.baseline_row(indicator.code, period):
            changed |= {"baseline": row.baseline, "baseline_period": row.baseline_period}
        if indicator.code in self._moves:
            changed["outcome"] = self.outcome_in(indicator, period).code
        # Cleared when its target was agreed, it was a placeholder all the same until then: past counts stay what they were.
        if self._agreed_from.get(indicator.code, date.min) > period.end:
            changed["placeholder"] = True
        return indicator.model_copy(update=changed) if changed else indicator

    def baseline_row(self, code: str, period: Period) -> BaselineRow | None:
        """The revision of a baseline that is in force when a quarter ends; None: the first baseline still is."""
        baselines = self._baselines.get(code)
        rows = [row for row in baselines if row.effective_from <= period.end] if baselines else ()
        return rows[-1] if rows else None

    def outcome_in(self, indicator: Indicator, period: Period) -> Outcome:
        """The outcome that an indicator measures in a quarter; before it was added, or moved, the one of before."""
        moves = self._moves.get(indicator.code)
        rows = [row for row in moves if row.starts <= period] if moves else ()
        return self._outcomes[rows[-1].outcome if rows else indicator.outcome]

    def reported_in(self, code: str, period: Period) -> str:
        """The theme whose return carries an indicator in a quarter; KeyError where there is no such indicator."""
        return self.outcome_in(self._indicators[code], period).theme

    def theme(self, code: str) -> Theme:
        """The theme of that code (KeyError where there is none)."""
        return self._themes[code]

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

    def found(self, code: str) -> Indicator | None:
        """The indicator of that code; None where there is none."""
        return self._indicators.get(code)

    def spelled(self, code: str) -> Indicator | None:
        """The indicator of a code as somebody typed it, in capitals or not; None where there is none."""
        return self._spelled.get(code.strip().casefold())

    def outcome_of(self, indicator: Indicator) -> Outcome:
        """The outcome that an indicator measures."""
        return self._outcomes[indicator.outcome]

    def theme_of(self, indicator: Indicator) -> Theme:
        """The theme whose return carries an indicator."""
        return self.theme(self.outcome_of(indicator).theme)

    def indicators_of(self, theme: str) -> tuple[Indicator, ...]:
        """The indicators of a theme, in the agreement's order."""
        return tuple(self._by_theme.get(theme, ()))

    def funding_of(self, theme: str, year: int) -> tuple[FundingLine, ...]:
        """The finance lines of a theme in a year; a line without a year stands in every year."""
        return tuple(line for line in self._funding.get(theme, ()) if line.year in (None, year))

    def target_row(self, indicator: str, year: int, quarter: int | None, on: date) -> TargetRow | None:
        """The target in force on a day: of several, the one that took effect last (None: none is known)."""
        known = self._targets.get((indicator, year, quarter))
        if known is None:
            return None
        rows = [row for row in known if row.effective_from is None or row.effective_from <= on]
        return rows[0] if len(rows) == 1 else max(rows, key=lambda row: row.effective_from or date.min, default=None)

    def slice(self, theme: str, period: Period) -> Agreement:
        """What one theme's return has to know: the quarter's own, no other theme, no contacts, no grant figures."""
        outcomes = tuple(outcome for outcome in self.outcomes if outcome.theme == theme)
        indicators = self.at(period).indicators_of(theme)
        targets = sorted(
            (placed for one in indicators for placed in self._targets_in.get((one.code, period.year), ())),
            key=lambda placed: placed[0],
        )
        return self.model_copy(
            update={
                "settings": self.settings.without_public,
                "themes": (self.theme(theme),),
                "partners": (),
                "outcomes": outcomes,
                "indicators": indicators,
                "targets": tuple(row for _, row in targets),
                "baselines": (),
                "moves": (),
                "rewards": (),
                "funding": self.funding_of(theme, period.year),
                "contacts": (),
                "letters": (),
            }
        )
