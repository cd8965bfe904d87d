"""XML edited by putting text in at byte offsets, so that everything else stays byte for byte what it was."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from laa_xl.files.package import Refused

Watch = Callable[[str, Mapping[str, str]], None]

_ATTRIBUTE = re.compile(rb"""([^\s=<>/"']+)\s*=\s*("[^"]*"|'[^']*')""")
_START_TAG = re.compile(rb"""<[^\s/>]+(?:\s+[^\s=<>/"']+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*(/?)>""")
_DECLARED = re.compile(rb"""(\s*<\?xml[^>]*?encoding\s*=\s*)(["'])([^"']*)\2""")
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_TAG = re.compile(r"<(/?)(?=[A-Za-z])")
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(slots=True, eq=False)
class Node:
    """An element and where it stands: from ``start`` to ``end``, its content from ``inside`` to ``close``."""

    name: str  # without prefix
    space: str
    tag: str  # as written
    attributes: Mapping[str, str]
    spaces: Mapping[str, str]  # the namespaces in scope, by prefix
    start: int
    inside: int = 0
    close: int = 0
    end: int = 0
    empty: bool = False  # <a/>
    text: str = ""
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """This element and everything in it."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def all(self, name: str) -> list[Node]:
        """Its own children of a name, in its own namespace."""
        return [child for child in self.children if child.name == name and child.space == self.space]

    def first(self, name: str) -> Node | None:
        """The first of them."""
        return next(iter(self.all(name)), None)

    def within(self, name: str) -> Iterator[Node]:
        """Everything of that name in it, in any namespace."""
        return (node for node in self.walk() if node.name == name)

    def linked(self, space: str) -> str:
        """The relationship id that it carries, whatever the prefix."""
        for name, value in self.attributes.items():
            prefix, _, own = name.rpartition(":")
            if own == "id" and prefix and self.spaces.get(prefix) == space:
                return value
        return ""


class XmlPart:
    """One XML part: what stands where, and the edits that wait to be made."""

    def __init__(self, blob: bytes, part: str, skip: str = "", watch: Watch | None = None) -> None:
        """``skip``: an element whose content is left alone; its tags go to ``watch``, without their prefix."""
        self.part = part
        self.blob = in_utf8(blob, part)
        self.root = _parsed(self.blob, part, skip, watch)
        self.prefix = self.root.tag.rpartition(":")[0]
        self._edits: list[tuple[int, int, bytes]] = []
        self._appended: dict[int, tuple[Node, list[str]]] = {}

    def own(self, xml: str) -> str:
        """The same elements with the prefix that this part gives its own vocabulary."""
        return _TAG.sub(rf"<\g<1>{self.prefix}:", xml) if self.prefix else xml

    def raw(self, node: Node) -> str:
        """An element as it is written."""
        return self.blob[node.start : node.end].decode()

    def insert(self, at: int, xml: str) -> None:
        """Put text in at an offset."""
        self._edits.append((at, at, xml.encode()))

    def append(self, node: Node, xml: str) -> None:
        """Put text in at the end of an element's content."""
        self._appended.setdefault(node.start, (node, []))[1].append(xml)

    def remove(self, node: Node) -> None:
        """Take an element out."""
        self._edits.append((node.start, node.end, b""))

    def set(self, node: Node, name: str, value: str) -> None:
        """Give an attribute another value, or add it."""
        new = _escaped(value).replace('"', "&quot;").encode()
        tag_end = node.start + 1 + len(node.tag.encode())
        for found in _ATTRIBUTE.finditer(self.blob, tag_end, node.inside):
            if found[1] == name.encode():
                self._edits.append((found.start(2) + 1, found.end(2) - 1, new))
                return
        self._edits.append((tag_end, tag_end, b" " + name.encode() + b'="' + new + b'"'))

    def place(self, order: tuple[str, ...], name: str) -> int:
        """Where a child of the root of that name goes, in the order that the schema gives."""
        mine = order.index(name)
        for child in self.root.children:
            # An alternative (mc:AlternateContent) stands where its content would.
            known = [order.index(node.name) for node in child.walk() if node.name in order]
            if known and known[0] > mine:
                return child.start
        return self.root.children[-1].end if self.root.children else self.root.close

    def bytes(self) -> bytes:
        """The part with all edits made."""
        edits = list(self._edits)
        for node, texts in self._appended.values():
            text = "".join(texts).encode()
            if node.empty:
                slash = self.blob.rindex(b"/", node.start, node.end)
                edits.append((slash, node.end, b">" + text + b"</" + node.tag.encode() + b">"))
            else:
                edits.append((node.close, node.close, text))
        pieces, done = [], 0
        for start, end, text in sorted(edits, key=lambda edit: edit[0]):
            assert start >= done, f"two edits of the same bytes of {self.part}"
            pieces += [self.blob[done:start], text]
            done = end
        return b"".join((*pieces, self.blob[done:]))


def in_utf8(blob: bytes, part: str) -> bytes:
    """The same XML in UTF-8, unchanged where it is that already."""
    declared = _DECLARED.match(blob[3:] if blob.startswith(b"\xef\xbb\xbf") else blob)
    encoding = _MARKS.get(blob[:2]) or (declared[3].decode("latin-1").lower() if declared else "utf-8")
    if encoding in ("utf-8", "utf8", "us-ascii"):
        return blob
    try:
        text = blob.decode(encoding).lstrip("\ufeff").encode()
    except (UnicodeDecodeError, LookupError) as problem:
        raise Refused("corrupt", str(problem), part) from problem
    return _DECLARED.sub(rb"\1\2UTF-8\2", text, count=1)


def _parsed(blob: bytes, part: str, skip: str, watch: Watch | None) -> Node:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    top = Node("", "", "", {}, {"xml": "http://www.w3.org/XML/1998/namespace"}, 0)
    stack, depth = [top], 0  # depth: how far inside what is skipped

    def doctype(*_ignored: object) -> None:
        raise Refused("unsafe", "a document type declaration", part)

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        if depth:
            depth += 1
            if watch:
                watch(tag.rpartition(":")[2], attributes)
            return
        above = stack[-1]
        new = {key[6:]: value for key, value in attributes.items() if key.startswith("xmlns:")}
        if "xmlns" in attributes:
            new[""] = attributes["xmlns"]
        spaces = {**above.spaces, **new} if new else above.spaces
        prefix, _, name = tag.rpartition(":")
        node = Node(name, spaces.get(prefix, ""), tag, attributes, spaces, parser.CurrentByteIndex)
        found = _START_TAG.match(blob, node.start)
        if not found:
            raise Refused("corrupt", f"the element {tag} cannot be found again", part)
        node.inside, node.empty = found.end(), bool(found[1])
        above.children.append(node)
        stack.append(node)
        if skip and name == skip and len(stack) == 3:
            depth = 1

    def end(_tag: str) -> None:
        nonlocal depth
        depth = max(depth - 1, 0)
        if depth:
            return
        node = stack.pop()
        node.close = node.inside if node.empty else parser.CurrentByteIndex
        node.end = node.inside if node.empty else blob.index(b">", node.close) + 1

    def text(data: str) -> None:
        if not depth:
            stack[-1].text += data

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    try:
        parser.Parse(blob, True)
    except (expat.ExpatError, ValueError, LookupError) as problem:
        raise Refused("corrupt", str(problem), part) from problem
    return top.children[0]


def holdable(text: str) -> str:
    """What XML can hold of a text."""
    return _NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def texted(text: str) -> str:
    """A text as Excel reads it back: what looks like one of its escapes is escaped."""
    return _escaped(_ESCAPED.sub(r"_x005F_x\1_", holdable(text))[:32767])


def untexted(text: str) -> str:
    """The text that such a text stands for."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def quoted(text: str) -> str:
    """The value of an attribute, between quotes."""
    return '"' + _escaped(_NOT_IN_XML.sub("", text)).replace('"', "&quot;").replace("\n", "&#10;") + '"'


def _escaped(text: str) -> str:
    """As xml.sax.saxutils has it, which would bring urllib and half the standard library into every start."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
