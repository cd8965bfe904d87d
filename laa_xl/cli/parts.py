"""laa-xl split and join: one return in several hands."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from laa_xl.cli.common import FILES, FOLDER, examples, plain_errors
from laa_xl.cli.saying import say

if TYPE_CHECKING:
    from laa_xl.flow.parting import Outcome

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(
    epilog=examples(
        "laa-xl split leicester-2008-SSC-2008-Q2.xlsx --into parts",
        "laa-xl split half-filled.xlsx --into parts --by who-does-what.csv",
    )
)
@click.argument("file", metavar="TEMPLATE", type=FILES)
@click.option("--into", required=True, metavar="DIR", type=FOLDER, help="Where the parts go.")
@click.option("--by", type=_FILE, metavar="FILE.csv", help="Who gets which rows: a CSV with the columns code and part.")
@click.option("--replace", "over", is_flag=True, help="Write over parts that are already there.")
def split(file: Path, into: Path, by: Path | None, over: bool) -> None:
    """Split a template, or a half-filled return, into a part for each contributor.

    Without --by, an indicator goes to its lead partner, else to its responsible post, as the agreement has it. What
    nobody else has, and Finance, stays in the theme lead's part, "lead".
    """
    from laa_xl.flow.parting import split_file

    with plain_errors():
        outcome = split_file(file, into, by, over=over)
    _told(outcome, f"Nothing was split. Put this right in {file} first:")
    sys.exit(outcome.code)


@click.command(
    epilog=examples(
        "laa-xl join lead.xlsx police.xlsx probation.xlsx --out return.xlsx",
        "laa-xl join parts/*.xlsx --out return.xlsx --prefer lead",
        "laa-xl join parts/*.xlsx --out return.xlsx --programme leicester",
    )
)
@click.argument("files", metavar="PART...", nargs=-1, required=True, type=FILES)
@click.option("--out", required=True, metavar="RETURN.xlsx", type=_FILE, help="The return to write.")
@click.option("--template", type=_FILE, metavar="FILE", help="The theme's template that the return is made from.")
@click.option("--programme", metavar="DIR", type=FOLDER, help="The programme that issued the template.")
@click.option("--prefer", default="", metavar="PART", help="The part whose entries count where two contradict.")
@click.option("--replace", "over", is_flag=True, help="Write over a return that is already there.")
def join(
    files: tuple[Path, ...], out: Path, template: Path | None, programme: Path | None, prefer: str, over: bool
) -> None:
    """Make the one return from its parts.

    Every entry is taken over as it was typed. Exit codes: 0 all is there; 1 somebody has not reported (the return is
    written), or two parts contradict each other (it is not); 2 a file cannot be used.
    """
    from laa_xl.flow.joining import join_files
    from laa_xl.flow.programme import Programme

    with plain_errors():
        if template and programme:
            raise click.UsageError("Give --template or --programme, not both.")
        where = Programme(programme) if programme else None
        outcome = join_files(list(files), out, template=template, programme=where, prefer=prefer, over=over)
    if outcome.written:
        names = ", ".join(source.spec.part or "the whole return" for source in outcome.sources)
        say(f"Joined {len(outcome.sources)} files: {names}.")
    _told(outcome, "Nothing was joined. Put this right first; where parts contradict, --prefer PART says which counts:")
    sys.exit(outcome.code)


def _told(outcome: Outcome, stopped: str) -> None:
    """What was written, or why nothing was; then what somebody has to look at."""
    if outcome.stopped:
        say(stopped)
    for line in outcome.stopped:
        say(f"  {line}")
    for path in outcome.written:
        say(str(path))
    for line in outcome.missing:
        say(line)
    for line in outcome.notes:
        say(f"Please look: {line}")
