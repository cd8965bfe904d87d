"""The verbs of the command line, by name: the module that has each, and what the list of verbs says of it.

A verb is imported when it is asked for, and the list imports none. What is said of a verb here is the first paragraph of its own
help: tests/cli/test_start_up.py holds the two against each other.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

VERBS = {
    "audit": ("fsck", "Who did what in a programme folder, and when (UTC). laa-xl fsck says whether the log is whole."),
    "chase": ("desk", "Who owes what and how late, whom to ask: as a table, and as .xlsx and .csv in reports/."),
    "collect": (
        "mail",
        "Take the workbooks out of returned mails into the inbox; the register keeps who sent each, and when.",
    ),
    "consolidate": (
        "returns",
        "Accept returns (those in the inbox, or the files named) and write master and report anew.",
    ),
    "demo": ("beginning", "Run everything on published figures: templates, filled returns, master, highlight report."),
    "doctor": (
        "machine",
        "Say what is right and what is wrong on this machine, and in a programme folder, and how to mend it.",
    ),
    "explain": (
        "desk",
        "Why a rating is what it is: of an indicator, theme, block, the agreement (by its code), or a line of money.",
    ),
    "fsck": (
        "fsck",
        "Check a programme folder: every kept file, register, audit log, journal, and the master against the accepted returns.",
    ),
    "held": ("deciding", "The returns that wait for your yes, and why; let one in, or turn it down."),
    "import": (
        "importing",
        "Take in figures of past quarters from CSV or Excel files: as history, and to compare with.",
    ),
    "install": ("machine", "Put in place what the master's buttons and the worksheet functions need on this machine."),
    "join": ("parts", "Make the one return from its parts."),
    "letters": (
        "mail",
        "Draft letters to partners: one .eml a theme, and one table of all for a mail merge (.csv and .xlsx). Nothing is sent.",
    ),
    "mail": (
        "mail",
        "Draft the mail with the pack, and send drafts where you ask for it. A draft is a file: nothing goes by itself.",
    ),
    "new": ("beginning", "Make a programme folder whose master holds an agreement."),
    "pack": ("reports", "Put together what may leave for Government, and look through every file of it."),
    "press": ("press", "Do what a button of the master does. Its macro calls this where xlwings is not there."),
    "publish": ("publishing", "Write the public page: one HTML file that needs nothing else."),
    "rebuild": ("desk", "Read every accepted return again, and write master and report anew. Nothing is taken in."),
    "report": ("reports", "Write a report from what was accepted, and issue it."),
    "schema": (
        "beginning",
        "What a return, a master or an agreement holds: sheets or files, tables, columns, settings.",
    ),
    "settle": ("press", "Put in place the new master that was written beside the open one."),
    "source": ("desk", "The kept return, as it was received, and the cell in it, that a row of the master came from."),
    "split": ("parts", "Split a template, or a half-filled return, into a part for each contributor."),
    "status": (
        "returns",
        "Which returns are expected, held, accepted, superseded, withdrawn, rejected, missing or late.",
    ),
    "templates": ("returns", "Write the workbooks that partners fill in."),
    "uninstall": ("machine", "Take away what laa-xl install put in place. Programme folders are left alone."),
    "validate": ("validating", "Check returns and say, cell by cell, what to fix or confirm."),
    "withdraw": (
        "deciding",
        "Take back an accepted return: it counts no longer, and its theme owes one again. Nothing is erased.",
    ),
}


class Verbs(click.Group):
    """The group of all verbs."""

    def __init__(self, **more: Any) -> None:
        listed = {name: click.Command(name, help=told) for name, (_, told) in VERBS.items()}
        super().__init__(commands=listed, **more)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb itself; None where there is none of that name."""
        return verb_of(cmd_name) if cmd_name in VERBS else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """As click lists them, by what is said of them here."""
        click.Group(commands=self.commands).format_commands(ctx, formatter)


def verb_of(name: str) -> click.Command:
    """The verb of that name, from its module."""
    module = import_module(f"laa_xl.cli.{VERBS[name][0]}")
    return next(one for one in vars(module).values() if isinstance(one, click.Command) and one.name == name)
