"""The Findings sheet of an annotated copy: its words, and how it is known again. files/findings_writer.py writes it."""

from __future__ import annotations

from collections.abc import Sequence

from laa_xl.domain.findings import Finding
from laa_xl.domain.words import Severity
from laa_xl.files.cells import SheetCells

NAME = "Findings"
TITLE = "Findings on this return"
GUIDANCE = (
    "Click an address to go to the cell. Correct your entries there, save, and send the workbook back. This sheet and our "
    "notes are not read, and go when the return is checked again."
)
NOTHING = "There is nothing to do: nothing has to be fixed or confirmed."
COLUMNS = {
    "Severity": 15,
    "Sheet": 14,
    "Cell": 8,
    "Row": 12,
    "You entered": 24,
    "What to do": 66,
    "Confirmed because": 26,
    "Rule": 7,
}
HEADER = 4  # the row of the headings, from 1


def is_findings_sheet(sheet: SheetCells) -> bool:
    """Whether a sheet is the one that we add, under whatever name, and whoever has saved it since."""

    def text(row: int, column: int) -> str:
        cell = sheet.get(row, column)
        return str(cell.value).strip() if cell else ""

    headings = [text(HEADER - 1, column) for column in range(len(COLUMNS))]
    return text(0, 0) == TITLE and headings == list(COLUMNS)


def summary(findings: Sequence[Finding]) -> str:
    """How much there is to do, in a sentence."""
    still = [item.severity for item in findings if not item.settled]
    must, confirm, info = (still.count(severity) for severity in Severity)
    if not must and not confirm:
        return NOTHING + (f" {info} for information." if info else "")
    parts = [f"{must} to fix"] * bool(must) + [f"{confirm} to confirm"] * bool(confirm)
    return ", ".join(parts + [f"{info} for information"] * bool(info)).capitalize() + "."


def numbered(name: str, between: str = "") -> Sequence[str]:
    """A name, and the same with numbers behind it: the first that is free is taken."""
    return [name, *(f"{name}{between}{number}" for number in range(2, 3000))]


def free_name(taken: set[str]) -> str:
    """The sheet's name, with a number where the partner has a sheet of that name."""
    return next(name for name in numbered(NAME, " ") if name.casefold() not in taken)
