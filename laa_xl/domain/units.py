"""How a figure is printed with its unit: the sign of per cent or of pounds at the number, the rest of the unit behind."""

from __future__ import annotations

import re

# Pounds themselves: £000, £'000 and £ in millions count in something else, so a lone sign would make 11,043 of eleven million.
_POUNDS = re.compile(
    r"£(?!\w|\W*(?:in )?(?:\d|(?:k|ths?|m|mn|mln|mill|bn|tn|thousand|million|billion)s?\b))", re.IGNORECASE
)
_NUMBER = re.compile(r"(?<![\d,.])(-?)(\d)")


def signed(words: str, unit: str | None) -> str:
    """A figure, or an aim in words, as printed: ``62.0%``, ``£1,450``, ``at least £10``, ``10 to 20%``; "" for nothing."""
    unit = unit or ""
    if not words:
        return ""
    if unit.startswith("%"):
        return f"{words}%"
    return _NUMBER.sub(r"\1£\2", words) if _POUNDS.match(unit) else words


def beside(unit: str | None) -> str:
    """What of the unit is still to be said beside a figure that ``signed`` printed: ``of residents``, ``a week``."""
    unit = unit or ""
    return unit[1:].strip() if unit.startswith("%") or _POUNDS.match(unit) else unit
