"""Which quarter an action is about where nobody said: one rule each, and the same in every front end."""

from __future__ import annotations

from laa_xl.domain.periods import Period
from laa_xl.domain.register import Register
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.programme import State


def offered_period(state: State, action: str) -> Period | None:
    """The quarter to offer for an action; None where none fits, or the action is about no single quarter.

    - templates: the quarter after the newest that templates went out for; the first of the term where none did; None
      after its last.
    - report, freeze, pack, mail, explain: the newest quarter with an accepted return.

    Who is chased depends on the day: see ``chased_period``.
    """
    if action == "templates":
        return _next(state)
    if action in ("report", "freeze", "pack", "mail", "explain"):
        return max((period for _, period in state.register.current()), default=None)
    return None


def required_period(state: State, action: str, period: Period | None) -> Period:
    """The quarter that was asked for, else the one offered; ProgrammeError where there is none."""
    found = period or offered_period(state, action)
    if found is not None:
        return found
    if action == "templates":
        raise ProgrammeError(
            "Templates have gone out for every quarter of the agreement. Say which quarter you want again."
        )
    raise ProgrammeError("No return was accepted yet, so there is nothing to report on. Take one in first.")


def _next(state: State) -> Period | None:
    years = state.agreement.settings.years
    newest = max(_sent(state.register), default=None)
    if newest is None:
        return Period(years.start, 1)
    return newest.next if newest.next.year in years else None


def _sent(register: Register) -> set[Period]:
    return {Period.parse(issued.period) for issued in register.issued}
