"""Which workbooks a run opens to read and check them."""

from __future__ import annotations

from typing import Any

import pytest

from laa_xl.flow import receiving


def noting_opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """From now on, the fingerprint of each workbook that is opened."""
    found: list[str] = []
    real = receiving.read_apart

    def noted(data: bytes, *rest: Any, **more: Any) -> Any:
        found.append(receiving.sha256_of(data))
        return real(data, *rest, **more)

    monkeypatch.setattr(receiving, "read_apart", noted)
    return found
