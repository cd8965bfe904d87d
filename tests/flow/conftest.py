"""Filled programmes for tests of what officers do with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from laa_xl.flow.programme import Programme
from tests.support.programmes import filled


@pytest.fixture
def leicester(tmp_path: Path) -> Programme:
    """The four returns of leicester-2008 for 2008-Q2, accepted; the inbox is empty."""
    return filled("leicester-2008", tmp_path)
