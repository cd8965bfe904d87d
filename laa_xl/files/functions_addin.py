"""The add-in with the worksheet functions for every workbook of a machine, in one of two kinds under one name."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from enum import StrEnum

from laa_xl.declare.code_names import WORKBOOK_CODE_NAME
from laa_xl.declare.function_texts import FUNCTIONS_MODULE, HELP_MODULE, PYTHON_MODULE, help_module, python_module
from laa_xl.files.book import Book
from laa_xl.files.macros import macros_folder
from laa_xl.files.vba.modules import Kind, Module
from laa_xl.files.vba.project import vba_project

ADDIN_FILE = "laa-functions.xlam"
_SHEET = "Sheet1"
_MADE = datetime(2008, 4, 1)  # noqa: DTZ001  # the same in every build
_BOOK_TYPE, _ADDIN_TYPE = (f"application/vnd.ms-excel.{kind}.macroEnabled.main+xml" for kind in ("sheet", "addin"))


class Provider(StrEnum):
    """Who works out the functions: VBA alone, or Python through xlwings (Windows)."""

    VBA = "vba"
    PYTHON = "python"


def functions_addin(provider: Provider) -> bytes:
    """The add-in; the same provider always gives the same bytes."""
    modules = (
        Module(WORKBOOK_CODE_NAME, Kind.WORKBOOK, "Option Explicit\n"),
        Module(_SHEET, Kind.SHEET, "Option Explicit\n"),
        *_functions(provider),
    )
    out = io.BytesIO()
    book = Book(out, {"in_memory": True})
    book.set_properties({"title": "LAA worksheet functions", "comments": f"From laa-xl ({provider})", "created": _MADE})
    book.add_vba_project(io.BytesIO(vba_project(modules)), is_stream=True)
    book.set_vba_name(WORKBOOK_CODE_NAME)
    book.add_worksheet(_SHEET).set_vba_name(_SHEET)
    book.close()
    return _as_addin(out.getvalue())


def _functions(provider: Provider) -> tuple[Module, ...]:
    if provider is Provider.PYTHON:
        texts = {PYTHON_MODULE: python_module(), HELP_MODULE: help_module(python=True)}
    else:
        text = (macros_folder() / f"{FUNCTIONS_MODULE}.bas").read_text(encoding="ascii")
        texts = {FUNCTIONS_MODULE: text, HELP_MODULE: help_module()}
    return tuple(Module(name, Kind.STANDARD, text) for name, text in texts.items())


def _as_addin(data: bytes) -> bytes:
    """The same package, called an add-in in its list of contents."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as addin:
        for part in made.infolist():
            blob = made.read(part)
            if part.filename == "[Content_Types].xml":
                blob = blob.replace(_BOOK_TYPE.encode(), _ADDIN_TYPE.encode())
            addin.writestr(part, blob, zipfile.ZIP_DEFLATED)
    return out.getvalue()
