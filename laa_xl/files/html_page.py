"""Writes the public page: one HTML file that needs nothing else, every text escaped, the same page always the same bytes."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from laa_xl.declare.theme import LINES, NAVY, RAG_LOOKS, SYMBOLS
from laa_xl.domain.public import PublicPage
from laa_xl.domain.words import Direction
from laa_xl.files.html_chart import chart_of

ARROWS = {Direction.IMPROVED: "↗", Direction.STEADY: "→", Direction.WORSENED: "↘", Direction.NONE: "–"}
# What the page is drawn in beside the theme: text, quiet text, lines, a quiet fill, what has the focus.
INKS = {
    "ink": "#0B0C0C",
    "quiet": "#484F57",
    "line": "#7A8799",
    "faint": "#D5DAE1",
    "fill": "#F3F5F8",
    "focus": "#FFDD47",
}
_BLANK_LINE = re.compile(r"\n[ \t]*(?=\n)")
# Control characters, halves of characters, and marks that would turn the direction of what follows.
_NEVER = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


def page_bytes(page: PublicPage) -> bytes:
    """The page as an HTML file in UTF-8."""
    style, script = _style(), _source("filter.js")
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"
    template = _templates().get_template("page.html")
    text = template.render(page=page, policy=policy, style=Markup(style), script=Markup(script))  # noqa: S704 - our own
    return f"{_BLANK_LINE.sub('', text).strip()}\n".encode()


@cache
def _templates() -> Environment:
    found = Environment(
        loader=PackageLoader("laa_xl.files", "public_page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_clean,
    )
    found.globals.update(symbols=SYMBOLS, arrows=ARROWS, chart_of=chart_of)
    found.filters["anchor"] = anchor
    return found


def _clean(value: Any) -> Any:
    """What is printed: None as nothing, and a text without what no page may hold. Markup of our own stays as it is."""
    if value is None:
        return ""
    return _NEVER.sub("", value) if isinstance(value, str) and not isinstance(value, Markup) else value


def anchor(code: str) -> str:
    """A code as part of an id: unlike for unlike codes, whatever characters they hold."""
    return "".join(
        letter.lower() if re.fullmatch("[a-z0-9]", letter) else f"-{ord(letter):x}-" for letter in code.lower()
    )


def _style() -> str:
    colours = {f"--{name}": colour for name, colour in {"navy": NAVY, **INKS}.items()}
    for name, look in RAG_LOOKS.items():
        colours[f"--{name.lower()}"] = str(look["bg_color"])
        colours[f"--on-{name.lower()}"] = str(look["font_color"])
    colours |= {f"--draw-{name.replace('_', '-')}": str(line["color"]) for name, line in LINES.items()}
    told = ";".join(f"{name}:{colour}" for name, colour in colours.items())
    return f":root{{{told}}}\n{_source('style.css')}"


def _source(name: str) -> str:
    loader = _templates().loader
    assert loader is not None
    return _BLANK_LINE.sub("", loader.get_source(_templates(), name)[0].replace("\r\n", "\n"))


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
