"""From the register and the contacts to the chase list: who owes what, how late, and whom to ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from laa_xl.domain.agreement import Agreement, Contact, Theme
from laa_xl.domain.mails import asked_about
from laa_xl.domain.periods import Period
from laa_xl.domain.register import Register, State
from laa_xl.domain.register_lines import RegisterLine, register_lines

Rows = list[dict[str, Any]]

MISSING, EXPECTED = "missing", "not due yet"
SENT_BACK = "sent back to be fixed"
CORRECTION_SENT_BACK = "correction sent back; the earlier return counts"
WITHDRAWN = "withdrawn, owed again"


def owed(
    agreement: Agreement, register: Register, today: date, extended: Mapping[tuple[str, Period], date], period: Period
) -> Rows:
    """The chase list of a period, the latest first: a row for each theme that owes a return or a correction."""
    themes = [theme.code for theme in agreement.themes]
    lines = [line for line in register_lines(register, themes, today, extended) if line.period == period]
    rows = [
        row
        for theme in agreement.themes
        if (row := _row(agreement, theme, [line for line in lines if line.theme == theme.code], register, period))
    ]
    return sorted(rows, key=lambda row: -(row["days_late"] or 0))


def chased_periods(
    agreement: Agreement, register: Register, today: date, extended: Mapping[tuple[str, Period], date]
) -> dict[Period, int]:
    """The periods in which something is overdue or was sent back, earliest first, and how many returns."""
    found = {}
    for period in register.periods():
        late = [row for row in owed(agreement, register, today, extended, period) if row["state"] != EXPECTED]
        if late:
            found[period] = len(late)
    return found


def _row(
    agreement: Agreement, theme: Theme, lines: Sequence[RegisterLine], register: Register, period: Period
) -> dict[str, Any] | None:
    receipts = [one for one in register.receipts if (one.theme, one.period) == (theme.code, str(period))]
    if receipts and receipts[-1].waits:
        return None  # what waits for an officer is not owed by a partner
    receipts = [one for one in receipts if one.state is not State.HELD]
    last = receipts[-1] if receipts else None
    rejected = last if last is not None and last.state is State.REJECTED else None
    waiting = next((line for line in lines if line.state in (State.EXPECTED, State.MISSING)), None)
    if waiting is None and rejected is None:
        return None
    withdrawn = any(line.state is State.WITHDRAWN for line in lines)
    if rejected:
        state = SENT_BACK if waiting else CORRECTION_SENT_BACK
    elif withdrawn:
        state = WITHDRAWN
    else:
        state = MISSING if waiting and waiting.state is State.MISSING else EXPECTED
    return {
        "theme": theme.code,
        "name": theme.name,
        "state": state,
        "deadline": waiting.deadline if waiting else next((line.deadline for line in lines), None),
        "days_late": (waiting.late_days or None) if waiting else None,
        "must_fix": rejected.must_fix if rejected else None,
        "file": rejected.file if rejected else None,
        **_whom(agreement, theme),
    }


def _whom(agreement: Agreement, theme: Theme) -> dict[str, str | None]:
    """Those who fill in the theme's return, else its lead; and the lead, to whom one turns next."""
    found = asked_about(agreement, theme.code)
    ask, leads = found.ask, found.leads
    return {
        "post": _joined(contact.post for contact in ask) or theme.lead_post,
        "organisation": _joined(contact.organisation for contact in ask) or _partner(agreement, theme),
        "email": _emails(ask),
        "lead_post": _joined(contact.post for contact in leads) or theme.lead_post,
        "lead_email": _emails(leads),
    }


def _emails(contacts: Iterable[Contact]) -> str | None:
    return _joined(contact.email for contact in contacts)


def _partner(agreement: Agreement, theme: Theme) -> str | None:
    return next((partner.name for partner in agreement.partners if partner.code == theme.lead_partner), None)


def _joined(parts: Iterable[str | None]) -> str | None:
    return "; ".join(dict.fromkeys(part for part in parts if part)) or None
