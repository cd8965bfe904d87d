"""The report sheet of a master as a grid in memory: printed, changed as an officer changes it, read again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from laa_xl.domain.editing import apply_edits
from laa_xl.domain.inputs import ReportEdit
from laa_xl.domain.periods import Period
from laa_xl.domain.report import BlockBullets, Bullet, HighlightReport, ReportSection, Source
from laa_xl.domain.report_sheet import ReportSheet
from laa_xl.files.open_reader import cells_of
from laa_xl.files.report_page import report_page
from laa_xl.files.report_reader import read_report_sheet
from laa_xl.flow.taking_in import EDITS, OVERRIDES, Rows, TakenIn, take_in, with_drafts

PERIOD = "2008-Q2"
BLOCKS = {"CYP": "Children", "SSC": "Safer"}
TITLES = {"3": "Risks to mandatory outcomes", "4": "Impact"}
TEXT, RATING, SOURCE, REFERENCE = range(4)


def bullet(ref: str, text: str, rag: str = "", rated: str = "", heading: str = "") -> Bullet:
    """A drafted bullet."""
    return Bullet(
        ref, heading or f"About {ref.replace('/', ' ')}", text, Source("Safer", "", "Narrative", "E8"), rag, rated=rated
    )


def drafted(bullets: Iterable[Bullet]) -> HighlightReport:
    """A draft in which each bullet stands in the place that its reference begins with, in the order given."""
    every = list(bullets)
    sections = []
    for code, title in TITLES.items():
        blocks = []
        for block in ("", *BLOCKS):
            mine = tuple(one for one in every if one.id.startswith(f"{code}/{block or 'all'}/"))
            if mine:
                blocks.append(BlockBullets(block, BLOCKS.get(block, ""), mine))
        sections.append(ReportSection(code, title, lines=("A computed line.",), blocks=tuple(blocks)))
    return HighlightReport(
        "Anyshire Agreement",
        "Anyshire",
        "GO",
        "April to September",
        PERIOD,
        "Draft",
        tuple(sections),
        ("A rule.",),
        quarter=PERIOD,
    )


class Desk:
    """A master's report sheet with the two input tables behind it. ``grid``: the sheet's cells, as the officer sees them."""

    def __init__(self) -> None:
        self.tables: Rows = {EDITS: [], OVERRIDES: []}
        self.grid: list[list[Any]] = []
        self.report = drafted(())
        self.last = TakenIn(self.tables)

    def sheet(self) -> ReportSheet | None:
        """The sheet as a run reads it."""
        return read_report_sheet(cells_of("Highlight report", self.grid))

    def edits(self) -> list[ReportEdit]:
        """What stands in the table Report edits."""
        found = []
        for row in self.tables[EDITS]:
            value = {name: row.values.get(name) or "" for name in ("bullet", "action", "text", "heading", "drafted")}
            found.append(
                ReportEdit(
                    Period.parse(PERIOD),
                    value["bullet"],
                    value["action"],
                    value["text"],
                    "County team",
                    None,
                    value["heading"],
                    value["drafted"],
                    cell=f"row {row.number}",
                )
            )
        return found

    def run(self, draft: HighlightReport) -> HighlightReport:
        """What a run does: take in what was changed, put the edits over the new draft, print."""
        self.last = take_in(self.tables, self.sheet() if self.grid else None, date(2008, 10, 27), lambda _: 7)
        self.tables = self.last.tables
        self.report = apply_edits(draft, self.edits(), BLOCKS)
        rows = [dict(row.values) for row in self.tables[EDITS]]
        filled, _ = with_drafts(rows, self.report, frozenset())
        self.tables = {
            **self.tables,
            EDITS: [type(row)(row.number, values) for row, values in zip(self.tables[EDITS], filled, strict=True)],
        }
        page = report_page(self.report, desk=True)
        self.grid = [[None] * page.width for _ in range(page.end)]
        for cell in page.cells:
            self.grid[cell.row][cell.column] = cell.value
        return self.report

    def row(self, ref: str) -> int:
        """The row in which a bullet begins, from 0."""
        return next(number for number, line in enumerate(self.grid) if line[REFERENCE] == ref)

    def rows(self, ref: str) -> list[int]:
        """Every row of a bullet."""
        mark = f'"{ref}"'
        return [
            n
            for n, line in enumerate(self.grid)
            if str(line[4] or "").startswith(('["bullet"', '["more"')) and mark in str(line[4])
        ]

    def references(self) -> list[str]:
        """The references as they stand, from the first row to the last."""
        return [line[REFERENCE] for line in self.grid if line[REFERENCE] and line[REFERENCE] != "Reference"]

    def standing(self) -> dict[str, list[str]]:
        """The references by the place in which they stand now."""
        found: dict[str, list[str]] = {}
        place = ""
        for line in self.grid:
            kind, ref, *_ = json.loads(line[4]) if str(line[4] or "").startswith("[") else ("", "")
            place = ref if kind in ("section", "block") else place
            if kind == "bullet":
                found.setdefault(place, []).append(ref)
        return found

    def words(self, ref: str, text: str) -> None:
        """Type other words over a bullet, and leave nothing of it in the rows below."""
        first, *more = self.rows(ref)
        self.grid[first][TEXT] = text
        for row in more:
            self.grid[row][TEXT] = None

    def delete(self, ref: str) -> None:
        """Delete the rows of a bullet."""
        for row in reversed(self.rows(ref)):
            del self.grid[row]

    def move(self, ref: str, after: str) -> None:
        """Cut the rows of a bullet and insert them below another one."""
        lines = [self.grid[row] for row in self.rows(ref)]
        self.delete(ref)
        at = self.rows(after)[-1] + 1
        self.grid[at:at] = lines

    def insert(self, text: str, after: str, rating: str = "") -> None:
        """Insert a row with words below a bullet."""
        line: list[Any] = [None] * len(self.grid[0])
        line[TEXT], line[RATING] = text, rating or None
        at = self.rows(after)[-1] + 1
        self.grid.insert(at, line)

    def section(self, code: str) -> int:
        """The row of a section's heading."""
        return next(n for n, line in enumerate(self.grid) if str(line[TEXT] or "").startswith(f"{code})"))


def printed(report: HighlightReport) -> dict[str, list[Bullet]]:
    """The bullets by place."""
    return {
        f"{section.code}/{block.code or 'all'}": list(block.bullets)
        for section in report.sections
        for block in section.blocks
    }


def references(report: HighlightReport) -> Sequence[str]:
    """The references in the order in which they are printed."""
    return [one.id for one in report.bullets]
