"""The return that a partner fills, declared once: template, reader, checks, master and schema all follow it."""

from __future__ import annotations

from laa_xl.declare.model import Form, Sheet
from laa_xl.declare.return_indicators import CONFIRM, INDICATORS
from laa_xl.declare.return_lines import ABOUT, ACTIONS, FINANCE, NARRATIVE, RISKS

__all__ = [
    "ABOUT",
    "ACTIONS",
    "CHECKS_DATA",
    "CHECKS_SHEET",
    "CONFIRM",
    "FINANCE",
    "FORMAT_VERSION",
    "GUIDE_SHEET",
    "HIDDEN_SHEET",
    "HIDDEN_SHEETS",
    "HISTORY_DATA",
    "HISTORY_SHEET",
    "INDICATORS",
    "LISTS_SHEET",
    "NARRATIVE",
    "OWN_SHEETS",
    "RETURN_FORM",
    "RISKS",
    "RULES_SHEET",
    "WORKED_OUT",
]

FORMAT_VERSION = 2
HIDDEN_SHEET = "_laa"
RULES_SHEET = "_rules"
CHECKS_DATA = "_checks"
LISTS_SHEET = "_lists"
HISTORY_DATA = "_history"
CHECKS_SHEET = "Checks"
HISTORY_SHEET = "History"
GUIDE_SHEET = "Guide"
HIDDEN_SHEETS = (LISTS_SHEET, RULES_SHEET, CHECKS_DATA, HISTORY_DATA, HIDDEN_SHEET)
WORKED_OUT = HIDDEN_SHEETS[:-1]  # nothing stands there that is read again
# Sheets that a template has beside the form and that hold no table to read.
OWN_SHEETS = (CHECKS_SHEET, HISTORY_SHEET, GUIDE_SHEET, *HIDDEN_SHEETS)

RETURN_FORM = Form(
    "return",
    "Performance return",
    FORMAT_VERSION,
    (
        Sheet(
            "Start",
            "Start",
            ABOUT,
            (
                "Fill in the white cells on each sheet. Grey cells are ours; leave them as they are.",
                "A blank is not zero: where there is no figure, choose a data status and say why.",
                'Where you are asked to confirm something unusual that is right, write the reason under "Confirmed because".',
                "Save the workbook under any name and e-mail it back. No macros, nothing to install.",
            ),
            landscape=False,
            tab="title",
        ),
        Sheet(
            "Indicators",
            "Indicators",
            INDICATORS,
            (
                "One row for each indicator. The rating appears as you type; amber and red ask why, and what is being done.",
            ),
            freeze_columns=2,
            tab="entry",
        ),
        Sheet(
            "Narrative",
            "Narrative for the highlight report",
            NARRATIVE,
            ("One row for each point. Each goes into the section of the Government report that you choose.",),
            tab="entry",
        ),
        Sheet(
            "Risks",
            "Risks",
            RISKS,
            ("One row for each risk to an outcome. The score is likelihood times impact.",),
            tab="entry",
        ),
        Sheet(
            "Finance",
            "Finance",
            FINANCE,
            (
                "Pounds, not thousands. In the last row enter the totals from your ledger: they must equal the lines.",
                "Where a figure is not available, leave it blank and say why under Comment.",
            ),
            freeze_columns=2,
            tab="entry",
        ),
        Sheet(
            "Actions",
            "Improvement actions",
            ACTIONS,
            ("Further actions, and how those from earlier quarters stand.",),
            tab="entry",
        ),
    ),
)
