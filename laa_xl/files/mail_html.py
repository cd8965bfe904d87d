"""What a mail says as HTML that every mail program shows: one column, looks at each element, nothing fetched, no script."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html.parser import HTMLParser

from jinja2 import Environment, StrictUndefined, Template

from laa_xl.declare.theme import RAG_LOOKS, SYMBOLS
from laa_xl.domain.documents import Field, Part, Shape, Value
from laa_xl.domain.mails import shown

# Mail programs pass over style sheets, so every look stands at its element; tables have no width of their own, so that
# a telephone can break their lines.
_PAGE = """\
<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>{{ title }}</title>
</head>
<body style="margin:0;padding:16px;font-family:Arial,Helvetica,sans-serif;font-size:15px;line-height:1.45;color:#1a1a1a">
<div style="max-width:760px">
{% for part in parts -%}
{% if part.heading %}<h2 style="font-size:17px;margin:20px 0 8px">{{ part.heading }}</h2>
{% endif -%}
{% for words in part.words %}<p style="margin:0 0 12px">{{ words }}</p>
{% endfor -%}
{% if part.bullets %}<ul style="margin:0 0 12px;padding-left:22px">
{% for bullet in part.bullets %}<li>{{ bullet.line }}</li>
{% endfor %}</ul>
{% endif -%}
{% for grid in part.grids %}<table style="border-collapse:collapse;margin:4px 0 16px;font-size:14px">
{% if grid.title %}<caption style="text-align:left;font-weight:bold;padding-bottom:6px">{{ grid.title }}</caption>
{% endif %}<thead>
<tr>{% for field in grid.fields %}<th scope="col" style="{{ head(field) }}">{{ field.heading }}</th>{% endfor %}</tr>
</thead>
<tbody>
{% for line in grid.lines %}<tr>{% for field, value in pairs(grid.fields, line.values) -%}
<td style="{{ cell(field, value, line.total) }}">{{ text(field, value, line.decimals) }}</td>{% endfor %}</tr>
{% endfor %}</tbody>
</table>
{% if grid.note %}<p style="margin:0 0 12px;color:#444444">{{ grid.note }}</p>
{% endif -%}
{% endfor -%}
{% endfor %}</div>
</body>
</html>
"""
_APART = frozenset(("p", "div", "br", "li", "tr", "td", "th", "table", "h1", "h2", "h3", "title", "body", "style"))
_EDGE = "border:1px solid #8a8a8a;padding:5px 8px;vertical-align:top"


def html_body(title: str, parts: Sequence[Part]) -> str:
    """A mail's words and tables as a page."""
    return _template().render(
        title=title,
        parts=parts,
        head=_head,
        cell=_cell,
        text=_text,
        pairs=lambda fields, values: zip(fields, values, strict=True),
    )


@cache
def _template() -> Template:
    return Environment(autoescape=True, undefined=StrictUndefined).from_string(_PAGE)


def words_of(html: str) -> str:
    """The words of a layout that any program wrote, as they are read: signs resolved, marks left out, a line a piece."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    return "\n".join(reader.found)


class _Words(HTMLParser):
    """Joins what stands in one paragraph or cell, so that marks within an address do not cut it in two."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _APART:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in _APART:
            self.found.append("")

    def handle_data(self, data: str) -> None:
        self.found[-1] += data


def _head(field: Field) -> str:
    side = "right" if field.shape.numeric else "left"
    return f"{_EDGE};background-color:#e8edf2;text-align:{side};font-weight:bold"


def _cell(field: Field, value: Value, total: bool) -> str:
    looks = [_EDGE, f"text-align:{'right' if field.shape.numeric else 'left'}"]
    if total:
        looks.append("font-weight:bold")
    if field.shape is Shape.RAG and value in RAG_LOOKS:
        look = RAG_LOOKS[str(value)]
        looks.append(f"background-color:{look['bg_color']};color:{look['font_color']};white-space:nowrap")
    return ";".join(looks)


def _text(field: Field, value: Value, decimals: int | None) -> str:
    if field.shape is Shape.RAG and value in RAG_LOOKS:
        return f"{SYMBOLS[str(value)]} {value}"
    return shown(value, decimals)
