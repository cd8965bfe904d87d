"""Nothing that is planted into the master and the returns comes out in the pack; put back into a pack, each is found and named."""

from __future__ import annotations

import functools
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from laa_xl.domain.leak_kinds import LeakKind
from laa_xl.domain.leaks import Few
from laa_xl.domain.master import MasterContent
from laa_xl.domain.periods import Period
from laa_xl.domain.since_issue import differences, said_by
from laa_xl.files.cells import read_cells
from laa_xl.files.master_reader import MasterInputs, read_master
from laa_xl.files.pdf import pdf_of
from laa_xl.flow.accepting import read_accepted
from laa_xl.flow.leaving import look_through
from laa_xl.flow.mailing import MailStopped, content_of, mail_pack
from laa_xl.flow.packing import pack
from laa_xl.flow.pipeline import consolidate, inbox_files, reportable
from laa_xl.flow.programme import Programme, State
from laa_xl.flow.working_out import assess_all, report_of
from laa_xl.stages.packing import few_of
from tests.support.cli import laa_xl
from tests.support.planted import IN_BOOKS, IN_PACKS, REPORT, Plant, draw, everything, pdf, planted
from tests.support.programmes import NOW, fill_row, filled, find, new_return, put

Q2 = Period(2008, 2)
WORDS = {
    "note": "plantednote",
    "override": "plantedoverride",
    "address": "planted@leicester.example",
    "local": "plantedlocal",
    "contact": "plantedcontact@leicester.example",
}
# Numbers that would tell the 3 of NI154, and the figure of the local-only NI193.
NUMBERS = (b"7919", b"7,919", b"6007", b"6,007", b"41.77")


def _stuff(book: Any) -> None:
    """What officers may have in their tables and must not leave."""
    sheet = book["Agreement indicators"]
    for code, heading in (("NI193", "Local only"), ("NI154", "Suppress small counts")):
        sheet.cell(find(sheet, code).row, find(sheet, heading).column).value = "Y"
    sheet.cell(find(sheet, "NI125").row, find(sheet, "Note").column).value = WORDS["note"]
    contacts = book["Agreement contacts"]
    heading = next(cell for line in contacts.iter_rows() for cell in line if str(cell.value or "").startswith("E-mail"))
    contacts.cell(heading.row + 1, heading.column).value = WORDS["contact"]
    row = {"Period": "2008-Q2", "What is rated": "Indicator", "Code": "NI125", "Rating": "Green", "Reason": "Seasonal."}
    fill_row(book["Overrides"], "Code", {**row, "By (post)": "Officer", "Note": WORDS["override"]})


class _AsOpen:
    """The master as a run in Excel reads it: with the comments, sheets and all else that a file on disk is refused for."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> MasterInputs:
        return read_master(read_cells(self.path.read_bytes()))

    def sheet(self, name: str) -> None:
        raise AssertionError(name)

    def write(self, content: MasterContent) -> bool:
        raise AssertionError("a pack writes no master")


@functools.cache
def made() -> tuple[tempfile.TemporaryDirectory[str], Programme, dict[str, bytes], dict[str, bytes]]:
    """A programme stuffed with everything, the bytes that were planted, and the pack that it makes."""
    kept = tempfile.TemporaryDirectory()  # goes when the process ends
    programme = filled("leicester-2008", Path(kept.name))
    figures = {
        "EDE": {
            "NI154": {"actual": 3, "numerator": 3, "denominator": 7919, "forecast": 6007, "cause": "Only 3 were built"}
        },
        "SSC": {"NI193": {"actual": 41.77, "cause": WORDS["local"]}},
    }
    sent = {}
    for theme, changes in figures.items():
        data = new_return(programme, theme, Q2, changes)
        sent[theme] = data = planted(data, (plant for plant in IN_BOOKS if plant.name in TOLERATED))
        put(programme, f"planted return {theme}.xlsx", data)
    outcome = consolidate(programme, inbox_files(programme), Q2, NOW)
    assert {verdict for _, verdict in outcome.files} <= {"accepted", "held"}, [
        f.line for one, _ in outcome.files for f in one.findings
    ]
    sent["master"] = planted(programme.master.read_bytes(), IN_BOOKS, _stuff)  # last, as a run writes the master anew
    programme.master.write_bytes(sent["master"])
    programme = Programme(programme.root, open_master=_AsOpen(programme.master))
    done = pack(programme, Q2, NOW)
    return kept, programme, sent, {path.name: path.read_bytes() for path in done.files}


# What may be in a return that is accepted; the rest the gate refuses, as other tests prove.
TOLERATED = {"person", "threaded comment", "printer settings", "thumbnail", "custom property", "order of formulas"}


@functools.cache
def known() -> tuple[State, tuple[Few, ...]]:
    programme = made()[1]
    state, accepted = reportable(programme, Q2)
    assessment = next(one for one in assess_all(state, accepted) if one.period == Q2)
    return state, few_of(state.agreement, assessment)


def test_a_master_and_returns_stuffed_with_everything_give_a_pack_without_any_of_it() -> None:
    _, _, sent, files = made()
    there = b"\n".join(blob for _, blob in everything(sent))
    marks = [plant.mark for plant in IN_BOOKS] + list(WORDS.values())
    never = [mark.encode() for mark in marks if mark != WORDS["address"]]
    assert [mark for mark in never if mark not in there] == []  # the search would find it
    for place, blob in everything(files):
        for secret in (*never, *NUMBERS, b"planted", b"NI193", b"NI 193"):
            assert secret not in blob, (place, secret)
    assert b"NI154" in files["indicators-2008-Q2.csv"]
    assert b"fewer than 5" in files["indicators-2008-Q2.csv"]


@pytest.mark.office
def test_the_report_as_pdf_tells_none_of_it_either(tmp_path: Path) -> None:
    state, few = known()
    data = pdf_of(made()[3][f"{REPORT}.docx"])
    assert look_through(state, {f"{REPORT}.pdf": data}, few) == []
    (tmp_path / "report.pdf").write_bytes(data)
    read = subprocess.run(["pdftotext", tmp_path / "report.pdf", "-"], capture_output=True, check=True).stdout
    marks = [plant.mark.encode() for plant in IN_BOOKS] + [word.encode() for word in WORDS.values()]
    for secret in (*marks, b"planted", b"NI193", b"NI 193"):
        assert secret not in data + read, secret
    for number in NUMBERS:  # not in its bytes, which count where each object stands
        assert number not in read, number
    assert b"Missing information" in read  # the search would find what is there


def test_the_mail_with_that_pack_tells_none_of_it_and_words_that_do_stop_it(tmp_path: Path) -> None:
    root = Path(shutil.copytree(made()[1].root, tmp_path / "p"))
    programme = Programme(root, open_master=_AsOpen(root / made()[1].master.name))
    told = content_of(mail_pack(programme, Q2, NOW).mail)
    assert made()[3].items() <= told.items()
    for place, blob in everything({name: told[name] for name in ("the subject.txt", "the mail.txt", "the mail.html")}):
        for secret in (*NUMBERS, b"planted", b"NI193", b"NI 193"):
            assert secret not in blob, (place, secret)
    for words, what in (("NI 154: only three homes.", LeakKind.SMALL_COUNT), ("NI 193 fell.", LeakKind.LOCAL_ONLY)):
        letter = {"Letter": "pack", "Text": words}
        book = openpyxl.load_workbook(made()[1].master, keep_vba=True)
        fill_row(book["Agreement letters"], "Letter", letter)
        book.save(programme.master)
        with pytest.raises(MailStopped) as stopped:
            mail_pack(programme, Q2, NOW)
        assert {(leak.kind, leak.file) for leak in stopped.value.leaks} == {
            (what, "the mail.txt"),
            (what, "the mail.html"),
        }


def test_the_pack_is_clean_as_it_was_made() -> None:
    state, few = known()
    assert look_through(state, made()[3], few) == []
    assert [one.code for one in few] == ["NI154"]


@pytest.mark.parametrize("plant", (*IN_BOOKS, *IN_PACKS), ids=lambda plant: plant.name)
def test_each_leak_put_back_into_the_pack_is_refused_and_named(plant: Plant) -> None:
    state, few = known()
    title = next(one.title for one in state.agreement.indicators if one.code == "NI193")
    before = made()[3].get(plant.into, b"")  # without the leak it is clean: the test before this one
    changed = plant.put(before, plant.mark).replace(b"{title}", title.encode())
    assert changed != before
    leaks = look_through(state, {plant.into: changed}, few)
    found = [leak for leak in leaks if leak.kind is plant.kind]
    assert found, [leak.line for leak in leaks]
    assert {leak.file for leak in found} == {plant.into}
    assert any(plant.place in leak.place for leak in found), [leak.place for leak in found]
    assert all(leak.sentence == f"{leak.line}. {plant.kind.to_do}" and plant.kind.to_do.endswith(".") for leak in found)


def test_what_an_issue_said_of_a_figure_that_is_kept_back_since_is_not_said_again() -> None:
    programme, (state, few) = made()[1], known()
    report = report_of(state, assess_all(state, read_accepted(programme, state)), read_accepted(programme, state), Q2)
    assert report is not None
    before = said_by(report)
    assert differences(before, report) == ()
    bullets = [one for section in before["sections"] for block in section["blocks"] for one in block["bullets"]]
    about = next(one for one in bullets if one["heading"].startswith("NI 154"))
    about["text"] = "At risk: 3 against a target of 1,450."
    other = next(one for one in bullets if one["heading"].startswith("NI 112"))
    other["text"] = "It was said otherwise."
    bullets[0]["id"] = "1/gone"
    found = "\n".join(differences(before, report))
    assert "Before: [Amber] The words are not shown, as they tell a figure about few people. Now: [" in found
    assert "It was said otherwise." in found
    assert "Dropped from 1)" in found
    assert look_through(state, {"more.txt": found.encode()}, few) == []


def test_a_pdf_without_a_leak_is_none() -> None:
    state, few = known()
    clean = pdf(lambda writer, _: draw(writer, "NI 154 is about homes."))(b"", "")
    assert look_through(state, {"more.pdf": clean}, few) == []


def test_every_kind_of_leak_is_planted() -> None:
    folders = {LeakKind.NOT_IN_LIST, LeakKind.NOT_AS_MADE}  # of a whole pack: the next test
    assert {plant.kind for plant in (*IN_BOOKS, *IN_PACKS)} == set(LeakKind) - folders
    assert len({plant.mark for plant in (*IN_BOOKS, *IN_PACKS)}) == len((*IN_BOOKS, *IN_PACKS))


def test_a_pack_in_which_somebody_worked_is_not_fit_to_go(leicester: Programme, tmp_path: Path) -> None:
    out = tmp_path / "to-goem"
    assert laa_xl("pack", leicester.root, "--out", out).exit_code == 0
    note = out / "cover-note.txt"
    note.write_text(note.read_text(encoding="utf-8") + "Ring 0116 496 0123.\n", encoding="utf-8")
    (out / "my letter.txt").write_text("Mine.", encoding="utf-8")
    found = laa_xl("pack", leicester.root, "--look", out)
    assert found.exit_code == 1
    told = found.stdout.splitlines()
    assert len(told) == 3
    assert told[0].startswith("cover-note.txt, line ")
    assert 'a telephone number ("0116 496 0123"). Put other words in their place' in told[0]
    assert told[1].startswith("my letter.txt: a file that is not in the list of contents. Move it elsewhere")
    assert told[2].startswith("cover-note.txt: a file that is not as it was made. Make the pack again")
    assert laa_xl("pack", leicester.root, "--look", tmp_path).exit_code == 2
