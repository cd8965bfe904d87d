"""What every verb of the command line shares: kinds of argument, examples, plain errors, progress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from laa_xl.cli.saying import say, shown

if TYPE_CHECKING:
    from laa_xl.domain.periods import Period
    from laa_xl.flow.programme import Programme

UNUSABLE = 2


class _Period(click.ParamType["Period"]):
    name = "period"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        from laa_xl.domain.periods import Period

        try:
            return value if isinstance(value, Period) else Period.parse(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


class _Day(click.DateTime):
    """A day, in either way that officers write one."""

    name = "day"

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d", "%d/%m/%Y"])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f'"{value}" is no day of the calendar. Write it as 2008-10-22 or 22/10/2008.', param, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "DAY"


PERIOD = _Period()
DAY = _Day()
FOLDER = click.Path(path_type=Path, file_okay=False)
FILES = click.Path(path_type=Path)
EVEN_IF_OPEN = click.option(
    "--even-if-open", is_flag=True, help="The mark that says the master is open is left over: do not believe it."
)
PASSWORD = click.option(
    "--password-prompt",
    is_flag=True,
    help="Ask for the password of protected returns. Without it, LAA_RETURN_PASSWORD is used where it is set.",
)


@contextmanager
def password_asked(*, prompt: bool) -> Iterator[None]:
    """While this runs, protected returns are opened with the password that was asked for; it is shown and kept nowhere."""
    if not prompt:
        yield
        return
    from laa_xl.flow.passwords import VARIABLE, password_given

    if not _at_a_terminal():
        say(f"--password-prompt needs a terminal to ask in. Put the password into {VARIABLE} instead.", err=True)
        sys.exit(UNUSABLE)
    with password_given(click.prompt("Password of the protected returns", hide_input=True, err=True)):
        yield


def _at_a_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def examples(*lines: str) -> str:
    """The end of a verb's help."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def opened(folder: Path, *, even_if_open: bool = False) -> Programme:
    """The programme of a folder, for a verb that works with it: a new master that waits is put in place first."""
    from laa_xl.cli.clock import now
    from laa_xl.flow.pending import is_pending
    from laa_xl.flow.programme import Programme

    programme = Programme(folder, even_if_open=even_if_open)
    if programme.exists() and is_pending(programme.master):
        from laa_xl.flow.settling import settle

        settled = settle(programme, now())
        if settled.text:
            say(settled.text, err=True)
        programme = Programme(folder, even_if_open=even_if_open)  # which has read nothing yet
    return programme


@contextmanager
def plain_errors() -> Iterator[None]:
    """What can be expected to go wrong ends with a sentence on stderr and exit code 2 (1: to be fixed), never with a traceback."""
    from laa_xl.files.refused import UnusableText
    from laa_xl.files.store import StoreError
    from laa_xl.flow.errors import ProgrammeError

    try:
        yield
    except ProgrammeError as error:
        say(error.message, err=True)
        for one in error.errors:
            if one.stops:
                say(f"  {one.told(in_master=error.in_master)}", err=True)
        sys.exit(error.code)
    except (StoreError, UnusableText) as error:
        say(str(error), err=True)
        sys.exit(UNUSABLE)
    except (KeyboardInterrupt, click.Abort):
        say(
            "You stopped it. What it had finished stands, and nothing is half written. The same command does the rest.",
            err=True,
        )
        sys.exit(UNUSABLE)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        say(f"{error.filename or 'A file'} cannot be used: {why}.", err=True)
        sys.exit(UNUSABLE)


@contextmanager
def shown_progress(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    """A line on stderr that says what is being done, where somebody watches."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():  # a program without a console has none
        yield lambda _: None
        return
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status("Working") as status:
        yield lambda doing: status.update(Text(shown(doing)))  # a name in brackets is no style
