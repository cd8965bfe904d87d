"""A workbook of XlsxWriter that says in which language it is written, and may carry macros and a ribbon."""

from __future__ import annotations

import io
import zipfile
from typing import IO, Any

import xlsxwriter
from xlsxwriter.core import Core
from xlsxwriter.packager import Packager
from xlsxwriter.relationships import Relationships
from xlsxwriter.vml import Vml
from xlsxwriter.xmlwriter import XMLwriter

from laa_xl.declare.theme import FONT

LANGUAGE = "en-GB"  # screen readers ask for it
_POINTS = 10  # of a button's caption
_AT_ONCE = 1 << 15  # characters that are packed together
RIBBON_PART = "customUI/customUI14.xml"
_RIBBON_KIND = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"


class Book(xlsxwriter.Workbook):  # type: ignore[misc]  # XlsxWriter has no types
    """Like XlsxWriter's own, with the language among the document's properties."""

    ribbon = ""  # the XML of customUI14; none where it is empty

    def add_macros(self, project: bytes, code_name: str, ribbon: str) -> None:
        """Carry a vbaProject.bin and a ribbon; sheets get their code names by ``set_vba_name``."""
        self.add_vba_project(io.BytesIO(project), is_stream=True)
        self.set_vba_name(code_name)
        self.ribbon = ribbon

    def _get_packager(self) -> Any:
        return _Packager()

    def add_chart(self, options: dict[str, Any]) -> Any:
        """A chart whose words are British English too."""
        chart = super().add_chart(options)
        chart._write_lang = lambda: chart._xml_empty_tag("c:lang", [("val", LANGUAGE)])
        return chart


class SmallBook(Book):
    """Packed as small as it goes, since it travels by e-mail, and only once: ask for ``data`` after it is closed."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), {"in_memory": True, "strings_to_urls": False})
        self._parts: list[tuple[str, bytes]] = []

    def _get_packager(self) -> Any:
        return _Kept(self._parts)

    def data(self) -> bytes:
        """The file."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as small:
            for name, blob in self._parts:
                small.writestr(_entry(name), blob, zipfile.ZIP_DEFLATED, 9)
        return out.getvalue()


class LargeBook(Book):
    """A book whose sheets may be large: each part goes into the package while it is written, and none is held as a whole.

    The same bytes as ``Book`` gives. Ask for ``data`` after it is closed.
    """

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), {"in_memory": True, "strings_to_urls": False})
        self._package = io.BytesIO()

    def _get_packager(self) -> Any:
        return _AsWritten(self._package)

    def data(self) -> bytes:
        """The file."""
        return self._package.getvalue()


class _Part(io.StringIO):
    """A part's text on its way into the package."""

    def __init__(self, into: IO[bytes]) -> None:
        super().__init__()
        self._into = into
        self._waiting: list[str] = []
        self._size = 0

    def write(self, text: str) -> int:
        self._waiting.append(text)
        self._size += len(text)
        if self._size > _AT_ONCE:
            self._put()
        return len(text)

    def _put(self) -> None:
        self._into.write("".join(self._waiting).encode())
        self._waiting.clear()
        self._size = 0

    def finish(self) -> None:
        """The part is written."""
        self._put()
        self._into.close()


class _Packager(Packager):  # type: ignore[misc]
    def _create_package(self) -> Any:
        super()._create_package()
        if self.workbook.ribbon:
            part = XMLwriter()
            part._set_xml_writer(self._filename(RIBBON_PART))
            part.fh.write(self.workbook.ribbon)
            part._xml_close()
        return self.filenames

    def _write_vml_files(self) -> None:
        drawn = [worksheet for worksheet in self.workbook.worksheets() if worksheet.has_vml]
        for number, worksheet in enumerate(drawn, 1):
            drawing = _Drawing()
            drawing._set_xml_writer(self._filename(f"xl/drawings/vmlDrawing{number}.vml"))
            drawing._assemble_xml_file(
                worksheet.vml_data_id, worksheet.vml_shape_id, worksheet.comments_list, worksheet.buttons_list
            )

    def _write_root_rels_file(self) -> None:
        if not self.workbook.ribbon:
            super()._write_root_rels_file()
            return
        links = Relationships()
        links._add_document_relationship("/officeDocument", "xl/workbook.xml")
        links._add_package_relationship("/metadata/core-properties", "docProps/core.xml")
        links._add_document_relationship("/extended-properties", "docProps/app.xml")
        links.relationships.append((_RIBBON_KIND, RIBBON_PART, None))
        links._set_xml_writer(self._filename("_rels/.rels"))
        links._assemble_xml_file()

    def _write_core_file(self) -> None:
        core = _Core()
        core._set_properties(self.workbook.doc_properties)
        core._set_xml_writer(self._filename("docProps/core.xml"))
        core._assemble_xml_file()


class _Kept(_Packager):
    """Keeps the parts to be packed, and leaves XlsxWriter none to pack."""

    def __init__(self, parts: list[tuple[str, bytes]]) -> None:
        super().__init__()
        self._parts = parts

    def _create_package(self) -> Any:
        for written, name, is_binary in super()._create_package():
            self._parts.append((name, written.getvalue() if is_binary else written.getvalue().encode()))
        return []


class _AsWritten(_Packager):
    """Puts the parts into the package one after the other, and leaves XlsxWriter none to pack.

    XlsxWriter writes a part to its end before it asks for the next one.
    """

    def __init__(self, package: IO[bytes]) -> None:
        super().__init__()
        self._zip = zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED)
        self._part: _Part | None = None

    def _filename(self, xml_filename: str) -> Any:
        self._finish()
        self._part = _Part(self._zip.open(_entry(xml_filename), "w"))
        return self._part

    def _finish(self) -> None:
        """End the part that is being written, and put in what XlsxWriter has as bytes."""
        if self._part is not None:
            self._part.finish()
            self._part = None
        for held, name, _ in self.filenames:
            self._zip.writestr(_entry(name), held.getvalue())
        self.filenames.clear()

    def _create_package(self) -> Any:
        super()._create_package()
        self._finish()
        self._zip.close()
        return []


def _entry(name: str) -> zipfile.ZipInfo:
    """As XlsxWriter makes one: the same at any time."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


class _Drawing(Vml):  # type: ignore[misc]
    """Captions of buttons in the font of the cells: Calibri, XlsxWriter's choice, is often replaced by a wider one."""

    def _write_button_font(self, caption: str) -> None:
        # The size is in twentieths of a point.
        self._xml_data_element("font", caption, [("face", FONT), ("size", 20 * _POINTS), ("color", "#000000")])


class _Core(Core):  # type: ignore[misc]
    def _write_cp_content_status(self) -> None:
        super()._write_cp_content_status()
        self._xml_data_element("dc:language", LANGUAGE)
