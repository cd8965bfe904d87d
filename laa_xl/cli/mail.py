"""laa-xl mail and letters: drafts of mails, and sending them where somebody asks for it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from laa_xl.cli.common import FILES, FOLDER, PERIOD, examples, opened, plain_errors, shown_progress
from laa_xl.cli.saying import say

if TYPE_CHECKING:
    from laa_xl.domain.mails import Mail
    from laa_xl.domain.periods import Period
    from laa_xl.flow.sending import Outgoing


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
                say(leak.sentence)
            say("There is no draft: put other words in their place (sheet Agreement letters).", err=True)
            sys.exit(1)
    say(str(drafted.path))
    show_recipients(drafted.mail)
    for look in drafted.looks:
        say(f"Please look: {look}", err=True)


def show_recipients(mail: Mail) -> None:
    """To whom a draft is addressed, and what goes with it."""
    for title, boxes in (("To", mail.to), ("Copy", mail.cc)):
        for box in boxes:
            say(f"  {title}: {box.name} <{box.address}>")
    for one in mail.attachments:
        say(f"  With: {one.name}, {len(one.data):,} bytes")


_DRAFTS = click.argument("paths", metavar="DRAFT.eml|FOLDER...", nargs=-1, required=True, type=FILES)
_PROGRAMME = click.option(
    "--programme", metavar="DIR", type=FOLDER, help="The programme folder.  [default: the one that the drafts lie in]"
)


@mail.command(
    epilog=examples(
        "laa-xl mail send leicester/reports/2008-Q2/mail/pack-2008-10-28 --dry-run",
        "laa-xl mail send leicester/reports/2008-Q2/letters/overdue-2008-10-28",
    )
)
@_DRAFTS
@_PROGRAMME
@click.option("--dry-run", is_flag=True, help="Show exactly what would go to whom; nothing is sent or entered.")
@click.option("--again", is_flag=True, help="Send also what went before, or may have.")
@click.option("--by", default="County team", show_default=True, metavar="POST", help="Who sends it.")
def send(paths: tuple[Path, ...], programme: Path | None, dry_run: bool, again: bool, by: str) -> None:
    """Send drafts by your mail server, encrypted, each once; the register says how each ended.

    The server stands in LAA_SMTP_HOST, LAA_SMTP_SENDER, LAA_SMTP_USER ...; the password in the system's keyring (keyring set
    laa-xl USER@HOST), else it is asked for. Exit codes: 0 all were sent; 1 one was not, or nobody knows; 2 nothing was tried.
    """
    from laa_xl.cli.clock import now
    from laa_xl.domain.sent import Delivery
    from laa_xl.flow.sending import drafts_in, programme_of, ready
    from laa_xl.flow.sending import send as run
    from laa_xl.machine.mail_settings import mail_settings

    with plain_errors():
        drafts = drafts_in(paths)
        home = opened(programme or programme_of(drafts[0]).root)
        outgoing = ready(home, drafts)
        settings = mail_settings(complete=not dry_run)
        if dry_run:
            _show_outgoing(outgoing, settings.sender, settings.host)
            return
        server = settings.server(_password(settings.account) if settings.user else "")
        posted = run(home, outgoing, server, settings.sender, now(), by, again=again)
    for one in posted:
        went = one.entry is not None and one.entry.outcome is Delivery.SENT
        say(f"{one.path.name}: {one.told}", err=not went)
    sys.exit(0 if all(one.entry and one.entry.outcome is Delivery.SENT for one in posted) else 1)


def _password(account: str) -> str:
    """From the keyring, else asked for; it is shown and kept nowhere."""
    from laa_xl.flow.errors import ProgrammeError
    from laa_xl.machine.mail_settings import SERVICE, kept_password

    found = kept_password(account)
    if found is not None:
        return found
    if not sys.stdin.isatty():
        raise ProgrammeError(
            f"The keyring has no password for {account}, and there is nobody to ask. Keep one: keyring set {SERVICE} {account}"
        )
    return str(click.prompt(f"Password of {account}", hide_input=True, err=True))


def _show_outgoing(outgoing: list[Outgoing], sender: str, host: str) -> None:
    from laa_xl.files.store import sha256_of
    from laa_xl.flow.sending import before_in_words

    for one in outgoing:
        draft = one.draft
        say(f"{one.path}")
        say(f"By:      {host or '(LAA_SMTP_HOST is not set)'}")
        say(f"From:    {sender or '(LAA_SMTP_SENDER is not set)'}")
        for title, boxes in (("To", draft.to), ("Copy", draft.cc), ("Unseen", draft.bcc)):
            for box in boxes:
                say(f"{title + ':':<9}{box}")
        say(f"Subject: {draft.subject}")
        for attached in draft.attachments:
            say(f"With:    {attached.name}, {len(attached.data):,} bytes, SHA-256 {sha256_of(attached.data)}")
        say(f"\n{draft.text.strip()}\n")
        if one.before:
            say(f"{before_in_words(one.before, draft)} It would not be sent again without --again.\n")
    say("Nothing was sent.")


@mail.command(epilog=examples("laa-xl mail outlook leicester/reports/2008-Q2/letters/overdue-2008-10-28"))
@_DRAFTS
def outlook(paths: tuple[Path, ...]) -> None:
    """Put drafts into Outlook's own Drafts folder (Windows, with Outlook and pywin32). Nothing is sent."""
    from laa_xl.files.draft_reader import NoDraft, open_draft
    from laa_xl.files.store import read_file
    from laa_xl.flow.errors import ProgrammeError
    from laa_xl.flow.sending import drafts_in
    from laa_xl.machine.outlook import to_outlook

    with plain_errors():
        for path in drafts_in(paths):
            try:
                to_outlook(open_draft(read_file(path)), path.parent)
            except NoDraft as error:
                raise ProgrammeError(f"{path} is no draft that can be handed over: {error}.") from None
            say(f"{path.name}: in Outlook's drafts")


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
    from laa_xl.flow.chasing import lettered_period
    from laa_xl.flow.lettering import letters as run

    with plain_errors(), shown_progress(quiet=False) as progress:
        programme = opened(folder)
        asked = lettered_period(programme.load(), period, now())
        made = run(programme, LetterKind(kind), asked, now(), progress)
    if made.folder is None:
        say(made.none_said)
    else:
        say(f"{made.period.spelled}: {len(made.letters)} in {made.folder}, with letters.xlsx and letters.csv")
        if made.before:
            say(made.before)
    for one in made.letters:
        say(f"{one.mail.name}.eml")
        show_recipients(one.mail)
    for look in made.looks:
        say(f"Please look: {look}", err=True)


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
        say(f"{programme.folder('inbox') / one.file}: from {one.sender or 'an unknown sender'}{when}")
    for one in found.known:
        say(f"{one.file}: known already, from {one.sender or 'an unknown sender'}")
    say(summary(found))
    for told in found.told:
        say(told, err=True)
    for look in found.looks:
        say(f"Please look: {look}", err=True)
    sys.exit(1 if found.told else 0)
