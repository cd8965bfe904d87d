"""From control totals, the master's rows and the report to one table: does each hold what was accepted? Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from laa_xl.declare.model import Role, Table
from laa_xl.declare.return_form import RETURN_FORM
from laa_xl.domain.agreement import Agreement
from laa_xl.domain.disclosure import stands_for_kept
from laa_xl.domain.live import figure_of
from laa_xl.domain.numbers import Figure, exact, plain, rounded6, total
from laa_xl.domain.packed_rows import PackedRows
from laa_xl.domain.periods import Period
from laa_xl.domain.report import HighlightReport, RatedLine
from laa_xl.domain.returns import Return, Row
from laa_xl.domain.sentences import as_words, many
from laa_xl.domain.totals import ColumnTotal, SheetTotals
from laa_xl.domain.versions import is_told

Rows = Sequence[Mapping[str, Any]]
Tables = Mapping[str, Sequence[Mapping[str, Any]]]

MASTER_TABLE = {
    "indicators": "all_indicators",
    "narrative": "all_narrative",
    "risks": "all_risks",
    "finance": "all_finance",
    "actions": "all_actions",
}
YES = "yes"
_PRINTED = re.compile(r"-?[\d,]+(?:\.\d+)?")
_ROW = re.compile(r"[A-Z]+(\d+)")


@dataclass(frozen=True, slots=True)
class Counted:
    """An accepted return with the control totals of its file."""

    returned: Return
    totals: Sequence[SheetTotals]


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The rows of the master's table, and a sentence for everything that does not agree."""

    rows: Rows
    differences: tuple[str, ...]


def reconciled(
    agreement: Agreement,
    counted: Iterable[Counted],
    tables: Tables,
    report: HighlightReport | None,
    shown: Period | None,
) -> Reconciled:
    """Hold what was accepted against the master's ``tables``, and against the report, which is of the quarter ``shown``.

    Nothing is taken from the way on which the master was computed: its rows are counted by the fingerprint of the file that
    they name, and the report by its printed lines and the cells that its bullets name.
    """
    order = {theme.code: number for number, theme in enumerate(agreement.themes)}
    rows, wrong = PackedRows(), list[str]()
    named = {table: _held(RETURN_FORM.table(name), tables.get(table, ())) for name, table in MASTER_TABLE.items()}
    for one in sorted(counted, key=lambda one: (one.returned.period, order.get(one.returned.theme, len(order)))):
        mine = report if one.returned.period == shown else None
        for row in (row for sheet in one.totals for row in _Sheet(agreement, one.returned, sheet, named, mine).rows()):
            rows.append(row)
            if row["agrees"] != YES:
                wrong.append(
                    f"Control totals, {row['theme']} for {row['period']}, {row['sheet']}, {row['what']}: {row['agrees']}. "
                    f"Tell whoever looks after laa-xl; the return is kept as {row['file']} was received."
                )
    return Reconciled(rows, tuple(wrong))


class _Held:
    """What the rows of a table hold that name one sheet of one file, counted while they pass."""

    __slots__ = ("filled", "rows", "sums")

    def __init__(self) -> None:
        self.rows = self.filled = 0
        self.sums: dict[str, Decimal] = {}  # by column; none for a column without any number


_Named = Mapping[str, Mapping[tuple[Any, Any], _Held]]


def _held(table: Table, rows: Iterable[Mapping[str, Any]]) -> dict[tuple[Any, Any], _Held]:
    """The rows of a table, which are those of ``table`` in the returns, by the fingerprint of the file and the sheet they name."""
    entries, figures = _entries(table), [column.name for column in table.columns if column.kind.numeric]
    found: dict[tuple[Any, Any], _Held] = {}
    for row in rows:
        key = (row.get("sha256"), row.get("sheet"))
        held = found.get(key) or found.setdefault(key, _Held())
        held.rows += 1
        held.filled += sum(1 for name in entries if is_told(row.get(name)))
        if _is_total(table, str(row.get(table.key.name))):
            continue
        for name in figures:
            if isinstance(value := row.get(name), (int, float)):
                held.sums[name] = held.sums.get(name, Decimal(0)) + exact(value)
    return found


def _entries(table: Table) -> list[str]:
    return [column.name for column in table.columns if column.role is Role.ENTRY]


def _is_total(table: Table, key: str) -> bool:
    return bool(table.total_row) and key == table.total_row


class _Sheet:
    """One sheet of one return, on its way."""

    def __init__(
        self, agreement: Agreement, returned: Return, sheet: SheetTotals, named: _Named, report: HighlightReport | None
    ) -> None:
        self.agreement, self.returned, self.sheet, self.report = agreement, returned, sheet, report
        self.table: Table = RETURN_FORM.table(sheet.table)
        self.accepted = returned.rows(sheet.table)
        running = {one.code for one in agreement.at(returned.period).indicators_of(returned.theme)}
        is_indicators = sheet.table == "indicators"
        self.taken = [row for row in self.accepted if not is_indicators or row.key in running]
        place = MASTER_TABLE.get(sheet.table)
        self.master = None if place is None else named[place].get((returned.sha256, sheet.sheet), _Held())

    def rows(self) -> Iterator[dict[str, Any]]:
        """Rows, entries, and the sum of each column of figures."""
        sheet, gone = self.sheet, len(self.accepted) - len(self.taken)
        in_report, wrong = self._reported()
        not_ours = f"{gone} no longer part of the agreement" if gone else ""
        yield self._line(
            "Rows",
            (sheet.read, sheet.accepted, sheet.rejected, sheet.left_out),
            "; ".join(part for part in (sheet.reasons, not_ours) if part),
            len(self.taken),
            None if self.master is None else self.master.rows,
            in_report,
            [*sheet.differences, *wrong],
        )
        names = _entries(self.table)
        standing = [row.standing() for row in self.taken]
        filled = sum(1 for row in standing for name in names if is_told(row.get(name)))
        held = None if self.master is None else self.master.filled
        yield self._line("Entries", (sheet.filled, sheet.entries, None, None), "", filled, held, None, [])
        for one in sheet.sums:
            yield self._sum(one)

    def _sum(self, one: ColumnTotal) -> dict[str, Any]:
        column = self.table.column(one.column)
        counted = [row for row in self.taken if not _is_total(self.table, row.key)]
        expected = total(figure for row in counted if (figure := row.number_of(column.name)) is not None)
        held = None if self.master is None else self.master.sums.get(column.name, Decimal(0))
        printed, wrong = self._printed() if (self.table.name, column.name) == ("indicators", "actual") else (None, [])
        why = f"{many(one.otherwise, 'cell')} read as another number than stands there" if one.otherwise else ""
        amounts = (_number(one.typed), _number(one.taken), None, None)
        return self._line(f"Sum of {column.title}", amounts, why, expected, held, printed, wrong)

    def _line(
        self,
        what: str,
        amounts: tuple[float | None, float | None, float | None, float | None],
        why: str,
        expected: Figure,
        master: Figure | None,
        report: Figure | None,
        wrong: Sequence[str],
    ) -> dict[str, Any]:
        said = list(wrong)
        if master is not None and exact(master) != exact(expected):
            said.append(f"{plain(expected)} accepted, but {plain(master)} in the master")
        read, accepted, rejected, ignored = amounts
        return {
            "period": str(self.returned.period),
            "theme": self.returned.theme,
            "sheet": self.sheet.sheet,
            "what": what,
            "read": read,
            "accepted": accepted,
            "rejected": rejected,
            "ignored": ignored,
            "why": why or None,
            "master": None if master is None else _number(exact(master)),
            "report": None if report is None else _number(exact(report)),
            "agrees": "; ".join(said) or YES,
            "file": self.returned.file,
            "sha256": self.returned.sha256,
        }

    # The report.

    def _reported(self) -> tuple[int | None, list[str]]:
        """How many rows of the sheet reach the report, and what should and does not."""
        if self.report is None or self.table.name not in ("indicators", "narrative"):
            return None, []
        if self.table.name == "indicators":
            due = {row.key for row in self.taken if not self._is_local(row.key)}
            here = {line.code for line in self.report.ratings}
            missing, reached = sorted(due - here), len(due & here)
        else:
            missing, reached = self._unsaid(self.report)
        return reached, [
            f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not in the report"
        ] if missing else []

    def _unsaid(self, report: HighlightReport) -> tuple[list[str], int]:
        """The lines of the Narrative sheet that stand nowhere in the report, and how many do. What an officer hid, or what has
        no section, was told apart."""
        theme = self.agreement.theme(self.returned.theme).name
        bullets = (*report.bullets, *report.hidden, *report.unplaced)
        sources = {
            (source.sheet, found[1])
            for bullet in bullets
            for source in bullet.sources
            if source.theme == theme and source.file == self.returned.file and (found := _ROW.fullmatch(source.cell))
        }
        due = [row for row in self.accepted if _says(row) and not self._is_local(row.text_of("indicator"))]
        reached = [row for row in due if (row.sheet, str(row.number + 1)) in sources]
        said = {_words(row) for row in reached}
        return [row.key for row in due if row not in reached and _words(row) not in said], len(reached)

    def _printed(self) -> tuple[Decimal | None, list[str]]:
        """The sum of the actuals that the report prints, and what it should be: small counts are not printed."""
        if self.report is None:
            return None, []
        mine = {row.key: row for row in self.taken if not self._is_local(row.key)}
        printed: list[Decimal] = []
        due: list[Decimal] = []
        for line in self.report.ratings:
            row = mine.get(line.code)
            actual = figure_of(row)
            if row is None or stands_for_kept(line.actual):
                continue
            if actual is not None:
                due.append(rounded6(exact(actual)))
            if (figure := _figure_in(line)) is not None:
                printed.append(figure)
        shown, expected = total(printed), total(due)
        if shown == expected:
            return shown, []
        return shown, [f"{plain(expected)} accepted, but {plain(shown)} printed in the report"]

    def _is_local(self, code: str) -> bool:
        found = self.agreement.spelled(code)
        return found is not None and found.local_only


def _figure_in(line: RatedLine) -> Decimal | None:
    """The figure of a printed line, ``1,450 (provisional)``; None where it has words alone."""
    found = _PRINTED.match(line.actual)
    return Decimal(found[0].replace(",", "")) if found else None


def _says(row: Row) -> bool:
    return any(as_words(row.text_of(name)) for name in ("heading", "text"))


def _words(row: Row) -> str:
    return as_words(f"{row.text_of('heading')} {row.text_of('text')}").casefold()


def _number(value: Decimal) -> float:
    """As a cell holds it."""
    return float(value)
