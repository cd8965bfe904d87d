"""The headings by which a spreadsheet of past figures is understood, and the small file that says what others mean."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from laa_xl.domain.period_words import PeriodWords, understand_period
from laa_xl.domain.periods import Period


class Field(StrEnum):
    """What a column holds."""

    INDICATOR = "indicator"
    TITLE = "title"
    PERIOD = "period"
    YEAR = "year"
    ACTUAL = "actual"
    STATUS = "status"
    FORECAST = "forecast"
    TARGET = "target"
    COMMENT = "comment"
    IGNORE = "ignore"


FIGURES = (Field.ACTUAL, Field.STATUS, Field.FORECAST, Field.TARGET, Field.COMMENT)

# A heading that says exactly "Indicator" may stand over codes or over titles: over codes only where nothing else does.
PERHAPS_CODES = frozenset({"indicator", "measure", "pi", "ni"})
_HEADINGS: Mapping[Field, frozenset[str]] = {
    Field.INDICATOR: frozenset(
        {
            *("code", "indicator code", "pi code", "ni code", "measure code"),
            *("ref", "reference", "indicator ref", "indicator reference", "pi ref", "ni ref"),
            *("ni number", "ni no", "pi number", "pi no", "indicator number", "indicator no"),
        }
    ),
    Field.TITLE: frozenset({"title", "name", "description", "indicator title", "indicator name", "definition", "unit"}),
    Field.PERIOD: frozenset(
        {
            "period",
            "quarter",
            "reporting period",
            "quarter ending",
            "quarter ended",
            "period ending",
            "period end",
            "date",
        }
    ),
    Field.YEAR: frozenset({"year", "financial year", "fy"}),
    Field.ACTUAL: frozenset(
        {"actual", "figure", "value", "result", "outturn", "performance", "actual figure", "actual performance"}
    ),
    Field.STATUS: frozenset({"status", "data status"}),
    Field.FORECAST: frozenset({"forecast", "year end forecast", "forecast outturn"}),
    Field.TARGET: frozenset({"target", "period target", "target this period", "quarter target"}),
    Field.COMMENT: frozenset({"comment", "comments", "commentary", "note", "notes", "narrative", "cause"}),
}
_FIELD_OF = {word: name for name, words in _HEADINGS.items() for word in words}
# What a heading such as "Q3 2007/08 actual" may say beside its quarter, on either side.
_BESIDE = {word: name for word, name in _FIELD_OF.items() if name in FIGURES}
_BESIDE_WORDS = "|".join(sorted(map(re.escape, _BESIDE), key=len, reverse=True))
_BEFORE = re.compile(rf"(?P<field>{_BESIDE_WORDS})[ :,-]+(?:for |in |at )?(?P<rest>.+)")
_AFTER = re.compile(rf"(?P<rest>.+?)[ :,-]+(?P<field>{_BESIDE_WORDS})")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column means: a field; in the wide form of a quarter as well. ``words`` where its time is not certain."""

    field: Field
    period: Period | None = None
    words: PeriodWords | None = None
    perhaps: bool = False


@dataclass(frozen=True, slots=True)
class ImportMap:
    """What somebody says that headings, codes and data statuses mean; all compared without case and spaces."""

    columns: Mapping[str, Meaning]
    codes: Mapping[str, str]
    statuses: Mapping[str, str]

    @classmethod
    def empty(cls) -> ImportMap:
        """Nothing is said."""
        return cls({}, {}, {})


MAP_COLUMNS = ("what", "written", "means")
MAP_KINDS = ("column", "code", "status")


def folded(text: str) -> str:
    """A heading as it is compared: case, line ends, and marks at its ends say nothing."""
    return " ".join(text.casefold().replace("*", " ").replace("_", " ").split()).strip(" :.-")


def meaning_of(heading: str, told: ImportMap) -> Meaning | None:
    """What a heading means; None where it says nothing to us."""
    plain = folded(heading)
    if not plain:
        return None
    if plain in told.columns:
        return told.columns[plain]
    if plain in PERHAPS_CODES:
        return Meaning(Field.INDICATOR, perhaps=True)
    known = _FIELD_OF.get(plain.replace("-", " "))
    return Meaning(known) if known else _of_a_quarter(plain)


def _of_a_quarter(plain: str) -> Meaning | None:
    """A quarter, or a quarter with a field beside it; without a field it is the actual."""
    words = understand_period(plain)
    if words.kind != "text":
        return Meaning(Field.ACTUAL, words.period, words)
    for pattern in (_BEFORE, _AFTER):
        found = pattern.fullmatch(plain)
        if found and (words := understand_period(found["rest"])).kind != "text":
            return Meaning(_BESIDE[found["field"]], words.period, words)
    return None


def told_meaning(means: str) -> Meaning | None:
    """What a mapping file says of a column: a field, or a quarter with or without one; None where it is neither."""
    plain = folded(means)
    if plain in tuple(Field):
        return Meaning(Field(plain))
    found = _of_a_quarter(plain)
    return found if found and found.period else None


def map_of(rows: Iterable[tuple[int, Mapping[str, str]]], codes: Collection[str]) -> tuple[ImportMap, list[str]]:
    """A mapping file by its numbered lines, and a sentence for each line that cannot be used."""
    columns: dict[str, Meaning] = {}
    told: dict[str, dict[str, str]] = {"code": {}, "status": {}}
    wrong: list[str] = []
    for number, row in rows:
        what, written, means = (str(row.get(name) or "").strip() for name in MAP_COLUMNS)
        if folded(what) not in MAP_KINDS:
            wrong.append(f'line {number}: "{what}" is not known. In the first column write {", ".join(MAP_KINDS)}.')
        elif not folded(written) or not means:
            wrong.append(f"line {number}: say in the second column what is written, and in the third what it means.")
        elif folded(what) == "column":
            meaning = told_meaning(means)
            if meaning is None:
                fields = ", ".join(Field)
                wrong.append(
                    f'line {number}: "{means}" is not known. Write a quarter such as 2007-Q3, or one of: {fields}.'
                )
            else:
                columns[folded(written)] = meaning
        elif folded(what) == "code" and means not in codes:
            wrong.append(f'line {number}: the agreement has no indicator "{means}".')
        else:
            told[folded(what)][folded(written)] = means
    return ImportMap(columns, told["code"], told["status"]), wrong
