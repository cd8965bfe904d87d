"""Rules about what goes on from the last accepted return."""

from __future__ import annotations

from collections.abc import Iterator

from laa_xl.checks.look import Look
from laa_xl.checks.registry import Live, Where, row_check
from laa_xl.checks.reported import OFF_TARGET, off_target
from laa_xl.declare.excel import all_of, filled, negated, words_of
from laa_xl.declare.return_form import RETURN_FORM
from laa_xl.domain.periods import Period
from laa_xl.domain.returns import Row
from laa_xl.domain.sentences import folded
from laa_xl.domain.words import Severity

_SAME = {name: all_of(filled(name), f"{words_of(name)}={{rule:carried_{name}}}") for name in ("cause", "action")}
_SAYS = "These are last time's words: update them, or confirm that they still hold"


@row_check(
    "*",
    "T02",
    Severity.CONFIRM,
    'You entered "{entered}" for {column}, word for word as in your return for {before}{also}. Please update {what}, or say in '
    "{at_confirm} that {holds}.",
    meaning="Commentary that was carried forward and is, word for word, what it was in the last accepted return.",
    example="A red rating whose cause and improvement action are those of last quarter.",
    live=[
        Live("indicators", "cause", all_of(OFF_TARGET, _SAME["cause"]), _SAYS),
        Live("indicators", "action", all_of(OFF_TARGET, _SAME["action"], negated(_SAME["cause"])), _SAYS),
        Live(
            "narrative",
            "text",
            all_of(filled("text"), f"SUMPRODUCT(--({{list:carried_text}}={words_of('text')}))>0"),
            _SAYS,
        ),
    ],
)
def unchanged(row: Row, look: Look) -> Iterator[Where]:
    """Words that are asked for and did not change; risks and actions are expected to go on. One question a row."""
    if not look.spec.carried_from:
        return
    before = {"before": Period.parse(look.spec.carried_from).months}
    match _same_words(row, look):
        case [column]:
            what = f"it in {row.cell(column)}"
            yield Where(column, {**before, "also": "", "what": what, "holds": "it still holds"})
        case [first, second]:
            title = RETURN_FORM.table(row.table).column(second).title
            what = f"both in {row.cell(first)} and {row.cell(second)}"
            also = f"; {title} has not changed either"
            yield Where(first, {**before, "also": also, "what": what, "holds": "they still hold"})


def _same_words(row: Row, look: Look) -> list[str]:
    """The columns of a row whose words are asked for and are those of the last accepted return."""
    if row.table == "indicators" and off_target(row, look):
        return [name for name in ("cause", "action") if _repeated(row, name, _in_place(row, name, look))]
    if row.table == "narrative" and _repeated(row, "text", _on_any_line(look)):
        return ["text"]
    return []


def _repeated(row: Row, column: str, earlier: set[str]) -> bool:
    return bool(row.text_of(column)) and folded(row.text_of(column)) in earlier


def _in_place(row: Row, column: str, look: Look) -> set[str]:
    before = look.spec.carried_value(row.table, row.key, column)
    return set() if before is None else {folded(str(before))}


def _on_any_line(look: Look) -> set[str]:
    """What was carried forward on the Narrative sheet: a point may have been moved to another line."""
    return {folded(str(item.value)) for item in look.spec.carried if (item.table, item.column) == ("narrative", "text")}
