"""The functions as xlwings registers them on Windows: its own decorators, run here without Excel."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest
import xlwings

from laa_xl.declare.functions import CATEGORY, FUNCTIONS, Function
from laa_xl.functions import udfs

WINDOWS = ("pythoncom", "pywintypes", "win32com", "win32com.client")


@pytest.fixture(scope="module")
def on_windows() -> Iterator[SimpleNamespace]:
    """``laa_xl.functions.udfs`` as imported where pywin32 is there, and xlwings' own module about functions."""
    kept = {name: sys.modules.get(name) for name in WINDOWS}
    sys.modules.update({name: MagicMock(name=name) for name in WINDOWS})
    try:
        theirs = importlib.import_module("xlwings.udfs")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(xlwings, "func", theirs.xlfunc)
            patch.setattr(xlwings, "arg", theirs.xlarg)
            yield SimpleNamespace(ours=importlib.reload(udfs), theirs=theirs)
    finally:
        sys.modules.pop("xlwings.udfs", None)
        for name, module in kept.items():
            if module is None:
                sys.modules.pop(name, None)
            else:
                sys.modules[name] = module
        importlib.reload(udfs)


@pytest.mark.parametrize("declared", FUNCTIONS, ids=lambda declared: declared.name)
def test_every_function_is_registered_as_declared(on_windows: SimpleNamespace, declared: Function) -> None:
    registered = getattr(on_windows.ours, declared.name).__xlfunc__
    assert registered["name"] == declared.name
    assert registered["category"] == CATEGORY
    assert registered["volatile"] is False
    assert registered["ret"]["doc"] == declared.summary
    for found, argument in zip(registered["args"], declared.arguments, strict=True):
        assert (found["name"], found["doc"]) == (argument.name, argument.help)
        assert ("optional" in found) is argument.optional
        assert found["options"] == {"ndim": 2, "err_to_str": True}


def test_the_module_that_xlwings_writes_has_every_function_once(on_windows: SimpleNamespace) -> None:
    written = StringIO()
    on_windows.theirs.generate_vba_wrapper("laa_xl.functions.udfs", on_windows.ours, written, MagicMock(Name="x.xlam"))
    lines = [line.strip() for line in written.getvalue().splitlines() if line.startswith("Function ")]
    assert len(lines) == len(FUNCTIONS)
    assert "Function LAA_VARIANCE(actual, target, polarity)" in lines
    assert "Application.Volatile" not in written.getvalue()


def test_a_registered_function_answers_blocks_as_xlwings_passes_them(on_windows: SimpleNamespace) -> None:
    found: Any = on_windows.ours.LAA_VARIANCE([[72.0], [None]], [[80.0]], [["higher"]])
    assert found == [[-8.0], [""]]


@pytest.mark.parametrize("declared", FUNCTIONS, ids=lambda declared: declared.name)
def test_what_excel_shows_fits_into_its_dialogue(declared: Function) -> None:
    assert declared.name.startswith("LAA_")
    assert 0 < len(declared.summary) <= 255
    names = [argument.name for argument in declared.arguments]
    assert len(set(names)) == len(names)
    first_optional = next((place for place, one in enumerate(declared.arguments) if one.optional), len(names))
    assert all(argument.optional for argument in declared.arguments[first_optional:])
    for argument in declared.arguments:
        assert 0 < len(argument.help) <= 255
        assert argument.help.endswith((".", "?"))


def test_the_module_is_imported_with_no_excel_and_brings_pandas_only_where_xlwings_does() -> None:
    asked = (
        "import sys; import laa_xl.functions.more_answers, laa_xl.functions.arrays;"
        "assert not {'pandas', 'numpy', 'xlwings', 'openpyxl'} & set(sys.modules);"
        "import xlwings; before = {'pandas', 'numpy'} & set(sys.modules);"
        "import laa_xl.functions.udfs as udfs; assert {'pandas', 'numpy'} & set(sys.modules) == before;"
        "assert udfs.LAA_RAG(72, 80, 'higher') == 'Green'"
    )
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


def test_an_array_of_a_library_is_an_array() -> None:
    numpy: ModuleType = pytest.importorskip("numpy")
    assert udfs.LAA_VARIANCE(numpy.array([[72.0], [71.0]]), 80, "higher") == [[-8.0], [-9.0]]  # type: ignore[attr-defined]
