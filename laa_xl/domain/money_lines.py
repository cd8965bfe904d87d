"""Finance lines of a quarter as reports take them: agreed and returned ones together, their sums exact."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from laa_xl.domain.agreement import Agreement, FundingLine
from laa_xl.domain.earlier import Returns
from laa_xl.domain.entry_drafts import source_of
from laa_xl.domain.finance import FinanceBands, FinanceView, finance_view, total_of
from laa_xl.domain.numbers import tidy
from laa_xl.domain.periods import Period
from laa_xl.domain.report import Source
from laa_xl.domain.returns import Return, Row
from laa_xl.domain.sentences import as_words, listed, many

NOT_STATED = "not stated"
_COLUMNS = ("spend", "profile", "outturn")


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """One line in pounds; None: nobody has said. ``brought`` is what last year left of it, None where that is not known."""

    code: str
    theme: str
    stream: str
    pooling: str
    recipient: str
    budget: Decimal | None
    profile: Decimal | None
    spend: Decimal | None
    forecast: Decimal | None
    comment: str
    sources: tuple[Source, ...]
    brought: Decimal | None = None

    @property
    def variance(self) -> Decimal | None:
        """Forecast less budget: positive is an overspend."""
        return None if self.forecast is None or self.budget is None else self.forecast - self.budget

    def view(self, quarter: int, bands: FinanceBands) -> FinanceView:
        """The line computed and banded."""
        return finance_view(
            budget=self.budget,
            spent=self.spend,
            profiled=self.profile,
            forecast=self.forecast,
            quarter=quarter,
            bands=bands,
        )


def money_lines(agreement: Agreement, returns: Returns, period: Period, total_key: str, sheet: str) -> list[MoneyLine]:
    """Every finance line of a quarter, themes in the agreement's order.

    What the return prints counts, as in the master; a line that it does not carry stands with its agreed budget.
    ``total_key`` is the key of the row of totals, which is none of them; ``sheet`` the master's, of the agreed lines.
    """
    out = []
    for theme in agreement.themes:
        returned = returns.get((theme.code, period))
        last = returns.get((theme.code, Period(period.year - 1, 4)))
        agreed = {line.code: line for line in agreement.funding_of(theme.code, period.year)}
        rows = {row.key: row for row in (returned.rows("finance") if returned else ()) if row.key != total_key}
        for code in dict.fromkeys((*agreed, *rows)):
            brought = _left(last, code)
            out.append(_line(agreement, theme.code, code, agreed.get(code), returned, rows.get(code), brought, sheet))
    return out


def ledger_total(returned: Return, total_key: str) -> Row | None:
    """The row in which a theme states its own totals; None where it does not."""
    return returned.row("finance", total_key)


def _line(
    agreement: Agreement,
    theme: str,
    code: str,
    agreed: FundingLine | None,
    returned: Return | None,
    row: Row | None,
    brought: Decimal | None,
    sheet: str,
) -> MoneyLine:
    sources = (Source("", "", sheet, code),) if agreed else ()
    if returned and row:
        used = [name for name in _COLUMNS if row.number_of(name) is not None] or ["spend"]
        sources = (*(source_of(agreement, returned, row, name) for name in used), *sources)
    if row is not None:
        budget, stream = row.number_of("budget"), as_words(row.text_of("stream"))
        pooling, recipient = as_words(row.text_of("pooling")), as_words(row.text_of("recipient"))
    else:
        assert agreed is not None  # a line is agreed or returned
        budget, stream = agreed.budget, agreed.stream
        pooling, recipient = agreed.pooling or "", agreed.recipient or ""
    return MoneyLine(
        code,
        theme,
        stream or NOT_STATED,
        pooling or NOT_STATED,
        recipient or NOT_STATED,
        _pounds(budget),
        _pounds(row.number_of("profile") if row else None),
        _pounds(row.number_of("spend") if row else None),
        _pounds(row.number_of("outturn") if row else None),
        as_words(row.text_of("comment")) if row else "",
        sources,
        brought,
    )


def _left(last: Return | None, code: str) -> Decimal | None:
    """What last year's budget left at its end: by what was spent, else by what was forecast then."""
    row = last.row("finance", code) if last else None
    budget = row.number_of("budget") if row else None
    used = (row.number_of("spend"), row.number_of("outturn")) if row else ()
    spent = next((number for number in used if number is not None), None)
    return None if budget is None or spent is None else tidy(budget) - tidy(spent)


def _pounds(amount: float | None) -> Decimal | None:
    return None if amount is None else tidy(amount)


@dataclass(frozen=True, slots=True)
class Sums:
    """What lines come to. Sums are of the figures that are there; ``missing`` says in words which are not.

    ``variance`` None: a line lacks its budget or its forecast, so the two sums cannot be set against each other.
    """

    count: int
    budget: Decimal | None
    profile: Decimal | None
    spend: Decimal | None
    forecast: Decimal | None
    variance: Decimal | None
    missing: str

    @property
    def variance_fraction(self) -> Decimal | None:
        """The variance as a fraction of the budget, 0.1 for 10 %; None of no budget."""
        view = finance_view(budget=self.budget, spent=None, profiled=None, forecast=self.forecast, quarter=4)
        return None if self.variance is None else view.variance_fraction


def sums_of(lines: Iterable[MoneyLine]) -> Sums:
    """Add lines up exactly; nothing is guessed for a figure that is missing."""
    found = list(lines)
    columns: dict[str, Callable[[MoneyLine], Decimal | None]] = {
        "budget": lambda line: line.budget,
        "profile": lambda line: line.profile,
        "spend": lambda line: line.spend,
        "forecast": lambda line: line.forecast,
    }
    totals = {name: total_of(column(line) for line in found) for name, column in columns.items()}
    short = [f"{name} of {many(one.missing, 'line')}" for name, one in totals.items() if one.missing]
    variances = [line.variance for line in found if line.variance is not None]
    variance = sum(variances, Decimal(0)) if variances and len(variances) == len(found) else None
    return Sums(
        count=len(found),
        budget=totals["budget"].value,
        profile=totals["profile"].value,
        spend=totals["spend"].value,
        forecast=totals["forecast"].value,
        variance=variance,
        missing=listed(short),
    )
