"""Rules about the file as a whole: why it is not read, and what it carries besides its cells."""

from __future__ import annotations

import re

from laa_xl.checks.registry import Rule, rule
from laa_xl.domain.words import Severity

_MUST, _INFO = Severity.MUST_FIX, Severity.INFO


def refused(code: str, says: str, meaning: str, example: str) -> Rule:
    """Declare a rule under which a file is not read as a return at all."""
    return rule(code, _MUST, says, meaning=meaning, example=example, refuses=True)


# The codes of laa_xl.files.package.Refused, and what each means for a person.
FILE_RULES: dict[str, Rule] = {
    "not_found": refused(
        "F01",
        "{problem}. Check the name and the folder.",
        "The file cannot be found or opened.",
        "A mistyped name.",
    ),
    "empty": refused(
        "F02",
        "The file is empty: it has no bytes at all. Save the workbook again and send it once more.",
        "The file has no content.",
        "A mail attachment cut off at the start.",
    ),
    "too_large": refused(
        "F03",
        "The file is too large for a return ({detail}). Remove pictures and extra sheets, or ask for a new template.",
        "The file, or what is packed in it, is larger than any return.",
        "A workbook of 30 MB.",
    ),
    "password": refused(
        "F04",
        "The workbook is protected with a password, so it cannot be opened. Remove the password under File, Info, "
        "Protect Workbook, save, and send it again; or tell the county team the password, by telephone and not in the same e-mail.",
        "The workbook is encrypted.",
        "Saved with a password to open.",
    ),
    "old_xls": refused(
        "F05",
        "This is an old Excel file (.xls). Open it, choose Save As, Excel Workbook (.xlsx), and send that.",
        "A workbook in the format of Excel 97-2003.",
        "Saved as .xls.",
    ),
    "other_format": refused(
        "F06",
        "This is not an Excel workbook but {detail}. Open the return in Excel or LibreOffice, save it as .xlsx, and send that.",
        "The return was saved in another format.",
        "Saved as .ods or .csv.",
    ),
    "not_a_workbook": refused(
        "F07",
        "This is not a workbook{kind}. Send the return as the Excel file (.xlsx) that you were given.",
        "The file is no workbook, whatever its name says.",
        "A Word document or a picture.",
    ),
    "corrupt": refused(
        "F08",
        "The workbook is damaged and cannot be read ({detail}). Open it in Excel, let it repair the file, check your "
        "entries, save, and send it again.",
        "A part of the file is damaged.",
        "A mail attachment that was cut off.",
    ),
    "unsafe": refused(
        "F09",
        "The workbook holds something that no workbook of ours has and that could do harm ({detail}). It was not opened. "
        "Copy your entries into a fresh template.",
        "The file's package is built in a way that only a hostile or broken program builds.",
        "An XML part that declares entities.",
    ),
    "too_large_grid": refused(
        "F10",
        "A sheet reaches far beyond the form ({detail}). Clear what stands outside the form, save, and send it again.",
        "A cell far outside the form is in use.",
        "A value in the last row of the sheet.",
    ),
}
LOCK_FILE = refused(
    "F11",
    "This is only the mark that a spreadsheet program leaves beside a workbook while it is open, not the workbook. Close the workbook, and "
    "the mark goes; send or check the return itself.",
    "A lock file: its name begins with ~$ (Excel) or .~lock. (LibreOffice).",
    "~$leicester-2008-SSC-2008-Q2.xlsx",
)
FILE_RULES["stopped"] = refused(
    "F12",
    "Reading this workbook was stopped: {detail}. That happens with workbooks that are damaged, or built to do harm. Copy your "
    "entries into a fresh template, and send that.",
    "The process that reads files from outside broke down over the file, or was ended because it took too long or too much memory.",
    "A sheet on which one long text stands in a hundred thousand cells.",
)
FILE_RULES["archive"] = refused(
    "F13",
    "This is {detail} and not a workbook. Take the return out of it, and send the Excel file (.xlsx) alone.",
    "The return was packed into an archive.",
    "returns.zip",
)
FILE_RULES["wrong_password"] = refused(
    "F14",
    "The workbook is protected with a password, and the one that was given does not open it. Ask whoever sent it, and try again.",
    "The password given to laa-xl is not that of the workbook.",
    "A mistyped password.",
)
FILE_RULES["inflates_too_large"] = FILE_RULES["too_many_parts"] = FILE_RULES["too_large"]

# What a workbook carries besides its cells, by the kinds of laa_xl.files.carried. The entries are read all the same.
CARRIED_RULES: dict[str, Rule] = {
    "macros": rule(
        "F15",
        _INFO,
        "The workbook carries macros. They were not run, and they are not passed on. To send it without them, choose Save As, Excel "
        "Workbook (.xlsx).",
        meaning="The file holds macros, which a return never needs.",
        example="Saved as .xlsm.",
    ),
    "dde": rule(
        "F16",
        _MUST,
        "The workbook holds a formula or a link that asks another program for data, or starts one (DDE). It was not followed. Remove it, "
        "or put its value in its place, save, and send the workbook again.",
        meaning="A link by Dynamic Data Exchange, by which workbooks start programs.",
        example="=cmd|'/C calc'!A0 in a cell.",
        waivable=False,
    ),
    "activex": rule(
        "F17",
        _MUST,
        "The workbook holds ActiveX controls, which can do anything on the machine that opens it. They were not started. Remove them, or "
        "copy your entries into a fresh template.",
        meaning="Controls that run code of their own.",
        example="A button from the ActiveX part of the Developer tab.",
        waivable=False,
    ),
    "programs": rule(
        "F18",
        _MUST,
        "A file is packed into the workbook, and a double click on it would open or run it. It was not opened. Remove it, and send it as "
        "an attachment of its own if it is needed.",
        meaning="An embedded package: any file, a program as well.",
        example="A file put in with Insert, Object, Create from File.",
        waivable=False,
    ),
    "objects": rule(
        "F19",
        _INFO,
        "The workbook holds embedded documents. They were not opened or read; they stay in the file as you sent it.",
        meaning="A document of another program, embedded in a sheet.",
        example="A table of a Word document, pasted as an object.",
    ),
    "queries": rule(
        "F20",
        _INFO,
        "The workbook can fetch data from a database or a file of yours. Nothing was fetched; the values that are saved in the return "
        "were read.",
        meaning="Connections and queries; they are never refreshed.",
        example="A query to the council's database.",
    ),
    "remote": rule(
        "F21",
        _INFO,
        "On being opened, the workbook would fetch something from elsewhere ({what}). It was not fetched, and nothing of it was read.",
        meaning="A picture, template or object that stands outside the file.",
        example="A logo that was linked and not inserted.",
    ),
    "links": rule(
        "F22",
        _INFO,
        "The workbook has links to other workbooks. They were not followed; the values that are saved in the return were read. Data, Edit "
        "Links, Break Link removes them.",
        meaning="A link to another workbook that no entry of the return uses.",
        example="A name that came along with a copied sheet.",
    ),
}

# What people call the parts of a workbook.
_PARTS = (
    (re.compile(r"xl/worksheets/sheet(\d+)\.xml"), "sheet number {}"),
    (re.compile(r"xl/workbook\d*\.xml"), "the list of sheets"),
    (re.compile(r"xl/sharedstrings\.xml"), "the texts of all sheets"),
    (re.compile(r"xl/styles\.xml"), "the formats"),
    (re.compile(r"xl/(?:drawings|charts|media)/.*"), "a picture or a chart"),
    (re.compile(r"xl/(?:comments|threadedcomments).*"), "the comments"),
    (re.compile(r"docprops/.*"), "the properties of the file"),
    (re.compile(r".*\.rels"), "the list of what belongs together"),
)


def part_in_words(part: str) -> str:
    """A part of the file as a person knows it, with its own name for whoever mends the file; "" for none."""
    for pattern, words in _PARTS:
        found = pattern.fullmatch(part.lower())
        if found:
            return f"in {words.format(*found.groups())}, {part}"
    return part
