"""The XML of the Findings sheet of an annotated copy, and of the table over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count

from laa_xl.declare.theme import TAB_COLOURS
from laa_xl.domain.findings import Finding
from laa_xl.files.addresses import address
from laa_xl.files.bundle import XML, Bundle
from laa_xl.files.findings_sheet import COLUMNS, GUIDANCE, HEADER, TITLE, numbered, summary
from laa_xl.files.sheets import height_of
from laa_xl.files.xml_edit import XmlPart, quoted, texted

_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def write_findings(
    bundle: Bundle, part: str, findings: Sequence[Finding], links: Mapping[Finding, str], looks: Mapping[str, int]
) -> None:
    """Write the sheet's part, whatever was in it, and its table; ``links``: where each address leads."""
    last = HEADER + max(1, len(findings))
    reference = f"A{HEADER}:{address(last - 1, len(COLUMNS) - 1)}"
    table = bundle.linked(part, "table")
    if not table:
        table = bundle.add("tables/table", "xml", b"<table/>", f"{_MAIN_TYPE}.table+xml")
        bundle.relate(part, "table", table)
    bundle.put(table, _table(bundle, table, reference))
    bundle.put(part, _sheet(bundle, part, table, findings, links, looks).encode())


def _sheet(
    bundle: Bundle,
    part: str,
    table: str,
    findings: Sequence[Finding],
    links: Mapping[Finding, str],
    looks: Mapping[str, int],
) -> str:
    rows = [_row(1, {0: TITLE}, {0: looks["title"]}, 24)]
    rows += [
        _row(number, {0: text}, {0: looks["guidance"]}, 0) for number, text in ((2, summary(findings)), (3, GUIDANCE))
    ]
    header = dict.fromkeys(range(len(COLUMNS)), looks["header"])
    rows.append(_row(HEADER, dict(enumerate(COLUMNS)), header, 20))
    hyperlinks = []
    for number, item in enumerate(findings, HEADER + 1):
        why = f"Waived: {item.because}" if item.waived else item.confirmed
        words = (item.standing, item.sheet, item.cell, item.row, item.entered, item.message, why, item.rule)
        used = [looks["plain"]] * len(COLUMNS)
        used[0] = looks["plain" if item.settled else item.severity]
        used[3] = looks["key"]
        if item in links:
            used[2] = looks["link"]
            where = f"ref={quoted(f'C{number}')} location={quoted(links[item])} display={quoted(item.cell)}"
            hyperlinks.append(f"<hyperlink {where}/>")
        height = height_of(list(zip(words, COLUMNS.values(), strict=True)))
        rows.append(_row(number, dict(enumerate(words)), dict(enumerate(used)), height))
    if not findings:
        used = [looks["plain"]] * len(COLUMNS)
        rows.append(_row(HEADER + 1, {0: "Nothing to do"}, dict(enumerate(used)), 0))
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width + 0.7109375}" customWidth="1"/>'
        for number, width in enumerate(COLUMNS.values(), 1)
    )
    end = address(HEADER + max(1, len(findings)) - 1, len(COLUMNS) - 1)
    ids = {target: link for link, (_kind, target) in bundle.links(part).items()}
    colour = TAB_COLOURS["computed"].lstrip("#")
    return (
        f'{XML}<worksheet xmlns="{bundle.main}" xmlns:r="{bundle.office}">'
        f'<sheetPr><tabColor rgb="FF{colour}"/><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:{end}"/>'
        f'<sheetViews><sheetView showGridLines="0" workbookViewId="0"><pane ySplit="{HEADER}" '
        f'topLeftCell="A{HEADER + 1}" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" '
        f'activeCell="A{HEADER + 1}" sqref="A{HEADER + 1}"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>{"".join(rows)}</sheetData>'
        '<sheetProtection sheet="1" objects="1" scenarios="1" formatColumns="0" formatRows="0" sort="0" autoFilter="0"/>'
        + (f"<hyperlinks>{''.join(hyperlinks)}</hyperlinks>" if hyperlinks else "")
        + '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>'
        "<headerFooter><oddFooter>&amp;L&amp;8&amp;F&amp;C&amp;8&amp;A&amp;R&amp;8Page &amp;P of &amp;N</oddFooter></headerFooter>"
        f"{_drawings(bundle, part)}"
        f'<tableParts count="1"><tablePart r:id={quoted(ids[table])}/></tableParts></worksheet>'
    )


def _drawings(bundle: Bundle, part: str) -> str:
    """What the partner put on the sheet, a note or a picture: it stays."""
    if not bundle.parts[part]:
        return ""
    root = XmlPart(bundle.parts[part], part, "sheetData").root
    nodes = ((name, root.first(name)) for name in ("drawing", "legacyDrawing"))
    return "".join(f"<{name} r:id={quoted(node.linked(bundle.office))}/>" for name, node in nodes if node is not None)


def _row(number: int, texts: Mapping[int, str], looks: Mapping[int, int], height: float) -> str:
    # No customHeight: the row goes on fitting its text.
    cells = "".join(
        f'<c r="{address(number - 1, column)}" s="{look}"'
        + (
            f' t="inlineStr"><is><t xml:space="preserve">{texted(texts[column])}</t></is></c>'
            if texts.get(column)
            else "/>"
        )
        for column, look in looks.items()
    )
    return f'<row r="{number}"' + (f' ht="{height:g}"' if height else "") + f">{cells}</row>"


def _table(bundle: Bundle, part: str, reference: str) -> bytes:
    """The table over the findings: a number and a name that no other table has."""
    others = [
        XmlPart(blob, name).root.attributes
        for name, blob in bundle.parts.items()
        if "/tables/" in name and name.endswith(".xml") and name != part
    ]
    numbers = {other.get("id") for other in others}
    names = {other.get("displayName", "").casefold() for other in others}
    book = XmlPart(bundle.parts[bundle.workbook], bundle.workbook).root
    names |= {node.attributes.get("name", "").casefold() for node in book.within("definedName")}
    number = next(str(number) for number in count(1) if str(number) not in numbers)
    name = next(name for name in numbered("tblLaaFindings") if name.casefold() not in names)
    columns = "".join(f'<tableColumn id="{i}" name={quoted(title)}/>' for i, title in enumerate(COLUMNS, 1))
    return (
        f'{XML}<table xmlns="{bundle.main}" id="{number}" name="{name}" displayName="{name}" ref="{reference}" '
        f'totalsRowShown="0"><autoFilter ref="{reference}"/><tableColumns count="{len(COLUMNS)}">{columns}</tableColumns>'
        '<tableStyleInfo showFirstColumn="0" showLastColumn="0" showRowStripes="0" showColumnStripes="0"/></table>'
    ).encode()
