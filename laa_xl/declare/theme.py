"""The look of every workbook, by role, in one place. Contrast of text on its fill is 4.5:1 or better."""

from __future__ import annotations

from typing import Any

NAVY = "#1F3A5F"
_LINE = "#8A97A8"
FONT = "Arial"

_BASE: dict[str, Any] = {"font_name": FONT, "font_size": 10, "valign": "top"}
_CELL: dict[str, Any] = {**_BASE, "border": 1, "border_color": _LINE}
_RAG = {
    "Green": {"bg_color": "#CDE8C9", "font_color": "#0B4A17"},
    "Amber": {"bg_color": "#FFE2A0", "font_color": "#573800"},
    "Red": {"bg_color": "#F5C3BE", "font_color": "#730B0B"},
    "Grey": {"bg_color": "#DCDFE4", "font_color": "#33383F"},
}
# Each role of a cell and how it looks; kinds add their number format and wrapping.
ROLES: dict[str, dict[str, Any]] = {
    "title": {**_BASE, "font_size": 16, "bold": True, "font_color": NAVY, "valign": "vcenter"},
    "subtitle": {**_BASE, "font_size": 11, "font_color": "#33383F"},
    "guidance": {**_BASE, "font_color": "#33383F"},
    "wrapped_guidance": {**_BASE, "font_color": "#33383F", "text_wrap": True},
    "warning": {**_BASE, "font_color": "#730B0B", "italic": True},
    "section": {**_BASE, "font_size": 13, "bold": True, "font_color": NAVY},
    "subsection": {**_BASE, "font_size": 11, "bold": True, "font_color": "#33383F"},
    "header": {
        **_CELL,
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": NAVY,
        "text_wrap": True,
        "valign": "vcenter",
    },
    "key": {**_CELL, "bold": True, "bg_color": "#E8ECF1"},
    "locked": {**_CELL, "bg_color": "#E8ECF1"},
    "entry": {**_CELL, "bg_color": "#FFFFFF", "locked": False},
    "computed": {**_CELL, "bg_color": "#F4F1E4"},
    "plain": {**_CELL},
    "bullet": {**_BASE, "text_wrap": True},
    "link": {**_BASE, "font_color": "#0B4AA2", "underline": 1},
    "cell_link": {**_CELL, "font_color": "#0B4AA2", "underline": 1},
    "total": {**_CELL, "bold": True, "bg_color": "#E8ECF1", "top": 2},
    "big": {**_CELL, "font_size": 14, "bold": True, "align": "center"},
    **{f"rag_{name.lower()}": {**_CELL, "bold": True, "align": "center", **look} for name, look in _RAG.items()},
}
# Differential formats for conditional formatting.
RAG_LOOKS = {name: {**look, "bold": True} for name, look in _RAG.items()}
ATTENTION = {"bg_color": "#FFF1CC", "font_color": "#573800", "bold": True}
# An entry that cannot be used; one that asks to be confirmed; what differs from last period; what was carried forward.
INVALID = {"bg_color": "#F5C3BE", "font_color": "#730B0B", "bold": True}
CONFIRM = {"bg_color": "#E3DDF3", "font_color": "#3B2570"}
CHANGED = {"bold": True}
CARRIED = {"font_color": "#0B4AA2", "italic": True}
READY = {"bg_color": "#CDE8C9", "font_color": "#0B4A17", "bold": True}
BAR: dict[str, Any] = {
    "type": "data_bar",
    "bar_color": "#8FB4D9",
    "bar_solid": True,
    "bar_border_color": NAVY,
    "min_type": "num",
    "min_value": 0,
    "max_type": "num",
    "max_value": 1,
    "data_bar_2010": True,
}
DONE = {"font_color": "#0B4A17"}
TAB_COLOURS = {
    "title": NAVY,
    "entry": "#2E7D6B",
    "input": "#2E7D6B",
    "computed": "#8A6D1F",
}
MASTER_HELP = "Green tabs are yours to edit; everything else is written anew at each run."
