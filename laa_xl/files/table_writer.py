"""A table of a return as the partner sees it: headings, locked and entry cells, live formulas, marks while one types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from laa_xl.declare.layout import Layout
from laa_xl.declare.lists import list_of
from laa_xl.declare.live_formulas import COMPLETE, NOTHING_NEEDED
from laa_xl.declare.model import Column, Kind, Sheet, Table
from laa_xl.declare.printed import NOTHING_ASKED
from laa_xl.declare.theme import ATTENTION, CARRIED, DONE, RAG_LOOKS
from laa_xl.domain.agreement import Indicator
from laa_xl.files import live_writer
from laa_xl.files.formats import Exact, Formats, number_format, places_of
from laa_xl.files.live_places import Places
from laa_xl.files.sheets import GrowingSheet, height_of, write_typed, write_value
from laa_xl.files.validation import untouched, validation_of

STATE_LOOKS = (
    (live_writer.MISSING, "attention"),
    (live_writer.INVALID, "invalid"),
    (live_writer.DOUBTED, "confirm"),
    (live_writer.KEPT, "carried"),
)
_PENNIES = 2  # decimals of pounds
# Excel shows ##### for a text of more than 255 characters, with its symbol, where a number format says how text is shown.
_LONGEST_MARKED = 250


class TableWriter:
    """Writes one table of one sheet."""

    def __init__(self, worksheet: GrowingSheet, formats: Formats, places: Places, sheet: Sheet) -> None:
        self.sheet = worksheet
        self.formats = formats
        self.places = places
        self.table: Table = sheet.table
        self.place: Layout = places.layouts[sheet.name]
        self.rows = places.content[sheet.table.name]
        self.spec = places.content.live.look.spec
        self.rules: dict[tuple[int, tuple[float | None, float | None] | None], dict[str, Any]] = {}

    def write(self, freeze_columns: int) -> None:
        """Headings, rows, the table around them and what marks its cells."""
        table, place = self.table, self.place
        self.sheet.freeze_panes(place.first, freeze_columns)
        self.sheet.set_row(place.header, height_of([(c.title, c.width * 0.85) for c in table.columns]) + 4)
        for index, column in enumerate(table.columns):
            self.sheet.set_column(index, index, column.width)
            self.sheet.write_string(place.header, index, column.title, self.formats.role("header"))
        for offset, values in enumerate(self.rows):
            self._row(offset, values)
        if not self.rows:
            self.sheet.write_string(place.first, 0, NOTHING_ASKED, self.formats.role("guidance"))
            return
        header = self.formats.role("header")
        options: dict[str, Any] = {
            "name": f"tbl{table.name.capitalize()}",
            "style": None,
            "columns": [{"header": column.title, "header_format": header} for column in table.columns],
        }
        self.sheet.add_table(place.header, 0, place.end - 1, len(table.columns) - 1, options)
        for index, column in enumerate(table.columns):
            self._marks(index, column)
            rules = ("numberStoredAsText", "twoDigitTextYear") if not column.kind.counted else ()
            if self._sortable and not column.entry:
                rules = (*rules, "unlockedFormula", "listDataValidation")  # it fills itself in, and takes nothing else
            if rules:
                self.sheet.leave_in_peace(xl_range(place.first, index, place.end - 1, index), *rules)
        if table.name == "indicators":
            self._changed()

    @property
    def _sortable(self) -> bool:
        """Excel sorts no locked cell: a table of a partner's own lines is unlocked as a whole."""
        return self.table.blank_rows > 0

    def _indicator(self, values: Mapping[str, Any]) -> Indicator | None:
        return self.spec.agreement.indicator(str(values["code"])) if self.table.name == "indicators" else None

    def _row(self, offset: int, values: Mapping[str, Any]) -> None:
        row, table = self.place.first + offset, self.table
        indicator = self._indicator(values)
        decimals = indicator.decimals if indicator else None
        total = str(values.get(table.key.name)) == table.total_row != ""
        wrapped = [(values.get(c.name), c.width) for c in table.columns if not c.kind.numeric]
        self.sheet.set_row(row, height_of(wrapped, 2 if table.blank_rows or table.name == "indicators" else 1))
        for index, column in enumerate(table.columns):
            value = values.get(column.name)
            style = "total" if total and not column.entry else ""
            look = self.formats.cell(
                column,
                decimals=places_of(value, decimals),
                style=style,
                unlocked=self._sortable or column.entry,
                value=value if column.entry else None,
            )
            formula = self._formula(column, offset)
            if formula:
                shown = "" if value is None else Exact(value) if isinstance(value, float) else value
                self.sheet.write_formula(row, index, formula, look, shown)
            elif column.entry:
                write_typed(self.sheet, row, index, value, look)
            else:
                write_value(self.sheet, row, index, value, look)
            if column.entry:
                self.sheet.allow(row, index, self._rule(index, _limits(column, indicator)))
            elif self._sortable:
                self.sheet.allow(row, index, self._rule(index, None))

    def _rule(self, index: int, limits: tuple[float | None, float | None] | None) -> dict[str, Any]:
        """What a cell of a column takes, the same object for the same; ``limits``: None where it takes nothing."""
        rule = self.rules.get((index, limits))
        if rule is None:
            column = self.table.columns[index]
            made = untouched(column) if limits is None else validation_of(column, list_of(self.table, column), *limits)
            rule = self.rules[index, limits] = made
        return rule

    def _formula(self, column: Column, offset: int) -> str:
        if column.name == "to_do":
            return self._to_do(offset)
        return self.places.filled(column.formula, self.table, offset, own_row=True) if column.formula else ""

    def _to_do(self, offset: int) -> str:
        """Found by the place of its row, so that sorting the rows changes nothing; elsewhere simply taken."""
        if not self._sortable:
            return f"={self.places.rule(self.table, offset, 'to_do')}"
        block = self.places.rule_block(self.table, "to_do", "to_do")
        return f"=INDEX({block},ROW()-{self.place.first})"

    def _marks(self, index: int, column: Column) -> None:
        span = (self.place.first, index, self.place.end - 1, index)
        top = xl_rowcol_to_cell(self.place.first, index)
        if column.style == "rag":
            for colour, rag_look in RAG_LOOKS.items():
                self._when(span, f'={top}="{colour}"', rag_look)
        if column.name == "to_do":
            self._when(span, f'=OR({top}="{COMPLETE}",{top}="{NOTHING_NEEDED}")', DONE, alone=True)
            self._when(span, f'={top}<>""', ATTENTION)
        if column.entry:
            place = self.table.entries.index(column) + 1
            for state, look in STATE_LOOKS:
                stands = f"INDEX(states_{self.table.name},ROW()-{self.place.first},{place})={state}"
                if column.kind is Kind.MONEY:
                    marked = self.formats.over(look, column, _PENNIES)
                    self._when(span, f"=AND({stands},{_has_pennies(top)})", marked, alone=True)
                if column.kind is Kind.LONG_TEXT:
                    self._when(
                        span, f"=AND({stands},LEN({top})>{_LONGEST_MARKED})", self.formats.bare(look), alone=True
                    )
                self._when(span, f"={stands}", self.formats.over(look, column), alone=True)
        if column.kind is Kind.MONEY:
            self._when(span, f"={_has_pennies(top)}", {"num_format": number_format(column, _PENNIES)})
        if column.name == "carried":
            self._when(span, f'={top}<>""', CARRIED)

    def _when(
        self,
        span: tuple[int, int, int, int],
        formula: str,
        look: dict[str, Any] | Format,
        more: str = "",
        *,
        alone: bool = False,
    ) -> None:
        """A mark; ``alone``: where it stands, no later one does (a mark of an annotated copy comes after ours)."""
        rule: dict[str, Any] = {
            "type": "formula",
            "criteria": formula,
            "format": self.formats.made(look) if isinstance(look, dict) else look,
            "stop_if_true": alone,
        }
        if more:
            rule["multi_range"] = more
        self.sheet.conditional_format(*span, rule)

    def _changed(self) -> None:
        """An arrow beside an actual that is higher or lower than in the last period."""
        actual, last = self.table.position("actual"), self.table.position("last_actual")
        groups: dict[int, list[int]] = {}
        for offset, values in enumerate(self.rows):
            indicator = self._indicator(values)
            if indicator is not None and values.get("last_actual") is not None:
                groups.setdefault(indicator.decimals, []).append(self.place.first + offset)
        for decimals, rows in groups.items():
            first = rows[0]
            more = " ".join(xl_rowcol_to_cell(row, actual) for row in rows)
            now, then = (xl_rowcol_to_cell(first, column, col_abs=True) for column in (actual, last))
            for sign, name in ((">", "higher"), ("<", "lower")):
                look = self.formats.over(name, self.table.column("actual"), decimals)
                formula = f"=AND(ISNUMBER({now}),ISNUMBER({then}),{now}{sign}{then})"
                self._when((first, actual, first, actual), formula, look, more)


def _has_pennies(cell: str) -> str:
    """Whether pounds in a cell are no whole ones: rounded ones would not add up to their total before the reader."""
    return f"IF(ISNUMBER({cell}),ROUND({cell},2)<>ROUND({cell},0))"


def _limits(column: Column, indicator: Indicator | None) -> tuple[float | None, float | None]:
    """What an indicator's unit allows, where the column is its figure."""
    if indicator is None or column.name not in ("actual", "forecast"):
        return None, None
    return indicator.lowest, indicator.highest
