"""The public page as data: what the master says, nothing that is kept for the county, nothing that gives a small count away."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laa_xl.domain.agreement import BaselineRow
from laa_xl.domain.entry_drafts import narrative_drafts
from laa_xl.domain.inputs import Inputs, Level, Override, ReportEdit
from laa_xl.domain.numbers import in_full
from laa_xl.domain.public import Kind
from laa_xl.domain.register import Register
from laa_xl.domain.words import Accumulation, Direction, Measure, Polarity, Publish, Rag
from laa_xl.stages.consolidating import master_tables
from tests.support.public import Q1, Q2, TODAY, agreement, assessed, html, imported, one, page, returned, row, shown


def override(code: str, rating: Rag, level: Level = Level.INDICATOR) -> Override:
    return Override(Q2, level, code, rating, "The audit found 3 more", "Head of crime", date(2008, 11, 1), "B5")


FIGURES = st.one_of(st.none(), st.integers(0, 10**6).map(lambda number: number / 100))
STATUSES = st.sampled_from(["Final", "Provisional", "Estimate", "Proxy"])


@settings(max_examples=60)
@given(st.lists(st.tuples(FIGURES, STATUSES, st.sampled_from(Polarity), st.integers(0, 3)), min_size=1, max_size=5))
def test_every_figure_is_the_masters(entered: list[tuple[float | None, str, Polarity, int]]) -> None:
    codes = [f"A{number}" for number in range(len(entered))]
    terms = agreement(
        *(
            one(code, polarity=polarity, decimals=places)
            for code, (_, _, polarity, places) in zip(codes, entered, strict=True)
        )
    )
    rows = [row(code, actual, status) for code, (actual, status, _, _) in zip(codes, entered, strict=True)]
    made = page(terms, returned(*rows))
    every = assessed(terms, [returned(*rows)])
    master = {line["code"]: line for line in master_tables(terms, every, {}, {}, Register(), TODAY)["all_indicators"]}
    for found in made.indicators:
        line = master[found.code]
        assert found.has_figure is (line["actual"] is not None)
        if found.has_figure:
            assert found.figure == in_full(line["actual"], line["decimals"])
            assert [float(point.value) for point in found.trend if point.value is not None] == [line["actual"]]
        assert found.target == (in_full(line["target"], line["decimals"]) if line["target"] is not None else "")
        assert found.year_end == (
            in_full(line["year_end_target"], line["decimals"]) if line["year_end_target"] is not None else ""
        )
        assert found.performance == (line["performance"] or "")
        assert found.rating.rag.value == line["effective"]
        assert found.direction.value == line["direction"]
        assert any(mark.startswith(("Provisional", "Estimate", "Proxy")) for mark in found.marks) is (
            found.has_figure and found.status != "Final"
        )


# Figures and words that stand nowhere by chance.
SECRET = 31415926.0


@settings(max_examples=40)
@given(st.sets(st.integers(0, 4)), st.sampled_from(Publish))
def test_nothing_of_a_local_only_indicator_is_on_the_page_and_it_weighs_nothing(local: set[int], told: Publish) -> None:
    def written(which: Iterable[int], only: set[int]) -> tuple[Any, ...]:
        terms = agreement(
            *(
                one(f"Z{n}X", local_only=n in only, title=f"Riverside matter {n}", definition=f"Meaning {n} of it")
                for n in which
            ),
            public_forecast=told,
            public_narrative=told,
        )
        rows = [
            row(f"Z{n}X", SECRET + n, forecast=SECRET + 10 + n, cause=f"Because {n} of it", action=f"Done {n} of it")
            for n in which
        ]
        said = [
            row(
                f"N{n}",
                None,
                None,
                "narrative",
                text=f"Words {n} of it",
                section="1 Overall progress",
                indicator=f"Z{n}X",
            )
            for n in which
        ]
        made = page(terms, returned(*rows, *said))
        return made, html(made)

    made, text = written(range(5), local)
    for number in local:
        for secret in (f"Z{number}X", f"Riverside matter {number}", f"{number} of it", f"{SECRET + number:,.0f}"):
            assert secret not in text
            assert secret.casefold().replace(",", "") not in text.casefold()
        assert f"{SECRET + 10 + number:,.0f}" not in text
    alone, _ = written([n for n in range(5) if n not in local], set())
    assert [(g.counts, g.rating, g.why) for g in (made.overall, *made.blocks, *made.themes)] == [
        (g.counts, g.rating, g.why) for g in (alone.overall, *alone.blocks, *alone.themes)
    ]


def test_a_theme_of_local_only_indicators_is_not_there_at_all() -> None:
    terms = agreement(one("A1"), one("L1", outcome="GREEN1", local_only=True))
    made = page(terms, returned(row("A1", 1)), returned(row("L1", 2), theme="GREEN"))
    assert [theme.name for theme in made.themes] == ["Safer Communities"]
    assert "Cleaner" not in html(made)


def figures_in(text: str) -> set[str]:
    """Every number that a reader sees: of the text, not of drawings' coordinates, ids or the style."""
    body = text[text.index("<main") : text.index("</main>")]
    body = re.sub(r"<section aria-labelledby=\"(rules|glossary)\">.*?</section>", "", body, flags=re.DOTALL)
    return set(re.findall(r"(?<![\w.])\d[\d,.]*\d|(?<![\w.])\d", re.sub(r"<[^>]*>", "|", body)))


RARE = {
    "numerator": 4,
    "denominator": 7919,
    "forecast": 6007,
    "cause": "Only 4003 were seen",
    "action": "See the 4007",
    "status_reason": "It was 4013",
    "data_period": "4019 weeks",
}


@pytest.mark.parametrize("measure", [Measure.RATE, Measure.COUNT, Measure.PERCENT])
def test_a_small_count_is_said_as_one_and_nothing_tells_it(measure: Measure) -> None:
    actual = 3 if measure is Measure.COUNT else 53
    terms = agreement(
        one("S1", measure=measure, suppress_small=True, target=5003),
        public_forecast=Publish.YES,
        public_narrative=Publish.YES,
    )
    inputs = Inputs(overrides=(override("S1", Rag.AMBER),))
    words = row("N1", None, None, "narrative", text="It was 4021", section="1 Overall progress", indicator="S1")
    made = page(terms, returned(row("S1", actual, **RARE), words), inputs=inputs)
    found, text = shown(made, "S1"), html(made)
    assert (found.figure, found.hidden, found.has_figure) == ("Fewer than 5", True, False)
    assert (found.target, found.year_end, found.performance, found.forecast, found.travel) == ("",) * 5
    assert found.direction is Direction.NONE
    assert (found.trend, found.words) == ((), ())
    assert found.rating.decided == "Amber by decision of Head of crime."  # the reason may tell the figure
    told = figures_in(text)
    assert not told & {
        "3",
        "53",
        "53%",
        "4",
        "7919",
        "7,919",
        "6007",
        "6,007",
        "5003",
        "5,003",
        "4003",
        "4007",
        "4013",
        "4021",
        "4019",
    }
    assert "Fewer than 5" in text


def test_a_total_from_which_a_small_part_could_be_taken_is_not_shown_and_says_so() -> None:
    parts = [one("P1", part_of="T", suppress_small=True), one("P2", part_of="T", suppress_small=True)]
    terms = agreement(one("T"), *parts)
    made = page(terms, returned(row("T", 803), row("P1", 3), row("P2", 800)))
    assert [(i.code, i.figure) for i in made.indicators] == [
        ("T", "Not shown"),
        ("P1", "Fewer than 5"),
        ("P2", "Not shown"),
    ]
    assert "could be worked out from it" in shown(made, "T").why
    assert not {"803", "800"} & figures_in(html(made))


def test_a_total_is_not_shown_either_for_the_sake_of_a_part_that_is_local_only() -> None:
    terms = agreement(
        one("T"),
        one("P1", part_of="T", suppress_small=True, local_only=True),
        one("P2", part_of="T"),
        one("P3", part_of="T"),
    )
    made = page(terms, returned(row("T", 813), row("P1", 3), row("P2", 800), row("P3", 10)))
    assert [(i.code, i.figure) for i in made.indicators] == [("T", "Not shown"), ("P2", "800"), ("P3", "Not shown")]


def test_a_figure_hidden_for_its_small_forecast_is_not_said_to_be_small() -> None:
    terms = agreement(one("S1", suppress_small=True))
    assert shown(page(terms, returned(row("S1", 60, forecast=4))), "S1").figure == "Not shown"


def test_small_counts_of_earlier_quarters_stay_untold_in_the_trend_and_in_the_comparison() -> None:
    terms = agreement(one("S1", suppress_small=True))
    past = imported({("S1", "2007-Q2"): 3, ("S1", "2007-Q3"): 41})
    made = page(terms, returned(row("S1", 4), period=Q1), returned(row("S1", 60)), past=past)
    found = shown(made, "S1")
    told = {point.label: point.figure for point in found.trend}
    assert told["Q2 2007-08"] == told["Q1 2008-09"] == "Fewer than 5"
    assert (told["Q3 2007-08"], told["Q2 2008-09"]) == ("41", "60")
    assert all(point.value is None for point in found.trend if point.figure == "Fewer than 5")
    assert found.direction is Direction.IMPROVED
    assert found.travel == "The earlier figure is not shown."


def test_beside_a_hidden_figure_no_target_is_told_in_any_quarter() -> None:
    terms = agreement(one("S1", suppress_small=True, target=5003))
    made = page(terms, returned(row("S1", 60), period=Q1), returned(row("S1", 3)))
    assert [(point.figure, point.target) for point in shown(made, "S1").trend] == [("60", ""), ("Fewer than 5", "")]
    assert "5,003" not in html(made)


def test_of_a_count_that_adds_up_the_quarter_that_tells_a_small_step_is_not_shown() -> None:
    terms = agreement(one("S1", suppress_small=True, accumulation=Accumulation.CUMULATIVE))
    made = page(terms, returned(row("S1", 7), period=Q1), returned(row("S1", 9)))
    assert [point.figure for point in shown(made, "S1").trend][:2] == ["Not shown", "9"]


def test_the_trend_has_baseline_earlier_quarters_imports_and_what_the_year_aims_at() -> None:
    terms = agreement(one("A1", baseline=40, baseline_period="2006-07"), public_forecast=Publish.YES)
    made = page(
        terms,
        returned(row("A1", 55, "Provisional"), period=Q1),
        returned(row("A1", 60, forecast=90)),
        past=imported({("A1", "2007-Q4"): 50}),
    )
    found = shown(made, "A1")
    assert [(p.label, p.figure, p.target, p.note) for p in found.trend] == [
        ("Baseline, 2006-07", "40", "", ""),
        ("Q4 2007-08", "50", "", "from earlier records"),
        ("Q1 2008-09", "55", "100", "provisional"),
        ("Q2 2008-09", "60", "100", ""),
        ("Q3 2008-09", "To come", "100", ""),
        ("Q4 2008-09", "To come", "100", ""),
        ("Year-end forecast 2008-09", "90", "100", ""),
    ]
    assert found.trend_words == (
        "4 figures, from 40 (Baseline, 2006-07) to 60 (Q2 2008-09). Target for Q2 2008-09: 100. Target for Q4 2008-09: 100. "
        "Year-end forecast 2008-09: 90."
    )


def test_the_page_of_a_quarter_does_not_know_later_ones() -> None:
    terms = agreement(one("A1"))
    made = page(terms, returned(row("A1", 55), period=Q1), returned(row("A1", 60)), period=Q1)
    assert [p.figure for p in shown(made, "A1").trend] == ["55", "To come", "To come", "To come"]


def test_forecasts_are_told_only_where_the_agreement_says_so_but_that_they_count_is_said() -> None:
    rows = returned(row("A1", 100, forecast=77))
    kept = page(agreement(one("A1")), rows)
    assert "77" not in html(kept)
    assert shown(kept, "A1").rating.rag is Rag.RED
    assert "what is expected at the year end, which is not published here" in shown(kept, "A1").why
    told = shown(page(agreement(one("A1"), public_forecast=Publish.YES), rows), "A1")
    assert told.forecast == "77 (▲ worse)"
    assert told.trend[-1].kind is Kind.FORECAST
    assert "year-end forecast 77 is worse than the target of 100" in told.why


def test_partners_words_are_told_only_where_the_agreement_says_so_and_never_who_acts() -> None:
    rows = returned(
        row("A1", 10, cause="Staff left", action="New staff start", action_owner="Ann Other"),
        row("A2", None, "Not yet available", status_reason="The system moved", status_date=date(2009, 1, 31)),
        row(
            "N1",
            None,
            None,
            "narrative",
            heading="Progress",
            text="It went well.",
            section="1 Overall progress",
            who="Ann Other",
            when="In May",
        ),
        row(
            "N2",
            None,
            None,
            "narrative",
            heading="Plea",
            text="Send money.",
            section="6 Other key issues for Government",
        ),
    )
    kept = html(page(agreement(one("A1"), one("A2")), rows))
    for words in ("Staff left", "New staff", "Ann Other", "The system moved", "It went well"):
        assert words not in kept
    made = page(agreement(one("A1"), one("A2"), public_narrative=Publish.YES), rows)
    told = html(made)
    for words in ("Staff left.", "New staff start.", "The system moved.", "It went well. When: In May."):
        assert words in told
    assert "Ann Other" not in told
    assert "Send money" not in told
    assert [(part.block, part.section) for part in made.said] == [("Safer and Stronger", "Overall progress")]


@pytest.mark.parametrize("after", [("Rate", "Green"), ("Order", "1/SSC/x")])
def test_words_that_an_officer_hid_or_changed_stay_so_on_the_page_whatever_else_she_edits(
    after: tuple[str, str],
) -> None:
    def told(*edits: tuple[str, str, str]) -> list[tuple[str, str]]:
        rows = [
            row(f"N{n}", None, None, "narrative", heading="Progress", text=text, section="1 Overall progress")
            for n, text in enumerate(("Ann Other began.", "It went well.", "it went  well."))
        ]
        made = [ReportEdit(Q2, ref, action, text, "Officer", None, heading="New") for ref, action, text in edits]
        terms = agreement(one("A1"), public_narrative=Publish.YES)
        found = page(terms, returned(row("A1", 10), *rows), inputs=Inputs(edits=tuple(made)))
        return [point for part in found.said for point in part.points]

    drafts = narrative_drafts(
        agreement(one("A1")),
        returned(row("N0", None, None, "narrative", heading="Progress", text="x", section="1 Overall progress")),
    )
    ref = next(iter(drafts)).bullet.id
    assert told() == [("Progress", "Ann Other began."), ("Progress", "It went well.")], "a repeat is told once"
    assert told((ref, "Hide", ""), (ref, *after)) == [("Progress", "It went well.")]
    assert told((ref, "Replace", "The lead began"), (ref, *after))[0] == ("New", "The lead began.")


def test_a_small_baseline_that_was_agreed_anew_is_not_told_among_what_changed() -> None:
    def facts(first: float) -> dict[str, str]:
        terms = agreement(one("A1", suppress_small=True, baseline=first))
        anew = BaselineRow(
            indicator="A1", baseline=40, effective_from=date(2008, 7, 1), reason="Recounted", post="Officer"
        )
        return dict(shown(page(terms.model_copy(update={"baselines": (anew,)}), returned(row("A1", 50))), "A1").facts)

    assert "The baseline is 40" in facts(30)["Agreed anew"]
    assert "Agreed anew" not in facts(3)


def test_what_is_missing_says_what_why_when_and_who() -> None:
    terms = agreement(
        one("A1", responsible_post="Head of roads"),
        one("A2", placeholder=True, target=None),
        one("A3", due_quarters="Q4"),
        one("A4", target=None),
        one("B1", outcome="GREEN1"),
    )
    made = page(terms, returned(row("A1", None, "Not yet available", status_date=date(2009, 1, 31)), row("A4", 3)))
    assert [(line.spoken, line.what, line.why, line.when, line.who) for line in made.missing] == [
        ("A1", "Figure", "Not yet available.", "31 January 2009", "Head of roads"),
        ("A2", "Baseline or target", "Its baseline or target is not agreed yet.", "Not known yet", "Safer Communities"),
        ("A4", "Target", "There is no target to set it against.", "Not known yet", "Safer Communities"),
        ("B1", "Figure", "No return was received for this theme.", "Not known yet", "Cleaner and Greener"),
    ]
    assert made.not_due == "Not due in this quarter, and so not missing: 1 indicator."


def test_a_decision_names_the_post_and_what_the_figures_suggest() -> None:
    inputs = Inputs(overrides=(override("A1", Rag.GREEN), override("SSC", Rag.AMBER, Level.BLOCK)))
    made = page(agreement(one("A1")), returned(row("A1", 10)), inputs=inputs)
    assert shown(made, "A1").rating.decided == (
        "Green by decision of Head of crime; the figures suggest Red. Reason: The audit found 3 more."
    )
    assert made.blocks[0].rating.rag is Rag.AMBER
    assert made.blocks[0].rating.decided.startswith("Amber by decision of Head of crime")


def test_the_grant_at_stake_is_told_only_where_the_agreement_says_so() -> None:
    from laa_xl.domain.agreement import RewardRow

    def told(choice: Publish) -> tuple[tuple[str, str], ...]:
        terms = agreement(one("A1"), net_budget_requirement=400_000_000, public_reward=choice)
        rewarded = terms.model_copy(update={"rewards": (RewardRow(indicator="A1", target_no=1, target_title="One"),)})
        return shown(page(rewarded, returned(row("A1", 10))), "A1").facts

    # 2.5 % of 400 million is 10 million; one target with one indicator has all of it.
    assert told(Publish.YES) == (("Reward grant", "Up to £10,000,000 depends on it (target 1)."),)
    assert told(Publish.NO) == ()


def test_the_careful_side_is_the_default() -> None:
    settings = agreement(one("A1")).settings
    assert (settings.public_forecast, settings.public_narrative, settings.public_reward) == (Publish.NO,) * 3
    assert page(agreement(one("A1")), returned(row("A1", 1))).contact == "Anyshire County Council"


def test_what_is_decided_about_the_page_never_travels_in_a_template() -> None:
    terms = agreement(one("A1"), public_forecast=Publish.YES, public_contact="Post room")
    assert terms.slice("SAFE", Q2).settings == agreement(one("A1")).settings
