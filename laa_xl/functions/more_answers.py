"""What the functions about travel, profile, roll-up and reward answer, and the table of all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from laa_xl.domain import profile, rollup
from laa_xl.domain import reward as grant
from laa_xl.domain.direction import Basis, Comparator, direction
from laa_xl.domain.settings import Settings
from laa_xl.domain.variance import Target
from laa_xl.domain.words import Accumulation, DataStatus, Polarity, Rag
from laa_xl.functions.answers import Aim, aimed, explain, forecast, rag, shown, symbol, variance, variance_pct
from laa_xl.functions.cells import ACCUMULATION, QUARTER, Problem, Sentence
from laa_xl.functions.checking import check

CONFIDENCE: Final = Sentence("A confidence interval cannot be below 0.")
SHARES: Final = Sentence("Seasonal shares are four numbers that add up to 100%.")
SIZES: Final = Sentence("Due, placeholder and group have to be as large as the ratings, or be left out.")
_DEAD_BAND: Final = Settings.model_fields["dead_band"].default
_MOST_DECIMALS: Final = 6


def travel(
    actual: float | None,
    earlier: float | None,
    polarity: Polarity | None,
    dead_band: Decimal | None,
    target: Aim,
    survey: bool | None,
    confidence: float | None,
) -> str:
    """LAA_DIRECTION."""
    aim = aimed(target, polarity) if polarity is Polarity.RANGE else Target()
    if isinstance(aim, Problem):
        return aim
    if confidence is not None and confidence < 0:
        return CONFIDENCE
    if actual is None and earlier is None and polarity is None:
        return ""
    found = direction(
        current=actual,
        comparator=Comparator(earlier, Basis.NONE if earlier is None else Basis.PREVIOUS),
        polarity=polarity or Polarity.UNSET,
        target=aim,
        dead_band_percent=_DEAD_BAND if dead_band is None else dead_band,
        confidence=confidence,
        survey=bool(survey),
    )
    return found.direction.value


def period_target(
    year_end: float | None,
    quarter: int | None,
    accumulation: Accumulation | None,
    shares: list[list[Any]],
    decimals: int | None,
    agreed: float | None,
) -> float | str:
    """LAA_PROFILE."""
    seasons = [share for row in shares for share in row]
    for share in seasons:
        if isinstance(share, Problem):
            return share
    if agreed is not None:
        return agreed  # it wins, whatever else is or is not said
    if year_end is None:
        return ""
    if quarter is None:
        return QUARTER
    if accumulation is None:
        return ACCUMULATION
    given = None if all(share is None for share in seasons) else tuple(seasons)
    if given is not None and (len(given) != 4 or None in given or not profile.shares_sum_to_one(given)):
        return SHARES
    places = _MOST_DECIMALS if decimals is None else decimals
    due = profile.period_target(year_end, quarter, accumulation, given, places, None)
    return "" if due is None else due


def rolled_up(
    ratings: list[list[Any]],
    due: list[list[Any]],
    placeholder: list[list[Any]],
    group: list[list[Any]],
    red_share: Decimal | None,
    green_share: Decimal | None,
    min_rated: Decimal | None,
) -> str:
    """LAA_ROLLUP."""
    colours = [cell for row in ratings for cell in row]
    beside = []
    for block in (due, placeholder, group):
        cells = [cell for row in block for cell in row]
        beside.append([None] * len(colours) if cells == [None] else cells)
    for cells in (colours, *beside):
        for cell in cells:
            if isinstance(cell, Problem):
                return cell
    if any(len(cells) != len(colours) for cells in beside):
        return SIZES
    items = [
        rollup.RollupItem(rag or Rag.GREY, due=is_due is not False, placeholder=bool(is_placeholder), group=named)
        for rag, is_due, is_placeholder, named in zip(colours, *beside, strict=True)
        if not (rag is None and is_due is None and is_placeholder is None and named is None)
    ]
    if not items:
        return ""
    default = rollup.RollupSettings()
    settings = rollup.RollupSettings(
        default.red_share if red_share is None else red_share,
        default.green_share if green_share is None else green_share,
        default.min_rated_share if min_rated is None else min_rated,
    )
    return rollup.rollup(items, settings).rag.value


def reward(
    actual: float | None,
    without: float | None,
    with_: float | None,
    share: float | None,
    status: DataStatus | None,
) -> float | str:
    """LAA_REWARD."""
    if actual is None or without is None or with_ is None or share is None:
        return ""
    return shown(grant.reward(actual=actual, status=status, without=without, with_=with_, share=share).earned)


WORK: Final[Mapping[str, Callable[..., Any]]] = {
    "LAA_VARIANCE": variance,
    "LAA_VARIANCE_PCT": variance_pct,
    "LAA_SYMBOL": symbol,
    "LAA_RAG": rag,
    "LAA_FORECAST": forecast,
    "LAA_DIRECTION": travel,
    "LAA_PROFILE": period_target,
    "LAA_ROLLUP": rolled_up,
    "LAA_REWARD": reward,
    "LAA_EXPLAIN": explain,
    "LAA_CHECK": check,
}
