"""laa-xl publish: the page that anybody may read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from laa_xl.cli.common import FOLDER, PERIOD, examples, opened, plain_errors, shown_progress
from laa_xl.cli.saying import say

if TYPE_CHECKING:
    from laa_xl.domain.periods import Period


@click.command(
    epilog=examples(
        "laa-xl publish leicester --period 2008-Q2",
        "laa-xl publish leicester --period 2008-Q2 --out website/progress.html",
    )
)
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option(
    "--period", type=PERIOD, help="The quarter, such as 2008-Q2; without it, the newest with an accepted return."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write.  [default: reports/PERIOD/public-page-PERIOD.html]",
)
def publish(folder: Path, period: Period | None, out: Path | None) -> None:
    """Write the public page: one HTML file that needs nothing else.

    Local-only indicators and small counts are left out; the agreement's settings say what more may be told. Exit codes: 0 the
    page is written; 1 it would have told what must not leave, so it is not; 2 it cannot be written.
    """
    from laa_xl.cli.clock import now
    from laa_xl.flow.publishing import PageStopped, publish_page
    from laa_xl.flow.quarters import required_period

    with plain_errors(), shown_progress(quiet=False) as progress:
        programme = opened(folder)
        asked = required_period(programme.load(), "pack", period)
        try:
            written = publish_page(programme, asked, now(), out, progress)
        except PageStopped as stopped:
            for leak in stopped.leaks:
                say(leak.line)
            say("The page was not written: put other words in their place, and publish again.", err=True)
            sys.exit(1)
    say(str(written))
