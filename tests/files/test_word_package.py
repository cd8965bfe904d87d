"""Rows that wait as text beside a Word document's tree are, in the file, the rows that the tree would have held."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pytest
from docx import Document

from laa_xl.files.word_parts import About, finished, new_document
from laa_xl.files.word_tables import add_row, table

ABOUT = About("Title", "Subject", "Header", datetime(2008, 9, 30))
COLUMNS = (("Code", 1.0), ("Words", 3.0), ("Rating", 1.0))
TEXTS = (
    "plain", "", " before", "after ", "two\nlines", "a\ttab", "\r", "&amp; <w:t> \"q\" 'a' ]]>", "é ▲ 𝄞 \u00a0", "\u00a0", "\ue000",
    "<!--rows 0-->", '<w:tr w:rows="0"/>', "\u2028\u0085\x7f", "%s {0}", "\ufffd", "x" * 70_000,
)  # fmt: skip


def document(*, in_the_tree: bool) -> bytes:
    made = new_document(ABOUT)
    for heading in ("First", "Second"):
        made.add_heading(heading, 1)
        rows = table(made, COLUMNS, 160)
        for number, text in enumerate(TEXTS * 2):
            if in_the_tree:
                rows.__dict__.pop("patterns", None)  # then no row is like one before
            add_row(rows, (f"NI{number}", text, ("Green", "Red", "no rating")[number % 3]))
            if number % 5 == 0:
                add_row(rows, ("Total", text, ""), bold=True, right=(False, True, False), tints=("", "Amber", ""))
        made.add_paragraph("below")
    return finished(made)


def test_the_same_bytes_as_rows_of_the_tree() -> None:
    beside, within = document(in_the_tree=False), document(in_the_tree=True)
    for name in zipfile.ZipFile(io.BytesIO(within)).namelist():
        assert zipfile.ZipFile(io.BytesIO(beside)).read(name) == zipfile.ZipFile(io.BytesIO(within)).read(name), name
    assert beside == within


def test_every_word_stands_in_its_cell() -> None:
    first, second = Document(io.BytesIO(document(in_the_tree=False))).tables
    for made in (first, second):
        found = [[cell.text for cell in row.cells] for row in made.rows if row.cells[0].text.startswith("NI")]
        assert [texts[1] for texts in found] == [text.replace("\r", "\n") for text in TEXTS * 2]


@pytest.mark.parametrize("text", ["\x00", "\x1f"])
def test_what_no_file_can_hold_is_refused_in_any_row(text: str) -> None:
    made = new_document(ABOUT)
    rows = table(made, COLUMNS, 160)
    add_row(rows, ("NI1", "fine", ""))
    with pytest.raises(ValueError, match="XML"):
        add_row(rows, ("NI2", text, ""))


def test_few_rows_of_a_table_stand_in_the_tree() -> None:
    made = new_document(ABOUT)
    rows = table(made, COLUMNS, 160)
    for number in range(500):
        add_row(rows, (f"NI{number}", "words", "Green" if number % 2 else "Red"))
    assert len(rows._tbl.tr_lst) <= 6  # the headings, a row of each kind, and marks for those beside the tree
