"""Writes a declared list as CSV that a spreadsheet can open: UTF-8 with its mark, text never a formula."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from laa_xl.declare.model import Table

# A spreadsheet takes a text that begins so for a formula; an apostrophe before it says that it is text.
_FORMULA_STARTS = frozenset("=+-@")
_BREAKS = ("\t", "\r", "\n")


def csv_bytes(table: Table, rows: Sequence[Mapping[str, Any]]) -> bytes:
    """The headings and rows of a table; a number as a number, a date as 2008-10-24, a blank as nothing."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([column.title for column in table.columns])
    writer.writerows([[_written(row.get(column.name)) for column in table.columns] for row in rows])
    return buffer.getvalue().encode("utf-8-sig")


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Y" if value else ""
    if isinstance(value, (int, float)):
        return repr(int(value) if isinstance(value, float) and value.is_integer() else value)
    if isinstance(value, date):
        return value.isoformat()
    return csv_text(str(value))


def csv_text(text: str) -> str:
    """A text as it may stand in a CSV: one that a spreadsheet could take for a formula gets an apostrophe before it.

    Spreadsheets pass over spaces and marks that nobody sees, and take the wide forms of East Asian fonts for the signs.
    """
    first = next((one for one in text if not (one.isspace() or unicodedata.category(one) in ("Cc", "Cf"))), "")
    sign = unicodedata.normalize("NFKC", first)[:1]
    return f"'{text}" if sign in _FORMULA_STARTS or text.startswith(_BREAKS) else text
