"""Sends drafts where an officer asks for it: to contacts of the agreement alone, each once, with an entry in the register."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from laa_xl.domain.mails import known_addresses
from laa_xl.domain.register import Register
from laa_xl.domain.sent import Delivery, SentMail
from laa_xl.domain.sentences import as_sentence, listed, spoken_day
from laa_xl.files.draft_reader import NoDraft, OpenedDraft, open_draft
from laa_xl.files.mail_html import words_of
from laa_xl.files.smtp import Server, deliver
from laa_xl.files.store import StoreError, read_file, sha256_of
from laa_xl.flow.accepting import read_accepted
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.leaving import look_through, with_attached
from laa_xl.flow.programme import Programme, State
from laa_xl.flow.recording import REGISTER
from laa_xl.flow.working_out import assess_all
from laa_xl.stages.issuing import issue_name
from laa_xl.stages.packing import few_of_all

ACTION = "mail send"
_PICTURE = re.compile(r"\bdata:[^\s,<>]*,", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A draft that may go: where it lies, what it says, and when it may have gone before (None: never)."""

    path: Path
    draft: OpenedDraft
    before: SentMail | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of a draft; ``entry`` is None where it was not tried."""

    path: Path
    entry: SentMail | None
    told: str


def programme_of(path: Path) -> Programme:
    """The programme folder that a draft lies in; ProgrammeError where it lies in none."""
    for folder in path.resolve().parents:
        if (folder / REGISTER).is_file():
            return Programme(folder)
    raise ProgrammeError(
        f"{path} does not lie in a programme folder, so there is no register to enter it in: --programme DIR"
    )


def drafts_in(paths: Sequence[Path]) -> list[Path]:
    """The drafts that were named, and those of the folders that were named; ProgrammeError where there are none."""
    found: list[Path] = []
    for path in paths:
        mine = sorted(one for one in path.glob("*.eml") if one.is_file()) if path.is_dir() else [path]
        if not mine:
            raise ProgrammeError(f"There is no draft (.eml) in {path}.")
        found += mine
    return list(dict.fromkeys(found))


def ready(programme: Programme, paths: Sequence[Path]) -> list[Outgoing]:
    """The drafts, each opened and looked through; ProgrammeError, and none is sent, where one of them must not go."""
    state = programme.load()
    found = []
    for path in paths:
        try:
            draft = open_draft(read_file(path))
        except NoDraft as error:
            raise ProgrammeError(f"{path} cannot be sent: {error}. Nothing was sent.") from None
        _require_contacts(state, path, draft)
        _require_harmless(programme, state, path, draft)
        _require_standing(state.register, path, draft)
        found.append(Outgoing(path, draft, _before(state.register, draft, path.name)))
    return found


def send(
    programme: Programme,
    drafts: Sequence[Outgoing],
    server: Server,
    sender: str,
    now: datetime,
    by: str,
    *,
    again: bool = False,
) -> list[Posted]:
    """Send each draft once. What may have gone before is not sent unless ``again``.

    After a failure that the next mail would meet as well, and after one whose end is not known, the others are not tried.
    """
    posted: list[Posted] = []
    stopped = ""
    for one in drafts:
        if stopped:
            posted.append(Posted(one.path, None, f"It was not tried, because {stopped}"))
            continue
        entry = SentMail(
            at=now,
            draft=one.path.name,
            content=one.draft.content,
            to=one.draft.recipients,
            message_id=one.draft.message_id(sender),
            server=server.name,
            by=by,
        )
        data = one.draft.outgoing(sender, now)
        try:
            number = _begun(programme, one.draft, entry, now, again=again)
        except (ProgrammeError, StoreError) as error:
            if not posted:
                raise
            posted.append(Posted(one.path, None, f"It was not tried: {error}"))  # what became of the others is told
            stopped = "the one before it could not be entered in the register."
            continue
        if number is None:
            posted.append(Posted(one.path, None, _known(programme, one.draft, entry.draft)))
            continue
        result = deliver(server, sender, one.draft.recipients, data)
        entry = entry.model_copy(update={"outcome": result.outcome, "why": result.why})
        _ended(programme, number, entry, now)
        posted.append(Posted(one.path, entry, _told(entry)))
        if result.outcome is Delivery.UNKNOWN:
            stopped = "it is not known what became of the one before it."
        elif result.lasting:
            stopped = "the one before it could not be sent."
    return posted


def _begun(programme: Programme, draft: OpenedDraft, entry: SentMail, now: datetime, *, again: bool) -> int | None:
    """Enter that a mail is being sent, before its first word leaves: the place of the entry; None where it may have gone before."""
    with programme.locked(ACTION, now):
        register = programme.load_register()
        if _before(register, draft, entry.draft) is not None and not again:
            return None
        programme.save_register(register.model_copy(update={"mails": (*register.mails, entry)}))
        return len(register.mails)


def _ended(programme: Programme, number: int, entry: SentMail, now: datetime) -> None:
    try:
        with programme.locked(ACTION, now):
            register = programme.load_register()
            mails = tuple(entry if place == number else one for place, one in enumerate(register.mails))
            programme.save_register(register.model_copy(update={"mails": mails}))
    except (ProgrammeError, StoreError) as error:
        raise ProgrammeError(
            f"{entry.draft}: {_told(entry)} But that could not be entered in the register, which says that it is not known: {error}"
        ) from None


def _before(register: Register, draft: OpenedDraft, name: str) -> SentMail | None:
    """The last time that this very mail may have gone; or that of an earlier draft of it, where nobody knows whether that went."""
    gone = [one for one in register.mails if one.outcome.may_have_gone]
    mine = [one for one in gone if one.content == draft.content]
    if mine:
        return mine[-1]
    to = {one.casefold() for one in draft.recipients}
    alike = [one for one in gone if one.draft == name and {address.casefold() for address in one.to} == to]
    return alike[-1] if alike and alike[-1].outcome is Delivery.UNKNOWN else None


def _known(programme: Programme, draft: OpenedDraft, name: str) -> str:
    before = _before(programme.load_register(), draft, name)
    assert before is not None
    return f"Not sent this time. {before_in_words(before, draft)} To send it all the same: --again"


def before_in_words(before: SentMail, draft: OpenedDraft) -> str:
    """That a mail, or an earlier draft of it, may have gone before, in a sentence."""
    when = f"{spoken_day(before.at)}, {before.at:%H:%M}"
    if before.outcome is Delivery.SENT:
        return f"It was sent on {when}."
    what = "It" if before.content == draft.content else "An earlier draft of it"
    return f"{what} may have been sent on {when}: nobody knows. Ask one of those it goes to whether it came."


def _told(entry: SentMail) -> str:
    to = listed(entry.to)
    if entry.outcome is Delivery.SENT:
        return f"Sent to {to}."
    if entry.outcome is Delivery.REFUSED:
        return f"Refused, and sent to nobody. The server said: {entry.why}"
    if entry.outcome is Delivery.NOT_SENT:
        return f"Not sent. {entry.why}"
    return (
        f"It is not known whether it was sent to {to}: it had been handed over when the answer failed to come. {entry.why} Ask one of "
        "them whether it came before you send it again (--again)."
    )


def _require_contacts(state: State, path: Path, draft: OpenedDraft) -> None:
    known = known_addresses(state.agreement)
    strangers = [one for one in draft.recipients if one.casefold() not in known]
    if strangers:
        raise ProgrammeError(
            f"{path} is addressed to {listed(strangers)}, and the agreement has no such contact. Nothing was sent. Enter the contact "
            "on the sheet Agreement contacts, or send the draft from your mail program."
        )


def _require_standing(register: Register, path: Path, draft: OpenedDraft) -> None:
    """No file of an issue goes that was withdrawn since the draft was made."""
    withdrawn = {file.sha256: one for one in register.reports if one.withdrawn for file in one.every_file}
    for attached in draft.attachments:
        issue = withdrawn.get(sha256_of(attached.data))
        if issue is not None and issue.withdrawn is not None:
            raise ProgrammeError(
                f"{path} has {attached.name} attached, a file of {issue_name(issue.number, issue.at.date())}, which was withdrawn on "
                f"{spoken_day(issue.withdrawn.at)}: {as_sentence(issue.withdrawn.reason)} Nothing was sent. Make the pack and its "
                "mail again."
            )


def _require_harmless(programme: Programme, state: State, path: Path, draft: OpenedDraft) -> None:
    """What goes to Government holds nothing that a pack must not hold, also where somebody worked in the draft.

    Mail programs write layouts of their own, so of a layout the words count, as it is written and as it is read. A draft may
    be about any quarter, so the small counts of all of them are looked for.
    """
    office = {
        contact.email.strip().casefold()
        for contact in state.agreement.contacts
        if contact.email and contact.role == "Government Office"
    }
    if not any(one.casefold() in office for one in draft.recipients):
        return
    told = {
        "the subject.txt": draft.subject.encode(),
        "the names of those it goes to.txt": "\n".join(draft.names).encode(),
        "the mail.txt": draft.text.encode(),
        "its layout.txt": draft.html.encode(),
        "its layout as it is read.txt": words_of(draft.html).encode(),
    }
    if _PICTURE.search(draft.html):
        told["a picture within its layout"] = b""  # nobody looks through it, as through one that is attached
    few = few_of_all(state.agreement, assess_all(state, read_accepted(programme, state)))
    leaks = look_through(state, with_attached(told, draft.attachments), few)
    if leaks:
        lines = "\n".join(f"- {leak.sentence}" for leak in leaks)
        raise ProgrammeError(f"{path} tells what must not leave the county. Nothing was sent.\n{lines}")
