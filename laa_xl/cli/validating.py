"""laa-xl validate: what is to fix or to confirm in returns. In a file of its own, since it is called for one file at a time."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from laa_xl.cli.common import FILES, FOLDER, PASSWORD, examples, password_asked, plain_errors, shown_progress
from laa_xl.cli.saying import say

if TYPE_CHECKING:
    from laa_xl.flow.feedback import Copy
    from laa_xl.flow.programme import Programme
    from laa_xl.flow.receiving import Validated


@click.command(
    epilog=examples(
        "laa-xl validate return.xlsx",
        "laa-xl validate inbox/*.xlsx --programme leicester",
        "laa-xl validate return.xlsx --annotate marked",
        "laa-xl validate return.xlsx --json",
    )
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FILES)
@click.option("--programme", metavar="DIR", type=FOLDER, help="Check against this programme as well.")
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print findings as JSON: one object for one file, a list for several.",
)
@click.option(
    "--annotate",
    "folder",
    metavar="DIR",
    type=FOLDER,
    help="Write a copy of each workbook there, with every finding marked at its cell and listed.",
)
@PASSWORD
def validate(
    files: tuple[Path, ...], programme: Path | None, as_json: bool, folder: Path | None, password_prompt: bool
) -> None:
    """Check returns and say, cell by cell, what to fix or confirm."""
    from laa_xl.files.apart import warm_up

    with plain_errors():
        warm_up()  # it gets ready while most of the rest is imported here, pydantic's models above all
        import laa_xl.domain.agreement  # noqa: F401 - for what it takes: nothing of it is used here
        from laa_xl.cli.clock import now
        from laa_xl.cli.show import annotated_json, exit_code, show_copy, show_validated, validated_json
        from laa_xl.flow.beforehand import begin_with

    with plain_errors(), password_asked(prompt=password_prompt), shown_progress(quiet=as_json) as progress:
        begin_with(files[0])  # it reads while what checks is imported
        from laa_xl.flow.validating import validate_files

        into = _destinations(list(files), folder) if folder else []
        checked = validate_files(list(files), _programme(programme) if programme else None, now(), progress)
        written = _copies(checked, list(files), into, progress) if folder else []
    if as_json:
        objects = [validated_json(item) for item in checked]
        if folder:
            objects = [{**item, **annotated_json(copy)} for item, copy in zip(objects, written, strict=True)]
        say(json.dumps(objects[0] if len(objects) == 1 else objects, indent=2))
    else:
        for item in checked:
            show_validated(item)
    for copy in written:
        show_copy(copy, quiet=as_json)
    for item in checked:
        if item.refused:
            say(f"{item.file}: {item.findings[0].message}", err=True)
    sys.exit(max(exit_code(item) for item in checked))


def _programme(folder: Path) -> Programme:
    from laa_xl.flow.programme import Programme

    return Programme(folder)


def _destinations(files: list[Path], folder: Path) -> list[Path]:
    from laa_xl.flow.feedback import destinations

    return destinations(files, folder)


def _copies(
    checked: list[Validated], files: list[Path], into: list[Path], progress: Callable[[str], None]
) -> list[Copy]:
    from laa_xl.flow.feedback import copies

    return copies(checked, files, into, progress)
