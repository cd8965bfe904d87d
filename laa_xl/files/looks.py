"""Looks added to a workbook's styles: those of the Findings sheet, and those of the marks on cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from laa_xl.declare.theme import NAVY, RAG_LOOKS, ROLES
from laa_xl.domain.words import Severity
from laa_xl.files.bundle import XML, Bundle
from laa_xl.files.xml_edit import Node, XmlPart

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_ORDER = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
)
# What has to stand first where a list is missing: cells without a look use it, and Excel reserves two fills.
_FIRST = {
    "fonts": ["<font/>"],
    "fills": [f'<fill><patternFill patternType="{kind}"/></fill>' for kind in ("none", "gray125")],
    "borders": ["<border><left/><right/><top/><bottom/><diagonal/></border>"],
    "cellXfs": ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'],
}

_WRAPPED = {**ROLES["plain"], "text_wrap": True}
CELLS: dict[str, dict[str, Any]] = {
    "title": ROLES["title"],
    "guidance": ROLES["guidance"],
    "header": ROLES["header"],
    "plain": _WRAPPED,
    "key": {**ROLES["key"], "text_wrap": True},
    "link": ROLES["cell_link"],
    Severity.MUST_FIX: {**_WRAPPED, **RAG_LOOKS["Red"]},
    Severity.CONFIRM: {**_WRAPPED, **RAG_LOOKS["Amber"]},
    Severity.INFO: {**_WRAPPED, **RAG_LOOKS["Grey"], "bold": False},
}
# Told apart in grey, too, by the line around the cell. A mark cannot have a thicker line than thin.
MARKS: dict[Severity, dict[str, Any]] = {
    Severity.MUST_FIX: {**RAG_LOOKS["Red"], "line": "thin"},
    Severity.CONFIRM: {**RAG_LOOKS["Amber"], "line": "dashed"},
    Severity.INFO: {"font_color": NAVY, "line": "dotted"},
}


def add_looks(bundle: Bundle) -> tuple[dict[str, int], dict[Severity, int]]:
    """Add what is not there yet; the number of each cell look and of each mark."""
    part = bundle.linked(bundle.workbook, "styles")
    if not part:
        empty = f'{XML}<styleSheet xmlns="{bundle.main}"></styleSheet>'
        part = bundle.add("styles", "xml", empty.encode(), _TYPE)
        bundle.relate(bundle.workbook, "styles", part)
    looks = list(CELLS.values())
    fonts = _added(bundle, part, "fonts", [_font(look) for look in looks])
    fills = _added(bundle, part, "fills", [_fill(look) for look in looks])
    borders = _added(bundle, part, "borders", [_border(look) for look in looks])
    based = XmlPart(bundle.parts[part], part).root.first("cellStyleXfs") is not None
    formats = [
        _format(look, font, fill, border, based=based)
        for look, font, fill, border in zip(looks, fonts, fills, borders, strict=True)
    ]
    cells = dict(zip(CELLS, _added(bundle, part, "cellXfs", formats), strict=True))
    marks = dict(zip(MARKS, _added(bundle, part, "dxfs", [_mark(look) for look in MARKS.values()]), strict=True))
    return cells, marks


def _added(bundle: Bundle, part: str, name: str, items: Sequence[str]) -> list[int]:
    """The number of each item of a list of the styles; what is there already is not added again."""
    styles = XmlPart(bundle.parts[part], part)
    listed = styles.root.first(name)
    own = [styles.own(item) for item in items]
    if listed is None:
        there, new = [], [styles.own(item) for item in _FIRST.get(name, [])]
    else:
        there, new = [styles.raw(node) for node in _elements(listed)], []
    for item in dict.fromkeys(own):
        if item not in there and item not in new:
            new.append(item)
    both = [*there, *new]
    text = "".join(new)
    if listed is None:
        opening = styles.own(f"<{name}></{name}>").replace(">", f' count="{len(both)}">', 1)
        at = styles.place(_ORDER, name)
        if styles.root.empty:
            styles.append(styles.root, opening.replace("</", f"{text}</"))
        else:
            styles.insert(at, opening.replace("</", f"{text}</"))
    elif new:
        styles.append(listed, text)
        if "count" in listed.attributes:
            styles.set(listed, "count", str(len(both)))
    bundle.put(part, styles.bytes())
    return [both.index(item) for item in own]


def _elements(listed: Node) -> list[Node]:
    return [child for child in listed.children if child.space == listed.space]


def _colour(value: str) -> str:
    return f'rgb="FF{value.lstrip("#").upper()}"'


def _font(look: dict[str, Any]) -> str:
    bold = "<b/>" if look.get("bold") else ""
    line = "<u/>" if look.get("underline") else ""
    colour = f"<color {_colour(look['font_color'])}/>" if "font_color" in look else ""
    return (
        f'<font>{bold}{line}<sz val="{look["font_size"]}"/>{colour}<name val="{look["font_name"]}"/>'
        '<family val="2"/></font>'
    )


def _fill(look: dict[str, Any]) -> str:
    if "bg_color" not in look:
        return '<fill><patternFill patternType="none"/></fill>'
    colour = _colour(look["bg_color"])
    return f'<fill><patternFill patternType="solid"><fgColor {colour}/><bgColor indexed="64"/></patternFill></fill>'


def _border(look: dict[str, Any]) -> str:
    if not look.get("border"):
        return "<border><left/><right/><top/><bottom/><diagonal/></border>"
    return f"<border>{_sides('thin', look['border_color'])}<diagonal/></border>"


def _sides(line: str, colour: str) -> str:
    sides = ("left", "right", "top", "bottom")
    return "".join(f'<{side} style="{line}"><color {_colour(colour)}/></{side}>' for side in sides)


def _format(look: dict[str, Any], font: int, fill: int, border: int, *, based: bool) -> str:
    upright = {"vcenter": "center"}.get(look["valign"], look["valign"])
    wrap = ' wrapText="1"' if look.get("text_wrap") else ""
    base = ' xfId="0"' if based else ""
    return (
        f'<xf numFmtId="0" fontId="{font}" fillId="{fill}" borderId="{border}"{base} applyFont="1" applyFill="1" '
        f'applyBorder="1" applyAlignment="1"><alignment vertical="{upright}"{wrap}/></xf>'
    )


def _mark(look: dict[str, Any]) -> str:
    bold = "<b/>" if look.get("bold") else ""
    fill = (
        f"<fill><patternFill><bgColor {_colour(look['bg_color'])}/></patternFill></fill>" if "bg_color" in look else ""
    )
    return (
        f"<dxf><font>{bold}<color {_colour(look['font_color'])}/></font>{fill}"
        f"<border>{_sides(look['line'], look['font_color'])}</border></dxf>"
    )
