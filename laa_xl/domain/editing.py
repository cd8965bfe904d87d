"""Puts the officers' edits over a drafted report: their words, ratings, order, what they hid and what they added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from laa_xl.domain.inputs import EditAction, ReportEdit
from laa_xl.domain.report import BlockBullets, Bullet, HighlightReport, Source
from laa_xl.domain.report_sheet import place_of, section_and_block
from laa_xl.domain.sentences import as_sentence, as_words, same_words, without_stop
from laa_xl.domain.words import Rag

NO_HEADING = "-"
_WORDS = (EditAction.REPLACE, EditAction.HIDE)


def apply_edits(report: HighlightReport, edits: Iterable[ReportEdit], blocks: Mapping[str, str]) -> HighlightReport:
    """The report with the edits of its period; of two that are about the same, the last one counts.

    ``blocks``: the names of the government blocks by their codes, in their order. An edit that fits nothing changes nothing and
    is kept as unapplied.
    """
    return _Editing(report, list(edits), blocks).result()


class _Editing:
    def __init__(self, report: HighlightReport, edits: list[ReportEdit], blocks: Mapping[str, str]) -> None:
        self.report, self.edits, self.blocks = report, edits, blocks
        self.places: dict[str, list[Bullet]] = {
            place_of(section.code, block): [] for section in report.sections for block in ("", *blocks)
        }
        for section in report.sections:
            for block in section.blocks:
                self.places.setdefault(place_of(section.code, block.code), []).extend(block.bullets)
        self.hidden: list[Bullet] = []
        self.done: set[int] = set()

    def result(self) -> HighlightReport:
        self._add()
        self._say()
        self._rate()
        self._order()
        sections = [replace(section, blocks=tuple(self._blocks(section.code))) for section in self.report.sections]
        counting = {(edit.bullet.strip(), _group(edit)): number for number, edit in enumerate(self.edits)}
        lost = tuple(self.edits[number] for number in sorted(counting.values()) if number not in self.done)
        return replace(self.report, sections=tuple(sections), hidden=tuple(self.hidden), unapplied=lost)

    def _blocks(self, section: str) -> Iterator[BlockBullets]:
        for place, bullets in self.places.items():
            code, block = section_and_block(place)
            if code == section and bullets:
                yield BlockBullets(block, self.blocks.get(block, ""), tuple(bullets))

    def _last(self, *actions: EditAction) -> dict[str, tuple[int, ReportEdit]]:
        """The edits that count, by the reference they are about, the newest of each."""
        found: dict[str, tuple[int, ReportEdit]] = {}
        for number, edit in enumerate(self.edits):
            if edit.kind in actions:
                found[edit.bullet.strip()] = (number, edit)
        return found

    def _add(self) -> None:
        standing = {bullet.id for bullets in self.places.values() for bullet in bullets}
        for ref, (number, edit) in self._last(EditAction.ADD).items():
            place = "/".join(ref.split("/")[:2])
            if place not in self.places or not as_sentence(edit.text) or ref in standing:
                continue
            heading = "" if edit.heading == NO_HEADING else without_stop(edit.heading)
            source = Source("", "", "Report edits", edit.cell)
            self.places[place].append(Bullet(ref, heading, as_sentence(edit.text), source, kind="added"))
            self.done.add(number)

    def _say(self) -> None:
        wanted = self._last(*_WORDS)
        for place, bullets in self.places.items():
            self.places[place] = [said for bullet in bullets if (said := self._said(bullet, wanted))]

    def _said(self, bullet: Bullet, wanted: Mapping[str, tuple[int, ReportEdit]]) -> Bullet | None:
        number, edit = wanted.get(bullet.id, (-1, None))
        if edit is None or (edit.kind is EditAction.REPLACE and not as_sentence(edit.text)):
            return bullet
        self.done.add(number)
        moved = bool(edit.drafted) and not same_words(edit.drafted, bullet.line)
        if edit.kind is EditAction.HIDE:
            self.hidden.append(replace(bullet, beneath=as_words(bullet.line), moved_on=moved))
            return None
        heading = heading_of(edit, bullet.heading)
        said = as_sentence(edit.text)
        return replace(bullet, heading=heading, text=said, edited=True, beneath=as_words(bullet.line), moved_on=moved)

    def _rate(self) -> None:
        wanted = self._last(EditAction.RATE)
        for place, bullets in self.places.items():
            for at, bullet in enumerate(bullets):
                number, edit = wanted.get(bullet.id, (-1, None))
                rag = next((one for one in Rag if edit and one.value.casefold() == edit.text.strip().casefold()), None)
                if rag is not None:
                    self.done.add(number)
                    self.places[place][at] = replace(bullet, rag=rag.value, edited=True)

    def _order(self) -> None:
        for place, (number, edit) in self._last(EditAction.ORDER).items():
            standing = {bullet.id: (where, bullet) for where, bullets in self.places.items() for bullet in bullets}
            refs = [ref.strip() for ref in edit.text.split(";")]
            found = {ref: standing[ref] for ref in refs if ref in standing}
            if place in self.places and (found or not edit.text.strip()):
                self.done.add(number)
            if place not in self.places or not found:
                continue
            for where, bullet in found.values():
                if where != place:
                    self.places[where].remove(bullet)
            self.places[place] = _arranged([bullet for _, bullet in found.values()], self.places[place])


def heading_of(edit: ReportEdit, drafted: str) -> str:
    """What stands before the colon of a bullet that was given other words; "" for nothing."""
    return {"": drafted, NO_HEADING: ""}.get(edit.heading.strip(), without_stop(edit.heading))


def _arranged(wanted: list[Bullet], drafted: list[Bullet]) -> list[Bullet]:
    """In the officer's order; one that she had not seen comes after the one that it follows in the draft."""
    found, known = list(wanted), {bullet.id for bullet in wanted}
    for at, bullet in enumerate(drafted):
        if bullet.id in known:
            continue
        before = drafted[at - 1].id if at else ""
        place = next((n for n, one in enumerate(found, 1) if one.id == before), 0)
        found.insert(place, bullet)
    return found


def _group(edit: ReportEdit) -> object:
    """Edits of one group are about the same thing of a bullet: the last of them counts."""
    return _WORDS if edit.kind in _WORDS else edit.kind or edit.action
