"""The officers' own tables of the master, declared once: what is entered here is read first and never lost."""

from __future__ import annotations

from laa_xl.declare.model import Column, Kind, Role, Table
from laa_xl.domain.inputs import EditAction, Level
from laa_xl.domain.sections import SECTION_CHOICES
from laa_xl.domain.words import Rag

OVERRIDES = Table(
    "overrides",
    "Overrides of a rating",
    (
        Column("period", "Period", role=Role.KEY, width=10, prompt="Such as 2008-Q2"),
        Column("level", "What is rated", Kind.CHOICE, width=18, choices=tuple(level.value for level in Level)),
        Column("code", "Code", width=12, prompt="Of the indicator, theme or block; blank for the agreement"),
        Column("rating", "Rating", Kind.CHOICE, width=10, choices=tuple(rag.value for rag in Rag)),
        Column("reason", "Reason", Kind.LONG_TEXT, width=60),
        Column("post", "By (post)", width=34),
        Column("date", "On", Kind.DATE, width=12),
        Column("illustrative", "Illustrative", Kind.YES, width=11, choices=("Y",)),
        Column("note", "Note", Kind.LONG_TEXT, width=50),
    ),
    guidance="The computed rating stays beside yours. Give post, date and reason.",
)

COUNTY = Table(
    "county_entries",
    "County entries",
    (
        Column("period", "Period", role=Role.KEY, width=10, prompt="Such as 2008-Q2"),
        Column("section", "Section of the highlight report", Kind.CHOICE, width=30, choices=SECTION_CHOICES),
        Column("block", "Government block", width=12, prompt="Blank: the whole agreement"),
        Column("heading", "Topic", Kind.LONG_TEXT, width=36),
        Column("text", "Text", Kind.LONG_TEXT, width=80),
        Column("who", "Who", width=26),
        Column("when", "By when", width=18),
        Column("source", "Source", width=14),
        Column("illustrative", "Illustrative", Kind.YES, width=11, choices=("Y",)),
        Column("note", "Note", Kind.LONG_TEXT, width=40),
    ),
    guidance="What concerns the whole agreement, or Government.",
)

EDITS = Table(
    "report_edits",
    "Edits of the report",
    (
        Column("period", "Period", role=Role.KEY, width=10, prompt="Such as 2008-Q2"),
        Column("bullet", "Bullet", width=26, prompt="Its reference, from the right edge of the report"),
        Column("action", "What to do", Kind.CHOICE, width=12, choices=tuple(action.value for action in EditAction)),
        Column("text", "New words", Kind.LONG_TEXT, width=80, prompt="Or the rating; or the references in your order"),
        Column("heading", "New heading", width=26, prompt="Blank: the drafted one stays. A dash: none"),
        Column("post", "By (post)", width=30),
        Column("date", "On", Kind.DATE, width=12),
        Column(
            "drafted", "Draft when edited", Kind.LONG_TEXT, width=60, prompt="Clear it when you have seen a new draft"
        ),
    ),
    guidance=(
        "What you change in the report itself is entered here by the next run, and counts at every run until you take the row away."
    ),
)

EXTENSIONS = Table(
    "extensions",
    "Extensions of a deadline",
    (
        Column("period", "Period", role=Role.KEY, width=10, prompt="Such as 2008-Q2"),
        Column("theme", "Theme", width=12, prompt="Its code"),
        Column("deadline", "New deadline", Kind.DATE, width=13, prompt="Later than the one printed on the template"),
        Column("reason", "Reason", Kind.LONG_TEXT, width=60),
        Column("post", "Agreed by (post)", width=34),
        Column("date", "On", Kind.DATE, width=12),
    ),
    guidance="One theme's return may come later. Templates made afterwards print the new day; for those sent it counts at once.",
)

WAIVERS = Table(
    "waivers",
    "Waivers of a rule",
    (
        Column("period", "From quarter", role=Role.KEY, width=10, prompt="Such as 2008-Q2"),
        Column("last", "Until quarter", Kind.PERIOD, width=10, prompt="The last quarter whose returns it is for"),
        Column("last_day", "Or until", Kind.DATE, width=12, prompt="The last day on which returns may come in with it"),
        Column("rule", "Rule", width=8, prompt="Its code, as in a finding: such as N03"),
        Column("theme", "Theme", width=12, prompt="Its code; blank for every theme"),
        Column("code", "Indicator or line", width=12, prompt="Its code; blank for the whole return"),
        Column("reason", "Reason", Kind.LONG_TEXT, width=60),
        Column("post", "Granted by (post)", width=34),
        Column("date", "On", Kind.DATE, width=12),
    ),
    guidance="What a rule asks for is not asked for until then. It is shown wherever it counts, with your reason and post.",
)

INPUT_TABLES: tuple[Table, ...] = (OVERRIDES, COUNTY, EDITS, EXTENSIONS, WAIVERS)
