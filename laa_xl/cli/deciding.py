"""laa-xl held and withdraw: what an officer decides about returns that came in."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from laa_xl.cli.common import EVEN_IF_OPEN, FOLDER, PERIOD, examples, plain_errors, shown_progress
from laa_xl.cli.saying import say

if TYPE_CHECKING:
    from laa_xl.domain.periods import Period
    from laa_xl.domain.register import Receipt
    from laa_xl.flow.pipeline import Outcome
    from laa_xl.flow.programme import Programme

_BY = click.option(
    "--by", default="County team", show_default=True, metavar="POST", help="Who decides: a post, not a name."
)
_NAMES = "FILE|FINGERPRINT|THEME PERIOD"


@click.command(
    epilog=examples(
        "laa-xl held leicester",
        'laa-xl held leicester --accept police.xlsx --because "The police sent the right one by post"',
        'laa-xl held leicester --accept "SSC 2008-Q2" --because "Agreed with GOEM" --by "Performance officer"',
        'laa-xl held leicester --turn-down 3f2a91c0 --because "An old draft"',
    )
)
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--accept", default="", metavar=_NAMES, help="Let a held return in: it counts from now on.")
@click.option("--turn-down", "no", default="", metavar=_NAMES, help="Say no to it; the file stays kept.")
@click.option("--because", default="", metavar="REASON", help="Why.")
@_BY
@click.option("--json", "as_json", is_flag=True, help="Print the list, or the outcome, as JSON.")
@EVEN_IF_OPEN
def held(folder: Path, accept: str, no: str, because: str, by: str, as_json: bool, even_if_open: bool) -> None:
    """The returns that wait for your yes, and why; let one in, or turn it down.

    A return is held when it is older than the one that counts, names another theme or quarter than it holds, is not for the
    quarter that is consolidated, was withdrawn before, or changes what an issued report says. Without --accept or --turn-down
    it lists them. Exit codes: 0 nothing waits or it is decided, 1 something waits, 2 it cannot be done.
    """
    from laa_xl.cli.clock import now
    from laa_xl.cli.show import outcome_json, show_outcome
    from laa_xl.flow.deciding import Why, let_in, turn_down

    if accept and no:
        raise click.UsageError("Decide about one at a time: --accept or --turn-down.")
    with plain_errors(), shown_progress(quiet=as_json) as progress:
        programme = _programme(folder, even_if_open=even_if_open)
        if not (accept or no):
            sys.exit(_list(programme, as_json=as_json))
        decided = (let_in if accept else turn_down)(programme, accept or no, Why(by, because, now()), progress)
    if as_json:
        say(json.dumps({"receipt": _receipt(decided.receipt), **outcome_json(decided.outcome)}, indent=2))
    elif accept:
        show_outcome(decided.outcome)
    else:
        say(f"Turned down: {decided.receipt.file}. It stays kept: {decided.receipt.kept}")
        _master(decided.outcome)
    _looks(decided.outcome)


@click.command(
    epilog=examples(
        'laa-xl withdraw leicester SSC 2008-Q2 --because "The figures were those of another district"',
        'laa-xl withdraw leicester SSC 2008-Q2 --because "Sent by mistake" --restore-earlier',
    )
)
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("theme", metavar="THEME")
@click.argument("period", metavar="PERIOD", type=PERIOD)
@click.option("--because", default="", metavar="REASON", help="Why it is withdrawn.")
@_BY
@click.option("--restore-earlier", "restore", is_flag=True, help="The version accepted before it counts again.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@EVEN_IF_OPEN
def withdraw(
    folder: Path,
    theme: str,
    period: Period,
    because: str,
    by: str,
    restore: bool,
    as_json: bool,
    even_if_open: bool,
) -> None:
    """Take back an accepted return: it counts no longer, and its theme owes one again. Nothing is erased.

    An earlier version does not come back by itself: that takes --restore-earlier. Issued reports stay as they were sent.
    """
    from laa_xl.cli.clock import now
    from laa_xl.cli.show import outcome_json
    from laa_xl.flow.deciding import Why
    from laa_xl.flow.deciding import withdraw as run

    with plain_errors(), shown_progress(quiet=as_json) as progress:
        programme = _programme(folder, even_if_open=even_if_open)
        decided = run(programme, theme, period, Why(by, because, now()), progress, restore=restore)
    gone, again = decided.receipt, decided.restored
    if as_json:
        said: dict[str, Any] = {"withdrawn": _receipt(gone), "restored": _receipt(again) if again else None}
        say(json.dumps({**said, **outcome_json(decided.outcome)}, indent=2))
    else:
        say(f"Withdrawn: {gone.file}, the return of {gone.theme} for {gone.period}. It stays kept: {gone.kept}")
        say(f"It counts again: {again.file}" if again else f"{gone.theme} owes a return for {gone.period} again.")
        _master(decided.outcome)
    _looks(decided.outcome)


def _programme(folder: Path, *, even_if_open: bool) -> Programme:
    from laa_xl.flow.programme import Programme

    programme = Programme(folder, even_if_open=even_if_open)
    programme.require()
    return programme


def _list(programme: Programme, *, as_json: bool) -> int:
    """What waits, as lines or JSON; the exit code."""
    waiting = [receipt for receipt in programme.load_register().receipts if receipt.waits]
    if as_json:
        say(json.dumps([_receipt(receipt) for receipt in waiting], indent=2))
    elif not waiting:
        say("No return waits for your yes.")
    for receipt in () if as_json else waiting:
        changes = "" if receipt.changes is None else f", {receipt.changes} changed since the one that counts"
        say(
            f"{receipt.sha256[:8]}  {receipt.file}: {receipt.theme} for {receipt.period}, {receipt.at:%d/%m/%Y}{changes}"
        )
        for reason in receipt.held:
            say(f"  {reason}")
        say(f"  Kept: {programme.root / receipt.kept}")
    return 1 if waiting else 0


def _receipt(receipt: Receipt) -> dict[str, Any]:
    return receipt.model_dump(mode="json", exclude={"totals"})


def _master(outcome: Outcome) -> None:
    for assessment in outcome.assessments:
        say(f"{assessment.period.spelled}: {assessment.counts.line}")
    say(f"Master: {outcome.master}" + ("" if outcome.changed else " (unchanged)"))
    if outcome.report:
        say(f"Report: {outcome.report}")


def _looks(outcome: Outcome) -> None:
    for look in outcome.looks:
        say(f"Please look: {look}", err=True)
