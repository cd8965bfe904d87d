"""The whole flow on one screen: agreement → templates → returns → checks → master → highlight report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path

from laa_xl.domain.agreement import Agreement
from laa_xl.domain.assessment import Assessment
from laa_xl.domain.master import MasterContent
from laa_xl.domain.periods import Period
from laa_xl.domain.register import Issued, Register
from laa_xl.domain.report import HighlightReport
from laa_xl.files.apart import cool_down, warm_up
from laa_xl.files.report_writer import report_bytes
from laa_xl.files.store import write_whole
from laa_xl.files.systems_own import is_systems_own
from laa_xl.files.undoing import mention
from laa_xl.files.word import report_docx
from laa_xl.flow.accepting import Accepted, looking_at_each, read_accepted, receive, returns_of
from laa_xl.flow.beforehand import begin_with
from laa_xl.flow.beside import Growing
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.homes import OpenMaster
from laa_xl.flow.keeping import recorded, standing_of
from laa_xl.flow.looking_at import Taking
from laa_xl.flow.overview import dashboard_of, left_in_folders, parts_among, to_look_at
from laa_xl.flow.programme import Programme, State
from laa_xl.flow.receiving import Validated, return_name, template_spec
from laa_xl.flow.records import records_of
from laa_xl.flow.remembering import Remembering
from laa_xl.flow.taking_in import EDITS, with_drafts
from laa_xl.flow.unhurried import few_collections
from laa_xl.flow.working_out import assess_all, computed_of, periods_of, report_of, worked_out
from laa_xl.stages.consolidating import Rows
from laa_xl.stages.issuing import not_as_issued

Progress = Callable[[str], None]

_FEW = 50  # files, after which the reading process stays for the next press of a button


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of ``consolidate`` did."""

    files: tuple[tuple[Validated, str], ...]  # each file and what became of it: accepted, held, rejected, unchanged
    assessments: tuple[Assessment, ...]  # those of the report and of the quarter before it whole, the others summed up
    register: Register
    master: Path
    report: Path | None
    period: Period | None
    changed: bool
    looks: tuple[str, ...] = ()  # what somebody should look at in the officers' tables
    mended: tuple[str, ...] = ()  # what rebuild mended first
    taken: tuple[str, ...] = ()  # what was taken in from the report sheet
    went_back: tuple[str, ...] = ()  # of ``looks``: that the officers' tables are those of an earlier run


def make_templates(
    programme: Programme, period: Period, themes: Sequence[str], now: datetime, *, split: bool = False
) -> list[Path]:
    """Write the template of each theme for a period, and enter in the register that its return is expected.

    ``split``: as well, a part for each contributor of a theme; what comes back of them is joined before it counts.
    """
    # What writes templates is brought where one is written: taking returns in starts sooner without it.
    from laa_xl.files.return_writer import return_bytes
    from laa_xl.flow.parting import split_template
    from laa_xl.stages.templating import content

    with programme.locked("templates", now):
        state = programme.load()
        require_within(state.agreement, period)
        programme.journal(state)
        accepted = read_accepted(programme, state)
        written, issued = [], list(state.register.issued)
        for theme in themes:
            spec = template_spec(state, theme, period, returns_of(accepted))
            name = return_name(state.agreement.settings.code, theme, period)
            path = programme.folder("templates", str(period)) / name
            write_whole(path, return_bytes(spec, content(spec), _stamp(spec.when.end)))
            written.append(path)
            if split:
                written += split_template(spec, path.parent)
            last = [item.digest for item in issued if (item.theme, item.period) == (theme, str(period))][-1:]
            if last != [spec.digest]:
                issued.append(
                    Issued(period=str(period), theme=theme, digest=spec.digest, deadline=spec.deadline, at=now)
                )
        programme.save_register(state.register.model_copy(update={"issued": tuple(issued)}))
    return written


def consolidate(
    programme: Programme,
    files: Sequence[Path],
    period: Period | None,
    now: datetime,
    progress: Progress = lambda _: None,
    *,
    named: bool = True,
    action: str = "consolidate",
) -> Outcome:
    """Check and accept files, then write master and report anew from everything that was accepted.

    ``named``: somebody asked for these very files. Otherwise they are what lies in the inbox, and one that came
    in before changes nothing: an old return left there never replaces its correction. What needs an officer's yes is held.
    ``action``: its name in the audit log.
    """
    with few_collections(), programme.locked(action, now, writes_master=True):
        if files:
            warm_up()  # it gets ready while the agreement is read
        state = programme.load()
        if files:
            # It reads while the accepted returns are gathered; one that came in before is mostly not opened again.
            begin_with(files[0], but_not={receipt.sha256 for receipt in state.register.receipts})
        if period is not None:
            require_within(state.agreement, period)
        remembering = Remembering(programme, state)
        accepted = read_accepted(programme, state, remembering)
        outcomes, register = [], state.register
        taking = Taking(programme, state, now, named, period)
        returns = returns_of(accepted)
        with looking_at_each(taking, files, accepted, returns, growing=Growing.WITHOUT_FAULT) as look:
            for path in files:
                progress(f"Checking {path.name}")
                checked = look(path)
                if not named and period is not None and checked.form is not None and checked.form.when != period:
                    # The inbox may hold returns of other quarters: they wait for theirs.
                    outcomes.append((replace(checked, findings=()), "waiting"))
                    continue
                register, checked, verdict = receive(taking, register, checked, path, accepted)
                if verdict == "accepted" and (returned := checked.returned) is not None:
                    key = (returned.theme, returned.period)
                    remembering.learn(register.receipts[-1], checked, returns)
                    accepted[key], returns[key] = checked, returned
                outcomes.append((checked, verdict))
        programme.save_register(register)
        remembering.keep()
        if state.agreement.shares_figures:
            # Returns are held against each other: in the order of the record, not in that in which they came.
            accepted = read_accepted(programme, replace(state, register=register))
        if len(files) > _FEW:
            cool_down()  # what it has taken for itself is not wanted while everything is written
        progress("Writing the master")
        outcome = publish(programme, replace(state, register=register), accepted, period, now)
    overlooked = () if named else left_in_folders(programme.folder("inbox"), register)
    looks = (*outcome.looks, *parts_among(item for item, _ in outcomes), *overlooked)
    return replace(outcome, files=tuple(outcomes), looks=looks)


def show_report(programme: Programme, period: Period, now: datetime, progress: Progress = lambda _: None) -> Outcome:
    """Show the report of a period in the master, and write its files; ProgrammeError where there is none."""
    with programme.locked("report", now, writes_master=True):
        state, accepted = reportable(programme, period)
        progress("Writing the report")
        return publish(programme, state, accepted, period, now)


def publish(programme: Programme, state: State, accepted: Accepted, period: Period | None, now: datetime) -> Outcome:
    """Write master and report anew, under the programme's lock; the report is of ``period``, else of the newest."""
    periods = periods_of(accepted)
    shown = period if period in periods else periods[-1] if periods else None
    standing = standing_of(programme, state.register)
    assessments, computed = worked_out(state, accepted, shown, now.date(), standing)
    report = report_of(state, assessments, accepted, shown)
    if report is not None and shown is not None:
        report = recorded(programme, state, report, shown)
    records = records_of(programme, state, accepted, computed, report, shown)
    looked = to_look_at(state, accepted, report, now.date())
    looks = (*records.looks, *looked, *not_as_issued(state.register.reports, standing))
    edits, entered = with_drafts(state.tables[EDITS], report, state.entered.get(EDITS, frozenset()))
    state = replace(state, tables={**state.tables, EDITS: edits}, entered={**state.entered, EDITS: entered})
    went_back = programme.journal(state, tells=True)
    content = _content(state, assessments, {**computed, **records.tables}, report, now.date(), looks)
    path = _write_report(programme, report, shown) if report and shown else None
    changed = programme.home.write(content)  # last: it may be open in Excel, which cannot be undone
    if changed and isinstance(programme.open_master, OpenMaster):
        mention(programme.master)
    done = Outcome((), tuple(assessments), state.register, programme.master, path, shown, changed, (*looks, *went_back))
    return replace(done, taken=state.told, went_back=went_back)


def require_within(agreement: Agreement, period: Period) -> None:
    """ProgrammeError where a period is outside the agreement's term."""
    years = agreement.settings.years
    if period.year not in years:
        raise ProgrammeError(
            f"{period} is outside the agreement, which runs from {years.start}-Q1 to {years.stop - 1}-Q4."
        )


def new_programme(programme: Programme, state: State, now: datetime) -> None:
    """Make a programme folder whose master holds the agreement."""
    programme.root.mkdir(parents=True, exist_ok=True)
    with programme.locked("new", now):
        programme.create()
        programme.journal(state)
        programme.home.write(_content(state, [], computed_of(state, [], {}, now.date(), {}), None, now.date(), ()))


def highlight(programme: Programme, period: Period) -> tuple[HighlightReport, bytes, bytes]:
    """The report of a period, as .xlsx and as .docx; ProgrammeError where nothing was accepted for it."""
    with programme.locked("report"):
        state, accepted = reportable(programme, period)
        programme.journal(state)
    report = report_of(state, assess_all(state, accepted), accepted, period)
    assert report is not None
    report = recorded(programme, state, report, period)
    return report, *report_files(report, period)


def reportable(programme: Programme, period: Period) -> tuple[State, Accepted]:
    """The programme's state and accepted returns; ProgrammeError where none is of that period."""
    state = programme.load()
    require_within(state.agreement, period)
    accepted = read_accepted(programme, state)
    if period not in {of for _, of in returns_of(accepted)}:
        raise ProgrammeError(
            f"{programme.root}: no return was accepted for {period}, so there is nothing to report on. Take one in first."
        )
    return state, accepted


def computed_tables(programme: Programme, now: datetime) -> dict[str, Rows]:
    """The computed tables of the master as the programme stands, without writing anything."""
    state = programme.load()
    accepted = read_accepted(programme, state)
    newest = max(periods_of(accepted), default=None)
    standing = standing_of(programme, state.register)
    assessments, computed = worked_out(state, accepted, newest, now.date(), standing)
    report = report_of(state, assessments, accepted, newest)
    return {**computed, **records_of(programme, state, accepted, computed, report, newest).tables}


def _content(
    state: State,
    assessments: Sequence[Assessment],
    computed: Mapping[str, Rows],
    report: HighlightReport | None,
    today: date,
    looks: tuple[str, ...],
) -> MasterContent:
    note = state.agreement.settings.illustrative_note or ""
    register = state.register
    front = dashboard_of(state.agreement, assessments, register, today, looks, state.inputs.deadlines)
    stamp = max((receipt.at for receipt in register.receipts), default=_stamp(_first_day(state.agreement)))
    tables = {**state.tables, **computed}
    return MasterContent(front, report, tables, note, stamp.replace(tzinfo=None, microsecond=0), state.entered)


def report_files(report: HighlightReport, period: Period) -> tuple[bytes, bytes]:
    """A report as .xlsx and as .docx; the same report gives the same bytes."""
    stamp = _stamp(period.end)
    return report_bytes(report, stamp), report_docx(report, stamp)


def _write_report(programme: Programme, report: HighlightReport, period: Period) -> Path:
    path = programme.folder("reports", str(period)) / f"highlight-report-{period}.xlsx"
    workbook, document = report_files(report, period)
    write_whole(path.with_suffix(".docx"), document)
    write_whole(path, workbook)
    return path


def _stamp(day: date) -> datetime:
    """A workbook is stamped with the day it is about, so that the same content gives the same bytes."""
    return datetime.combine(day, time())


def _first_day(agreement: Agreement) -> date:
    return Period(agreement.settings.start_year, 1).start


def inbox_files(programme: Programme) -> list[Path]:
    """What lies in the inbox, oldest first; what systems and programs put there for themselves are no returns."""
    found = programme.folder("inbox").glob("[!.]*")
    files = [path for path in found if path.is_file() and not is_systems_own(path)]
    return sorted(files, key=lambda path: (path.stat().st_mtime, path.name))
