"""Returns with a password: opened with the one that is given, taken in without it, and the password is kept nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from laa_xl.domain.periods import Period
from laa_xl.files.store import sha256_of
from laa_xl.flow.accepting import read_accepted
from laa_xl.flow.programme import Programme
from tests.support.cli import laa_xl
from tests.support.programmes import new_return, put
from tests.support.returns import encrypted, valid_return

SECRET = "orchard-17-Birch"


def test_a_return_with_a_password_is_taken_in_and_read_later_without_it(
    leicester: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = new_return(leicester, "SSC", Period(2008, 2), {"NI193": {"comment": "Counted again."}})
    path = put(leicester, "police.xlsx", encrypted(data, SECRET))
    refused = laa_xl("consolidate", leicester.root)
    assert refused.exit_code == 2
    assert "protected with a password" in refused.stderr
    monkeypatch.setenv("LAA_RETURN_PASSWORD", SECRET)
    taken = laa_xl("consolidate", leicester.root)
    assert taken.exit_code in (0, 1), taken.stderr
    assert "unchanged" in laa_xl("consolidate", leicester.root, path).output
    monkeypatch.delenv("LAA_RETURN_PASSWORD")
    receipt = leicester.load_register().current()["SSC", Period(2008, 2)]
    assert receipt.sha256 == sha256_of(data)
    assert (leicester.root / receipt.kept).read_bytes() == data
    programme = Programme(leicester.root)
    assert all(item.returned for item in read_accepted(programme, programme.load()).values())
    for file in leicester.root.rglob("*"):
        if file.is_file():
            assert SECRET.encode() not in file.read_bytes(), file
    assert SECRET not in refused.output + taken.output


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        ("", 2, "is protected with a password, so"),
        ("meadow", 2, "the one that was given does not open it"),
        (SECRET, 0, ""),
    ],
)
def test_validate_says_what_became_of_the_password(
    given: str, code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(encrypted(valid_return(), SECRET))
    monkeypatch.setenv("LAA_RETURN_PASSWORD", given)
    result = laa_xl("validate", path)
    assert result.exit_code == code, result.output
    assert said in result.stderr


def test_a_marked_copy_of_a_protected_return_is_made_of_what_is_inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(encrypted(valid_return(), SECRET))
    monkeypatch.setenv("LAA_RETURN_PASSWORD", SECRET)
    assert laa_xl("validate", path, "--annotate", tmp_path / "marked").exit_code == 0
    assert (tmp_path / "marked" / "return.xlsx").read_bytes().startswith(b"PK")


def test_asking_for_a_password_needs_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(valid_return())
    result = laa_xl("validate", path, "--password-prompt")
    assert result.exit_code == 2
    assert "needs a terminal" in result.stderr


def test_the_password_that_was_typed_is_used_and_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(encrypted(valid_return(), SECRET))
    monkeypatch.setattr("laa_xl.cli.common._at_a_terminal", lambda: True)
    monkeypatch.setattr("click.prompt", lambda text, hide_input, err: SECRET if hide_input else "")
    result = laa_xl("validate", path, "--password-prompt")
    assert result.exit_code == 0, result.output
    assert SECRET not in result.output
