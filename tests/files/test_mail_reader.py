"""Mails from outside: what is taken, what is passed over, what is told; hostile ones within limits."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from laa_xl.domain.mails import Attachment, Mail, Mailbox
from laa_xl.files import limits, mail_limits
from laa_xl.files.mail_reader import read_mail
from laa_xl.files.mail_writer import mail_bytes
from laa_xl.files.mailboxes import mails_in
from laa_xl.files.store import StoreError
from tests.support.mails import mail, mbox

POLICE = "Police <ssc.returns@leicester.example>"


def workbook() -> bytes:
    """The bytes by which a workbook is known."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return buffer.getvalue()


def archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("return.xlsx", workbook())
    return buffer.getvalue()


BOOK = workbook()


def test_the_workbook_is_taken_and_the_pictures_of_the_signature_are_passed_over() -> None:
    found = read_mail(mail(POLICE, {"return.xlsx": BOOK}).as_bytes())
    assert [(one.name, one.data) for one in found.workbooks] == [("return.xlsx", BOOK)]
    assert (found.passed_over, found.told) == (1, [])
    assert found.origin.sender == "ssc.returns@leicester.example"
    assert found.origin.message_id == "<1@partner.example>"


@pytest.mark.parametrize(
    ("name", "kind", "data", "told"),
    [
        ("returns.zip", "application/zip", archive(), "is an archive, and was not opened"),
        ("returns", "application/octet-stream", archive(), "is an archive"),
        ("return.rar", "application/octet-stream", b"Rar!", "is an archive"),
        ("winmail.dat", "application/ms-tnef", b"\x78\x9f\x3e\x22", "Ask the sender to send it as plain text"),
        ("WINMAIL.DAT", "application/octet-stream", b"\x78\x9f\x3e\x22", "Ask the sender to send it as plain text"),
        ("smime.p7m", "application/pkcs7-mime", b"x", "is encrypted"),
        ("letter.docx", "application/octet-stream", b"PK\x03\x04", "is no workbook"),
        ("minutes.pdf", "application/pdf", b"%PDF", "is no workbook"),
        ("empty.xlsx", "application/octet-stream", b"", "is empty"),
    ],
)
def test_what_is_left_in_the_mail_is_told(name: str, kind: str, data: bytes, told: str) -> None:
    found = read_mail(mail(POLICE, {name: data}, kind=kind).as_bytes())
    assert found.workbooks == []
    (said,) = found.told
    assert said.startswith(name)
    assert told in said


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("smime.p7s", "application/pkcs7-signature"),
        ("signature.asc", "application/pgp-signature"),
        ("me.vcf", "text/vcard"),
        ("invite.ics", "text/calendar"),
        ("logo.PNG", "application/octet-stream"),
    ],
)
def test_signatures_cards_and_invitations_are_passed_over(name: str, kind: str) -> None:
    found = read_mail(mail(POLICE, {name: b"x"}, kind=kind).as_bytes())
    assert (found.workbooks, found.told, found.passed_over) == ([], [], 2)


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("../../../master.xlsm", "master.xlsm"),
        ("C:\\temp\\return.xlsx", "return.xlsx"),
        ("Rückmeldung – Straßen und Plätze.xlsx", "Rückmeldung – Straßen und Plätze.xlsx"),
        ("renamed.zi_", "renamed.zi_.xlsx"),
        ("~$return.xlsx", "return.xlsx"),
        (".return.xlsx", "return.xlsx"),
        ("é" * 200 + ".xlsx", "é" * 87 + ".xlsx"),  # 2 bytes each, and most disks take 255 in all
    ],
)
def test_a_workbook_is_taken_under_a_name_that_stays_in_the_inbox(name: str, taken: str) -> None:
    found = read_mail(mail(POLICE, {name: BOOK}, kind="application/octet-stream").as_bytes())
    assert [one.name for one in found.workbooks] == [taken]


def test_a_name_encoded_the_old_way_and_a_workbook_without_a_name_are_taken() -> None:
    data = mail(POLICE, {"x.xlsx": BOOK}).as_bytes()
    old = data.replace(b'filename="x.xlsx"', b'filename="=?utf-8?B?UsO8Y2subGxzeA==?="').replace(
        b"UsO8Y2subGxzeA==", b"UsO8Y2sueGxzeA=="
    )
    assert [one.name for one in read_mail(old).workbooks] == ["Rück.xlsx"]
    nameless = data.replace(b'; filename="x.xlsx"', b"")
    assert [one.name for one in read_mail(nameless).workbooks] == ["return.xlsx"]


@pytest.mark.parametrize(
    ("sender", "found"),
    [
        ("a@b.example", "a@b.example"),
        ("A@B.Example (Ann)", "a@b.example"),
        ("Ann Other <a@b.example>", "a@b.example"),
        ('"Other, Ann <x@y.example>" <a@b.example>', "a@b.example"),
        ("=?utf-8?q?Z=C3=B6e?= <a@b.example>", "a@b.example"),
        ("x@y.example <a@b.example>", ""),
        ("Ann <x@y.example> <a@b.example>", ""),
        ("a@b.example, x@y.example", ""),
        ("a@b.example)<x@y.example>", ""),
        ("nobody", ""),
        ("A" * 5000 + " <a@b.example>", ""),
    ],
)
def test_a_sender_is_known_only_where_there_is_no_doubt(sender: str, found: str) -> None:
    assert read_mail(f"From: {sender}\n\nHello".encode()).origin.sender == found


def test_two_senders_are_none() -> None:
    assert read_mail(b"From: a@b.example\nFrom: x@y.example\n\nHello").origin.sender == ""


@pytest.mark.parametrize(
    ("head", "when"),
    [
        ("Date: Mon, 20 Oct 2008 14:03:00 +0000", "2008-10-20T14:03:00+00:00"),
        (
            "Received: from a by b; Tue, 21 Oct 2008 08:00:00 +0100\nDate: Mon, 20 Oct 2008 14:03:00 +0000",
            "2008-10-21T08:00:00+01:00",
        ),
        ("Received: nonsense\nDate: Mon, 20 Oct 2008 14:03:00 +0000", "2008-10-20T14:03:00+00:00"),
        ("Date: yesterday", None),
        ("Date: Mon, 99 Oct 9999999 14:03:00 +0000", None),
        ("Date: Thu, 01 Jan 1970 00:00:00 +0000", None),
        ("Date: Mon, 20 Oct 2008 14:03:00 +0000\nDate: Mon, 20 Oct 2008 14:04:00 +0000", None),
        ("Subject: none", None),
    ],
)
def test_the_time_is_that_of_the_last_server_else_the_mails_own(head: str, when: str | None) -> None:
    local = datetime.fromisoformat(when).astimezone().replace(tzinfo=None) if when else None
    assert read_mail(f"From: a@b.example\n{head}\n\nHello".encode()).origin.arrived == local


def test_who_forwards_answers_for_it_but_the_county_team_is_taken_for_those_whose_mails_it_forwards() -> None:
    inner = mail(POLICE, {"return.xlsx": BOOK}, number="<inner@partner.example>")
    forwarded = mail("performance@leicester.example", number="<outer@partner.example>", inner=[inner]).as_bytes()
    (one,) = read_mail(forwarded, {"performance@leicester.example"}).workbooks
    assert (one.origin.sender, one.origin.message_id) == ("ssc.returns@leicester.example", "<inner@partner.example>")
    (other,) = read_mail(forwarded).workbooks
    assert (other.origin.sender, other.origin.message_id) == (
        "performance@leicester.example",
        "<outer@partner.example>",
    )


def test_a_mail_that_came_back_undelivered_brings_no_return() -> None:
    report = mail("MAILER-DAEMON@partner.example", inner=[mail(POLICE, {"return.xlsx": BOOK})]).as_bytes()
    found = read_mail(report.replace(b"multipart/mixed", b"multipart/report", 1))
    assert found.workbooks == []
    assert "became of another mail" in found.told[0]


def deep(depth: int) -> bytes:
    made = mail(POLICE, {"return.xlsx": BOOK})
    for _ in range(depth):
        outer = EmailMessage()
        outer["From"] = POLICE
        outer.set_content("See below")
        outer.add_attachment(made)
        made = outer
    return made.as_bytes()


def borders(count: int) -> bytes:
    head = b"From: a@b.example\nMIME-Version: 1.0\n"
    return head + b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(count))


def parts(count: int) -> bytes:
    head = b'From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
    return head + b"--b\nContent-Type: text/plain\n\nx\n" * count + b"--b--\n"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"From: a@b.example\n\n" + b"\n" * (mail_limits.LINES.most + 1), "more than 2,000,000 lines"),
        (borders(5000), "more than 40 groups of parts"),
        (parts(10_000), "was not looked at"),
        (parts(30_000), "more than 20,000 lines that part it"),
        (deep(12), "within many others"),
    ],
)
def test_too_much_of_anything_is_told_and_not_opened(data: bytes, told: str) -> None:
    found = read_mail(data)
    assert found.workbooks == []
    assert any(told in one for one in found.told), found.told


def test_an_attachment_or_a_mail_that_is_too_large_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    data = mail(POLICE, {"large.xlsx": b"x" * 5000}).as_bytes()
    monkeypatch.setattr(limits, "FILE", limits.Limit("size of a file", 4999, "letters", "for this test"))
    assert read_mail(data).told == ["large.xlsx is larger than 4,999 letters, and was left in the mail."]
    monkeypatch.setattr(mail_limits, "MAIL", limits.Limit("size of a mail", 4999, "letters", "for this test"))
    assert read_mail(data).told == ["The mail was not opened: it has more than 4,999 letters."]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 1000,
        b"From: \xff\xfe\n\n\x80",
        b"Content-Type: multipart/mixed\n\nno border",
        b'Content-Type: multipart/mixed; boundary=""\n\n--\n--\n',
        b"Content-Type: multipart/mixed; boundary*=x'y'%ff\n\n--a",
        b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n!!!",
        b"Content-Disposition: attachment; filename*0*=utf-8''%ff; filename*9=x; filename*=bad''\n\nx",
        b'Content-Type: application/octet-stream; name="=?nosuch?B?!!?="\nContent-Transfer-Encoding: x-uuencode\n\nbegin 6',
        b"Content-Type: text/plain; charset=nosuch\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment\n\n=",
        b"Message-ID: " + b"x" * 100_000 + b"\nDate: " + b"(" * 50_000 + b"\nReceived: " + b"(" * 50_000 + b"\n\n",
        b": :\n::\nFrom\n" * 500,
        borders(40),
    ],
)
def test_a_mail_in_which_nothing_is_right_is_survived(data: bytes) -> None:
    assert read_mail(data).workbooks == []


def test_a_mailbox_file_is_read_mail_by_mail_and_a_line_that_begins_with_from_ends_none(tmp_path: Path) -> None:
    made = [mail(POLICE, {f"{n}.xlsx": BOOK}, number=f"<{n}@x.example>") for n in range(3)]
    path = mbox(tmp_path / "returns.mbox", made)
    found = [read_mail(one.data) for one in mails_in(path) if one.data]
    assert [[book.name for book in one.workbooks] for one in found] == [["0.xlsx"], ["1.xlsx"], ["2.xlsx"]]
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert len(list(mails_in(path))) == 3


@pytest.mark.parametrize(
    "words",
    [
        "From next week I shall be away.\nPlease see: the note",
        "From the desk of the police\nTel: 0116 496 0000",
        "From next week\n\nnobody is here",
    ],
)
def test_a_line_of_a_text_that_begins_with_from_and_was_left_as_it_is_costs_no_attachment(
    words: str, tmp_path: Path
) -> None:
    one = mail(POLICE, {"r.xlsx": BOOK}).as_bytes().replace(b"Please find our", f"\n{words}\n\nOur".encode(), 1)
    path = tmp_path / "returns.mbox"
    path.write_bytes((b"From - Mon Oct 20 14:03:00 2008\n" + one + b"\n\n") * 2 + b"From nobody\n" + one)
    found = [read_mail(one.data) for one in mails_in(path) if one.data]
    assert [(one.origin.sender, len(one.workbooks), one.told) for one in found] == [
        ("ssc.returns@leicester.example", 1, [])
    ] * 3


def test_a_workbook_that_is_called_a_picture_and_a_name_in_plain_letters_are_taken() -> None:
    found = read_mail(mail(POLICE, {"r.xlsx": BOOK}, kind="image/png").as_bytes())
    assert ([one.name for one in found.workbooks], found.passed_over) == (["r.xlsx"], 1)
    data = mail(POLICE, {"r.xlsx": BOOK}).as_bytes().replace(b'"r.xlsx"', '"Rückgabe.xlsx"'.encode())
    assert [one.name for one in read_mail(data).workbooks] == ["Rückgabe.xlsx"]


def test_a_mail_that_is_attached_in_code_is_told() -> None:
    data = mail(POLICE, inner=[mail(POLICE, {"r.xlsx": BOOK})]).as_bytes()
    head = b"Content-Type: message/rfc822\n"
    assert head in data
    found = read_mail(
        data.replace(head + b"Content-Transfer-Encoding: 8bit\n", head + b"Content-Transfer-Encoding: base64\n")
    )
    assert found.workbooks == []
    assert any("A mail is attached in a way" in told for told in found.told)


def test_an_empty_file_and_a_draft_of_our_own_bring_no_return_and_are_told(tmp_path: Path) -> None:
    attached = (Attachment("leicester-2008-SSC-2008-Q2.xlsx", BOOK),)
    draft = mail_bytes(Mail("a", (Mailbox("Police", "a@b.example"),), (), "Your template", (), attached))
    for data, told in ((b"", "There is no mail in it."), (b"\0\1\2", "There is no mail"), (draft, "never sent")):
        found = read_mail(data)
        assert found.workbooks == []
        assert told in " ".join(found.told)
    answer = draft.replace(
        b"X-Unsent: 1", b"X-Unsent: 1\r\nFrom: a@b.example"
    )  # some programs keep the mark when they send
    assert len(read_mail(answer).workbooks) == 1
    assert [one.why for one in mails_in(tmp_path)] == ["There is no mail (.eml, .mbox) in it."]


def test_a_mail_that_is_cut_short_is_told() -> None:
    whole = mail(POLICE, {"r.xlsx": BOOK}).as_bytes()
    for data in (whole[: whole.index(b"image/png")], whole[: whole.index(b"Please find")]):
        assert any("cut short" in told for told in read_mail(data).told)


def test_a_folder_gives_its_mails_and_tells_what_it_cannot_read(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "b.EML").write_bytes(mail(POLICE).as_bytes())
    mbox(tmp_path / "sub" / "Inbox", [mail(POLICE), mail(POLICE)])
    (tmp_path / "c.msg").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "return.xlsx").write_bytes(BOOK)
    (tmp_path / "notes").write_bytes(b"just notes")
    found = {one.place: one.data is not None for one in mails_in(tmp_path)}
    assert found == {"b.EML": True, "c.msg": False, "sub/Inbox, mail 1": True, "sub/Inbox, mail 2": True}


def test_a_file_that_is_no_mail_is_told_and_one_that_is_not_there_stops(tmp_path: Path) -> None:
    (tmp_path / "return.xlsx").write_bytes(BOOK)
    (one,) = mails_in(tmp_path / "return.xlsx")
    assert one.data is None
    assert "This is no mail" in one.why
    with pytest.raises(StoreError, match="There is no file or folder"):
        list(mails_in(tmp_path / "gone.mbox"))
    (tmp_path / "empty.mbox").write_bytes(b"")
    assert [one.why for one in mails_in(tmp_path / "empty.mbox")] == ["There is no mail in it."]


def test_a_mail_in_a_mailbox_that_is_too_large_is_told_and_the_next_one_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = mbox(
        tmp_path / "returns.mbox", [mail(POLICE, {"large.xlsx": b"x" * 20_000}), mail(POLICE, {"r.xlsx": BOOK})]
    )
    monkeypatch.setattr(mail_limits, "MAIL", limits.Limit("size of a mail", 10_000, "characters", "for this test"))
    first, second = mails_in(path)
    assert first.data is None
    assert "larger than" in first.why
    assert [one.name for one in read_mail(second.data or b"").workbooks] == ["r.xlsx"]


def test_every_limit_of_a_mail_is_told_in_the_documentation() -> None:
    told = (Path(__file__).resolve().parents[2] / "docs" / "reliability.md").read_text(encoding="utf-8")
    for limit in mail_limits.MAIL_LIMITS:
        assert f"| {limit.name} | {limit.said} | {limit.why} |" in told, limit.name
