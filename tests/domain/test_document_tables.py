"""The tables of a report: its own, and what a picture shows where no table of the report has all of its lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from laa_xl.domain.documents import Document, Drawing, Field, Grid, Line, Part, Picture

FIELDS = ((Field("a", "A"),), (Field("b", "B"),))
lines = st.lists(
    st.builds(Line, st.tuples(st.sampled_from(["x", 1.0, 0.0, None, "y"])), st.none() | st.just(2)), max_size=4
)
grids = st.builds(lambda fields, lines: Grid("g", "G", fields, tuple(lines)), st.sampled_from(FIELDS), lines)


def one_by_one(own: list[Grid], pictured: list[Grid]) -> list[Grid]:
    found = list(own)
    for grid in pictured:
        if not any(grid.fields == other.fields and all(line in other.lines for line in grid.lines) for other in found):
            found.append(grid)
    return found


@given(st.lists(grids, max_size=3), st.lists(grids, max_size=4))
def test_a_picture_adds_a_table_where_its_lines_are_in_none_before_it(own: list[Grid], pictured: list[Grid]) -> None:
    pictures = tuple(Picture(f"p{n}", "P", "", Drawing.TREND, grid, "a", ()) for n, grid in enumerate(pictured))
    part = Part("Heading", grids=tuple(own), pictures=pictures)
    document = Document("kind", "Title", "Agreement", "Area", "Period", "Draft", (part,))
    assert list(document.tables) == one_by_one(own, pictured)
