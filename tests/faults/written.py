"""A workbook's cells written as the plainest workbook that holds them: no styles but for dates and percentages, no shared texts."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from xml.sax.saxutils import escape, quoteattr

from laa_xl.files.cells import Cell, SheetCells, WorkbookCells, address
from tests.faults.odd_workbooks import MAIN, OFFICE, PACKAGE, SHEET, styles_of

DATE, PERCENT, TIME = 1, 2, 3


def written(book: WorkbookCells) -> bytes:
    """The workbook's bytes."""
    links = any(sheet.linked for sheet in book.sheets)
    texts: dict[str, str] = {
        "_rels/.rels": _links([("officeDocument", "xl/workbook.xml")]),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles_of("dd/mm/yyyy", "0.0%", "dd/mm/yyyy hh:mm:ss")}</styleSheet>',
    }
    tabs, targets = "", []
    for number, sheet in enumerate(book.sheets, 1):
        state = "" if sheet.state == "visible" else f' state="{sheet.state}"'
        tabs += f'<sheet name={quoteattr(sheet.name)} sheetId="{number}" r:id="r{number}"{state}/>'
        targets.append(("worksheet", f"worksheets/sheet{number}.xml"))
        texts[f"xl/worksheets/sheet{number}.xml"] = _sheet(sheet)
        if sheet.comments:
            texts[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = _links([("comments", f"../comments{number}.xml")])
            notes = '<comment ref="A1" authorId="0"><text><t>x</t></text></comment>' * sheet.comments
            texts[f"xl/comments{number}.xml"] = (
                f'<comments xmlns="{MAIN}"><authors><author>A partner</author></authors><commentList>{notes}</commentList></comments>'
            )
    targets.append(("styles", "styles.xml"))
    if links:
        targets.append(("externalLink", "externalLinks/externalLink1.xml"))
        texts["xl/externalLinks/externalLink1.xml"] = f'<externalLink xmlns="{MAIN}"/>'
    texts["xl/workbook.xml"] = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{tabs}</sheets></workbook>'
    texts["xl/_rels/workbook.xml.rels"] = _links(targets)
    kinds = {"xl/workbook.xml": "sheet.main", "xl/styles.xml": "styles"}
    kinds |= {name: "worksheet" for name in texts if name.startswith("xl/worksheets/sheet")}
    kinds |= {name: "comments" for name in texts if name.startswith("xl/comments")}
    texts["[Content_Types].xml"] = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + "".join(f'<Override PartName="/{name}" ContentType="{SHEET}.{kind}+xml"/>' for name, kind in kinds.items())
        + "</Types>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return out.getvalue()


def _links(targets: list[tuple[str, str]]) -> str:
    body = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{body}</Relationships>'


def _sheet(sheet: SheetCells) -> str:
    rows = "".join(
        f'<row r="{row + 1}"{" hidden=" + quoteattr("1") if row in sheet.hidden_rows else ""}>'
        + "".join(_cell(address(row, column), cell, (row, column) in sheet.linked) for column, cell in line.items())
        + "</row>"
        for row, line in sheet.rows.items()
    )
    columns = "".join(f'<col min="{n + 1}" max="{n + 1}" hidden="1"/>' for n in sorted(sheet.hidden_columns))
    columns = f"<cols>{columns}</cols>" if columns else ""
    areas = "".join(f'<mergeCell ref="{address(a, b)}:{address(c, d)}"/>' for a, b, c, d in sheet.merged)
    merged = f"<mergeCells>{areas}</mergeCells>" if areas else ""
    return f'<worksheet xmlns="{MAIN}">{columns}<sheetData>{rows}</sheetData>{merged}</worksheet>'


def _cell(place: str, cell: Cell, linked: bool) -> str:
    kind, style, content = _content(cell)
    formula = f"<f>{'[1]Figures!B4' if linked else 'A1'}</f>" if cell.formula else ""
    if cell.uncalculated:
        kind, content = "", ""
    elif cell.formula and kind == "inlineStr":
        kind, content = "str", f'<v xml:space="preserve">{escape(str(cell.value))}</v>'
    look, mark = (f' s="{style}"' if style else ""), (f' t="{kind}"' if kind else "")
    return f'<c r="{place}"{look}{mark}>{formula}{content}</c>'


def _content(cell: Cell) -> tuple[str, int, str]:
    value = cell.value
    if cell.error:
        return "e", 0, f"<v>{cell.error}</v>"
    if isinstance(value, bool):
        return "b", 0, f"<v>{int(value)}</v>"
    if isinstance(value, float):
        return "", PERCENT if cell.percent else 0, f"<v>{value!r}</v>"
    if isinstance(value, (date, time)):
        moment = value if isinstance(value, datetime) else None
        if isinstance(value, time):
            serial = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second) / timedelta(days=1)
        else:
            serial = (moment or datetime.combine(value, time())) - datetime(1899, 12, 30)  # type: ignore[assignment]
            serial = serial / timedelta(days=1)  # type: ignore[operator]
        return "", TIME if moment or isinstance(value, time) else DATE, f"<v>{serial!r}</v>"
    return "inlineStr", 0, f'<is><t xml:space="preserve">{escape(str(value or ""))}</t></is>'
