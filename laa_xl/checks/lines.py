"""Rules about the other tables: narrative, risks, finance, actions."""

from __future__ import annotations

from collections.abc import Iterator

from laa_xl.checks.look import Look
from laa_xl.checks.registry import Live, Where, row_check, whole_check
from laa_xl.declare.excel import all_of, any_of, filled, flag, has, is_number, listed, negated, usable
from laa_xl.declare.return_form import FINANCE, RETURN_FORM, RISKS
from laa_xl.domain.finance import total_difference, total_of
from laa_xl.domain.numbers import plain, pounds
from laa_xl.domain.periods import Period
from laa_xl.domain.returns import Row
from laa_xl.domain.words import Severity

_MUST, _CONFIRM = Severity.MUST_FIX, Severity.CONFIRM
_TOTAL = RETURN_FORM.table("finance").total_row
_MONEY = ("spend", "profile", "outturn")
_PARTS = ("likelihood", "impact")
_FAR = 500  # times or more is no growth: pounds were meant, or thousands
# A total says nothing of its own where one of its lines gives its spend.
_COMPARED = all_of(
    usable(FINANCE.column("spend")),
    has("before"),
    any_of("{rule:total}=0", 'COUNTIF({lines:spend},">=0")=0'),
)
_LIVE_THOUSANDTH = f"AND({{spend}}>0,{{spend}}*{_FAR}<={{rule:before}})"


@row_check(
    "*",
    "L01",
    _MUST,
    'You entered "{entered}" for {column}, which is not an indicator of your return. Enter one of its codes, or leave {cell} blank.',
    meaning="A code that the theme's return does not have.",
    example="NI999 in About indicator.",
    live=[
        Live(
            table.name,
            "indicator",
            all_of(filled("indicator"), negated(listed("indicator", "indicators"))),
            "About indicator: enter a code of your return, or leave it blank",
        )
        for table in RETURN_FORM.tables()
        if any(column.name == "indicator" for column in table.columns)
    ],
)
def unknown_indicator(row: Row, look: Look) -> Iterator[Where]:
    """A line that points to an indicator of the return; in a part, to one of the whole return."""
    code, whole = row.text_of("indicator"), look.spec.whole or look.spec
    if row.table != "indicators" and code and not whole.agreement.has_indicator(code):
        yield Where("indicator")


@row_check(
    "risks",
    "R01",
    _MUST,
    "The score in {cell} reads {entered}, but likelihood times impact is {worked}. The score works itself out: put the formula back, "
    "or correct the parts.",
    meaning="A risk score that is not likelihood times impact.",
    example="3 x 4 with the score 20 typed over.",
    live=[
        Live(
            "risks",
            "score",
            all_of(
                is_number("score"), *(usable(RISKS.column(name)) for name in _PARTS), "{score}<>{likelihood}*{impact}"
            ),
            "The score works itself out: put the formula back, or correct its parts",
        )
    ],
)
def score_against_parts(row: Row, look: Look) -> Iterator[Where]:
    """Only a typed score is compared; a formula's saved result may be old, and is worked out anew anyway."""
    typed = row.number_of("score")
    likelihood, impact = row.number_of("likelihood"), row.number_of("impact")
    if typed is not None and likelihood is not None and impact is not None and typed != likelihood * impact:
        yield Where("score", {"worked": plain(likelihood * impact, None)})


@whole_check(
    "M01",
    _MUST,
    "The total for {column} in {cell} is {entered}, but the lines above add up to {worked}. Correct the total or the line that is wrong.",
    meaning="Finance lines do not add up to the total from the ledger.",
    example="Lines of 36,000 under a total of 26,000 (the fund table of the annual review of 2008).",
    live=[
        Live(
            "finance",
            name,
            all_of(
                flag("total"),
                usable(FINANCE.column(name)),
                f'{{rule:lines}}=COUNTIF({{lines:{name}}},">=0")',
                f"ROUND({{{name}}}-SUM({{lines:{name}}}),2)<>0",
            ),
            f"{FINANCE.column(name).title}: the lines do not add up to this total",
        )
        for name in _MONEY
    ],
)
def lines_against_total(look: Look) -> Iterator[Where]:
    """The total that the partner gives has to equal the sum of the lines, to the penny.

    Where a line has no figure, or is not on the sheet, nothing can be said.
    """
    rows = look.returned.rows("finance")
    total = next((row for row in rows if row.key == _TOTAL), None)
    lines = [row for row in rows if row.key != _TOTAL]
    if total is None or len(lines) < len(look.agreement.funding_of(look.returned.theme, look.period.year)):
        return
    for column in _MONEY:
        amounts = [row.number_of(column) for row in lines]
        difference = total_difference(amounts, total.number_of(column))
        if difference is not None and round(difference, 2) != 0:
            yield Where(column, {"worked": pounds(total_of(amounts).value)}, total)


@row_check(
    "finance",
    "M02",
    _CONFIRM,
    "Spend to date is {entered}; at the end of {when} it was {before}. Spend to date only grows within a year. Correct {cell}, "
    "or say why in {at_confirm}.",
    meaning="Cumulative spend that fell.",
    example="£40,000 in June and £38,000 in September.",
    live=[
        Live(
            "finance",
            "spend",
            all_of(_COMPARED, flag("same_year"), "{spend}<{rule:before}", negated(_LIVE_THOUSANDTH)),
            "Spend to date has fallen: correct it, or confirm it",
        )
    ],
)
def falling_spend(row: Row, look: Look) -> Iterator[Where]:
    """Cumulative spend never falls without an explanation."""
    spend, (before, at) = row.number_of("spend"), _compared(row, look)
    if spend is not None and before is not None and at.year == look.period.year and spend < before:
        if not _a_thousandth(spend, before):
            yield Where("spend", {"before": plain(before), "when": f"{at.end:%B %Y}"})


@row_check(
    "finance",
    "M03",
    _CONFIRM,
    "{column} is {entered}, {compared}. Enter pounds, not thousands (or the other way round). Correct {cell}, or say why in {at_confirm}.",
    meaning="A figure about 1,000 times the last accepted one or the budget, or a thousandth of the last: probably pounds for thousands.",
    example="43 in June and 43,000 in September.",
    live=[
        Live(
            "finance",
            "spend",
            all_of(
                _COMPARED,
                any_of(
                    f"AND({{spend}}>0,{{rule:before}}>0,{{spend}}>={{rule:before}}*{_FAR})",
                    f"AND({flag('same_year')},{_LIVE_THOUSANDTH})",
                ),
            ),
            "Pounds or thousands? Correct it, or confirm it",
        ),
        *(
            Live(
                "finance",
                name,
                all_of(
                    "{rule:total}=0",
                    usable(FINANCE.column(name)),
                    is_number("budget"),
                    "{budget}>0",
                    f"{{{name}}}>={{budget}}*{_FAR}",
                ),
                "Pounds or thousands? Correct it, or confirm it",
            )
            for name in ("profile", "outturn")
        ),
    ],
)
def pounds_for_thousands(row: Row, look: Look) -> Iterator[Where]:
    """Pounds for thousands, seen against the last accepted spend, or against the budget."""
    spend, (before, at) = row.number_of("spend"), _compared(row, look)
    if spend and before:
        was = f"what it was at the end of {at.end:%B %Y} ({plain(before)})"
        if spend >= before * _FAR:
            yield Where("spend", {"compared": f"about {plain(spend / before, 0)} times {was}"})
        elif at.year == look.period.year and _a_thousandth(spend, before):
            yield Where("spend", {"compared": f"about 1/{plain(before / spend, 0)} of {was}"})
    budget = row.number_of("budget")
    if row.key == _TOTAL or not budget or budget < 0:
        return
    for column in ("profile", "outturn"):
        amount = row.number_of(column)
        if amount is not None and amount >= budget * _FAR:
            times = plain(amount / budget, 0)
            yield Where(
                column, {"compared": f"about {times} times the budget ({plain(budget)}): probably pounds for thousands"}
            )


def doubted_money(row: Row, look: Look) -> set[str]:
    """The amounts of a line that M02 or M03 asks about: nothing more is concluded from them."""
    return look.once("doubted money", row, lambda: _doubted_money(row, look))


def _doubted_money(row: Row, look: Look) -> set[str]:
    return {where.column for check in (falling_spend, pounds_for_thousands) for where in check(row, look)}


def _a_thousandth(spend: float, before: float) -> bool:
    """Spend to date only grows, so that a very small part of what it was is thousands for pounds; 0 is just less."""
    return 0 < spend * _FAR <= before


def past_spend(line: str, look: Look) -> tuple[float | None, Period]:
    """The last accepted spend to date and its quarter: of this financial year, or in the first quarter the one before."""
    at = look.period.previous
    while at.quarter < 4 or look.period.quarter == 1:
        before = look.spec.past_actual(spend_key(line), at)
        if before is not None or at.quarter in (1, 4):
            return before, at
        at = at.previous
    return None, look.period.previous


def _compared(row: Row, look: Look) -> tuple[float | None, Period]:
    """The past spend that a row is held against. A total says nothing of its own where a line gives its spend."""
    lines = (line for line in look.returned.rows("finance") if line.key != _TOTAL)
    if row.key != _TOTAL or all(line.number_of("spend") is None for line in lines):
        return past_spend(row.key, look)
    return None, look.period.previous


def spend_key(line: str) -> str:
    """How a finance line's past spend is kept among the figures of earlier periods."""
    return f"spend:{line}"
