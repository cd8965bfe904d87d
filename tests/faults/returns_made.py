"""Clean returns, made by hypothesis: every kind of entry that a good return may have, and nothing to find in them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from laa_xl.declare.return_form import WORKED_OUT
from laa_xl.domain.agreement import Agreement, FundingLine, Indicator
from laa_xl.domain.parts import part_of, shares_of
from laa_xl.domain.periods import Period
from laa_xl.domain.sections import SECTION_CHOICES
from laa_xl.domain.spec import Carried, FormSpec, Past
from laa_xl.domain.words import DataStatus, Polarity, RatingMode
from laa_xl.files.cells import WorkbookCells, read_cells
from laa_xl.flow.demonstration import read_agreement, read_entries
from laa_xl.flow.receiving import spec_for
from tests.faults import figures_made as made
from tests.faults.figures_made import Draw, one_in
from tests.support.returns import Entries, agreement, return_of

WORKBOOKS = Path(__file__).parents[2] / "workbooks"
SHIPPED = ("leicester-2008", "leicestershire-2006")

CAUSES = (
    "Recruitment to the outreach team took longer than planned, so fewer visits were made over the summer.",
    "Two partners changed how they record referrals, and a part of the cases came in late.",
    "Demand rose after the new estate opened, while the number of places stayed the same.",
    "The contractor stopped work in May, and its successor began only at the end of August.",
    "Schools were slower to sign up than expected because of the changed timetable.",
)
ACTIONS = (
    "Four posts are filled from October, and evening sessions make up for the visits that were missed.",
    "A joint record is in use from this month, and the backlog is worked off by the end of the year.",
    "A second venue opens in November, which doubles the number of places in the north of the area.",
    "The new contractor works to a monthly plan that the partnership board reviews.",
    "Each school has been offered a named adviser, and the heads meet in the first week of term.",
)
POSTS = ("Head of community safety", "Public health manager", "Assistant director, schools", "Fire service commander")
REASONS = (
    "The figures of the second quarter are published by the department in December.",
    "The survey firm has not delivered the results, and the contract is being looked at.",
)
TEXTS = (
    "More young people took part in the summer schemes than in any year before.",
    "The partnership agreed a joint plan for the town centre and has begun to carry it out.",
    "The data from the hospital trust are incomplete, because a new system came into use.",
    "Volunteers gave more hours than planned, above all in the villages.",
    "The second round of grants was spent in full, and the first visits to schools are over.",
)
RISKS = (
    "The grant ends before the service pays its way.",
    "The lease of the advice centre runs out before another place is found.",
    "Two of the partners change their boundaries, and the records no longer match.",
    "Fewer volunteers come forward than the rota needs.",
)


@dataclass(frozen=True)
class Clean:
    """A clean return: what its template carries and what was entered.

    ``ratings``: the colour of each row whose colour is plain from how its figures were drawn, by code.
    """

    name: str
    spec: FormSpec
    entries: Entries
    ratings: Mapping[str, str] = field(default_factory=dict)

    @functools.cached_property
    def data(self) -> bytes:
        """The workbook."""
        return return_of(self.entries, self.spec)

    @functools.cached_property
    def cells(self) -> WorkbookCells:
        """Its cells as validation reads them."""
        return read_cells(self.data, unread=WORKED_OUT)


@functools.cache
def shipped(name: str) -> Agreement:
    """A shipped agreement."""
    return read_agreement(WORKBOOKS / name / "agreement")[1]


@functools.cache
def demonstrations() -> tuple[Clean, ...]:
    """The eleven demonstration returns. What they ask about is confirmed in them, and nothing is open."""
    found = []
    for name in SHIPPED:
        (folder,) = sorted((WORKBOOKS / name / "demonstration").iterdir())
        for theme in shipped(name).themes:
            form = spec_for(shipped(name), theme.code, Period.parse(folder.name), {})
            found.append(Clean(f"{name} {theme.code}", form, read_entries(folder, theme.code)))
    return tuple(found)


@dataclass(frozen=True)
class Variant:
    """Which agreement, under which rating rule, and whether it is a whole return, a part of one, or a nil return."""

    agreement: str
    mode: RatingMode
    form: str


WHOLE, PART, NIL = "whole", "part", "nil"
VARIANTS = [
    Variant(name, mode, form)
    for form, modes in ((WHOLE, RatingMode), (WHOLE, RatingMode), (PART, RatingMode), (NIL, (RatingMode.OUTLOOK,)))
    for mode in modes
    for name in (*SHIPPED, "northshire-2008")
]


@st.composite
def specifications(draw: Draw, variant: Variant) -> FormSpec:
    """What a template of any theme and any quarter carries.

    Targets and money that an agreement lacks are added; some indicators are best within a range.
    """
    base = shipped(variant.agreement) if variant.agreement in SHIPPED else agreement()
    theme = draw(st.sampled_from([theme.code for theme in base.themes]))
    period = Period(draw(st.sampled_from(base.settings.years)), draw(st.integers(1, 4)))
    targets, indicators = list(base.targets), []
    for indicator in base.indicators:
        ranged = one_in(draw, 10) and not indicator.placeholder
        if ranged:
            indicator = indicator.model_copy(update={"polarity": Polarity.RANGE})
            targets = [row for row in targets if row.indicator != indicator.code]
        known = any(row.indicator == indicator.code and row.year == period.year for row in targets)
        if not known:
            indicator = indicator.model_copy(update=made.limits(draw, indicator))
        if not known and not indicator.placeholder and (ranged or not one_in(draw, 6)):
            targets.append(made.target_row(draw, indicator, period.year, period.quarter))
        indicators.append(indicator)
    funding = list(base.funding)
    if not base.funding_of(theme, period.year):
        for number in range(draw(st.integers(0, 3))):
            budget = draw(st.one_of(st.none(), st.integers(20_000, 900_000)))
            line = FundingLine(code=f"L{number + 1}", theme=theme, stream=f"Stream {number + 1}", budget=budget)
            funding.append(line)
    changed = {
        "settings": base.settings.model_copy(update={"rating_mode": variant.mode}),
        "indicators": tuple(indicators),
        "targets": tuple(targets),
        "funding": tuple(funding),
    }
    spec = spec_for(base.model_copy(update=changed), theme, period, {})
    if variant.form == PART:
        shares = shares_of(spec, {i.code: "Police" for i in spec.agreement.indicators if draw(st.booleans())})
        spec = part_of(spec, shares, draw(st.sampled_from(shares)))
    return spec


@st.composite
def clean_returns(draw: Draw, variant: Variant) -> Clean:
    """A return with nothing to find: good figures and bad ones, each with what belongs to it; or a nil return."""
    spec = draw(specifications(variant))
    name = f"{spec.form_id} {variant.mode}"
    if variant.form == NIL:
        return Clean(f"{name} nil", spec, {"about": {"about": {"nil": "Yes"}}})
    past: list[Past] = []
    ratings: dict[str, str] = {}
    entries: Entries = {
        "about": {"about": _about(draw, spec.when)},
        "indicators": {
            i.code: row for i in spec.agreement.indicators if (row := _indicator(draw, spec, i, past, ratings))
        },
    }
    so_far = Reported(spec, entries["indicators"], ratings)
    actions = [_action(draw, so_far, said) for said in _some(draw, ACTIONS, 4)]
    so_far.closed |= {line.get("indicator", "") for line in actions if line["progress"] in OVER}
    actions += [_improving(draw, so_far, code) for code in so_far.watched()]
    entries |= {
        "narrative": _numbered("N", [_point(draw, so_far, said) for said in _some(draw, TEXTS, 5)]),
        "risks": _numbered("R", [_risk(draw, so_far, said) for said in _some(draw, RISKS, 4)]),
        "actions": _numbered("A", actions),
        "finance": _finance(draw, spec, past),
    }
    carried = _carried(draw, entries)
    since = {"carried": carried, "carried_from": str(spec.when.previous)} if carried else {}
    spec = FormSpec.model_validate_json(spec.model_copy(update={"past": tuple(past), **since}).text())
    return Clean(name, spec, entries, ratings)


OVER = ("Complete", "Stopped")


@dataclass
class Reported:
    """What the rows of indicators say, which the lines of the other sheets have to fit.

    ``ratings``: the plain colours by code. ``closed``: what only actions that are over are about.
    """

    spec: FormSpec
    rows: Mapping[str, Mapping[str, Any]]
    ratings: Mapping[str, str]
    closed: set[str] = field(default_factory=set)

    def watched(self) -> list[str]:
        """What Government reads and what may be red: each is given an action that goes on."""
        return [
            i.code
            for i in self.spec.agreement.indicators
            if (i.designated or i.mandatory or i.reward) and not self.green(i.code) and "actual" in self.row(i.code)
        ]

    def row(self, code: str) -> Mapping[str, Any]:
        """What was entered for an indicator."""
        return self.rows.get(code, {})

    def green(self, code: str) -> bool:
        """Whether it is plainly green."""
        return self.ratings.get(code) == "Green"

    def mandatory(self, code: str) -> bool:
        """Whether it measures a mandatory outcome."""
        indicator = self.spec.agreement.indicator(code)
        return indicator.mandatory or self.spec.agreement.outcome_of(indicator).mandatory


def _some(draw: Draw, texts: tuple[str, ...], most: int) -> list[str]:
    """Some of the texts, none of them twice."""
    return list(draw(st.permutations(texts)))[: draw(st.integers(0, most))]


def _numbered(letter: str, lines: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {f"{letter}{number}": line for number, line in enumerate(lines, 1)}


def _about(draw: Draw, period: Period) -> dict[str, Any]:
    about = {
        "completed_by": draw(st.sampled_from(POSTS)),
        "organisation": "The partnership",
        "date_completed": period.end + timedelta(days=draw(st.integers(0, 300))),
    }
    return about | ({"approved_by": "Theme lead"} if draw(st.booleans()) else {})


def _indicator(
    draw: Draw, spec: FormSpec, indicator: Indicator, past: list[Past], ratings: dict[str, str]
) -> dict[str, Any]:
    row = made.no_figure(draw, spec, indicator)
    if row is not None:
        if row.get("status") in (DataStatus.NOT_YET, DataStatus.NOT_APPLICABLE):
            row["status_reason"] = draw(st.sampled_from(REASONS))
        if row.get("status") == DataStatus.NOT_YET:
            row["status_date"] = _later(draw, spec)
            row["forecast_judgement"] = draw(st.sampled_from((None, "Better", "Within", "Worse")))
        return {name: value for name, value in row.items() if value is not None}
    figure = made.figure(draw, spec, indicator)
    if made.off_its_course(spec, indicator, figure.value):
        late = {"status": DataStatus.NOT_YET.value, "status_reason": draw(st.sampled_from(REASONS))}
        return late | {"status_date": _later(draw, spec)}
    past.extend(figure.past)
    ahead = made.forecast(draw, spec, indicator, figure.stance, figure.value)
    row = {"actual": figure.value, "status": draw(st.sampled_from(made.WITH_FIGURE)), **ahead}
    row |= made.parts_for(draw, indicator, figure.value)
    if row["status"] == DataStatus.FINAL and made.looks_rounded(indicator, figure.value):
        row["status"] = DataStatus.ESTIMATE.value
    ratings[indicator.code] = made.plain_rating(spec, figure.stance, ahead)
    if ratings[indicator.code] and one_in(draw, 3):
        row["declared"] = ratings[indicator.code]
    if indicator.lag_months:
        row["data_period"] = f"{made.months_earlier(spec.when.end, indicator.lag_months):%B %Y}"
    elif one_in(draw, 6):
        row["data_period"] = f"{spec.when.previous.months}"
    if figure.stance in (made.CLOSE, made.OFF) or one_in(draw, 5):
        row |= {
            "cause": f"{draw(st.sampled_from(CAUSES))} This is what held back {indicator.code}.",
            "action": draw(st.sampled_from(ACTIONS)),
            "action_owner": draw(st.sampled_from(POSTS)),
            "action_date": _later(draw, spec),
        }
    return row


def _later(draw: Draw, spec: FormSpec) -> date:
    return spec.when.end + timedelta(days=draw(st.integers(15, 300)))


def _code(draw: Draw, reported: Reported, fits: Callable[[str], bool] = lambda _: True) -> dict[str, Any]:
    codes = [i.code for i in reported.spec.agreement.indicators if fits(i.code)]
    return {"indicator": draw(st.sampled_from(codes))} if codes and draw(st.booleans()) else {}


def _point(draw: Draw, reported: Reported, said: str) -> dict[str, Any]:
    """Success is told of what is green, a gap of what has no final figure, and what is closed is not carried forward."""
    section = draw(st.sampled_from(SECTION_CHOICES))
    point = {"section": section, "heading": "Summer schemes", "text": said}
    if section.startswith("5"):
        point |= {"who": "Hospital trust", "when": "end of the next quarter"}
    if one_in(draw, 4):
        point["block"] = draw(st.sampled_from([block.code for block in reported.spec.agreement.blocks]))
    open_still, strong = section.startswith("5"), section.startswith("4")

    def fits(code: str) -> bool:
        final = reported.row(code).get("status") == DataStatus.FINAL
        return not (open_still and final) and (not strong or reported.green(code))

    point |= _code(draw, reported, fits)
    goes_on = point.get("indicator") not in reported.closed and draw(st.booleans())
    return point | ({"continues": "Yes"} if goes_on else {})


def _risk(draw: Draw, reported: Reported, said: str) -> dict[str, Any]:
    """Under the heading of what it threatens; what is to end better than its target is at no high risk."""
    about = _code(draw, reported)
    code = about.get("indicator")
    kinds = ("Mandatory outcome", "Other key outcome")
    safe = code is not None and "actual" in reported.row(code)
    return {
        "risk": said,
        "outcome_kind": draw(st.sampled_from(kinds)) if code is None else kinds[not reported.mandatory(code)],
        "likelihood": draw(st.integers(1, 2 if safe else 5)),
        "impact": draw(st.integers(1, 5)),
        "mitigation": draw(st.sampled_from(ACTIONS)),
        "owner": draw(st.sampled_from(POSTS)),
        "review": _later(draw, reported.spec),
        **about,
    }


def _action(draw: Draw, reported: Reported, said: str) -> dict[str, Any]:
    """An action that is over is about what is green, or about nothing that is measured."""
    progress = draw(st.sampled_from(("Not started", "In progress", *OVER)))
    over, spec = progress in OVER, reported.spec
    return {
        "action": said,
        "owner": draw(st.sampled_from(POSTS)),
        "due": spec.when.start - timedelta(days=40) if over and draw(st.booleans()) else _later(draw, spec),
        "progress": progress,
        **_code(draw, reported, reported.green if over else lambda _: True),
    }


def _improving(draw: Draw, reported: Reported, code: str) -> dict[str, Any]:
    """The action that goes on about what may be red."""
    return {
        "action": f"The board reviews {code} each month and moves money to where it falls behind.",
        "owner": draw(st.sampled_from(POSTS)),
        "due": _later(draw, reported.spec),
        "progress": "In progress",
        "indicator": code,
    }


def _finance(draw: Draw, spec: FormSpec, past: list[Past]) -> dict[str, dict[str, Any]]:
    lines = spec.agreement.funding_of(spec.theme, spec.when.year)
    rows: dict[str, dict[str, Any]] = {}
    for line in lines:
        if one_in(draw, 8):
            rows[line.code] = {"comment": "The ledger of the second quarter closes in the middle of the month."}
            continue
        budget = line.budget or 50_000
        pence = draw(st.sampled_from((0, 0.25, 0.5)))
        outturn = round(budget * draw(st.sampled_from((0.97, 1, 1.01))))
        rows[line.code] = {"spend": round(outturn * spec.when.quarter / 5) + pence, "outturn": outturn}
        if spec.when.quarter > 1:
            before = round(rows[line.code]["spend"] * draw(st.sampled_from((0.5, 0.7, 0.9))))
            past.append(Past(indicator=f"spend:{line.code}", period=str(spec.when.previous), actual=float(before)))
    if lines and all("spend" in row for row in rows.values()) and not one_in(draw, 4):
        rows["TOTAL"] = {name: sum(row[name] for row in rows.values()) for name in ("spend", "outturn")}
    return rows


def _carried(draw: Draw, entries: Entries) -> tuple[Carried, ...]:
    """What the last return handed on: other words than those of today."""
    places = [
        ("indicators", key, name)
        for key, row in entries["indicators"].items()
        for name in ("cause", "action")
        if name in row
    ]
    places += [("narrative", key, "text") for key in entries["narrative"]]
    places += [("risks", key, "risk") for key in entries["risks"]]
    return tuple(
        Carried(table=table, row=row, column=column, value=f"What was said of {row} the last time, in other words.")
        for table, row, column in places
        if one_in(draw, 3)
    )


@functools.cache
def drawn(each: int = 3) -> tuple[Clean, ...]:
    """So many clean returns of every variant, no two alike, and the same ones each time."""
    return tuple(clean for number, variant in enumerate(VARIANTS) for clean in _drawn(variant, each, number))


def _drawn(variant: Variant, count: int, number: int) -> list[Clean]:
    found: list[Clean] = []

    @seed(number)
    @settings(
        max_examples=4 * count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(clean_returns(variant))
    def collect(clean: Clean) -> None:
        if clean not in found:
            found.append(clean)

    collect()
    # The first that hypothesis makes are the plainest; the later ones have more in them.
    return sorted(found, key=lambda clean: -len(str(clean.entries)))[:count]
