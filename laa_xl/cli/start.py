"""Where the program begins, and where it ends: what needs no command line is answered before one is imported."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Callable

from laa_xl import __version__

# Classes and modules are made once and stay: looking for circles among them, time and again, finds none.
_LOOKS_FOR_CIRCLES = (100_000, 20, 20)


def main() -> None:
    """The version, or the command line."""
    if sys.argv[1:] == ["--version"]:
        print(f"laa-xl, version {__version__}")
        return
    run(_command_line)


def _command_line() -> None:
    from laa_xl.cli.main import main as command_line

    command_line()


def run(command_line: Callable[[], object]) -> None:
    """The command line, and the shortest way out of the process when it has ended."""
    gc.set_threshold(*_LOOKS_FOR_CIRCLES)
    from laa_xl.cli.no_plugins import no_plugins

    no_plugins()
    code: list[int] = []
    atexit.register(_leave, code)  # the first to be registered is the last to be called
    try:
        command_line()
    except SystemExit as end:
        if isinstance(end.code, int):
            code.append(end.code)
        raise
    except OSError as error:  # of its own files each verb tells: this is the one into which its words were to go
        from laa_xl.cli.common import UNUSABLE

        code.append(UNUSABLE)
        sys.stdout = None  # which is not tried once more at the end
        why = (error.strerror or str(error)).lower()
        print(f"What there is to say cannot be written where you send it: {why}.", file=sys.stderr)
        sys.exit(UNUSABLE)


def _leave(code: list[int]) -> None:
    """End at once, with everything said and closed: taking apart what is in memory takes longer than many a verb.

    The usual way out remains where no exit code was given, where the last words cannot be written, and for Outlook.
    """
    if not code or "pythoncom" in sys.modules:
        return
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        return
    os._exit(code[0])


if __name__ == "__main__":
    main()
