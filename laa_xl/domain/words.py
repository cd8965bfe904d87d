"""The closed lists of words that a person chooses from, the same in code, workbook and reports."""

from __future__ import annotations

from enum import StrEnum


class Polarity(StrEnum):
    """Which way is good. ``UNSET`` means nobody has said yet: such an indicator is not rated."""

    HIGHER = "higher"
    LOWER = "lower"
    RANGE = "range"
    UNSET = ""


class Accumulation(StrEnum):
    """How a figure builds up, which decides how a period target follows from a year-end target."""

    CUMULATIVE = "cumulative"
    POINT = "point in time"
    RATE = "rate"
    ROLLING = "rolling year"
    SURVEY = "annual survey"


class Measure(StrEnum):
    """What kind of number an indicator is; decides what values are possible."""

    COUNT = "count"
    PERCENT = "percent"
    RATE = "rate"
    RATIO = "ratio"
    SCORE = "score"
    MONEY = "money"
    CHANGE = "change"  # % change from a baseline: the only one that may be negative


class ToleranceKind(StrEnum):
    """Whether a tolerance is a percentage of the target or points in the indicator's own unit."""

    PERCENT = "%"
    POINTS = "points"


class Symbol(StrEnum):
    """The three symbols that Leicester printed in its annual review (document 003)."""

    STAR = "star"
    CIRCLE = "circle"
    TRIANGLE = "triangle"

    @property
    def mark(self) -> str:
        """The glyph and its word, so that nobody has to know the symbol."""
        return _MARKS[self]


_MARKS = {Symbol.STAR: "★ better", Symbol.CIRCLE: "● within", Symbol.TRIANGLE: "▲ worse"}


class Judgement(StrEnum):
    """A partner's word on the year end where there is no figure."""

    BETTER = "Better"
    WITHIN = "Within"
    WORSE = "Worse"


class Rag(StrEnum):
    """Red, amber, green; grey where a figure cannot or must not be rated."""

    RED = "Red"
    AMBER = "Amber"
    GREEN = "Green"
    GREY = "Grey"


class RatingMode(StrEnum):
    """How RAG follows from performance and forecast; part of the agreement."""

    OUTLOOK = "outlook"
    CURRENT = "current"


class Publish(StrEnum):
    """Whether something is told, or made, that need not be."""

    NO = "no"
    YES = "yes"


class DataStatus(StrEnum):
    """What an actual is, or why there is none. A blank is none of these, and is not zero."""

    FINAL = "Final"
    PROVISIONAL = "Provisional"
    ESTIMATE = "Estimate"
    PROXY = "Proxy"
    NOT_YET = "Not yet available"
    NOT_DUE = "Not due this period"
    NOT_APPLICABLE = "Not applicable"

    @property
    def has_figure(self) -> bool:
        """Whether this status goes with a figure."""
        return self in _WITH_FIGURE


_WITH_FIGURE = {DataStatus.FINAL, DataStatus.PROVISIONAL, DataStatus.ESTIMATE, DataStatus.PROXY}


def mark_of(status: DataStatus | str | None) -> str:
    """The word that stands beside a figure that is not final, wherever it is told: ``provisional``; "" for none."""
    return status.lower() if status and status != DataStatus.FINAL else ""


class Direction(StrEnum):
    """Direction of travel against a comparable earlier figure."""

    IMPROVED = "improved"
    STEADY = "steady"
    WORSENED = "worsened"
    NONE = "no comparison"


class Severity(StrEnum):
    """What a finding means for the return."""

    MUST_FIX = "must_fix"
    CONFIRM = "confirm"
    INFO = "info"

    @property
    def spoken(self) -> str:
        """As a person reads it."""
        return {"must_fix": "Must fix", "confirm": "Please confirm", "info": "For information"}[self.value]
