"""What a return prints beside its tables: written into the template, and known again when a return is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from laa_xl.declare.layout import layout
from laa_xl.declare.model import Sheet
from laa_xl.declare.return_form import RETURN_FORM
from laa_xl.domain.parts import LEAD
from laa_xl.domain.spec import FormSpec
from laa_xl.domain.words import Rag, RatingMode

STANDING_HEADINGS = ("Where this return stands", "Now", "What it means")
READY, FIX, CONFIRM, DEADLINE = "Ready to send?", "Must be fixed", "Please confirm", "Deadline"
STANDING = {
    FIX: "The return cannot be accepted before these are done. The Checks sheet lists them.",
    CONFIRM: 'Unusual entries. If one is right, say why under "Confirmed because" in its row.',
}
FORM_HEADINGS = ("About this return", "Your entry", "What to enter", "What to do")
OVERVIEW_HEADINGS = ("Sheet", "How far you are", "What it is for", "Complete")
RATING_HEADINGS = ("Ratings so far", "Indicators", "What it means")
WHAT_CHECKS_ARE = "What must be fixed or confirmed, with a link to each cell."
_GREY = "Not rated: no figure, no target, or nothing due."
RATING_MEANINGS = {
    RatingMode.OUTLOOK: {
        Rag.GREEN: "The figure is better or within, and so is your forecast for the year end, if there is one.",
        Rag.AMBER: "The figure is worse, and the forecast is better or within.",
        Rag.RED: "The forecast is worse; or the figure is worse, and there is no forecast.",
        Rag.GREY: _GREY,
    },
    RatingMode.CURRENT: {
        Rag.GREEN: "The figure is at its target, or better.",
        Rag.AMBER: "The figure is worse than its target, within the tolerance.",
        Rag.RED: "The figure is worse than its target by more than the tolerance.",
        Rag.GREY: _GREY,
    },
}
CHECKS_TITLE = "Checks"
SEE_NOTE = "Some rows are made up for a demonstration: see the Start sheet."
CHECKS_HEADINGS = ("No.", "What kind", "Go to the cell", "Row", "What to do")
CHECKS_GUIDANCE = "The list follows what you type. Click a cell's name to go there; the first ones stop the return from being accepted."
NOTHING_TO_FIX, FIRST_PROBLEM = "Nothing to fix", "Go to the first: "
# What the live cells of the Start sheet show, where somebody pasted them as values.
LIVE_TEXTS = re.compile(
    r"\d+ of \d+ (rows?|lines?) complete|nothing entered|nothing asked for|nil return|complete"
    r"|ready to send.*|not ready: .*|\d+ days? (left|late)|due today|nothing to fix|go to the first: .*"
)
NOTHING_ASKED = "Nothing is asked for here."


def rating_meanings(mode: RatingMode) -> Mapping[Rag, str]:
    """What each rating means, under the agreement's rule."""
    return RATING_MEANINGS[mode]


def title_of(sheet: Sheet, spec: FormSpec) -> str:
    """The first line of a sheet."""
    return f"{sheet.title}: {spec.the_theme.name}"


def subtitle_of(sheet: Sheet, spec: FormSpec) -> str:
    """The second line of a sheet: whose part it is, where the return was split; the Start sheet says when it is due."""
    return " · ".join(subtitle_parts(sheet, spec))


def subtitle_parts(sheet: Sheet, spec: FormSpec) -> tuple[str, ...]:
    """What the second line is put together of, the agreement's title first."""
    whose = (f"part of {spec.part}",) if spec.part else ()
    due = (f"due by {spoken_date(spec.deadline)}",) if sheet.table.name == "about" else ()
    return (spec.agreement.settings.title, spec.when.spelled, *whose, *due)


def link_words(sheet: str) -> str:
    """The words of the link that leads to a sheet."""
    return f"Go to {sheet}"


def closing_of(spec: FormSpec) -> str:
    """The last line of the Start sheet. A part goes to the theme lead, who joins it with the others."""
    if spec.part and spec.part != LEAD:
        lead = f" ({spec.the_theme.lead_post})" if spec.the_theme.lead_post else ""
        return (
            f"Please send this part to the theme lead{lead} in time for {spoken_date(spec.deadline)}, when all is due."
        )
    if spec.part:
        day = spoken_date(spec.deadline)
        return f"This is the theme lead's own part. Join all parts, and send the one return by {day}."
    body = spec.agreement.settings.accountable_body
    return f"Please send this return to the county team of {body} by {spoken_date(spec.deadline)}."


def spoken_date(day: date) -> str:
    """``Friday 24 October 2008``."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def printed_texts(sheet: Sheet, spec: FormSpec) -> set[str]:
    """Every text that a template has on a sheet outside its table."""
    lines = layout(sheet, 0, spec.agreement.settings.illustrative_note or "").lines
    texts = {title_of(sheet, spec), subtitle_of(sheet, spec), NOTHING_ASKED, *(line.text for line in lines)}
    if sheet.table.name == "about":
        texts |= {
            *STANDING_HEADINGS,
            *FORM_HEADINGS,
            *OVERVIEW_HEADINGS,
            *RATING_HEADINGS,
            *STANDING,
            *STANDING.values(),
        }
        texts |= {READY, DEADLINE, closing_of(spec), spoken_date(spec.deadline), WHAT_CHECKS_ARE}
        texts |= set(rating_meanings(spec.agreement.settings.rating_mode).values())
        texts |= {rag.value for rag in Rag} | {link_words(CHECKS_TITLE)}
        texts |= {text for column in sheet.table.columns for text in (column.title, column.prompt)}
        texts |= {text for other in RETURN_FORM.sheets[1:] for text in (link_words(other.name), other.guidance[0])}
    return texts
