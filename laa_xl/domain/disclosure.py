"""Figures about few people: which a report keeps back, and which beside them, so that none can be worked out from the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from laa_xl.domain.agreement import Agreement, Indicator
from laa_xl.domain.assessment import Assessed
from laa_xl.domain.drafting import actual_of, is_suppressed
from laa_xl.domain.sentences import are, many
from laa_xl.domain.words import Measure

_FIGURES = ("actual", "numerator", "forecast")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_IN_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NOT_SHOWN = "not shown"
_WITHHELD = "The words are not shown, as they tell a figure about few people."


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
        return f"fewer than {self.few}" if _few(indicator, indicator.baseline, self.few) else ""

    def words(self, item: Assessed, text: str) -> str:
        """Somebody's words about an indicator; where they tell what is kept back, that they are not shown."""
        return _WITHHELD if self.hides(item.indicator.code) and _tells(item, text) else text

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


def small_baselines(agreement: Agreement) -> set[str]:
    """The codes of indicators any of whose baselines, the first or a revised one, must not be told."""
    few = agreement.settings.suppression_threshold
    revised = {(row.indicator, row.baseline) for row in agreement.baselines}
    first = {(one.code, one.baseline) for one in agreement.indicators}
    return {code for code, value in first | revised if _few(agreement.indicator(code), value, few)}


def _few(indicator: Indicator, value: float | None, few: int) -> bool:
    return indicator.suppress_small and indicator.measure is Measure.COUNT and value is not None and value < few


def kept_back(items: Iterable[Assessed], few: int) -> KeptBack:
    """What is kept back of one quarter's figures; ``items`` are those that are reported.

    A count below ``few`` is, where its indicator asks for it, and the very same figure of another theme. Of a whole and its
    parts that all have figures one alone is never kept back, as the others give it: the smallest other part goes with it,
    else the whole. docs/decisions/0034.
    """
    known = {item.indicator.code: item for item in items}
    small = {code for code, item in known.items() if is_suppressed(item, few)}
    beside: set[str] = set()
    families = list(_families(known))
    before = -1
    while len(small) + len(beside) != before:  # one may entail another; there are only so many
        before = len(small) + len(beside)
        for code, item in known.items():
            for hidden in (small, beside):
                if code in hidden and item.indicator.same_as in known:
                    hidden.add(item.indicator.same_as or "")
                if item.indicator.same_as in hidden:
                    hidden.add(code)
        for whole, parts in families:
            out = [code for code in (whole, *parts) if code in small or code in beside]
            if len(out) == 1:
                beside.add(_goes_with(out[0], whole, parts, known))
    return KeptBack(few, frozenset(small), frozenset(beside - small))


def _families(known: dict[str, Assessed]) -> Iterator[tuple[str, list[str]]]:
    """A whole with its parts, where all of them have figures: else nothing can be worked out."""
    for whole in known:
        parts = [code for code, item in known.items() if item.indicator.part_of == whole]
        if parts and all(actual_of(known[code]) is not None for code in (whole, *parts)):
            yield whole, parts


def _goes_with(hidden: str, whole: str, parts: list[str], known: dict[str, Assessed]) -> str:
    others = [code for code in parts if code != hidden]
    return min(others, key=lambda code: abs(actual_of(known[code]) or 0.0), default=whole)


def _tells(item: Assessed, text: str) -> bool:
    if item.row is None:
        return False
    hidden = {number for name in _FIGURES if (number := item.row.number_of(name)) is not None}
    if any(float(found.replace(",", "")) in hidden for found in _NUMBER.findall(text)):
        return True
    words = {_IN_WORDS[int(number)] for number in hidden if number in range(len(_IN_WORDS))}
    return any(re.search(rf"\b{word}\b", text, re.IGNORECASE) for word in words)
