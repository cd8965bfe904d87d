"""Every kind of thing that must not leave in a pack, declared once: what it is called, and what to do about it."""

from __future__ import annotations

from enum import StrEnum


class LeakKind(StrEnum):
    """What may be found. The value is what people read, before the words or the name that were found."""

    # What words tell.
    EMAIL = "an e-mail address"
    PHONE = "a telephone number"
    PATH = "the path of a file"
    COUNTY = "what is kept for the county alone"
    LOCAL_ONLY = "an indicator that is local only"
    SMALL_COUNT = "a figure about few people"
    INVISIBLE = "letters that nobody sees"
    # Who worked on a file, and where.
    PROPERTY = "the property"
    CUSTOM_PROPERTIES = "properties that somebody added"
    SAVED_BY = "who saved it, or where"
    SIGNATURE = "a signature or label of who sent it"
    COMMENTS = "comments"
    TRACKED = "tracked changes"
    REVISIONS = "a record of who changed what"
    # What is there and not seen.
    HIDDEN_SHEET = "a hidden sheet"
    VERY_HIDDEN_SHEET = "a very hidden sheet"
    HIDDEN_ROW = "a hidden row"
    HIDDEN_COLUMN = "a hidden column"
    HIDDEN_ROWS = "hidden rows"
    HIDDEN_FORMAT = "a format that hides what its cells hold"
    HIDDEN_TEXT = "hidden text"
    UNUSED_TEXT = "words that no cell shows"
    REMARK = "a remark that nobody sees"
    NAME = "a defined name that is none of ours"
    CHOICES = "a list of choices"
    # What leads elsewhere, or brings something along.
    DATA_LINK = "a link to other data"
    LINK = "a link to another file or address"
    CELL_LINK = "a link in a cell"
    WAY_OUT = "a way out of the page"
    PIVOT = "a pivot table's data"
    CUSTOM_XML = "custom XML"
    PRINTER = "a printer's settings"
    EMBEDDED = "an embedded object"
    EMBEDDED_OR_LINKED = "something embedded or linked"
    MACROS = "macros"
    PICTURE = "a picture or drawing"
    THUMBNAIL = "a small picture of how it looked"
    DRAWN = "a comment or drawing"
    FORMULA = "a formula"
    FORMULA_ORDER = "the order of formulas"
    MODEL = "a data model behind it"
    NOTES = "notes"
    FIELD = "a field that is none of ours"
    ELEMENT = "an element that no page has"
    # The file itself.
    ZIP_COMMENT = "a comment on the file itself"
    ZIP_EXTRA = "bytes that belong to no part"
    TWICE = "the same part twice"
    FOREIGN_PART = "a part that does not belong there"
    UNREADABLE_PART = "a part that cannot be read"
    UNREADABLE_TEXT = "text that cannot be read"
    UNREADABLE_BOOK = "a workbook that cannot be read"
    UNOPENED = "a file that cannot be opened"
    UNKNOWN = "a kind of file that nobody looks through"
    NOT_IN_LIST = "a file that is not in the list of contents"
    NOT_AS_MADE = "a file that is not as it was made"

    @property
    def to_do(self) -> str:
        """What to do about it, as a sentence."""
        return _TO_DO.get(self, _NOT_OURS)


_WORDS = (
    "Put other words in their place: in the return, in the county entries or as a report edit, and make the pack again"
)
_NOT_OURS = (
    "No file of a pack holds this. Take the file out of the pack, and make the pack again; do not mend it by hand."
)
_TO_DO = {
    LeakKind.EMAIL: f"{_WORDS}. A post or an organisation says who it is without an address.",
    LeakKind.PHONE: f"{_WORDS}. A post or an organisation says who it is without a number.",
    LeakKind.PATH: f"{_WORDS}.",
    LeakKind.COUNTY: f"{_WORDS}.",
    LeakKind.LOCAL_ONLY: f"{_WORDS}. Or take the mark Local only from the indicator, if Government may know of it.",
    LeakKind.SMALL_COUNT: f"{_WORDS}: without the figure.",
    LeakKind.INVISIBLE: f"{_WORDS}: type them anew, without what was pasted.",
    LeakKind.NOT_IN_LIST: "Move it elsewhere, or send it by itself: a pack holds only what was looked through.",
    LeakKind.NOT_AS_MADE: "Make the pack again: whoever compares the fingerprints would find it changed.",
    LeakKind.UNKNOWN: "Take it out of the pack: nobody can say what it holds.",
}


def kind_of(what: str) -> LeakKind:
    """Which kind a finding is: the longest whose words it begins with."""
    return max((kind for kind in LeakKind if what.startswith(kind.value)), key=len, default=LeakKind.FOREIGN_PART)
