"""laa-xl press and settle: what a button of the master does where Python is not inside Excel."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from laa_xl.cli.common import EVEN_IF_OPEN, FILES, PERIOD, UNUSABLE, examples, plain_errors, shown_progress
from laa_xl.cli.saying import say

if TYPE_CHECKING:
    from laa_xl.domain.periods import Period
    from laa_xl.flow.answers import Asked
    from laa_xl.flow.pressing import Pressed

LONGEST = 1000  # letters: a message box of Excel shows 1,023


@dataclass(frozen=True, slots=True)
class Request:
    """What was pressed, however it was told: on the command line, or in a file that the macro wrote."""

    action: str
    where: Path
    sheet: str = ""
    row: int = 0
    answer: str = ""  # to what the action asks for: a quarter, files one a line, or a reason
    officer: str = ""
    beside: bool = False
    outcome: Path | None = None


class _Action(click.ParamType[str]):
    """The name of an action. The declaration is read when one is given: every verb starts faster without it."""

    name = "action"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        names = _names()
        return str(value) if value in names else self.fail(f'"{value}" is none of: {", ".join(names)}.', param, ctx)


class _WithActions(click.Command):
    """Its help lists the actions."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from laa_xl.declare.actions import ACTIONS

        super().format_help_text(ctx, formatter)
        with formatter.section("Actions"):
            formatter.write_dl([(one.name, one.tip) for one in ACTIONS])


@click.command(
    cls=_WithActions,
    epilog=examples(
        "laa-xl press consolidate leicester",
        "laa-xl press report leicester --period 2008-Q2",
        "laa-xl press explain leicester/master.xlsm --sheet Indicators --row 12",
        "laa-xl press choose leicester --file police.xlsx --file health.xlsx",
    ),
)
@click.argument("action", metavar="[ACTION]", required=False, type=_Action())
@click.argument("where", metavar="[DIR|MASTER]", required=False, type=FILES)
@click.option("--sheet", default="", help="The sheet of the selected cell.")
@click.option("--row", default=0, type=click.IntRange(min=0), help="Its row, counted from 1.")
@click.option("--period", type=PERIOD, help="The quarter, such as 2008-Q2, where the action asks for one.")
@click.option("--file", "files", multiple=True, type=FILES, help="A return to take in (choose); may be repeated.")
@click.option("--because", default="", metavar="REASON", help="Why, where the action asks for a reason.")
@click.option("--officer", default="", help="Who pressed.")
@click.option("--beside", is_flag=True, help="The master is open: write the new one beside it (see laa-xl settle).")
@click.option("--outcome", type=FILES, help="A file to write the outcome to, for a macro to read.")
@click.option("--request", "request_file", type=FILES, help="A file in which a macro wrote what was pressed.")
def press(
    action: str | None,
    where: Path | None,
    sheet: str,
    row: int,
    period: Period | None,
    files: tuple[Path, ...],
    because: str,
    officer: str,
    beside: bool,
    outcome: Path | None,
    request_file: Path | None,
) -> None:
    """Do what a button of the master does. Its macro calls this where xlwings is not there.

    Exit codes, as of the verb that does the same (consolidate, pack, ...): 0 nothing must be fixed, also where something is to be
    looked at; 1 something must be fixed, or waits for your yes; 2 the call or a file cannot be used.
    """
    with plain_errors():
        if request_file is not None:
            request = _from_file(request_file)
        elif action is None or where is None:
            raise click.UsageError("Name what was pressed and the folder or master: laa-xl press consolidate DIR")
        else:
            answer = "\n".join(map(str, files)) or because or str(period or "")
            request = Request(action, where, sheet, row, answer, officer, beside, outcome)
        _run(request)


@click.command(epilog=examples("laa-xl settle leicester", "laa-xl settle leicester --wait"))
@click.argument("where", metavar="DIR", type=FILES)
@click.option("--wait", is_flag=True, help="Wait until the master is closed, for twelve hours at most.")
@EVEN_IF_OPEN
def settle(where: Path, wait: bool, even_if_open: bool) -> None:
    """Put in place the new master that was written beside the open one.

    Each press that changes the master starts this by itself, and every later run does it first: it is only needed where
    both were kept from it. What was saved in the master meanwhile is kept: the new one is then computed again from it.
    """
    from laa_xl.cli.clock import now
    from laa_xl.flow.programme import Programme
    from laa_xl.flow.settling import State, wait_and_settle
    from laa_xl.flow.settling import settle as settled_at_once

    with plain_errors():
        programme = Programme(where, even_if_open=even_if_open)
        programme.require()
        settled = wait_and_settle(programme, now) if wait else settled_at_once(programme, now())
    say(settled.text or "No new master waits.", err=settled.state in (State.OPEN, State.KEPT))
    sys.exit(UNUSABLE if settled.state in (State.OPEN, State.KEPT) else 0)


def _names() -> list[str]:
    from laa_xl.declare.actions import ACTIONS

    return [one.name for one in ACTIONS]


def _from_file(path: Path) -> Request:
    from laa_xl.files.lines import from_lines
    from laa_xl.files.store import read_file
    from laa_xl.flow.errors import ProgrammeError

    found = dict(from_lines(read_file(path)))
    outcome = Path(found["outcome"]) if found.get("outcome") else None
    if found.get("action") not in _names() or not found.get("master"):
        raise ProgrammeError(f"{path} does not say what was pressed. Press again; nothing was done.")
    return Request(
        found["action"],
        Path(found["master"]),
        found.get("sheet", ""),
        int(found["row"]) if found.get("row", "").isdecimal() else 0,
        found.get("answer", ""),
        found.get("officer", ""),
        beside=True,
        outcome=outcome,
    )


def _run(request: Request) -> None:
    """Do it, tell it on the screen or in the outcome file, and end with its exit code."""
    from laa_xl.declare.actions import action
    from laa_xl.files.store import StoreError
    from laa_xl.files.text import UnusableText
    from laa_xl.flow.errors import ProgrammeError
    from laa_xl.flow.pressing import press as pressed_in

    title = action(request.action).label
    try:
        with shown_progress(quiet=False) as shown:
            progress = _told_to(request.outcome) if request.outcome else shown
            progress("Working")
            pressed = pressed_in(request.where, _asked(request), progress, beside=request.beside)
    except (ProgrammeError, StoreError, UnusableText) as refusal:
        if request.outcome is None:
            raise
        code = refusal.code if isinstance(refusal, ProgrammeError) else UNUSABLE
        _write(request.outcome, _refused(title, _sentence(refusal), code))
        sys.exit(code)
    except Exception as error:
        if request.outcome is not None:
            told = f"laa-xl broke down ({type(error).__name__}: {error}). Your entries are as you saved them."
            _write(request.outcome, _refused(title, told))
        raise
    if request.outcome is not None:
        _write(request.outcome, _outcome(pressed))
    else:
        say("\n".join(text for text in (pressed.answer.text, pressed.after) if text))
        for path in pressed.answer.written:
            say(str(path))
    if pressed.waits:
        _start_waiting(pressed.programme.root)
    sys.exit(pressed.answer.code)


def _asked(request: Request) -> Asked:
    from laa_xl.cli.clock import now
    from laa_xl.declare.actions import Asks, action
    from laa_xl.domain.periods import Period
    from laa_xl.flow.answers import Asked
    from laa_xl.flow.errors import ProgrammeError

    asks = action(request.action).asks
    period: Period | None = None
    files: tuple[Path, ...] = ()
    if asks is Asks.PERIOD and request.answer:
        try:
            period = Period.parse(request.answer)
        except ValueError as error:
            raise ProgrammeError(f"{error} Nothing was done.") from None
    elif asks in (Asks.FILES, Asks.MAILS):
        files = tuple(Path(line) for line in request.answer.splitlines() if line.strip())
        if not files:
            raise ProgrammeError("No file was chosen. Nothing was done.")
    reason = request.answer.strip() if asks is Asks.REASON else ""
    return Asked(request.action, now(), request.sheet, request.row, period, files, request.officer, reason)


def _told_to(outcome: Path) -> Callable[[str], None]:
    from laa_xl.files.lines import to_lines
    from laa_xl.files.store import StoreError, write_whole

    def progress(text: str) -> None:
        with suppress(StoreError):  # a note for the status bar, which the macro may be reading just now, stops no work
            write_whole(outcome.with_name(f"{outcome.name}.progress"), to_lines([("progress", text)]))

    return progress


def _sentence(refusal: Exception) -> str:
    from laa_xl.flow.errors import ProgrammeError

    if not isinstance(refusal, ProgrammeError):
        return str(refusal)
    wrong = [one.told(in_master=refusal.in_master) for one in refusal.errors if one.stops]
    return "\n".join([refusal.message, *wrong])


def _refused(title: str, text: str, code: int = UNUSABLE) -> list[tuple[str, str]]:
    return [("code", str(code)), ("title", title), ("text", _short(text, None)), ("problem", "1")]


def _outcome(pressed: Pressed) -> list[tuple[str, str]]:
    """What the macro needs to show: docs/decisions/0019 lists the keys."""
    answer = pressed.answer
    lines = [
        ("code", str(answer.code)),
        ("title", answer.title),
        ("text", _short(answer.text, pressed.programme.folder("reports"), pressed.after)),
        ("problem", "1" if answer.problem else "0"),
        ("changed", "1" if answer.changed else "0"),
        ("waits", "1" if pressed.waits else "0"),
    ]
    if answer.show is not None:
        lines += [
            ("show.file", str(answer.show.file.absolute()) if answer.show.file else ""),
            ("show.sheet", answer.show.sheet),
            ("show.cell", answer.show.cell),
        ]
    return [*lines, *(("written", str(path.absolute())) for path in answer.written)]


def _short(text: str, folder: Path | None, after: str = "") -> str:
    """As much as a message box shows, and ``after`` in any case; the whole is kept in a file where there is a folder."""
    end = f"\n\n{after}" if after else ""
    if len(text) + len(end) <= LONGEST:
        return text + end
    more = "\nand more."
    if folder is not None:
        from laa_xl.files.store import write_whole

        whole = folder / "last-message.txt"
        write_whole(whole, text.encode())
        more = f"\nand more: the whole of it is in {whole.relative_to(folder.parent)}."
    room = LONGEST - len(more) - len(end)
    kept = text[: max(text.rfind("\n", 0, room), 0)] or text[:room]
    return f"{kept}{more}{end}"


def _write(outcome: Path, lines: list[tuple[str, str]]) -> None:
    from laa_xl.files.lines import to_lines
    from laa_xl.files.store import write_whole

    write_whole(outcome, to_lines(lines))


def _start_waiting(root: Path) -> None:
    """A process of its own that waits until the master is closed; it outlives this one, and the spreadsheet."""
    import subprocess

    subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-E", "-P", "-m", "laa_xl.cli.main", "settle", str(root.absolute()), "--wait"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=Path.home(),  # a process keeps its folder in use
        start_new_session=True,  # on Windows the next two do the same
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )
