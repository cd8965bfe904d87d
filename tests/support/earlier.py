"""What the journal of a programme noted when its master was written by an earlier version."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from laa_xl.declare.master_form import MASTER_FORM
from laa_xl.files.store import sha256_of


def written_without(root: Path, missing: Mapping[str, Sequence[str]], *, noted: bool = True) -> None:
    """Make the newest entry that of a version without some columns, by table; without a table where none is named.

    ``noted``: the version noted its headings. The first ones did not, and their rows say what there was.
    """
    path = max((root / "journal").glob("[0-9]*-*.json"))
    entry = json.loads(path.read_text(encoding="utf-8"))
    for name, titles in missing.items():
        if not titles:
            del entry["columns"][name], entry["tables"][name]
            continue
        entry["columns"][name] = [title for title in entry["columns"][name] if title not in titles]
        gone = {column.name for column in MASTER_FORM.table(name).columns if column.title in titles}
        entry["tables"][name] = [
            {key: value for key, value in row.items() if key not in gone} for row in entry["tables"][name]
        ]
    if not noted:
        del entry["columns"]
    data = json.dumps(entry).encode()
    path.unlink()
    path.with_name(f"{path.name.partition('-')[0]}-{sha256_of(data)[:12]}.json").write_bytes(data)
