"""Which row of the edited report sheet is which, where only its visible cells were moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from laa_xl.domain.report_sheet import RowKind, SheetRow
from laa_xl.domain.sentences import same_words


class CannotTell(Exception):
    """The sheet stands so that nobody can tell which words belong to which bullet; a sentence says why and what to do."""


def beside_their_references(rows: Sequence[SheetRow]) -> tuple[SheetRow, ...]:
    """The rows, each with the mark of the bullet whose reference it shows.

    Where only the visible cells of a row were moved or copied, the hidden ones stayed behind: then a bullet is known by its
    reference, and a heading or line by what was printed.
    """
    known = {row.mark.ref: row for row in rows if row.mark and row.mark.kind is RowKind.BULLET}
    if all(row.reference not in known or (row.mark and row.mark.ref == row.reference) for row in rows):
        return tuple(rows)
    lines = [row for row in rows if row.mark and row.mark.kind is not RowKind.BULLET]
    if any(row.mark and row.mark.kind is RowKind.MORE for row in lines):
        raise CannotTell(
            "In the tab Highlight report cells were moved without the whole rows they stand in. Undo that and move whole rows, or close "
            "the master without saving. Nothing was changed."
        )
    found = []
    for row in rows:
        source = known.get(row.reference) or next(
            (line for line in lines if row.text.strip() and same_words(row.text, line.printed)), None
        )
        if source in lines:
            lines.remove(source)
        mark, printed, drafted = (source.mark, source.printed, source.drafted) if source else (None, "", "")
        found.append(replace(row, mark=mark, printed=printed, drafted=drafted))
    return tuple(found)
