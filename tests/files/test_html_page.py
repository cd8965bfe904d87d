"""The public page as bytes: nothing that somebody wrote becomes markup, nothing is fetched, everything can be read."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from html.parser import HTMLParser

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laa_xl.domain.leaks import Secrets
from laa_xl.domain.periods import Period
from laa_xl.domain.public import Kind, TrendPoint
from laa_xl.domain.variance import Target
from laa_xl.domain.words import Publish
from laa_xl.files.html_chart import chart_of
from laa_xl.files.html_page import ARROWS, INKS, anchor, page_bytes
from laa_xl.files.inspecting import inspect
from tests.files.test_theme import contrast
from tests.support.public import agreement, html, imported, one, page, returned, row, shown

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'; onload='alert(1)",
    "</style><script>alert(1)</script>",
    "{{ page.title }} {% for x in y %}",
    "<!-- -->",
    "&lt;b&gt; &amp;amp;",
    "]]><svg onload=alert(1)>",
]
ODD = "a\x00b\x08c\x1bd\x7fe\x9ff\u202eg\u2066h\u200fi\ufeffj\ud800k"


class Page(HTMLParser):
    """Elements with their attributes in order, and the text that a reader sees."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.elements if name == tag]


def written(words: str) -> str:
    """A page on which everything that a person writes says that."""
    terms = agreement(
        one("A1", title=words, unit=words, definition=words, source=words, baseline=1, baseline_period=words),
        title=words,
        area=words,
        accountable_body=words,
        illustrative_note=words,
        sources=words,
        public_contact=words,
        public_narrative=Publish.YES,
        public_forecast=Publish.YES,
    )
    figures = row("A1", 60, "Proxy", cause=words, action=words, data_period=words, forecast=3)
    said = row("N1", None, None, "narrative", heading=words, text=words, section="4 Impact and strong performance")
    return html(page(terms, returned(figures, said), past=imported({("A1", "2007-Q4"): 50})))


def full() -> str:
    return written("Plain words")


@pytest.mark.parametrize("words", HOSTILE)
def test_what_a_person_writes_is_printed_and_never_becomes_markup(words: str) -> None:
    found, plain = Page(written(words)), Page(full())
    shape = [(tag, sorted(attrs)) for tag, attrs in found.elements]
    assert shape == [(tag, sorted(attrs)) for tag, attrs in plain.elements]
    assert words in found.text
    assert len(found.all("script")) == 1
    assert html5lib.HTMLParser(strict=True).parse(written(words)) is not None


@settings(max_examples=40)
@given(st.text(min_size=1).map(str.strip).filter(bool))
def test_whatever_a_person_writes_the_page_keeps_its_shape(words: str) -> None:
    text = written(f"x{words}y")
    shape = [(tag, sorted(attrs)) for tag, attrs in Page(text).elements]
    assert shape == [(tag, sorted(attrs)) for tag, attrs in Page(full()).elements]
    text.encode()


def test_control_characters_and_marks_that_turn_the_direction_are_left_out() -> None:
    text = written(ODD)
    assert "abcdefghijk" in text
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]", text)


def test_the_same_page_gives_the_same_bytes() -> None:
    made = page(agreement(one("A1")), returned(row("A1", 60)))
    assert page_bytes(made) == page_bytes(made)
    assert full() == full()


def test_the_policy_permits_just_this_style_and_this_script_by_their_hashes() -> None:
    text = full()
    (policy,) = [a["content"] or "" for a in Page(text).all("meta") if a.get("http-equiv") == "Content-Security-Policy"]
    found = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert found.keys() == {"default-src", "style-src", "script-src", "base-uri", "form-action"}
    assert (found["default-src"], found["base-uri"], found["form-action"]) == ("'none'",) * 3
    for tag, name in (("style", "style-src"), ("script", "script-src")):
        (code,) = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        print_of = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
        assert found[name] == f"'sha256-{print_of}'"
    assert text.index("Content-Security-Policy") < text.index("<style>")


def test_nothing_is_fetched_linked_to_or_sent() -> None:
    found = Page(full())
    assert {tag for tag, _ in found.elements} & {
        "img",
        "link",
        "iframe",
        "object",
        "embed",
        "base",
        "video",
        "audio",
    } == set()
    for _, attrs in found.elements:
        assert not {"src", "srcset", "action", "formaction", "style", "background", "data", "poster"} & attrs.keys()
        assert not [name for name in attrs if name.startswith("on")]
        assert (attrs.get("href") or "#").startswith("#")
    assert "url(" not in full()
    assert "@import" not in full()
    assert "http:" not in full()
    assert "https:" not in full()
    assert "mailto:" not in full()


def test_every_id_is_there_once_and_every_reference_leads_to_one() -> None:
    found = Page(full())
    ids = [attrs["id"] for _, attrs in found.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    for _, attrs in found.elements:
        for name in ("aria-labelledby", "aria-describedby", "for"):
            assert set((attrs.get(name) or "").split()) <= set(ids), attrs
        if attrs.get("href"):
            assert (attrs["href"] or "")[1:] in ids


def test_unlike_codes_have_unlike_anchors() -> None:
    codes = ["NI1", "NI 1", "NI-1", "NI.1", "NI120(i)", "NI120(ii)", "Ä", "ä1", "-20-"]
    assert len({anchor(code) for code in codes}) == len(codes)
    assert all(re.fullmatch("[a-z0-9-]+", anchor(code)) for code in codes)


def test_headings_are_in_order_landmarks_are_there_and_tables_have_headings_with_a_scope() -> None:
    found = Page(full())
    levels = [int(tag[1]) for tag, _ in found.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))
    for landmark in ("header", "nav", "main", "footer"):
        assert len(found.all(landmark)) == 1
    assert found.all("html") == [{"lang": "en-GB"}]
    assert all(attrs.get("scope") in ("col", "row") for attrs in found.all("th"))
    tables = found.all("table")
    captions = len(found.all("caption"))
    assert captions + sum("aria-labelledby" in attrs for attrs in tables) == len(tables)


def test_every_drawing_has_a_title_and_a_description_and_the_table_beside_it_has_its_figures() -> None:
    text = full()
    (drawing,) = re.findall('<svg viewBox[^>]*role="img".*?</svg>', text, re.DOTALL)
    assert "<title id=" in drawing
    assert "2 figures" not in drawing
    assert "3 figures, from 1 (Baseline, Plain words) to 60 (Q2 2008-09, proxy)." in drawing
    table = re.findall("<table>.*?</table>", text, re.DOTALL)[0]
    cells = [cell.strip() for cell in re.findall('<td class="number">([^<]*)', table)]
    assert cells[::2] == ["1", "50", "No figure", "60", "To come", "To come", "3"]


def test_the_page_without_figures_has_no_drawing_and_says_what_is_missing() -> None:
    text = html(page(agreement(one("A1")), returned(row("A1", None, "Not yet available"))))
    assert "<figure" not in text
    assert "Not yet available" in text
    assert "Not rated: there is no figure yet." in text


def test_the_illustrative_note_stands_before_everything_else() -> None:
    text = written("All of this is made up.")
    assert text.index('role="note"') < text.index("<nav")


def test_every_rating_has_a_word_and_a_symbol_beside_its_colour() -> None:
    made = page(agreement(one("A1"), one("A2"), one("A3")), returned(row("A1", 200), row("A2", 10), row("A3", None)))
    tags = re.findall(
        '<strong class="tag (\\w+)"><span aria-hidden="true">(.)</span> <span class="sr">[^<]*</span>(\\w+)', html(made)
    )
    assert {(colour, symbol, word) for colour, symbol, word in tags} == {
        ("green", "✓", "Green"),
        ("red", "✗", "Red"),
        ("grey", "–", "Grey"),
    }
    assert len(set(ARROWS.values())) == len(ARROWS)


TEXT_ON = [
    ("ink", "#FFFFFF"),
    ("quiet", "#FFFFFF"),
    ("quiet", INKS["fill"]),
    ("ink", INKS["fill"]),
    ("ink", INKS["focus"]),
]


@pytest.mark.parametrize(("ink", "fill"), TEXT_ON)
def test_text_stands_out_from_what_it_is_written_on(ink: str, fill: str) -> None:
    assert contrast(INKS[ink], fill) >= 4.5


def test_colours_written_into_the_style_stand_out_as_well() -> None:
    assert contrast("#0B4AA2", "#FFFFFF") >= 4.5  # links
    assert contrast(INKS["ink"], "#FFF6DF") >= 4.5  # the notice
    assert contrast("#FFFFFF", "#573800") >= 4.5  # its mark
    assert contrast(INKS["line"], "#FFFFFF") >= 3  # borders


# Where a drawing stands: pairs of value and target by quarter, and the numbers at its side.
SCALES = [
    ([(5, 10), (8, 10)], ["0", "2.5", "5", "7.5", "10"]),
    ([(62, 60), (61, 60)], ["59", "60", "61", "62", "63"]),
    ([(-5.3, -28.3), (-7, -28.3)], ["-40", "-30", "-20", "-10", "0"]),
    ([(0, 0), (0, 0)], ["0", "0.25", "0.5", "0.75", "1"]),
]


def point(value: float | None, target: float | None, kind: Kind = Kind.QUARTER) -> TrendPoint:
    return TrendPoint(kind, "Q1 2008-09", "Q1", "2008-09", "", value, "", Target(target))


@pytest.mark.parametrize(("pairs", "numbers"), SCALES)
def test_the_scale_has_round_numbers_around_all_that_is_drawn(
    pairs: list[tuple[float, float]], numbers: list[str]
) -> None:
    chart = chart_of([point(value, target) for value, target in pairs])
    assert chart is not None
    assert [tick.text for tick in chart.ticks] == numbers


# Numbers at the side, and how wide the widest is: in Arial a digit is 0.556 of the letter's height, a comma, a point and
# a minus 0.278, 0.278 and 0.333; the letters are 13.5 pixels high.
WIDE = [
    ([(345_600_000, 340_000_000), (345_678_901, 346_000_000)], 13.5 * (9 * 0.556 + 2 * 0.278)),
    ([(-1_200_000.5, -900_000), (-1_150_000, -900_000)], 13.5 * (7 * 0.556 + 2 * 0.278 + 0.333)),
    ([(0.000013, 0.000012), (0.000013, 0.000012)], 13.5 * (8 * 0.556 + 0.278)),
]


@pytest.mark.parametrize(("pairs", "wide"), WIDE)
def test_long_numbers_at_the_side_of_a_drawing_are_not_cut_and_leave_it_as_wide_as_it_was(
    pairs: list[tuple[float, float]], wide: float
) -> None:
    chart, usual = (chart_of([point(value, target) for value, target in some]) for some in (pairs, [(5, 10), (8, 10)]))
    assert chart is not None
    assert usual is not None
    assert chart.left - 8 >= wide  # numbers end 8 pixels beside the lines of the grid
    assert chart.right - chart.left == usual.right - usual.left
    assert chart.right < chart.width


numbers = st.one_of(st.none(), st.floats(-1e12, 1e12).map(lambda x: round(x, 6)))


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=16))
def test_everything_drawn_stands_inside_the_drawing(pairs: list[tuple[float | None, float | None]]) -> None:
    chart = chart_of([point(value, target) for value, target in pairs])
    if chart is None:
        assert sum(value is not None for pair in pairs for value in pair) < 2
        return
    assert len(chart.marks) == sum(value is not None for pair in pairs for value in pair)
    for mark in chart.marks:
        assert chart.left <= float(mark.x) <= chart.right
        assert 0 <= float(mark.y) <= float(chart.base) + 0.05
    assert 2 <= len(chart.ticks) <= 9


@pytest.mark.parametrize(
    ("years", "labels"),
    [
        (1, ["Baseline", "Q1 2008-09", "Q2", "Q3", "Q4", "Forecast"]),
        (3, ["", "Q1 2007-08", "", "", "", "Q1 2008-09", "", "", "", "Q1 2009-10", ""]),
    ],
)
def test_where_there_are_many_quarters_the_beginnings_of_years_alone_are_labelled(
    years: int, labels: list[str]
) -> None:
    terms = agreement(one("A1", baseline=40), public_forecast=Publish.YES)
    past = {("A1", f"{year}-Q{quarter}"): 50.0 for year in (2007, 2008) for quarter in range(1, 5) if years == 3}
    period = Period(2008 if years == 1 else 2009, 1)
    made = page(terms, returned(row("A1", 50, forecast=9), period=period), past=imported(past), period=period)
    chart = chart_of(shown(made, "A1").trend)
    assert chart is not None
    assert [f"{column.text} {column.year}".strip() for column in chart.columns] == labels


def test_a_range_is_drawn_as_its_two_edges() -> None:
    both = TrendPoint(Kind.QUARTER, "Q1", "Q1", "", "", 15.0, "", Target(None, 10, 20))
    chart = chart_of([both, both])
    assert chart is not None
    assert chart.kinds == ("target", "target-high", "actual")


LEAKS = [
    ("<p>Write to a@county.example</p>", "an e-mail address"),
    ("<p>Ring 0116 267 8293 now</p>", "a telephone number"),
    ('<p title="a@county.example">x</p>', "an e-mail address"),
    ("<p>About L9 as well</p>", "local only"),
    ("<p>About L&#57; as well</p>", "local only"),
    ("<!-- note -->", "a remark"),
    ('<a href="https://county.example/">x</a>', "a way out of the page"),
    ('<p onclick="x()">x</p>', "a way out of the page"),
    ("<img alt=''>", "an element that no page has"),
    ("<script>1</script><script>2</script>", "an element that no page has"),
]


@pytest.mark.parametrize(("piece", "what"), LEAKS)
def test_a_page_that_tells_what_must_not_leave_is_seen(piece: str, what: str) -> None:
    data = f"<html><body>\n{piece}\n</body></html>".encode()
    (leak,) = inspect({"page.html": data}, Secrets(codes=("L9",)))
    assert what in leak.what
    assert leak.place.startswith("line 2")


def test_a_page_of_ours_is_not_stopped_for_its_own_markup_and_drawings() -> None:
    assert inspect({"page.html": full().encode()}, Secrets(codes=("L9",))) == []
    assert "text that cannot be read" in inspect({"page.html": b"\xff"}, Secrets())[0].what
