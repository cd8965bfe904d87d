"""What happens when an officer presses something about mails: letters drafted, returned mails looked in, the pack's mail drafted."""

from __future__ import annotations

from laa_xl.declare.actions import action
from laa_xl.domain.letters import LetterKind
from laa_xl.domain.sentences import listed, many
from laa_xl.flow.answers import Answer, Asked
from laa_xl.flow.chasing import lettered_period
from laa_xl.flow.collecting import collect, summary
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.lettering import due_kinds, letters
from laa_xl.flow.mailing import mail_pack
from laa_xl.flow.pipeline import Progress
from laa_xl.flow.programme import Programme
from laa_xl.flow.quarters import required_period
from laa_xl.flow.telling import message, within

_SPOKEN = {
    LetterKind.TEMPLATES: "Templates to send out",
    LetterKind.REMINDER: "Reminders",
    LetterKind.OVERDUE: "Asking for what is overdue",
    LetterKind.FINDINGS: "What is to be fixed or confirmed",
    LetterKind.THANKS: "Thanks",
}


def collected(programme: Programme, asked: Asked, progress: Progress) -> Answer:
    """The workbooks of saved mails, into the inbox."""
    if not asked.files:
        raise ProgrammeError("No mail was chosen.")
    found = collect(programme, asked.files, asked.now, progress)
    taken = [f"{one.file}: from {one.sender or 'an unknown sender'}" for one in found.taken]
    text = message(
        summary(found),
        "Consolidate takes them in." if found.taken else "Nothing new lies in the inbox.",
        details=[*found.told, *(f"Please look: {look}" for look in found.looks), *taken],
    )
    return Answer(_title(asked), text, problem=bool(found.told or found.looks), code=int(bool(found.told)))


def lettered(programme: Programme, asked: Asked, progress: Progress) -> Answer:
    """The letters that a quarter asks for now, as drafts."""
    state = programme.load()
    period = lettered_period(state, asked.period, asked.now)
    kinds = due_kinds(programme, state.register, period)
    made = {kind: letters(programme, kind, period, asked.now, progress) for kind in kinds}
    lines = [
        f"{_SPOKEN[kind]}: {many(len(one.letters), 'draft')} in {within(programme.root, one.folder)}."
        for kind, one in made.items()
        if one.folder is not None
    ]
    before = [one.before for one in made.values() if one.before]
    looks = list(dict.fromkeys(look for one in made.values() for look in one.looks))
    details = [f"Please look: {look}" for look in looks]
    if not lines:
        told = before or [one.none_said for one in made.values()][:1]
        return Answer(_title(asked), message(*told, details=details), problem=bool(looks))
    text = message(
        f"Letters to partners for {period.spelled}. Nothing was sent: each opens as an unsent mail.",
        *lines,
        *before,
        "Beside them: letters.xlsx and letters.csv for a mail merge.",
        "Reminders and all else are drafted by the next press." if kinds == (LetterKind.TEMPLATES,) else "",
        details=details,
    )
    written = tuple(one.folder / "letters.xlsx" for one in made.values() if one.folder is not None)
    return Answer(_title(asked), text, problem=bool(looks), written=written)


def mailed(programme: Programme, asked: Asked, progress: Progress) -> Answer:
    """The mail with the pack, as a draft."""
    period = required_period(programme.load(), "mail", asked.period)
    progress("Drafting the mail")
    drafted = mail_pack(programme, period, asked.now)
    mail = drafted.mail
    text = message(
        f"The mail with the pack for {period.spelled}: {within(programme.root, drafted.path)}.",
        f"To: {listed(box.name for box in mail.to)}. With it: {many(len(mail.attachments), 'file')}.",
        "It was looked through like the pack. Nothing was sent: it opens as an unsent mail, to be read and sent by you.",
        details=[f"Please look: {look}" for look in drafted.looks],
    )
    return Answer(_title(asked), text, problem=bool(drafted.looks), written=(drafted.path,))


def _title(asked: Asked) -> str:
    return action(asked.action).label
