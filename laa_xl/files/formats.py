"""XlsxWriter formats made from the theme's roles, each made once a workbook."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from laa_xl.declare.model import Column, Kind, Role
from laa_xl.declare.theme import LOOKS, ROLES, marked
from laa_xl.domain.documents import Shape
from laa_xl.domain.numbers import has_pennies

_NUMBER_FORMATS = {
    Kind.INTEGER: "#,##0",
    Kind.MONEY: "#,##0;[Red]-#,##0",
    Kind.PERCENT: "0.0%",
    Kind.DATE: "dd/mm/yyyy",
}
_MONEY_WITH_PENNIES = "#,##0.00;[Red]-#,##0.00"
_ROLE_STYLES = {Role.KEY: "key", Role.LOCKED: "locked", Role.ENTRY: "entry", Role.COMPUTED: "computed"}


class Formats:
    """Gives the format of a role, or of a column's cell, making each once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._cells: dict[tuple[Any, ...], Format] = {}  # the same by what a cell is asked for, of which there are many

    def role(self, role: str, **more: Any) -> Format:
        """The format of a role of the theme."""
        return self.made({**ROLES[role], **more})

    def made(self, look: dict[str, Any]) -> Format:
        """The format of a set of properties."""
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(look)
        return self._made[key]

    def cell(
        self,
        column: Column,
        *,
        style: str = "",
        decimals: int | None = None,
        unlocked: bool | None = None,
        value: Any = None,
    ) -> Format:
        """The format of a cell of a column: its role's look, its kind's number format.

        A ``value`` of another kind keeps a format of its own: in that of a number a date would become one.
        """
        own = _own_format(column, value)
        key = (column.role, column.kind, column.style, column.decimals, style, decimals, unlocked, own)
        found = self._cells.get(key)
        if found is None:
            found = self._cells[key] = self._cell(column, style, decimals, unlocked, own)
        return found

    def _cell(self, column: Column, style: str, decimals: int | None, unlocked: bool | None, own: str) -> Format:
        look = dict(ROLES[style or _ROLE_STYLES[column.role]])
        if unlocked is not None:
            look["locked"] = not unlocked
        if column.kind in (Kind.LONG_TEXT, Kind.TEXT):
            look["text_wrap"] = True
        if column.style in ("rag", "symbol"):
            look["align"] = "center"
        if column.kind.numeric or column.style == "figure":
            look["align"] = "right"
        shown = own or number_format(column, decimals)
        return self.made({**look, "num_format": shown} if shown else look)

    def over(self, name: str, column: Column, decimals: int | None = None) -> Format:
        """The differential format of a look of the theme ("carried") over a cell of a column.

        Its symbol comes before what the cell shows; figures, money and dates are shown as before.
        """
        return self.made({**LOOKS[name], "num_format": marked(name, number_format(column, decimals) or "General")})

    def bare(self, name: str) -> Format:
        """The same without its symbol: its border or slant tells it from others where there is no colour."""
        return self.made({key: value for key, value in LOOKS[name].items() if key != "num_format"})


def _own_format(column: Column, value: Any) -> str:
    if isinstance(value, datetime) and value.time() != time():
        return "dd/mm/yyyy hh:mm:ss"
    if isinstance(value, (date, time)):
        return "dd/mm/yyyy" if isinstance(value, date) else "hh:mm:ss"
    if isinstance(value, (int, float)) and column.kind is Kind.DATE:
        return "General"
    # As text, so that "June 2008" stays what was typed, and a code keeps its zeros.
    return "@" if column.kind is Kind.TEXT and column.entry and not isinstance(value, (int, float)) else ""


def number_format(column: Column, decimals: int | None) -> str:
    """The number format of a cell of a column; "" where its kind has none. Money has pennies where ``decimals`` are given."""
    if column.kind is Kind.MONEY and decimals:
        return _MONEY_WITH_PENNIES
    if column.kind in _NUMBER_FORMATS:
        return _NUMBER_FORMATS[column.kind]
    if column.kind is Kind.NUMBER or column.style == "figure":
        return figure_format(column.decimals if column.decimals is not None else decimals)
    return ""


def places_of(value: Any, decimals: int | None) -> int | None:
    """The decimals to show: the indicator's, and never fewer than the figure has (up to 6), so that none is hidden."""
    if decimals is None or not isinstance(value, float) or value == int(value):
        return decimals
    return max(decimals, min(6, len(f"{value:.6f}".rstrip("0").split(".")[1])))


def figure_format(decimals: int | None) -> str:
    """Thousands and the indicator's decimals; General where they are not known."""
    if decimals is None:
        return "General"
    return "#,##0" if decimals == 0 else "#,##0." + "0" * decimals


_SHAPE_FORMATS = {
    Shape.COUNT: "#,##0",
    Shape.POUNDS: "£#,##0;[Red]-£#,##0",
    Shape.PERCENT: "0.0%",
    Shape.DATE: "dd/mm/yyyy",
}


_WITH_PENNIES = "£#,##0.00;[Red]-£#,##0.00"


def pounds_format(amount: Any) -> str:
    """The number format of an amount of pounds, with pennies where it has any."""
    pennies = isinstance(amount, (int, float, Decimal)) and has_pennies(amount)
    return _WITH_PENNIES if pennies else _SHAPE_FORMATS[Shape.POUNDS]


def shape_format(shape: Shape, decimals: int | None = None) -> str:
    """The number format of a column of a report's table; "" where it holds words."""
    return figure_format(decimals) if shape is Shape.FIGURE else _SHAPE_FORMATS.get(shape, "")


class Exact(float):
    """A number that XlsxWriter writes so that it reads back equal: it would cut doubles to 16 digits."""

    def __format__(self, spec: str) -> str:
        return repr(float(self))
