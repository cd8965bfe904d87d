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
# The files that take longest come first, so that at the end no process waits for another. A name that is gone does no harm.
LONGEST = (
    "durability/test_failing_disk.py",
    "live/test_live_cells.py",
    "live/test_live_checks.py",
    "checks/test_confirming.py",
    "checks/test_every_rule.py",
    "flow/test_parts.py",
    "files/test_annotated.py",
    "flow/test_desk.py",
    "checks/test_silence.py",
    "flow/test_pack.py",
    "faults/test_second_reader.py",
    "flow/test_programme.py",
    "flow/test_generated_files.py",
    "faults/test_faults.py",
    "flow/test_prefill.py",
    "live/test_keyboard.py",
    "checks/test_near_misses.py",
)
MARK_OF_FIXTURE = {"office": "office", "ooxml_errors": "ooxml", "browser": "browser"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that takes the fixture has the mark, so that `-m "not office"` leaves none behind; the longest files first."""
    for item in items:
        for fixture, mark in MARK_OF_FIXTURE.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)
    turn = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: turn.get("/".join(item.path.parts[-2:]), len(turn)))


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


@pytest.fixture(scope="session", autouse=True)
def _no_waiting_for_the_disk() -> Iterator[None]:
    """Nobody pulls the plug here; that each file is flushed is asked in durability/test_failing_disk.py."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


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
