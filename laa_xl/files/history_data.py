"""The very hidden sheet behind History and the sparklines: a row an indicator, and the lines of the chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from laa_xl.declare.layout import Layout
from laa_xl.declare.prefill import shown_target
from laa_xl.declare.return_form import HISTORY_DATA
from laa_xl.domain.history import PAST_QUARTERS, Point, history_of, label_of, quarters
from laa_xl.domain.numbers import in_full
from laa_xl.domain.spec import FormSpec
from laa_xl.domain.variance import Target
from laa_xl.domain.words import Polarity
from laa_xl.files.formats import Exact
from laa_xl.files.sheets import write_value

NO_POINT = "#N/A"  # what a chart takes for "no point here"; an empty text would be drawn as 0
_FACTS = ("code", "title", "unit", "good", "baseline_words", "baseline", "decimals")
_OF_A_QUARTER = ("actual", "target", "year_end", "low", "high")
IMPORTED = "imported"  # said beside a figure that was taken from a spreadsheet
LINES = ("actual", "target", "target_high", "baseline")


class HistoryData:
    """What the hidden sheet holds, and where: rows and columns count from 0, below a row of headings."""

    def __init__(self, spec: FormSpec, rows: Sequence[Mapping[str, Any]], indicators: Layout, chosen_cell: str) -> None:
        self.spec = spec
        self.rows = rows
        self.indicators = indicators
        self.chosen_cell = chosen_cell  # on the History sheet: the code that the partner chose
        self.periods = quarters(spec.when)
        self.known = [self._row(values) for values in rows]
        names = [name for column in _OF_A_QUARTER for name in self._names(column)]
        # Where nothing was imported, nothing says so.
        origins = [f"origin {period}" for period in self.periods[:PAST_QUARTERS]] if spec.has_imported else []
        self.columns = (*_FACTS, *names, *origins)

    def _names(self, column: str) -> list[str]:
        last = PAST_QUARTERS + 1 if column == "actual" else len(self.periods)
        return [f"{column} {period}" for period in self.periods[:last]]

    def _row(self, values: Mapping[str, Any]) -> dict[str, Any]:
        indicator = self.spec.agreement.indicator(str(values["code"]))
        found: dict[str, Any] = {name: values.get(name) for name in ("code", "title", "unit", "good")}
        baseline = in_full(indicator.baseline, indicator.decimals)
        when = f" ({indicator.baseline_period})" if baseline and indicator.baseline_period else ""
        found |= {
            "baseline_words": f"{baseline}{when}" or "not known",
            "baseline": indicator.baseline,
            "decimals": indicator.decimals,
        }
        ranged = indicator.polarity is Polarity.RANGE
        for point in history_of(self.spec, indicator):
            found[f"actual {point.period}"] = point.actual
            found[f"target {point.period}"] = shown_target(point.aims.period, indicator)
            found[f"year_end {point.period}"] = shown_target(point.aims.year_end, indicator)
            if point.period < self.spec.when and self.spec.has_imported:
                told = self.spec.is_imported(indicator.code, point.period)
                found[f"origin {point.period}"] = IMPORTED if told else None
            found[f"low {point.period}"], found[f"high {point.period}"] = _edges(point, ranged)
        actual = values.get("actual")
        found[f"actual {self.spec.when}"] = actual if _number(actual) else None
        return found

    @property
    def has_ranges(self) -> bool:
        """Whether any indicator has an upper end to draw."""
        names = self._names("high")
        return any(values[name] is not None for values in self.known for name in names)

    @cached_property
    def opening(self) -> int:
        """Which indicator the sheet opens on: the first that has something to draw."""
        drawn = [f"{column} {period}" for column in ("actual", "low") for period in self.periods]
        has = (
            number for number, values in enumerate(self.known) if any(values.get(name) is not None for name in drawn)
        )
        return next(has, 0)

    # Where things stand.

    def span(self, column: str) -> str:
        """A column of the block of indicators, by its absolute address."""
        index = self.columns.index(column)
        return f"{HISTORY_DATA}!{xl_range_abs(1, index, len(self.known), index)}"

    def figures_of(self, offset: int) -> str:
        """The past figures and this quarter's of the indicator in that row: what its sparkline draws."""
        first = self.columns.index(f"actual {self.periods[0]}")
        return f"{HISTORY_DATA}!{xl_range_abs(offset + 1, first, offset + 1, first + PAST_QUARTERS)}"

    @property
    def place(self) -> str:
        """The cell that says in which row of the block the chosen indicator stands; 0: in none."""
        return f"{HISTORY_DATA}!{xl_rowcol_to_cell(self._below, 1, True, True)}"

    @property
    def _below(self) -> int:
        return len(self.known) + 2

    def line(self, name: str) -> tuple[str, int, int, int, int]:
        """The points of a line of the chart ("label" gives the quarters)."""
        column = ("label", *LINES).index(name)
        first = self._below + 2
        return HISTORY_DATA, first, column, first + len(self.periods) - 1, column

    def chosen(self, column: str) -> str:
        """An expression for what the chosen indicator has in a column."""
        return f"INDEX({self.span(column)},{self.place})"

    # What is written.

    def write(self, sheet: Worksheet) -> None:
        """Fill the hidden sheet."""
        for index, name in enumerate(self.columns):
            sheet.write_string(0, index, name)
        for offset, values in enumerate(self.known):
            for index, name in enumerate(self.columns):
                if name == f"actual {self.spec.when}":
                    self._actual(sheet, offset, index, values[name])
                elif values[name] not in (None, ""):
                    write_value(sheet, offset + 1, index, values[name], None)
        if self.known:
            self._chart_lines(sheet)

    def _actual(self, sheet: Worksheet, offset: int, index: int, value: Any) -> None:
        cell = f"INDEX(indicators_actual,{offset + 2})"  # by its place, as in files.live_places
        shown = NO_POINT if value is None else Exact(value)
        sheet.write_formula(offset + 1, index, f"=IF(ISNUMBER({cell}),{cell},NA())", None, shown)

    def _chart_lines(self, sheet: Worksheet) -> None:
        """Below the block: the place of the chosen indicator, and its lines quarter by quarter."""
        row = self._below
        found = f'MATCH({self.chosen_cell}&"",{self.span("code")},0)'
        sheet.write_string(row, 0, "chosen")
        sheet.write_formula(row, 1, f"=IF(ISNUMBER({found}),{found},0)", None, self.opening + 1)
        for index, name in enumerate(("label", *LINES)):
            sheet.write_string(row + 1, index, name)
        for offset, period in enumerate(self.periods, row + 2):
            sheet.write_string(offset, 0, label_of(period))
            for index, name in enumerate(LINES, 1):
                source = self.source_of(name, str(period))
                if source not in self.columns:
                    continue  # a quarter to come has no actual
                value = self.known[self.opening][source]
                cell = self.chosen(source)
                formula = f"=IF({self.place}=0,NA(),IF(ISNUMBER({cell}),{cell},NA()))"
                sheet.write_formula(offset, index, formula, None, NO_POINT if value is None else Exact(value))

    @staticmethod
    def source_of(line: str, period: str) -> str:
        """The column that a line of the chart takes a quarter's point from."""
        if line == "baseline":
            return "baseline"
        return f"{ {'actual': 'actual', 'target': 'low', 'target_high': 'high'}[line] } {period}"

    def drawn(self, line: str) -> list[float | None]:
        """The points of a line for the indicator that is chosen at first; None is a gap."""
        return [self.known[self.opening].get(self.source_of(line, str(period))) for period in self.periods]


def _edges(point: Point, ranged: bool) -> tuple[float | None, float | None]:
    """What is drawn of a target: its value, or the ends of its range."""
    target: Target = point.aims.period
    low, high = (target.low, target.high) if ranged else (target.value, None)
    return (None if low is None else float(low)), (None if high is None else float(high))


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
