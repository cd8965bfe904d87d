"""A file or folder whose name is in another encoding than the system's stops nothing, and can be told and kept."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from laa_xl.files.kept_answers import KeptAnswer, KeptAnswers
from laa_xl.files.store import as_text
from laa_xl.flow.feedback import copies, destinations
from laa_xl.flow.receiving import validate_file
from tests.support.partners import wrong

CAFE = os.fsdecode(b"caf\xe9")  # as a Windows of before wrote it

pytestmark = pytest.mark.skipif(os.name == "nt", reason="every name is text there")


@pytest.mark.parametrize(("name", "told"), [(CAFE, "caf?"), ("café & co — 100%", "café & co — 100%"), ("🙂", "🙂")])
def test_a_name_is_told_as_text(name: str, told: str) -> None:
    assert as_text(Path("inbox", name)) == str(Path("inbox", told))


def test_what_is_found_in_a_return_of_such_a_name_can_be_kept(tmp_path: Path) -> None:
    path = tmp_path / f"{CAFE}.xlsx"
    try:
        path.write_bytes(b"no workbook")
    except OSError:
        pytest.skip("this file system has no such names")
    for one in (path, tmp_path / f"{CAFE} that is not there.xlsx"):
        found = validate_file(one)
        assert Path(found.file).name.startswith("caf?")
        json.dumps(found.findings[0].as_json(), ensure_ascii=False).encode()


def test_a_return_of_such_a_name_gets_its_marked_copy(tmp_path: Path) -> None:
    path = tmp_path / f"{CAFE}.xlsx"
    try:
        path.write_bytes(wrong())
    except OSError:
        pytest.skip("this file system has no such names")
    into = destinations([path], tmp_path / "marked")
    (copy,) = copies([validate_file(path)], [path], into)
    assert copy.path == tmp_path / "marked" / "caf?.xlsx"
    assert copy.path.is_file()


def test_of_a_folder_of_such_a_name_nothing_is_remembered_and_nothing_stops(tmp_path: Path) -> None:
    answers = KeptAnswers(tmp_path / "answers", tmp_path / CAFE)
    answers.keep([KeptAnswer("0" * 64, b"key", b"", b"", b"")], lambda _: True)
    assert answers.find(["0" * 64]) == {}
