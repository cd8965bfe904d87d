"""What the register has of themes whose code is none of the agreement's any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from laa_xl.domain.register import Register, State
from laa_xl.domain.register_lines import RegisterLine, register_lines
from laa_xl.domain.sentences import listed


def gone_lines(register: Register, themes: Sequence[str], today: date) -> list[RegisterLine]:
    """What came in from themes that the agreement does not have. Nothing is expected of them."""
    gone = [theme for theme in dict.fromkeys(one.theme for one in register.receipts) if theme not in themes]
    return [line for line in register_lines(register, gone, today) if line.receipt is not None]


def told_of_gone(lines: Sequence[RegisterLine], gone: Sequence[RegisterLine]) -> list[str]:
    """A sentence for each return that was accepted from such a theme: it counts nowhere. ``lines``: those of the others."""
    said = []
    for line in gone:
        if line.state is State.ACCEPTED and line.receipt is not None:
            here = listed(dict.fromkeys(one.theme for one in lines if one.period == line.period))
            asked = f"Returns of {line.period} are asked for from {here} alone." if here else ""
            said.append(
                f'{line.receipt.file} was accepted from "{line.theme}" for {line.period} and counts nowhere: the agreement has no '
                f"theme of that code. {asked} Where the theme was only renamed, put its code back on the sheet Agreement themes and "
                "wherever it stands, and change its name instead. Where it has another code for good, make its template anew and "
                "ask for its return again."
            )
    return said
