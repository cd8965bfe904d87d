"""What an officer changes in the report sheet is kept: words, ratings, order, bullets hidden and added; and nothing else is."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from laa_xl.domain.inputs import REASON_ASKED
from laa_xl.domain.report import Bullet
from laa_xl.domain.sentences import as_sentence
from laa_xl.files.open_reader import cells_of
from laa_xl.files.report_page import HOW_TO_EDIT
from laa_xl.files.report_reader import has_lost_its_marks
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.taking_in import EDITS, OVERRIDES, edit_looks
from tests.support.report_desk import RATING, REFERENCE, SOURCE, TEXT, Desk, bullet, drafted, printed, references

LONG = " ".join(f"Sentence {number} is about what was done, by whom and when." for number in range(120))
FIRST = [
    bullet("3/all/narrative/N1", "The whole agreement moves forward."),
    bullet("3/CYP/indicators/NI112", "At risk: 5 against 9.", "Red", "Indicator NI112"),
    bullet("3/CYP/narrative/N1", "Posts are vacant."),
    bullet("3/CYP/narrative/N2", LONG),
    bullet("3/SSC/rating", "Of the 3 indicators, 2 are red.", "Red", "Block SSC"),
    bullet("3/SSC/narrative/N7", 'Words with "marks", a | bar, and a colon: here.'),
    bullet("4/CYP/narrative/N3", "It went well."),
    bullet("4/SSC/narrative/N9", "So did this."),
]


def opened(bullets: list[Bullet] | None = None) -> Desk:
    """A sheet that was just printed."""
    desk = Desk()
    desk.run(drafted(FIRST if bullets is None else bullets))
    return desk


def rows(desk: Desk, table: str = EDITS) -> list[tuple[Any, ...]]:
    names = ("bullet", "action", "text") if table == EDITS else ("level", "code", "rating", "reason")
    return [tuple(row.values.get(name) for name in names) for row in desk.tables[table]]


def said(desk: Desk, ref: str) -> str:
    return next(one.line for one in desk.report.bullets if one.id == ref)


def test_a_sheet_that_nobody_changed_gives_no_edit_however_long_its_bullets_are() -> None:
    desk = opened()
    assert len(desk.rows("3/CYP/narrative/N2")) > 1, "this one goes on in further rows"
    for _ in range(3):
        desk.run(drafted(FIRST))
        assert (rows(desk), rows(desk, OVERRIDES), desk.last.said) == ([], [], ())


@pytest.mark.parametrize(
    "same",
    [
        "•   About 3 CYP narrative N1:  Posts are\nvacant. ",
        "About 3 CYP narrative N1: Posts are vacant",
        "\n• About 3 CYP narrative N1: Posts are vacant.\r\n",
    ],
)
def test_spaces_line_breaks_marks_and_a_last_full_stop_are_no_edit(same: str) -> None:
    desk = opened()
    desk.words("3/CYP/narrative/N1", same)
    desk.run(drafted(FIRST))
    assert rows(desk) == []


def test_other_words_are_kept_when_the_draft_changes_and_what_it_says_now_is_told() -> None:
    desk = opened()
    desk.words("3/CYP/narrative/N1", "• About 3 CYP narrative N1: Two posts\nwere filled in May")
    desk.run(drafted(FIRST))
    assert rows(desk) == [("3/CYP/narrative/N1", "Replace", "Two posts were filled in May.")]
    assert desk.tables[EDITS][0].values["drafted"] == "About 3 CYP narrative N1: Posts are vacant."
    assert edit_looks(desk.report) == []
    later = [replace(one, text="All posts are filled.") if one.id == "3/CYP/narrative/N1" else one for one in FIRST]
    desk.run(drafted(later))
    assert said(desk, "3/CYP/narrative/N1") == "About 3 CYP narrative N1: Two posts were filled in May."
    (look,) = edit_looks(desk.report)
    assert "the draft has changed since you edited it" in look
    assert "All posts are filled." in look
    source = desk.grid[desk.row("3/CYP/narrative/N1")][2]
    assert "It says now: About 3 CYP narrative N1: All posts are filled." in source
    desk.run(drafted(later))
    assert len(rows(desk)) == 1


def test_clearing_what_the_draft_said_keeps_the_words_and_ends_the_question() -> None:
    desk = opened()
    desk.words("3/CYP/narrative/N1", "Mine.")
    desk.run(drafted(FIRST))
    later = [replace(one, text="New.") if one.id == "3/CYP/narrative/N1" else one for one in FIRST]
    desk.run(drafted(later))
    desk.tables[EDITS][0] = replace(desk.tables[EDITS][0], values={**desk.tables[EDITS][0].values, "drafted": None})
    desk.run(drafted(later))
    desk.run(drafted(later))
    assert edit_looks(desk.report) == []
    assert said(desk, "3/CYP/narrative/N1") == "Mine."


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("About 3 CYP narrative N1: New words", "About 3 CYP narrative N1: New words."),
        ("Vacant posts: New words", "Vacant posts: New words."),
        ("Only words, without a topic", "Only words, without a topic."),
        ("A sentence. Another one: with a colon", "A sentence. Another one: with a colon."),
    ],
)
def test_a_heading_may_be_changed_or_taken_away_with_the_words(typed: str, line: str) -> None:
    desk = opened()
    desk.words("3/CYP/narrative/N1", typed)
    desk.run(drafted(FIRST))
    assert said(desk, "3/CYP/narrative/N1") == line


def test_an_edit_made_again_changes_its_row_and_does_not_add_one() -> None:
    desk = opened()
    for words in ("First try.", "Second try."):
        desk.words("3/CYP/narrative/N1", words)
        desk.run(drafted(FIRST))
    assert rows(desk) == [("3/CYP/narrative/N1", "Replace", "Second try.")]


def test_words_changed_in_both_places_are_both_kept_and_told() -> None:
    desk = opened()
    desk.words("3/CYP/narrative/N1", "First try.")
    desk.run(drafted(FIRST))
    desk.tables[EDITS][0] = replace(
        desk.tables[EDITS][0], values={**desk.tables[EDITS][0].values, "text": "In the table."}
    )
    desk.words("3/CYP/narrative/N1", "In the report.")
    desk.run(drafted(FIRST))
    assert [text for _, _, text in rows(desk)] == ["In the table.", "In the report."]
    assert "was edited twice" in desk.last.said[0]
    assert said(desk, "3/CYP/narrative/N1").endswith("In the report.")


@pytest.mark.parametrize("how", ["deleted", "cleared"])
def test_a_bullet_whose_rows_are_deleted_or_whose_words_are_cleared_is_hidden_and_listed_below(how: str) -> None:
    desk = opened()
    desk.delete("4/CYP/narrative/N3") if how == "deleted" else desk.words("4/CYP/narrative/N3", " ")
    desk.run(drafted(FIRST))
    assert "4/CYP/narrative/N3" not in references(desk.report)
    assert [row[:2] for row in rows(desk)] == [("4/CYP/narrative/N3", "Hide")]
    assert desk.tables[EDITS][0].values["drafted"].endswith("It went well.")
    below = [line[TEXT] for line in desk.grid if line[TEXT]]
    assert below[below.index("Not in the report") + 1].startswith("Hidden by you, 4/CYP/narrative/N3:")
    desk.run(drafted(FIRST))
    assert len(rows(desk)) == 1


def test_a_rating_that_is_computed_becomes_an_override_that_asks_for_its_reason() -> None:
    desk = opened()
    desk.grid[desk.row("3/SSC/rating")][RATING] = "amber "
    desk.grid[desk.row("3/CYP/indicators/NI112")][RATING] = "Green"
    desk.run(drafted(FIRST))
    assert sorted(rows(desk, OVERRIDES)) == [
        ("Block", "SSC", "Amber", REASON_ASKED),
        ("Indicator", "NI112", "Green", REASON_ASKED),
    ]
    assert rows(desk) == []


def test_a_rating_beside_words_that_have_none_is_the_bullets_own() -> None:
    desk = opened()
    desk.grid[desk.row("4/CYP/narrative/N3")][RATING] = "Green"
    desk.run(drafted(FIRST))
    assert rows(desk) == [("4/CYP/narrative/N3", "Rate", "Green")]
    assert next(one.rag for one in desk.report.bullets if one.id == "4/CYP/narrative/N3") == "Green"
    desk.run(drafted(FIRST))
    assert len(rows(desk)) == 1


@pytest.mark.parametrize(("typed", "told"), [("Orange", '"Orange" is no rating'), ("", "was cleared")])
def test_what_is_no_rating_is_told_and_changes_nothing(typed: str, told: str) -> None:
    desk = opened()
    desk.grid[desk.row("3/SSC/rating")][RATING] = typed
    desk.run(drafted(FIRST))
    assert told in desk.last.said[0]
    assert rows(desk, OVERRIDES) == []


def test_bullets_keep_the_order_in_which_they_were_put_and_new_ones_come_after_the_one_they_follow() -> None:
    desk = opened()
    desk.move("3/CYP/indicators/NI112", after="3/CYP/narrative/N2")
    desk.run(drafted(FIRST))
    new = bullet("3/CYP/narrative/N5", "A new one.")
    desk.run(drafted([*FIRST[:3], new, *FIRST[3:]]))
    mine = [one.id for one in printed(desk.report)["3/CYP"]]
    assert mine == ["3/CYP/narrative/N1", "3/CYP/narrative/N5", "3/CYP/narrative/N2", "3/CYP/indicators/NI112"]
    assert [row[:2] for row in rows(desk)] == [("3/CYP", "Order")]


def test_a_bullet_may_be_moved_to_another_block_and_section() -> None:
    desk = opened()
    desk.move("3/CYP/narrative/N1", after="4/SSC/narrative/N9")
    for _ in range(2):
        desk.run(drafted(FIRST))
        assert [one.id for one in printed(desk.report)["4/SSC"]] == ["4/SSC/narrative/N9", "3/CYP/narrative/N1"]
        assert "3/CYP/narrative/N1" not in [one.id for one in printed(desk.report)["3/CYP"]]
    assert len(rows(desk)) == 1


def test_a_row_inserted_among_the_bullets_is_one_more_where_it_stands() -> None:
    desk = opened()
    desk.insert("- A point of the county team\nin two lines", after="3/CYP/narrative/N1", rating="Amber")
    for _ in range(2):
        desk.run(drafted(FIRST))
        added = printed(desk.report)["3/CYP"][2]
        assert (added.text, added.rag, added.kind) == ("A point of the county team in two lines.", "Amber", "added")
    assert sorted(row[1] for row in rows(desk)) == ["Add", "Order", "Rate"]
    desk.words(added.id, "Other words.")
    desk.run(drafted(FIRST))
    assert printed(desk.report)["3/CYP"][2].text == "Other words."
    assert sorted(row[1] for row in rows(desk)) == ["Add", "Order", "Rate"]


def test_a_row_may_be_added_below_the_heading_of_a_section_in_which_nothing_stands() -> None:
    desk = opened(FIRST[:6])
    at = desk.section("4") + 2
    desk.grid.insert(at, ["A first point", *[None] * 6])
    desk.run(drafted(FIRST[:6]))
    assert [one.text for one in printed(desk.report)["4/all"]] == ["A first point."]


def test_a_copy_of_a_bullet_with_other_words_is_added_and_a_mere_copy_is_not() -> None:
    desk = opened()
    at = desk.row("3/CYP/narrative/N1")
    same, other = list(desk.grid[at]), list(desk.grid[at])
    other[TEXT] = "Quite other words"
    desk.grid[at:at] = [same, other]
    desk.run(drafted(FIRST))
    assert [row[1] for row in rows(desk)].count("Add") == 1
    assert said(desk, "3/CYP/narrative/N1").endswith("Posts are vacant.")


def test_words_outside_every_section_and_over_computed_lines_are_told_with_the_words() -> None:
    desk = opened()
    desk.grid[desk.section("3") + 1][TEXT] = "My own line."
    rules = next(n for n, line in enumerate(desk.grid) if line[TEXT] == "How this report was rated")
    desk.grid.insert(rules + 1, ["A remark", *[None] * 6])
    desk.run(drafted(FIRST))
    assert rows(desk) == []
    assert '"My own line." was not kept' in desk.last.said[0]
    assert '"A remark." stands in no section' in desk.last.said[1]


def test_a_rating_beside_what_has_none_is_told_and_not_lost_in_silence() -> None:
    desk = opened()
    block = desk.row("3/SSC/rating") - 1
    more = desk.rows("3/CYP/narrative/N2")[1]
    for row in (block, more):
        desk.grid[row][RATING] = "Amber"
    desk.run(drafted(FIRST))
    assert [
        f"row {row + 1}: this row has no rating" in told
        for row, told in zip(sorted((block, more)), desk.last.said, strict=True)
    ] == [True] * 2
    assert rows(desk, OVERRIDES) == []


def test_an_edit_whose_bullet_has_gone_stays_and_is_told_and_counts_when_it_comes_back() -> None:
    desk = opened()
    desk.words("3/CYP/narrative/N1", "Mine.")
    desk.run(drafted(FIRST))
    without = [one for one in FIRST if one.id != "3/CYP/narrative/N1"]
    desk.run(drafted(without))
    desk.run(drafted(without))
    assert len(rows(desk)) == 1
    assert 'no bullet could be changed by "3/CYP/narrative/N1"' in edit_looks(desk.report)[0]
    desk.run(drafted(FIRST))
    assert said(desk, "3/CYP/narrative/N1") == "Mine."


def heading_of_section(desk: Desk) -> int:
    return desk.section("3")


def computed_line(desk: Desk) -> int:
    return desk.section("3") + 1


def empty_row(desk: Desk) -> int:
    return desk.section("3") - 1


def bullet_row(desk: Desk) -> int:
    return desk.row("3/CYP/narrative/N1")


def row_that_goes_on(desk: Desk) -> int:
    return desk.rows("3/CYP/narrative/N2")[1]


def added_row(desk: Desk) -> int:
    desk.insert("A new bullet.", "3/CYP/narrative/N1")
    return desk.rows("3/CYP/narrative/N1")[-1] + 1


@pytest.mark.parametrize("column", [SOURCE, REFERENCE])
@pytest.mark.parametrize(
    "where", [heading_of_section, computed_line, empty_row, bullet_row, row_that_goes_on, added_row]
)
def test_words_over_a_source_or_reference_are_told_with_their_row_and_change_nothing_else(
    where: Callable[[Desk], int], column: int
) -> None:
    desk = opened()
    row = where(desk)
    desk.grid[row][column] = "Agreed with the board,\non 3 May"
    desk.run(drafted(FIRST))
    (told,) = desk.last.said
    assert f"row {row + 1}:" in told
    assert '"Agreed with the board, on 3 May" was not kept' in told
    assert [kind for _, kind, _ in rows(desk)] == (["Add", "Order"] if where is added_row else [])
    desk.run(drafted(FIRST))
    assert desk.last.said == ()


@pytest.mark.parametrize("same", ["{}", " {}\r\n", "cleared"])
def test_a_source_that_is_broken_into_other_lines_or_cleared_says_nothing(same: str) -> None:
    desk = opened()
    row = desk.grid[bullet_row(desk)]
    row[SOURCE] = None if same == "cleared" else same.format("\n".join(row[SOURCE].split()))
    desk.run(drafted(FIRST))
    assert (rows(desk), desk.last.said) == ([], ())


def test_of_a_master_of_an_earlier_version_nobody_knows_which_source_was_printed() -> None:
    desk = opened()
    for line in desk.grid:
        if str(line[4] or "").startswith("["):
            line[4] = json.dumps(json.loads(line[4])[:6], separators=(",", ":"))
    desk.grid[bullet_row(desk)][SOURCE] = "Mine"
    desk.words("3/CYP/narrative/N1", "Mine.")
    desk.run(drafted(FIRST))
    assert (rows(desk), desk.last.said) == ([("3/CYP/narrative/N1", "Replace", "Mine.")], ())


def test_every_source_that_was_typed_over_is_told_with_its_words() -> None:
    desk = opened()
    for number, one in enumerate(FIRST):
        desk.grid[desk.row(one.id)][SOURCE] = f"My note {number}"
    desk.run(drafted(FIRST))
    assert len(desk.last.said) == len(FIRST)
    assert all(f'"My note {number}" was not kept' in " ".join(desk.last.said) for number in range(len(FIRST)))


def test_a_reference_with_a_space_that_does_not_break_is_the_runs_own() -> None:
    odd = [*FIRST, bullet("4/CYP/added/a\u00a0b", "Added.")]
    desk = opened(odd)
    desk.run(drafted(odd))
    assert desk.last.said == ()


def test_a_column_of_sources_that_was_sorted_alone_is_told_in_one_sentence() -> None:
    desk = opened([replace(one, note=f"rule {number}") for number, one in enumerate(FIRST)])
    places = [desk.row(one.id) for one in FIRST]
    turned = [desk.grid[row][SOURCE] for row in reversed(places)]
    for row, source in zip(places, turned, strict=True):
        desk.grid[row][SOURCE] = source
    desk.run(drafted(FIRST))
    (told,) = desk.last.said
    assert all(str(row + 1) in told for row in places)


def test_rows_sorted_as_a_whole_keep_words_and_ratings_and_say_that_the_order_was_not_kept() -> None:
    desk = opened()
    desk.words("3/CYP/narrative/N1", "Mine.")
    head = next(n for n, line in enumerate(desk.grid) if line[REFERENCE] == "Reference") + 1
    desk.grid[head:] = sorted(desk.grid[head:], key=lambda line: str(line[TEXT] or ""))
    desk.run(drafted(FIRST))
    assert rows(desk) == [("3/CYP/narrative/N1", "Replace", "Mine.")]
    assert "the order of the bullets was not kept" in desk.last.said[-1]
    assert references(desk.report) == [one.id for one in FIRST]


def test_the_same_words_may_be_given_to_several_bullets_that_stand_already_beside_another() -> None:
    desk = opened()
    desk.words("3/CYP/narrative/N1", "No change.")
    desk.run(drafted(FIRST))
    for ref in ("4/CYP/narrative/N3", "4/SSC/narrative/N9"):
        desk.words(ref, "No change.")
    desk.run(drafted(FIRST))
    alike = ("3/CYP/narrative/N1", "4/CYP/narrative/N3", "4/SSC/narrative/N9")
    assert [said(desk, ref) for ref in alike] == ["No change."] * 3
    assert desk.last.said == ()


def test_one_column_sorted_without_the_others_stops_the_run_and_changes_nothing() -> None:
    desk = opened()
    words = [desk.grid[desk.row(one.id)][TEXT] for one in FIRST if one.id != "3/CYP/narrative/N2"]
    for one, text in zip((o for o in FIRST if o.id != "3/CYP/narrative/N2"), reversed(words), strict=True):
        desk.words(one.id, text)
    with pytest.raises(ProgrammeError, match="a column was sorted or moved without the others"):
        desk.run(drafted(FIRST))
    assert rows(desk) == []


@pytest.mark.parametrize("copied", [False, True], ids=["cut", "copied"])
def test_visible_cells_moved_without_the_hidden_ones_are_known_by_their_reference(copied: bool) -> None:
    """Cells A to D cut and inserted elsewhere: the rows between move up in these columns alone."""
    short = [one for one in FIRST if one.id != "3/CYP/narrative/N2"]
    desk = opened(short)
    seen = [line[:4] for line in desk.grid]
    at, to = desk.row("3/CYP/indicators/NI112"), desk.row("3/SSC/narrative/N7")
    line = list(seen[at]) if copied else seen.pop(at)
    line[TEXT] = "Moved and changed."
    seen.insert(to + 1 if copied else to, line)
    hidden = [line[4:] for line in desk.grid] + [[None] * 3] * copied
    desk.grid = [[*one, *other] for one, other in zip(seen, hidden, strict=True)]
    desk.run(drafted(short))
    assert desk.last.said == ()
    words = [one.text for one in printed(desk.report)["3/SSC"]]
    assert words[:3] == [
        "Of the 3 indicators, 2 are red.",
        'Words with "marks", a | bar, and a colon: here.',
        "Moved and changed.",
    ]
    assert ("3/CYP/indicators/NI112" in [one.id for one in printed(desk.report)["3/CYP"]]) == copied
    assert said(desk, "3/CYP/narrative/N1").endswith("Posts are vacant.")


def test_most_of_the_report_deleted_at_once_stops_the_run() -> None:
    desk = opened()
    for one in FIRST[:6]:
        desk.delete(one.id)
    with pytest.raises(ProgrammeError, match="6 of the 8 bullets"):
        desk.run(drafted(FIRST))


def test_a_sheet_of_an_earlier_version_gives_no_edit_and_has_lost_nothing() -> None:
    desk = opened()
    desk.grid = [line[:4] for line in desk.grid if line[TEXT] != HOW_TO_EDIT]
    assert desk.sheet() is None
    assert not has_lost_its_marks(cells_of("Highlight report", desk.grid))


# Random edits, random reruns, drafts that change between.

PLACES = ("3/all", "3/CYP", "3/SSC", "4/all", "4/CYP")
POOL = [f"{place}/n/{number}" for place in PLACES for number in range(3)]
WORDS = st.text(alphabet="abc deZ.:;|\"'=+-•\n", min_size=1, max_size=30).filter(
    lambda text: text.strip("•·*-–— \n.:;")
)


@st.composite
def _draft(draw: st.DrawFn) -> list[Bullet]:
    """Some of a pool of bullets, in its order, each in one of three wordings."""
    kept = draw(st.lists(st.sampled_from(POOL), min_size=6, max_size=len(POOL), unique=True))
    return [bullet(ref, f"Wording {draw(st.integers(1, 3))} of {ref}.") for ref in POOL if ref in kept]


EDIT = st.tuples(
    st.sampled_from(["words", "hide", "move", "add", "rate"]), st.integers(0, 50), st.integers(0, 50), WORDS
)


@settings(
    max_examples=60, deadline=None, report_multiple_bugs=False, phases=[Phase.explicit, Phase.reuse, Phase.generate]
)
@given(st.lists(st.tuples(_draft(), st.lists(EDIT, max_size=3)), min_size=2, max_size=5))
def test_every_edit_is_kept_whatever_is_edited_and_however_the_returns_change(
    steps: list[tuple[list[Bullet], list[Any]]],
) -> None:
    desk = Desk()
    wanted: dict[str, str] = {}
    hidden: set[str] = set()
    rates: dict[str, str] = {}
    added: dict[str, str] = {}  # by the words as they were typed, what stands there now; "" for hidden
    arranged: dict[str, list[str]] = {}  # the order in which she left a place
    for number, (draft, edits) in enumerate(steps):
        report = desk.run(drafted(draft))
        here = {one.id: one for one in report.bullets}
        drafts = {one.id for one in draft}
        for ref, words in wanted.items():
            if ref in drafts and ref not in hidden:
                assert "".join(here[ref].line.split()) == "".join(words.split()), ref
        for ref, rag in rates.items():
            assert ref not in here or here[ref].rag == rag
        assert not hidden & set(here)
        assert {one.id for one in report.hidden} >= hidden & drafts
        texts = ["".join(one.line.split()) for one in report.bullets if one.kind == "added"]
        assert sorted(texts) == sorted(text for text in added.values() if text)
        for place, refs in arranged.items():
            stands = [one.id for one in printed(report).get(place, ()) if one.id in refs]
            assert stands == [ref for ref in refs if ref in here], place
        before = len(desk.tables[EDITS])
        desk.run(drafted(draft))
        assert (desk.last.told, desk.last.said, len(desk.tables[EDITS])) == ((), (), before), (
            "a run without edits takes none"
        )
        touched: set[str] = set()
        places: set[str] = set()
        for kind, one, other, words in edits:
            standing = desk.references()
            if len(standing) < 6:
                break
            ref = standing[one % len(standing)]
            if ref in touched:
                continue
            touched.add(ref)
            stood = "".join(here[ref].line.split()) if "/added/" in ref else ""
            key = next((key for key, text in added.items() if text == stood and stood), "")
            if kind == "words":
                desk.words(ref, words)
                wanted[ref] = as_sentence(words.strip().lstrip("•· "))
                added |= {key: "".join(wanted[ref].split())} if key else {}
            elif kind == "hide":
                desk.delete(ref)
                hidden.add(ref)
                added |= {key: ""} if key else {}
            elif kind == "rate":
                desk.grid[desk.row(ref)][RATING] = "Amber"
                rates[ref] = "Amber"
            elif kind == "move" and standing[other % len(standing)] != ref:
                desk.move(ref, after=standing[other % len(standing)])
                places |= {place for place, refs in desk.standing().items() if ref in refs}
            elif kind == "add":
                desk.insert(words, after=ref)
                said = as_sentence(words.strip().lstrip("•·*-–— "))
                added[f"{number} {len(added)}"] = "".join(said.split())
        left = desk.standing()
        moved = {ref for place in places for ref in left[place]}
        arranged = {place: [ref for ref in refs if ref not in moved] for place, refs in arranged.items()}
        arranged |= {place: left[place] for place in places}
