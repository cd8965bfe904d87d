"""What leaves the county is looked through first: for local-only indicators, addresses, hidden things."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from laa_xl.declare.agreement_tables import AGREEMENT_TABLES
from laa_xl.declare.input_tables import INPUT_TABLES
from laa_xl.domain.documents import Document
from laa_xl.domain.leaks import Few, Leak, Secrets, secrets_of
from laa_xl.domain.mails import Attachment
from laa_xl.files.inspecting import inspect
from laa_xl.flow.programme import State


def look_through(state: State, files: Mapping[str, bytes], few: tuple[Few, ...] = ()) -> list[Leak]:
    """Everything in these files, by name, that must not leave the county; ``few``: the figures of their quarter about few people."""
    return inspect(files, _secrets(state, files, few))


def look_through_document(state: State, document: Document, few: tuple[Few, ...]) -> list[Leak]:
    """Everything that a report tells and must not, in whatever format it is written; each kind once, at its first place.

    ``few``: the figures about few people of the quarters that it tells of.
    """
    found: dict[str, Leak] = {}
    secrets = _secrets(state, {}, few)
    for place, text in document.texts:
        for what in secrets.found_in(text):
            found.setdefault(what, Leak(document.title, place, what))
    return list(found.values())


def with_attached(told: Mapping[str, bytes], attachments: Iterable[Attachment]) -> dict[str, bytes]:
    """What a mail tells and what is attached to it, as files; of several of one name each is there."""
    files = dict(told)
    for one in attachments:
        name, number = one.name, 1
        while name in files:
            number += 1
            name = f"{number} {one.name}"
        files[name] = one.data
    return files


def _secrets(state: State, files: Mapping[str, bytes], few: tuple[Few, ...]) -> Secrets:
    """What is kept for the county: local-only indicators, what a column calls personal, partners' file names."""
    personal = {
        str(row[column.name]).strip()
        for table in (*AGREEMENT_TABLES, *INPUT_TABLES)
        for column in table.columns
        if column.personal
        for row in state.tables.get(table.name, ())
        if row.get(column.name)
    }
    came_in = {entry.file for entry in state.register.receipts} | {entry.file for entry in state.register.imports}
    received = came_in - files.keys()
    return secrets_of(state.agreement, tuple(sorted(personal)), tuple(sorted(received)), few)
