"""Filled programmes for tests of what officers do with them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from laa_xl.flow.programme import Programme
from tests.support.living import SAFE_Q1, accept, new_programme
from tests.support.programmes import filled


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small programme with the first quarter of the safer theme accepted: NI021 58.0, NI016 8.0. Not to be written into."""
    folder = new_programme(tmp_path_factory.mktemp("begun"))
    accept(folder, "2008-Q1", "SAFE", SAFE_Q1)
    return folder


@pytest.fixture
def folder(begun: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    return Path(shutil.copytree(begun, tmp_path / "p"))


@pytest.fixture
def leicester(tmp_path: Path) -> Programme:
    """The four returns of leicester-2008 for 2008-Q2, accepted; the inbox is empty."""
    return filled("leicester-2008", tmp_path)
