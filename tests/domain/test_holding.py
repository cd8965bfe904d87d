"""Whose return a file is by its name, where it still has the name that we gave it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from laa_xl.domain.holding import Arrival, why_held
from laa_xl.domain.periods import Period
from laa_xl.domain.register import Issued, Receipt, Register, State
from laa_xl.domain.returns import Entry, Return, Row


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


Q2, Q3 = Period(2008, 2), Period(2008, 3)


def _issued(period: Period) -> Issued:
    return Issued(period=str(period), theme="SSC", digest="d", deadline=period.end, at=datetime(2008, 7, 1))


def _receipt(period: Period) -> Receipt:
    return Receipt(
        period=str(period), theme="SSC", file="a.xlsx", sha256="1" * 64, at=datetime(2009, 1, 5), state=State.ACCEPTED
    )


@pytest.mark.parametrize(
    ("completed", "changed", "issued", "accepted", "asked"),
    [
        (date(2009, 1, 20), 3, (Q2, Q3), (Q2,), True),
        (date(2008, 12, 31), 3, (Q2, Q3), (Q2,), False),  # the later quarter had not ended
        (date(2009, 1, 20), 0, (Q2, Q3), (Q2,), False),  # nothing in it is new
        (date(2009, 1, 20), 3, (Q2,), (Q2,), False),  # nothing else is owed
        (date(2009, 1, 20), 3, (Q2, Q3), (Q2, Q3), False),
        (None, 3, (Q2, Q3), (Q2,), False),
    ],
)
def test_a_correction_completed_while_a_later_return_is_owed_may_be_an_old_workbook_with_new_figures(
    completed: date | None, changed: int, issued: tuple[Period, ...], accepted: tuple[Period, ...], asked: bool
) -> None:
    about = Row("about", "Start", "about", 4, {"date_completed": Entry(completed, "C9")})
    returned = Return("leicester-2008", "SSC", Q2, "b.xlsx", "0" * 64, {"about": (about,)})
    register = Register(issued=tuple(map(_issued, issued)), receipts=tuple(map(_receipt, accepted)))
    arrival = Arrival("b.xlsx", returned, "leicester-2008", ["SSC"], None, changed)
    why = why_held(arrival, register, replace(returned, file="a.xlsx", sha256="1" * 64, tables={}))
    assert [line for line in why if "2008-Q3 is still owed" in line] == list(why)
    assert bool(why) is asked
