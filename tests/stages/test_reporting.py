"""The highlight report drafted from small hand-built returns: which bullet stands where, and its source."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from laa_xl.declare.load import load_agreement
from laa_xl.domain.agreement import Agreement, Block, Outcome, Partner, Settings, Theme
from laa_xl.domain.assessment import Assessment
from laa_xl.domain.gap_changes import change_sentence
from laa_xl.domain.inputs import CountyEntry, Extension, Inputs, Level, Override, ReportEdit
from laa_xl.domain.periods import Period
from laa_xl.domain.report import Bullet, HighlightReport
from laa_xl.domain.returns import Return, Row
from laa_xl.domain.words import Polarity, Rag, RatingMode
from laa_xl.files.text import read_agreement_folder
from laa_xl.stages.assessing import assess
from laa_xl.stages.reporting import draft_highlight
from tests.support.report_inputs import row
from tests.support.small_agreement import measured

ROOT = Path(__file__).parents[2]
PERIOD = Period(2008, 2)
SETTINGS = Settings(
    code="anyshire-2008",
    title="Anyshire Agreement 2008-11",
    area="Anyshire",
    accountable_body="Anyshire County Council",
    government_office="Government Office for Anyshire",
    government_office_short="GOA",
    start_year=2008,
    end_year=2010,
    rating_mode=RatingMode.OUTLOOK,
    rating_version="1",
    tolerance_upper=10,
    tolerance_lower=10,
    dead_band=2,
    finance_band_amber=2,
    finance_band_red=5,
    rollup_red_share=25,
    rollup_green_share=75,
    rollup_min_rated=50,
    risk_high=15,
    risk_medium=8,
    far_from_last=50,
    designated_limit=35,
    deadline_days=24,
    suppression_threshold=5,
    reward_pot_percent=2.5,
    illustrative_note="All of this is made up.",
)
RISK = {
    "risk": "Posts stay vacant",
    "likelihood": 4,
    "impact": 4,
    "mitigation": "Recruit",
    "owner": "Head of crime",
}
NOT_YET = {"status": "Not yet available", "status_date": date(2009, 1, 31)}


def indicator(code: str, outcome: str = "SAFE1", target: float | None = 100, **more: Any) -> dict[str, Any]:
    """One indicator whose target is 100, higher is better, unless said otherwise."""
    return {"code": code, "outcome": outcome, "title": f"Title of {code}", "target": target, **more}


def agreement(*indicators: Mapping[str, Any]) -> Agreement:
    """Two blocks; SSC has the themes SAFE and GREEN, with SAFE2 a mandatory outcome."""
    return Agreement(
        settings=SETTINGS,
        blocks=(
            Block(code="CYP", name="Children and Young People"),
            Block(code="SSC", name="Safer and Stronger Communities"),
        ),
        partners=(Partner(code="POL", name="Anyshire Police"),),
        themes=(
            Theme(code="KIDS", name="Children", block="CYP"),
            Theme(code="SAFE", name="Safer Communities", block="SSC", lead_post="Head of community safety"),
            Theme(code="GREEN", name="Cleaner and Greener", block="SSC"),
        ),
        outcomes=(
            Outcome(code="KIDS1", theme="KIDS", title="Better lives"),
            Outcome(code="SAFE1", theme="SAFE", title="Less crime"),
            Outcome(code="SAFE2", theme="SAFE", title="Fewer accidents", mandatory=True),
            Outcome(code="GREEN1", theme="GREEN", title="Less waste"),
        ),
        **measured(indicators),
    )


def figure(code: str, actual: float | None, status: str | None = "Final", **more: Any) -> Row:
    return row("indicators", code, actual=actual, status=status, **more)


def narrative(key: str, section: str, text: str, number: int = 7, **more: Any) -> Row:
    values = {"text": text, "section": section, "heading": "A topic", **more}
    return row("narrative", key, number, **values)


def returned(theme: str, *rows: Row) -> Return:
    tables: dict[str, tuple[Row, ...]] = {}
    for one in rows:
        tables[one.table] = (*tables.get(one.table, ()), one)
    return Return(SETTINGS.code, theme, PERIOD, f"{theme}.xlsx", "0" * 64, tables)


def draft(terms: Agreement, *returns: Return, inputs: Inputs | None = None) -> HighlightReport:
    inputs = inputs or Inputs()
    assessment = assess(terms, {(r.theme, r.period): r for r in returns}, PERIOD, inputs.overrides)
    return draft_highlight(terms, assessment, {r.theme: r for r in returns}, inputs, PERIOD)


def places(report: HighlightReport) -> dict[str, tuple[str, str]]:
    """Bullet id: its section and block."""
    return {b.id: (s.code, k.code) for s in report.sections for k in s.blocks for b in k.bullets}


def bullet(report: HighlightReport, name: str) -> Bullet:
    return next(found for found in report.bullets if found.id == name)


def override(code: str, rating: Rag, level: Level = Level.INDICATOR) -> Override:
    reason = "The audit is not finished"
    return Override(PERIOD, level, code, rating, reason, "Performance officer", date(2008, 11, 1), "B5")


def edit(name: str, action: str, text: str = "", period: Period = PERIOD) -> ReportEdit:
    return ReportEdit(period, name, action, text, "Performance officer", date(2008, 11, 2))


def county(section: str, heading: str, text: str, block: str = "") -> CountyEntry:
    return CountyEntry(PERIOD, section, block, heading, text, "", "", "A9")


def test_a_local_only_indicator_never_appears_nor_does_it_weigh() -> None:
    terms = agreement(indicator("L9", local_only=True), indicator("A1"))
    safe = returned(
        "SAFE",
        figure("L9", 10, cause="Secret cause"),
        figure("A1", 100),
        narrative("N1", "3b Risks to other key outcomes", "Secret words.", indicator="L9"),
        row("risks", "R1", **{**RISK, "risk": "Secret risk", "indicator": "L9"}),
    )
    report = draft(terms, safe)
    assert "L9" not in repr(report)
    assert "Secret" not in repr(report)
    assert report.section("1").lines[0].startswith("Of 1 indicator: 1 on track")
    assert bullet(report, "1/SSC/rating").rag == "Green"


def test_the_overall_rating_comes_with_the_rollup_and_its_counts() -> None:
    report = draft(agreement(indicator("A1"), indicator("A2")), returned("SAFE", figure("A1", 100), figure("A2", 50)))
    overall = report.section("1")
    assert overall.rag == "Red"
    assert "of 2 due, 2 could be rated" in overall.rating_note
    assert "1 at risk" in overall.lines[0]


def test_an_overridden_overall_rating_says_who_decided_and_what_the_figures_suggest() -> None:
    decided = Inputs(overrides=(override("", Rag.AMBER, Level.AGREEMENT),))
    overall = draft(
        agreement(indicator("A1")), returned("SAFE", figure("A1", None, **NOT_YET)), inputs=decided
    ).section("1")
    assert overall.rag == "Amber"
    assert overall.rating_note.startswith("Amber by decision of Performance officer; the figures suggest Grey.")
    assert "The audit is not finished." in overall.rating_note


def test_each_block_has_a_sentence_with_its_rating_and_what_could_not_be_rated() -> None:
    terms = agreement(indicator("A1"), indicator("A2"), indicator("G1", "GREEN1"))
    report = draft(
        terms,
        returned("SAFE", figure("A1", 100), figure("A2", 100)),
        returned("GREEN", figure("G1", None, **NOT_YET)),
    )
    block = bullet(report, "1/SSC/rating")
    assert (block.rag, block.kind) == ("Amber", "rating")
    assert "Of the 2 indicators that could be rated" in block.text
    assert "1 could not be rated" in block.text
    assert "1/CYP/rating" not in places(report)  # it has no indicators


def test_direction_of_travel_waits_for_the_county_team() -> None:
    section = draft(agreement(indicator("A1", baseline=80)), returned("SAFE", figure("A1", 100))).section("2")
    assert (section.rag, section.rating_note) == ("", "To be decided by the county team.")
    assert "1 improved, 0 steady, 0 worsened" in section.lines[0]


def test_direction_of_travel_is_the_officers_judgement() -> None:
    judged = Inputs(overrides=(override("", Rag.GREEN, Level.DIRECTION),))
    section = draft(agreement(indicator("A1")), returned("SAFE", figure("A1", 50)), inputs=judged).section("2")
    assert section.rag == "Green"
    assert "Performance officer" in section.rating_note


def test_a_partners_words_stand_in_the_section_and_block_that_were_chosen() -> None:
    safe = returned(
        "SAFE",
        narrative("N1", "4 Impact and strong performance", "Went well"),
        narrative("N2", "6 Other key issues for Government", "A  question\nto\x07 Government", 8, block="CYP"),
        narrative("N3", "", "", 9, heading=None),
    )
    report = draft(agreement(indicator("A1")), safe, returned("KIDS"), returned("GREEN"))
    assert places(report)["4/SAFE/narrative/N1"] == ("4", "SSC")
    assert places(report)["6/SAFE/narrative/N2"] == ("6", "CYP")
    words = bullet(report, "6/SAFE/narrative/N2")
    assert words.text == "A question to Government."
    assert words.source is not None
    assert words.source.text == "Safer Communities return, Narrative, D8"
    assert words.source.file == "SAFE.xlsx"


def test_words_without_a_section_are_kept_for_the_county_team_and_not_reported() -> None:
    report = draft(agreement(indicator("A1")), returned("SAFE", narrative("N1", "Somewhere", "Said in vain.")))
    assert [found.text for found in report.unplaced] == ["Said in vain."]
    assert "Said in vain." not in [found.text for found in report.bullets]


def test_high_risks_stand_under_the_kind_of_outcome_they_threaten() -> None:
    safe = returned(
        "SAFE",
        row("risks", "R1", **RISK, outcome_kind="Mandatory outcome"),
        row("risks", "R2", **{**RISK, "impact": 5}, outcome_kind="Other key outcome"),
        row("risks", "R3", **{**RISK, "impact": 3}, outcome_kind="Mandatory outcome"),  # 12 is under 15
        row("risks", "R4", **{**RISK, "impact": None}, outcome_kind="Mandatory outcome"),
    )
    report = draft(agreement(indicator("A1")), safe)
    risks = {name: place for name, place in places(report).items() if "/risks/" in name}
    assert risks == {"3/SAFE/risks/R1": ("3", "SSC"), "3b/SAFE/risks/R2": ("3b", "SSC")}
    found = bullet(report, "3/SAFE/risks/R1")
    assert "Posts stay vacant." in found.text
    assert "Mitigation: Recruit (Head of crime)." in found.text
    assert "4 x impact 4 = 16" in found.text


@pytest.mark.parametrize(
    ("outcome", "mandatory", "section"),
    [("SAFE1", False, "3b"), ("SAFE1", True, "3"), ("SAFE2", False, "3")],
)
def test_a_red_indicator_is_a_risk_to_its_kind_of_outcome(outcome: str, mandatory: bool, section: str) -> None:
    terms = agreement(indicator("NI016", outcome, 2.14, polarity=Polarity.LOWER, decimals=2, mandatory=mandatory))
    told = {
        "cause": "Burglary rose",
        "action": "More patrols.",
        "action_owner": "Police",
        "action_date": date(2009, 3, 31),
    }
    report = draft(terms, returned("SAFE", figure("NI016", 2.42, **told)))
    found = bullet(report, f"{section}/SAFE/indicators/NI016")
    assert places(report)[found.id] == (section, "SSC")
    assert found.heading == "NI 16 Title of NI016"
    assert found.rag == "Red"
    about = "Fewer accidents" if outcome == "SAFE2" else "Less crime"
    assert found.text == (
        "At risk: 2.42 against a target of 2.14 (13.1% worse); rated red. Why: Burglary rose. "
        f"What is being done: More patrols (Police, by 31 March 2009). Outcome: {about} (Safer Communities)."
    )
    assert found.source is not None
    assert found.source.text == "Safer Communities return, Indicators, D7"
    assert "version 1" in found.note


def test_green_and_grey_are_no_risk() -> None:
    terms = agreement(indicator("A1"), indicator("A2"), indicator("A3", placeholder=True))
    report = draft(terms, returned("SAFE", figure("A1", 100), figure("A2", None, **NOT_YET), figure("A3", 1)))
    assert not [name for name in places(report) if name.startswith("3")]
    assert report.section("3").lines == ("Nothing to report.",)


def test_an_overridden_rating_names_the_post_the_reason_and_both_ratings() -> None:
    inputs = Inputs(overrides=(override("A1", Rag.RED),))
    figures = figure("A1", 50, forecast_judgement="Within")
    report = draft(agreement(indicator("A1")), returned("SAFE", figures), inputs=inputs)
    found = bullet(report, "3b/SAFE/indicators/A1")
    assert found.rag == "Red"
    assert "Red by decision of Performance officer; the figures suggest Amber." in found.text
    assert "Reason: The audit is not finished." in found.text
    assert "Overrides, row 5" in found.origin


def test_a_rating_overridden_to_green_is_told_beside_its_block() -> None:
    inputs = Inputs(overrides=(override("A1", Rag.GREEN),))
    report = draft(agreement(indicator("A1")), returned("SAFE", figure("A1", 50)), inputs=inputs)
    note = bullet(report, "1/SSC/rating").note
    assert "A1: Green by decision of Performance officer; the figures suggest Red." in note
    assert "Before decisions on single ratings: Red." in note


def test_what_is_about_one_indicator_in_one_section_is_one_bullet() -> None:
    section = "3b Risks to other key outcomes"
    safe = returned(
        "SAFE",
        figure("A1", 50, cause="Posts were vacant. Cars broke down.", action="Recruit."),
        narrative("N1", section, "It is bad because posts were vacant. Cars broke down.", indicator="a1"),
        narrative("N2", section, "A second thought.", 8, indicator="A1"),
        row("risks", "R1", **RISK, outcome_kind="Other key outcome", indicator="A1"),
    )
    report = draft(agreement(indicator("A1")), safe)
    mine = list(report.section("3b").bullets)
    assert [found.id for found in mine] == ["3b/SAFE/narrative/N1", "3b/SAFE/narrative/N2"]
    one = mine[0]
    assert one.rag == "Red"
    assert one.text.startswith(
        "It is bad because posts were vacant. Cars broke down. At risk: 50 against a target of 100"
    )
    assert one.text.count("Cars broke down.") == 1
    assert "What is being done: Recruit." in one.text
    assert "High risk: Posts stay vacant." in one.text
    assert one.origin.startswith("Safer Communities return, Narrative, D7; Safer Communities return, Indicators, D7")
    assert "Risks" in one.origin


def test_an_indicator_that_a_partner_reports_under_another_block_is_told_there() -> None:
    words = narrative("N1", "3b Risks to other key outcomes", "Bad.", indicator="A1", block="CYP")
    report = draft(agreement(indicator("A1")), returned("SAFE", figure("A1", 50), words))
    assert places(report)["3b/SAFE/narrative/N1"] == ("3b", "CYP")
    assert "3b/SAFE/indicators/A1" not in places(report)


def test_a_forecast_worse_without_a_figure_is_a_risk() -> None:
    late = figure("A1", None, **NOT_YET, status_reason="The survey is late", forecast_judgement="Worse")
    report = draft(agreement(indicator("A1")), returned("SAFE", late))
    found = bullet(report, "3b/SAFE/indicators/A1")
    assert (found.kind, found.rag) == ("risk", "Grey")
    assert "the year end is expected to be worse than the target" in found.text


def test_up_to_three_strong_figures_get_a_bullet_each() -> None:
    codes = ("A1", "A2", "A3")
    report = draft(agreement(*map(indicator, codes)), returned("SAFE", *(figure(code, 150) for code in codes)))
    mine = list(report.section("4").bullets)
    assert [found.id for found in mine] == [f"4/SAFE/indicators/{code}" for code in codes]
    assert {found.rag for found in mine} == {"Green"}


def test_more_strong_figures_of_a_block_share_one_bullet() -> None:
    codes = ("A1", "A2", "A3", "A4")
    words = narrative("N1", "4 Impact and strong performance", "Our best.", indicator="A5")
    terms = agreement(*map(indicator, codes), indicator("A5"), indicator("K1", "KIDS1"))
    safe = returned("SAFE", *(figure(code, 150) for code in (*codes, "A5")), words)
    report = draft(terms, safe, returned("KIDS", figure("K1", 150)))
    assert [found.id for found in report.section("4").bullets] == [
        "4/KIDS/indicators/K1",
        "4/SAFE/narrative/N1",
        "4/SSC/strengths",
    ]
    assert all(code in bullet(report, "4/SSC/strengths").text for code in codes)
    assert "150 against a target of 100 (50% better)" in bullet(report, "4/SAFE/narrative/N1").text


def test_a_star_that_is_not_green_is_no_strength() -> None:
    terms = agreement(indicator("A1"), indicator("A2", group="A"), indicator("A3", group="A"))
    worse = figure("A1", 150, forecast=50)
    report = draft(terms, returned("SAFE", worse, figure("A2", 150), figure("A3", 50)))
    assert not list(report.section("4").bullets)


def test_missing_figures_with_one_reason_share_a_bullet_with_who_and_when() -> None:
    terms = agreement(
        indicator("A1", responsible_post="Head of data"),
        indicator("A2", lead_partner="POL"),
        indicator("A3"),
        indicator("G1", "GREEN1"),
    )
    why = "The survey is late"
    safe = returned(
        "SAFE",
        row("about", "about", organisation="Anyshire Districts"),
        *(figure(code, None, **NOT_YET, status_reason=why) for code in ("A1", "A2", "A3")),
    )
    report = draft(terms, safe, returned("GREEN", figure("G1", None, **NOT_YET, status_reason="No meter")))
    gaps = [found for found in report.section("5").bullets if "/gap/" in found.id]
    assert [found.id for found in gaps] == ["5/SSC/gap/the-survey-is-late", "5/SSC/gap/no-meter"]
    shared = gaps[0]
    assert shared.kind == "gap"
    assert f"Why: {why}." in shared.text
    assert "Head of data (A1); Anyshire Police (A2); Anyshire Districts (A3)." in shared.text
    assert "When: 31 January 2009." in shared.text
    assert shared.origin == "Safer Communities return, Indicators, E7"


def test_a_partners_own_words_on_a_gap_are_joined_by_what_they_leave_out() -> None:
    words = narrative(
        "N1",
        "5 Missing information",
        "The survey is late.",
        indicator="A1",
        who="Survey office",
        when="in spring",
    )
    safe = returned("SAFE", figure("A1", None, **NOT_YET, status_reason="The survey is late"), words)
    report = draft(agreement(indicator("A1")), safe, returned("KIDS"), returned("GREEN"))
    assert [found.id for found in report.section("5").bullets] == ["5/SAFE/narrative/N1"]
    text = bullet(report, "5/SAFE/narrative/N1").text
    added = "No figure yet for A1; expected: 31 January 2009."
    assert text == f"The survey is late. Who: Survey office. When: in spring. {added}"


def test_a_due_figure_that_is_simply_not_there_is_missing_too() -> None:
    report = draft(agreement(indicator("A1")), returned("SAFE", figure("A1", None, None)))
    assert "5/SSC/gap/no-reason-is-given" in places(report)


def test_a_figure_that_cannot_be_rated_is_named_with_the_cause() -> None:
    terms = agreement(indicator("A1", target=None), indicator("A2", polarity=Polarity.UNSET))
    report = draft(terms, returned("SAFE", figure("A1", 5), figure("A2", 5)))
    assert {"5/SSC/unrated/no-target", "5/SSC/unrated/polarity-not-set"} <= set(places(report))


def test_placeholders_are_one_bullet_a_block_with_their_count_and_codes() -> None:
    terms = agreement(indicator("NI001", placeholder=True), indicator("G1", "GREEN1", placeholder=True))
    report = draft(terms, returned("SAFE", figure("NI001", None, None)), returned("GREEN"))
    found = bullet(report, "5/SSC/placeholders")
    assert "2 indicators" in found.text
    assert "NI 1 and G1" in found.text


def test_a_return_that_was_not_received_is_a_gap_with_its_lead_and_deadline() -> None:
    report = draft(agreement(indicator("A1"), indicator("A2")), returned("GREEN"), returned("KIDS"))
    found = bullet(report, "5/SAFE/return")
    assert places(report)[found.id] == ("5", "SSC")
    assert "2 indicators cannot be reported" in found.text
    assert "Who: Head of community safety." in found.text
    assert "24 October 2008" in found.text
    assert not [name for name in places(report) if "/gap/" in name]


def test_a_return_that_was_not_received_lacks_what_was_due_and_no_placeholder_and_each_group_once() -> None:
    """Of seven rows: one and a group of two were due; a placeholder, one that is not due, and a group of both were not."""
    terms = agreement(
        indicator("A1"),
        indicator("NI120F", group="NI120"),
        indicator("NI120M", group="NI120"),
        indicator("A3", placeholder=True),
        indicator("A4", due_quarters="Q4"),
        indicator("A5F", group="A5", placeholder=True),
        indicator("A5M", group="A5", due_quarters="Q4"),
    )
    found = bullet(draft(terms, returned("GREEN"), returned("KIDS")), "5/SAFE/return")
    assert "so 2 indicators cannot be reported" in found.text


def test_a_return_that_was_not_received_and_in_which_nothing_was_due_lacks_no_figure() -> None:
    terms = agreement(indicator("A1", due_quarters="Q4"), indicator("A2", placeholder=True))
    found = bullet(draft(terms, returned("GREEN"), returned("KIDS")), "5/SAFE/return")
    assert found.text.startswith("The return has not been accepted. Who:")


def test_a_return_that_has_not_come_is_due_on_the_day_that_was_agreed_last() -> None:
    terms, there = agreement(indicator("A1")), (returned("GREEN"), returned("KIDS"))
    assert bullet(draft(terms, *there), "5/SAFE/return").text.endswith(" When: due on 24 October 2008.")
    given = Extension(PERIOD, "SAFE", date(2008, 11, 14), "A new system", "Head of performance", date(2008, 10, 1))
    found = bullet(draft(terms, *there, inputs=Inputs(extensions=(given,))), "5/SAFE/return")
    assert found.text.endswith(" When: due on 14 November 2008.")


def test_what_was_not_due_is_only_counted() -> None:
    terms = agreement(indicator("A1", due_quarters="Q4"), indicator("A2"))
    safe = returned("SAFE", figure("A1", None, "Not due this period"), figure("A2", 100))
    section = draft(terms, safe, returned("GREEN"), returned("KIDS")).section("5")
    assert "Left out, as not due in this period: 1 indicator." in section.lines
    assert not list(section.bullets)


def test_county_entries_come_first_in_their_section_and_block() -> None:
    inputs = Inputs(
        county=(
            county("6 Other key issues for Government", "Survey burden", "Too many surveys"),
            county("4 Impact and strong performance", "Joint work", "It grew.", block="SSC"),
            replace(county("6 Other key issues for Government", "Old", "Old."), period=Period(2008, 1)),
        )
    )
    words = [
        narrative("N1", "4 Impact and strong performance", "Went well."),
        narrative("N2", "6 Other key issues for Government", "A question.", 8),
    ]
    report = draft(agreement(indicator("A1")), returned("SAFE", *words), inputs=inputs)
    assert [found.id for found in report.section("6").bullets] == [
        "6/county/all/survey-burden",
        "6/SAFE/narrative/N2",
    ]
    assert [found.id for found in report.section("4").bullets] == [
        "4/county/SSC/joint-work",
        "4/SAFE/narrative/N1",
    ]
    first = bullet(report, "6/county/all/survey-burden")
    assert (first.kind, first.text, first.origin) == ("county", "Too many surveys.", "County entries, row 9")
    assert places(report)[first.id] == ("6", "")


def test_edits_survive_a_second_run_in_which_rows_have_moved() -> None:
    edits = (edit("4/SAFE/narrative/N2", "Replace", "Better words"), edit("4/SAFE/narrative/N1", "Hide"))
    inputs = Inputs(edits=edits)
    terms = agreement(indicator("A1"))
    n1, n2, n3 = (narrative(f"N{n}", "4 Impact and strong performance", f"Words {n}.", 6 + n) for n in (1, 2, 3))
    for rows in ((n1, n2), (n3, n2, n1)):
        report = draft(terms, returned("SAFE", figure("A1", 100), *rows), inputs=inputs)
        assert "4/SAFE/narrative/N1" not in places(report)
        assert [found.id for found in report.hidden] == ["4/SAFE/narrative/N1"]
        changed = bullet(report, "4/SAFE/narrative/N2")
        assert (changed.text, changed.edited) == ("Better words.", True)
        assert changed.origin.endswith("edited by the county team")
        assert report.unapplied == ()


def test_an_edit_applies_last_over_what_was_merged_and_only_in_its_period() -> None:
    words = narrative("N1", "3b Risks to other key outcomes", "Bad.", indicator="A1")
    inputs = Inputs(
        edits=(
            edit("3b/SAFE/narrative/N1", "Hide", period=Period(2008, 1)),
            edit("3b/SAFE/narrative/N1", "Replace", "First try."),
            edit("3b/SAFE/narrative/N1", "Replace", "It is being dealt with."),
        )
    )
    found = bullet(
        draft(agreement(indicator("A1")), returned("SAFE", figure("A1", 50), words), inputs=inputs),
        "3b/SAFE/narrative/N1",
    )
    assert (found.text, found.rag) == ("It is being dealt with.", "Red")


@pytest.mark.parametrize("lost", [edit("4/SAFE/narrative/N9", "Hide"), edit("1/SSC/rating", "Replace", "  ")])
def test_an_edit_that_changes_nothing_is_reported(lost: ReportEdit) -> None:
    report = draft(agreement(indicator("A1")), returned("SAFE", figure("A1", 100)), inputs=Inputs(edits=(lost,)))
    assert report.unapplied == (lost,)


def test_every_bullet_has_an_id_of_its_own_and_a_source() -> None:
    twice = [county("6 Other key issues for Government", "Same topic", text) for text in ("One.", "Two.")]
    terms = agreement(indicator("A1"), indicator("A2"), indicator("K1", "KIDS1", placeholder=True))
    safe = returned(
        "SAFE",
        figure("A1", 50),
        figure("A2", None, **NOT_YET),
        *(narrative("N1", "1 Overall progress", text) for text in ("One.", "Two.")),
        row("risks", "R1", **RISK),
    )
    report = draft(terms, safe, inputs=Inputs(county=tuple(twice)))
    found = list(report.bullets)
    assert len({one.id for one in found}) == len(found) > 9
    assert all(one.source is not None and one.origin for one in found)


def test_small_counts_are_not_shown_where_the_indicator_asks_for_it() -> None:
    terms = agreement(indicator("A1", target=17, suppress_small=True), indicator("A2", target=17))
    report = draft(terms, returned("SAFE", figure("A1", 3), figure("A2", 3)))
    few = bullet(report, "3b/SAFE/indicators/A1")
    assert few.text.startswith("At risk: fewer than 5")
    assert "%" not in few.text + few.note
    assert bullet(report, "3b/SAFE/indicators/A2").text.startswith("At risk: 3 against a target of 17")


def test_provisional_figures_and_their_data_period_are_marked() -> None:
    late = figure("A1", 50, "Provisional", data_period="June 2007")
    report = draft(agreement(indicator("A1")), returned("SAFE", late))
    assert bullet(report, "3b/SAFE/indicators/A1").text.startswith(
        "At risk: 50 (provisional, data period: June 2007) against"
    )


def test_the_report_says_by_which_rules_it_was_rated() -> None:
    report = draft(agreement(indicator("A1")), returned("SAFE", figure("A1", 100)))
    rules = " ".join(report.rules)
    assert '"outlook" rule, version 1' in rules
    assert "10% worse" in rules
    assert "red from 25% red" in rules
    assert report.illustrative_note == "All of this is made up."
    assert (report.period_title, report.state) == ("April to September 2008", "Draft")


BLOCKS = {"All": "", "Government": "", "Safer and Stronger": "SSC", "Economic": "EDE"}


def _text_rows(name: str) -> list[dict[str, str]]:
    path = ROOT / "workbooks/leicestershire-2006/demonstration/2006-Q2" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_each_item_of_the_published_report_of_2006_stands_in_its_section_and_block() -> None:
    terms, errors = load_agreement(read_agreement_folder(ROOT / "workbooks/leicestershire-2006/agreement"))
    assert terms is not None, errors
    period = Period(2006, 2)
    written = _text_rows("narrative")
    returns = {}
    for theme in terms.themes:
        mine = [line for line in written if line["theme"] == theme.code]
        rows = [row("narrative", f"N{line['line']}", **{k: v or None for k, v in line.items()}) for line in mine]
        returns[theme.code] = Return(SETTINGS.code, theme.code, period, "", "", {"narrative": tuple(rows)})
    entries = _text_rows("county_entries")
    names = ("section", "block", "heading", "text", "who", "when")
    inputs = Inputs(county=tuple(CountyEntry(period, *(entry[name] for name in names)) for entry in entries))
    report = draft_highlight(terms, assess(terms, {}, period, ()), returns, inputs, period)

    said = {line["source"]: line["text"] for line in (*written, *entries)}
    with (ROOT / "tests/data_facts/leicestershire_2006_h1_items.csv").open(encoding="utf-8", newline="") as lines:
        items = list(csv.DictReader(lines))
    assert len(items) == 44
    stands = {
        (section.code, block.code, found.text.split(" Who: ")[0])
        for section in report.sections
        for block in section.blocks
        for found in block.bullets
    }
    for item in items:
        section, block = item["section"].split()[0], item["block_as_printed"]
        assert (section, BLOCKS.get(block, block), said[item["item_id"]]) in stands, item["item_id"]


def test_in_a_block_red_comes_before_amber_before_a_high_risk_before_plain_words_and_reward_targets_first() -> None:
    terms = agreement(indicator("A1"), indicator("A2"), indicator("A3", reward=True), indicator("A4"))
    safe = returned(
        "SAFE",
        figure("A1", 50, forecast=100),
        figure("A2", 50),
        figure("A3", 50),
        figure("A4", 100),
        narrative("N1", "3b Risks to other key outcomes", "Plain words."),
        row("risks", "R1", **RISK, outcome_kind="Other key outcome"),
    )
    report = draft(terms, safe)
    assert [found.id for found in report.section("3b").bullets] == [
        "3b/SAFE/indicators/A3",
        "3b/SAFE/indicators/A2",
        "3b/SAFE/indicators/A1",
        "3b/SAFE/risks/R1",
        "3b/SAFE/narrative/N1",
    ]


def test_the_rating_of_a_block_stands_first_and_names_what_is_at_risk() -> None:
    safe = returned(
        "SAFE", figure("A1", 50), figure("A2", 50, forecast=100), narrative("N1", "1 Overall progress", "Fine.")
    )
    report = draft(agreement(indicator("A1"), indicator("A2")), safe)
    first, second = report.section("1").bullets
    assert (first.id, second.id) == ("1/SSC/rating", "1/SAFE/narrative/N1")
    assert first.text.endswith("At risk: A1; off trajectory but expected to recover: A2.")


def test_the_same_words_of_two_themes_are_one_bullet_that_names_both_places() -> None:
    words = [
        narrative("N1", "4 Impact and strong performance", text) for text in ("We work together.", "We  work together")
    ]
    report = draft(agreement(indicator("A1")), returned("SAFE", words[0]), returned("GREEN", words[1]))
    (one,) = report.section("4").bullets
    assert one.origin == "Safer Communities return, Narrative, D7; Cleaner and Greener return, Narrative, D7"


def test_figures_that_are_alike_are_no_repeats() -> None:
    report = draft(agreement(indicator("A1"), indicator("A2")), returned("SAFE", figure("A1", 150), figure("A2", 150)))
    assert len(list(report.section("4").bullets)) == 2


def limited(words: int = 150, bullets: int = 12) -> Agreement:
    terms = agreement(indicator("A1"))
    settings = terms.settings.model_copy(update={"bullet_words": words, "block_bullets": bullets})
    return terms.model_copy(update={"settings": settings})


def test_a_long_bullet_is_shortened_by_whole_sentences_which_is_said_and_keeps_figures_and_action() -> None:
    words = "First of all e.g. Posts are vacant. Then more was said here. And more still by No. 5 team."
    about = narrative("N1", "3b Risks to other key outcomes", words, indicator="A1")
    safe = returned("SAFE", figure("A1", 50, cause="Cars broke down.", action="Recruit."), about)
    text = bullet(draft(limited(32), safe), "3b/SAFE/narrative/N1").text
    assert text == (
        "First of all e.g. Posts are vacant. At risk: 50 against a target of 100 (50% worse); rated red. Why: Cars broke down. "
        "What is being done: Recruit. (Shortened by 3 sentences: all of it stands in the master, Narrative and Indicators.)"
    )
    assert "Shortened" not in bullet(draft(limited(60), safe), "3b/SAFE/narrative/N1").text


def test_one_long_sentence_is_never_cut() -> None:
    long = " ".join(["word"] * 300)
    report = draft(limited(20), returned("SAFE", narrative("N1", "4 Impact and strong performance", long)))
    assert bullet(report, "4/SAFE/narrative/N1").text == f"{long}."


def test_the_lightest_bullets_of_a_long_block_are_left_out_which_is_said_and_an_officers_never_are() -> None:
    lines = [narrative(f"N{n}", "4 Impact and strong performance", f"Words {n}.", 6 + n) for n in range(1, 6)]
    inputs = Inputs(edits=(edit("4/SAFE/narrative/N5", "Replace", "Mine."),))
    report = draft(limited(bullets=3), returned("SAFE", *lines), inputs=inputs)
    (block,) = report.section("4").blocks
    assert [found.id[-2:] for found in block.bullets] == ["N1", "N2", "N5"]
    assert block.left_out.startswith("Left out for length, and kept in the county's workbook: 2 points (")
    assert [found.id[-2:] for found in report.left_out] == ["N3", "N4"]


def test_the_outcome_and_whose_return_it_is_are_told_unless_the_title_says_it() -> None:
    report = draft(agreement(indicator("A1")), returned("SAFE", figure("A1", 50)))
    assert bullet(report, "3b/SAFE/indicators/A1").text.endswith("Outcome: Less crime (Safer Communities).")
    same = agreement(indicator("A1", title="Less crime in towns"))
    assert "Outcome:" not in bullet(draft(same, returned("SAFE", figure("A1", 50))), "3b/SAFE/indicators/A1").text


def missing(*codes: str, period: Period = PERIOD) -> Assessment:
    every = [f"A{n}" for n in range(1, 13)]
    mine = returned(
        "SAFE", *(figure(code, None if code in codes else 100, **(NOT_YET if code in codes else {})) for code in every)
    )
    terms = agreement(*map(indicator, every))
    return assess(terms, {("SAFE", period): replace(mine, period=period)}, period, ())


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (12, 8, "The list of missing figures is reduced by a third since"),
        (12, 6, "reduced by a half since"),
        (11, 4, "reduced by 64% since"),
        (8, 7, "reduced by 13% since"),  # 12.5%, a half away from zero
        (12, 4, "reduced by two thirds since"),
        (3, 4, "has grown by a third since"),
        (4, 8, "has doubled since"),
        (5, 5, "is as long as it was since"),
        (3, 0, "No figure is missing any more; 3 were in"),
        (0, 2, "2 figures are missing; none was in"),
    ],
)
def test_how_the_list_of_missing_figures_changed_is_said_in_words(before: int, now: int, said: str) -> None:
    codes = [f"A{n}" for n in range(1, 13)]
    earlier = missing(*codes[:before], period=Period(2008, 1))
    text = change_sentence(missing(*codes[:now]), earlier)
    assert said in text
    assert "Quarter 1 of 2008-09" in text
    assert ("Resolved or no longer due:" in text) == (now < before)
    assert ("New:" in text) == (now > before)


def test_without_an_earlier_quarter_nothing_is_said_of_the_change() -> None:
    assert change_sentence(missing("A1"), None) == ""
