"""The look of every workbook, by role, in one place. Contrast of text on its fill is 4.5:1 or better.

Nothing is said by colour alone: a word stands in the cell, a symbol before it (through the number format, so that the
value stays the plain word), and fills that stand for different things differ in lightness too, for print in greyscale.
"""

from __future__ import annotations

from typing import Any

NAVY = "#1F3A5F"
_LINE = "#7A8799"
FONT = "Arial"

_BASE: dict[str, Any] = {"font_name": FONT, "font_size": 10, "valign": "top"}
_CELL: dict[str, Any] = {**_BASE, "border": 1, "border_color": _LINE}

# What stands before a word of that meaning. None of them is an emoji, so that no font paints it in colours of its own,
# and none is one of the performance symbols (star, circle, triangle).
SYMBOLS = {
    "Green": "✓",
    "Amber": "◆",
    "Red": "✗",
    "Grey": "–",
    "attention": "▸",
    "invalid": "!",
    "confirm": "?",
    "higher": "↑",
    "lower": "↓",
    "carried": "↻",
}


def marked(name: str, number_format: str = "General") -> str:
    """The number format that shows a symbol before whatever the cell holds, and leaves the value as it is."""
    symbol = f'"{SYMBOLS[name]} "'
    number = number_format.split(";", 1)[0]
    negative = number if number.startswith("dd/") else f"-{number}"
    return f"{symbol}{number};{symbol}{negative};{symbol}{number};{symbol}@"


# From light to dark: grey, green, amber, red.
_RAG = {
    "Green": {"bg_color": "#CFE9CB", "font_color": "#0B4A17"},
    "Amber": {"bg_color": "#FFCF70", "font_color": "#4D3000"},
    "Red": {"bg_color": "#EFA9A2", "font_color": "#5C0606"},
    "Grey": {"bg_color": "#EEF0F3", "font_color": "#33383F"},
}
# Each role of a cell and how it looks; kinds add their number format and wrapping.
ROLES: dict[str, dict[str, Any]] = {
    "title": {**_BASE, "font_size": 16, "bold": True, "font_color": NAVY, "valign": "vcenter"},
    "subtitle": {**_BASE, "font_size": 11, "font_color": "#33383F"},
    "guidance": {**_BASE, "font_color": "#33383F"},
    "wrapped_guidance": {**_BASE, "font_color": "#33383F", "text_wrap": True},
    "fact_label": {**_BASE, "bold": True, "font_color": "#33383F"},
    "fact": {**_BASE, "align": "left"},
    "guide_heading": {**_BASE, "font_size": 12, "bold": True, "font_color": NAVY, "valign": "bottom"},
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
    **{
        f"rag_{name.lower()}": {**_CELL, "bold": True, "align": "center", **look, "num_format": marked(name, "#,##0")}
        for name, look in _RAG.items()
    },
}
# Differential formats for conditional formatting. A number format replaces the cell's own: for a cell of figures or
# dates ask files.formats.Formats.over, which keeps them as they were shown.
RAG_LOOKS = {name: {**look, "bold": True, "num_format": marked(name)} for name, look in _RAG.items()}
# What must still be filled in (a blank cell shows no symbol: its dashed border stands out in greyscale), or be done.
ATTENTION = {
    "bg_color": "#FFF1CC",
    "font_color": "#573800",
    "bold": True,
    "border": 3,
    "border_color": "#8A5A00",
    "num_format": marked("attention"),
}
# An entry that cannot be used.
INVALID = {
    "bg_color": "#E8B4C8",
    "font_color": "#5E0B2E",
    "bold": True,
    "border": 1,
    "border_color": "#5E0B2E",
    "num_format": marked("invalid"),
}
# An entry that asks to be confirmed.
CONFIRM = {
    "bg_color": "#E3DDF3",
    "font_color": "#3B2570",
    "border": 4,
    "border_color": "#3B2570",
    "num_format": marked("confirm"),
}
# Higher or lower than last period.
HIGHER = {"bold": True, "num_format": marked("higher")}
LOWER = {"bold": True, "num_format": marked("lower")}
# Carried forward from last period, and not touched since.
CARRIED = {"bg_color": "#F1EDFB", "font_color": "#3D2B6B", "italic": True, "num_format": marked("carried")}
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
LOOKS: dict[str, dict[str, Any]] = {
    **RAG_LOOKS,
    "attention": ATTENTION,
    "invalid": INVALID,
    "confirm": CONFIRM,
    "higher": HIGHER,
    "lower": LOWER,
    "carried": CARRIED,
}
# The lines of a chart: told apart in greyscale by dash and by the shape of the marker as well.
LINES: dict[str, dict[str, Any]] = {
    "actual": {"color": NAVY, "width": 2.25, "dash_type": "solid", "marker": "circle"},
    "target": {"color": "#B4540A", "width": 1.75, "dash_type": "dash", "marker": "diamond"},
    "target_high": {"color": "#B4540A", "width": 1.75, "dash_type": "dash_dot", "marker": "triangle"},
    "baseline": {"color": "#5B6573", "width": 1.5, "dash_type": "round_dot", "marker": "none"},
}
# The fills of a chart: strong enough beside white, and of different lightness each.
RAG_FILLS = {"Green": "#3C8D40", "Amber": "#E0A100", "Red": "#B8322A", "Grey": "#9AA3AF"}
FILLS = (NAVY, "#8FB4D9", "#B4540A", "#C9CED6", "#2E7D6B", "#E0C27A")
BAND_FILL = "#CDD6E2"  # the tolerance around a target
TAB_COLOURS = {
    "title": NAVY,
    "entry": "#2E7D6B",
    "input": "#2E7D6B",
    "computed": "#8A6D1F",
}
MASTER_TITLE = "Master workbook: "  # begins the title in a master's properties
MASTER_HELP = "Green tabs are yours to edit; everything else is written anew at each run."


def readable_on(colour: str) -> str:
    """Black or white, whichever reads better on a colour."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#000000" if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else "#FFFFFF"
