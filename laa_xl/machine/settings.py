"""The settings that install writes down: ours, which the macros read, and xlwings' own."""

from __future__ import annotations

import contextlib
import locale
import re
from collections.abc import Mapping
from pathlib import Path

from laa_xl.files.lines import from_lines, to_lines
from laa_xl.files.store import StoreError, read_file, write_whole

COMMAND = "command"  # the line that starts laa-xl
WAY = "way"  # "xlwings" or "command": how the macros reach Python
FUNCTIONS = "functions"  # "vba" or "python": who works out the worksheet functions
PUT_ADDIN = "put.addin"  # "1": the xlwings add-in was not there before us
BEFORE = "before."  # what stood in xlwings' settings before us, by key; "" for nothing

_WORD = re.compile(r'"([^"]*)"|(\S+)')
_CONF_LINE = re.compile(r'^\s*"([^"]*)"\s*,\s*"([^"]*)"\s*$')


def read_settings(path: Path) -> dict[str, str]:
    """Our settings; empty where there are none."""
    try:
        return dict(from_lines(read_file(path)))
    except StoreError:
        return {}


def write_settings(path: Path, settings: Mapping[str, str]) -> bool:
    """Write our settings; False where they stood just so."""
    return write_whole(path, to_lines(settings.items()))


def command_for(python: str) -> str:
    """The line by which a macro starts laa-xl in that Python, whatever else is set on the machine.

    ``-E``: LibreOffice hands the settings of its own Python on to what it starts. ``-P``: the folder that the spreadsheet
    happens to work in holds no modules of ours.
    """
    return f'"{python}" -E -P -m laa_xl.cli.main'


def words_of(command: str) -> list[str]:
    """The words of such a line."""
    return [quoted or plain for quoted, plain in _WORD.findall(command)]


def read_conf(path: Path) -> dict[str, str]:
    """xlwings' settings by key, as they are written there; empty where there are none."""
    return {found[1]: found[2] for line in _conf_lines(path) if (found := _CONF_LINE.match(line))}


def write_conf(path: Path, changes: Mapping[str, str | None]) -> bool:
    """Change some of xlwings' settings (None takes one away) and leave every other line alone; False: nothing to change."""
    kept, left = [], dict(changes)
    for line in _conf_lines(path):
        found = _CONF_LINE.match(line)
        if found is None or found[1] not in changes:
            kept.append(line)
        elif found[1] in left and (value := left.pop(found[1])) is not None:
            kept.append(f'"{found[1]}","{value}"')
    kept += [f'"{key}","{value}"' for key, value in left.items() if value is not None]
    if not kept and not path.is_file():
        return False
    return write_whole(path, "".join(f"{line}\n" for line in kept).encode(locale.getencoding(), "surrogateescape"))


def _conf_lines(path: Path) -> list[str]:
    with contextlib.suppress(StoreError):
        text = read_file(path).decode(locale.getencoding(), "surrogateescape")  # as xlwings' own macros read it
        return [line for line in text.splitlines() if line.strip()]
    return []
