"""Reads a public page as a browser does, and looks in it for what must not leave, or what its writer never makes."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from laa_xl.domain.leak_kinds import LeakKind
from laa_xl.domain.leaks import Secrets

_ELEMENTS = frozenset(
    (
        *(
            "html",
            "head",
            "meta",
            "title",
            "style",
            "body",
            "header",
            "footer",
            "main",
            "nav",
            "section",
            "article",
            "div",
        ),
        *(
            "p",
            "span",
            "b",
            "strong",
            "a",
            "ul",
            "li",
            "dl",
            "dt",
            "dd",
            "h1",
            "h2",
            "h3",
            "h4",
            "figure",
            "figcaption",
        ),
        *("table", "caption", "thead", "tbody", "tr", "th", "td", "form", "label", "select", "option", "script"),
        *("svg", "desc", "path", "text", "circle", "rect", "polyline"),
    )
)
_ONCE = {"style", "script"}
_CODE = {"style", "script"}  # the writer's own, the same on every page


def html_leaks(data: bytes, secrets: Secrets) -> Iterator[tuple[str, str]]:
    """What the page tells and must not, each with the line it stands in."""
    try:
        reader = _Reader(data.decode())
    except UnicodeDecodeError:
        yield "", LeakKind.UNREADABLE_TEXT
        return
    for line, what in reader.foreign:
        yield f"line {line}", what
    known: dict[tuple[str, bool], list[str]] = {}  # a page says most of its attributes thousands of times
    for line, text, is_code in reader.texts:
        key = (text, is_code)
        if key not in known:
            known[key] = list(secrets.found_in_code(text) if is_code else secrets.found_in(text))
        for what in known[key]:
            yield f"line {line}", what


class _Reader(HTMLParser):
    """Every text and attribute, with its line; and whatever no page of ours holds."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[tuple[int, str, bool]] = []
        self.foreign: list[tuple[int, str]] = []
        self._open = ""
        self._seen: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        if tag not in _ELEMENTS or (tag in _ONCE and tag in self._seen):
            self.foreign.append((line, f"{LeakKind.ELEMENT} (<{tag}>)"))
        self._seen.add(tag)
        self._open = tag
        for name, value in attrs:
            if name.startswith("on") or (name in ("href", "src", "action") and not (value or "").startswith("#")):
                self.foreign.append((line, f"{LeakKind.WAY_OUT} ({name})"))
            self.texts.append((line, value or "", True))

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open not in _CODE and data.strip():
            self.texts.append((self.getpos()[0], data, False))

    def handle_comment(self, data: str) -> None:
        self.foreign.append((self.getpos()[0], LeakKind.REMARK))
