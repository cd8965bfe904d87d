"""Programme folders that tests start from."""

from __future__ import annotations

from pathlib import Path

from tests.support.cli import laa_xl, succeeded
from tests.support.copies import copy_of

NEW = "2008-10-01T09:00:00"


def _demo(folder: Path) -> None:
    succeeded(laa_xl("demo", "--into", folder))


def demo(into: Path) -> Path:
    """A programme with the four demonstration returns accepted, in a folder of its own."""
    return copy_of(_demo, into)


def _sent(folder: Path) -> None:
    succeeded(laa_xl("new", folder, "--agreement", "leicester-2008", now=NEW))
    succeeded(laa_xl("templates", folder, "--period", "2008-Q2", now=NEW))


def sent(into: Path) -> Path:
    """A programme whose templates for 2008-Q2 went out on 1 October; returns are due on 24 October 2008."""
    return copy_of(_sent, into)
