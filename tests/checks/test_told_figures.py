"""What a message works out for the partner is right: amounts, sides, counts. The figures are worked out by hand from the cases."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.returns import checked, typed

TOLD = [
    # typed, rule, what its message must tell
    ({"BID.outturn": 47499, "TOTAL.outturn": 146499}, "M06", "2501 below the budget of 50000"),
    ({"GRANT.outturn": 105001, "TOTAL.outturn": 155001}, "M06", "5001 above the budget of 100000"),
    ({"BID.profile": 40002, "TOTAL.profile": 90002}, "M07", "less than half of the 40002 planned"),
    ({"BID.profile": 13333, "TOTAL.profile": 63333}, "M07", "more than one and a half times the 13333 planned"),
]


@pytest.mark.parametrize(("entries", "rule", "words"), TOLD, ids=lambda value: value if isinstance(value, str) else "")
def test_a_message_tells_the_amount_and_the_side(entries: dict[str, Any], rule: str, words: str) -> None:
    (finding,) = [one for one in checked(typed(entries)).findings if one.rule == rule]
    assert words in finding.message.replace(",", "").replace("£", "")


@pytest.mark.parametrize("budget", [0, -1])
def test_where_nothing_was_budgeted_no_share_of_it_is_asked_for(budget: int) -> None:
    found = checked(typed({"BID.budget": budget, "TOTAL.budget": 100000 + budget}))
    assert not {"M06", "M07"} & {one.rule for one in found.findings if one.row == "BID"}
