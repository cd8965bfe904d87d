"""How the command line shows what differs between two versions of a return: lines for people, JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from laa_xl.cli.saying import say
from laa_xl.domain.sentences import capital

if TYPE_CHECKING:
    from laa_xl.domain.versions import CellChange
    from laa_xl.flow.receiving import Validated

_MOST_CHANGES = 20  # lines


def taken_json(item: Validated) -> dict[str, Any]:
    """Why a file is held, and what changed since the version that counted (null: there was none)."""
    return {"held": list(item.held), "replaces": item.replaces or None, "changes": changes_json(item.changes)}


def changes_json(changes: Sequence[CellChange] | None) -> list[dict[str, Any]] | None:
    """Changes for other programs; dates as ISO text."""
    if changes is None:
        return None
    return [
        {
            "sheet": one.sheet,
            "cell": one.cell,
            "row": one.row,
            "column": one.column or None,
            "title": one.title,
            "how": one.how.value,
            "before": one.before.isoformat() if isinstance(one.before, date) else one.before,
            "after": one.after.isoformat() if isinstance(one.after, date) else one.after,
        }
        for one in changes
    ]


def show_changes(item: Validated) -> None:
    """What differs from the version that counted, a line a cell."""
    if item.changes is None:
        return
    from laa_xl.flow.telling import changed

    say(f"  {capital(changed(item))}" + (":" if item.changes else "."))
    for one in item.changes[:_MOST_CHANGES]:
        say(f"    {one.line}.")
    if len(item.changes) > _MOST_CHANGES:
        say(f"    ... and {len(item.changes) - _MOST_CHANGES} more: see the master's sheet Changes.")
