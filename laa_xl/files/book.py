"""A workbook of XlsxWriter whose properties say in which language it is written: screen readers ask for it."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import xlsxwriter
from xlsxwriter.core import Core
from xlsxwriter.packager import Packager

LANGUAGE = "en-GB"


class Book(xlsxwriter.Workbook):  # type: ignore[misc]  # XlsxWriter has no types
    """Like XlsxWriter's own, with the language among the document's properties."""

    def _get_packager(self) -> Any:
        return _Packager()

    def add_chart(self, options: dict[str, Any]) -> Any:
        """A chart whose words are British English too."""
        chart = super().add_chart(options)
        chart._write_lang = lambda: chart._xml_empty_tag("c:lang", [("val", LANGUAGE)])
        return chart


def packed(data: bytes) -> bytes:
    """The same workbook, packed as small as it goes: it travels by e-mail."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as made,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as small,
    ):
        for part in made.infolist():
            small.writestr(part, made.read(part), zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


class _Packager(Packager):  # type: ignore[misc]
    def _write_core_file(self) -> None:
        core = _Core()
        core._set_properties(self.workbook.doc_properties)
        core._set_xml_writer(self._filename("docProps/core.xml"))
        core._assemble_xml_file()


class _Core(Core):  # type: ignore[misc]
    def _write_cp_content_status(self) -> None:
        super()._write_cp_content_status()
        self._xml_data_element("dc:language", LANGUAGE)
