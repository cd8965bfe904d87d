"""pydantic without plugins: it looks for none, and what it would look with is not imported."""

from __future__ import annotations

import importlib
import os
import sys
import threading
from types import ModuleType
from typing import Any

_NAME = "importlib.metadata"
_ONE_AT_A_TIME = threading.RLock()


def no_plugins() -> None:
    """Say so in pydantic's own way; from then on its import of importlib.metadata costs nothing.

    That module brings all of Python's e-mail, which takes longer than checking a return. pydantic imports one function of
    it, and does not call it where no plugins are wanted.
    """
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    if _NAME not in sys.modules:
        later = _Later(_NAME)
        later.__path__ = [f"{path}/metadata" for path in importlib.__path__]  # it is a package
        sys.modules[_NAME] = vars(importlib)["metadata"] = later


class _Later(ModuleType):
    """Stands for the module until somebody asks it for anything but the name of that function."""

    def __getattr__(self, name: str) -> Any:
        if name == "__file__":  # asked of every module there is, by whoever looks for one
            raise AttributeError(name)
        return getattr(_itself(), name)

    @staticmethod
    def entry_points(**wanted: Any) -> Any:
        """As the module's own."""
        return _itself().entry_points(**wanted)


def _itself() -> ModuleType:
    with _ONE_AT_A_TIME:
        if isinstance(sys.modules.get(_NAME), _Later):
            sys.modules.pop(_NAME)
        return importlib.import_module(_NAME)
