"""vbaProject.bin from text: three readers give back every module as it was written, and find nothing wrong."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from unittest.mock import patch

import olefile
import pytest
from oletools.olevba import VBA_Parser
from pyopenvba.cfb import CFB
from pyopenvba.vba import parse_vba_project

from laa_xl.files.vba.modules import Kind, Module
from laa_xl.files.vba.project import PROJECT_ID, PROJECT_NAME, vba_project
from tests.files.vba.reading import chunks, decompress, decrypt, records

SUB = 'Public Sub Press{0}()\n    Press "{0}", ""\nEnd Sub\n\n'
LONG = "Option Explicit\n" + "".join(SUB.format(f"Number{number}") for number in range(1500))
PROJECT = (
    Module("ThisWorkbook", Kind.WORKBOOK, "Option Explicit\n"),
    Module("shtDashboard", Kind.SHEET, ""),
    Module("shtHighlightReport", Kind.SHEET, "' as text\n"),
    Module("Empty", Kind.STANDARD, ""),
    Module("OneChunk", Kind.STANDARD, LONG[:3700]),
    Module("TwoChunks", Kind.STANDARD, LONG[:4000]),
    Module("Long", Kind.STANDARD, LONG),
    Module("Counter", Kind.CLASS, "Option Explicit\nPublic Count As Long\n"),
)


@cache
def built(modules: tuple[Module, ...] = PROJECT) -> bytes:
    return vba_project(modules)


def opened(data: bytes) -> olefile.OleFileIO:
    return olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_UNSURE)


def olevba(data: bytes) -> dict[str, bytes]:
    """Every module as olevba extracts it; it names a module with its extension."""
    parser = VBA_Parser("vbaProject.bin", data=data)
    found = {name: code.encode("ascii") for _, _, name, code in parser.extract_macros()}
    parser.close()
    return found


def test_the_modules_have_one_chunk_two_chunks_and_over_64_kb() -> None:
    lengths = {module.name: len(module.source()) for module in PROJECT}
    assert 3900 < lengths["OneChunk"] <= 4096 < lengths["TwoChunks"] <= 8192
    assert lengths["Long"] > 65_536


def test_olevba_gives_every_source_back_byte_for_byte() -> None:
    extensions = {Kind.STANDARD: "bas"}
    expected = {f"{module.name}.{extensions.get(module.kind, 'cls')}": module.source() for module in PROJECT}
    assert olevba(built()) == expected


def test_our_own_reader_gives_every_source_back_and_no_chunk_is_stored_raw() -> None:
    """Readers of Excel's files report that Excel drops a module without a word where a chunk is not compressed."""
    file = opened(built())
    for module in PROJECT:
        stream = file.openstream(["VBA", module.name]).read()
        assert decompress(stream) == module.source()
        assert all(compressed for compressed, _ in chunks(stream))


def test_a_second_reader_finds_the_same_and_nothing_wrong() -> None:
    cfb = CFB.from_bytes(built())
    project = parse_vba_project(cfb)
    assert project.validate(cfb) == []
    assert project.name == PROJECT_NAME
    assert {module.name: module.source.encode("ascii") for module in project.modules} == {
        module.name: module.source() for module in PROJECT
    }


def test_the_streams_are_those_of_the_specification() -> None:
    file = opened(built())
    modules = [["VBA", module.name] for module in PROJECT]
    assert sorted(file.listdir()) == sorted(
        [["PROJECT"], ["PROJECTwm"], ["VBA", "_VBA_PROJECT"], ["VBA", "dir"], *modules]
    )
    assert file.openstream("VBA/_VBA_PROJECT").read().hex() == "cc61ffff000100"


def test_the_dir_stream_has_every_record_in_its_order() -> None:
    found = records(decompress(opened(built()).openstream("VBA/dir").read()))
    information = [0x01, 0x02, 0x14, 0x03, 0x04, 0x05, 0x40, 0x06, 0x3D, 0x07, 0x08, 0x09, 0x0C, 0x3C]
    reference = [0x16, 0x3E, 0x0D]
    module = [0x19, 0x47, 0x1A, 0x32, 0x1C, 0x48, 0x31, 0x1E, 0x2C, None, 0x2B]
    expected = [*information, *reference * 2, 0x0F, 0x13, *module * len(PROJECT), 0x10]
    assert len(found) == len(expected)
    assert all(wanted in (None, number) for (number, _), wanted in zip(found, expected, strict=True))
    first = dict(reversed(found))
    assert first[0x01] == b"\x01\0\0\0"  # Windows
    assert first[0x02] == first[0x14] == b"\x09\x04\0\0"  # must be 0x0409, whatever the language
    assert first[0x03] == (1252).to_bytes(2, "little")
    assert first[0x04] == PROJECT_NAME.encode()
    assert int.from_bytes(first[0x0F], "little") == len(PROJECT)
    assert [data.decode() for number, data in found if number == 0x16] == ["stdole", "Office"]
    names = [(data.decode(), data.decode("ascii").encode("utf-16-le")) for number, data in found if number == 0x19]
    assert [name for name, _ in names] == [module.name for module in PROJECT]
    assert [data for number, data in found if number in (0x47, 0x32)] == [wide for _, wide in names for _ in range(2)]
    assert {data for number, data in found if number == 0x31} == {bytes(4)}
    kinds = [number for number, _ in found if number in (0x21, 0x22)]
    assert kinds == [0x21 if module.kind is Kind.STANDARD else 0x22 for module in PROJECT]


def test_the_project_stream_lists_every_module_and_protects_nothing() -> None:
    text = opened(built()).openstream("PROJECT").read().decode("ascii")
    properties, extenders, workspace = text.split("\r\n\r\n")
    lines = properties.split("\r\n")
    assert lines[0] == f'ID="{PROJECT_ID}"'
    assert lines[1 : 1 + len(PROJECT)] == [
        "Document=ThisWorkbook/&H00000000",
        "Document=shtDashboard/&H00000000",
        "Document=shtHighlightReport/&H00000000",
        "Module=Empty",
        "Module=OneChunk",
        "Module=TwoChunks",
        "Module=Long",
        "Class=Counter",
    ]
    values = dict(line.split("=", 1) for line in lines[1 + len(PROJECT) :])
    key = sum(PROJECT_ID.encode()) % 256
    for name, data, digits in (("CMG", bytes(4), (22, 28)), ("DPB", b"\0", (16, 99)), ("GC", b"\xff", (16, 22))):
        value = values[name].strip('"')
        assert decrypt(value) == (2, key, data)
        assert digits[0] <= len(value) <= digits[1]
    assert values["Name"] == f'"{PROJECT_NAME}"'
    assert extenders.startswith("[Host Extender Info]\r\n&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;")
    assert [line.split("=")[0] for line in workspace.splitlines()[1:]] == [module.name for module in PROJECT]


def test_the_map_of_names_is_in_the_order_of_the_modules() -> None:
    found = opened(built()).openstream("PROJECTwm").read()
    assert found == b"".join(
        module.name.encode() + b"\0" + module.name.encode("utf-16-le") + b"\0\0" for module in PROJECT
    ) + bytes(2)


def test_many_modules_come_back() -> None:
    modules = tuple(Module(f"M{number}", Kind.STANDARD, SUB.format(number) * (number % 90)) for number in range(300))
    assert olevba(built(modules)) == {f"{module.name}.bas": module.source() for module in modules}


def test_two_builds_are_equal() -> None:
    assert vba_project(PROJECT) == vba_project(list(PROJECT))


ATTRIBUTES = """\
VB_GlobalNameSpace = False
VB_Creatable = False
VB_PredeclaredId = {0}
VB_Exposed = {0}
VB_TemplateDerived = False
VB_Customizable = {0}"""


@pytest.mark.parametrize(
    ("kind", "base", "own"),
    [
        (Kind.STANDARD, None, None),
        (Kind.WORKBOOK, "0{00020819-0000-0000-C000-000000000046}", "True"),
        (Kind.SHEET, "0{00020820-0000-0000-C000-000000000046}", "True"),
        (Kind.CLASS, "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}", "False"),
    ],
)
def test_a_module_carries_the_attributes_of_its_kind(kind: Kind, base: str | None, own: str | None) -> None:
    lines = ['Attribute VB_Name = "Some"']
    if base and own:
        lines += [
            f'Attribute VB_Base = "{base}"',
            *(f"Attribute {line}" for line in ATTRIBUTES.format(own).split("\n")),
        ]
    assert Module("Some", kind, "Option Explicit\n").source().decode() == "\r\n".join([*lines, "Option Explicit", ""])


def test_a_text_exported_by_the_vba_editor_is_taken_as_it_is() -> None:
    exported = (
        "VERSION 1.0 CLASS\r\nBEGIN\r\n  MultiUse = -1  'True\r\nEND\r\n"
        'Attribute VB_Name = "Counter"\r\nAttribute VB_PredeclaredId = True\r\nOption Explicit\r\n'
    )
    source = Module("Counter", Kind.CLASS, exported).source().decode()
    assert source.count("VB_Name") == 1
    assert "Attribute VB_PredeclaredId = True\r\n" in source
    assert source.endswith("\r\nOption Explicit\r\n")
    assert "MultiUse" not in source


def test_a_description_inside_a_function_stays_where_it_is() -> None:
    code = 'Function LAA_RAG()\nAttribute LAA_RAG.VB_Description = "The rating"\nEnd Function\n'
    assert Module("F", Kind.STANDARD, code).source().decode().endswith("\r\n".join(code.split("\n")))


@pytest.mark.parametrize(
    ("module", "message"),
    [
        (Module("1st", Kind.STANDARD, ""), "cannot be the name"),
        (Module("two words", Kind.STANDARD, ""), "cannot be the name"),
        (Module("M" * 32, Kind.STANDARD, ""), "cannot be the name"),
        (Module("Pound", Kind.STANDARD, "' £\n"), "'£'"),
        (Module("Mine", Kind.STANDARD, 'Attribute VB_Name = "Other"\n'), 'calls itself "Other"'),
    ],
)
def test_a_module_that_cannot_be_one_is_refused(module: Module, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        vba_project([module])


def test_two_modules_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="same name"):
        vba_project([Module("Press", Kind.STANDARD, ""), Module("PRESS", Kind.CLASS, "")])


def test_the_builder_reads_and_writes_no_file() -> None:
    with patch.object(Path, "open", side_effect=AssertionError), patch("builtins.open", side_effect=AssertionError):
        vba_project(PROJECT)
