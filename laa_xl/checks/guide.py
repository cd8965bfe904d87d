"""How to fill in a return: the words, taken from the form, the lists and the catalogue. Sheet and page both print it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from laa_xl.checks import catalogue
from laa_xl.checks.registry import RULES
from laa_xl.declare.model import Sheet, When
from laa_xl.declare.printed import rating_meanings
from laa_xl.declare.return_form import ABOUT, CONFIRM, GUIDE_SHEET, HISTORY_SHEET, INDICATORS, RETURN_FORM
from laa_xl.declare.return_lines import CARRIED
from laa_xl.declare.theme import SYMBOLS
from laa_xl.domain.parts import LEAD
from laa_xl.domain.words import DataStatus, Rag, RatingMode, Symbol

TITLE = "How to fill in your return"
INTRODUCTION = (
    "One workbook for your theme and quarter. Fill it in, save it, e-mail it back. No macros, nothing to install."
)
# The rules that partners meet most; each is told by its meaning and its example.
MUST_FIX = ("B03", "B04", "N03", "N04", "B02", "M01")
TO_CONFIRM = ("I06", "I05", "B10", "I10")

_OWN_RATING = INDICATORS.column("declared").title


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, and under it lines of two cells: what it is about, and what to know or do."""

    title: str
    headings: tuple[str, str]
    lines: tuple[tuple[str, str], ...]


def guide(mode: RatingMode = RatingMode.OUTLOOK, part: str = "") -> tuple[Section, ...]:
    """The whole guide, for an agreement that rates in that mode. ``part``: whose, where the return was split."""
    return (
        Section("What to do, in order", ("Step", "What to do"), _steps(part)),
        Section("What the cells say", ("Look", "What it means"), _LOOKS),
        Section("What each sheet asks for", ("Sheet", "What you enter"), tuple(_sheets())),
        Section("Figures and data status", ("Entry", "What to know"), tuple(_figures())),
        Section("Ratings", ("Rating", "What it means"), tuple(_ratings(mode))),
        Section(
            "What must be fixed, and what we ask you to confirm", ("Finding", "What it is about"), tuple(_findings())
        ),
        Section("Working with the keyboard", ("Keys", "What they do"), _KEYS),
        Section("Good to know", ("About", "What to know"), (*_MORE, ("After you send it", _answer(part)))),
    )


def guide_markdown() -> str:
    """The guide as a document."""
    lines = [
        f"# {TITLE}",
        "",
        f'{INTRODUCTION} The same text is the sheet "{GUIDE_SHEET}" of each workbook; it is generated (`make workbooks`).',
    ]
    for section in guide():
        lines += ["", f"## {section.title}", "", f"| {section.headings[0]} | {section.headings[1]} |", "|---|---|"]
        lines += [f"| {about} | {text} |".replace("\n", "<br>") for about, text in section.lines]
    return "\n".join(lines) + "\n"


def _steps(part: str) -> tuple[tuple[str, str], ...]:
    nil = ABOUT.column("nil").title
    needed = _titles(column.title for column in ABOUT.columns if column.required is When.ALWAYS)
    return (
        (
            "1 Start",
            f'Enter {needed}. Nothing to report? Choose Yes beside "{nil}", leave the rest blank, and send it.',
        ),
        ("2 Indicators", "For each row enter the figure, or choose a data status that says why there is none."),
        (
            "3 Other sheets",
            "Fill in Narrative, Risks, Finance and Actions. A row that you begin must be finished, or cleared.",
        ),
        ("4 Checks", "Open the Checks sheet. It lists what is missing or cannot be used, with a link to each cell."),
        ("5 Send it back", f"Save as .xlsx, under any name{_addressee(part)}"),
    )


def _addressee(part: str) -> str:
    """Where the workbook goes: a part not to the county team, which takes none in (declare.printed, ``closing_of``)."""
    if not part:
        return ", and e-mail it to the county team by the date on Start."
    if part == LEAD:
        return ". Join all parts, and e-mail the one return to the county team by the date on Start."
    return ", and e-mail it to your theme lead in time for the date on Start. The county team takes no parts."


def _answer(part: str) -> str:
    same = "Correct the same workbook, send it again."
    if part and part != LEAD:
        return f"Your theme lead joins the parts, and tells you what the county team asks. {same}"
    answers = "The county team answers with a list of sheets and cells."
    return f"{answers} Correct the return that you joined, send it again." if part else f"{answers} {same}"


_LOOKS = (
    ("White cell", "Yours to fill in. Click it to see what belongs there."),
    ("Grey cell", "Ours, and locked: what was agreed, and your earlier figures."),
    ("Cream cell", "Works itself out."),
    (f"{SYMBOLS['attention']} dashed border", "Must still be filled in, or done."),
    (f"{SYMBOLS['invalid']} dark border", "The entry cannot be used: correct it."),
    (f"{SYMBOLS['confirm']} dotted border", 'Unusual: correct it, or say under "Confirmed because" why it is right.'),
    (
        f"{SYMBOLS['higher']} {SYMBOLS['lower']} in bold",
        "Higher or lower than last quarter. Nothing to do if it is right.",
    ),
    (f"{SYMBOLS['carried']} in italics", "Carried forward from your last return. Bring it up to date, or clear it."),
)


def _sheets() -> Iterable[tuple[str, str]]:
    for sheet in RETURN_FORM.sheets[1:]:
        first = sheet.guidance[0].split(". ")[0].rstrip(".")
        yield sheet.name, f"{first}. {_needed(sheet)}"
    yield HISTORY_SHEET, "Nothing: choose an indicator and see how it has gone. What you choose there is not read."


def _needed(sheet: Sheet) -> str:
    """Which columns must be filled in, by their headings."""
    begun = [column.title for column in sheet.table.entries if column.required is When.ROW_STARTED]
    due = [column.title for column in sheet.table.entries if column.required is When.DUE]
    if begun:
        return f"In a row that you begin: {_titles(begun)}."
    return f"In each row: {_titles(due)}, or why there is none." if due else ""


def _figures() -> Iterable[tuple[str, str]]:
    reason, date = (INDICATORS.column(name).title for name in ("status_reason", "status_date"))
    yield "A figure", "A plain number in the unit shown: for 62 % enter 62, not 0.62. A blank is not zero."
    figures = [status for status in DataStatus if status.has_figure]
    yield (
        _titles((status.value for status in figures), "or"),
        "Choose one of these with every figure. All four are rated; all but Final are marked as what they are.",
    )
    yield DataStatus.NOT_YET.value, f'No figure. Fill in "{reason}" and "{date}".'
    yield DataStatus.NOT_APPLICABLE.value, f'No figure. Fill in "{reason}".'
    yield DataStatus.NOT_DUE.value, f'No figure. If one is due after all, we ask why: answer under "{CONFIRM.title}".'
    period = INDICATORS.column("data_period").title
    yield period, "Only where the figure is about another time than this quarter, such as June 2007."
    yield "Placeholder", "No target is agreed yet. You need not enter anything."


def _ratings(mode: RatingMode) -> Iterable[tuple[str, str]]:
    star, circle, triangle = (symbol.mark for symbol in (Symbol.STAR, Symbol.CIRCLE, Symbol.TRIANGLE))
    yield (
        f"{star}, {circle}, {triangle}",
        "Against the target of the quarter: better or worse by more than the tolerance (10 %, unless the county has set "
        "another), or within it. Plus is always good, minus always bad.",
    )
    meanings = rating_meanings(mode)
    for rag in (Rag.GREEN, Rag.AMBER, Rag.RED, Rag.GREY):
        yield f"{SYMBOLS[rag.value]} {rag.value}", meanings[rag]
    forecast, word = (INDICATORS.column(name).title for name in ("forecast", "forecast_judgement"))
    yield forecast, f'The figure you expect at 31 March. Where there is none, choose a word under "{word}".'
    needed = _titles(column.title for column in INDICATORS.columns if column.required is When.AMBER_RED)
    yield "Amber and red", f"Ask for four things: {needed}. Without them the return cannot be accepted."
    yield _OWN_RATING, f'Only if you would rate it otherwise. Say why under "{CONFIRM.title}"; both ratings are kept.'


def _findings() -> Iterable[tuple[str, str]]:
    catalogue.all_rules()  # every rule is declared
    for about, codes in (("Must fix", MUST_FIX), ("Please confirm", TO_CONFIRM)):
        for code in codes:
            if code in RULES:
                example = re.sub(r"\s*\([^()]*\)", "", RULES[code].example).rstrip(".")
                yield about, f"{RULES[code].meaning} For example: {example}."
    yield "Please confirm", f'If it is right, say why in the row, under "{CONFIRM.title}". If not, correct it.'
    yield "For information", "Nothing to do."


_KEYS = (
    ("Tab, Enter, arrows", "Go to the next cell, the one below, any cell. Tab goes from white cell to white cell."),
    ("Alt+Down", "Open the list of a cell."),
    ("Ctrl+Page Down, Ctrl+Page Up", "Go to the next sheet, the one before."),
    ("Ctrl+;", "Enter today's date."),
    ("Alt+Enter", "Begin a new line in a text."),
    ("Ctrl+Alt+V, then V, Enter", "Paste values only. Please always paste so: it keeps lists and formats as they are."),
)
_MORE = (
    (
        "Carried forward",
        f'Open lines of your last return are there already: see "{CARRIED.title}". Edit or clear them.',
    ),
    (
        "Filter and widen",
        "Use the arrows in the headings, and drag a column's edge. Do not delete rows, sheets or headings.",
    ),
    (
        "Move an entry",
        "Copy it and clear the old cell. Cutting or dragging takes the cell's look and list away with it.",
    ),
    ("Names", "Write posts and organisations, never people's names, telephone numbers or e-mail addresses."),
    ("Comments and notes", "Excel's comments are not read. Write what belongs to the return into a cell."),
)


def _titles(titles: Iterable[str], joined: str = "and") -> str:
    """Headings in a row: "Cause, Improvement action and Action by"."""
    *first, last = titles
    return f"{', '.join(first)} {joined} {last}" if first else last
