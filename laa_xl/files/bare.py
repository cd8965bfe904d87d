"""A workbook of the parts that were checked and nothing else: the only thing that readers of cells ever see."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence

from laa_xl.files.package import Package
from laa_xl.files.scan import plain, refuse_false_count, well_formed

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def bare_package(package: Package, sheets: Sequence[bytes]) -> bytes:
    """A workbook of the parts that were checked and nothing else, as the only thing that parsers see.

    Two readers may disagree about a hostile zip: which of two directories counts, where a sheet's name
    leads. What is rebuilt from the parts already checked leaves nothing to disagree about.
    """
    numbers = [number for number, xml in enumerate(sheets) if xml]
    links = [("worksheet", f"worksheets/sheet{number}.xml", f"s{number}") for number in numbers]
    parts: dict[str, bytes] = {f"xl/worksheets/sheet{number}.xml": sheets[number] for number in numbers}
    types = {"workbook": "sheet.main"}
    for kind in ("sharedStrings", "styles"):
        part = package.related.get(kind, "")
        if part in package.parts:
            xml = plain(package.part(part), part)
            well_formed(xml, part)
            refuse_false_count(xml, part)
            parts[f"xl/{kind}.xml"] = xml.replace(STRICT.encode(), MAIN.encode())
            links.append((kind, f"{kind}.xml", kind))
            types[kind] = kind
    tabs = "".join(f'<sheet name="S{number}" sheetId="{number + 1}" r:id="s{number}"/>' for number in numbers)
    year = ' date1904="1"' if package.date1904 else ""
    overrides = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{_TYPE}.{kind}+xml"/>' for part, kind in types.items()
    )
    texts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="{_TYPE}.worksheet+xml"/>{overrides}</Types>',
        "_rels/.rels": _links([("officeDocument", "xl/workbook.xml", "book")]),
        "xl/_rels/workbook.xml.rels": _links(links),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}">'
        f"<workbookPr{year}/><sheets>{tabs}</sheets></workbook>",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, data in ({name: text.encode() for name, text in texts.items()} | parts).items():
            archive.writestr(name, data)
    return packed.getvalue()


def _links(links: Iterable[tuple[str, str, str]]) -> str:
    body = "".join(f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for kind, to, key in links)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{body}</Relationships>'
