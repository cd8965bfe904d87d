"""One entry cell, understood as its column's kind: the value, whether it can be used, which rule speaks, and with what words."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from laa_xl.checks.entries import Understood, says_nothing, understand_cell
from laa_xl.checks.understanding import understand_entry
from laa_xl.declare.model import Column, Kind, When
from laa_xl.declare.return_form import RETURN_FORM
from tests.support.returns import spec

NUMBER = Column("actual", "Actual", Kind.NUMBER)
FORECAST = Column("forecast", "Year-end forecast", Kind.NUMBER)
SPEND = Column("spend", "Spend to date, £", Kind.MONEY, required=When.DUE, minimum=0)
PROFILE = Column("profile", "Profiled spend", Kind.MONEY, minimum=0)
SCORE = Column("impact", "Impact 1-5", Kind.INTEGER, minimum=1, maximum=5)
DAY = Column("due", "Due", Kind.DATE)
CHOICE = Column("progress", "Progress", Kind.CHOICE)
WORDS = Column("text", "What you want to say", Kind.LONG_TEXT, max_length=10)
CONFIRM = Column("confirm", "Confirmed because", Kind.TEXT)
NOT_YET = ' If the figure is not available yet, choose "Not yet available" in {at_status} and give the date in {at_status_date}.'


def read(value: Any, column: Column, **how: Any) -> Understood:
    known: dict[str, Any] = {"error": None, "uncalculated": False, "percent": False, "choices": ()}
    return understand_cell(value, column, **{**known, **how})


def said(found: Understood) -> tuple[Any, bool, str, dict[str, str]]:
    return found.value, found.usable, found.rule.code if found.rule else "", found.words


@pytest.mark.parametrize(
    ("value", "column", "how", "expected"),
    [
        # value, column, how it stands there; then what it means, whether it can be used, the rule, its words
        (None, NUMBER, {}, (None, True, "", {})),
        ("  \u00a0", NUMBER, {}, (None, True, "", {})),
        (None, NUMBER, {"error": "#REF!"}, (None, False, "N01", {})),
        (None, NUMBER, {"uncalculated": True}, (None, False, "N02", {})),
        (12, NUMBER, {}, (12.0, True, "", {})),
        (0, NUMBER, {}, (0.0, True, "", {})),
        (0.0, NUMBER, {"shown_percent": True}, (0.0, True, "", {})),  # 0 is 0 however it is shown
        ("1,234.5", NUMBER, {}, (1234.5, True, "N06", {"read": "1,234.5"})),
        ("12%", NUMBER, {"percent": True}, (12.0, True, "N06", {"read": "12"})),
        ("12%", NUMBER, {}, (None, False, "N05", {"perhaps": ""})),
        ("1,23", NUMBER, {}, (None, False, "N05", {"perhaps": ", perhaps as 1.23 or 123"})),
        ("10-12", NUMBER, {}, (None, False, "N05", {"perhaps": ""})),
        ("about 12", NUMBER, {}, (None, False, "N03", {"example": ", for example 120", "otherwise": NOT_YET})),
        ("about 12", FORECAST, {}, (None, False, "N03", {"example": ", for example 120", "otherwise": ""})),
        (True, FORECAST, {}, (None, False, "N03", {"example": ", for example 120", "otherwise": ""})),
        ("TBC", FORECAST, {}, (None, False, "N04", {"otherwise": ""})),
        ("TBC", PROFILE, {}, (None, False, "N04", {"otherwise": ""})),  # needed of no line
        ("TBC", SPEND, {}, (None, False, "N04", {"otherwise": " If there is no figure yet, say why in {at_comment}."})),
        (date(2008, 4, 3), NUMBER, {}, (None, False, "N07", {})),
        (datetime(2008, 4, 3, 12), NUMBER, {}, (None, False, "N07", {})),
        (time(12, 30), NUMBER, {}, (None, False, "N07", {})),
        (0.62, NUMBER, {"shown_percent": True, "percent": True}, (62.0, True, "N10", {"read": "62"})),
        (0.0625, NUMBER, {"shown_percent": True, "percent": True}, (6.25, True, "N10", {"read": "6.25"})),
        (15.0, NUMBER, {"shown_percent": True}, (None, False, "N11", {"read": "1,500"})),
        # limits, the limits themselves among what is allowed
        (1, SCORE, {}, (1.0, True, "", {})),
        (5, SCORE, {}, (5.0, True, "", {})),
        (0, SCORE, {}, (None, False, "N09", {"limits": " from 1 to 5"})),
        (6, SCORE, {}, (None, False, "N09", {"limits": " from 1 to 5"})),
        (2.5, SCORE, {}, (None, False, "N08", {"limits": " from 1 to 5"})),
        (7.5, SCORE, {}, (None, False, "N08", {"limits": " from 1 to 5"})),  # the decimals are told first
        ("4", SCORE, {}, (4.0, True, "N06", {"read": "4"})),
        ("9", SCORE, {}, (None, False, "N09", {"limits": " from 1 to 5"})),
        (0, SPEND, {}, (0.0, True, "", {})),
        (-0.01, SPEND, {}, (None, False, "N09", {"limits": " that is 0 or more"})),
        (-12, NUMBER, {}, (-12.0, True, "", {})),
        # dates
        (datetime(2008, 12, 31, 9, 30), DAY, {}, (date(2008, 12, 31), True, "", {})),
        (date(2008, 12, 31), DAY, {}, (date(2008, 12, 31), True, "", {})),
        ("31/12/2008", DAY, {}, (date(2008, 12, 31), True, "D03", {"read": "31 December 2008"})),
        ("3 April 2009", DAY, {}, (date(2009, 4, 3), True, "D03", {"read": "3 April 2009"})),
        ("03/04/2009", DAY, {}, (date(2009, 4, 3), True, "D02", {"read": "3 April 2009"})),
        ("soon", DAY, {}, (None, False, "D01", {})),
        (39813, DAY, {}, (None, False, "D01", {})),
        (date(1990, 1, 1), DAY, {}, (date(1990, 1, 1), True, "", {})),
        (date(2100, 12, 31), DAY, {}, (date(2100, 12, 31), True, "", {})),
        (date(1989, 12, 31), DAY, {}, (None, False, "D04", {})),
        (date(2101, 1, 1), DAY, {}, (None, False, "D04", {})),
        ("31/12/2208", DAY, {}, (None, False, "D04", {})),
        # lists
        (" complete", CHOICE, {"choices": ("Stopped", "Complete")}, ("Complete", True, "", {})),
        ("Done", CHOICE, {"choices": ("Stopped", "Complete")}, (None, False, "C01", {"choices": "Stopped, Complete"})),
        # words
        ("  Ten words ", WORDS, {}, ("Ten words", True, "", {})),
        ("1234567890", WORDS, {}, ("1234567890", True, "", {})),
        ("12345678901", WORDS, {}, ("12345678901", True, "T01", {"length": "11", "limit": "10"})),
        (2008.0, WORDS, {}, ("2008", True, "", {})),
        (61.5, WORDS, {}, ("61.5", True, "", {})),
        (datetime(2008, 4, 3), WORDS, {}, ("03/04/2008", True, "", {})),
        (date(2008, 4, 3), CONFIRM, {}, ("3 April 2008", True, "", {})),
        ("n/a", WORDS, {}, ("n/a", True, "", {})),
        ("n/a", CONFIRM, {}, (None, True, "", {})),  # confirms nothing
        ("It is right.", CONFIRM, {}, ("It is right.", True, "", {})),
    ],
)  # fmt: skip
def test_a_cell_is_understood_as_its_column_s_kind(
    value: Any, column: Column, how: dict[str, Any], expected: tuple[Any, bool, str, dict[str, str]]
) -> None:
    assert said(read(value, column, **how)) == expected


@pytest.mark.parametrize(
    ("value", "nothing"),
    [("TBC", True), (" - ", True), ("n/a", True), ("", False), ("Floods", False), (None, False), (0, False)],
)
def test_a_word_for_none_says_nothing(value: Any, nothing: bool) -> None:
    assert says_nothing(value) is nothing


@pytest.mark.parametrize(
    ("table", "key", "column", "value", "expected", "rule"),
    [
        # a percent sign is read where the unit is a percentage, of the figures alone
        ("indicators", "PERCENT", "actual", "61.5%", 61.5, "N06"),
        ("indicators", "PERCENT", "forecast", "62 %", 62.0, "N06"),
        ("indicators", "PERCENT", "numerator", "61.5%", None, "N05"),
        ("indicators", "CHANGE", "actual", "-5.2%", -5.2, "N06"),  # no percentage, but counted in %
        ("indicators", "LOWER", "actual", "2.9%", None, "N05"),
        ("indicators", "STRANGER", "actual", "2.9%", None, "N05"),
        ("finance", "GRANT", "spend", "48%", None, "N05"),
        # codes however they were typed, and what is none stays as it is
        ("narrative", "N1", "indicator", " season ", "SEASON", ""),
        ("narrative", "N1", "indicator", "NI999", "NI999", ""),
        ("narrative", "N2", "block", "ssc", "SSC", ""),
        ("narrative", "N2", "block", "HCOP", None, "C01"),
        ("actions", "A1", "progress", "in  progress", "In progress", ""),
    ],
)
def test_an_entry_is_understood_in_its_row(
    table: str, key: str, column: str, value: Any, expected: Any, rule: str
) -> None:
    form = RETURN_FORM.table(table)
    entry, read = understand_entry(value, form.column(column), form, key, "K6", spec())
    assert (entry.value, entry.cell, entry.entered) == (expected, "K6", value)
    assert (read.rule.code if read and read.rule else "") == rule
    assert entry.usable is (rule not in ("N05", "C01"))


def test_an_entry_that_shows_an_error_or_nothing_yet_is_kept_as_it_shows() -> None:
    form = RETURN_FORM.table("indicators")
    at = (form.column("actual"), form, "PERCENT", "K6", spec())
    assert understand_entry(None, *at, error="#REF!")[0].entered == "#REF!"
    assert understand_entry(None, *at, uncalculated=True)[0].entered == "a formula"
    assert understand_entry(0.62, *at, shown_percent=True)[0].value == 62
