"""Where the risks lie: a heat map of likelihood and impact, and the list of scored risks behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from laa_xl.domain.agreement import Agreement, Settings
from laa_xl.domain.assessment import Assessed
from laa_xl.domain.disclosure import told_words
from laa_xl.domain.documents import Field, Grid, Line, Shape
from laa_xl.domain.entry_drafts import source_of
from laa_xl.domain.numbers import plain
from laa_xl.domain.report import Source
from laa_xl.domain.returns import Return
from laa_xl.domain.risk import RiskLevel, RiskSettings, level, score
from laa_xl.domain.sentences import are, as_words, listed, many
from laa_xl.domain.words import Rag

SCALE = (1, 2, 3, 4, 5)
RISK_TINTS = {RiskLevel.HIGH: Rag.RED.value, RiskLevel.MEDIUM: Rag.AMBER.value, RiskLevel.LOW: Rag.GREEN.value}


class Risk(NamedTuple):
    """One risk of a return. ``score`` None: likelihood or impact is missing, or off the scale."""

    theme: str
    text: str
    likelihood: int
    impact: int
    score: int | None
    source: Source


def risks_of(agreement: Agreement, returned: Sequence[Return], items: Iterable[Assessed]) -> tuple[Risk, ...]:
    """The risks of some returns, in their order; none about a local-only indicator.

    ``items`` are the indicators of the quarter: words that tell a figure which is kept back are not shown.
    """
    kept = {item.indicator.code.casefold(): item for item in items if item.kept}
    return tuple(risk for one in returned for risk in _risks(agreement, one, kept))


def _risks(agreement: Agreement, returned: Return, kept: Mapping[str, Assessed]) -> Iterator[Risk]:
    theme = agreement.theme(returned.theme).name
    local = {indicator.code.casefold() for indicator in agreement.indicators if indicator.local_only}
    for row in returned.rows("risks"):
        likelihood, impact = row.number_of("likelihood"), row.number_of("impact")
        text, threatened = as_words(row.text_of("risk")), row.text_of("indicator").strip().casefold()
        if threatened in local or not (text or likelihood or impact):
            continue
        text = told_words(kept[threatened], text) if threatened in kept else text
        found = score(likelihood, impact)
        placed = (int(likelihood or 0), int(impact or 0)) if found else (0, 0)
        yield Risk(theme, text, *placed, found, source_of(agreement, returned, row, "risk"))


def heat_map(risks: Sequence[Risk], settings: Settings) -> Grid:
    """How many risks there are of each likelihood and impact, the likeliest on top, coloured by their level."""
    rule = RiskSettings(settings.risk_high, settings.risk_medium)
    counted = Counter((risk.likelihood, risk.impact) for risk in risks if risk.score)
    fields = (
        Field("likelihood", "Likelihood", Shape.COUNT, 12, "1 is very unlikely, 5 almost certain"),
        *(
            Field(f"impact_{impact}", f"Impact {impact}", Shape.COUNT, 11, f"Risks whose impact is {impact} of 5")
            for impact in SCALE
        ),
    )
    lines = tuple(
        Line(
            (likelihood, *(counted[(likelihood, impact)] for impact in SCALE)),
            tints=("", *(RISK_TINTS[_level(likelihood * impact, rule)] for impact in SCALE)),
        )
        for likelihood in reversed(SCALE)
    )
    note = (
        f"Likelihood times impact: high (red) from {plain(rule.high)}, medium (amber) from {plain(rule.medium)}, else low "
        "(green)."
    )
    return Grid("risk-heat-map", "Risks by likelihood and impact", fields, lines, note)


def risk_list(risks: Sequence[Risk], settings: Settings) -> Grid:
    """Every risk with its score, the highest first; those without a score come last."""
    rule = RiskSettings(settings.risk_high, settings.risk_medium)
    fields = (
        Field("theme", "Theme", width=24, meaning="The theme whose return names the risk"),
        Field("risk", "Risk", width=52, meaning="What might happen, in the partner's words"),
        Field("likelihood", "Likelihood", Shape.COUNT, 11, "1 is very unlikely, 5 almost certain; empty: not scored"),
        Field("impact", "Impact", Shape.COUNT, 11, "1 to 5; empty: not scored"),
        Field("score", "Score", Shape.COUNT, 9, "Likelihood times impact; empty: not scored"),
        Field("level", "Level", width=12, meaning="High, medium or low by the agreement's thresholds"),
    )
    lines = []
    for risk in sorted(risks, key=lambda risk: -(risk.score or 0)):
        found = level(risk.score, rule)
        figures = (risk.likelihood, risk.impact, risk.score) if risk.score else (None, None, None)
        tints = ("",) * 5 + ((RISK_TINTS[found],) if found else ("",))
        said = found.capitalize() if found else "Not scored"
        lines.append(Line((risk.theme, risk.text, *figures, said), None, (risk.source,), tints=tints))
    return Grid("risks", "Every risk, the highest first", fields, tuple(lines))


def risks_sentence(risks: Sequence[Risk], settings: Settings) -> str:
    """How many risks there are of each level."""
    rule = RiskSettings(settings.risk_high, settings.risk_medium)
    levels = Counter(_level(risk.score, rule) for risk in risks if risk.score)
    scored = sum(levels.values())
    if not risks:
        return "No return names a risk."
    found = listed(f"{are(levels[one])} {one}" for one in (RiskLevel.HIGH, RiskLevel.MEDIUM, RiskLevel.LOW))
    missing = len(risks) - scored
    rest = f" {many(missing, 'risk')} could not be scored." if missing else ""
    return f"Of {many(scored, 'scored risk')}, {found}.{rest}"


def _level(score: int, rule: RiskSettings) -> RiskLevel:
    found = level(score, rule)
    assert found is not None
    return found
