"""All rules together: importing this module declares every one. docs/rules.md is generated from it."""

from __future__ import annotations

from dataclasses import dataclass

from laa_xl.checks import (
    across,
    agreed,
    continuity,
    doing,
    entry_rules,
    file_rules,
    indicators,
    judgements,
    lines,
    money,
    parts,
    plausible,
    related,
    reported,
    required,
    restated,
    structure,
    timing,
    wording,
)
from laa_xl.checks.registry import RULES, Live, Rule
from laa_xl.declare.model import Table
from laa_xl.declare.return_form import RETURN_FORM
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
    "A": "Actions",
    "R": "Risks",
    "M": "Money",
    "X": "Across the sheets",
    "P": "Across quarters",
    "Y": "Across returns",
}

MODULES = (
    file_rules,
    structure,
    entry_rules,
    reported,
    required,
    indicators,
    parts,
    plausible,
    agreed,
    timing,
    judgements,
    lines,
    doing,
    money,
    wording,
    continuity,
    related,
    across,
    restated,
)


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
        "Officers may waive any rule for a time (Waivers, in the master), but for those marked *never waived*.",
        'The last column is what the template itself says under "What to do" and on its Checks sheet, while one types.',
    ]
    family = ""
    for rule in all_rules():
        if rule.code[0] != family:
            family = rule.code[0]
            lines_out += [
                "",
                f"## {_FAMILIES[family]}",
                "",
                "| rule | severity | what it means | example | what it says | in the template |",
                "|---|---|---|---|---|---|",
            ]
        says = rule.says.replace("|", "\\|")
        live = "; ".join(dict.fromkeys(_live_words(rule)))
        severity = rule.severity.spoken if rule.waivable else f"{rule.severity.spoken}, never waived"
        lines_out.append(f"| {rule.code} | {severity} | {rule.meaning} | {rule.example} | {says} | {live} |")
    alone = "\n".join(f"- {why}: {', '.join(codes)}." for why, codes in _beyond().items())
    return "\n".join([*lines_out, "", *(line.replace("{alone}", alone) for line in _ONLY_PYTHON)]) + "\n"


def _beyond() -> dict[str, list[str]]:
    """Why a template does not ask, and which rules for that reason."""
    found: dict[str, list[str]] = {}
    for rule in only_python_sees():
        found.setdefault(str(rule.beyond or _OF_THE_FILE), []).append(rule.code)
    return found


_OF_THE_FILE = "the file and its structure"


def _live_words(rule: Rule) -> list[str]:
    """What the template's own check says, each wording once: the name of the column stands for all columns."""
    titles = {column.name: column.title for table in RETURN_FORM.tables() for column in table.columns}
    own = [live.says.replace(titles[live.column], "*column*") for live in rule.live]
    return own or [f"as {other.code}" for other in all_rules() for live in other.live if rule.code in live.also]


_ONLY_PYTHON = (
    "## What only `laa-xl validate` sees",
    "",
    "The template asks every rule that has words in the last column, by formula, as one types; `tests/live/` holds both against each "
    "other in LibreOffice. Without such words, and so only seen by `validate` and `consolidate`, are the rules about",
    "",
    "{alone}",
    "",
    "In four things the two differ, each time on the careful side:",
    "",
    "- A number or a date typed as text has to be typed again in the template (N03, D01). `validate` reads it where it is certain and "
    "says how (N06, D02, D03); then it judges the figure, which the template cannot.",
    "- 0.62 in a cell that shows 62 % is read as 62 by `validate`, which says so (N10). No formula sees a cell's format: the template asks "
    "whether 62 was meant (I05).",
    "- TRUE in a cell for a figure is no number in Excel and in `validate`; LibreOffice opens it as 1.",
    "- A nil return may keep what was carried forward. The template compares a carried line as a whole: one of which a part was cleared "
    "counts as an entry there (B15), and for `validate` it does not.",
)
