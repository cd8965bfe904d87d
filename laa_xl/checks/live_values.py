"""What the live checks of a template look at besides the cells: parameters of each row, and what follows from its cells.

Both stand on the hidden rules sheet, a block for each table. A parameter is written once, when the template is made; a
helper is a formula. Each helper's value is worked out here as well, by the functions that the rules use.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from laa_xl.checks.blanks import started
from laa_xl.checks.figures import FIGURES, doubt_formula, fraction_meant
from laa_xl.checks.indicators import before_of
from laa_xl.checks.lines import past_spend
from laa_xl.checks.look import Look
from laa_xl.checks.parts import PARTLESS
from laa_xl.checks.reported import off_target
from laa_xl.checks.required import has_own_entry
from laa_xl.declare.excel import all_of, any_of, blank, filled, flag, is_number, listed, negated, says_nothing
from laa_xl.declare.lists import serial, signature_formula
from laa_xl.declare.live_formulas import RULE_COLUMNS
from laa_xl.declare.model import Column, Kind, Table
from laa_xl.declare.return_form import INDICATORS, RETURN_FORM
from laa_xl.domain.live import rule_values
from laa_xl.domain.returns import Row
from laa_xl.domain.sentences import folded
from laa_xl.domain.words import Rag

COMMENTARY = ("cause", "action", "action_owner", "action_date")
CHECK_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "indicators": (
        *RULE_COLUMNS,
        "measure",
        "lowest",  # the limits of the indicator's unit; "" where there is none
        "highest",
        "share_actual",  # 1 where a value between 0 and 1 would be a fraction meant as a percentage
        "share_forecast",
        "half",  # half a unit of the indicator's last decimal; "" where numerator and denominator say nothing
        "before",  # the last comparable figure, else the baseline
        "far",  # the change against it, in percent, from which on we ask
        *(f"carried_{name}" for name in COMMENTARY),  # as printed from the last return
    ),
    "finance": (
        "total",  # 1 in the row of totals
        "lines",  # how many lines the total has
        "before",  # the last accepted spend to date
        "same_year",  # 1 where that was in this financial year
    ),
}


def parameters(table: Table, row: Row, look: Look) -> dict[str, Any]:
    """The parameters of a row, as CHECK_COLUMNS names them; "" where there is none."""
    if table.name == "indicators":
        return _of_an_indicator(row, look)
    if table.name == "finance":
        return _of_a_finance_line(row, look)
    return {}


def _of_an_indicator(row: Row, look: Look) -> dict[str, Any]:
    indicator = look.agreement.indicator(row.key)
    half = "" if indicator.measure in PARTLESS else 0.5 / 10**indicator.decimals
    shares = {f"share_{name}": int(fraction_meant(indicator, 0.5, look.target(indicator, name))) for name in FIGURES}
    return {
        **rule_values(look.agreement, indicator, look.period),
        "measure": indicator.measure.value,
        "lowest": _shown(indicator.lowest),
        "highest": _shown(indicator.highest),
        **shares,
        "half": half,
        "before": _shown(before_of(indicator, look)[1]),
        "far": float(look.agreement.settings.far_from_last),
        **{f"carried_{name}": _carried(row.key, name, look) for name in COMMENTARY},
    }


def _of_a_finance_line(row: Row, look: Look) -> dict[str, Any]:
    table = RETURN_FORM.table("finance")
    before, at = past_spend(row.key, look)
    return {
        "total": int(row.key == table.total_row),
        "lines": len(look.agreement.funding_of(look.spec.theme, look.period.year)),
        "before": _shown(before),
        "same_year": int(before is not None and at.year == look.period.year),
    }


def _carried(key: str, column: str, look: Look) -> float | str:
    """What was carried forward into a cell, as it is compared: spaces made one, a date as a number of days."""
    value = look.spec.carried_value("indicators", key, column)
    if value is None:
        return ""
    if INDICATORS.column(column).kind is Kind.DATE:
        return float(serial(str(value)))
    return " ".join(str(value).split())


def is_carried(row: Row, column: str, look: Look) -> bool:
    """Whether an entry of an indicator row stands as it was carried forward."""
    value = look.spec.carried_value("indicators", row.key, column)
    entry = row[column]
    if value is None or entry is None:
        return False
    if isinstance(entry, date):
        return entry.isoformat() == value
    return folded(str(entry)) == folded(str(value))


def _shown(value: float | None) -> float | str:
    return "" if value is None else float(value)


def _confirmed(row: Row, look: Look) -> bool:
    return row.text_of("confirm") != ""


def _doubtful(column: str) -> Callable[[Row, Look], bool]:
    return lambda row, look: look.doubtful(row, column)


def _rated(row: Row, look: Look) -> bool:
    rating = look.rating(row)
    return rating is not None and rating.symbol is not None


_STARTED = (
    lambda table: any_of(*(f"IF(ISERROR({{{c.name}}}),TRUE,{filled(c.name)})" for c in table.entries)),
    started,
)


def _own(table: Table) -> str:
    """Whether a row holds an entry beside what was carried forward into it."""
    if table.blank_rows:
        known = f"SUMPRODUCT(--({{list:carried_{table.name}}}={signature_formula(table)}))"
        return all_of(flag("started"), f"IFERROR({known}=0,TRUE)")
    carried = COMMENTARY if table.name == "indicators" else ()
    return any_of(
        *(
            f"IF(ISERROR({{{column.name}}}),TRUE,{_not_carried(column) if column.name in carried else filled(column.name)})"
            for column in table.entries
        )
    )


def _not_carried(column: Column) -> str:
    kept = f"{{{column.name}}}" if column.kind is Kind.DATE else f"{{clean:{column.name}}}"
    return all_of(filled(column.name), f"{kept}<>{{rule:carried_{column.name}}}")


_CONFIRMED = (lambda _: all_of(filled("confirm"), negated(says_nothing("confirm"))), _confirmed)
_SOUND = all_of(
    *(any_of(blank(name), is_number(name)) for name in FIGURES),
    any_of(blank("status"), listed("status", "indicators_status")),
    any_of(blank("forecast_judgement"), listed("forecast_judgement", "indicators_forecast_judgement")),
    *(negated(flag(f"doubtful_{name}")) for name in FIGURES),
)
_OFF_TARGET = f'{{rag}}="{Rag.AMBER}"', f'{{rag}}="{Rag.RED}"'

Helper = tuple[Callable[[Table], str], Callable[[Row, Look], bool]]
_OF_INDICATORS: dict[str, Helper] = {
    "doubtful_actual": (lambda _: doubt_formula("actual"), _doubtful("actual")),
    "doubtful_forecast": (lambda _: doubt_formula("forecast"), _doubtful("forecast")),
    "sound": (lambda _: _SOUND, lambda row, look: look.rating(row) is not None),
    "rated": (lambda _: all_of(flag("sound"), '{performance}<>""'), _rated),
    "off_target": (lambda _: all_of(flag("sound"), any_of(*_OFF_TARGET)), off_target),
}


def helpers(table: Table) -> dict[str, Helper]:
    """What follows from the cells of each row, 1 or 0: the condition in Excel, and the same in Python."""
    found: dict[str, Helper] = {}
    if table.name != "about":
        found = {"started": _STARTED, "own": (_own, has_own_entry), "confirmed": _CONFIRMED}
    return {**found, **_OF_INDICATORS} if table.name == "indicators" else found
