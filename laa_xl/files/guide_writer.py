"""The Guide sheet of a return: how to fill it in, on two pages of A4."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from laa_xl.checks.guide import INTRODUCTION, TITLE, guide
from laa_xl.declare.theme import TAB_COLOURS
from laa_xl.domain.spec import FormSpec
from laa_xl.files.formats import Formats
from laa_xl.files.sheets import BOLD, lines_of

_WIDTHS = (27, 74)
_SIZE, _LINE = 11, 14.5  # points: of the text, and a line of it
_SCALE = _SIZE / 10  # its letters against those of the body


def write_guide(sheet: Worksheet, formats: Formats, spec: FormSpec) -> None:
    """Fill an empty sheet: a heading a section, and under it lines of two cells."""
    sheet.hide_gridlines(2)
    sheet.set_tab_color(TAB_COLOURS["title"])
    for index, width in enumerate(_WIDTHS):
        sheet.set_column(index, index, width)
    sheet.write_string(0, 0, TITLE, formats.role("title"))
    sheet.set_row(0, 24)
    sheet.write_string(1, 0, INTRODUCTION, formats.role("subtitle"))
    row = 2
    for section in guide(spec.agreement.settings.rating_mode, spec.part):
        sheet.write_string(row, 0, section.title, formats.role("guide_heading"))
        sheet.set_row(row, 26)
        row += 1
        for index, heading in enumerate(section.headings):
            sheet.write_string(row, index, heading, formats.role("header", font_size=_SIZE))
        for line in section.lines:
            row += 1
            sheet.write_string(row, 0, line[0], formats.role("key", font_size=_SIZE, text_wrap=True))
            sheet.write_string(row, 1, line[1], formats.role("plain", font_size=_SIZE, text_wrap=True))
            most = max(lines_of(line[0], _WIDTHS[0], _SCALE * BOLD), lines_of(line[1], _WIDTHS[1], _SCALE))
            sheet.set_row(row, 3 + _LINE * most)
        row += 1
    sheet.set_paper(9)
    sheet.set_portrait()
    sheet.set_margins(0.5, 0.5, 0.6, 0.6)
    sheet.fit_to_pages(1, 2)
    sheet.print_area(0, 0, row - 1, 1)
    sheet.set_footer("&L&8&A&R&8Page &P of &N")
