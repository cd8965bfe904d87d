"""docs/extending.md keeps its word: what it says to add, added as it says, does what it says."""

from __future__ import annotations

import dataclasses
import io
import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from laa_xl.checks import judgements, registry
from laa_xl.checks.catalogue import all_rules
from laa_xl.declare import actions, macro_texts, return_form
from laa_xl.declare.load import load_agreement
from laa_xl.declare.model import Column, Form, Kind
from laa_xl.domain.periods import Period
from laa_xl.domain.words import Severity
from laa_xl.files.text import read_agreement_folder
from laa_xl.flow import desk
from laa_xl.flow.answers import Asked
from laa_xl.flow.demonstration import read_entries
from laa_xl.flow.programme import Programme
from laa_xl.flow.receiving import spec_for, validate_bytes
from laa_xl.flow.shipped import agreement_folder, demonstration_folder
from laa_xl.stages.reading import read_return
from tests.durability import small
from tests.faults import kinds_missing
from tests.faults.kinds import KINDS
from tests.support.cli import laa_xl, succeeded

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
PERIOD = Period(2008, 2)


def code_of(heading: str, number: int = 0) -> str:
    """A Python example under a heading of the page: the first, unless ``number`` says otherwise."""
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    return textwrap.dedent(re.findall(r"^ *```python\n.*?```", section, re.DOTALL | re.MULTILINE)[number]).split(
        "\n", 1
    )[1][:-3]


def return_of(theme: str, **extra: object) -> bytes:
    """A demonstration return, with further entries in the row of NI020, written by the code as it stands."""
    from laa_xl.files.return_writer import return_bytes
    from laa_xl.stages.templating import content

    agreement, _ = load_agreement(read_agreement_folder(agreement_folder("leicester-2008")))
    assert agreement is not None
    entries = read_entries(demonstration_folder("leicester-2008") / str(PERIOD), theme)
    entries["indicators"]["NI020"].update(extra)
    spec = spec_for(agreement, theme, PERIOD, {})
    return return_bytes(spec, content(spec, entries), datetime(2008, 10, 1))


@pytest.fixture
def with_column(monkeypatch: pytest.MonkeyPatch) -> Column:
    """The page's column, added to the one declaration of the Indicators table."""
    column = eval(code_of("A column of the return").strip().rstrip(","), {"Column": Column, "Kind": Kind})
    assert isinstance(column, Column)
    old = return_form.INDICATORS
    table = dataclasses.replace(old, columns=(*old.columns[:-1], column, old.columns[-1]))
    sheets = tuple(
        dataclasses.replace(sheet, table=table) if sheet.table is old else sheet
        for sheet in return_form.RETURN_FORM.sheets
    )
    form: Form = dataclasses.replace(return_form.RETURN_FORM, sheets=sheets)
    before = return_form.RETURN_FORM
    for name, module in list(sys.modules.items()):
        if name.startswith("laa_xl") and getattr(module, "RETURN_FORM", None) is before:
            monkeypatch.setattr(module, "RETURN_FORM", form)
    monkeypatch.setattr(read_return, "__defaults__", (form,))
    return column


def test_a_column_added_to_the_declaration_is_written_read_and_checked(with_column: Column) -> None:
    book = openpyxl.load_workbook(io.BytesIO(return_of("SSC", sample=500)))
    titles = [cell.value for line in book["Indicators"].iter_rows() for cell in line]
    assert with_column.title in titles
    good = validate_bytes("r.xlsx", return_of("SSC", sample=500))
    assert good.open == ()
    assert good.returned is not None
    row = good.returned.row("indicators", "NI020")
    assert row is not None
    assert row["sample"] == 500
    bad = validate_bytes("r.xlsx", return_of("SSC", sample=0.5))
    assert [(finding.rule, finding.row) for finding in bad.open] == [("N08", "NI020")]


def test_a_column_of_the_return_is_a_column_of_the_master_and_of_the_schema() -> None:
    from laa_xl.declare.master_form import ALL_INDICATORS
    from laa_xl.declare.schema import schema

    entries = {column.name for column in return_form.INDICATORS.columns if column.entry}
    assert entries <= {column.name for column in ALL_INDICATORS.columns}
    (sheet,) = [sheet for sheet in schema("return")["sheets"] if sheet["sheet"] == "Indicators"]
    assert entries == {column["name"] for column in sheet["tables"][0]["columns"] if column["entry"]}


def test_a_check_added_in_one_place_fires_at_its_cell_and_stands_in_the_rules_document() -> None:
    before = dict(registry.RULES)
    checks = list(registry._ROW_CHECKS)
    names = {**vars(judgements), "timedelta": timedelta}
    kinds = list(KINDS)
    try:
        exec(code_of("A check"), names)
        exec(code_of("A check", 1), {**vars(kinds_missing)})
        late = {
            "actual": None,
            "status": "Not yet available",
            "status_reason": "Late",
            "status_date": date(2018, 6, 30),
        }
        found = validate_bytes("r.xlsx", return_of("SSC", **late))
        hits = [finding for finding in found.findings if finding.rule == "I90"]
        assert [(hit.row, hit.severity, hit.entered) for hit in hits] == [("NI020", Severity.CONFIRM, "30/06/2018")]
        assert KINDS[-1].rule == "I90"
        assert "I90" in [rule.code for rule in all_rules()]
    finally:
        registry.RULES.clear()
        registry.RULES.update(before)
        registry._ROW_CHECKS[:] = checks
        KINDS[:] = kinds


def test_a_column_of_the_agreement_is_one_field_and_masters_of_before_are_read(tmp_path: Path) -> None:
    folder = small.taken(tmp_path / "p")
    for name in ("macros", "workbooks", "templates", "pyproject.toml"):
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "laa_xl", tmp_path / "laa_xl", ignore=shutil.ignore_patterns("__pycache__"))
    source = tmp_path / "laa_xl" / "domain" / "records.py"
    text, place = source.read_text(encoding="utf-8"), "    group: str | None = column("
    assert text.count(place) == 1
    added = code_of("A column or a setting of the agreement")
    source.write_text(text.replace(place, f"{added}{place}"), encoding="utf-8")
    program = "import sys; from laa_xl.cli.main import main; sys.exit(main())"
    for _ in range(2):
        run = subprocess.run(
            [sys.executable, "-c", program, "consolidate", str(folder)],
            cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert run.returncode == 0, run.stdout + run.stderr
        sheet = openpyxl.load_workbook(folder / "master.xlsm")["Agreement indicators"]
        assert "District" in [cell.value for line in sheet.iter_rows(max_row=12) for cell in line]


def test_an_action_added_to_the_list_has_its_macros_its_place_in_the_ribbon_and_its_buttons(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    added = eval(code_of("An action of the master"), vars(actions).copy())
    for module in (actions, macro_texts):
        monkeypatch.setattr(module, "ACTIONS", (*actions.ACTIONS, added))
    macros = macro_texts.buttons_module()
    assert 'Public Sub PressDeadline()\n    PressWith "deadline", AskPeriod("deadline")\nEnd Sub\n' in macros
    assert "Public Sub RibbonDeadline(control As Object)\n    PressDeadline\nEnd Sub\n" in macros
    assert 'onAction="RibbonDeadline"' in macro_texts.ribbon_xml().split('label="Reports"')[1].split("</group>")[0]
    succeeded(laa_xl("new", tmp_path / "p", "--agreement", "leicester-2008"))
    with zipfile.ZipFile(tmp_path / "p" / "master.xlsm") as archive:
        drawings = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".vml")]
    assert sum("[0]!PressDeadline<" in drawing and "[0]!PressFreeze<" in drawing for drawing in drawings) == 1


def test_a_section_added_to_the_list_is_offered_to_partners_and_stands_in_the_reports(tmp_path: Path) -> None:
    """In a process of its own, which has the longer list from its first import on."""
    example = code_of("A section of the highlight report").strip()
    words = [sys.executable, "-m", "tests.docs.with_section", example, str(tmp_path)]
    found = json.loads(subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
    choice = "7 Asked together with neighbours"
    assert {place for place, choices in found["offered"].items() if choice in choices} == {
        "Narrative",
        "County entries",
    }
    assert found["findings"] == []
    heading = "What neighbouring areas ask of Government"
    for report in ("highlight", "annual-review"):
        assert found[report][heading] == ["Trains: A later train home."]
    assert heading not in found["self-assessment"]


def test_the_pages_action_is_done_by_the_pages_function(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    added = eval(code_of("An action of the master"), vars(actions).copy())
    names = dict(vars(desk))
    exec(code_of("An action of the master", 1), names)
    monkeypatch.setattr(actions, "ACTIONS", (*actions.ACTIONS, added))
    monkeypatch.setattr(desk, "ACTS", {**desk.ACTS, "deadline": names["_deadline"]})
    said = desk.answer(Programme(small.taken(tmp_path / "p")), Asked("deadline", small.AT))
    assert (said.title, said.text) == (
        "Deadline",
        "The returns for Quarter 2 of 2008-09 (July to September 2008) are due on 24 October 2008.",
    )


def test_the_pages_agreement_files_are_those_that_are_read() -> None:
    from laa_xl.declare.agreement_tables import AGREEMENT_TABLES

    section = PAGE.split("## An agreement")[1].split("\n## ")[0]
    assert {f"{table.name}.csv" for table in AGREEMENT_TABLES} == set(re.findall(r"\w+\.csv", section))


def test_the_modules_functions_and_names_of_the_page_are_there() -> None:
    for path in re.findall(r"`((?:laa_xl|tests)/[\w/]+\.py)`", PAGE):
        assert (ROOT / path).is_file(), path
    for module, name in re.findall(r"`(\w+)\.(\w+)`", PAGE):
        if name not in ("py", "bas"):  # files
            (found,) = (ROOT / "laa_xl").rglob(f"{module}.py")
            assert re.search(rf"^(def|class) {name}\b|^{name}\b", found.read_text("utf-8"), re.MULTILINE), (
                module,
                name,
            )
    code = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "laa_xl").rglob("*.py")))
    for name in re.findall(r"`(_?[A-Z][A-Za-z_]+)`", PAGE):
        assert re.search(rf"^(class )?{name}\b", code, re.MULTILINE), name


def test_a_report_of_the_page_gets_its_verb_its_help_and_every_format(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from laa_xl.domain.assessment import for_government
    from laa_xl.domain.documents import Document, Field, Grid, Line, Part
    from laa_xl.domain.figure_drafts import figure_source
    from laa_xl.domain.report_input import ReportInput
    from laa_xl.flow import documents

    known = (for_government, Document, Field, Grid, Line, Part, figure_source, ReportInput, documents.Kind)
    names: dict[str, Any] = {one.__name__: one for one in known}
    exec(code_of("A report"), names)
    monkeypatch.setattr(documents, "KINDS", (*documents.KINDS, names["KIND"]))
    folder = small.taken(tmp_path / "p")
    assert "Every indicator without a rating, and why." in succeeded(laa_xl("report", "gaps", "--help")).stdout
    written = succeeded(laa_xl("report", "gaps", folder, now=small.NOW)).stdout.split()
    assert [Path(path).name for path in written] == ["gaps-2008-Q2.xlsx", "gaps-2008-Q2.docx", "gaps-2008-Q2-data"]
