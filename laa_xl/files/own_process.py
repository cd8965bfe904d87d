"""Python started once more, as a process of this program: nothing but its own path, and pipes to talk through."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import laa_xl

_START = "import gc,sys;gc.disable();sys.path[:]={path!r};from {module} import main;main()"
_SECRETS = ("LAA_RETURN_PASSWORD",)  # a password goes down the pipe with its own file, and nowhere else


def started(module: str) -> subprocess.Popen[bytes]:
    """A process that runs ``main`` of that module, and begins without looking for circles; OSError or ValueError."""
    here = str(Path(laa_xl.__file__).resolve().parents[1])
    path = list(dict.fromkeys([here, *(entry for entry in sys.path if entry)]))
    environment = {name: value for name, value in os.environ.items() if name not in _SECRETS}
    return subprocess.Popen(  # noqa: S603 - our own program
        [interpreter(), "-I", "-S", "-c", _START.format(path=path, module=module)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # no black window in front of an officer
    )


def interpreter() -> str:
    """Python itself, also where this runs inside another program that has Python in it."""
    found = Path(sys.executable or "")
    if found.stem.lower().startswith("python"):
        return str(found)
    names = ("python.exe", "Scripts/python.exe") if os.name == "nt" else ("bin/python3", "bin/python")
    inside = (Path(prefix) / name for prefix in (sys.prefix, sys.base_prefix) for name in names)
    return str(next((path for path in inside if path.is_file()), found))
