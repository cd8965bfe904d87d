"""What a hidden cell of the report sheet says is read back as it was written, of every version."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laa_xl.domain.report_sheet import Mark, RowKind, read_mark, source_mark

marks = st.builds(
    Mark,
    st.sampled_from(RowKind),
    *(st.text(max_size=8) for _ in range(4)),
    st.integers(0, 40),
    st.none() | st.text(max_size=6),
)


@given(marks)
def test_a_mark_is_read_as_it_was_written(mark: Mark) -> None:
    assert read_mark(mark.text) == mark


def test_a_mark_of_a_version_that_did_not_know_sources_says_nothing_of_one() -> None:
    held = json.loads(Mark(RowKind.BULLET, "3/all/a", source="abc123").text)
    found = read_mark(json.dumps(held[:6]))
    assert found is not None and found.source is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Safer return, Narrative, E8\nrule 3", "Safer return,  Narrative, E8 rule 3", True),
        ("Safer return", "Safer return.", False),
        ("", " \n", True),
    ],
)
def test_a_source_is_known_again_however_it_is_broken_into_lines(one: str, other: str, same: bool) -> None:
    assert (source_mark(one) == source_mark(other)) == same
