"""A code that files are named after is one that a file can have in its name in every system."""

from __future__ import annotations

import pytest

from laa_xl.domain.mails import unfit_for_files


@pytest.mark.parametrize("code", ["SSC", "01", "1-2", "t.", "AUX", "T&1", "N B", "O'Neil", "Ŵyr", "=O", "x" * 40])
def test_a_code_that_looks_odd_and_that_a_file_can_have_is_let_be(code: str) -> None:
    assert unfit_for_files(code) == ""


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("SSC/CG", "no file's name can have / in it"),
        ("../SSC", "no file's name can have / in it"),
        ("A: who?", "no file's name can have : ? in it"),
        ("A\u200bB", "a mark that does not show"),
        ("x" * 41, "use at most 40 characters"),
    ],
)
def test_a_code_that_no_file_can_have_is_told_with_what_is_in_the_way(code: str, said: str) -> None:
    assert said in unfit_for_files(code)
