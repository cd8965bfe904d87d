r"""The lines by which macro and command line talk: ``key=value``, one a line, nothing but ASCII.

Every letter outside the printable ASCII ones, every line break and the backslash is written as ``\uXXXX``, its UTF-16
units in hexadecimal digits, so that VBA reads and writes them on every system, whatever its alphabet. A key may come more
than once. Lines end as on Windows, as VBA wants them; a reader takes either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_ESCAPED = re.compile(r"(?:\\u[0-9A-Fa-f]{4})+")


def to_lines(pairs: Iterable[tuple[str, str]]) -> bytes:
    """The lines of these keys and values."""
    return "".join(f"{key}={_escaped(value)}\r\n" for key, value in pairs).encode("ascii")


def from_lines(data: bytes) -> list[tuple[str, str]]:
    """Keys and values, in their order; what is no such line is left out."""
    lines = data.decode("ascii", errors="replace").splitlines()
    return [(key.strip(), _unescaped(value)) for key, sign, value in (line.partition("=") for line in lines) if sign]


def _escaped(value: str) -> str:
    return "".join(letter if " " <= letter <= "~" and letter != "\\" else _units(letter) for letter in value)


def _units(letter: str) -> str:
    wide = letter.encode("utf-16-be", errors="surrogatepass").hex()
    return "".join(rf"\u{wide[at : at + 4]}" for at in range(0, len(wide), 4))


def _unescaped(value: str) -> str:
    return _ESCAPED.sub(lambda found: _wide(found[0].replace(r"\u", "")), value)


def _wide(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be", errors="replace")
