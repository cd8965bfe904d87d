"""The History sheet of a return: one indicator quarter by quarter against its targets; and the sparklines."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from laa_xl.declare.layout import Layout
from laa_xl.declare.printed import subtitle_of
from laa_xl.declare.return_form import HISTORY_SHEET, INDICATORS, RETURN_FORM
from laa_xl.declare.theme import LINES, NAVY, TAB_COLOURS
from laa_xl.domain.history import PAST_QUARTERS, label_of
from laa_xl.domain.numbers import in_full
from laa_xl.domain.spec import FormSpec
from laa_xl.files.formats import Exact, Formats, figure_format
from laa_xl.files.history_data import HistoryData
from laa_xl.files.page_writer import printed

GUIDANCE = (
    "Choose an indicator in the white cell: from its list (Alt+Down), or type its code. The table and the chart follow.",
    "A blank means that no figure was accepted for that quarter, or that its target is not known here.",
)
NO_INDICATORS = "This return has no indicators, so there is no history to show."
NOT_IN_LIST = "Choose a code from the list in the white cell."
HEADINGS = ("Quarter", "Actual", "Target of the quarter", "Target year end")
ORIGIN = "Where from"  # a column where figures were imported
IMPORTED_GUIDANCE = '"Imported" figures were taken from earlier spreadsheets, not from a return.'
FACTS = (
    ("Indicator", "title"),
    ("Unit", "unit"),
    ("Good is", "good"),
    ("Baseline", "baseline_words"),
    ("Decimal places", "decimals"),
)
ALT_TEXT = (
    "Line chart of the chosen indicator by quarter: its actual figures (solid line, circles) against the targets of the "
    "quarters (dashed line, diamonds) and the baseline (dotted line). The table beside the chart has the same figures."
)
_WIDTHS = (30, 18, 18, 18, 3)
_TOP = 2  # the row below title and subtitle
_LINE_NAMES = {
    "actual": "Actual",
    "target": "Target",
    "target_high": "Target, upper end of a range",
    "baseline": "Baseline",
}


class History:
    """Writes the History sheet, the hidden sheet behind it, and the sparklines of the Indicators sheet."""

    def __init__(
        self,
        book: Workbook,
        formats: Formats,
        spec: FormSpec,
        content: Mapping[str, Sequence[Mapping[str, Any]]],
        layouts: Mapping[str, Layout],
    ) -> None:
        self.book = book
        self.formats = formats
        self.spec = spec
        self.place = layouts["Indicators"]
        note = textwrap.wrap(spec.agreement.settings.illustrative_note or "", 150)
        guidance = (*GUIDANCE, *((IMPORTED_GUIDANCE,) if spec.has_imported else ()))
        self.headings = (*HEADINGS, *((ORIGIN,) if spec.has_imported else ()))
        self.widths = (*_WIDTHS[:-1], *((16,) if spec.has_imported else ()), _WIDTHS[-1])
        self.lines = [*((text, "guidance") for text in guidance), *((text, "warning") for text in note)]
        self.choice = _TOP + len(self.lines)  # the row of the code
        self.header = self.choice + len(FACTS) + 2
        chosen = f"{HISTORY_SHEET}!{xl_rowcol_to_cell(self.choice, 1, True, True)}"
        self.data = HistoryData(spec, content["indicators"], self.place, chosen)

    def write(self, sheet: Worksheet, hidden: Worksheet) -> None:
        """Fill both sheets."""
        self.data.write(hidden)
        sheet.hide_gridlines(2)
        sheet.set_tab_color(TAB_COLOURS["computed"])
        for index, width in enumerate(self.widths):
            sheet.set_column(index, index, width)
        sheet.write_string(0, 0, f"History: {self.spec.the_theme.name}", self.formats.role("title"))
        sheet.set_row(0, 24)
        sheet.write_string(1, 0, subtitle_of(RETURN_FORM.sheet("indicators"), self.spec), self.formats.role("subtitle"))
        if self.data.known:
            for row, (line, role) in enumerate(self.lines, _TOP):
                sheet.write_string(row, 0, line, self.formats.role(role))
            self._facts(sheet)
            self._table(sheet)
            self._chart(sheet)
        else:
            sheet.write_string(_TOP, 0, NO_INDICATORS, self.formats.role("guidance"))
        self._page(sheet)

    def sparklines(self, indicators: Worksheet) -> None:
        """In each row of the Indicators sheet, its past figures and this quarter's as a line."""
        column = INDICATORS.position("trend")
        for offset in range(len(self.data.known)):
            row = self.place.first + offset
            options = {
                "range": self.data.figures_of(offset),
                "markers": True,
                "show_hidden": True,
                "series_color": NAVY,
                "markers_color": NAVY,
                "weight": 1.5,
            }
            indicators.add_sparkline(row, column, options)
            prompt = {
                "validate": "any",
                "input_title": INDICATORS.column("trend").title,
                "input_message": self._in_words(offset),
            }
            indicators.data_validation(row, column, row, column, prompt)

    def _in_words(self, offset: int) -> str:
        """What a sparkline draws, for who cannot see it: Excel and screen readers say it when the cell is chosen."""
        values = self.data.known[offset]
        past = self.data.periods[:PAST_QUARTERS]
        figures = [(period, values[f"actual {period}"]) for period in past]
        said = [
            f"{label_of(period)}: {in_full(value, values['decimals'])}{' (imported)' if values.get(f'origin {period}') else ''}"
            for period, value in figures
            if value is not None
        ]
        text = "; ".join(said) or "No figure was accepted in the last 8 quarters"
        return f"{text}. See the History sheet." if len(text) <= 225 else "The figures are on the History sheet."

    def _facts(self, sheet: Worksheet) -> None:
        label, fact = self.formats.role("fact_label"), self.formats.role("fact")
        codes = self.data.span("code")
        sheet.write_string(self.choice, 0, "Code of the indicator", label)
        sheet.write_string(
            self.choice, 1, str(self.data.known[self.data.opening]["code"]), self.formats.role("entry", bold=True)
        )
        choice = {
            "validate": "list",
            "source": f"={codes}",
            "input_title": "Code of the indicator",
            "input_message": "Choose the indicator whose history you want to see. Nothing here is sent or read.",
            "error_title": "Please check this entry",
            "error_message": "Choose a code from the list.",
        }
        sheet.data_validation(self.choice, 1, self.choice, 1, choice)
        for row, (title, name) in enumerate(FACTS, self.choice + 1):
            sheet.write_string(row, 0, title, label)
            value = self.data.known[self.data.opening][name]
            otherwise = f'"{NOT_IN_LIST}"' if name == "title" else '""'
            found = self.data.chosen(name) if name == "decimals" else f'{self.data.chosen(name)}&""'
            sheet.write_formula(
                row, 1, f"=IF({self.data.place}=0,{otherwise},{found})", fact, "" if value is None else value
            )

    def _table(self, sheet: Worksheet) -> None:
        last = self.header + len(self.data.periods)
        header = self.formats.role("header")
        columns = [{"header": title, "header_format": header} for title in self.headings]
        options = {"name": "tblHistory", "style": None, "autofilter": False, "columns": columns}
        sheet.add_table(self.header, 0, last, len(self.headings) - 1, options)
        sheet.set_row(self.header, 32)
        figure = self.formats.role("computed", align="right")
        for row, period in enumerate(self.data.periods, self.header + 1):
            now = " (this return)" if period == self.spec.when else ""
            sheet.write_string(row, 0, f"{period.months}{now}", self.formats.role("key"))
            for index, name in enumerate(("actual", "target", "year_end"), 1):
                column = f"{name} {period}"
                if column not in self.data.columns:
                    sheet.write_blank(row, index, None, figure)
                    continue
                found, value = self.data.chosen(column), self.data.known[self.data.opening][column]
                empty = f"NOT(ISNUMBER({found}))" if name == "actual" else f'{found}=""'
                shown = Exact(value) if isinstance(value, float) else "" if value is None else value
                sheet.write_formula(row, index, f'=IF({self.data.place}=0,"",IF({empty},"",{found}))', figure, shown)
            if self.spec.has_imported:
                self._origin(sheet, row, f"origin {period}")
        self._decimals(sheet, last)

    def _origin(self, sheet: Worksheet, row: int, column: str) -> None:
        """Where the figure of a quarter comes from, if it is not an accepted return."""
        look = self.formats.role("computed")
        if column not in self.data.columns:
            sheet.write_blank(row, len(self.headings) - 1, None, look)
            return
        found, value = self.data.chosen(column), self.data.known[self.data.opening][column]
        sheet.write_formula(row, len(self.headings) - 1, f'=IF({self.data.place}=0,"",{found}&"")', look, value or "")

    def _decimals(self, sheet: Worksheet, last: int) -> None:
        """Figures show the decimals of the chosen indicator; one that is finer shows all that it has."""
        places = xl_rowcol_to_cell(self.choice + len(FACTS), 1, True, True)
        top = xl_rowcol_to_cell(self.header + 1, 1)
        for decimals in sorted({values["decimals"] for values in self.data.known}):
            rule = {
                "type": "formula",
                "criteria": f"=AND(ISNUMBER({top}),{places}={decimals},ROUND(N({top}),{decimals})=N({top}))",
                "format": self.formats.made({"num_format": figure_format(decimals)}),
            }
            sheet.conditional_format(self.header + 1, 1, last, 3, rule)

    def _chart(self, sheet: Worksheet) -> None:
        chart = self.book.add_chart({"type": "line"})
        for name, look in LINES.items():
            if name == "target_high" and not self.data.has_ranges:
                continue
            colour = look["color"]
            marker: dict[str, Any] = {"type": look["marker"]}
            if look["marker"] != "none":
                marker |= {"size": 8, "fill": {"color": colour}, "border": {"color": colour}}
            chart.add_series(
                {
                    "name": _LINE_NAMES[name],
                    "categories": list(self.data.line("label")),
                    "values": list(self.data.line(name)),
                    "values_data": self.data.drawn(name),
                    "line": {key: look[key] for key in ("color", "width", "dash_type")},
                    "marker": marker,
                }
            )
        small = {"size": 10, "bold": False}
        chart.set_title({"name": "Actual against target", "name_font": {"size": 12, "color": NAVY}})
        chart.set_x_axis({"name": "Quarter", "name_font": small, "num_font": {"size": 10, "rotation": -45}})
        chart.set_y_axis(
            {
                "name": "In the unit above",
                "name_font": small,
                "num_font": {"size": 10},
                "num_format": "General",
                "major_gridlines": {"visible": True, "line": {"color": "#D3D9E1", "width": 0.75}},
            }
        )
        chart.set_legend({"position": "bottom", "font": {"size": 10}})
        chart.show_blanks_as("gap")
        chart.show_hidden_data()
        chart.set_size({"width": 680, "height": 420})
        sheet.insert_chart(self.header, len(self.widths), chart, {"description": ALT_TEXT, "object_position": 2})

    def _page(self, sheet: Worksheet) -> None:
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.set_margins(0.4, 0.4, 0.6, 0.6)
        sheet.fit_to_pages(1, 1)
        sheet.print_area(0, 0, self.header + 24, len(self.widths) + 10)
        sheet.set_footer(f"&L&8{printed(self.spec.form_id, 180)}&C&8&A&R&8Page &P of &N")
