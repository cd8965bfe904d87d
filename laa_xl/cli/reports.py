"""laa-xl report highlight, report issue and pack: what leaves the county."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from laa_xl.cli.common import EVEN_IF_OPEN, FOLDER, PERIOD, examples, opened, plain_errors, shown_progress
from laa_xl.cli.documents import Reports
from laa_xl.cli.issuing import approve, withdraw_report
from laa_xl.cli.saying import say

if TYPE_CHECKING:
    from laa_xl.domain.periods import Period

_QUARTER = "The quarter, such as 2008-Q2; without it, the newest with an accepted return."


@click.group(cls=Reports)
def report() -> None:
    """Write a report from what was accepted, and issue it."""


@report.command(
    epilog=examples(
        "laa-xl report highlight leicester --period 2008-Q2",
        "laa-xl report highlight leicester --period 2008-Q2 --out report.docx",
    )
)
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--period", type=PERIOD, help=_QUARTER)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file ending in .xlsx, .docx or .pdf (by LibreOffice); without it the first two, in reports/, and the master's tab.",
)
@EVEN_IF_OPEN
def highlight(folder: Path, period: Period | None, out: Path | None, even_if_open: bool) -> None:
    """The six-section highlight report for the Government Office, as a draft."""
    from laa_xl.cli.clock import now
    from laa_xl.files.pdf import pdf_of
    from laa_xl.files.store import write_whole
    from laa_xl.flow.errors import ProgrammeError
    from laa_xl.flow.outputs import require_free
    from laa_xl.flow.pipeline import highlight as draft
    from laa_xl.flow.pipeline import show_report
    from laa_xl.flow.quarters import required_period

    with plain_errors(), shown_progress(quiet=False) as progress:
        programme, found = opened(folder, even_if_open=even_if_open), None
        asked = required_period(programme.load(), "report", period)
        if out is None:
            found = show_report(programme, asked, now(), progress)
            written = [found.report, found.report.with_suffix(".docx")] if found.report else []
        elif (ending := out.suffix.lower()) not in (".xlsx", ".docx", ".pdf"):
            raise ProgrammeError(f"{out} has to end in .xlsx, .docx or .pdf.")
        else:
            require_free(out)
            _, workbook, document = draft(programme, asked)
            write_whole(out, workbook if ending == ".xlsx" else pdf_of(document) if ending == ".pdf" else document)
            written = [out]
    for path in written:
        say(str(path))
    for line in found.taken if found else ():
        say(line)
    for line in found.looks if found else ():
        say(f"Please look: {line}", err=True)


@report.command(epilog=examples("laa-xl report issue leicester --period 2008-Q2"))
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--period", type=PERIOD, help=_QUARTER)
@EVEN_IF_OPEN
def issue(folder: Path, period: Period | None, even_if_open: bool) -> None:
    """Keep the highlight report as it is sent: numbered, dated, read-only.

    Later drafts do not touch it. A report that says just what its newest issue says gets no new number; a later one lists at its
    end, and here, what it says otherwise. Exit code 1: a
    kept file was changed or is gone, or the report holds something that a pack must not hold.
    """
    from laa_xl.cli.clock import now
    from laa_xl.domain.sentences import listed, many, spoken_day
    from laa_xl.flow.issuing import issue_report
    from laa_xl.flow.quarters import required_period

    with plain_errors(), shown_progress(quiet=False) as progress:
        programme = opened(folder, even_if_open=even_if_open)
        asked = required_period(programme.load(), "freeze", period)
        found = issue_report(programme, asked, now(), progress)
    name = f"Issue {found.report.number} of {asked}, {spoken_day(found.report.at.date())}"
    say(f"{name}." if found.made else f"{name}, says just that already; no new one was made.")
    for path in found.files:
        say(str(path))
    if found.since:
        say(f"Different from {found.since}: {many(len(found.differences), 'point')}.")
    for line in found.differences:
        say(f"  {line}")
    for line in found.outcome.taken:
        say(line)
    if found.unapproved and found.made:
        say(f"Please note: nobody has approved it as {listed(found.unapproved)}.", err=True)
    for line in (*found.wrong, *found.leaks, *found.outcome.went_back):
        say(f"Please look: {line}", err=True)
    sys.exit(1 if found.wrong or found.leaks else 0)


@click.command(
    epilog=examples(
        "laa-xl pack leicester --period 2008-Q2",
        "laa-xl pack leicester --period 2008-Q2 --dry-run",
        'laa-xl pack leicester --period 2008-Q2 --out to-goem --because "The figures of health follow in May"',
        "laa-xl pack leicester --period 2008-Q2 --look to-goem",
    )
)
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--period", type=PERIOD, help=_QUARTER)
@click.option("--out", type=FOLDER, help="The folder to make.  [default: reports/PERIOD/pack]")
@click.option("--because", default="", help="Why it goes although something is missing; the cover note says so.")
@click.option("--pdf", is_flag=True, help="The report as .pdf too (by LibreOffice).")
@click.option("--dry-run", is_flag=True, help="Say what would go, and write nothing.")
@click.option("--look", type=FOLDER, help="Look through a pack that is there already, and make none.")
def pack(
    folder: Path, period: Period | None, out: Path | None, because: str, pdf: bool, dry_run: bool, look: Path | None
) -> None:
    """Put together what may leave for Government, and look through every file of it.

    Report, indicator table, cover note and contents. Exit codes: 0 the pack is made (what is not as it should be is said);
    1 it would have told what must not leave, so there is none, or what --look looks through is not fit to go; 2 it cannot
    be made.
    """
    from laa_xl.cli.clock import now
    from laa_xl.flow.packing import PackStopped, look_through_folder
    from laa_xl.flow.packing import pack as run
    from laa_xl.flow.quarters import required_period

    with plain_errors(), shown_progress(quiet=False) as progress:
        programme = opened(folder)
        asked = required_period(programme.load(), "pack", period)
        if look is not None:
            leaks = look_through_folder(programme, asked, look)
            for leak in leaks:
                say(leak.sentence)
            say("Do not send it." if leaks else f"{look} was looked through: it may go.", err=True)
            sys.exit(1 if leaks else 0)
        try:
            made = run(programme, asked, now(), out, progress, because=because, dry_run=dry_run, pdf=pdf)
        except PackStopped as stopped:
            for leak in stopped.leaks:
                say(leak.sentence)
            say("There is no pack: nothing was written.", err=True)
            sys.exit(1)
    for line in (str(path) for path in made.files) if made.written else made.contents:
        say(line)
    if not made.written:
        say(f"Looked through, and nothing was written. It would be {made.folder}.", err=True)
    for line in made.looks:
        say(f"Please look: {line}", err=True)
    for line in made.ready:
        say(f"Please note: {line}", err=True)


for verb in (approve, withdraw_report):
    report.add_command(verb)
