"""Says in a chart's XML what Excel takes for granted: outside a workbook an element left out means something else.

XlsxWriter writes charts as Excel 2007 did. In a Word document (and for LibreOffice there) a missing ``smooth`` is a
curve, a missing ``dispBlanksAs`` draws a gap as zero, a missing ``invertIfNegative`` paints a negative bar white.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml
from docx.oxml.ns import nsmap

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_PATHS = {**nsmap, "c": _CHART}

# Where an element is missing below the path, it is put before the first of those that may follow it in the schema.
_MISSING: tuple[tuple[str, str, str, Sequence[str]], ...] = (
    ("/c:chartSpace", "roundedCorners", "0", ("style", "clrMapOvr", "protection", "chart")),
    ("//c:title", "overlay", "0", ("spPr", "txPr")),
    ("//c:legend", "overlay", "0", ("spPr", "txPr")),
    ("//c:catAx | //c:valAx", "delete", "0", ("axPos",)),
    ("//c:catAx | //c:valAx", "majorTickMark", "out", ("minorTickMark", "tickLblPos", "spPr", "txPr", "crossAx")),
    ("//c:catAx | //c:valAx", "minorTickMark", "none", ("tickLblPos", "spPr", "txPr", "crossAx")),
    ("//c:barChart | //c:lineChart", "varyColors", "0", ("ser", "dLbls", "gapWidth", "marker", "axId")),
    (
        "//c:barChart/c:ser",
        "invertIfNegative",
        "0",
        ("pictureOptions", "dPt", "dLbls", "trendline", "errBars", "cat", "val"),
    ),
    ("//c:lineChart/c:ser", "smooth", "0", ("extLst",)),
    (
        "//c:dLbls | //c:dLbl[not(c:delete)]",
        "showLegendKey",
        "0",
        ("showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize"),
    ),
    (
        "//c:dLbls | //c:dLbl[not(c:delete)]",
        "showCatName",
        "0",
        ("showSerName", "showPercent", "showBubbleSize", "separator", "showLeaderLines"),
    ),
    (
        "//c:dLbls | //c:dLbl[not(c:delete)]",
        "showSerName",
        "0",
        ("showPercent", "showBubbleSize", "separator", "showLeaderLines"),
    ),
    ("//c:dLbls | //c:dLbl[not(c:delete)]", "showPercent", "0", ("showBubbleSize", "separator", "showLeaderLines")),
    ("//c:dLbls | //c:dLbl[not(c:delete)]", "showBubbleSize", "0", ("separator", "showLeaderLines")),
    ("/c:chartSpace/c:chart", "dispBlanksAs", "gap", ("extLst",)),
)


def explicit(xml: bytes) -> bytes:
    """The same chart with nothing left to be guessed."""
    root: Any = parse_xml(xml)
    tree = root.getroottree()
    for path, name, value, followers in _MISSING:
        for parent in tree.xpath(path, namespaces=_PATHS):
            if parent.find(f"{{{_CHART}}}{name}") is None:
                _put(parent, name, value, followers)
    return bytes(serialize_part_xml(root))


def _put(parent: Any, name: str, value: str, followers: Sequence[str]) -> None:
    made = parent.makeelement(f"{{{_CHART}}}{name}", {"val": value})
    after = {f"{{{_CHART}}}{follower}" for follower in followers}
    place = next((index for index, child in enumerate(parent) if child.tag in after), len(parent))
    parent.insert(place, made)
