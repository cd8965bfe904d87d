"""What the live cells show while a partner types is what Python works out: the same rules, twice, without a difference.

Workbooks of a few hundred rows are filled, recalculated by LibreOffice, and every formula's new value is compared with
the value that Python wrote beside it.
"""

from __future__ import annotations

import functools
import hashlib
import io
import itertools
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl.utils import range_boundaries

from laa_xl.checks.catalogue import live_checks
from laa_xl.checks.registry import RULES
from laa_xl.declare.live_formulas import COMPLETE, NOTHING_NEEDED, RULE_COLUMNS
from laa_xl.declare.load import RawAgreement, RawRow, load_agreement
from laa_xl.declare.model import Column, Kind, Role
from laa_xl.declare.prefill import line_key
from laa_xl.declare.return_form import CHECKS_DATA, RETURN_FORM
from laa_xl.domain import live
from laa_xl.domain.agreement import Agreement
from laa_xl.domain.periods import Period
from laa_xl.domain.returns import ErrorValue
from laa_xl.domain.spec import Carried, FormSpec, Past
from laa_xl.domain.words import DataStatus, Rag, Severity
from laa_xl.files.cells import SheetCells, address, read_cells
from laa_xl.flow.receiving import spec_for
from tests.live.test_live_checks import PLANTED, _letters
from tests.support.returns import SETTINGS, Entries, located, raw_tables, return_of, valid_entries

THEME = "SAFE"


@dataclass(frozen=True)
class Aim:
    """How an indicator is rated: its polarity, its target, and figures of interest around it."""

    name: str
    indicator: Mapping[str, Any]
    targets: tuple[Mapping[str, Any], ...]
    figures: tuple[float, ...]


def aim(
    name: str,
    polarity: str,
    target: float | None = None,
    *figures: float,
    low: float | None = None,
    high: float | None = None,
    quarter: int | None = None,
    **indicator: Any,
) -> Aim:
    row = {"target": target, "low": low, "high": high, "quarter": quarter}
    agreed = any(value is not None for value in (target, low, high))
    return Aim(name, {"polarity": polarity, **indicator}, (row,) if agreed else (), figures)


TOLERANCES: dict[str, Mapping[str, Any]] = {
    "the agreement's 10 %": {},
    "5 % above and 2.5 % below": {"tolerance_upper": 5, "tolerance_lower": 2.5},
    "2 points above and 1 below": {"tolerance_upper": 2, "tolerance_lower": 1, "tolerance_kind": "points"},
}
# The figures are the target, the edges of each tolerance, a little beyond them, and far away.
AIMS = (
    aim("higher", "higher", 60, 60, 66, 66.01, 54, 53.99, 63, 58.5, 58.49, 62, 59, 58.9, 0, 100),
    aim("lower", "lower", 60, 60, 54, 53.99, 66, 66.01, 57, 61.5, 61.51, 58, 61, 61.1, 0, 100),
    aim("higher, small", "higher", 0.3, 0.3, 0.33, 0.27, 0.2699999, 0.2699997, 0.315, 0.2925, 2.3, 1.3),
    aim("lower, no points", "lower", 5, 5, 4.99, 5.01, tolerance_upper=0, tolerance_lower=0, tolerance_kind="points"),
    aim("lower, small", "lower", 2.14, 2.14, 2.354, 2.3541, 1.926, 1.9259, 2.1935, 3.14, 0.14),
    aim("higher, negative", "higher", -5, -5, -4.5, -4.49, -5.5, -5.51, -3, -6, 0, 5, measure="change"),
    aim("lower, negative", "lower", -5, -5, -4.5, -4.49, -5.5, -5.51, -7, -4, 0, 5, measure="change"),
    aim("higher than 0", "higher", 0, 0, 1, 2, 2.01, -1, -1.01, measure="change"),
    aim("lower than 0", "lower", 0, 0, 1, 1.01, 2, -2, -2.01, measure="change"),
    aim("range", "range", None, 10, 20, 15, 9, 8.99, 9.75, 9.74, 22, 22.01, 20.5, 20.51, 21, 21.1, 0, low=10, high=20),
    aim("at least", "range", None, 10, 9, 8.99, 9.75, 1000, 0, low=10),
    aim("at most", "range", None, 20, 22, 22.01, 20.5, 0, -3, high=20),
    aim("range up to 0", "range", None, 0, -5, 1, 1.01, 2, -5.5, -5.51, -6, low=-5, high=0, measure="change"),
    aim("range from 0", "range", None, 0, 10, -1, -1.01, 11, 11.01, low=0, high=10, measure="change"),
    aim("range of one value", "range", None, 4, 4.4, 3.6, 4.41, low=4, high=4),
    aim("polarity not set", "", 60, 60, 30),
    aim("placeholder", "higher", 60, 60, 30, placeholder="Y"),
    aim("no target", "higher", None, 60),
    aim("no range", "range", None, 60),
    aim("a quarter's target only", "higher", 60, 60, 30, quarter=2),
    aim("not due", "lower", 60, 60, 70, due_quarters="Q4"),
    aim("cumulative", "higher", 401, 200, 201, 180, 180.9, 221, 222, accumulation="cumulative"),
    aim("seasonal", "lower", 400, 200, 220, 221, accumulation="cumulative", share_q1=0.1, share_q2=0.4, share_q3=0.5, share_q4=0),
    aim("very large", "higher", 1e9, 1e9, 1e9 - 100, 1e9 - 1000, 1e9 - 501, 9e8, 1.1e9, 1.1e9 + 600),
    aim("very small", "lower", 4e-7, 4e-7, 4.2e-7, 3e-7, 1e-6),
    aim("hundredths", "higher", 32, 32.01, 31.99, 35.2, 35.2001, 28.8, 28.7999, 32.03, 31.97),
    aim("thirds", "lower", 0.9, 1 / 3, 1 / 7, 2 / 3, 0.99, 0.9900001, 1.0 + 1 / 7),
    aim("sixths and eighths", "higher", 640, 641, 639, 704, 704.0004, 576, 575.9996, 640.00032),
)  # fmt: skip
STATUSES = (DataStatus.FINAL, DataStatus.PROVISIONAL, DataStatus.ESTIMATE, DataStatus.PROXY)
SILENT = (*(status for status in DataStatus if not status.has_figure), None)
WORDS = (None, "Better", "Within", "Worse")
EXPLAINING = ("cause", "action", "action_owner", "action_date", "confirm", "status_reason", "status_date")


def table(rows: Iterable[Mapping[str, Any]]) -> list[RawRow]:
    return [RawRow(number, row) for number, row in enumerate(rows, 2)]


def agreement_of(aims: Mapping[str, Aim], tolerance: str, mode: str) -> Agreement:
    """An agreement with one indicator for each row that is to be filled."""
    indicators, targets = [], []
    for code, chosen in aims.items():
        base = {"code": code, "outcome": "SAFE1", "title": chosen.name, "measure": "rate", "decimals": 2}
        indicators.append(
            {**base, "accumulation": "point in time", "minimum": -1e10, **TOLERANCES[tolerance], **chosen.indicator}
        )
        targets += [{"indicator": code, "year": 2008, **row} for row in chosen.targets]
    budgets = ((1, 100000), (2, 0.3), (3, 0), (4, None), (5, 640), (6, -5))
    funding = [{"code": f"F{n}", "theme": THEME, "stream": "s", "year": 2008, "budget": b} for n, b in budgets]
    tables = {**raw_tables(), "indicators": table(indicators), "targets": table(targets), "funding": table(funding)}
    found, errors = load_agreement(RawAgreement({**SETTINGS, "rating_mode": mode}, tables))
    assert found is not None, errors
    return found


@dataclass(frozen=True)
class Filled:
    """A workbook's agreement and entries."""

    form: FormSpec
    entries: Entries


def filled(tolerance: str, mode: str, half: int) -> Filled:
    """Every aim with every figure of interest, as the actual and as the forecast; the rest goes round."""
    aims: dict[str, Aim] = {}
    rows: dict[str, dict[str, Any]] = {}
    turn = itertools.count()

    def add(chosen: Aim, row: dict[str, Any]) -> None:
        code = f"L{len(aims) + 1:03d}"
        aims[code] = chosen
        rows[code] = {name: value for name, value in row.items() if value is not None} | explained(next(turn))

    for place, chosen in list(enumerate(AIMS))[half::2]:
        for number, figure in enumerate(chosen.figures):
            status, word = STATUSES[number % len(STATUSES)], WORDS[number % len(WORDS)]
            ahead = chosen.figures[-1 - number]
            add(chosen, {"actual": figure, "status": status, "forecast": ahead, "forecast_judgement": word})
        for word in WORDS:
            add(chosen, {"actual": chosen.figures[-1], "status": "Final", "forecast_judgement": word})
        for number, status in enumerate(SILENT):
            if (number + place) % 2:
                add(chosen, {"status": status, "forecast": chosen.figures[0] if status else None})
            else:
                add(chosen, {"actual": chosen.figures[0], "status": status, "forecast_judgement": "Worse"})
        add(chosen, {"status": "Final"})
        add(chosen, {"actual": "n/a", "status": "Final", "forecast": "soon", "forecast_judgement": "Better"})
        add(chosen, {"actual": chosen.figures[0], "status": "Final", "forecast": "TBC"})
    form = spec_for(agreement_of(aims, tolerance, mode), THEME, Period(2008, 2), {})
    return Filled(form, {"indicators": rows, **OTHERS})


def explained(turn: int) -> dict[str, Any]:
    """What explains a figure: all of it, all but one of its cells, or nothing, in turns."""
    left_out = turn % (len(EXPLAINING) + 2)
    given = [] if left_out > len(EXPLAINING) else [name for place, name in enumerate(EXPLAINING) if place != left_out]
    return {name: date(2008, 12, 31) if name.endswith("date") else "x" for name in given}


OTHERS: Entries = {
    "about": valid_entries()["about"],
    "narrative": {"N1": {"section": "1 Overall progress"}, "N3": {"heading": "no section"}},
    "risks": {
        **{f"R{n}": {"risk": "x", "likelihood": n, "impact": 6 - n} for n in range(1, 6)},
        "R6": {"risk": "x", "likelihood": 3},
        "R7": {"impact": 3},
        "R8": {"risk": "x", "likelihood": "often", "impact": 2},
    },
    "finance": {
        "F1": {"spend": 33333.33, "profile": 40000, "outturn": 100000.01},
        "F2": {"spend": 0.1, "outturn": 0.1},
        "F3": {"spend": 10, "outturn": 100.005},
        "F4": {"spend": 10, "outturn": 5},
        "F5": {"spend": 1, "outturn": 640.125},
        "F6": {"spend": "n/a"},
        "TOTAL": {"spend": 1 / 3, "outturn": 2.675},
    },
    "actions": {"A1": {"action": "x"}, "A2": {"owner": "y"}},
}
HALVES = (0, 1)  # of the aims: with all of them a workbook would be larger than a return may be
MODES = [*zip(TOLERANCES, ("outlook", "current", "outlook"), strict=True), (next(iter(TOLERANCES)), "current")]
WORKBOOKS = [(tolerance, mode, half) for tolerance, mode in MODES for half in HALVES]
EVERY_WORKBOOK = pytest.mark.parametrize(("tolerance", "mode", "half"), WORKBOOKS)


COUNTDOWN = re.compile(r"\d+ days? (left|late)|Due today")


@functools.cache
def workbook(tolerance: str, mode: str, half: int) -> bytes:
    made = filled(tolerance, mode, half)
    return return_of(made.entries, made.form)


def formulas(data: bytes) -> dict[str, dict[str, Any]]:
    """The value that Python wrote beside each formula, by sheet and cell; nothing and empty text are the same."""
    return {
        sheet.name: {
            address(row, column): cell.error or ("" if cell.value is None else cell.value)
            for row, cells in sheet.rows.items()
            for column, cell in cells.items()
            if cell.formula
        }
        for sheet in read_cells(data).sheets
    }


def differences(data: bytes, office: ModuleType, folder: Path) -> list[str]:
    """Every live cell that LibreOffice works out otherwise than Python did."""
    path = folder / "return.xlsx"
    path.write_bytes(data)
    recalculated = office.recalculated(path)
    return [
        f"{sheet}!{cell}: Python {value!r}, LibreOffice {recalculated[sheet].get(cell, '')!r}"
        for sheet, cells in formulas(data).items()
        for cell, value in cells.items()
        if not same(value, recalculated[sheet].get(cell, ""))
    ]


def same(written: Any, shown: Any) -> bool:
    if written == "" and COUNTDOWN.fullmatch(str(shown)):
        return True  # it follows today's date, so Python leaves it to whoever calculates
    if isinstance(written, (int, float)) and isinstance(shown, (int, float)):
        return abs(written - shown) <= 1e-9 * max(1.0, abs(written))
    return bool(written == shown)


def test_pounds_show_their_pennies_where_they_have_any_so_that_lines_add_up_before_the_reader(
    office: ModuleType, tmp_path: Path
) -> None:
    entries = valid_entries()
    entries["finance"]["GRANT"]["spend"] = 47999.25  # with the 20,000.50 of BID 67,999.75, and 68,000.50 is entered
    path = tmp_path / "return.xlsx"
    path.write_bytes(return_of(entries))
    pdf = office.to_pdf(path, tmp_path)
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, encoding="utf-8", check=True).stdout
    assert re.search(r"GRANT .* 100,000 +47,999\.25 +50,000 ", text)
    assert re.search(r"BID .* 50,000 +20,000\.50 +25,000 ", text)
    assert re.search(r"TOTAL .* 150,000 .*68,000\.50 +75,000 ", text)  # marked: the lines do not add up to it


@EVERY_WORKBOOK
def test_libreoffice_works_out_what_python_wrote(
    tolerance: str, mode: str, half: int, office: ModuleType, tmp_path: Path
) -> None:
    assert differences(workbook(tolerance, mode, half), office, tmp_path)[:20] == []


def test_the_workbooks_have_at_least_two_thousand_indicator_rows() -> None:
    chosen_by_hand = sum(len(filled(*chosen).entries["indicators"]) for chosen in WORKBOOKS)
    assert chosen_by_hand + BATCHES * BATCH + len(SEEDS) * FEW >= 2000


def test_every_formula_of_the_form_is_among_those_compared() -> None:
    made = filled(*WORKBOOKS[0])
    cells = formulas(workbook(*WORKBOOKS[0]))
    rows = {
        "Indicators": len(made.entries["indicators"]),
        "Narrative": RETURN_FORM.table("narrative").blank_rows,
        "Risks": RETURN_FORM.table("risks").blank_rows,
        "Finance": 7,
        "Actions": RETURN_FORM.table("actions").blank_rows,
    }
    for sheet in RETURN_FORM.sheets[1:]:
        computed = [c for c in sheet.table.columns if c.role is Role.COMPUTED and c.style != "sparkline"]
        assert len(cells[sheet.name]) == rows[sheet.name] * len(computed), sheet.name
    asked = {
        table.name: sum(live.table == table.name for rule in RULES.values() for live in rule.live)
        for table in RETURN_FORM.tables()
    }
    lines = (
        sum(asked[name] * count for name, count in zip(list(asked)[1:], rows.values(), strict=True)) + asked["about"]
    )
    assert sum(cell.startswith("A") for cell in cells[CHECKS_DATA]) == lines


def test_the_rows_show_every_symbol_every_colour_and_most_that_is_to_be_done() -> None:
    shown = [value for chosen in WORKBOOKS for value in formulas(workbook(*chosen))["Indicators"].values()]
    texts = {value for value in shown if isinstance(value, str)}
    assert {"★ better", "● within", "▲ worse", *(rag.value for rag in Rag)} <= texts
    assert {COMPLETE, NOTHING_NEEDED} <= texts
    asked = {live.says for rule in RULES.values() for live in rule.live if live.table == "indicators"}
    assert len(texts & asked) >= 15


def test_the_hidden_rules_are_the_columns_that_the_formulas_name() -> None:
    made = filled(*WORKBOOKS[0])
    indicator = made.form.agreement.indicators[0]
    assert tuple(live.rule_values(made.form.agreement, indicator, made.form.when)) == RULE_COLUMNS
    named = "".join(column.formula for column in RETURN_FORM.table("indicators").columns)
    named += "".join(live.when for rule in RULES.values() for live in rule.live)
    unused = [name for name in RULE_COLUMNS if f"{{rule:{name}}}" not in named]
    assert unused == ["code"]


def test_no_formula_looks_at_an_entry_by_its_address() -> None:
    """It would follow an entry that is cut and pasted into another row, and that row's checks would go with it."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(*WORKBOOKS[0])))
    written = [str(cell.value) for tab in book for row in tab.iter_rows() for cell in row if cell.data_type == "f"]
    seen = {found for formula in written for found in re.findall(r"(\w+)!\$?([A-Z]+)\$?\d+", formula)}
    for sheet in RETURN_FORM.sheets[1:]:
        letters = {_letters(index) for index, column in enumerate(sheet.table.columns) if column.entry}
        assert letters.isdisjoint(column for name, column in seen if name == sheet.name), sheet.name
    own = [str(c.value) for c in book["Indicators"]["T"] if c.data_type == "f"]
    assert own
    assert not any(re.search(r"(?<![A-Za-z_])\$?K\$?\d", formula) for formula in own)


def test_every_formula_fits_into_excel() -> None:
    """Excel allows 8,192 characters, texts of 255, and 64 levels of nesting."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(*WORKBOOKS[0])))
    written = [str(cell.value) for tab in book for row in tab.iter_rows() for cell in row if cell.data_type == "f"]
    assert max(map(len, written)) < 8192
    assert max(len(text) for formula in written for text in re.findall(r'"([^"]*)"', formula)) <= 255
    assert max(map(_depth, written)) < 64


def test_a_long_text_is_marked_without_a_symbol_since_excel_shows_hash_signs_for_a_long_text_with_a_format() -> None:
    """255 characters are all that Excel puts through a number format, and the symbol is in the format."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(*WORKBOOKS[0])))
    seen = 0
    for sheet in RETURN_FORM.sheets[1:]:
        long = [
            index for index, column in enumerate(sheet.table.columns) if column.entry and column.kind is Kind.LONG_TEXT
        ]
        for one in book[sheet.name].conditional_formatting:
            if range_boundaries(str(one.sqref))[0] - 1 not in long:
                continue
            rules = sorted(one.rules, key=lambda rule: rule.priority)
            for before, rule in itertools.pairwise(rules):
                if rule.dxf.numFmt is not None:
                    cell = str(one.sqref).split(":")[0]
                    assert before.formula == [f"AND({rule.formula[0]},LEN({cell})>250)"]
                    assert before.stopIfTrue
                    assert before.dxf.numFmt is None
                    assert (before.dxf.border, before.dxf.fill) == (rule.dxf.border, rule.dxf.fill)
                    seen += 1
            assert rules[0].dxf.numFmt is None
    assert seen >= 4 * 8


def _depth(formula: str) -> int:
    deepest = depth = 0
    for letter in re.sub(r'"[^"]*"', "", formula):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        deepest = max(deepest, depth)
    return deepest


class Chooser:
    """Makes choices from bytes that hypothesis chose: a few bytes a row, spread out, since it gives only so many."""

    def __init__(self, chosen: bytes) -> None:
        self.bytes = iter(hashlib.shake_256(chosen).digest(200))

    def of(self, options: Sequence[Any]) -> Any:
        return options[next(self.bytes) % len(options)]

    def number(self) -> float:
        return (next(self.bytes) * 256 + next(self.bytes) - 20_000) / 100


# What a partner may type into each cell: what belongs there, and what does not.
FIGURES = (None, 0, 1, 60, 61.5, 0.62, -3, 100, 101, 1177.1, 30, 50, 200, 66, 54, "n/a", "about 60", " ", "62")
WORDS_TYPED = (
    None,
    "Two posts stood empty.",
    "tbc",
    "-",
    "  ",
    "Head of service",
    "?",
    "Last time's words.",
    "Last\ntime's  words.",
    "\u00a0",
    "\u200b\t",
    "TBC\u00a0",
    "x" * 2001,
)
DAYS = (None, date(2008, 12, 31), date(2008, 6, 30), date(2009, 3, 31), 45, date(1985, 1, 1), "soon", "1/2/2009")
WHOLE = (None, 1, 3, 5, 7, 2.5, "often")


def typed_into(column: Column, choose: Chooser) -> Any:
    if choose.of(range(40)) == 0:
        return ErrorValue("#REF!")
    if column.kind is Kind.INTEGER:
        return choose.of(WHOLE)
    if column.kind.numeric:
        return choose.of((choose.number(), *FIGURES))
    if column.kind is Kind.DATE:
        return choose.of(DAYS)
    if column.choices and not column.choices[0].startswith("="):
        return choose.of(
            (
                None,
                *column.choices,
                *column.choices,
                "Something else",
                column.choices[0].upper(),
                f"{column.choices[0]}\u00a0\n",
            )
        )
    return choose.of((None, "H001", "h002", "SSC", "X9", "x" * 2001) if column.choices else WORDS_TYPED)


def row_of(name: str, choose: Chooser) -> dict[str, Any]:
    """Entries of one row, by the kinds of its columns."""
    made = {column.name: typed_into(column, choose) for column in RETURN_FORM.table(name).entries}
    return {column: value for column, value in made.items() if value is not None}


def indicator_of(code: str, choose: Chooser) -> tuple[dict[str, Any], dict[str, Any]]:
    """An indicator and its target."""
    indicator = {
        "code": code,
        "outcome": "SAFE1",
        "title": code,
        "accumulation": "point in time",
        "polarity": choose.of(("higher", "lower", "range", "")),
        "measure": choose.of(("percent", "rate", "count", "change", "ratio", "score")),
        "decimals": choose.of((0, 1, 2, 3)),
        "baseline": choose.of((None, 0, 55, 61.5)),
        "due_quarters": choose.of(("", "", "Q4")),
        "placeholder": choose.of(("", "", "", "Y")),
        **choose.of(({}, {"tolerance_kind": "points", "tolerance_upper": 2, "tolerance_lower": 1})),
    }
    target = choose.of((None, 0, 60, -5, 0.3, 1e6, 33.3))
    ends = {"low": choose.of((None, 10, 0)), "high": choose.of((None, 20, 60))}
    aim = ends if indicator["polarity"] == "range" else {"target": target}
    return indicator, {"indicator": code, "year": 2008, **aim}


Wrong = Callable[[Column], Any]


def an_error(column: Column) -> ErrorValue:
    return ErrorValue("#REF!")


def too_much(column: Column) -> Any:
    if column.kind.numeric:
        return -5
    return 45 if column.kind is Kind.DATE else "Something else" if column.kind is Kind.CHOICE else "x" * 2001


WRONG: dict[int, Wrong] = {0: an_error, 1: too_much}
BATCH, BATCHES = 60, 6
ROW = st.binary(min_size=4, max_size=4)
LINES = {name: RETURN_FORM.table(name).blank_rows for name in ("narrative", "risks", "actions")}


def drawn_return(
    chosen: Sequence[bytes], mode: str, count: int, *, wrong: Wrong | None = None, nil: str | None = None
) -> bytes:
    """A return of so many indicators, each with a target, a past and entries that hypothesis chose."""
    draws = (Chooser(number.to_bytes(2, "big") + one) for number, one in enumerate(chosen))
    indicators, targets, rows, past, carried = [], [], {}, [], []
    for number in range(1, count + 1):
        code, choose = f"H{number:03d}", next(draws)
        indicator, target = indicator_of(code, choose)
        indicators.append(indicator)
        if any(target.get(name) is not None for name in ("target", "low", "high")):
            targets.append(target)
        before, words = choose.of((None, 0.0, 58.0, 5.0)), choose.of((None, "Last time's words."))
        past += [Past(indicator=code, period="2008-Q1", actual=before)] if before is not None else []
        carried += [Carried(table="indicators", row=code, column="cause", value=words)] if words else []
        rows[code] = row_of("indicators", choose)
    tables = {**raw_tables(), "indicators": table(indicators), "targets": table(targets)}
    agreement, errors = load_agreement(RawAgreement({**SETTINGS, "rating_mode": mode}, tables))
    assert agreement is not None, errors
    form = spec_for(agreement, THEME, Period(2008, 2), {}).model_copy(
        update={"past": tuple(past), "carried": tuple(carried), "carried_from": "2008-Q1"}
    )
    about = {**row_of("about", next(draws)), "nil": nil}
    entries: dict[str, dict[str, dict[str, Any]]] = {
        "about": {"about": about},
        "indicators": rows,
        **{
            name: {line_key(RETURN_FORM.table(name), n): row_of(name, next(draws)) for n in range(1, lines + 1)}
            for name, lines in LINES.items()
        },
        "finance": {key: row_of("finance", next(draws)) for key in ("GRANT", "BID", "TOTAL")},
    }
    if wrong:
        for name in ("about", "finance"):
            shows = {column.name: wrong(column) for column in RETURN_FORM.table(name).entries}
            entries[name] = dict.fromkeys(entries[name], shows)
    return return_of(entries, form)


CHOSEN = st.lists(ROW, min_size=BATCH + 4 + sum(LINES.values()), max_size=BATCH + 4 + sum(LINES.values()))


@settings(
    max_examples=BATCHES,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(chosen=CHOSEN, mode=st.sampled_from(["outlook", "current"]))
def test_libreoffice_works_out_what_python_wrote_whatever_was_typed(
    office: ModuleType, tmp_path_factory: pytest.TempPathFactory, chosen: list[bytes], mode: str
) -> None:
    folder = tmp_path_factory.mktemp("drawn")
    assert differences(drawn_return(chosen, mode, BATCH), office, folder)[:20] == []


SEEDS = range(18)
NIL = {3: "Yes"}
FEW = 24  # indicators of each


@functools.cache
def seeded(seed: int) -> bytes:
    """A return of the same kind, drawn at random from a number; of the first two, Start and Finance are wrong throughout."""
    random = Random(seed)
    chosen = [random.randbytes(4) for _ in range(FEW + 4 + sum(LINES.values()))]
    mode = ("outlook", "current")[seed // 2 % 2]
    return drawn_return(chosen, mode, FEW, wrong=WRONG.get(seed), nil=NIL.get(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_libreoffice_works_out_what_python_wrote_for_returns_drawn_at_random(
    seed: int, office: ModuleType, tmp_path: Path
) -> None:
    assert differences(seeded(seed), office, tmp_path)[:20] == []


def test_every_live_check_of_every_column_fires_somewhere_in_what_is_compared() -> None:
    """Among the returns drawn above, or the mistakes planted in tests/live/test_live_checks.py."""
    known_as = {code: rule.code for rule in RULES.values() for live in rule.live for code in (rule.code, *live.also)}
    fired = {(known_as[case.rule], located(case.at)[0].name, located(case.at)[2]) for case in PLANTED if "." in case.at}
    for seed in SEEDS:
        seen = {sheet.name: sheet for sheet in read_cells(seeded(seed)).sheets}[CHECKS_DATA]
        for rule, table, column in lines_of_checks(seen):
            fired.add((rule, table, column))
    every = {(rule.code, live.table, live.column) for rule in RULES.values() for live in rule.live}
    assert every - fired == set()


def lines_of_checks(sheet: SheetCells) -> Iterator[tuple[str, str, str]]:
    """The checks that are open in a written return, from its hidden list: as many lines a row as a block has checks."""
    rows = {"about": 1, "indicators": FEW, "finance": 3, **LINES}
    line = 1
    for severity in (Severity.MUST_FIX, Severity.CONFIRM):
        for table in RETURN_FORM.tables():
            checks = [check for check in live_checks(table) if check.rule.severity is severity]
            if table.name == "about":
                checks.sort(key=lambda check: table.position(check.live.column))
            for _ in range(rows[table.name]):
                for check in checks:
                    cell = sheet.get(line, 0)
                    assert cell is not None and cell.formula
                    line += 1
                    if cell.value == 1:
                        yield check.rule.code, table.name, check.live.column
