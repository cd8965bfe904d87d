"""The input tables of a master that is not there any more: from the journal, unless the master only has another name."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from laa_xl.declare.input_tables import INPUT_TABLES
from laa_xl.declare.layout import layout
from laa_xl.declare.load import RawAgreement, RawRow
from laa_xl.declare.master_form import INPUT_SHEETS
from laa_xl.domain.sentences import listed
from laa_xl.files.other_masters import masters_beside
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.journal import journal_entries, read_entry
from laa_xl.flow.taking_in import TakenIn


def from_journal(root: Path, name: str, known: Collection[str]) -> tuple[RawAgreement, TakenIn]:
    """The tables as they stood at the last run; ProgrammeError where there is no journal, or a master of another name.

    ``name`` is the master's, ``known`` are all names that are ours.
    """
    if others := masters_beside(root, known):
        raise ProgrammeError(
            f"{root} has no {name}, but {listed(path.name for path in others)} looks like it. If somebody gave it another name, call it "
            f"{name} again; if it is a copy, move it to another folder. Then run again; nothing was changed."
        )
    entries = journal_entries(root)
    if not entries:
        raise ProgrammeError(f"{root} has neither {name} nor a journal to make it from.")
    data = read_entry(entries[-1])
    note = str(data["settings"].get("illustrative_note") or "")
    tables = {
        table: [RawRow(number, values) for number, values in enumerate(rows, first_row(table, note))]
        for table, rows in data["tables"].items()
    }
    own = {table.name for table in INPUT_TABLES}
    raw = RawAgreement(data["settings"], {table: rows for table, rows in tables.items() if table not in own})
    told = (
        f"There was no {name}, so it is made again, with the officers' tables as they stood at the last run. What was entered in it "
        "after that is not in it."
    )
    return raw, TakenIn({table: rows for table, rows in tables.items() if table in own}, told=(told,))


def first_row(table: str, note: str) -> int:
    """The number of the first row of an input table on its sheet of the master, as the master is written."""
    sheet = next(sheet for sheet in INPUT_SHEETS if sheet.table.name == table)
    return layout(sheet, 1, note).first + 1
