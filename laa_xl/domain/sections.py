"""The six sections of the Government Office's highlight report (document 000), a closed list."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its number, its heading in the report, and what a partner picks from the list."""

    code: str
    title: str
    choice: str


SECTIONS: tuple[Section, ...] = (
    Section("1", "Overall progress", "1 Overall progress"),
    Section("2", "Direction of travel", "2 Direction of travel"),
    Section("3", "Risks to the achievement of mandatory outcomes", "3 Risks to mandatory outcomes"),
    Section(
        "3b",
        "Risks to the achievement of other outcomes of key importance to the local partnership",
        "3b Risks to other key outcomes",
    ),
    Section("4", "The impact of the agreement and strong performance", "4 Impact and strong performance"),
    Section("5", "Missing information", "5 Missing information"),
    Section("6", "Other key issues for Government", "6 Other key issues for Government"),
)

SECTION_CHOICES = tuple(section.choice for section in SECTIONS)
MISSING_INFORMATION = "5"


def section_code(choice: str) -> str:
    """``3b Risks to other key outcomes`` as ``3b``."""
    return choice.split(" ", 1)[0]
