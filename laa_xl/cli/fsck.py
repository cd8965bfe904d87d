"""laa-xl fsck and audit: whether a programme folder is as it was kept, and who did what in it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from laa_xl.cli.common import FOLDER, examples, plain_errors, shown_progress
from laa_xl.cli.saying import say, say_found


@click.command(epilog=examples("laa-xl fsck leicester", "laa-xl fsck leicester --json"))
@click.argument("folder", metavar="[DIR]", default=".", type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def fsck(folder: Path, as_json: bool) -> None:
    """Check a programme folder: every kept file, register, audit log, journal, and the master against the accepted returns.

    It only looks; laa-xl rebuild mends what can be. Exit codes: 0 nothing must be mended, 1 something must, 2 it is no
    programme folder, or another run is under way.
    """
    from dataclasses import asdict

    from laa_xl.cli.clock import now
    from laa_xl.flow.fsck import exit_code
    from laa_xl.flow.fsck import fsck as run
    from laa_xl.flow.programme import Programme

    with plain_errors(), shown_progress(quiet=as_json) as progress:
        found = run(Programme(folder), now(), progress)
    if as_json:
        say(json.dumps([asdict(one) for one in found], indent=2))
    else:
        for one in found:
            say_found(one.weight, one.where, one.told, one.mend)
    sys.exit(exit_code(found))


@click.command(epilog=examples("laa-xl audit leicester", "laa-xl audit leicester --csv audit.csv"))
@click.argument("folder", metavar="[DIR]", default=".", type=FOLDER)
@click.option(
    "--csv",
    "out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write every line, with files and fingerprints, as CSV.",
)
def audit(folder: Path, out: Path | None) -> None:
    """Who did what in a programme folder, and when (UTC). laa-xl fsck says whether the log is whole."""
    from laa_xl.domain.audit import read_lines
    from laa_xl.files.store import write_whole
    from laa_xl.flow.auditing import audit_csv, log_of
    from laa_xl.flow.outputs import require_not_kept
    from laa_xl.flow.programme import Programme

    with plain_errors():
        programme = Programme(folder)
        programme.require()
        if out is not None:
            require_not_kept(out, "--csv")
            write_whole(out, audit_csv(programme.root))
            say(str(out))
            return
        lines, unreadable = read_lines(log_of(programme.root))
    if not lines:
        say("Nothing is in the log yet.")
    for line in lines:
        ended = "" if line.outcome.value == "done" else f" ({line.outcome.value})"
        told = f": {line.told}" if line.told else ""
        say(f"{line.number}  {line.at}  {line.officer or 'Somebody'} on {line.machine}  {line.action}{ended}{told}")
    if unreadable is not None:
        say(f"Line {unreadable} cannot be read. See: laa-xl fsck {folder}", err=True)
        sys.exit(1)
