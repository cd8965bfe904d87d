"""laa-xl import: past quarters from existing spreadsheets, with a report of what was taken and what not."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from laa_xl.cli.common import EVEN_IF_OPEN, FILES, FOLDER, PERIOD, UNUSABLE, examples, opened, plain_errors
from laa_xl.cli.saying import say

if TYPE_CHECKING:
    from laa_xl.domain.imports import Import, Line
    from laa_xl.domain.periods import Period
    from laa_xl.flow.importing import Outcome
    from laa_xl.flow.programme import Programme

_MOST = 6  # places named for one reason


@click.command(
    "import",
    epilog=examples(
        "laa-xl import leicester past-figures.xlsx --dry-run",
        'laa-xl import leicester past-figures.xlsx --sheet "2007-08"',
        "laa-xl import leicester march.csv --period 2007-Q4 --map what-it-means.csv",
        'laa-xl import leicester --withdraw past-figures.xlsx --because "Half of it was the wrong year"',
        "laa-xl import leicester",
    ),
)
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("files", metavar="[FILE...]", nargs=-1, type=FILES)
@click.option("--period", type=PERIOD, help="Figures of this quarter only; the quarter of a table that names none.")
@click.option("--sheet", default="", metavar="NAME", help="The sheet, where several have past figures.")
@click.option(
    "--map",
    "map_file",
    metavar="FILE.csv",
    type=click.Path(path_type=Path, dir_okay=False),
    help="What headings, codes and data statuses mean: a CSV with the columns what (column, code, status), written, means.",
)
@click.option("--by", default="County team", show_default=True, metavar="POST", help="Who imports: a post, not a name.")
@click.option("--dry-run", is_flag=True, help="Say what would be taken, and change nothing.")
@click.option("--withdraw", default="", metavar="NUMBER|FILE", help="Take an import back; what was kept stays.")
@click.option("--because", default="", metavar="REASON", help="Why it is withdrawn.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@EVEN_IF_OPEN
def import_past(
    folder: Path,
    files: tuple[Path, ...],
    period: Period | None,
    sheet: str,
    map_file: Path | None,
    by: str,
    dry_run: bool,
    withdraw: str,
    because: str,
    as_json: bool,
    even_if_open: bool,
) -> None:
    """Take in figures of past quarters from CSV or Excel files: as history, and to compare with.

    A row an indicator and a quarter (headings Code, Period, Actual), or a row an indicator and a column a quarter (headings
    such as 2007-Q3, Q3 2007/08, December 2007, 2007/08). An accepted return's figure always counts instead of an imported one.
    Without a file it lists the imports. Exit codes: 0 nothing was refused, 1 some entries were not taken, 2 a file cannot be used.
    """
    from laa_xl.cli.clock import now
    from laa_xl.flow import importing

    if withdraw and (files or dry_run):
        raise click.UsageError("Withdraw one import at a time, without files and without --dry-run.")
    with plain_errors():
        programme = opened(folder, even_if_open=even_if_open)
        if withdraw:
            gone = importing.withdraw(programme, withdraw, because, by, now())
            _said_of_list([gone], as_json=as_json)
            _master(programme, quiet=as_json)
            return
        if not files:
            _said_of_list(programme.load().register.imports, as_json=as_json)
            return
        how = importing.HowToImport(by, period, sheet, map_file, dry_run)
        outcomes = importing.import_files(programme, list(files), how, now())
        if as_json:
            objects = [_json(outcome) for outcome in outcomes]
            say(json.dumps(objects[0] if len(objects) == 1 else objects, indent=2))
        else:
            for outcome in outcomes:
                _show(outcome)
        if any(outcome.became == "imported" for outcome in outcomes):
            _master(programme, quiet=as_json)
    refused = any(line.became.value == "not taken" for outcome in outcomes for line in outcome.lines)
    sys.exit(1 if refused else 0)


def _master(programme: Programme, *, quiet: bool) -> None:
    """Write master and report anew, so that they show what stands now."""
    from laa_xl.cli.clock import now
    from laa_xl.files.store import StoreError
    from laa_xl.flow.errors import ProgrammeError
    from laa_xl.flow.pipeline import consolidate

    try:
        outcome = consolidate(programme, [], None, now(), named=False)
    except (StoreError, ProgrammeError) as error:
        told = error.message if isinstance(error, ProgrammeError) else str(error)
        say(f"This is done, but the master could not be written: {told}", err=True)
        say(f"Then run: laa-xl rebuild {programme.root}", err=True)
        sys.exit(UNUSABLE)
    if not quiet:
        say(f"Master: {outcome.master}" + ("" if outcome.changed else " (unchanged)"))
    for look in outcome.looks:
        say(f"Please look: {look}", err=True)


_BECAME = {
    "imported": "",
    "unchanged": "imported before in the same way: nothing was changed",
    "nothing taken": "nothing was taken, so nothing was kept",
    "dry run": "a dry run: nothing was changed",
}


def _show(outcome: Outcome) -> None:
    """One file: the control total, each entry that was not taken, and the others by reason."""
    from laa_xl.domain.imports import Became, tally

    sheet = f', sheet "{outcome.sheet}"' if outcome.sheet else ""
    said = _BECAME[outcome.became]
    if outcome.became == "unchanged":
        say(f"{outcome.file}{sheet}: {said}.")
        return
    found = tally(outcome.lines)
    total = ", ".join(f"{found[became]} {became.value}" for became in Became)
    say(f"{outcome.file}{sheet}: {len(outcome.lines)} entries read: {total}." + (f" ({said})" if said else ""))
    refused: dict[
        tuple[str, str], list[Line]
    ] = {}  # one cause, one line: an unknown code has a figure in every quarter
    for line in outcome.lines:
        if line.became is Became.NOT_TAKEN:
            refused.setdefault((line.code, line.why), []).append(line)
    for (code, why), lines in refused.items():
        places = _places([line.place for line in lines])
        first = (lines[0].when, lines[0].entered) if len(lines) == 1 else ()
        about = " · ".join(part for part in (code, *first) if part)
        say(f"  Not taken · {places}: {about}{': ' if about else ''}{why}")
    reasons: dict[str, list[str]] = {}
    for line in outcome.lines:
        if line.became is Became.IGNORED:
            reasons.setdefault(line.why, []).append(line.place)
        elif line.became is Became.TAKEN and line.why:
            say(f"  Taken · {line.place}: {line.why}")
    for why, where in reasons.items():
        say(f"  Ignored · {_places(where)}: {why}")
    if outcome.unread:
        say(f"  Columns that were not read: {', '.join(outcome.unread)}.")
    if outcome.kept:
        say(f"Kept with its report: {outcome.kept}")


def _places(places: Sequence[str]) -> str:
    """``Past, C9, D9, E9 and 2 more``: all of one sheet."""
    cells = [place.rpartition(", ")[2] for place in places[1:_MOST]]
    more = f" and {len(places) - _MOST} more" if len(places) > _MOST else ""
    return ", ".join([places[0], *cells]) + more


def _json(outcome: Outcome) -> dict[str, Any]:
    from laa_xl.domain.imports import Became, tally

    found = tally(outcome.lines)
    return {
        "file": outcome.file,
        "sheet": outcome.sheet or None,
        "became": outcome.became,
        "read": len(outcome.lines),
        **{became.name.lower(): found[became] for became in Became},
        "lines": [
            {
                "row": line.row,
                "place": line.place,
                "code": line.code,
                "when": line.when,
                "entered": line.entered,
                "became": line.became.value,
                "why": line.why,
                "indicator": line.figure.indicator if line.figure else None,
                "period": line.figure.period if line.figure else None,
                "actual": line.figure.actual if line.figure else None,
            }
            for line in outcome.lines
        ],
        "columns_not_read": list(outcome.unread),
        "kept": str(outcome.kept) if outcome.kept else None,
    }


def _said_of_list(imports: Sequence[Import], *, as_json: bool) -> None:
    """The imports as the register has them."""
    from laa_xl.flow.importing import number_of

    if as_json:
        say(json.dumps([one.model_dump(mode="json") for one in imports], indent=2))
        return
    if not imports:
        say("Nothing has been imported yet.")
    for one in imports:
        sheet = f', sheet "{one.sheet}"' if one.sheet else ""
        say(
            f"{number_of(one)}: {one.file}{sheet}, {one.at:%d/%m/%Y} by {one.by}: {one.read} entries read: {one.taken} taken, "
            f"{one.not_taken} not taken, {one.ignored} ignored."
        )
        if one.withdrawn:
            say(f"     Withdrawn on {one.withdrawn.at:%d/%m/%Y} by {one.withdrawn.by}: {one.withdrawn.reason}")
