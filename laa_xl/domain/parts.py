"""A theme's return split among its contributors: who has which rows, and what each part carries."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from laa_xl.domain.agreement import Agreement, Indicator
from laa_xl.domain.sentences import folded
from laa_xl.domain.spec import FormSpec, Share

LEAD = "lead"  # the theme lead's own part: finance, and every row that is nobody else's
LONGEST = 60  # characters of a part's name: it stands in titles, footers and file names


def contributor(agreement: Agreement, indicator: Indicator) -> str:
    """Who reports on an indicator: its lead partner, else its responsible post; "lead" where that is the theme's own."""
    theme = agreement.theme_of(indicator)
    if indicator.lead_partner:
        return LEAD if _same(indicator.lead_partner, theme.lead_partner) else indicator.lead_partner
    if indicator.responsible_post:
        return LEAD if _same(indicator.responsible_post, theme.lead_post) else indicator.responsible_post
    return LEAD


def shares_of(spec: FormSpec, by: Mapping[str, str] | None = None) -> tuple[Share, ...]:
    """The lead's share first, then one for each contributor, rows in the agreement's order.

    ``by`` says whose part an indicator is in; one that it does not name stays with the lead.
    """
    names: dict[str, str] = {folded(LEAD): LEAD}
    rows: dict[str, list[str]] = {LEAD: []}
    for indicator in spec.agreement.indicators:
        told = contributor(spec.agreement, indicator) if by is None else by.get(indicator.code, "")
        told = " ".join(told.split()) or LEAD
        name = names.setdefault(folded(told), told)
        rows.setdefault(name, []).append(indicator.code)
    return tuple(Share(part=name, indicators=tuple(codes)) for name, codes in rows.items())


def part_of(whole: FormSpec, shares: tuple[Share, ...], share: Share) -> FormSpec:
    """The specification of one part. Finance, and the lines carried forward, stand in the lead's part only."""
    lead, mine = share.part == LEAD, set(share.indicators)
    every = {indicator.code for indicator in whole.agreement.indicators}
    return FormSpec(
        form=whole.form,
        version=whole.version,
        theme=whole.theme,
        period=whole.period,
        deadline=whole.deadline,
        agreement=cut(whole.agreement, mine, rest=lead),
        past=tuple(past for past in whole.past if past.indicator in mine or (lead and past.indicator not in every)),
        carried=tuple(item for item in whole.carried if (item.row in mine if item.table == "indicators" else lead)),
        carried_from=whole.carried_from,
        part=share.part,
        shares=shares,
        whole=whole,
    )


def cut(agreement: Agreement, codes: Collection[str], *, rest: bool) -> Agreement:
    """Only these indicators; ``rest``: with the finance lines, and the outcomes that have no indicator."""
    measured = {indicator.outcome for indicator in agreement.indicators}
    kept = {indicator.outcome for indicator in agreement.indicators if indicator.code in codes}
    return agreement.model_copy(
        update={
            "outcomes": tuple(o for o in agreement.outcomes if o.code in kept or (rest and o.code not in measured)),
            "indicators": tuple(indicator for indicator in agreement.indicators if indicator.code in codes),
            "targets": tuple(row for row in agreement.targets if row.indicator in codes),
            "funding": agreement.funding if rest else (),
        }
    )


def parts_of(whole: FormSpec, shares: tuple[Share, ...]) -> tuple[FormSpec, ...]:
    """The specification of every part."""
    return tuple(part_of(whole, shares, share) for share in shares)


def file_names(shares: tuple[Share, ...]) -> dict[str, str]:
    """What each part is called in a file's name: safe on Windows too, and no two alike."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for share in shares:
        stem = re.sub(r'[\s<>:"/\\|?*\x00-\x1f]+', "-", share.part)[:LONGEST].strip("-. ") or "part"
        name, number = stem, 2
        while name.casefold() in taken:
            name, number = f"{stem}-{number}", number + 1
        taken.add(name.casefold())
        names[share.part] = name
    return names


def _same(one: str, other: str | None) -> bool:
    return other is not None and folded(one) == folded(other)
