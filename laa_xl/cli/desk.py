"""laa-xl rebuild, chase, explain and source: an officer's everyday questions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from laa_xl.cli.common import EVEN_IF_OPEN, FOLDER, PERIOD, examples, opened, plain_errors, shown_progress
from laa_xl.cli.saying import say

if TYPE_CHECKING:
    from laa_xl.domain.periods import Period

_ROW = click.IntRange(min=1)


@click.command(epilog=examples("laa-xl rebuild leicester"))
@click.argument("folder", metavar="DIR", type=FOLDER)
@EVEN_IF_OPEN
def rebuild(folder: Path, even_if_open: bool) -> None:
    """Read every accepted return again, and write master and report anew. Nothing is taken in.

    What is damaged is mended first, as far as it can be: laa-xl fsck says what that is.
    """
    from laa_xl.cli.clock import now
    from laa_xl.flow.programme import Programme
    from laa_xl.flow.rebuilding import rebuild as run

    with plain_errors(), shown_progress(quiet=False) as progress:
        outcome = run(Programme(folder, even_if_open=even_if_open), now(), progress)
    for line in outcome.mended:
        say(line)
    say(f"Accepted returns read: {len(outcome.register.current())}")
    for assessment in outcome.assessments:
        say(f"{assessment.period.spelled}: {assessment.counts.line}")
    say(f"Master: {outcome.master}" + ("" if outcome.changed else " (unchanged)"))
    if outcome.report:
        say(f"Report: {outcome.report}")
    for look in outcome.looks:
        say(f"Please look: {look}", err=True)


@click.command(epilog=examples("laa-xl chase leicester", "laa-xl chase leicester --period 2008-Q2 --json"))
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option(
    "--period",
    type=PERIOD,
    help="The quarter; without it, the newest in which a return is overdue or was sent back, else the newest sent out.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def chase(folder: Path, period: Period | None, as_json: bool) -> None:
    """Who owes what and how late, whom to ask: as a table, and as .xlsx and .csv in reports/."""
    from laa_xl.cli.clock import now
    from laa_xl.cli.show import show_chase
    from laa_xl.flow.chasing import chase as run

    with plain_errors():
        found = run(opened(folder), period, now())
    if as_json:
        said: dict[str, Any] = {
            "period": str(found.period),
            "returns": [dict(row) for row in found.rows],
            "other_periods": {str(other): number for other, number in found.others.items()},
            "written": [str(path) for path in found.written],
        }
        say(json.dumps(said, indent=2, default=str))
        return
    show_chase(found)


@click.command(
    epilog=examples(
        "laa-xl explain leicester NI125",
        "laa-xl explain leicester SSC --period 2008-Q2",
        "laa-xl explain leicester --sheet Indicators --row 14",
    )
)
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("code", metavar="[CODE]", default="")
@click.option("--period", type=PERIOD, help="The quarter; without it, the newest with an accepted return.")
@click.option("--sheet", default="", help="Instead of a code: a sheet of the master, and --row.")
@click.option("--row", type=_ROW, help="The number of the row on that sheet.")
def explain(folder: Path, code: str, period: Period | None, sheet: str, row: int | None) -> None:
    """Why a rating is what it is: of an indicator, theme, block, the agreement (by its code), or a line of money."""
    from laa_xl.cli.clock import now
    from laa_xl.flow.explaining import explain as run
    from laa_xl.flow.explaining import explain_row

    if bool(code) == bool(sheet) or bool(sheet) != (row is not None):
        raise click.UsageError("Give a code, or --sheet with --row.")
    if sheet and period:
        raise click.UsageError("A row names its own quarter: leave --period out.")
    with plain_errors():
        programme = opened(folder)
        found = [explain_row(programme, sheet, row, now())] if row else run(programme, code, period, now())
    for number, sentences in enumerate(found):
        if number:
            say()
        for sentence in sentences:
            say(sentence)


@click.command(epilog=examples("laa-xl source leicester --sheet Indicators --row 14"))
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--sheet", required=True, help="A sheet of the master, such as Indicators or Register.")
@click.option("--row", required=True, type=_ROW, help="The number of the row on that sheet.")
def source(folder: Path, sheet: str, row: int) -> None:
    """The kept return, as it was received, and the cell in it, that a row of the master came from."""
    from laa_xl.flow.sourcing import source_of_row

    with plain_errors():
        programme = opened(folder)
        programme.require()
        found = source_of_row(programme, sheet, row)
    say(found.sentence)
    say(str(found.path))
