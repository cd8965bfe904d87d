"""Where the program begins: what needs no command line is answered before one is imported."""

from __future__ import annotations

import sys

from laa_xl import __version__


def main() -> None:
    """The version, or the command line."""
    if sys.argv[1:] == ["--version"]:
        print(f"laa-xl, version {__version__}")
        return
    from laa_xl.cli.main import main as command_line

    command_line()


if __name__ == "__main__":
    main()
