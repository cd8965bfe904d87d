"""Puts a laid-out page into an empty worksheet of XlsxWriter."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from laa_xl.domain.sentences import as_words
from laa_xl.files.formats import Formats
from laa_xl.files.page import Page

# Characters of a header or a footer, with its codes, as UTF-16 counts them; of a longer one nothing is written.
LONGEST_EDGE = 255


def put_page(sheet: Worksheet, formats: Formats, page: Page) -> None:
    """Cells, looks, links and heights of rows; columns, printing and charts are the sheet's own matter."""
    for cell in page.cells:
        look = formats.made(cell.look)
        if cell.link:
            sheet.write_url(cell.row, cell.column, f"internal:'{cell.link}'!A1", look, str(cell.value))
        elif isinstance(cell.value, str):
            sheet.write_string(cell.row, cell.column, cell.value, look)
        else:
            sheet.write_number(cell.row, cell.column, cell.value, look)
    for row, height in page.heights.items():
        sheet.set_row(row, height)


def ready_to_print(sheet: Worksheet, page: Page, columns: int) -> None:
    """A4 upright, so many columns on one page's width, the headings on every page; on the screen they stay in sight."""
    headings = page.anchors[0]
    sheet.repeat_rows(headings)
    sheet.freeze_panes(headings + 1, 0)
    sheet.set_paper(9)
    sheet.set_portrait()
    sheet.set_margins(0.5, 0.5, 0.8, 0.7)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, page.end - 1, columns - 1)


def printed(text: str, most: int = 100) -> str:
    """A text in a header or footer, where an ampersand begins a code, and a digit after one would belong to it.

    What is longer than ``most`` is cut, at the end of a word where that leaves half of it.
    """
    words = as_words(text)
    whole = _in_edge(words)
    if edge_size(whole) <= most:
        return whole
    kept = words
    while edge_size(f"{_in_edge(kept)}…") > most:
        kept = kept[:-1]
    before = kept.rpartition(" ")[0]
    if words[len(kept)] != " " and 2 * len(before) >= len(kept):
        kept = before
    return f"{_in_edge(kept.rstrip())}…"


def _in_edge(words: str) -> str:
    return f"{' ' if words[:1].isdigit() else ''}{words.replace('&', '&&')}"


def edge_size(text: str) -> int:
    """How much of the room of a header or footer a text takes."""
    return len(text.encode("utf-16-le", "replace")) // 2
