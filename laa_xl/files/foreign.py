"""What a file is that is no workbook, as far as that helps its sender."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NoReturn

from laa_xl.files.refused import Refused

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The streams of an OLE file by which its kind is known; their names stand in it as UTF-16.
_STREAMS = (
    ("EncryptedPackage", "password", ""),
    ("__properties_version1.0", "not_a_workbook", "an e-mail: save what is attached to it"),
    ("WordDocument", "not_a_workbook", "an old Word document"),
    ("PowerPoint Document", "not_a_workbook", "an old presentation"),
    ("Workbook", "old_xls", ""),
    ("Book", "old_xls", ""),
)
_BEGINNINGS = (
    (b"%PDF", "not_a_workbook", "a PDF"),
    (b"\x89PNG", "not_a_workbook", "a picture"),
    (b"\xff\xd8\xff", "not_a_workbook", "a picture"),
    (b"GIF8", "not_a_workbook", "a picture"),
    (b"BM", "not_a_workbook", "a picture"),
    (b"II*\0", "not_a_workbook", "a picture"),
    (b"MM\0*", "not_a_workbook", "a picture"),
    (b"{\\rtf", "not_a_workbook", "a text document"),
    (b"MZ", "not_a_workbook", "a program, which was not run"),
    (b"7z\xbc\xaf\x27\x1c", "archive", "a 7z archive"),
    (b"Rar!\x1a\x07", "archive", "a RAR archive"),
    (b"\x1f\x8b", "archive", "a gzip archive"),
    (b"BZh", "archive", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "archive", "an xz archive"),
)
_MAIL = ("received:", "return-path:", "mime-version:", "from:", "delivered-to:", "x-")
_FOLDERS = {"word/": "a Word document", "ppt/": "a presentation", "visio/": "a drawing", "index/": "a Numbers file"}
_INSIDE = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".docx", ".pdf", ".zip", ".msg")


def foreign(data: bytes) -> Refused:
    """What a file without a zip is."""
    if data.startswith(_OLE):
        for stream, code, kind in _STREAMS:
            if f"{stream}\0".encode("utf-16-le") in data:
                return Refused(code, kind)
        return Refused("not_a_workbook")
    for beginning, code, kind in _BEGINNINGS:
        if data.startswith(beginning) and (len(beginning) > 2 or b"\0" in data[:64]):
            return Refused(code, kind)
    return _text(data)


def _text(data: bytes) -> Refused:
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    if any(ord(character) < 32 and character not in "\t\r\n\f" for character in text[:100_000]):
        return Refused("not_a_workbook")
    start = text.lstrip()[:1000].lower()
    if "<html" in start or start.startswith(("<!doctype html", "<table")):
        return Refused("other_format", "a web page (HTML)")
    if "urn:schemas-microsoft-com:office:spreadsheet" in start:
        return Refused("other_format", "an XML spreadsheet of 2003")
    if "opendocument" in start and "office:document" in start:
        return Refused("other_format", "an OpenDocument spreadsheet (.fods)")
    if start.startswith("id;p"):
        return Refused("other_format", "a SYLK file (.slk)")
    if start.startswith(_MAIL) and "\n" in start:
        return Refused("not_a_workbook", "an e-mail: save what is attached to it")
    lines = [line for line in text[:100_000].splitlines() if line.strip()]
    if len(lines) > 1 and any(all(mark in line for line in lines[:20]) for mark in ",;\t"):
        return Refused("other_format", "a text file (CSV)")
    return Refused("not_a_workbook")


def refuse_other_packages(names: Iterable[str], read: Callable[[str], bytes]) -> None:
    """Refuse a zip that is another kind of document, or one with files in it; ``read`` gives a part's bytes."""
    known = list(names)
    if "mimetype" in known and b"opendocument" in read("mimetype")[:200]:
        kind = "an OpenDocument spreadsheet (.ods)" if b"spreadsheet" in read("mimetype")[:200] else ""
        raise Refused("other_format", kind) if kind else Refused("not_a_workbook", "a text document")
    if "xl/workbook.bin" in known:
        raise Refused("other_format", "a binary Excel workbook (.xlsb)")
    for folder, kind in _FOLDERS.items():
        if any(name.startswith(folder) for name in known):
            raise Refused("not_a_workbook", kind)
    if not any(name.startswith("xl/") for name in known):
        _refuse_archive(known)


def _refuse_archive(names: list[str]) -> NoReturn:
    inside = sum(name.endswith(_INSIDE) for name in names)
    if inside or (names and "[content_types].xml" not in names and "_rels/.rels" not in names):
        count = "one file" if len(names) == 1 else f"{len(names):,} files"
        raise Refused("archive", f"a zip archive with {count} in it")
    raise Refused("not_a_workbook")


def is_locked(data: bytes) -> bool:
    """Whether a file is a workbook inside an encrypted container."""
    return data.startswith(_OLE) and foreign(data).code == "password"
