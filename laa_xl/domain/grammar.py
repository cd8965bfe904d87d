"""The closed grammar for a number or a date that somebody typed as text: what is certain, what is asked."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

Kind = Literal["number", "percent", "blank", "not_a_number_word", "ambiguous", "text"]
DateKind = Literal["date", "ambiguous", "text"]


@dataclass(frozen=True, slots=True)
class Understood:
    """What a text means as a figure.

    ``value`` is there for a number and a percent only ("12%" is 12.0). ``reading`` is the figure as it was
    understood ("£3.2m" is "3,200,000"), what an ambiguous one might mean, or the text without its padding.
    """

    kind: Kind
    value: float | None
    reading: str


# People write these for a figure that they do not have. None of them is 0, "nil" least of all: it is asked.
NOT_A_NUMBER_WORDS = frozenset(
    {
        *("-", "--", "–", "—", "−", ".", "..", "...", "…", "*", "**", "?", "??"),
        *("n/a", "n.a.", "n.a", "na", "n/k", "nk", "tbc", "tba", "tbd", "none", "nil", "null"),
        *(
            "unknown",
            "pending",
            "no data",
            "not available",
            "not yet available",
            "not applicable",
            "not known",
        ),
        *("to be confirmed", "to be advised", "to be decided"),
    }
)

_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_PADDING = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + _INVISIBLE
# Spaces of every width, and the wide characters of East Asian keyboards, as their plain selves.
_PLAIN = dict.fromkeys((0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ") | {
    code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *map(ord, "（）＋，－．／％"))
}
_PLAIN[ord("￡")] = "£"

# How the same words may be drawn: a word processor's quotation marks and dashes, wide letters, marks that nobody sees.
_DRAWN_ALIKE = (
    {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(map(ord, "‘’‚‛′ʼ´"), "'")
    | dict.fromkeys(map(ord, "“”„‟″"), '"')
    | dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
    | dict.fromkeys(map(ord, f"{_INVISIBLE}\u00ad"), None)
)
_QUOTATION_MARKS = {code: mark for code, mark in _DRAWN_ALIKE.items() if mark in ("'", '"')}


def stripped(text: str) -> str:
    """A text without the spaces and the invisible marks around it."""
    return text.strip(_PADDING)


def spelling(text: str) -> str:
    """A text as it is compared where case counts: however its spaces, quotation marks, dashes and letters are drawn."""
    # Nearly every text is plain, and a translation looks at each letter.
    return " ".join((text if text.isascii() else text.translate(_DRAWN_ALIKE)).split())


@lru_cache(maxsize=32768)  # headings and codes are looked for again and again
def folded(text: str) -> str:
    """A text as names, codes, headings and choices are compared: its spelling, without regard to case."""
    return spelling(text).casefold()


# Only plain letters: otherwise the Kelvin sign would be a "k".
_CASELESS = re.IGNORECASE | re.ASCII
_DIGITS = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+"
_SCALE = r"(?P<scale>k|m|bn| ?thousand| ?million| ?billion)"
_POWERS = {"": 0, "k": 3, "thousand": 3, "m": 6, "million": 6, "bn": 9, "billion": 9}
_UNSIGNED = rf"(?P<pounds>£ ?)?(?P<digits>{_DIGITS})(?:{_SCALE}|(?P<percent> ?%))?"
# An en dash counts as a minus only where it touches the figure: "– 5" may be a bullet.
_SIGNED = re.compile(rf"(?P<sign>[-+−–](?=[0-9.£]))?{_UNSIGNED}", _CASELESS)
_POUNDS_FIRST = re.compile(rf"£(?P<sign>[-+−–])(?P<pounds>)(?P<digits>{_DIGITS}){_SCALE}?", _CASELESS)
_ACCOUNTING = re.compile(rf"(?P<sign>\() ?{_UNSIGNED} ?\)", _CASELESS)

_SEPARATED = re.compile(r"[0-9]+(?:[.,][0-9]+)+")
_CIRCA = re.compile(r"ca?\.? ?[0-9][0-9.,]*", _CASELESS)
# Figures and marks only: a range, a fraction, a date, a time, two figures in one cell.
_FIGURES = re.compile(r"(?=[^0-9]*[0-9])[0-9£%().,/:+−–—\-\s]+")
_RANGE = re.compile(r"[0-9.,£%]+\s*to\s*[0-9.,£%]+", _CASELESS)
_EXPONENT = re.compile(r"[-+]?[0-9.,]+e[-+]?[0-9]+", _CASELESS)
# A letter that looks like a digit, as it comes from a scan or a slip of the hand.
_LOOKALIKE = str.maketrans("OoIl", "0011")
_QUOTED = re.compile(r"""(?:'(?P<left>[^'"]+)|(?P<mark>["'])(?P<both>[^'"]+)(?P=mark))""")
_SPACED_SCALE = re.compile(rf"[-+−–]?£? ?(?:{_DIGITS}) (?:k|m|bn)", _CASELESS)


@lru_cache(maxsize=8192)  # several rules ask about the same entry
def understand(text: str) -> Understood:
    """Read a typed figure: certain where the grammar says so, never guessed."""
    plain = _unquoted(text.translate(_PLAIN).strip(_PADDING))
    if not plain:
        return Understood("blank", None, "")
    if " ".join(plain.casefold().split()) in NOT_A_NUMBER_WORDS:
        return Understood("not_a_number_word", None, plain)
    found = _SIGNED.fullmatch(plain) or _POUNDS_FIRST.fullmatch(plain) or _ACCOUNTING.fullmatch(plain)
    figure = _figure(found) if found else None
    if figure:
        return figure
    if _SEPARATED.fullmatch(plain):
        return Understood("ambiguous", None, _either(plain))
    if any(doubtful.fullmatch(plain) for doubtful in (_FIGURES, _RANGE, _CIRCA, _EXPONENT, _SPACED_SCALE)):
        return Understood("ambiguous", None, plain)
    return _with_letters(plain)


def _unquoted(plain: str) -> str:
    """A figure without the quotation marks around it, or the apostrophe before it that makes it a text."""
    found = _QUOTED.fullmatch(plain.translate(_QUOTATION_MARKS))
    inner = stripped(found["left"] or found["both"]) if found else ""
    return inner if inner[:1].isdigit() or inner[:1] in ("-", "£", ".") else plain


def _with_letters(plain: str) -> Understood:
    """ "1O5" may mean 105: it is asked, not read. A word without a digit is no figure."""
    digits = plain.translate(_LOOKALIKE)
    found = _SIGNED.fullmatch(digits) if digits != plain and any("0" <= letter <= "9" for letter in plain) else None
    figure = _figure(found) if found else None
    return Understood("ambiguous", None, figure.reading) if figure else Understood("text", None, plain)


def _figure(found: re.Match[str]) -> Understood | None:
    parts = found.groupdict()
    percent = bool(parts.get("percent"))
    if percent and parts["pounds"]:
        return None
    digits = parts["digits"].replace(",", "").replace(" ", "")
    sign = "-" if parts["sign"] and parts["sign"] != "+" else ""
    power = _POWERS[(parts.get("scale") or "").strip().lower()]
    # One conversion from the decimal as written: 3.2 times a million in floats would not be exact.
    written = f"{sign}{digits}e{power}"
    value = float(written)
    if not math.isfinite(value):
        return None
    reading = f"{Decimal(written):,f}" if value else "0"
    return Understood("percent" if percent else "number", value + 0.0, f"{reading}%" if percent else reading)


def _either(text: str) -> str:
    """What "1,23" may mean: its mark as a decimal point, or no mark at all, or both."""
    last = max(text.rfind(","), text.rfind("."))
    mark, whole, rest = text[last], re.sub("[.,]", "", text[:last]).lstrip("0"), text[last + 1 :]
    decimal, plain = f"{whole or '0'}.{rest}", (whole + rest).lstrip("0") or "0"
    if text.count(mark) > 1:
        return plain
    return f"{decimal} or {plain}" if text.count(",") + text.count(".") == 1 else decimal


_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
MONTH_OF = {"sept": 9} | {name: number for number, month in enumerate(_MONTHS, 1) for name in (month, month[:3])}
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_SPOKEN = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?(?: of)?[ /-]+([a-z]+)\.?,?[ /-]+([0-9]{4})", _CASELESS)
_SPOKEN_MONTH_FIRST = re.compile(r"([a-z]+)\.? +([0-9]{1,2})(?:st|nd|rd|th)?,? +([0-9]{4})", _CASELESS)
# What stands around a date and says nothing more: its weekday, and midnight, which programs write.
_WEEKDAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? +", _CASELESS)
_MIDNIGHT = re.compile(r"[T ]+00:00(?::00(?:\.0+)?)?(?:Z)?$", _CASELESS)
_NUMERIC = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")


def understand_date(text: str) -> tuple[DateKind, date | None]:
    """Read a typed date: certain where only one reading exists.

    An ambiguous one comes with its British reading, day before month, to be put to the person.
    """
    plain = _MIDNIGHT.sub("", text.translate(_PLAIN).strip(_PADDING))
    plain = _WEEKDAY.sub("", plain, count=1) if _WEEKDAY.match(plain) else plain
    found = _ISO.fullmatch(plain)
    if found:
        return _certain(_day(int(found[1]), int(found[2]), int(found[3])))
    found = _SPOKEN.fullmatch(plain)
    if found:
        return _certain(_day(int(found[3]), MONTH_OF.get(found[2].lower(), 0), int(found[1])))
    found = _SPOKEN_MONTH_FIRST.fullmatch(plain)
    if found:
        return _certain(_day(int(found[3]), MONTH_OF.get(found[1].lower(), 0), int(found[2])))
    found = _NUMERIC.fullmatch(plain)
    if not found:
        return "text", None
    day, month, short = int(found[1]), int(found[3]), len(found[4]) == 2
    year = int(found[4]) + (2000 if short else 0)
    british, american = _day(year, month, day), _day(year, day, month)
    if british and not short and (american is None or american == british):
        return "date", british
    read = british or american
    return ("ambiguous", read) if read else ("text", None)


def _certain(day: date | None) -> tuple[DateKind, date | None]:
    return ("date", day) if day else ("text", None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
