"""Big tables: our rows of text against XlsxWriter's typed calls, and 90,000 doubles there and back: python -m benchmarks.writing."""

from __future__ import annotations

import argparse
import io
import random
import statistics
import struct
import sys
import time
from collections.abc import Callable
from typing import Any

import xlsxwriter

from laa_xl.files.book import Book
from laa_xl.files.cells import read_cells
from laa_xl.files.streamed import StreamedSheet

COLUMNS = 25
DOUBLES = 90_000
Rows = list[list[Any]]


def table(rows: int) -> Rows:
    """Rows as a master has them: codes and words, of which many come again, figures, and blanks."""
    chance = random.Random(2008)  # noqa: S311
    words = [f"Indicator of outcome {number}, in words of some length" for number in range(300)]
    return [
        [
            f"NI{number % 400:03d}",
            *(chance.choice(words) for _ in range(9)),
            *(round(chance.uniform(0, 5000), 2) for _ in range(10)),
            *([None] * 5),
        ]
        for number in range(rows)
    ]


def typed_calls(rows: Rows) -> bytes:
    """XlsxWriter as one uses it with care: the call of each kind, a format for each cell, a table around them."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("Table")
        looks = [
            book.add_format({"num_format": "0.00"} if 9 < column < 20 else {"text_wrap": True})
            for column in range(COLUMNS)
        ]
        sheet.add_table(0, 0, len(rows), COLUMNS - 1, _options())
        for number, values in enumerate(rows, 1):
            sheet.set_row(number, 27)
            for column, value in enumerate(values):
                if value is None:
                    sheet.write_blank(number, column, None, looks[column])
                elif isinstance(value, str):
                    sheet.write_string(number, column, value, looks[column])
                else:
                    sheet.write_number(number, column, value, looks[column])
    return buffer.getvalue()


def rows_of_text(rows: Rows) -> bytes:
    """The same sheet by ``StreamedSheet``."""
    buffer = io.BytesIO()
    with Book(buffer, {"in_memory": True, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("Table", StreamedSheet)
        looks = tuple(
            book.add_format({"num_format": "0.00"} if 9 < column < 20 else {"text_wrap": True})
            for column in range(COLUMNS)
        )
        sheet.add_table(0, 0, len(rows), COLUMNS - 1, _options())
        for number, values in enumerate(rows, 1):
            sheet.add_row(number, 27, values, looks)
    return buffer.getvalue()


def _options() -> dict[str, Any]:
    return {"name": "tblTable", "style": None, "columns": [{"header": f"Column {number}"} for number in range(COLUMNS)]}


def exact(count: int) -> int:
    """How many of so many random doubles come back to the last bit."""
    chance = random.Random(2008)  # noqa: S311
    doubles: list[float] = []
    while len(doubles) < count:
        value = struct.unpack("<d", chance.randbytes(8))[0]
        if value and abs(value) < float("inf"):
            doubles.append(value)
    buffer = io.BytesIO()
    with Book(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Table", StreamedSheet)
        looks = (book.add_format({}),) * 10
        for number in range(0, count, 10):
            sheet.add_row(number // 10, 15, doubles[number : number + 10], looks)
    (read,) = read_cells(buffer.getvalue()).sheets
    back = [read.rows[number // 10][number % 10].value for number in range(count)]
    return sum(1 for one, two in zip(doubles, back, strict=True) if struct.pack("<d", one) == struct.pack("<d", two))


def main() -> int:
    """Print both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=30_000)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    rows = table(asked.rows)
    ways: dict[str, Callable[[Rows], bytes]] = {"typed calls": typed_calls, "rows of text": rows_of_text}
    took: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(asked.runs):
        for name, way in ways.items():
            began = time.process_time()
            way(rows)
            took[name].append(time.process_time() - began)
    middle = {name: statistics.median(times) for name, times in took.items()}
    for name, seconds in middle.items():
        print(
            f"{name}: {seconds:.2f} s of the processor for {asked.rows:,} rows of {COLUMNS} columns, median of {asked.runs}"
        )
    print(f"ratio: {middle['typed calls'] / middle['rows of text']:.2f}")
    good = exact(DOUBLES)
    print(f"doubles: {good:,} of {DOUBLES:,} came back to the last bit")
    return DOUBLES - good


if __name__ == "__main__":
    sys.exit(main())
