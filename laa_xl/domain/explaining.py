"""Why something has its rating, in a few sentences: figures, target, rule, decisions, direction, roll-up."""

from __future__ import annotations

from laa_xl.domain.assessment import Assessed, Assessment, Rolled
from laa_xl.domain.drafting import decided, topic
from laa_xl.domain.inputs import Level
from laa_xl.domain.periods import Period
from laa_xl.domain.rated_lines import declared
from laa_xl.domain.sentences import sentences
from laa_xl.domain.words import Rag

_LEVELS = {Level.THEME: "theme", Level.BLOCK: "Government block", Level.AGREEMENT: "agreement"}


def explained_indicator(item: Assessed, assessment: Assessment) -> tuple[str, ...]:
    """An indicator's rating: what counts, why, who decided otherwise, the direction, and what it counts in."""
    said = [f"{topic(item.indicator)}, {item.period.spelled}: {item.effective.value}."]
    if item.override:
        said.append(decided(item.override, item.rating.rag))
        said.append(f"Computed: {item.rating.explanation}")
    else:
        said.append(_because(item.rating.explanation, item.rating.rag))
    stated = declared(item)
    if stated and stated != item.rating.rag.value:
        said.append(f"The partner declares {stated.lower()}.")
    said.append(f"Direction of travel: {_small(item.travel.explanation)}")
    theme = next(rolled for rolled in assessment.themes if rolled.code == item.theme)
    said.append(f"It counts in the theme {theme.name}, which stands at {theme.effective.value.lower()}.")
    if item.indicator.group:
        said.append(f"Rows of the group {item.indicator.group} count as one, at the worst of them.")
    if item.indicator.local_only:
        said.append("Local only: it is never reported to Government.")
    return tuple(said)


def explained_roll_up(rolled: Rolled, period: Period) -> tuple[str, ...]:
    """A theme's, block's or the agreement's rating: the counts and the rule, and what an officer decided."""
    code = f" ({rolled.code})" if rolled.code else ""
    said = [f"{rolled.name}{code}, {_LEVELS[rolled.level]}, {period.spelled}: {rolled.effective.value}."]
    if rolled.override:
        said.append(decided(rolled.override, rolled.suggested.rag))
        said.append(f"Suggested: {rolled.suggested.explanation}")
    else:
        said.append(_because(rolled.suggested.explanation, rolled.suggested.rag))
    if rolled.computed.rag is not rolled.suggested.rag:
        said.append(f"Without the decisions on single indicators it would be {rolled.computed.rag.value.lower()}.")
    return tuple(said)


def _because(explanation: str, rag: Rag) -> str:
    """The explanation without the colour that was said just before."""
    start = f"{rag.value}: "
    rest = explanation.removeprefix(start)
    return rest[:1].upper() + rest[1:]


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def said(parts: tuple[str, ...]) -> str:
    """The sentences as one text."""
    return sentences(*parts)
