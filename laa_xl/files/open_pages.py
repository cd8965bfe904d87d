"""Puts a laid-out page in the place of the old one, in the master that is open in Excel.

Rows are put in and taken out between the lines that always say the same, so that a chart, a button, a comment and whatever
the officer has below move with the lines they belong to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from laa_xl.declare.theme import FONT
from laa_xl.files.open_book import (
    CannotWrite,
    Grid,
    area,
    as_it_was,
    blocks_of,
    entered,
    formulas_of,
    heights_of,
    read_sheet,
    set_heights,
    shown,
    told,
    unions,
)
from laa_xl.files.open_ledger import Ledger
from laa_xl.files.open_reader import sheet_named
from laa_xl.files.page import Page, Placed

_VERTICAL = {"top": "top", "vcenter": "center", "bottom": "bottom"}


class OpenPage:
    """A page as it stands in the open workbook, and what is to stand there. Rows and columns count from 1 here."""

    def __init__(self, book: Any, name: str, page: Page) -> None:
        self.page = page
        self.sheet = sheet_named(book, name)
        if self.sheet is None:
            raise CannotWrite(
                f'The tab "{name}" is missing. Undo what took it away, or close the master without saving and open it '
                "again; nothing was changed."
            )
        self.grid = read_sheet(self.sheet)
        self.anchors = self._anchors()
        self.end = self._end()

    def _anchors(self) -> list[int]:
        """Where the lines that always say the same stand now."""
        found, row = [], 1
        for anchor in self.page.anchors:
            text = self.page.text(anchor)
            row = next((n for n in range(row, len(self.grid) + 1) if self.grid[n - 1][0] == text), 0)
            if not row:
                raise CannotWrite(
                    f'The tab "{self.sheet.name}" has no line "{text}" in its first column any more. Type it again where it '
                    "stood, or undo what took it away; nothing was changed."
                )
            found.append(row)
            row += 1
        return found

    def _end(self) -> int:
        """The last row of what we wrote: above the fixed part, to the end of what is printed, or to the last entry."""
        if self.page.fixed_from is not None:
            return self.anchors[-1] - 1
        printed = re.search(r"\$?[A-Z]+\$?\d+:\$?[A-Z]+\$?(\d+)$", str(self.sheet.page_setup.print_area or ""))
        if printed:
            return max(int(printed[1]), self.anchors[-1])
        lines = [n for n, line in enumerate(self.grid, 1) if any(v is not None for v in line[: self.page.width])]
        return max([self.anchors[-1], *lines])

    @property
    def _wanted_end(self) -> int:
        return self.page.end if self.page.fixed_from is None else self.page.fixed_from

    def _wanted(self) -> Iterable[Placed]:
        return (cell for cell in self.page.cells if cell.row < self._wanted_end)

    def _new(self) -> Grid:
        grid: Grid = [[None] * self.page.width for _ in range(self._wanted_end)]
        for cell in self._wanted():
            grid[cell.row][cell.column] = cell.value
        return grid

    def stands(self) -> bool:
        """Whether just this stands there already."""
        old = [self._line(row) for row in range(1, self.end + 1)]
        return [[told(value) for value in line] for line in old] == [[shown(v) for v in line] for line in self._new()]

    def _line(self, row: int) -> list[Any]:
        line = self.grid[row - 1][: self.page.width] if row <= len(self.grid) else []
        return line + [None] * (self.page.width - len(line))

    def put(self, ledger: Ledger) -> None:
        """Replace the page."""
        width, end = self.page.width, self._wanted_end
        setup = self.sheet.page_setup
        printed = str(setup.print_area or "")
        if printed:
            ledger.on_undo(lambda: setattr(setup, "print_area", printed))
        ledger.keep_formats(self.sheet, 1, 1, self.end, width)
        heights = heights_of(self.sheet, 1, self.end)
        ledger.on_undo(lambda: set_heights(self.sheet, dict(heights)))
        formulas = formulas_of(area(self.sheet, 1, 1, self.end, width), self.end, width)
        before = [
            [as_it_was(*pair) for pair in zip(self._line(row), formulas[row - 1], strict=True)]
            for row in range(1, self.end + 1)
        ]
        ledger.on_undo(lambda: setattr(area(self.sheet, 1, 1, self.end, width), "value", before))
        self._move_rows(ledger)
        if 0 in heights.values():
            self.sheet.range(f"1:{end}").rows.hidden = False  # into rows hidden by a filter Excel writes wrongly
        block = area(self.sheet, 1, 1, end, width)
        block.value = [[entered(value) for value in line] for line in self._new()]
        self._looks(block)
        self._heights()
        self._columns(ledger)
        if printed:
            setup.print_area = re.sub(rf"(?<=\D){self.end}$", str(end), printed)

    def _move_rows(self, ledger: Ledger) -> None:
        """Make each stretch between two fixed lines as long as it is to be, from the last to the first."""
        old = [1, *self.anchors, self.end + 1]
        new = [1, *(row + 1 for row in self.page.anchors), self._wanted_end + 1]
        if self.page.fixed_from is not None:  # the last fixed line begins what never changes
            del old[-1], new[-1]
        for number in range(len(old) - 1, 0, -1):
            more = (new[number] - new[number - 1]) - (old[number] - old[number - 1])
            if more > 0:
                self._shift(ledger, f"{old[number]}:{old[number] + more - 1}", down=True)
            elif more < 0:
                self._shift(ledger, f"{old[number] + more}:{old[number] - 1}", down=False)

    def _shift(self, ledger: Ledger, rows: str, *, down: bool) -> None:
        block = self.sheet.range(rows)
        if down:
            block.insert("down")
            ledger.on_undo(lambda: self.sheet.range(rows).delete("up"))
        else:
            block.delete("up")
            ledger.on_undo(lambda: self.sheet.range(rows).insert("down"))

    def _looks(self, block: Any) -> None:
        """Formats by role: cells that look alike are formatted together."""
        block.clear_formats()
        looks: dict[tuple[tuple[str, Any], ...], list[tuple[int, int]]] = {}
        for cell in self._wanted():
            looks.setdefault(tuple(sorted(cell.look.items())), []).append((cell.row + 1, cell.column + 1))
        for look, cells in looks.items():
            for address in unions(blocks_of(cells)):
                dress(self.sheet.range(address), dict(look))

    def _heights(self) -> None:
        used = {cell.row for cell in self._wanted()}
        wanted: dict[int, float | None] = {
            row + 1: self.page.heights.get(row) for row in range(self._wanted_end) if row != self.page.buttons_row
        }
        free = {row for row in wanted if row - 1 not in used}
        set_heights(self.sheet, dict.fromkeys(free) | {row: h for row, h in wanted.items() if row not in free})

    def _columns(self, ledger: Ledger) -> None:
        """A column with something to show is shown; one that has nothing any more is hidden."""
        spare = range(self.page.shown + 1, self.page.width + 1)
        for column in range(2, self.page.width + 1):
            block = area(self.sheet, 1, column, 1, column).columns
            used = any(self._line(row)[column - 1] is not None for row in range(1, self.end + 1))
            hide = column in spare
            if hide != used and not (hide and any(cell.column == column - 1 for cell in self._wanted())):
                continue  # as it was: the officer may have hidden it herself
            before = bool(block.hidden)
            if before != hide:
                ledger.on_undo(partial(setattr, block, "hidden", before))
                block.hidden = hide


def dress(block: Any, look: Mapping[str, Any]) -> None:
    """Give cells a look of the theme, through what Excel on Windows and on a Mac both have."""
    font = block.font
    font.name, font.size, block.vertical_alignment = FONT, look["font_size"], _VERTICAL[look["valign"]]
    if look.get("bold"):
        font.bold = True
    if look.get("italic"):
        font.italic = True
    if "font_color" in look:
        font.color = look["font_color"]
    if "bg_color" in look:
        block.color = look["bg_color"]
    if look.get("border"):
        block.borders.set("all", line_style="continuous", weight="thin", color=look["border_color"])
    if look.get("text_wrap"):
        block.wrap_text = True
    if "align" in look:
        block.horizontal_alignment = look["align"]
    if look.get("indent"):
        block.adjust_indent(look["indent"])
    if "num_format" in look:
        block.number_format = look["num_format"]
