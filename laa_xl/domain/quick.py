"""The variance in floats, for thousands of figures at once: given only where it is certain to be the exact one.

Results are whole millionths, which is what figures are banded at (numbers.rounded6). Where a float lies too near the
half between two of them to tell which side the exact figure is on, there is no answer, and the caller takes the exact
rule of rating.py. So the quick way and the exact way never differ: tests/domain/test_quick.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import floor
from typing import Any

# Rounding of both figures, of their difference, of the quotient and of the product adds up to less than 6e-16 of the
# figures' size; in millionths 6e-10. What lies this near a half is left to the exact rule.
_DOUBT = 1e-9
_FURTHEST = 0.25  # past this the doubt is nearly everywhere; it also keeps infinities out
_SMALLEST = 1e-290  # below, floats lose digits


def points(actuals: Iterable[Any], targets: Iterable[Any]) -> list[int | None]:
    """``actual - target`` of each pair in millionths, rounded half away from zero.

    None: ask the exact rule; so it is for whatever is not a float.
    """
    found: list[int | None] = []
    add = found.append
    for actual, target in zip(actuals, targets, strict=True):
        if type(actual) is type(target) is float:
            doubt = (abs(actual) + abs(target)) * _DOUBT
            if doubt < _FURTHEST:
                millionths = (actual - target) * 1e6
                whole = floor(millionths + 0.5)
                if abs(millionths - whole) < 0.5 - doubt:
                    add(whole)
                    continue
        add(None)
    return found


def fractions(actuals: Iterable[Any], targets: Iterable[Any]) -> list[int | None]:
    """``(actual - target) / |target|`` of each pair, as ``points`` gives the difference; None also for a target of 0."""
    found: list[int | None] = []
    add = found.append
    for actual, target in zip(actuals, targets, strict=True):
        if type(actual) is type(target) is float:
            size = abs(target)
            if size > _SMALLEST:
                doubt = (abs(actual) + size) / size * _DOUBT
                if doubt < _FURTHEST:
                    millionths = (actual - target) / size * 1e6
                    whole = floor(millionths + 0.5)
                    if abs(millionths - whole) < 0.5 - doubt:
                        add(whole)
                        continue
        add(None)
    return found
