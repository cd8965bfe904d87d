"""The whole quarter by mail: templates out, filled returns back in a mailbox file, consolidated, reported, packed, sent."""

from __future__ import annotations

import email
import io
import json
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import openpyxl
import pytest

from laa_xl.domain.register import State
from laa_xl.domain.sent import Delivery
from laa_xl.files.store import sha256_of
from laa_xl.flow.programme import Programme
from tests.buttons.opened import Opened
from tests.support.cli import laa_xl, succeeded
from tests.support.living import EXPLAINED, FINE, filled, new_programme
from tests.support.mails import mail, mbox
from tests.support.servers import Behaviour, running

PERIOD, AT = "2008-Q2", "2008-10-27T09:30:00"
FIGURES = {
    "SAFE": {
        "NI021": {"actual": 62, **FINE},
        "NI016": {"actual": 9.5, "status": "Final", "forecast_judgement": "Within", **EXPLAINED},
    },
    "JOBS": {"NI154": {"actual": 210, **FINE}},
}
# What each button is called, and how its verb is written.
VERBS = {
    "templates": ("templates", "{folder}", "--period", PERIOD),
    "send them": ("letters", "{folder}", "--kind", "templates", "--period", PERIOD),
    "collect": ("collect", "{folder}", "{file}"),
    "consolidate": ("consolidate", "{folder}"),
    "thank them": ("letters", "{folder}", "--kind", "thanks", "--period", PERIOD),
    "report": ("report", "highlight", "{folder}", "--period", PERIOD),
    "pack": ("pack", "{folder}", "--period", PERIOD),
    "mail": ("mail", "pack", "{folder}", "--period", PERIOD),
}
BUTTONS = {"send them": "letters", "thank them": "letters"}
ASKED_NOTHING = ("consolidate",)
Do = Callable[..., str]


def by_commands(folder: Path) -> Do:
    def do(step: str, file: Path | None = None) -> str:
        words = (word.format(folder=folder, file=file) for word in VERBS[step])
        return succeeded(laa_xl(*words, now=AT)).output

    return do


def by_buttons(folder: Path) -> Do:
    """Each press in the open master, with what the macro would have asked for."""
    opened = Opened(Programme(folder))

    def do(step: str, file: Path | None = None) -> str:
        return opened.press(BUTTONS.get(step, step), "" if step in ASKED_NOTHING else str(file or PERIOD))

    return do


def drafts(folder: Path, kind: str) -> dict[str, EmailMessage]:
    (there,) = folder.glob(f"{kind}-*")
    found = sorted(there.glob("*.eml"))
    return {p.stem: email.message_from_bytes(p.read_bytes(), policy=default) for p in found}  # type: ignore[misc]


def answered(out: dict[str, EmailMessage], folder: Path) -> list[EmailMessage]:
    """The partners' answers: each template filled in and sent back by whom it went to."""
    answers = []
    for number, (theme, figures) in enumerate(FIGURES.items()):
        draft = out[f"templates-{theme}-{PERIOD}"]
        (attached,) = draft.iter_attachments()
        received = folder / str(attached.get_filename())
        received.write_bytes(attached.get_payload(decode=True))  # type: ignore[arg-type]
        returned = filled(received, figures)
        sender = draft["To"].addresses[0].addr_spec
        sent = {"date": "Wed, 22 Oct 2008 12:00:00 +0000", "number": f"<{number}@partner.example>"}
        answers.append(mail(sender, {received.name: returned.read_bytes()}, **sent))
    return answers


@pytest.mark.parametrize("way", [by_commands, by_buttons])
def test_a_quarter_goes_round_by_mail(
    way: Callable[[Path], Do], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = new_programme(tmp_path)
    reports, do = folder / "reports" / PERIOD, way(folder)

    do("templates")
    do("send them")
    out = drafts(reports / "letters", "templates")
    assert set(out) == {f"templates-{theme}-{PERIOD}" for theme in FIGURES}

    box = mbox(tmp_path / "returns.mbox", answered(out, tmp_path))
    assert "2 opened, 2 taken into the inbox" in do("collect", box)
    do("consolidate")
    register = Programme(folder).load_register()
    assert {(one.theme, one.state, f"{one.came_in:%Y-%m-%d}") for one in register.receipts} == {
        (theme, State.ACCEPTED, "2008-10-22") for theme in FIGURES
    }
    assert {one.sender for one in register.collected} == {
        "safe.returns@southshire.example",
        "jobs.lead@southshire.example",
    }

    do("thank them")
    assert set(drafts(reports / "letters", "thanks")) == {f"thanks-{theme}-{PERIOD}" for theme in FIGURES}
    do("report")
    assert {path.suffix for path in reports.glob("highlight-report-*")} == {".xlsx", ".docx"}
    do("pack")
    do("mail")
    ((path,),) = (list(one.iterdir()) for one in (reports / "mail").iterdir())

    server = Behaviour()
    with running(server) as port:  # sending is asked for on the command line alone
        for name, value in (
            ("HOST", "127.0.0.1"),
            ("PORT", port),
            ("SECURITY", "none"),
            ("SENDER", "performance@southshire.example"),
        ):
            monkeypatch.setenv(f"LAA_SMTP_{name}", str(value))
        succeeded(laa_xl("mail", "send", path, now=AT))
    ((_, recipients, data),) = server.taken
    assert recipients == ["locality@go.example"]
    message = email.message_from_bytes(data, policy=default)
    files = {part.get_filename(): part.get_payload(decode=True) for part in message.iter_attachments()}  # type: ignore[attr-defined]
    manifest = json.loads(files["manifest.json"])
    assert {name: sha256_of(blob) for name, blob in files.items() if name != "manifest.json"} == {
        one["name"]: one["sha256"] for one in manifest["files"]
    }
    assert {f"highlight-report-{PERIOD}.docx", f"indicators-{PERIOD}.xlsx", "cover-note.txt"} <= set(files)
    assert manifest["period"] == PERIOD
    book = openpyxl.load_workbook(io.BytesIO(files[f"indicators-{PERIOD}.xlsx"]))
    values = [cell.value for line in book.worksheets[0].iter_rows() for cell in line]
    told = {f"{one:g}" if isinstance(one, float) else str(one) for one in values}
    assert {"NI021", "62", "NI016", "9.5", "NI154", "210"} <= told
    assert [(one.draft, one.outcome) for one in Programme(folder).load_register().mails] == [
        (f"pack-{PERIOD}.eml", Delivery.SENT)
    ]
    checked = laa_xl("fsck", folder, now=AT)
    assert checked.exit_code == 0, checked.output
    log = (folder / "audit.jsonl").read_text(encoding="utf-8")
    for words in ('"action":"pack"', f"reports/{PERIOD}/pack/manifest.json", "2 collected files", "1 mail"):
        assert words in log, words
