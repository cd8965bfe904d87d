"""From agreement, register and returns to letters: the mail with the pack, and one to each partner who is to hear something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from laa_xl.declare.model import Kind
from laa_xl.declare.return_lines import FINANCE
from laa_xl.domain.agreement import Agreement, Theme
from laa_xl.domain.assessment import Assessment, Counts, count, for_government
from laa_xl.domain.documents import Field, Grid, Line, Shape
from laa_xl.domain.findings import Finding
from laa_xl.domain.in_words import counts_sentence
from laa_xl.domain.letters import LetterKind, fill, wording
from laa_xl.domain.live import status_of
from laa_xl.domain.mails import Attachment, Mail, asked_about, mailboxes
from laa_xl.domain.periods import Period
from laa_xl.domain.register import Receipt, State
from laa_xl.domain.returns import Return, Row
from laa_xl.domain.sentences import listed, many, spoken_code, spoken_day
from laa_xl.domain.words import Severity

_MOST_FINDINGS = 40  # in the letter itself; the marked copy has them all


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter about one theme, and what the table of all letters says of it."""

    theme: Theme
    mail: Mail
    deadline: date | None = None
    days_late: int | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why letters are written: which, about which quarter, on which day."""

    agreement: Agreement
    kind: LetterKind
    period: Period
    today: date

    @property
    def values(self) -> dict[str, str]:
        """What every letter may say."""
        settings = self.agreement.settings
        return {
            "agreement": settings.title,
            "area": settings.area,
            "county": settings.accountable_body,
            "period": self.period.spelled,
            "quarter": str(self.period),
            "months": self.period.months,
            "today": spoken_day(self.today),
        }


@dataclass(frozen=True, slots=True)
class About:
    """What one letter is about: the theme's deadline, its own values, table and files."""

    theme: Theme
    deadline: date | None
    values: Mapping[str, str] = field(default_factory=dict)
    grid: Grid | None = None
    attachments: tuple[Attachment, ...] = ()
    days_late: int | None = None


def letter(occasion: Occasion, about: About) -> Letter:
    """A letter to those who fill in a theme's return, with a copy to its lead."""
    agreement, theme = occasion.agreement, about.theme
    found = asked_about(agreement, theme.code)
    to = mailboxes(found.ask)
    values = {
        **occasion.values,
        "theme": theme.name,
        "code": theme.code,
        "post": listed(contact.post for contact in found.ask) or theme.lead_post or theme.name,
        "deadline": spoken_day(about.deadline) if about.deadline else "the day agreed",
        **about.values,
    }
    filled = fill(wording(occasion.kind, agreement.letters), values, about.grid)
    mail = Mail(
        f"{occasion.kind.value}-{theme.code}-{occasion.period}",
        to,
        mailboxes(found.leads, without=to),
        filled.subject,
        filled.parts,
        about.attachments,
    )
    return Letter(theme, mail, about.deadline, about.days_late)


def days_left(deadline: date | None, today: date) -> str:
    """How long there is until a deadline, in words."""
    if deadline is None:
        return "soon"
    left = (deadline - today).days
    return "today" if left == 0 else f"in {many(left, 'day')}"


def chased(occasion: Occasion, rows: Sequence[Mapping[str, Any]]) -> list[About]:
    """Whom to remind, or to ask for what is overdue, from the rows of the chase list."""
    themes = {theme.code: theme for theme in occasion.agreement.themes}
    found = []
    for row in rows:
        late = row["days_late"] or 0
        if (late > 0) is not (occasion.kind is LetterKind.OVERDUE):
            continue
        if occasion.kind is LetterKind.REMINDER and row["must_fix"]:
            continue  # what was sent back gets a letter of its own
        values = {
            "days_late": many(late, "day"),
            "days_left": days_left(row["deadline"], occasion.today),
            "standing": _not_here(row),
        }
        found.append(About(themes[row["theme"]], row["deadline"], values, days_late=late or None))
    return found


def _not_here(row: Mapping[str, Any]) -> str:
    """Why a return is still owed: who has sent one is told what became of it."""
    if not row["must_fix"]:
        return "It has not reached us as it should."
    entries = many(row["must_fix"], "entry was", "entries were")
    return f"We have {row['file']} from you, but {entries} to be fixed in it, and no corrected return has reached us."


def found_words(findings: Sequence[Finding]) -> str:
    """How many entries are to be fixed and to be confirmed."""
    fix = sum(finding.severity is Severity.MUST_FIX for finding in findings)
    ask = sum(finding.severity is Severity.CONFIRM for finding in findings)
    words = [many(fix, "entry to be fixed", "entries to be fixed")] if fix else []
    words += [many(ask, "entry to be confirmed", "entries to be confirmed")] if ask else []
    return listed(words)


def findings_about(
    theme: Theme, deadline: date | None, receipt: Receipt, findings: Sequence[Finding], copy: Attachment | None
) -> About:
    """What was found in a return: in the letter itself, and marked in a copy of it (None: none could be made)."""
    told = [finding for finding in findings if finding.severity is not Severity.INFO and not finding.settled]
    standing = (
        "It is accepted as it stands; please confirm or correct these entries."
        if receipt.state is State.ACCEPTED
        else "It cannot be accepted until what has to be fixed is corrected: please send it again."
    )
    marked = (
        f"Attached is your workbook with each of them marked at its cell and listed on the sheet Findings: {copy.name}. You may "
        "correct that copy and send it back."
        if copy
        else "Please correct them in your own copy of the workbook."
    )
    values = {"file": receipt.file, "findings": found_words(told), "standing": standing, "copy": marked}
    return About(theme, deadline, values, _findings_grid(told, marked=copy is not None), (copy,) if copy else ())


def _findings_grid(findings: Sequence[Finding], *, marked: bool) -> Grid:
    fields = (
        Field("place", "Where", width=24),
        Field("asked", "What is asked", width=16),
        Field("message", "What to do", width=70),
    )
    lines = tuple(
        Line((", ".join(p for p in (f.sheet, f.cell) if p) or "The whole return", f.severity.spoken, f.message))
        for f in findings[:_MOST_FINDINGS]
    )
    rest = len(findings) - len(lines)
    more = f"And {rest} more: the sheet Findings has them all." if marked else f"And {rest} more: please ask for them."
    return Grid("findings", "", fields, lines, more if rest > 0 else "")


def thanks_about(
    agreement: Agreement, theme: Theme, deadline: date | None, receipt: Receipt, returned: Return | None
) -> About:
    """A receipt: when the return came in, and the figures that were taken from it."""
    values = {"file": receipt.file, "received": spoken_day(receipt.came_in)}
    return About(theme, deadline, values, _accepted_grid(agreement, returned) if returned else None)


def _accepted_grid(agreement: Agreement, returned: Return) -> Grid:
    fields = (
        Field("code", "Code", width=10),
        Field("title", "Indicator", width=50),
        Field("actual", "Actual", Shape.FIGURE, 12),
        Field("status", "Data status", width=18),
    )
    lines = []
    for row in returned.rows("indicators"):
        if not agreement.has_indicator(row.key):
            continue
        indicator, status = agreement.indicator(row.key), status_of(row)
        values = (spoken_code(row.key), indicator.title, row.number_of("actual"), status.value if status else "")
        lines.append(Line(values, indicator.decimals))
    counted = (
        (len(returned.rows("narrative")), "line of narrative", "lines of narrative"),
        (len(returned.rows("risks")), "risk", "risks"),
        (sum(map(_has_money, returned.rows("finance"))), "line of money", "lines of money"),
        (len(returned.rows("actions")), "action", "actions"),
    )
    others = listed(many(number, one, several) for number, one, several in counted if number)
    if returned.nil:  # all that may stand in it is what was carried forward
        note = "The return says that there is nothing to report." + (
            f" Carried forward in it: {others}." if others else ""
        )
    else:
        note = f"Also in it: {others}." if others else ""
    return Grid("accepted", "", fields, tuple(lines), note)


def _has_money(row: Row) -> bool:
    """Whether a line of the Finance sheet has a figure; they all stand in every return, and the ledger's total is none."""
    return row.key != FINANCE.total_row and any(
        row.number_of(column.name) is not None for column in FINANCE.entries if column.kind is Kind.MONEY
    )


def government_mail(
    occasion: Occasion, assessment: Assessment, notes: Sequence[str], files: Sequence[Attachment]
) -> Mail:
    """The mail with the pack, to the contacts at the Government Office. Nothing local only counts in what it says."""
    agreement = occasion.agreement
    settings = agreement.settings
    mine = for_government(assessment, settings.rollup)
    to = mailboxes(contact for contact in agreement.contacts if contact.role == "Government Office")
    values = {
        **occasion.values,
        "office": settings.government_office,
        "counts": counts_sentence(mine.counts),
        "notes": f"Please note: {' '.join(notes)}" if notes else "",
    }
    filled = fill(wording(occasion.kind, agreement.letters), values, _headline(mine))
    return Mail(f"pack-{occasion.period}", to, (), filled.subject, filled.parts, tuple(files))


def _headline(assessment: Assessment) -> Grid:
    """The ratings of the blocks, and how many indicators stand behind each."""
    fields = (
        Field("block", "Government block", width=40),
        Field("rating", "Rating", Shape.RAG, 10),
        Field("on_track", "On track", Shape.COUNT, 9),
        Field("off_trajectory", assessment.counts.amber.short.capitalize(), Shape.COUNT, 9),
        Field("at_risk", "At risk", Shape.COUNT, 9),
        Field("placeholder", "Placeholder", Shape.COUNT, 9),
        Field("not_rated", "Not rated", Shape.COUNT, 9),
    )
    lines = [
        Line(
            (
                block.name,
                block.effective.value,
                *_counted(count(i for i in assessment.indicators if i.block == block.code)),
            )
        )
        for block in assessment.blocks
    ]
    whole = Line(("The agreement", assessment.agreement.effective.value, *_counted(assessment.counts)), total=True)
    return Grid("headline", "", fields, (*lines, whole))


def _counted(counts: Counts) -> tuple[int, ...]:
    return counts.on_track, counts.off_trajectory, counts.at_risk, counts.placeholder, counts.not_rated
