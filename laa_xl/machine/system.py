"""What install and doctor ask of the system they run on, and nothing else: so that tests can pretend another one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

_SECONDS = 120


def _run(words: list[str]) -> tuple[int, str]:
    """Exit code and what was printed; 127 where it could not be started."""
    try:
        done = subprocess.run(  # noqa: S603 - programs that install and doctor name themselves
            words, capture_output=True, text=True, errors="replace", timeout=_SECONDS, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        return 124, "It took too long."
    except OSError as error:
        return 127, error.strerror or str(error)
    return done.returncode, (done.stdout + done.stderr).strip()


def _registry(key: str) -> dict[str, dict[str, object]]:
    r"""A key below HKEY_CURRENT_USER with its subkeys: {"": its values, "Location1": {...}}; empty elsewhere."""
    if sys.platform != "win32":
        return {}
    import winreg

    found: dict[str, dict[str, object]] = {}
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
            subkeys, count, _ = winreg.QueryInfoKey(opened)
            found[""] = {name: value for name, value, _ in (winreg.EnumValue(opened, at) for at in range(count))}
            names = [winreg.EnumKey(opened, at) for at in range(subkeys)]
        for name in names:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, rf"{key}\{name}") as opened:
                count = winreg.QueryInfoKey(opened)[1]
                found[name] = {name: value for name, value, _ in (winreg.EnumValue(opened, at) for at in range(count))}
    except OSError:
        return found
    return found


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


@dataclass(frozen=True)
class System:
    """One machine and its user. ``platform`` is Python's word: win32, darwin or another."""

    platform: str
    home: Path
    environ: Mapping[str, str]
    python: str  # the interpreter that runs laa-xl
    run: Callable[[list[str]], tuple[int, str]] = field(default=_run)
    which: Callable[[str], str | None] = field(default=shutil.which)
    registry: Callable[[str], dict[str, dict[str, object]]] = field(default=_registry)
    exists: Callable[[Path], bool] = field(default=_exists)  # for programs in fixed places

    @property
    def windows(self) -> bool:
        """Whether it is Windows."""
        return self.platform == "win32"

    @property
    def mac(self) -> bool:
        """Whether it is a Mac."""
        return self.platform == "darwin"

    def folder(self, variable: str, *fallback: str) -> Path:
        """A folder that an environment variable names, else one below the home folder."""
        named = self.environ.get(variable)
        return Path(named) if named else self.home.joinpath(*fallback)


def this_machine() -> System:
    """The machine that this runs on."""
    return System(sys.platform, Path.home(), os.environ, sys.executable)
