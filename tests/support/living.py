"""A small agreement that changes within its term: its programme folder, filled returns, rows entered in its master."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from laa_xl.domain.spec import FormSpec
from laa_xl.files.cells import read_cells
from laa_xl.files.return_writer import return_bytes
from laa_xl.stages.reading import read_return
from laa_xl.stages.templating import content
from tests.support.cli import laa_xl, succeeded
from tests.support.returns import STAMP

NOW = "2009-08-01T09:00:00"
SETTINGS = {
    "code": "southshire-2008",
    "title": "Southshire's Local Area Agreement",
    "area": "Southshire",
    "accountable_body": "Southshire County Council",
    "start_year": 2008,
    "end_year": 2010,
}
TABLES = {
    "blocks": "code,name\nSSC,Safer and Stronger\nEDE,Economy\n",
    "themes": "code,name,block\nSAFE,Safer Places,SSC\nJOBS,Jobs,EDE\n",
    "outcomes": "code,theme,title\nO1,SAFE,People feel safe\nO2,JOBS,People find work\n",
    "indicators": (
        "code,outcome,title,unit,measure,decimals,polarity,accumulation,baseline,baseline_period,first_period,last_period\n"
        "NI021,O1,Residents who feel safe,% of residents,percent,1,higher,point in time,50,2007-08,,\n"
        "NI016,O1,Burglaries,per 1000 homes,rate,1,lower,point in time,9,2007-08,,\n"
        "NI154,O2,Homes built,homes,count,0,higher,cumulative,,,,\n"
    ),
    "contacts": (
        "post,theme,organisation,email,role\n"
        "Safety lead,SAFE,Police,safe.lead@southshire.example,Lead\n"
        "Safety returns,SAFE,Police,safe.returns@southshire.example,Contributor\n"
        "Jobs lead,JOBS,Colleges,jobs.lead@southshire.example,Lead\n"
        "Performance officer,,County,performance@southshire.example,County team\n"
        "Locality manager,,Government,locality@go.example,Government Office\n"
    ),
    "targets": (
        "indicator,year,quarter,target,effective_from\n"
        "NI021,2008,,60,\nNI016,2008,,8,\nNI154,2008,,400,\n"
        "NI021,2009,,65,\nNI016,2009,,7,\nNI154,2009,,500,\n"
    ),
}
FINE = {"status": "Final", "forecast_judgement": "Within"}
SAFE_Q1 = {"NI021": {"actual": 58.0, **FINE}, "NI016": {"actual": 8.0, **FINE}}
EXPLAINED = {"cause": "Known.", "action": "Patrols.", "action_owner": "Police", "action_date": date(2009, 12, 31)}


def new_programme(into: Path, **tables: str) -> Path:
    """A programme folder; ``tables`` stand in the place of the ordinary ones, or beside them."""
    text = into / "agreement"
    text.mkdir(parents=True)
    lines = [f"{name} = {json.dumps(value)}" for name, value in SETTINGS.items()]
    (text / "agreement.toml").write_text("\n".join(lines), encoding="utf-8")
    for name, table in {**TABLES, **tables}.items():
        (text / f"{name}.csv").write_text(table, encoding="utf-8")
    succeeded(laa_xl("new", into / "p", "--agreement", text, now=NOW))
    return into / "p"


def template(folder: Path, period: str, theme: str) -> Path:
    """A theme's template, made anew."""
    succeeded(laa_xl("templates", folder, "--period", period, "--theme", theme, now=NOW))
    return folder / "templates" / period / f"southshire-2008-{theme}-{period}.xlsx"


def carried_by(path: Path) -> FormSpec:
    """What a template carries."""
    spec = read_return(read_cells(path)).spec
    assert spec is not None
    return spec


def filled(path: Path, indicators: Mapping[str, Mapping[str, Any]], **tables: Mapping[str, Mapping[str, Any]]) -> Path:
    """The return on a template, written as the template's own writer writes it."""
    spec = carried_by(path)
    about = {
        "completed_by": "Performance officer",
        "organisation": "Partnership",
        "date_completed": spec.when.deadline(10),
    }
    entries = {"about": {"about": about}, "indicators": indicators, **tables}
    target = path.with_name(f"filled-{path.name}")
    target.write_bytes(return_bytes(spec, content(spec, entries), STAMP))
    return target


def accept(folder: Path, period: str, theme: str, indicators: Mapping[str, Mapping[str, Any]], **tables: Any) -> Path:
    """Make the template, fill it, have it accepted."""
    path = filled(template(folder, period, theme), indicators, **tables)
    succeeded(laa_xl("consolidate", folder, path, now=NOW))
    return path


def enter(folder: Path, sheet: str, *rows: Mapping[str, Any]) -> None:
    """Type rows into a table of the master, by heading, from its first free row on."""
    book = openpyxl.load_workbook(folder / "master.xlsm", keep_vba=True)
    tab = book[sheet]
    head = next(line for line in tab.iter_rows() if sum(cell.value is not None for cell in line) > 4)
    columns = {cell.value: cell.column for cell in head}
    used = sum(1 for line in tab.iter_rows(min_row=head[0].row + 1) if line[0].value is not None)
    for number, row in enumerate(rows, head[0].row + 1 + used):
        for heading, value in row.items():
            tab.cell(number, columns[heading]).value = value
    book.save(folder / "master.xlsm")


def change(folder: Path, sheet: str, key: str, **values: Any) -> None:
    """Type other entries into the row of a key; headings are written with _ for a space."""
    book = openpyxl.load_workbook(folder / "master.xlsm", keep_vba=True)
    tab = book[sheet]
    head = next(line for line in tab.iter_rows() if sum(cell.value is not None for cell in line) > 1)
    row = next(line[0].row for line in tab.iter_rows() if line[0].value == key)
    columns = {str(cell.value): cell.column for cell in head}
    for heading, value in values.items():
        tab.cell(row, columns[heading.replace("_", " ")]).value = value
    book.save(folder / "master.xlsm")
