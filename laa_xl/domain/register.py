"""The register: templates and reports issued, returns received, held, accepted, superseded, withdrawn or rejected; pure."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from pydantic import BaseModel, ConfigDict

from laa_xl.domain.audit import Seen, fingerprint_of
from laa_xl.domain.collected import Collected
from laa_xl.domain.copying import Copied
from laa_xl.domain.imports import Import, Withdrawal
from laa_xl.domain.periods import Period
from laa_xl.domain.sent import SentMail
from laa_xl.domain.totals import SheetTotals


class State(StrEnum):
    """Where a theme's return stands."""

    EXPECTED = "expected"
    RECEIVED = "received"
    HELD = "held"
    TURNED_DOWN = "turned down"
    ACCEPTED = "accepted"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    MISSING = "missing"


class Issued(BaseModel):
    """A template that went out: from then on a return is expected."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    period: str
    theme: str
    digest: str
    deadline: date
    at: datetime


class Decision(BaseModel):
    """What an officer decided about a return that was held, or one that counts again: who, when and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: datetime
    by: str
    reason: str
    let_in: bool = True


class Receipt(BaseModel):
    """A file that came in, and what became of it. ``kept`` is its place in the programme folder.

    ``held`` says why it waits for an officer's yes. ``decision`` is what she decided, on the receipt that was held and on the
    one by which it then counts. ``withdrawn``: it was accepted, and counts no longer. ``changes`` counts what differs from
    the version accepted before it; None for a first version, and for receipts of earlier versions of laa-xl, which have no
    ``totals`` either. ``arrived``: when the file came in, where that was before ``at``, from which it counts.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    period: str
    theme: str
    file: str
    sha256: str
    at: datetime
    state: State
    must_fix: int = 0
    to_confirm: int = 0
    waived: int = 0  # findings that a waiver silenced when it came in
    kept: str = ""
    nil: bool = False  # the theme says that it has nothing to report
    arrived: datetime | None = None
    held: tuple[str, ...] = ()
    decision: Decision | None = None
    withdrawn: Withdrawal | None = None
    changes: int | None = None
    totals: tuple[SheetTotals, ...] = ()

    @property
    def key(self) -> tuple[str, Period]:
        """The theme and the quarter that it is about."""
        return self.theme, Period.parse(self.period)

    @property
    def came_in(self) -> datetime:
        """When the file came in."""
        return self.arrived or self.at

    @property
    def waits(self) -> bool:
        """Whether an officer has yet to decide about it."""
        return self.state is State.HELD and self.decision is None

    @property
    def stands(self) -> State:
        """Its state after what was decided since; a version that another one took the place of is still accepted here."""
        if self.withdrawn is not None:
            return State.WITHDRAWN
        if self.state is State.HELD and self.decision is not None:
            return State.RECEIVED if self.decision.let_in else State.TURNED_DOWN
        return self.state


class KeptFile(BaseModel):
    """A file that must never change: its place in the programme folder, and its fingerprint."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kept: str
    sha256: str


class IssuedReport(BaseModel):
    """A highlight report as it was issued. ``content`` is the fingerprint of what it says, whatever it is marked as.

    ``data``: what it says, for programs and for later comparison; None for issues of earlier versions of laa-xl. ``withdrawn``:
    it was taken back. Nothing of it is erased then.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    period: str
    number: int  # 1, 2, ... in each period
    at: datetime
    content: str
    files: tuple[KeptFile, ...]
    data: KeptFile | None = None
    withdrawn: Withdrawal | None = None

    @property
    def every_file(self) -> tuple[KeptFile, ...]:
        """The files that are sent, and the one that is kept for comparison."""
        return (*self.files, *((self.data,) if self.data else ()))


class Approval(BaseModel):
    """That somebody agreed to a report before it goes: which step, the post, the day, and what the report said then.

    ``block``: of which government block, "" for the whole report. ``content`` is the fingerprint of the report at that time.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    period: str
    step: str
    block: str = ""
    by: str
    on: date
    at: datetime
    content: str


class Register(Copied):
    """All that happened, in order. Nothing is ever taken out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int = 1
    issued: tuple[Issued, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    reports: tuple[IssuedReport, ...] = ()
    imports: tuple[Import, ...] = ()  # spreadsheets of past quarters
    approvals: tuple[Approval, ...] = ()  # of highlight reports
    collected: tuple[Collected, ...] = ()  # files that were taken out of mails
    mails: tuple[SentMail, ...] = ()  # mails that were sent from here, or were to be
    seen: Seen | None = None  # what is known of the audit log; None: of an earlier version, or new

    @cached_property
    def content(self) -> str:
        """The fingerprint of what it says; what a later version adds and nobody used does not change it."""
        return fingerprint_of(self.model_dump(mode="json", exclude={"seen"}, exclude_defaults=True))

    def says(self, other: Register) -> bool:
        """Whether another says just the same, whatever either knows of the audit log."""
        return self.model_copy(update={"seen": None}) == other.model_copy(update={"seen": None})

    def leads_to(self, later: Register) -> bool:
        """Whether another one goes on where this one ends: nothing is ever taken out, so it begins with the same templates and files."""
        return all(
            there[: len(here)] == here
            for here, there in (
                ([one.digest for one in self.issued], [one.digest for one in later.issued]),
                ([one.sha256 for one in self.receipts], [one.sha256 for one in later.receipts]),
            )
        )

    def reports_of(self, period: Period) -> list[IssuedReport]:
        """The issues of a period's highlight report, the first one first."""
        return [report for report in self.reports if report.period == str(period)]

    def standing_reports(self, period: Period) -> list[IssuedReport]:
        """Those of them that were not withdrawn."""
        return [report for report in self.reports_of(period) if report.withdrawn is None]

    def approvals_of(self, period: Period) -> list[Approval]:
        """Who agreed to a period's report: of each step and block the newest, in the order in which they agreed."""
        newest = {(one.step, one.block): one for one in self.approvals if one.period == str(period)}
        return sorted(newest.values(), key=lambda one: (one.on, one.at))

    def current(self) -> dict[tuple[str, Period], Receipt]:
        """The return that counts for each theme and period: the one accepted last. None where that one was withdrawn."""
        last = {receipt.key: receipt for receipt in self.receipts if receipt.state is State.ACCEPTED}
        return {key: receipt for key, receipt in last.items() if receipt.withdrawn is None}

    def versions(self) -> list[tuple[Receipt, Receipt]]:
        """Each accepted return with the version that was accepted before it, withdrawn or not, in the order they came in."""
        before: dict[tuple[str, Period], Receipt] = {}
        found = []
        for receipt in self.receipts:
            if receipt.state is State.ACCEPTED:
                if receipt.key in before:
                    found.append((before[receipt.key], receipt))
                before[receipt.key] = receipt
        return found

    def replaced(self, receipt: Receipt, by: Receipt) -> Register:
        """The register with another entry in a receipt's place."""
        receipts = tuple(by if one is receipt else one for one in self.receipts)
        return self.model_copy(update={"receipts": receipts})

    def periods(self) -> list[Period]:
        """Every period for which templates went out or returns came in, earliest first."""
        written = {item.period for item in self.issued} | {item.period for item in self.receipts}
        return sorted(Period.parse(period) for period in written)

    def knows(self, sha256: str) -> Receipt | None:
        """The last receipt of this very file; None where it never came in."""
        return next((receipt for receipt in reversed(self.receipts) if receipt.sha256 == sha256), None)

    def mailed(self, sha256: str) -> tuple[Collected, ...]:
        """Every mail by which this very file came; none where it came in another way."""
        return tuple(one for one in self.collected if one.sha256 == sha256)

    def last_word(self, receipt: Receipt) -> bool:
        """Whether nothing came in after this receipt for its theme and period. What is held has no say until it is let in."""
        mine = [r for r in self.receipts if (r.theme, r.period) == (receipt.theme, receipt.period)]
        mine = [r for r in mine if r.state is not State.HELD or r is receipt]
        return mine[-1] is receipt

    def digests(self) -> frozenset[str]:
        """The fingerprints of all templates issued."""
        return self._digests

    @cached_property
    def _digests(self) -> frozenset[str]:
        return frozenset(issued.digest for issued in self.issued)

    @cached_property
    def issued_periods(self) -> frozenset[str]:
        """Every quarter for which templates went out."""
        return frozenset(issued.period for issued in self.issued)

    def deadline(self, theme: str, period: Period) -> date | None:
        """The day a theme's return is due, as printed on the template that was issued last."""
        mine = [i.deadline for i in self.issued if i.theme == theme and i.period == str(period)]
        return mine[-1] if mine else None
