"""Imported lines held against each other, against accepted returns, and against earlier imports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from laa_xl.domain.earlier import EarlierFigures
from laa_xl.domain.imports import Became, ImportedFigure, Line
from laa_xl.domain.numbers import plain
from laa_xl.domain.periods import Period
from laa_xl.domain.sentences import many

_MOST_TOLD = 5


def settled(lines: Sequence[Line], earlier: EarlierFigures) -> list[Line]:
    """Which of the lines count: an accepted return wins, two that contradict each other are both left out."""
    found: dict[tuple[str, str], _Same] = {}
    for line in lines:
        if line.figure is not None:
            same = found.setdefault((line.figure.indicator, line.figure.period), _Same())
            same.lines.append(line)
            same.values.add(line.figure.actual)
    return [_settled(line, line.figure, found, earlier) if line.figure else line for line in lines]


@dataclass(frozen=True, slots=True)
class _Same:
    """What a file says of one indicator in one quarter: each line, and the different figures."""

    lines: list[Line] = field(default_factory=list)
    values: set[float] = field(default_factory=set)

    def others(self, line: Line) -> str:
        """Where else it stands, and as what; of very many the first."""
        first = islice((other for other in self.lines if other is not line), _MOST_TOLD)
        more = len(self.lines) - 1 - _MOST_TOLD
        told = ", ".join(f"in {other.place} as {other.entered}" for other in first)
        return f"{told}, and in {many(more, 'more place')}" if more > 0 else told


def _settled(
    line: Line,
    figure: ImportedFigure,
    found: Mapping[tuple[str, str], _Same],
    earlier: EarlierFigures,
) -> Line:
    same = found[figure.indicator, figure.period]
    if len(same.values) > 1:
        why = (
            f"{figure.indicator} for {figure.period} stands here as {line.entered}, and {same.others(line)}. Keep one."
        )
        return replace(line, became=Became.NOT_TAKEN, why=why, figure=None)
    first = same.lines[0]
    if first is not line:
        return _ignored(line, f"It stands in {first.place} as well.")
    period, shown = Period.parse(figure.period), plain(figure.actual)
    accepted = earlier.accepted(figure.indicator, period)
    if accepted is not None and accepted.actual == figure.actual:
        return _ignored(line, f"The accepted return {accepted.file} says the same.")
    if accepted is not None:
        why = f"The accepted return {accepted.file} says {plain(accepted.actual)}, which counts; here it is {shown}."
        return replace(line, became=Became.NOT_TAKEN, why=why, figure=None)
    before = earlier.imported.get((figure.indicator, period))
    if before is not None and _alike(before.figure, figure):
        return _ignored(line, f"It was imported from {before.entry.file} already.")
    if before is not None and before.figure.actual != figure.actual:
        old = f"It counts instead of {plain(before.figure.actual)}, imported from {before.entry.file}."
        return replace(line, why=" ".join(part for part in (line.why, old) if part))
    return line


def _alike(one: ImportedFigure, other: ImportedFigure) -> bool:
    """Whether two figures say the same, wherever they stand."""
    nowhere = {"sheet": "", "cell": ""}
    return one.model_copy(update=nowhere) == other.model_copy(update=nowhere)


def _ignored(line: Line, why: str) -> Line:
    return replace(line, became=Became.IGNORED, why=why, figure=None)


def conflicts(earlier: EarlierFigures) -> Iterator[str]:
    """Imported figures that an accepted return contradicts; the return counts, and both values are told."""
    for (code, period), stands in earlier.imported.items():
        accepted = earlier.accepted(code, period) if earlier.agreement.has_indicator(code) else None
        if accepted is not None and accepted.actual != stands.figure.actual:
            yield (
                f"{code} for {period} is {plain(stands.figure.actual)} in {stands.entry.file} (imported), and "
                f"{plain(accepted.actual)} in the accepted return {accepted.file}, which counts."
            )
