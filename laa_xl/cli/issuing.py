"""laa-xl report approve and report withdraw: who agreed to a report, and an issued one that is taken back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from laa_xl.cli.common import DAY, EVEN_IF_OPEN, FOLDER, PERIOD, examples, plain_errors, shown_progress
from laa_xl.cli.saying import say

if TYPE_CHECKING:
    from laa_xl.domain.periods import Period
    from laa_xl.flow.pipeline import Outcome

_QUARTER = "The quarter of the report, such as 2008-Q2."


@click.command(
    "withdraw",
    epilog=examples(
        'laa-xl report withdraw leicester --period 2008-Q2 --because "Sent before the Board had agreed"',
        'laa-xl report withdraw leicester --period 2008-Q2 --issue 1 --because "A figure of another district"',
    ),
)
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--period", required=True, type=PERIOD, help=_QUARTER)
@click.option("--issue", "number", type=click.IntRange(min=1), help="Its number; without it, the last one that stands.")
@click.option("--because", default="", metavar="REASON", help="Why it is withdrawn.")
@click.option("--by", default="County team", show_default=True, metavar="POST", help="Who decides: a post, not a name.")
@EVEN_IF_OPEN
def withdraw_report(
    folder: Path, period: Period, number: int | None, because: str, by: str, even_if_open: bool
) -> None:
    """Take back an issued report, with a reason. It stays where it is, marked as withdrawn; its files are not touched.

    The next issue gets a number of its own, and is compared with the last one that stands.
    """
    from laa_xl.cli.clock import now
    from laa_xl.flow.deciding import Why
    from laa_xl.flow.issues import withdraw_issue
    from laa_xl.flow.programme import Programme

    with plain_errors(), shown_progress(quiet=False) as progress:
        programme = Programme(folder, even_if_open=even_if_open)
        programme.require()
        done = withdraw_issue(programme, period, number, Why(by, because, now()), progress)
    gone = done.report
    say(f"Withdrawn: issue {gone.number} of {period}. Its files stay as they were sent:")
    for file in gone.files:
        say(str(programme.root / file.kept))
    _end(done.outcome)


@click.command(
    epilog=examples(
        'laa-xl report approve leicester --period 2008-Q2 --step "Block lead" --block SSC --by "Head of Community Safety"',
        'laa-xl report approve leicester --period 2008-Q2 --step "Senior Officers Group" --on 2008-10-22',
    )
)
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--period", required=True, type=PERIOD, help=_QUARTER)
@click.option("--step", required=True, help='One of the steps of the sheet Settings, such as "Board".')
@click.option("--block", default="", metavar="CODE", help="The government block that was agreed to; without it, all.")
@click.option("--by", default="", metavar="POST", help="The post that agreed, not a name.  [default: the step]")
@click.option("--on", "day", type=DAY, help="The day, such as 2008-10-22 or 22/10/2008.  [default: today]")
@EVEN_IF_OPEN
def approve(
    folder: Path, period: Period, step: str, block: str, by: str, day: datetime | None, even_if_open: bool
) -> None:
    """Enter that somebody agreed to the report as it stands: in the register, on the sheet Issued reports, on the report.

    Where the report says something else later, it says so beside the approval, which is then to be given again.
    """
    from laa_xl.cli.clock import now
    from laa_xl.domain.sentences import spoken_day
    from laa_xl.flow.issues import approve as run
    from laa_xl.flow.programme import Programme

    with plain_errors(), shown_progress(quiet=False) as progress:
        programme = Programme(folder, even_if_open=even_if_open)
        programme.require()
        on = day.date() if day else None
        done = run(programme, period, step, by, on, now(), block, progress)
    made = done.approval
    of = f" for {made.block}" if made.block else ""
    say(f"Approved: {made.step}{of} ({made.by}), {spoken_day(made.on)}, the report for {period} as it stands.")
    if done.open:
        say(f"Still to approve: {', '.join(done.open)}.")
    _end(done.outcome)


def _end(outcome: Outcome) -> None:
    for line in outcome.taken:
        say(line)
    say(f"Master: {outcome.master}" + ("" if outcome.changed else " (unchanged)"))
    for look in outcome.looks:
        say(f"Please look: {look}", err=True)
