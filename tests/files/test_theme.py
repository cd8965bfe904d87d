"""The theme can be read by everyone: contrast, greyscale, and never colour alone."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from laa_xl.declare.model import Column, Kind
from laa_xl.declare.theme import LINES, LOOKS, RAG_LOOKS, ROLES, SYMBOLS, TAB_COLOURS, marked
from laa_xl.domain.words import Rag, Symbol
from laa_xl.files.formats import Formats

WHITE = "#FFFFFF"
LEAST_TEXT, LEAST_LINE = 4.5, 3.0  # WCAG 2.2, levels AA: 1.4.3 contrast of text, 1.4.11 of what is not text


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it: 0 black, 1 white."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_worked_out_as_wcag_defines_it() -> None:
    assert contrast("#000000", WHITE) == pytest.approx(21)
    assert contrast("#767676", WHITE) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("role", [*ROLES, *LOOKS])
def test_text_stands_out_from_its_fill(role: str) -> None:
    look = ROLES.get(role) or LOOKS[role]
    assert contrast(look.get("font_color", "#000000"), look.get("bg_color", WHITE)) >= LEAST_TEXT


@pytest.mark.parametrize("role", [name for name, look in {**ROLES, **LOOKS}.items() if "border_color" in look])
def test_a_border_stands_out_from_the_white_of_an_entry_cell(role: str) -> None:
    look = ROLES.get(role) or LOOKS[role]
    assert contrast(look["border_color"], WHITE) >= LEAST_LINE


def test_lines_of_charts_and_tabs_stand_out_from_white() -> None:
    for colour in (*(line["color"] for line in LINES.values()), *TAB_COLOURS.values()):
        assert contrast(str(colour), WHITE) >= LEAST_LINE


def test_a_link_is_underlined_as_well_as_coloured() -> None:
    assert ROLES["link"]["underline"]
    assert ROLES["cell_link"]["underline"]


def test_each_rating_has_a_symbol_and_a_word() -> None:
    assert set(RAG_LOOKS) == {rag.value for rag in Rag}
    for rag in Rag:
        for look in (RAG_LOOKS[rag.value], ROLES[f"rag_{rag.value.lower()}"]):
            assert look["num_format"].endswith(f'"{SYMBOLS[rag.value]} "@'), "the word follows its symbol"


def test_every_look_has_a_symbol_of_its_own_that_is_no_performance_symbol() -> None:
    assert set(LOOKS) == set(SYMBOLS)
    assert len(set(SYMBOLS.values())) == len(SYMBOLS)
    assert set(SYMBOLS.values()).isdisjoint(symbol.mark[0] for symbol in Symbol)


def test_the_ratings_and_the_looks_of_entries_differ_in_greyscale() -> None:
    """Any two are at least a tenth apart in lightness; the symbol and the word say the rest."""
    for looks in (RAG_LOOKS, {name: LOOKS[name] for name in ("attention", "invalid", "confirm")}):
        for one, other in itertools.combinations(looks.values(), 2):
            assert contrast(str(one["bg_color"]), str(other["bg_color"])) >= 1.1, (one, other)


def test_the_lines_of_a_chart_differ_in_dash_and_in_marker() -> None:
    assert len({line["dash_type"] for line in LINES.values()}) == len(LINES)
    assert len({line["marker"] for line in LINES.values()}) == len(LINES)


class Book:
    """Stands for a workbook of XlsxWriter."""

    def add_format(self, look: dict[str, Any]) -> dict[str, Any]:
        return look


def test_a_look_over_figures_money_and_dates_shows_them_as_before() -> None:
    formats = Formats(Book())  # type: ignore[arg-type]

    def shown(kind: Kind, decimals: int | None = None) -> str:
        return str(formats.over("carried", Column("a", "A", kind), decimals)["num_format"])

    assert shown(Kind.DATE).split(";")[0] == '"↻ "dd/mm/yyyy'
    assert shown(Kind.DATE).split(";")[1] == '"↻ "dd/mm/yyyy'
    assert shown(Kind.NUMBER, 2).split(";")[:2] == ['"↻ "#,##0.00', '"↻ "-#,##0.00']
    assert shown(Kind.MONEY).split(";")[0] == '"↻ "#,##0'
    assert shown(Kind.LONG_TEXT) == marked("carried") == '"↻ "General;"↻ "-General;"↻ "General;"↻ "@'
