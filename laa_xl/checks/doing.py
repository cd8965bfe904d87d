"""Rules about what is done: actions beside the ratings they are for, risks beside what they threaten, lines that stand twice."""

from __future__ import annotations

from collections.abc import Iterator

from laa_xl.checks.judgements import action_is_over
from laa_xl.checks.look import Look
from laa_xl.checks.registry import Beyond, Where, row_check, whole_check
from laa_xl.declare.return_form import RETURN_FORM
from laa_xl.domain.periods import Period
from laa_xl.domain.returns import Row
from laa_xl.domain.risk import score
from laa_xl.domain.sentences import folded
from laa_xl.domain.words import Rag, Severity, Symbol

_CONFIRM = Severity.CONFIRM
_NOT_STARTED = "Not started"
_MANDATORY, _OTHER = RETURN_FORM.table("risks").column("outcome_kind").choices
_SAYS = {"narrative": "text", "risks": "risk", "actions": "action"}  # what a line is known by


def rating_of(code: str, look: Look) -> Rag | None:
    """The rating of an indicator of the return; None where it is not known, or rests on what another rule doubts."""
    row = look.returned.row("indicators", code)
    rating = look.rating(row) if row is not None else None
    return None if rating is None else rating.rag


def lines_about(table: str, code: str, look: Look) -> list[Row]:
    """The lines of a table that name an indicator."""
    return [row for row in look.returned.rows(table) if row.text_of("indicator") == code]


@row_check(
    "actions",
    "A01",
    _CONFIRM,
    'You chose "{entered}" in {cell}, but {indicator} is red and no other action about it is open. Enter the next action in a new line, or '
    "say in {at_confirm} what happens now.",
    meaning="The last open action about an indicator is closed while the indicator is red.",
    example="The only action for burglary complete, and burglary still red.",
    beyond=Beyond.TOGETHER,
)
def closed_while_red(row: Row, look: Look) -> Iterator[Where]:
    """Told at the first closed line about the indicator, where every line about it is closed."""
    code = row.text_of("indicator")
    if not code or not action_is_over(row) or look.spec.whole is not None:
        return
    lines = lines_about("actions", code, look)
    if lines[0] is row and all(action_is_over(line) for line in lines) and rating_of(code, look) is Rag.RED:
        yield Where("progress", {"indicator": code})


@row_check(
    "actions",
    "A02",
    _CONFIRM,
    'You chose "{entered}", as in your return for {before}. Say in {at_comment} what keeps this action from starting, or confirm in '
    "{at_confirm} that it starts later as planned.",
    meaning="An action that was not started last time either, without a comment.",
    example="Not started in June, and not started in September.",
    beyond=Beyond.HISTORY,
)
def not_started_again(row: Row, look: Look) -> Iterator[Where]:
    """The same action, wherever its line stands now."""
    if row.text_of("progress") != _NOT_STARTED or not row.blank("comment") or not look.spec.carried_from:
        return
    action = folded(row.text_of("action"))
    carried = {
        item.row: str(item.value) for item in look.spec.carried if (item.table, item.column) == ("actions", "action")
    }
    for line, text in carried.items():
        same = action != "" and folded(text) == action
        if same and look.spec.carried_value("actions", line, "progress") == _NOT_STARTED:
            yield Where("progress", {"before": Period.parse(look.spec.carried_from).months})
            return


@row_check(
    "risks",
    "R02",
    _CONFIRM,
    "Likelihood {entered} and impact {impact} make this a high risk to {indicator}, but its forecast is better than the target. Correct "
    "{cell} or the forecast, or say in {at_confirm} how both can be.",
    meaning="A high risk to an indicator that is expected to end better than its target.",
    example="Score 20 to an indicator whose forecast is Better.",
    beyond=Beyond.TOGETHER,
)
def risk_against_forecast(row: Row, look: Look) -> Iterator[Where]:
    """One of the two is out of date."""
    code = row.text_of("indicator")
    own = look.returned.row("indicators", code) if code else None
    rating = look.rating(own) if own is not None else None
    reached = score(row.number_of("likelihood"), row.number_of("impact"))
    if rating is None or reached is None or reached < look.agreement.settings.risk_high:
        return
    if rating.forecast is Symbol.STAR and rating.rag is Rag.GREEN:
        yield Where("likelihood", {"impact": row.text_of("impact").removesuffix(".0"), "indicator": code})


@row_check(
    "risks",
    "R03",
    _CONFIRM,
    'You chose "{entered}", but {indicator} measures {kind}. It decides under which heading the report prints the risk. Choose again in '
    "{cell}, or say in {at_confirm} what else is threatened.",
    meaning="A risk said to threaten a mandatory outcome, about an indicator that measures another, or the other way round.",
    example="Other key outcome, for an indicator that Government set.",
    beyond=Beyond.TOGETHER,
)
def kind_of_outcome(row: Row, look: Look) -> Iterator[Where]:
    """Only where the agreement says of something that it is mandatory."""
    code, agreement = row.text_of("indicator"), look.agreement
    told = any(i.mandatory for i in agreement.indicators) or any(o.mandatory for o in agreement.outcomes)
    if not told or not agreement.has_indicator(code) or row.text_of("outcome_kind") not in (_MANDATORY, _OTHER):
        return
    indicator = agreement.indicator(code)
    mandatory = indicator.mandatory or agreement.outcome_of(indicator).mandatory
    if mandatory != (row.text_of("outcome_kind") == _MANDATORY):
        kind = "a mandatory outcome" if mandatory else "an outcome that is not mandatory"
        yield Where("outcome_kind", {"indicator": code, "kind": kind})


@whole_check(
    "L02",
    _CONFIRM,
    'You entered "{entered}" twice: in {cell}, and before in {first}. Clear one of the two, or say in {at_confirm} why both are needed.',
    meaning="The same point, risk or action stands in two lines.",
    example="A risk pasted twice.",
    beyond=Beyond.TOGETHER,
)
def line_stands_twice(look: Look) -> Iterator[Where]:
    """Word for word, and about the same; one finding for each line that is there already."""
    for table, column in _SAYS.items():
        seen: dict[tuple[str, ...], str] = {}
        for row in look.returned.rows(table):
            said = folded(row.text_of(column))
            if not said or row.unusable(column):
                continue
            about = (said, row.text_of("indicator"), row.text_of("section"), row.text_of("block"))
            if about in seen:
                yield Where(column, {"first": seen[about]}, row)
            seen.setdefault(about, row.cell(column))
