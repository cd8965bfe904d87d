"""Whose return a file is by its name, where it still has the name that we gave it."""

from __future__ import annotations

import pytest

from laa_xl.domain.holding import Arrival, why_held
from laa_xl.domain.periods import Period
from laa_xl.domain.register import Register
from laa_xl.domain.returns import Return


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("leicester-2008-SSC-2008-Q2.xlsx", ()),
        ("leicester-2008-SSC-2008-Q2 (3).xlsx", ()),
        ("FW Leicester-2008-ssc-2008-q2_final.xlsx", ()),
        ("HCOP and police 2008-Q1.xlsx", ()),
        ("other-2008-HCOP-2008-Q1.xlsx", ()),
        ("leicester-2008-HCOP-2008-Q2.xlsx", ("By its name it is the return of HCOP; inside it is the return of SSC.",)),
        ("to send/leicester-2008-ssc-2008-q1 (2).xlsx", ("By its name it is a return for 2008-Q1; inside it is one for 2008-Q2.",)),
    ],
)  # fmt: skip
def test_a_name_counts_where_it_is_the_one_that_the_template_had(name: str, why: tuple[str, ...]) -> None:
    returned = Return("leicester-2008", "SSC", Period(2008, 2), name, "0" * 64)
    arrival = Arrival(name, returned, "leicester-2008", ["CYP", "HCOP", "SSC", "EDE"], None, 0)
    assert why_held(arrival, Register(), None) == why
