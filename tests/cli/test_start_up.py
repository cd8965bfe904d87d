"""What a command brings into memory before it does anything: each library costs as much as many small runs."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from laa_xl.flow.demonstration import new_from
from tests.support.returns import valid_return

TABLES = ("pandas", "numpy", "openpyxl", "xlsxwriter", "xlwings", "docx", "jinja2", "lxml")
LOCKS = ("filelock", "msoffcrypto", "cryptography", "olefile", "python_calamine")

# Nothing of these may be imported, nor anything below them.
FORBIDDEN = {
    "--version": (*TABLES, *LOCKS, "click", "rich", "pydantic", "json", "pathlib", "laa_xl.cli.main", "laa_xl.flow"),
    "--help": (*TABLES, *LOCKS, "rich", "pydantic", "laa_xl.flow", "laa_xl.files", "laa_xl.declare", "laa_xl.checks"),
    "validate --help": (*TABLES, *LOCKS, "rich", "pydantic", "laa_xl.flow", "laa_xl.files", "laa_xl.declare"),
    "validate FILE": (*TABLES, *LOCKS, "laa_xl.flow.programme", "laa_xl.flow.pipeline", "laa_xl.flow.accepting"),
    "validate FILE --json": (*TABLES, *LOCKS, "rich", "laa_xl.flow.programme", "laa_xl.flow.pipeline"),
    "status PROGRAMME": ("pandas", "numpy", "openpyxl", "xlwings", "jinja2"),
}

_RUN = """
import sys
sys.argv = {argv!r}
from laa_xl.cli.start import main
try:
    main()
except SystemExit:
    pass
import json
print("\\n" + json.dumps(before := sorted(set(sys.modules) - {spared!r})))
"""


def imported(argv: Sequence[str]) -> set[str]:
    """Every module that is there when the command has ended. What this test itself needs to say so is not counted."""
    spared = (
        {"json", *(f"json.{part}" for part in ("decoder", "encoder", "scanner"))} if argv == ("--version",) else set()
    )
    code = _RUN.format(argv=["laa-xl", *argv], spared=spared)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.rpartition("\n[")[2].join(("[", ""))))


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("start")
    file = folder / "return.xlsx"
    file.write_bytes(valid_return())
    programme, _ = new_from(folder / "leicester", "leicester-2008", datetime(2008, 4, 1))
    return {"FILE": str(file), "PROGRAMME": str(programme.root)}


@pytest.mark.parametrize("command", FORBIDDEN)
def test_a_command_brings_only_what_it_needs(command: str, places: dict[str, str]) -> None:
    found = imported(tuple(places.get(word, word) for word in command.split()))
    assert {"sys", "laa_xl", "laa_xl.cli.start"} <= found
    unwanted = {
        name for name in found for banned in FORBIDDEN[command] if name == banned or name.startswith(f"{banned}.")
    }
    assert not unwanted, f"{command} imports {', '.join(sorted(unwanted))}"


def test_the_reading_process_brings_what_reads_and_nothing_else() -> None:
    code = "import sys, laa_xl.files.reading_process, laa_xl.files.cell_reading, json; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    found = set(json.loads(done.stdout))
    banned = (*TABLES, "pydantic", "click", "rich", "filelock", "laa_xl.flow", "laa_xl.stages", "laa_xl.checks")
    assert not {name for name in found for one in banned if name == one or name.startswith(f"{one}.")}


def test_the_version_is_the_one_that_the_command_line_gives(capsys: pytest.CaptureFixture[str]) -> None:
    words = [
        subprocess.run([sys.executable, "-m", f"laa_xl.cli.{way}", "--version"], capture_output=True, text=True)
        for way in ("start", "main")
    ]
    assert words[0].stdout.split(",")[-1] == words[1].stdout.split(",")[-1] != ""


def test_the_program_begins_where_nothing_is_imported() -> None:
    assert 'laa-xl = "laa_xl.cli.start:main"' in (Path(__file__).parents[2] / "pyproject.toml").read_text()
