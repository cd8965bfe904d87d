"""The mail with the pack: drafted from the pack as it was made, looked through once more, never sent from here."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from laa_xl.domain.assessment import Assessment, for_government
from laa_xl.domain.in_words import counts_sentence
from laa_xl.domain.leaks import Leak
from laa_xl.domain.letters import LetterKind
from laa_xl.domain.mails import Attachment, Mail
from laa_xl.domain.periods import Period
from laa_xl.files.mail_writer import html_of, mail_bytes
from laa_xl.files.store import StoreError, put_folder, read_file, sha256_of
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.leaving import look_through, with_attached
from laa_xl.flow.packing import COVER, MANIFEST
from laa_xl.flow.pipeline import reportable
from laa_xl.flow.programme import Programme, State
from laa_xl.flow.working_out import assess_all
from laa_xl.stages.lettering import Occasion, government_mail
from laa_xl.stages.packing import few_of

LARGE = 18 * 1024 * 1024  # as files; a third more as a mail, and many systems stop at 25 MB


class MailStopped(ProgrammeError):
    """The mail would have told what must not leave; nothing was written."""

    code = 1

    def __init__(self, leaks: Sequence[Leak]) -> None:
        self.leaks = tuple(leaks)
        told = "\n".join(f"- {leak.sentence}" for leak in leaks)
        super().__init__(f"There is no draft: it would have told what must not leave the county.\n{told}")


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft that was written, and what somebody should look at before it goes."""

    path: Path
    mail: Mail
    looks: tuple[str, ...] = ()


def mail_pack(programme: Programme, period: Period, now: datetime, pack: Path | None = None) -> Drafted:
    """Draft the mail with a quarter's pack to the Government Office's contacts.

    ``pack`` is the folder of the pack, else reports/<period>/pack. ProgrammeError where there is no pack, one of its files is
    not as it was made, or nobody is known to write to; MailStopped where the mail tells what must not leave.
    """
    with programme.locked("mail draft", now):
        state, accepted = reportable(programme, period)
        programme.journal(state)
        made = _manifest(programme, period, pack)
        files = _files(made)
        assessment = next(one for one in assess_all(state, accepted) if one.period == period)
        notes = [str(line) for line in made.told.get("to_note", ())]
        if notes and (because := made.told.get("sent_because")):
            notes.append(f"It is sent all the same: {because}")
        occasion = Occasion(state.agreement, LetterKind.PACK, period, now.date())
        mail = government_mail(occasion, assessment, notes, files)
        if not mail.to:
            raise ProgrammeError(
                'No contact has the role "Government Office" and an e-mail address that can be used. Enter one on the sheet Agreement '
                "contacts of the master. Nothing was written."
            )
        if leaks := look_through(state, content_of(mail), few_of(state.agreement, assessment)):
            raise MailStopped(leaks)
        draft = {f"{mail.name}.eml": mail_bytes(mail)}
        folder = next_folder(programme.folder("reports", str(period)) / "mail" / f"pack-{now.date()}", draft)
        put_folder(folder, draft)
    looks = _newer(state, period, made) or _other_figures(state, assessment, mail)
    return Drafted(folder / f"{mail.name}.eml", mail, (*looks, *too_large(mail)))


def content_of(mail: Mail) -> dict[str, bytes]:
    """All that a mail tells, as files to be looked through: its subject, words, layout and attachments."""
    told = {"the subject.txt": mail.subject, "the mail.txt": mail.text, "the mail.html": html_of(mail)}
    return with_attached({name: text.encode() for name, text in told.items()}, mail.attachments)


def next_folder(wanted: Path, content: Mapping[str, bytes]) -> Path:
    """The folder for drafts: the one wanted, or with a number after it where that holds anything but this content.

    Somebody may have worked in a draft, so what is there is never written over.
    """
    number, folder = 1, wanted
    while folder.exists() and not _holds(folder, content):
        number += 1
        folder = wanted.with_name(f"{wanted.name}-{number}")
    return folder


def _holds(folder: Path, content: Mapping[str, bytes]) -> bool:
    if not folder.is_dir() or {path.name for path in folder.iterdir()} != set(content):
        return False
    return all((folder / name).is_file() and read_file(folder / name) == data for name, data in content.items())


def too_large(mail: Mail) -> list[str]:
    """That a mail may be too large to be delivered."""
    size = sum(len(one.data) for one in mail.attachments)
    if size <= LARGE:
        return []
    return [f"{mail.name} carries {size / 1024 / 1024:.0f} MB of files: many mail systems refuse that."]


@dataclass(frozen=True, slots=True)
class _Made:
    """A pack that stands: its folder, and what its manifest says."""

    folder: Path
    told: Mapping[str, Any]


def _manifest(programme: Programme, period: Period, pack: Path | None) -> _Made:
    folder = pack or programme.folder("reports", str(period)) / "pack"
    if not (folder / MANIFEST).is_file():
        raise ProgrammeError(
            f'There is no pack in {folder}. Make it first ("Pack for Government" in the master, or laa-xl pack {programme.root} '
            f"--period {period})."
        )
    try:
        told = json.loads(read_file(folder / MANIFEST))
        of, agreement = str(told["period"]), str(told["agreement"])
        [(str(file["name"]), str(file["sha256"])) for file in told["files"]]
    except (KeyError, TypeError, ValueError):
        raise ProgrammeError(f"{folder / MANIFEST} cannot be read. Make the pack again.") from None
    if of != str(period) or agreement != programme.load().agreement.settings.code:
        raise ProgrammeError(f"{folder} is the pack of {agreement} for {of}, not for {period}.")
    return _Made(folder, told)


def _files(made: _Made) -> list[Attachment]:
    """The files of the pack, each as it was made, and its manifest."""
    found = []
    for file in made.told["files"]:
        path = made.folder / str(file["name"])
        if path.parent != made.folder:
            raise ProgrammeError(f"{made.folder / MANIFEST} names a file outside the pack. Make the pack again.")
        try:
            data = read_file(path)
        except StoreError as error:
            raise ProgrammeError(f"{error} It is part of the pack: make that again.") from None
        if sha256_of(data) != file["sha256"]:
            raise ProgrammeError(f"{path} was changed since the pack was made. Make the pack again.")
        found.append(Attachment(path.name, data))
    return [*found, Attachment(MANIFEST, read_file(made.folder / MANIFEST))]


def _other_figures(state: State, assessment: Assessment, mail: Mail) -> list[str]:
    """That the mail, which is written from the figures as they are now, says other things than the cover note of the pack."""
    said = counts_sentence(for_government(assessment, state.agreement.settings.rollup).counts)
    notes = [one.data.decode(errors="replace") for one in mail.attachments if one.name == COVER]
    if all(said in note for note in notes):
        return []
    return [
        "The figures have changed since the pack was made, so the mail says other things than the pack. Make the pack again."
    ]


def _newer(state: State, period: Period, made: _Made) -> list[str]:
    """That returns came in after the pack was made."""
    try:
        at = datetime.fromisoformat(str(made.told.get("made")))
    except ValueError:
        return []
    later = [one for one in state.register.receipts if one.period == str(period) and one.at.replace(tzinfo=None) > at]
    return ["Returns came in after the pack was made. Make it again if it should tell of them."] if later else []
