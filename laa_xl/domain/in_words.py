"""Counts, tallies and the rules of an agreement in words, as a report prints them."""

from __future__ import annotations

from collections.abc import Mapping

from laa_xl.domain.agreement import Agreement, Indicator, Settings
from laa_xl.domain.assessment import Counts
from laa_xl.domain.numbers import plain
from laa_xl.domain.rollup import Tally
from laa_xl.domain.sentences import are, listed, many, sentences, spoken_code, was
from laa_xl.domain.words import Direction, RatingMode

_MODES = {
    RatingMode.OUTLOOK: "red where the year-end forecast is worse than the target; amber where performance "
    "is worse and the forecast within or better; green where both are within or better; without a forecast "
    "performance alone decides, and worse is red",
    RatingMode.CURRENT: "green at the target or better; amber where worse by no more than the tolerance; red "
    "where worse by more",
}


def counts_sentence(counts: Counts) -> str:
    """The annual review's classes in words; what could not be rated is named only where there is any."""
    parts = [
        f"{counts.on_track} on track",
        f"{counts.off_trajectory} {counts.amber.full}",
        f"{counts.at_risk} at risk",
        many(counts.placeholder, "placeholder"),
    ]
    if counts.not_rated:
        parts.append(f"{counts.not_rated} that could not be rated or {was(counts.not_rated)} not due")
    return f"Of {many(counts.total, 'indicator')}: {', '.join(parts)}."


def tally_sentence(tally: Tally) -> str:
    """How the indicators of a block stand, always with the count of those that could not be rated."""
    if tally.rated:
        which = f"the {tally.rated} indicators" if tally.rated > 1 else "the 1 indicator"
        said = (
            f"Of {which} that could be rated, {are(tally.green)} green, {tally.amber} amber and "
            f"{tally.red} red; {f'{tally.grey_due} could not be rated' if tally.grey_due else 'all that were due were rated'}."
        )
    elif tally.due:
        several = f"None of the {tally.due} indicators due could be rated."
        said = several if tally.due > 1 else "The 1 indicator due could not be rated."
    else:
        said = "No indicator was due."
    left_out = [many(tally.placeholders, "placeholder")] if tally.placeholders else []
    left_out += [f"{tally.not_due} not due"] if tally.not_due else []
    return sentences(said, f"Left out: {listed(left_out)}." if left_out else "")


def travel_sentence(travels: Mapping[str, int]) -> str:
    """How many indicators improved, stayed, worsened, and cannot be compared."""
    improved, steady, worsened, none = (travels.get(word.value, 0) for word in Direction)
    if not improved + steady + worsened:
        return "No figure could be compared with an earlier one."
    return (
        f"Against comparable earlier figures, row by row: {improved} improved, {steady} steady, {worsened} worsened; "
        f"{none} without a comparison."
    )


def rule_lines(agreement: Agreement) -> tuple[str, ...]:
    """By which rules and settings the report was rated."""
    settings = agreement.settings
    public = [indicator for indicator in agreement.indicators if not indicator.local_only]
    lines = (
        f'Rating: "{settings.rating_mode}" rule, version {settings.rating_version}: '
        f"{_MODES[settings.rating_mode]}; grey without a target or a figure, or where none was due.",
        _tolerance_line(settings, [i for i in public if _has_own_tolerance(i)]),
        _rollup_line(settings),
        f"Direction of travel: a change of up to {plain(settings.dead_band)}% is steady, for a survey a "
        "change within its confidence interval; the rating itself is a judgement of the county team.",
        f"Risks are listed from a score of {settings.risk_high}: likelihood times impact, each 1 to 5.",
        "Provisional, estimated and proxy figures are rated and marked so. Where an officer decided "
        "otherwise, what the figures suggest stands beside the decision.",
    )
    if not any(indicator.suppress_small for indicator in public):
        return lines
    few = settings.suppression_threshold
    return (*lines, f"Counts below {few} are not shown where the indicator asks for it.")


def _has_own_tolerance(indicator: Indicator) -> bool:
    own = (indicator.tolerance_upper, indicator.tolerance_lower, indicator.tolerance_kind)
    return any(part is not None for part in own)


def _tolerance_line(settings: Settings, own: list[Indicator]) -> str:
    said = (
        f"Tolerance: up to {plain(settings.tolerance_upper)}% better and {plain(settings.tolerance_lower)}% "
        "worse than the target is within, the edge included"
    )
    if own:
        codes = listed(spoken_code(indicator.code) for indicator in own)
        said += f"; {codes} {'has its' if len(own) == 1 else 'have their'} own"
    return f"{said}."


def _rollup_line(settings: Settings) -> str:
    rule = settings.rollup
    return (
        f"Roll-up to block and agreement, version {rule.version}: shares are of the indicators that could be "
        f"rated; grey if under {plain(rule.min_rated_share)}% of those due are rated, red from "
        f"{plain(rule.red_share)}% red, green from {plain(rule.green_share)}% green with none red and no due "
        "figure missing, else amber."
    )
