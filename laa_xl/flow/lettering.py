"""Letters to partners: templates out, reminders, what is overdue, findings back, thanks; drafts and one table, nothing is sent."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path, PurePath
from typing import Any

from laa_xl.declare.letter_lists import LETTERS, LETTERS_SHEET
from laa_xl.domain.letters import LetterKind
from laa_xl.domain.mails import Attachment, Mailbox, known_addresses, safe_name
from laa_xl.domain.periods import Period
from laa_xl.domain.register import Receipt, Register
from laa_xl.domain.register import State as Standing
from laa_xl.domain.sentences import listed
from laa_xl.domain.words import Severity
from laa_xl.files.annotated import annotated
from laa_xl.files.csv_writer import csv_bytes
from laa_xl.files.list_writer import list_bytes
from laa_xl.files.mail_writer import mail_bytes
from laa_xl.files.package import Refused
from laa_xl.files.store import StoreError, put_folder, read_file, sha256_of
from laa_xl.flow.accepting import Accepted, read_accepted, returns_of
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.mailing import next_folder, too_large
from laa_xl.flow.pipeline import Progress, require_within
from laa_xl.flow.programme import Programme, State
from laa_xl.flow.receiving import Validated, return_name, validate_bytes
from laa_xl.stages.chasing import owed
from laa_xl.stages.lettering import About, Letter, Occasion, chased, findings_about, letter, thanks_about

_AGAIN = (LetterKind.REMINDER, LetterKind.OVERDUE)  # who still owes is written to again
_ABOUT_RETURNS = (LetterKind.FINDINGS, LetterKind.THANKS)  # the others need none to be opened
PARTNERS = tuple(kind for kind in LetterKind if kind is not LetterKind.PACK)


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of one kind: the folder with the drafts and the table (None: there is none to write).

    ``before`` says which were drafted on an earlier day, word for word, and are left out.
    """

    period: Period
    folder: Path | None
    letters: tuple[Letter, ...]
    looks: tuple[str, ...] = ()
    before: str = ""

    @property
    def none_said(self) -> str:
        """Why there is no folder."""
        return self.before or f"Nobody is to be written to for {self.period.spelled}."


@dataclass(frozen=True, slots=True)
class _Desk:
    """All that a letter may be made of."""

    programme: Programme
    state: State
    accepted: Accepted
    occasion: Occasion
    progress: Progress

    @property
    def period(self) -> Period:
        return self.occasion.period

    def due(self, theme: str) -> date | None:
        """The day a return is due, the one that officers agreed before the one printed on the template."""
        agreed = self.state.inputs.deadlines.get((theme, self.period))
        return agreed or self.state.register.deadline(theme, self.period)


def letters(
    programme: Programme, kind: LetterKind, period: Period, now: datetime, progress: Progress = lambda _: None
) -> Letters:
    """Draft the letters of a kind about a quarter, into reports/<period>/letters; ProgrammeError where none can be.

    What lies there already is never written over: a second run with other letters makes a folder of its own. A letter that lies in
    the folder of an earlier day as it would be written now is not written again; reminders are.
    """
    with programme.locked("letters", now):
        state = programme.load()
        require_within(state.agreement, period)
        programme.journal(state)
        if not any(issued.period == str(period) for issued in state.register.issued):
            raise ProgrammeError(
                f"No templates have gone out for {period}, so there is nobody to write to. Make them first "
                f'("Make templates" in the master, or laa-xl templates {programme.root} --period {period}).'
            )
        occasion = Occasion(state.agreement, kind, period, now.date())
        accepted = read_accepted(programme, state) if kind in _ABOUT_RETURNS else {}
        desk = _Desk(programme, state, accepted, occasion, progress)
        above = programme.folder("reports", str(period)) / "letters"
        every = tuple(letter(occasion, about) for about in _ABOUT[kind](desk))
        made, before, looks = [], dict[str, list[str]](), tuple(_looks(every))
        content: dict[str, bytes] = {}
        for one in every:
            name, data = f"{one.mail.name}.eml", mail_bytes(one.mail)
            if kind not in _AGAIN and (lies_in := _earlier(above, kind, now.date(), name, data)):
                before.setdefault(lies_in, []).append(one.theme.code)
                continue
            made.append(one)
            content[name] = data
        left_out = _left_out(before)
        if not made:
            return Letters(period, None, (), looks, left_out)
        rows = [_row(kind, one) for one in made]
        about = f"{state.agreement.settings.title} · {period.spelled} · {kind.value} · as on {now:%d/%m/%Y}"
        content["letters.csv"] = csv_bytes(LETTERS, rows)
        content["letters.xlsx"] = list_bytes(LETTERS_SHEET, rows, about, datetime.combine(now.date(), time()))
        folder = next_folder(above / f"{kind.value}-{now.date()}", content)
        put_folder(folder, content)
    return Letters(period, folder, tuple(made), looks, left_out)


def _earlier(above: Path, kind: LetterKind, today: date, name: str, data: bytes) -> str:
    """The folder of an earlier day in which the very same draft lies; "" for none."""
    own = f"{kind.value}-{today}"
    for path in sorted(above.glob(f"{kind.value}-*/{name}"), reverse=True):
        with contextlib.suppress(OSError, StoreError):  # what cannot be compared is no reason to draft nothing
            if not path.parent.name.startswith(own) and path.stat().st_size == len(data) and read_file(path) == data:
                return path.parent.name
    return ""


def _left_out(before: Mapping[str, Sequence[str]]) -> str:
    said = [f"{listed(themes)} in {folder}" for folder, themes in before.items()]
    if not said:
        return ""
    return f"The same letter was drafted before, so it is not drafted again: {listed(said)}. Delete it there to have it anew."


def due_kinds(programme: Programme, register: Register, period: Period) -> tuple[LetterKind, ...]:
    """The letters that a quarter asks for now: the templates, and once those were drafted or a return came in, all others."""
    drafted = any((programme.folder("reports", str(period)) / "letters").glob(f"{LetterKind.TEMPLATES.value}-*"))
    came_in = any(receipt.period == str(period) for receipt in register.receipts)
    others = tuple(kind for kind in PARTNERS if kind is not LetterKind.TEMPLATES)
    return others if drafted or came_in else (LetterKind.TEMPLATES,)


def _looks(made: Iterable[Letter]) -> Iterator[str]:
    for one in made:
        if not one.mail.to:
            yield (
                f"{one.theme.name} has no contact with an e-mail address that can be used, so its draft is addressed to nobody. See "
                "the sheet Agreement contacts."
            )
        yield from too_large(one.mail)


def _row(kind: LetterKind, one: Letter) -> Mapping[str, Any]:
    return {
        "kind": kind.value,
        "theme": one.theme.code,
        "name": one.theme.name,
        "post": _names(one.mail.to),
        "email": _addresses(one.mail.to),
        "copy_post": _names(one.mail.cc),
        "copy_email": _addresses(one.mail.cc),
        "deadline": one.deadline,
        "days_late": one.days_late,
        "subject": one.mail.subject,
        "text": one.mail.text.strip(),
        "attachments": "; ".join(attached.name for attached in one.mail.attachments) or None,
        "file": f"{one.mail.name}.eml",
    }


def _names(boxes: tuple[Mailbox, ...]) -> str | None:
    return "; ".join(box.name for box in boxes) or None


def _addresses(boxes: tuple[Mailbox, ...]) -> str | None:
    return "; ".join(box.address for box in boxes) or None


def _templates(desk: _Desk) -> Iterator[About]:
    """Each theme whose template went out, with the workbook as it stands in templates/, and its parts."""
    code, period = desk.state.agreement.settings.code, desk.period
    folder = desk.programme.folder("templates", str(period))
    for theme in desk.state.agreement.themes:
        if desk.state.register.deadline(theme.code, period) is None:
            continue
        path = folder / return_name(code, theme.code, period)
        if not path.is_file():
            raise ProgrammeError(
                f"{path} is not there any more. Make it again: laa-xl templates {desk.programme.root} --period {period} --theme "
                f"{theme.code}"
            )
        files = [path, *sorted(folder.glob(f"{path.stem}-*{path.suffix}"))]
        attachments = tuple(Attachment(one.name, read_file(one)) for one in files)
        yield About(theme, desk.due(theme.code), attachments=attachments)


def _chased(desk: _Desk) -> Iterator[About]:
    state = desk.state
    rows = owed(state.agreement, state.register, desk.occasion.today, state.inputs.deadlines, desk.period)
    yield from chased(desk.occasion, rows)


def _findings(desk: _Desk) -> Iterator[About]:
    """The returns that were sent back, and those that count although something in them is still to be confirmed."""
    for theme in desk.state.agreement.themes:
        receipt = _last(desk, theme.code)
        if receipt is None or receipt.state not in (Standing.REJECTED, Standing.ACCEPTED) or receipt.withdrawn:
            continue
        desk.progress(f"Reading {receipt.file}")
        checked, data = _read(desk, receipt)
        asked = [one for one in checked.findings if one.severity is not Severity.INFO and not one.settled]
        if asked:
            copy = _marked(receipt, checked, data)
            yield findings_about(theme, desk.due(theme.code), receipt, checked.findings, copy)


def _last(desk: _Desk, theme: str) -> Receipt | None:
    """What came in last of a theme; what waits for an officer's yes is not the partner's to mend.

    Nor is what a stranger mailed and was not accepted, where a return of the theme counts.
    """
    mine = [one for one in desk.state.register.receipts if one.key == (theme, desk.period)]
    mine = [one for one in mine if one.state is not Standing.HELD]
    if (theme, desk.period) in desk.state.register.current():
        known = known_addresses(desk.state.agreement, theme)
        mine = [one for one in mine if one.state is Standing.ACCEPTED or not _strange(desk, one, known)]
    return mine[-1] if mine else None


def _strange(desk: _Desk, receipt: Receipt, known: Collection[str]) -> bool:
    """Whether a return came by mail, and from nobody who is known."""
    mails = desk.state.register.mailed(receipt.sha256)
    return bool(mails) and not any(one.sender in known for one in mails)


def _read(desk: _Desk, receipt: Receipt) -> tuple[Validated, bytes]:
    data = read_file(desk.programme.root / receipt.kept)
    if sha256_of(data) != receipt.sha256:
        raise ProgrammeError(f"{desk.programme.root / receipt.kept} was changed after it came in. See: laa-xl fsck")
    returns = {key: one for key, one in returns_of(desk.accepted).items() if key != receipt.key}
    return validate_bytes(receipt.file, data, desk.state, returns, came_in=receipt.came_in.date()), data


def _marked(receipt: Receipt, checked: Validated, data: bytes) -> Attachment | None:
    """The partner's workbook with the findings marked; None where it cannot be opened."""
    try:
        copy = annotated(data, checked.findings)
    except Refused:
        return None
    stem = PurePath(safe_name(receipt.file, "return")).stem
    return Attachment(f"{stem}-marked.xlsx", copy)


def _thanks(desk: _Desk) -> Iterator[About]:
    """The returns that count, each with what was taken from it."""
    current = desk.state.register.current()
    for theme in desk.state.agreement.themes:
        receipt = current.get((theme.code, desk.period))
        if receipt is not None:
            item = desk.accepted.get((theme.code, desk.period))
            returned = item.returned if item else None
            yield thanks_about(desk.state.agreement, theme, desk.due(theme.code), receipt, returned)


_ABOUT: Mapping[LetterKind, Callable[[_Desk], Iterator[About]]] = {
    LetterKind.TEMPLATES: _templates,
    LetterKind.REMINDER: _chased,
    LetterKind.OVERDUE: _chased,
    LetterKind.FINDINGS: _findings,
    LetterKind.THANKS: _thanks,
}
