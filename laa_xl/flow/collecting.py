"""From mails to the inbox: the workbooks that are attached, each with who sent it and when in the register."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePath

from laa_xl.domain.collected import Collected
from laa_xl.domain.mails import known_addresses
from laa_xl.domain.register import Register
from laa_xl.files.mail_reader import Workbook, passed_over_in_words, read_mail
from laa_xl.files.mailboxes import mails_in
from laa_xl.files.store import read_file, sha256_of, write_whole
from laa_xl.flow.pipeline import Progress, inbox_files
from laa_xl.flow.programme import Programme, State


@dataclass(slots=True)
class Collection:
    """What came of mails: files now in the inbox, what is known already, and what somebody has to see to."""

    mails: int = 0
    taken: list[Collected] = field(default_factory=list)
    known: list[Collected] = field(default_factory=list)  # the very file is in the inbox, or came in before
    told: list[str] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)
    passed_over: int = 0


def collect(
    programme: Programme, sources: Sequence[Path], now: datetime, progress: Progress = lambda _: None
) -> Collection:
    """Take the workbooks out of mails into the inbox. Nothing is accepted by that; the mails stay as they are.

    A file that is there already, or came in before, is not taken twice; a name that is taken gets a number. StoreError
    where a source cannot be read: nothing is taken then.
    """
    with programme.locked("collect", now):
        state = programme.load()
        desk = _Desk(programme, state, now)
        for source in sources:
            for mail in mails_in(source):
                progress(f"Opening {mail.place}")
                desk.found.mails += 1
                if mail.data is None:
                    desk.found.told.append(f"{mail.place}: {mail.why}")
                    continue
                read = read_mail(mail.data, desk.own)
                desk.found.told += [f"{mail.place}: {told}" for told in read.told]
                desk.found.passed_over += read.passed_over
                for workbook in read.workbooks:
                    desk.take(workbook)
        programme.save_register(desk.register)
    return desk.found


class _Desk:
    """The inbox and the register while mails are opened."""

    def __init__(self, programme: Programme, state: State, now: datetime) -> None:
        self.inbox, self.now = programme.folder("inbox"), now
        self.register: Register = state.register
        self.own = {
            contact.email.strip().casefold()
            for contact in state.agreement.contacts
            if contact.email and contact.role == "County team"
        }
        self.contacts = known_addresses(state.agreement)
        self.found = Collection()
        here = inbox_files(programme)
        self.names = {path.name.casefold() for path in self.inbox.glob("*")}
        self.hashes = {sha256_of(read_file(path)): path.name for path in here}
        self.before = {(one.message_id, one.sha256, one.sender) for one in self.register.collected}

    def take(self, workbook: Workbook) -> None:
        """One attachment: into the inbox unless it is there, or came in before; into the register unless it is known of this mail."""
        origin, sha256 = workbook.origin, sha256_of(workbook.data)
        receipt = self.register.knows(sha256)
        standing = self.hashes.get(sha256) or (receipt.file if receipt else "")
        again = (origin.message_id, sha256, origin.sender) in self.before
        name = standing or (workbook.name if again else self._free(workbook.name))
        arrived = origin.arrived if origin.arrived and origin.arrived <= self.now.replace(tzinfo=None) else None
        entry = Collected(
            file=name, sha256=sha256, at=self.now, sender=origin.sender, arrived=arrived, message_id=origin.message_id
        )
        if standing or again:
            self.found.known.append(entry)
            if not standing:
                self.found.looks.append(
                    f"{name} was taken out of this mail before, and is in the inbox no more. Save it there yourself if it should count."
                )
        else:
            path = self.inbox / name
            write_whole(path, workbook.data)
            if arrived:
                with contextlib.suppress(OSError, OverflowError):  # only the order in which the inbox is taken in
                    os.utime(path, (arrived.timestamp(), arrived.timestamp()))
            self.names.add(name.casefold())
            self.hashes[sha256] = name
            self.found.taken.append(entry)
            if origin.sender not in self.contacts:
                who = origin.sender or "a sender whom the mail does not name plainly"
                self.found.looks.append(
                    f"{name} came from {who}, who is no contact of the agreement: it will wait for your yes."
                )
        if not again:
            self.before.add((origin.message_id, sha256, origin.sender))
            self.register = self.register.model_copy(update={"collected": (*self.register.collected, entry)})

    def _free(self, name: str) -> str:
        stem, suffix, number = PurePath(name).stem, PurePath(name).suffix, 1
        while name.casefold() in self.names:
            number += 1
            name = f"{stem}-{number}{suffix}"
        return name


def summary(found: Collection) -> str:
    """What was done, in a line."""
    counted = f"{found.mails} opened, {len(found.taken)} taken into the inbox, {len(found.known)} known already."
    return " ".join(part for part in (f"Mails: {counted}", passed_over_in_words(found.passed_over)) if part)
