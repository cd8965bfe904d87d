"""How the reward targets stand, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from laa_xl.domain.numbers import in_full, plain, round_half_away
from laa_xl.domain.reward import RewardFlag
from laa_xl.domain.reward_lines import NEEDED_FOR_ALL, NEEDED_TO_EARN, RewardLine
from laa_xl.domain.sentences import capital


def standing_words(lines: Sequence[RewardLine]) -> str:
    """How many sub-indicators reach the whole stretch, part of it, or less than is paid for; and of how many it is not known."""
    known = [line for line in lines if line.worked.achievement is not None]
    if not known:
        return f"Of none of the {len(lines)} can the achievement be worked out: a figure or a target is missing."
    full = sum(1 for line in known if (line.worked.achievement or 0) >= 1)
    below = sum(1 for line in known if line.worked.flag is RewardFlag.BELOW)
    part, rest = len(known) - full - below, len(lines) - len(known)
    said = [
        f"{full or 'none'} {'reaches' if full < 2 else 'reach'} the whole stretch",
        f"{part or 'none'} {'reaches' if part < 2 else 'reach'} 60% or more of it",
        f"{below or 'none'} less",
    ]
    unknown = f"; of {rest} it is not known" if rest else ""
    return f"By today's figures {said[0]}, {said[1]} and {said[2]}{unknown}."


def risk_words(line: RewardLine, *, hidden: bool) -> str:
    """Why not all is earned, in the unit of the figure; ``hidden``: the figure is kept back."""
    flag = line.worked.flag
    if line.item is None:
        return "It is no part of the agreement in this quarter."
    if hidden:
        return "The figure is not shown, as few people are counted."
    if flag is RewardFlag.NO_FIGURE:
        status = line.item.status
        said = "" if status is None or status.has_figure else f": {status.lower()}"
        return f"There is no figure{said}."
    if flag in (RewardFlag.NO_STRETCH, RewardFlag.NO_TARGET):
        return f"{capital(flag.value)}: nothing can be earned until that is settled."
    decimals = line.item.indicator.decimals
    reached = f"{plain(_shown(line))}% of the stretch"
    if flag is RewardFlag.BELOW:
        return f"{reached}, below 60%: {in_full(line.short_of(NEEDED_TO_EARN), decimals)} short of earning."
    short = line.short_of(NEEDED_FOR_ALL)
    part = f"{reached}: {in_full(short, decimals)} short of all of it" if short else reached
    return f"{part}; a figure that is not final never earns." if flag is RewardFlag.NOT_FINAL else f"{part}."


def _shown(line: RewardLine) -> Decimal:
    """Per cent with two decimals, unless a hair short of 60 would read as on it."""
    exactly = (line.worked.achievement or Decimal(0)) * 100
    rounded = round_half_away(exactly, 2)
    return exactly if rounded == NEEDED_TO_EARN * 100 else rounded
