"""Our notes on cells: their words, how they are known again, and their place among a sheet's notes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from laa_xl.files.bundle import XML, Bundle
from laa_xl.files.note_shapes import Grid, Shapes
from laa_xl.files.package import Refused
from laa_xl.files.xml_edit import Node, XmlPart, holdable, quoted, texted, untexted

AUTHOR = "laa-xl"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_LONGEST = 2000  # characters of a line; nobody reads more in a note, and the sheet has them all
_SIGNED = re.compile(r"(.*)\(laa-xl ([0-9a-f]{6})\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Note:
    """One note of a sheet."""

    cell: str
    text: str
    node: Node

    @property
    def ours(self) -> bool:
        """Whether we wrote it and nobody has changed it since."""
        return is_ours(self.text)


def signed(text: str) -> str:
    """A note's words with the line by which it is known again: LibreOffice keeps no author."""
    return f"{text}\n(laa-xl {_sum(text)})"


def is_ours(text: str) -> bool:
    """Whether a note is one of ours as we wrote it; with words of the partner's in it, it is theirs."""
    found = _SIGNED.fullmatch(text.strip())
    return bool(found and _sum(found[1]) == found[2])


def _sum(text: str) -> str:
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()[:6]


def notes_in(comments: XmlPart) -> list[Note]:
    """Every note of a comments part."""
    return [
        Note(node.attributes.get("ref", "").upper(), "".join(untexted(text.text) for text in _plain_texts(node)), node)
        for node in comments.root.within("comment")
    ]


def _plain_texts(node: Node) -> Iterator[Node]:
    for child in node.children:
        if child.name == "t":
            yield child
        elif child.name != "rPh":  # how to pronounce the text, in Japanese
            yield from _plain_texts(child)


class Notes:
    """The notes of one sheet: the comments part and the drawing that shows them."""

    def __init__(self, bundle: Bundle, sheet: str, drawing: str) -> None:
        """``drawing``: the part that the sheet's legacyDrawing names, or ""."""
        self.bundle, self.sheet, self.drawing = bundle, sheet, drawing
        self.part = bundle.linked(sheet, "comments")
        threaded = bundle.linked(sheet, "threadedComment")
        try:
            self.notes = notes_in(XmlPart(bundle.parts[self.part], self.part)) if self.part else []
            threads = XmlPart(bundle.parts[threaded], threaded).root.within("threadedComment") if threaded else ()
            self.threads = {node.attributes.get("ref", "").upper() for node in threads}
            if drawing:
                Shapes(bundle, drawing)
            self.usable = True
        except Refused:
            # Excel reads drawings that are no XML; where notes cannot be added for certain, none are.
            self.notes, self.threads, self.usable = [], set(), False

    def remove_ours(self) -> None:
        """Take out what an earlier run put in."""
        ours = [note for note in self.notes if note.ours]
        if not ours:
            return
        comments = XmlPart(self.bundle.parts[self.part], self.part)
        for note in notes_in(comments):
            if note.ours:
                comments.remove(note.node)
        self.bundle.put(self.part, comments.bytes())
        if self.drawing:
            shapes = Shapes(self.bundle, self.drawing)
            shapes.remove({note.cell for note in ours})
            self.bundle.put(self.drawing, shapes.bytes())
        self.notes = [note for note in self.notes if not note.ours]

    def add(self, texts: Mapping[str, Sequence[tuple[str, str]]], grid: Grid) -> str:
        """Add a note to each cell that has none: lines of a lead in bold and words.

        Returns the drawing's part where it is a new one, which the sheet has to name.
        """
        taken = {note.cell for note in self.notes} | self.threads
        wanted = {
            cell: [(lead, holdable(words)[:_LONGEST]) for lead, words in lines]
            for cell, lines in texts.items()
            if cell not in taken
        }
        if not wanted or not self.usable:
            return ""
        if not self.part:
            empty = f'{XML}<comments xmlns="{self.bundle.main}"><authors/><commentList/></comments>'
            self.part = self.bundle.add("comments", "xml", empty.encode(), _TYPE)
            self.bundle.relate(self.sheet, "comments", self.part)
        comments = XmlPart(self.bundle.parts[self.part], self.part)
        author = _author(comments)
        listed = comments.root.first("commentList")
        entries = {cell: comments.own(_comment(cell, author, lines)) for cell, lines in wanted.items()}
        if listed is None:
            comments.append(comments.root, comments.own("<commentList>") + "".join(entries.values()))
            comments.append(comments.root, comments.own("</commentList>"))
        else:
            for entry in entries.values():
                comments.append(listed, entry)
        self.bundle.put(self.part, comments.bytes())
        shapes, new = Shapes(self.bundle, self.drawing), not self.drawing
        for cell, lines in wanted.items():
            shapes.add(cell, [lead + words for lead, words in lines], grid)
        if not new:
            self.bundle.put(self.drawing, shapes.bytes())
            return ""
        return shapes.added()


def _author(comments: XmlPart) -> int:
    """The number of our name in the list of authors, which it joins where it is not there."""
    listed = comments.root.first("authors")
    entry = comments.own(f"<author>{AUTHOR}</author>")
    if listed is None:
        comments.insert(comments.root.inside, comments.own("<authors>") + entry + comments.own("</authors>"))
        return 0
    authors = listed.all("author")
    for number, node in enumerate(authors):
        if node.text == AUTHOR:
            return number
    comments.append(listed, entry)
    return len(authors)


def _comment(cell: str, author: int, lines: Sequence[tuple[str, str]]) -> str:
    runs = []
    plain = "\n".join(lead + words for lead, words in lines)
    ending = signed(plain)[len(plain) :]
    for number, (lead, words) in enumerate(lines):
        last = number == len(lines) - 1
        runs += [_run(lead, bold=True), _run(words + (ending if last else "\n"))]
    return f'<comment ref={quoted(cell)} authorId="{author}"><text>{"".join(runs)}</text></comment>'


def _run(text: str, *, bold: bool = False) -> str:
    mark = "<b/>" if bold else ""
    look = f'<rPr>{mark}<sz val="9"/><color indexed="81"/><rFont val="Arial"/><family val="2"/></rPr>'
    return f'<r>{look}<t xml:space="preserve">{texted(text)}</t></r>'
