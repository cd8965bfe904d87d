"""Runs the command line in the test's own process: exit code, standard output and standard error apart."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from laa_xl.cli.main import main

NOW = "2008-10-24T12:00:00"


def laa_xl(*words: str | Path, now: str = NOW) -> Result:
    """``laa-xl`` with these words, at a fixed time."""
    return CliRunner(env={"LAA_NOW": now, "COLUMNS": "140"}).invoke(main, [str(word) for word in words])


def succeeded(result: Result) -> Result:
    """The result, where it ended with 0; otherwise what was printed fails the test."""
    assert result.exit_code == 0, result.stdout + result.stderr
    return result
