"""The variance in floats, for thousands of figures at once: given only where it is certain to be the exact one.

Results are whole millionths, which is what figures are banded at (numbers.rounded6). Where a float lies too near the
half between two of them to tell which side the exact figure is on, there is no answer, and the caller takes the exact
rule of rating.py. So the quick way and the exact way never differ: tests/domain/test_quick.py.
"""

from __future__ import annotations

from math import floor

# Rounding of both figures, of their difference, of the quotient and of the product adds up to less than 6e-16 of the
# figures' size; in millionths 6e-10. What lies this near a half is left to the exact rule.
_DOUBT = 1e-9
_FURTHEST = 0.25  # past this the doubt is nearly everywhere; it also keeps infinities out
_SMALLEST = 1e-290  # below, floats lose digits


def points_millionths(actual: float, target: float) -> int | None:
    """``actual - target`` in millionths, rounded half away from zero; None: ask the exact rule."""
    doubt = (abs(actual) + abs(target)) * _DOUBT
    if not doubt < _FURTHEST:
        return None
    return _nearest((actual - target) * 1e6, doubt)


def fraction_millionths(actual: float, target: float) -> int | None:
    """``(actual - target) / |target|`` in millionths, rounded half away from zero; None: ask the exact rule."""
    size = abs(target)
    if size < _SMALLEST:
        return None
    doubt = (abs(actual) + size) / size * _DOUBT
    if not doubt < _FURTHEST:
        return None
    return _nearest((actual - target) / size * 1e6, doubt)


def _nearest(millionths: float, doubt: float) -> int | None:
    whole = floor(millionths + 0.5)
    return whole if abs(millionths - whole) < 0.5 - doubt else None
