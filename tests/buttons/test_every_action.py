"""Every action, pressed one after the other in the open master of a working day, with the work behind it as it is."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from laa_xl.declare.actions import ACTIONS
from laa_xl.domain.periods import Period
from laa_xl.flow.pipeline import inbox_files, show_report
from laa_xl.flow.programme import Programme
from tests.buttons.opened import Opened, waiting
from tests.support.engine import Book
from tests.support.mails import mail, mbox
from tests.support.programmes import new_return, put
from tests.support.same_book import book_as_it_is, differences


def test_a_working_day_of_presses(tmp_path: Path) -> None:
    programme = waiting("leicester-2008", tmp_path / "p")
    opened = Opened(programme)
    (period,) = {Period.parse(one.period) for one in programme.load_register().issued}
    themes = len(programme.load().agreement.themes)
    reports = programme.folder("reports", str(period))
    pressed: list[str] = []

    def press(action: str, answer: str = "") -> str:
        pressed.append(action)
        return opened.press(action, answer)

    press("check")
    assert programme.load_register().receipts == ()
    assert len(list((programme.folder("reports") / "checked").iterdir())) > 0

    assert f"{themes}" in press("consolidate")
    assert len(programme.load_register().current()) == themes

    assert "already accepted" in press("choose", "\n".join(str(path) for path in inbox_files(programme)))

    late = programme.load().agreement.themes[0].code
    answered = mail(
        "a.stranger@partner.example",
        {"a late one.xlsx": new_return(programme, late, period)},
        number="<9@partner.example>",
    )
    said = press("collect", str(mbox(tmp_path / "returns.mbox", [answered])))
    assert "1 taken into the inbox" in said and "no contact of the agreement" in said
    (programme.folder("inbox") / "a late one.xlsx").unlink()  # she looked at it, and wants none of it

    after = Period(period.year, period.quarter + 1)
    press("templates", str(after))
    assert len(list(programme.folder("templates", str(after)).glob("*.xlsx"))) == themes

    press("chase")
    assert {path.suffix for path in programme.folder("reports", str(after)).glob("chase-list-*")} == {".xlsx", ".csv"}

    said = press("letters", str(after))
    assert f"Templates to send out: {themes} drafts" in said
    said = press("letters", str(after))
    assert f"Asking for what is overdue: {themes} drafts" in said
    assert {path.name.split("-20")[0] for path in (programme.folder("reports", str(after)) / "letters").iterdir()} == {
        "templates",
        "overdue",
    }

    press("report", str(period))
    assert (reports / f"highlight-report-{period}.docx").is_file()

    press("freeze", str(period))
    issued = (reports / "issued").glob("highlight-report-*-issue-1.*")
    assert {path.suffix for path in issued} == {".xlsx", ".docx", ".json"}
    assert opened.values("Issued reports", "Period") == [(str(period),)] * 2, "a row for each file"

    press("pack", str(period))
    assert (reports / "pack" / "manifest.json").is_file()

    said = press("mail", str(period))
    (draft,) = (reports / "mail").rglob("*.eml")
    assert draft.name in said and "With it: 7 files" in said

    opened.book.sheets["Indicators"].activate()
    opened.book.sheets["Indicators"].range(f"A{opened.row('Indicators', Code='NI065')}").select()
    said = press("explain")
    # As published: 14.8 against 11.0, where lower is better; counted as on track by the officer's decision.
    assert all(words in said for words in ("NI 65", "14.8% against 11%", "tolerance 10%", "the figures suggest Amber"))

    press("source")
    shown = opened.app.open[-1]
    assert shown.path.parent.parent == programme.folder("accepted")
    assert shown.api.ReadOnly is True
    opened.book.activate()

    press("rebuild")

    def on_the_register(**wanted: str) -> None:
        opened.book.sheets["Register"].activate()
        opened.book.sheets["Register"].range(f"A{opened.row('Register', **wanted)}").select()

    # A correction of what the issued report says is held; she lets it in, and takes it back later.
    put(programme, "police.xlsx", new_return(programme, "SSC", period, {"NI193": {"actual": 50.0}}))
    assert "1 held for your yes" in opened.press("consolidate")
    on_the_register(State="held")
    said = press("let-in", "The police counted anew")
    assert "since the accepted version" in said and "NI193, Actual: was 51.4, is 50" in said
    assert [row for row in opened.values("Changes", "Row", "Before", "After", "Why") if row[0] == "NI193"] == [
        (
            "NI193",
            "51.4",
            "50",
            f"Let in by {programme.load_register().receipts[-1].decision.by}: The police counted anew.",
        )
    ]
    on_the_register(File="police.xlsx")
    assert "SSC owes a return" in press("withdraw", "It was another district's")
    assert ("SSC", period) not in programme.load_register().current()
    assert set(pressed) == {one.name for one in ACTIONS}

    # What the command line makes of the same folder is what stands in the open master, and in its saved file.
    other = Programme(Path(shutil.copytree(programme.root, tmp_path / "command")))
    show_report(other, period, datetime.now())
    written = book_as_it_is(Book.loaded(other.master))
    assert differences(opened.as_it_is(), written) == []
    assert differences(book_as_it_is(Book.loaded(programme.master)), written) == []
