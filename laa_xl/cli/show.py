"""How the command line shows outcomes: tables for people, JSON for programs, exit codes for both."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from laa_xl.cli.changes import show_changes, taken_json
from laa_xl.cli.saying import in_one_line, say, shown
from laa_xl.domain.findings import Finding, Verdict, must_be_fixed

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from laa_xl.declare.table_errors import TableError
    from laa_xl.domain.register_lines import RegisterLine
    from laa_xl.flow.chasing import Chase
    from laa_xl.flow.feedback import Copy
    from laa_xl.flow.pipeline import Outcome
    from laa_xl.flow.programme import Programme
    from laa_xl.flow.receiving import Validated


def new_console() -> Console:
    """The terminal as wide as it is; a pipe or a file as wide as a table needs. Without any output, nothing is shown."""
    from rich.console import Console  # what draws tables comes when one is drawn

    wide = None if sys.stdout is not None and sys.stdout.isatty() else 150
    return Console(width=wide, markup=False, emoji=False)  # a name in brackets or colons is no style


def new_table(**looks: Any) -> Table:
    """A table to print; rich is loaded when the first one is."""
    from rich.table import Table

    return Table(**looks)


_SHOWN = {
    "accepted": "accepted",
    "held": "held, needs your yes",
    "rejected": "not accepted: must be fixed",
    "refused": "cannot be used",
    "unchanged": "already accepted",
    "waiting": "left in the inbox for its own quarter",
    "superseded": "came in before, and a later return took its place",
    "withdrawn": "came in before, and was withdrawn",
    "turned down": "came in before, and was turned down",
}


def exit_code(item: Validated) -> int:
    """0 nothing must be fixed, 1 something must be fixed, 2 the file cannot be used."""
    if item.refused:
        return 2
    return 1 if must_be_fixed(item.findings) else 0


def validated_json(item: Validated) -> dict[str, Any]:
    """The object that ``validate --json`` prints for a file."""
    return {
        "file": item.file,
        "theme": item.form.theme if item.form else None,
        "period": item.form.period if item.form else None,
        "verdict": item.verdict.value,
        "findings": [finding.as_json() for finding in item.open],
        "confirmed": [{**finding.as_json(), "because": finding.confirmed} for finding in item.confirmed],
        "waived": [{**finding.as_json(), **_waiver_json(finding)} for finding in item.waived],
    }


def _waiver_json(finding: Finding) -> dict[str, str]:
    waiver = finding.waived
    assert waiver is not None
    return {"because": waiver.reason, "by": waiver.post, "until": waiver.until}


def show_validated(item: Validated) -> None:
    """One file: its verdict in words, then a line a finding."""
    must, confirm = item.count("must_fix"), item.count("confirm")
    if item.verdict is Verdict.REFUSED:
        say(f"{item.file}: cannot be used.")
        return
    said = [f"{must} to fix"] * bool(must) + [f"{confirm} to confirm"] * bool(confirm)
    if not said:
        said.append("nothing to fix")
    said += _settled(item)
    whose = (
        f" ({item.form.theme}, {item.form.period})" if item.form else ""
    )  # last quarter's file looks like this one's
    say(f"{item.file}{whose}: {', '.join(said)}.")
    _show_findings(item)


def _settled(item: Validated) -> list[str]:
    """How many findings nobody is asked about any more, and why."""
    confirmed, waived = len(item.confirmed), len(item.waived)
    return [f"{confirmed} confirmed with a reason"] * bool(confirmed) + [f"{waived} waived"] * bool(waived)


def _show_findings(item: Validated) -> None:
    """A line a finding: what is left to do first, then what was confirmed or waived, with the reason."""
    for finding in (*item.open, *item.confirmed, *item.waived):
        say(f"  {in_one_line(finding.line)}")


def annotated_json(copy: Copy) -> dict[str, str | None]:
    """What ``validate --annotate --json`` adds to a file's object."""
    return {"annotated": str(copy.path) if copy.path else None}


def show_copy(copy: Copy, *, quiet: bool) -> None:
    """Where an annotated copy was written, or why there is none."""
    if copy.path is None:
        say(f"{copy.file}: {copy.why}", err=True)
    elif not quiet:
        say(f"Annotated copy: {copy.path}")


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    """What ``consolidate --json`` prints."""
    return {
        "master": str(outcome.master),
        "report": str(outcome.report) if outcome.report else None,
        "period": str(outcome.period) if outcome.period else None,
        "changed": outcome.changed,
        "edits": list(outcome.taken),
        "files": [{**validated_json(item), "became": became, **taken_json(item)} for item, became in outcome.files],
        "periods": [
            {
                "period": str(assessment.period),
                "rating": assessment.agreement.effective.value,
                "counts": {
                    "on_track": assessment.counts.on_track,
                    "off_trajectory": assessment.counts.off_trajectory,
                    "at_risk": assessment.counts.at_risk,
                    "placeholder": assessment.counts.placeholder,
                    "not_rated": assessment.counts.not_rated,
                    "of": assessment.counts.total,
                },
                "themes": {
                    rolled.code: {"rating": rolled.effective.value, "computed": rolled.computed.rag.value}
                    for rolled in assessment.themes
                },
            }
            for assessment in outcome.assessments
        ],
    }


def show_outcome(outcome: Outcome) -> None:
    """What became of each file, and where the master and the report are."""
    if not outcome.files:
        say("There was no new file in the inbox.")
    for item, became in outcome.files:
        said = [_SHOWN[became]]
        if became in ("accepted", "held", "rejected"):
            said += [f"{item.count('confirm')} to confirm"] * bool(item.count("confirm")) + _settled(item)
        say(f"{item.file}: {', '.join(said)}")
        for reason in item.held:
            say(f"  {reason}")
        if became in ("accepted", "held"):
            show_changes(item)
        if became in ("accepted", "held", "rejected"):
            _show_findings(item)
    if any(became == "held" for _, became in outcome.files):
        root = outcome.master.parent
        say(f'Decide about what is held: laa-xl held {root} --accept FILE --because "..." (or --turn-down FILE)')
    for line in outcome.taken:
        say(line)
    for assessment in outcome.assessments:
        say(f"{assessment.period.spelled}: {assessment.counts.line}")
    say(f"Master: {outcome.master}" + ("" if outcome.changed else " (unchanged)"))
    if outcome.report:
        say(f"Report: {outcome.report}")


def show_demo(programme: Programme, outcome: Outcome) -> None:
    """A short table, the annual counts, and where everything is."""
    assessment = outcome.assessments[-1]
    table = new_table(title=assessment.period.spelled)
    for heading in ("Theme", "Rating", "Green", "Amber", "Red", "Grey", "Return"):
        table.add_column(heading, justify="right" if heading in ("Green", "Amber", "Red", "Grey") else "left")
    became = {item.returned.theme: verdict for item, verdict in outcome.files if item.returned}
    for rolled in assessment.themes:
        tally = rolled.suggested.tally
        rest = tally.grey_due + tally.placeholders + tally.not_due
        numbers = (tally.green, tally.amber, tally.red, rest)
        table.add_row(
            rolled.name,
            rolled.effective.value,
            *map(str, numbers),
            _SHOWN[became.get(rolled.code, "refused")],
        )
    new_console().print(table)
    say(assessment.counts.line)
    period = str(assessment.period)
    for title, path in (
        ("Templates", programme.folder("templates", period)),
        ("Filled returns", programme.folder("inbox")),
        ("Accepted returns", programme.folder("accepted", period)),
        ("Master workbook", programme.master),
        ("Highlight report", outcome.report),
    ):
        say(f"{title + ':':<18}{path}")


def register_json(agreement: str, lines: Sequence[RegisterLine]) -> dict[str, Any]:
    """What ``status --json`` prints."""
    from laa_xl.domain.holding import why_it_stands

    return {
        "agreement": agreement,
        "returns": [
            {
                "period": str(line.period),
                "theme": line.theme,
                "state": line.state.value,
                "nil": line.receipt is not None and line.receipt.nil,
                "late": line.late_days > 0,
                "days_late": line.late_days,
                "deadline": line.deadline.isoformat() if line.deadline else None,
                "extended": line.extended,
                "file": line.receipt.file if line.receipt else None,
                "sha256": line.receipt.sha256 if line.receipt else None,
                "received": line.receipt.came_in.isoformat() if line.receipt else None,
                "must_fix": line.receipt.must_fix if line.receipt else None,
                "to_confirm": line.receipt.to_confirm if line.receipt else None,
                "waived": line.receipt.waived if line.receipt else None,
                "changes": line.receipt.changes if line.receipt else None,
                "why": why_it_stands(line.receipt) or None if line.receipt else None,
            }
            for line in lines
        ],
    }


def show_register(lines: Sequence[RegisterLine], warnings: Sequence[TableError]) -> None:
    """The register as a table, and what is odd in the input tables."""
    if not lines:
        say("Nothing has gone out or come in for that yet.")
    else:
        table = new_table()
        for heading in ("Period", "Theme", "State", "Due", "Received", "Days late", "To fix", "To confirm", "Waived"):
            table.add_column(heading, no_wrap=True)
        table.add_column("File", overflow="fold")
        for line in lines:
            receipt = line.receipt
            table.add_row(
                str(line.period),
                line.theme,
                line.state.value
                + (", nil return" if receipt and receipt.nil else "")
                + (", late" if receipt and line.late_days else ""),
                (f"{line.deadline:%d/%m/%Y}" if line.deadline else "") + (", extended" if line.extended else ""),
                f"{receipt.came_in:%d/%m/%Y}" if receipt else "",
                str(line.late_days or ""),
                str(receipt.must_fix or "") if receipt else "",
                str(receipt.to_confirm or "") if receipt else "",
                str(receipt.waived or "") if receipt else "",
                shown(receipt.file) if receipt else "",
            )
        new_console().print(table)
    for warning in warnings:
        say(f"Please look: {warning.told(in_master=True)}", err=True)


def show_chase(chase: Chase) -> None:
    """Who owes what as a table, where the lists are, and what is owed of other quarters."""
    say(chase.period.spelled)
    if not chase.rows:
        say("Nobody owes a return.")
    else:
        table = new_table()
        for heading in ("Theme", "State", "Due", "Days late", "To fix"):
            table.add_column(heading, no_wrap=heading != "State")
        for heading in ("Whom to ask", "Organisation", "E-mail"):
            table.add_column(heading, overflow="fold")
        for row in chase.rows:
            due = f"{row['deadline']:%d/%m/%Y}" if row["deadline"] else ""
            numbers = (str(row["days_late"] or ""), str(row["must_fix"] or ""))
            whom = (shown(row[name] or "") for name in ("post", "organisation", "email"))
            table.add_row(row["theme"], row["state"], due, *numbers, *whom)
        new_console().print(table)
    for path in chase.written:
        say(str(path))
    for other, number in chase.others.items():
        say(f"Also to be chased, of {other}: {number}", err=True)
