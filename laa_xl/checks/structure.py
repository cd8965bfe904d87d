"""Rules about the template and its structure. Reading raises them; each silences what would follow from it.

Those that must be fixed cannot be waived: something of the return was left unread, or is not what was agreed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from laa_xl.checks.file_rules import refused
from laa_xl.checks.registry import UNPROTECT, rule
from laa_xl.domain.words import Severity

_MUST, _INFO = Severity.MUST_FIX, Severity.INFO

EACH = 3  # of a kind on a sheet are told one by one; the next one speaks for the rest
_Item = TypeVar("_Item")


def first_few(items: Sequence[_Item]) -> Iterator[tuple[_Item, int]]:
    """The items that are told, each with how many others it speaks for."""
    for number, item in enumerate(items[: EACH + 1]):
        yield item, len(items) - EACH - 1 if number == EACH else 0


WRONG_TEMPLATE = refused(
    "W01",
    "This workbook is not a return made from one of our templates. Fill in the template that you were sent, and send that.",
    "The hidden sheet that marks a template is missing.",
    "A sheet of one's own, or entries copied into a new workbook.",
)
OTHER_AGREEMENT = refused(
    "W02",
    'This return belongs to another agreement ("{entered}"); this programme is "{expected}". Send it to the team of that '
    "agreement, or fill in the template of this one.",
    "The template was made for another agreement.",
    "A return for leicester-2008 in the folder of another county.",
)
OTHER_THEME = refused(
    "W03",
    'This return is for the theme "{entered}", which this programme does not have. The themes are: {expected}.',
    "The template was made for a theme that the agreement does not have.",
    "A theme that was merged with another.",
)
OTHER_PERIOD = refused(
    "W04",
    "This return is for {entered}, but {expected}. Fill in the template of the right quarter.",
    "The template was made for another quarter.",
    "Last quarter's file, sent again.",
)
OLDER_FORMAT = refused(
    "W05",
    "This template is of an older kind (format {entered}; today's is {expected}). Ask the county team for a new template and copy "
    "your entries into it.",
    "The template's format has been superseded.",
    "A template kept from an earlier year.",
)
NEWER_FORMAT = refused(
    "W06",
    "This template is of a newer kind (format {entered}) than this program understands ({expected}). Update laa-xl on this machine.",
    "The template was made by a newer version.",
    "An old installation in the county team.",
)
HIDDEN_CHANGED = refused(
    "W07",
    "The hidden part of this workbook, which says what was agreed, has been changed or damaged. Copy your entries into a fresh "
    "template.",
    "The hidden specification does not match its own fingerprint.",
    "A hidden sheet that was edited.",
)
NOT_ISSUED = rule(
    "W08",
    _INFO,
    "This template is not one that the programme issued for {period}, or the agreement was changed since. Its figures are rated "
    "against the agreement as it stands today.",
    meaning="The template's fingerprint is not in the register.",
    example="A target was renegotiated after the templates went out.",
)
ONLY_A_PART = refused(
    "W09",
    'This is not a whole return but the part "{entered}" of the return of {theme} for {period}. The parts are: {expected}. Join them '
    "first, with laa-xl join, and send the return that comes of it.",
    "A part of a return that was split among its contributors.",
    "One contributor sent a part to the county team instead of the theme lead.",
)

MISSING_SHEET = rule(
    "S01",
    _MUST,
    'The sheet "{sheet}" is missing. Copy your entries into a fresh template, or put the sheet back.',
    meaning="A sheet of the form is not in the workbook.",
    example="The Risks sheet was deleted.",
    waivable=False,
)
HIDDEN_SHEET = rule(
    "S02",
    _INFO,
    'The sheet "{sheet}" is hidden. It was read all the same; show it again if that was not meant.',
    meaning="A sheet of the form is hidden.",
    example="Finance was hidden before printing.",
)
RENAMED_SHEET = rule(
    "S03",
    _INFO,
    'The sheet "{expected}" is now called "{entered}". It was read all the same.',
    meaning="A tab was renamed; its content was recognised by its headings.",
    example="Indicators renamed to Indicators Q2.",
)
MISSING_TABLE = rule(
    "S04",
    _MUST,
    'The headings of the table on the sheet "{sheet}" cannot be found. Copy your entries into a fresh template.',
    meaning="The row of headings is gone or was overwritten.",
    example="The heading row was deleted.",
    waivable=False,
)
MISSING_COLUMN = rule(
    "S05",
    _MUST,
    'The heading "{expected}" is missing on the sheet "{sheet}", so nothing was read from its cells. {now}Put the heading back, or '
    "copy your entries into a fresh template.",
    meaning="A column, or a line of the Start sheet, that is read is not there or its heading was changed.",
    example="The heading Actual was overwritten.",
    waivable=False,
)
MOVED_COLUMN = rule(
    "S06",
    _INFO,
    'The column "{expected}" was moved to {entered}. It was read there.',
    meaning="A column stands in another place than in the template.",
    example="Actual was dragged to the left.",
)
UNKNOWN_ROW = rule(
    "S07",
    _MUST,
    "{said}, so nothing was read from row {number}. Put the code of the template back, or remove the row.",
    meaning="A row whose code is gone, or is none of the template's.",
    example="NI999 typed over NI016.",
    waivable=False,
)
MISSING_ROW = rule(
    "S08",
    _MUST,
    'The row "{row}" is missing on the sheet "{sheet}". Put it back, or copy your entries into a fresh template.',
    meaning="A row of the template is not there.",
    example="The row of NI016 was deleted.",
    waivable=False,
)
DOUBLED_ROW = rule(
    "S09",
    _MUST,
    'The row "{row}" stands twice on the sheet "{sheet}": {cell} has the code of row {first} again. Put the right code back, or '
    "remove the row; nothing was read from it.",
    meaning="A row of the template stands more than once.",
    example="NI016 was copied to a new row.",
    waivable=False,
)
LOCKED_CHANGED = rule(
    "S10",
    _MUST,
    "A locked cell was changed: {cell} {now}, where the template has {expected}. Put it back; if the agreement is wrong, "
    "tell the county team.",
    meaning="A cell that we print and nobody fills reads otherwise than in the template.",
    example="The target 2.14 was changed to 3.",
    waivable=False,
)
DOUBLED_COLUMN = rule(
    "S11",
    _MUST,
    'The heading "{expected}" stands twice on the sheet "{sheet}", in {first} and {cell}, so nothing was read from either. Remove or '
    "rename the one that is not meant.",
    meaning="Two columns have the same heading.",
    example="Actual was copied to keep last quarter's figures.",
    waivable=False,
)
OUTSIDE = rule(
    "S12",
    _INFO,
    'The note "{entered}" in {cell} stands outside the table and was not read.{more} If it belongs to the return, move it into a '
    "row of the table.",
    meaning="Something typed beside, below or above a table; from the fourth cell of a sheet on, one finding for all.",
    example="A note or a sum that somebody typed below the last row.",
)
TYPED_OVER = rule(
    "S13",
    _INFO,
    'You typed "{entered}" over {cell}, a cell that works itself out ({column}){more}. What was typed was not read; the value is '
    "worked out anew.",
    meaning="A cell with a formula of ours holds something else; from the fourth cell of a sheet on, one finding for all.",
    example="Green typed over the rating.",
)
COMMENTS = rule(
    "S14",
    _INFO,
    "{said} on {where}. Comments and notes are not read; they stay in the file as you sent it. What belongs to the return has to "
    "stand in a cell.",
    meaning="The workbook carries comments or notes.",
    example="A note on the cell of a figure.",
)
EXTRA_SHEET = rule(
    "S15",
    _INFO,
    'The sheet "{sheet}" is not part of the form and was not read; it stays in the file as you sent it.{more}',
    meaning="The workbook has a sheet of the partner's own; from the fourth sheet on, one finding for all.",
    example="A sheet of workings.",
)
COPIED_SHEET = rule(
    "S16",
    _MUST,
    'Two sheets could be "{expected}": {named}. They hold different entries, so neither was read. Delete the one that does not count, '
    'and call the other one "{expected}".',
    meaning="A sheet and its copy differ, and nothing says which of them counts: nothing is entered on the one, or both have other names.",
    example="Indicators was copied, the copy was filled in, and the first one left empty.",
    waivable=False,
)
MERGED = rule(
    "S17",
    _MUST,
    'The cell {cell} ("{entered}") is merged with others that are entries of their own, so nobody can say for which of them it is meant. '
    f"{UNPROTECT}, unmerge the cells, and fill in each of them.",
    meaning="A merged cell lies over several entries.",
    example="One figure in a cell merged over the rows of two indicators.",
    waivable=False,
)
LINKED = rule(
    "S18",
    _INFO,
    "{cell} takes its value from another workbook{more}. The value that is saved in the return was read; it does not follow that workbook. "
    "If it is old, update the links in Excel and save, or type the value itself.",
    meaning="An entry is a formula that looks into another workbook; one finding a sheet.",
    example="Actual taken by a formula from a workbook of figures.",
)
