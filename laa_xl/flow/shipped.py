"""The agreements that travel with the package: their definition and their demonstration returns, as text."""

from __future__ import annotations

from pathlib import Path

_INSTALLED = Path(__file__).resolve().parents[1] / "shipped"
_CHECKOUT = Path(__file__).resolve().parents[2] / "workbooks"


def shipped_folder() -> Path:
    """Where the shipped agreements stand: inside the installed package, or in the checkout."""
    return _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT


def shipped_names() -> list[str]:
    """The names by which ``--agreement`` knows them."""
    return sorted(path.parent.name for path in shipped_folder().glob("*/agreement"))


def agreement_folder(name: str) -> Path:
    """A shipped agreement by its name, else the folder of that path."""
    shipped = shipped_folder() / name / "agreement"
    return shipped if name in shipped_names() else Path(name)


def demonstration_folder(name: str) -> Path:
    """The entries of the demonstration returns of a shipped agreement, by period."""
    return shipped_folder() / name / "demonstration"
