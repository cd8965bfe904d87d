"""All rules together: importing this module declares every one. docs/rules.md is generated from it."""

from __future__ import annotations

from dataclasses import dataclass

from laa_xl.checks import continuity, entries, indicators, judgements, lines, reported, required, structure
from laa_xl.checks.registry import RULES, Live, Rule
from laa_xl.declare.model import Table
from laa_xl.domain.words import Severity

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

MODULES = (structure, entries, reported, required, indicators, judgements, lines, continuity)


def order_of(code: str) -> tuple[int, str]:
    """Where a rule stands: families in the order in which a return is read, then by code."""
    return list(_FAMILIES).index(code[0]), code


def all_rules() -> list[Rule]:
    """Every rule, in order."""
    return sorted(RULES.values(), key=lambda rule: order_of(rule.code))


@dataclass(frozen=True, slots=True)
class LiveCheck:
    """A rule as the template asks for it, at one column."""

    rule: Rule
    live: Live

    @property
    def codes(self) -> tuple[str, ...]:
        """The rules that this check speaks for."""
        return (self.rule.code, *self.live.also)


def live_checks(table: Table) -> tuple[LiveCheck, ...]:
    """The live checks of a table in the order in which "What to do" asks: what must be fixed first."""
    found = [LiveCheck(rule, live) for rule in RULES.values() for live in rule.live if live.table == table.name]
    severities = list(Severity)
    return tuple(
        sorted(
            found,
            key=lambda check: (
                severities.index(check.rule.severity),
                order_of(check.rule.code),
                table.position(check.live.column),
            ),
        )
    )


def only_python_sees() -> list[Rule]:
    """The rules that no template asks for itself: ``laa-xl validate`` and ``consolidate`` do."""
    spoken_for = {code for rule in RULES.values() for live in rule.live for code in live.also}
    return [rule for rule in all_rules() if not rule.live and rule.code not in spoken_for]


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
