"""The journal: the officers' input tables as they stood at each run, once for each state, named by their fingerprint."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from laa_xl.declare.agreement_tables import SETTINGS
from laa_xl.declare.master_form import MASTER_FORM
from laa_xl.files.master_reader import Missing
from laa_xl.files.store import read_file, sha256_of, write_whole
from laa_xl.flow.errors import ProgrammeError

Tables = Mapping[str, Sequence[Mapping[str, Any]]]
JOURNAL = "journal"
_NAME = re.compile(r"\d+-(?P<known>[0-9a-f]{12})", re.ASCII)


def journal_entries(root: Path) -> list[Path]:
    """Every entry, the oldest first; one that was copied or synchronised may have more behind its name."""
    found = (path for path in (root / JOURNAL).glob("[0-9]*.json") if _NAME.match(path.name))
    return sorted(found, key=lambda path: (number_of(path), path.name))


def number_of(path: Path) -> int:
    """The number of an entry, by its name."""
    return int(path.name.partition("-")[0])


def read_entry(path: Path) -> dict[str, Any]:
    """An entry's settings and tables; ProgrammeError where it is not as it was written."""
    data = read_file(path)
    if not holds(path, sha256_of(data)):
        raise ProgrammeError(
            f"{path} was changed or damaged after it was written. Put it back from your backup, or move it away: then the entry "
            "before it counts, with what the officers' tables held at that time."
        )
    found: dict[str, Any] = json.loads(data)
    return found


def entry_bytes(tables: Tables, missing: Collection[Missing] = ()) -> bytes:
    """The input tables as an entry holds them: JSON with indents, put together row by row, for there may be 100,000.

    ``missing``: what the master has not got yet of the headings that are noted; one that is open keeps its own.
    """
    names = {setting.title: setting.name for setting in SETTINGS}
    settings = {names[row["setting"]]: row["value"] for row in tables["settings"] if row["value"] is not None}
    lists = (
        _named(name, _bracketed("[]", 2, (_object(row, 3) for row in rows)))
        for name, rows in sorted(tables.items())
        if name != "settings"
    )
    gone = {(one.table.name, one.title) for one in missing}
    columns = {
        table.name: [column.title for column in table.columns if (table.name, column.title) not in gone]
        for table in MASTER_FORM.tables()
        if (table.name, "") not in gone
    }
    whole = (
        _named("columns", _object(columns, 1)),
        _named("settings", _object(settings, 1)),
        _named("tables", _bracketed("{}", 1, lists)),
    )
    data = io.BytesIO()
    for piece in _bracketed("{}", 0, whole):
        data.write(piece.encode())
    return data.getvalue()


def _named(name: str, value: Iterable[str]) -> Iterator[str]:
    yield f"{_written(name)}: "
    yield from value


def _object(row: Mapping[str, Any], deep: int) -> Iterable[str]:
    """A row: what Python writes with indents value by value, and without them ten times as fast."""
    if any(isinstance(value, (dict, list, tuple)) for value in row.values()):
        text = json.dumps(row, ensure_ascii=False, indent=1, sort_keys=True, default=_plain)
        return (text.replace("\n", f"\n{' ' * deep}"),)
    return _bracketed("{}", deep, ((_written(dict(row), deep + 1)[1:-1],),) if row else ())


def _written(value: Any, deep: int = 0) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(f",\n{' ' * deep}", ": "), default=_plain)


def _bracketed(pair: str, deep: int, parts: Iterable[Iterable[str]]) -> Iterator[str]:
    """Parts in their brackets, each on a line of its own, indented one deeper than these."""
    line = f"\n{' ' * (deep + 1)}"
    before = end = pair[0]
    for part in parts:
        yield f"{before}{line}"
        yield from part
        before, end = ",", f"\n{' ' * deep}"
    yield f"{end}{pair[1]}"


def keep_entry(root: Path, tables: Tables, missing: Collection[Missing] = (), *, tells: bool = True) -> Path | None:
    """Keep the tables as they stand, unless the newest entry holds just that; the new entry, where they went back to an earlier one.

    ``tells``: whether the run says that they did. One that does not keeps no such entry: to the next run nothing would have gone back.
    """
    data = entry_bytes(tables, missing)
    entries = journal_entries(root)
    if entries and read_file(entries[-1]) == data:
        return None
    back = went_back(entries, data)
    if back and not tells:
        return None
    number = number_of(entries[-1]) + 1 if entries else 1
    path = root / JOURNAL / f"{number:05d}-{sha256_of(data)[:12]}.json"
    write_whole(path, data)
    return path if back else None


def went_back(entries: Sequence[Path], data: bytes) -> bool:
    """Whether tables, as an entry's bytes, are those of an earlier one of these entries, and no more those of the last."""
    sha256 = sha256_of(data)
    return any(holds(path, sha256) for path in entries) and not holds(entries[-1], sha256)


def told_of_going_back(master: Path, entry: Path | None = None) -> str:
    """What that may mean, and the way back; ``entry``: in which it was kept since. Short enough for a message box."""
    away = f"{master.name} and journal/{entry.name}" if entry else master.name
    return (
        f"The green tabs are as at an earlier run. If an older {master.name} was put back: move {away} to another folder, and "
        "laa-xl rebuild brings back what was entered since."
    )


def holds(path: Path, sha256: str) -> bool:
    """Whether an entry was written with the bytes of this fingerprint: its name begins with it."""
    found = _NAME.match(path.name)
    return found is not None and sha256.startswith(found["known"])


def _plain(value: Any) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"cannot journal {type(value)}")
