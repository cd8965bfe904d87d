"""Models that are held many times: copies that work out anew what the original had kept, and what alike ones share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

from pydantic import BaseModel


class Copied(BaseModel):
    """pydantic copies what a cached_property keeps as well: a copy with other figures would look up the old ones."""

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with other values."""
        copied = super().model_copy(update=update, deep=deep)
        for name in set(copied.__dict__) - set(type(self).model_fields):
            del copied.__dict__[name]
        return copied


def alike(models: Iterable[BaseModel]) -> None:
    """Let frozen models share the set of the fields that were given, where it is the same.

    pydantic keeps one for each, larger than most records themselves. A copy has its own, so nothing changes a shared one.
    """
    known: dict[frozenset[str], set[str]] = {}
    for model in models:
        given = model.__pydantic_fields_set__
        object.__setattr__(model, "__pydantic_fields_set__", known.setdefault(frozenset(given), given))
