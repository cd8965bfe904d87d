"""What a command begins with before anybody asks: a plain return that is new, and no other file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from laa_xl.declare.return_form import WORKED_OUT
from laa_xl.files import apart
from laa_xl.files.store import sha256_of
from laa_xl.flow.beforehand import begin_with
from laa_xl.flow.passwords import password_given
from laa_xl.flow.receiving import validate_file
from tests.support.cli import laa_xl
from tests.support.living import NOW, new_programme
from tests.support.returns import encrypted, valid_return

DATA = valid_return()


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    yield
    apart.cool_down()


def begun() -> bytes | None:
    found = apart._READER.begun
    return found[1] if found else None


def test_a_return_is_begun_with_as_it_will_be_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "return.xlsx"
    file.write_bytes(DATA)
    begin_with(file)
    assert begun() == DATA
    assert validate_file(file).findings == ()
    assert begun() is None
    apart.read_beforehand(DATA, WORKED_OUT)
    begin_with(tmp_path / "another.xlsx")
    assert begun() == DATA


@pytest.mark.parametrize("what", ["missing", "a folder", "locked", "empty", "known"])
def test_what_will_not_be_asked_for_so_is_not_begun_with(what: str, tmp_path: Path) -> None:
    file = tmp_path / "return.xlsx"
    if what == "a folder":
        file.mkdir()
    elif what != "missing":
        file.write_bytes({"locked": encrypted(DATA, "orchard"), "empty": b"", "known": DATA}[what])
    with password_given("orchard"):
        begin_with(file, but_not={sha256_of(DATA)} if what == "known" else ())
    assert begun() is None
    assert what == "locked" or apart._READER.process is None


def test_a_file_of_more_than_any_return_is_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "large.xlsx"
    with file.open("wb") as out:
        out.truncate(2**40)  # takes no room on the disk, and would take all of the memory
    result = laa_xl("validate", file)
    assert (result.exit_code, isinstance(result.exception, SystemExit)) == (2, True)
    assert "too large" in result.output
    programme = new_programme(tmp_path)
    os.link(file, programme / "inbox" / file.name)
    result = laa_xl("consolidate", programme, now=NOW)
    assert (result.exit_code, isinstance(result.exception, SystemExit)) == (2, True)
    assert "too large" in result.output
