"""The invented agreement in another shape: what is declared of an indicator, its targets, and what was accepted before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from laa_xl.checks.live_state import LiveState
from laa_xl.domain.agreement import TargetRow
from laa_xl.domain.inputs import Inputs
from laa_xl.domain.periods import Period
from laa_xl.domain.register import Issued, Register
from laa_xl.domain.returns import Return
from laa_xl.domain.spec import Carried, FormSpec, Past
from laa_xl.flow.programme import State
from laa_xl.stages.templating import content
from tests.checks.case import Case
from tests.support.returns import PAST, STAMP, THEME, Entries, agreement, checked, return_of, spec, valid_entries

Figures = Mapping[str, Mapping[str, float]]  # by indicator, then by period


def shaped(
    declared: Mapping[str, Mapping[str, Any]] | None = None,
    *,
    past: Figures | None = None,
    targets: Sequence[TargetRow] = (),
    settings: Mapping[str, Any] | None = None,
    carried: Sequence[Carried] | None = None,
    only_past: bool = False,
) -> FormSpec:
    """The specification of a template. ``targets`` stand for those of the same indicator, year and quarter.

    ``past`` comes on top of what the invented agreement has; ``only_past``: instead of it.
    """
    agreement = spec().agreement
    changed = tuple(i.model_copy(update=dict((declared or {}).get(i.code, {}))) for i in agreement.indicators)
    replaced = {(row.indicator, row.year, row.quarter) for row in targets}
    kept = tuple(row for row in agreement.targets if (row.indicator, row.year, row.quarter) not in replaced)
    agreement = agreement.model_copy(
        update={
            "indicators": changed,
            "targets": (*kept, *targets),
            "settings": agreement.settings.model_copy(update=dict(settings or {})),
        }
    )
    more = {(code, at): value for code, figures in (past or {}).items() for at, value in figures.items()}
    old = () if only_past else tuple(item for item in PAST if (item.indicator, item.period) not in more)
    figures = (*old, *(Past(indicator=code, period=at, actual=value) for (code, at), value in more.items()))
    form = spec().model_copy(update={"agreement": agreement, "past": figures})
    if carried is not None:
        form = form.model_copy(update={"carried": tuple(carried)})
    return FormSpec.model_validate_json(form.text())


def filled(changes: Mapping[str, Any], form: FormSpec | None = None) -> bytes:
    """The valid return with other entries, made from a template of that shape; None takes an entry away."""
    return return_of(_entries(changes), form)


def seen(changes: Mapping[str, Any], **form: Any) -> LiveState:
    """The same as the rules see it, without a workbook: quick, where nothing hangs on how a cell is written and read."""
    shape = shaped(**form)
    return content(shape, _entries(changes)).live


def _entries(changes: Mapping[str, Any]) -> Entries:
    entries = valid_entries()
    tables = {"N": "narrative", "R": "risks", "A": "actions"}
    for spot, value in changes.items():
        key, column = spot.split(".")
        numbered = key[0] in tables and key[1:].isdigit()
        money = key in ("GRANT", "BID", "TOTAL")
        table = tables[key[0]] if numbered else "finance" if money else "about" if key == "about" else "indicators"
        row = entries[table].setdefault(key, {})
        if value is None:
            row.pop(column, None)
        else:
            row[column] = value
    return entries


def shape(rule: str, what: str, changes: dict[str, Any], at: str = "", **form: Any) -> Case:
    """A case whose template has another shape; the finding stands at the first change unless ``at`` says otherwise."""
    return Case(rule, what, lambda: filled(changes, shaped(**form)), at or next(iter(changes)))


def silent(changes: dict[str, Any], **form: Any) -> list[str]:
    """What is said, at any severity, of a return of that shape: for the near misses."""
    return [finding.line for finding in checked(filled(changes, shaped(**form))).findings]


def programme(form: FormSpec) -> State:
    """A programme that runs the whole agreement in the template's shape, and has sent that template."""
    mine = {indicator.code: indicator for indicator in form.agreement.indicators}
    everything = agreement()
    others = tuple(row for row in everything.targets if row.indicator not in mine)
    changed = everything.model_copy(
        update={
            "indicators": tuple(mine.get(one.code, one) for one in everything.indicators),
            "targets": (*others, *form.agreement.targets),
            "settings": form.agreement.settings,
        }
    )
    sent = Issued(period=form.period, theme=form.theme, digest=form.digest, deadline=form.deadline, at=STAMP)
    return State(changed, Inputs(), {}, Register(issued=(sent,)))


def accepted(entries: Entries, period: Period, theme: str = THEME) -> Return:
    """What an earlier return says, or another theme's."""
    form = spec(theme=theme, period=period).model_copy(update={"past": (), "carried": (), "carried_from": ""})
    returned = checked(return_of(entries, form)).returned
    assert returned is not None
    return returned


def known(
    rule: str, what: str, changes: dict[str, Any], at: str = "", *, before: Sequence[Return] = (), **form: Any
) -> Case:
    """A case that is checked in its programme, which accepted these returns before."""
    return Case(
        rule,
        what,
        lambda: filled(changes, shaped(**form)),
        at or next(iter(changes), ""),
        programme=lambda: programme(shaped(**form)),
        returns=lambda: {(one.theme, one.period): one for one in before},
    )
