"""A rule that the county team has waived, as it is entered. What stands when: domain/waiving.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from laa_xl.domain.periods import Period


@dataclass(frozen=True, slots=True)
class Waiver:
    """A rule that is not asked for, from one quarter on, until a last quarter or until the last day on which returns come in.

    ``theme`` "": every theme; ``code`` "": the whole return, else the row of that code alone. One of ``last`` and
    ``last_day`` is given.
    """

    rule: str
    first: Period
    last: Period | None
    last_day: date | None
    theme: str
    code: str
    reason: str
    post: str
    agreed: date
    cell: str = ""

    @property
    def until(self) -> str:
        """The end as people write it: ``2008-Q4``, or ``31/12/2008``."""
        return str(self.last) if self.last_day is None else f"{self.last_day:%d/%m/%Y}"

    @property
    def because(self) -> str:
        """Why, by whom and until when: ``The system is being moved. (Performance officer, until 2008-Q4)``."""
        return f"{self.reason} ({self.post}, until {self.until})"

    def covers(self, theme: str, period: Period) -> bool:
        """Whether it is about the return of that theme and quarter, whenever that comes in."""
        return self.theme in ("", theme) and self.first <= period and (self.last is None or period <= self.last)

    def stands(self, theme: str, period: Period, came_in: date) -> bool:
        """Whether it counts for that return, which came in on a day."""
        return self.covers(theme, period) and (self.last_day is None or came_in <= self.last_day)

    def ends(self, deadline_days: int) -> date:
        """The day from which on its end is told: its own, else that on which its last quarter's returns are due.

        A quarter's returns count after that day as well, however late they come.
        """
        return self.last.deadline(deadline_days) if self.last else self.last_day or date.max
