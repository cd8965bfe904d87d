"""Rules about indicators that belong together: parts and their whole, rows of one group, one figure in two themes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from laa_xl.checks.doubts import believed
from laa_xl.checks.look import Look
from laa_xl.checks.registry import Beyond, Where, row_check
from laa_xl.domain.agreement import Indicator
from laa_xl.domain.numbers import exact, plain
from laa_xl.domain.returns import Row
from laa_xl.domain.sentences import listed
from laa_xl.domain.words import Measure, Severity

_CONFIRM = Severity.CONFIRM
_ADDS_UP = (Measure.COUNT, Measure.MONEY)
# Two figures of a group look exchanged where each is this near to the other's target, and further than that from its own.
_NEAR, _OFF = Decimal("0.05"), Decimal("0.10")


def _figure(indicator: Indicator, look: Look) -> tuple[float | None, Row | None]:
    """An indicator's figure of this quarter: of this return, else of another theme's accepted one."""
    own = look.returned.row("indicators", indicator.code)
    if own is not None:
        return look.figure(own, "actual"), own
    if look.known is None or not look.known.agreement.has_indicator(indicator.code):
        return None, None
    theme = look.known.agreement.reported_in(indicator.code, look.period)
    other = look.known.returns.get((theme, look.period))
    row = other.row("indicators", indicator.code) if other is not None else None
    return (row.number_of("actual") if row is not None else None), None


@row_check(
    "indicators",
    "I28",
    _CONFIRM,
    "You entered {entered}, but {parts}, which together are {row}, {gives}. Correct whichever is wrong, or say in {at_confirm} why they "
    "differ.",
    meaning="Parts that do not give their whole: counts do not add up to it, or a rate of the whole lies outside those of its parts. The "
    'agreement says under "Part of" what belongs together.',
    example="40 men and 50 women helped into work, and 80 people.",
    beyond=Beyond.PROGRAMME,
)
def parts_against_whole(row: Row, look: Look) -> Iterator[Where]:
    """Only where each part has its figure. A file alone does not know the parts of other themes, and is not asked."""
    whole, value = look.indicator(row), look.figure(row, "actual")
    if whole is None or value is None or look.known is None:
        return
    parts = look.known.agreement.at(look.period).parts_of(whole.code)
    if len(parts) < 2:
        return
    found = [_figure(one, look) for one in parts]
    figures = [exact(figure) for figure, _ in found if figure is not None]
    if len(figures) < len(parts) or any(one.measure is not whole.measure for one in parts):
        return
    half = Decimal(5) / 10 ** (min(one.decimals for one in (whole, *parts)) + 1)
    if whole.measure in _ADDS_UP:
        wrong = abs(sum(figures) - exact(value)) > half * len(parts)
        gives = f"add up to {plain(sum(figures))}"
    else:
        wrong = not min(figures) - half <= exact(value) <= max(figures) + half
        gives = f"lie between {plain(min(figures))} and {plain(max(figures))}"
    if wrong:
        also = tuple(own.cell("actual") for _, own in found if own is not None)
        yield Where("actual", {"parts": listed(one.code for one in parts), "gives": gives}, also=also)


@row_check(
    "indicators",
    "I29",
    _CONFIRM,
    "You entered {entered} for {row} and {other} for {code}: each is at the other's target. Were the two exchanged? Correct {cell} and "
    "{there}, or say in {at_confirm} that they are right.",
    meaning="The figures of two rows of one group look exchanged: each lies at the other's target, and far from its own.",
    example="Deaths of females 843.9 and of males 591.3 (NI 120, the other way round).",
    beyond=Beyond.TOGETHER,
)
def exchanged_in_a_group(row: Row, look: Look) -> Iterator[Where]:
    """Told at the first of the two rows."""
    one, mine = look.indicator(row), look.figure(row, "actual")
    if one is None or mine is None or not one.group:
        return
    codes = [indicator.code for indicator in look.agreement.indicators]
    for other in look.agreement.indicators:
        own = look.returned.row("indicators", other.code)
        if other.group != one.group or codes.index(other.code) <= codes.index(one.code) or own is None:
            continue
        theirs, aim, their_aim = look.figure(own, "actual"), _aim(one, look), _aim(other, look)
        if theirs is None or not aim or not their_aim:
            continue
        crossed = _off(mine, their_aim) <= _NEAR and _off(theirs, aim) <= _NEAR
        if crossed and _off(mine, aim) > _OFF and _off(theirs, their_aim) > _OFF:
            words = {"other": plain(theirs, None), "code": other.code, "there": own.cell("actual")}
            yield Where("actual", words, also=(own.cell("actual"),))


def _aim(indicator: Indicator, look: Look) -> float | None:
    value = look.target(indicator, "actual").value
    return None if value is None else float(value)


def _off(value: float, aim: float) -> Decimal:
    return abs(exact(value) - exact(aim)) / abs(exact(aim))


@row_check(
    "indicators",
    "Y01",
    _CONFIRM,
    "You entered {entered}; {theme} reported {other} for {code}, which is the same figure. Agree with them which is right and correct "
    "{cell}, or say in {at_confirm} why the two differ.",
    meaning='Two themes report one figure differently. The agreement says under "Same figure as" that it is one.',
    example="Young people in treatment: 120 in the children's return, 131 in the health return.",
    beyond=Beyond.PROGRAMME,
)
def same_figure_elsewhere(row: Row, look: Look) -> Iterator[Where]:
    """Told in the return that is read after the other's was accepted."""
    indicator, value = look.indicator(row), look.figure(row, "actual")
    if indicator is None or value is None or look.known is None:
        return
    agreement = look.known.agreement.at(look.period)
    sharing = agreement.sharing(indicator.code)
    if not sharing or not believed(row, look):
        return
    for other in sharing:
        theirs, own = _figure(other, look)
        if own is None and theirs is not None and exact(theirs) != exact(value):
            theme = agreement.theme_of(other).name
            yield Where("actual", {"theme": theme, "other": plain(theirs, None), "code": other.code})
