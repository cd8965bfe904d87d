"""What is printed does nothing to the terminal, whatever a return holds; and a run that cannot print says so."""

from __future__ import annotations

import subprocess
import sys
from io import StringIO
from pathlib import Path

import click
import pytest

from laa_xl.cli.common import plain_errors, shown_progress
from laa_xl.cli.saying import say
from laa_xl.cli.show import new_console, new_table, show_validated
from laa_xl.domain.findings import Finding, Severity
from laa_xl.flow.receiving import Validated


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("\x1b]0;Mine\x07\x1b[2J", "?]0;Mine??[2J"),
        ("\x9b31m", "?31m"),
        ("120\r900", "120?900"),
        ("\u202egnp.xslx", "?gnp.xslx"),
        ("caf\udce9.xlsx", "caf?.xlsx"),  # a name in another encoding, which many an output cannot write
        ("one\r\ntwo\tthree", "one\ntwo\tthree"),
        ("café £5 … 🙂 ★", "café £5 … 🙂 ★"),
    ],
)
def test_signs_that_a_terminal_would_obey_are_printed_as_question_marks(
    text: str, printed: str, capfd: pytest.CaptureFixture[str]
) -> None:
    say(text)
    say(text, err=True)
    assert capfd.readouterr() == (f"{printed}\n", f"{printed}\n")


def test_an_entry_of_two_lines_cannot_look_like_the_line_of_another_file(capsys: pytest.CaptureFixture[str]) -> None:
    entered = "1\nok.xlsx: nothing to fix."
    told = Finding(
        "N03", Severity.MUST_FIX, "Indicators", "K10", "NI016", entered, f'You entered "{entered}" for Actual.'
    )
    show_validated(Validated("a.xlsx", "", (told,)))
    assert not [line for line in capsys.readouterr().out.splitlines() if line.startswith("ok.xlsx")]


def test_a_files_name_in_brackets_or_colons_stands_in_a_table_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    table = new_table()
    table.add_column("File")
    table.add_row("return [final] :warning: [/x].xlsx")
    new_console().print(table)
    assert "return [final] :warning: [/x].xlsx" in capsys.readouterr().out


class _Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_shows_a_files_name_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", terminal := _Terminal())
    with shown_progress(quiet=False) as progress:
        progress("Checking a [final] [/x] \x1b]0;Mine\x07.xlsx")
    assert "\x1b]0;" not in terminal.getvalue()


def test_without_a_console_nothing_is_shown_and_nothing_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    with shown_progress(quiet=False) as progress:
        progress("Checking")


@pytest.mark.parametrize("stop", [KeyboardInterrupt, click.Abort])
def test_who_stops_a_run_is_told_what_stands(stop: type[BaseException], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end, plain_errors():
        raise stop
    assert end.value.code == 2
    told = "You stopped it. What it had finished stands, and nothing is half written. The same command does the rest.\n"
    assert capsys.readouterr().err == told


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_words_that_cannot_be_written_end_with_a_sentence() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "laa_xl.cli.start", "--help"], stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 2
    assert done.stderr == "What there is to say cannot be written where you send it: no space left on device.\n"
