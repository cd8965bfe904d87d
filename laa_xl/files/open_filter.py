"""Filters of an open table: into a filtered range Excel writes wrongly, so they are lifted meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from laa_xl.files.open_ledger import Ledger


def lift_filter(ledger: Ledger, table: Any, headings: Sequence[str]) -> None:
    """Take off what filters a table, and set it again when everything is written; what cannot be set again is told."""
    if not table.show_autofilter:
        return
    active = [one for one in table.autofilter.criteria if one.type != "none"]
    if not active:
        return
    lost = [headings[one.field - 1] for one in active if not _can_be_set(one)]
    if lost:
        ledger.said.append(
            f'The filter of {", ".join(lost)} on the tab "{table.parent.name}" could not be kept. Set it again if you need it.'
        )
    ledger.at_the_end(lambda: _filter_again(table, active))
    table.autofilter.clear()


def _can_be_set(one: Any) -> bool:
    """Whether a filter can be set again: Excel does not tell those by colour or month, nor always a "top ten"."""
    if one.type.endswith("_items"):
        return one.count is not None
    if one.type.endswith("_percent"):
        return one.percent is not None
    return one.type in ("values", "comparison")


def _filter_again(table: Any, criteria: Sequence[Any]) -> None:
    known = table.autofilter
    for one in criteria:
        if not _can_be_set(one):
            continue
        with suppress(Exception):
            if one.type == "values":
                known.apply_values(one.field, one.values)
            elif one.type == "comparison":
                known.apply_comparison(one.field, one.operator, one.value1, one.value2)
            else:
                getattr(known, f"apply_{one.type}")(one.field, one.percent if one.count is None else one.count)
