"""How the command line shows what a workbook or an agreement holds: a table a sheet or file, the settings first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from laa_xl.cli.saying import say
from laa_xl.cli.show import new_console, new_table


def show_schema(described: Mapping[str, Any]) -> None:
    """A table for the settings, where it has some, and one for each sheet, or file of an agreement."""
    say(described["title"])
    if "settings" in described:
        _show_settings(described["settings_file"], described["settings"])
    for sheet in described.get("sheets", ()):
        for table in sheet["tables"]:
            _show_columns(f"{sheet['sheet']}: {table['title']}", table["columns"], _IN_A_WORKBOOK)
    for table in described.get("tables", ()):
        _show_columns(f"{table['file']}: {table['title']}", table["columns"], _IN_A_FILE)


def _show_settings(file: str, settings: Sequence[Mapping[str, Any]]) -> None:
    lines = [
        (
            one["name"],
            " or ".join(one["allowed"] or (one["type"],)),
            "always" if one["required"] else "",
            _in_words(one["default"]),
            f"{one['title']}: {one['meaning']}",
        )
        for one in settings
    ]
    _show(f"{file}: settings", ("Setting", "Type", "Needed", "Default", "What it means"), lines)


# The headings over what is told of each column. In a text file everything is typed, so nothing is said of who does.
_IN_A_WORKBOOK = {
    "Column": "name",
    "Title": "title",
    "Type": "type",
    "Filled by": "role",
    "Needed": "required",
    "Allowed": "allowed",
}
_IN_A_FILE = {
    "Column": "name",
    "Title in the master": "title",
    "Type": "type",
    "Needed": "required",
    "Allowed": "allowed",
    "What it means": "help",
}


def _show_columns(title: str, columns: Sequence[Mapping[str, Any]], told: Mapping[str, str]) -> None:
    _show(title, tuple(told), [tuple(_in_words(column.get(name)) for name in told.values()) for column in columns])


def _in_words(told: Any) -> str:
    """What is told of a column or a setting, as people say it: a list with commas, limits as ``from 1 to 4`` or ``0 or more``."""
    if told is None:
        return ""
    if isinstance(told, Mapping):
        low, high = told["minimum"], told["maximum"]
        if low is not None and high is not None:
            return f"from {low:g} to {high:g}"
        return f"{high:g} or less" if low is None else f"{low:g} or more"
    return ", ".join(told) if isinstance(told, list) else str(told)


def _show(title: str, headings: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    table = new_table(title=title, title_justify="left")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for line in lines:
        table.add_row(*line)
    new_console().print(table)
