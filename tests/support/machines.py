"""Pretended machines for install and doctor: a Windows with Excel, a Mac with Excel, a Linux, each with a home of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from laa_xl.machine.places import ADDIN, start_folder
from laa_xl.machine.system import System
from laa_xl.machine.xlwings_addin import shipped_addin

OFFICE = r"Software\Microsoft\Office\16.0\Excel"


class Machine:
    """A machine and what was asked of it. ``xlwings_works``: whether its add-in command does what it says."""

    def __init__(self, platform: str, home: Path, *, excel: bool = True) -> None:
        self.ran: list[list[str]] = []
        self.keys: dict[str, dict[str, dict[str, object]]] = {}
        self.programs: set[str] = set()
        self.xlwings_works = True
        environ = {"HOME": str(home)}
        if platform == "win32":
            environ = {
                "LOCALAPPDATA": str(home / "Local"),
                "APPDATA": str(home / "Roaming"),
                "ProgramFiles": str(home / "Programs"),
            }
            if excel:
                self.programs.add(str(home / "Programs" / "Microsoft Office" / "root" / "Office16" / "EXCEL.EXE"))
        elif platform == "darwin" and excel:
            self.programs.add("/Applications/Microsoft Excel.app")
            (home / "Library" / "Containers" / "com.microsoft.Excel" / "Data").mkdir(parents=True)
        self.system = System(
            platform,
            home,
            environ,
            str(home / "Zo\u00eb's Python" / "python.exe"),
            run=self._run,
            which=lambda name: f"/usr/bin/{name}" if name in self.programs else None,
            registry=lambda key: self.keys.get(key, {}),
            exists=lambda path: str(path) in self.programs,
        )

    def with_python(self, python: str) -> System:
        return replace(self.system, python=python)

    @property
    def start(self) -> Path:
        """Excel's start folder."""
        found = start_folder(self.system)
        assert found
        return found

    def put_addin(self, data: bytes | None = None) -> None:
        """The xlwings add-in, of this version or another."""
        self.start.mkdir(parents=True, exist_ok=True)
        shipped = shipped_addin()
        assert shipped
        (self.start / ADDIN).write_bytes(data or shipped.read_bytes())

    def _run(self, words: list[str]) -> tuple[int, str]:
        """xlwings' own command line, which ends with 0 also when it did nothing; and laa-xl."""
        self.ran.append(words)
        if words[-1] == "--version":
            return (0, "laa-xl, version 0.1.0") if words[0] == self.system.python else (127, "No such file")
        verb = words[-2:]
        if not self.xlwings_works:
            return 0, "Error: Failed to install the add-in: If Excel is running, quit Excel and try again."
        if verb == ["addin", "install"]:
            self.put_addin()
        elif verb == ["addin", "remove"]:
            (self.start / ADDIN).unlink()
        return 0, "Successfully done."


def files(home: Path) -> dict[str, bytes]:
    """Everything in a home folder."""
    return {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}
