"""What has to hold across the tables of an agreement; each rule names the cell it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any

from laa_xl.declare.agreement_tables import AGREEMENT_TABLES
from laa_xl.declare.revision_checks import check_revisions, quarters_of
from laa_xl.declare.table_errors import TableError
from laa_xl.domain.agreement import Agreement, Indicator
from laa_xl.domain.letters import wrong_placeholders
from laa_xl.domain.mails import is_address, unfit_for_files
from laa_xl.domain.periods import Period, financial_year
from laa_xl.domain.profile import shares_sum_to_one
from laa_xl.domain.words import Accumulation, Measure, Polarity, ToleranceKind

_TITLES = {table.name: {column.name: column.title for column in table.columns} for table in AGREEMENT_TABLES}
_UNIQUE = ("blocks", "partners", "themes", "outcomes", "indicators", "rewards", "contacts", "letters")
# table, column, and the table whose key it has to be
_REFERENCES = (
    ("themes", "block", "blocks"),
    ("themes", "lead_partner", "partners"),
    ("outcomes", "theme", "themes"),
    ("indicators", "outcome", "outcomes"),
    ("indicators", "lead_partner", "partners"),
    ("indicators", "part_of", "indicators"),
    ("indicators", "same_as", "indicators"),
    ("targets", "indicator", "indicators"),
    ("baselines", "indicator", "indicators"),
    ("moves", "indicator", "indicators"),
    ("moves", "outcome", "outcomes"),
    ("rewards", "indicator", "indicators"),
    ("funding", "theme", "themes"),
    ("contacts", "theme", "themes"),
)
_COUNTED = re.compile(r"(?:the )?(?:numbers? of|counts? of|no\. of)\b", re.IGNORECASE)
_KEYS = {table.name: table.key.name for table in AGREEMENT_TABLES}


def check_agreement(agreement: Agreement, places: Mapping[str, Sequence[int]]) -> Iterator[TableError]:
    """Every error of a loaded agreement; ``places`` gives the row number of each record of each table."""

    def error(table: str, index: int, column: str, entered: Any, message: str, *, stops: bool = True) -> TableError:
        return TableError(table, places[table][index], _TITLES[table][column], entered, message, stops)

    yield from _doubled(agreement, error)
    yield from _doubled_funding(agreement, error)
    yield from _unresolved(agreement, error)
    yield from _settings(agreement)
    for index, theme in enumerate(agreement.themes):
        if told := unfit_for_files(theme.code):
            yield error("themes", index, "code", theme.code, told)
    yield from _indicators(agreement, error)
    yield from _targets(agreement, error)
    yield from check_revisions(agreement, error)
    yield from _letters(agreement, error)


def _doubled(agreement: Agreement, error: Any) -> Iterator[TableError]:
    for table in _UNIQUE:
        key = _KEYS[table]
        seen: set[str] = set()
        for index, record in enumerate(getattr(agreement, table)):
            code = str(getattr(record, key)).casefold()
            if code in seen:
                yield error(table, index, key, getattr(record, key), "This code stands twice. Give each row its own.")
            seen.add(code)


def _doubled_funding(agreement: Agreement, error: Any) -> Iterator[TableError]:
    """A line has a row for each year, by which next year's knows what was left; one without a year is for all of them."""
    years: dict[str, set[int | None]] = {}
    for index, line in enumerate(agreement.funding):
        others = years.setdefault(line.code.casefold(), set())
        if line.year in others and line.year is not None:
            message = f"It has another row for {financial_year(line.year)}. A line has one row for each year, all with its code: keep one."
            yield error("funding", index, "code", line.code, message)
        elif others and (line.year is None or None in others):
            message = "It has a row without a financial year, which is for every year, and another one. Give each row its own year."
            yield error("funding", index, "code", line.code, message)
        others.add(line.year)


def _unresolved(agreement: Agreement, error: Any) -> Iterator[TableError]:
    for table, column, other in _REFERENCES:
        known = {getattr(record, _KEYS[other]) for record in getattr(agreement, other)}
        if other == "partners" and not known:
            continue  # an agreement need not list its partners
        records, named = getattr(agreement, table), attrgetter(column)
        if known.issuperset(value for value in set(map(named, records)) if value is not None):
            continue
        for index, value in enumerate(map(named, records)):
            if value is not None and value not in known:
                yield error(table, index, column, value, f"There is no such row in the table {other}.")


def _settings(agreement: Agreement) -> Iterable[TableError]:
    settings = agreement.settings
    if settings.end_year < settings.start_year:
        yield TableError(
            "settings",
            None,
            "Last financial year",
            settings.end_year,
            "This is before the first financial year.",
        )
    if told := unfit_for_files(settings.code):
        yield TableError("settings", None, "Agreement code", settings.code, told)
    if not agreement.themes:
        yield TableError("themes", None, "", None, "An agreement has at least one theme.")


def _indicators(agreement: Agreement, error: Any) -> Iterator[TableError]:
    designated: dict[Period, set[str]] = {period: set() for period in quarters_of(agreement)}
    for index, indicator in enumerate(agreement.indicators):
        shares = (indicator.share_q1, indicator.share_q2, indicator.share_q3, indicator.share_q4)
        given = [share for share in shares if share is not None]
        if given and (indicator.shares is None or not shares_sum_to_one(indicator.shares)):
            yield error("indicators", index, "share_q4", sum(given), "The four seasonal shares have to sum to 1.")
        if indicator.tolerance_kind is ToleranceKind.POINTS and None in (
            indicator.tolerance_upper,
            indicator.tolerance_lower,
        ):
            yield error("indicators", index, "tolerance_upper", None, "Give both tolerances where they are in points.")
        yield from _designated(agreement, indicator, designated, index, error)
        for column, other in (("part_of", indicator.part_of), ("same_as", indicator.same_as)):
            if other == indicator.code:
                yield error("indicators", index, column, other, "This is the indicator itself: name another one.")
        if indicator.measure is Measure.PERCENT and _COUNTED.match(f"{indicator.unit or ''}"):
            message = "The unit speaks of a number, and the measure is percent: correct whichever is wrong."
            yield error("indicators", index, "unit", indicator.unit, message, stops=False)
        elif indicator.measure is Measure.PERCENT and _COUNTED.match(indicator.title):
            message = (
                "The title speaks of a number, and the measure is percent: say so in the definition, or correct it."
            )
            if not indicator.definition and not indicator.note:
                yield error("indicators", index, "title", indicator.title, message, stops=False)
        quarters = (indicator.due_quarters or "").upper().replace(",", " ").split()
        if any(quarter not in ("Q1", "Q2", "Q3", "Q4") for quarter in quarters):
            yield error("indicators", index, "due_quarters", indicator.due_quarters, "Write quarters such as Q2 Q4.")


def _designated(
    agreement: Agreement, indicator: Indicator, designated: Mapping[Period, set[str]], index: int, error: Any
) -> Iterator[TableError]:
    """Whether there are too many in one quarter: an indicator that has ended makes room for another."""
    limit = agreement.settings.designated_limit
    if not indicator.designated:
        return
    mine = [keys for period, keys in designated.items() if indicator.runs_in(period)]
    most = max((len(keys) for keys in mine if indicator.counting_key not in keys), default=0) + 1
    for keys in mine:
        keys.add(indicator.counting_key)
    if most > limit:
        message = f"This is designated indicator number {most}; at most {limit} may be designated at a time."
        yield error("indicators", index, "designated", "Y", message)


def _targets(agreement: Agreement, error: Any) -> Iterator[TableError]:
    years = agreement.settings.years
    seen: set[tuple[Any, ...]] = set()
    indicators = {indicator.code: indicator for indicator in agreement.indicators}
    for index, row in enumerate(agreement.targets):
        year, quarter, target, low, high = row.year, row.quarter, row.target, row.low, row.high
        if year not in years:
            term = f"{years.start} to {years.stop - 1}"
            yield error("targets", index, "year", year, f"This is outside the term of the agreement ({term}).")
        place = (row.indicator, year, quarter, row.effective_from)
        if place in seen:
            yield error("targets", index, "indicator", row.indicator, "This target stands twice for the same time.")
        seen.add(place)
        if low is not None and high is not None and low > high:
            yield error("targets", index, "low", low, "The range ends before it begins.")
        indicator = indicators.get(row.indicator)
        if indicator is None:
            continue
        ranged = indicator.polarity is Polarity.RANGE
        if ranged and low is None and high is None:
            yield error("targets", index, "low", target, "A range is best here: give the range, not one figure.")
        if not ranged and target is None:
            yield error("targets", index, "target", None, "Give the target.")
        zero = target == 0 and not ranged and indicator.tolerance_kind is not ToleranceKind.POINTS
        if zero:
            message = "A target of 0 has no percentage: give the indicator a tolerance in points, or any miss is red."
            yield error("targets", index, "target", 0, message, stops=False)
        if target is not None and quarter is None and round(target, indicator.decimals) != target:
            message = f"This has more decimals than the indicator's {indicator.decimals}: a quarter's target is rounded to them."
            yield error("targets", index, "target", target, message, stops=False)
        if (
            indicator.accumulation is Accumulation.CUMULATIVE
            and quarter in (1, 2, 3)
            and target is not None
            and year in years
            and (year_end := agreement.target_row(row.indicator, year, None, date(year + 1, 3, 31)))
            and target == year_end.target != 0
        ):
            message = "This is the target of the whole year: a cumulative figure cannot reach it by this quarter."
            yield error("targets", index, "target", target, message, stops=False)


def _letters(agreement: Agreement, error: Any) -> Iterator[TableError]:
    """Addresses that no mail would reach, and placeholders that nothing fills in."""
    for index, contact in enumerate(agreement.contacts):
        if contact.email and not is_address(contact.email.strip()):
            message = "This is no e-mail address, so nobody is written to there. Enter one alone, such as post@council.example."
            yield error("contacts", index, "email", contact.email, message, stops=False)
    for index, letter in enumerate(agreement.letters):
        for column in ("subject", "text"):
            if told := wrong_placeholders(letter.kind, getattr(letter, column) or ""):
                yield error("letters", index, column, None, told)
