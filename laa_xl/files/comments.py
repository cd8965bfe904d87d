"""How many comments and notes of the partner's the sheets of a workbook carry; nobody reads them."""

from __future__ import annotations

import posixpath
import re

from laa_xl.files.package import Package, relationships
from laa_xl.files.refused import Refused

# One comment each, whatever the prefix; a threaded one has a twin among the ordinary ones, which is counted.
_COMMENT = re.compile(rb"<(?:\w+:)?comment[\s>]")
_THREADED = re.compile(rb"<(?:\w+:)?threadedComment[\s>]")


def count_comments(package: Package, part: str) -> int:
    """The comments on one sheet; a damaged list of them keeps nobody from reading the cells."""
    folder, name = posixpath.split(part.lower())
    if posixpath.join(folder, "_rels", f"{name}.rels") not in package.parts:
        return 0
    try:
        links = relationships(package.parts, part.lower())
    except Refused:
        return 0
    kinds = {kind: package.parts.get(target, b"") for kind, target in links.values()}
    ordinary = kinds.get("comments", b"")
    found = len(_COMMENT.findall(ordinary))
    return found - _ours(ordinary) if found else len(_THREADED.findall(kinds.get("threadedComment", b"")))


def _ours(comments: bytes) -> int:
    """The notes of an annotated copy that somebody corrected and sent back; they are no part of the return."""
    if b"laa-xl" not in comments:
        return 0
    from laa_xl.files.notes import notes_in  # brings what writes notes: only where there are any of ours
    from laa_xl.files.xml_edit import XmlPart

    try:
        return sum(note.ours for note in notes_in(XmlPart(comments, "the notes")))
    except Refused:
        return 0
