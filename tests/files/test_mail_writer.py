"""Drafts as files: read back with the standard library, in its old and its new way."""

from __future__ import annotations

import email
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import compat32, default

import pytest

from laa_xl.domain.documents import Field, Grid, Line, Part, Shape
from laa_xl.domain.mails import Attachment, Mail, Mailbox
from laa_xl.domain.report import Bullet
from laa_xl.files.mail_writer import mail_bytes

LONG = "Rückmeldung der Grafschaft für das zweite Vierteljahr – Straßen, Plätze und Grünanlagen (geprüft, endgültig) 2008-Q2.xlsx"
DATA = bytes(range(256)) * 40


def mail(**changes: object) -> Mail:
    grid = Grid(
        "g",
        "",
        (Field("a", "Block"), Field("r", "Rating", Shape.RAG), Field("n", "On track", Shape.COUNT)),
        (Line(("<Safer> & Stronger", "Red", 1450)),),
    )
    parts = (Part("", words=("Dear colleague, ½ of it.",), grids=(grid,), bullets=(Bullet("1", "", "A point", None),)),)
    given: dict[str, object] = {
        "name": "pack",
        "to": (Mailbox("Zoë O'Brien, Größe", "zoe@go.example"), Mailbox("Locality manager", "lm@go.example")),
        "cc": (Mailbox("Copy", "copy@go.example"),),
        "subject": "Leicester’s agreement: Rückmeldung für das zweite Vierteljahr, with a subject that is a good deal longer than one line",
        "parts": parts,
        "attachments": (
            Attachment("return.xlsx", DATA),
            Attachment(LONG, b"second"),
            Attachment("table.csv", b"a,b\r\n1,2\n"),
        ),
    }
    return Mail(**{**given, **changes})  # type: ignore[arg-type]


def read(data: bytes) -> EmailMessage:
    return email.message_from_bytes(data, policy=default)  # type: ignore[return-value]


def test_a_draft_is_marked_unsent_and_has_neither_sender_nor_date_nor_number() -> None:
    message = read(mail_bytes(mail()))
    assert message["X-Unsent"] == "1"
    assert {"From", "Date", "Message-ID", "Sender", "Bcc"}.isdisjoint(message.keys())
    assert not message.defects


def test_names_subject_and_file_names_survive_in_any_letters_and_length() -> None:
    message = read(mail_bytes(mail()))
    assert [(a.display_name, a.addr_spec) for a in message["To"].addresses] == [
        ("Zoë O'Brien, Größe", "zoe@go.example"),
        ("Locality manager", "lm@go.example"),
    ]
    assert message["Subject"] == mail().subject
    assert [part.get_filename() for part in message.iter_attachments()] == ["return.xlsx", LONG, "table.csv"]
    assert [part.get_payload(decode=True) for part in message.iter_attachments()] == [DATA, b"second", b"a,b\r\n1,2\n"]
    assert all(part.get_content_disposition() == "attachment" for part in message.iter_attachments())


def test_an_older_reader_sees_the_same() -> None:
    message = email.message_from_bytes(mail_bytes(mail()), policy=compat32)
    assert str(make_header(decode_header(message["Subject"]))) == mail().subject
    assert [part.get_filename() for part in message.walk() if part.get_filename()] == ["return.xlsx", LONG, "table.csv"]


def test_every_line_is_one_that_a_mail_server_takes() -> None:
    data = mail_bytes(mail())
    assert data.isascii()
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert max(map(len, data.partition(b"\r\n\r\n")[0].split(b"\r\n"))) <= 78


def test_plain_and_html_say_the_same_and_text_is_no_markup() -> None:
    message = read(mail_bytes(mail()))
    text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    html = message.get_body(("html",)).get_content()  # type: ignore[union-attr]
    for words in ("Dear colleague, ½ of it.", "A point", "On track", "1,450", "Red"):
        assert words in text
        assert words in html
    assert "<Safer> & Stronger" in text
    assert "&lt;Safer&gt; &amp; Stronger" in html
    assert "<Safer>" not in html
    assert "http" not in html


def test_equal_mails_give_equal_bytes_and_others_do_not() -> None:
    assert mail_bytes(mail()) == mail_bytes(mail())
    assert mail_bytes(mail()) != mail_bytes(mail(attachments=()))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_line_end_in_a_name_or_a_subject_adds_no_header(end: str) -> None:
    sly = f"x{end}Bcc: thief@elsewhere.example"
    message = read(
        mail_bytes(mail(subject=sly, to=(Mailbox(sly, "lm@go.example"),), attachments=(Attachment(f"{sly}.txt", b""),)))
    )
    assert "Bcc" not in message
    assert [a.addr_spec for a in message["To"].addresses] == ["lm@go.example"]
