"""How findings are listed: one for each cell that cannot be used, one for many that are alike, and what stops the return first."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from laa_xl.checks.listing import grouped, in_order, one_a_cell, runs
from laa_xl.domain.findings import Finding
from laa_xl.domain.periods import Period
from laa_xl.domain.waivers import Waiver
from laa_xl.domain.words import Severity

MUST, CONFIRM, INFO = Severity.MUST_FIX, Severity.CONFIRM, Severity.INFO
SEVERITY = {"N03": MUST, "N06": INFO, "D02": CONFIRM, "T02": CONFIRM, "T04": CONFIRM, "B14": MUST, "I06": CONFIRM}
SEVERITY |= {"S08": MUST, "S13": INFO, "X01": INFO, "F22": INFO, "D01": MUST, "I02": MUST, "T09": CONFIRM}


def finding(rule: str, place: str = "Indicators!K7", **more: Any) -> Finding:
    sheet, _, cell = place.partition("!")
    says = {"row": "", "entered": "", "message": f"{rule} says.", **more}
    return Finding(rule, SEVERITY[rule], sheet, cell, **says)


def waiver() -> Waiver:
    quarter = Period(2008, 2)
    return Waiver("D02", quarter, quarter, None, "", "", "They moved.", "Analyst", date(2008, 10, 1))


@pytest.mark.parametrize(
    ("rules", "left"),
    [
        # all about one cell, what is left of them
        (["N03", "I06"], ["N03"]),
        (["N03", "N06"], ["N03"]),
        (["D02", "I06"], ["D02"]),  # a date with two readings: what follows from it is not certain
        (["N06", "I06"], ["N06", "I06"]),  # read with certainty, and still far from the last
        (["I02", "N06"], ["I02"]),  # how it was read is of no interest where it has to be fixed
        (["T02", "B14"], ["T02", "B14"]),  # words that were well understood hide nothing
        (["T04", "I06"], ["T04", "I06"]),
        (["T09", "I06"], ["T09"]),
    ],
)
def test_a_cell_that_cannot_be_used_has_one_finding(rules: list[str], left: list[str]) -> None:
    assert [one.rule for one in one_a_cell(map(finding, rules))] == left


def test_a_second_finding_of_one_cell_hides_none_of_the_cells_behind_it() -> None:
    behind = [finding("N03", "Indicators!K9"), finding("I06", "Indicators!K10"), finding("S08", "Indicators")]
    listed = list(one_a_cell([finding("N03"), finding("I06"), *behind]))
    assert listed == [finding("N03"), *behind]


def test_the_same_cell_of_another_sheet_is_another_cell() -> None:
    both = [finding("N03", "Finance!F7"), finding("I06", "Indicators!F7")]
    assert list(one_a_cell(both)) == both


def test_a_date_whose_reading_is_settled_hides_nothing() -> None:
    for settled in ({"confirmed": "It is April."}, {"waived": waiver()}):
        both = [finding("D02", **settled), finding("I06")]
        assert list(one_a_cell(both)) == both


def test_what_cannot_be_used_stays_so_though_it_is_waived() -> None:
    assert list(one_a_cell([finding("N03", waived=waiver()), finding("I06")])) == [finding("N03", waived=waiver())]


def test_findings_about_whole_sheets_are_never_one_another() -> None:
    sheets = [finding("S08", "Indicators"), finding("S08", "Indicators"), finding("S13", "Indicators")]
    assert list(one_a_cell(sheets)) == sheets


def alike(count: int, rule: str = "N03", column: str = "K", **more: Any) -> list[Finding]:
    return [finding(rule, f"Indicators!{column}{row}", **more) for row in range(6, 6 + count)]


def test_three_alike_are_three_and_four_are_one() -> None:
    assert grouped(alike(3)) == alike(3)
    (one,) = grouped(alike(4))
    assert (one.cell, one.also) == ("K6", ("K7", "K8", "K9"))
    assert one.message == "N03 says. The same goes for 3 more cells: K7 to K9."


def test_the_topmost_cell_speaks_for_the_others_and_their_own_further_cells() -> None:
    cells = [finding("I06", f"Indicators!K{row}", also=(f"L{row}",)) for row in (12, 9, 10, 6)]
    (one,) = grouped(cells)
    assert one.cells == ("K6", "L6", "K9", "L9", "K10", "L10", "K12", "L12")
    assert "for 6 more cells: L6, K9, L9, K10, L10, K12, L12." in one.message


@pytest.mark.parametrize(
    "other",
    [
        alike(2, column="L"),  # another column
        alike(2, rule="D01"),  # another rule
        alike(2, entered="TBC"),  # another entry
        alike(2, waived=waiver()),  # waived, and the others are not
    ],
)
def test_what_differs_is_not_taken_together(other: list[Finding]) -> None:
    assert grouped([*alike(2), *other]) == [*alike(2), *other]


def test_each_that_is_confirmed_in_its_row_stands_alone() -> None:
    assert len(grouped(alike(5, rule="I06", confirmed="We counted twice."))) == 5


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["K7"], "K7"),
        (["K7", "K8"], "K7 to K8"),
        (["K7", "K8", "K9", "K11"], "K7 to K9, K11"),
        (["K7", "K9", "K10"], "K7, K9 to K10"),
        (["K7", "L8"], "K7, L8"),  # the next row, and another column
        (["K8", "K7"], "K8, K7"),
        (["K9", "K10", "AA11", "AA12"], "K9 to K10, AA11 to AA12"),
        ([], ""),
    ],
)
def test_cells_are_named_in_few_words(cells: list[str], words: str) -> None:
    assert runs(cells) == words


def test_what_stops_the_return_first_comes_first() -> None:
    wanted = [
        finding("N03", "Start!B16"),
        finding("S08", "Indicators"),  # the whole sheet before its cells
        finding("N03", "Indicators!K9"),
        finding("D01", "Indicators!AA9"),  # column AA stands to the right of K
        finding("N03", "Indicators!K10"),
        finding("N03", "Finance!F7"),
        finding("I02", "Another!A1"),  # a sheet of one's own comes last
        finding("I06", "Start!B15"),
        finding("T02", "Indicators!K6"),  # text is read before figures are compared
        finding("I06", "Indicators!K6"),
        finding("N06", "Indicators!K6"),
        finding("X01", "Indicators!K6"),
        finding("F22", ""),
    ]
    assert in_order(reversed(wanted)) == wanted
