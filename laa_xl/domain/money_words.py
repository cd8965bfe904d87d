"""What money comes to in sentences, as a report begins with them, and as a picture with its numbers in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from laa_xl.domain.documents import Drawing, Grid, Picture, Value
from laa_xl.domain.finance import FinanceBands
from laa_xl.domain.money_lines import MoneyLine, sums_of
from laa_xl.domain.numbers import pounds
from laa_xl.domain.periods import Period
from laa_xl.domain.report import Bullet
from laa_xl.domain.sentences import as_sentence, capital, many, sentences
from laa_xl.domain.words import Rag


def in_pounds(amount: Decimal | None) -> str:
    """``£1,250``, ``-£0.50``; "" for None, which is never nil."""
    if amount is None:
        return ""
    sign = "-" if amount < 0 else ""
    return f"{sign}£{pounds(abs(amount))}"


def over_or_under(variance: Decimal) -> str:
    """``an overspend of £3,000``, ``an underspend of £500``, ``on budget``."""
    if variance == 0:
        return "on budget"
    return f"{'an overspend' if variance > 0 else 'an underspend'} of {in_pounds(abs(variance))}"


def summary_words(lines: Sequence[MoneyLine], period: Period) -> Iterator[str]:
    """Budget, spend and forecast of all lines, each with how many lines do not say."""
    sums = sums_of(lines)
    budgets = f"Budgets for {period.financial_year} come to {in_pounds(sums.budget)}" if sums.budget is not None else ""
    yield f"{budgets or 'No budget is given'}, in {many(sums.count, 'line')}."
    with_spend = [line for line in lines if line.spend is not None]
    if with_spend:
        spent = sums_of(with_spend)
        of_which = (
            ""
            if len(with_spend) == len(lines)
            else f" on the {many(len(with_spend), 'line that gives it', 'lines that give it')}"
        )
        profile = ""
        if all(line.profile is not None for line in with_spend) and spent.profile is not None:
            profile = f" against a profile of {in_pounds(spent.profile)}"
        yield f"Spend to date is {in_pounds(spent.spend)}{of_which}{profile}."
    else:
        yield "No line gives its spend to date."
    forecasting = [line for line in lines if line.variance is not None]
    if forecasting:
        ahead = sums_of(forecasting)
        of_which = (
            ""
            if len(forecasting) == len(lines)
            else f" of the {many(len(forecasting), 'line that has', 'lines that have')} budget and forecast"
        )
        over = sum((line.variance for line in forecasting if line.variance and line.variance > 0), Decimal(0))
        under = -sum((line.variance for line in forecasting if line.variance and line.variance < 0), Decimal(0))
        parts = f"Overspends come to {in_pounds(over)}, underspends to {in_pounds(under)}." if over and under else ""
        yield sentences(
            f"The forecast outturn{of_which} is {in_pounds(ahead.forecast)}, {over_or_under(ahead.variance or Decimal(0))}.",
            parts,
        )
    else:
        yield "No line has both budget and forecast, so no over- or underspend can be told."


def off_budget(lines: Iterable[MoneyLine], bands: FinanceBands, quarter: int, kind: str) -> Iterator[Bullet]:
    """A bullet a line that is beyond its band, or lacks a figure that was due."""
    for line in lines:
        view = line.view(quarter, bands)
        if view.rag in (Rag.RED, Rag.AMBER):
            said = as_sentence(capital(view.explanation.split(": ", 1)[1].rsplit(";", 1)[0]))
        else:
            gaps = [
                name
                for name, amount in (("spend to date", line.spend), ("forecast outturn", line.forecast))
                if amount is None
            ]
            if not gaps:
                continue
            said = f"No {' and no '.join(gaps)} is given; the budget is {in_pounds(line.budget) or 'not known'}."
        text = sentences(said, as_sentence(line.comment))
        rag = view.rag.value if view.rag is not Rag.GREEN else ""
        yield Bullet(
            f"{kind}/{line.theme}/{line.code}", line.stream, text, line.sources[0], rag, "rating", also=line.sources[1:]
        )


def money_pictures(by_stream: Grid) -> Iterator[Picture]:
    """Budget, spend and forecast of each stream; no picture where no stream has more than a budget."""
    names = ("budget", "spend", "forecast")
    shown = replace(by_stream, lines=tuple(line for line in by_stream.lines if not line.total))
    columns = {name: shown.column(name) for name in names}
    if all(value is None for name in ("spend", "forecast") for value in columns[name]):
        return
    rows = zip(shown.column("stream"), *columns.values(), strict=True)
    said = [
        f"{stream}: {', '.join(f'{name} {_told(value)}' for name, value in zip(names, values, strict=True))}"
        for stream, *values in rows
    ]
    yield Picture(
        "money-of-streams",
        "Budget, spend to date and forecast by funding stream",
        f"{'; '.join(said)}.",
        Drawing.COLUMNS,
        shown,
        "stream",
        names,
        "Pounds",
    )


def _told(amount: Value) -> str:
    return in_pounds(amount) if isinstance(amount, Decimal) else "not known"
