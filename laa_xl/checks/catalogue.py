"""All rules together: importing this module declares every one. docs/rules.md is generated from it."""

from __future__ import annotations

from laa_xl.checks import continuity, entries, indicators, judgements, lines, required, structure
from laa_xl.checks.registry import RULES, Rule

_FAMILIES = {
    "F": "File",
    "W": "Which return is it?",
    "S": "Structure",
    "N": "Numbers",
    "D": "Dates",
    "C": "Lists",
    "T": "Text",
    "B": "What is missing",
    "I": "Indicator figures",
    "L": "Lines",
    "R": "Risks",
    "M": "Money",
}

MODULES = (structure, entries, required, indicators, judgements, lines, continuity)


def order_of(code: str) -> tuple[int, str]:
    """Where a rule stands: families in the order in which a return is read, then by code."""
    return list(_FAMILIES).index(code[0]), code


def all_rules() -> list[Rule]:
    """Every rule, in order."""
    return sorted(RULES.values(), key=lambda rule: order_of(rule.code))


def rules_markdown() -> str:
    """The catalogue as a document for people."""
    lines_out = [
        "# The rules",
        "",
        "Generated from the catalogue (`make workbooks`); do not edit by hand. *Must fix*: the return is not accepted as it is.",
        '*Please confirm*: accepted with a reason that the partner types under "Confirmed because". *For information*: nothing to do.',
    ]
    family = ""
    for rule in all_rules():
        if rule.code[0] != family:
            family = rule.code[0]
            lines_out += [
                "",
                f"## {_FAMILIES[family]}",
                "",
                "| rule | severity | what it means | example | what it says |",
                "|---|---|---|---|---|",
            ]
        says = rule.says.replace("|", "\\|")
        lines_out.append(f"| {rule.code} | {rule.severity.spoken} | {rule.meaning} | {rule.example} | {says} |")
    return "\n".join(lines_out) + "\n"
