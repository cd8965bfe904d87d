"""laa-xl report KIND: every declared report, in every format, from a programme folder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from laa_xl.domain.documents import Document, Part
from laa_xl.domain.periods import Period
from laa_xl.domain.report_input import ReportInput
from laa_xl.flow import documents
from laa_xl.flow.accepting import read_accepted
from laa_xl.flow.documents import KINDS, Kind, report_input
from laa_xl.flow.programme import Programme
from tests.durability.small import NOW, PERIOD, files, taken
from tests.support.cli import laa_xl, succeeded
from tests.support.living import FINE, accept


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return taken(tmp_path / "p")


def report(kind: str, *words: str | Path) -> list[Path]:
    """Make a report; what was written."""
    return [Path(line) for line in succeeded(laa_xl("report", kind, *words, now=NOW)).stdout.splitlines()]


def a_document(given: ReportInput, said: str = "Words.") -> Document:
    settings = given.agreement.settings
    return Document(
        "notes", "Notes", settings.title, settings.area, given.period.spelled, "Draft", (Part("Part", words=(said,)),)
    )


def declared(monkeypatch: pytest.MonkeyPatch, kind: Kind) -> None:
    monkeypatch.setattr(documents, "KINDS", (*KINDS, kind))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.many], ids=lambda kind: kind.name)
def test_every_declared_report_comes_as_workbook_document_and_data(kind: Kind, folder: Path) -> None:
    written = report(kind.name, folder)  # of the newest quarter
    where = folder / "reports" / PERIOD
    assert written == [where / f"{kind.name}-{PERIOD}{ending}" for ending in (".xlsx", ".docx", "-data")]
    described = json.loads((written[2] / "datapackage.json").read_text("utf-8"))
    assert {one["path"] for one in described["resources"]} == {path.name for path in written[2].glob("*.csv")}
    before = files(folder)
    report(kind.name, folder, "--period", PERIOD)
    assert files(folder) == before  # nothing new: nothing written, nothing logged
    assert succeeded(laa_xl("fsck", folder, now=NOW))


def test_the_help_of_report_lists_every_declared_report() -> None:
    told = succeeded(laa_xl("report", "--help")).stdout
    for kind in KINDS:
        assert f"\n  {kind.name} " in told
        assert kind.meaning[:30] in succeeded(laa_xl("report", kind.name, "--help")).stdout


@pytest.mark.parametrize("name", ["book.xlsx", "book.docx", "book.XLSX"])
def test_one_file_is_written_where_one_is_named_and_nothing_else(name: str, folder: Path, tmp_path: Path) -> None:
    before = files(folder)
    assert report("charts", folder, "--out", tmp_path / name) == [tmp_path / name]
    assert (tmp_path / name).read_bytes().startswith(b"PK")
    assert files(folder) == before


def test_a_folder_that_is_named_gets_everything(folder: Path, tmp_path: Path) -> None:
    written = report("charts", folder, "--out", tmp_path / "out", "--theme", "safe")
    assert [path.name for path in written] == [f"charts-{PERIOD}-SAFE{end}" for end in (".xlsx", ".docx", "-data")]
    sheet = openpyxl.load_workbook(written[0])["Every rating, quarter by"]
    assert {row[0].value for row in sheet.iter_rows(min_row=5)} >= {"NI021", "NI016"}
    assert "NI154" not in {row[0].value for row in sheet.iter_rows()}


def test_what_cannot_be_made_is_said_in_a_sentence(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("x")
    for words, told in (
        (("--out", tmp_path / "book.odt"), "has to end in .xlsx, .docx or .pdf"),
        (("--out", tmp_path / "plain"), "has to end in .xlsx, .docx or .pdf"),
        (("--theme", "NOWHERE"), 'There is no theme "NOWHERE". Choose one of: SAFE, JOBS.'),
        (("--period", "2008-Q3"), "no return was accepted for 2008-Q3"),
        (("--period", "2015-Q1"), "2015-Q1 is outside the agreement"),
    ):
        result = laa_xl("report", "charts", folder, *words, now=NOW)
        assert (result.exit_code, told in result.stderr) == (2, True), result.stderr
    assert laa_xl("report", "nothing", folder).exit_code == 2


@pytest.mark.parametrize(
    "place",
    [
        "master.xlsx",
        f"accepted/{PERIOD}",
        f"accepted/{PERIOD}/JOBS.xlsx",
        "inbox/new.docx",
        f"reports/{PERIOD}/issued/a.docx",
        ".",
    ],
)
@pytest.mark.parametrize("verb", [("report", "charts"), ("report", "highlight"), ("publish",)])
def test_no_report_is_written_over_what_a_programme_folder_keeps(
    place: str, verb: tuple[str, ...], folder: Path
) -> None:
    out = (folder / place).with_suffix(".html") if verb == ("publish",) and place != "." else folder / place
    before = files(folder)
    result = laa_xl(*verb, folder, "--period", PERIOD, "--out", out, now=NOW)
    assert result.exit_code == 2
    assert files(folder) == before


def test_a_place_that_is_kept_is_named_and_the_reports_of_the_quarter_are_free(folder: Path) -> None:
    result = laa_xl("report", "charts", folder, "--out", folder / "accepted" / "a.xlsx", now=NOW)
    assert "a.xlsx is a place that a programme folder keeps for itself" in result.stderr
    free = folder / "reports" / PERIOD / "for the board.docx"
    assert report("charts", folder, "--out", free) == [free]


def test_the_highlight_report_is_a_pdf_where_one_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("laa_xl.files.pdf.pdf_of", lambda docx: b"%PDF-" + docx[:2])
    assert report("highlight", folder, "--period", PERIOD, "--out", tmp_path / "r.PDF") == [tmp_path / "r.PDF"]
    assert (tmp_path / "r.PDF").read_bytes() == b"%PDF-PK"


def test_where_libreoffice_is_missing_the_highlight_report_is_no_pdf(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("laa_xl.files.pdf.find_office", lambda: None)
    result = laa_xl("report", "highlight", folder, "--period", PERIOD, "--out", tmp_path / "r.pdf", now=NOW)
    assert (result.exit_code, list(tmp_path.glob("*.pdf"))) == (2, [])
    assert "Install LibreOffice" in result.stderr


def test_a_folder_of_somebodys_own_files_is_never_replaced(folder: Path) -> None:
    data = folder / "reports" / PERIOD / f"charts-{PERIOD}-data"
    data.mkdir(parents=True)
    (data / "my notes.txt").write_text("mine")
    before = files(folder)
    result = laa_xl("report", "charts", folder, now=NOW)
    assert result.exit_code == 2
    assert "holds files that are no data package: my notes.txt" in result.stderr
    assert files(folder) == before


def test_a_builder_is_given_all_up_to_its_quarter_and_nothing_later(folder: Path) -> None:
    accept(folder, "2008-Q3", "JOBS", {"NI154": {"actual": 300, **FINE}})
    programme = Programme(folder)
    state = programme.load()
    given = report_input(state, read_accepted(programme, state), Period.parse(PERIOD), date_of(NOW))
    assert [assessment.period for assessment in given.assessments] == [Period.parse(PERIOD)]
    assert {period for _, period in given.returns} == {Period.parse(PERIOD)}
    assert given.assessment.period == given.period
    assert given.previous is None
    later = report_input(state, read_accepted(programme, state), Period(2008, 3), date_of(NOW))
    assert later.previous is not None
    assert later.previous.period == Period.parse(PERIOD)


def date_of(now: str) -> documents.date:
    return documents.datetime.fromisoformat(now).date()


def test_what_must_not_leave_is_named_and_ends_with_1(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def telling(given: ReportInput) -> Document:
        return a_document(given, "Ask jane@county.example.")

    declared(monkeypatch, Kind("notes", "Notes.", telling))
    result = laa_xl("report", "notes", folder, "--out", tmp_path / "n.xlsx", now=NOW)
    assert result.exit_code == 1
    assert 'Notes, Part: an e-mail address ("jane@county.example")' in result.stderr


def test_a_report_of_several_areas_takes_several_folders_and_a_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def joint(given: Sequence[ReportInput]) -> Document:
        return replace(a_document(given[0], f"{len(given)} areas."), kind="joint")

    declared(monkeypatch, Kind("joint", "Several areas side by side.", joint, many=True))
    other = taken(tmp_path / "other")
    call = ("report", "joint", folder, other, "--period", PERIOD)
    assert "Missing option '--out'" in laa_xl(*call, now=NOW).stderr
    written = succeeded(laa_xl(*call, "--out", tmp_path / "joint.xlsx", now=NOW)).stdout.split()
    assert written == [str(tmp_path / "joint.xlsx")]
    texts = {cell.value for row in openpyxl.load_workbook(written[0])["Report"].iter_rows() for cell in row}
    assert "2 areas." in texts


def test_of_several_folders_the_one_whose_agreement_does_not_run_then_is_named(folder: Path, tmp_path: Path) -> None:
    result = laa_xl(
        "report", "multi-area", folder, folder, "--period", "2030-Q1", "--out", tmp_path / "view.docx", now=NOW
    )
    assert result.exit_code == 2
    assert f"{folder}: 2030-Q1 is outside the agreement" in result.stderr
