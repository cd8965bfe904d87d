"""The suggested rating of a block, and the published totals of Leicester at September 2008."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laa_xl.domain.rating import rate
from laa_xl.domain.rollup import RollupItem, RollupSettings, Tally, rollup
from laa_xl.domain.variance import Target, Tolerance
from laa_xl.domain.words import DataStatus, Judgement, Polarity, Rag, RatingMode

RED, AMBER, GREEN, GREY = Rag.RED, Rag.AMBER, Rag.GREEN, Rag.GREY


def block(
    green: int = 0, amber: int = 0, red: int = 0, missing: int = 0, placeholders: int = 0, not_due: int = 0
) -> list[RollupItem]:
    return (
        [RollupItem(GREEN, due=True, placeholder=False)] * green
        + [RollupItem(AMBER, due=True, placeholder=False)] * amber
        + [RollupItem(RED, due=True, placeholder=False)] * red
        + [RollupItem(GREY, due=True, placeholder=False)] * missing
        + [RollupItem(GREY, due=True, placeholder=True)] * placeholders
        + [RollupItem(GREY, due=False, placeholder=False)] * not_due
    )


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (block(green=3, amber=1), GREEN),  # exactly 75 %
        (block(green=2, amber=1), AMBER),  # 66.7 %
        (block(green=3, red=1), RED),  # exactly 25 %
        (block(green=4, red=1), AMBER),  # 20 % red, and none may be red for green
        (block(amber=4), AMBER),
        (block(green=9, missing=1), AMBER),  # a missing figure that was due prevents green
        (block(green=9, placeholders=5, not_due=5), GREEN),  # these were not due
        (block(green=1, missing=1), AMBER),  # exactly half are rated
        (block(green=1, missing=2), GREY),  # a third
        (block(red=1, missing=2), GREY),  # too few to say, even red
        (block(red=1, missing=1), RED),
        (block(missing=3), GREY),
        (block(placeholders=2, not_due=3), GREY),  # nothing was due
        ([], GREY),
    ],
)
def test_a_block_is_rated_by_shares_of_those_that_could_be(items: list[RollupItem], expected: Rag) -> None:
    assert rollup(items).rag is expected


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (RollupSettings(), AMBER),  # 2 green, 1 amber, 0 red of 3: 66.7 % green
        (RollupSettings(green_share=66.6), GREEN),
        (RollupSettings(green_share=66.7), AMBER),
        (RollupSettings(red_share=0), AMBER),  # no red at all is never red
        (RollupSettings(min_rated_share=100), AMBER),
    ],
)
def test_the_shares_are_settings(settings: RollupSettings, expected: Rag) -> None:
    assert rollup(block(green=2, amber=1), settings).rag is expected


def test_no_rated_indicator_is_grey_whatever_the_minimum_share() -> None:
    assert rollup(block(missing=1), RollupSettings(min_rated_share=0)).rag is GREY


def of_group(rag: Rag, *, due: bool = True, placeholder: bool = False) -> RollupItem:
    return RollupItem(rag, due, placeholder, group="NI 120")


@pytest.mark.parametrize(
    ("members", "counted_as"),
    [
        ([of_group(GREEN), of_group(GREEN)], Tally(1, 0, 0, 0, 0, 0)),
        ([of_group(GREEN), of_group(AMBER)], Tally(0, 1, 0, 0, 0, 0)),
        ([of_group(RED), of_group(GREY)], Tally(0, 0, 1, 0, 0, 0)),
        ([of_group(GREEN), of_group(GREY)], Tally(0, 0, 0, 1, 0, 0)),
        ([of_group(GREEN), of_group(GREY, placeholder=True)], Tally(0, 0, 0, 0, 1, 0)),
        ([of_group(GREEN), of_group(GREY, due=False)], Tally(0, 0, 0, 0, 0, 1)),
        ([of_group(GREY), of_group(GREY, placeholder=True)], Tally(0, 0, 0, 1, 0, 0)),
        ([of_group(GREY, due=False), of_group(GREY, placeholder=True)], Tally(0, 0, 0, 0, 1, 0)),
    ],
)
def test_a_group_counts_as_one_at_its_worst(members: list[RollupItem], counted_as: Tally) -> None:
    assert rollup(members).tally == counted_as


def test_rows_without_a_group_count_singly() -> None:
    assert rollup(block(green=2)).tally.green == 2


def test_an_officers_colour_counts_even_for_a_placeholder() -> None:
    overridden = RollupItem(AMBER, due=False, placeholder=True)
    assert rollup([overridden]).tally == Tally(0, 1, 0, 0, 0, 0)


def test_the_sentence_prints_what_could_not_be_rated() -> None:
    assert rollup(block(green=2, red=1, missing=1, placeholders=1, not_due=2)).explanation == (
        "Red: of 4 due, 3 could be rated (2 green = 66.7%, 0 amber = 0%, 1 red = 33.3%), 1 could not; "
        "1 placeholder and 2 not due are left out; roll-up rule, version 1: grey if under 50% of those due "
        "are rated, red from 25% red, green from 75% green with none red and none missing, else amber."
    )


counts = st.integers(0, 12)


@given(counts, counts, counts, counts, counts, counts)
def test_a_missing_figure_never_betters_a_block(
    green: int, amber: int, red: int, missing: int, placeholders: int, not_due: int
) -> None:
    found = rollup(block(green, amber, red, missing, placeholders, not_due))
    assert found.tally == Tally(green, amber, red, missing, placeholders, not_due)
    if missing:
        assert found.rag is not GREEN
    if found.rag is RED:
        assert red * 4 >= green + amber + red > 0
    if found.rag is GREEN:
        assert (red, missing) == (0, 0)
        assert green >= 3 * amber
    if found.rag is GREY:
        assert missing > green + amber + red or green + amber + red == 0


@given(st.lists(st.sampled_from(block(1, 1, 1, 1, 1, 1)), max_size=8), st.integers(0, 9))
def test_placeholders_and_not_due_ones_change_no_rating(items: list[RollupItem], extra: int) -> None:
    assert rollup(items + block(placeholders=extra, not_due=extra)).rag is rollup(items).rag


# The figures of Leicester's annual review, Appendix A. A forecast of None was lost in print.
HIGHER, LOWER = Polarity.HIGHER, Polarity.LOWER
BETTER, WITHIN, WORSE = Judgement.BETTER, Judgement.WITHIN, Judgement.WORSE
LEICESTER: tuple[tuple[str, float, float, Polarity, Judgement | None], ...] = (
    ("NI016", 2.42, 2.14, LOWER, None),
    ("NI020", 0.98, 1.55, LOWER, BETTER),
    ("NI035", 2.75, 2.75, HIGHER, BETTER),
    ("NI039", 1990.90, 2776.00, LOWER, BETTER),
    ("NI040", 1177.10, 1177.50, HIGHER, BETTER),
    ("NI056i", 19.60, 21.50, LOWER, WITHIN),
    ("NI059", 72.00, 63.00, HIGHER, BETTER),
    ("NI065", 14.80, 11.00, LOWER, BETTER),
    ("NI112", -5.30, -28.30, LOWER, WORSE),
    ("NI117", 10.80, 8.40, LOWER, BETTER),
    ("NI120(i)", 591.30, 582.00, LOWER, None),
    ("NI120(ii)", 843.90, 839.00, LOWER, WITHIN),
    ("NI125", 59.00, 80.00, HIGHER, BETTER),
    ("NI126", 100.00, 80.00, HIGHER, BETTER),
    ("NI131", 13.00, 11.90, LOWER, WORSE),
    ("NI135", 10.00, 12.00, HIGHER, WITHIN),  # lost in print, taken from the text
    ("NI142", 98.00, 98.00, HIGHER, None),
    ("NI152", 16.33, 16.60, LOWER, BETTER),
    ("NI154", 300.00, 1450.00, HIGHER, WORSE),
    ("NI163", 57.04, 57.55, HIGHER, None),
    ("NI167", 4.23, 4.28, LOWER, BETTER),
    ("NI175", 79.10, 79.40, HIGHER, BETTER),
    ("NI179a", 11043.00, 10326.00, HIGHER, WITHIN),
    ("NI186", 1.80, 3.90, HIGHER, BETTER),
    ("NI193", 51.40, 56.00, LOWER, BETTER),
)
OVERRIDES = {"NI065": GREEN, "NI186": RED}


def leicester(overrides: dict[str, Rag]) -> list[RollupItem]:
    items = [RollupItem(GREY, due=True, placeholder=True)] * 11
    for code, actual, target, polarity, judgement in LEICESTER:
        found = rate(
            actual=actual,
            status=DataStatus.FINAL,
            target=Target(target),
            year_end=Target(),
            forecast=None,
            judgement=judgement,
            polarity=polarity,
            tolerance=Tolerance(5, 5) if code == "NI179a" else Tolerance(),
            mode=RatingMode.OUTLOOK,
            version="1",
            placeholder=False,
        )
        group = "NI120" if code.startswith("NI120") else None
        items.append(RollupItem(overrides.get(code, found.rag), True, False, group))
    return items


def test_leicesters_2008_figures_give_exactly_the_published_totals() -> None:
    found = rollup(leicester(OVERRIDES))
    assert found.tally == Tally(green=16, amber=3, red=5, grey_due=0, placeholders=11, not_due=0)
    assert found.rag is AMBER  # 5 of 24 = 20.8 % red, 16 of 24 = 66.7 % green


def test_without_the_two_overrides_leicester_counts_two_more_ambers() -> None:
    # NI 065 and NI 186 are worse than target with a better forecast: amber, not green and red.
    assert rollup(leicester({})).tally == Tally(15, 5, 4, 0, 11, 0)
