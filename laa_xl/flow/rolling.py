"""The year that rolls over: what a new year needs before its templates go out, and what a return says for nobody."""

from __future__ import annotations

from collections.abc import Sequence

from laa_xl.domain.agreement import Agreement, Indicator
from laa_xl.domain.periods import Period, financial_year
from laa_xl.domain.returns import Return
from laa_xl.domain.sentences import many
from laa_xl.domain.words import Polarity


def without_target(agreement: Agreement, period: Period) -> tuple[Indicator, ...]:
    """The indicators of a quarter that have no target at all for its year, though they are not placeholders."""
    have = {row.indicator for row in agreement.targets if row.year == period.year}
    return tuple(
        indicator
        for indicator in agreement.at(period).indicators
        if not indicator.placeholder and indicator.polarity is not Polarity.UNSET and indicator.code not in have
    )


def untargeted(agreement: Agreement, period: Period) -> str:
    """What to say before templates go out where a year has no targets; "" where it has them all."""
    missing = without_target(agreement, period)
    if not missing:
        return ""
    codes = ", ".join(indicator.code for indicator in missing)
    return (
        f"{many(len(missing), 'indicator')} without a target for {financial_year(period.year)}: {codes}. Figures without "
        "a target are grey. Enter the targets in Agreement targets, and make the templates anew."
    )


def of_next_year(agreement: Agreement, periods: Sequence[Period]) -> str:
    """The same for the next year, once a last quarter is reported; "" before, and in the last year."""
    last = max(periods, default=None)
    if last is None or last.quarter < 4 or last.year + 1 not in agreement.settings.years:
        return ""
    return untargeted(agreement, Period(last.year + 1, 1))


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
