"""Calls of the worksheet functions as officers type them, with the edges of every rule; the same each time."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

from laa_xl.functions.cells import NOT_AVAILABLE

Case = tuple[str, list[Any]]

# Wrong words, blanks and errors come now and then; most arguments are right.
ODD_FIGURES: list[Any] = [None, "", " ", "text", "1,450", "-0.5", "1,23", "12%", True, NOT_AVAILABLE, "+7"]
ODD_TARGETS: list[Any] = [*ODD_FIGURES, "10 to 20", "20 to 10", "10-20", "at least ten", "1,000 to 2,000"]
RANGES = ["10 to 20", "at least 10", "at most 20", "0 to 20", "-5 to 5", "-20 to 0", "AT LEAST 0", "12.5 to 12.5"]
POLARITIES: list[Any] = ["higher", "lower", "Higher", " LOWER ", None, "not agreed yet", "up", 3.0, NOT_AVAILABLE]
TOLERANCES: list[Any] = [
    *(None, 10.0, 5.0, 0.0, "10%", "5 %", "2.5%", "0.5%", "5 points", "1 point", "0.05 points", "0 points", 100.0),
    *(0.1, -1.0, "-5%", "ten", "points", "%", True, NOT_AVAILABLE, "10.5", "10 percent"),
]
JUDGEMENTS: list[Any] = [None, "Better", "within", " WORSE ", "bad", 1.0]
MODES: list[Any] = [None, "outlook", "Current", "CURRENT", "both"]
STATUSES: list[Any] = [
    *(None, "Final", "provisional", "Estimate", "proxy", "Not yet available", "not due this period"),
    *("Not applicable", "Done", 0.0),
]
YES_NO: list[Any] = [None, "yes", "No", "y", True, 0.0, 1.0, "perhaps"]
RATINGS: list[Any] = ["Red", "Amber", "Green", "Green", "Green", "grey", None]

BY_HAND: list[Case] = [
    ("LAA_VARIANCE", [10.8, 8.4, "lower"]),
    ("LAA_VARIANCE", [3.0, 0.0, "lower"]),
    ("LAA_VARIANCE", [0.0000005, 0.0, "higher"]),  # a half goes away from zero
    ("LAA_VARIANCE", [0.0000005, 0.0, "lower"]),
    ("LAA_VARIANCE", [0.00000049, 0.0, "higher"]),
    ("LAA_VARIANCE", [8.0, "10 to 20", "range"]),
    ("LAA_VARIANCE", [15.0, "10 to 20", "range"]),
    ("LAA_VARIANCE", [-1.0, "0 to 20", "range"]),
    ("LAA_VARIANCE", [987654321.01, 123456789.99, "higher"]),
    ("LAA_VARIANCE", [100000000.01, 100000000.0, "lower"]),
    ("LAA_VARIANCE", [99999.1234565, 0.1234555, "higher"]),
    ("LAA_VARIANCE_PCT", [987654321.01, 123456789.99, "lower"]),
    ("LAA_SYMBOL", [900000000.09, 1000000000.1, "higher"]),  # exactly -10 %, of a thousand million
    ("LAA_SYMBOL", [0.00009, 0.0001, "higher"]),
    ("LAA_DIRECTION", [20.0000005, 20.0, "range", 0.0, "10 to 20"]),
    ("LAA_VARIANCE_PCT", [72.0, 80.0, "higher"]),  # exactly -10 %
    ("LAA_VARIANCE_PCT", [71.9, 80.0, "higher"]),
    ("LAA_VARIANCE_PCT", [3.0, 0.0, "lower"]),
    ("LAA_VARIANCE_PCT", [-1.0, "0 to 20", "range"]),  # an edge of 0 has no percentage
    ("LAA_VARIANCE_PCT", [25.0, "10 to 20", "range"]),
    ("LAA_VARIANCE_PCT", [89.99995, 100.0, "higher"]),
    ("LAA_SYMBOL", [89.99999, 100.0, "higher"]),
    ("LAA_SYMBOL", [89.9999, 100.0, "higher"]),
    ("LAA_SYMBOL", [89.99995, 100.0, "higher"]),
    ("LAA_SYMBOL", [11043.0, 10326.0, "higher", "5%"]),
    ("LAA_SYMBOL", [105.0, 100.0, "lower", "5%", "10%"]),
    ("LAA_SYMBOL", [105.01, 100.0, "lower", "5%", "10%"]),
    ("LAA_SYMBOL", [98.0, 100.0, "higher", "2 points"]),
    ("LAA_SYMBOL", [97.9, 100.0, "higher", "2 points", "10%"]),
    ("LAA_SYMBOL", [0.0, 0.0, "lower"]),
    ("LAA_SYMBOL", [1.0, 0.0, "lower", "1 point"]),
    ("LAA_SYMBOL", [9.0, "10 to 20", "range"]),
    ("LAA_SYMBOL", [8.99, "10 to 20", "range"]),
    ("LAA_SYMBOL", [-0.01, "0 to 20", "range"]),
    ("LAA_RAG", [13.0, 11.9, "lower", 12.5, 9.8]),
    ("LAA_RAG", [300.0, 1450.0, "higher", 800.0, 1450.0, None, None, "better"]),  # a figure beats a judgement
    ("LAA_RAG", [300.0, 1450.0, "higher", 800.0, None, None, None, "better"]),  # without a target it counts as none
    ("LAA_RAG", [95.0, 100.0, "higher", None, None, None, "current"]),
    ("LAA_RAG", [90.0, 100.0, "higher", None, None, None, "current"]),
    ("LAA_RAG", [89.9, 100.0, "higher", None, None, None, "current"]),
    ("LAA_RAG", [99.9999999, 100.0, "higher", None, None, None, "current"]),  # rounds to on target
    ("LAA_RAG", [50.0, 100.0, "higher", None, None, None, None, None, None, "yes"]),
    ("LAA_RAG", [None, 100.0, "higher", 50.0, 100.0]),
    ("LAA_RAG", [None, None, None]),
    ("LAA_RAG", [8.0, 10.0, "range"]),
    ("LAA_RAG", [8.0, "10 to 20", "higher"]),
    ("LAA_DIRECTION", [102.0, 100.0, "higher"]),
    ("LAA_DIRECTION", [102.0001, 100.0, "higher"]),
    ("LAA_DIRECTION", [102.00004, 100.0, "higher"]),
    ("LAA_DIRECTION", [0.01, 0.0, "lower"]),
    ("LAA_DIRECTION", [20.3, 20.0, "range", None, "10 to 20"]),
    ("LAA_DIRECTION", [5.0, 22.0, "range", None, "10 to 20"]),
    ("LAA_DIRECTION", [53.0, 50.0, "higher", None, None, "yes", 3.0]),
    ("LAA_DIRECTION", [53.1, 50.0, "higher", None, None, "yes", 3.0]),
    ("LAA_DIRECTION", [60.0, 50.0, "higher", None, None, "yes"]),
    ("LAA_PROFILE", [1450.0, 1.0, "cumulative", [None] * 4, 0.0]),
    ("LAA_PROFILE", [-1450.0, 1.0, "cumulative", [None] * 4, 0.0]),
    ("LAA_PROFILE", [200.0, 2.0, "cumulative", [0.1, 0.5, 0.3, 0.1], 0.0]),
    ("LAA_PROFILE", [8.45, 4.0, "annual survey", [None] * 4, 1.0]),
    ("LAA_PROFILE", [1450.0, 2.0, "cumulative", [None] * 4, 0.0, 1450.0]),
    ("LAA_PROFILE", [None, None, None, [None] * 4]),
    ("LAA_REWARD", [56.0, 50.0, 60.0, 312500.0, "Final"]),  # e exactly 0.6
    ("LAA_REWARD", [55.9, 50.0, 60.0, 312500.0, "Final"]),
    ("LAA_REWARD", [0.86, 0.8, 0.9, 1000.0, "Final"]),  # in floats 0.5999999999999996
    ("LAA_REWARD", [1700.0, 2000.0, 1500.0, 312500.0, "final"]),
    ("LAA_REWARD", [61.0, 50.0, 60.0, 312500.0, "Final"]),
    ("LAA_REWARD", [58.0, 50.0, 50.0, 312500.0, "Final"]),  # a stretch of 0
    ("LAA_REWARD", [58.0, 50.0, 60.0, 312500.0, "Provisional"]),
    ("LAA_REWARD", [58.0, 50.0, 60.0, 312500.0, None]),
    ("LAA_REWARD", [2 / 3, 0.0, 1.0, 0.15, "Final"]),
    ("LAA_ROLLUP", [["Green", "Green", "Green", "Red"]]),  # exactly 25 % red
    ("LAA_ROLLUP", [["Green", "Green", "Green", "Amber"]]),  # exactly 75 % green
    ("LAA_ROLLUP", [["Green", "Grey"]]),
    ("LAA_ROLLUP", [["Green", "Grey", "Grey"]]),
    ("LAA_ROLLUP", [["Green", "Grey", "Grey"], ["yes", "no", "no"]]),
    ("LAA_ROLLUP", [["Green", "Grey", "Grey"], None, ["no", "yes", "yes"]]),
    ("LAA_ROLLUP", [["Green", "Green", "Amber"], None, None, None, None, "66.6%"]),
    ("LAA_ROLLUP", [["Green", "Green", "Amber"], None, None, None, None, "66.7%"]),
    ("LAA_ROLLUP", [["Green", None, "Amber"], ["yes", "yes", None]]),
    ("LAA_ROLLUP", [["Green", "Red", "Green", "Green"], None, None, ["a", "A ", None, None]]),
    ("LAA_ROLLUP", [["Green", "Red"], ["yes"]]),
    ("LAA_ROLLUP", [[None, None]]),
    ("LAA_ROLLUP", [["Green", "Blue"]]),
    ("LAA_ROLLUP", [["Red", *["Green"] * 4], None, None, [1000001.0, 1000002.0, 1000003.0, 1000004.0, 1000005.0]]),
    ("LAA_ROLLUP", [["Green", "Red"], None, None, [True, None]]),
    ("LAA_VARIANCE", [17.4790004, 17.479, "lower"]),  # rounds to 0, and never to -0
    ("LAA_VARIANCE", ["\n", 3.0, "higher"]),  # an empty line is a blank
    ("LAA_RAG", [5.0, "3\t", "\nhigher"]),
]


def _figure(dice: random.Random, odd: list[Any]) -> Any:
    if dice.random() < 0.07:
        return dice.choice(odd)
    places = dice.choice([0, 1, 2, 2, 4])
    return round(dice.uniform(-200, 2000), places) if dice.random() < 0.5 else round(dice.uniform(0, 30), places)


def _near(dice: random.Random, target: Any) -> Any:
    """A figure at an edge of its target: at it, a tolerance away, or a hair further."""
    if not isinstance(target, float) or dice.random() < 0.25:
        return _figure(dice, ODD_FIGURES)
    part = Decimal(dice.choice(["1", "0.9", "1.1", "0.95", "1.05", "0.98", "1.02", "1.025", "0.9995"]))
    hair = Decimal(dice.choice(["0", "0", "0.01", "-0.01", "0.00001", "-0.00001", "5", "-5", "0.0000005"]))
    return float(Decimal(repr(target)) * part + hair)


def _aim(dice: random.Random) -> tuple[Any, Any]:
    """A target and its polarity."""
    if dice.random() < 0.25:
        return dice.choice([*RANGES, 15.0]), "range"
    polarity = dice.choice(["higher", "lower"]) if dice.random() < 0.8 else dice.choice(POLARITIES)
    return (0.0 if dice.random() < 0.1 else _figure(dice, ODD_TARGETS)), polarity


def _rating(dice: random.Random) -> list[Any]:
    target, polarity = _aim(dice)
    return [dice.choice([10.0, 9.0, 22.0, 8.99, 22.01, 0.0, -0.5, 15.0, 20.5]) if polarity == "range" else _near(dice, target),
            target, polarity]  # fmt: skip


def _some(dice: random.Random, values: list[Any], often: float = 0.5) -> Any:
    return dice.choice(values) if dice.random() < often else None


def _one(dice: random.Random, name: str) -> list[Any]:
    """The arguments of one call."""
    if name in ("LAA_VARIANCE", "LAA_VARIANCE_PCT"):
        return _rating(dice)
    tolerances = [_some(dice, TOLERANCES), _some(dice, TOLERANCES, 0.15)]
    if name == "LAA_SYMBOL":
        return [*_rating(dice), *tolerances]
    if name == "LAA_FORECAST":
        return [*_rating(dice), _some(dice, JUDGEMENTS), *tolerances]
    if name == "LAA_RAG":
        actual, target, polarity = _rating(dice)
        later = dice.choice(RANGES) if polarity == "range" else _figure(dice, ODD_TARGETS)
        year_end = dice.choice([None, later, later])
        forecast = _some(dice, [_near(dice, year_end)], 0.7)
        more = [_some(dice, MODES), _some(dice, JUDGEMENTS), _some(dice, STATUSES), _some(dice, YES_NO, 0.2)]
        return [actual, target, polarity, forecast, year_end, tolerances[0], *more, tolerances[1]]
    if name == "LAA_DIRECTION":
        actual, earlier, polarity = _rating(dice)
        aim = dice.choice(RANGES) if polarity == "range" else None
        if polarity == "range":
            earlier = dice.choice([10.0, 25.0, 0.0, 8.0, None])
        band = _some(dice, [2.0, "2%", "2.5 %", 0.0, 0.02, "few", "2 points", -1.0, NOT_AVAILABLE], 0.3)
        return [
            actual,
            earlier,
            polarity,
            band,
            aim,
            _some(dice, YES_NO, 0.3),
            _some(dice, [3.0, 0.05, 0.0, -1.0, "x"], 0.4),
        ]
    if name == "LAA_PROFILE":
        seasons = dice.choice([[None] * 4, [0.1, 0.2, 0.3, 0.4], [0.7, 0.1, 0.1, 0.1], [1 / 3, 1 / 3, 1 / 3, 0.0],
                               [25.0, 25.0, 25.0, 25.0], [0.5, 0.5, None, None], ["a", 0.1, 0.1, 0.1]])  # fmt: skip
        kind = dice.choice(["cumulative", "cumulative", "Rate", "rolling  year", "point in time", None, "sum"])
        quarter = dice.choice([1.0, 2.0, 3.0, 4.0, 4.0, "2", None, 5.0, 1.5, "Q2"])
        return [_figure(dice, ODD_FIGURES), quarter, kind, seasons, _some(dice, [0.0, 1.0, 2.0, 6.0, 7.0, "x"], 0.7),
                _some(dice, [_figure(dice, ODD_FIGURES)], 0.15)]  # fmt: skip
    if name == "LAA_REWARD":
        without, stretch = float(dice.randint(0, 60)), dice.choice([10.0, -10.0, 0.1, 0.0, 500.0])
        e = Decimal(dice.choice(["0.6", "0.6", "0.59", "0.8", "1", "1.2", "0", "-1", "0.599999"]))
        actual = float(Decimal(repr(without)) + e * Decimal(repr(stretch)))
        end = float(Decimal(repr(without)) + Decimal(repr(stretch)))
        share = dice.choice([312500.0, 0.0, 333.33, None, "much"])
        return [_some(dice, [actual], 0.9), without, end, share, dice.choice(["Final", "Final", "final", *STATUSES])]
    size = dice.randint(1, 9)
    ratings = [dice.choice(RATINGS) for _ in range(size)]
    flags = [_some(dice, [[dice.choice(["yes", "no", "no", None, True]) for _ in range(size)]], 0.4) for _ in range(2)]
    groups = _some(dice, [[dice.choice(["a", "b", "B", None, 1.0]) for _ in range(size)]], 0.4)
    shares = [_some(dice, [25.0, "33.3%", 0.0, "20 %", 0.5, "x"], 0.2) for _ in range(3)]
    return [ratings, *flags, groups, *shares]


def cases() -> list[Case]:
    """Every case by hand, and so many more of each function that the odd ones meet."""
    dice = random.Random(2008)
    more = {
        "LAA_VARIANCE": 30,
        "LAA_VARIANCE_PCT": 40,
        "LAA_SYMBOL": 60,
        "LAA_FORECAST": 40,
        "LAA_RAG": 110,
        "LAA_DIRECTION": 60,
        "LAA_PROFILE": 50,
        "LAA_REWARD": 45,
        "LAA_ROLLUP": 45,
    }
    return BY_HAND + [(name, _one(dice, name)) for name, count in more.items() for _ in range(count)]
