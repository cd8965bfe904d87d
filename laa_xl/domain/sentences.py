"""Small tools for sentences: partners' words kept as written, lists, dates and codes as people read them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import date

# What no XML file may hold; a cell can carry it when a program wrote it.
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9£'\"‘“(])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|cf|vs|approx|incl|excl|no|nos|para|paras|st|mr|mrs|ms|dr|prof|[A-Z]))\.$", re.IGNORECASE
)
_NATIONAL = re.compile(r"NI\s*0*(\d.*)", re.IGNORECASE)
_SLUG = 24  # characters


def as_words(text: str) -> str:
    """A person's words as written; only spaces and line ends become single spaces."""
    return _UNPRINTABLE.sub("", " ".join(text.split()))


def as_sentence(text: str) -> str:
    """A person's words as written, ending with a full stop; "" for nothing."""
    words = as_words(text)
    if not words or words.rstrip("\"'’”»").endswith((".", "!", "?", "…")):
        return words
    return words.rstrip(" ,;:") + "."


def same_words(one: str, other: str) -> bool:
    """Whether two texts say the same, however they are broken into lines, with or without a last full stop."""
    return "".join(as_sentence(one).split()) == "".join(as_sentence(other).split())


def folded(text: str) -> str:
    """A text as words, names and codes are compared: spaces, line ends and case say nothing."""
    return " ".join(text.split()).casefold()


def without_stop(text: str) -> str:
    """A person's words where the sentence goes on, or as a heading: no stop or colon at the end."""
    words = as_words(text)
    return words if words.endswith(("...", "etc.")) else words.rstrip(" .,;:")


def sentences(*parts: str) -> str:
    """Sentences put together; blank ones are left out."""
    return " ".join(part for part in parts if part)


def capital(text: str) -> str:
    """The first letter as a capital, the rest untouched."""
    return text[:1].upper() + text[1:]


def unsaid(text: str, said: str) -> str:
    """The sentences of a text that do not already stand in what was said, so that nothing is told twice."""
    before = _plain(said)
    return " ".join(part for part in whole_sentences(text) if not all(_plain(one) in before for one in part.split(";")))


def whole_sentences(text: str) -> list[str]:
    """The sentences of a text; an abbreviation (e.g., Mr, No. 5) ends none."""
    found: list[str] = []
    for part in _SENTENCE_END.split(as_sentence(text)):
        if found and _ABBREVIATED.search(found[-1]):
            found[-1] = f"{found[-1]} {part}"
        elif part:
            found.append(part)
    return found


def _plain(text: str) -> str:
    return re.sub(r"[^\w%£.]+", " ", text.casefold()).strip(" .")


def listed(items: Iterable[str], mark: str = ",") -> str:
    """``a, b and c``; with another mark, for items that hold commas themselves, ``a; b; c``."""
    found = list(items)
    if mark != "," or len(found) < 2:
        return f"{mark} ".join(found)
    return f"{', '.join(found[:-1])} and {found[-1]}"


def spread(values: Sequence[tuple[str, str]]) -> str:
    """What goes for several codes: said once where it is the same for all, else each with its codes."""
    codes: dict[str, list[str]] = {}
    for code, value in values:
        codes.setdefault(value, []).append(code)
    if len(codes) == 1:
        return next(iter(codes))
    return "; ".join(f"{value} ({listed(found)})" for value, found in codes.items())


def spoken_code(code: str) -> str:
    """``NI016`` as ``NI 16``; any other code as it stands."""
    found = _NATIONAL.fullmatch(code)
    return f"NI {found[1]}" if found else code


def spoken_day(day: date) -> str:
    """``31 March 2009``."""
    return f"{day.day} {day:%B} {day.year}"


def are(number: int) -> str:
    """``1 is``, ``3 are``."""
    return f"{number} {'is' if number == 1 else 'are'}"


def was(number: int) -> str:
    """``was`` for 1, else ``were``."""
    return "was" if number == 1 else "were"


def many(number: int, one: str, several: str = "") -> str:
    """``1 indicator``, ``3 indicators``."""
    return f"{number} {one if number == 1 else several or one + 's'}"


def slug(text: str) -> str:
    """A short name made of a text, the same in every run; two texts that begin alike differ at its end."""
    words = re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")
    if words and len(words) <= _SLUG:
        return words
    return f"{words[:_SLUG].rstrip('-')}-{digest(text)}".lstrip("-")


def digest(text: str) -> str:
    """Six characters that stand for a text."""
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:6]
