"""Every way a return goes wrong: planted at many places, found by its rule at its cell, and nothing else cried."""

from __future__ import annotations

from collections import Counter

import pytest

from laa_xl.checks.catalogue import RULES
from laa_xl.declare.model import Kind as Holds
from laa_xl.declare.return_form import RETURN_FORM, WORKED_OUT
from laa_xl.domain.findings import Verdict
from laa_xl.domain.words import DataStatus, Polarity, RatingMode
from laa_xl.files.cells import WorkbookCells, read_cells
from laa_xl.stages.checking import check_return
from laa_xl.stages.reading import read_return
from laa_xl.stages.totalling import sheet_totals
from tests.faults.desk import changed
from tests.faults.kinds import RECOVERED, Kind, at_places
from tests.faults.kinds_file import FILE_KINDS, FileKind
from tests.faults.places import Given
from tests.faults.returns_made import SHIPPED, Clean, demonstrations, drawn
from tests.faults.seeding import IN_TESTS, all_kinds, givens, seed, send
from tests.faults.written import written
from tests.support.returns import checked, place_of

FAULTS = [kind for kind in all_kinds() if kind.rule != RECOVERED]


@pytest.mark.parametrize("clean", drawn(), ids=lambda clean: clean.name)
def test_a_clean_return_gives_no_finding(clean: Clean) -> None:
    validated = checked(clean.data)
    assert [finding.line for finding in validated.findings] == []
    assert validated.verdict is Verdict.OK


def test_the_clean_returns_are_of_every_kind() -> None:
    made = drawn()
    assert len(made) >= 50
    rows = [row for clean in made for row in clean.entries.get("indicators", {}).values()]
    assert {row.get("status") for row in rows} >= {status.value for status in DataStatus}
    assert {row.get("forecast_judgement") for row in rows} >= {None, "Better", "Within", "Worse"}
    assert {clean.spec.agreement.settings.rating_mode for clean in made} == set(RatingMode)
    assert {rating for clean in made for rating in clean.ratings.values()} >= {"Green", "Amber", "Red"}
    assert {clean.spec.agreement.settings.code for clean in made} > set(SHIPPED)
    assert {clean.spec.when.quarter for clean in made} == {1, 2, 3, 4}
    indicators = [indicator for clean in made for indicator in clean.spec.agreement.indicators]
    assert {indicator.polarity for indicator in indicators} == set(Polarity)
    assert sum(indicator.placeholder for indicator in indicators) >= 10
    for least, has in (
        (5, lambda clean: clean.name.endswith("nil")),
        (10, lambda clean: clean.spec.part),
        (10, lambda clean: "TOTAL" in clean.entries.get("finance", {})),
        (10, lambda clean: clean.spec.carried),
        (10, lambda clean: clean.spec.past),
        (20, lambda clean: len(clean.entries.get("risks", {})) > 1),
    ):
        assert sum(bool(has(clean)) for clean in made) >= least


@pytest.mark.parametrize("kind", all_kinds(), ids=str)
def test_a_planted_fault_is_found_at_its_cell_and_nothing_else_is_said(kind: Kind) -> None:
    """At some places, other ones for each kind; ``python -m benchmarks.faults`` plants it at all of them."""
    outcome = seed(kind, givens(), IN_TESTS)
    assert outcome.wrong == []
    assert (outcome.places, outcome.found, outcome.extra) == (IN_TESTS, IN_TESTS, 0)


@pytest.mark.parametrize("kind", FILE_KINDS, ids=str)
def test_a_file_that_cannot_be_used_is_refused_once(kind: FileKind) -> None:
    outcome = send(kind, givens(), IN_TESTS)
    assert outcome.wrong == []
    assert (outcome.places, outcome.found, outcome.extra) == (IN_TESTS, IN_TESTS, 0)


@pytest.mark.parametrize("kind", all_kinds(), ids=str)
def test_a_fault_in_a_saved_workbook_is_found_as_in_its_cells(kind: Kind) -> None:
    """The faults are planted in cells; one of each kind is also written as a workbook and read from its bytes."""
    (fault,) = at_places(kind, givens(), 1)
    said = Counter((finding.rule, place_of(finding)) for finding in fault.judged())
    assert Counter((finding.rule, place_of(finding)) for finding in fault.judged(saved)) == said


def saved(book: WorkbookCells) -> WorkbookCells:
    """A workbook written to bytes, and read again."""
    return read_cells(written(book), unread=WORKED_OUT)


def test_the_control_totals_add_up_whatever_a_partner_did() -> None:
    """Only a fault of ours makes a difference: rows moved, doubled, sorted, merged, pasted and wrong entries make none."""
    for kind in all_kinds():
        (fault,) = at_places(kind, givens(), 1)
        book = changed(fault.given.book, *fault.edits)
        raw = read_return(book)
        if raw.spec is None:
            continue
        found = check_return(raw.spec, raw.tables, "return.xlsx", book.sha256, raw.spec)
        totals = sheet_totals(book, raw.tables, found.returned, (*raw.findings, *found.findings))
        assert [(fault.given.clean.name, one.sheet, one.differences) for one in totals if one.differences] == []


def test_the_places_lie_in_both_agreements_and_in_every_kind_of_cell() -> None:
    faults = [fault for kind in FAULTS for fault in at_places(kind, givens(), IN_TESTS)]
    codes = Counter(fault.given.clean.spec.agreement.settings.code for fault in faults)
    assert min(codes[name] for name in SHIPPED) > 80
    assert {fault.at.split("!")[0] for fault in faults} >= {sheet.name for sheet in RETURN_FORM.sheets}
    assert len({(fault.given.clean.name, fault.at) for fault in faults}) > 400


def test_there_are_enough_kinds_and_they_cover_the_rules() -> None:
    names = [str(kind) for kind in (*all_kinds(), *FILE_KINDS)]
    assert sorted(set(names)) == sorted(names)
    assert len(FAULTS) + len(FILE_KINDS) >= 170
    planted = {kind.rule for kind in (*FAULTS, *FILE_KINDS)}
    assert planted <= set(RULES)
    assert set(RULES) - planted == set(NOT_PLANTED)


# Rules without a kind of their own here, and where they are proved instead.
NOT_PLANTED = {
    "F01": "a file that is not there has no cells and no bytes: tests/checks/test_every_rule.py",
    **dict.fromkeys([f"F{number}" for number in range(12, 23)], "what was built to do harm: tests/hostile"),
}


def test_a_demonstration_asks_nothing_that_is_not_answered() -> None:
    for clean in demonstrations():
        assert all(finding.confirmed for finding in Given(clean).before)


def test_every_kind_of_entry_is_planted_in() -> None:
    kinds = {spot.column.kind for given in givens() for spot in given.spots()}
    assert kinds == {column.kind for table in RETURN_FORM.tables() for column in table.entries} - {Holds.YES}
