"""A column or setting of an agreement on which nothing depends says so where it is filled in."""

from __future__ import annotations

import re
from pathlib import Path

import laa_xl
from laa_xl.declare.agreement_tables import AGREEMENT_TABLES, SETTINGS

DECLARED = ("records.py", "settings.py")


def test_what_changes_nothing_anywhere_says_so_and_nothing_else_does() -> None:
    sources = [path for path in Path(laa_xl.__file__).parent.rglob("*.py") if path.name not in DECLARED]
    words = set(re.findall(r"(?<=[.\"'])[a-z_0-9]+\b", "\n".join(path.read_text(encoding="utf-8") for path in sources)))
    told = [(one.title, one.name, one.meaning) for one in SETTINGS]
    told += [(one.title, one.name, one.prompt) for table in AGREEMENT_TABLES for one in table.columns]
    unused = {title for title, name, _ in told if name not in words}
    assert unused == {title for title, _, prompt in told if prompt.endswith("nothing depends on it")}
