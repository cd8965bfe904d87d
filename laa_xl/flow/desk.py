"""What happens when an officer presses something: one function an action, one message back; every front end calls it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from laa_xl.declare.actions import action
from laa_xl.domain.sentences import listed, many, spoken_day
from laa_xl.files.store import StoreError
from laa_xl.flow.answers import Answer, Asked, Place
from laa_xl.flow.chasing import chase
from laa_xl.flow.checking import SHOWN, check_inbox
from laa_xl.flow.deciding import Why, let_in, withdraw
from laa_xl.flow.desk_mails import collected, lettered, mailed
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.explaining import explain_row
from laa_xl.flow.issuing import issue_report
from laa_xl.flow.packing import pack
from laa_xl.flow.pipeline import Outcome, Progress, consolidate, inbox_files, make_templates, show_report
from laa_xl.flow.programme import Programme
from laa_xl.flow.quarters import required_period
from laa_xl.flow.rebuilding import rebuild
from laa_xl.flow.register_rows import period_of, register_row
from laa_xl.flow.rolling import before_templates
from laa_xl.flow.sourcing import source_of_row
from laa_xl.flow.telling import exit_code, message, refusal, tallied, troubles, within
from laa_xl.stages.chasing import EXPECTED

__all__ = ["ACTS", "answer", "refusal"]


def answer(programme: Programme, asked: Asked, progress: Progress = lambda _: None) -> Answer:
    """Do what was asked, and say how it ended. ProgrammeError (nothing changed) where it cannot be done."""
    act = ACTS.get(asked.action)
    if act is None:
        raise ProgrammeError(
            f'There is no action "{asked.action}". Install the newest buttons, or ask for one of theirs.'
        )
    if asked.officer and not programme.officer:
        programme = replace(
            programme, officer=asked.officer
        )  # as a second officer is told it, and as the log names her
    try:
        programme.require()
        return act(programme, asked, progress)
    except StoreError as error:
        raise ProgrammeError(str(error)) from None
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise ProgrammeError(f"{error.filename or 'A file'} cannot be used: {why}.") from None


def _consolidate(programme: Programme, asked: Asked, progress: Progress) -> Answer:
    files = inbox_files(programme)
    outcome = consolidate(programme, files, asked.period, asked.now, progress, named=False)
    return _taken(programme, asked, outcome, "There is no file in the inbox; nothing was taken in.")


def _choose(programme: Programme, asked: Asked, progress: Progress) -> Answer:
    if not asked.files:
        raise ProgrammeError("No file was chosen.")
    outcome = consolidate(programme, asked.files, asked.period, asked.now, progress, named=True)
    return _taken(programme, asked, outcome, "")


def _rebuild(programme: Programme, asked: Asked, progress: Progress) -> Answer:
    outcome = rebuild(programme, asked.now, progress)
    counted = many(len(outcome.register.current()), "accepted return")
    return _taken(programme, asked, outcome, f"{counted} read again; nothing was taken in.")


def _taken(programme: Programme, asked: Asked, outcome: Outcome, otherwise: str) -> Answer:
    """What came of files, where the newest quarter stands, and what somebody should look at."""
    code = exit_code(outcome.files)
    text = message(
        tallied(outcome.files) or otherwise,
        _stands(outcome),
        _master(outcome),
        _report(programme, outcome),
        *outcome.taken,
        details=[*outcome.mended, *troubles(outcome.files), *(f"Please look: {look}" for look in outcome.looks)],
    )
    written = (outcome.report, outcome.report.with_suffix(".docx")) if outcome.report else ()
    problem = bool(code or outcome.looks)
    return Answer(_title(asked), text, problem, code, changed=outcome.changed, written=written)


def _stands(outcome: Outcome) -> str:
    found = next((one for one in outcome.assessments if one.period == outcome.period), None)
    return f"{found.period.spelled}: {found.counts.line}." if found else ""


def _master(outcome: Outcome) -> str:
    return "The master was written anew." if outcome.changed else "The master stood just so already."


def _report(programme: Programme, outcome: Outcome) -> str:
    return f"Draft report: {within(programme.root, outcome.report)} and .docx." if outcome.report else ""


def _check(programme: Programme, asked: Asked, progress: Progress) -> Answer:
    checked = check_inbox(programme, asked.now, progress)
    looks = [f"Please look: {look}" for look in checked.looks]
    if not checked.files:
        text = message("There is no file in the inbox. Nothing was changed.", details=looks)
        return Answer(_title(asked), text, bool(looks))
    code = exit_code(checked.files)
    asks = any(item.count("confirm") for item, became in checked.files if became == "accepted")
    where = within(programme.root, checked.written[0])
    copies = len(checked.written) - 1
    text = message(
        tallied(checked.files, SHOWN),
        f"Every finding: {where}"
        + (f", with {many(copies, 'marked copy', 'marked copies')} beside it." if copies else "."),
        "Nothing was taken in or changed.",
        details=[*troubles(checked.files), *looks],
    )
    return Answer(_title(asked), text, bool(code or looks) or asks, code, written=checked.written)


def _templates(programme: Programme, asked: Asked, progress: Progress) -> Answer:
    state = programme.load()
    period = required_period(state, "templates", asked.period)
    themes = [theme.code for theme in state.agreement.themes]
    progress("Writing the templates")
    written = make_templates(programme, period, themes, asked.now)
    due = sorted({line.deadline for line in programme.load_register().issued if line.period == str(period)})
    missing = before_templates(state.agreement, period)
    days = " or ".join(dict.fromkeys(spoken_day(day) for day in due[-2:]))
    text = message(
        f"{many(len(written), 'template')} for {period.spelled}: {within(programme.root, written[0].parent)}.",
        f"The returns are due on {days}." if days else "",
        "Send one to each theme. From now on the register expects its return.",
        details=[f"Please look: {said}" for said in missing],
    )
    return Answer(_title(asked), text, problem=bool(missing), written=tuple(written))


def _chase(programme: Programme, asked: Asked, progress: Progress) -> Answer:
    found = chase(programme, asked.period, asked.now)
    others = [f"{many(number, 'return')} of {period}" for period, number in found.others.items()]
    also = f"Also to be chased: {', '.join(others)}." if others else ""
    if not found.rows:
        return Answer(
            _title(asked), message(f"Nobody owes a return for {found.period.spelled}.", also), problem=bool(others)
        )
    lines = []
    for row in found.rows:
        days = f", {many(row['days_late'], 'day')} late" if row["days_late"] else ""
        fix = f", {row['must_fix']} to fix" if row["must_fix"] else ""
        lines.append(f"{row['name']}: {row['state']}{days}{fix}. Ask: {row['post'] or 'no contact is known'}.")
    text = message(
        f"{found.period.spelled}: {many(len(found.rows), 'return')} to chase or to expect.",
        f"The list: {within(programme.root, found.written[0])} and .csv.",
        details=lines,
        after=(also,),
    )
    late = bool(others) or any(row["state"] != EXPECTED for row in found.rows)
    return Answer(_title(asked), text, problem=late, written=found.written)


def _let_in(programme: Programme, asked: Asked, progress: Progress) -> Answer:
    found = register_row(programme, asked)
    decided = let_in(programme, found.text("sha256"), Why(asked.officer, asked.reason, asked.now), progress)
    return _taken(programme, asked, decided.outcome, "")


def _withdraw(programme: Programme, asked: Asked, progress: Progress) -> Answer:
    found = register_row(programme, asked)
    why = Why(asked.officer, asked.reason, asked.now)
    decided = withdraw(programme, found.text("theme"), period_of(found), why, progress, file=found.text("sha256"))
    gone = decided.receipt
    text = message(
        f"Withdrawn: {gone.file}. {gone.theme} owes a return for {gone.period} again.",
        f"The file stays kept: {gone.kept}. A version accepted before it does not count again by itself.",
        _stands(decided.outcome),
        _master(decided.outcome),
        details=[f"Please look: {look}" for look in decided.outcome.looks],
    )
    return Answer(_title(asked), text, problem=bool(decided.outcome.looks), changed=decided.outcome.changed)


def _highlight(programme: Programme, asked: Asked, progress: Progress) -> Answer:
    period = required_period(programme.load(), "report", asked.period)
    outcome = show_report(programme, period, asked.now, progress)
    assert outcome.report is not None
    text = message(
        f"The draft report for {period.spelled} stands on the tab Highlight report.",
        _stands(outcome),
        f"Files: {within(programme.root, outcome.report)} and .docx.",
        *outcome.taken,
        details=[f"Please look: {look}" for look in outcome.looks],
    )
    written = (outcome.report, outcome.report.with_suffix(".docx"))
    return Answer(_title(asked), text, problem=bool(outcome.looks), changed=outcome.changed, written=written)


def _freeze(programme: Programme, asked: Asked, progress: Progress) -> Answer:
    period = required_period(programme.load(), "freeze", asked.period)
    issue = issue_report(programme, period, asked.now, progress)
    name, day = f"issue {issue.report.number}", spoken_day(issue.report.at.date())
    if issue.made:
        done = f"The report for {period.spelled} is issued as it stands: {name}, {day}."
    else:
        done = f"The report for {period.spelled} says just what {name} of {day} says, so no new one was made."
    kept = " and ".join(within(programme.root, path) for path in issue.files[:1])
    text = message(
        done,
        f"Kept, read-only: {kept} and .docx.",
        "Later drafts do not touch it.",
        f"{many(len(issue.differences), 'point')} differ from {issue.since}: they are listed at its end."
        if issue.since
        else "",
        f"Nobody has approved it as {listed(issue.unapproved)}." if issue.unapproved and issue.made else "",
        *issue.outcome.taken,
        details=[f"Please look: {one}" for one in (*issue.wrong, *issue.leaks, *issue.outcome.went_back)],
    )
    stops = bool(issue.wrong or issue.leaks)
    problem = stops or bool(issue.outcome.went_back)
    return Answer(_title(asked), text, problem, int(stops), changed=issue.outcome.changed, written=issue.files)


def _pack(programme: Programme, asked: Asked, progress: Progress) -> Answer:
    period = required_period(programme.load(), "pack", asked.period)
    made = pack(programme, period, asked.now, progress=progress)
    text = message(
        f"The pack for {period.spelled}: {many(len(made.files), 'file')} in {within(programme.root, made.folder)}.",
        f"It holds the report ({made.report}) and {many(made.indicators, 'indicator')} reported to Government.",
        "Every file was looked through: nothing in it is kept for the county alone.",
        "Before it goes:" if made.ready else "Nothing is missing or left to be confirmed.",
        details=[*made.ready, *(f"Please look: {look}" for look in made.looks)],
    )
    return Answer(_title(asked), text, problem=bool(made.ready or made.looks), written=made.files)


def _explain(programme: Programme, asked: Asked, progress: Progress) -> Answer:
    said = explain_row(programme, asked.sheet, asked.row, asked.now)
    return Answer(_title(asked), message(*said))


def _source(programme: Programme, asked: Asked, progress: Progress) -> Answer:
    found = source_of_row(programme, asked.sheet, asked.row)
    place = Place(found.sheet, found.cell or "A1", found.path)
    text = message(found.sentence, f"Kept as {within(programme.root, found.path)}: look at it, and do not save it.")
    return Answer(_title(asked), text, show=place)


def _title(asked: Asked) -> str:
    return action(asked.action).label


Act = Callable[[Programme, Asked, Progress], Answer]
ACTS: Mapping[str, Act] = MappingProxyType(
    {
        "consolidate": _consolidate,
        "check": _check,
        "choose": _choose,
        "collect": collected,
        "templates": _templates,
        "chase": _chase,
        "letters": lettered,
        "let-in": _let_in,
        "withdraw": _withdraw,
        "report": _highlight,
        "freeze": _freeze,
        "pack": _pack,
        "mail": mailed,
        "explain": _explain,
        "source": _source,
        "rebuild": _rebuild,
    }
)
