"""Figures of past quarters that were taken from existing spreadsheets: a record of their own, beside the returns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from laa_xl.domain.periods import Period


class ImportedFigure(BaseModel):
    """One figure as it was taken, and the cell that it came from. The target and the rest are kept, not used."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    indicator: str
    period: str
    actual: float
    status: str | None = None
    forecast: float | None = None
    target: float | None = None
    comment: str | None = None
    sheet: str = ""
    cell: str = ""


class Became(StrEnum):
    """What became of an entry of the spreadsheet."""

    TAKEN = "taken"
    NOT_TAKEN = "not taken"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Line:
    """One entry: a row of the long form, a quarter of a row in the wide form, or a row without any figure.

    ``code``, ``when`` and ``entered`` are as written; ``why`` is the reason, or what else there is to say of a taken one.
    """

    row: int
    place: str
    code: str
    when: str
    entered: str
    became: Became
    why: str = ""
    figure: ImportedFigure | None = None


class ImportRecord(BaseModel):
    """All that was taken from one file; kept beside it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    figures: tuple[ImportedFigure, ...] = ()


class Withdrawal(BaseModel):
    """That an import counts no longer: who took it back, when and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: datetime
    by: str
    reason: str


class Import(BaseModel):
    """A file whose figures were taken in, as the register keeps it.

    ``kept`` is its folder in the programme. ``sheet``, ``only`` (a period) and ``map_sha256`` are how it was asked for: the
    same file, asked for in the same way, changes nothing.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    sha256: str
    at: datetime
    by: str
    sheet: str = ""
    only: str = ""
    map_sha256: str = ""
    read: int
    taken: int
    not_taken: int
    ignored: int
    kept: str
    record_sha256: str
    withdrawn: Withdrawal | None = None


@dataclass(frozen=True, slots=True)
class KeptImport:
    """An import with the figures that were taken."""

    entry: Import
    figures: tuple[ImportedFigure, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """The imported figure that stands for an indicator and a quarter, and the import that brought it."""

    figure: ImportedFigure
    entry: Import


Imported = Mapping[tuple[str, Period], Standing]


def standing(kept: Iterable[KeptImport]) -> dict[tuple[str, Period], Standing]:
    """What stands of all imports: of several figures the one imported last, and none of a withdrawn import."""
    return {
        (figure.indicator, Period.parse(figure.period)): Standing(figure, one.entry)
        for one in kept
        if one.entry.withdrawn is None
        for figure in one.figures
    }


def tally(lines: Iterable[Line]) -> Counter[Became]:
    """How many entries became what."""
    return Counter(line.became for line in lines)


class Codes:
    """The codes of an agreement, by how they may be written."""

    def __init__(self, codes: Iterable[str]) -> None:
        self._exact = dict.fromkeys(codes)
        self._plain: dict[str, list[str]] = {}
        for code in self._exact:
            self._plain.setdefault(plain_code(code), []).append(code)

    def meant(self, written: str) -> list[str]:
        """The codes that a written one may mean: itself, else those that differ in spaces, marks, case or leading zeros."""
        if written in self._exact:
            return [written]
        wanted = plain_code(written)
        return self._plain.get(wanted, []) if wanted else []


def plain_code(code: str) -> str:
    """``NI 154``, ``ni-154`` and ``NI154`` as one; ``NI016`` is ``NI 16``."""
    parts = re.findall(r"[0-9]+|[^\W\d_]+|[().]", code.casefold())
    plain = [part.lstrip("0") or "0" if part.isdecimal() else part for part in parts]
    return "".join(
        part if not (index and part.isdecimal() and plain[index - 1].isdecimal()) else f" {part}"
        for index, part in enumerate(plain)
    )
