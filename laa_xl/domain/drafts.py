"""Drafted bullets on their way into the report: where each belongs, and what is said together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from laa_xl.domain.assessment import Assessed
from laa_xl.domain.disclosure import WITHHELD, told_words
from laa_xl.domain.report import Bullet
from laa_xl.domain.risk import SCORE_SAID
from laa_xl.domain.sentences import digest, listed, many, sentences, whole_sentences

Said = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Draft:
    """A bullet with its section and government block ("" for the whole agreement).

    ``indicator`` is the one it is about: what is drafted about it in the same section joins the partner's own
    bullet, then in the words of ``joined`` where those differ. ``weight`` decides the order in a block, the smallest first
    (``heaviest_first``). ``essential`` are sentences that are kept where a bullet has to be shortened. ``public`` is what anybody
    may read of somebody's words: without who provides it, who may be a person.
    """

    section: str
    block: str
    bullet: Bullet
    indicator: str = ""
    joined: str = ""
    weight: float | None = None
    essential: str = ""
    public: str = ""


# What stands first in a block: what is about all of it, then what matters most. Decision 0036.
FIRST, RATING, RED, WORSE, AMBER, HIGH_RISK, PLAIN, LAST = 0, 1, 2, 3, 4, 5, 6, 9
# What is not the partner's words in a drafted risk: its day and its score (entry_drafts.risk_drafts).
_OURS_IN_A_RISK = re.compile(rf"\breview \d+ \w+ \d{{4}}|{SCORE_SAID}")
_BY_RATING = {"Red": RED, "Grey": WORSE, "Amber": AMBER}


def heaviest_first(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts by weight; of equal weight, in the order in which they came."""
    return sorted(drafts, key=_weight)


def _weight(draft: Draft) -> float:
    bullet = draft.bullet
    if draft.weight is not None:
        return draft.weight
    if bullet.kind == "county":
        return FIRST
    return _BY_RATING.get(bullet.rag, HIGH_RISK if bullet.kind == "risk" else PLAIN)


def without_repeats(drafts: Iterable[Draft]) -> list[Draft]:
    """One bullet where several of a block say the same words; it names every place in which they stand."""
    found: dict[tuple[str, str, str, str], Draft] = {}
    for draft in drafts:
        bullet = draft.bullet
        topic = (
            "" if bullet.kind in ("narrative", "county") else bullet.heading
        )  # figures of two indicators may be alike
        key = (draft.section, draft.block, topic, "".join(bullet.text.casefold().split()))
        first = found.get(key)
        if first is None:
            found[key] = draft
        else:
            both = replace(first.bullet, also=(*first.bullet.also, *draft.bullet.sources))
            found[key] = replace(first, bullet=both)
    return list(found.values())


def shortened(draft: Draft, most: int) -> Draft:
    """The draft within so many words: whole sentences are left out, the last ones first, and that is said.

    What is essential (the figures, what is being done about them) stays, and so does the first sentence; why it is so goes last.
    """
    text = draft.bullet.text
    if len(text.split()) <= most:
        return draft
    parts = whole_sentences(text)
    spare = [part for part in parts[:0:-1] if part not in draft.essential]
    dropped = 0
    for part in sorted(spare, key=lambda part: part.startswith("Why: ")):
        if sum(len(one.split()) for one in parts) <= most:
            break
        del parts[len(parts) - 1 - parts[::-1].index(part)]
        dropped += 1
    if not dropped:
        return draft
    where = listed(dict.fromkeys(source.sheet for source in draft.bullet.sources if source.sheet))
    said = f"(Shortened by {many(dropped, 'sentence')}: all of it stands in the master, {where}.)"
    return replace(draft, bullet=replace(draft.bullet, text=sentences(*parts, said)))


def told_drafts(drafts: Iterable[Draft], items: Iterable[Assessed]) -> Iterator[Draft]:
    """The same drafts; of an indicator whose figure is kept back without the words that tell it."""
    kept = {item.indicator.code: item for item in items if item.kept}
    for draft in drafts:
        item, bullet = kept.get(draft.indicator), draft.bullet
        if item and told_words(item, _partners_words(bullet)) == WITHHELD:
            ours = bullet.kind == "risk" or told_words(item, bullet.heading) != WITHHELD
            heading = bullet.heading if ours else ""
            yield replace(
                draft, bullet=replace(bullet, heading=heading, text=WITHHELD), joined=WITHHELD if draft.joined else ""
            )
        else:
            yield draft


def _partners_words(bullet: Bullet) -> str:
    """What a partner wrote. Were a risk's score or day taken for the count, its words would tell by their absence which it is."""
    return _OURS_IN_A_RISK.sub(" ", bullet.text) if bullet.kind == "risk" else bullet.line


def said_about(drafts: Iterable[Draft]) -> dict[tuple[str, str], str]:
    """What partners say about an indicator, by section and code."""
    said: dict[tuple[str, str], str] = {}
    for draft in drafts:
        if draft.indicator:
            key = (draft.section, draft.indicator)
            said[key] = sentences(said.get(key, ""), draft.bullet.line)
    return said


def merged(drafts: Sequence[Draft]) -> list[Draft]:
    """One bullet where several are about the same indicator in the same section; the partner's words lead.

    A partner's further bullets about it stay as they are: words that somebody wrote are not run together.
    """
    hosts: dict[tuple[str, str], Draft] = {}
    for draft in sorted(drafts, key=lambda draft: draft.bullet.kind != "narrative"):
        if draft.indicator:
            hosts.setdefault((draft.section, draft.indicator), draft)
    guests: dict[str, list[Draft]] = {}
    alone: list[Draft] = []
    for draft in drafts:
        host = hosts.get((draft.section, draft.indicator), draft)
        if host is draft or draft.bullet.kind == "narrative":
            alone.append(draft)
        else:
            guests.setdefault(host.bullet.id, []).append(draft)
    return [_joined(draft, guests.get(draft.bullet.id, ())) for draft in alone]


def _joined(host: Draft, guests: Sequence[Draft]) -> Draft:
    bullet = host.bullet
    for guest in guests:
        other = guest.bullet
        bullet = replace(
            bullet,
            text=sentences(bullet.text, guest.joined or other.text),
            rag=bullet.rag or other.rag,
            rated=bullet.rated or other.rated,
            note=sentences(bullet.note, other.note),
            also=(*bullet.also, *other.sources),
        )
        weights = [one.weight for one in (host, guest) if one.weight is not None]
        host = replace(
            host,
            weight=min(weights, default=None),
            essential=sentences(host.essential, guest.essential),
        )
    return replace(host, bullet=bullet)


def distinct(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Every bullet with an id of its own: of those that would share one, what they say tells them apart."""
    shared = Counter(draft.bullet.id for draft in drafts)
    seen: set[str] = set()
    for draft in drafts:
        bullet = draft.bullet
        if shared[bullet.id] > 1:
            bullet = replace(bullet, id=f"{bullet.id}-{digest(bullet.line)}")
        if bullet.id not in seen:
            seen.add(bullet.id)
            yield replace(draft, bullet=bullet)
