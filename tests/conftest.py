"""Tests marked `office` need LibreOffice, `ooxml` the Open XML SDK validator, `browser` Chromium and axe-core.

They are skipped where the tool is missing, unless LAA_REQUIRE_OFFICE=1: then a missing tool fails them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from types import ModuleType

import pytest
from hypothesis import settings

from laa_xl.files.kept_answers import PLACE
from tests.support import browser as chromium
from tests.support import office as libreoffice
from tests.support import ooxml

settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")

TOOLS: dict[str, Callable[[], str | None]] = {
    "office": libreoffice.missing,
    "ooxml": ooxml.missing,
    "browser": chromium.missing,
}
MARK_OF_FIXTURE = {"office": "office", "ooxml_errors": "ooxml", "browser": "browser"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that takes the fixture has the mark, so that `-m "not office"` leaves none behind."""
    for item in items:
        for fixture, mark in MARK_OF_FIXTURE.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark, missing in TOOLS.items():
        if item.get_closest_marker(mark) and (reason := missing()):
            if os.environ.get("LAA_REQUIRE_OFFICE") == "1":
                pytest.fail(reason, pytrace=False)
            pytest.skip(reason)


@pytest.fixture(scope="session", autouse=True)
def _answers(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What is remembered of accepted returns stands apart from the officer's own, and goes with the run."""
    os.environ[PLACE] = str(tmp_path_factory.mktemp("answers"))


@pytest.fixture(scope="session")
def office() -> ModuleType:
    """LibreOffice: office.recalculated, office.resave, office.to_pdf, office.to_png, office.Keyboard."""
    return libreoffice


@pytest.fixture(scope="session")
def ooxml_errors() -> Callable[..., list[str]]:
    """The validator: ooxml_errors(path) == [] for a file that Office opens without repair."""
    return ooxml.errors


@pytest.fixture(scope="session")
def browser() -> Iterator[ModuleType]:
    """Headless Chromium: with browser.opened(path, width) as seen: seen.axe(), seen.said, seen.asked, seen.run(script)."""
    yield chromium
    chromium.stop()
