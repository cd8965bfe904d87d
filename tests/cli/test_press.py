"""laa-xl press and settle as macros and people call them: outcome files, exit codes, one sentence where it cannot be done."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from laa_xl.cli import press as press_verb
from laa_xl.files.lines import from_lines, to_lines
from laa_xl.files.owners import excel_mark
from laa_xl.flow import pressing
from laa_xl.flow.answers import Answer, Place
from laa_xl.flow.pending import is_pending
from tests.flow.test_programme import edit, inbox, prints, under
from tests.support.cli import laa_xl, succeeded
from tests.support.demo_folders import demo
from tests.support.programmes import fill_row


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return demo(tmp_path / "p")


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders for which a waiting process would have been started."""
    found: list[Path] = []
    monkeypatch.setattr(press_verb, "_start_waiting", found.append)
    return found


def request(folder: Path, **lines: str) -> Path:
    """What a macro writes down."""
    path = folder.parent / "request.txt"
    known = {
        "master": str(folder / "master.xlsm"),
        "outcome": str(folder.parent / "outcome.txt"),
        "officer": "Ann Other",
    }
    path.write_bytes(to_lines({**known, **lines}.items()))
    return path


def outcome(folder: Path) -> dict[str, str]:
    return dict(from_lines((folder.parent / "outcome.txt").read_bytes()))


def corrected(folder: Path, name: str = "corrected.xlsx", actual: float = 50.0) -> Path:
    def better(book: Any) -> None:
        under(book["Indicators"], "Actual", "NI193").value = actual

    return edit(inbox(folder, "SSC"), better, folder.parent / name)


TEXTS = [
    "",
    "plain",
    "a=b",
    " two  blanks ",
    "line\nbreak\r\n",
    "\\u0041 \\",
    "caf\u00e9 \u20ac \U0001f600",
    "\u2028\x0b\x85",
]


@pytest.mark.parametrize("text", TEXTS)
def test_lines_bring_every_text_back_in_nothing_but_printable_ascii(text: str) -> None:
    data = to_lines([("first", text), ("second", text)])
    assert all(byte in (10, 13) or 32 <= byte < 127 for byte in data)
    assert from_lines(data) == [("first", text), ("second", text)]
    assert from_lines(data.replace(b"\r\n", b"\n")) == [("first", text), ("second", text)]


def test_a_press_from_a_terminal_does_it_and_prints_the_answer(folder: Path) -> None:
    result = laa_xl("press", "rebuild", folder)
    assert result.exit_code == 0, "that an entry of the agreement should be looked at is nothing to be fixed"
    assert "Please look" in result.stdout
    assert "on track 16" in result.stdout
    assert not is_pending(folder / "master.xlsm")


def test_a_press_from_a_macro_writes_its_outcome_and_starts_to_wait(folder: Path, started: list[Path]) -> None:
    corrected(folder, "p/inbox/corrected.xlsx")
    result = laa_xl("press", "--request", request(folder, action="consolidate"))
    assert (result.exit_code, result.stdout) == (0, "")
    said = outcome(folder)
    assert (said["code"], said["title"], said["problem"], said["changed"], said["waits"]) == (
        "0",
        "Consolidate",
        "1",  # an entry of the agreement should be looked at: the message box says so
        "1",
        "1",
    )
    assert "when you close this workbook" in said["text"]
    assert Path(said["written"]).is_absolute()
    assert Path(said["written"]).is_file()
    assert started == [folder]
    progress = dict(from_lines((folder.parent / "outcome.txt.progress").read_bytes()))
    assert progress == {"progress": "Writing the master"}


def test_a_note_for_the_status_bar_that_cannot_be_written_stops_no_work(folder: Path) -> None:
    (folder.parent / "outcome.txt.progress" / "held").mkdir(parents=True)
    lines = request(folder, action="chase")
    assert laa_xl("press", "--request", lines).exit_code == laa_xl("press", "chase", folder).exit_code
    assert outcome(folder)["title"] == "Chase list"


def nothing(folder: Path) -> None:
    """The demonstration as it stands: each run has something to look at, and nothing is to be fixed."""


def to_fix(folder: Path) -> None:
    def wordy(book: Any) -> None:
        under(book["Indicators"], "Actual", "NI193").value = "about half"

    edit(inbox(folder, "SSC"), wordy)


def no_return(folder: Path) -> None:
    (folder / "inbox" / "minutes.docx").write_bytes(b"We met.")


def telephone(folder: Path) -> None:
    row = {
        "Period": "2008-Q2",
        "Section of the highlight report": "6 Other key issues for Government",
        "Topic": "A point",
        "Text": "Ring 0116 496 0123.",
    }
    edit(folder / "master.xlsm", lambda book: fill_row(book["County entries"], "Topic", row))


REPORT = ("--period", "2008-Q2")


@pytest.mark.parametrize(
    ("action", "verb", "before", "code"),
    [
        (("consolidate",), ("consolidate",), nothing, 0),
        (("consolidate",), ("consolidate",), to_fix, 1),
        (("consolidate",), ("consolidate",), no_return, 2),
        (("check",), ("validate", "{}/inbox/leicester-2008-SSC-2008-Q2.xlsx", "--programme", "{}"), to_fix, 1),
        (("rebuild",), ("rebuild",), nothing, 0),
        (("chase",), ("chase",), nothing, 0),
        (("report", *REPORT), ("report", "highlight", *REPORT), nothing, 0),
        (("freeze", *REPORT), ("report", "issue", *REPORT), nothing, 0),
        (("pack", *REPORT), ("pack", *REPORT), nothing, 0),
        (("pack", *REPORT), ("pack", *REPORT), telephone, 1),
    ],
)
def test_the_same_work_ends_with_the_same_code_whichever_way_it_is_asked_for(
    action: tuple[str, ...], verb: tuple[str, ...], before: Callable[[Path], None], code: int, folder: Path
) -> None:
    before(folder)
    name, *more = action
    whole = (
        verb
        if "{}" in verb
        else (verb[0], folder, *verb[1:])
        if verb[0] != "report"
        else (*verb[:2], folder, *verb[2:])
    )
    asked = laa_xl(*(str(word).format(folder) for word in whole))
    pressed = laa_xl("press", name, folder, *more)
    assert (asked.exit_code, pressed.exit_code) == (code, code), asked.output + pressed.output


def test_what_stops_a_pack_is_told_to_the_macro_with_the_same_code(folder: Path) -> None:
    telephone(folder)
    result = laa_xl("press", "--request", request(folder, action="pack", answer="2008-Q2"))
    said = outcome(folder)
    assert (result.exit_code, said["code"], said["problem"]) == (1, "1", "1")
    assert "a telephone number" in said["text"]


def test_chosen_files_are_taken_in_whatever_their_names(folder: Path, started: list[Path]) -> None:
    names = ["Q2 'final' \u20ac; $HOME.xlsx", "caf\u00e9 %TEMP%.xlsx"]
    files = [corrected(folder, name, actual) for name, actual in zip(names, (50.0, 51.0), strict=True)]
    answer = "\n".join(map(str, files))
    laa_xl("press", "--request", request(folder, action="choose", answer=answer))
    assert outcome(folder)["text"].startswith("Files: 2 accepted.")
    assert started == [folder]
    took = json.loads(laa_xl("status", folder, "--json").stdout)["returns"]
    assert {line["file"] for line in took} >= set(names)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ({"action": "report", "answer": "Q2 2008"}, '"Q2 2008" is not a period'),
        ({"action": "report", "answer": "2031-Q2"}, "outside the agreement"),
        ({"action": "choose", "answer": ""}, "No file was chosen"),
        ({"action": "consolidate", "master": "/nowhere/master.xlsm"}, "There is no"),
        ({"action": "consolidate", "master": "{}/inbox"}, "not in a programme folder"),
        ({"action": "consolidate", "master": "{}/register.json"}, "is not the master of"),
    ],
)
def test_what_cannot_be_done_is_told_in_the_outcome_and_nothing_is_changed(
    folder: Path, lines: dict[str, str], told: str
) -> None:
    before = prints(folder)
    result = laa_xl("press", "--request", request(folder, **{key: text.format(folder) for key, text in lines.items()}))
    assert result.exit_code == 2
    said = outcome(folder)
    assert (said["code"], said["problem"]) == ("2", "1")
    assert told in said["text"]
    assert prints(folder) == before


@pytest.mark.parametrize(
    "content", [b"", b"action=consolidate\r\n", b"action=nonsense\r\nmaster=x\r\n", b"\xff\xfe\x00"]
)
def test_a_request_that_says_nothing_ends_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "r.txt").write_bytes(content)
    result = laa_xl("press", "--request", tmp_path / "r.txt")
    assert result.exit_code == 2
    assert "does not say what was pressed" in result.stderr


def test_a_call_without_anything_says_what_to_name(tmp_path: Path) -> None:
    assert laa_xl("press").exit_code == 2
    assert laa_xl("press", "nonsense", tmp_path).exit_code == 2
    assert laa_xl("press", "consolidate", tmp_path).exit_code == 2


def test_a_master_that_is_open_is_never_written_whoever_calls(folder: Path, started: list[Path]) -> None:
    corrected(folder, "p/inbox/corrected.xlsx")
    excel_mark(folder / "master.xlsm").write_bytes(b"")
    before = (folder / "master.xlsm").read_bytes()
    assert laa_xl("press", "consolidate", folder).exit_code == 0
    assert (folder / "master.xlsm").read_bytes() == before
    assert is_pending(folder / "master.xlsm")
    assert started == [folder]


def test_the_outcome_names_the_cell_to_show_and_a_long_answer_is_kept_whole_in_a_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "\n".join(f"Must fix \u00b7 N03 \u00b7 Indicators, F{number}: a sentence." for number in range(100))
    place = Place("Indicators", "F14", folder / "accepted" / "2008-Q2" / "r.xlsx")
    monkeypatch.setattr(pressing, "answer", lambda *_: Answer("Check returns", long, True, 1, show=place))
    result = laa_xl("press", "--request", request(folder, action="check"))
    assert result.exit_code == 1
    said = outcome(folder)
    assert (said["show.sheet"], said["show.cell"]) == ("Indicators", "F14")
    assert Path(said["show.file"]) == place.file
    assert 900 < len(said["text"]) < 1024, "what a message box of Excel holds"
    whole = folder / "reports" / "last-message.txt"
    assert str(whole.relative_to(folder)) in said["text"]
    assert whole.read_text(encoding="utf-8") == long


def test_a_fault_of_ours_is_told_to_the_macro_and_not_hidden(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Answer:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(pressing, "answer", broken)
    result = laa_xl("press", "--request", request(folder, action="check"))
    assert isinstance(result.exception, ZeroDivisionError)
    assert "laa-xl broke down" in outcome(folder)["text"]


def test_the_help_lists_every_action() -> None:
    from laa_xl.declare.actions import ACTIONS

    said = succeeded(laa_xl("press", "--help")).stdout
    assert all(f"  {one.name} " in said for one in ACTIONS)
    assert "Exit codes" in said
    assert "laa-xl settle" in succeeded(laa_xl("settle", "--help")).stdout.split("Examples:")[1]
