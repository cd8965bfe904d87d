"""A corrected return: what it changes, in every place where it is told, and what needs an officer's yes first."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from laa_xl.domain.periods import Period
from laa_xl.domain.register import Register
from laa_xl.files.store import sha256_of
from laa_xl.flow.frames import frames
from laa_xl.flow.programme import Programme
from tests.support.cli import NOW, laa_xl, succeeded
from tests.support.programmes import demo_return, new_return, prints, put

Q2 = Period(2008, 2)
LATER = (datetime.fromisoformat(NOW) + timedelta(days=3)).isoformat()
LATEST = (datetime.fromisoformat(NOW) + timedelta(days=6)).isoformat()
NI193 = {"NI193": {"actual": 50.0}}


def corrected(
    programme: Programme, changes: dict[str, dict[str, Any]] | None = None, name: str = "police.xlsx"
) -> Path:
    """A corrected return of SSC for 2008-Q2 that lies somewhere."""
    path = programme.root.parent / name
    path.write_bytes(new_return(programme, "SSC", Q2, NI193 if changes is None else changes))
    return path


def taken(programme: Programme, *words: str | Path, now: str = LATER) -> dict[str, Any]:
    """What consolidate says of the one file, as JSON."""
    result = laa_xl("consolidate", programme.root, *words, "--json", now=now)
    (said,) = json.loads(result.stdout)["files"]
    return {**said, "exit_code": result.exit_code}


def changes(programme: Programme) -> list[dict[str, Any]]:
    return frames(programme.root, datetime.fromisoformat(LATEST))["Changes"].to_dict("records")


def states(programme: Programme, theme: str = "SSC") -> list[str]:
    said = json.loads(succeeded(laa_xl("status", programme.root, "--json", now=LATER)).stdout)["returns"]
    return [line["state"] for line in said if line["theme"] == theme]


def test_the_command_line_says_what_a_correction_changes(leicester: Programme) -> None:
    said = succeeded(laa_xl("consolidate", leicester.root, corrected(leicester), now=LATER)).stdout
    assert "1 change since the accepted version (leicester-2008-SSC-2008-Q2.xlsx):" in said
    assert "NI193, Actual: was 51.4, is 50." in said


def test_other_programs_and_the_register_get_the_change_too(leicester: Programme) -> None:
    said = taken(leicester, corrected(leicester))
    (change,) = said["changes"]
    assert (change["row"], change["column"], change["before"], change["after"]) == ("NI193", "actual", 51.4, 50.0)
    assert (said["became"], said["replaces"]) == ("accepted", "leicester-2008-SSC-2008-Q2.xlsx")
    counts = [receipt.changes for receipt in leicester.load_register().receipts if receipt.theme == "SSC"]
    assert counts == [None, 1]


def test_the_master_lists_the_change_with_both_files_and_the_cell_of_the_new_one(leicester: Programme) -> None:
    path = corrected(leicester)
    taken(leicester, path)
    (row,) = changes(leicester)
    assert [row[title] for title in ("Period", "Theme", "What happened", "Sheet", "Row", "What", "Before", "After")] == [
        "2008-Q2", "SSC", "Corrected return", "Indicators", "NI193", "Actual", "51.4", "50",
    ]  # fmt: skip
    assert (row["Earlier file"], row["File"]) == ("leicester-2008-SSC-2008-Q2.xlsx", "police.xlsx")
    assert row["On"] == datetime.fromisoformat(LATER).date()
    assert row["File's fingerprint"] == sha256_of(path.read_bytes())


def test_a_file_saved_anew_without_any_change_says_so(leicester: Programme) -> None:
    path = leicester.root.parent / "again.xlsx"
    path.write_bytes(new_return(leicester, "SSC", Q2))
    assert path.read_bytes() != demo_return("leicester-2008", "SSC")
    said = succeeded(laa_xl("consolidate", leicester.root, path, now=LATER)).stdout
    assert "Nothing is changed since the accepted version" in said
    assert changes(leicester) == []


def test_a_kept_version_that_is_gone_is_told_and_stops_nothing(leicester: Programme) -> None:
    first = next(receipt for receipt in leicester.load_register().receipts if receipt.theme == "SSC")
    taken(leicester, corrected(leicester))
    (leicester.root / first.kept).unlink()
    result = succeeded(laa_xl("rebuild", leicester.root, now=LATER))
    assert f"{first.kept} ({first.file}) is not there as it was received" in result.stderr
    (leicester.root / first.kept).with_suffix(".removed.txt").write_text("Asked for by its author.")
    result = succeeded(laa_xl("rebuild", leicester.root, now=LATER))
    assert first.kept not in result.stderr
    assert changes(leicester) == []


def held(programme: Programme, path: Path, *words: str, now: str = LATER) -> str:
    """That a file is held, counts nowhere, is kept as received, and stays so at the next run; why it is held."""
    before = programme.load_register().current()
    said = taken(programme, path, *words, now=now)
    assert (said["became"], said["exit_code"]) == ("held", 1)
    assert programme.load_register().current() == before
    (receipt,) = [one for one in programme.load_register().receipts if one.waits]
    assert sha256_of((programme.root / receipt.kept).read_bytes()) == receipt.sha256 == sha256_of(path.read_bytes())
    register = (programme.root / "register.json").read_bytes()
    assert taken(programme, path, *words, now=now)["became"] == "held"
    assert (programme.root / "register.json").read_bytes() == register, "held once is enough"
    return " ".join(receipt.held)


def test_a_correction_of_what_an_issued_report_says_is_held(leicester: Programme) -> None:
    succeeded(laa_xl("report", "issue", leicester.root, now=LATER))
    issued = prints(leicester.root / "reports" / "2008-Q2" / "issued")
    path = corrected(leicester)
    assert "issued already (issue 1 of 27 October 2008)" in held(leicester, path, now=LATEST)
    assert "held" in states(leicester)
    words = ("--accept", "police.xlsx", "--because", "The police counted anew", "--by", "Performance officer")
    succeeded(laa_xl("held", leicester.root, *words, now="2008-11-05T10:00:00"))
    assert states(leicester) == ["superseded", "accepted"]
    last = leicester.load_register().receipts[-1]
    assert (last.at, last.came_in) == (datetime(2008, 11, 5, 10), datetime.fromisoformat(LATEST)), (
        "late by the day it came in"
    )
    (row,) = changes(leicester)
    assert row["Reports issued before"] == "Issue 1 of 27 October 2008 quotes the figure before."
    assert row["Why"] == "Let in by Performance officer: The police counted anew."
    assert prints(leicester.root / "reports" / "2008-Q2" / "issued") == issued


def test_after_an_issue_a_file_that_changes_nothing_is_not_held(leicester: Programme) -> None:
    succeeded(laa_xl("report", "issue", leicester.root, now=LATER))
    assert taken(leicester, corrected(leicester, {}), now=LATEST)["became"] == "accepted"


def test_an_older_file_after_a_newer_one_is_held_also_when_it_never_came_in_before(leicester: Programme) -> None:
    path = leicester.root.parent / "draft.xlsx"
    path.write_bytes(_completed(leicester, date(2008, 10, 2)))
    why = held(leicester, path)
    assert "completed on 2 October 2008, which is before the return that counts" in why


def _completed(programme: Programme, day: date) -> bytes:
    """The demonstration's return of SSC with another day on its Start sheet."""
    from laa_xl.files.return_writer import return_bytes
    from laa_xl.flow.demonstration import read_entries
    from laa_xl.flow.receiving import template_spec
    from laa_xl.flow.shipped import demonstration_folder
    from laa_xl.stages.templating import content

    spec = template_spec(programme.load(), "SSC", Q2, {})
    entries = read_entries(demonstration_folder("leicester-2008") / str(Q2), "SSC")
    entries["about"]["about"]["date_completed"] = day
    return return_bytes(spec, content(spec, entries), datetime(2008, 10, 1))


def test_the_very_file_of_before_is_held_where_somebody_names_it_and_passed_over_in_the_inbox(
    leicester: Programme,
) -> None:
    first = leicester.root.parent / "first.xlsx"
    first.write_bytes(demo_return("leicester-2008", "SSC"))
    taken(leicester, corrected(leicester))
    put(leicester, "first.xlsx", first.read_bytes())
    assert taken(leicester)["became"] == "superseded"
    assert "police.xlsx, which came in later, counts now" in held(leicester, first)


def test_a_return_that_its_name_gives_to_somebody_else_is_held(leicester: Programme) -> None:
    why = held(leicester, corrected(leicester, name="leicester-2008-HCOP-2008-Q2.xlsx"))
    assert why == "By its name it is the return of HCOP; inside it is the return of SSC."


def test_a_return_of_another_quarter_than_is_consolidated_is_held_where_it_is_named(leicester: Programme) -> None:
    path = corrected(leicester)
    assert "you are consolidating Quarter 1 of 2008-09" in held(leicester, path, "--period", "2008-Q1")
    succeeded(
        laa_xl("held", leicester.root, "--accept", "SSC 2008-Q2", "--because", "It was meant for September", now=LATER)
    )
    assert states(leicester) == ["superseded", "accepted"]


def test_what_must_be_fixed_is_sent_back_and_not_held(leicester: Programme) -> None:
    succeeded(laa_xl("report", "issue", leicester.root, now=LATER))
    path = corrected(leicester, {"NI193": {"actual": "about 50"}})
    assert taken(leicester, path, now=LATEST)["became"] == "rejected"


def test_a_held_return_is_listed_with_its_reason_and_turned_down_for_good(leicester: Programme) -> None:
    path = corrected(leicester, name="leicester-2008-HCOP-2008-Q2.xlsx")
    held(leicester, path)
    assert "has waited for your yes since 27 October 2008" in laa_xl("rebuild", leicester.root, now=LATEST).stderr
    listed = laa_xl("held", leicester.root, now=LATER)
    assert listed.exit_code == 1
    assert "SSC for 2008-Q2" in listed.stdout and "1 changed since" in listed.stdout and "By its name" in listed.stdout
    (entry,) = json.loads(laa_xl("held", leicester.root, "--json", now=LATER).stdout)
    words = ("--turn-down", entry["sha256"][:8], "--because", "An old draft")
    said = succeeded(laa_xl("held", leicester.root, *words, now=LATER)).stdout
    assert "It stays kept: held/2008-Q2/SSC-" in said
    assert states(leicester) == ["accepted", "turned down"]
    again = taken(leicester, path)
    assert (again["became"], again["held"]) == (
        "turned down",
        ["It was turned down on 27 October 2008 by County team: An old draft."],
    )
    assert succeeded(laa_xl("held", leicester.root, now=LATER)).stdout.strip() == "No return waits for your yes."


def test_a_decision_that_cannot_be_made_changes_nothing(leicester: Programme) -> None:
    taken(leicester, corrected(leicester, name="leicester-2008-HCOP-2008-Q2.xlsx"))
    before = prints(leicester.root)
    for words, told in (
        (("--accept", "SSC 2008-Q2"), "Say why it is let in"),
        (("--accept", "other.xlsx", "--because", "x"), '"other.xlsx" is not among the returns that are held'),
        (("--accept", "a", "--turn-down", "b"), "one at a time"),
    ):
        result = laa_xl("held", leicester.root, *words, now=LATEST)
        assert result.exit_code == 2, words
        assert told in result.stderr
    assert prints(leicester.root) == before


def test_a_register_of_before_loads_and_its_versions_are_compared(leicester: Programme) -> None:
    taken(leicester, corrected(leicester))
    data = json.loads((leicester.root / "register.json").read_text())
    for receipt in data["receipts"]:
        for name in ("arrived", "held", "decision", "withdrawn", "changes", "totals"):
            del receipt[name]
    old = json.dumps(data)
    assert Register.model_validate_json(old).receipts[-1].changes is None
    (leicester.root / "register.json").write_text(old)
    succeeded(laa_xl("rebuild", leicester.root, now=LATER))
    assert [row["Before"] for row in changes(leicester)] == ["51.4"]
