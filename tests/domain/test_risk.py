"""Risk scores and levels."""

from __future__ import annotations

import pytest

from laa_xl.domain.numbers import Figure
from laa_xl.domain.risk import RiskLevel, RiskRating, RiskSettings, level, rate_risk, score

LOW, MEDIUM, HIGH = RiskLevel.LOW, RiskLevel.MEDIUM, RiskLevel.HIGH


@pytest.mark.parametrize(
    ("likelihood", "impact", "expected_score", "expected_level"),
    [
        (1, 1, 1, LOW),
        (1, 5, 5, LOW),
        (2, 3, 6, LOW),
        (2, 4, 8, MEDIUM),
        (3, 4, 12, MEDIUM),
        (3, 5, 15, HIGH),
        (5, 5, 25, HIGH),
        (3.0, 5.0, 15, HIGH),  # a cell may hold 3.0
    ],
)
def test_a_risk_scores_likelihood_times_impact(
    likelihood: Figure, impact: Figure, expected_score: int, expected_level: RiskLevel
) -> None:
    found = rate_risk(likelihood, impact)
    assert (found.score, found.level) == (expected_score, expected_level)


@pytest.mark.parametrize(
    ("likelihood", "impact"), [(None, 3), (3, None), (0, 3), (6, 3), (3, 6), (3, 0), (2.5, 3), (-1, -1)]
)
def test_what_is_missing_or_off_the_scale_is_not_a_low_risk(likelihood: Figure | None, impact: Figure | None) -> None:
    assert score(likelihood, impact) is None
    assert level(score(likelihood, impact)) is None
    words = "Not scored: likelihood and impact are whole numbers from 1 to 5."
    assert rate_risk(likelihood, impact) == RiskRating(None, None, words)


def test_the_thresholds_are_settings_and_reaching_one_counts() -> None:
    settings = RiskSettings(high=20, medium=10)
    assert [level(points, settings) for points in (9, 10, 19, 20)] == [LOW, MEDIUM, MEDIUM, HIGH]


def test_a_higher_likelihood_or_impact_never_lowers_the_level() -> None:
    order = [LOW, MEDIUM, HIGH]
    for likelihood in range(1, 5):
        for impact in range(1, 6):
            here, there = level(likelihood * impact), level((likelihood + 1) * impact)
            assert here is not None
            assert there is not None
            assert order.index(there) >= order.index(here)


def test_a_risk_explains_itself() -> None:
    assert rate_risk(3, 5).explanation == "High: likelihood 3 x impact 5 = 15 (medium from 8, high from 15)."
    assert rate_risk(3.0, 4).explanation == "Medium: likelihood 3 x impact 4 = 12 (medium from 8, high from 15)."
