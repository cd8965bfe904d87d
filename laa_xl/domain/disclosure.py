"""The one rule of disclosure: which figures about few people are told nowhere outside the county, and which beside them.

It is asked once, when a quarter is assessed, and its answer goes with each ``Assessed`` (``kept``): pack, highlight report,
documents, charts and public page all follow it. What needs several quarters is asked of a ``Record``. docs/decisions/0039.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from laa_xl.domain.agreement import Agreement, Indicator
from laa_xl.domain.assessment import Assessed, Assessment, Kept
from laa_xl.domain.imports import Imported
from laa_xl.domain.periods import Period
from laa_xl.domain.sentences import are, many
from laa_xl.domain.told_numbers import tells
from laa_xl.domain.words import Accumulation, Measure

NOT_SHOWN = "not shown"
WITHHELD = "The words are not shown, as they tell a figure about few people."


def kept_codes(
    indicators: Mapping[str, Indicator],
    figures: Mapping[str, float | None],
    small: Iterable[str],
    ahead: Iterable[str] = (),
) -> dict[str, Kept]:
    """What is kept back of one quarter, where the figures of ``small``, or the forecasts of ``ahead``, tell on people; by code.

    With each goes the very same figure in another theme (*Same figure as*); every total that it is part of (*Part of*), for the
    other parts could be taken from it; of the other parts, where it alone is unknown of them, the smallest, for the total may be
    known from elsewhere; and every part of a total that is small itself, for none is larger.
    """
    twins = [(code, one.same_as) for code, one in indicators.items() if one.same_as in indicators]
    few = _reached(set(small), _both_ways(twins))
    parts: dict[str, list[str]] = {}
    for code, one in indicators.items():
        if one.part_of in indicators:
            parts.setdefault(one.part_of or "", []).append(code)
    down = [(whole, part) for whole, mine in parts.items() for part in mine]
    hidden = _reached(few | set(ahead), [*_both_ways(twins), *down])
    last: set[str] = set()
    while hidden != last:  # one may entail another; there are only so many
        last = set(hidden)
        hidden = _reached(hidden, _both_ways(twins))
        for whole, mine in parts.items():
            hidden |= _goes_with(whole, mine, hidden, figures)
        hidden |= {whole for whole, mine in parts.items() if hidden & set(mine)}
    return {code: Kept.SMALL if code in few else Kept.BESIDE for code in hidden}


def _both_ways(pairs: Iterable[tuple[str, str | None]]) -> list[tuple[str, str]]:
    found = [(one, other) for one, other in pairs if other]
    return [*found, *((other, one) for one, other in found)]


def _reached(codes: set[str], ways: Sequence[tuple[str, str]]) -> set[str]:
    """These codes, and all that a way leads to from them."""
    found, last = set(codes), set[str]()
    while found != last:
        last = set(found)
        found |= {there for here, there in ways if here in found}
    return found


def _goes_with(whole: str, parts: list[str], hidden: set[str], figures: Mapping[str, float | None]) -> set[str]:
    """What a single unknown of a sum takes with it; nothing where a figure is missing, as then nothing can be worked out."""
    family = (whole, *parts)
    out = [code for code in family if code in hidden]
    if len(out) != 1 or any(figures.get(code) is None for code in family):
        return set()
    others = [code for code in parts if code not in hidden]
    return {min(others, key=lambda code: abs(figures[code] or 0.0), default=whole)}


def counts_few(item: Assessed, few: int) -> bool:
    """Whether so few are counted that people might be recognised, where the indicator asks for care."""
    if not item.indicator.suppress_small or item.row is None:
        return False
    counted = [item.row.number_of("numerator")]
    if item.indicator.measure is Measure.COUNT:
        counted.append(item.row.number_of("actual"))
    return any(number is not None and number < few for number in counted)


def _forecasts_few(item: Assessed, few: int) -> bool:
    """Whether so few are expected: the figure goes with the forecast, as both are told in one breath."""
    if not item.indicator.suppress_small or item.row is None or item.indicator.measure is not Measure.COUNT:
        return False
    forecast = item.row.number_of("forecast")
    return forecast is not None and forecast < few


def marked(items: Sequence[Assessed], few: int) -> tuple[Assessed, ...]:
    """The indicators of a quarter, each with what is kept back of it. Give all of them, local-only ones too."""
    by_code = {item.indicator.code: item for item in items}
    indicators = {code: item.indicator for code, item in by_code.items()}
    figures = {code: item.actual for code, item in by_code.items()}
    small = [code for code, item in by_code.items() if counts_few(item, few)]
    kept = kept_codes(indicators, figures, small, (code for code, item in by_code.items() if _forecasts_few(item, few)))
    return tuple(
        replace(item, kept=kept[item.indicator.code])
        if item.indicator.code in kept and any(True for _ in item.numbers)
        else item
        for item in items
    )


@dataclass(frozen=True, slots=True)
class KeptBack:
    """What a report of one quarter keeps back, by code. ``beside``: only as another could be worked out from it."""

    few: int
    small: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()

    def hides(self, code: str) -> bool:
        """Whether an indicator's figure, and whatever gives it away, is kept back."""
        return code in self.small or code in self.beside

    def word(self, code: str) -> str:
        """What stands in a figure's place; "" where it is shown."""
        if code in self.small:
            return f"fewer than {self.few}"
        return NOT_SHOWN if code in self.beside else ""

    def baseline(self, indicator: Indicator) -> str:
        """What stands in a baseline's place; "" where it is shown. A baseline was a figure once, and may have been small."""
        return f"fewer than {self.few}" if small_baseline(indicator, self.few) else ""

    def words(self, item: Assessed, text: str) -> str:
        """Somebody's words about an indicator; where they tell what is kept back, that they are not shown."""
        return told_words(item, text)

    def note(self, codes: Iterable[str]) -> str:
        """What was kept back of these, for the foot of a table; "" where nothing was."""
        shown = set(codes)
        small, beside = self.small & shown, self.beside & shown
        said = []
        if small:
            said.append(f"{are(len(small))} not shown, as fewer than {self.few} people or events are counted")
        if beside:
            said.append(f"{are(len(beside))} left out, as such a figure could be worked out from it")
        return f"Of the figures, {' and '.join(said)}." if said else ""

    def total_note(self, left_out: int) -> str:
        """Why a total is not shown."""
        return f"A total is not shown where it would tell {many(left_out, 'figure')} that is not." if left_out else ""


def kept_back(items: Iterable[Assessed], few: int) -> KeptBack:
    """What is kept back of the indicators that a report tells of; they were marked when the quarter was assessed."""
    found: dict[Kept, set[str]] = {Kept.SMALL: set(), Kept.BESIDE: set()}
    for item in items:
        if item.kept:
            found[item.kept].add(item.indicator.code)
    return KeptBack(few, frozenset(found[Kept.SMALL]), frozenset(found[Kept.BESIDE]))


def untold(kept: Kept, few: int) -> str:
    """Why no figure stands there, in a sentence without capital and full stop."""
    if kept is Kept.SMALL:
        return f"fewer than {few}, so the figure is not shown"
    return "the figure is not shown, as one about few people could be worked out from it"


def stands_for_kept(text: str) -> bool:
    """Whether this is what stands in the place of a figure that is kept back (``KeptBack.word``)."""
    return text.startswith(("fewer than ", NOT_SHOWN))


def told_words(item: Assessed, text: str) -> str:
    """Somebody's words about an indicator; where they hold the figure that is kept back, that they are not shown."""
    return WITHHELD if item.kept and tells(set(item.numbers), text, own_words(item.indicator)) else text


def own_words(indicator: Indicator) -> str:
    """What is said of an indicator anyway: its title, unit and definition."""
    return " ".join(filter(None, (indicator.title, indicator.unit, indicator.definition)))


def small_baseline(indicator: Indicator, few: int) -> bool:
    """Whether the baseline is a count too small to be told."""
    return _few(indicator, indicator.baseline, few)


def small_baselines(agreement: Agreement) -> set[str]:
    """The codes of indicators any of whose baselines, the first or a revised one, must not be told."""
    few = agreement.settings.suppression_threshold
    revised = {(row.indicator, row.baseline) for row in agreement.baselines}
    first = {(one.code, one.baseline) for one in agreement.indicators}
    return {code for code, value in first | revised if _few(agreement.indicator(code), value, few)}


def _few(indicator: Indicator, value: float | None, few: int) -> bool:
    return indicator.suppress_small and indicator.measure is Measure.COUNT and value is not None and value < few


def small_import(indicator: Indicator, actual: float, few: int) -> bool:
    """Whether an imported figure must not be told: what a rate was counted from is not known, so a rate never is."""
    return indicator.suppress_small and (indicator.measure is not Measure.COUNT or actual < few)


def small_steps(indicator: Indicator, year: Sequence[float | None], few: int) -> frozenset[int]:
    """Which quarters of a year, by place, must not be told beside a later one; the latest figure always stands.

    A count that adds up over the year tells what was counted in between: where that is small, the earlier one is left out.
    """
    counted = indicator.suppress_small and indicator.measure is Measure.COUNT
    if not counted or indicator.accumulation is not Accumulation.CUMULATIVE:
        return frozenset()
    left_out: set[int] = set()
    later: float | None = None
    for place in reversed(range(len(year))):
        figure = year[place]
        if figure is None:
            continue
        if later is not None and later - figure < few:
            left_out.add(place)
        else:
            later = figure
    return frozenset(left_out)


@dataclass(frozen=True)
class Record:
    """The figures of every quarter, accepted or imported, and which of them are kept back.

    ``agreement`` is the whole one, ``assessments`` have every indicator: what is local only is not shown, but a total may have
    to be kept back for its sake.
    """

    agreement: Agreement
    assessments: Sequence[Assessment]
    imported: Imported = field(default_factory=dict)

    @cached_property
    def items(self) -> Mapping[tuple[str, Period], Assessed]:
        """Every indicator of every assessed quarter, by code and quarter."""
        return {(item.indicator.code, item.period): item for one in self.assessments for item in one.indicators}

    def actual(self, code: str, period: Period) -> float | None:
        """The figure that counts: the accepted one, else an imported one. Not to be told without asking ``kept``."""
        item, standing = self.items.get((code, period)), self.imported.get((code, period))
        found = item.actual if item else None
        return standing.figure.actual if found is None and standing else found

    @cached_property
    def _kept(self) -> Mapping[Period, Mapping[str, Kept]]:
        few = self.agreement.settings.suppression_threshold
        small: dict[Period, set[str]] = {}
        ahead: dict[Period, set[str]] = {}
        for (code, period), item in self.items.items():
            for found, is_so in ((small, counts_few(item, few)), (ahead, _forecasts_few(item, few))):
                if is_so:
                    found.setdefault(period, set()).add(code)
        for code, period in self.imported:
            if self._imported_few(code, period, few):
                small.setdefault(period, set()).add(code)
        indicators = {one.code: one for one in self.agreement.indicators}
        kept = {}
        for period in {*small, *ahead}:
            figures = {code: self.actual(code, period) for code in indicators}
            kept[period] = kept_codes(indicators, figures, small.get(period, ()), ahead.get(period, ()))
        return kept

    def _imported_few(self, code: str, period: Period, few: int) -> bool:
        item = self.items.get((code, period))
        if not self.agreement.has_indicator(code) or (item is not None and item.actual is not None):
            return False
        return small_import(self.agreement.indicator(code), self.imported[(code, period)].figure.actual, few)

    def kept(self, code: str, period: Period) -> Kept | None:
        """Why the figure of a quarter is not told; None where it may be."""
        return self._kept.get(period, {}).get(code)

    def beside_later(self, indicator: Indicator, quarters: Iterable[Period]) -> Iterator[Period]:
        """Those of these quarters that are not told, as a later one of their year would tell a small count beside them."""
        few, known = self.agreement.settings.suppression_threshold, sorted(quarters)
        for year in {one.year for one in known}:
            mine = [one for one in known if one.year == year]
            told = [None if self.kept(indicator.code, q) else self.actual(indicator.code, q) for q in mine]
            yield from (mine[place] for place in small_steps(indicator, told, few))
