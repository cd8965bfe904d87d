"""Writes the tables of a document for other systems: a CSV each, and a Frictionless data package that says what they hold.

Figures are plain numbers, negative ones with a minus sign; only texts are kept from being taken for a formula.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import combinations
from typing import Any

from laa_xl.domain.documents import Document, Field, Grid, Line, Shape, Value
from laa_xl.domain.sentences import as_words
from laa_xl.domain.words import Rag
from laa_xl.files.csv_writer import csv_text
from laa_xl.files.grid_sheet import unique

DESCRIPTOR = "datapackage.json"
SOURCE = Field("source", "Source", meaning="Where the row comes from: the return of a theme, its sheet and cell")
TEXTS = (
    "A text that begins with =, +, - or @ has an apostrophe before it, so that no spreadsheet takes it for a formula. "
    "Numbers have none. An empty cell is no value, never 0."
)
_TYPES = {
    Shape.FIGURE: "number",
    Shape.POUNDS: "number",
    Shape.PERCENT: "number",
    Shape.COUNT: "integer",
    Shape.DATE: "date",
}
_MEANT = {Shape.POUNDS: "In pounds.", Shape.PERCENT: "A fraction: 0.1 is 10%."}
_MOST_KEYS = 3  # fields that make a key together


def data_package(document: Document, created: datetime, name: str) -> dict[str, bytes]:
    """The files of the package by name; the same document and time always give the same bytes.

    ``name`` is the package's own. Lines that sum others are left out.
    """
    files: dict[str, bytes] = {}
    resources = []
    for grid in document.tables:
        path = f"{grid.name}.csv"
        files[path] = csv_of(grid)
        resources.append(_resource(grid, path, files[path]))
    described: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": _plain_name(name),
        "title": as_words(f"{document.agreement}: {document.title}, {document.period}"),
        "description": as_words(f"{document.state}. {document.illustrative_note} {TEXTS}"),
        "created": f"{created.replace(tzinfo=None):%Y-%m-%dT%H:%M:%SZ}",
        "resources": resources,
    }
    files[DESCRIPTOR] = f"{json.dumps(described, indent=2, ensure_ascii=False)}\n".encode()
    return files


def csv_of(grid: Grid) -> bytes:
    """The table as CSV: UTF-8, the fields' names as headings, where each row comes from in the last column."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(_names(grid))
    for line in _lines(grid):
        cells = [_cell(field, value) for field, value in zip(grid.fields, line.values, strict=True)]
        writer.writerow([*cells, *([csv_text(as_words(line.origin))] if grid.traced else [])])
    return buffer.getvalue().encode()


def _lines(grid: Grid) -> Iterator[Line]:
    return (line for line in grid.lines if not line.total)


def _names(grid: Grid) -> list[str]:
    return unique([field.name for field in _columns(grid)])


def _columns(grid: Grid) -> list[Field]:
    """Its fields, and where each row comes from where that is known."""
    return [*grid.fields, *([SOURCE] if grid.traced else [])]


def _cell(field: Field, value: Value) -> str:
    """A value as other programs read it. In a column of numbers or dates a text stands for what is not told: left empty."""
    if isinstance(value, str):
        return "" if field.shape in _TYPES else csv_text(as_words(value))
    if value is None:
        return ""
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d")
    plain = _number(value)
    return plain if field.shape.numeric else csv_text(plain)


def _number(value: float | int | Decimal) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return repr(int(value) if isinstance(value, float) and value.is_integer() else value)


def _resource(grid: Grid, path: str, data: bytes) -> dict[str, Any]:
    lines = list(_lines(grid))
    fields = [_field(grid, field, name, lines) for field, name in zip(_columns(grid), _names(grid), strict=True)]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if key := _key(grid, lines):
        schema["primaryKey"] = list(key)
    described = {
        "profile": "tabular-data-resource",
        "name": _plain_name(grid.name),
        "path": path,
        "title": as_words(grid.title),
        "description": as_words(grid.note),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": schema,
    }
    return {name: value for name, value in described.items() if value != ""}


def _plain_name(name: str) -> str:
    """A name as the standard wants it: lower-case letters, digits, and . _ - between them."""
    return re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-")


def _field(grid: Grid, field: Field, name: str, lines: Sequence[Line]) -> dict[str, Any]:
    place = grid.fields.index(field) if field in grid.fields else None
    values = [] if place is None else [line.values[place] for line in lines]
    kind = _TYPES.get(field.shape, "string")
    if kind == "integer" and any(isinstance(value, (float, Decimal)) and value % 1 for value in values):
        kind = "number"  # a half was counted: told as it is
    meant = " ".join(part for part in (_sentence(field.meaning), _MEANT.get(field.shape, "")) if part)
    described: dict[str, Any] = {"name": name, "title": as_words(field.heading), "type": kind}
    if kind == "date":
        described["format"] = "default"
    if meant:
        described["description"] = meant
    if field.shape is Shape.RAG:
        described["constraints"] = {"enum": [rag.value for rag in Rag]}
    return described


def _sentence(text: str) -> str:
    words = as_words(text)
    return words if not words or words.endswith(".") else f"{words}."


def _key(grid: Grid, lines: Sequence[Line]) -> tuple[str, ...]:
    """The fewest of the leading fields that tell every line from every other; none where no few do."""
    places = [
        place
        for place, field in enumerate(grid.fields)
        if field.shape in (Shape.TEXT, Shape.DATE) or (place == 0 and field.shape is Shape.COUNT)
    ]
    leading = [place for place in places[:5] if all(line.values[place] not in (None, "") for line in lines)]
    names = _names(grid)
    for count in range(1, _MOST_KEYS + 1):
        for some in combinations(leading, count):
            found = {tuple(line.values[place] for place in some) for line in lines}
            if lines and len(found) == len(lines) and some[0] == leading[0]:
                return tuple(names[place] for place in some)
    return ()
