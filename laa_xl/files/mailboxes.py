"""Finds the mails in a file or a folder: .eml files, and mailbox files (.mbox) read one mail at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from laa_xl.files import mail_limits
from laa_xl.files.store import StoreError

_HEADER = re.compile(rb"[!-9;-~]{1,76}:[ \t\r\n]")
_TIMED = re.compile(rb"From .*\d:\d\d")
_OF_A_MAIL = re.compile(
    rb"(?:From|To|Subject|Date|Message-ID|Received|Return-Path|Delivered-To|MIME-Version|Content-Type|X-[!-9;-~]+):",
    re.IGNORECASE,
)
_MAILS, _BOXES = {".eml"}, {".mbox", ".mbx"}
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Found:
    """A mail in its file, ``data`` as it was sent; or (``data`` None) a sentence that says why there is none."""

    place: str
    data: bytes | None
    why: str = ""


def mails_in(source: Path) -> Iterator[Found]:
    """Every mail of a file or of a folder and those within it, in the order of their names.

    StoreError where there is no such file or folder, or it cannot be read. Other files of a folder are passed over.
    """
    try:
        if source.is_dir():
            there = False
            for path in sorted(source.rglob("*")):
                if (
                    path.is_file()
                    and not path.name.startswith(".")
                    and (_looks_so(path) or path.suffix.lower() == ".msg")
                ):
                    there = True
                    yield from _file(path, path.relative_to(source).as_posix())
            if not there:
                yield Found(str(source), None, "There is no mail (.eml, .mbox) in it.")
        elif source.is_file():
            yield from _file(source, source.name)
        else:
            raise StoreError(f"There is no file or folder {source}.")
    except OSError as error:
        raise StoreError(
            f"{error.filename or source} cannot be read: {(error.strerror or str(error)).lower()}."
        ) from None


def _looks_so(path: Path) -> bool:
    """Whether a file of a folder is one of mails: by its ending, or without one by how it begins."""
    suffix = path.suffix.lower()
    if suffix in _MAILS | _BOXES:
        return True
    return not suffix and _begins(path)


def _begins(path: Path) -> bool:
    with path.open("rb") as stream:
        first = stream.read(200)
    return first.startswith(b"From ") or bool(_HEADER.match(first))


def _file(path: Path, place: str) -> Iterator[Found]:
    suffix = path.suffix.lower()
    if suffix == ".msg":
        yield Found(
            place, None, "Outlook's .msg files are not read. Save the mail as .eml, or its workbook into the inbox."
        )
        return
    with path.open("rb") as stream:
        many = stream.read(5) == b"From "
    if many or suffix in _BOXES:
        yield from _mailbox(path, place)
    elif suffix in _MAILS or _begins(path):
        size = path.stat().st_size
        if size > mail_limits.MAIL.most:
            yield Found(place, None, f"It is larger than {mail_limits.MAIL.said}, and was not opened.")
        else:
            yield Found(place, path.read_bytes())
    else:
        yield Found(
            place, None, "This is no mail. Save mails as .eml or .mbox; a workbook belongs into the inbox as it is."
        )


def _next(stream: BinaryIO) -> bytes:
    """The beginning of the next line, which is read again after it."""
    at = stream.tell()
    line = stream.readline(200)
    stream.seek(at)
    return line


def _begins_a_mail(line: bytes, after: bytes) -> bool:
    """Whether a line that begins with "From " parts two mails: many programs leave such a line of a text as it was written."""
    return bool(_HEADER.match(after)) and bool(_TIMED.match(line) or _OF_A_MAIL.match(after))


def _mailbox(path: Path, place: str) -> Iterator[Found]:
    """The mails of a mailbox file; one that is too large is told, and no more of it than that is kept in memory."""
    number, size, blank = 0, 0, True
    lines: list[bytes] = []

    def whole() -> Found:
        where = f"{place}, mail {number}"
        if size > mail_limits.MAIL.most:
            return Found(where, None, f"It is larger than {mail_limits.MAIL.said}, and was not opened.")
        return Found(where, b"".join(lines))

    with path.open("rb") as stream:
        while line := stream.readline(_CHUNK):
            if blank and line.startswith(b"From ") and (not number or _begins_a_mail(line, _next(stream))):
                if number:
                    yield whole()
                number, size = number + 1, 0
                lines.clear()
                if number > mail_limits.MAILS.most:
                    yield Found(place, None, f"Only its first {mail_limits.MAILS.said} were read. Make it smaller.")
                    return
            elif number:
                size += len(line)
                if size <= mail_limits.MAIL.most:
                    lines.append(line)
                else:
                    lines.clear()
            blank = line in (b"\n", b"\r\n")
    if number:
        yield whole()
    else:
        yield Found(place, None, "There is no mail in it.")
