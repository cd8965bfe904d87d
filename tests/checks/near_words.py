"""Just inside what is asked about words. Entries, and the template's shape."""

from __future__ import annotations

from typing import Any

from tests.checks.cases_words import ABOUT_THE_SURVEY, SURVEY

Shape = dict[str, Any]
NEAR: dict[str, tuple[dict[str, Any], Shape]] = {
    "figures that are no telephone number": (
        {"N1.text": "In 2008-09 0.5 % of 01234 homes, £012,345,678 and 116 496 of them; order 012345."},
        {},
    ),
    "a date and a time": ({"N1.text": "Since 01/04/2008 09:30, and until 30-09-2008."}, {}),
    "an at sign": ({"N1.text": "12 sites @ 4 visits each."}, {}),
    "a post with a capital letter": ({"YEAR.action_owner": "Head of Community Safety, Northshire"}, {}),
    "an organisation called after a person": ({"R1.owner": "John Other Trust"}, {}),
    "a name in words, and no small count": ({"ZEROPTS.cause": "Mr Other was hurt at the works in May."}, {}),
    "a name in the row of a larger count": (
        {"YEAR.cause": "Mr Other left the service in May."},
        {"declared": {"YEAR": {"suppress_small": True}}},
    ),
    "words that refer elsewhere where none are needed": (
        {"PERCENT.cause": "As above", "A1.comment": "Ongoing", "GRANT.comment": "See attached"},
        {},
    ),
    "words that refer elsewhere and say more": ({"YEAR.cause": "As above, and two posts stood empty."}, {}),
    "three words for a red rating": ({"YEAR.cause": "Two posts empty."}, {}),
    "one word for an amber rating": ({"LOWER.cause": "Staffing."}, {}),
    "the same cause, and other actions": ({}, {}),
    "the same words in two rows of one group": (
        {"YEAR.action": "Crews train for rescues in smoke each week."},
        {"declared": {code: {"group": "FIRE"} for code in ("YEAR", "ZEROPTS")}},
    ),
    "the same words where nothing is asked": (
        {
            "PERCENT.cause": "Two posts stood empty until August.",
            "PERCENT.action": "Crews train for rescues in smoke each week.",
        },
        {},
    ),
    "a rise that the survey can tell": (
        {"N1.text": "Use of orders has risen since the last survey.", **ABOUT_THE_SURVEY},
        {**SURVEY, "past": {"OVER": {"2007-Q2": 116.9}}},
    ),
    "a survey that did not move, and words that say so": (
        {"N1.text": "Use of orders is what it was.", **ABOUT_THE_SURVEY},
        SURVEY,
    ),
    "a rise of something that is no survey": (
        {"N1.text": "Use of orders has risen since.", **ABOUT_THE_SURVEY},
        {"past": SURVEY["past"]},
    ),
}
