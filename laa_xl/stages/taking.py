"""What an officer changed in the report sheet itself: words, ratings, order, bullets hidden or added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count

from laa_xl.domain.inputs import EditAction, Level
from laa_xl.domain.not_kept import not_kept
from laa_xl.domain.report_rows import CannotTell, beside_their_references
from laa_xl.domain.report_sheet import ReportSheet, RowKind, SheetRow, section_and_block
from laa_xl.domain.sentences import as_sentence, as_words, listed, many, same_words, slug, without_stop
from laa_xl.domain.words import Rag

_MARKS = "•·*-–— "
_LONGEST_HEADING = 90  # letters before a colon that are still a heading
NO_HEADING = "-"


@dataclass(frozen=True, slots=True)
class Change:
    """One edit for the table Report edits; ``printed`` is what stood there before, and a blank ``heading`` stays as it was."""

    action: EditAction
    bullet: str
    text: str = ""
    heading: str = ""
    drafted: str = ""
    printed: str = ""


@dataclass(frozen=True, slots=True)
class NewRating:
    """A rating for the table Overrides."""

    level: Level
    code: str
    rating: Rag


@dataclass(frozen=True, slots=True)
class Taken:
    """What was found. ``said`` are the words that could not be taken, each with what to do."""

    period: str = ""
    changes: tuple[Change, ...] = ()
    ratings: tuple[NewRating, ...] = ()
    said: tuple[str, ...] = ()


@dataclass(slots=True)
class _Found:
    """A bullet as it stands: its first row, and the texts of all its rows by their number."""

    row: SheetRow
    parts: dict[int, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return as_words(" ".join(self.parts[part] for part in sorted(self.parts))).lstrip("• ")


def taken(sheet: ReportSheet) -> Taken:
    """Every change since the sheet was written. CannotTell where it was sorted apart, or most of it is gone."""
    return _Reading(replace(sheet, rows=beside_their_references(sheet.rows))).result()


class _Reading:
    def __init__(self, sheet: ReportSheet) -> None:
        self.sheet = sheet
        self.bullets: dict[str, _Found] = {}
        self.added: dict[str, _Found] = {}
        self.order: dict[str, list[str]] = {}
        self.headings: list[str] = []
        self.ratings: list[NewRating] = []
        self.rates: list[Change] = []
        self.said = [*not_kept(sheet)]
        self._walk()

    def _walk(self) -> None:
        first = self._first_rows()
        place = ""
        going_on: dict[str, dict[int, str]] = {}
        for row in self.sheet.rows:
            kind = row.mark.kind if row.mark else None
            if row.mark and kind in (RowKind.SECTION, RowKind.BLOCK):
                place = row.mark.ref
                self.headings.append(place)
                if kind is RowKind.SECTION:
                    self._rating(row, f"section {section_and_block(place)[0]}")
            elif kind is RowKind.END:
                place = ""
            elif row.mark and kind is RowKind.BULLET and first.get(row.mark.ref) is row:
                self.bullets[row.mark.ref] = _Found(row, {0: row.text})
                self.order.setdefault(place, []).append(row.mark.ref)
            elif row.mark and kind is RowKind.MORE:
                going_on.setdefault(row.mark.ref, {}).setdefault(row.mark.part, row.text)
            elif kind not in (RowKind.LINE, RowKind.REPORT) and row.text.strip(_MARKS):
                self._added(row, place)
        for ref, parts in going_on.items():
            if ref in self.bullets:
                self.bullets[ref].parts |= parts

    def _first_rows(self) -> dict[str, SheetRow]:
        """The row of each reference: of copies, the one that still says what was printed."""
        found: dict[str, SheetRow] = {}
        for row in self.sheet.rows:
            if row.mark and row.mark.kind is RowKind.BULLET:
                before = found.get(row.mark.ref)
                if before is None or (not _says_printed(before) and _says_printed(row)):
                    found[row.mark.ref] = row
        return found

    def _added(self, row: SheetRow, place: str) -> None:
        words = as_sentence(row.text.strip().lstrip(_MARKS))
        if row.mark and same_words(words, row.printed):
            return  # a copy of a bullet that is still there
        if not place:
            self.said.append(
                f'Highlight report, row {row.number}: "{words}" stands in no section, so it is no bullet. Insert the row below '
                "the heading of a section."
            )
            return
        named = f"{place}/added/{slug(words)}"
        ref = next(
            name
            for n in count(1)
            if (name := named if n == 1 else f"{named}-{n}") not in {*self.added, *self.sheet.references}
        )
        self.added[ref] = _Found(row, {0: words})
        self.order.setdefault(place, []).append(ref)

    def result(self) -> Taken:
        changes: list[Change] = []
        missing = [ref for ref in self.sheet.references if ref not in self.bullets]
        if len(missing) > 3 and 2 * len(missing) > len(self.sheet.references):
            raise CannotTell(
                f"{len(missing)} of the {len(self.sheet.references)} bullets of the tab Highlight report are gone. If they are to go, hide "
                "them a few at a time; else undo what took them away, or close the master without saving. Nothing was changed."
            )
        for ref, found in self.bullets.items():
            changes += self._words(ref, found)
            self._rating(found.row, ref)
        self._require_together(changes)
        changes += [Change(EditAction.HIDE, ref) for ref in missing]
        for ref, found in self.added.items():
            changes.append(Change(EditAction.ADD, ref, found.text))
            if rag := _rag(found.row.rating):
                self.rates.append(Change(EditAction.RATE, ref, rag.value))
            elif found.row.rating.strip():
                self._not_a_rating(found.row)
        changes += self.rates
        changes += self._orders()
        return Taken(self.sheet.period, tuple(changes), tuple(self.ratings), tuple(self.said))

    def _words(self, ref: str, found: _Found) -> Iterator[Change]:
        row, text = found.row, found.text
        drafted = row.drafted or row.printed
        if not text.strip(_MARKS):
            yield Change(EditAction.HIDE, ref, drafted=drafted)
        elif not same_words(text, row.printed):
            heading, words = _parted(text, row.mark.heading if row.mark else "")
            yield Change(EditAction.REPLACE, ref, words, heading, drafted, row.printed)

    def _require_together(self, changes: list[Change]) -> None:
        """Where cells were sorted or shifted in one column alone, words stand beside the references of other bullets."""
        printed: dict[str, set[str]] = {}
        for ref, found in self.bullets.items():
            printed.setdefault(_squashed(found.row.printed), set()).add(ref)
        changed = {change.bullet for change in changes if change.action is EditAction.REPLACE}
        # Words that still stand where they were printed did not move: "No change." may be said of several.
        strangers = [
            ref
            for ref in changed
            if (others := printed.get(_squashed(self.bullets[ref].text), set()))
            and ref not in others
            and others <= changed
        ]
        if len(strangers) > 1:
            rows = listed(str(number) for number in sorted(self.bullets[ref].row.number for ref in strangers))
            raise CannotTell(
                f"In the tab Highlight report words stand beside the references of other bullets (rows {rows}): a column was "
                "sorted or moved without the others. Undo that, or close the master without saving. Nothing was changed."
            )

    def _rating(self, row: SheetRow, what: str) -> None:
        mark = row.mark
        assert mark is not None
        if row.rating.strip().casefold() == mark.rag.casefold():
            return
        rag = _rag(row.rating)
        if rag is None and not row.rating.strip():
            self.said.append(
                f"Highlight report, row {row.number}: the rating of {what} was cleared, and was written again. To take back a "
                "decision, take its row out of Overrides."
            )
        elif rag is None:
            self._not_a_rating(row)
        elif mark.rated:
            level = next(one for one in Level if mark.rated.startswith(one.value))
            self.ratings.append(NewRating(level, mark.rated.removeprefix(level.value).strip(), rag))
        elif mark.kind is RowKind.BULLET:
            self.rates.append(Change(EditAction.RATE, mark.ref, rag.value))
        else:
            self.said.append(
                f'Highlight report, row {row.number}: this section has no rating, so "{rag}" was not kept.'
            )

    def _not_a_rating(self, row: SheetRow) -> None:
        ratings = listed(one.value for one in Rag)
        self.said.append(
            f'Highlight report, row {row.number}: "{as_words(row.rating)}" is no rating, so it was not kept. The ratings are '
            f"{ratings}."
        )

    def _orders(self) -> Iterator[Change]:
        moved = [
            place
            for place, now in self.order.items()
            if now != [ref for ref in self.sheet.places.get(place, ()) if ref in now]
        ]
        if not moved:
            return
        if self._headings_moved():
            self.said.append(
                "Highlight report: its headings were moved or taken out, so the order of the bullets was not kept; their words and "
                "ratings were. Cut a bullet's row and insert it elsewhere in its section."
            )
            for place, refs in self.order.items():
                if new := [ref for ref in refs if ref in self.added]:
                    yield Change(EditAction.ORDER, place, "; ".join([*self.sheet.places.get(place, ()), *new]))
            return
        for place in moved:
            if place:
                yield Change(EditAction.ORDER, place, "; ".join(self.order[place]))

    def _headings_moved(self) -> bool:
        """Whether a heading is elsewhere than it was, or gone while bullets of its block are still there."""
        wanted = [place for place in self.sheet.places if place in self.headings]
        if [place for place in self.headings if place in self.sheet.places] != wanted:
            return True
        gone = [place for place in self.sheet.places if place not in self.headings]
        return any(ref in self.bullets for place in gone for ref in self.sheet.places[place])


def _says_printed(row: SheetRow) -> bool:
    return same_words(row.text.lstrip("• "), row.printed)


def _squashed(text: str) -> str:
    return "".join(as_sentence(text).split())


def _rag(text: str) -> Rag | None:
    return next((one for one in Rag if one.value.casefold() == text.strip().casefold()), None)


def _parted(text: str, drafted: str) -> tuple[str, str]:
    """New words as heading ("": it stays as it was, "-": none) and text, as far as that can be told."""
    if not drafted:
        return "", as_sentence(text)
    if text.startswith(f"{drafted}:") and text[len(drafted) + 1 :].strip():
        return "", as_sentence(text[len(drafted) + 1 :])
    heading, colon, rest = text.partition(": ")
    plain = heading == without_stop(heading) and any(letter.isalnum() for letter in heading)
    if colon and rest.strip() and plain and len(heading) <= _LONGEST_HEADING and ". " not in heading:
        return heading, as_sentence(rest)
    return NO_HEADING, as_sentence(text)


def told(found: Taken) -> list[str]:
    """What was taken in, a sentence a kind, as an officer is told it."""
    words = {
        EditAction.REPLACE: "with your words",
        EditAction.HIDE: "hidden",
        EditAction.ADD: "added",
        EditAction.RATE: "with your rating",
    }
    counts = {action: sum(change.action is action for change in found.changes) for action in EditAction}
    parts = [f"{many(counts[action], 'bullet')} {said}" for action, said in words.items() if counts[action]]
    parts += [f"{many(counts[EditAction.ORDER], 'block')} in your order"] * bool(counts[EditAction.ORDER])
    parts += [many(len(found.ratings), "rating")] * bool(found.ratings)
    return [f"Taken in from the tab Highlight report: {listed(parts)}."] if parts else []
