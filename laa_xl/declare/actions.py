"""What an officer can press in the master, declared once: buttons, ribbon, macros, `laa-xl press` and help follow."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from laa_xl.declare.master_form import DASHBOARD_SHEET, REPORT_SHEET


class Asks(StrEnum):
    """What a press asks for before it starts; the macro asks, so that every front end gets the answer alike."""

    NOTHING = ""
    PERIOD = "period"  # a quarter such as 2008-Q2; the one offered is the newest that fits the action
    FILES = "files"  # one or more returns, from a file dialogue
    MAILS = "mails"  # one or more saved mails or mailboxes, from a file dialogue
    REASON = "reason"  # why, in the officer's words


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to press. ``name`` is the word that macro, command line and Python share."""

    name: str
    label: str
    tip: str  # one short line: the ribbon's screen tip and the button's hover text
    help: str  # what happens and what does not: the ribbon's super tip and the help of the command line
    icon: str  # one of Office's own pictures (imageMso), by the name of a control that Excel has had since 2013
    group: str  # of the ribbon
    sheets: tuple[str, ...] = ()  # of the master that carry a button for it
    asks: Asks = Asks.NOTHING
    here: bool = False  # whether it is about the selected cell
    large: bool = False  # in the ribbon

    @property
    def stem(self) -> str:
        """Its name as a part of other names: ``Consolidate``."""
        return "".join(part.capitalize() for part in self.name.split("-"))

    @property
    def macro(self) -> str:
        """The macro of its button: ``PressConsolidate``."""
        return f"Press{self.stem}"

    @property
    def callback(self) -> str:
        """The macro of its button in the ribbon: ``RibbonConsolidate``."""
        return f"Ribbon{self.stem}"


RETURNS, REPORTS, FIGURES, PROGRAMME = "Returns", "Reports", "This figure", "Programme"
GROUPS = (RETURNS, REPORTS, FIGURES, PROGRAMME)

_SOURCED = ("Indicators", "Data gaps", "Finance", "Risks", "Actions", "Narrative", "Findings", "Imported", "Register")

ACTIONS: tuple[Action, ...] = (
    Action(
        "consolidate",
        "Consolidate",
        "Take in the returns of the inbox",
        "Checks every return in the inbox, keeps those that can be accepted, and writes every brown and blue tab anew. "
        "Green tabs and sheets of your own stay as they are.",
        "RefreshAll",
        RETURNS,
        (DASHBOARD_SHEET, "Register"),
        large=True,
    ),
    Action(
        "check",
        "Check returns",
        "Say what is wrong with the returns of the inbox",
        "Checks every return in the inbox and says what must be fixed or confirmed. Nothing is accepted or changed.",
        "ErrorChecking",
        RETURNS,
        (DASHBOARD_SHEET, "Register"),
        large=True,
    ),
    Action(
        "choose",
        "Choose files",
        "Take in returns that you choose",
        "Asks for one or more files, wherever they lie, and takes them in as Consolidate does.",
        "FileOpen",
        RETURNS,
        (DASHBOARD_SHEET,),
        Asks.FILES,
    ),
    Action(
        "collect",
        "Collect mails",
        "Take the returned workbooks out of mails that you saved",
        "Asks for saved mails (.eml) or a mailbox (.mbox), and puts the workbooks attached to them into the inbox, with who sent "
        "each and when in the register. Nothing is accepted yet: Consolidate comes next.",
        "FileCheckOut",
        RETURNS,
        (DASHBOARD_SHEET,),
        Asks.MAILS,
    ),
    Action(
        "templates",
        "Make templates",
        "Write the workbooks that partners fill in",
        "Asks for the quarter and writes a template for each theme into the folder templates, starting from the last return.",
        "FileNew",
        RETURNS,
        (DASHBOARD_SHEET,),
        Asks.PERIOD,
    ),
    Action(
        "chase",
        "Chase list",
        "Who owes what, and how late",
        "Lists the returns that are owed or were rejected, with whom to ask, and writes the list into the folder reports.",
        "SendCopySendToMailRecipient",
        RETURNS,
        ("Register",),
    ),
    Action(
        "letters",
        "Draft letters",
        "Draft the letters to partners that a quarter asks for",
        "Asks for the quarter. First the templates as mails; once those are drafted: reminders, what is overdue, what is to be "
        "fixed or confirmed, and thanks. Drafts and one table in the folder reports; nothing is sent.",
        "ReviewReplyWithChanges",
        RETURNS,
        ("Register",),
        Asks.PERIOD,
    ),
    Action(
        "let-in",
        "Let in",
        "Accept the held return of the selected row",
        "On the Register: the return in the selected row, which is held for your yes, counts from now on. Asks why, and keeps "
        "your reason.",
        "FileCheckIn",
        RETURNS,
        ("Register",),
        Asks.REASON,
        here=True,
    ),
    Action(
        "withdraw",
        "Withdraw",
        "Take back the accepted return of the selected row",
        "On the Register: the accepted return in the selected row counts no longer, and its theme owes one again. Asks why. The "
        "file stays kept, and an earlier version does not come back by itself.",
        "Undo",
        RETURNS,
        ("Register",),
        Asks.REASON,
        here=True,
    ),
    Action(
        "report",
        "Highlight report",
        "Draft the report for the Government Office",
        "Asks for the quarter, drafts the six sections from what was accepted, shows them on the tab Highlight report, and "
        "writes the .xlsx and the .docx.",
        "FilePrintPreview",
        REPORTS,
        (DASHBOARD_SHEET, REPORT_SHEET),
        Asks.PERIOD,
        large=True,
    ),
    Action(
        "freeze",
        "Issue the report",
        "Keep the report as it is sent: numbered, dated, never written over",
        "Asks for the quarter, numbers and dates its highlight report, and keeps it under issued, read-only. Later drafts do not "
        "touch it.",
        "FileMarkAsFinal",
        REPORTS,
        (REPORT_SHEET,),
        Asks.PERIOD,
    ),
    Action(
        "pack",
        "Pack for Government",
        "Put together what may leave the county",
        "Asks for the quarter and writes a folder with the report, the tables reported to Government and a list of contents. "
        "Every file is looked through first: local-only indicators, people's addresses and hidden things keep the pack back.",
        "FileSendAsAttachment",
        REPORTS,
        (DASHBOARD_SHEET, REPORT_SHEET),
        Asks.PERIOD,
        large=True,
    ),
    Action(
        "mail",
        "Draft the mail",
        "Draft the mail with the pack to the Government Office",
        "Asks for the quarter, takes its pack as it was made, and drafts the mail with it to the Government Office's contacts. It "
        "opens unsent in your mail program; nothing is sent.",
        "FileEmailAsPdfEmailAttachment",
        REPORTS,
        (DASHBOARD_SHEET, REPORT_SHEET),
        Asks.PERIOD,
    ),
    Action(
        "explain",
        "Explain this rating",
        "Why the selected row or tile has its rating",
        "Says in a sentence the figures, the target, the rule and its version behind the rating in the selected row.",
        "FunctionsLogicalInsertGallery",
        FIGURES,
        (DASHBOARD_SHEET, "Indicators", "Reward", "Finance"),
        here=True,
    ),
    Action(
        "source",
        "Go to source",
        "Open the return at the cell this row came from",
        "Opens the accepted return, as it was received, at the cell that the selected row came from.",
        "TracePrecedents",
        FIGURES,
        _SOURCED,
        here=True,
    ),
    Action(
        "rebuild",
        "Rebuild",
        "Write every computed tab again from the accepted returns",
        "Reads every accepted return again and writes every brown and blue tab anew. Nothing is taken in; green tabs stay.",
        "Refresh",
        PROGRAMME,
        (DASHBOARD_SHEET,),
    ),
)


def action(name: str) -> Action:
    """The action of that name; KeyError where there is none."""
    for one in ACTIONS:
        if one.name == name:
            return one
    raise KeyError(name)


def actions_on(sheet: str) -> tuple[Action, ...]:
    """The actions that have a button on a sheet of the master, in their order."""
    return tuple(one for one in ACTIONS if sheet in one.sheets)
