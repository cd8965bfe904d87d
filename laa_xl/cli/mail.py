"""laa-xl mail: drafts of mails, and sending them where somebody asks for it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from laa_xl.cli.common import FOLDER, PERIOD, examples, opened, plain_errors

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
