"""The declarations as data for other programs: ``laa-xl schema``."""

from __future__ import annotations

from typing import Any

from laa_xl.declare.agreement_tables import AGREEMENT_TABLES, SETTINGS
from laa_xl.declare.layout import layout
from laa_xl.declare.master_form import MASTER_FORM
from laa_xl.declare.model import Column, Form, Table, When
from laa_xl.declare.return_form import HIDDEN_SHEET, RETURN_FORM


def schema(what: str) -> dict[str, Any]:
    """The schema of ``return``, ``master`` or ``agreement``."""
    if what == "agreement":
        return _agreement()
    form = RETURN_FORM if what == "return" else MASTER_FORM
    return _form(form)


def _form(form: Form) -> dict[str, Any]:
    described: dict[str, Any] = {"form": form.name, "title": form.title, "format": form.version, "sheets": []}
    if form is RETURN_FORM:
        described["identity_sheet"] = HIDDEN_SHEET
    for sheet in form.sheets:
        lengthwise = sheet.table.name == "about"
        entry: dict[str, Any] = {
            "sheet": sheet.name,
            "title": sheet.title,
            "orientation": "one field a row: title in column A, entry in column B"
            if lengthwise
            else "one record a row",
            "tables": [_table(sheet.table, lengthwise=lengthwise)],
        }
        if form is RETURN_FORM:
            place = layout(sheet, 1)
            entry["heading_row_as_generated"] = place.header + 1
            entry["note"] = (
                "Find the table by its headings: rows may be inserted above them, columns moved. A line that says what is "
                "illustrative adds rows above the headings."
            )
        else:
            entry["written_by"] = "officers" if sheet.input_table else "laa-xl, at every run"
        described["sheets"].append(entry)
    return described


def _table(table: Table, *, lengthwise: bool = False) -> dict[str, Any]:
    described: dict[str, Any] = {"name": table.name, "title": table.title}
    if not lengthwise and any(column.role == "key" for column in table.columns):
        described["key"] = table.key.name
    if table.total_row:
        described["total_row"] = table.total_row
    described["columns"] = [_column(column) for column in table.columns]
    return described


def _column(column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "title": column.title,
        "type": column.kind.value,
        "unit": column.unit or _unit(column),
        "role": column.role.value,
        "entry": column.entry,
        "required": None if column.required is When.NEVER else column.required.value,
        "allowed": _allowed(column),
    }
    if column.prompt:
        described["help"] = column.prompt
    return described


def _unit(column: Column) -> str | None:
    if column.kind == "money":
        return "pounds"
    return "the indicator's own unit" if column.kind == "number" else None


def _allowed(column: Column) -> Any:
    if column.choices == ("=blocks",):
        return "a government block of the agreement"
    if column.choices:
        return list(column.choices)
    if column.minimum is not None or column.maximum is not None:
        return {"minimum": column.minimum, "maximum": column.maximum}
    return None


def _agreement() -> dict[str, Any]:
    return {
        "form": "agreement",
        "title": "Agreement as a folder of text",
        "settings_file": "agreement.toml",
        "settings": [
            {
                "name": setting.name,
                "title": setting.title,
                "type": setting.kind.value,
                "required": setting.required,
                "default": setting.default,
                "allowed": list(setting.choices) or None,
                "meaning": setting.meaning,
            }
            for setting in SETTINGS
        ],
        "tables": [{"file": f"{table.name}.csv", **_table(table)} for table in AGREEMENT_TABLES],
    }
