"""The add-in that `laa-xl install` puts in place, in its two kinds, and the texts that follow from the declaration."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from oletools.olevba import VBA_Parser

from laa_xl.declare.function_guide import functions_markdown
from laa_xl.declare.function_texts import help_module, python_module
from laa_xl.declare.functions import FUNCTIONS
from laa_xl.files.functions_addin import ADDIN_FILE, Provider, functions_addin
from tests.functions.cases import BY_HAND
from tests.functions.test_vba_twins import MODULE, differing, laid_out

ROOT = Path(__file__).resolve().parents[2]
DECLARED = re.compile(r"^Public Function (\w+)\((.*?)\) As Variant$", re.MULTILINE | re.DOTALL)


def declared_in(text: str) -> dict[str, list[tuple[str, bool]]]:
    """The functions of a VBA text, with the names of their arguments and whether each is optional."""
    found = {}
    for name, arguments in DECLARED.findall(text.replace(" _\n", " ")):
        parts = [" ".join(part.split()) for part in arguments.split(", ")]
        found[name] = [(part.split(" As ")[0].split()[-1], part.startswith("Optional ")) for part in parts]
    return found


def modules_in(path: Path) -> dict[str, str]:
    parser = VBA_Parser(str(path))
    return {name.removesuffix(".bas"): code for _, _, name, code in parser.extract_macros() if name.endswith(".bas")}


def test_vba_and_python_declare_the_functions_and_arguments_that_are_declared() -> None:
    every = {one.name: [(argument.name, argument.optional) for argument in one.arguments] for one in FUNCTIONS}
    assert declared_in(python_module()) == every
    twins = {one.name: every[one.name] for one in FUNCTIONS if one.vba}
    assert declared_in(MODULE.read_text(encoding="ascii")) == twins


def test_the_texts_in_the_repo_are_those_that_the_declaration_gives() -> None:
    help_text = (ROOT / "macros" / "LaaFunctionHelp.bas").read_text(encoding="utf-8")
    assert help_text == help_module(), "run: make workbooks"
    guide = (ROOT / "docs" / "functions.md").read_text(encoding="utf-8")
    assert guide == functions_markdown(), "run: make workbooks"


def test_the_help_names_every_argument_and_only_functions_that_are_there() -> None:
    for python, expected in ((False, [one for one in FUNCTIONS if one.vba]), (True, list(FUNCTIONS))):
        text = help_module(python=python)
        assert re.findall(r'Describe "(\w+)"', text) == [one.name for one in expected]
        for one in expected:
            for argument in one.arguments:
                assert argument.help.replace('"', '""') in text
        assert max(map(len, text.splitlines())) < 1023
        assert text.isascii()


@pytest.mark.parametrize("text", [MODULE.read_text(encoding="ascii"), help_module(), python_module()])
def test_the_modules_are_such_that_every_excel_and_libreoffice_read_them(text: str) -> None:
    assert text.isascii()
    assert text.count("\nOption Explicit\n") == 1
    assert not re.search(r"^\s*#", text, re.MULTILINE)  # no conditional compilation
    assert "CreateObject" not in text
    assert not re.search(r"(?: _\n.*){25}", text)  # VBA allows 24 lines to go on


def written(folder: Path, provider: Provider) -> Path:
    path = folder / ADDIN_FILE
    path.write_bytes(functions_addin(provider))
    return path


@pytest.mark.parametrize("provider", Provider)
def test_the_addin_holds_one_provider_and_is_the_same_in_every_build(
    provider: Provider, tmp_path: Path, ooxml_errors: Callable[..., list[str]]
) -> None:
    path = written(tmp_path, provider)
    assert path.read_bytes() == functions_addin(provider)
    found = modules_in(path)
    functions = [name for code in found.values() for name in declared_in(code.replace("\r\n", "\n"))]
    assert sorted(functions) == sorted(one.name for one in FUNCTIONS if one.vba or provider is Provider.PYTHON)
    with zipfile.ZipFile(path) as archive:
        assert b"ms-excel.addin.macroEnabled.main+xml" in archive.read("[Content_Types].xml")
    assert ooxml_errors(path) == []


def test_the_master_in_the_repo_answers_in_libreoffice_with_the_texts_of_the_addin(office: ModuleType) -> None:
    master = ROOT / "workbooks" / "leicester-2008" / "master.xlsm"
    given = BY_HAND[::4]
    assert {name for name, _ in given} == {one.name for one in FUNCTIONS if one.vba and one.name != "LAA_FORECAST"}
    assert differing(given, office.in_a_workbook(master, *laid_out(given))) == []


def test_master_and_addin_carry_the_same_texts(tmp_path: Path) -> None:
    master = modules_in(ROOT / "workbooks" / "leicester-2008" / "master.xlsm")
    addin = modules_in(written(tmp_path, Provider.VBA))
    assert addin == {name: master[name] for name in ("LaaFunctions", "LaaFunctionHelp")}


def test_the_python_module_compiles_and_says_where_python_does_not_answer(office: ModuleType) -> None:
    found = office.in_a_sheet({"LaaPython": python_module()}, [[72.0, 80.0, "higher"]], ["=LAA_RAG(B1;C1;D1)"], {})
    assert found == ["Python does not answer. Run laa-xl doctor, which says what is missing."]


def test_opening_describes_the_functions_and_stops_for_nothing_where_excel_cannot(office: ModuleType) -> None:
    text = help_module() + "\nPublic Function OPENED() As Variant\n    Auto_Open\n    OPENED = 7\nEnd Function\n"
    assert office.in_a_sheet({"LaaFunctionHelp": text}, [[0.0]], ["=OPENED()"], {}) == [7.0]
