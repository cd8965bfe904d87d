"""The programme's own master may be larger than any file from outside, and what is not asked for is not unpacked."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from laa_xl.files import limits
from laa_xl.files.cells import read_cells
from laa_xl.files.limits import LIMITS, of_our_own
from laa_xl.files.package import look
from laa_xl.files.refused import Refused
from laa_xl.flow.programme import Programme


def workbook(rows: int) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name in ("One", "Two"):
            sheet = book.add_worksheet(name)
            for row in range(rows if name == "Two" else 1):
                sheet.write_number(row, 0, row)
    return out.getvalue()


def test_more_rows_than_a_return_has_are_read_of_our_own_master_alone() -> None:
    data = workbook(limits.ROWS.most + 1)
    with pytest.raises(Refused) as refused:
        read_cells(data)
    assert refused.value.code == "too_large_grid"
    with of_our_own():
        two = read_cells(data).sheets[1]
    assert len(two.rows) == limits.ROWS.most + 1
    with pytest.raises(Refused):  # and not afterwards
        read_cells(data)


@pytest.mark.parametrize("name", ["INFLATED", "TAGS", "ROWS", "GRID", "FILE"])
def test_a_master_beyond_a_limit_of_files_from_outside_is_read(
    leicester_master: Programme, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """What stopped a master of three thousand returns: the limits for one return held for it too."""
    monkeypatch.setattr(limits, name, getattr(limits, name)._replace(most=3))
    assert leicester_master.load().agreement.settings.code == "leicester-2008"
    with pytest.raises(Refused):
        read_cells(leicester_master.master.read_bytes())


@pytest.fixture
def leicester_master(tmp_path_factory: pytest.TempPathFactory) -> Programme:
    from tests.support.cli import laa_xl, succeeded

    folder = tmp_path_factory.mktemp("own") / "p"
    succeeded(laa_xl("new", folder, "--agreement", "leicester-2008", now="2008-10-01T09:00:00"))
    return Programme(folder)


def test_no_limit_is_lower_for_our_own() -> None:
    assert all(limit.own == 0 or limit.own > limit.most for limit in LIMITS)


def test_a_sheet_that_is_passed_over_is_there_without_being_unpacked() -> None:
    data = workbook(5)
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        (part,) = (info for info in made.infolist() if info.filename.endswith("sheet2.xml"))
    at = part.header_offset + 30 + len(part.filename)
    spoilt = (
        data[:at] + bytes(byte ^ 0x55 for byte in data[at : at + part.compress_size]) + data[at + part.compress_size :]
    )
    with pytest.raises(Refused):
        look(spoilt)
    found = read_cells(spoilt, passed_over={"Two"}).sheets
    assert [(sheet.name, len(sheet.rows)) for sheet in found] == [("One", 1), ("Two", 0)]
    with pytest.raises(Refused):
        read_cells(spoilt, passed_over={"One"})
