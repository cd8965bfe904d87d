"""A wrong agreement gets a list of errors with table, row and column; the master's tables read the same."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from laa_xl.declare.agreement_tables import AGREEMENT_TABLES, RECORDS
from laa_xl.declare.load import load_agreement
from laa_xl.declare.model import Kind
from laa_xl.declare.table_errors import TableError
from laa_xl.files.cells import read_cells
from laa_xl.files.master_reader import read_master
from laa_xl.files.text import UnusableText, read_agreement_folder
from laa_xl.flow.shipped import agreement_folder, shipped_names
from tests.support.cli import laa_xl, succeeded

BORSETSHIRE = Path(__file__).parent / "borsetshire"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BORSETSHIRE, tmp_path / "agreement"))


def errors(folder: Path) -> list[TableError]:
    return load_agreement(read_agreement_folder(folder))[1]


def swap(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def add(file: str, line: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / file
        path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")

    return change


def add_column(file: str, name: str, first: str) -> Callable[[Path], None]:
    """Add a column that is filled in the first row only."""

    def change(folder: Path) -> None:
        path = folder / file
        head, row, *more = path.read_text(encoding="utf-8").splitlines()
        lines = [f"{head},{name}", f"{row},{first}", *(f"{line}," for line in more)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    return change


def write(file: str, text: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / file).write_text(text, encoding="utf-8")

    return change


def baselines(*rows: str) -> Callable[[Path], None]:
    return write("baselines.csv", "\n".join(["indicator,baseline,effective_from,reason,post", *rows, ""]))


def moves(*rows: str) -> Callable[[Path], None]:
    return write("moves.csv", "\n".join(["indicator,outcome,from_period,reason,post", *rows, ""]))


def term(code: str, first: str, last: str) -> Callable[[Path], None]:
    """The indicators again, one of them with a first and a last period."""

    def change(folder: Path) -> None:
        path = folder / "indicators.csv"
        head, *lines = path.read_text(encoding="utf-8").splitlines()
        more = [f",{first},{last}" if line.startswith(f"{code},") else ",," for line in lines]
        ended = [f"{line}{rest}" for line, rest in zip(lines, more, strict=True)]
        path.write_text("\n".join([f"{head},first_period,last_period", *ended, ""]), encoding="utf-8")

    return change


#     what is broken                                             table         row   column
CASES = {
    "a doubled code": (add("themes.csv", "SAFE,Again,PLACE,"), ("themes", 7, "Theme")),
    "a theme whose code no file can have": (swap("themes.csv", "WORK,", "W/K,"), ("themes", 6, "Theme")),
    "an agreement whose code no file can have": (swap("agreement.toml", "shire-2009", "shire: 2009"), ("settings", None, "Agreement code")),
    "an unknown theme": (swap("outcomes.csv", "O3,SAFE", "O3,SEA"), ("outcomes", 4, "Theme")),
    "an unknown block": (swap("themes.csv", "Adults,PEOPLE", "Adults,PEPLE"), ("themes", 3, "Government block")),
    "an unknown outcome": (swap("indicators.csv", "B3,O3", "B3,O9"), ("indicators", 4, "Outcome")),
    "a part of something unknown": (add_column("indicators.csv", "part_of", "B9"), ("indicators", 2, "Part of")),
    "the same figure as itself": (add_column("indicators.csv", "same_as", "B1"), ("indicators", 2, "Same figure as")),
    "an unknown indicator": (swap("targets.csv", "B4,2009", "B9,2009"), ("targets", 5, "Indicator")),
    "shares that do not sum to 1": (swap("indicators.csv", "0.1,0.4,0.4,0.1", "0.1,0.4,0.4,0.2"), ("indicators", 3, "Share Q4")),
    "three shares of four": (swap("indicators.csv", "0.1,0.4,0.4,0.1", "0.1,0.4,0.5,"), ("indicators", 3, "Share Q4")),
    "a year outside the term": (swap("targets.csv", "B1,2009", "B1,2013"), ("targets", 2, "Financial year")),
    "a target twice": (add("targets.csv", "B1,2009,,95,,"), ("targets", 8, "Indicator")),
    "a range that ends before it begins": (swap("targets.csv", ",10,20", ",30,20"), ("targets", 6, "Range from")),
    "a figure where a range is best": (swap("targets.csv", ",,,10,20", ",,15,,"), ("targets", 6, "Range from")),
    "no target in a target row": (swap("targets.csv", "B1,2009,,94", "B1,2009,,"), ("targets", 2, "Target")),
    "words for a number": (swap("targets.csv", "B1,2009,,94", "B1,2009,,many"), ("targets", 2, "Target")),
    "a quarter that does not exist": (swap("targets.csv", "B1,2009,,94", "B1,2009,5,94"), ("targets", 2, "Quarter")),
    "a polarity that does not exist": (swap("indicators.csv", "1,higher,rate", "1,up,rate"), ("indicators", 2, "Polarity")),
    "a measure that is missing": (swap("indicators.csv", "percent,1,higher", ",1,higher"), ("indicators", 2, "Measure")),
    "one tolerance in points of two": (swap("indicators.csv", "rate,2,2,points", "rate,2,,points"), ("indicators", 5, "Tolerance above")),
    "half a person": (swap("agreement.toml", "deadline_days = 15", "deadline_days = 1.5"), ("settings", None, "Return due, days after the quarter")),
    "a setting that does not exist": (swap("agreement.toml", "area =", "arae ="), ("settings", None, "arae")),
    "a mode that does not exist": (swap("agreement.toml", '"current"', '"strict"'), ("settings", None, "Rating mode")),
    "an end before the start": (swap("agreement.toml", "end_year = 2011", "end_year = 2008"), ("settings", None, "Last financial year")),
    "a column that does not exist": (swap("blocks.csv", "code,name", "code,nmae"), ("blocks", 1, "nmae")),
    "an indicator that ends before it starts": (term("B2", "2010-Q1", "2009-Q4"), ("indicators", 3, "Last period")),
    "a first period outside the term": (term("B2", "2008-Q4", ""), ("indicators", 3, "First period")),
    "a last period that is no quarter": (term("B2", "", "2009"), ("indicators", 3, "Last period")),
    "a baseline of an unknown indicator": (baselines("B9,5,2009-07-01,Why,Post"), ("baselines", 2, "Indicator")),
    "two baselines from the same day": (baselines("B1,5,2009-07-01,Why,Post", "B1,6,2009-07-01,Why,Post"), ("baselines", 3, "Effective from")),
    "a baseline from before the agreement": (baselines("B1,5,2009-03-31,Why,Post"), ("baselines", 2, "Effective from")),
    "a baseline from after the agreement": (baselines("B1,5,2012-04-01,Why,Post"), ("baselines", 2, "Effective from")),
    "a baseline that nobody says why": (baselines("B1,5,2009-07-01,,Post"), ("baselines", 2, "Reason")),
    "a baseline that nobody agreed": (baselines("B1,5,2009-07-01,Why,"), ("baselines", 2, "Agreed by (post)")),
    "a baseline without its date": (baselines("B1,5,,Why,Post"), ("baselines", 2, "Effective from")),
    "a move to an unknown outcome": (moves("B1,O9,2010-Q1,Why,Post"), ("moves", 2, "To outcome")),
    "a move of an unknown indicator": (moves("B9,O2,2010-Q1,Why,Post"), ("moves", 2, "Indicator")),
    "a move to where it is": (moves("B1,O1,2010-Q1,Why,Post"), ("moves", 2, "To outcome")),
    "a move to where an earlier one brought it": (moves("B1,O2,2010-Q1,Why,Post", "B1,O2,2010-Q3,Why,Post"), ("moves", 3, "To outcome")),
    "two moves in one quarter": (moves("B1,O2,2010-Q1,Why,Post", "B1,O3,2010-Q1,Why,Post"), ("moves", 3, "From period")),
    "a move outside the term": (moves("B1,O2,2012-Q1,Why,Post"), ("moves", 2, "From period")),
    "a move from no quarter": (moves("B1,O2,spring,Why,Post"), ("moves", 2, "From period")),
    "a quarter to be due in that does not exist": (
        lambda folder: (folder / "indicators.csv").write_text(
            "code,outcome,title,measure,accumulation,polarity,due_quarters\nB1,O1,Attendance,percent,rate,higher,Q5\n",
            encoding="utf-8",
        ),
        ("indicators", 2, "Due in"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), CASES.values(), ids=CASES)
def test_each_error_names_its_table_row_and_column(
    folder: Path, change: Callable[[Path], None], expected: tuple[str, int | None, str]
) -> None:
    assert [error for error in errors(folder) if error.stops] == []
    change(folder)
    places = [(error.table, error.row, error.column) for error in errors(folder) if error.stops]
    assert expected in places
    for error in errors(folder):
        assert error.message.endswith(".")


def test_a_36th_designated_indicator_is_an_error_and_rows_of_a_group_count_once(folder: Path) -> None:
    head = "code,outcome,title,measure,accumulation,polarity,group,designated"
    rows = [f"D{n},O1,Title,count,rate,higher,{'G' if n in (1, 2) else ''},Y" for n in range(1, 38)]
    path = folder / "indicators.csv"
    (folder / "targets.csv").unlink()
    path.write_text("\n".join([head, *rows[:36]]) + "\n", encoding="utf-8")
    assert [error for error in errors(folder) if error.stops] == []
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    (error,) = [error for error in errors(folder) if error.stops]
    assert (error.table, error.row, error.column) == ("indicators", 38, "Designated")


def test_an_indicator_that_has_ended_makes_room_for_another_designated_one(folder: Path) -> None:
    head = "code,outcome,title,measure,accumulation,polarity,designated,first_period,last_period"
    rows = [f"D{n},O1,Title,count,rate,higher,Y,,{'2009-Q4' if n == 1 else ''}" for n in range(1, 36)]
    path = folder / "indicators.csv"
    (folder / "targets.csv").unlink()
    path.write_text("\n".join([head, *rows, "D36,O1,Title,count,rate,higher,Y,2010-Q1,", ""]), encoding="utf-8")
    assert [error for error in errors(folder) if error.stops] == []
    path.write_text("\n".join([head, *rows, "D36,O1,Title,count,rate,higher,Y,2009-Q4,", ""]), encoding="utf-8")
    (error,) = [error for error in errors(folder) if error.stops]
    assert (error.row, error.column) == (37, "Designated")


@pytest.mark.parametrize(
    ("change", "place", "words"),
    [
        (term("B1", "2010-Q1", ""), ("targets", 2, "Financial year"), "no part of the agreement in that year"),
        (lambda folder: None, ("targets", 8, "Effective from"), "it never counts"),
        (term("B1", "", "2010-Q4"), ("rewards", 2, "Indicator"), "measured at the end"),
    ],
)
def test_what_cannot_count_is_pointed_out_and_stops_nothing(
    folder: Path, change: Callable[[Path], None], place: tuple[str, int, str], words: str
) -> None:
    change(folder)
    path = folder / "targets.csv"
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    late = "2011-04-02" if place[2] == "Effective from" else ""
    more = [*(f"{line}," for line in lines), f"B1,2010,,95,,,{late}", ""]
    path.write_text("\n".join([f"{head},effective_from", *more]), encoding="utf-8")
    (folder / "rewards.csv").write_text("indicator,target_no,target_title\nB1,1,Attendance\n", encoding="utf-8")
    found = {(error.table, error.row, error.column): error for error in errors(folder)}
    assert not found[place].stops
    assert words in found[place].message


def test_all_errors_are_told_at_once_and_nothing_is_made(folder: Path, tmp_path: Path) -> None:
    for change in (CASES["an unknown theme"][0], CASES["a target twice"][0], CASES["words for a number"][0]):
        change(folder)
    result = laa_xl("new", tmp_path / "programme", "--agreement", folder)
    assert result.exit_code == 2
    for part in ("targets.csv, row 2, Target", 'You have "many"'):
        assert part in result.stderr
    assert not (tmp_path / "programme").exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("themes.csv", b"code,name\nA,B,C,D\n", "more cells than headings"),
        ("themes.csv", "code,name\nA,Caf\xe9\n".encode("latin-1"), "UTF-8"),
        ("agreement.toml", b"title = \n", "cannot be read"),
    ],
)
def test_a_text_file_that_cannot_be_read_is_said_in_a_sentence(
    folder: Path, name: str, content: bytes, words: str
) -> None:
    (folder / name).write_bytes(content)
    with pytest.raises(UnusableText, match=words):
        read_agreement_folder(folder)


def test_a_folder_without_an_agreement_is_said_in_a_sentence(tmp_path: Path) -> None:
    result = laa_xl("new", tmp_path / "p", "--agreement", tmp_path / "nothing")
    assert result.exit_code == 2
    assert "leicester-2008" in result.stderr
    (tmp_path / "empty").mkdir()
    result = laa_xl("new", tmp_path / "p", "--agreement", tmp_path / "empty")
    assert result.exit_code == 2
    assert "agreement.toml" in result.stderr


@pytest.mark.parametrize("name", [*shipped_names(), str(BORSETSHIRE)])
def test_an_agreement_reads_the_same_from_its_text_and_from_a_master(name: str, tmp_path: Path) -> None:
    from_text, wrong = load_agreement(read_agreement_folder(agreement_folder(name)))
    assert [error for error in wrong if error.stops] == []
    succeeded(laa_xl("new", tmp_path / "p", "--agreement", name))
    found = read_master(read_cells(tmp_path / "p" / "master.xlsm"))
    assert found.errors == []
    from_master, _ = load_agreement(found.agreement)
    assert from_master == from_text


def test_a_cumulative_target_of_the_whole_year_in_mid_year_is_pointed_out_and_stands() -> None:
    # NI 154 in document 003: 1,450 homes printed as the September target, which is the year's.
    agreement, found = load_agreement(read_agreement_folder(agreement_folder("leicester-2008")))
    assert agreement is not None
    assert [(error.table, error.column, error.entered, error.stops) for error in found] == [
        ("targets", "Target", 1450.0, False)
    ]


@pytest.mark.parametrize("year", [-1, 0, 9999, 123456])
def test_a_year_that_no_calendar_has_is_told_as_outside_the_term(folder: Path, year: int) -> None:
    (folder / "indicators.csv").write_text(
        "code,outcome,title,unit,measure,accumulation,polarity\nD1,O1,Homes built,homes,count,cumulative,higher\n",
        encoding="utf-8",
    )
    (folder / "targets.csv").write_text(f"indicator,year,quarter,target\nD1,{year},2,100\n", encoding="utf-8")
    found = [error for error in errors(folder) if error.table == "targets"]
    assert ("Financial year", year) in [(error.column, error.entered) for error in found]


@pytest.mark.parametrize(
    ("title", "unit", "column"),
    [
        ("Number of people helped", "% of people", "Title"),
        ("People helped", "Number of people", "Unit"),
        ("No. of people helped", "%", "Title"),
        ("Numbers that are right", "% of people", ""),
        ("People helped", "% of the number of people", ""),
        ("Difference: number between areas", "%", ""),
    ],
)
def test_a_percentage_that_speaks_of_a_number_is_pointed_out(folder: Path, title: str, unit: str, column: str) -> None:
    (folder / "targets.csv").unlink()
    head, row = "code,outcome,title,unit,measure,accumulation,polarity", f"D1,O1,{title},{unit},percent,rate,higher"
    (folder / "indicators.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")
    found = [error for error in errors(folder) if error.table == "indicators"]
    assert [(error.row, error.column, error.stops) for error in found] == ([(2, column, False)] if column else [])


def test_a_title_that_a_note_explains_is_not_pointed_out(folder: Path) -> None:
    # NI 142: "Number of vulnerable people ..." in percent, which its note says.
    (folder / "targets.csv").unlink()
    rows = "code,outcome,title,unit,measure,accumulation,polarity,note\nD1,O1,Number of people,%,percent,rate,higher,Say so\n"
    (folder / "indicators.csv").write_text(rows, encoding="utf-8")
    assert [error for error in errors(folder) if error.table == "indicators"] == []


def test_every_column_of_a_table_is_a_field_of_its_record_and_has_a_title() -> None:
    for table in AGREEMENT_TABLES:
        assert [column.name for column in table.columns] == list(RECORDS[table.name].model_fields)
        for column in table.columns:
            assert column.title
            assert column.kind is not Kind.CHOICE or column.choices
