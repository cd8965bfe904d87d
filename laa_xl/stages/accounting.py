"""The money report: budget, profile, spend, forecast and variance in every view, carry-forward, and what the money bought."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from laa_xl.declare.master_places import in_agreement, of_indicators
from laa_xl.declare.return_lines import FINANCE
from laa_xl.domain.assessment import Rolled
from laa_xl.domain.documents import Document, Field, Grid, Line, Part, Shape, Value
from laa_xl.domain.entry_drafts import source_of
from laa_xl.domain.finance import FinanceBands, total_difference
from laa_xl.domain.money_lines import MoneyLine, Sums, ledger_total, money_lines, sums_of
from laa_xl.domain.money_words import in_pounds, money_pictures, off_budget, summary_words
from laa_xl.domain.numbers import plain, rounded6, tidy
from laa_xl.domain.report import Bullet, Source
from laa_xl.domain.report_input import ReportInput
from laa_xl.domain.reported import Reported, document, reported

KIND = "money"
_TOTAL = FINANCE.total_row
_MONEY = (
    Field("budget", "Budget", Shape.POUNDS, 16, "Pounds for the financial year; empty: not known"),
    Field(
        "profile",
        "Profiled spend to date",
        Shape.POUNDS,
        14,
        "Pounds that were planned to be spent by the quarter's end",
    ),
    Field(
        "spend",
        "Spend to date",
        Shape.POUNDS,
        14,
        "Pounds from 1 April to the quarter's end; empty: not given, which is not nil",
    ),
    Field("forecast", "Forecast outturn", Shape.POUNDS, 16, "Pounds expected to be spent by 31 March"),
    Field("variance", "Forecast less budget", Shape.POUNDS, 16, "Positive is an overspend; empty: a figure is missing"),
    Field("variance_pct", "Variance, %", Shape.PERCENT, 14, "The variance as a fraction of the budget: 0.1 is 10 %"),
)
_VIEWS: tuple[tuple[str, str, Callable[[MoneyLine], str]], ...] = (
    ("stream", "Funding stream", lambda line: line.stream),
    ("theme", "Theme", lambda line: line.theme),
    ("recipient", "First level recipient", lambda line: line.recipient),
    ("pooling", "Pooled or aligned", lambda line: line.pooling),
)


def money(given: ReportInput) -> Document:
    """The money of a quarter: every line, summed by stream, theme, recipient and pooling, and beside what it bought."""
    shown = reported(given)
    settings = given.agreement.settings
    bands = FinanceBands(settings.finance_band_amber, settings.finance_band_red)
    lines = money_lines(given.agreement, given.returns, given.period, _TOTAL, in_agreement("funding", "").sheet)
    views = tuple(_view(shown, lines, *view) for view in _VIEWS)
    parts = [
        Part(
            "Summary",
            words=tuple(summary_words(lines, given.period)),
            bullets=(*off_budget(lines, bands, given.period.quarter, KIND), *_ledgers(shown, lines)),
        ),
        Part("Every line", grids=(_every_line(shown, lines, bands), _details(shown, lines))),
        Part("Where the money goes", grids=views, pictures=tuple(money_pictures(views[0]))),
        Part("Carry-forward", words=(_CARRY,), grids=(_carry_forward(lines),)),
        Part(
            "Where the money goes and what it bought",
            words=(_BOUGHT,),
            grids=(_by_theme(shown, lines), _by_stream(shown, lines)),
        ),
    ]
    rule = (
        f"Finance: variance is forecast outturn less budget; green to {plain(bands.green_up_to)}%, amber to "
        f"{plain(bands.amber_up_to)}%, red beyond, over- and underspend alike. Sums are of the figures that are given; a variance "
        "is summed only where every line has budget and forecast."
    )
    if not lines:
        parts = [
            Part("Summary", words=("No finance line is agreed for this year, so there is no money to report on.",))
        ]
    return document(given, KIND, f"Money, {given.period.financial_year}", parts, (rule,))


_CARRY = (
    "What would be left at the year end, or would have to be found, if the forecasts come true. Whether it may be carried forward "
    "is for the terms of the grant and the accountable body to decide. What last year left is known from its last return."
)
_BOUGHT = (
    "Spend beside performance. It shows where money goes and how the indicators there stand; it does not say that one is the "
    "cause of the other."
)


def _ledgers(shown: Reported, lines: Sequence[MoneyLine]) -> Iterator[Bullet]:
    """Where a theme's own total is not the sum of its lines."""
    for code, returned in shown.returns.items():
        row = ledger_total(returned, _TOTAL)
        mine = [line for line in lines if line.theme == code]
        columns = (
            ("spend", "spend to date", [line.spend for line in mine]),
            ("outturn", "forecast outturn", [line.forecast for line in mine]),
        )
        for name, title, amounts in columns:
            stated = row.number_of(name) if row else None
            apart = total_difference(amounts, stated)
            if row and apart:
                more = "more" if apart > 0 else "less"
                own = in_pounds(tidy(stated or 0))
                text = f"The theme's own total of {title}, {own}, is {in_pounds(abs(apart))} {more} than its lines."
                source = source_of(shown.agreement, returned, row, name)
                yield Bullet(f"{KIND}/{code}/total/{name}", shown.agreement.theme(code).name, text, source, kind="gap")


def _every_line(shown: Reported, lines: Sequence[MoneyLine], bands: FinanceBands) -> Grid:
    fields = (
        Field("line", "Line", width=12, meaning="The code of the finance line in the agreement"),
        Field("stream", "Funding stream", width=30, meaning="Where the money comes from"),
        *_MONEY,
        Field("against_profile", "Spend less profile", Shape.POUNDS, 16, "Spend to date less profiled spend"),
        Field("spent_pct", "Spent, % of budget", Shape.PERCENT, 11, "Spend to date as a fraction of the budget"),
        Field("band", "Band", Shape.RAG, 10, "Red, Amber, Green; Grey: budget or forecast is missing"),
    )
    out = []
    for line in lines:
        view = line.view(shown.period.quarter, bands)
        values: tuple[Value, ...] = (
            *(line.code, line.stream, line.budget, line.profile, line.spend, line.forecast),
            *(view.variance, view.variance_fraction, view.against_profile, view.spent_fraction, view.rag.value),
        )
        out.append(Line(values, sources=line.sources))
    sums = sums_of(lines)
    total = Line(("All", None, *_amounts(sums), None, None, None), total=True)
    note = f"Without a figure: {sums.missing}." if sums.missing else ""
    return Grid("money-lines", "Every finance line", fields, (*out, total), note)


def _details(shown: Reported, lines: Sequence[MoneyLine]) -> Grid:
    fields = (
        Field("line", "Line", width=12, meaning="The code of the finance line in the agreement"),
        Field("theme", "Theme", width=28, meaning="The theme whose return carries it"),
        Field(
            "pooling", "Pooled or aligned", width=12, meaning="Paid through the agreement, or steered to its outcomes"
        ),
        Field("recipient", "First level recipient", width=28, meaning="Who accounts for it"),
        Field("comment", "Comment", width=50, meaning="The partner's words"),
    )
    out = [
        Line(
            (line.code, shown.agreement.theme(line.theme).name, line.pooling, line.recipient, line.comment or None),
            sources=line.sources,
        )
        for line in lines
    ]
    return Grid("money-line-details", "What each line is", fields, tuple(out))


def _amounts(sums: Sums) -> tuple[Value, ...]:
    return (sums.budget, sums.profile, sums.spend, sums.forecast, sums.variance, sums.variance_fraction)


def _view(shown: Reported, lines: Sequence[MoneyLine], name: str, title: str, key: Callable[[MoneyLine], str]) -> Grid:
    fields = (
        Field(name, title, width=38, meaning="What the lines have in common"),
        Field("lines", "Lines", Shape.COUNT, 9, "How many finance lines"),
        *_MONEY,
        Field(
            "missing",
            "Figures that are missing",
            width=36,
            meaning="Which figures are not in the sums; empty: none is missing",
        ),
    )
    groups: dict[str, list[MoneyLine]] = {}
    for line in lines:
        groups.setdefault(key(line), []).append(line)
    out = []
    for group, mine in groups.items():
        sums = sums_of(mine)
        shown_as = shown.agreement.theme(group).name if name == "theme" else group
        sources = tuple(dict.fromkeys(source for line in mine for source in line.sources))
        out.append(Line((shown_as, sums.count, *_amounts(sums), sums.missing or None), sources=sources))
    sums = sums_of(lines)
    whole = Line(("All", sums.count, *_amounts(sums), sums.missing or None), total=True)
    return Grid(f"money-by-{name}", f"By {title.lower()}", fields, (*out, whole))


def _carry_forward(lines: Sequence[MoneyLine]) -> Grid:
    fields = (
        Field("line", "Line", width=12, meaning="The code of the finance line in the agreement"),
        Field("stream", "Funding stream", width=30, meaning="Where the money comes from"),
        Field("recipient", "First level recipient", width=26, meaning="Who accounts for it"),
        Field(
            "brought",
            "Left by last year",
            Shape.POUNDS,
            14,
            "Last year's budget less its spend, negative where overspent; empty: not known",
        ),
        Field("budget", "Budget", Shape.POUNDS, 16, "Pounds for the financial year"),
        Field("forecast", "Forecast outturn", Shape.POUNDS, 16, "Pounds expected to be spent by 31 March"),
        Field(
            "left",
            "Would be left",
            Shape.POUNDS,
            14,
            "Budget less forecast, where something is left; empty: a figure is missing",
        ),
        Field(
            "found",
            "Would have to be found",
            Shape.POUNDS,
            14,
            "Forecast less budget, where it is overspent; empty: a figure is missing",
        ),
    )
    out, sums = [], [Decimal(0)] * 5
    known = [False] * 5
    for line in lines:
        left = None if line.variance is None else max(-line.variance, Decimal(0))
        found = None if line.variance is None else max(line.variance, Decimal(0))
        amounts = (line.brought, line.budget, line.forecast, left, found)
        for place, amount in enumerate(amounts):
            if amount is not None:
                sums[place] += amount
                known[place] = True
        out.append(Line((line.code, line.stream, line.recipient, *amounts), sources=line.sources))
    whole = tuple(amount if is_known else None for amount, is_known in zip(sums, known, strict=True))
    total = Line(("All", None, None, *whole), total=True)
    missing = sums_of(lines).missing
    note = f"Without a figure: {missing}." if missing else ""
    return Grid("carry-forward", "Carry-forward", fields, (*out, total), note)


def _standing(rolled: Rolled) -> tuple[Value, ...]:
    tally = rolled.suggested.tally
    rest = tally.grey_due + tally.placeholders + tally.not_due
    return (rolled.effective.value, tally.green, tally.amber, tally.red, rest)


_STANDING = (
    Field("rating", "Theme's rating", Shape.RAG, 10, "The rating that counts of the theme that the money goes to"),
    Field("green", "Green", Shape.COUNT, 8, "Indicators of the theme rated green; rows of one group count as one"),
    Field("amber", "Amber", Shape.COUNT, 8, "Rated amber"),
    Field("red", "Red", Shape.COUNT, 8, "Rated red"),
    Field("not_measured", "Not measured", Shape.COUNT, 10, "Without a colour"),
)
_SPENT = (_MONEY[0], _MONEY[2], _MONEY[3])


def _by_theme(shown: Reported, lines: Sequence[MoneyLine]) -> Grid:
    share = Field(
        "budget_pct",
        "Share of all budgets",
        Shape.PERCENT,
        11,
        "The theme's budget as a fraction of all; empty: it has none",
    )
    fields = (Field("theme", "Theme", width=38, meaning="The local theme"), *_SPENT, share, *_STANDING)
    whole = sums_of(lines).budget
    out = []
    for theme in shown.assessment.themes:
        mine = [line for line in lines if line.theme == theme.code]
        sums = sums_of(mine)
        part = None if not sums.budget or not whole else rounded6(sums.budget / whole)
        sources = (*(source for line in mine for source in line.sources), of_indicators("effective"))
        values = (theme.name, sums.budget, sums.spend, sums.forecast, part, *_standing(theme))
        out.append(Line(values, sources=tuple(dict.fromkeys(sources))))
    note = "An empty amount means that no finance line is agreed there, or that nobody has given the figure; it is not nil."
    return Grid("spend-and-performance", "Spend beside performance, by theme", fields, tuple(out), note)


def _by_stream(shown: Reported, lines: Sequence[MoneyLine]) -> Grid:
    fields = (
        Field("stream", "Funding stream", width=30, meaning="Where the money comes from"),
        Field("theme", "Theme", width=30, meaning="The theme that it goes to"),
        *_SPENT,
        *_STANDING,
    )
    groups: dict[tuple[str, str], list[MoneyLine]] = {}
    for line in lines:
        groups.setdefault((line.stream, line.theme), []).append(line)
    out = []
    for (stream, theme), mine in groups.items():
        sums = sums_of(mine)
        sources: Iterable[Source] = (*(source for line in mine for source in line.sources), of_indicators("effective"))
        rolled = shown.theme(theme)
        values = (stream, rolled.name, sums.budget, sums.spend, sums.forecast, *_standing(rolled))
        out.append(Line(values, sources=tuple(dict.fromkeys(sources))))
    return Grid("streams-and-performance", "Spend beside performance, by stream", fields, tuple(out))
