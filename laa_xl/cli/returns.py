"""laa-xl templates, consolidate and status: the round of a quarter."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

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
from laa_xl.cli.saying import say

if TYPE_CHECKING:
    from laa_xl.domain.periods import Period


@click.command(
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
    from laa_xl.flow.rolling import before_templates

    with plain_errors():
        programme = opened(folder)
        state = programme.load()
        themes = [one.code for one in state.agreement.themes]
        theme = next((code for code in themes if theme and code.casefold() == theme.casefold()), theme)
        if theme is not None and theme not in themes:
            raise ProgrammeError(f'There is no theme "{theme}". The themes are: {", ".join(themes)}.')
        asked = [theme] if theme else themes
        require_within(state.agreement, period)
        for said in before_templates(state.agreement, period):
            say(f"Please look: {said}", err=True)
        written = make_templates(programme, period, asked, now(), split=parts)
        for path in written:
            say(str(path))
    alone = [code for code in asked if sum(f"-{code}-{period}" in path.stem for path in written) == 1]
    if parts and alone:
        told = "The agreement names no contributor but the theme lead for"
        say(f"{told} {', '.join(alone)}: there are no parts. See laa-xl split --help.", err=True)


@click.command(
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
    from laa_xl.files.apart import warm_up

    with plain_errors():
        warm_up()  # it gets ready while the rest is imported here
    from laa_xl.cli.clock import now
    from laa_xl.cli.show import outcome_json, show_outcome
    from laa_xl.flow.pipeline import consolidate as run
    from laa_xl.flow.pipeline import inbox_files
    from laa_xl.flow.programme import Programme
    from laa_xl.flow.telling import exit_code

    with plain_errors(), password_asked(prompt=password_prompt), shown_progress(quiet=as_json) as progress:
        programme = Programme(folder, even_if_open=even_if_open)
        programme.require()
        outcome = run(programme, list(files) or inbox_files(programme), period, now(), progress, named=bool(files))
    if as_json:
        say(json.dumps(outcome_json(outcome), indent=2))
    else:
        show_outcome(outcome)
    for item, became in outcome.files:
        if became == "refused":
            say(f"{item.file}: {item.findings[0].message}", err=True)
    for look in outcome.looks:
        say(f"Please look: {look}", err=True)
    sys.exit(exit_code(outcome.files))


@click.command(epilog=examples("laa-xl status leicester", "laa-xl status leicester --period 2008-Q2 --json"))
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--period", type=PERIOD, help="This quarter only.")
@click.option("--json", "as_json", is_flag=True, help="Print the register as JSON.")
def status(folder: Path, period: Period | None, as_json: bool) -> None:
    """Which returns are expected, held, accepted, superseded, withdrawn, rejected, missing or late."""
    from laa_xl.cli.clock import now
    from laa_xl.cli.show import register_json, show_register
    from laa_xl.domain.gone_themes import gone_lines, told_of_gone
    from laa_xl.domain.register_lines import register_lines
    from laa_xl.flow.pipeline import require_within

    with plain_errors():
        state = opened(folder).load()
        if period is not None:
            require_within(state.agreement, period)
    themes = [theme.code for theme in state.agreement.themes]
    every = register_lines(state.register, themes, now().date(), state.inputs.deadlines)
    lines = [line for line in every if period in (None, line.period)]
    gone = [line for line in gone_lines(state.register, themes, now().date()) if period in (None, line.period)]
    shown = sorted([*lines, *gone], key=lambda line: line.period)
    if as_json:
        say(json.dumps(register_json(state.agreement.settings.code, shown), indent=2))
    else:
        show_register(shown, state.warnings)
    for told in told_of_gone(lines, gone):
        say(f"Please look: {told}", err=True)
