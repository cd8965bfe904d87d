"""The issues of a highlight report: what the last one said, and what an officer decides about them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from laa_xl.domain.imports import Withdrawal
from laa_xl.domain.periods import Period
from laa_xl.domain.register import Approval, IssuedReport, Register
from laa_xl.domain.sentences import listed, spoken_day
from laa_xl.flow.accepting import read_accepted
from laa_xl.flow.deciding import BY, Why
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.pipeline import Outcome, Progress, publish, reportable
from laa_xl.flow.programme import Programme, State
from laa_xl.flow.working_out import assess_all, report_of
from laa_xl.stages.issuing import fingerprint, not_approved, steps_of


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An issue that was taken back, and what the run did."""

    report: IssuedReport
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Approved:
    """A step that was taken, and what the run did. ``open``: the steps that are still to be taken."""

    approval: Approval
    outcome: Outcome
    open: tuple[str, ...]


def withdraw_issue(
    programme: Programme, period: Period, number: int | None, why: Why, progress: Progress = lambda _: None
) -> Withdrawn:
    """Take back an issued report, the last one that stands where no number is given. Its files stay as they were sent.

    ProgrammeError where there is none, or no reason.
    """
    why.require("it is withdrawn")
    with programme.locked("withdraw report", why.at, writes_master=True):
        state = programme.load()
        issue = _standing(state.register, period, number)
        gone = issue.model_copy(
            update={"withdrawn": Withdrawal(at=why.at, by=why.by.strip() or BY, reason=why.reason.strip())}
        )
        reports = tuple(gone if one is issue else one for one in state.register.reports)
        state = replace(state, register=state.register.model_copy(update={"reports": reports}))
        outcome = _published(programme, state, period, why.at, progress)
    return Withdrawn(gone, outcome)


def approve(
    programme: Programme,
    period: Period,
    step: str,
    by: str,
    on: date | None,
    now: datetime,
    block: str = "",
    progress: Progress = lambda _: None,
) -> Approved:
    """Enter that somebody agreed to the report of a period as it stands; ProgrammeError for a step or block that is none."""
    with programme.locked("approve", now, writes_master=True):
        state, accepted = reportable(programme, period)
        steps = steps_of(state.agreement.settings.approval_steps)
        known = next((one for one in steps if one.casefold() == step.strip().casefold()), None)
        if known is None:
            raise ProgrammeError(
                f'"{step}" is no step. The steps of this agreement are: {", ".join(steps)} (Settings, "Report: approval steps"). '
                "Nothing was changed."
            )
        codes = {one.code.casefold(): one.code for one in state.agreement.blocks}
        if block and block.casefold() not in codes:
            raise ProgrammeError(
                f'There is no block "{block}". The blocks are: {listed(codes.values())}. Nothing was changed.'
            )
        day = on or now.date()
        if day > now.date():
            raise ProgrammeError(
                f"{spoken_day(day)} is still to come. Give the day on which they agreed. Nothing was changed."
            )
        if on is not None and on < period.end:
            # A slip in the year or the month, which the report would tell the Government Office.
            raise ProgrammeError(
                f"{spoken_day(on)} is before the quarter ended, on {spoken_day(period.end)}. Give the day on which they agreed. "
                "Nothing was changed."
            )
        report = report_of(state, assess_all(state, accepted), accepted, period)
        assert report is not None
        approval = Approval(
            period=str(period),
            step=known,
            block=codes.get(block.casefold(), ""),
            by=by.strip() or known,
            on=day,
            at=now,
            content=fingerprint(report),
        )
        approvals = (*state.register.approvals, approval)
        state = replace(state, register=state.register.model_copy(update={"approvals": approvals}))
        outcome = _published(programme, state, period, now, progress)
    return Approved(approval, outcome, open_steps(state, period, approval.content))


def open_steps(state: State, period: Period, content: str) -> tuple[str, ...]:
    """The approval steps that nobody took yet for a report of that fingerprint."""
    steps = steps_of(state.agreement.settings.approval_steps)
    blocks = [block.code for block in state.agreement.blocks]
    return tuple(not_approved(state.register.approvals_of(period), steps, content, blocks))


def _published(programme: Programme, state: State, period: Period, now: datetime, progress: Progress) -> Outcome:
    programme.save_register(state.register)
    progress("Writing the master")
    return publish(programme, state, read_accepted(programme, state), period, now)


def _standing(register: Register, period: Period, number: int | None) -> IssuedReport:
    every, standing = register.reports_of(period), register.standing_reports(period)
    if number is None and standing:
        return standing[-1]
    found = next((one for one in every if one.number == number), None)
    if found is None:
        told = listed(f"{one.number}{' (withdrawn)' if one.withdrawn else ''}" for one in every)
        if not every:
            said = "was never issued."
        elif number is None:
            said = f"has no issue that stands. It has: {told}."
        else:
            said = f"has no issue {number}. It has: {told}."
        raise ProgrammeError(f"The highlight report for {period} {said} Nothing was changed.")
    if found.withdrawn is not None:
        raise ProgrammeError(
            f"Issue {found.number} of {period} was withdrawn on {spoken_day(found.withdrawn.at)} already. Nothing was changed."
        )
    return found
