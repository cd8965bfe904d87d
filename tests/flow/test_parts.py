"""Several hands: a return is split, each contributor fills a part, and joining gives the one return, nothing lost."""

from __future__ import annotations

import datetime
import io
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from laa_xl.declare.return_form import HIDDEN_SHEET, RETURN_FORM
from laa_xl.domain.parts import LEAD, cut, file_names, shares_of
from laa_xl.domain.spec import Carried, FormSpec, Share
from tests.checks.edits import edited, put
from tests.support.cli import laa_xl, succeeded
from tests.support.demo_folders import demo
from tests.support.returns import return_of, spec, typed, valid_entries, valid_return

STEM = "northshire-2008-SAFE-2008-Q2"
BY = """
code,part
PERCENT,Police
LOWER,Police
YEAR,Fire & Rescue
ZERO,Fire & Rescue
"""


# -- what stands in a workbook, read with another library, by headings as a person would --------------------------


def table_of(path: Path, sheet: str, book: Any = None) -> Iterator[dict[str, Any]]:
    """The rows under the headings, each cell with its kind, so that 1 is not TRUE and a date not a number."""
    titles = {column.title for column in RETURN_FORM.sheet(sheet).table.columns}
    lines = list((book or openpyxl.load_workbook(path))[sheet].iter_rows())
    head = next((line for line in lines if sum(cell.value in titles for cell in line) > len(titles) / 2), None)
    assert head is not None
    for line in lines[lines.index(head) + 1 :]:
        yield {str(title.value): (cell.data_type, cell.value) for title, cell in zip(head, line, strict=True)}


def typed_in(path: Path) -> dict[str, Any]:
    """Every entry: by code on Indicators and Finance, in order on the lists, by field on Start."""
    found: dict[str, Any] = {}
    book = openpyxl.load_workbook(path)
    for sheet in RETURN_FORM.sheets:
        entries = [column.title for column in sheet.table.columns if column.entry]
        key = sheet.table.columns[0].title
        if sheet.name == "Start":
            cells = [line[:2] for line in book["Start"].iter_rows()]
            found["Start"] = {
                a.value: (b.data_type, b.value) for a, b in cells if a.value in entries and b.value is not None
            }
            continue
        rows = [
            (row[key][1], {title: row[title] for title in entries if row[title][1] is not None})
            for row in table_of(path, sheet.name, book)
        ]
        rows = [(code, row) for code, row in rows if row]
        found[sheet.name] = [row for _, row in rows] if sheet.table.blank_rows else dict(rows)
    return found


def carried_by(path: Path) -> FormSpec:
    """The specification on the hidden sheet."""
    lines = {row[0].value: row[1].value for row in openpyxl.load_workbook(path)[HIDDEN_SHEET].iter_rows()}
    text = "".join(lines[name] for name in lines if str(name).startswith("specification "))
    found = FormSpec.model_validate_json(text)
    assert found.digest == lines["digest"]
    return found


def codes(path: Path) -> list[str]:
    return [row["Code"][1] for row in table_of(path, "Indicators") if re.fullmatch("[A-Z]+", str(row["Code"][1]))]


def save(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def csv(folder: Path, text: str = BY) -> Path:
    return save(folder / "by.csv", text.strip().encode())


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    return save(tmp_path / "filled.xlsx", valid_return())


@pytest.fixture(scope="module")
def split_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The valid return in three parts, which nobody changes."""
    above = tmp_path_factory.mktemp("split")
    filled = save(above / "filled.xlsx", valid_return())
    succeeded(laa_xl("split", filled, "--into", above / "parts", "--by", csv(above)))
    return above / "parts"


@pytest.fixture
def parts(tmp_path: Path, filled: Path, split_once: Path) -> dict[str, Path]:
    """The valid return in three parts."""
    csv(tmp_path)
    shutil.copytree(split_once, tmp_path / "parts")
    names = {"lead": "lead", "police": "Police", "fire": "Fire-&-Rescue"}
    return {name: tmp_path / "parts" / f"{STEM}-{file}.xlsx" for name, file in names.items()}


def change(path: Path, sheet: str, code: str, heading: str, value: Any) -> str:
    """Type into the row of a code under a heading; gives the cell."""
    return changes(path, sheet, {(code, heading): value})[0]


def changes(path: Path, sheet: str, values: Mapping[tuple[str, str], Any]) -> list[str]:
    """The same for several codes and headings."""
    book = openpyxl.load_workbook(path)
    tab, found = book[sheet], []
    for (code, heading), value in values.items():
        head = next(line for line in tab.iter_rows() if any(cell.value == heading for cell in line))
        column = next(cell.column for cell in head if cell.value == heading)
        row = next(line[0].row for line in tab.iter_rows() if line[0].value == code)
        tab.cell(row, column).value = value
        found.append(str(tab.cell(row, column).coordinate))
    book.save(path)
    return found


def start(path: Path, field: str, value: Any) -> None:
    book = openpyxl.load_workbook(path)
    cell = next(line[0] for line in book["Start"].iter_rows() if line[0].value == field)
    book["Start"].cell(cell.row, 2).value = value
    book.save(path)


def edit(path: Path, how: Callable[[Any], object]) -> None:
    book = openpyxl.load_workbook(path)
    how(book)
    book.save(path)


# -- splitting -----------------------------------------------------------------------------------------------------


def test_each_part_has_its_own_rows_and_the_lead_has_the_rest(parts: dict[str, Path]) -> None:
    assert codes(parts["police"]) == ["PERCENT", "LOWER"]
    assert codes(parts["fire"]) == ["YEAR", "ZERO"]
    every = [indicator.code for indicator in spec().agreement.indicators]
    assert codes(parts["lead"]) == [code for code in every if code not in ("PERCENT", "LOWER", "YEAR", "ZERO")]


def test_entries_go_to_the_part_that_has_the_row_and_everything_else_to_the_lead(
    filled: Path, parts: dict[str, Path]
) -> None:
    before, lead, police = (typed_in(path) for path in (filled, parts["lead"], parts["police"]))
    assert police["Indicators"] == {code: before["Indicators"][code] for code in ("PERCENT", "LOWER")}
    for sheet in ("Start", "Narrative", "Risks", "Finance", "Actions"):
        assert lead[sheet] == before[sheet]
        assert not police[sheet]


def test_a_part_says_whose_it_is_and_where_to_send_it(parts: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(parts["fire"])
    assert "part of Fire & Rescue" in book["Start"]["A2"].value
    assert "theme lead" in " ".join(str(line[0].value) for line in book["Start"].iter_rows())
    assert "e-mail it to your theme lead" in " ".join(str(line[1].value) for line in book["Guide"].iter_rows())
    assert "SAFE/2008-Q2/Fire & Rescue" in str(book["Indicators"].oddFooter.left.text).replace("&&", "&")
    assert carried_by(parts["fire"]).form_id == "northshire-2008/SAFE/2008-Q2/Fire & Rescue"


def test_the_finance_lines_stand_in_the_leads_part_only(parts: dict[str, Path]) -> None:
    lines = {name: [row["Line"][1] for row in table_of(path, "Finance")] for name, path in parts.items()}
    assert [line for line in lines["lead"] if line] == ["GRANT", "BID", "TOTAL"]
    assert [line for line in lines["police"] if line] == ["Nothing is asked for here."]


def test_a_part_carries_the_figures_that_its_rows_are_compared_with_and_no_others(parts: dict[str, Path]) -> None:
    assert {past.indicator for past in carried_by(parts["police"]).past} == {"PERCENT", "LOWER"}
    assert {past.indicator for past in carried_by(parts["lead"]).past} == {"SEASON", "spend:GRANT", "spend:BID"}


def test_a_part_is_checked_as_it_is(parts: dict[str, Path]) -> None:
    for field, value in (
        ("Completed by (post)", "Analyst"),
        ("Organisation", "Police"),
        ("Date completed", date(2008, 10, 20)),
    ):
        start(parts["police"], field, value)
    for path in (parts["lead"], parts["police"]):
        said = json.loads(laa_xl("validate", path, "--json").stdout)
        assert said["findings"] == [], path.name


def test_the_agreement_says_who_contributes_when_nobody_else_does() -> None:
    form = spec()
    named = {
        "PERCENT": {"lead_partner": "POLICE"},
        "LOWER": {"responsible_post": "Analyst"},
        "YEAR": {"lead_partner": "SP"},
    }
    indicators = tuple(i.model_copy(update=named.get(i.code, {})) for i in form.agreement.indicators)
    theme = form.the_theme.model_copy(update={"lead_partner": "SP"})  # the theme's own: stays with the lead
    agreement = form.agreement.model_copy(update={"indicators": indicators, "themes": (theme,)})
    shares = shares_of(form.model_copy(update={"agreement": agreement}))
    assert {share.part: share.indicators for share in shares[1:]} == {"POLICE": ("PERCENT",), "Analyst": ("LOWER",)}
    assert shares[0].part == LEAD


def test_templates_are_split_for_the_contributors_that_the_agreement_names(tmp_path: Path) -> None:
    succeeded(laa_xl("new", tmp_path / "p", "--agreement", "leicester-2008"))
    result = succeeded(laa_xl("templates", tmp_path / "p", "--period", "2008-Q2", "--split"))
    names = [Path(line).name for line in result.stdout.split()]
    # NI112's lead partner is TPEB; the other two indicators that name one are led by the theme's own lead partner.
    assert [name for name in names if "CYP" in name] == [
        "leicester-2008-CYP-2008-Q2.xlsx",
        "leicester-2008-CYP-2008-Q2-lead.xlsx",
        "leicester-2008-CYP-2008-Q2-TPEB.xlsx",
    ]
    assert len(names) == 6
    assert "HCOP, SSC, EDE: there are no parts" in result.stderr
    lines = json.loads(succeeded(laa_xl("status", tmp_path / "p", "--json")).stdout)["returns"]
    assert [line["theme"] for line in lines] == ["CYP", "HCOP", "SSC", "EDE"]


@pytest.mark.parametrize(
    ("names", "files"),
    [
        (["Fire & Rescue"], ["Fire-&-Rescue"]),
        (['Schools: "A"/B?*', "Schools A B"], ["Schools-A-B", "Schools-A-B-2"]),
        (["...", "***"], ["part", "part-2"]),
        (["Bürger. "], ["Bürger"]),
    ],
)
def test_a_parts_name_is_made_safe_for_a_files_name(names: list[str], files: list[str]) -> None:
    assert list(file_names(tuple(Share(part=name) for name in names)).values()) == files


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code,title\nPERCENT,x", 'has the headings "code", "title". It has to have two: code and part.'),
        ("code,part,title\nPERCENT,x,y", "It has to have two"),
        (
            "code,part\nNI999,Police",
            'line 2: "NI999" is not an indicator of this return. Its codes are: PERCENT, LOWER',
        ),
        ("code,part\nPERCENT,Police\nPERCENT,Fire", 'line 3: PERCENT is given to "Fire", but to "Police" in line 2.'),
        ("code,part", "has no rows"),
        ("code,part\nPERCENT,", "gives no row to anyone but the theme lead"),
        ("code,part\nPERCENT," + "x" * 61, "at most 60 characters"),
    ],
)
def test_a_wrong_assignment_is_said_in_a_sentence(tmp_path: Path, filled: Path, text: str, said: str) -> None:
    result = laa_xl("split", filled, "--into", tmp_path / "parts", "--by", csv(tmp_path, text))
    assert result.exit_code == 2
    assert said in result.stderr
    assert not (tmp_path / "parts").exists()


def test_headings_and_codes_may_be_written_as_in_the_agreement_or_otherwise(tmp_path: Path, filled: Path) -> None:
    text = "Code,Part\npercent,Police\n LOWER , police "
    succeeded(laa_xl("split", filled, "--into", tmp_path / "parts", "--by", csv(tmp_path, text)))
    assert codes(tmp_path / "parts" / f"{STEM}-Police.xlsx") == ["PERCENT", "LOWER"]


def test_a_part_that_somebody_worked_in_is_not_written_over(
    tmp_path: Path, filled: Path, parts: dict[str, Path]
) -> None:
    change(parts["police"], "Indicators", "PERCENT", "Actual", 70)
    before = parts["police"].read_bytes()
    again = ["split", filled, "--into", tmp_path / "parts", "--by", tmp_path / "by.csv"]
    result = laa_xl(*again)
    assert (result.exit_code, "is already there" in result.stderr) == (2, True)
    assert parts["police"].read_bytes() == before
    succeeded(laa_xl(*again, "--replace"))
    assert parts["police"].read_bytes() != before


def test_a_part_is_not_split_again_and_a_lone_theme_lead_has_nothing_to_split(
    tmp_path: Path, filled: Path, parts: dict[str, Path]
) -> None:
    again = laa_xl("split", parts["police"], "--into", tmp_path / "q")
    assert (again.exit_code, 'a part already: that of "Police"' in again.stderr) == (2, True)
    alone = laa_xl("split", filled, "--into", tmp_path / "q")
    assert (alone.exit_code, "There is nothing to split" in alone.stderr) == (2, True)
    assert laa_xl("split", tmp_path / "none.xlsx", "--into", tmp_path / "q").exit_code == 2
    assert laa_xl("split", tmp_path, "--into", tmp_path / "q").exit_code == 2


# -- joining -------------------------------------------------------------------------------------------------------


def test_joining_gives_back_the_entries_and_the_very_specification(
    tmp_path: Path, filled: Path, parts: dict[str, Path]
) -> None:
    out = tmp_path / "return.xlsx"
    result = succeeded(laa_xl("join", parts["fire"], parts["lead"], parts["police"], "--out", out))
    assert "Please look" not in result.stdout
    assert typed_in(out) == typed_in(filled)
    assert carried_by(out) == spec()
    assert carried_by(out).digest == spec().digest


def test_a_joined_return_is_taken_in_as_one_of_the_templates_that_went_out(tmp_path: Path) -> None:
    folder = demo(tmp_path / "p")
    filled = next((folder / "inbox").glob("*-CYP-*"))
    succeeded(laa_xl("split", filled, "--into", tmp_path / "parts"))
    for how in ((), ("--programme", folder), ("--template", next((folder / "templates").rglob("*-CYP-*")))):
        out = tmp_path / f"return{len(how)}{len(str(how))}.xlsx"
        succeeded(laa_xl("join", *(tmp_path / "parts").glob("*.xlsx"), "--out", out, *how))
        assert typed_in(out) == typed_in(filled)
        said = json.loads(succeeded(laa_xl("validate", out, "--programme", folder, "--json")).stdout)
        assert said["findings"] == []


def test_what_cannot_be_used_is_carried_over_as_it_was_typed(tmp_path: Path, parts: dict[str, Path]) -> None:
    odd = {"Actual": "n/a", "Numerator": "12", "Denominator": 0.25, "Data status": "final ", "Cause": 12}
    odd |= {"Year-end forecast": date(2009, 3, 31), "Figure expected on": 40000, "Action by": "end of March"}
    odd |= {"Improvement action": " two\nlines ", "Confirmed because": True, "Data is about": datetime.time(12, 30)}
    changes(parts["police"], "Indicators", {("PERCENT", heading): value for heading, value in odd.items()})
    before = typed_in(parts["police"])["Indicators"]["PERCENT"]
    succeeded(laa_xl("join", *parts.values(), "--out", tmp_path / "return.xlsx"))
    assert typed_in(tmp_path / "return.xlsx")["Indicators"]["PERCENT"] == before
    assert before["Actual"] == ("s", "n/a")


def test_a_figure_comes_back_to_the_last_bit(tmp_path: Path) -> None:
    exact = 0.1 + 0.2  # 0.30000000000000004: more digits than Excel shows
    filled = save(tmp_path / "filled.xlsx", typed({"PERCENT.actual": exact, "OPEN.actual": exact}))
    succeeded(laa_xl("split", filled, "--into", tmp_path / "parts", "--by", csv(tmp_path)))
    succeeded(laa_xl("join", *(tmp_path / "parts").iterdir(), "--out", tmp_path / "return.xlsx"))
    rows = typed_in(tmp_path / "return.xlsx")["Indicators"]
    assert [rows[code]["Actual"][1] for code in ("PERCENT", "OPEN")] == [exact, exact]


def test_lines_stand_one_after_the_other_and_the_list_grows(tmp_path: Path, parts: dict[str, Path]) -> None:
    for name, many in (("police", 12), ("fire", 9)):
        topics = {(f"N{number}", "Topic"): f"{name} {number}" for number in range(1, many + 1)}
        changes(parts[name], "Narrative", topics)
    succeeded(laa_xl("join", *parts.values(), "--out", tmp_path / "return.xlsx"))
    rows = [row for row in table_of(tmp_path / "return.xlsx", "Narrative") if row["Topic"][1]]
    told = ["Summer schemes", "Cases closed in time"]
    told += [f"police {number}" for number in range(1, 13)] + [f"fire {number}" for number in range(1, 10)]
    assert [row["Topic"][1] for row in rows] == told
    assert [row["Line"][1] for row in rows] == [f"N{number}" for number in range(1, 24)]
    said = json.loads(laa_xl("validate", tmp_path / "return.xlsx", "--json").stdout)
    # Each new line has a topic and no more; every one of them is seen, the last as well as the first.
    cells = {cell for finding in said["findings"] for cell in (finding["cell"], *finding["also"])}
    lines = {int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for cell in cells}
    first = min(lines)
    assert {f["row"] for f in said["findings"]} == {"N3"}, "equal findings are told once, at the first of their lines"
    assert lines == set(range(first, first + 21))


def test_a_line_that_two_parts_have_word_for_word_stands_once(tmp_path: Path, parts: dict[str, Path]) -> None:
    line = {
        ("A1", "About indicator"): "YEAR",
        ("A1", "Action"): "Lock the yards",
        ("A1", "Owner (post)"): "Fire service",
        ("A1", "Due"): date(2008, 12, 31),
        ("A1", "Progress"): "In progress",
    }
    changes(parts["fire"], "Actions", line)
    succeeded(laa_xl("join", *parts.values(), "--out", tmp_path / "return.xlsx"))
    assert len(typed_in(tmp_path / "return.xlsx")["Actions"]) == 1
    change(parts["fire"], "Actions", "A1", "Progress", "Complete")
    succeeded(laa_xl("join", *parts.values(), "--out", tmp_path / "return2.xlsx"))
    assert [row["Progress"][1] for row in typed_in(tmp_path / "return2.xlsx")["Actions"]] == ["In progress", "Complete"]


def test_the_leads_start_sheet_stands_and_the_others_are_told(tmp_path: Path, parts: dict[str, Path]) -> None:
    start(parts["police"], "Organisation", "Northshire Police")
    result = succeeded(laa_xl("join", *parts.values(), "--out", tmp_path / "return.xlsx"))
    assert typed_in(tmp_path / "return.xlsx")["Start"]["Organisation"][1] == "Safer Northshire Partnership"
    (line,) = [line for line in result.stdout.splitlines() if "Organisation" in line]
    assert re.search(r'Police\.xlsx, Start, B\d+ has "Northshire Police"', line)
    assert re.search(
        r'the return has "Safer Northshire Partnership", from .*lead\.xlsx, Start, B\d+', line, re.IGNORECASE
    )


def test_one_contributor_with_nothing_to_report_makes_no_nil_return(tmp_path: Path, parts: dict[str, Path]) -> None:
    start(parts["fire"], "Nil return", "Yes")
    result = succeeded(laa_xl("join", *parts.values(), "--out", tmp_path / "return.xlsx"))
    assert "Nil return" not in typed_in(tmp_path / "return.xlsx")["Start"]
    assert "Nil return" in result.stdout
    for name in ("lead", "police"):
        start(parts[name], "Nil return", "Yes")
    succeeded(laa_xl("join", *parts.values(), "--out", tmp_path / "nil.xlsx"))
    assert typed_in(tmp_path / "nil.xlsx")["Start"]["Nil return"][1] == "Yes"


def test_two_entries_for_one_row_are_told_with_both_cells_and_nothing_is_written(
    tmp_path: Path, filled: Path, parts: dict[str, Path]
) -> None:
    mine = change(filled, "Indicators", "PERCENT", "Actual", 64.5)
    theirs = change(parts["police"], "Indicators", "PERCENT", "Actual", 63.5)
    out = tmp_path / "return.xlsx"
    words = ["join", filled, parts["police"], "--out", out]
    result = laa_xl(*words)
    assert result.exit_code == 1
    assert not out.exists()
    told = f'Actual of PERCENT: {filled}, Indicators, {mine} has "64.5"; {parts["police"]}, Indicators, {theirs} has "63.5"'
    assert told in result.stdout
    preferred = succeeded(laa_xl(*words, "--prefer", "police"))
    assert typed_in(out)["Indicators"]["PERCENT"]["Actual"] == ("n", 63.5)
    assert '"64.5"' in preferred.stdout
    succeeded(laa_xl(*words[:-1], tmp_path / "other.xlsx", "--prefer", "lead"))
    assert typed_in(tmp_path / "other.xlsx")["Indicators"]["PERCENT"]["Actual"] == ("n", 64.5)
    assert laa_xl(*words, "--prefer", "nobody").exit_code == 2


def test_a_blank_beside_an_entry_in_a_row_filled_twice_is_a_contradiction_too(
    tmp_path: Path, filled: Path, parts: dict[str, Path]
) -> None:
    change(parts["police"], "Indicators", "PERCENT", "Year-end forecast", None)
    result = laa_xl("join", filled, parts["police"], "--out", tmp_path / "return.xlsx")
    assert result.exit_code == 1
    assert "Year-end forecast of PERCENT" in result.stdout
    assert "has nothing" in result.stdout


def test_finance_filled_in_twice_is_told(tmp_path: Path, filled: Path, parts: dict[str, Path]) -> None:
    change(parts["lead"], "Finance", "BID", "Spend to date, £", 21000)
    result = laa_xl("join", filled, parts["lead"], "--out", tmp_path / "return.xlsx")
    assert result.exit_code == 1
    assert "Spend to date, £ of BID" in result.stdout


def test_a_part_that_is_not_there_leaves_its_rows_blank_and_is_told(tmp_path: Path, parts: dict[str, Path]) -> None:
    out = tmp_path / "return.xlsx"
    result = laa_xl("join", parts["lead"], parts["police"], "--out", out)
    assert result.exit_code == 1
    assert 'Nobody has reported on YEAR, ZERO: the part "Fire & Rescue" is not here.' in result.stdout
    assert {"YEAR", "ZERO"} & set(typed_in(out)["Indicators"]) == set()
    assert carried_by(out).digest == spec().digest
    without_lead = laa_xl("join", parts["fire"], parts["police"], "--out", tmp_path / "other.xlsx")
    assert without_lead.exit_code == 1
    assert 'the part "lead" is not here' in without_lead.stdout
    assert (tmp_path / "other.xlsx").exists()


def test_a_whole_return_of_the_lead_may_stand_for_the_leads_part(
    tmp_path: Path, filled: Path, parts: dict[str, Path]
) -> None:
    entries = valid_entries()
    for code in ("PERCENT", "LOWER", "YEAR", "ZERO"):
        del entries["indicators"][code]
    lead = save(tmp_path / "mine.xlsx", return_of(entries))
    succeeded(laa_xl("join", lead, parts["police"], parts["fire"], "--out", tmp_path / "return.xlsx"))
    assert typed_in(tmp_path / "return.xlsx") == typed_in(filled)
    missing = laa_xl("join", lead, parts["police"], "--out", tmp_path / "other.xlsx")
    assert (missing.exit_code, "Nobody has reported on YEAR, ZERO" in missing.stdout) == (1, True)


def test_comments_and_sheets_of_ones_own_stay_behind_and_are_told(tmp_path: Path, parts: dict[str, Path]) -> None:
    edit(parts["police"], lambda book: book.create_sheet("Workings").append(["sum", 1]))
    edit(parts["police"], lambda book: setattr(book["Start"]["A1"], "comment", openpyxl.comments.Comment("see", "me")))
    result = succeeded(laa_xl("join", *parts.values(), "--out", tmp_path / "return.xlsx"))
    assert '"Workings"' in result.stdout
    assert "comment" in result.stdout


@pytest.mark.parametrize(
    ("sheet", "find", "value", "rule"),
    [("Indicators", "Actual", "Figure", "S05"), ("Indicators", "PERCENT", "OTHER", "S07")],
)
def test_entries_that_cannot_be_read_stop_the_join(
    tmp_path: Path, parts: dict[str, Path], sheet: str, find: str, value: str, rule: str
) -> None:
    def over(book: Any) -> None:
        next(cell for line in book[sheet].iter_rows() for cell in line if cell.value == find).value = value
        for line in book[sheet].iter_rows():  # nor does the title say which row it was
            for cell in line:
                if rule == "S07" and cell.value == "Residents who feel safe":
                    cell.value = "Other"

    edit(parts["police"], over)
    result = laa_xl("join", *parts.values(), "--out", tmp_path / "return.xlsx")
    assert result.exit_code == 1
    assert f"· {rule} ·" in result.stdout
    assert not (tmp_path / "return.xlsx").exists()


def test_parts_of_different_returns_are_not_joined(tmp_path: Path, parts: dict[str, Path]) -> None:
    demo(tmp_path / "p")
    succeeded(laa_xl("split", next((tmp_path / "p" / "inbox").glob("*-CYP-*")), "--into", tmp_path / "other"))
    other = next((tmp_path / "other").glob("*TPEB*"))
    result = laa_xl("join", parts["lead"], other, "--out", tmp_path / "return.xlsx")
    assert result.exit_code == 2
    assert "Join parts of the same return only." in result.stderr
    assert laa_xl("join", *parts.values(), "--out", tmp_path / "r.xlsx", "--programme", tmp_path / "p").exit_code == 2


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (["lead", "lead"], "are the same file"),
        (["lead", "none.xlsx"], "There is no file"),
        (["lead", "."], "is a folder"),
        (["lead", "by.csv"], "This is not an Excel workbook"),
        (["filled.xlsx"], "is no part but a whole return"),
    ],
)
def test_a_mistake_in_the_parts_is_said_in_a_sentence(
    tmp_path: Path, parts: dict[str, Path], files: list[str], said: str
) -> None:
    given = [parts.get(name, tmp_path / name) for name in files]
    result = laa_xl("join", *given, "--out", tmp_path / "return.xlsx")
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.output
    assert not (tmp_path / "return.xlsx").exists()


def test_a_damaged_part_is_said_with_its_finding(tmp_path: Path, parts: dict[str, Path]) -> None:
    parts["police"].write_bytes(parts["police"].read_bytes()[:3000])
    result = laa_xl("join", *parts.values(), "--out", tmp_path / "return.xlsx")
    assert result.exit_code == 2
    assert f"{parts['police']}: The workbook is damaged" in result.stderr


def test_the_out_file_is_never_a_part_nor_written_over_unasked(tmp_path: Path, parts: dict[str, Path]) -> None:
    assert laa_xl("join", *parts.values(), "--out", parts["lead"]).exit_code == 2
    assert laa_xl("join", *parts.values(), "--out", tmp_path / "return.docx").exit_code == 2
    out = save(tmp_path / "return.xlsx", b"somebody's work")
    result = laa_xl("join", *parts.values(), "--out", out)
    assert (result.exit_code, out.read_bytes()) == (2, b"somebody's work")
    succeeded(laa_xl("join", *parts.values(), "--out", out, "--replace"))
    succeeded(laa_xl("join", *parts.values(), "--out", out))  # the same bytes once more


def test_parts_from_two_templates_need_to_be_told_which_counts(tmp_path: Path, parts: dict[str, Path]) -> None:
    later = spec().model_copy(update={"deadline": date(2008, 10, 31)})
    whole = save(tmp_path / "later.xlsx", return_of({}, later))
    succeeded(laa_xl("split", whole, "--into", tmp_path / "again", "--by", tmp_path / "by.csv"))
    police = next((tmp_path / "again").glob("*Police*"))
    given = [parts["lead"], parts["fire"], police]
    asked = laa_xl("join", *given, "--out", tmp_path / "return.xlsx")
    assert (asked.exit_code, "--template" in asked.stderr) == (2, True)
    result = succeeded(laa_xl("join", *given, "--out", tmp_path / "return.xlsx", "--template", whole))
    assert carried_by(tmp_path / "return.xlsx").digest == later.digest
    assert "another template" in result.stdout
    assert laa_xl("join", *given, "--out", tmp_path / "x.xlsx", "--template", parts["lead"]).exit_code == 2


def test_a_row_that_the_named_template_does_not_have_is_never_dropped(tmp_path: Path, parts: dict[str, Path]) -> None:
    fewer = spec().model_copy(
        update={
            "agreement": cut(spec().agreement, {i.code for i in spec().agreement.indicators} - {"LOWER"}, rest=True)
        }
    )
    template = save(tmp_path / "fewer.xlsx", return_of({}, fewer))
    result = laa_xl("join", *parts.values(), "--out", tmp_path / "return.xlsx", "--template", template)
    assert result.exit_code == 1
    assert re.search(
        r'Indicators, \w+ has "2\.9" for Actual of LOWER, a row that the return does not have', result.stdout
    )
    assert not (tmp_path / "return.xlsx").exists()


def test_a_programme_takes_in_no_part_and_says_which_are_there(tmp_path: Path) -> None:
    folder = demo(tmp_path / "p")
    by = csv(tmp_path, "code,part\nNI112,Health\nNI117,Connexions")
    succeeded(laa_xl("split", next((folder / "inbox").glob("*-CYP-*")), "--into", tmp_path / "parts", "--by", by))
    given = [next((tmp_path / "parts").glob(f"*{name}*")) for name in ("lead", "Health")]
    result = laa_xl("consolidate", folder, *given)
    assert result.exit_code == 2
    assert 'This is not a whole return but the part "Health"' in result.stderr
    assert "laa-xl join" in result.stderr
    assert "these parts are here: lead, Health. Not here: Connexions." in result.stderr


# -- any return, any assignment ------------------------------------------------------------------------------------

_WORDS = st.text(st.sampled_from("ab Z1,.%£é中-'\"<&\n"), min_size=1, max_size=12).filter(
    lambda text: text.strip() and not text.startswith("=")
)
_ANYTHING = st.one_of(
    st.none(),
    st.floats(allow_nan=False, allow_infinity=False, width=64).filter(lambda x: abs(x) < 1e15),
    st.integers(-(10**9), 10**9),
    st.booleans(),
    st.dates(date(1901, 1, 1), date(2100, 1, 1)),
    st.sampled_from(["n/a", "TBC", "12", "approx 120", "Final", "final", "Yes", "#", " 3 ", "1 April 2009"]),
    _WORDS,
)
_CODES = [indicator.code for indicator in spec().agreement.indicators]
_SPOTS = [
    f"{code}.{name}" for code in _CODES for name in ("actual", "status", "status_date", "forecast", "cause", "confirm")
]
_SPOTS += ["GRANT.spend", "BID.comment", "TOTAL.outturn", "about.organisation", "about.date_completed", "about.nil"]
_SPOTS += [f"{line}.{name}" for line in ("N1", "N2", "N4", "N20") for name in ("heading", "text", "who")]
_SPOTS += [f"{line}.{name}" for line in ("R1", "R3") for name in ("risk", "likelihood", "review")]


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(
    changes=st.dictionaries(st.sampled_from(_SPOTS), _ANYTHING, max_size=12),
    who=st.dictionaries(
        st.sampled_from(_CODES), st.sampled_from(["Police", "Fire & Rescue", "A/B", "lead"]), min_size=1
    ),
)
def test_any_filled_return_split_in_any_way_and_joined_has_the_same_entries(
    changes: Mapping[str, Any], who: Mapping[str, str]
) -> None:
    # A number in a cell with the format of a date is a date, or none where it is out of range: not what was typed.
    dated = ("date", "review", "date_completed", "status_date")
    changes = {
        spot: value for spot, value in changes.items() if not (spot.endswith(dated) and isinstance(value, (int, float)))
    }
    if set(who.values()) <= {"lead"}:
        who = {**who, "PERCENT": "Police"}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        filled = save(folder / "filled.xlsx", edited(*(put(spot, value) for spot, value in changes.items())))
        text = "code,part\n" + "\n".join(f"{code},{part}" for code, part in who.items())
        succeeded(laa_xl("split", filled, "--into", folder / "parts", "--by", csv(folder, text)))
        succeeded(laa_xl("join", *sorted((folder / "parts").iterdir()), "--out", folder / "return.xlsx"))
        assert typed_in(folder / "return.xlsx") == typed_in(filled)


def test_the_parts_open_in_a_second_library_without_a_complaint(parts: dict[str, Path]) -> None:
    for path in parts.values():
        assert openpyxl.load_workbook(io.BytesIO(path.read_bytes())).sheetnames[:6] == [
            s.name for s in RETURN_FORM.sheets
        ]


def test_a_line_carried_forward_keeps_its_place_and_stands_in_the_leads_part_only(tmp_path: Path) -> None:
    items = [("N1", "heading", "Alarms"), ("N2", "heading", "Schemes")]
    carried = tuple(Carried(table="narrative", row=row, column=column, value=value) for row, column, value in items)
    form = spec().model_copy(update={"carried": carried, "carried_from": "2008-Q1"})
    template = save(tmp_path / "template.xlsx", return_of({"narrative": {r: {c: v} for r, c, v in items}}, form))
    succeeded(laa_xl("split", template, "--into", tmp_path / "parts", "--by", csv(tmp_path)))
    lead, police = (next((tmp_path / "parts").glob(f"*{name}*")) for name in ("lead", "Police"))
    assert typed_in(police)["Narrative"] == []
    change(lead, "Narrative", "N1", "Topic", None)  # done with
    change(police, "Narrative", "N1", "Topic", "Burglaries")
    succeeded(laa_xl("join", *(tmp_path / "parts").iterdir(), "--out", tmp_path / "return.xlsx"))
    rows = {row["Line"][1]: row for row in table_of(tmp_path / "return.xlsx", "Narrative")}
    shown = [(rows[key]["Carried forward from"][1], rows[key]["Topic"][1]) for key in ("N1", "N2", "N3")]
    assert shown == [("April to June 2008", None), ("April to June 2008", "Schemes"), (None, "Burglaries")]
    assert carried_by(tmp_path / "return.xlsx").digest == form.digest
