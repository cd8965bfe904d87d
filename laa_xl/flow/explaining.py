"""Why a rating is what it is: by the code of what is rated, or by a row of the master."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from laa_xl.declare.actions import action
from laa_xl.domain.agreement import Agreement
from laa_xl.domain.assessment import Assessment, Rolled
from laa_xl.domain.explaining import explained_indicator, explained_roll_up
from laa_xl.domain.inputs import Level
from laa_xl.domain.periods import Period
from laa_xl.domain.sentences import spoken_code
from laa_xl.flow.accepting import Accepted, read_accepted
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.keeping import standing_of
from laa_xl.flow.master_rows import MasterRow, cells_of, computed_sheet, is_dashboard, row_of
from laa_xl.flow.pipeline import require_within
from laa_xl.flow.programme import Programme, State
from laa_xl.flow.register_rows import period_of
from laa_xl.flow.working_out import assess_all, computed_of

Explained = tuple[str, ...]  # sentences
_CANNOT = (
    "Rows that can be explained are those of Indicators, Reward and Finance, and the themes, blocks and the agreement on the "
    "Dashboard. Choose one of them."
)
_LEVELS = {"Themes": Level.THEME, "Government blocks": Level.BLOCK, "Agreement": Level.AGREEMENT}


@dataclass(frozen=True)
class _Known:
    """What a programme has worked out, to be explained from."""

    state: State
    assessments: Sequence[Assessment]
    tables: Mapping[str, Sequence[Mapping[str, Any]]]
    accepted: Accepted

    @property
    def agreement(self) -> Agreement:
        return self.state.agreement

    def of(self, period: Period | None) -> Assessment:
        """The assessment of a period, else the newest; ProgrammeError where there is none."""
        found = [one for one in self.assessments if period in (None, one.period)]
        if not found:
            raise ProgrammeError(
                f"No return was accepted{f' for {period}' if period else ''}, so nothing is rated yet."
            )
        return found[-1]


def explain(programme: Programme, code: str, period: Period | None, now: datetime) -> list[Explained]:
    """What is rated under a code, explained: an indicator, theme, block, the agreement, or a line of money.

    A code may stand for several. ``period`` None: the newest with an accepted return.
    """
    known = _known(programme, now)
    if period is not None:
        require_within(known.agreement, period)
    assessment = known.of(period)
    found = list(_of_code(known, assessment, code.strip()))
    if not found:
        raise ProgrammeError(_unknown(known, code))
    return found


def explain_row(programme: Programme, sheet: str, row: int, now: datetime) -> Explained:
    """Why a row of the master has its rating. A row of the Dashboard speaks of the newest quarter that it shows."""
    if is_dashboard(sheet):
        level, name = _dashboard_row(programme, sheet, row)
        known = _known(programme, now)
        assessment = known.of(None)
        rolled = next((one for one in _rolled(assessment) if one.level is level and _named(one) == name), None)
        if rolled is None:
            raise ProgrammeError(_CANNOT)
        return explained_roll_up(rolled, assessment.period)
    declared = computed_sheet(sheet)
    if declared is None or declared.name not in action("explain").sheets:
        cells_of(programme, sheet)
        raise ProgrammeError(_CANNOT)
    found = row_of(programme, declared, row)
    known = _known(programme, now)
    assessment = known.of(period_of(found))
    if declared.name == "Indicators":
        return _indicator(known, assessment, found.text("code"))
    table = "reward" if declared.name == "Reward" else "all_finance"
    keys = ("target_no", "code") if declared.name == "Reward" else ("theme", "line")
    for values in known.tables[table]:
        same = MasterRow(declared.name, row, values)
        if period_of(same) == assessment.period and all(same.text(key) == found.text(key) for key in keys):
            return _reward(same) if declared.name == "Reward" else _finance(known.agreement, same)
    raise ProgrammeError(f"Row {row} of {declared.name} is no longer what it was. Rebuild the master, and try again.")


def _known(programme: Programme, now: datetime) -> _Known:
    state = programme.load()
    accepted = read_accepted(programme, state)
    assessments = assess_all(state, accepted)
    tables = computed_of(state, assessments, accepted, now.date(), standing_of(programme, state.register))
    return _Known(state, assessments, tables, accepted)


def _of_code(known: _Known, assessment: Assessment, code: str) -> Iterator[Explained]:
    agreement = known.agreement
    wanted = _folded(code)
    for indicator in agreement.indicators:
        if wanted in (_folded(indicator.code), _folded(spoken_code(indicator.code))):
            yield _indicator(known, assessment, indicator.code)
    for rolled in _rolled(assessment):
        if wanted == _folded(rolled.code or agreement.settings.code):
            yield explained_roll_up(rolled, assessment.period)
    for values in known.tables["reward"]:
        row = MasterRow("Reward", 0, values)
        if period_of(row) == assessment.period and wanted == _folded(row.text("code")):
            yield _reward(row)
    for values in known.tables["all_finance"]:
        row = MasterRow("Finance", 0, values)
        if period_of(row) == assessment.period and wanted == _folded(row.text("line")):
            yield _finance(agreement, row)


def _indicator(known: _Known, assessment: Assessment, code: str) -> Explained:
    item = next((one for one in assessment.indicators if one.indicator.code == code), None)
    if item is None and known.agreement.has_indicator(code):
        raise ProgrammeError(
            f"The agreement does not have {code} in {assessment.period}: see First period and Last period in Agreement indicators."
        )
    if item is None:
        raise ProgrammeError(f'The agreement has no indicator "{code}" any more. Rebuild the master, and try again.')
    said = explained_indicator(item, assessment)
    if item.row is None or item.source is None:
        return (*said, "No return of its theme was accepted for that quarter.")
    column = "status" if item.row.blank("actual") else "actual"
    findings = known.accepted[item.source.theme, item.source.period].findings
    settled = (finding.line for finding in findings if finding.row == code and finding.settled)
    return (*said, f"Its entry stands in {item.source.file}, {item.row.sheet}, {item.row.cell(column)}.", *settled)


def _reward(row: MasterRow) -> Explained:
    period = Period.parse(row.text("period")).spelled
    head = f"Reward target {row.text('target_no')}, {row.text('code')} {row.text('title')}, {period}."
    return (head, row.text("explanation"))


def _finance(agreement: Agreement, row: MasterRow) -> Explained:
    period = Period.parse(row.text("period")).spelled
    theme = agreement.theme(row.text("theme")).name
    names = " ".join(part for part in (row.text("line"), row.text("stream")) if part)
    return (f"Finance, {names}, {theme}, {period}.", row.text("explanation"))


def _dashboard_row(programme: Programme, sheet: str, row: int) -> tuple[Level, str]:
    """The level and the name that a row of the matrix speaks of; the level stands above its rows."""
    cells = cells_of(programme, sheet)

    def first(number: int) -> str:
        cell = cells.get(number, 0)
        return str(cell.value).strip() if cell is not None and cell.value is not None else ""

    name = first(row - 1)
    for number in range(row - 2, -1, -1):
        if first(number) in _LEVELS:
            return _LEVELS[first(number)], name
    raise ProgrammeError(_CANNOT)


def _named(rolled: Rolled) -> str:
    """As the Dashboard names it."""
    return f"{rolled.name} ({rolled.code})" if rolled.code else rolled.name


def _rolled(assessment: Assessment) -> Iterator[Rolled]:
    yield from assessment.themes
    yield from assessment.blocks
    yield assessment.agreement


def _folded(code: str) -> str:
    return "".join(code.casefold().split())


def _unknown(known: _Known, code: str) -> str:
    agreement = known.agreement
    codes = [indicator.code for indicator in agreement.indicators]
    codes += [theme.code for theme in agreement.themes] + [block.code for block in agreement.blocks]
    codes += [agreement.settings.code]
    near = get_close_matches(code.upper(), codes, 3)
    return f'Nothing is rated under "{code}". ' + (
        f"Did you mean {' or '.join(near)}?"
        if near
        else "Give the code of an indicator, a theme, a block or the agreement."
    )
