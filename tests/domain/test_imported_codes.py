"""Codes are matched as written, then without regard to spaces, marks, case and leading zeros; titles are never guessed."""

from __future__ import annotations

import pytest

from laa_xl.domain.imports import Codes

CODES = ("NI016", "NI154", "NI120(i)", "NI120(ii)", "R1.1", "R11", "LHC1", "12")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("NI154", "NI154"),
        ("NI 154", "NI154"),
        ("ni-154", "NI154"),
        ("NI 16", "NI016"),
        ("NI_016", "NI016"),
        ("NI 120 (ii)", "NI120(ii)"),
        ("r1.1", "R1.1"),
        ("R 11", "R11"),
        ("012", "12"),
    ],
)
def test_a_code_is_known_however_it_is_spaced(written: str, code: str) -> None:
    assert Codes(CODES).meant(written) == [code]


@pytest.mark.parametrize(
    "written", ["NI 15 4", "NI1", "NI120", "1 2", "R1 1", "", " ", "-", "Burglaries", "NI154a", "٣"]
)
def test_another_code_is_not(written: str) -> None:
    assert Codes(CODES).meant(written) == []


def test_one_that_may_mean_two_means_neither_unless_it_is_one_of_them() -> None:
    assert Codes(("A1", "a-1")).meant("a 1") == ["A1", "a-1"]
    assert Codes(("A1", "a-1")).meant("A1") == ["A1"]
