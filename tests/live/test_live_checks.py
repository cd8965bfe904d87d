"""Each live check fires in LibreOffice for its planted mistake, at its cell, and agrees with what `validate` says of it."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from collections.abc import Set
from pathlib import Path
from types import ModuleType

import pytest

from laa_xl.checks.catalogue import only_python_sees
from laa_xl.checks.registry import RULES
from laa_xl.declare.live_formulas import COMPLETE
from laa_xl.declare.model import Kind
from laa_xl.declare.return_form import CHECKS_DATA, RETURN_FORM
from laa_xl.domain.findings import Finding
from laa_xl.domain.words import Severity
from laa_xl.files.cells import address, read_cells
from tests.checks.case import Case
from tests.checks.test_every_rule import CASES
from tests.support.cells_changed import cells_changed
from tests.support.returns import checked, located, place_of, places, return_of, typed, valid_return

# The rules that a template asks for itself, each with the rule under which the template knows it.
KNOWN_AS = {code: rule.code for rule in RULES.values() for live in rule.live for code in (rule.code, *live.also)}
# LibreOffice opens TRUE in a cell that is formatted as a number as the number 1; nobody can tell them apart there.
ONLY_IN_EXCEL = {"N03 TRUE for a figure"}
PLANTED = [
    case for case in CASES if case.rule in KNOWN_AS and case.programme is None and str(case) not in ONLY_IN_EXCEL
]
Open = set[tuple[str, str, str]]


@functools.cache
def standing() -> Path:
    """The valid return as a file, which LibreOffice opens once for all of these tests."""
    path = Path(tempfile.mkdtemp(prefix="laaxl")) / "valid.xlsx"
    atexit.register(shutil.rmtree, path.parent, True)
    path.write_bytes(valid_return())
    return path


class Seen:
    """What LibreOffice shows of a return after it has calculated everything anew."""

    def __init__(self, office: ModuleType, data: bytes, folder: Path) -> None:
        """Where ``data`` is the valid return with other entries, they are typed into that, which stands open already."""
        entries = cells_changed(data, valid_return())
        if entries is None:
            path = folder / "return.xlsx"
            path.write_bytes(data)
            self.sheets = office.recalculated(path)
        else:
            self.sheets = office.with_entries(standing(), entries)

    @property
    def problems(self) -> Open:
        """The open checks: rule, cell and kind, from the hidden list that the Checks sheet shows."""
        hidden = self.sheets[CHECKS_DATA]
        found = set()
        for row in range(2, 62):
            if hidden.get(f"E{row}", "") == "":
                break
            rule = hidden[f"Y{int(hidden[f'H{row}']) + 1}"]
            found.add((rule, hidden[f"I{row}"], hidden[f"L{row}"]))
        return found

    @property
    def listed(self) -> list[tuple[str, str]]:
        """What the Checks sheet lists: the words of each link, and what to do."""
        shown = self.sheets["Checks"]
        rows = [row for row in range(7, 67) if shown.get(f"A{row}", "") != ""]
        return [(str(shown[f"C{row}"]), str(shown[f"E{row}"])) for row in rows]

    def to_do(self, cell: str) -> str:
        """ "What to do" in the row of a cell."""
        sheet, place = cell.split("!")
        row = "".join(letter for letter in place if letter.isdigit())
        table = RETURN_FORM.sheet(sheet).table
        column = "D" if table.name == "about" else _letters(len(table.columns) - 1)
        return str(self.sheets[sheet][f"{column}{row}"])

    @property
    def ready(self) -> str:
        """The first line of the Start sheet."""
        return next(
            str(self.sheets["Start"][cell.replace("A", "B")])
            for cell, value in self.sheets["Start"].items()
            if value == "Ready to send?"
        )


def _letters(column: int) -> str:
    return (chr(64 + column // 26) if column >= 26 else "") + chr(65 + column % 26)


def said(data: bytes) -> Open:
    """What `validate` says about the cells that the template's own checks look at.

    One thing the template does otherwise: what was typed as text where a number or a date belongs has to be typed again,
    where `validate` reads it if it is certain, and then judges it.
    """
    texts = texts_of(data)
    found = set()
    for finding in checked(data).findings:
        if finding.rule in KNOWN_AS and not finding.confirmed:
            code, severity = KNOWN_AS[finding.rule], finding.severity
            if place_of(finding) in texts and kind_of(finding).numeric | (kind_of(finding) is Kind.DATE):
                code, severity = "D01" if kind_of(finding) is Kind.DATE else "N03", Severity.MUST_FIX
            found.add((code, place_of(finding), severity.spoken))
    return found


def texts_of(data: bytes) -> Set[str]:
    """The cells that hold text."""
    entries = cells_changed(data, valid_return())
    if data != valid_return() and entries is not None:
        return texts_of(valid_return()) - entries.keys() | {
            cell for cell, entry in entries.items() if isinstance(entry, str)
        }
    return _texts_of(data)


@functools.lru_cache(maxsize=2)
def _texts_of(data: bytes) -> Set[str]:
    return {
        f"{sheet.name}!{address(row, column)}"
        for sheet in read_cells(data).sheets
        for row, cells in sheet.rows.items()
        for column, cell in cells.items()
        if isinstance(cell.value, str)
    }


def kind_of(finding: Finding) -> Kind:
    """The kind of the column that a finding is about."""
    place = place_of(finding)
    spot = next(spot for spot, cell in places().items() if cell == place)
    table, _, column = located(spot)
    return table.column(column).kind


@pytest.mark.parametrize("case", PLANTED, ids=str)
def test_a_planted_mistake_is_told_at_its_cell_as_validate_tells_it(
    case: Case, office: ModuleType, tmp_path: Path
) -> None:
    data = case.file()
    seen = Seen(office, data, tmp_path)
    expected = said(data)
    assert seen.problems == expected != set()
    ((_, cell, kind),) = expected
    words = [words for place, words in seen.listed if place == cell.replace("!", " ")]
    assert [seen.to_do(cell)] == words
    assert seen.ready.startswith("Not ready: 1" if kind == Severity.MUST_FIX.spoken else "Ready to send; 1 to confirm")


def test_what_is_typed_into_the_open_return_shows_what_the_opened_file_shows(
    office: ModuleType, tmp_path: Path
) -> None:
    """Most of the cases are typed: for one of each kind of entry and one of each sheet the file is opened as well, and every cell compared."""
    first: dict[object, Case] = {}
    for case in PLANTED:
        for place, entry in (cells_changed(case.file(), valid_return()) or {}).items():
            first.setdefault(type(entry), case)
            first.setdefault(place.split("!")[0], case)
    assert {type(None), float, str, dict, "Start", "Indicators", "Finance"} <= first.keys()
    for case in dict.fromkeys(first.values()):
        path = tmp_path / "return.xlsx"
        path.write_bytes(case.file())
        assert Seen(office, case.file(), tmp_path).sheets == office.recalculated(path), str(case)
    assert office.with_entries(standing(), {}) == office.recalculated(standing())  # all were taken out again


def test_a_clean_return_is_told_to_be_ready(office: ModuleType, tmp_path: Path) -> None:
    seen = Seen(office, valid_return(), tmp_path)
    assert seen.problems == set()
    assert seen.listed == []
    assert seen.ready == "Ready to send"


def test_two_mistakes_of_a_row_are_both_listed_and_the_first_is_said_in_the_row(
    office: ModuleType, tmp_path: Path
) -> None:
    data = typed({"YEAR.cause": None, "YEAR.actual": "about 70"})
    seen = Seen(office, data, tmp_path)
    assert seen.problems == said(data)
    assert {rule for rule, _, _ in seen.problems} == {"N03"}  # a rating that rests on no figure asks for nothing
    data = typed({"YEAR.cause": None, "YEAR.action_owner": None})
    seen = Seen(office, data, tmp_path)
    assert [words for _, words in seen.listed] == [
        "Amber or red: give the cause",
        "Amber or red: say who owns the action",
    ]


def test_what_is_confirmed_is_asked_no_more(office: ModuleType, tmp_path: Path) -> None:
    doubted = {"PERCENT.declared": "Red"}
    asked = Seen(office, typed(doubted), tmp_path)
    assert {(rule, kind) for rule, _, kind in asked.problems} == {("I10", "Please confirm")}
    answered = Seen(office, typed({**doubted, "PERCENT.confirm": "The survey was repeated."}), tmp_path)
    assert answered.problems == set()
    shrugged = Seen(office, typed({**doubted, "PERCENT.confirm": "TBC"}), tmp_path)
    assert shrugged.problems == asked.problems


def test_a_nil_return_is_one_choice(office: ModuleType, tmp_path: Path) -> None:
    data = return_of({"about": {"about": {"nil": "Yes"}}})
    assert checked(data).findings == ()
    seen = Seen(office, data, tmp_path)
    assert seen.problems == set()
    assert seen.ready == "Ready to send: a nil return"


def test_a_row_that_is_complete_says_so(office: ModuleType, tmp_path: Path) -> None:
    seen = Seen(office, valid_return(), tmp_path)
    assert seen.to_do("Risks!A6") == COMPLETE
    assert seen.to_do("Risks!A7") == ""


def test_every_rule_is_known_to_the_template_or_listed_as_beyond_it() -> None:
    alone = {rule.code for rule in only_python_sees()}
    assert alone.isdisjoint(KNOWN_AS)
    assert alone | set(KNOWN_AS) == set(RULES)
