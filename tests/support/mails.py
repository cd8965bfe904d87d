"""Mails as partners send them, made with the standard library: with attachments, pictures, signatures, in mailbox files."""

from __future__ import annotations

import mailbox
from collections.abc import Iterable, Mapping
from email.message import EmailMessage
from pathlib import Path

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 60
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def mail(
    sender: str,
    files: Mapping[str, bytes] | None = None,
    *,
    date: str = "Mon, 20 Oct 2008 14:03:00 +0000",
    number: str = "<1@partner.example>",
    inner: Iterable[EmailMessage] = (),
    kind: str = XLSX,
) -> EmailMessage:
    """An answer with a signature's picture, and whatever is attached."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "performance@leicester.example"
    message["Subject"] = "Our return"
    message["Date"] = date
    message["Message-ID"] = number
    message.set_content("Please find our return attached.\n\nFrom the desk of the police\n")
    message.add_alternative("<p>Please find our return attached.</p><img src='cid:logo'>", subtype="html")
    message.add_attachment(
        PNG, maintype="image", subtype="png", filename="image001.png", disposition="inline", cid="<logo>"
    )
    main, _, sub = kind.partition("/")
    for name, data in (files or {}).items():
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    for one in inner:
        message.add_attachment(one)
    return message


def mbox(path: Path, mails: Iterable[EmailMessage]) -> Path:
    """A mailbox file, as Thunderbird and Apple Mail export one."""
    box = mailbox.mbox(path)
    for one in mails:
        box.add(one)
    box.close()
    return path
