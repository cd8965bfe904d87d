"""How the reward targets stand, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from laa_xl.domain.agreement import Agreement
from laa_xl.domain.drafting import remedy, topic
from laa_xl.domain.finance import total_of
from laa_xl.domain.indicator_lines import sources_of
from laa_xl.domain.money_words import in_pounds
from laa_xl.domain.numbers import in_full, plain, round_half_away, tidy
from laa_xl.domain.report import Bullet
from laa_xl.domain.reported import Reported
from laa_xl.domain.reward import RewardFlag, pot_of, share_of_pot
from laa_xl.domain.reward_lines import NEEDED_FOR_ALL, NEEDED_TO_EARN, RewardLine, whole_pot
from laa_xl.domain.sentences import capital, many
from laa_xl.domain.words import DataStatus


def summary_words(shown: Reported, lines: Sequence[RewardLine]) -> Iterator[str]:
    """The pot, how the sub-indicators stand, and what the figures would be worth; not where a figure is kept back."""
    settings, pot = shown.agreement.settings, whole_pot(shown.agreement)
    targets = len({line.row.target_no for line in lines})
    over = f"There {'is' if targets == 1 else 'are'} {many(targets, 'target')} with {many(len(lines), 'sub-indicator')}"
    if pot is None:
        yield f"The net budget requirement is not entered in Settings, so no grant is worked out; shares of the pot are. {over}."
    else:
        yield (
            f"The pot is {in_pounds(pot)}, {plain(settings.reward_pot_percent)}% of the net budget requirement of "
            f"{in_pounds(tidy(settings.net_budget_requirement or 0))}, split equally over the targets. {over}."
        )
    if any(shown.kept.hides(line.row.indicator) for line in lines):
        yield "What the figures come to is not told, as one of them is about few people."
        return
    yield standing_words(lines)
    estimate = total_of(line.estimate for line in lines).value
    if pot and estimate is not None:
        share = round_half_away(estimate * 100 / pot, 1)
        earned = total_of(line.earned for line in lines).value or Decimal(0)
        worth = f"The figures would be worth {in_pounds(estimate)}, {plain(share)}% of the pot"
        yield f"{worth}; of this {in_pounds(earned)} is by figures marked Final."
    yield from _rounding(lines, pot)


def _rounding(lines: Sequence[RewardLine], pot: Decimal | None) -> Iterator[str]:
    parts = total_of(line.at_stake for line in lines).value
    whole = sum((line.part for line in lines), Decimal(0))
    if pot is not None and parts is not None and round_half_away(whole, 6) == 1 and parts != pot:
        yield f"To the penny, the parts come to {in_pounds(parts)}: rounding, the pot is {in_pounds(pot)}."


def standing_words(lines: Sequence[RewardLine]) -> str:
    """How many sub-indicators reach the whole stretch, part of it, or less than is paid for; and of how many it is not known."""
    known = [line for line in lines if line.worked.achievement is not None]
    if not known:
        so_far = any(line.worked.flag is RewardFlag.PART_YEAR for line in lines)
        why = "a figure or a target is missing" + (", or the figure is for the year so far" if so_far else "")
        whose = f"Of none of the {len(lines)} can the achievement be" if len(lines) > 1 else "The achievement cannot be"
        return f"{whose} worked out: {why}."
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
    if flag is RewardFlag.PART_YEAR:
        hoped = line.expected
        by_forecast = (
            f"; the forecast would reach {plain(round_half_away(hoped * 100, 2))}% of the stretch"
            if hoped is not None
            else ""
        )
        return f"{capital(flag.value)}{by_forecast}."
    decimals = line.item.indicator.decimals
    reached = f"{plain(_shown(line))}% of the stretch"
    if flag is RewardFlag.BELOW:
        loose = "" if line.status is DataStatus.FINAL else "; nor is the figure final"
        return f"{reached}, below 60%: {in_full(line.short_of(NEEDED_TO_EARN), decimals)} short of earning{loose}."
    short = line.short_of(NEEDED_FOR_ALL)
    part = f"{reached}: {in_full(short, decimals)} short of all of it" if short else reached
    return f"{part}; a figure that is not final never earns." if flag is RewardFlag.NOT_FINAL else f"{part}."


def _shown(line: RewardLine) -> Decimal:
    """Per cent with two decimals, unless a hair short of 60 would read as on it."""
    exactly = (line.worked.achievement or Decimal(0)) * 100
    rounded = round_half_away(exactly, 2)
    return exactly if rounded == NEEDED_TO_EARN * 100 else rounded


def risk_bullets(shown: Reported, lines: Sequence[RewardLine], kind: str) -> Iterator[Bullet]:
    """Cause and improvement action beside each risk, where the return gives them."""
    for line in lines:
        if line.item is None:
            continue
        words = remedy(line.item)
        if words:
            sources = sources_of(shown, line.item, "cause", "action")
            text = shown.kept.words(line.item, words)
            name = f"{kind}/risks/{line.row.indicator}"
            yield Bullet(name, topic(line.item.indicator), text, sources[0], kind="risk", also=sources[1:])


def grants_of(agreement: Agreement) -> dict[str, str]:
    """What the public page says of the grant at stake, by indicator; nothing where the pot is not known."""
    settings = agreement.settings
    if settings.net_budget_requirement is None:
        return {}
    pot = pot_of(settings.net_budget_requirement, settings.reward_pot_percent)
    numbers = {row.target_no for row in agreement.rewards}
    found = {}
    for number in numbers:
        rows = [row for row in agreement.rewards if row.target_no == number]
        weights = [1 if row.weight is None else row.weight for row in rows]
        for row, share in zip(rows, share_of_pot(pot, len(numbers), len(rows), weights), strict=True):
            found[row.indicator] = f"Up to £{plain(round_half_away(share, 0))} depends on it (target {number})."
    return found
