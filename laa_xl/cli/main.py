"""laa-xl: the command line. Each verb parses the request, shows progress and the outcome; the flow does the work."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from laa_xl import __version__
from laa_xl.cli.common import (
    EVEN_IF_OPEN,
    FILES,
    FOLDER,
    PASSWORD,
    PERIOD,
    examples,
    opened,
    password_asked,
    plain_errors,
    shown_progress,
)
from laa_xl.cli.deciding import held, withdraw
from laa_xl.cli.desk import chase, explain, rebuild, source
from laa_xl.cli.fsck import audit, fsck
from laa_xl.cli.importing import import_past
from laa_xl.cli.issuing import approve, withdraw_report
from laa_xl.cli.machine import doctor, install, uninstall
from laa_xl.cli.mail import collect, letters, mail
from laa_xl.cli.parts import join, split
from laa_xl.cli.press import press, settle
from laa_xl.cli.publishing import publish
from laa_xl.cli.reports import pack, report

if TYPE_CHECKING:
    from collections.abc import Callable

    from laa_xl.domain.periods import Period
    from laa_xl.flow.feedback import Copy
    from laa_xl.flow.programme import Programme
    from laa_xl.flow.receiving import Validated


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="laa-xl")
def main() -> None:
    """Local Area Agreement returns: templates out, returns in, checked, consolidated, reported to Government.

    Exit codes: 0 nothing must be fixed, 1 something must be fixed, 2 the call or a file cannot be used.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console that has no such letter shows ? instead of failing


@main.command(
    epilog=examples("laa-xl new leicester --agreement leicester-2008", "laa-xl new county --agreement my-agreement/")
)
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option(
    "--agreement",
    required=True,
    metavar="NAME|FOLDER",
    help="A shipped agreement, or a folder of CSV and TOML text.",
)
def new(folder: Path, agreement: str) -> None:
    """Make a programme folder whose master holds an agreement."""
    from laa_xl.cli.clock import now
    from laa_xl.flow.demonstration import new_from

    with plain_errors():
        programme, first = new_from(folder, agreement, now())
        click.echo(f"Made {programme.root}. Its master is {programme.master}.")
        click.echo(f"Next, with the quarter you want: laa-xl templates {folder} --period {first}")


@main.command(
    epilog=examples(
        "laa-xl templates leicester --period 2008-Q2",
        "laa-xl templates leicester --period 2008-Q2 --theme SSC",
        "laa-xl templates leicester --period 2008-Q2 --split",
    )
)
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--period", required=True, type=PERIOD, help="The quarter, such as 2008-Q2 (July to September 2008).")
@click.option("--theme", help="One theme's code; without it, every theme.")
@click.option("--split", "parts", is_flag=True, help="As well, a part for each contributor of a theme.")
def templates(folder: Path, period: Period, theme: str | None, parts: bool) -> None:
    """Write the workbooks that partners fill in."""
    from laa_xl.cli.clock import now
    from laa_xl.flow.errors import ProgrammeError
    from laa_xl.flow.pipeline import make_templates, require_within
    from laa_xl.flow.rolling import untargeted

    with plain_errors():
        programme = opened(folder)
        state = programme.load()
        themes = [one.code for one in state.agreement.themes]
        theme = next((code for code in themes if theme and code.casefold() == theme.casefold()), theme)
        if theme is not None and theme not in themes:
            raise ProgrammeError(f'There is no theme "{theme}". The themes are: {", ".join(themes)}.')
        asked = [theme] if theme else themes
        require_within(state.agreement, period)
        if missing := untargeted(state.agreement, period):
            click.echo(f"Please look: {missing}", err=True)
        written = make_templates(programme, period, asked, now(), split=parts)
        for path in written:
            click.echo(str(path))
    alone = [code for code in asked if sum(f"-{code}-{period}" in path.stem for path in written) == 1]
    if parts and alone:
        told = "The agreement names no contributor but the theme lead for"
        click.echo(f"{told} {', '.join(alone)}: there are no parts. See laa-xl split --help.", err=True)


@main.command(
    epilog=examples(
        "laa-xl validate return.xlsx",
        "laa-xl validate inbox/*.xlsx --programme leicester",
        "laa-xl validate return.xlsx --annotate marked",
        "laa-xl validate return.xlsx --json",
    )
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FILES)
@click.option("--programme", metavar="DIR", type=FOLDER, help="Check against this programme as well.")
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print findings as JSON: one object for one file, a list for several.",
)
@click.option(
    "--annotate",
    "folder",
    metavar="DIR",
    type=FOLDER,
    help="Write a copy of each workbook there, with every finding marked at its cell and listed.",
)
@PASSWORD
def validate(
    files: tuple[Path, ...], programme: Path | None, as_json: bool, folder: Path | None, password_prompt: bool
) -> None:
    """Check returns and say, cell by cell, what to fix or confirm."""
    from laa_xl.files.apart import warm_up

    with plain_errors():
        warm_up()  # it gets ready while the rest is imported here
    from laa_xl.cli.clock import now
    from laa_xl.cli.show import annotated_json, exit_code, show_copy, show_validated, validated_json
    from laa_xl.flow.validating import validate_files

    with plain_errors(), password_asked(prompt=password_prompt), shown_progress(quiet=as_json) as progress:
        into = _destinations(list(files), folder) if folder else []
        checked = validate_files(list(files), _programme(programme) if programme else None, now(), progress)
        written = _copies(checked, into, progress) if folder else []
    if as_json:
        objects = [validated_json(item) for item in checked]
        if folder:
            objects = [{**item, **annotated_json(copy)} for item, copy in zip(objects, written, strict=True)]
        click.echo(json.dumps(objects[0] if len(objects) == 1 else objects, indent=2))
    else:
        for item in checked:
            show_validated(item)
    for copy in written:
        show_copy(copy, quiet=as_json)
    for item in checked:
        if item.refused:
            click.echo(f"{item.file}: {item.findings[0].message}", err=True)
    sys.exit(max(exit_code(item) for item in checked))


def _programme(folder: Path) -> Programme:
    from laa_xl.flow.programme import Programme

    return Programme(folder)


def _destinations(files: list[Path], folder: Path) -> list[Path]:
    from laa_xl.flow.feedback import destinations

    return destinations(files, folder)


def _copies(checked: list[Validated], into: list[Path], progress: Callable[[str], None]) -> list[Copy]:
    from laa_xl.flow.feedback import copies

    return copies(checked, into, progress)


@main.command(
    epilog=examples(
        "laa-xl consolidate leicester",
        "laa-xl consolidate leicester inbox/police.xlsx --period 2008-Q2",
        "laa-xl consolidate leicester --json",
    )
)
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("files", metavar="[FILE...]", nargs=-1, type=FILES)
@click.option("--period", type=PERIOD, help="Take in returns of this quarter only, and report on it.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@EVEN_IF_OPEN
@PASSWORD
def consolidate(
    folder: Path,
    files: tuple[Path, ...],
    period: Period | None,
    as_json: bool,
    even_if_open: bool,
    password_prompt: bool,
) -> None:
    """Accept returns (those in the inbox, or the files named) and write master and report anew."""
    from laa_xl.cli.clock import now
    from laa_xl.cli.show import outcome_code, outcome_json, show_outcome
    from laa_xl.flow.pipeline import consolidate as run
    from laa_xl.flow.pipeline import inbox_files
    from laa_xl.flow.programme import Programme

    with plain_errors(), password_asked(prompt=password_prompt), shown_progress(quiet=as_json) as progress:
        programme = Programme(folder, even_if_open=even_if_open)
        programme.require()
        outcome = run(programme, list(files) or inbox_files(programme), period, now(), progress, named=bool(files))
    if as_json:
        click.echo(json.dumps(outcome_json(outcome), indent=2))
    else:
        show_outcome(outcome)
    for item, became in outcome.files:
        if became == "refused":
            click.echo(f"{item.file}: {item.findings[0].message}", err=True)
    for look in outcome.looks:
        click.echo(f"Please look: {look}", err=True)
    sys.exit(outcome_code(outcome))


@main.command(epilog=examples("laa-xl status leicester", "laa-xl status leicester --period 2008-Q2 --json"))
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--period", type=PERIOD, help="This quarter only.")
@click.option("--json", "as_json", is_flag=True, help="Print the register as JSON.")
def status(folder: Path, period: Period | None, as_json: bool) -> None:
    """Which returns are expected, held, accepted, superseded, withdrawn, rejected, missing or late."""
    from laa_xl.cli.clock import now
    from laa_xl.cli.show import register_json, show_register
    from laa_xl.flow.pipeline import require_within

    with plain_errors():
        state = opened(folder).load()
        if period is not None:
            require_within(state.agreement, period)
    themes = [theme.code for theme in state.agreement.themes]
    every = state.register.lines(themes, now().date(), state.inputs.deadlines)
    lines = [line for line in every if period in (None, line.period)]
    if as_json:
        click.echo(json.dumps(register_json(state.agreement.settings.code, lines), indent=2))
    else:
        show_register(lines, state.warnings)


@main.command(epilog=examples("laa-xl schema return", "laa-xl schema return --json", "laa-xl schema agreement --json"))
@click.argument("what", type=click.Choice(["return", "master", "agreement"]))
@click.option("--json", "as_json", is_flag=True, help="As JSON, for other programs.")
def schema(what: str, as_json: bool) -> None:
    """What a return, a master or an agreement holds: sheets, tables, columns."""
    from laa_xl.cli.show import show_schema
    from laa_xl.declare.schema import schema as describe

    described = describe(what)
    if as_json:
        click.echo(json.dumps(described, indent=2))
    else:
        show_schema(described)


@main.command(epilog=examples("laa-xl demo", "laa-xl demo --agreement leicestershire-2006 --into county"))
@click.option("--agreement", default="leicester-2008", show_default=True, metavar="NAME", help="A shipped agreement.")
@click.option("--into", type=FOLDER, help="The folder to make.  [default: demo-NAME]")
def demo(agreement: str, into: Path | None) -> None:
    """Run everything on published figures: templates, filled returns, master, highlight report."""
    from laa_xl.cli.show import show_demo
    from laa_xl.flow.demonstration import demonstrate

    with plain_errors(), shown_progress(quiet=False) as progress:
        programme, outcome = demonstrate(agreement, into or Path(f"demo-{agreement}"), progress)
    show_demo(programme, outcome)


for verb in (split, join, import_past, report, pack, publish, rebuild, chase, explain, source, press, settle):
    main.add_command(verb)
for verb in (approve, withdraw_report):
    report.add_command(verb)
for verb in (collect, letters, mail):
    main.add_command(verb)
for verb in (held, withdraw, fsck, audit, install, uninstall, doctor):
    main.add_command(verb)

if __name__ == "__main__":
    main()
