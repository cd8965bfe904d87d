"""The Start sheet of a return: who sends it, how far it is sheet by sheet, its ratings so far, and when it is due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from laa_xl.declare.layout import Layout
from laa_xl.declare.live_formulas import COMPLETE, NOTHING_NEEDED
from laa_xl.declare.model import Sheet
from laa_xl.declare.printed import FORM_HEADINGS, OVERVIEW_HEADINGS, RATING_HEADINGS, closing_of, link_to
from laa_xl.declare.return_form import RETURN_FORM
from laa_xl.domain.spec import FormSpec
from laa_xl.domain.words import Rag
from laa_xl.files.formats import Formats
from laa_xl.files.sheets import height_of, write_typed
from laa_xl.files.validation import validation_of

_WIDTHS = (26, 46, 48)


class StartSheet:
    """Writes the first sheet, whose live cells look at all the others."""

    def __init__(
        self,
        worksheet: Worksheet,
        formats: Formats,
        spec: FormSpec,
        content: Mapping[str, Sequence[Mapping[str, Any]]],
        layouts: Mapping[str, Layout],
    ) -> None:
        self.sheet = worksheet
        self.formats = formats
        self.spec = spec
        self.content = content
        self.layouts = layouts

    def write(self, sheet: Sheet) -> None:
        """The form, and below it how far the return is."""
        self._about(sheet)
        self._overview(sheet)

    def _about(self, sheet: Sheet) -> None:
        place = self.layouts[sheet.name]
        for index, width in enumerate(_WIDTHS):
            self.sheet.set_column(index, index, width)
        for index, heading in enumerate(FORM_HEADINGS):
            self.sheet.write_string(place.header, index, heading, self.formats.role("header"))
        values = self.content["about"][0]
        for index, column in enumerate(sheet.table.columns):
            row = place.first + index
            self.sheet.write_string(row, 0, column.title, self.formats.role("locked"))
            value = values.get(column.name)
            write_typed(self.sheet, row, 1, value, self.formats.cell(column, value=value))
            self.sheet.write_string(row, 2, column.prompt, self.formats.role("locked", text_wrap=True))
            self.sheet.set_row(row, height_of([(values.get(column.name), _WIDTHS[1]), (column.prompt, _WIDTHS[2])]))
            self.sheet.data_validation(row, 1, row, 1, validation_of(column))

    def _overview(self, sheet: Sheet) -> None:
        """How far the return is, sheet by sheet, with a link to each; and how many are red, amber, green, grey."""
        top = self.layouts[sheet.name].end + 2
        for index, heading in enumerate(OVERVIEW_HEADINGS):
            self.sheet.write_string(top, index, heading, self.formats.role("header"))
        row = top
        for other in RETURN_FORM.sheets[1:]:
            row += 1
            target = f"internal:'{other.name}'!A1"
            self.sheet.write_url(row, 0, target, self.formats.role("cell_link"), link_to(other))
            formula, shown = self._progress(other)
            self.sheet.write_formula(row, 1, formula, self.formats.role("computed"), shown)
            self.sheet.write_string(row, 2, other.guidance[0], self.formats.role("locked", text_wrap=True))
            self.sheet.set_row(row, height_of([(other.guidance[0], _WIDTHS[2])]))
        row += 2
        rag = self._span("Indicators", "rag")
        for index, heading in enumerate(RATING_HEADINGS):
            self.sheet.write_string(row, index, heading, self.formats.role("header"))
        shown_rags = [str(values["rag"]) for values in self.content["indicators"]]
        for colour in (Rag.GREEN, Rag.AMBER, Rag.RED, Rag.GREY):
            row += 1
            self.sheet.write_string(row, 0, colour.value, self.formats.role(f"rag_{colour.value.lower()}"))
            count = shown_rags.count(colour.value)
            self.sheet.write_formula(
                row,
                1,
                f'=COUNTIF({rag},"{colour.value}")',
                self.formats.role("computed", align="left"),
                count,
            )
        row += 2
        self.sheet.write_string(row, 0, closing_of(self.spec), self.formats.role("subsection"))

    def _progress(self, sheet: Sheet) -> tuple[str, str]:
        table = sheet.table
        rows = self.content[table.name]
        if table.name == "indicators":
            span = self._span(sheet.name, "to_do")
            done = f'COUNTIF({span},"{COMPLETE}")+COUNTIF({span},"{NOTHING_NEEDED}")'
            shown = sum(1 for row in rows if row["to_do"] in (COMPLETE, NOTHING_NEEDED))
            return f'={done}&" of {len(rows)} rows complete"', f"{shown} of {len(rows)} rows complete"
        if not rows:
            return '="Nothing asked for"', "Nothing asked for"
        if table.name == "finance":
            spend, comment = self._span(sheet.name, "spend"), self._span(sheet.name, "comment")
            shown = sum(1 for row in rows if row.get("spend") not in (None, "") or row.get("comment"))
            formula = f'=SUMPRODUCT(--((({spend}<>"")+({comment}<>""))>0))&" of {len(rows)} rows answered"'
            return formula, f"{shown} of {len(rows)} rows answered"
        first = next(c.name for c in table.entries if c.required)
        shown = sum(1 for row in rows if row.get(first) not in (None, ""))
        return f'=COUNTA({self._span(sheet.name, first)})&" rows filled in"', f"{shown} rows filled in"

    def _span(self, sheet: str, column: str) -> str:
        place = self.layouts[sheet]
        letter = xl_col_to_name(RETURN_FORM.sheet(sheet).table.position(column))
        last = max(place.first, place.end - 1)
        return f"{sheet}!${letter}${place.first + 1}:${letter}${last + 1}"
