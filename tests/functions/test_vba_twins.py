"""The VBA functions, called in cells of LibreOffice, against the same functions in Python."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

from laa_xl.declare.functions import FUNCTIONS
from laa_xl.functions import udfs
from laa_xl.functions.cells import ExcelError
from tests.functions.cases import Case, cases

ROOT = Path(__file__).resolve().parents[2]
MODULE = ROOT / "macros" / "LaaFunctions.bas"
# LibreOffice has no Excel errors in VBA: it shows their numbers, and an error that comes in is #N/A whatever it was.
AS_SHOWN = {"#N/A": "Error 2042", "#VALUE!": "Error 2015", "#NUM!": "Error 2036"}


def letters(column: int) -> str:
    return chr(ord("A") + column) if column < 26 else "A" + chr(ord("A") + column - 26)


def laid_out(given: list[Case]) -> tuple[list[list[float | str]], list[str], dict[str, str]]:
    """One row a case: each argument in a cell of its own, or in as many as its range has; and the formula beside it."""
    rows: list[list[float | str]] = []
    formulas: list[str] = []
    special: dict[str, str] = {}
    for number, (name, arguments) in enumerate(given, 1):
        row: list[float | str] = []
        places = []
        for argument in arguments:
            cells = argument if isinstance(argument, list) else [argument]
            first = len(row) + 1
            for cell in cells:
                if isinstance(cell, ExcelError):
                    special[f"{letters(len(row) + 1)}{number}"] = "=NA()"
                elif isinstance(cell, bool):
                    special[f"{letters(len(row) + 1)}{number}"] = f"={cell!s}()".upper()
                row.append("" if cell is None or isinstance(cell, (bool, ExcelError)) else cell)
            last = f":{letters(len(row))}{number}" if len(cells) > 1 else ""
            places.append(f"{letters(first)}{number}{last}")
        rows.append(row)
        formulas.append(f"={name}({';'.join(places)})")
    return rows, formulas, special


def in_python(name: str, arguments: list[Any]) -> float | str:
    ranges = [[argument] if isinstance(argument, list) else argument for argument in arguments]
    found = getattr(udfs, name)(*ranges)
    return AS_SHOWN[found] if isinstance(found, ExcelError) else found


def differing(given: list[Case], found: list[float | str]) -> list[str]:
    told = []
    for (name, arguments), vba in zip(given, found, strict=True):
        python = in_python(name, arguments)
        if str(vba) != str(python):  # 0.0 is no -0.0
            told.append(f"{name}{tuple(arguments)}: Python {python!r}, VBA {vba!r}")
    return told


def test_the_cases_are_many_and_reach_every_function_and_answer() -> None:
    given = cases()
    assert len(given) >= 500
    assert {name for name, _ in given} == {declared.name for declared in FUNCTIONS if declared.vba}
    answers = Counter(in_python(name, arguments) for name, arguments in given)
    words = {"Red", "Amber", "Green", "Grey", "★ better", "● within", "▲ worse", "improved", "steady", "worsened"}
    assert words <= set(answers)
    assert sum(answers[error] for error in AS_SHOWN.values()) >= 20
    figures = [answer for answer in answers if isinstance(answer, float)]
    assert len(figures) >= 50
    sentences = [answer for answer in answers if isinstance(answer, str) and answer.endswith(".")]
    assert len(sentences) >= 12


def test_every_vba_function_gives_what_python_gives(office: ModuleType) -> None:
    given = cases()
    found = office.in_a_sheet({"LaaFunctions": MODULE.read_text(encoding="ascii")}, *laid_out(given))
    assert differing(given, found) == []


def test_an_array_beside_a_range_is_read_along_its_rows_as_the_range_is(office: ModuleType) -> None:
    rows: list[list[float | str]] = [["Green", "Grey"], ["Green", "Green"]]
    not_due = '=LAA_ROLLUP(B1:C2;{"yes";"no"|"yes";"yes"})'  # what is grey was not due
    due = '=LAA_ROLLUP(B1:C2;{"yes";"yes"|"no";"yes"})'
    found = office.in_a_sheet({"LaaFunctions": MODULE.read_text(encoding="ascii")}, rows, [not_due, due], {})
    assert found == ["Green", "Amber"]
