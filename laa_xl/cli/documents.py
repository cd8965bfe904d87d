"""laa-xl report KIND: one verb for each report that flow.documents declares, listed in laa-xl report --help."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from laa_xl.cli.common import FOLDER, PERIOD, examples, opened, plain_errors, shown_progress
from laa_xl.cli.saying import say

if TYPE_CHECKING:
    from laa_xl.domain.periods import Period
    from laa_xl.flow.documents import Kind

_OUT = "A file ending in .xlsx, .docx or .pdf (by LibreOffice), or a folder, which gets .xlsx, .docx and the tables as data."


class Reports(click.Group):
    """A group whose verbs are those written out, and one for each declared report."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The written verbs first, then the reports in the order of their declaration."""
        from laa_xl.flow.documents import KINDS

        return [*super().list_commands(ctx), *(kind.name for kind in KINDS)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A written verb, else the report of that name."""
        written = super().get_command(ctx, cmd_name)
        if written is not None:
            return written
        from laa_xl.flow.documents import kind_of

        kind = kind_of(cmd_name)
        return None if kind is None else verb_of(kind)


def verb_of(kind: Kind) -> click.Command:
    """The command of a report; one of several agreements takes several folders, and has to be told where to write."""
    period = click.Option(
        ["--period"],
        type=PERIOD,
        required=kind.many,
        help="The quarter, such as 2008-Q2"
        + ("." if kind.many else "; without it, the newest with an accepted return."),
    )
    default = "" if kind.many else "  [default: reports/PERIOD]"
    out = click.Option(["--out"], type=click.Path(path_type=Path), required=kind.many, help=f"{_OUT}{default}")
    more = [click.Option([f"--{option.name}"], default="", help=option.meaning) for option in kind.options]
    metavar, number = ("DIR...", -1) if kind.many else ("DIR", 1)
    folders = click.Argument(["folders"], metavar=metavar, type=FOLDER, nargs=number, required=True)

    def run(folders: Path | tuple[Path, ...], period: Period | None, out: Path | None, **options: Any) -> None:
        _make(kind, folders if isinstance(folders, tuple) else (folders,), period, out, options)

    call = f"laa-xl report {kind.name} {'leicester county' if kind.many else 'leicester'}"
    shown = (
        (f"{call} --period 2008-Q2 --out {kind.name}.docx",)
        if kind.many
        else (
            f"{call} --period 2008-Q2",
            f"{call} --period 2008-Q2 --out {kind.name}.pdf",
        )
    )
    return click.Command(
        kind.name, params=[folders, period, out, *more], callback=run, help=kind.meaning, epilog=examples(*shown)
    )


def _make(
    kind: Kind, folders: tuple[Path, ...], period: Period | None, out: Path | None, options: dict[str, str]
) -> None:
    from laa_xl.cli.clock import now
    from laa_xl.flow.documents import Request, make_joint_report, make_report
    from laa_xl.flow.quarters import required_period

    with plain_errors(), shown_progress(quiet=False) as progress:
        programmes = [opened(folder) for folder in folders]
        when = period or required_period(programmes[0].load(), "report", None)
        asked = Request(kind, when, out, options)
        if kind.many:
            made = make_joint_report(programmes, asked, now(), progress)
        else:
            made = make_report(programmes[0], asked, now(), progress)
    for path in made.files:
        say(str(path))
    for leak in made.leaks:
        say(f"Please look: this must not leave the county. {leak.line}", err=True)
    sys.exit(1 if made.leaks else 0)
