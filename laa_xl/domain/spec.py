"""What one template knows: the theme's slice of the agreement, the period, and the figures of earlier periods."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from functools import cached_property

from pydantic import BaseModel, ConfigDict, field_validator
from pydantic.main import IncEx

from laa_xl.domain.agreement import Agreement, Indicator, Theme
from laa_xl.domain.comparable import last_known
from laa_xl.domain.copying import Copied
from laa_xl.domain.periods import Period
from laa_xl.domain.settings import PUBLIC_PAGE


class Past(BaseModel):
    """One figure of an earlier period: accepted in a return, or (``imported`` True) taken from a spreadsheet."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    indicator: str
    period: str
    actual: float
    imported: bool | None = None  # None, not False: specifications without it keep their fingerprint
    # True: from before the baseline was revised. It is shown, but what is counted now is another thing.
    outdated: bool | None = None


class Carried(BaseModel):
    """One entry of an earlier accepted return, by table, row and column; a date as ISO text.

    Template entries that start from it are marked as carried forward, and words that never change are asked about.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    table: str
    row: str
    column: str
    value: str | float


class Share(BaseModel):
    """Whose part has which rows, where a theme's return was split."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    part: str
    indicators: tuple[str, ...] = ()


# A return carries its quarter's baselines and outcomes; how they came about never leaves the county. Left out by name,
# so that templates made before there were such tables keep their fingerprint. So are settings that are about reports and
# the public page alone.
_REPORTS = {"bullet_words", "block_bullets", "approval_steps", "pack_pdf", *PUBLIC_PAGE}
_CHANGES: Mapping[str, IncEx | bool] = {"baselines": True, "moves": True, "letters": True, "settings": _REPORTS}
_NEVER_CARRIED: Mapping[str, IncEx | bool] = {"agreement": _CHANGES, "whole": {"agreement": _CHANGES}}


class FormSpec(Copied):
    """Travels, as text, on the very hidden sheet of a template, so that a lone return can be checked.

    ``digest`` covers everything, so that a changed lock is seen; a programme compares it with its own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    form: str
    version: int
    theme: str
    period: str
    deadline: date
    agreement: Agreement
    past: tuple[Past, ...] = ()
    carried: tuple[Carried, ...] = ()  # what the template starts from
    carried_from: str = ""  # the period of the return that it comes from
    part: str = ""  # where the theme's return was split: whose part this is
    # Only in a part: every share of the split, and the specification that was split, so that joining gives it back.
    shares: tuple[Share, ...] | None = None
    whole: FormSpec | None = None

    @field_validator("carried_from")
    @classmethod
    def _is_a_period(cls, value: str) -> str:
        return str(Period.parse(value)) if value else ""

    @cached_property
    def when(self) -> Period:
        """The reporting period."""
        return Period.parse(self.period)

    @property
    def the_theme(self) -> Theme:
        """The theme whose return this is."""
        return self.agreement.theme(self.theme)

    @cached_property
    def _past(self) -> dict[tuple[str, str], float]:
        return {(past.indicator, past.period): past.actual for past in self.past}

    def past_actual(self, indicator: str, period: Period) -> float | None:
        """The figure known of an earlier period; None where there is none."""
        return self._past.get((indicator, str(period)))

    def last_known(self, indicator: Indicator, wanted: Period) -> tuple[Period, float] | None:
        """The newest figure known before the quarter ``wanted``, of which there is none, and its quarter; none that is outdated."""
        outdated = {past.period for past in self.past if past.outdated and past.indicator == indicator.code}

        def figure(at: Period) -> float | None:
            return None if str(at) in outdated else self.past_actual(indicator.code, at)

        return last_known(figure, wanted, indicator.accumulation, oldest=self._oldest)

    @cached_property
    def _oldest(self) -> Period | None:
        return min((Period.parse(past.period) for past in self.past), default=None)

    @cached_property
    def _imported(self) -> frozenset[tuple[str, str]]:
        return frozenset((past.indicator, past.period) for past in self.past if past.imported)

    def is_imported(self, indicator: str, period: Period) -> bool:
        """Whether the figure of an earlier period was taken from a spreadsheet."""
        return (indicator, str(period)) in self._imported

    @property
    def has_imported(self) -> bool:
        """Whether any earlier figure was taken from a spreadsheet."""
        return bool(self._imported)

    @cached_property
    def _carried(self) -> dict[tuple[str, str, str], str | float]:
        return {(item.table, item.row, item.column): item.value for item in self.carried}

    def carried_value(self, table: str, row: str, column: str) -> str | float | None:
        """What the last accepted return had in the place of this entry, as it is printed; None where nothing."""
        return self._carried.get((table, row, column))

    def text(self) -> str:
        """The canonical text: the same specification always gives the same text."""
        data = self.model_dump(mode="json", exclude_none=True, exclude=_NEVER_CARRIED)
        return json.dumps(data, ensure_ascii=True, sort_keys=True, separators=(",", ":"))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical text."""
        return hashlib.sha256(self.text().encode()).hexdigest()

    @property
    def form_id(self) -> str:
        """Names the form for people and for the register: ``leicester-2008/SSC/2008-Q2``, and whose part it is."""
        named = f"{self.agreement.settings.code}/{self.theme}/{self.period}"
        return f"{named}/{self.part}" if self.part else named
