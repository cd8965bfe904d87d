"""The highlight report as it stands in the master: what was printed in each row, and what stands there now.

Three hidden columns say what each row is and what was printed in it. They go with their row wherever it is moved to, so
that a run can tell what an officer changed, however the master was saved, copied or put back from a backup.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from laa_xl.domain.sentences import digest

KEY_HEADING, PRINTED_HEADING, DRAFTED_HEADING = "Row", "As printed", "As drafted"
WHOLE = "all"  # in the name of a place: what is about the agreement as a whole


class RowKind(StrEnum):
    """What a row of the report is."""

    REPORT = "report"  # the title: it holds what was printed, and in which order
    LINE = "line"  # computed: never edited
    SECTION = "section"
    BLOCK = "block"
    BULLET = "bullet"
    MORE = "more"  # a long bullet goes on
    END = "end"  # after it no bullet can stand


@dataclass(frozen=True, slots=True)
class Mark:
    """What the hidden key of a row says.

    ``ref`` is a bullet's reference, or the place that a heading begins (``3/SSC``, ``3/all``). ``rag`` is the rating as it
    was printed; ``rated`` what an override of it would be about (``Block SSC``), "" where there is nothing to override;
    ``heading`` the words before the colon of a bullet; ``part`` counts the rows of a long one from 0. ``source``: by what
    ``source_mark`` knows the source that was printed in this row; None: the row is of a version that did not say.
    """

    kind: RowKind
    ref: str = ""
    rag: str = ""
    rated: str = ""
    heading: str = ""
    part: int = 0
    source: str | None = ""

    @property
    def text(self) -> str:
        """As it stands in the cell."""
        held = [self.kind.value, self.ref, self.rag, self.rated, self.heading, self.part, self.source]
        return json.dumps(held, ensure_ascii=True, separators=(",", ":"))


def read_mark(text: str) -> Mark | None:
    """The mark of a cell; None for a blank, or for what no run wrote."""
    try:
        kind, ref, rag, rated, heading, part, *more = json.loads(text)
        source = str(more[0]) if more and more[0] is not None else None
        return Mark(RowKind(kind), str(ref), str(rag), str(rated), str(heading), int(part), source)
    except (ValueError, TypeError):
        return None


def source_mark(text: str) -> str:
    """A few characters by which the source that was printed in a row is known again, however it is broken into lines."""
    squashed = "".join(text.split())
    return digest(squashed) if squashed else ""


def place_of(section: str, block: str) -> str:
    """``3/SSC``; ``3/all`` for the agreement as a whole."""
    return f"{section}/{block or WHOLE}"


def section_and_block(place: str) -> tuple[str, str]:
    """``3/SSC`` as ("3", "SSC"); the block is "" for the agreement as a whole."""
    section, _, block = place.partition("/")
    return section, "" if block == WHOLE else block


def order_text(period: str, places: Mapping[str, tuple[str, ...]]) -> str:
    """What was printed, place by place, as the title's hidden cell holds it."""
    return json.dumps({"period": period, "places": places}, ensure_ascii=True, separators=(",", ":"))


def read_order(text: str) -> tuple[str, dict[str, tuple[str, ...]]]:
    """The quarter, and the references in the order in which they were printed; ("", {}) for none."""
    try:
        found = json.loads(text)
        return str(found["period"]), {str(place): tuple(map(str, refs)) for place, refs in found["places"].items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        return "", {}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of the sheet as it stands. ``mark`` None: no run wrote it."""

    number: int  # from 1
    mark: Mark | None
    text: str
    rating: str
    reference: str
    source: str = ""
    printed: str = ""
    drafted: str = ""  # what the draft said under an officer's words; "" where the draft itself was printed


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """The sheet as it stands, and what was printed on it."""

    period: str
    places: Mapping[str, tuple[str, ...]]
    rows: tuple[SheetRow, ...]

    @property
    def references(self) -> tuple[str, ...]:
        """Those of all bullets that were printed, in their order."""
        return tuple(ref for refs in self.places.values() for ref in refs)
