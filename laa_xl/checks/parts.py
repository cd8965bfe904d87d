"""Rules about numerator and denominator: they come together, and give the figure."""

from __future__ import annotations

from collections.abc import Iterator

from laa_xl.checks.figures import FIGURES, live_doubtful
from laa_xl.checks.look import Look
from laa_xl.checks.registry import Live, Where, row_check
from laa_xl.declare.excel import all_of, blank, has, is_number, negated
from laa_xl.domain.agreement import Indicator
from laa_xl.domain.numbers import exact, plain, round_half_away
from laa_xl.domain.quotients import BASES, bases_of, fitting_bases
from laa_xl.domain.returns import Row
from laa_xl.domain.words import Measure, Severity

_MUST = Severity.MUST_FIX
PARTS = ("numerator", "denominator")
PARTLESS = (Measure.COUNT, Measure.MONEY, Measure.CHANGE, Measure.SCORE)  # numerator and denominator say nothing
_BELOW_0 = all_of(has("lowest"), "{rule:lowest}>=0")
LIVE_NEGATIVE = {
    **{name: all_of(f"{{{name}}}<0", _BELOW_0) for name in FIGURES},
    **{name: all_of(f"{{{name}}}<0", _BELOW_0, '{rule:measure}<>"change"') for name in PARTS},
}
_SHARE = "{numerator}/{denominator}"
_DISTANCES = ",".join(f"ABS({_SHARE}*{base}-{{actual}})" for base in BASES)
# The decimals that the partner gave, and half a unit of the last of them or of the indicator's, whichever is coarser.
_PLACES = "".join(f"IF({{actual}}=ROUND({{actual}},{places}),{places}," for places in range(6)) + "6" + ")" * 6
_LIVE_APART = (
    f'ROUND(IF({{rule:measure}}="percent",ABS({_SHARE}*100-{{actual}}),MIN({_DISTANCES})),9)'
    f">ROUND(MAX({{rule:half}},0.5/10^({_PLACES})),9)"
)


def negative_figure(indicator: Indicator, value: float) -> bool:
    """Whether a figure is below 0 although the indicator's lowest is not."""
    return value < 0 and indicator.lowest is not None and indicator.lowest >= 0


def negative_parts(row: Row, look: Look) -> list[str]:
    """Numerator and denominator below 0, where the figure may not be either."""
    indicator = look.indicator(row)
    if indicator is None or indicator.measure is Measure.CHANGE:
        return []
    parts = [(name, row.number_of(name)) for name in ("numerator", "denominator")]
    return [name for name, value in parts if value is not None and negative_figure(indicator, value)]


@row_check(
    "indicators",
    "I07",
    _MUST,
    "The numerator {entered} and the denominator {below} give {worked}, but Actual in {at_actual} is {actual}. Correct whichever "
    "is wrong.",
    meaning="Numerator and denominator do not give the figure.",
    example="30 of 50, and Actual 62 %.",
    live=[
        Live(
            "indicators",
            "numerator",
            all_of(
                *(is_number(name) for name in ("actual", *PARTS)),
                "{denominator}<>0",
                negated(live_doubtful("actual")),
                *(negated(f"AND({LIVE_NEGATIVE[name]})") for name in PARTS),
                has("half"),
                _LIVE_APART,
            ),
            "Numerator and denominator do not give the actual: correct whichever is wrong",
        )
    ],
)
def parts_against_value(row: Row, look: Look) -> Iterator[Where]:
    """Numerator over denominator has to give the figure, to its decimals; a rate may be per 1, 100, 1,000 and so on."""
    indicator = look.indicator(row)
    actual = look.figure(row, "actual")
    above, below = row.number_of("numerator"), row.number_of("denominator")
    if indicator is None or actual is None or above is None or below is None or below == 0:
        return
    if negative_parts(row, look) or indicator.measure in PARTLESS:
        return
    if fitting_bases(indicator, actual, above, below):
        return
    worked = [exact(above) / exact(below) * base for base in bases_of(indicator)]
    nearest = min(worked, key=lambda value: abs(value - exact(actual)))
    shown = plain(round_half_away(nearest, indicator.decimals + 1), None)
    yield Where("numerator", {"below": plain(below, None), "worked": shown, "actual": plain(actual, None)})


@row_check(
    "indicators",
    "I08",
    _MUST,
    "{present} is given but {column} is blank. Fill in {cell}, or clear both.",
    meaning="Half of numerator and denominator.",
    example="Numerator 30, denominator blank.",
    live=[
        Live(
            "indicators",
            other,
            all_of(is_number(given), blank(other)),
            "Numerator and denominator come together: fill in both, or clear both",
        )
        for given, other in (PARTS, PARTS[::-1])
    ],
)
def half_of_the_parts(row: Row, look: Look) -> Iterator[Where]:
    """Numerator and denominator come together."""
    for given, other, title in (
        ("numerator", "denominator", "A numerator"),
        ("denominator", "numerator", "A denominator"),
    ):
        if row.number_of(given) is not None and row.blank(other):
            yield Where(other, {"present": title})


@row_check(
    "indicators",
    "I09",
    _MUST,
    "You entered {entered} for {column}. Nothing can be divided by zero. Correct {cell}, or clear numerator and denominator.",
    meaning="A denominator of 0.",
    example="30 of 0.",
    live=[
        Live(
            "indicators",
            "denominator",
            all_of(is_number("denominator"), "{denominator}=0"),
            "The denominator cannot be zero",
        )
    ],
)
def nothing_to_divide_by(row: Row, look: Look) -> Iterator[Where]:
    """A denominator of 0 gives no figure."""
    if row.number_of("denominator") == 0:
        yield Where("denominator")
