"""Data validation of an entry cell, from its column: what Excel allows, the prompt, and the message."""

from __future__ import annotations

from datetime import date
from typing import Any

from laa_xl.declare.model import Column, Kind

_TITLE, _MESSAGE = 32, 255  # Excel's limits


def validation_of(
    column: Column, name: str, lowest: float | None = None, highest: float | None = None
) -> dict[str, Any]:
    """XlsxWriter's options; ``name``: of the list, where the column has one; ``lowest`` and ``highest`` narrow a number
    beyond what its column says."""
    rule: dict[str, Any] = {
        "input_title": column.title[:_TITLE],
        "input_message": column.prompt[:_MESSAGE],
        "ignore_blank": True,
        "error_title": "Please check this entry",
    }
    low = column.minimum if lowest is None else lowest
    high = column.maximum if highest is None else highest
    if column.choices:
        rule |= {
            "validate": "list",
            "source": f"=list_{name}",
            "error_message": "Choose a value from the list.",
        }
        return {key: value for key, value in rule.items() if value != ""}
    match column.kind:
        case Kind.DATE:
            message = "Enter a date, for example 31/03/2009."
            rule |= {
                "validate": "date",
                "criteria": ">=",
                "value": date(1990, 1, 1),
                "error_message": message,
            }
        case Kind.INTEGER | Kind.NUMBER | Kind.MONEY | Kind.PERCENT:
            kind = "integer" if column.kind is Kind.INTEGER else "decimal"
            rule |= {"validate": kind, **_limits(low, high)}
        case _:
            message = f"Please keep this to at most {column.max_length} characters."
            rule |= {
                "validate": "length",
                "criteria": "<=",
                "value": column.max_length,
                "error_message": message,
            }
    return {name: value for name, value in rule.items() if value != ""}


def untouched(column: Column) -> dict[str, Any]:
    """For a cell that is not locked, so that its table can be sorted, and is none to type in."""
    return {
        "validate": "custom",
        "value": "=FALSE",
        "input_title": column.title[:_TITLE],
        "input_message": "This cell fills itself in.",
        "error_title": "Please leave this cell",
        "error_message": "This cell fills itself in. Press Escape to keep it.",
    }


def _limits(low: float | None, high: float | None) -> dict[str, Any]:
    if low is not None and high is not None:
        message = f"Enter a number only, from {low:g} to {high:g}."
        return {"criteria": "between", "minimum": low, "maximum": high, "error_message": message}
    if low is not None:
        return {"criteria": ">=", "value": low, "error_message": f"Enter a number only, {low:g} or more."}
    if high is not None:
        return {"criteria": "<=", "value": high, "error_message": f"Enter a number only, {high:g} or less."}
    return {"criteria": "between", "minimum": -1e12, "maximum": 1e12, "error_message": "Enter a number only."}
