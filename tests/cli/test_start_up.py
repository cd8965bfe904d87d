"""What a command brings into memory before it does anything: each library costs as much as many small runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from laa_xl.cli import verbs
from laa_xl.cli.main import main
from tests.support.living import EXPLAINED, FINE, NOW, filled, new_programme, template
from tests.support.returns import valid_return

TABLES = ("pandas", "numpy", "openpyxl", "xlsxwriter", "xlwings", "docx", "jinja2", "lxml")
LOCKS = ("filelock", "msoffcrypto", "cryptography", "olefile", "python_calamine")


def others(own: str) -> tuple[str, ...]:
    """The modules of every verb but those in one."""
    return tuple(module for module in VERBS if module != own)


VERBS = tuple(f"laa_xl.cli.{module}" for module in sorted({module for module, _ in verbs.VERBS.values()}))
# What a return that stands alone is checked without: master, reports, letters' tables, imports, and all that writes a workbook.
NOT_FOR_ONE_RETURN = (
    *(f"laa_xl.flow.{name}" for name in ("programme", "pipeline", "accepting", "parting", "remembering")),
    *(
        f"laa_xl.domain.{name}"
        for name in ("documents", "imports", "inputs", "register", "report", "rollup", "versions")
    ),
    *(f"laa_xl.declare.{name}" for name in ("agreement_tables", "load", "master_form", "table_errors")),
    *(f"laa_xl.files.{name}" for name in ("bundle", "findings_writer", "return_writer", "sheets", "xml_edit")),
)
# What opens workbooks is at work in the reading process; pydantic would bring e-mail to look for plugins with.
NOT_IN_THE_ONE_THAT_ASKS = (
    *("email", "importlib.metadata", "urllib.request", "zipfile", "xml", "defusedxml"),
    *(f"laa_xl.files.{name}" for name in ("carried", "cell_reading", "gate", "package", "scan")),
)

# Nothing of these may be imported, nor anything below them.
FORBIDDEN = {
    "--version": (*TABLES, *LOCKS, "click", "rich", "pydantic", "json", "pathlib", "laa_xl.cli.main", "laa_xl.flow"),
    "--help": (
        *(*TABLES, *LOCKS, *VERBS, "rich", "pydantic", "importlib.metadata", "decimal"),
        *("laa_xl.cli.common", "laa_xl.domain", "laa_xl.declare", "laa_xl.checks", "laa_xl.files", "laa_xl.flow"),
    ),
    "validate --help": (
        *(*TABLES, *LOCKS, *others("laa_xl.cli.validating"), "rich", "pydantic"),
        *("laa_xl.domain", "laa_xl.declare", "laa_xl.checks", "laa_xl.files", "laa_xl.flow"),
    ),
    "validate FILE": (
        *TABLES,
        *LOCKS,
        *others("laa_xl.cli.validating"),
        *NOT_IN_THE_ONE_THAT_ASKS,
        *NOT_FOR_ONE_RETURN,
    ),
    "validate FILE --json": (*TABLES, *LOCKS, "rich", *NOT_IN_THE_ONE_THAT_ASKS, *NOT_FOR_ONE_RETURN),
    "status PROGRAMME": ("pandas", "numpy", "openpyxl", "xlwings", "jinja2", *others("laa_xl.cli.returns")),
    "consolidate PROGRAMME FINE": (
        *("pandas", "numpy", "xlwings", "jinja2", "msoffcrypto", "cryptography", "urllib.request", "laa_xl.machine"),
        *("laa_xl.files.return_writer", "laa_xl.flow.parting", "laa_xl.files.smtp", *others("laa_xl.cli.returns")),
    ),
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
loaded = {{name for name, module in sys.modules.items() if type(module).__module__ != "laa_xl.cli.no_plugins"}}
print("\\n" + json.dumps(sorted(loaded - {spared!r})))
"""


def imported(argv: Sequence[str]) -> set[str]:
    """Every module that is there when the command has ended. What this test itself needs to say so is not counted."""
    spared = (
        {"json", *(f"json.{part}" for part in ("decoder", "encoder", "scanner"))} if argv == ("--version",) else set()
    )
    code = _RUN.format(argv=["laa-xl", *argv], spared=spared)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, "LAA_NOW": NOW}
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.rpartition("\n[")[2].join(("[", ""))))


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("start")
    file = folder / "return.xlsx"
    file.write_bytes(valid_return())
    programme = new_programme(folder)
    entries = {
        "NI021": {"actual": 62, **FINE},
        "NI016": {"actual": 9.5, "status": "Final", "forecast_judgement": "Within", **EXPLAINED},
    }
    fine = filled(template(programme, "2008-Q2", "SAFE"), entries)
    return {"FILE": str(file), "PROGRAMME": str(programme), "FINE": str(fine)}


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
    banned = (
        *TABLES,
        "dataclasses",
        "inspect",
        "pydantic",
        "click",
        "rich",
        "filelock",
        "laa_xl.flow",
        "laa_xl.stages",
        "laa_xl.checks",
    )
    assert not {name for name in found for one in banned if name == one or name.startswith(f"{one}.")}


def test_the_version_is_the_one_that_the_command_line_gives() -> None:
    words = [
        subprocess.run([sys.executable, "-m", f"laa_xl.cli.{way}", "--version"], capture_output=True, text=True)
        for way in ("start", "main")
    ]
    assert words[0].stdout.split(",")[-1] == words[1].stdout.split(",")[-1] != ""


def test_the_program_begins_where_nothing_is_imported() -> None:
    assert 'laa-xl = "laa_xl.cli.start:main"' in (Path(__file__).parents[2] / "pyproject.toml").read_text()


def test_a_verb_is_listed_by_the_first_paragraph_of_its_own_help() -> None:
    for name, (_, told) in verbs.VERBS.items():
        own = verbs.verb_of(name)
        assert own.name == name
        assert told == " ".join((own.help or "").partition("\n\n")[0].split())


def test_every_verb_is_listed() -> None:
    groups = {"press", "report", "mail"}  # whose own verbs stand in the same modules
    found = set()
    for module in VERBS:
        commands = [one for one in vars(import_module(module)).values() if isinstance(one, click.Command)]
        below = {id(one) for group in commands if isinstance(group, click.Group) for one in group.commands.values()}
        found |= {one.name for one in commands if id(one) not in below}
    assert found == set(verbs.VERBS) and groups <= found


@pytest.mark.parametrize("columns", [40, 80, 140])
def test_the_list_of_verbs_is_what_click_makes_of_the_verbs_themselves(
    columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    whole = click.Group("laa-xl", commands={name: verbs.verb_of(name) for name in verbs.VERBS})
    listed = [CliRunner().invoke(group, ["--help"]).output.partition("Commands:")[2] for group in (whole, main)]
    assert listed[0] == listed[1] != ""


def test_a_verb_that_is_mistyped_is_told_the_nearest() -> None:
    result = CliRunner().invoke(main, ["validat"])
    assert result.exit_code == 2
    assert "validate" in result.output
    assert CliRunner().invoke(main, ["nothing-like-it"]).exit_code == 2


_LATER = """
import sys
from laa_xl.cli.no_plugins import no_plugins
no_plugins()
import pydantic
class Model(pydantic.BaseModel):
    number: int
assert Model(number="1").number == 1 and "email" not in sys.modules
{asked}
assert "email" in sys.modules and type(sys.modules["importlib.metadata"]).__name__ == "module"
"""


@pytest.mark.parametrize(
    "asked",
    [
        "from importlib.metadata import version; assert version('pydantic') == pydantic.VERSION",
        "import importlib.metadata; assert importlib.metadata.version('pydantic') == pydantic.VERSION",
        "from importlib import metadata; assert metadata.version('pydantic') == pydantic.VERSION",
        "from importlib.metadata import entry_points; assert entry_points(group='console_scripts').names",
        "import importlib.metadata as m; list(m.entry_points(group='pydantic')); import importlib.metadata._meta",
        "import importlib.metadata._meta; from importlib.metadata import version; assert version('click')",
        "for one in sys.modules.values(): getattr(one, '__file__', None)\nfrom importlib.metadata import *; assert version('click')",
        "from concurrent.futures import ThreadPoolExecutor as P; from importlib.metadata import entry_points as e\n"
        "assert len(list(P(8).map(lambda n: e(group='pydantic'), range(40)))) == 40",
    ],
)
def test_whoever_asks_for_installed_packages_is_answered_as_ever(asked: str) -> None:
    done = subprocess.run([sys.executable, "-c", _LATER.format(asked=asked)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


_END = """
import atexit, os, sys
from laa_xl.cli.start import run
class Held:
    def __del__(self, write=os.write): write(1, b"taken apart")
held = Held()
def command_line():
    atexit.register(lambda: print("closed"))
    print("x" * {letters})
    {end}
run(command_line)
"""


@pytest.mark.parametrize(
    ("end", "code", "taken_apart"),
    [
        ("sys.exit(0)", 0, False),
        ("sys.exit(1)", 1, False),
        ("sys.exit(2)", 2, False),
        ("sys.exit('a sentence')", 1, True),
        ("sys.exit()", 0, True),
        ("raise ValueError('a fault')", 1, True),
        ("sys.modules['pythoncom'] = sys; sys.exit(1)", 1, True),
    ],
)
def test_a_command_ends_with_its_code_after_all_is_said_and_closed(end: str, code: int, taken_apart: bool) -> None:
    done = subprocess.run([sys.executable, "-c", _END.format(end=end, letters=100_000)], capture_output=True, text=True)
    assert done.returncode == code
    assert done.stdout.startswith("x" * 100_000 + "\nclosed\n")
    assert ("taken apart" in done.stdout) == taken_apart
    assert ("a sentence" in done.stderr) == ("a sentence" in end)
    assert ("ValueError: a fault" in done.stderr) == ("a fault" in end)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full is a device of Linux")
def test_last_words_that_cannot_be_written_are_told_as_in_any_python_program() -> None:
    code = _END.format(end="sys.exit(0)", letters=10)
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", code], stdout=full, stderr=subprocess.PIPE, text=True, env=buffered
        )
    assert done.returncode == 120
    assert "No space left" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="closes the output as a shell of POSIX does")
def test_a_command_whose_output_is_closed_ends_as_ever(tmp_path: Path) -> None:
    closed = ["sh", "-c", 'exec "$0" "$@" >&-', sys.executable, "-m", "laa_xl.cli.start", "status"]
    programme = new_programme(tmp_path)
    template(programme, "2008-Q2", "SAFE")  # so that there is something to show
    done = subprocess.run([*closed, programme], stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (0, "")
