"""Every rule, one by one: a valid return with one thing broken gives that finding, at its cell, and no other.

What a message works out of the case (amounts, sides, limits, counts) is in tests.checks.told.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

import pytest

from laa_xl.checks import catalogue
from laa_xl.declare.agreement_tables import SETTINGS
from laa_xl.declare.live_formulas import RULE_COLUMNS
from laa_xl.declare.model import When
from laa_xl.declare.return_form import RETURN_FORM
from laa_xl.domain.findings import Finding
from laa_xl.domain.words import Severity
from laa_xl.flow.receiving import validate_file
from tests.checks import (
    cases_continuity,
    cases_doing,
    cases_entries,
    cases_figures,
    cases_file,
    cases_known,
    cases_lines,
    cases_plausible,
    cases_required,
    cases_structure,
    cases_words,
)
from tests.checks.case import Case
from tests.checks.told import WORDS
from tests.support.returns import place_of

FAMILIES = (
    cases_file,
    cases_structure,
    cases_entries,
    cases_required,
    cases_figures,
    cases_plausible,
    cases_lines,
    cases_doing,
    cases_words,
    cases_continuity,
    cases_known,
)
CASES: list[Case] = [case for family in FAMILIES for case in family.CASES]
EVERY_CASE = pytest.mark.parametrize("case", CASES, ids=str)

# A figure that the message quotes otherwise than word for word.
NOT_QUOTED = {
    "T01": "two thousand characters of it would hide what to do",
    "N02": "a formula without a result shows nothing",
    "T03": "the address alone is quoted",
    "T04": "the name alone is quoted",
    "T05": "the name alone is quoted",
    "I27": "the word that calls it a change is quoted",
    "M08": "the budget is told as money",
}


@functools.cache
def found(case: Case) -> tuple[Finding, ...]:
    return case.findings()


@EVERY_CASE
def test_one_thing_broken_is_one_finding_at_its_cell(case: Case) -> None:
    assert [(finding.rule, place_of(finding)) for finding in found(case)] == [(case.rule, case.place)]
    for words in WORDS.get((case.rule, case.what), ()):
        assert words in found(case)[0].message


@EVERY_CASE
def test_a_message_names_the_cell_and_the_entry_in_words_for_people(case: Case) -> None:
    for finding in found(case):
        assert finding.cell in finding.line
        assert finding.sheet in finding.line
        assert finding.entered in finding.message or finding.rule in NOT_QUOTED
        assert not re.search(r"[{}]|\bNone\b|\bnan\b|  |\.\.(?!\.)", finding.line), finding.line
        assert not re.search(FIELD_NAMES, finding.line), finding.line
        assert finding.message[0].isupper() or finding.message[0] in '"' or finding.message.startswith(finding.cell)
        assert finding.message.rstrip('"').endswith(".")


FIELD_NAMES = "|".join(
    rf"\b{name}\b"
    for name in sorted(
        {column.name for table in RETURN_FORM.tables() for column in table.columns}
        | {setting.name for setting in SETTINGS}
        | set(RULE_COLUMNS)
    )
    if "_" in name
)


def test_what_messages_have_to_tell_is_of_cases_that_there_are() -> None:
    assert set(WORDS) <= {(case.rule, case.what) for case in CASES}


def test_every_rule_has_a_case() -> None:
    # F01 has its own test below: it has no bytes. F14 has its own in tests/hostile: a password has to be given.
    have = {case.rule for case in CASES} | {"F01", "F14"}
    assert have == set(catalogue.RULES)


def test_no_two_cases_are_called_the_same() -> None:
    names = [str(case) for case in CASES]
    assert sorted(set(names)) == sorted(names)


def test_a_file_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    (finding,) = validate_file(tmp_path / "return.xlsx").findings
    assert (finding.rule, finding.refuses) == ("F01", True)
    assert finding.message == "There is no such file. Check the name and the folder."


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (finding,) = validate_file(tmp_path).findings
    assert finding.rule == "F01"
    assert finding.message == "This is a folder, and a return is a file. Check the name and the folder."


def test_a_file_that_may_not_be_read_is_not_said_to_be_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(b"PK")

    def held(self: Path, *_: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", held)
    (finding,) = validate_file(path).findings
    assert finding.rule == "F01"
    assert finding.message == f"{path} cannot be read: permission denied. Check the name and the folder."


def test_every_condition_of_the_form_is_answered_by_a_rule() -> None:
    from laa_xl.checks.required import ANSWERED

    used = {column.required for table in RETURN_FORM.tables() for column in table.columns}
    assert used - {When.NEVER} == set(ANSWERED)


def test_the_catalogue_lists_every_rule_once_and_explains_it() -> None:
    rules = catalogue.all_rules()
    assert [rule.code for rule in rules] == sorted((rule.code for rule in rules), key=_family_order)
    assert {rule.code for rule in rules} == set(catalogue.RULES)
    text = catalogue.rules_markdown()
    for rule in rules:
        assert text.count(f"\n| {rule.code} |") == 1
        assert rule.meaning.endswith(".")
        assert rule.example
        assert rule.says.endswith((".", '"', "}"))


def _family_order(code: str) -> tuple[int, str]:
    return "FWSNDCTBILARMXPY".index(code[0]), code


def test_a_rule_is_asked_in_the_template_or_says_why_not() -> None:
    alone = {rule.code for rule in catalogue.only_python_sees()}
    for rule in catalogue.all_rules():
        about_the_file = rule.code[0] in "FWS"
        assert (rule.beyond is not None) == (rule.code in alone and not about_the_file), rule.code


def test_a_refusing_rule_always_has_to_be_fixed() -> None:
    assert all(rule.severity is Severity.MUST_FIX for rule in catalogue.all_rules() if rule.refuses)
