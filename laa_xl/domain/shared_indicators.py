"""Several agreements beside each other: how each is called, which indicators they share, whose cell a source is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from laa_xl.domain.combining import AreaFigure
from laa_xl.domain.in_words import rule_lines
from laa_xl.domain.report import Source
from laa_xl.domain.report_input import ReportInput
from laa_xl.domain.reported import Reported, reported
from laa_xl.domain.sentences import spoken_code

Area = tuple[str, Reported]


class NotTogether(ValueError):
    """Agreements that make no view of several areas; its text is a sentence for a person."""


def areas_of(inputs: Sequence[ReportInput]) -> list[Area]:
    """Each agreement by its area; where two are of one area, with its title."""
    counted = Counter(given.agreement.settings.area for given in inputs)
    names = []
    for given in inputs:
        settings = given.agreement.settings
        names.append(settings.area if counted[settings.area] == 1 else f"{settings.area} ({settings.title})")
    return [(name, reported(given)) for name, given in zip(names, inputs, strict=True)]


def key_of(code: str) -> str:
    """A code as it is the same in every agreement, however it is written."""
    return spoken_code(code.strip()).casefold()


def shared_of(areas: Sequence[Area]) -> list[tuple[AreaFigure, ...]]:
    """Indicators of the same code in two agreements or more; those marked multi-area first.

    A national code means the same everywhere. Another one may be a coincidence, unless an agreement marks it as multi-area.
    """
    found: dict[str, list[AreaFigure]] = {}
    for area, shown in areas:
        for item in shown.items:
            found.setdefault(key_of(item.indicator.code), []).append(AreaFigure(area, shown, item))
    marked, others = [], []
    for key, figures in found.items():
        if len({one.area for one in figures}) < 2:
            continue
        if any(one.item.indicator.multi_area for one in figures):
            marked.append(tuple(figures))
        elif key.startswith("ni "):
            others.append(tuple(figures))
    return [*marked, *others]


def in_area(area: str, source: Source) -> Source:
    """A source with the area that it is in."""
    if source.theme:
        return replace(source, theme=f"{area}: {source.theme}")
    return replace(source, sheet=f"{area}: {source.sheet}")


def rules_of(names: Sequence[str], inputs: Sequence[ReportInput]) -> Iterator[str]:
    """The rules of each agreement; what all have in common once."""
    each = [rule_lines(given.agreement.at(given.period)) for given in inputs]
    for area, lines in zip(names, each, strict=True):
        for line in lines:
            if all(line in others for others in each):
                if area == names[0]:
                    yield line
            else:
                yield f"{area}: {line}"
