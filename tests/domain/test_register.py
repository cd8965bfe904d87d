"""When two registers say the same."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from laa_xl.domain.audit import Seen
from laa_xl.domain.register import Issued, Register

OUT = Issued(
    period="2008-Q2", theme="SAFE", digest="0" * 64, deadline=date(2008, 10, 20), at=datetime(2008, 10, 1, 9, 0)
)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Register(), Register(seen=Seen(lines=3)), True),
        (Register(issued=(OUT,)), Register(issued=(OUT.model_copy(),), seen=Seen(lines=1)), True),
        (Register(issued=(OUT,)), Register(), False),
        (Register(issued=(OUT,)), Register(issued=(OUT.model_copy(update={"theme": "JOBS"}),)), False),
        (Register(issued=(OUT,)), Register(issued=(OUT, OUT)), False),
    ],
)
def test_registers_say_the_same_whatever_they_know_of_the_log(one: Register, other: Register, *, same: bool) -> None:
    assert one.content and other.content  # looked up before: what a register remembers of itself says nothing
    assert one.says(other) is other.says(one) is same
    assert (one.content == other.content) is same
