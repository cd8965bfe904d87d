"""What the next template starts from: read as a partner sees it, and compared with what stands in the last return."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from laa_xl.declare.prefill import carried_entries
from laa_xl.declare.return_form import RETURN_FORM
from laa_xl.domain.periods import Period
from laa_xl.domain.returns import Entry, Return, Row
from laa_xl.domain.spec import FormSpec
from laa_xl.files.cells import read_cells
from laa_xl.files.return_writer import return_bytes
from laa_xl.flow.receiving import spec_for
from laa_xl.stages.reading import read_return
from laa_xl.stages.templating import content
from tests.support.cli import laa_xl, succeeded
from tests.support.demo_folders import demo
from tests.support.returns import (
    SETTINGS,
    TABLES,
    THEME,
    Entries,
    agreement,
    checked,
    findings,
    return_of,
    typed,
    valid_entries,
)

Q1, Q2, Q3 = Period(2008, 1), Period(2008, 2), Period(2008, 3)
LATE = "2009-04-01T12:00:00"


def name_of(period: Period) -> str:
    return f"northshire-2008-{THEME}-{period}.xlsx"


def template(folder: Path, period: Period) -> Path:
    """The template of a quarter, made anew."""
    succeeded(laa_xl("templates", folder, "--period", str(period), "--theme", THEME, now=LATE))
    return folder / "templates" / str(period) / name_of(period)


def rows(path: Path, sheet: str) -> dict[str, dict[str, Any]]:
    """The rows of a sheet by their code, each as headings and what stands under them; blanks and formulas left out."""
    tab = openpyxl.load_workbook(path)[sheet]
    first = RETURN_FORM.sheet(sheet).table.columns[0].title
    head = next(line for line in tab.iter_rows() if line[0].value == first)
    found: dict[str, dict[str, Any]] = {}
    for line in tab.iter_rows(min_row=head[0].row + 1):
        values = {title.value: cell.value for title, cell in zip(head, line, strict=True) if cell.value is not None}
        found[str(line[0].value)] = {
            title: value
            for title, value in values.items()
            if title != first and not (isinstance(value, str) and value.startswith("="))
        }
    return found


def entered(path: Path, sheet: str) -> dict[str, dict[str, Any]]:
    """The entries of each row that has any, by heading."""
    titles = {column.title for column in RETURN_FORM.sheet(sheet).table.entries}
    kept = {key: {t: v for t, v in row.items() if t in titles} for key, row in rows(path, sheet).items()}
    return {key: row for key, row in kept.items() if row}


def fill(path: Path, entries: Entries, target: Path) -> Path:
    """Type entries into a workbook, by sheet, code and heading, and save it as another."""
    book = openpyxl.load_workbook(path)
    for table in RETURN_FORM.tables():
        tab = book[RETURN_FORM.sheet(table.name).name]
        places = {str(line[0].value): line[0].row for line in tab.iter_rows()}
        for key, values in entries.get(table.name, {}).items():
            for column, value in values.items():
                title = table.column(column).title
                across = table.name != "about"
                row = places[key] if across else places[title]
                tab.cell(row, table.position(column) + 1 if across else 2).value = value
    book.save(target)
    return target


def accept(folder: Path, period: Period, entries: Entries, name: str = "") -> Path:
    """Fill the template of a quarter and have it accepted."""
    path = fill(template(folder, period), entries, folder.parent / (name or f"filled-{period}.xlsx"))
    succeeded(laa_xl("consolidate", folder, path, now=LATE))
    return path


def first_quarter() -> Entries:
    """The return for April to June, every comment and line of it other than the next one's."""
    entries = valid_entries()
    entries["about"]["about"]["date_completed"] = date(2008, 7, 20)
    for row in entries["indicators"].values():
        row.update({name: f"{row[name]} In spring." for name in ("cause", "action") if name in row})
    entries["indicators"]["PERCENT"].update(actual=58, numerator=116, denominator=200)
    entries["narrative"] = {
        "N1": {
            "section": "1 Overall progress",
            "heading": "A slow start",
            "text": "Spring was cold.",
            "continues": "Yes",
        }
    }
    entries["actions"]["A1"]["action"] = "Look at the yards"
    return entries


def second_quarter() -> Entries:
    """The return for July to September: actions of every kind, and points of which two go on."""
    entries = valid_entries()
    entries["narrative"]["N2"]["continues"] = "Yes"
    entries["narrative"]["N3"] = {
        "section": "6 Other key issues for Government",
        "heading": "2008",
        "text": "The grant ends in March.",
        "continues": "Yes",
    }
    entries["actions"] = {
        f"A{number}": {"action": action, "owner": "Fire service", "due": date(2009, 1, 31), "progress": progress}
        for number, (action, progress) in enumerate(
            [
                ("Lock the yards", "Complete"),
                ("Light the yards", "In progress"),
                ("Sell the yards", "Stopped"),
                ("Visit every farm", "Not started"),
            ],
            1,
        )
    }
    entries["actions"]["A2"].update(indicator="YEAR", comment="Half of them are lit.", confirm="As agreed.")
    return entries


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A programme with the returns of two quarters accepted."""
    folder = tmp_path_factory.mktemp("made")
    text = folder / "agreement"
    text.mkdir()
    lines = [f"{name} = {json.dumps(value)}" for name, value in SETTINGS.items()]
    (text / "agreement.toml").write_text("\n".join(lines), encoding="utf-8")
    for name, table in TABLES.items():
        (text / f"{name}.csv").write_text(table.strip() + "\n", encoding="utf-8")
    succeeded(laa_xl("new", folder / "programme", "--agreement", text))
    accept(folder / "programme", Q1, first_quarter())
    accept(folder / "programme", Q2, second_quarter())
    return folder / "programme"


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of that programme."""
    return Path(shutil.copytree(made, tmp_path / "programme"))


@pytest.fixture(scope="module")
def third(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template of the third quarter."""
    return template(Path(shutil.copytree(made, tmp_path_factory.mktemp("third") / "programme")), Q3)


def test_open_actions_go_on_and_are_numbered_anew(third: Path) -> None:
    assert entered(third, "Actions") == {
        "A1": {
            "About indicator": "YEAR",
            "Action": "Light the yards",
            "Owner (post)": "Fire service",
            "Due": datetime(2009, 1, 31),
            "Progress": "In progress",
            "Comment": "Half of them are lit.",
        },
        "A2": {
            "Action": "Visit every farm",
            "Owner (post)": "Fire service",
            "Due": datetime(2009, 1, 31),
            "Progress": "Not started",
        },
    }


def test_every_risk_goes_on(third: Path) -> None:
    assert entered(third, "Risks") == {
        "R1": {
            "Risk": "Fires go on",
            "Threatens": "Mandatory outcome",
            "Likelihood 1-5": 3,
            "Impact 1-5": 4,
            "Mitigation": "Patrols at weekends",
            "Owner (post)": "Fire service",
            "Review date": datetime(2009, 1, 31),
            "About indicator": "YEAR",
        }
    }


def test_a_point_goes_on_where_the_partner_said_so_and_whether_it_goes_on_again_is_asked_anew(third: Path) -> None:
    assert entered(third, "Narrative") == {
        "N1": {
            "Section of the highlight report": "5 Missing information",
            "Topic": "Cases closed in time",
            "What you want to say": "The courts have not reported yet.",
            "Report under block": "SSC",
            "Who (post or organisation)": "Courts service",
            "By when": "end of November 2008",
        },
        "N2": {
            "Section of the highlight report": "6 Other key issues for Government",
            "Topic": "2008",
            "What you want to say": "The grant ends in March.",
        },
    }


def test_the_commentary_of_an_indicator_goes_on_and_its_figures_do_not(third: Path) -> None:
    explained = {
        "Cause": "Two posts stood empty until August.",
        "Action owner (post)": "Head of community safety",
        "Action by": datetime(2008, 12, 31),
    }
    actions = {
        "LOWER": "The posts are filled; visits are made up by December.",
        "YEAR": "Yards are locked at night from October.",
        "ZEROPTS": "Crews train for rescues in smoke each week.",
    }
    expected = {code: {**explained, "Improvement action": action} for code, action in actions.items()}
    assert entered(third, "Indicators") == expected


def test_the_start_and_finance_sheets_start_empty(third: Path) -> None:
    assert entered(third, "Finance") == {}
    start = [cell.value for line in openpyxl.load_workbook(third)["Start"].iter_rows(max_col=2) for cell in line]
    assert "Performance officer" not in start
    assert "Safer Northshire Partnership" not in start


def test_lines_say_which_quarter_they_come_from_and_free_lines_say_nothing(third: Path) -> None:
    said = {
        sheet: {key: row.get("Carried forward from") for key, row in rows(third, sheet).items() if len(key) == 2}
        for sheet in ("Narrative", "Risks", "Actions")
    }
    came = {sheet: [key for key, words in lines.items() if words] for sheet, lines in said.items()}
    assert came == {"Narrative": ["N1", "N2"], "Risks": ["R1"], "Actions": ["A1", "A2"]}
    assert {words for lines in said.values() for words in lines.values()} == {None, "July to September 2008"}


def test_the_figures_of_both_quarters_travel_with_the_template(third: Path) -> None:
    spec = read_return(read_cells(third.read_bytes())).spec
    assert spec is not None
    assert [(p.period, p.actual) for p in spec.past if p.indicator == "PERCENT"] == [("2008-Q1", 58), ("2008-Q2", 61.5)]
    assert [(p.period, p.actual) for p in spec.past if p.indicator == "spend:GRANT"] == [("2008-Q2", 48000)]
    assert rows(third, "Indicators")["PERCENT"]["Last period"] == 61.5
    assert spec.carried_from == "2008-Q2"


def test_the_first_template_of_all_carries_nothing(made: Path) -> None:
    first = made / "templates" / str(Q1) / name_of(Q1)
    for sheet in ("Indicators", "Narrative", "Risks", "Actions"):
        assert entered(first, sheet) == {}
        assert not any("Carried forward from" in row for key, row in rows(first, sheet).items() if key[1:].isdigit())


def figures_only() -> Entries:
    """What a partner has to enter in the third quarter, without a word about what was carried forward."""
    old = valid_entries()
    about = {"about": {**old["about"]["about"], "date_completed": date(2009, 1, 20)}}
    words = ("cause", "action", "action_owner", "action_date")
    figures = {key: {n: v for n, v in row.items() if n not in words} for key, row in old["indicators"].items()}
    figures["SEASON"]["actual"], figures["MONEY"]["actual"], figures["YEAR"]["actual"] = 330, 15600, 95
    figures["POINTS"]["status_date"] = date(2009, 2, 28)
    return {"about": about, "indicators": figures, "finance": old["finance"]}


# What a return that only types its figures is asked about as well: dates of actions that passed in the quarter, the same
# figure and the same spend as last time, an action that was not started then either, and red for the second time.
NOT_ABOUT_WORDS = {"D07", "I23", "M10", "A02", "P04"}


def about_words(said: dict[str, Any]) -> list[dict[str, Any]]:
    """The findings about words that are what they were."""
    assert {finding["rule"] for finding in said["findings"]} <= {"T02", *NOT_ABOUT_WORDS}
    return [finding for finding in said["findings"] if finding["rule"] == "T02"]


def test_a_return_with_unchanged_words_is_asked_about_them_and_about_nothing_else(folder: Path) -> None:
    path = fill(template(folder, Q3), figures_only(), folder.parent / "lazy.xlsx")
    alone = json.loads(succeeded(laa_xl("validate", path, "--json", now=LATE)).stdout)
    inside = json.loads(succeeded(laa_xl("validate", path, "--programme", folder, "--json", now=LATE)).stdout)
    for said in (alone, inside):
        assert [(f["rule"], f["sheet"], f["row"]) for f in about_words(said)] == [
            ("T02", "Indicators", "LOWER"),
            ("T02", "Indicators", "YEAR"),
            ("T02", "Indicators", "ZEROPTS"),
            ("T02", "Narrative", "N1"),
            ("T02", "Narrative", "N2"),
        ]
    accepted = json.loads(succeeded(laa_xl("consolidate", folder, path, "--json", now=LATE)).stdout)
    assert [item["became"] for item in accepted["files"]] == ["accepted"]


def test_new_words_and_cleared_points_are_not_asked_about(folder: Path) -> None:
    entries = figures_only()
    for code in ("LOWER", "YEAR", "ZEROPTS"):
        entries["indicators"][code].update(
            cause=f"Six weeks of snow stopped the work on {code}.", action=f"The work on {code} goes on from March."
        )
    empty = dict.fromkeys(("section", "heading", "text", "block", "who", "when"))
    entries["narrative"] = {"N1": empty, "N2": empty}
    path = fill(template(folder, Q3), entries, folder.parent / "diligent.xlsx")
    assert about_words(json.loads(succeeded(laa_xl("validate", path, "--programme", folder, "--json")).stdout)) == []


def test_an_indicator_that_has_become_green_keeps_its_commentary_and_nobody_asks(folder: Path) -> None:
    entries = figures_only()
    entries["indicators"]["LOWER"] = {"actual": 2.4, "status": "Final", "forecast_judgement": "Within"}
    path = fill(template(folder, Q3), entries, folder.parent / "green.xlsx")
    said = json.loads(succeeded(laa_xl("validate", path, "--programme", folder, "--json")).stdout)
    assert "LOWER" not in {finding["row"] for finding in said["findings"]}
    assert entered(path, "Indicators")["LOWER"]["Cause"] == "Two posts stood empty until August."


def test_a_template_made_before_a_correction_still_counts_and_is_held_against_what_it_prints(folder: Path) -> None:
    old = Path(shutil.copy(template(folder, Q3), folder.parent / "old-template.xlsx"))
    better = second_quarter()
    better["indicators"]["PERCENT"].update(actual=60.5, numerator=121)
    better["indicators"]["LOWER"]["cause"] = "Three posts stood empty until August."
    better["actions"]["A2"]["progress"] = "Complete"
    better["narrative"]["N2"].pop("continues")
    better["narrative"]["N3"].pop("continues")
    corrected = fill(folder / "templates" / str(Q2) / name_of(Q2), better, folder.parent / "corrected.xlsx")
    succeeded(laa_xl("consolidate", folder, corrected, now=LATE))
    path = fill(old, figures_only(), folder.parent / "from the old template.xlsx")
    said = json.loads(succeeded(laa_xl("validate", path, "--programme", folder, "--json", now=LATE)).stdout)
    found = [(f["rule"], f["row"]) for f in about_words(said)]
    # The old template prints 61.5 and two points that no longer go on; none of that is a changed lock. LOWER's cause is
    # other words than those of the corrected return by now: its action is not.
    assert found == [("T02", "LOWER"), ("T02", "YEAR"), ("T02", "ZEROPTS")]
    assert "Improvement action" in about_words(said)[0]["message"]
    assert "Cause" not in about_words(said)[0]["message"]
    # A template made now carries what the correction says, and both count as sent.
    new = template(folder, Q3)
    assert [row["Action"] for row in entered(new, "Actions").values()] == ["Visit every farm"]
    assert rows(new, "Indicators")["PERCENT"]["Last period"] == 60.5
    for sent in (old, new):
        lazy = fill(sent, figures_only(), folder.parent / f"lazy {sent.name}")
        said = json.loads(succeeded(laa_xl("validate", lazy, "--programme", folder, "--json", now=LATE)).stdout)
        assert about_words(said) != []


def test_making_a_template_twice_gives_the_same_file(folder: Path) -> None:
    first = template(folder, Q3).read_bytes()
    assert template(folder, Q3).read_bytes() == first


def test_the_demonstration_goes_on_into_the_next_quarter(tmp_path: Path) -> None:
    folder = demo(tmp_path / "leicester")
    succeeded(laa_xl("templates", folder, "--period", "2008-Q3"))
    made = {path.name.split("-")[2]: path for path in (folder / "templates" / "2008-Q3").iterdir()}
    assert {theme: len(entered(path, "Actions")) for theme, path in made.items()} == {
        "CYP": 1,
        "HCOP": 3,
        "SSC": 4,
        "EDE": 0,
    }
    assert {theme: len(entered(path, "Risks")) for theme, path in made.items()} == {
        "CYP": 1,
        "HCOP": 1,
        "SSC": 2,
        "EDE": 2,
    }
    commented = list(csv.DictReader(io.StringIO(shipped("indicators"))))
    wanted = {row["code"] for row in commented if row["theme"] == "SSC" and row["cause"]}
    assert set(entered(made["SSC"], "Indicators")) == wanted != set()
    assert rows(made["SSC"], "Indicators")["NI193"]["Last period"] == 51.4
    assert all(path.stat().st_size < 200_000 for path in made.values())


def shipped(table: str) -> str:
    root = Path(__file__).parents[2] / "workbooks" / "leicester-2008" / "demonstration" / "2008-Q2"
    return (root / f"{table}.csv").read_text(encoding="utf-8")


# Without files: what a specification carries, from returns as they were understood.


def returned(entries: Entries | None = None, period: Period = Q2) -> Return:
    """A return as it is understood, whatever there is to say about it."""
    found = checked(return_of(entries or valid_entries())).returned
    assert found is not None
    return replace(found, period=period)


def carried(*returns: Return, period: Period = Q3) -> dict[str, dict[str, dict[str, Any]]]:
    spec = spec_for(agreement(), THEME, period, {(THEME, one.period): one for one in returns})
    return carried_entries(spec)


def test_what_could_not_be_understood_is_not_carried() -> None:
    broken = checked(
        typed({"R1.likelihood": "likely", "R1.review": "next spring", "A1.due": "soon", "LOWER.action_date": "soon"})
    ).returned
    assert broken is not None
    found = carried(broken)
    assert {"likelihood", "review"}.isdisjoint(found["risks"]["R1"])
    assert found["risks"]["R1"]["impact"] == 4
    assert "due" not in found["actions"]["A1"]
    assert set(found["indicators"]["LOWER"]) == {"cause", "action", "action_owner"}


def test_a_word_that_says_nothing_is_not_carried() -> None:
    entries = valid_entries()
    entries["indicators"]["PERCENT"].update(cause="n/a", action="-")
    entries["actions"]["A1"]["comment"] = "TBC"
    found = carried(returned(entries))
    assert "PERCENT" not in found["indicators"]
    assert "comment" not in found["actions"]["A1"]


def test_what_the_agreement_no_longer_has_is_left_out_and_the_rest_goes_on() -> None:
    last = returned()
    whole = agreement()
    smaller = whole.model_copy(update={"indicators": tuple(i for i in whole.indicators if i.code != "YEAR")})
    spec = spec_for(smaller, THEME, Q3, {(THEME, Q2): last})
    found = carried_entries(spec)
    assert set(found["indicators"]) == {"LOWER", "ZEROPTS"}
    assert "YEAR" not in {past.indicator for past in spec.past}
    for table, key in (("risks", "R1"), ("actions", "A1")):
        assert "indicator" not in found[table][key]
        assert "owner" in found[table][key]
    assert return_bytes(spec, content(spec), datetime(2008, 12, 31))


def with_risk(period: Period, risk: str, *, nil: bool = False) -> Return:
    entries = valid_entries()
    entries["risks"]["R1"]["risk"] = risk
    if nil:
        entries = {"about": {"about": {**entries["about"]["about"], "nil": "Yes"}}}
    return returned(entries, period)


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ([(2008, 1), (2008, 2)], "2008-Q2"),
        ([(2007, 4), (2008, 1)], "2008-Q1"),
        ([(2007, 3)], "2007-Q3"),
        ([(2007, 2), (2006, 4)], ""),
        ([(2008, 3), (2008, 4)], ""),
        ([], ""),
    ],
)
def test_the_last_return_of_the_year_before_is_what_goes_on(accepted: list[tuple[int, int]], expected: str) -> None:
    returns = [with_risk(Period(*when), f"Risk of {Period(*when)}") for when in accepted]
    spec = spec_for(agreement(), THEME, Q3, {(THEME, one.period): one for one in returns})
    assert spec.carried_from == expected
    risks = {item.value for item in spec.carried if item.column == "risk"}
    assert risks == ({f"Risk of {expected}"} if expected else set())


def test_a_nil_return_says_no_news_so_that_what_was_open_before_goes_on() -> None:
    returns = [with_risk(Q1, "Old"), with_risk(Q2, "", nil=True)]
    assert carried(*returns)["risks"]["R1"]["risk"] == "Old"


def test_the_figures_of_eight_quarters_travel_oldest_first() -> None:
    last, periods = returned(), [Q2]
    while len(periods) < 10:
        periods.append(periods[-1].previous)
    spec = spec_for(agreement(), THEME, Q3, {(THEME, period): replace(last, period=period) for period in periods})
    mine = [past.period for past in spec.past if past.indicator == "PERCENT"]
    assert mine == [str(period) for period in reversed(periods[:8])]
    keys = [(past.indicator, past.period) for past in spec.past]
    assert len(set(keys)) == len(keys)


def test_a_full_sheet_leaves_room_for_what_is_new() -> None:
    entries = valid_entries()
    entries["risks"] = {f"R{number}": entries["risks"]["R1"] for number in range(1, 13)}
    last = returned(entries)
    spec = spec_for(agreement(), THEME, Q3, {(THEME, Q2): last})
    lines = content(spec)["risks"]
    assert [line["line"] for line in lines] == [f"R{number}" for number in range(1, 18)]
    assert [bool(line.get("carried")) for line in lines] == [True] * 12 + [False] * 5


def test_a_template_with_everything_carried_stays_small() -> None:
    """Twenty indicators and every line, some nine pages of words in all; four times as many would make 236 kB."""
    chance = Random(2008)
    words = [chance.choice("bcdfglmnprst") + w for w in TABLES["indicators"].replace(",", " ").split() if w.isalpha()]
    spoken = lambda count: " ".join(chance.choice(words) for _ in range(count))  # noqa: E731
    entries = valid_entries()
    for row in entries["indicators"].values():
        row.update(cause=spoken(15), action=spoken(15), action_owner=spoken(4), action_date=date(2008, 12, 31))
    for key, count in (("narrative", 20), ("risks", 12), ("actions", 15)):
        first = next(iter(entries[key].values()))
        long = {"narrative": ("text",), "risks": ("risk", "risk_cause", "mitigation"), "actions": ("action", "comment")}
        entries[key] = {
            f"{key[0].upper()}{number}": {**first, **{name: spoken(15) for name in long[key]}}
            for number in range(1, count + 1)
        }
    for row in entries["narrative"].values():
        row["continues"] = "Yes"
    last = returned(entries)
    periods = [Period(2006, 3)]
    while periods[-1] < Q2:
        periods.append(
            next(p for p in (Period(y, q) for y in (2006, 2007, 2008) for q in (1, 2, 3, 4)) if p > periods[-1])
        )
    spec = spec_for(agreement(), THEME, Q3, {(THEME, period): replace(last, period=period) for period in periods})
    assert {item.table for item in spec.carried} == {"indicators", "narrative", "risks", "actions"}
    assert len(spec.carried) > 300
    size = len(return_bytes(spec, content(spec), datetime(2008, 12, 31)))
    assert size < 200_000


PROGRESS = ("Not started", "In progress", "Complete", "Stopped")


def actions_of(progress: list[str]) -> Iterator[Row]:
    for number, word in enumerate(progress, 1):
        values = {"action": f"Action {number}", "due": date(2009, 3, 31), "progress": word, "confirm": "So agreed."}
        entries = {name: Entry(value, f"A{number}") for name, value in values.items()}
        yield Row("actions", "Actions", f"row {number}", number, entries)


@given(st.lists(st.sampled_from(PROGRESS), max_size=30))
def test_whatever_is_not_over_goes_on_in_order_and_without_a_gap(progress: list[str]) -> None:
    last = Return("northshire-2008", THEME, Q2, "r.xlsx", "", {"actions": tuple(actions_of(progress))})
    found = carried(last).get("actions", {})
    open_ones = [n for n, word in enumerate(progress, 1) if word in PROGRESS[:2]]
    assert [row["action"] for row in found.values()] == [f"Action {number}" for number in open_ones]
    assert list(found) == [f"A{number}" for number in range(1, len(open_ones) + 1)]
    assert all(set(row) == {"action", "due", "progress"} for row in found.values())


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=80)


@settings(max_examples=25)
@example("=1+1")
@example("  2008  ")
@given(TEXTS)
def test_any_text_comes_through_a_template_as_it_was_and_is_known_again(text: str) -> None:
    values = {"section": "1 Overall progress", "heading": "Any", "text": text, "continues": "Yes"}
    row = Row("narrative", "Narrative", "N1", 8, {name: Entry(value, "D9") for name, value in values.items()})
    last = Return("northshire-2008", THEME, Q2, "r.xlsx", "", {"narrative": (row,)})
    spec = spec_for(agreement(), THEME, Q3, {(THEME, Q2): last})
    again = FormSpec.model_validate_json(spec.text())
    assert (again, again.digest) == (spec, spec.digest)
    validated = checked(return_bytes(spec, content(spec), datetime(2008, 12, 31)))
    assert validated.returned is not None
    line = validated.returned.row("narrative", "N1")
    if spec.carried_value("narrative", "N1", "text") is None or line is None or line.blank("text"):
        return  # only spaces, or a word that says nothing
    assert line["text"] == text.strip()
    assert [f.row for f in validated.findings if f.rule == "T02"] == ["N1"]


def test_a_carried_quarter_that_is_none_makes_a_file_that_is_not_ours() -> None:
    assert FormSpec.model_fields["carried_from"].default == ""
    with pytest.raises(ValueError, match="is not a period"):
        FormSpec.model_validate({**json.loads(spec_for(agreement(), THEME, Q3, {}).text()), "carried_from": "spring"})


def test_the_invented_return_is_silent_on_a_template_that_carries_other_words() -> None:
    assert findings(return_of(valid_entries())) == []
