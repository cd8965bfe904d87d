"""What a template knows: the theme's slice of the agreement, earlier figures, and what goes on from the last return."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from laa_xl.checks.entries import says_nothing
from laa_xl.checks.judgements import action_is_over
from laa_xl.checks.lines import spend_key
from laa_xl.declare.prefill import line_key
from laa_xl.declare.return_form import FORMAT_VERSION, RETURN_FORM
from laa_xl.declare.return_lines import YES
from laa_xl.domain.agreement import Agreement
from laa_xl.domain.earlier import EarlierFigures, Returns
from laa_xl.domain.periods import Period
from laa_xl.domain.returns import Return, Row
from laa_xl.domain.spec import Carried, FormSpec, Past

if TYPE_CHECKING:
    from laa_xl.domain.imports import Imported

HISTORY = 8  # quarters of figures that a template shows
YEAR = 4  # quarters; what nobody has confirmed for longer is not carried forward

# What an indicator's row carries: the commentary. Its figures are about their own quarter.
COMMENTARY = ("cause", "action", "action_owner", "action_date")

# Which lines of a table go on; a table that is not named carries nothing.
GOES_ON: Mapping[str, Callable[[Row], bool]] = {
    "narrative": lambda row: row.text_of("continues") == YES,
    "risks": lambda row: True,
    "actions": lambda row: not action_is_over(row),
}

# Said anew in each return: a reason is about the quarter's own entry, and so is the wish to go on.
SAID_ANEW = ("confirm", "continues")


def spec_for(
    agreement: Agreement,
    theme: str,
    period: Period,
    returns: Returns,
    imported: Imported = MappingProxyType({}),
) -> FormSpec:
    """The specification of a theme's template, from the accepted returns and the imported figures that stand."""
    own = agreement.slice(theme, period)
    last = last_return(theme, period, returns)
    return FormSpec(
        form=RETURN_FORM.name,
        version=FORMAT_VERSION,
        theme=theme,
        period=str(period),
        deadline=period.deadline(agreement.settings.deadline_days),
        agreement=own,
        past=(
            *_past_figures(own, EarlierFigures(agreement, returns, imported), period),
            *_past_spend(theme, period, returns),
        ),
        carried=tuple(_carried(last, own)) if last else (),
        carried_from=str(last.period) if last else "",
    )


def last_return(theme: str, period: Period, returns: Returns) -> Return | None:
    """The last accepted return of the year before a period (docs/decisions/0011-carried-forward.md).

    A nil return says that there is no news: what was open before it is open still.
    """
    for earlier in _quarters_before(period, YEAR):
        returned = returns.get((theme, earlier))
        if returned is not None and not (returned.about and returned.about["nil"] == YES):
            return returned
    return None


def _quarters_before(period: Period, count: int) -> Iterator[Period]:
    """So many quarters before a period, the last one first."""
    for _ in range(count):
        period = period.previous
        yield period


def _past_figures(own: Agreement, earlier: EarlierFigures, period: Period) -> Iterator[Past]:
    """The figures of two years, oldest first, also of an indicator that another theme reported then."""
    revised = {one.code: earlier.agreement.baseline_row(one.code, period) for one in own.indicators}
    for quarter in reversed(list(_quarters_before(period, HISTORY))):
        for indicator in own.indicators:
            found, row = earlier.figure(indicator.code, quarter), revised[indicator.code]
            if found is not None:
                told = {
                    "imported": True if found.imported else None,
                    "outdated": True if row and row.outdates(quarter) else None,
                }
                # 0 and -0 are one key, and not one text.
                past = _past if found.actual else Past
                yield past(indicator=indicator.code, period=str(quarter), actual=found.actual, **told)


@lru_cache(maxsize=4096)  # a figure goes into the specifications of two years; 600 bytes each
def _past(*, indicator: str, period: str, actual: float, imported: bool | None, outdated: bool | None) -> Past:
    return Past(indicator=indicator, period=period, actual=actual, imported=imported, outdated=outdated)


def _past_spend(theme: str, period: Period, returns: Returns) -> Iterator[Past]:
    """The accepted spend of last quarter and a year ago, and the last that each line had in this financial year."""
    found: dict[tuple[str, str], Past] = {}
    last: dict[str, Past] = {}
    this_year = [Period(period.year, quarter) for quarter in range(1, period.quarter)]
    for quarter in (period.same_last_year, period.previous, *this_year):
        returned = returns.get((theme, quarter))
        for row in returned.rows("finance") if returned else ():
            spend, key = row.number_of("spend"), spend_key(row.key)
            if spend is None:
                continue
            past = Past(indicator=key, period=str(quarter), actual=spend)
            if quarter in this_year:
                last[key] = past
            if quarter in (period.same_last_year, period.previous):
                found[key, past.period] = past
    found.update({(past.indicator, past.period): past for past in last.values()})
    yield from found.values()


def _carried(last: Return, own: Agreement) -> Iterator[Carried]:
    """What a return hands on to the next template; its lines are numbered anew."""
    for row in last.rows("indicators"):
        if own.has_indicator(row.key):
            for column, value in _kept(row, COMMENTARY, own):
                yield Carried(table="indicators", row=row.key, column=column, value=value)
    for name, goes_on in GOES_ON.items():
        table = RETURN_FORM.table(name)
        columns = tuple(column.name for column in table.entries if column.name not in SAID_ANEW)
        lines = [kept for row in last.rows(name) if goes_on(row) and (kept := list(_kept(row, columns, own)))]
        for number, line in enumerate(lines, 1):
            for column, value in line:
                yield Carried(table=name, row=line_key(table, number), column=column, value=value)


def _kept(row: Row, columns: tuple[str, ...], own: Agreement) -> Iterator[tuple[str, str | float]]:
    """The entries of a row that the next return can start from."""
    for column in columns:
        value = row[column]
        if value is None or row.unusable(column) or says_nothing(value) or _gone(column, value, own):
            continue
        yield column, value.isoformat() if isinstance(value, date) else value


def _gone(column: str, value: Any, own: Agreement) -> bool:
    """Whether an entry points to an indicator or a block that the agreement no longer has."""
    if column == "indicator":
        return not own.has_indicator(value)
    return column == "block" and value not in {block.code for block in own.blocks}
