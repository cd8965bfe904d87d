"""Risks: likelihood times impact, and the level that decides what reaches the report."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from laa_xl.domain.numbers import Figure, exact, plain

_SCALE = range(1, 6)
SCORE_SAID = r"\bLikelihood [\d.]+ x impact [\d.]+ = [\d.]+"  # what ``said`` says, wherever it stands


class RiskLevel(StrEnum):
    """How serious a risk is; high ones reach the report."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class RiskSettings:
    """The scores (1 to 25) from which a risk is medium, and high. A setting of the agreement."""

    high: Figure = 15
    medium: Figure = 8


@dataclass(frozen=True, slots=True)
class RiskRating:
    """A risk's score and level, None where likelihood or impact is missing or off the scale, and why."""

    score: int | None
    level: RiskLevel | None
    explanation: str


def said(likelihood: Figure | None, impact: Figure | None, reached: int) -> str:
    """A score with what it comes of: ``Likelihood 4 x impact 4 = 16``."""
    return f"Likelihood {plain(likelihood)} x impact {plain(impact)} = {plain(reached)}"


def score(likelihood: Figure | None, impact: Figure | None) -> int | None:
    """Likelihood times impact, 1 to 25; None unless both are whole numbers from 1 to 5. docs/rating.md, Risk."""
    if likelihood is None or impact is None:
        return None
    if exact(likelihood) not in _SCALE or exact(impact) not in _SCALE:
        return None
    return int(likelihood) * int(impact)


def level(score: Figure | None, settings: RiskSettings | None = None) -> RiskLevel | None:
    """The level of a score; reaching a threshold counts. None has no level: it is not a low risk."""
    if score is None:
        return None
    settings = settings or RiskSettings()
    if exact(score) >= exact(settings.high):
        return RiskLevel.HIGH
    return RiskLevel.MEDIUM if exact(score) >= exact(settings.medium) else RiskLevel.LOW


def rate_risk(likelihood: Figure | None, impact: Figure | None, settings: RiskSettings | None = None) -> RiskRating:
    """Score and level of one risk, with a sentence that says how they come about."""
    settings = settings or RiskSettings()
    found = score(likelihood, impact)
    reached = level(found, settings)
    if found is None or reached is None:
        words = "Not scored: likelihood and impact are whole numbers from 1 to 5."
    else:
        words = (
            f"{reached.capitalize()}: likelihood {plain(likelihood)} x impact {plain(impact)} = {found} "
            f"(medium from {plain(settings.medium)}, high from {plain(settings.high)})."
        )
    return RiskRating(found, reached, words)
