"""What the figures say, as bullets: how blocks stand, what is off target, what is strong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from laa_xl.domain.agreement import Agreement
from laa_xl.domain.amber_words import AMBER_WORDS
from laa_xl.domain.assessment import Assessed, Assessment, Rolled
from laa_xl.domain.disclosure import told_words
from laa_xl.domain.drafting import (
    about_outcome,
    actual_of,
    decided,
    decision_on,
    done,
    feared,
    figures,
    rated,
    remedy,
    topic,
)
from laa_xl.domain.drafts import AMBER, RATING, RED, WORSE, Draft, Said
from laa_xl.domain.entry_drafts import MANDATORY_RISKS, OTHER_RISKS, master_source, source_of
from laa_xl.domain.in_words import tally_sentence
from laa_xl.domain.inputs import Level, Override
from laa_xl.domain.rating import group_rag
from laa_xl.domain.report import Bullet, Source
from laa_xl.domain.sentences import as_words, capital, listed, many, sentences, spoken_code
from laa_xl.domain.words import DataStatus, Rag, Symbol

OVERALL, STRENGTHS = "1", "4"
_MOST_SINGLE = 3  # strong figures of a block that get a bullet each
_OFF_TARGET = (Rag.RED, Rag.AMBER)


def figure_source(agreement: Agreement, item: Assessed) -> Source:
    """The cell of an indicator's figure, or of what stands in its place."""
    if item.source is None or item.row is None:
        return Source("", "", "Register", f"no return of {agreement.theme(item.theme).name}")
    column = "actual" if actual_of(item) is not None else "status"
    return source_of(agreement, item.source, item.row, column)


def _also(agreement: Agreement, item: Assessed, *columns: str) -> tuple[Source, ...]:
    found: list[Source] = []
    if item.source and item.row:
        used = [column for column in columns if as_words(item.row.text_of(column))]
        found = [source_of(agreement, item.source, item.row, column) for column in used]
    return (*found, *((_decision(item.override),) if item.override else ()))


def _decision(override: Override) -> Source:
    return master_source("Overrides", override.cell)


def _note(item: Assessed) -> str:
    """The rule in a sentence, unless it would show a figure that must not be shown."""
    return "" if item.kept else as_words(item.rating.explanation)


def block_drafts(assessment: Assessment) -> Iterator[Draft]:
    """How each government block stands: its rating, its tally, and decisions that no other bullet tells."""
    for block in assessment.blocks:
        mine = [item for item in assessment.indicators if item.block == block.code]
        if not mine and block.override is None:
            continue
        bullet = Bullet(
            id=f"{OVERALL}/{block.code}/rating",
            heading="Rating",
            text=sentences(decision_on(block), tally_sentence(block.suggested.tally), _named(mine)),
            source=Source("", "", "Roll-up", f"{block.name}: {many(len(mine), 'row')} of the Indicators sheet"),
            rag=block.effective,
            kind="rating",
            note=sentences(before_decisions(block), *_quiet_decisions(mine)),
            also=(_decision(block.override),) if block.override else (),
            rated=f"{Level.BLOCK} {block.code}",
        )
        yield Draft(OVERALL, block.code, bullet, weight=RATING, essential=bullet.text)


def _named(items: Sequence[Assessed]) -> str:
    """Which indicators are at risk, and which are amber; "" for none."""
    codes = {
        rag: listed(dict.fromkeys(spoken_code(item.indicator.code) for item in items if item.effective is rag))
        for rag in _OFF_TARGET
    }
    amber = f"{AMBER_WORDS[items[0].rating.mode].full}: {codes[Rag.AMBER]}" if codes[Rag.AMBER] else ""
    at_risk = f"at risk: {codes[Rag.RED]}" if codes[Rag.RED] else ""
    said = "; ".join(part for part in (at_risk, amber) if part)
    return f"{capital(said)}." if said else ""


def before_decisions(rolled: Rolled) -> str:
    """What the roll-up would be without overrides of single ratings, where that is another colour."""
    if rolled.computed.rag is rolled.suggested.rag:
        return ""
    return f"Before decisions on single ratings: {rolled.computed.rag}."


def _quiet_decisions(items: Iterable[Assessed]) -> Iterator[str]:
    for item in items:
        if item.override and item.effective not in _OFF_TARGET:
            said = decided(item.override, item.rating.rag, item)
            yield f"{spoken_code(item.indicator.code)}: {said}"


def off_target_drafts(agreement: Agreement, items: Iterable[Assessed], said: Said) -> Iterator[Draft]:
    """A bullet for each indicator that is red or amber, or not rated and expected to end worse."""
    for item in items:
        off_target = item.effective in _OFF_TARGET
        if not off_target and not only_forecast_worse(item):
            continue
        code = item.indicator.code
        mandatory = item.indicator.mandatory or agreement.outcome_of(item.indicator).mandatory
        section = MANDATORY_RISKS if mandatory else OTHER_RISKS
        words = rated(item, agreement) if off_target else feared(item, agreement)
        bullet = Bullet(
            id=f"{section}/{item.theme}/indicators/{code}",
            heading=topic(item.indicator),
            text=sentences(words, remedy(item, said.get((section, code), "")), about_outcome(item, agreement)),
            source=figure_source(agreement, item),
            rag=item.effective,
            kind="rating" if off_target else "risk",
            note=_note(item),
            also=_also(agreement, item, "forecast", "forecast_judgement", "cause", "action"),
            rated=f"{Level.INDICATOR} {code}",
        )
        first = 0.5 if item.indicator.reward else 0  # worth grant
        weight = {Rag.RED: RED, Rag.AMBER: AMBER}.get(item.effective, WORSE) - first
        yield Draft(section, item.block, bullet, code, weight=weight, essential=sentences(words, _action(item)))


def _action(item: Assessed) -> str:
    action = told_words(item, as_words(item.row.text_of("action"))) if item.row else ""
    return f"What is being done: {done(item, action)}" if action else ""


def only_forecast_worse(item: Assessed) -> bool:
    """Whether it has no colour, and the year end is expected to be worse: a risk, never a colour."""
    if item.rating.symbol or item.effective is not Rag.GREY or item.status is DataStatus.NOT_APPLICABLE:
        return False
    return item.rating.forecast is Symbol.TRIANGLE


def strength_drafts(agreement: Agreement, items: Sequence[Assessed], said: Said) -> Iterator[Draft]:
    """Figures better than target by more than the tolerance and green; many of a block in one bullet."""
    for block in agreement.blocks:
        mine = [item for item in items if item.block == block.code]
        strong = [item for item in mine if _is_strong(item, mine)]
        told = [item for item in strong if (STRENGTHS, item.indicator.code) in said]
        rest = [item for item in strong if item not in told]
        yield from (_strength(agreement, item) for item in told)
        if len(rest) > _MOST_SINGLE:
            yield _strengths(agreement, block.code, rest)
        else:
            yield from (_strength(agreement, item) for item in rest)


def _is_strong(item: Assessed, mine: Iterable[Assessed]) -> bool:
    """Rows of one group count as one, at the worst of them. To call a figure strong that is kept back would tell its symbol."""
    if item.rating.symbol is not Symbol.STAR or item.kept:
        return False
    key = item.indicator.counting_key
    return group_rag(other.effective for other in mine if other.indicator.counting_key == key) is Rag.GREEN


def _strength(agreement: Agreement, item: Assessed) -> Draft:
    code = item.indicator.code
    bullet = Bullet(
        id=f"{STRENGTHS}/{item.theme}/indicators/{code}",
        heading=topic(item.indicator),
        text=rated(item, agreement),
        source=figure_source(agreement, item),
        rag=item.effective,
        kind="strength",
        note=_note(item),
        also=_also(agreement, item, "forecast", "forecast_judgement"),
        rated=f"{Level.INDICATOR} {code}",
    )
    return Draft(STRENGTHS, item.block, bullet, code, essential=bullet.text)


def _strengths(agreement: Agreement, block: str, items: Sequence[Assessed]) -> Draft:
    each = [f"{topic(item.indicator)}, {figures(item, agreement, ahead=False)}" for item in items]
    sources = [figure_source(agreement, item) for item in items]
    bullet = Bullet(
        id=f"{STRENGTHS}/{block}/strengths",
        heading="Strong performance",
        text=f"{len(items)} indicators are better than target by more than the tolerance: {'; '.join(each)}.",
        source=sources[0],
        rag=Rag.GREEN,
        kind="strength",
        also=tuple(sources[1:]),
    )
    return Draft(STRENGTHS, block, bullet)
