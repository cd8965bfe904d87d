"""Reads a draft as it stands, whoever worked in it, and makes of it the mail that goes out."""

from __future__ import annotations

from base64 import encodebytes
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from laa_xl.domain.mails import Attachment, is_address
from laa_xl.domain.sentences import as_words
from laa_xl.files import mail_limits
from laa_xl.files.store import sha256_of

# All that goes out of a draft besides what was looked through. Mail programs write more into it: who is logged in, where
# it is kept, which mail it answers.
_GOES_OUT = {"to", "cc", "subject", "mime-version"}
_OF_A_PART = {"content-type", "content-transfer-encoding", "content-disposition", "content-id"}


class NoDraft(Exception):
    """A file that is no draft that can be sent; the message says why."""


@dataclass(frozen=True, slots=True)
class OpenedDraft:
    """A draft: to whom it goes (also those who are not named in it), and what it says."""

    to: tuple[str, ...]
    cc: tuple[str, ...]
    bcc: tuple[str, ...]
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...]
    data: bytes
    names: tuple[str, ...] = ()  # what those named in it are called there, where that is not their address

    @property
    def recipients(self) -> tuple[str, ...]:
        """Every address that it goes to, each once."""
        return tuple({one.casefold(): one for one in (*self.to, *self.cc, *self.bcc)}.values())

    @property
    def content(self) -> str:
        """The fingerprint of what it says to whom, whatever program saved it."""
        told = [*sorted(one.casefold() for one in self.recipients), self.subject, " ".join(self.text.split())]
        told += [f"{one.name} {sha256_of(one.data)}" for one in self.attachments]
        return sha256_of("\0".join(told).encode(errors="replace"))

    def message_id(self, sender: str) -> str:
        """The number it goes out under: the same for the same mail, so that one sent twice can be seen to be one."""
        return f"<{self.content[:32]}@{sender.rpartition('@')[2]}>"

    def outgoing(self, sender: str, now: datetime) -> bytes:
        """The mail as it goes out: with a sender, a date and a number, and without the mark of a draft."""
        message = _parsed(self.data)
        for part in message.walk():
            goes = _OF_A_PART | _GOES_OUT if part is message else _OF_A_PART
            for name in {name.lower() for name in part} - goes:
                del part[name]
            part.preamble = part.epilogue = None
            if part.get_filename() != part.get_param("name"):  # what was looked through is the first of them
                part.del_param("name")
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and str(part["Content-Transfer-Encoding"]).strip().lower() == "base64":
                part.set_payload(encodebytes(payload).decode())  # whatever else stood there was not looked through
        message["From"] = sender
        message["Date"] = format_datetime(now.astimezone())
        message["Message-ID"] = self.message_id(sender)
        return message.as_bytes()


def open_draft(data: bytes) -> OpenedDraft:
    """A draft; NoDraft, with a sentence, where it is none, or is addressed in a way that cannot be followed."""
    if len(data) > mail_limits.MAIL.most:
        raise NoDraft(f"it is larger than {mail_limits.MAIL.said}")
    try:
        message = _parsed(data)
        found = OpenedDraft(
            _addresses(message, "To"),
            _addresses(message, "Cc"),
            _addresses(message, "Bcc"),
            as_words(str(message["Subject"] or "")),
            _body(message, "plain"),
            _body(message, "html"),
            tuple(_attachments(message)),
            data,
            _names(message),
        )
        found.outgoing(
            "somebody@county.example", datetime(2000, 1, 1, tzinfo=UTC)
        )  # what cannot be written is no draft
    except NoDraft:
        raise
    except Exception:  # whatever the library makes of a file that is no mail
        raise NoDraft("it cannot be read as a mail") from None
    if not found.recipients:
        raise NoDraft("it is addressed to nobody")
    if not (found.text or found.html):
        raise NoDraft("it says nothing")
    return found


def _parsed(data: bytes) -> EmailMessage:
    return message_from_bytes(data, policy=SMTP)


def _addresses(message: EmailMessage, header: str) -> tuple[str, ...]:
    found = [one.addr_spec for value in message.get_all(header, []) for one in value.addresses]
    for address in found:
        if not is_address(address):
            raise NoDraft(f'"{as_words(address)[:80]}" is no e-mail address that can be written to')
    return tuple(found)


def _names(message: EmailMessage) -> tuple[str, ...]:
    boxes = [one for name in ("To", "Cc") for value in message.get_all(name, []) for one in value.addresses]
    groups = [one for name in ("To", "Cc") for value in message.get_all(name, []) for one in value.groups]
    called = [box.display_name for box in boxes if box.display_name.strip().casefold() != box.addr_spec.casefold()]
    return tuple(name for name in (*called, *(group.display_name or "" for group in groups)) if name)


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return "" if part is None else str(part.get_content())


def _attachments(message: EmailMessage) -> list[Attachment]:
    """Everything that is neither the text nor the layout: attached files, and pictures within."""
    bodies = [part for kind in ("plain", "html") if (part := message.get_body((kind,))) is not None]
    found = []
    for part in message.walk():
        if part.is_multipart() and part.get_content_type() != "message/rfc822":
            continue
        if any(part is body for body in bodies):
            continue
        if part.get_content_type() == "message/rfc822":
            raise NoDraft("another mail is attached to it, which nobody looks through")
        payload = part.get_payload(decode=True)
        found.append(
            Attachment(
                as_words(part.get_filename() or "without a name"), payload if isinstance(payload, bytes) else b""
            )
        )
    return found
