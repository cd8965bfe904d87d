"""Writes a mail as an .eml that Outlook, Thunderbird and Apple Mail open as one that was not sent; equal mails, equal bytes."""

from __future__ import annotations

from collections.abc import Iterable
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import PurePath

from laa_xl.domain.mails import Mail, Mailbox
from laa_xl.domain.sentences import as_words
from laa_xl.files.mail_html import html_body
from laa_xl.files.store import sha256_of

UNSENT = "X-Unsent"  # by which Outlook opens it ready to be edited and sent
_KINDS = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".csv": "text/csv",
    ".json": "application/json",
    ".txt": "text/plain",
    ".pdf": "application/pdf",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
}
_OTHER = "application/octet-stream"


def mail_bytes(mail: Mail) -> bytes:
    """The draft: no sender, no date and no number of its own, which the program that sends it gives."""
    message = EmailMessage(policy=SMTP)
    message[UNSENT] = "1"
    if mail.to:
        message["To"] = _addresses(mail.to)
    if mail.cc:
        message["Cc"] = _addresses(mail.cc)
    message["Subject"] = as_words(mail.subject)  # a line end would begin another header
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(html_of(mail), subtype="html", cte="quoted-printable")
    for one in mail.attachments:
        main, _, sub = kind_of(one.name).partition("/")
        # Never as text, whatever it is: line ends and letters stay as they are, and the fingerprint with them.
        message.add_attachment(one.data, maintype=main, subtype=sub, cte="base64", filename=as_words(one.name))
    _settle_boundaries(message, _fingerprint(mail))
    return message.as_bytes()


def html_of(mail: Mail) -> str:
    """What the mail says, as HTML."""
    return html_body(mail.subject, mail.parts)


def kind_of(name: str) -> str:
    """The kind of a file by its ending, as mail programs name it."""
    suffix = PurePath(name).suffix.lower()
    return _KINDS.get(suffix, _OTHER)


def _addresses(boxes: Iterable[Mailbox]) -> tuple[Address, ...]:
    return tuple(Address(as_words(box.name), addr_spec=box.address) for box in boxes)


def _fingerprint(mail: Mail) -> str:
    told = (mail.subject, mail.text, *(f"{one.name} {sha256_of(one.data)}" for one in mail.attachments))
    return sha256_of("\0".join(told).encode())


def _settle_boundaries(message: EmailMessage, fingerprint: str) -> None:
    """Boundaries that follow from what the mail says; the library would draw them by lot."""
    number = 0
    for part in message.walk():
        if part.is_multipart():
            number += 1
            part.set_boundary(f"laa-xl-{number}-{fingerprint[:32]}")
