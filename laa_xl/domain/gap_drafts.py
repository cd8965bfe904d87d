"""What is missing, as bullets: what, why, who provides it, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain

from laa_xl.domain.agreement import Agreement, Theme
from laa_xl.domain.assessment import Assessed, Standing, standings
from laa_xl.domain.drafting import actual_of, topic, who_and_when
from laa_xl.domain.drafts import LAST, PLAIN, RATING, Draft, Said
from laa_xl.domain.entry_drafts import source_of
from laa_xl.domain.periods import Period
from laa_xl.domain.rating import GreyReason
from laa_xl.domain.report import Bullet, Source
from laa_xl.domain.returns import Return
from laa_xl.domain.sections import MISSING_INFORMATION
from laa_xl.domain.sentences import (
    as_sentence,
    listed,
    many,
    sentences,
    slug,
    spoken_code,
    spoken_day,
    spread,
    unsaid,
    without_stop,
)
from laa_xl.domain.words import Rag

_NO_REASON = "no reason is given"
_NIL = "the theme sent a nil return: it had nothing to report"
_NOT_ON_FORM = "the return was made on a template that does not have it yet"
_NO_DATE = "to be agreed"
_UNRATED = {
    GreyReason.NO_TARGET: "There is a figure but no target to rate it against.",
    GreyReason.POLARITY: "There is a figure, but nobody has said yet whether higher or lower is better.",
}


def gap_drafts(
    agreement: Agreement,
    items: Sequence[Assessed],
    returns: Mapping[str, Return],
    period: Period,
    said: Said,
    agreed: Mapping[tuple[str, Period], date],
) -> Iterator[Draft]:
    """By block: figures that were due and are not there, by reason; those that cannot be rated; placeholders; no return.

    ``agreed``: the day on which a return is due, by theme and quarter, where more time was given.
    """
    for block in agreement.blocks:
        mine = [item for item in items if item.block == block.code]
        late = [item for item in mine if item.missing and item.source is not None]
        told = [item for item in late if (MISSING_INFORMATION, item.indicator.code) in said]
        yield from (_told(agreement, item, said) for item in told)
        yield from _by_reason(agreement, block.code, [item for item in late if item not in told])
        yield from _unrated(agreement, block.code, mine)
        yield from _placeholders(agreement, block.code, mine)
        themes = [theme for theme in agreement.themes if theme.block == block.code]
        absent = [theme for theme in themes if theme.code not in returns]
        for theme in absent:
            ordinary = period.deadline(agreement.settings.deadline_days)
            yield _no_return(agreement, theme, mine, period, agreed.get((theme.code, period), ordinary))


def _reason(item: Assessed) -> str:
    """Why there is no figure, as the partner says; a nil return says it for all of them."""
    said = without_stop(item.row.text_of("status_reason")) if item.row else ""
    if item.source is not None and item.row is None:
        return _NOT_ON_FORM
    return said or (_NIL if item.source is not None and item.source.nil else "")


def _expected(item: Assessed) -> str:
    day = item.row.date_of("status_date") if item.row else None
    return spoken_day(day) if day else _NO_DATE


def _who(agreement: Agreement, item: Assessed) -> str:
    """The post or organisation that owes the figure, the nearest one known."""
    about = item.source.about if item.source else None
    return (
        without_stop(item.indicator.responsible_post or "")
        or partner_name(agreement, item.indicator.lead_partner)
        or (without_stop(about.text_of("organisation")) if about else "")
        or theme_lead(agreement, agreement.theme(item.theme))
    )


def partner_name(agreement: Agreement, code: str | None) -> str:
    """An organisation by its code; a code that is not in the list stands for itself."""
    return next((partner.name for partner in agreement.partners if partner.code == code), code or "")


def theme_lead(agreement: Agreement, theme: Theme) -> str:
    """Who answers for a theme's return: a post, else an organisation, else the theme."""
    return theme.lead_post or partner_name(agreement, theme.lead_partner) or theme.name


def _cell(agreement: Agreement, item: Assessed, column: str) -> Source | None:
    if item.source is None or item.row is None:
        return None
    return source_of(agreement, item.source, item.row, column)


def _cells(agreement: Agreement, items: Iterable[Assessed], column: str) -> tuple[Source, ...]:
    found = (_cell(agreement, item, column) for item in items)
    return tuple(source for source in found if source)


def _told(agreement: Agreement, item: Assessed, said: Said) -> Draft:
    """A gap that the partner writes about: only what the partner's words leave out is added."""
    before = said[MISSING_INFORMATION, item.indicator.code]
    added = [f"No figure yet for {spoken_code(item.indicator.code)}; expected: {_expected(item)}."]
    if "Who:" not in before:
        added.append(who_and_when(_who(agreement, item), ""))
    bullet = Bullet(
        id=f"{MISSING_INFORMATION}/{item.theme}/indicators/{item.indicator.code}",
        heading=topic(item.indicator),
        text=sentences(unsaid(_reason(item), before), *added),
        source=_cell(agreement, item, "status"),
        kind="gap",
    )
    return Draft(MISSING_INFORMATION, item.block, bullet, item.indicator.code)


def _by_reason(agreement: Agreement, block: str, items: Iterable[Assessed]) -> Iterator[Draft]:
    groups: dict[str, list[Assessed]] = {}
    for item in items:
        groups.setdefault(_reason(item).casefold(), []).append(item)
    for group in groups.values():
        reason = _reason(group[0]) or _NO_REASON
        codes = [spoken_code(item.indicator.code) for item in group]
        who = spread([(code, _who(agreement, item)) for code, item in zip(codes, group, strict=True)])
        when = spread([(code, _expected(item)) for code, item in zip(codes, group, strict=True)])
        sources = _cells(agreement, group, "status")
        bullet = Bullet(
            id=f"{MISSING_INFORMATION}/{block}/gap/{slug(reason)}",
            heading="Figure not yet available" if len(group) == 1 else "Figures not yet available",
            text=sentences(
                f"{listed([topic(item.indicator) for item in group], ';')}.",
                f"Why: {as_sentence(reason)}",
                who_and_when(who, when),
            ),
            source=sources[0] if sources else None,
            kind="gap",
            also=sources[1:],
        )
        yield Draft(MISSING_INFORMATION, block, bullet, weight=_gap_weight(agreement, group))


def _gap_weight(agreement: Agreement, items: Iterable[Assessed]) -> float:
    """What is missing for a mandatory outcome stands before what is missing for others; both after partners' own words."""
    mandatory = (i.indicator.mandatory or agreement.outcome_of(i.indicator).mandatory for i in items)
    return PLAIN + (0.1 if any(mandatory) else 0.2)


def _unrated(agreement: Agreement, block: str, items: Iterable[Assessed]) -> Iterator[Draft]:
    groups: dict[GreyReason, list[Assessed]] = {}
    for item in items:
        reason = item.rating.reason
        if reason in _UNRATED and item.due and actual_of(item) is not None and item.effective is Rag.GREY:
            groups.setdefault(reason, []).append(item)
    for reason, group in groups.items():
        sources = _cells(agreement, group, "actual")
        bullet = Bullet(
            id=f"{MISSING_INFORMATION}/{block}/unrated/{slug(reason)}",
            heading="Figures that cannot be rated",
            text=sentences(
                f"{listed([topic(item.indicator) for item in group], ';')}.",
                f"Why: {_UNRATED[reason]}",
            ),
            source=sources[0] if sources else None,
            kind="gap",
            also=sources[1:],
        )
        yield Draft(MISSING_INFORMATION, block, bullet, weight=PLAIN + 0.3)


def _placeholders(agreement: Agreement, block: str, items: Iterable[Assessed]) -> Iterator[Draft]:
    """Those that are counted as placeholders; and those that are not, as a rating was decided or another row counts."""
    groups = [(found is Standing.PLACEHOLDER, _not_agreed(members)) for found, members in standings(items)]
    counted = [members for alone, members in groups if alone]
    others = [item for alone, members in groups if not alone for item in members]
    decided = [item for item in others if item.effective is not Rag.GREY]
    grouped = [item for item in others if item.effective is Rag.GREY]
    if not counted and not others:
        return
    number = many(len(counted), "indicator")
    explained = [
        item
        for item in (*chain(*counted), *others)
        if item.actual is None and item.row is not None and item.row.text_of("status_reason")
    ]
    text = sentences(
        f"{number} whose baseline or target is not yet agreed: {_codes(chain(*counted))}." if counted else "",
        f"Not yet agreed, but counted at the rating that was decided: {_codes(decided)}." if decided else "",
        f"Not yet agreed, but counted with the other rows of the group: {_codes(grouped)}." if grouped else "",
        *_why_not_yet(agreement, explained),
    )
    bullet = Bullet(
        id=f"{MISSING_INFORMATION}/{block}/placeholders",
        heading="Placeholders",
        text=text,
        source=Source("", "", "Agreement", "Indicators, Placeholder"),
        kind="gap",
        also=_cells(agreement, explained, "status"),
    )
    yield Draft(MISSING_INFORMATION, block, bullet, weight=LAST)


def _why_not_yet(agreement: Agreement, items: Iterable[Assessed]) -> Iterator[str]:
    """What partners say of placeholders that have no figure: why, who provides it and when, those of one reason together."""
    groups: dict[str, list[Assessed]] = {}
    for item in items:
        groups.setdefault(_reason(item).casefold(), []).append(item)
    for group in groups.values():
        codes = [spoken_code(item.indicator.code) for item in group]
        who = spread([(code, _who(agreement, item)) for code, item in zip(codes, group, strict=True)])
        when = spread([(code, _expected(item)) for code, item in zip(codes, group, strict=True)])
        yield f"{listed(codes)}: {as_sentence(_reason(group[0]))}"
        yield who_and_when(who, when)


def _not_agreed(items: Iterable[Assessed]) -> list[Assessed]:
    return [item for item in items if item.indicator.placeholder]


def _codes(items: Iterable[Assessed]) -> str:
    return listed(dict.fromkeys(spoken_code(item.indicator.code) for item in items))


def _no_return(agreement: Agreement, theme: Theme, items: Iterable[Assessed], period: Period, due: date) -> Draft:
    mine = (item for item in items if item.theme == theme.code)
    number = sum(any(item.missing for item in members) for _, members in standings(mine))
    bullet = Bullet(
        id=f"{MISSING_INFORMATION}/{theme.code}/return",
        heading=f"No return from {theme.name}",
        text=sentences(
            f"The return has not been accepted, so {many(number, 'indicator')} cannot be reported."
            if number
            else "The return has not been accepted.",
            who_and_when(theme_lead(agreement, theme), f"due on {spoken_day(due)}"),
        ),
        source=Source("", "", "Register", f"{theme.code}, {period}"),
        kind="gap",
    )
    return Draft(MISSING_INFORMATION, theme.block, bullet, weight=RATING)
