"""Where the program begins: what needs no command line is answered before one is imported."""

from __future__ import annotations

import gc
import sys

from laa_xl import __version__


def main() -> None:
    """The version, or the command line."""
    if sys.argv[1:] == ["--version"]:
        print(f"laa-xl, version {__version__}")
        return
    # What is imported stays, and has few circles: looking for them hundreds of times is a twelfth of a short command.
    gc.set_threshold(50_000, 20, 20)
    from laa_xl.cli.main import main as command_line

    command_line()


if __name__ == "__main__":
    main()
