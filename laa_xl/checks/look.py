"""What a check sees of one return: its figures, their targets and ratings, and what is known beside it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from laa_xl.checks.figures import FIGURES, fraction_meant, impossible
from laa_xl.domain.agreement import Agreement, Indicator
from laa_xl.domain.aims import Aims, aims
from laa_xl.domain.periods import Period
from laa_xl.domain.rating import Rating
from laa_xl.domain.returns import Return, Row
from laa_xl.domain.spec import FormSpec
from laa_xl.domain.variance import Target
from laa_xl.domain.waiving import NO_WAIVERS, Waivers

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Known:
    """What only a programme knows: the whole agreement, and what was accepted, by theme and period."""

    agreement: Agreement
    returns: Mapping[tuple[str, Period], Return]
    waivers: Waivers = NO_WAIVERS  # those that count for the return that is looked at


@dataclass(frozen=True, slots=True)
class Look:
    """What a check function sees of one return."""

    spec: FormSpec
    returned: Return
    ratings: dict[str, Rating]
    printed: FormSpec | None = (
        None  # what the template carries, where ``spec`` is of a programme that may have moved on
    )
    known: Known | None = None  # None: the file is looked at on its own
    _answers: dict[Hashable, tuple[object, Any]] = field(default_factory=dict, init=False, repr=False, compare=False)
    # What nearly every rule asks has a place of its own; the row is kept beside its answer, so that its id stays its own.
    _figures: dict[tuple[str, int], tuple[Row, float | None]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _ratings: dict[int, tuple[Row, Rating | None]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _aims: dict[int, tuple[Indicator, Aims]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _indicators: dict[str, Indicator] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_indicators", {one.code: one for one in self.spec.agreement.indicators})

    @property
    def agreement(self) -> Agreement:
        """The theme's slice of the agreement."""
        return self.spec.agreement

    @property
    def period(self) -> Period:
        """The reporting period."""
        return self.spec.when

    def once(self, question: str, of: object, answer: Callable[[], T]) -> T:
        """The answer to a question about an object, worked out once: many rules ask the same of a row."""
        known = self._answers.get((question, id(of)))
        if known is None:
            known = self._answers[question, id(of)] = (of, answer())  # keeps the object, so that its id stays its own
        found: T = known[1]
        return found

    def indicator(self, row: Row) -> Indicator | None:
        """The indicator of a row, where the agreement knows its code."""
        return self._indicators.get(row.key)

    def figure(self, row: Row, column: str) -> float | None:
        """The actual or the forecast of an indicator row; None where it is missing or another rule doubts it."""
        known = self._figures.get((column, id(row)))
        if known is None:
            figure = None if self.doubtful(row, column) else row.number_of(column)
            known = self._figures[column, id(row)] = (row, figure)
        return known[1]

    def rating(self, row: Row) -> Rating | None:
        """The rating of an indicator row; None where it rests on an entry that another rule doubts."""
        known = self._ratings.get(id(row))
        if known is None:
            known = self._ratings[id(row)] = (row, self._rating(row))
        return known[1]

    def _rating(self, row: Row) -> Rating | None:
        lost = any(name not in row.entries or row.unusable(name) for name in _RATED_BY)
        if lost or any(self.doubtful(row, name) for name in FIGURES):
            return None
        return self.ratings.get(row.key)

    def target(self, indicator: Indicator, column: str) -> Target:
        """What a figure is set against: the actual against the period's target, the forecast against the year's."""
        both = self.aims(indicator)
        return both.period if column == "actual" else both.year_end

    def aims(self, indicator: Indicator) -> Aims:
        """Both targets of an indicator in the reporting period."""
        known = self._aims.get(id(indicator))
        if known is None:
            known = self._aims[id(indicator)] = (indicator, aims(self.agreement, indicator, self.period))
        return known[1]

    def answered(self, row: Row, rule: str) -> bool:
        """Whether what a rule asks about a row is settled: the partner gave a reason, or the rule is waived for it."""
        return not row.blank("confirm") or self.waived(row, rule)

    def waived(self, row: Row, rule: str) -> bool:
        """Whether the county team has waived a rule for a row."""
        return self.known is not None and self.known.waivers.of(rule, row.key) is not None

    def doubtful(self, row: Row, column: str) -> bool:
        """Whether a figure cannot be right, or is a fraction for a percentage about which the question is open."""
        return self.once(f"doubtful {column}", row, lambda: self._doubtful(row, column))

    def _doubtful(self, row: Row, column: str) -> bool:
        indicator, value = self.indicator(row), row.number_of(column)
        if indicator is None or value is None:
            return False
        if impossible(indicator, value):
            return True
        return fraction_meant(indicator, value, self.target(indicator, column)) and not self.answered(row, FRACTION)


FRACTION = "I05"  # the rule that asks whether a fraction is meant as a percentage

# The entries that a rating is worked out from.
_RATED_BY = (*FIGURES, "status", "forecast_judgement")
