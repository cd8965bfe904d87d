"""A small invented agreement, a valid filled return for it, and other entries typed into the saved workbook.

A place in a return is written "PERCENT.actual": the code of a row, and the name of a column. `address` finds its cell
on the saved workbook by the code and the heading that stand there, as a person would. Ways to break a workbook's
structure are in tests.checks.edits.
"""

from __future__ import annotations

import csv
import functools
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.sax.saxutils import escape

import openpyxl

from laa_xl.declare.load import RawAgreement, RawRow, load_agreement
from laa_xl.declare.model import Table
from laa_xl.declare.return_form import RETURN_FORM
from laa_xl.domain.agreement import Agreement
from laa_xl.domain.findings import Finding
from laa_xl.domain.inputs import Inputs
from laa_xl.domain.periods import Period
from laa_xl.domain.register import Issued, Register
from laa_xl.domain.spec import Carried, FormSpec, Past
from laa_xl.files.return_writer import return_bytes
from laa_xl.flow.programme import State
from laa_xl.flow.receiving import Returns, Validated, spec_for, validate_bytes
from laa_xl.stages.templating import content

PERIOD = Period(2008, 2)
THEME = "SAFE"
STAMP = datetime.fromisoformat("2008-09-30")

Entries = dict[str, dict[str, dict[str, Any]]]

SETTINGS: dict[str, Any] = {
    "code": "northshire-2008",
    "title": "Northshire's Local Area Agreement",
    "area": "Northshire",
    "accountable_body": "Northshire County Council",
    "start_year": 2008,
    "end_year": 2010,
}

TABLES = {
    "blocks": """
code,name
SSC,Safer and Stronger Communities
EDE,Economic Development and Enterprise
""",
    "themes": """
code,name,block
SAFE,Safer Communities,SSC
JOBS,Jobs and Skills,EDE
""",
    "outcomes": """
code,theme,title
SAFE1,SAFE,People feel safe
JOBS1,JOBS,People find work
""",
    # Named for what each stands for in a test.
    "indicators": """
code,outcome,title,unit,measure,decimals,polarity,accumulation,due_quarters,tolerance_upper,tolerance_lower,tolerance_kind,minimum,maximum,share_q1,share_q2,share_q3,share_q4,placeholder
PERCENT,SAFE1,Residents who feel safe,% of residents,percent,1,higher,point in time,,,,,,,,,,,
LOWER,SAFE1,Burglaries per 1000 homes,per 1000 homes,rate,2,lower,point in time,,,,,,,,,,,
RANGE,SAFE1,Visits a home a year,visits,rate,1,range,point in time,,,,,,,,,,,
OPEN,SAFE1,Wardens on duty,wardens,rate,0,range,point in time,,,,,,,,,,,
UNSET,SAFE1,Calls to the help line,calls,count,0,,point in time,,,,,,,,,,,
SEASON,SAFE1,Young people on summer schemes,people,count,0,higher,cumulative,,,,,,,0.1,0.4,0.3,0.2,
YEAR,SAFE1,Fires started on purpose,fires,count,0,lower,cumulative,,,,,,,,,,,
SCORE,SAFE1,Standard of the service,score,score,1,higher,point in time,,,,,1,5,,,,,
MONEY,SAFE1,Value of goods seized,£,money,0,higher,cumulative,,,,,,,,,,,
CHANGE,SAFE1,Change in arson,% change,change,1,lower,point in time,,,,,,,,,,,
RATIO,SAFE1,Patrols to plan,ratio,ratio,2,higher,point in time,,,,,,,,,,,
HOLDER,SAFE1,Homes with alarms,% of homes,percent,1,higher,point in time,,,,,,,,,,,Y
LATER,SAFE1,Survey of trust,% of adults,percent,1,higher,annual survey,Q4,,,,,,,,,,
POINTS,SAFE1,Cases closed in time,% of cases,percent,1,higher,point in time,,1,2,points,,,,,,,
ZERO,SAFE1,Deaths in fires,deaths,count,0,lower,cumulative,,,,,,,,,,,
ZEROPTS,SAFE1,Serious injuries,injuries,count,0,lower,cumulative,,2,1,points,,,,,,,
QUARTER,SAFE1,Grants paid by September,grants,count,0,higher,point in time,,,,,,,,,,,
OVER,SAFE1,Orders against capacity,% of capacity,percent,0,higher,point in time,,,,,,150,,,,,
LEAST,SAFE1,Hours of cover,hours,rate,0,higher,point in time,,,,,10,,,,,,
MOST,SAFE1,Change in vandalism,% change,change,0,lower,point in time,,,,,,50,,,,,
WORK,JOBS1,People helped into work,people,count,0,higher,cumulative,,,,,,,,,,,
""",
    "targets": """
indicator,year,quarter,target,low,high
PERCENT,2008,,60,,
LOWER,2008,,2.5,,
RANGE,2008,,,10,20
OPEN,2008,,,10,
UNSET,2008,,500,,
SEASON,2008,,400,,
YEAR,2008,,100,,
SCORE,2008,,3,,
MONEY,2008,,20000,,
CHANGE,2008,,-5,,
RATIO,2008,,0.9,,
LATER,2008,,70,,
POINTS,2008,,90,,
ZERO,2008,,0,,
ZEROPTS,2008,,0,,
QUARTER,2008,2,30,,
OVER,2008,,100,,
LEAST,2008,,40,,
MOST,2008,,-2,,
WORK,2008,,80,,
""",
    "funding": """
code,theme,stream,pooling,recipient,year,budget
GRANT,SAFE,Safer communities grant,pooled,Northshire County Council,2008,100000
BID,SAFE,Neighbourhood bid,aligned,Northshire Police,2008,50000
""",
    "contacts": """
post,theme,organisation,email
Analyst,SAFE,Northshire County Council,analyst@northshire.example
""",
}


def raw_tables() -> dict[str, list[RawRow]]:
    """The tables as reading gives them."""
    return {
        name: [RawRow(number, row) for number, row in enumerate(csv.DictReader(text.strip().splitlines()), 2)]
        for name, text in TABLES.items()
    }


@functools.cache
def agreement(mode: str = "outlook") -> Agreement:
    """The invented agreement."""
    found, errors = load_agreement(RawAgreement({**SETTINGS, "rating_mode": mode}, raw_tables()))
    assert found is not None, errors
    return found


# What was accepted for earlier quarters: a figure of the quarter before, one of a year ago, and spending.
PAST = (
    Past(indicator="PERCENT", period="2008-Q1", actual=58.0),
    Past(indicator="LOWER", period="2008-Q1", actual=2.4),
    Past(indicator="SEASON", period="2007-Q2", actual=190.0),
    Past(indicator="SEASON", period="2008-Q1", actual=20.0),
    Past(indicator="spend:GRANT", period="2008-Q1", actual=25000.0),
    Past(indicator="spend:BID", period="2008-Q1", actual=9000.0),
)

# What the return of the quarter before hands on. The valid return says everything in other words.
CARRIED = tuple(
    Carried(table=table, row=row, column=column, value=value)
    for table, row, column, value in (
        ("indicators", "LOWER", "cause", "Three posts stood empty\n until June."),
        ("indicators", "LOWER", "action", "The posts are advertised."),
        ("indicators", "LOWER", "action_owner", "Head of community safety"),
        ("indicators", "LOWER", "action_date", "2008-12-31"),
        ("indicators", "YEAR", "action", "Yards are looked at."),
        ("indicators", "PERCENT", "cause", "Fewer people were asked."),
        ("narrative", "N1", "text", "Young people were asked what they would like."),
        ("narrative", "N2", "text", "Wardens are being looked for."),
        ("risks", "R1", "risk", "Fires go on"),
        ("actions", "A1", "action", "Lock the yards"),
    )
)
CARRIED_FROM = "2008-Q1"


@functools.cache
def spec(mode: str = "outlook", theme: str = THEME, period: Period = PERIOD) -> FormSpec:
    """What the template of a theme carries."""
    empty = spec_for(agreement(mode), theme, period, {}).model_copy(update={"past": PAST})
    if theme != THEME:
        return empty
    return empty.model_copy(update={"carried": CARRIED, "carried_from": CARRIED_FROM})


_FINE = {"status": "Final", "forecast_judgement": "Within"}
_EXPLAINED = {
    "cause": "Two posts stood empty until August.",
    "action": "The posts are filled; visits are made up by December.",
    "action_owner": "Head of community safety",
    "action_date": date(2008, 12, 31),
}


def valid_entries() -> Entries:
    """A return with nothing to find: good figures and bad ones, each with what belongs to it."""
    return {
        "about": {
            "about": {
                "completed_by": "Performance officer",
                "organisation": "Safer Northshire Partnership",
                "date_completed": date(2008, 10, 20),
            }
        },
        "indicators": {
            "PERCENT": {
                "actual": 61.5,
                "numerator": 123,
                "denominator": 200,
                "status": "Final",
                "forecast": 62,
                "declared": "Green",
            },
            "LOWER": {"actual": 2.9, "status": "Provisional", "forecast_judgement": "Within", **_EXPLAINED},
            "RANGE": {"actual": 15, **_FINE, "data_period": "June 2008"},
            "OPEN": {"actual": 12, **_FINE},
            "UNSET": {"actual": 480, "status": "Estimate"},
            "SEASON": {"actual": 210, "status": "Final", "forecast": 410},
            "YEAR": {
                "actual": 70,
                "status": "Final",
                "forecast": 130,
                "declared": "Red",
                **_EXPLAINED,
                "action": "Yards are locked at night from October.",
            },
            "SCORE": {"actual": 3, **_FINE},
            "MONEY": {"actual": 10400, **_FINE},
            "CHANGE": {"actual": -5.2, "status": "Final", "forecast": -6},
            "RATIO": {
                "actual": 0.92,
                "numerator": 46,
                "denominator": 50,
                "status": "Proxy",
                "forecast_judgement": "Better",
            },
            "POINTS": {
                "status": "Not yet available",
                "status_reason": "The courts report in November.",
                "status_date": date(2008, 11, 28),
            },
            "ZERO": {"actual": 0, "status": "Final", "forecast": 0},
            "ZEROPTS": {
                "actual": 1,
                "status": "Final",
                "forecast": 2,
                **_EXPLAINED,
                "action": "Crews train for rescues in smoke each week.",
            },
            "QUARTER": {"actual": 31, **_FINE},
            "OVER": {"actual": 120, **_FINE},
            "LEAST": {"actual": 41, **_FINE},
            "MOST": {"status": "Not applicable", "status_reason": "The scheme ended in March."},
        },
        "narrative": {
            "N1": {
                "section": "1 Overall progress",
                "heading": "Summer schemes",
                "text": "More young people came than planned.",
                "indicator": "SEASON",
            },
            "N2": {
                "section": "5 Missing information",
                "heading": "Cases closed in time",
                "text": "The courts have not reported yet.",
                "block": "SSC",
                "who": "Courts service",
                "when": "end of November 2008",
            },
        },
        "risks": {
            "R1": {
                "risk": "Fires go on",
                "outcome_kind": "Mandatory outcome",
                "likelihood": 3,
                "impact": 4,
                "mitigation": "Patrols at weekends",
                "owner": "Fire service",
                "review": date(2009, 1, 31),
                "indicator": "YEAR",
            }
        },
        "finance": {
            "GRANT": {"spend": 48000, "profile": 50000, "outturn": 99000},
            "BID": {"spend": 20000.5, "profile": 25000, "outturn": 50000},
            "TOTAL": {"spend": 68000.5, "profile": 75000, "outturn": 149000},
        },
        "actions": {
            "A1": {
                "indicator": "YEAR",
                "action": "Lock the yards",
                "owner": "Fire service",
                "due": date(2008, 12, 31),
                "progress": "In progress",
            }
        },
    }


def return_of(entries: Entries, form: FormSpec | None = None) -> bytes:
    """The workbook of a return with these entries."""
    form = form or spec()
    return return_bytes(form, content(form, entries), STAMP)


@functools.cache
def valid_return() -> bytes:
    """A valid filled return."""
    return return_of(valid_entries())


def located(spot: str) -> tuple[Table, str, str]:
    """The table, row and column of "PERCENT.actual"."""
    key, column = spot.split(".")
    own = {"GRANT": "finance", "BID": "finance", "TOTAL": "finance", "about": "about"}
    lines = {"N": "narrative", "R": "risks", "A": "actions"}
    numbered = re.fullmatch(r"([NRA])\d+", key)
    name = lines[numbered[1]] if numbered else own.get(key, "indicators")
    return RETURN_FORM.table(name), key, column


@functools.cache
def places() -> dict[str, str]:
    """Every cell of the valid return's tables: "PERCENT.actual" to "Indicators!I11"."""
    book = openpyxl.load_workbook(io.BytesIO(valid_return()))
    found: dict[str, str] = {}
    for sheet in RETURN_FORM.sheets:
        tab, names = book[sheet.name], {column.title: column.name for column in sheet.table.columns}
        if sheet.table.name == "about":
            for (cell,) in tab.iter_rows(max_col=1):
                if cell.value in names:
                    found[f"about.{names[cell.value]}"] = f"{sheet.name}!B{cell.row}"
            continue
        head = next(row for row in tab.iter_rows() if row[0].value == sheet.table.columns[0].title)
        for row in tab.iter_rows(min_row=head[0].row + 1):
            for title, cell in zip(head, row, strict=True):
                if row[0].value and title.value in names:
                    found[f"{row[0].value}.{names[title.value]}"] = f"{sheet.name}!{cell.coordinate}"
    return found


def address(spot: str) -> str:
    """ "Indicators!I11" for "PERCENT.actual", as it stands in the valid return; an address stays what it is."""
    return spot if "!" in spot else places()[spot]


def heading_address(column: str, table: str) -> str:
    """The cell of a column's heading."""
    if table == "about":
        return address(f"about.{column}").replace("!B", "!A")
    first = {"indicators": "PERCENT", "narrative": "N1", "risks": "R1", "finance": "GRANT", "actions": "A1"}
    place = address(f"{first[table]}.{column}")
    found = re.fullmatch(r"(.*!\D+)(\d+)", place)
    assert found
    return f"{found[1]}{int(found[2]) - 1}"


def rewritten(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """A workbook with one part of its zip rewritten as text."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as rebuilt:
        for name in package.namelist():
            text = package.read(name)
            if name == part:
                changed = change(text.decode("utf-8"))
                assert changed != text.decode("utf-8"), f"nothing was changed in {part}"
                text = changed.encode("utf-8")
            rebuilt.writestr(name, text)
    return out.getvalue()


def typed(changes: Mapping[str, Any], data: bytes | None = None) -> bytes:
    """The valid return with other entries, typed over what was there: {"PERCENT.actual": 70}; None clears the cell.

    Written into the zip, so that everything else stays as it was saved. A date brings its format with it, as in Excel.
    """
    data = data or valid_return()
    for spot, value in changes.items():
        match value:
            case None:
                data = cell_xml(spot, "", data=data)
            case bool():
                data = cell_xml(spot, f"<v>{int(value)}</v>", "b", data)
            case int() | float():
                data = cell_xml(spot, f"<v>{value!r}</v>", data=data)
            case date():
                data = cell_xml(spot, f"<v>{_serial(value)}</v>", data=data, style=_style_of("about.date_completed"))
            case _:
                text = f'<is><t xml:space="preserve">{escape(str(value))}</t></is>'
                data = cell_xml(spot, text, "inlineStr", data)
    return data


def _serial(day: date) -> float:
    """Excel's number for a date, or for a time of a day."""
    moment = day if isinstance(day, datetime) else datetime.combine(day, time())
    return (moment - datetime.fromisoformat("1899-12-30")) / timedelta(days=1)


@functools.cache
def _style_of(spot: str) -> str:
    sheet, cell = address(spot).split("!")
    with zipfile.ZipFile(io.BytesIO(valid_return())) as package:
        found = re.search(rf'<c r="{cell}" s="(\d+)"', package.read(_part_of(sheet)).decode())
    assert found
    return found[1]


def _part_of(sheet: str) -> str:
    return f"xl/worksheets/sheet{[other.name for other in RETURN_FORM.sheets].index(sheet) + 1}.xml"


def cell_xml(spot: str, content: str, kind: str = "", data: bytes | None = None, style: str = "") -> bytes:
    """A workbook with the content of one cell as raw XML: an error, or a formula that nobody calculated."""
    sheet, cell = address(spot).split("!")
    wanted = re.compile(rf'<c r="{cell}"( s="\d+")?(?: t="\w+")?(?:/>|>.*?</c>)')
    mark = f' t="{kind}"' if kind else ""

    def change(xml: str) -> str:
        look = rf' s="{style}"' if style else r"\1"
        return wanted.sub(rf'<c r="{cell}"{look}{mark}>' + content.replace("\\", r"\\") + "</c>", xml, count=1)

    return rewritten(data or valid_return(), _part_of(sheet), change)


def error_in(spot: str, code: str = "#REF!", data: bytes | None = None) -> bytes:
    """A workbook in which a cell shows an error."""
    return cell_xml(spot, f"<f>#REF!A1</f><v>{code}</v>", "e", data)


def uncalculated_in(spot: str, data: bytes | None = None) -> bytes:
    """A workbook in which a cell has a formula without a saved result."""
    return cell_xml(spot, "<f>A1+1</f>", data=data)


def encrypted(data: bytes, password: str = "secret") -> bytes:
    """A workbook with a password to open."""
    from msoffcrypto.format.ooxml import OOXMLFile

    out = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, out)
    return out.getvalue()


def state(*, issued: bool = True, period: Period = PERIOD, of: Agreement | None = None) -> State:
    """A programme that runs the agreement and has sent the templates of a period."""
    form = spec()
    went_out = Issued(
        period=str(period),
        theme=THEME,
        digest=form.digest if issued else "another",
        deadline=form.deadline,
        at=STAMP,
    )
    return State(of or agreement(), Inputs(), {}, Register(issued=(went_out,)))


def checked(
    data: bytes,
    programme: State | None = None,
    only: Period | None = None,
    returns: Returns | None = None,
    name: str = "return.xlsx",
) -> Validated:
    """Everything there is to say about a file; ``returns``: what its programme has accepted."""
    return validate_bytes(name, data, programme, returns, only=only)


def place_of(finding: Finding) -> str:
    """ "Indicators!I11", "Indicators" or "" """
    return "!".join(part for part in (finding.sheet, finding.cell) if part)


def findings(data: bytes, programme: State | None = None, only: Period | None = None) -> list[tuple[str, str]]:
    """The rule and the place of each finding."""
    return [(finding.rule, place_of(finding)) for finding in checked(data, programme, only).findings]
