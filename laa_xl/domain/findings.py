"""A finding: what is wrong, where, what was entered, and what to do. Data, never prose alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from laa_xl.domain.waivers import Waiver
from laa_xl.domain.words import Severity


class Verdict(StrEnum):
    """What becomes of a file: nothing to say, something to fix or confirm, or not usable as a return at all."""

    OK = "ok"
    FINDINGS = "findings"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Finding:
    """One cause, at one cell. ``cell`` and ``row`` are "" where the whole file or sheet is meant."""

    rule: str
    severity: Severity
    sheet: str
    cell: str
    row: str
    entered: str
    message: str
    confirmed: str = ""  # the partner's reason, where a "please confirm" has been confirmed
    refuses: bool = False  # the file cannot be used as a return at all
    also: tuple[str, ...] = ()  # further cells of the sheet that have the same cause
    waived: Waiver | None = None  # what the county team has waived it by

    @property
    def settled(self) -> bool:
        """Whether nobody is asked any more: the partner has confirmed it, or the county team has waived its rule."""
        return bool(self.confirmed) or self.waived is not None

    @property
    def because(self) -> str:
        """Why it is settled: the partner's reason, or the waiver's with its post and end; "" where it is open."""
        return self.confirmed or (self.waived.because if self.waived else "")

    @property
    def standing(self) -> str:
        """How it stands, in a word or two: confirmed, waived, or else what it asks for."""
        return "Confirmed" if self.confirmed else "Waived" if self.waived else self.severity.spoken

    @property
    def line(self) -> str:
        """One line as a person reads it: how it stands, rule, place, message, and why nobody is asked any more."""
        place = ", ".join(part for part in (self.sheet, self.cell) if part)
        said = f"{self.standing} · {self.rule} · {place + ': ' if place else ''}{self.message}"
        return f"{said} {self.standing} because: {self.because}" if self.settled else said

    @property
    def cells(self) -> tuple[str, ...]:
        """Every cell that the finding is about, the first of them ``cell``."""
        return (self.cell, *self.also) if self.cell else self.also

    def as_json(self) -> dict[str, str | list[str]]:
        """The object that ``--json`` prints."""
        return {
            "rule": self.rule,
            "severity": self.severity.value,
            "sheet": self.sheet,
            "cell": self.cell,
            "also": list(self.also),
            "row": self.row,
            "entered": self.entered,
            "message": self.message,
        }


def verdict(findings: tuple[Finding, ...] | list[Finding]) -> Verdict:
    """Refused where the file is no return of ours; findings where something is left to be fixed or confirmed; else ok."""
    if any(finding.refuses for finding in findings):
        return Verdict.REFUSED
    open_ones = (f for f in findings if f.severity is not Severity.INFO and not f.settled)
    return Verdict.FINDINGS if any(open_ones) else Verdict.OK


def must_be_fixed(findings: tuple[Finding, ...] | list[Finding]) -> bool:
    """Whether anything stops the return from being accepted as it is; what is waived does not."""
    return any(finding.severity is Severity.MUST_FIX and not finding.waived for finding in findings)
