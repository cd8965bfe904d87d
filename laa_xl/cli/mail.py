"""laa-xl mail and letters: drafts of mails, and sending them where somebody asks for it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from laa_xl.cli.common import FILES, FOLDER, PERIOD, examples, opened, plain_errors, shown_progress

if TYPE_CHECKING:
    from laa_xl.domain.mails import Mail
    from laa_xl.domain.periods import Period


@click.group()
def mail() -> None:
    """Draft the mail with the pack, and send drafts where you ask for it. A draft is a file: nothing goes by itself."""


@mail.command("pack", epilog=examples("laa-xl mail pack leicester --period 2008-Q2"))
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option(
    "--period", type=PERIOD, help="The quarter, such as 2008-Q2; without it, the newest with an accepted return."
)
@click.option("--pack", "pack", type=FOLDER, help="The folder of the pack.  [default: reports/PERIOD/pack]")
def draft(folder: Path, period: Period | None, pack: Path | None) -> None:
    """Draft the mail with the pack to the contacts at the Government Office, as an .eml that opens unsent.

    Exit codes: 0 the draft is written; 1 it would have told what must not leave, so there is none; 2 it cannot be written.
    """
    from laa_xl.cli.clock import now
    from laa_xl.flow.mailing import MailStopped, mail_pack
    from laa_xl.flow.quarters import required_period

    with plain_errors():
        programme = opened(folder)
        asked = required_period(programme.load(), "pack", period)
        try:
            drafted = mail_pack(programme, asked, now(), pack)
        except MailStopped as stopped:
            for leak in stopped.leaks:
                click.echo(leak.line)
            click.echo("There is no draft: put other words in their place (sheet Agreement letters).", err=True)
            sys.exit(1)
    click.echo(str(drafted.path))
    show_recipients(drafted.mail)
    for look in drafted.looks:
        click.echo(f"Please look: {look}", err=True)


def show_recipients(mail: Mail) -> None:
    """To whom a draft is addressed, and what goes with it."""
    for title, boxes in (("To", mail.to), ("Copy", mail.cc)):
        for box in boxes:
            click.echo(f"  {title}: {box.name} <{box.address}>")
    for one in mail.attachments:
        click.echo(f"  With: {one.name}, {len(one.data):,} bytes")


_KINDS = ("templates", "reminder", "overdue", "findings", "thanks")


@click.command(
    epilog=examples(
        "laa-xl letters leicester --kind templates --period 2008-Q2",
        "laa-xl letters leicester --kind overdue",
    )
)
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--kind", type=click.Choice(_KINDS), required=True, help="Which letters.")
@click.option("--period", type=PERIOD, help="The quarter; without it, the one that laa-xl chase is about.")
def letters(folder: Path, kind: str, period: Period | None) -> None:
    """Draft letters to partners: one .eml a theme, and one table of all for a mail merge (.csv and .xlsx). Nothing is sent.

    templates: the workbooks of a quarter; reminder and overdue: who owes what, before and after the deadline; findings: what
    is to be fixed or confirmed, with a marked copy; thanks: what was accepted.
    """
    from laa_xl.cli.clock import now
    from laa_xl.domain.letters import LetterKind
    from laa_xl.flow.chasing import chased_period
    from laa_xl.flow.errors import ProgrammeError
    from laa_xl.flow.lettering import letters as run

    with plain_errors(), shown_progress(quiet=False) as progress:
        programme = opened(folder)
        asked = period or chased_period(programme.load(), now())
        if asked is None:
            raise ProgrammeError("No templates have gone out yet, so there is nobody to write to.")
        made = run(programme, LetterKind(kind), asked, now(), progress)
    if made.folder is None:
        click.echo(f"Nobody is to be written to for {made.period.spelled}.")
    else:
        click.echo(f"{made.period.spelled}: {len(made.letters)} in {made.folder}, with letters.xlsx and letters.csv")
    for one in made.letters:
        click.echo(f"{one.mail.name}.eml")
        show_recipients(one.mail)
    for look in made.looks:
        click.echo(f"Please look: {look}", err=True)


@click.command(
    epilog=examples(
        "laa-xl collect leicester returns.mbox",
        "laa-xl collect leicester answer.eml saved-mails/",
    )
)
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("sources", metavar="FOLDER|FILE.eml|FILE.mbox...", nargs=-1, required=True, type=FILES)
def collect(folder: Path, sources: tuple[Path, ...]) -> None:
    """Take the workbooks out of returned mails into the inbox; the register keeps who sent each, and when.

    Pictures and signatures are passed over; archives and encrypted mails are told, not opened. Nothing is accepted: laa-xl
    consolidate comes next, and asks you about a return whose sender is no contact of its theme. Exit codes: 0 all that was
    attached is in the inbox; 1 something was left in a mail; 2 a file cannot be read, and nothing was taken.
    """
    from laa_xl.cli.clock import now
    from laa_xl.flow.collecting import collect as run
    from laa_xl.flow.collecting import summary

    with plain_errors(), shown_progress(quiet=False) as progress:
        programme = opened(folder)
        programme.require()
        found = run(programme, sources, now(), progress)
    for one in found.taken:
        when = f", {one.arrived:%d/%m/%Y %H:%M}" if one.arrived else ""
        click.echo(f"{programme.folder('inbox') / one.file}: from {one.sender or 'an unknown sender'}{when}")
    for one in found.known:
        click.echo(f"{one.file}: known already, from {one.sender or 'an unknown sender'}")
    click.echo(summary(found))
    for told in found.told:
        click.echo(told, err=True)
    for look in found.looks:
        click.echo(f"Please look: {look}", err=True)
    sys.exit(1 if found.told else 0)
