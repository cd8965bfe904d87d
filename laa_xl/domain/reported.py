"""One quarter as a report tells it to Government: without local-only indicators, and with what is kept back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from laa_xl.domain.agreement import Agreement, Indicator
from laa_xl.domain.assessment import Assessed, Assessment, Rolled, for_government
from laa_xl.domain.changes import change_lines
from laa_xl.domain.disclosure import KeptBack, kept_back, small_baselines
from laa_xl.domain.documents import Document, Part
from laa_xl.domain.figure_drafts import figure_source
from laa_xl.domain.in_words import rule_lines
from laa_xl.domain.numbers import exact, round_half_away
from laa_xl.domain.periods import Period
from laa_xl.domain.report import DRAFT, Bullet, Source
from laa_xl.domain.report_input import ReportInput
from laa_xl.domain.returns import Return
from laa_xl.domain.sentences import without_stop

_FINEST = 6  # decimals that people are shown


@dataclass(frozen=True, slots=True)
class Reported:
    """What the parts of a report are made from. ``agreement`` is the whole one; ``returns`` are the quarter's, by theme."""

    agreement: Agreement
    assessment: Assessment
    returns: Mapping[str, Return]
    kept: KeptBack

    @property
    def period(self) -> Period:
        """The quarter reported on."""
        return self.assessment.period

    @property
    def items(self) -> tuple[Assessed, ...]:
        """The indicators that are reported, in the agreement's order."""
        return self.assessment.indicators

    def of_theme(self, code: str) -> tuple[Assessed, ...]:
        """The reported indicators of a theme."""
        return tuple(item for item in self.items if item.theme == code)

    def theme(self, code: str) -> Rolled:
        """How a theme stands (KeyError where there is none)."""
        for theme in self.assessment.themes:
            if theme.code == code:
                return theme
        raise KeyError(code)

    def local_only(self, code: str) -> bool:
        """Whether a code, however it is written, is that of an indicator that is never reported."""
        wanted = code.strip().casefold()
        return any(one.local_only for one in self.agreement.indicators if one.code.casefold() == wanted)

    def source(self, item: Assessed) -> Source:
        """The cell of an indicator's figure, or what stands in its place."""
        return figure_source(self.agreement, item)


def reported(given: ReportInput, assessment: Assessment | None = None) -> Reported:
    """A quarter as Government may see it: the one reported on, or an earlier one that is given."""
    shown = for_government(assessment or given.assessment, given.agreement.settings.rollup)
    returns = {theme: returned for (theme, period), returned in given.returns.items() if period == shown.period}
    few = given.agreement.settings.suppression_threshold
    return Reported(given.agreement, shown, returns, kept_back(shown.indicators, few))


def about(item: Assessed) -> str:
    """What a figure is: its data status, and its time where that is another. ``Provisional; data period: June 2007``."""
    if item.source is None:
        return "No return"
    if item.source.nil:
        return "Nil return"
    if item.row is None:
        return "Not on the template"
    said = [item.status.value] if item.status else []
    when = without_stop(item.row.text_of("data_period"))
    return "; ".join([*said, *([f"data period: {when}"] if when else [])])


def decimals_of(indicator: Indicator, *figures: object) -> int:
    """So many decimals that no figure of a line loses any, up to 6: 1,177.1 against 1,177.5 never reads as 1,177 and 1,178."""
    known = [exact(figure) for figure in figures if isinstance(figure, (int, float, Decimal))]
    places = indicator.decimals
    while places < _FINEST and any(round_half_away(figure, places) != figure for figure in known):
        places += 1
    return places


def cited(kind: str, bullets: Iterable[Bullet]) -> tuple[Bullet, ...]:
    """Bullets drafted for the highlight report with names of their own in another one."""
    out: dict[str, Bullet] = {}
    for bullet in bullets:
        name = f"{kind}/{bullet.id}"
        while name in out:
            name += "+"
        out[name] = replace(bullet, id=name)
    return tuple(out.values())


def document(given: ReportInput, kind: str, title: str, parts: Iterable[Part], rules: Iterable[str] = ()) -> Document:
    """A report of one agreement, with the rules by which it was rated; parts without content are left out."""
    settings = given.agreement.settings
    untold = small_baselines(given.agreement)
    codes = [item.indicator.code for item in reported(given).items if item.indicator.code not in untold]
    said = [*rule_lines(given.agreement.at(given.period)), *change_lines(given.agreement, codes, given.period)]
    return Document(
        kind=kind,
        title=title,
        agreement=settings.title,
        area=settings.area,
        period=given.period.spelled,
        state=DRAFT,
        parts=tuple(parts),
        rules=(*rules, *said),
        illustrative_note=settings.illustrative_note or "",
    )
