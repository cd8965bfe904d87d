"""Agreements and entries kept as text: a folder of CSV tables and one TOML file of settings."""

from __future__ import annotations

import csv
import io
import tomllib
from pathlib import Path
from typing import Any

from laa_xl.declare.agreement_tables import AGREEMENT_TABLES
from laa_xl.declare.load import RawAgreement, RawRow
from laa_xl.declare.model import Table
from laa_xl.declare.table_errors import TableError
from laa_xl.files.refused import UnusableText

__all__ = ["UnusableText", "read_agreement_folder", "read_csv", "read_table"]

SETTINGS_FILE = "agreement.toml"


def read_agreement_folder(folder: Path) -> RawAgreement:
    """The raw tables of an agreement; UnusableText where a file cannot be read, errors in ``unknown`` otherwise."""
    path = folder / SETTINGS_FILE
    if not path.is_file():
        raise UnusableText(f"There is no agreement in {folder}: it has no file {SETTINGS_FILE}.")
    raw = RawAgreement(settings=_toml(path))
    for table in AGREEMENT_TABLES:
        file = folder / f"{table.name}.csv"
        if file.is_file():
            rows, unknown = read_table(file, table)
            raw.tables[table.name] = rows
            raw.unknown.extend(unknown)
    known = {f"{table.name}.csv" for table in AGREEMENT_TABLES}
    for stray in sorted(folder.glob("*.csv")):
        if stray.name not in known:
            message = f"There is no such table. The tables are: {', '.join(sorted(known))}."
            raw.unknown.append(TableError(stray.name, None, "", None, message))
    return raw


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnusableText(f"{path} cannot be read: {error}.") from None


def read_table(path: Path, table: Table) -> tuple[list[RawRow], list[TableError]]:
    """The rows of one CSV file; a column that the table does not have is an error, with its name."""
    names = {column.name for column in table.columns}
    rows = read_csv(path)
    headings = list(rows[0].values) if rows else []
    unknown = [
        TableError(table.name, 1, heading, None, f"The table {table.name} has no such column.")
        for heading in headings
        if heading not in names
    ]
    return rows, unknown


def read_csv(path: Path) -> list[RawRow]:
    """Every row that is not blank, with its line number; UnusableText where the file is not UTF-8 CSV."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        rows = [RawRow(reader.line_num, dict(row)) for row in reader]
    except UnicodeDecodeError:
        raise UnusableText(f"{path} is not saved as UTF-8. In Excel choose CSV UTF-8 when saving.") from None
    except csv.Error as error:
        raise UnusableText(f"{path} cannot be read as a table: {error}.") from None
    for row in rows:
        if None in row.values:
            raise UnusableText(f"{path}, line {row.number}: there are more cells than headings.")
    return [row for row in rows if any((value or "").strip() for value in row.values.values())]
