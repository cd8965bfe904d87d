"""The master's first page, put together from assessments and register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from laa_xl.domain.agreement import Agreement
from laa_xl.domain.assessment import Assessment, Rolled
from laa_xl.domain.dashboard import Dashboard, MatrixRow, PeriodLine, Tile
from laa_xl.domain.register import Register, RegisterLine
from laa_xl.domain.register import State as Standing


def dashboard_of(
    agreement: Agreement,
    assessments: Sequence[Assessment],
    register: Register,
    today: date,
    looks: tuple[str, ...] = (),
) -> Dashboard:
    """Ratings of every theme, block and the agreement, period by period."""
    settings = agreement.settings
    lines = register.lines([theme.code for theme in agreement.themes], today)
    rule = (
        f'Rating rule: "{settings.rating_mode.value}", version {settings.rating_version}. A theme, block or agreement is a suggestion '
        f"from its indicators: red from {settings.rollup_red_share:g} % red, green from {settings.rollup_green_share:g} % green with "
        f"none red and no due figure missing, grey with fewer than {settings.rollup_min_rated:g} % of those due rated."
    )
    return Dashboard(
        settings.title,
        tuple(str(assessment.period) for assessment in assessments),
        tuple(_matrix(assessments)),
        tuple(_line(assessment, lines) for assessment in assessments),
        rule,
        looks,
    )


def _matrix(assessments: Sequence[Assessment]) -> list[MatrixRow]:
    if not assessments:
        return []
    rows = []
    for level, pick in (
        ("Themes", lambda a: a.themes),
        ("Government blocks", lambda a: a.blocks),
        ("Agreement", lambda a: (a.agreement,)),
    ):
        for index, first in enumerate(pick(assessments[-1])):
            tiles = tuple(_tile(pick(assessment)[index]) for assessment in assessments)
            rows.append(MatrixRow(level, first.code, first.name, tiles))
    return rows


def _tile(rolled: Rolled) -> Tile:
    return Tile(rolled.effective, rolled.suggested.rag, rolled.suggested)


def _line(assessment: Assessment, lines: Sequence[RegisterLine]) -> PeriodLine:
    mine = [line for line in lines if line.period == assessment.period]
    themes = {line.theme for line in mine}
    accepted = {line.theme for line in mine if line.state is Standing.ACCEPTED}
    counts = assessment.counts
    return PeriodLine(
        str(assessment.period),
        assessment.period.spelled,
        counts.on_track,
        counts.off_trajectory,
        counts.at_risk,
        counts.placeholder,
        counts.not_rated,
        counts.total,
        assessment.direction.rating.value if assessment.direction else "to be decided",
        len(themes),
        len(accepted),
        ", ".join(sorted(themes - accepted)) or "nobody",
    )
