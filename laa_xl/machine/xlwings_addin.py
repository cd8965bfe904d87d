"""xlwings on this machine: its version, its add-in's file, and its own command line; asked without importing it."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from laa_xl.machine.places import ADDIN
from laa_xl.machine.system import System

WANTED = "0.37."  # its base classes are not documented, so that another version may need other code


def xlwings_version() -> str | None:
    """The version of xlwings in this Python; None where there is none."""
    try:
        return version("xlwings")
    except PackageNotFoundError:
        return None


def shipped_addin() -> Path | None:
    """The add-in inside the package, which is of its version."""
    found = find_spec("xlwings")
    if found is None or found.origin is None:
        return None
    path = Path(found.origin).parent / "addin" / ADDIN
    return path if path.is_file() else None


def is_ours(addin: Path) -> bool:
    """Whether an add-in in place is the one of this very version."""
    shipped = shipped_addin()
    return shipped is not None and addin.is_file() and addin.read_bytes() == shipped.read_bytes()


def xlwings_command(system: System, *words: str) -> list[str]:
    """The line that runs xlwings' own command in our Python."""
    return [system.python, "-c", "from xlwings.cli import main; main()", *words]
