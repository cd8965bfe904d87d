"""laa-xl: the command line. Each verb parses the request, shows progress and the outcome; the flow does the work."""

from __future__ import annotations

import io
import sys

import click

from laa_xl import __version__
from laa_xl.cli.verbs import Verbs


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="laa-xl")
def main() -> None:
    """Local Area Agreement returns: templates out, returns in, checked, consolidated, reported to Government.

    Exit codes: 0 nothing must be fixed, 1 something must be fixed, 2 the call or a file cannot be used.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console that has no such letter shows ? instead of failing


if __name__ == "__main__":
    from laa_xl.cli.start import run

    run(main)
