"""Returned mails: into the inbox, with sender and time in the register; who sent it and when then counts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from laa_xl.domain.register import State
from laa_xl.domain.register_lines import register_lines
from laa_xl.flow.programme import Programme
from tests.support.cli import laa_xl, succeeded
from tests.support.mails import mail, mbox
from tests.support.programmes import demo_return, filled, prints, put

NOW = "2008-10-27T09:30:00"
POLICE, STRANGER = "ssc.returns@leicester.example", "somebody@elsewhere.example"
IN_TIME = "Wed, 22 Oct 2008 12:00:00 +0000"  # the return is due on 24 October
SSC = "leicester-2008-SSC-2008-Q2.xlsx"


@pytest.fixture(scope="module")
def book() -> bytes:
    return demo_return("leicester-2008", "SSC")


@pytest.fixture
def waiting(tmp_path: Path) -> Programme:
    """The templates of 2008-Q2 are out, and nothing has come in."""
    programme = filled("leicester-2008", tmp_path)
    register = programme.load_register()
    programme.save_register(register.model_copy(update={"receipts": ()}))
    return programme


def collected(
    programme: Programme, tmp_path: Path, mails: Mapping[str, EmailMessage] | EmailMessage, code: int = 0
) -> str:
    """What collect says about mails, each in a file of its own."""
    folder = tmp_path / "mails"
    folder.mkdir(exist_ok=True)
    for name, one in (mails if isinstance(mails, Mapping) else {"mail.eml": mails}).items():
        (folder / name).write_bytes(one.as_bytes())
    result = laa_xl("collect", programme.root, folder, now=NOW)
    assert result.exit_code == code, result.output
    return result.output


def inbox(programme: Programme) -> list[str]:
    return sorted(path.name for path in programme.folder("inbox").iterdir())


def test_a_return_by_mail_counts_from_its_arrival_and_needs_no_yes(
    waiting: Programme, tmp_path: Path, book: bytes
) -> None:
    said = collected(waiting, tmp_path, mail(f"Police <{POLICE}>", {SSC: book}, date=IN_TIME))
    assert f"{SSC}: from {POLICE}, 22/10/2008" in said
    assert "1 picture or signature passed over" in said
    (kept,) = waiting.load_register().collected
    arrived = datetime.fromisoformat("2008-10-22T12:00:00+00:00").astimezone().replace(tzinfo=None)
    assert (kept.file, kept.sender, kept.arrived, kept.message_id) == (SSC, POLICE, arrived, "<1@partner.example>")
    succeeded(laa_xl("consolidate", waiting.root, now=NOW))
    (receipt,) = waiting.load_register().receipts
    assert (receipt.state, receipt.came_in, receipt.at) == (State.ACCEPTED, arrived, datetime.fromisoformat(NOW))
    (line,) = [one for one in register_lines(waiting.load_register(), ["SSC"], receipt.at.date()) if one.receipt]
    assert line.late_days == 0
    assert "22/10/2008" in laa_xl("status", waiting.root, now=NOW).stdout


@pytest.mark.parametrize("sender", [STRANGER, "cyp.returns@leicester.example", f"{POLICE}, {STRANGER}"])
def test_a_sender_who_is_no_contact_of_the_theme_is_asked_about(
    waiting: Programme, tmp_path: Path, book: bytes, sender: str
) -> None:
    said = collected(waiting, tmp_path, mail(sender, {SSC: book}, date=IN_TIME))
    assert ("will wait for your yes" in said) is (sender != "cyp.returns@leicester.example")
    assert laa_xl("consolidate", waiting.root, now=NOW).exit_code == 1
    (receipt,) = waiting.load_register().receipts
    assert receipt.state is State.HELD
    who = "a sender whom the mail does not name plainly" if "," in sender else sender
    assert receipt.held == (f"It came by e-mail from {who}, not from a contact of Safer and Stronger Communities.",)
    succeeded(laa_xl("held", waiting.root, "--accept", SSC, "--because", "She stands in for the lead", now=NOW))
    last = waiting.load_register().receipts[-1]
    assert (last.state, last.came_in.date().isoformat()) == (State.ACCEPTED, "2008-10-22")


def test_a_sender_who_is_no_contact_is_asked_about_also_where_the_files_name_is_in_another_encoding(
    waiting: Programme, tmp_path: Path, book: bytes
) -> None:
    collected(waiting, tmp_path, mail(STRANGER, {SSC: book}, date=IN_TIME))
    try:
        (waiting.folder("inbox") / SSC).rename(waiting.folder("inbox") / os.fsdecode(b"caf\xe9.xlsx"))
    except OSError:
        pytest.skip("this file system has no such names")
    assert laa_xl("consolidate", waiting.root, now=NOW).exit_code == 1
    assert [one.state for one in waiting.load_register().receipts] == [State.HELD]


def test_the_same_file_from_a_contact_as_well_needs_no_yes(waiting: Programme, tmp_path: Path, book: bytes) -> None:
    mails = {
        "1.eml": mail(STRANGER, {SSC: book}),
        "2.eml": mail(POLICE, {"again.xlsx": book}, number="<2@partner.example>"),
    }
    said = collected(waiting, tmp_path, mails)
    assert "1 taken into the inbox, 1 known already" in said
    assert inbox(waiting) == [SSC]
    assert len(waiting.load_register().collected) == 2
    succeeded(laa_xl("consolidate", waiting.root, now=NOW))
    assert waiting.load_register().receipts[0].state is State.ACCEPTED


def test_collecting_again_changes_nothing_even_where_the_inbox_was_cleared(
    waiting: Programme, tmp_path: Path, book: bytes
) -> None:
    one = mail(POLICE, {SSC: book})
    collected(waiting, tmp_path, one)
    before = prints(waiting.root)
    assert "0 taken into the inbox, 1 known already" in collected(waiting, tmp_path, one)
    assert prints(waiting.root) == before
    (waiting.folder("inbox") / SSC).unlink()
    assert "is in the inbox no more" in collected(waiting, tmp_path, one)
    assert inbox(waiting) == []


def test_a_return_that_counts_is_not_said_to_be_replaced_by_a_later_one_that_was_not_accepted(
    waiting: Programme, tmp_path: Path, book: bytes
) -> None:
    collected(waiting, tmp_path, mail(POLICE, {SSC: book}))
    succeeded(laa_xl("consolidate", waiting.root, now=NOW))
    blank = (waiting.folder("templates", "2008-Q2") / SSC).read_bytes()
    collected(waiting, tmp_path, mail(POLICE, {SSC: blank}, number="<2@partner.example>"))
    for _ in range(2):
        said = laa_xl("consolidate", waiting.root, now=NOW).stdout
    assert f"{SSC}: already accepted" in said
    assert "took its place" not in said
    assert [one.file for one in waiting.load_register().current().values()] == [SSC]


def test_other_files_of_one_name_stand_beside_each_other_and_nothing_is_written_over(
    waiting: Programme, tmp_path: Path, book: bytes
) -> None:
    put(waiting, "return.xlsx", b"mine")
    mails = {f"{n}.eml": mail(POLICE, {"RETURN.xlsx": book + bytes(n)}, number=f"<{n}@x.example>") for n in (1, 2)}
    collected(waiting, tmp_path, mails)
    assert inbox(waiting) == ["RETURN-2.xlsx", "RETURN-3.xlsx", "return.xlsx"]
    assert (waiting.folder("inbox") / "return.xlsx").read_bytes() == b"mine"


def test_the_correction_that_arrived_last_counts_whatever_the_order_of_the_mails(
    waiting: Programme, tmp_path: Path, book: bytes
) -> None:
    other = demo_return("leicester-2008", "EDE")
    path = mbox(
        tmp_path / "returns.mbox",
        [
            mail(POLICE, {"b.xlsx": book}, date="Thu, 23 Oct 2008 12:00:00 +0000"),
            mail("ede.returns@leicester.example", {"a.xlsx": other}, date=IN_TIME, number="<2@x.example>"),
        ],
    )
    succeeded(laa_xl("collect", waiting.root, path, now=NOW))
    succeeded(laa_xl("consolidate", waiting.root, now=NOW))
    assert [one.file for one in waiting.load_register().receipts] == ["a.xlsx", "b.xlsx"]


def test_a_time_that_is_yet_to_come_is_not_believed(waiting: Programme, tmp_path: Path, book: bytes) -> None:
    collected(waiting, tmp_path, mail(POLICE, {SSC: book}, date="Mon, 20 Oct 2031 12:00:00 +0000"))
    assert waiting.load_register().collected[0].arrived is None
    succeeded(laa_xl("consolidate", waiting.root, now=NOW))
    assert waiting.load_register().receipts[0].came_in == datetime.fromisoformat(NOW)


def test_what_was_left_in_a_mail_ends_with_1_and_a_source_that_is_not_there_takes_nothing(
    waiting: Programme, tmp_path: Path, book: bytes
) -> None:
    said = collected(waiting, tmp_path, mail(POLICE, {SSC: book, "all.zip": b"PK\x03\x04x"}), code=1)
    assert "mail.eml: all.zip is an archive, and was not opened" in said
    assert inbox(waiting) == [SSC]
    before = prints(waiting.root)
    (tmp_path / "mails" / "mail.eml").write_bytes(mail(POLICE, {"new.xlsx": book + b"x"}).as_bytes())
    result = laa_xl("collect", waiting.root, tmp_path / "mails", tmp_path / "gone.mbox", now=NOW)
    assert result.exit_code == 2
    assert "There is no file or folder" in result.stderr
    assert prints(waiting.root) == before


def test_a_file_that_the_officer_saved_herself_is_not_asked_about(waiting: Programme, book: bytes) -> None:
    put(waiting, SSC, book)
    succeeded(laa_xl("consolidate", waiting.root, now=NOW))
    assert waiting.load_register().receipts[0].state is State.ACCEPTED


@pytest.mark.parametrize(("sender", "written_to"), [(STRANGER, False), (POLICE, True)])
def test_what_a_stranger_mailed_and_was_not_accepted_is_not_sent_back_to_those_whose_return_counts(
    waiting: Programme, tmp_path: Path, book: bytes, sender: str, written_to: bool
) -> None:
    collected(waiting, tmp_path, mail(POLICE, {SSC: book}))
    succeeded(laa_xl("consolidate", waiting.root, now=NOW))
    blank = (waiting.folder("templates", "2008-Q2") / SSC).read_bytes()
    collected(waiting, tmp_path, mail(sender, {"blank.xlsx": blank}, number="<2@x.example>"))
    laa_xl("consolidate", waiting.root, now=NOW)
    assert [one.state for one in waiting.load_register().receipts] == [State.ACCEPTED, State.REJECTED]
    said = succeeded(laa_xl("letters", waiting.root, "--kind", "findings", "--period", "2008-Q2", now=NOW)).stdout
    assert ("blank-marked.xlsx" in said) is written_to
