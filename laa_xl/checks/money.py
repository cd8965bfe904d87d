"""Rules about a finance line beside its budget, its profile and its own past."""

from __future__ import annotations

from collections.abc import Iterator

from laa_xl.checks.blanks import empty, is_total
from laa_xl.checks.lines import doubted_money, past_spend
from laa_xl.checks.look import Look
from laa_xl.checks.registry import Beyond, Where, row_check, whole_check
from laa_xl.domain.numbers import exact, plain, pounds, round_half_away
from laa_xl.domain.returns import Row
from laa_xl.domain.words import Severity

_CONFIRM, _INFO = Severity.CONFIRM, Severity.INFO
# Less than half of what was planned by now, or half as much again: grants come in instalments, less is everyday.
_FAR_BELOW, _FAR_ABOVE = 50, 150


def _amounts(row: Row, look: Look, *columns: str) -> list[float] | None:
    """The amounts of a line, where all are there and none is doubted; a total follows from its lines."""
    doubted = doubted_money(row, look)
    found = [row.number_of(name) for name in columns if name not in doubted]
    amounts = [amount for amount in found if amount is not None]
    return amounts if len(amounts) == len(columns) and not is_total(row) else None


@row_check(
    "finance",
    "M04",
    _CONFIRM,
    "Spend to date is {entered}, more than the whole budget of {budget}. Correct {cell}, say why in {at_comment}, or confirm it in "
    "{at_confirm}.",
    meaning="Spend to date above the budget of the year, without a comment.",
    example="£120,000 spent of £100,000 by September.",
    beyond=Beyond.TOGETHER,
)
def above_budget(row: Row, look: Look) -> Iterator[Where]:
    """More than everything is spent."""
    amounts = _amounts(row, look, "spend", "budget")
    if amounts and amounts[0] > amounts[1] > 0 and empty(row, "comment"):
        yield Where("spend", {"budget": plain(amounts[1])})


@row_check(
    "finance",
    "M05",
    _CONFIRM,
    "You expect to have spent {entered} at 31 March, but {spend} is spent already, in {at_spend}. Correct {cell}, or say in {at_confirm} "
    "what will be paid back.",
    meaning="A forecast outturn below what is spent already.",
    example="Outturn £40,000, and £48,000 spent.",
    beyond=Beyond.TOGETHER,
)
def outturn_below_spend(row: Row, look: Look) -> Iterator[Where]:
    """Spend to date only grows; where more than the whole budget is spent, that is asked first (M04)."""
    amounts = _amounts(row, look, "outturn", "spend")
    if amounts and amounts[0] < amounts[1] and not any(above_budget(row, look)):
        yield Where("outturn", {"spend": plain(amounts[1])})


@row_check(
    "finance",
    "M06",
    _CONFIRM,
    "Forecast outturn is {entered}, {far} {way} the budget of {budget}: more than {band} %. Say why in {at_comment}, correct {cell}, or "
    "confirm it in {at_confirm}.",
    meaning="A forecast further from the budget than the agreement's red band, over or under, without a comment.",
    example="£80,000 expected of £100,000: an underspend is a finding too.",
    beyond=Beyond.TOGETHER,
)
def outturn_off_budget(row: Row, look: Look) -> Iterator[Where]:
    """Beyond the setting "Finance, red beyond, %", either way."""
    amounts = _amounts(row, look, "outturn", "budget")
    if not amounts or amounts[1] <= 0 or not empty(row, "comment") or any(outturn_below_spend(row, look)):
        return
    outturn, budget = map(exact, amounts)
    share = (outturn - budget) / budget * 100
    band = look.agreement.settings.finance_band_red
    if abs(share) > exact(band):
        words = {"far": plain(round_half_away(abs(outturn - budget), 2)), "way": "above" if share > 0 else "below"}
        yield Where("outturn", {**words, "budget": plain(amounts[1]), "band": plain(band)})


@row_check(
    "finance",
    "M07",
    _CONFIRM,
    "Spend to date is {entered}, {share} the {profile} planned by now. Say why in {at_comment}, correct {cell}, or confirm it in "
    "{at_confirm}.",
    meaning="Spend to date less than half of its profile, or half as much again, without a comment.",
    example="£10,000 spent where £50,000 was planned.",
    beyond=Beyond.TOGETHER,
)
def spend_off_profile(row: Row, look: Look) -> Iterator[Where]:
    """What is more than the whole budget is M04's, and what did not change at all M10's."""
    amounts = _amounts(row, look, "spend", "profile")
    told = any(any(check(row, look)) for check in (above_budget, same_spend))
    if not amounts or amounts[1] <= 0 or not empty(row, "comment") or told:
        return
    share = exact(amounts[0]) / exact(amounts[1]) * 100
    if not _FAR_BELOW <= share <= _FAR_ABOVE:
        part = "less than half of" if share < _FAR_BELOW else "more than one and a half times"
        yield Where("spend", {"share": part, "profile": plain(amounts[1])})


@row_check(
    "finance",
    "M08",
    _INFO,
    "The budget of {row} was {old} {when} and is {new} now, in {cell}. The forecast has to follow it.",
    meaning="A budget that was changed since the template went out, or since the last accepted return of the year.",
    example="£100,000 in the last return, £120,000 in this one.",
    beyond=Beyond.PROGRAMME,
)
def budget_changed(row: Row, look: Look) -> Iterator[Where]:
    """Told once a line: what the template printed, else what the last return of this financial year had."""
    now = row.number_of("budget")
    in_force = {line.code: line.budget for line in look.agreement.funding_of(look.spec.theme, look.period.year)}
    if row.key not in in_force:
        return
    if look.printed is not None and in_force[row.key] != now:
        words = {"old": _budget(now), "new": _budget(in_force[row.key]), "when": "when your template went out"}
        yield Where("budget", words)
        return
    at = look.period.previous
    while look.known is not None and at.year == look.period.year:
        returned = look.known.returns.get((look.spec.theme, at))
        before = returned.row("finance", row.key) if returned is not None else None
        if before is not None:
            if before.number_of("budget") != now:
                words = {"old": _budget(before.number_of("budget")), "new": _budget(now), "when": f"in {at.months}"}
                yield Where("budget", words)
            return
        at = at.previous


def _budget(amount: float | None) -> str:
    return "not set" if amount is None else pounds(amount)


@whole_check(
    "M09",
    _CONFIRM,
    "The total for {column} in {cell} is {entered}, but the lines that have a figure come to {worked} already. Correct the total or the "
    "line that is wrong, or say in {at_confirm} how it can be.",
    meaning="A total below the sum of the lines that have a figure, where another line has none yet.",
    example="A total of 40,000 over lines of 48,000 and a blank.",
    beyond=Beyond.TOGETHER,
)
def total_below_its_lines(look: Look) -> Iterator[Where]:
    """Where every line has its figure, the total has to be their sum (M01)."""
    rows = look.returned.rows("finance")
    for total in rows:
        if not is_total(total):
            continue
        lines = [row for row in rows if not is_total(row)]
        for column in ("spend", "profile", "outturn"):
            known = [exact(amount) for row in lines if (amount := row.number_of(column)) is not None]
            stated = total.number_of(column)
            if stated is not None and known and len(known) < len(lines) and exact(stated) < sum(known):
                yield Where(column, {"worked": plain(sum(known))}, total)


@row_check(
    "finance",
    "M10",
    _CONFIRM,
    "Spend to date is {entered}, to the penny what it was at the end of {when}. Enter what is spent by now in {cell}; if nothing was, "
    "say so in {at_comment} or in {at_confirm}.",
    meaning="The same spend to date as last time, without a comment.",
    example="£25,000 in June and £25,000 in September.",
    beyond=Beyond.HISTORY,
)
def same_spend(row: Row, look: Look) -> Iterator[Where]:
    """Spend that was copied forward."""
    amounts = _amounts(row, look, "spend")
    before, at = past_spend(row.key, look)
    if amounts and amounts[0] > 0 and before == amounts[0] and at.year == look.period.year and empty(row, "comment"):
        yield Where("spend", {"when": f"{at.end:%B %Y}"})
