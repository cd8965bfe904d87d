"""Headless Chromium with axe-core: what a browser makes of a page, at a width, and what a screen reader would stumble over.

Chromium is Debian's, or whatever $LAA_CHROMIUM names; Playwright drives it; axe-core comes from npm.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SECONDS = 60
ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class BrowserMissing(RuntimeError):
    """Chromium, Playwright or axe-core is not on this machine."""


@functools.cache
def find_chromium() -> str:
    named = os.environ.get("LAA_CHROMIUM")
    if named and not Path(named).is_file():
        raise BrowserMissing(f"LAA_CHROMIUM names {named}, which is not there")
    found = named or next((path for name in NAMES if (path := shutil.which(name))), None)
    if not found:
        raise BrowserMissing("Chromium is missing: apt-get install chromium, or name it in LAA_CHROMIUM")
    if importlib.util.find_spec("playwright") is None:
        raise BrowserMissing("Playwright is missing: pip install '.[browser]'")
    return found


@functools.cache
def find_axe() -> Path:
    """Find axe.min.js: $LAA_AXE, then the repo's node_modules."""
    named = os.environ.get("LAA_AXE")
    found = Path(named) if named else ROOT / "node_modules" / "axe-core" / "axe.min.js"
    if not found.is_file():
        raise BrowserMissing("axe-core is missing: npm install --no-save --no-package-lock axe-core@4.14.1")
    return found


def missing() -> str | None:
    """Say what is missing on this machine, or None when all is there."""
    try:
        find_chromium()
        find_axe()
    except BrowserMissing as reason:
        return str(reason)
    return None


@dataclass
class Seen:
    """A page that is open; ``said`` is what it wrote to the console, ``asked`` every address that it wanted."""

    page: Any
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def run(self, script: str) -> Any:
        """What a piece of JavaScript gives."""
        return self.page.evaluate(script)

    def axe(self) -> list[str]:
        """What axe-core finds, whatever its weight, by the rules of WCAG 2.2 AA and its own best practices.

        All rules that it runs by default, and the one on the size of what is pressed, which it does not.
        """
        # Through the debugger, not as a script of the page: the page's own policy forbids any other script.
        self.page.evaluate(find_axe().read_text(encoding="utf-8"))
        found = self.page.evaluate(
            "() => axe.run(document, {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}})"
        )
        return [
            f"{one['impact']} {one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]
        ]


_running: list[tuple[Any, Any]] = []


def _chromium() -> Any:
    """Chromium, started at the first page; each page then has a profile of its own."""
    from playwright.sync_api import sync_playwright

    if not _running:
        tool = sync_playwright().start()
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        _running.append((tool, tool.chromium.launch(executable_path=find_chromium(), args=arguments)))
    return _running[0][1]


def stop() -> None:
    """End it."""
    while _running:
        tool, chromium = _running.pop()
        chromium.close()
        tool.stop()


@contextmanager
def opened(path: Path, width: int, *, script: bool = True) -> Iterator[Seen]:
    """The page in a window of that width."""
    context = _chromium().new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
    try:
        context.set_default_timeout(SECONDS * 1000)
        seen = Seen(context.new_page())
        seen.page.on("console", lambda message: seen.said.append(message.text))
        seen.page.on("pageerror", lambda error: seen.said.append(str(error)))
        seen.page.on("request", lambda request: seen.asked.append(request.url))
        seen.page.goto(path.resolve().as_uri())
        yield seen
    finally:
        context.close()
