"""What a message works out for the partner is right, where the cases of tests.checks.told do not reach."""

from __future__ import annotations

from typing import Any

import pytest

from laa_xl.checks.file_rules import part_in_words
from laa_xl.checks.look import Known, Look
from laa_xl.checks.registry import run_checks
from laa_xl.domain.agreement import TargetRow
from laa_xl.domain.findings import Finding
from laa_xl.domain.periods import Period
from laa_xl.domain.returns import Entry, Return, Row
from laa_xl.domain.spec import FormSpec
from tests.checks.shaped import seen, shaped
from tests.support.returns import THEME, agreement, checked, typed


def budgets(**quarters: float | None) -> Known:
    """What was accepted of GRANT's budget in "2008-Q1" and so on, written y2008q1."""
    accepted = {}
    for name, budget in quarters.items():
        at = Period(int(name[1:5]), int(name[6]))
        row = Row("finance", "Finance", "GRANT", 7, {"budget": Entry(budget, "E7")})
        accepted[THEME, at] = Return("northshire-2008", THEME, at, "", "", {"finance": (row,)})
    return Known(agreement(), accepted)


@pytest.mark.parametrize(
    ("known", "told"),
    [
        # GRANT has 100,000 in the return of July to September 2008
        (budgets(y2008q1=95000), "The budget of GRANT was 95,000 in April to June 2008 and is 100,000 now"),
        (budgets(y2008q1=None), "The budget of GRANT was not set in April to June 2008 and is 100,000 now"),
        (budgets(y2008q1=100000), None),
        (budgets(y2007q4=95000), None),  # another financial year
        (budgets(), None),
    ],
)
def test_a_budget_that_the_last_return_of_the_year_had_otherwise_is_told(known: Known, told: str | None) -> None:
    look = seen({}).look
    found = [one for one in run_checks(Look(look.spec, look.returned, look.ratings, known=known)) if one.rule == "M08"]
    assert [one.row for one in found] == ([] if told is None else ["GRANT"])
    assert told is None or found[0].message.startswith(told)


@pytest.mark.parametrize("budget", [0, -1])
def test_where_nothing_was_budgeted_no_share_of_it_is_asked_for(budget: int) -> None:
    said = checked(typed({"BID.budget": budget, "TOTAL.budget": 100000 + budget})).findings
    assert not {"M06", "M07"} & {one.rule for one in said if one.row == "BID"}


def agreed_since(then: FormSpec, now: FormSpec) -> list[Finding]:
    """What I19 says of the valid return, on a template that was made by the one and is checked by the other."""
    look = seen({}).look
    return [one for one in run_checks(Look(now, look.returned, look.ratings, printed=then)) if one.rule == "I19"]


@pytest.mark.parametrize(
    ("then", "now", "row", "told"),
    [
        # what the template had, what the agreement has, whose row, what is said
        ({}, {"declared": {"PERCENT": {"baseline": 55.0}}}, "PERCENT", "the baseline was not set and is now 55."),
        ({"declared": {"PERCENT": {"baseline": 55.5}}}, {}, "PERCENT", "the baseline was 55.5 and is now not set."),
        (
            {},
            {"targets": [TargetRow(indicator="RANGE", year=2008, low=12, high=20)]},
            "RANGE",
            "the target of this quarter was 10.0 to 20.0 and is now 12.0 to 20.0; "
            "the target of the year end was 10.0 to 20.0 and is now 12.0 to 20.0.",
        ),
        (
            {},
            {"targets": [TargetRow(indicator="OPEN", year=2008, high=15)]},
            "OPEN",
            "the target of this quarter was at least 10 and is now at most 15; "
            "the target of the year end was at least 10 and is now at most 15.",
        ),
        (
            {},
            {"targets": [TargetRow(indicator="SCORE", year=2008, quarter=2, target=3.1)]},
            "SCORE",
            "the target of this quarter was 3 and is now 3.1.",
        ),
        (
            {},
            {"targets": [TargetRow(indicator="QUARTER", year=2008, target=60)]},
            "QUARTER",
            "the target of the year end was not set and is now 60.",
        ),
    ],
)
def test_what_was_agreed_since_is_told_with_what_it_was(
    then: dict[str, Any], now: dict[str, Any], row: str, told: str
) -> None:
    (finding,) = agreed_since(shaped(**then), shaped(**now))
    assert finding.row == row
    assert f"the agreement has changed for {row}: {told} Your figure" in finding.message


def test_what_was_agreed_since_is_not_told_where_there_is_no_figure() -> None:
    assert agreed_since(shaped(), shaped({"POINTS": {"baseline": 70.0}, "MOST": {"baseline": -1.0}})) == []


def test_an_agreement_that_stands_as_it_was_printed_tells_nothing() -> None:
    assert agreed_since(shaped(), shaped()) == []


@pytest.mark.parametrize(
    ("spots", "more"),
    [
        (("PERCENT.rag", "LOWER.rag", "RANGE.rag"), None),  # three are told one by one
        (("PERCENT.rag", "LOWER.rag", "RANGE.rag", "OPEN.rag"), 3),
        (("PERCENT.rag", "LOWER.rag", "RANGE.rag", "OPEN.rag", "UNSET.rag", "SEASON.rag"), 5),
    ],
)
def test_cells_that_were_typed_over_are_told_singly_up_to_three(spots: tuple[str, ...], more: int | None) -> None:
    said = [one for one in checked(typed(dict.fromkeys(spots, "Blue"))).findings if one.rule == "S13"]
    assert len(said) == (len(spots) if more is None else 1)
    assert ("more such cells" in said[0].message) is (more is not None)
    assert more is None or f", and over {more} more such cells on this sheet." in said[0].message


def test_rows_that_say_the_same_are_named_at_the_last_of_them() -> None:
    words = {"cause": "Two posts stood empty until August.", "action": "Crews train for rescues in smoke each week."}
    rows = ("LOWER", "YEAR", "ZEROPTS")
    said = checked(typed({f"{row}.{column}": text for row in rows for column, text in words.items()})).findings
    (finding,) = [one for one in said if one.rule == "T08"]
    assert finding.row == "ZEROPTS"
    assert "for the cause of ZEROPTS, and the same cause and action for LOWER, YEAR. Say" in finding.message
    assert finding.cells == ("Z21", "Z7", "Z12")


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("xl/worksheets/sheet12.xml", "in sheet number 12, xl/worksheets/sheet12.xml"),
        ("xl/workbook.xml", "in the list of sheets, xl/workbook.xml"),
        ("xl/sharedStrings.xml", "in the texts of all sheets, xl/sharedStrings.xml"),
        ("xl/styles.xml", "in the formats, xl/styles.xml"),
        ("xl/media/image1.png", "in a picture or a chart, xl/media/image1.png"),
        ("xl/comments1.xml", "in the comments, xl/comments1.xml"),
        ("docProps/core.xml", "in the properties of the file, docProps/core.xml"),
        ("_rels/.rels", "in the list of what belongs together, _rels/.rels"),
        ("xl/strange.bin", "xl/strange.bin"),
        ("", ""),
    ],
)
def test_a_part_of_the_file_is_told_as_a_person_knows_it(part: str, words: str) -> None:
    assert part_in_words(part) == words


@pytest.mark.parametrize(
    ("entries", "rules"),
    [
        # what stands in a cell of ours counts as it was printed where only the last digits of a float differ
        ({"LOWER.target": 2.5000000001}, []),
        ({"LOWER.target": 2.500001}, ["S10"]),
        ({"GRANT.budget": 100000.00001}, []),
        ({"GRANT.budget": 100000.01}, ["S10"]),
        ({"PERCENT.target": "60"}, []),
        # 61.5 against 60 is 1.5, which is 2.5 %
        ({"PERCENT.variance": 1.5000001, "PERCENT.variance_pct": 0.0250001}, []),
        ({"PERCENT.variance": 1.50001}, ["S13"]),
        ({"PERCENT.variance_pct": 0.02501}, ["S13"]),
        ({"BID.variance": 0.0000001}, []),
        ({"BID.variance": 1}, ["S13"]),
        # 99,000 less 100,000: a millionth of 1,000 is a thousandth
        ({"GRANT.variance": -1000.0009}, []),
        ({"GRANT.variance": -1000.0011}, ["S13"]),
    ],
)
def test_a_cell_of_ours_is_compared_as_people_read_it(entries: dict[str, Any], rules: list[str]) -> None:
    assert [one.rule for one in checked(typed(entries)).findings] == rules
