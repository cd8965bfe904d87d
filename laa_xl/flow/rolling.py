"""The year that rolls over: what a new year needs before its templates go out, and what a return says for nobody."""

from __future__ import annotations

from collections.abc import Sequence

from laa_xl.domain.agreement import Agreement, Indicator
from laa_xl.domain.aims import aims
from laa_xl.domain.periods import Period, financial_year
from laa_xl.domain.returns import Return
from laa_xl.domain.sentences import many
from laa_xl.domain.words import Polarity

_NAMED = 12  # indicators in a sentence


def without_target(agreement: Agreement, period: Period) -> tuple[Indicator, ...]:
    """The indicators of a quarter that have no target at all for its year, though they are not placeholders."""
    have = {row.indicator for row in agreement.targets if row.year == period.year}
    return tuple(
        indicator
        for indicator in agreement.at(period).indicators
        if not _left_open(agreement, indicator)
        and indicator.polarity is not Polarity.UNSET
        and indicator.code not in have
    )


def without_own_target(agreement: Agreement, period: Period) -> tuple[Indicator, ...]:
    """Those that are due in a quarter and have nothing to be rated against in it, though their year has some target."""
    now = agreement.at(period)
    never = {indicator.code for indicator in without_target(agreement, period)}
    return tuple(
        indicator
        for indicator in now.indicators
        if indicator.due_in(period.quarter)
        and not _left_open(agreement, indicator)
        and indicator.polarity is not Polarity.UNSET
        and indicator.code not in never
        and not aims(now, indicator, period).period.known(indicator.polarity)
    )


def _left_open(agreement: Agreement, indicator: Indicator) -> bool:
    """Whether it is marked as a placeholder. One whose target counts from a later day is told: that day may be a slip."""
    return agreement.indicator(indicator.code).placeholder


def before_templates(agreement: Agreement, period: Period) -> list[str]:
    """What to say before the templates of a quarter go out: targets and funding that they would lack."""
    return [told for told in (untargeted(agreement, period), unfunded(agreement, period)) if told]


def untargeted(agreement: Agreement, period: Period) -> str:
    """What to say before the templates of a quarter go out where targets are missing for it; "" where it has them all."""
    said = [_of_the_year(agreement, period)]
    if missing := without_own_target(agreement, period):
        said.append(
            f"{many(len(missing), 'indicator')} due in {period.spelled} without a target for it: {_codes(missing)}."
        )
    return _what_to_do(said)


def of_next_year(agreement: Agreement, periods: Sequence[Period]) -> str:
    """What the next year has no targets for, once a last quarter is reported; "" before, and in the last year."""
    last = max(periods, default=None)
    if last is None or last.quarter < 4 or last.year + 1 not in agreement.settings.years:
        return ""
    return _what_to_do([_of_the_year(agreement, Period(last.year + 1, 1))])


def _of_the_year(agreement: Agreement, period: Period) -> str:
    missing = without_target(agreement, period)
    told = f"{many(len(missing), 'indicator')} without a target for {financial_year(period.year)}: {_codes(missing)}."
    return told if missing else ""


def _what_to_do(said: Sequence[str]) -> str:
    told = " ".join(one for one in said if one)
    return told and (
        f"{told} Figures without a target are grey. Enter the targets in Agreement targets (with the quarter left blank it is the "
        "year end's, from which those of the quarters follow), and make the templates anew."
    )


def _codes(indicators: Sequence[Indicator]) -> str:
    """The first codes, and how many more there are."""
    first = ", ".join(indicator.code for indicator in indicators[:_NAMED])
    return f"{first} and {len(indicators) - _NAMED} more" if len(indicators) > _NAMED else first


def unfunded(agreement: Agreement, period: Period) -> str:
    """What to say before the templates of a quarter go out where lines had money last year and have no row for this one."""
    year = period.year
    now = {line.code.casefold() for theme in agreement.themes for line in agreement.funding_of(theme.code, year)}
    gone = [line for line in agreement.funding if line.year == year - 1 and line.code.casefold() not in now]
    if not gone:
        return ""
    first = ", ".join(f"{line.code} ({line.stream}, {line.theme})" for line in gone[:_NAMED])
    more = f" and {len(gone) - _NAMED} more" if len(gone) > _NAMED else ""
    lines = many(len(gone), "funding line")
    return (
        f"{lines} of {financial_year(year - 1)} without a row for {financial_year(year)}: {first}{more}. Templates do not ask for them. "
        "If one goes on, add a row with the same code, the new year and its budget to Agreement funding streams, and make the templates "
        "anew."
    )


def nowhere(agreement: Agreement, returned: Return) -> list[str]:
    """What a return reports on that has no place in the master: unknown, ended, not begun, or another theme's."""
    said = []
    keys = [row.key for row in returned.rows("indicators")]
    gone = [key for key in keys if not agreement.has_indicator(key)]
    if gone:
        said.append(
            f"The accepted return {returned.file} reports on {', '.join(gone)}, which the agreement no longer has. Those rows "
            "stand nowhere in the master; put the indicator back in the agreement to see them."
        )
    known = [key for key in keys if key not in gone]
    outside = [key for key in known if not agreement.indicator(key).runs_in(returned.period)]
    if outside:
        said.append(
            f"The accepted return {returned.file} reports on {', '.join(outside)}, which the agreement does not have in "
            f"{returned.period}: see First period and Last period in Agreement indicators. Those rows stand nowhere in the master."
        )
    elsewhere = [
        key for key in known if key not in outside and agreement.reported_in(key, returned.period) != returned.theme
    ]
    if elsewhere:
        said.append(
            f"The accepted return {returned.file} reports on {', '.join(elsewhere)}, which another theme reports in {returned.period}: "
            "see Agreement moved indicators. Those rows stand nowhere in the master."
        )
    return said
