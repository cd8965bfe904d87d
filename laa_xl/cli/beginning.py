"""laa-xl new, demo and schema: a programme folder to begin with, and what the workbooks hold."""

from __future__ import annotations

import json
from pathlib import Path

import click

from laa_xl.cli.common import EVEN_IF_OPEN, FOLDER, examples, plain_errors, shown_progress
from laa_xl.cli.saying import say


@click.command(
    epilog=examples("laa-xl new leicester --agreement leicester-2008", "laa-xl new county --agreement my-agreement/")
)
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option(
    "--agreement",
    required=True,
    metavar="NAME|FOLDER",
    help="A shipped agreement, or a folder of CSV and TOML text.",
)
def new(folder: Path, agreement: str) -> None:
    """Make a programme folder whose master holds an agreement."""
    from laa_xl.cli.clock import now
    from laa_xl.flow.demonstration import new_from

    with plain_errors():
        programme, first = new_from(folder, agreement, now())
        say(f"Made {programme.root}. Its master is {programme.master}.")
        say(f"Next, with the quarter you want: laa-xl templates {folder} --period {first}")


@click.command(epilog=examples("laa-xl demo", "laa-xl demo --agreement leicestershire-2006 --into county"))
@click.option("--agreement", default="leicester-2008", show_default=True, metavar="NAME", help="A shipped agreement.")
@click.option("--into", type=FOLDER, help="The folder to make.  [default: demo-NAME]")
@EVEN_IF_OPEN
def demo(agreement: str, into: Path | None, even_if_open: bool) -> None:
    """Run everything on published figures: templates, filled returns, master, highlight report."""
    from laa_xl.cli.show import show_demo
    from laa_xl.flow.demonstration import demonstrate

    with plain_errors(), shown_progress(quiet=False) as progress:
        root = into or Path(f"demo-{agreement}")
        programme, outcome = demonstrate(agreement, root, progress, even_if_open=even_if_open)
    show_demo(programme, outcome)


@click.command(epilog=examples("laa-xl schema return", "laa-xl schema return --json", "laa-xl schema agreement --json"))
@click.argument("what", type=click.Choice(["return", "master", "agreement"]))
@click.option("--json", "as_json", is_flag=True, help="As JSON, for other programs.")
def schema(what: str, as_json: bool) -> None:
    """What a return, a master or an agreement holds: sheets or files, tables, columns, settings."""
    from laa_xl.cli.show_schema import show_schema
    from laa_xl.declare.schema import schema as describe

    described = describe(what)
    if as_json:
        say(json.dumps(described, indent=2))
    else:
        show_schema(described)
