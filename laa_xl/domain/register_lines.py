"""The register as people see it: a line for every receipt, and for every theme that owes a return."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from laa_xl.domain.periods import Period
from laa_xl.domain.register import Receipt, Register, State


class RegisterLine(BaseModel):
    """A receipt, or (``receipt`` None) that a theme owes a return. ``deadline`` None: no template went out for it."""

    model_config = ConfigDict(frozen=True)

    period: Period
    theme: str
    state: State
    deadline: date | None = None
    late_days: int = 0
    extended: bool = False  # whether officers gave the theme more time than its template says
    receipt: Receipt | None = None


def register_lines(
    register: Register,
    themes: Iterable[str],
    today: date,
    extended: Mapping[tuple[str, Period], date] = MappingProxyType({}),
) -> list[RegisterLine]:
    """The register by period and theme: receipts, oldest first, or that a return is expected or missing.

    ``extended`` are the days that officers agreed since: they count instead of those printed.
    """
    out: list[RegisterLine] = []
    current = register.current()
    received: dict[tuple[str, str], list[Receipt]] = {}
    for receipt in register.receipts:
        received.setdefault((receipt.theme, receipt.period), []).append(receipt)
    deadlines = {(issued.theme, issued.period): issued.deadline for issued in register.issued}  # the last one issued
    themes = list(themes)
    for period in register.periods():
        for theme in themes:
            printed = deadlines.get((theme, str(period)))
            deadline = extended.get((theme, period), printed) if printed else None
            longer = (theme, period) in extended and deadline is not None
            mine = received.get((theme, str(period)), [])
            mine = [r for r in mine if r.stands is not State.RECEIVED]  # let in: told by the receipt that followed
            lines = [_line(receipt, period, deadline, current.get((theme, period))) for receipt in mine]
            if (theme, period) not in current and deadline is not None:
                late = max(0, (today - deadline).days)
                state = State.MISSING if late else State.EXPECTED
                lines.append(RegisterLine(period=period, theme=theme, state=state, deadline=deadline, late_days=late))
            out += [line.model_copy(update={"extended": longer}) for line in lines]
    return out


def _line(receipt: Receipt, period: Period, deadline: date | None, counts: Receipt | None) -> RegisterLine:
    state = receipt.stands
    if state is State.ACCEPTED and receipt is not counts:
        state = State.SUPERSEDED
    late = max(0, (receipt.came_in.date() - deadline).days) if deadline else 0
    return RegisterLine(
        period=period,
        theme=receipt.theme,
        state=state,
        deadline=deadline,
        late_days=late,
        receipt=receipt,
    )
