"""LibreOffice as the real spreadsheet: recalculate, save again, print, press keys and buttons.

One LibreOffice a test process, with a private profile, started at the first request and ended with the tests.
`office_worker.py` holds the UNO session, in a Python that can import `uno`; this module talks to it.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from laa_xl.files.lines import from_lines, to_lines
from tests.support.cli import NOW

COMMAND = f'"{sys.executable}" -E -P -m laa_xl.cli.main'  # laa-xl, as this environment has it
SECONDS = 120  # for one request, the start of LibreOffice included
WORKER = Path(__file__).with_name("office_worker.py")
MAC_APP = Path("/Applications/LibreOffice.app/Contents")
DEBIAN_MODULES = "/usr/lib/python3/dist-packages"

Values = dict[str, dict[str, float | str]]


class OfficeMissing(RuntimeError):
    """LibreOffice, or what is needed to drive it, is not on this machine."""


class OfficeError(RuntimeError):
    """LibreOffice refused a request, ended, or did not answer in time."""


@functools.cache
def find_soffice() -> str:
    for name in ("soffice", "libreoffice", str(MAC_APP / "MacOS" / "soffice")):
        if found := shutil.which(name):
            return found
    raise OfficeMissing("LibreOffice is missing: install libreoffice-calc and libreoffice-writer")


@functools.cache
def find_python_with_uno() -> tuple[str, ...]:
    """Return the command of a Python that can import `uno`: the system's, LibreOffice's own, or this one."""
    beside = Path(find_soffice()).resolve().parent
    for python in ("/usr/bin/python3", beside / "python", MAC_APP / "Resources" / "python", sys.executable):
        command = (str(python),)
        with contextlib.suppress(OSError):
            if subprocess.run([*command, "-c", "import uno"], env=_environment(), capture_output=True).returncode == 0:
                return command
    raise OfficeMissing("no Python here can import uno: install python3-uno")


@functools.cache
def find_pdftoppm() -> str:
    if found := shutil.which("pdftoppm"):
        return found
    raise OfficeMissing("pdftoppm is missing: install poppler-utils")


@functools.cache
def missing() -> str | None:
    """Say what is missing on this machine, or None when everything is there."""
    try:
        find_soffice()
        find_python_with_uno()
        find_pdftoppm()
    except OfficeMissing as reason:
        return str(reason)
    return None


def recalculated(path: Path | str, *, shown: bool = False) -> Values:
    """Recalculate every formula and return {sheet: {address: value}} for the cells that hold something.

    Numbers, dates (as serials) and TRUE/FALSE (as 1.0 and 0.0) are floats; text is a string; an error is the
    string the cell shows, such as "#DIV/0!". A formula that gives "" is there as ""; an empty cell is not.
    With `shown`, every value is the string a reader sees, in its number format (2 ms a number).
    """
    values: Values = _ask("recalculated", _absolute(path), shown)
    return values


def with_entries(path: Path | str, entries: dict[str, float | str | dict[str, str] | None]) -> Values:
    """What `recalculated` gives once these entries stand in the workbook: {"Indicators!K12": 70}; None for an empty cell,
    {"formula": "=..."} for a formula. It stays open for the next request, and the entries are taken out again."""
    values: Values = _ask("with_entries", _absolute(path), entries)
    return values


def resave(path: Path | str, out: Path | str) -> Path:
    """Recalculate, save as .xlsx (or .xlsm) as a user of LibreOffice would, and return `out`."""
    _ask("resave", _absolute(path), _absolute(out))
    return Path(out)


def to_pdf(path: Path | str, outdir: Path | str) -> Path:
    """Print a workbook or a Word document to `outdir` and return the PDF."""
    out = Path(outdir) / f"{Path(path).stem}.pdf"
    out.parent.mkdir(parents=True, exist_ok=True)
    _ask("to_pdf", _absolute(path), _absolute(out))
    return out


def macros(path: Path | str) -> dict[str, Any]:
    """What LibreOffice makes of a workbook's macros, opened with all of them allowed.

    "buttons": {sheet: [{"label", "macros", "printed", "left", "right", "texts"}]}, from left to right; the macros as
    Library.Module.Procedure, the texts those in the rows that the button reaches into. "code_names": {sheet: name}.
    "modules": {name: source}. "broken": the standard modules that do not compile.
    """
    found: dict[str, Any] = _ask("macros", _absolute(path))
    return found


def to_png(pdf: Path | str, outdir: Path | str, dpi: int = 70) -> list[Path]:
    """Draw each page of a PDF and return the pictures in page order."""
    outdir, stem = Path(outdir), Path(pdf).stem
    outdir.mkdir(parents=True, exist_ok=True)
    subprocess.run([find_pdftoppm(), "-r", str(dpi), "-png", str(pdf), str(outdir / stem)], check=True, timeout=SECONDS)
    return sorted(outdir.glob(f"{stem}-*.png"))  # pdftoppm pads the page numbers


def in_a_sheet(
    modules: dict[str, str], rows: list[list[float | str]], formulas: list[str], special: dict[str, str]
) -> list[float | str]:
    """What formulas in column A give, with VBA modules (text by name) in the document and `rows` of values from B on.

    `special` are formulas at an address that stand where a value cannot, such as {"B3": "=NA()"}.
    """
    found: list[float | str] = _ask("in_a_sheet", modules, rows, formulas, special)
    return found


def in_a_workbook(
    path: Path | str, rows: list[list[float | str]], formulas: list[str], special: dict[str, str]
) -> list[float | str]:
    """The same with the macros that a workbook brings."""
    found: list[float | str] = _ask("in_a_workbook", _absolute(path), rows, formulas, special)
    return found


class Keyboard:
    """A workbook opened in LibreOffice, in which keys are pressed as by a person; one at a time, closed at the end.

    with office.Keyboard(path) as keys: keys.press("Ctrl+Home", "Tab") == ["Start!A1", "Start!B15"]
    """

    def __init__(self, path: Path | str) -> None:
        self.path = path

    def __enter__(self) -> Keyboard:
        _ask("keyboard", "open", _absolute(self.path))
        return self

    def __exit__(self, *_: object) -> None:
        _ask("keyboard", "close")

    def press(self, *strokes: str) -> list[str]:
        """Press "Tab", "Return", "Ctrl+PageDown", ... and return where the cursor is after each."""
        places: list[str] = _ask("keyboard", "press", *strokes)
        return places

    def type(self, text: str) -> None:
        """Type letter by letter; a key such as "Tab" or "Return" ends the entry."""
        _ask("keyboard", "type", text)

    def go(self, place: str) -> None:
        """Go to a cell at once, where a person would press arrow keys."""
        assert self.command(".uno:GoToCell", "ToPoint", place.replace("!", ".")) == place

    def command(self, name: str, argument: str = "", value: str = "") -> str:
        """Do what a menu entry or a link does, and return where the cursor is then."""
        return str(_ask("keyboard", "command", name, argument, value))

    def text(self, place: str) -> str:
        """What a cell shows."""
        return str(_ask("keyboard", "text", place))

    def values(self) -> Values:
        """Every cell, as `recalculated` gives it."""
        values: Values = _ask("keyboard", "values")
        return values

    def choices(self, places: list[str]) -> dict[str, list[str]]:
        """What the drop-downs of these cells offer, for those that have one."""
        found: dict[str, list[str]] = _ask("keyboard", "choices", places)
        return found

    def links(self, place: str) -> list[str]:
        """Where the links of a cell lead."""
        return list(_ask("keyboard", "links", place))

    def buttons(self) -> list[str]:
        """The sheets whose table has AutoFilter buttons."""
        return list(_ask("keyboard", "buttons"))

    def notes(self, sheet: str) -> list[str]:
        """The notes of a sheet."""
        return list(_ask("keyboard", "notes", sheet))

    def copy_from(self, path: Path | str, area: str) -> None:
        """Copy cells of another workbook's first sheet."""
        _ask("keyboard", "copy_from", _absolute(path), area)

    def save(self, out: Path | str) -> Path:
        """Save as .xlsx, as `resave` does."""
        _ask("keyboard", "save", _absolute(out))
        return Path(out)


class Desk:
    """A master opened where it stands, as by an officer, with its macros. Closed at the end.

    with office.Desk(master) as desk: desk.press("Dashboard", "Highlight report", period="2008-Q2")["text"]
    """

    def __init__(self, path: Path | str, *, read_only: bool = False) -> None:
        self.path, self.read_only = path, read_only

    def __enter__(self) -> Desk:
        _ask("desk", "open", _absolute(self.path), self.read_only)
        assert _session
        _session.settings.write_bytes(to_lines([("command", COMMAND)]))
        return self

    def __exit__(self, *_: object) -> None:
        _ask("desk", "close")

    def press(self, sheet: str, label: str, **answers: str) -> dict[str, str]:
        """Press a button; gives title, text and problem of the one message that follows."""
        lines = _ask("desk", "press", sheet, label, to_lines(answers.items()).decode("ascii"))
        return dict(from_lines(lines.encode("ascii")))

    def settings(self, **lines: str) -> None:
        """What `laa-xl install` would have written down on this machine."""
        assert _session
        _session.settings.write_bytes(to_lines(lines.items()))

    def run(self, macro: str, *arguments: object) -> Any:
        """Call a macro such as "LaaPress.Escaped"."""
        return _ask("desk", "run", macro, *arguments)

    def enter(self, place: str, value: str) -> None:
        """Type into a cell."""
        _ask("desk", "enter", place, value)

    def select(self, place: str) -> None:
        """Go to a cell."""
        _ask("desk", "select", place)

    def shown(self) -> tuple[Path, str, bool]:
        """Close the other workbook that a macro opened: its path, the selected cell, whether it was read-only."""
        path, place, read_only = _ask("desk", "shown")
        return Path(path), place, read_only

    def save(self) -> None:
        """Save it where it stands."""
        _ask("desk", "save")


def _absolute(path: Path | str) -> str:
    return str(Path(path).absolute())


def _environment() -> dict[str, str]:
    """Leave out the virtual environment's own settings: the worker's Python is another one."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return {**kept, "PYTHONPATH": DEBIAN_MODULES}


class _Session:
    """The worker process and the LibreOffice below it, in one process group with one temporary folder."""

    def __init__(self) -> None:
        self.killed = False
        self.folder = Path(tempfile.mkdtemp(prefix="laaxl"))
        self.settings = self.folder / "settings.txt"
        self.log = (self.folder / "worker.log").open("w+", encoding="utf-8")
        self.worker = subprocess.Popen(
            [*find_python_with_uno(), str(WORKER), find_soffice(), str(self.folder / "profile")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            env={
                **_environment(),
                "TMPDIR": str(self.folder),
                # For the macros of a master: nobody's own settings, no message box, the day on which tests play.
                "LAA_XL_SETTINGS": str(self.settings),
                "LAA_XL_MESSAGES": str(self.folder / "messages.txt"),
                "LAA_XL_ANSWERS": str(self.folder / "answers.txt"),
                "LAA_NOW": NOW,
            },
            text=True,
            start_new_session=True,
        )

    def ask(self, do: str, *args: object) -> Any:
        assert self.worker.stdin and self.worker.stdout
        too_late = threading.Timer(SECONDS, self._kill)
        too_late.start()
        try:
            self.worker.stdin.write(json.dumps({"do": do, "with": args}) + "\n")
            self.worker.stdin.flush()
            line = self.worker.stdout.readline()
        except BrokenPipeError:
            line = ""
        finally:
            too_late.cancel()
        if not line:
            self.log.seek(0)
            why = f"LibreOffice took over {SECONDS} s" if self.killed else "LibreOffice ended"
            raise EOFError(f"{why}: {do}{args}\n{self.log.read()}")
        answer = json.loads(line)
        if "error" in answer:
            raise OfficeError(f"{do}{args}: {answer['error']}")
        return answer["result"]

    def _kill(self) -> None:
        self.killed = True
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.worker.pid, signal.SIGKILL)

    def close(self) -> None:
        """Let LibreOffice end by itself (the worker does so at the end of its input), then make sure."""
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            assert self.worker.stdin
            self.worker.stdin.close()
            self.worker.wait(timeout=10)
        self._kill()
        self.worker.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)


_session: _Session | None = None


def _ask(do: str, *args: object) -> Any:
    """Ask the session, starting it if need be; one that broke is replaced by the next request."""
    global _session
    if _session is None:
        _session = _Session()
        atexit.register(close)
    try:
        return _session.ask(do, *args)
    except EOFError as error:
        close()
        raise OfficeError(str(error)) from None


def close() -> None:
    """End LibreOffice, if it was started."""
    global _session
    if _session is not None:
        session, _session = _session, None
        atexit.unregister(close)
        session.close()
