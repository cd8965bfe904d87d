"""A mail as pure data: to whom, what it says, what goes with it; and what it says as plain text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from laa_xl.domain.agreement import Agreement, Contact
from laa_xl.domain.documents import Grid, Part, Value
from laa_xl.domain.numbers import plain

# What a mailbox may look like: one address, in letters that every mail server takes.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
_WIDE = 28  # characters of a column in plain text


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Somebody to write to: a post, and its address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that nobody has sent yet. ``name`` is that of its file, without an ending; no ``to`` where no address is known."""

    name: str
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...]
    subject: str
    parts: tuple[Part, ...]
    attachments: tuple[Attachment, ...] = ()

    @property
    def text(self) -> str:
        """What it says, as plain text."""
        return plain_text(self.parts)


@dataclass(frozen=True, slots=True)
class Addressed:
    """Who is written to about a theme: those who fill in its return, else its lead; its lead, to whom one turns next."""

    ask: tuple[Contact, ...]
    leads: tuple[Contact, ...]


def asked_about(agreement: Agreement, theme: str) -> Addressed:
    """Whom to ask about a theme's return."""
    mine = tuple(contact for contact in agreement.contacts if contact.theme == theme)
    leads = tuple(contact for contact in mine if contact.role == "Lead")
    return Addressed(tuple(contact for contact in mine if contact.role == "Contributor") or leads or mine, leads)


def mailboxes(contacts: Iterable[Contact], without: Iterable[Mailbox] = ()) -> tuple[Mailbox, ...]:
    """The mailboxes of contacts that have an address that can be used, each address once."""
    found = {box.address.casefold(): box for box in without}
    before = set(found)
    for contact in contacts:
        address = (contact.email or "").strip()
        if is_address(address):
            found.setdefault(address.casefold(), Mailbox(contact.post, address))
    return tuple(box for key, box in found.items() if key not in before)


def is_address(text: str) -> bool:
    """Whether a text is one plain e-mail address."""
    return bool(_ADDRESS.fullmatch(text)) and ".." not in text


def known_addresses(agreement: Agreement, theme: str | None = None) -> set[str]:
    """The addresses of the contacts list, in small letters; of one theme and of the county team, where a theme is named."""
    return {
        contact.email.strip().casefold()
        for contact in agreement.contacts
        if contact.email and (theme is None or contact.theme == theme or contact.role == "County team")
    }


def shown(value: Value, decimals: int | None = None) -> str:
    """A value of a table as a mail shows it; ``decimals`` as in ``plain``."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return plain(float(value), decimals) if isinstance(value, (int, float, Decimal)) else value


def plain_text(parts: Iterable[Part]) -> str:
    """Words, points and tables one below the other, for whoever reads mail without layout."""
    blocks: list[str] = []
    for part in parts:
        if part.heading:
            blocks.append(part.heading)
        blocks += part.words
        if part.bullets:
            blocks.append("\n".join(f"- {bullet.line}" for bullet in part.bullets))
        blocks += ["\n".join(_table(grid)) for grid in part.grids]
    return "\n\n".join(blocks) + "\n"


def _table(grid: Grid) -> Iterator[str]:
    """A small table in columns; one with long texts row by row, as columns of them cannot be read."""
    rows = [[shown(value, line.decimals) for value in line.values] for line in grid.lines]
    heads = [field.heading for field in grid.fields]
    if grid.title:
        yield grid.title
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    if any(width > _WIDE for width in widths[1:]):
        for row in rows:
            told = [f"{head}: {text}" for head, text in zip(heads[1:], row[1:], strict=True) if text]
            yield f"- {'; '.join((row[0], *told))}"
    else:
        numeric = [field.shape.numeric for field in grid.fields]
        for row in (heads, ["-" * width for width in widths], *rows):
            pieces = zip(row, widths, numeric, strict=True)
            yield "  ".join(f"{t:>{w}}" if right else f"{t:<{w}}" for t, w, right in pieces).rstrip()
    if grid.note:
        yield grid.note


_NOT_IN_NAMES = re.compile(r'[<>:"|?*\\/]')
_TAKEN = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_LONGEST_CODE = 40  # of an agreement or a theme: both stand in one name, below folders whose names count on Windows
_LONGEST, _MOST_BYTES = 120, 180  # file systems let 255 bytes through, and a file is written under a longer name first


def safe_name(text: str, otherwise: str = "attachment") -> str:
    """A name from outside as a file can have it in every system: no folder, no sign that a system takes for its own.

    What comes before the last slash is passed over, marks that nobody sees are taken out, and a long name keeps its ending.
    """
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", text))[-1]
    seen = "".join(one for one in last if unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
    name = " ".join(_NOT_IN_NAMES.sub("_", seen).split()).strip(" .").lstrip("~$")
    _, dot, suffix = name.rpartition(".")
    ending = f".{suffix}" if dot and len(suffix) <= 8 else ""
    name = _cut(name.removesuffix(ending), len(ending), len(ending.encode())) + ending
    if not name or name.startswith("."):
        name = f"{otherwise}{name}"
    return f"_{name}" if _TAKEN.fullmatch(name) else name


def unfit_for_files(code: str) -> str:
    """Why a code cannot stand within the names of files, which are kept and sent under it; "" where it can."""
    if len(code) > _LONGEST_CODE:
        return f"Files are named after this code, and it is too long for that: use at most {_LONGEST_CODE} characters."
    within = f"x{unicodedata.normalize('NFC', code)}x"
    if safe_name(within) == within:
        return ""
    wrong = " ".join(dict.fromkeys(_NOT_IN_NAMES.findall(code)))
    what = (
        f"no file's name can have {wrong} in it"
        if wrong
        else "it has two spaces together, or a mark that does not show"
    )
    return f"Files are named after this code, and {what}. Use letters, figures, - and _."


def _cut(text: str, letters: int, size: int) -> str:
    """As much of a text as a name can have beside an ending of so many letters and bytes."""
    cut = text[: _LONGEST - letters].encode()[: _MOST_BYTES - size]
    return cut.decode(errors="ignore").rstrip(" .")
