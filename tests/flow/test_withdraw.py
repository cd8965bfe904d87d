"""An accepted return that is taken back: with a reason, never erased, and nothing comes back by itself."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from laa_xl.domain.periods import Period
from laa_xl.flow.frames import frames
from laa_xl.flow.programme import Programme
from tests.support.cli import NOW, laa_xl, succeeded
from tests.support.programmes import demo_return, new_return, prints, put

Q2 = Period(2008, 2)
LATER = (datetime.fromisoformat(NOW) + timedelta(days=3)).isoformat()
WRONG = ("--because", "The figures were those of another district", "--by", "Performance officer")


def states(programme: Programme) -> list[str]:
    said = json.loads(succeeded(laa_xl("status", programme.root, "--json", now=LATER)).stdout)["returns"]
    return [line["state"] for line in said if line["theme"] == "SSC"]


def corrected(programme: Programme) -> Path:
    path = programme.root.parent / "police.xlsx"
    path.write_bytes(new_return(programme, "SSC", Q2, {"NI193": {"actual": 50.0}}))
    succeeded(laa_xl("consolidate", programme.root, path))
    return path


def actual(programme: Programme, code: str) -> object:
    rows = frames(programme.root, datetime.fromisoformat(LATER))["Indicators"].to_dict("records")
    return next(row["Actual"] for row in rows if row["Code"] == code)


def test_a_withdrawn_return_counts_no_longer_and_its_theme_owes_one_again(leicester: Programme) -> None:
    succeeded(laa_xl("report", "issue", leicester.root))
    issued = prints(leicester.root / "reports" / "2008-Q2" / "issued")
    kept = prints(leicester.root / "accepted")
    result = succeeded(laa_xl("withdraw", leicester.root, "ssc", "2008-Q2", *WRONG, now=LATER))
    assert "SSC owes a return for 2008-Q2 again." in result.stdout
    assert "not rated 4" in result.stdout, "the four of SSC that were rated"
    assert states(leicester) == ["withdrawn", "missing"]
    assert actual(leicester, "NI193") is None
    assert prints(leicester.root / "accepted") == kept
    assert prints(leicester.root / "reports" / "2008-Q2" / "issued") == issued
    tables = frames(leicester.root, datetime.fromisoformat(LATER))
    (row,) = tables["Changes"].to_dict("records")
    assert (row["What happened"], row["Who"], row["Why"]) == ("Withdrawn", "Performance officer", WRONG[1])
    assert row["Reports issued before"] == "Issue 1 of 24 October 2008 was drafted from the return before."
    (line,) = [row for row in tables["Register"].to_dict("records") if row["State"] == "withdrawn"]
    assert line["Why it stands so"] == f"Withdrawn on 27 October 2008 by Performance officer: {WRONG[1]}."
    chased = json.loads(succeeded(laa_xl("chase", leicester.root, "--json", now=LATER)).stdout)["returns"]
    assert [(one["theme"], one["state"]) for one in chased] == [("SSC", "withdrawn, owed again")]


def test_the_version_before_comes_back_only_where_the_officer_says_so(leicester: Programme) -> None:
    corrected(leicester)
    succeeded(laa_xl("withdraw", leicester.root, "SSC", "2008-Q2", *WRONG, now=LATER))
    assert states(leicester) == ["superseded", "withdrawn", "missing"]
    first = leicester.root.parent / "first.xlsx"
    first.write_bytes(demo_return("leicester-2008", "SSC"))
    (said,) = json.loads(laa_xl("consolidate", leicester.root, first, "--json", now=LATER).stdout)["files"]
    assert said["held"] == ["This very file came in on 24 October 2008; a later one took its place, and was withdrawn."]
    again = laa_xl("withdraw", leicester.root, "SSC", "2008-Q2", *WRONG, now=LATER)
    assert again.exit_code == 2
    assert "none can be withdrawn. The last one was withdrawn on 27 October 2008." in again.stderr


def test_restored_the_version_before_counts_again(leicester: Programme) -> None:
    corrected(leicester)
    said = succeeded(
        laa_xl("withdraw", leicester.root, "SSC", "2008-Q2", *WRONG, "--restore-earlier", now=LATER)
    ).stdout
    assert "It counts again: leicester-2008-SSC-2008-Q2.xlsx" in said
    assert states(leicester) == ["superseded", "withdrawn", "accepted"]
    assert actual(leicester, "NI193") == 51.4
    last = leicester.load_register().receipts[-1]
    assert (last.changes, last.decision.reason if last.decision else "") == (1, WRONG[1])


def test_a_withdrawn_file_left_in_the_inbox_never_comes_back_by_itself(leicester: Programme) -> None:
    put(leicester, "police.xlsx", demo_return("leicester-2008", "SSC"))
    succeeded(laa_xl("withdraw", leicester.root, "SSC", "2008-Q2", *WRONG, now=LATER))
    (said,) = json.loads(succeeded(laa_xl("consolidate", leicester.root, "--json", now=LATER)).stdout)["files"]
    assert said["became"] == "withdrawn"
    assert said["held"] == [f"It was withdrawn on 27 October 2008 by Performance officer: {WRONG[1]}."]
    named = laa_xl("consolidate", leicester.root, leicester.root / "inbox" / "police.xlsx", now=LATER)
    assert named.exit_code == 1
    assert states(leicester) == ["withdrawn", "held", "missing"]


def test_another_return_may_follow_a_withdrawn_one(leicester: Programme) -> None:
    succeeded(laa_xl("withdraw", leicester.root, "SSC", "2008-Q2", *WRONG, now=LATER))
    corrected(leicester)
    assert states(leicester) == ["withdrawn", "accepted"]
    assert actual(leicester, "NI193") == 50.0


def test_the_only_return_of_a_programme_can_be_withdrawn_too(leicester: Programme) -> None:
    for theme in ("CYP", "HCOP", "SSC", "EDE"):
        result = succeeded(laa_xl("withdraw", leicester.root, theme, "2008-Q2", *WRONG, now=LATER))
    assert result.stdout.count("Report:") == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("SSC", "2008-Q2"), "Say why the return is withdrawn: --because."),
        (("XYZ", "2008-Q2", "--because", "x"), 'There is no theme "XYZ". The themes are: CYP, HCOP, SSC, EDE.'),
        (("SSC", "2008-Q1", "--because", "x"), "No return of SSC for 2008-Q1 counts, so none can be withdrawn."),
        (("SSC", "2008-Q2", "--because", "x", "--restore-earlier"), "SSC has no earlier accepted return for 2008-Q2"),
    ],
)
def test_what_cannot_be_withdrawn_is_said_and_changes_nothing(
    leicester: Programme, words: tuple[str, ...], told: str
) -> None:
    before = prints(leicester.root)
    result = laa_xl("withdraw", leicester.root, *words, now=LATER)
    assert result.exit_code == 2
    assert told in result.stderr and "Nothing was changed." in result.stderr
    assert prints(leicester.root) == before
