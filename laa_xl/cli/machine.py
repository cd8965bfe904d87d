"""laa-xl install, uninstall and doctor: an officer's machine."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from laa_xl.cli.common import FOLDER, examples, plain_errors
from laa_xl.cli.saying import say, say_found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from laa_xl.machine.installing import Step

_DRY = click.option("--dry-run", "dry", is_flag=True, help="Only say what would be done.")


@click.command(
    epilog=examples(
        "laa-xl install",
        "laa-xl install --programme leicester --dry-run",
        "laa-xl install --functions python",
        "laa-xl install --remove",
    )
)
@click.option(
    "--functions",
    type=click.Choice(["vba", "python"]),
    help="Who works out LAA_RAG and the like in your own workbooks: VBA, which needs nothing (the default), or Python (Windows).",
)
@click.option(
    "--way",
    type=click.Choice(["xlwings", "command"]),
    help="How the buttons reach Python: through xlwings (the default where Excel is), or by the command line.",
)
@click.option("--programme", metavar="DIR", type=FOLDER, help="Name this folder in the steps that are left to you.")
@click.option("--remove", is_flag=True, help="Take everything away again, as laa-xl uninstall does.")
@_DRY
def install(functions: str | None, way: str | None, programme: Path | None, remove: bool, dry: bool) -> None:
    """Put in place what the master's buttons and the worksheet functions need on this machine.

    It writes down where laa-xl is, installs the xlwings add-in, sets the Python that it starts, and puts the add-in with the
    worksheet functions beside it. It changes nothing in Windows' registry, and may be run again at any time.
    """
    from laa_xl.files.functions_addin import Provider
    from laa_xl.machine.installing import install as put_in_place
    from laa_xl.machine.installing import uninstall as take_away
    from laa_xl.machine.system import this_machine

    with plain_errors():
        if remove:
            steps = take_away(this_machine(), dry=dry)
        else:
            provider = Provider(functions) if functions else None
            steps = put_in_place(this_machine(), provider, way, programme, dry=dry)
    _show(steps)


@click.command(epilog=examples("laa-xl uninstall", "laa-xl uninstall --dry-run"))
@_DRY
def uninstall(dry: bool) -> None:
    """Take away what laa-xl install put in place. Programme folders are left alone."""
    from laa_xl.machine.installing import uninstall as take_away
    from laa_xl.machine.system import this_machine

    with plain_errors():
        steps = take_away(this_machine(), dry=dry)
    _show(steps)


@click.command(epilog=examples("laa-xl doctor", "laa-xl doctor leicester", "laa-xl doctor leicester --json"))
@click.argument("folder", metavar="[DIR]", required=False, type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def doctor(folder: Path | None, as_json: bool) -> None:
    """Say what is right and what is wrong on this machine, and in a programme folder, and how to mend it.

    It only looks. Exit codes: 0 all is well, 1 there is something to mend.
    """
    from dataclasses import asdict

    from laa_xl.cli.clock import now
    from laa_xl.machine.doctoring import examine
    from laa_xl.machine.system import this_machine
    from laa_xl.machine.told import State

    with plain_errors():
        checks = examine(this_machine(), folder, now())
    if as_json:
        say(json.dumps([asdict(check) for check in checks], indent=2))
    else:
        for check in checks:
            say_found(check.state, check.title, check.told, check.mend)
    sys.exit(1 if any(check.state is State.WRONG for check in checks) else 0)


def _show(steps: Sequence[Step]) -> None:
    """Each step with what became of it; then what is left to the officer. Ends with 1 where something did not work."""
    from laa_xl.machine.installing import Done

    signs = {Done.DONE: "Done", Done.ALREADY: "Already so", Done.WOULD: "Would do", Done.FAILED: "Failed"}
    for step in steps:
        if step.done is not Done.HINT:
            say(f"{signs[step.done]}: {step.told}", err=step.done is Done.FAILED)
    for step in steps:
        if step.done is Done.HINT:
            say(f"For you: {step.told}")
    sys.exit(1 if any(step.done is Done.FAILED for step in steps) else 0)
