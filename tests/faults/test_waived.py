"""A waiver over planted faults: it silences its own rule in its own row, and what is accepted by it can be used."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from string import ascii_uppercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laa_xl.checks.catalogue import RULES
from laa_xl.checks.look import Known
from laa_xl.domain.agreement import Agreement
from laa_xl.domain.findings import Finding, must_be_fixed
from laa_xl.domain.inputs import Inputs
from laa_xl.domain.register import Register
from laa_xl.domain.waivers import Waiver
from laa_xl.domain.waiving import Waivers
from laa_xl.domain.words import Severity
from laa_xl.files.cells import WorkbookCells
from laa_xl.stages.assessing import assess
from laa_xl.stages.checking import Checked, check_return
from laa_xl.stages.consolidating import master_tables
from laa_xl.stages.reading import read_return
from laa_xl.stages.reporting import draft_highlight
from tests.faults.desk import changed
from tests.faults.kinds import RECOVERED, Kind, at_places
from tests.faults.places import Given
from tests.faults.returns_made import SHIPPED, Clean, demonstrations, shipped
from tests.faults.seeding import all_kinds
from tests.support.returns import agreement, spec, valid_entries

TO_BE_FIXED = [
    kind
    for kind in all_kinds()
    if kind.rule != RECOVERED and RULES[kind.rule].severity is Severity.MUST_FIX and RULES[kind.rule].waivable
]
TYPED = [kind for kind in all_kinds() if kind.rule[:1] in tuple("NDCTBILRM")]  # they change entries and move nothing


def waiver(rule: str, code: str = "") -> Waiver:
    """A waiver that counts for any return."""
    first = demos()[0].clean.spec.when
    return Waiver(rule, replace(first, year=2000), None, date(2100, 1, 1), "", code, "So agreed.", "Analyst", first.end)


@functools.cache
def demos() -> tuple[Given, ...]:
    """The demonstration returns, and the one of tests.support, which has what none of them has: parts, lines of money."""
    ours = Clean("valid", spec(), valid_entries(), {"YEAR": "Red", "ZEROPTS": "Red", "RATIO": "Green"})
    return (*(Given(clean) for clean in demonstrations()), Given(ours))


def whole(code: str) -> Agreement:
    return shipped(code) if code in SHIPPED else agreement()


def looked_at(book: WorkbookCells, waivers: Sequence[Waiver]) -> Checked:
    """The return as a programme reads it that has accepted nothing else."""
    raw = read_return(book)
    assert raw.spec is not None
    known = Known(whole(raw.spec.agreement.settings.code), {}, Waivers(tuple(waivers)))
    checked = check_return(raw.spec, raw.tables, "return.xlsx", book.sha256, raw.spec, known)
    return Checked(checked.returned, (*known.waivers.marked(raw.findings), *checked.findings))


@pytest.mark.parametrize("kind", TO_BE_FIXED, ids=str)
def test_a_return_that_is_accepted_by_a_waiver_can_be_assessed_and_reported(kind: Kind) -> None:
    faults = at_places(kind, demos(), 1)
    if not faults:
        pytest.fail(f"{kind} cannot be planted in a demonstration return")
    book = changed(faults[0].given.book, *faults[0].edits)
    assert must_be_fixed(looked_at(book, ()).findings)
    checked = looked_at(book, [waiver(kind.rule)])
    assert not must_be_fixed(checked.findings)
    agreed, returned = whole(checked.returned.agreement), checked.returned
    returns = {(returned.theme, returned.period): returned}
    found = assess(agreed, returns, returned.period, (), {})
    findings = {(returned.theme, returned.period): checked.findings}
    tables = master_tables(agreed, [found], returns, findings, Register(), returned.period.end)
    assert kind.rule in {row["rule"] for row in tables["checks"] if row["severity"] == "Waived"}
    assert draft_highlight(agreed, found, {returned.theme: returned}, Inputs(), returned.period)


Told = tuple[str, str, str]  # the rule, the sheet and a cell


def told(findings: Iterable[Finding]) -> set[Told]:
    return {(item.rule, item.sheet, cell) for item in findings for cell in item.cells or ("",)}


def line(place: Told) -> tuple[str, str]:
    """The sheet, and the row in it: what several rows have in common is told once, with the cells of all."""
    return place[1], place[2].strip(ascii_uppercase)


@given(st.data())
@settings(max_examples=25)
def test_a_waiver_silences_its_own_rule_in_its_own_rows_and_never_another(data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(demos()), label="return")
    kinds = data.draw(st.lists(st.sampled_from(TYPED), min_size=1, max_size=8, unique=True), label="kinds")
    edits = [edit for kind in kinds for fault in list(kind.faults(one))[:5] for edit in fault.edits]
    book = changed(one.book, *edits)
    before = looked_at(book, ()).findings
    rules = sorted({item.rule for item in before} | {"N03", "I06"})
    rows = sorted({item.row for item in before} | {""})
    some = st.lists(st.tuples(st.sampled_from(rules), st.sampled_from(rows)), max_size=4, unique=True)
    waivers = [waiver(*pair) for pair in data.draw(some, label="waived")]
    after = looked_at(book, waivers).findings
    for item in after:
        if item.waived:
            assert item.waived in waivers
            assert (item.waived.rule, item.waived.code) in ((item.rule, item.row), (item.rule, ""))
    silenced = told(item for item in after if item.waived)
    still = told(item for item in after if not item.waived)
    assert told(before) <= silenced | still
    waived = {one.rule for one in waivers}
    assert {place for place in told(before) if place[0] not in waived} <= still
    # What was not told before is a question that stood behind a waived one, about the same row.
    beside = {line(place) for place in silenced}
    assert {line(place) for place in still - told(before)} <= beside
    assert told(looked_at(book, [waiver("N99")]).findings) == told(before)


def test_a_question_behind_a_waived_one_is_asked_also_in_the_rows_that_were_told_together() -> None:
    one = next(given for given in demos() if given.clean.name == "valid")
    kind = next(kind for kind in TYPED if kind.rule == "I21")
    book = changed(one.book, *(edit for fault in list(kind.faults(one))[:5] for edit in fault.edits))
    before = told(looked_at(book, ()).findings)
    noughts = {line(place) for place in before if place[0] == "I21"}
    assert len(noughts) > 1
    assert not any(place[0] == "I15" for place in before)
    after = looked_at(book, [waiver("I21")]).findings
    behind = {line(place) for place in told(item for item in after if item.rule == "I15")}
    assert behind
    assert behind <= noughts
