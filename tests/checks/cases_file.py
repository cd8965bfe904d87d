"""The file, and which return it is. Rule, what is broken, and where it is found."""

from __future__ import annotations

import io
import zipfile

from laa_xl.domain.agreement import Agreement
from laa_xl.domain.parts import part_of, shares_of
from laa_xl.domain.periods import Period
from laa_xl.flow.programme import State
from tests.checks.case import Case, edit
from tests.checks.edits import hidden_line, put_at, remove
from tests.hostile import made_grids, made_others
from tests.support.returns import agreement, encrypted, return_of, rewritten, spec, state, valid_return

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def zipped(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in parts.items():
            package.writestr(name.replace("__", "/"), text)
    return out.getvalue()


def with_entity() -> bytes:
    declared = '?>\n<!DOCTYPE worksheet [<!ENTITY a "b">]>'
    return rewritten(valid_return(), "xl/worksheets/sheet2.xml", lambda xml: xml.replace("?>", declared, 1))


def other_agreement() -> State:
    settings = agreement().settings.model_copy(update={"code": "southshire-2008"})
    return state(of=agreement().model_copy(update={"settings": settings}))


def without_the_theme() -> Agreement:
    return agreement().model_copy(update={"themes": agreement().themes[1:]})


def a_part() -> bytes:
    shares = shares_of(spec(), {"PERCENT": "Police"})
    return return_of({}, part_of(spec(), shares, shares[1]))


FILES = [
    Case("F02", "no bytes at all", lambda: b""),
    Case("F03", "a file of 26 MB", lambda: b"PK" + bytes(26 * 1024 * 1024)),
    Case("F04", "a password to open", lambda: encrypted(valid_return())),
    Case("F05", "an old .xls", lambda: OLE + "Workbook\0".encode("utf-16-le")),
    Case("F06", "an .ods", lambda: zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet")),
    Case("F06", "a .csv", lambda: b"Code,Actual\nPERCENT,61.5\n"),
    Case("F07", "a Word document", lambda: zipped(word__document="<w/>")),
    Case("F07", "a PDF", lambda: b"%PDF-1.4"),
    Case("F08", "half a file", lambda: valid_return()[: len(valid_return()) // 2]),
    Case("F09", "a part that declares entities", with_entity),
    edit("F10", "a value in the last row of a sheet", put_at("Finance", "A1048576", "x")),
    *(
        Case(case.rule, f"{case.name} ({case.family})", case.make, name=case.file)
        for case in (*made_others.CASES, *made_grids.CASES)
        if "F11" < case.rule < "G" and not case.password and "formula" not in case.name  # which is a note as well
    ),
    Case("F11", "the mark of an open workbook", lambda: b"\x05Ann  " + bytes(160), name="~$return.xlsx"),
]

TEMPLATES = [
    edit("W01", "the hidden sheet is gone", remove("_laa")),
    edit("W01", "a workbook of one's own", *(remove(sheet) for sheet in ("_laa", "_rules", "Finance", "Risks"))),
    Case("W02", "another county's return", valid_return, programme=other_agreement),
    Case("W03", "a theme that there is not", valid_return, programme=lambda: state(of=without_the_theme())),
    Case("W04", "a quarter for which nothing went out", valid_return, programme=lambda: state(period=Period(2008, 1))),
    Case("W04", "not the quarter at hand", valid_return, programme=state, only=Period(2008, 3)),
    edit("W05", "an older format", hidden_line("format", "0")),
    edit("W06", "a newer format", hidden_line("format", "3")),
    edit("W07", "another fingerprint", hidden_line("digest", "0" * 64)),
    edit("W07", "another quarter", hidden_line("period", "2008-Q3")),
    edit("W07", "no specification", hidden_line("specification 1", "")),
    edit("W07", "half a specification", hidden_line("specification 1", '{"form":"return"')),
    edit("W07", "a format that is no number", hidden_line("format", "²")),
    edit("W07", "a quarter that there is not", hidden_line("specification 1", spec().text().replace("-Q2", "-Q7"))),
    Case("W09", "a part of a return that was split", a_part, programme=state),
    Case("W08", "a template that nobody issued", valid_return, programme=lambda: state(issued=False)),
]

CASES = [*FILES, *TEMPLATES]
