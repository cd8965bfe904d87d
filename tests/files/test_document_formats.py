"""Any report for Word, as data for other systems, and as a PDF."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import stat
import subprocess
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import docx as python_docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from laa_xl.domain.documents import Part
from laa_xl.domain.report import Bullet
from laa_xl.files import pdf
from laa_xl.files.data_package import csv_of, data_package
from laa_xl.files.document_word import document_docx
from laa_xl.files.document_workbook import document_workbook
from tests.support.documents import DOCUMENT, PICTURES, SHARES, STEPS, STREAMS

CREATED = datetime(2008, 9, 30)
CHARTS = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}


@pytest.fixture(scope="module")
def docx() -> bytes:
    return document_docx(DOCUMENT, CREATED)


@pytest.fixture(scope="module")
def word(docx: bytes) -> WordDocument:
    return python_docx.Document(io.BytesIO(docx))


def test_word_gets_real_headings_lists_and_captions(word: WordDocument) -> None:
    styled = [(found.style.name, found.text) for found in word.paragraphs if found.style is not None]
    for expected in (
        ("Title", "Money: budget & spend"),
        ("Heading 1", "Overview"),
        ("Heading 2", "Streams"),
        ("Caption", STREAMS.title),
        ("Normal", "Words of the report."),
        ("Normal", "There is nothing to show."),
    ):
        assert expected in styled
    assert [text for style, text in styled if style == "List Bullet"] == [
        "NI 16 Crime: \u00a0Red\u00a0 2.42 against 2.14. [Jobs return, Finance, F14. Worse: rule 1.]",
        "=1+1 is what they wrote <& more>. [Jobs return, Finance, F14]",
        'Rating: "outlook" rule, version 1.',
    ]


def test_a_table_in_word_says_its_values_as_people_write_them_and_repeats_its_headings(word: WordDocument) -> None:
    (table,) = word.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == [*(field.heading for field in STREAMS.fields), "Source"]
    assert rows[1] == [
        "Renewal fund", "£1,000,000", "-£250,000.50", "12.3%", "30/09/2008", "Red", "★ better", "3", "0.3", "✗ High",
        "Jobs return, Finance, F14, G14",
    ]  # fmt: skip
    assert rows[2][7:9] == ["fewer than 5", ""]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None  # type: ignore[union-attr]


def test_every_picture_is_a_native_chart_in_word_that_leaves_nothing_to_be_guessed(
    docx: bytes, word: WordDocument
) -> None:
    frames = word.element.body.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")
    assert [frame.get("descr") for frame in frames] == [picture.alt for picture in PICTURES]
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        names = [name for name in package.namelist() if name.startswith("word/charts/")]
        charts = [parse_xml(package.read(name)) for name in names]
    assert len(charts) == len(PICTURES)
    for chart in charts:
        assert chart.xpath("string(c:chart/c:dispBlanksAs/@val)", namespaces=CHARTS) == "gap"
        assert not chart.xpath("//c:lineChart/c:ser[not(c:smooth)]", namespaces=CHARTS)
        assert not chart.xpath("//c:barChart/c:ser[not(c:invertIfNegative)]", namespaces=CHARTS)
        assert not chart.xpath("//c:dLbls[not(c:showSerName)]", namespaces=CHARTS)
    trend = next(chart for chart in charts if chart.xpath("//c:lineChart", namespaces=CHARTS))
    points = trend.xpath("//c:ser[1]/c:val//c:pt/@idx", namespaces=CHARTS)
    assert points == ["0", "2"]  # the quarter without a figure is none, not 0


def test_a_wide_table_lies_across_with_the_part_that_it_is_in_and_what_follows_stands_again(word: WordDocument) -> None:
    across = [
        section.page_width > section.page_height
        for section in word.sections
        if section.page_width and section.page_height
    ]
    assert across == [True, False]  # Overview with its Streams; Nothing yet


def test_what_no_document_can_hold_is_left_out_of_every_place_in_word() -> None:
    odd = "Agreed\x01 anew\x0b & <b>"  # a rule may tell the reason that somebody gave for another target
    bullet = Bullet("1/a", odd, odd, None, note=odd)
    made = replace(DOCUMENT, title=odd, parts=(Part(odd, words=(odd,), bullets=(bullet,)),), rules=(odd,))
    told = python_docx.Document(io.BytesIO(document_docx(made, CREATED)))
    assert told.paragraphs[-1].text == "Agreed anew & <b>"


def test_word_names_no_author_and_is_in_british_english(docx: bytes, word: WordDocument) -> None:
    properties = word.core_properties
    assert (properties.title, properties.author, properties.last_modified_by) == (DOCUMENT.title, "", "")
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        assert b'<w:lang w:val="en-GB"' in package.read("word/styles.xml")


def test_office_finds_nothing_wrong_in_word(
    docx: bytes, tmp_path: Path, ooxml_errors: Callable[..., list[str]]
) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(docx)
    assert ooxml_errors(path) == []


def test_the_same_document_and_time_give_the_same_bytes_in_every_format(docx: bytes) -> None:
    workbook, package = document_workbook(DOCUMENT, CREATED), data_package(DOCUMENT, CREATED, "money")
    time.sleep(2.1)  # a zip's clock ticks every two seconds
    assert document_docx(DOCUMENT, CREATED) == docx
    assert document_workbook(DOCUMENT, CREATED) == workbook
    assert data_package(DOCUMENT, CREATED, "money") == package


# What a data package has to say, restated from the standard (Frictionless Data Package, Tabular Data Resource, Table Schema).
NAME = re.compile(r"[a-z0-9._-]+")
READ: dict[str, Callable[[str], Any]] = {"string": str, "number": float, "integer": int, "date": date.fromisoformat}


def package() -> tuple[dict[str, Any], dict[str, bytes]]:
    files = data_package(DOCUMENT, CREATED, "Anyshire money 2008-Q2")
    return json.loads(files["datapackage.json"]), files


def test_the_data_package_is_as_the_standard_wants_it_and_reads_back_by_its_own_schema() -> None:
    described, files = package()
    assert described["profile"] == "tabular-data-package"
    assert described["name"] == "anyshire-money-2008-q2"
    datetime.fromisoformat(described["created"])
    assert {one["path"] for one in described["resources"]} | {"datapackage.json"} == set(files)
    for resource in described["resources"]:
        assert NAME.fullmatch(resource["name"])
        assert resource["profile"] == "tabular-data-resource"
        assert resource["bytes"] == len(files[resource["path"]])
        fields, missing = resource["schema"]["fields"], resource["schema"]["missingValues"]
        text = files[resource["path"]].decode(resource["encoding"])
        head, *rows = csv.reader(io.StringIO(text, newline=""))
        assert head == [field["name"] for field in fields]
        assert len(set(head)) == len(head)
        values = [
            [None if cell in missing else READ[f["type"]](cell) for f, cell in zip(fields, row, strict=True)]
            for row in rows
        ]
        for field, column in zip(fields, zip(*values, strict=True), strict=False):
            assert set(column) - {None} <= set(field.get("constraints", {}).get("enum", column))
        key = [head.index(name) for name in resource["schema"].get("primaryKey", [])]
        found = [tuple(row[place] for place in key) for row in values]
        assert not key or (len(set(found)) == len(rows) and None not in {one for row in found for one in row})


def test_in_data_files_a_number_is_a_number_a_text_no_formula_and_a_sum_is_left_out() -> None:
    rows = list(csv.DictReader(io.StringIO(csv_of(STREAMS).decode())))
    assert [row["stream"] for row in rows] == ["Renewal fund", "'=2+3 grant & more"]
    assert rows[0]["variance"] == "-250000.5"
    assert rows[0]["spent"] == "0.1234"
    assert rows[0]["paid"] == "2008-09-30"
    assert float(rows[0]["rate"]) == 0.1 + 0.2
    assert rows[1]["projects"] == ""  # "fewer than 5" is for people
    assert rows[0]["source"] == "Jobs return, Finance, F14, G14"
    assert [row["change"] for row in csv.DictReader(io.StringIO(csv_of(STEPS).decode()))] == [
        "100000",
        "-160000",
        "30000",
        "80000",
    ]


def test_what_only_a_picture_shows_is_data_too_and_what_a_table_shows_is_written_once() -> None:
    described, _ = package()
    assert [one["name"] for one in described["resources"]] == ["streams", "empty", "bridge", "crime", "homes", "shares"]
    keys = {one["name"]: one["schema"].get("primaryKey") for one in described["resources"]}
    assert keys["streams"] == ["stream"]
    assert keys["empty"] is None
    types = {field["name"]: field["type"] for field in described["resources"][0]["schema"]["fields"]}
    assert types["budget"] == types["spent"] == "number"
    assert (types["projects"], types["paid"], types["stream"]) == ("integer", "date", "string")
    titles = [field["title"] for field in described["resources"][-1]["schema"]["fields"]]
    assert titles == [field.heading for field in SHARES.fields]  # no line says where it comes from


def test_where_libreoffice_is_missing_a_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(pdf, "_PLACES", ())
    with pytest.raises(pdf.NoPdf, match="not found on this machine"):
        pdf.pdf_of(b"")


@pytest.mark.skipif(os.name != "posix", reason="the stand-in for LibreOffice is a shell script")
@pytest.mark.parametrize(
    ("script", "told"),
    [("exec sleep 60", "did not finish within 0.2 seconds"), ("echo Error: no; exit 1", r"made no PDF \(Error: no\)")],
)
def test_a_libreoffice_that_hangs_or_fails_is_a_sentence(
    script: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = tmp_path / "soffice"
    office.write_text(f"#!/bin/sh\n{script}\n")
    office.chmod(office.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setattr(pdf, "find_office", lambda: office)
    with pytest.raises(pdf.NoPdf, match=told):
        pdf.pdf_of(b"", 0.2 if "sleep" in script else 60)


def test_the_pdf_is_tagged_and_has_the_charts_on_its_pages(docx: bytes, office: ModuleType, tmp_path: Path) -> None:
    data = pdf.pdf_of(docx)
    assert data.startswith(b"%PDF-")
    assert b"/MarkInfo<</Marked true>>" in data.replace(b" <<", b"<<")
    path = tmp_path / "report.pdf"
    path.write_bytes(data)
    told = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, encoding="utf-8", check=True).stdout
    assert "Carried forward" in told  # of a chart alone
    assert len(office.to_png(path, tmp_path, 20)) > 2
