"""Reads a mail that somebody sent: which workbooks are attached, from whom and when; hostile ones within limits.

Nothing of a mail is opened here but the mail itself: what is attached is told apart by its name and its first bytes, and
read later like any file from outside.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.errors import CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32
from email.utils import parsedate_to_datetime
from pathlib import PurePath
from typing import Any

from laa_xl.domain.mails import is_address, safe_name
from laa_xl.domain.sentences import as_words, many
from laa_xl.files import limits, mail_limits

_WORKBOOKS = {".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".ods", ".csv"}
_PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".bmp", ".svg", ".webp", ".tif", ".tiff", ".emz", ".wmz", ".ico", ".heic"}
_SIGNATURES = {".p7s", ".asc", ".sig", ".vcf", ".ics"}
_SIGNED = {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature", "text/vcard"}
_SIGNED |= {"text/x-vcard", "text/calendar", "application/ics"}
_SEALED = {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"}
_ARCHIVES = {".zip", ".7z", ".rar", ".gz", ".tar", ".tgz", ".bz2", ".xz", ".cab", ".iso"}
_TNEF = b"\x78\x9f\x3e\x22"
_ZIP = b"PK\x03\x04"
_FIRST_OF_PACKAGE = re.compile(rb"(\[Content_Types\]\.xml|_rels/|xl/|docProps/)")
_CUT = (CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect)
_NO_LETTER = "\N{REPLACEMENT CHARACTER}"
_FIRST_YEAR = 1990  # a time before is that of a clock that was never set
_BORDER = re.compile(rb"boundary\s*(?:\*\d*\*?)?=|message/rfc822", re.IGNORECASE)
_FROM = re.compile(r"[^<>@]*<\s*([^<>\s]+)\s*>|\s*([^<>\s(),;]+@[^<>\s(),;]+)\s*(?:\([^()]*\))?")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an attachment comes from, as the mail says it: "" and None where it does not say so plainly."""

    sender: str = ""
    arrived: datetime | None = None
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class Workbook:
    """An attachment that may be a return, with a name that a file can have."""

    name: str
    data: bytes
    origin: Origin


@dataclass(slots=True)
class ReceivedMail:
    """What was found in a mail; ``told`` are sentences about what was left, ``passed_over`` counts pictures and signatures."""

    origin: Origin = field(default_factory=Origin)
    workbooks: list[Workbook] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    passed_over: int = 0


def read_mail(data: bytes, own: Collection[str] = ()) -> ReceivedMail:
    """The workbooks of a mail. ``own``: addresses, in small letters, of those whose forwarded mails are taken for the mails
    inside; anybody else answers for what he forwards."""
    found = ReceivedMail()
    if too_much := _too_much(data):
        found.told.append(f"The mail was not opened: it has {too_much}.")
        return found
    try:
        message = message_from_bytes(data, policy=compat32)
    except Exception:  # whatever the library makes of bytes that were made to break it
        found.told.append("The mail was not opened: it is damaged.")
        return found
    if not message.keys():
        found.told.append("There is no mail in it.")
        return found
    if "X-Unsent" in message and "From" not in message and "Received" not in message:
        found.told.append("It is a draft that was never sent, so nothing was taken from it.")
        return found
    found.origin = _origin(message)
    _Walk(found, own).through(message, found.origin, 0)
    return found


def _too_much(data: bytes) -> str:
    """What there is too much of, before anything is parsed; "" for nothing."""
    counts = (
        (mail_limits.MAIL, len(data)),
        (mail_limits.LINES, max(data.count(b"\n"), data.count(b"\r"))),
        (mail_limits.DASHES, data.count(b"\n--") + data.count(b"\r--")),
        (mail_limits.BORDERS, sum(1 for _ in _BORDER.finditer(data))),
    )
    return next((f"more than {limit.said}" for limit, count in counts if count > limit.most), "")


@dataclass(slots=True)
class _Walk:
    """Through the parts of one mail."""

    found: ReceivedMail
    own: Collection[str]
    parts: int = 0

    def through(self, message: Message, origin: Origin, depth: int) -> None:
        if depth > mail_limits.DEPTH.most:
            self._tell("A mail within many others was not opened")
            return
        if message.get_content_type() == "multipart/report":
            self.found.told.append("It only says what became of another mail, and nothing was taken from it.")
            return
        if any(isinstance(defect, _CUT) for defect in message.defects):
            self._tell("It is cut short: see in your mail program whether something was attached that is not here")
        for part in _children(message):
            self.parts += 1
            if self.parts > mail_limits.PARTS.most:
                self._tell(f"What comes after its first {mail_limits.PARTS.said} was not looked at")
                return
            if part.get_content_type() == "message/rfc822":
                if str(part.get("Content-Transfer-Encoding", "")).strip().lower() in ("base64", "quoted-printable"):
                    self._tell(
                        "A mail is attached in a way that cannot be opened here: save what is attached to that one"
                    )
                    continue
                for inner in _children(part):
                    self.through(inner, _origin(inner) if origin.sender in self.own else origin, depth + 1)
            elif part.is_multipart():
                self.through(part, origin, depth)  # how deep they go is limited by the number of borders
            else:
                self._leaf(part, origin)

    def _tell(self, what: str) -> None:
        if f"{what}." not in self.found.told:
            self.found.told.append(f"{what}.")

    def _leaf(self, part: Message, origin: Origin) -> None:
        name, kind = _name(part), part.get_content_type()
        suffix = PurePath(name).suffix.lower()
        if (not name and kind.startswith(("text/", "message/"))) or kind == "message/delivery-status":
            return  # what the mail itself says
        seen = kind.startswith("image/") or kind in _SIGNED or suffix in _PICTURES | _SIGNATURES
        if seen and suffix not in _WORKBOOKS:  # whatever kind a mail program takes a workbook for
            self.found.passed_over += 1
            return
        data = _content(part)
        if told := _left(name or "An attachment without a name", kind, suffix, data):
            self.found.told.append(told)
            return
        stem = safe_name(name, "return")
        if PurePath(stem).suffix.lower() not in _WORKBOOKS:
            stem += ".xlsx"
        self.found.workbooks.append(Workbook(stem, data, origin))


def _left(name: str, kind: str, suffix: str, data: bytes) -> str:
    """Why an attachment is left in the mail, in a sentence; "" where it may be a return."""
    shown = as_words(name)[:120]
    if kind == "application/ms-tnef" or (suffix == ".dat" and data[:4] == _TNEF) or shown.lower() == "winmail.dat":
        return (
            f"{shown} is how Outlook packs attachments for other Outlooks, and was not opened. Ask the sender to send it as plain text "
            "or HTML, or save the workbook from Outlook."
        )
    if kind in _SEALED or suffix == ".p7m":
        return f"{shown} is encrypted. Open the mail in your mail program and save the workbook into the inbox."
    if not data:
        return f"{shown} is empty. Ask for it again."
    if len(data) > limits.FILE.most:
        return f"{shown} is larger than {limits.FILE.said}, and was left in the mail."
    if _is_workbook(suffix, data):
        return ""
    if suffix in _ARCHIVES or (data[:4] == _ZIP and suffix not in (".docx", ".pptx", ".odt", ".odp")):
        return f"{shown} is an archive, and was not opened. Ask for the workbook itself, or unpack it into the inbox yourself."
    return f"{shown} is no workbook, and was left in the mail."


def _is_workbook(suffix: str, data: bytes) -> bool:
    if suffix in _WORKBOOKS:
        return True
    if data[:4] == _ZIP:  # also one that was renamed on its way, as some gateways do
        return bool(_FIRST_OF_PACKAGE.match(data, 30)) and b"xl/workbook" in data
    return False


def _children(message: Message) -> Iterator[Message]:
    """The parts of a mail, or the mail itself where it is one part."""
    payload: Any = message.get_payload()
    if isinstance(payload, list):
        yield from (one for one in payload if isinstance(one, Message))
    else:
        yield message


def _name(part: Message) -> str:
    """The name of an attachment, however it was written; "" for none."""
    try:
        raw = part.get_filename() or ""
        if _NO_LETTER in raw:  # letters that were sent as they are, which no header may hold
            raw = _as_sent(part).get_filename() or raw
        return str(make_header(decode_header(raw))) if "=?" in raw else raw
    except Exception:  # a name that breaks the library's reading of it is no name
        return "attachment"


def _as_sent(part: Message) -> Message:
    """The headers that name an attachment, read as UTF-8."""
    found = Message()
    for name, value in part.raw_items():
        if name.lower() in ("content-disposition", "content-type"):
            found[name] = str(value).encode("ascii", "surrogateescape").decode(errors="replace")
    return found


def _content(part: Message) -> bytes:
    try:
        data: Any = part.get_payload(decode=True)
    except Exception:  # as above: the attachment counts as empty, which is told
        return b""
    return data if isinstance(data, bytes) else b""


def _origin(message: Message) -> Origin:
    return Origin(_sender(message), _arrived(message), as_words(_header(message, "Message-ID"))[:250])


def _header(message: Message, name: str) -> str:
    """A header that stands once, as it was sent; "" for none, for several, and for one that is far too long."""
    try:
        found = [str(value) for value in message.get_all(name, [])]
    except Exception:
        return ""
    return found[0] if len(found) == 1 and len(found[0]) <= mail_limits.HEADER.most else ""


def _sender(message: Message) -> str:
    """The one address in From; "" where there is none, or more than one that might be meant."""
    found = _FROM.fullmatch(_without_quotes(" ".join(_header(message, "From").split())))
    address = (found[1] or found[2]).strip() if found else ""
    return address.casefold() if is_address(address) else ""


def _without_quotes(text: str) -> str:
    return re.sub(r'^"(?:[^"\\]|\\.)*"', "", text)


def _arrived(message: Message) -> datetime | None:
    """When the mail reached us: what the last server wrote, else its own date; local time."""
    try:
        received = str((message.get_all("Received", []) or [""])[0])[: mail_limits.HEADER.most]
    except Exception:
        received = ""
    for text in (received.rpartition(";")[2], _header(message, "Date")):
        try:
            when = parsedate_to_datetime(" ".join(text.split()))
            local = (when.astimezone() if when.tzinfo else when).replace(tzinfo=None, microsecond=0)
            if local.year >= _FIRST_YEAR:
                return local
        except (ValueError, TypeError, OverflowError, IndexError, OSError):
            continue
    return None


def passed_over_in_words(number: int) -> str:
    """``3 pictures or signatures were passed over.``"""
    return f"{many(number, 'picture or signature', 'pictures or signatures')} passed over." if number else ""
