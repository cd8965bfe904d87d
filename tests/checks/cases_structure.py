"""Sheets, headings, rows and locked cells. Rule, what is broken, and where it is found."""

from __future__ import annotations

from typing import Any

from openpyxl.comments import Comment
from openpyxl.workbook import Workbook

from laa_xl.declare.return_form import RETURN_FORM
from tests.checks.case import Case, edit, entry
from tests.checks.edits import (
    Edit,
    append_copy,
    below,
    delete_row,
    heading,
    hide,
    move_column,
    put,
    put_at,
    remove,
    rename,
)
from tests.support.returns import (
    address,
    cell_xml,
    error_in,
    heading_address,
    located,
    rewritten,
    valid_entries,
    valid_return,
)


def code(key: str, other: str | None) -> Edit:
    """Type another code over a row's."""
    return put(f"{key}.{located(f'{key}.code')[0].key.name}", other)


def delete_headings(table: str) -> Edit:
    """Delete the row of headings."""
    sheet, cell = heading_address("confirm", table).split("!")
    return lambda book: book[sheet].delete_rows(int("".join(filter(str.isdigit, cell))))


def overwrite_headings(table: str, *columns: str) -> list[Edit]:
    return [heading(column, table, f"Mine {number}") for number, column in enumerate(columns)]


def delete_column(sheet: str, at: int) -> Edit:
    return lambda book: book[sheet].delete_cols(at)


def line_below(sheet: str, table: str, **cells: Any) -> Edit:
    """Type into the row below a table, by the letters of the columns."""

    def type_in(book: Workbook) -> None:
        for letters, value in cells.items():
            book[sheet][f"{letters}{below(table)}"].value = value

    return type_in


def comments(*cells: str) -> Edit:
    """Put a note on cells of Indicators."""

    def write(book: Workbook) -> None:
        for cell in cells:
            book["Indicators"][cell].comment = Comment("See the annex.", "A partner")

    return write


def sheet_of_ones_own(book: Workbook) -> None:
    book.create_sheet("Workings")["A1"].value = "12 + 13"


def copy_of(sheet: str, name: str) -> Edit:
    """Copy a tab, with what stands on it."""
    return lambda book: setattr(book.copy_worksheet(book[sheet]), "title", name)


def filled_copy(table: str) -> Edit:
    """Copy a sheet that is filled in, and clear every entry of the sheet itself."""

    def edit(book: Workbook) -> None:
        sheet = RETURN_FORM.sheet(table).name
        copy_of(sheet, f"{sheet} (2)")(book)
        for key, row in valid_entries()[table].items():
            for column in row:
                put(f"{key}.{column}", None)(book)

    return edit


def merge(first: str, last: str) -> Edit:
    """Merge the cells from one entry to another; what the others held is lost."""
    sheet, top = address(first).split("!")
    return lambda book: book[sheet].merge_cells(f"{top}:{address(last).split('!')[1]}")


def linked(*spots: str) -> bytes:
    """The valid return, where entries come from another workbook by formulas, as Excel saves them."""
    data = valid_return()
    for spot in spots:
        kind, value = ("str", "Final") if spot.endswith("status") else ("", "15" if spot.startswith("RANGE") else "12")
        data = cell_xml(spot, f"<f>[1]Figures!$B$4</f><v>{value}</v>", kind, data)
    link = '<Relationship Id="rIdLink" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink" Target="externalLinks/externalLink1.xml"/>'
    return rewritten(
        data, "xl/_rels/workbook.xml.rels", lambda xml: xml.replace("</Relationships>", link + "</Relationships>")
    )


UNDER = {table: below(table) for table in ("indicators", "narrative", "finance")}

SHEETS = [
    edit("S01", "Risks was deleted", remove("Risks"), at="Risks"),
    edit("S01", "Indicators was deleted", remove("Indicators"), at="Indicators"),
    edit("S01", "Start was deleted", remove("Start"), at="Start"),
    edit("S02", "Finance was hidden", hide("Finance"), at="Finance"),
    edit("S03", "Indicators was renamed", rename("Indicators", "Indicators Q2"), at="Indicators Q2"),
    edit("S03", "Start was renamed", rename("Start", "Front"), at="Front"),
    edit("S03", "Risks was renamed", rename("Risks", "Our risks"), at="Our risks"),
    edit("S03", "Actions was renamed", rename("Actions", "To do"), at="To do"),
    edit("S03", "Narrative was renamed", rename("Narrative", "Words"), at="Words"),
    edit("S03", "Finance was renamed", rename("Finance", "Money"), at="Money"),
    edit("S16", "a copy was filled in, and the sheet left empty", filled_copy("risks"), at="Risks (2)"),
    edit(
        "S16",
        "two copies that differ",
        put("A1.action", "Lock the yards, all of them"),
        copy_of("Actions", "Actions new"),
        put("A1.action", "Sell the yards"),
        rename("Actions", "Actions old"),
        at="Actions new",
    ),
]

HEADINGS = [
    edit("S04", "the headings were deleted", delete_headings("indicators"), at="Indicators"),
    edit("S04", "the headings of a list were deleted", delete_headings("narrative"), at="Narrative"),
    edit(
        "S04",
        "most headings were overwritten",
        *overwrite_headings("actions", "indicator", "action", "owner", "due", "progress", "comment"),
        at="Actions",
    ),
    edit("S05", "a heading was overwritten", heading("actual", "indicators", "Q2"), at="Indicators!K5"),
    edit("S05", "a heading was cleared", heading("status", "indicators", None), at="Indicators"),
    edit("S05", "the forecast's heading was overwritten", heading("forecast", "indicators", "Out"), at="Indicators!R5"),
    edit("S05", "the word's heading was cleared", heading("forecast_judgement", "indicators", None), at="Indicators"),
    edit("S05", "the codes' heading was overwritten", heading("code", "indicators", "No."), at="Indicators!A5"),
    edit("S05", "the lines' heading was overwritten", heading("line", "narrative", "No."), at="Narrative!A5"),
    edit("S05", "where to confirm was overwritten", heading("confirm", "indicators", "Notes"), at="Indicators!AD5"),
    edit("S05", "spend's heading was overwritten", heading("spend", "finance", "Spent"), at="Finance!F6"),
    edit("S05", "the comment's heading was overwritten", heading("comment", "finance", "Why"), at="Finance!K6"),
    edit("S05", "a column was deleted", delete_column("Risks", 9), at="Risks"),
    edit("S05", "a field of Start was overwritten", heading("organisation", "about", "Who"), at="Start"),
    edit("S06", "a column was moved to the left", move_column("actual", "indicators", "due"), at="Indicators!E5"),
    edit("S06", "a column was moved to the right", move_column("status", "indicators", "declared"), at="Indicators!X5"),
    edit("S06", "a column was moved by one", move_column("owner", "actions", "action"), at="Actions!D5"),
    edit("S11", "a heading stands twice", put_at("Indicators", "AF5", "Actual"), at="Indicators!AF5"),
    edit("S11", "the codes' heading stands twice", put_at("Finance", "M6", " line "), at="Finance!M6"),
]

ROWS = [
    edit("S07", "a code typed over", code("RANGE", "NI999"), at="RANGE.code"),
    edit("S07", "a code taken away", code("RANGE", None), at="RANGE.code"),
    edit("S07", "a code of another theme typed over", code("RANGE", "WORK"), at="RANGE.code"),
    edit("S07", "a line of money typed over", code("BID", "LOAN"), at="BID.line"),
    edit("S07", "the line of totals typed over", code("TOTAL", "Sum"), at="TOTAL.line"),
    edit(
        "S07",
        "a row of one's own",
        append_copy("RANGE", {"code": "NI999", "title": "A new one"}),
        at=f"Indicators!A{UNDER['indicators']}",
    ),
    edit(
        "S07",
        "a figure and its status under the table, and no code",
        put_at("Indicators", f"K{UNDER['indicators']}", 12.5),
        put_at("Indicators", f"N{UNDER['indicators']}", "Final"),
        at=f"Indicators!A{UNDER['indicators']}",
    ),
    edit("S08", "a row was deleted", delete_row("RANGE"), at="Indicators"),
    edit("S08", "a line of money was deleted", delete_row("BID"), at="Finance"),
    edit("S08", "the line of totals was deleted", delete_row("TOTAL"), at="Finance"),
    edit("S09", "a row was copied", append_copy("RANGE"), at=f"Indicators!A{UNDER['indicators']}"),
    edit("S09", "the next row's code typed over", code("RANGE", "OPEN"), at="RANGE.code"),
    edit("S09", "the code of the row before typed over", code("RANGE", "LOWER"), at="RANGE.code"),
    entry("S10", "a target was changed", {"LOWER.target": 3}),
    entry("S10", "a title was changed", {"LOWER.title": "Burglaries"}),
    entry("S10", "a target was cleared", {"LOWER.year_end_target": None}),
    entry("S10", "a target was made up", {"HOLDER.target": 50}),
    entry("S10", "a range was changed", {"RANGE.target": "5 to 20"}),
    entry("S10", "a budget was changed", {"GRANT.budget": 90000}),
    Case("S10", "a target shows an error", lambda: error_in("LOWER.target"), "LOWER.target"),
    Case("S10", "a blank target shows an error", lambda: error_in("HOLDER.target"), "HOLDER.target"),
    edit(
        "S12",
        "a note under a list",
        line_below("Narrative", "narrative", D="Ring me"),
        at=f"Narrative!D{UNDER['narrative']}",
    ),
    edit(
        "S12",
        "a sum under a column",
        line_below("Indicators", "indicators", I=12.5),
        at=f"Indicators!I{UNDER['indicators']}",
    ),
]


def outside(what: str, sheet: str, cell: str, value: Any = "Ring me") -> Case:
    return edit("S12", what, put_at(sheet, cell, value), at=f"{sheet}!{cell}")


BESIDE = [
    outside("a note in the column of codes", "Indicators", f"A{UNDER['indicators']}"),
    outside("a note in a locked column", "Indicators", f"B{UNDER['indicators']}"),
    outside("a note in the column of numbers of a list", "Narrative", "A40"),
    outside("a note in a computed column of a list", "Risks", "H40", "not scored"),
    outside("a note beside the table", "Indicators", "AG7"),
    outside("a figure beside the table", "Finance", "N8", 12.5),
    outside("a sum beside the table", "Finance", "N8", "=SUM(F7:F9)"),
    outside("a heading beside the table", "Indicators", "AG5", "Checked?"),
    outside("a note above the table", "Risks", "E2"),
    outside("a note under the form", "Start", "B40"),
    outside("a note beside the form", "Start", "D6"),
    outside("words over how far a sheet is", "Start", "B13", "Nearly there"),
    entry("S13", "a rating was typed", {"YEAR.rag": "Green"}),
    entry("S13", "a rating was typed where there is none", {"HOLDER.rag": "Green"}),
    entry("S13", "a symbol was typed", {"PERCENT.performance": "better"}),
    entry("S13", "words for what to do", {"PERCENT.to_do": "See Ann"}),
    entry("S13", "a variance was typed", {"GRANT.variance": 0}),
    entry("S13", "a score in an empty line", {"R5.score": 12}),
    entry("S13", "a score in words", {"R1.score": "high"}),
    entry("S13", "one was typed over and one as it was", {"YEAR.rag": "Green", "PERCENT.rag": "Green"}),
    entry(
        "S13",
        "many were typed over",
        {f"{key}.rag": "Blue" for key in ("PERCENT", "LOWER", "RANGE", "OPEN", "UNSET")},
    ),
    edit("S14", "a note on a cell", comments("I6"), at="Indicators"),
    edit("S14", "three notes", comments("I6", "I7", "B9"), at="Indicators"),
    edit("S15", "a sheet of workings", sheet_of_ones_own, at="Workings"),
    edit("S17", "one figure over the rows of two indicators", merge("RANGE.actual", "OPEN.actual"), at="RANGE.actual"),
    edit("S17", "one text over two columns", merge("YEAR.cause", "YEAR.action"), at="YEAR.cause"),
    edit(
        "S17",
        "one entry over two lines of Start",
        merge("about.completed_by", "about.organisation"),
        at="about.completed_by",
    ),
    Case("S18", "a figure taken from another workbook", lambda: linked("RANGE.actual"), "RANGE.actual"),
    Case(
        "S18",
        "three entries taken from another workbook",
        lambda: linked("RANGE.actual", "OPEN.actual", "RANGE.status"),
        "RANGE.actual",
    ),
]

CASES = [*SHEETS, *HEADINGS, *ROWS, *BESIDE]
