"""The public page in headless Chromium: no fault that axe-core knows, readable at 320 px, silent, and whole without its script."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest

from tests.support.programmes import PERIODS
from tests.support.shipped_pages import shipped_html

WIDTHS = (320, 1280)
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What is cut off at the side without a way to scroll to it.
CUT = """() => [...document.querySelectorAll('main *')].filter(e => {
  const box = e.getBoundingClientRect();
  return box.width && !e.closest('.sr') && (box.right > document.documentElement.clientWidth + 1 || box.left < -1);
}).map(e => e.outerHTML.slice(0, 120))"""
ROWS = (
    "() => [...document.querySelectorAll('#index-rows tr')].filter(row => !row.hidden).map(row => row.dataset.rating)"
)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PERIODS)
def test_axe_finds_nothing_the_page_does_not_scroll_sideways_and_keeps_silent(
    browser: ModuleType, name: str, width: int, tmp_path: Path
) -> None:
    path = shipped_html(name, tmp_path)
    with browser.opened(path, width) as seen:
        assert seen.run(WIDER) <= 0
        assert seen.run(CUT) == []
        assert seen.asked == [path.as_uri()]
        assert seen.said == []
        assert seen.axe() == []


def test_axe_the_width_and_the_console_do_notice_what_is_wrong(browser: ModuleType, tmp_path: Path) -> None:
    path = shipped_html("leicester-2008", tmp_path)
    text = path.read_text("utf-8").replace(' lang="en-GB"', "").replace("<main", '<img src="x.png"><main')
    path.write_text(text.replace("<h1>", '<h1 id="main"><svg width="900" height="9"></svg>'), "utf-8")
    with browser.opened(path, 320) as seen:
        assert seen.run(WIDER) > 0
        assert any("Content Security Policy" in line for line in seen.said)
        assert {line.split(":")[0] for line in seen.axe()} >= {"serious html-has-lang", "critical image-alt"}


def test_a_long_word_in_a_title_and_a_long_sum_of_money_do_not_widen_a_narrow_page(
    browser: ModuleType, tmp_path: Path
) -> None:
    path = shipped_html("leicester-2008", tmp_path)
    text = path.read_text("utf-8")
    title = re.search(r"(<h4[^>]*>.*?)(</h4>)", text, re.DOTALL)
    figure = re.search(r'(<td class="number">)([\d.,]+)(</td>\s*<td class="number">)([\d.,]+)', text)
    assert title
    assert figure
    text = text.replace(title[0], f"{title[1]} {'Pneumonoultramicroscopic' * 3}{title[2]}", 1)
    sums = f"{figure[1]}£1,200,000,000.00{figure[3]}£1,234,567,890.12"
    path.write_text(text.replace(figure[0], sums), "utf-8")
    with browser.opened(path, 320) as seen:
        assert seen.run(WIDER) <= 0
        assert seen.run(CUT) == []


def test_the_list_can_be_filtered_and_ordered_by_keyboard_and_says_how_many_are_shown(
    browser: ModuleType, tmp_path: Path
) -> None:
    with browser.opened(shipped_html("leicester-2008", tmp_path), 1280) as seen:
        before = seen.run(ROWS)
        seen.page.focus("#by-rating")
        seen.page.keyboard.type("Red")
        seen.page.keyboard.press("Tab")
        assert seen.run(ROWS) == ["red"] * 5
        assert seen.page.inner_text("#filter-told") == "5 of 36 indicators shown"
        seen.page.select_option("#by-rating", "")
        seen.page.select_option("#by-order", "rating")
        worst_first = ["red", "amber", "grey", "green"]
        assert seen.run(ROWS) == sorted(before, key=worst_first.index)
        seen.page.select_option("#by-order", "")
        assert seen.run(ROWS) == before
        assert seen.axe() == []


def test_without_its_script_the_page_says_as_much_and_offers_nothing_that_would_not_work(
    browser: ModuleType, tmp_path: Path
) -> None:
    path = shipped_html("leicestershire-2006", tmp_path)
    with browser.opened(path, 320) as seen:
        whole = seen.page.inner_text("main")
        form = seen.page.inner_text("#filter")
    with browser.opened(path, 320, script=False) as seen:
        assert not seen.page.is_visible("#filter")
        assert seen.page.inner_text("main").split() == whole.replace(form, "").split()


def test_the_first_tab_offers_the_way_past_the_header_and_at_double_zoom_nothing_is_cut(
    browser: ModuleType, tmp_path: Path
) -> None:
    path = shipped_html("leicester-2008", tmp_path)
    with browser.opened(path, 1280) as seen:
        seen.page.keyboard.press("Tab")
        assert seen.page.evaluate("document.activeElement.textContent") == "Skip to the main content"
        assert seen.page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
        seen.page.keyboard.press("Enter")
        assert seen.page.evaluate("document.activeElement.id") == "main"
    with browser.opened(path, 640) as seen:  # what a window of 1,280 px has at 200 %
        assert seen.run(WIDER) <= 0
        assert seen.run(CUT) == []


def test_on_paper_every_row_is_there_and_what_is_only_for_the_screen_is_not(
    browser: ModuleType, tmp_path: Path
) -> None:
    with browser.opened(shipped_html("leicester-2008", tmp_path), 1280) as seen:
        seen.page.select_option("#by-rating", "red")
        seen.page.emulate_media(media="print")
        assert not seen.page.is_visible("#filter")
        assert not seen.page.is_visible("nav")
        assert seen.page.locator("#index-rows tr").last.is_visible()
