"""The tables of an agreement, from its records: read from CSV/TOML text and from a master, written to a master."""

from __future__ import annotations

import types
import typing
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from pydantic.fields import FieldInfo

from laa_xl.declare.model import Column, Kind, Means, Role, Table, When
from laa_xl.domain import letters, records, revisions, settings

_KINDS = {str: Kind.TEXT, float: Kind.NUMBER, int: Kind.INTEGER, bool: Kind.YES, date: Kind.DATE}


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of an agreement: a line of ``agreement.toml`` and a row of the master's Settings table."""

    name: str
    title: str
    kind: Kind
    default: str | float | None
    meaning: str
    choices: tuple[str, ...]
    required: bool
    means: Means = Means.ITSELF


@dataclass(frozen=True, slots=True)
class _Declared:
    """What a record's field says about its column."""

    name: str
    title: str
    prompt: str
    kind: Kind
    choices: tuple[str, ...]
    means: Means
    more: dict[str, Any]

    @classmethod
    def of(cls, name: str, field: FieldInfo) -> _Declared:
        more: dict[str, Any] = dict(field.json_schema_extra) if isinstance(field.json_schema_extra, dict) else {}
        plain = _plain(field.annotation)
        choices = tuple(more["choices"])
        if issubclass(plain, Enum):
            kind, choices = Kind.CHOICE, tuple(str(one.value) for one in plain if one.value)
        else:
            kind = Kind(more["kind"]) if more["kind"] else _KINDS[plain]
        if kind is Kind.YES:
            choices = ("Y",)
        return cls(name, field.title or name, field.description or "", kind, choices, Means(more["means"]), more)


def _plain(annotation: Any) -> type:
    """``float | None`` is a float that may be blank."""
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return next(part for part in typing.get_args(annotation) if part is not type(None))  # type: ignore[no-any-return]
    return annotation  # type: ignore[no-any-return]


def _setting(name: str, field: FieldInfo) -> Setting:
    told = _Declared.of(name, field)
    default = None if field.is_required() else field.default
    if isinstance(default, Enum):
        default = default.value
    return Setting(name, told.title, told.kind, default, told.prompt, told.choices, field.is_required(), told.means)


def _column(name: str, field: FieldInfo) -> Column:
    told = _Declared.of(name, field)
    role = Role.KEY if told.more["key"] else Role.ENTRY
    return Column(
        name,
        told.title,
        told.kind,
        role,
        told.more["width"],
        told.prompt,
        told.choices,
        When.ALWAYS if field.is_required() else When.NEVER,
        minimum=told.more["minimum"],
        maximum=told.more["maximum"],
        personal=told.more["personal"],
        means=told.means,
    )


def _table(name: str, title: str, record: type[settings.Frozen], guidance: str = "") -> Table:
    columns = tuple(_column(field, info) for field, info in record.model_fields.items())
    return Table(name, title, columns, guidance=guidance)


SETTINGS: tuple[Setting, ...] = tuple(_setting(name, field) for name, field in settings.Settings.model_fields.items())

# Each table: its name in text files, its title, the record that declares its columns, and what to know about it.
RECORDS: dict[str, type[settings.Frozen]] = {
    "blocks": records.Block,
    "partners": records.Partner,
    "themes": records.Theme,
    "outcomes": records.Outcome,
    "indicators": records.Indicator,
    "targets": records.TargetRow,
    "baselines": revisions.BaselineRow,
    "moves": revisions.MoveRow,
    "rewards": records.RewardRow,
    "funding": records.FundingLine,
    "contacts": records.Contact,
    "letters": letters.LetterText,
}
_TITLES = {
    "blocks": ("Government blocks", "The national blocks that the highlight report speaks in."),
    "partners": ("Partners", ""),
    "themes": ("Themes", "One return is expected from each theme in each quarter."),
    "outcomes": ("Outcomes", ""),
    "indicators": ("Indicators", ""),
    "targets": (
        "Targets",
        "A period target and a year-end target are two numbers: leave the quarter blank for the year end.",
    ),
    "baselines": (
        "Revised baselines",
        "The first baseline stays with the indicator. A row here counts from its date on, and says who agreed it and why.",
    ),
    "moves": (
        "Moved indicators",
        "An indicator that measures another outcome from a quarter on; earlier quarters stay with the theme of before.",
    ),
    "rewards": ("Reward targets", ""),
    "funding": ("Funding streams", ""),
    "contacts": ("Contacts", "Posts, not persons. Never sent with a pack."),
    "letters": (
        "Letters",
        "Your own words for a mail; a blank stays as it is worded. $theme, $period, $deadline and $table are filled in.",
    ),
}
AGREEMENT_TABLES: tuple[Table, ...] = tuple(
    _table(name, _TITLES[name][0], record, _TITLES[name][1]) for name, record in RECORDS.items()
)


def sheet_of(table: Table) -> str:
    """The sheet of the master that holds a table of the agreement."""
    return f"Agreement {table.title.lower()}"


SETTINGS_TABLE = Table(
    "settings",
    "Settings",
    (
        Column("setting", "Setting", Kind.TEXT, Role.KEY, width=36),
        Column("value", "Value", Kind.LONG_TEXT, width=48),
        Column("meaning", "What it means", Kind.LONG_TEXT, Role.LOCKED, width=70),
    ),
)
