"""The reward report: what is not known is never 0, what is hidden cannot be worked out, risks stand by what is lost."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given as cases
from hypothesis import settings
from hypothesis import strategies as st

from laa_xl.domain.agreement import RewardRow
from laa_xl.domain.documents import Document
from laa_xl.domain.periods import Period
from laa_xl.domain.report_input import ReportInput
from laa_xl.stages.rewarding import reward_report
from tests.support.report_inputs import (
    by,
    everything_said,
    given,
    grid,
    of_demonstration,
    returned,
    row,
    rows_of,
    total_of_grid,
)
from tests.support.small_agreement import agreement, indicator

PERIOD = Period(2008, 2)


def sub(code: str, number: int, without: float | None = 100, with_: float | None = 200, **more: Any) -> RewardRow:
    return RewardRow(
        indicator=code,
        target_no=number,
        target_title=f"Target {number}",
        without_stretch=without,
        with_stretch=with_,
        **more,
    )


def made(
    figures: dict[str, float | None],
    *subs: RewardRow,
    budget: float | None = 4_000_000,
    status: str = "Final",
    **care: bool,
) -> ReportInput:
    """A pot of £100,000 for these sub-indicators, with these figures; ``care``: whose small counts are kept back."""
    terms = agreement(
        *(indicator(code, suppress_small=care.get(code, False)) for code in figures),
        rewards=subs,
        net_budget_requirement=budget,
    )
    rows = [
        row("indicators", code, at, actual=actual, status=status)
        for at, (code, actual) in enumerate(figures.items(), 8)
    ]
    return given(terms, PERIOD, returned(terms, "SAFE", PERIOD, *rows))


def summary(document: Document) -> str:
    return " ".join(document.parts[0].words)


def test_the_summary_says_what_is_at_stake_and_that_it_is_not_due() -> None:
    document = reward_report(made({"A": 180, "B": 120}, sub("A", 1), sub("B", 2)))
    assert summary(document) == (
        "The pot is £100,000, 2.5% of the net budget requirement of £4,000,000, split equally over the targets. There are 2 targets "
        "with 2 sub-indicators. By today's figures none reaches the whole stretch, 1 reaches 60% or more of it and 1 less. "
        "The figures would be worth £40,000, 40% of the pot; of this £40,000 is by figures marked Final."
    )
    assert any("not what is due" in rule for rule in document.rules)
    headings = [field.heading for one in document.grids for field in one.fields]
    assert not any("Earned" in heading for heading in headings)  # half-way nobody has earned anything


def test_one_target_is_spoken_of_as_one() -> None:
    known, unknown = (summary(reward_report(made({"A": actual}, sub("A", 1)))) for actual in (180, None))
    assert "There is 1 target with 1 sub-indicator. By today's figures" in known
    assert (
        "There is 1 target with 1 sub-indicator. The achievement cannot be worked out: a figure or a target" in unknown
    )


def test_a_figure_that_adds_up_over_the_year_earns_nothing_before_its_end_whichever_way_is_good() -> None:
    """In the second quarter 30 would be 350 % of a stretch from 100 down to 80, and 40 of 100 up to 200 less than nothing."""
    terms = agreement(
        indicator("LESS", accumulation="cumulative", polarity="lower"),
        indicator("MORE", accumulation="cumulative"),
        indicator("RATE"),
        rewards=(sub("LESS", 1, 100, 80), sub("MORE", 2), sub("RATE", 3)),
        net_budget_requirement=6_000_000,
    )
    figures = (("LESS", 30.0, 90.0), ("MORE", 40.0, None), ("RATE", 200.0, None))
    rows = [
        row("indicators", code, at, actual=actual, forecast=forecast, status="Final")
        for at, (code, actual, forecast) in enumerate(figures, 8)
    ]

    def report(period: Period) -> Document:
        return reward_report(given(terms, period, returned(terms, "SAFE", period, *rows)))

    grants = by(rows_of(grid(report(Period(2008, 2)), "reward-grant")), "code")
    assert [grants[code]["estimate"] for code in ("LESS", "MORE", "RATE")] == [None, None, Decimal(50_000)]
    risks = by(rows_of(grid(report(Period(2008, 2)), "reward-risks")), "code")
    assert risks["LESS"]["risk"].startswith("The figure is of a part of the year")
    assert "the forecast would reach 50% of the stretch" in risks["LESS"]["risk"]
    assert "RATE" not in risks
    at_end = by(rows_of(grid(report(Period(2008, 4)), "reward-grant")), "code")
    assert at_end["LESS"]["earned"] == Decimal(50_000)  # 30 in the whole year: more than all of the stretch


def test_risks_stand_by_what_is_lost_with_how_far_each_is() -> None:
    figures = {"A": 180, "B": 120, "C": None, "D": 250}
    subs = (sub("A", 1), sub("B", 2), sub("C", 3), sub("D", 4), sub("E", 4, weight=1))
    document = reward_report(made({**figures, "E": 150}, *subs))
    lines = rows_of(grid(document, "reward-risks"))
    assert [line["code"] for line in lines] == ["B", "C", "E", "A"]
    said = by(lines, "code")
    assert said["B"]["risk"] == "20% of the stretch, below 60%: 40 short of earning."
    assert (said["B"]["not_earned"], said["C"]["not_earned"], said["A"]["not_earned"]) == (25000, 25000, 5000)
    assert said["C"]["risk"] == "There is no figure."
    assert said["A"]["risk"] == "80% of the stretch: 20 short of all of it."
    assert "D" not in said  # it earns all


def test_what_is_not_final_is_a_risk_although_it_would_be_worth_something() -> None:
    document = reward_report(made({"A": 250}, sub("A", 1), status="Provisional"))
    (line,) = rows_of(grid(document, "reward-risks"))
    assert line["risk"] == "150% of the stretch; a figure that is not final never earns."
    (reached,) = rows_of(grid(document, "reward-achievement"))
    (mine,) = rows_of(grid(document, "reward-grant"))
    assert (mine["estimate"], mine["earned"], reached["about"]) == (100000, 0, "Provisional")


def test_a_hair_short_of_60_never_reads_as_60() -> None:
    document = reward_report(made({"A": 159.999}, sub("A", 1)))
    (line,) = rows_of(grid(document, "reward-risks"))
    assert line["risk"] == "59.999% of the stretch, below 60%: 0.001 short of earning."


def test_without_the_net_budget_requirement_no_amount_is_given_and_none_is_0() -> None:
    document = reward_report(made({"A": 180}, sub("A", 1), budget=None))
    (reached,) = rows_of(grid(document, "reward-achievement"))
    (mine,) = rows_of(grid(document, "reward-grant"))
    assert (reached["achievement"], mine["share"]) == (Decimal("0.8"), 1)
    assert (mine["at_stake"], mine["estimate"], mine["earned"]) == (None, None, None)
    assert "is not entered in Settings" in summary(document)


def test_a_figure_about_few_people_is_told_by_no_amount_and_no_total() -> None:
    hidden = made({"A": 3, "B": 120}, sub("A", 1, 1, 5), sub("B", 2), A=True)
    document = reward_report(hidden)
    achieved = by(rows_of(grid(document, "reward-achievement")), "code")
    assert achieved["A"]["actual"] == "fewer than 5"
    assert achieved["A"]["achievement"] == "not shown"
    grant = by(rows_of(grid(document, "reward-grant")), "code")["A"]
    assert {grant[name] for name in ("estimate", "earned", "first", "second")} == {"not shown"}
    needed = by(rows_of(grid(document, "reward-needed")), "code")["A"]
    assert (needed["needed_60"], needed["short_60"], needed["short_100"]) == (Decimal("3.4"), "not shown", "not shown")
    whole = total_of_grid(grid(document, "reward-grant"))
    assert {whole[column] for column in ("estimate", "earned", "first", "second")} == {"not shown"}
    targets = by(rows_of(grid(document, "reward-targets")), "target_no")
    assert (targets[1]["estimate"], targets[2]["estimate"]) == ("not shown", 0)
    # The same document whatever the hidden figure is: so nothing in it can tell it.
    others = [made({"A": count, "B": 120}, sub("A", 1, 1, 5), sub("B", 2), A=True) for count in range(5)]
    assert {everything_said(reward_report(one)) for one in others} == {everything_said(document)}


def test_local_only_sub_indicators_are_left_out() -> None:
    terms = agreement(indicator("A"), indicator("HUSH", local_only=True), rewards=[sub("A", 1), sub("HUSH", 2)])
    rows = [row("indicators", code, at, actual=150, status="Final") for at, code in ((8, "A"), (9, "HUSH"))]
    assert "HUSH" not in everything_said(reward_report(given(terms, PERIOD, returned(terms, "SAFE", PERIOD, *rows))))


def test_of_leicestershire_twelve_targets_and_22_sub_indicators_share_the_pot() -> None:
    document = reward_report(of_demonstration("leicestershire-2006"))
    targets = rows_of(grid(document, "reward-targets"))
    assert len(targets) == 12
    assert {line["share"] for line in targets} == {Decimal("0.083333")}  # a twelfth each
    assert total_of_grid(grid(document, "reward-targets"))["sub_indicators"] == 22
    # The published shares of the sub-indicators: 4.1667 %, 8.3333 %, 2.0833 % and 2.7778 % of the whole.
    shares = {str(line["code"]): line["share"] for line in rows_of(grid(document, "reward-grant"))}
    assert (shares["R1.1"], shares["R3.1"], shares["R4.4"], shares["R8.2"]) == tuple(
        Decimal(part) for part in ("0.041667", "0.083333", "0.020833", "0.027778")
    )
    assert all(line.sources for table in document.grids for line in table.lines if not line.total)


def test_an_agreement_without_reward_targets_says_so() -> None:
    assert summary(reward_report(of_demonstration("leicester-2008"))) == "The agreement has no reward targets."


@settings(max_examples=60, deadline=None)
@cases(
    st.lists(
        st.tuples(st.integers(1, 4), st.integers(0, 300), st.integers(0, 300), st.none() | st.integers(0, 300)),
        min_size=1,
        max_size=6,
    )
)
def test_the_parts_add_up_and_the_instalments_are_the_whole(found: list[tuple[int, int, int, int | None]]) -> None:
    codes = [f"X{at}" for at in range(len(found))]
    subs = [sub(code, number, without, with_) for code, (number, without, with_, _) in zip(codes, found, strict=True)]
    document = reward_report(made({code: one[3] for code, one in zip(codes, found, strict=True)}, *subs))
    paid = grid(document, "reward-grant")
    for line in [*rows_of(paid), total_of_grid(paid)]:
        if line["estimate"] is not None:
            assert line["first"] + line["second"] == line["estimate"]  # type: ignore[operator]
            assert 0 <= line["first"] - line["second"] <= Decimal("0.01") * len(found)  # type: ignore[operator]
    targets = grid(document, "reward-targets")
    for name in ("at_stake", "estimate", "earned"):
        lines = [line[name] for line in rows_of(targets) if line[name] is not None]
        assert total_of_grid(targets)[name] == (sum(lines) if lines else None)  # type: ignore[arg-type]
    at_stake = total_of_grid(targets)["at_stake"]
    assert abs(at_stake - 100000) <= Decimal("0.005") * len(found)  # type: ignore[operator]
