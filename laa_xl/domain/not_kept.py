"""What was typed on the report sheet where the run works out what stands there: it is written anew, and the words are told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from laa_xl.domain.report_sheet import ReportSheet, RowKind, SheetRow, source_mark
from laa_xl.domain.sentences import as_words, listed, same_words

_BULLETS = (RowKind.BULLET, RowKind.MORE)
_UNRATED = (RowKind.BLOCK, RowKind.MORE, RowKind.LINE, RowKind.REPORT)


def not_kept(sheet: ReportSheet) -> Iterator[str]:
    """A sentence for each, with its row and what to do."""
    known = set(map(as_words, sheet.references))
    for row in sheet.rows:
        kind = row.mark.kind if row.mark else None
        if kind is not None and kind not in _BULLETS:
            yield from _line(row)
        if kind in _UNRATED:
            yield from _unrated(row)
        typed = as_words(row.reference)
        if typed and typed not in known and not (row.mark and as_words(row.mark.ref) == typed):
            yield (
                f'Highlight report, row {row.number}: references are given by the run, so "{typed}" was not kept. Say it in the '
                "words of a bullet."
            )
    yield from _sources(sheet.rows)


def _line(row: SheetRow) -> Iterator[str]:
    words = as_words(row.text)
    if words and row.printed and not same_words(words, row.printed):
        yield (
            f'Highlight report, row {row.number}: this line is computed, so "{words}" was not kept. To say it, insert a row '
            "among the bullets, or give a reason in Overrides."
        )


def _unrated(row: SheetRow) -> Iterator[str]:
    """A rating beside what has none: a block's name, a computed line, the second row of a long bullet."""
    if rating := as_words(row.rating):
        yield (
            f'Highlight report, row {row.number}: this row has no rating, so "{rating}" was not kept. Enter it beside a bullet.'
        )


def _is_typed(row: SheetRow) -> bool:
    """Whether other words stand as the source than those that were printed; of a master of an earlier version nobody knows."""
    printed = row.mark.source if row.mark else ""
    return bool(as_words(row.source)) and printed is not None and source_mark(row.source) != printed


def _sources(rows: Sequence[SheetRow]) -> Iterator[str]:
    """Each with its words; those that were printed elsewhere on the sheet, as in a column sorted alone, in one sentence."""
    printed = {row.mark.source for row in rows if row.mark}
    typed = [row for row in rows if _is_typed(row)]
    moved = [row for row in typed if source_mark(row.source) in printed]
    for row in typed:
        if row in moved:
            continue
        yield (
            f'Highlight report, row {row.number}: "Source and rule" is worked out, so "{as_words(row.source)}" was not kept. Say '
            "it in the words of the bullet; why you changed a rating or a bullet is entered in Overrides or Report edits."
        )
    if moved:
        where = f"{'rows' if len(moved) > 1 else 'row'} {listed(str(row.number) for row in moved)}"
        yield f'Highlight report, {where}: sources of other rows stood in "Source and rule"; each row has its own again.'
