"""The public page of a quarter: written into reports/, or where it was asked for, after it was looked through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from laa_xl.domain.assessment import Assessment
from laa_xl.domain.leaks import Leak
from laa_xl.domain.periods import Period
from laa_xl.domain.public import PublicPage
from laa_xl.files.html_page import page_bytes
from laa_xl.files.inspecting import PAGES
from laa_xl.files.store import write_whole
from laa_xl.flow.accepting import Accepted, returns_of
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.leaving import look_through
from laa_xl.flow.outputs import require_free
from laa_xl.flow.pipeline import reportable
from laa_xl.flow.programme import Programme, State
from laa_xl.flow.taking_in import require_reasons
from laa_xl.flow.working_out import assess_all
from laa_xl.stages.packing import few_of_all
from laa_xl.stages.publishing import public_page


class PageStopped(Exception):
    """There is no new page: it would have told what must not leave."""

    def __init__(self, leaks: list[Leak]) -> None:
        super().__init__(f"{len(leaks)} things must not leave")
        self.leaks = leaks


def publish_page(
    programme: Programme,
    period: Period,
    now: datetime,
    out: Path | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Path:
    """Write the public page of a quarter and say where it is; PageStopped where it tells what must not leave, and then nothing is written.
    ProgrammeError where a rating that was changed in the report still wants its reason: the page would print that.

    ``out`` is the file, else reports/<period>/public-page-<period>.html.
    """
    if out is not None and out.suffix.lower() not in PAGES:
        raise ProgrammeError(f"{out} has to end in .html.")
    require_free(out)
    path = out or programme.folder("reports", str(period)) / f"public-page-{period}.html"
    with programme.locked("publish", now):
        state, accepted = reportable(programme, period)
        require_reasons(state.tables, period, "publish the page")
        programme.journal(state)
        progress("Writing the page")
        assessments = assess_all(state, accepted)
        page = _page_of(state, assessments, accepted, period, now)
        data = page_bytes(page)
        progress("Looking through the page")
        if leaks := look_through(state, {path.name: data}, few_of_all(state.agreement, assessments)):
            raise PageStopped(leaks)
        write_whole(path, data)
    return path


def _page_of(
    state: State, assessments: Sequence[Assessment], accepted: Accepted, period: Period, now: datetime
) -> PublicPage:
    """The page as data, from what was accepted."""
    mine = {theme: returned for (theme, of), returned in returns_of(accepted).items() if of == period}
    return public_page(state.agreement, assessments, mine, state.inputs, state.imported, period, now.date())
