"""docs/worked-examples.md keeps its word: the answers worked out there by hand are those of the reports."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from laa_xl.domain.agreement import FundingLine, RewardRow
from laa_xl.domain.documents import Value
from laa_xl.domain.numbers import exact
from laa_xl.domain.part_words import change_in_words
from laa_xl.domain.periods import Period
from laa_xl.domain.report_input import ReportInput
from laa_xl.domain.sentences import spoken_code
from laa_xl.domain.words import Accumulation, Measure, Polarity
from laa_xl.stages.accounting import money
from laa_xl.stages.reviewing import annual_review
from laa_xl.stages.rewarding import reward_report
from laa_xl.stages.sharing import multi_area
from tests.support.report_inputs import by, given, grid, returned, row, rows_of, total_of_grid
from tests.support.small_agreement import agreement, indicator

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "worked-examples.md").read_text(encoding="utf-8")
PERIOD = Period(2008, 2)


def table(heading: str, number: int = 0) -> list[list[str]]:
    """The rows of a table under a heading of the page, without its own headings."""
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    found = [block for block in section.split("\n\n") if block.strip().startswith("|")][number]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in found.strip().splitlines()]
    return cells[2:]


def number(text: str) -> float | None:
    return float(text) if text else None


def same(value: Value, text: str) -> bool:
    """Whether a cell of a report is what the page says: to the last digit, and empty where it is empty."""
    return value is None if text == "" else value == exact(Decimal(text))


REWARD = table("Reward grant")


def reward_input() -> ReportInput:
    subs = [line for line in REWARD if line[0] != "All"]
    terms = agreement(
        *(indicator(line[0], decimals=0 if "." not in line[5] else 1) for line in subs),
        rewards=[
            RewardRow(
                indicator=line[0],
                target_no=int(line[1]),
                target_title=f"Target {line[1]}",
                weight=number(line[2]),
                without_stretch=number(line[3]),
                with_stretch=number(line[4]),
            )
            for line in subs
        ],
        net_budget_requirement=24_000_000,
    )
    rows = [row("indicators", line[0], at, actual=number(line[5]), status=line[6]) for at, line in enumerate(subs, 8)]
    return given(terms, PERIOD, returned(terms, "SAFE", PERIOD, *rows))


@pytest.mark.parametrize("line", [line for line in REWARD if line[0] != "All"], ids=lambda line: line[0])
def test_a_reward_earns_what_the_page_says(line: list[str]) -> None:
    report = reward_report(reward_input())
    reached = by(rows_of(grid(report, "reward-achievement")), "code")[line[0]]
    assert same(reached["achievement"], line[7])
    mine = by(rows_of(grid(report, "reward-grant")), "code")[line[0]]
    for name, at in (("at_stake", 8), ("estimate", 9), ("earned", 10)):
        assert same(mine[name], line[at]), name
    paid = by(rows_of(grid(report, "reward-grant")), "code")[line[0]]
    assert same(paid["first"], line[11])
    assert same(paid["second"], line[12])


def test_the_reward_totals_are_those_of_the_page() -> None:
    report, line = reward_report(reward_input()), REWARD[-1]
    for name in ("reward-grant", "reward-targets"):
        whole = total_of_grid(grid(report, name))
        assert [same(whole[column], line[at]) for column, at in (("at_stake", 8), ("estimate", 9), ("earned", 10))] == [
            True
        ] * 3
    paid = total_of_grid(grid(report, "reward-grant"))
    assert same(paid["first"], line[11])
    assert same(paid["second"], line[12])


@pytest.mark.parametrize("line", table("Reward grant", 1), ids=lambda line: line[0])
def test_what_a_reward_needs_is_what_the_page_says(line: list[str]) -> None:
    mine = by(rows_of(grid(reward_report(reward_input()), "reward-needed")), "code")[line[0]]
    for name, at in (("needed_60", 1), ("short_60", 2), ("needed_100", 3), ("short_100", 4)):
        assert same(mine[name], line[at]), name


MONEY = table("Money")


def money_input() -> ReportInput:
    terms = agreement(
        funding=[
            FundingLine(
                code=line[0],
                theme=line[1],
                stream=line[2],
                pooling=line[3],
                recipient=line[4],
                year=2008,
                budget=number(line[5]),
            )
            for line in MONEY
        ]
    )
    returns = []
    for theme in ("SAFE", "JOBS"):
        rows = [
            row(
                "finance",
                line[0],
                at,
                stream=line[2],
                pooling=line[3],
                recipient=line[4],
                budget=number(line[5]),
                profile=number(line[6]),
                spend=number(line[7]),
                outturn=number(line[8]),
            )
            for at, line in enumerate(MONEY, 8)
            if line[1] == theme
        ]
        returns.append(returned(terms, theme, PERIOD, *rows))
    return given(terms, PERIOD, *returns)


@pytest.mark.parametrize("line", MONEY, ids=lambda line: line[0])
def test_a_finance_line_is_what_the_page_says(line: list[str]) -> None:
    mine = by(rows_of(grid(money(money_input()), "money-lines")), "line")[line[0]]
    names = ("budget", "profile", "spend", "forecast", "variance", "variance_pct", "spent_pct")
    for name, text in zip(names, line[5:12], strict=True):
        assert same(mine[name], text), name
    assert mine["band"] == line[12]


@pytest.mark.parametrize("line", table("Money", 1), ids=lambda line: f"{line[0]} {line[1]}")
def test_money_adds_up_as_the_page_says(line: list[str]) -> None:
    found = grid(money(money_input()), f"money-by-{line[0]}")
    mine = total_of_grid(found) if line[1] == "All" else by(rows_of(found), line[0])[line[1]]
    for name, text in zip(("budget", "spend", "forecast", "variance"), line[3:], strict=True):
        assert same(mine[name], text), name
    assert mine["lines"] == int(line[2])


def test_an_underspend_is_left_and_an_overspend_has_to_be_found() -> None:
    lines = by(rows_of(grid(money(money_input()), "carry-forward")), "line")
    assert (lines["L1"]["left"], lines["L1"]["found"]) == (0, 3000)
    assert (lines["L2"]["left"], lines["L2"]["found"]) == (Decimal("3000.05"), 0)
    assert (lines["L4"]["left"], lines["L4"]["found"]) == (None, None)


SHARED = table("Two areas together")


def area(name: str, at: int) -> ReportInput:
    terms = agreement(
        *(
            indicator(
                line[0],
                measure=Measure(line[1]),
                unit=line[2],
                decimals=1,
                target=20,
                multi_area=True,
                accumulation=Accumulation.POINT,
                polarity=Polarity.HIGHER,
            )
            for line in SHARED
        ),
        area=name,
        title=f"{name} agreement",
    )
    rows = []
    for place, line in enumerate(SHARED, 8):
        figures: dict[str, Any] = dict(
            zip(("numerator", "denominator", "actual"), map(number, line[at : at + 3]), strict=True)
        )
        rows.append(row("indicators", line[0], place, **figures, status="Final"))
    return given(terms, PERIOD, returned(terms, "SAFE", PERIOD, *rows))


@pytest.mark.parametrize("line", SHARED, ids=lambda line: line[0])
def test_two_areas_are_combined_as_the_page_says(line: list[str]) -> None:
    document = multi_area([area("Northshire", 3), area("Southshire", 6)])
    mine = by(rows_of(grid(document, "combined")), "code")[spoken_code(line[0])]
    assert same(mine["value"], line[9])
    assert str(mine["note"]).startswith("Not combined: ") == (line[9] == "")


def test_counts_are_summed_with_their_targets_and_rates_are_not() -> None:
    rows = by(rows_of(grid(multi_area([area("Northshire", 3), area("Southshire", 6)]), "combined")), "code")
    assert rows["NI 3"]["target"] == 40
    assert rows["NI 1"]["target"] is None


@pytest.mark.parametrize("line", table("Shares and changes in words"), ids=lambda line: line[2])
def test_a_change_is_said_as_the_page_says(line: list[str]) -> None:
    assert change_in_words(int(line[0]), int(line[1])) == line[2]


def test_small_counts_are_kept_back_as_the_page_says() -> None:
    lines = table("Figures about few people")
    terms = agreement(*(indicator(line[0], part_of=line[1] or None, suppress_small=line[3] == "Y") for line in lines))
    rows = [row("indicators", line[0], at, actual=number(line[2]), status="Final") for at, line in enumerate(lines, 8)]
    review = annual_review(given(terms, PERIOD, returned(terms, "SAFE", PERIOD, *rows)))
    shown = by(rows_of(grid(review, "targets")), "code")
    assert {line[0]: str(shown[line[0]]["actual"]) for line in lines} == {line[0]: line[4] for line in lines}
