"""The smallest programme in which everything can be done: two themes, three indicators, one quarter; made once a process."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click
from click.testing import CliRunner, Result

from laa_xl.cli.common import plain_errors
from laa_xl.files.leftovers import is_leftover
from laa_xl.files.store import sha256_of
from laa_xl.flow.importing import HowToImport, import_files
from laa_xl.flow.programme import Programme
from tests.support.cli import laa_xl, succeeded
from tests.support.living import EXPLAINED, FINE, NOW, filled, new_programme, template
from tests.support.mails import mail

PERIOD = "2008-Q2"
CORRECTION = f"filled-southshire-2008-SAFE-{PERIOD}.xlsx"  # as ``filled`` names it
AT = datetime.fromisoformat(NOW)
Act = Callable[[Path], Result]

PAST = "Code,Period,Actual\nNI021,2007-Q4,51\nNI154,2007-Q4,90\n"


def _safe(actual: float) -> dict[str, dict[str, object]]:
    return {
        "NI021": {"actual": actual, **FINE},
        "NI016": {"actual": 9.5, "status": "Final", "forecast_judgement": "Within", **EXPLAINED},
    }


@functools.cache
def _made() -> Path:
    above = Path(tempfile.mkdtemp(prefix="laaxl-small"))
    atexit.register(shutil.rmtree, above, ignore_errors=True)
    folder = new_programme(above)
    for theme, indicators in (("SAFE", _safe(62)), ("JOBS", {"NI154": {"actual": 210, **FINE}})):
        path = filled(template(folder, PERIOD, theme), indicators)
        path.rename(folder / "inbox" / path.name)
    (above / "past.csv").write_text(PAST, encoding="utf-8")
    return above


def sent(into: Path) -> Path:
    """A programme whose two returns lie in the inbox."""
    return copied(_made() / "p", into)


@functools.cache
def _taken() -> Path:
    (_made() / "taken").mkdir()
    folder = sent(_made() / "taken" / "p")
    succeeded(consolidate(folder))
    return folder


def taken(into: Path) -> Path:
    """A programme in which both were accepted."""
    return copied(_taken(), into)


@functools.cache
def _waiting() -> Path:
    (_made() / "waiting").mkdir()
    folder = taken(_made() / "waiting" / "p")
    succeeded(issue(folder))
    path = filled(template(folder, PERIOD, "SAFE"), _safe(63))
    assert laa_xl("consolidate", folder, path, now=NOW).exit_code == 1
    return folder


def waiting(into: Path) -> Path:
    """A programme in which a correction of what was issued waits for the officer's yes."""
    return copied(_waiting(), into)


@functools.cache
def _packed() -> Path:
    (_made() / "packed").mkdir()
    folder = taken(_made() / "packed" / "p")
    succeeded(pack(folder))
    return folder


def packed(into: Path) -> Path:
    """A programme whose pack stands ready."""
    return copied(_packed(), into)


def copied(kept: Path, into: Path) -> Path:
    """A copy of such a programme, with the file of past figures beside it."""
    shutil.copy(_made() / "past.csv", into.parent / "past.csv")
    return Path(shutil.copytree(kept, into))


def consolidate(folder: Path) -> Result:
    """Take in the inbox."""
    return laa_xl("consolidate", folder, now=NOW)


def issue(folder: Path) -> Result:
    """Issue the report."""
    return laa_xl("report", "issue", folder, "--period", PERIOD, now=NOW)


def charts(folder: Path) -> Result:
    """Write the chart book of one theme into the folder of reports."""
    return laa_xl("report", "charts", folder, "--period", PERIOD, "--theme", "JOBS", now=NOW)


def approve(folder: Path) -> Result:
    """Enter that the Board agreed."""
    return laa_xl("report", "approve", folder, "--period", PERIOD, "--step", "Board", now=NOW)


def withdraw_report(folder: Path) -> Result:
    """Take back the issued report."""
    return laa_xl("report", "withdraw", folder, "--period", PERIOD, "--because", "Sent too early", now=NOW)


def issued(into: Path) -> Path:
    """A programme whose report was issued."""
    succeeded(issue(taken(into)))
    return into


def pack(folder: Path) -> Result:
    """Make the pack."""
    return laa_xl("pack", folder, "--period", PERIOD, now=NOW)


def mail_pack(folder: Path) -> Result:
    """Draft the mail with the pack."""
    return laa_xl("mail", "pack", folder, "--period", PERIOD, now=NOW)


def letters(folder: Path) -> Result:
    """Draft the letters of thanks."""
    return laa_xl("letters", folder, "--kind", "thanks", "--period", PERIOD, now=NOW)


def collect(folder: Path) -> Result:
    """Take a file out of a mail."""
    path = folder.parent / "answer.eml"
    path.write_bytes(mail("safe.returns@southshire.example", {"return.xlsx": b"PK"}).as_bytes())
    return laa_xl("collect", folder, path, now=NOW)


def publish(folder: Path) -> Result:
    """Write the public page, into a folder that is not there yet."""
    out = folder / "reports" / "public" / "progress.html"
    return laa_xl("publish", folder, "--period", PERIOD, "--out", out, now=NOW)


def templates(folder: Path) -> Result:
    """The templates of the next quarter."""
    return laa_xl("templates", folder, "--period", "2008-Q3", now=NOW)


_WHY = ("--because", "Counted anew", "--by", "Performance officer")


def let_in(folder: Path) -> Result:
    """Say yes to what waits."""
    return laa_xl("held", folder, "--accept", CORRECTION, *_WHY, now=NOW)


def turn_down(folder: Path) -> Result:
    """Say no to what waits."""
    return laa_xl("held", folder, "--turn-down", CORRECTION, *_WHY, now=NOW)


def withdraw(folder: Path) -> Result:
    """Take back what was accepted."""
    return laa_xl("withdraw", folder, "JOBS", PERIOD, *_WHY, now=NOW)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def _import(folder: Path) -> None:
    with plain_errors():
        import_files(Programme(folder), [folder.parent / "past.csv"], HowToImport("County team"), AT)


def import_past(folder: Path) -> Result:
    """Take in figures of the past; the verb writes the master as well, in a run of its own."""
    return CliRunner().invoke(_import, [str(folder)])


def rebuild(folder: Path) -> Result:
    """Mend what is damaged and write the master anew."""
    return laa_xl("rebuild", folder, now=NOW)


def fsck(folder: Path) -> list[str]:
    """What fsck tells beside what is right."""
    result = laa_xl("fsck", folder, now=NOW)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code in (0, 1), result.stderr
    return told_lines(result)


def told_lines(result: Result) -> list[str]:
    """The lines that are not about what is right."""
    return [line for line in result.stdout.splitlines() if not line.startswith(("ok ", "      "))]


def files(folder: Path) -> dict[str, str]:
    """The fingerprint of every file but the locks and what a killed run leaves."""
    return {
        path.relative_to(folder).as_posix(): sha256_of(path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
        and not path.name.startswith(".laa-xl.")
        and not any(is_leftover(part) for part in (path, *path.parents))
    }
