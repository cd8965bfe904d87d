"""The mail with the pack: drafted from the pack as it stands, to Government's contacts alone, looked through."""

from __future__ import annotations

import email
import shutil
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from laa_xl.flow.programme import Programme
from tests.support.cli import laa_xl, succeeded
from tests.support.programmes import edited, fill_row, filled, find, prints

DAY = "2008-10-28T10:00:00"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    programme = filled("leicester-2008", tmp_path_factory.mktemp("packed"))
    succeeded(laa_xl("pack", programme.root, "--because", "The rest follows in May", now=DAY))
    return programme.root


@pytest.fixture
def packed(kept: Path, tmp_path: Path) -> Programme:
    """The four returns of 2008-Q2 are accepted, and packed."""
    return Programme(Path(shutil.copytree(kept, tmp_path / "p")))


def drafted(programme: Programme, *words: str) -> Result:
    return laa_xl("mail", "pack", programme.root, "--period", "2008-Q2", *words, now=DAY)


def message(result: Result) -> EmailMessage:
    data = Path(succeeded(result).stdout.splitlines()[0]).read_bytes()
    return email.message_from_bytes(data, policy=default)  # type: ignore[return-value]


def contacts(programme: Programme, **values: object) -> None:
    """Change the row of the Locality manager."""

    def change(book: Any) -> None:
        sheet = book["Agreement contacts"]
        row = find(sheet, "Locality manager").row
        for heading, value in values.items():
            sheet.cell(row, find(sheet, heading.replace("_", "-")).column).value = value

    edited(programme, change)


def worded(programme: Programme, **values: str) -> None:
    edited(programme, lambda book: fill_row(book["Agreement letters"], "Letter", {"Letter": "pack", **values}))


def test_figures_that_changed_since_the_pack_was_made_are_told(packed: Programme) -> None:
    assert "figures have changed" not in drafted(packed).stderr
    succeeded(laa_xl("withdraw", packed.root, "SSC", "2008-Q2", "--because", "A wrong file", now=DAY))
    assert "figures have changed since the pack was made" in drafted(packed).stderr


def test_it_goes_to_governments_contacts_with_every_file_of_the_pack_and_the_headline(packed: Programme) -> None:
    found = message(drafted(packed))
    assert [a.addr_spec for a in found["To"].addresses] == ["locality@goem.example"]
    assert "Cc" not in found
    folder = packed.folder("reports", "2008-Q2", "pack")
    files = {part.get_filename(): part.get_payload(decode=True) for part in found.iter_attachments()}
    assert files == {path.name: path.read_bytes() for path in folder.iterdir()}
    for kind in ("plain", "html"):
        text = found.get_body((kind,)).get_content()  # type: ignore[union-attr]
        for words in (
            "16 on track, 3 off trajectory",
            "Safer and Stronger Communities",
            "it has not been issued",
            "all the same: The rest follows in May.",
        ):
            assert words in " ".join(text.split()), (kind, words)


def test_drafting_again_changes_nothing_and_a_draft_that_was_worked_in_stays(packed: Programme) -> None:
    first = Path(succeeded(drafted(packed)).stdout.splitlines()[0])
    before = prints(packed.root, "journal")
    assert Path(succeeded(drafted(packed)).stdout.splitlines()[0]) == first
    assert prints(packed.root, "journal") == before
    first.write_bytes(first.read_bytes() + b"\r\nmine")
    second = Path(succeeded(drafted(packed)).stdout.splitlines()[0])
    assert second != first
    assert first.read_bytes().endswith(b"mine")


def test_the_agreements_own_words_are_used(packed: Programme) -> None:
    worded(packed, Subject="Return of $area for $quarter", Text="Good day.\n$table\nYours, $county")
    found = message(drafted(packed))
    assert found["Subject"] == "Return of Leicester for 2008-Q2"
    text = found.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert text.startswith("Good day.")
    assert text.rstrip().endswith("Yours, Leicester City Council")


def test_words_that_must_not_leave_stop_the_draft(packed: Programme) -> None:
    worded(packed, Text="Ask cyp.lead@leicester.example, or ring 0116 496 0123.")
    before = prints(packed.root, "journal", "audit", "register", "backups")
    result = drafted(packed)
    assert result.exit_code == 1
    assert 'the mail.txt, line 1: an e-mail address ("cyp.lead@leicester.example")' in result.stdout
    assert prints(packed.root, "journal", "audit", "register", "backups") == before


def test_a_placeholder_that_there_is_not_is_told_with_its_cell(packed: Programme) -> None:
    worded(packed, Text="Dear $name")
    result = drafted(packed)
    assert result.exit_code == 2
    assert "Agreement letters, row" in result.stderr
    assert "no placeholder $name" in result.stderr


@pytest.mark.parametrize("address", [None, "by telephone"])
def test_without_an_address_at_the_government_office_there_is_no_draft(packed: Programme, address: str | None) -> None:
    contacts(packed, E_mail=address)
    result = drafted(packed)
    assert result.exit_code == 2
    assert "Agreement contacts" in result.stderr
    assert not packed.folder("reports", "2008-Q2", "mail").exists()
    if address:
        assert "This is no e-mail address" in " ".join(laa_xl("status", packed.root, now=DAY).output.split())


@pytest.mark.parametrize(
    ("how", "told"),
    [("none", "Make it first"), ("changed", "was changed"), ("gone", "no file"), ("broken", "cannot be read")],
)
def test_a_pack_that_is_not_as_it_was_made_is_not_mailed(packed: Programme, how: str, told: str) -> None:
    folder = packed.folder("reports", "2008-Q2", "pack")
    if how == "none":
        shutil.rmtree(folder)
    elif how == "changed":
        (folder / "cover-note.txt").write_text("mine")
    elif how == "gone":
        (folder / "cover-note.txt").unlink()
    elif how == "broken":
        (folder / "manifest.json").write_text("{}")
    result = drafted(packed)
    assert result.exit_code == 2
    assert told in result.stderr


def test_the_pack_of_another_quarter_is_not_taken_for_this_one(packed: Programme) -> None:
    folder = packed.folder("reports", "2008-Q2", "pack")
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"2008-Q2"', '"2008-Q1"'), encoding="utf-8")
    assert "is the pack of leicester-2008 for 2008-Q1" in drafted(packed).stderr
