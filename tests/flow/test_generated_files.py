"""Every file we generate: valid for Office, whole in LibreOffice, and the copies in the repo are what the code builds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from laa_xl.declare.return_form import HISTORY_DATA
from laa_xl.domain.findings import Verdict
from laa_xl.flow.receiving import validate_file
from laa_xl.flow.shipped import shipped_names
from tests.support import ooxml
from tests.support.cli import laa_xl, succeeded
from tests.support.zips import parts_of
from tools.build_workbooks import build

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    build(folder)
    return folder


def generated(folder: Path) -> dict[str, Path]:
    tops = (folder / "templates", folder / "workbooks")
    files = (path for top in tops for path in top.rglob("*") if path.suffix in (".xlsx", ".xlsm", ".docx"))
    return {path.relative_to(folder).as_posix(): path for path in files}


def test_the_generated_files_in_the_repo_are_what_the_code_builds_part_by_part(built: Path) -> None:
    kept, new = generated(ROOT), generated(built)
    assert sorted(kept) == sorted(new), "run: make workbooks"
    assert len(new) == 28  # 11 templates, 11 returns, 2 masters, 2 reports in two formats
    for name, path in new.items():
        old_parts, new_parts = parts_of(kept[name]), parts_of(path)
        assert list(old_parts) == list(new_parts), name
        differing = [part for part in new_parts if new_parts[part] != old_parts[part]]
        assert differing == [], f"{name}: run make workbooks, and look at what changed"


@pytest.mark.parametrize(
    "name", ["docs/rules.md", "docs/how-to-fill-in-your-return.md", "macros/LaaButtons.bas", "macros/ribbon.xml"]
)
def test_a_generated_text_is_what_the_code_says(built: Path, name: str) -> None:
    new, kept = ((folder / name).read_text(encoding="utf-8") for folder in (built, ROOT))
    assert new == kept, "run: make workbooks"


def test_no_generated_file_has_an_error_for_office_2013_to_microsoft_365(
    built: Path, ooxml_errors: Callable[..., list[str]]
) -> None:
    made = generated(built)
    found = ooxml.errors_of(made.values())
    assert len(found) == 28
    assert {str(path): errors for path, errors in found.items() if errors} == {}
    one_of_each = {(name.split("/")[2], path.suffix): path for name, path in made.items()}
    assert len(one_of_each) == 6  # a template of each agreement, a master, a return, a report in two formats
    found = ooxml.errors_of(one_of_each.values(), ooxml.VERSIONS[1:-1])
    assert {str(path): errors for path, errors in found.items() if errors} == {}


def test_an_empty_programme_has_a_valid_master(tmp_path: Path, ooxml_errors: Callable[..., list[str]]) -> None:
    succeeded(laa_xl("new", tmp_path / "p", "--agreement", "leicester-2008"))
    assert ooxml_errors(tmp_path / "p" / "master.xlsm") == []


def test_two_builds_give_the_same_bytes(built: Path, tmp_path: Path) -> None:
    build(tmp_path)
    again = generated(tmp_path)
    for name, path in generated(built).items():
        assert path.read_bytes() == again[name].read_bytes(), name


@pytest.mark.parametrize("name", shipped_names())
def test_a_template_is_smaller_than_200_kb(built: Path, name: str) -> None:
    for path in (built / "templates" / name).rglob("*.xlsx"):
        assert path.stat().st_size < 200_000, path.name


def test_nothing_cut_or_broken_shows_in_libreoffice(built: Path, office: ModuleType) -> None:
    """No cell of any sheet shows an error once LibreOffice has worked everything out anew."""
    for name, path in generated(built).items():
        if path.suffix == ".docx":
            continue
        for sheet, cells in office.recalculated(path).items():
            errors = {cell: value for cell, value in cells.items() if isinstance(value, str) and value.startswith("#")}
            # On the hidden sheet behind the charts, #N/A is how a line is told that it has no point there.
            wrong = {cell: value for cell, value in errors.items() if (sheet, value) != (HISTORY_DATA, "#N/A")}
            assert wrong == {}, (name, sheet)


def test_the_filled_returns_read_the_same_when_libreoffice_has_saved_them(
    built: Path, office: ModuleType, tmp_path: Path
) -> None:
    for path in sorted((built / "workbooks").glob("*/returns/*/*.xlsx")):
        before = validate_file(path)
        after = validate_file(office.resave(path, tmp_path / path.name))
        assert before.verdict is after.verdict is Verdict.OK, (path.name, [f.line for f in after.open])
        assert before.returned is not None
        assert after.returned is not None
        for table, rows in before.returned.tables.items():
            old = [{name: entry.value for name, entry in row.entries.items()} for row in rows]
            new = [{name: entry.value for name, entry in row.entries.items()} for row in after.returned.rows(table)]
            assert new == old, (path.name, table)
