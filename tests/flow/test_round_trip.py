"""The whole quarter by mail: templates out, filled returns back in a mailbox file, consolidated, reported, packed, sent."""

from __future__ import annotations

import email
import io
import json
from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import openpyxl
import pytest

from laa_xl.domain.periods import Period
from laa_xl.domain.register import State
from laa_xl.domain.sent import Delivery
from laa_xl.flow.answers import Asked
from laa_xl.flow.desk import answer
from laa_xl.flow.programme import Programme
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


def drafts(folder: Path) -> dict[str, EmailMessage]:
    found = sorted(folder.glob("*.eml"))
    return {p.stem: email.message_from_bytes(p.read_bytes(), policy=default) for p in found}  # type: ignore[misc]


def done(how: str, folder: Path, action: str, *words: str) -> None:
    """One step, by its verb or by what its button does."""
    if how == "by buttons":
        said = answer(Programme(folder), Asked(action, datetime.fromisoformat(AT), period=Period.parse(PERIOD)))
        assert said.text
    else:
        succeeded(laa_xl(*words, now=AT))


@pytest.mark.parametrize("how", ["by the command line", "by buttons"])
def test_a_quarter_goes_round_by_mail(how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = new_programme(tmp_path)
    reports = folder / "reports" / PERIOD

    done(how, folder, "templates", "templates", str(folder), "--period", PERIOD)
    succeeded(laa_xl("letters", folder, "--kind", "templates", "--period", PERIOD, now=AT))
    out = drafts(reports / "letters" / "templates-2008-10-27")
    assert set(out) == {f"templates-{theme}-{PERIOD}" for theme in FIGURES}

    answers = []
    for number, (theme, figures) in enumerate(FIGURES.items()):
        draft = out[f"templates-{theme}-{PERIOD}"]
        (attached,) = draft.iter_attachments()
        received = tmp_path / str(attached.get_filename())
        received.write_bytes(attached.get_payload(decode=True))  # type: ignore[arg-type]
        returned = filled(received, figures)
        sender = draft["To"].addresses[0].addr_spec
        date = "Wed, 22 Oct 2008 12:00:00 +0000"
        answers.append(
            mail(sender, {received.name: returned.read_bytes()}, date=date, number=f"<{number}@partner.example>")
        )
    box = mbox(tmp_path / "returns.mbox", answers)

    succeeded(laa_xl("collect", folder, box, now=AT))
    done(how, folder, "consolidate", "consolidate", str(folder))
    register = Programme(folder).load_register()
    assert {(one.theme, one.state, f"{one.came_in:%Y-%m-%d}") for one in register.receipts} == {
        (theme, State.ACCEPTED, "2008-10-22") for theme in FIGURES
    }
    assert {one.sender for one in register.collected} == {
        "safe.returns@southshire.example",
        "jobs.lead@southshire.example",
    }

    succeeded(laa_xl("letters", folder, "--kind", "thanks", "--period", PERIOD, now=AT))
    assert len(drafts(reports / "letters" / "thanks-2008-10-27")) == len(FIGURES)
    done(how, folder, "report", "report", "highlight", str(folder), "--period", PERIOD)
    done(how, folder, "pack", "pack", str(folder), "--period", PERIOD)
    succeeded(laa_xl("mail", "pack", folder, "--period", PERIOD, now=AT))
    (path,) = (reports / "mail" / "pack-2008-10-27").iterdir()

    server = Behaviour()
    with running(server) as port:
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
    assert {"manifest.json", f"indicators-{PERIOD}.xlsx"} <= set(files)
    assert json.loads(files["manifest.json"])["period"] == PERIOD
    book = openpyxl.load_workbook(io.BytesIO(files[f"indicators-{PERIOD}.xlsx"]))
    values = [cell.value for line in book.worksheets[0].iter_rows() for cell in line]
    told = {f"{one:g}" if isinstance(one, float) else str(one) for one in values}
    assert {"NI021", "62", "NI016", "9.5", "NI154", "210"} <= told
    assert [(one.draft, one.outcome) for one in Programme(folder).load_register().mails] == [
        (f"pack-{PERIOD}.eml", Delivery.SENT)
    ]
    checked = laa_xl("fsck", folder, now=AT)
    assert checked.exit_code == 0, checked.output
    assert "1 mail" in (folder / "audit.jsonl").read_text(encoding="utf-8")
