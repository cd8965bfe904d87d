"""Sending drafts: encrypted, to contacts alone, each once; the register is right after every way in which it can end."""

from __future__ import annotations

import email
import sys
import types
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from laa_xl.domain.documents import Part
from laa_xl.domain.mails import Attachment, Mail, Mailbox
from laa_xl.domain.sent import Delivery
from laa_xl.files.draft_reader import open_draft
from laa_xl.files.mail_writer import mail_bytes
from laa_xl.flow import sending
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.programme import Programme
from laa_xl.machine import mail_settings
from laa_xl.machine.outlook import to_outlook
from tests.support.cli import laa_xl, succeeded
from tests.support.programmes import NOW, prints
from tests.support.servers import Behaviour, authority, running

POLICE, LEAD, OFFICE = "ssc.returns@leicester.example", "ssc.lead@leicester.example", "locality@goem.example"
SENDER = "performance@leicester.example"


def draft(
    programme: Programme, name: str = "overdue", to: str = POLICE, cc: str = LEAD, words: str = "Please send it."
) -> Path:
    made = Mail(
        name,
        (Mailbox("Zoë O'Brien", to),),
        (Mailbox("The lead", cc),) if cc else (),
        f"Rückmeldung: {name}",
        (Part("", words=(words,)),),
        (Attachment("return.xlsx", b"PK" + bytes(range(256))), Attachment("note.txt", b"..\r\n.\r\nend")),
    )
    path = programme.folder("reports", "2008-Q2", "letters", "overdue-2008-10-27") / f"{name}.eml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(mail_bytes(made))
    return path


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A server on this machine without encryption; no keyring but the one of a test."""
    for name, value in (("HOST", "127.0.0.1"), ("SECURITY", "none"), ("SENDER", SENDER), ("TIMEOUT", "30")):
        monkeypatch.setenv(f"LAA_SMTP_{name}", value)
    for name in ("USER", "PORT", "CA_FILE"):
        monkeypatch.delenv(f"LAA_SMTP_{name}", raising=False)
    monkeypatch.setattr(mail_settings, "kept_password", lambda _: None)
    return monkeypatch


def sent(port: int, *words: Any, settings: pytest.MonkeyPatch) -> Result:
    settings.setenv("LAA_SMTP_PORT", str(port))
    return laa_xl("mail", "send", *words, now="2008-10-27T09:30:00")


def outcomes(programme: Programme) -> list[tuple[str, Delivery]]:
    return [(one.draft, one.outcome) for one in programme.load_register().mails]


def message(data: bytes) -> EmailMessage:
    return email.message_from_bytes(data, policy=default)  # type: ignore[return-value]


def test_a_draft_goes_to_everyone_it_names_as_it_says_and_is_entered(
    leicester: Programme, settings: pytest.MonkeyPatch
) -> None:
    path, server = draft(leicester), Behaviour()
    before = path.read_bytes()
    with running(server) as port:
        result = sent(port, path, "--by", "Performance officer", settings=settings)
    assert result.exit_code == 0, result.output
    ((sender, recipients, data),) = server.taken
    assert (sender, recipients) == (SENDER, [POLICE, LEAD])
    found = message(data)
    assert (found["From"], found["Subject"], found["X-Unsent"]) == (SENDER, "Rückmeldung: overdue", None)
    assert found["Message-ID"].endswith("@leicester.example>")
    assert found["Date"].datetime.replace(tzinfo=None).isoformat() == "2008-10-27T09:30:00"
    files = {part.get_filename(): part.get_payload(decode=True) for part in found.iter_attachments()}
    assert files == {"return.xlsx": b"PK" + bytes(range(256)), "note.txt": b"..\r\n.\r\nend"}
    (entry,) = leicester.load_register().mails
    assert (entry.outcome, entry.to, entry.by) == (Delivery.SENT, (POLICE, LEAD), "Performance officer")
    assert entry.message_id == found["Message-ID"]
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("behaviour", "outcome", "told"),
    [
        (Behaviour(recipient="550 nobody here"), Delivery.REFUSED, "550 nobody here"),
        (Behaviour(data="554 not wanted"), Delivery.REFUSED, "554 not wanted"),
        (Behaviour(data="451 later"), Delivery.REFUSED, "451 later"),
        (Behaviour(hello="silent"), Delivery.NOT_SENT, "did not answer within 1.5 seconds"),
        (Behaviour(recipient="drop"), Delivery.NOT_SENT, "ended the connection"),
        (Behaviour(data="drop"), Delivery.UNKNOWN, "It is not known whether it was sent"),
        (Behaviour(data="silent"), Delivery.UNKNOWN, "It is not known whether it was sent"),
        (Behaviour(data="whatever"), Delivery.UNKNOWN, "answered in a way that was not understood"),
    ],
)
def test_however_it_ends_the_register_says_so_and_it_is_tried_once(
    leicester: Programme, settings: pytest.MonkeyPatch, behaviour: Behaviour, outcome: Delivery, told: str
) -> None:
    path = draft(leicester)
    behaviour.taken.clear()
    if "silent" in (behaviour.hello, behaviour.data):
        settings.setenv("LAA_SMTP_TIMEOUT", "1.5")
    with running(behaviour) as port:
        result = sent(port, path, settings=settings)
    assert result.exit_code == 1
    assert told in result.stderr
    assert outcomes(leicester) == [("overdue.eml", outcome)]
    assert len(behaviour.taken) == (behaviour.data != "250 OK")
    settings.setenv("LAA_SMTP_TIMEOUT", "30")
    good = Behaviour()
    with running(good) as port:
        again = sent(port, path, settings=settings)
    assert len(good.taken) == (0 if outcome is Delivery.UNKNOWN else 1)
    assert again.exit_code == (1 if outcome is Delivery.UNKNOWN else 0)
    if outcome is Delivery.UNKNOWN:
        assert "It may have been sent on 27 October 2008, 09:30: nobody knows" in again.stderr
        assert outcomes(leicester) == [("overdue.eml", outcome)]


def test_a_draft_with_a_file_of_an_issue_that_was_withdrawn_is_not_sent(
    leicester: Programme, settings: pytest.MonkeyPatch
) -> None:
    def did(*words: str) -> Result:
        return succeeded(laa_xl(*words, "--period", "2008-Q2", now="2008-10-27T09:30:00"))

    folder = str(leicester.root)
    did("report", "issue", folder)
    did("pack", folder)
    path = Path(did("mail", "pack", folder).stdout.splitlines()[0])
    server = Behaviour()
    did("report", "withdraw", folder, "--because", "Sent before the Board had agreed")
    with running(server) as port:
        result = sent(port, path, settings=settings)
    assert (result.exit_code, server.taken, outcomes(leicester)) == (2, [], [])
    assert "highlight-report-2008-Q2-issue-1.xlsx attached, a file of Issue 1, 27 October 2008" in result.stderr
    assert "withdrawn on 27 October 2008: Sent before the Board had agreed. Nothing was sent." in result.stderr


def test_nobody_listening_is_told_and_the_others_of_the_folder_are_not_tried(
    leicester: Programme, settings: pytest.MonkeyPatch
) -> None:
    folder = draft(leicester, "a").parent
    draft(leicester, "b")
    with running(Behaviour()) as port:
        pass
    result = sent(port, folder, settings=settings)
    assert "a.eml: Not sent. 127.0.0.1" in result.stderr
    assert "b.eml: It was not tried" in result.stderr
    assert outcomes(leicester) == [("a.eml", Delivery.NOT_SENT)]


def test_one_recipient_who_is_refused_keeps_the_mail_from_all_and_the_next_mail_goes(
    leicester: Programme, settings: pytest.MonkeyPatch
) -> None:
    class Picky(Behaviour):
        async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
            envelope.rcpt_tos.append(address)
            return "550 unknown" if address == LEAD else "250 OK"

    server = Picky()
    folder = draft(leicester, "a").parent
    draft(leicester, "b", cc="")
    with running(server) as port:
        result = sent(port, folder, settings=settings)
    assert result.exit_code == 1
    assert f"{LEAD}: 550 unknown" in result.stderr
    assert [recipients for _, recipients, _ in server.taken] == [[POLICE]]
    assert outcomes(leicester) == [("a.eml", Delivery.REFUSED), ("b.eml", Delivery.SENT)]


def test_the_same_mail_is_not_sent_twice_unless_asked_whatever_program_saved_it(
    leicester: Programme, settings: pytest.MonkeyPatch
) -> None:
    path, server = draft(leicester), Behaviour()
    with running(server) as port:
        assert sent(port, path, settings=settings).exit_code == 0
        saved = message(path.read_bytes())
        saved["From"], saved["X-Mozilla-Status"] = "me@leicester.example", "0001"
        other = path.with_name("copy.eml")
        other.write_bytes(saved.as_bytes(policy=default.clone(linesep="\r\n", max_line_length=60)))
        for one in (path, other):
            result = sent(port, one, settings=settings)
            assert result.exit_code == 1
            assert "It was sent on 27 October 2008, 09:30. To send it all the same: --again" in result.stderr
        assert len(server.taken) == 1
        assert sent(port, path, "--again", settings=settings).exit_code == 0
        changed = draft(leicester, words="Other words.")
        assert sent(port, changed, settings=settings).exit_code == 0
    assert len(server.taken) == 3
    first, second = (message(server.taken[n][2])["Message-ID"] for n in (0, 1))
    assert first == second  # so that whoever got it twice can see that it is one


def test_a_run_that_is_killed_while_it_sends_leaves_an_entry_that_says_unknown(
    leicester: Programme, settings: pytest.MonkeyPatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def kill(*_: object) -> None:
        raise Killed

    path = draft(leicester)
    monkeypatch.setattr(sending, "deliver", kill)
    with pytest.raises(Killed):
        sending.send(
            leicester, sending.ready(leicester, [path]), mail_settings.mail_settings().server(""), SENDER, NOW, "x"
        )
    assert outcomes(leicester) == [("overdue.eml", Delivery.UNKNOWN)]


def test_where_the_outcome_cannot_be_entered_both_are_told(
    leicester: Programme, settings: pytest.MonkeyPatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, server, real = draft(leicester), Behaviour(), sending.deliver

    def and_then_the_register_is_gone(*given: Any) -> Any:
        found = real(*given)
        (leicester.root / "register.json").write_text("broken")
        return found

    monkeypatch.setattr(sending, "deliver", and_then_the_register_is_gone)
    with running(server) as port:
        result = sent(port, path, settings=settings)
    assert result.exit_code == 2
    assert "Sent to" in result.stderr
    assert "could not be entered in the register" in result.stderr


def test_encrypted_with_a_certificate_that_is_trusted_and_logged_in(
    leicester: Programme, settings: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    context, trusted = authority(tmp_path, "localhost")
    server = Behaviour()
    for name, value in (
        ("HOST", "localhost"),
        ("SECURITY", "starttls"),
        ("CA_FILE", str(trusted)),
        ("USER", "officer"),
    ):
        settings.setenv(f"LAA_SMTP_{name}", value)
    accounts = {"officer@localhost": "right"}
    settings.setattr(mail_settings, "kept_password", accounts.get)
    with running(server, context, authenticator=server.authenticate) as port:
        result = sent(port, draft(leicester), settings=settings)
        assert result.exit_code == 0, result.output
        assert (server.encrypted, server.logins) == ([True], [(b"officer", b"right")])
        accounts["officer@localhost"] = "wrong-secret"
        refused = sent(port, draft(leicester, "second"), settings=settings)
    assert refused.exit_code == 1
    assert "does not take the user officer with this password" in refused.stderr
    assert outcomes(leicester)[-1] == ("second.eml", Delivery.NOT_SENT)
    for path in leicester.root.rglob("*"):
        assert not path.is_file() or b"wrong-secret" not in path.read_bytes()


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"CA_FILE": ""}, "cannot be trusted"),
        ({"HOST": "127.0.0.1"}, "cannot be trusted"),
    ],
)
def test_a_certificate_that_is_not_trusted_or_of_another_host_ends_it_before_a_word_leaves(
    leicester: Programme, settings: pytest.MonkeyPatch, tmp_path: Path, values: dict[str, str], told: str
) -> None:
    context, trusted = authority(tmp_path, "localhost")
    server = Behaviour()
    for name, value in {"HOST": "localhost", "SECURITY": "starttls", "CA_FILE": str(trusted), **values}.items():
        settings.setenv(f"LAA_SMTP_{name}", value)
    with running(server, context) as port:
        result = sent(port, draft(leicester), settings=settings)
    assert result.exit_code == 1
    assert told in result.stderr
    assert server.taken == []
    assert outcomes(leicester) == [("overdue.eml", Delivery.NOT_SENT)]


def test_a_server_that_offers_no_encryption_gets_nothing(leicester: Programme, settings: pytest.MonkeyPatch) -> None:
    server = Behaviour()
    settings.setenv("LAA_SMTP_SECURITY", "starttls")
    with running(server) as port:
        result = sent(port, draft(leicester), settings=settings)
    assert "does not offer encryption" in result.stderr
    assert server.taken == []


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"HOST": ""}, "LAA_SMTP_HOST is not set"),
        ({"SENDER": ""}, "LAA_SMTP_SENDER is not set"),
        ({"SENDER": "me"}, "no e-mail address"),
        ({"HOST": "mail.county.example"}, "go encrypted only"),
        ({"SECURITY": "maybe"}, "LAA_SMTP_SECURITY cannot be used"),
        ({"TIMEOUT": "soon"}, "LAA_SMTP_TIMEOUT cannot be used"),
        ({"CA_FILE": "/no/such/file"}, "which is not there"),
        ({"USER": "officer"}, "keyring set laa-xl officer@127.0.0.1"),
    ],
)
def test_settings_that_cannot_be_used_are_told_by_name_and_nothing_is_tried(
    leicester: Programme, settings: pytest.MonkeyPatch, values: dict[str, str], told: str
) -> None:
    path = draft(leicester)
    before = prints(leicester.root)
    for name, value in values.items():
        settings.setenv(f"LAA_SMTP_{name}", value)
    result = sent(1, path, settings=settings)
    assert result.exit_code == 2
    assert told in result.stderr
    assert prints(leicester.root) == before


def test_a_dry_run_shows_exactly_what_would_go_to_whom_and_changes_nothing(leicester: Programme) -> None:
    path = draft(leicester)
    before = prints(leicester.root)
    result = laa_xl("mail", "send", path, "--dry-run")
    assert result.exit_code == 0
    for words in (
        f"From:    {SENDER}",
        f"To:      {POLICE}",
        f"Copy:    {LEAD}",
        "Rückmeldung: overdue",
        "return.xlsx, 258 bytes",
        "Please send it.",
        "Nothing was sent.",
    ):
        assert words in result.stdout, words
    assert prints(leicester.root) == before


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ((POLICE, "somebody@elsewhere.example"), "is addressed to somebody@elsewhere.example"),
        (("Cc: ", "Bcc: somebody@elsewhere.example\r\nCc: "), "is addressed to somebody@elsewhere.example"),
        (("X-Unsent", "To: x@y.example\r\nX-Unsent"), "cannot be sent|is addressed to"),
        (("multipart/mixed", "text/nothing"), "it says nothing"),
        ((f"<{POLICE}>", "<nobody>"), "cannot be sent"),
    ],
)
def test_a_draft_that_somebody_addressed_elsewhere_or_broke_is_not_sent(
    leicester: Programme, settings: pytest.MonkeyPatch, change: tuple[str, str], told: str
) -> None:
    path, server = draft(leicester), Behaviour()
    path.write_bytes(path.read_bytes().replace(change[0].encode(), change[1].encode(), 1))
    with running(server) as port:
        result = sent(port, path, settings=settings)
    assert result.exit_code == 2
    assert any(one in result.stderr for one in told.split("|")), result.stderr
    assert server.taken == []
    assert leicester.load_register().mails == ()


@pytest.mark.parametrize(
    "layout",
    [
        b"",
        # as a mail program may write it: an address in two pieces, its sign by a name; a picture that was put in
        b"Ask ssc.<b>lead</b>&commat;leicester.example.",
        b'<img src="data:image/png;base64,iVBORw0KGgo=3D">',
    ],
)
def test_what_goes_to_government_is_looked_through_once_more(
    layout: bytes, leicester: Programme, settings: pytest.MonkeyPatch
) -> None:
    words = "Please call." if layout else "Ask ssc.lead@leicester.example."
    path, server = draft(leicester, to=OFFICE, cc="", words=words), Behaviour()
    if layout:
        head, _, rest = path.read_bytes().rpartition(b"Please call.")
        path.write_bytes(head + layout + rest)
    with running(server) as port:
        result = sent(port, path, settings=settings)
    assert result.exit_code == 2
    assert "tells what must not leave the county" in result.stderr
    assert server.taken == []


def test_of_two_attachments_of_one_name_and_of_the_names_of_those_it_goes_to_none_is_passed_over(
    leicester: Programme, settings: pytest.MonkeyPatch
) -> None:
    attached = (Attachment("note.txt", b"Ask ssc.lead@leicester.example."), Attachment("note.txt", b"Harmless."))
    part = (Part("", words=("Please call.",)),)
    folder = leicester.folder("reports", "2008-Q2", "mail", "pack-2008-10-27")
    folder.mkdir(parents=True)
    for name, called, files in (
        ("twice", "Locality manager", attached),
        ("subject", "Locality manager", (Attachment("the subject.txt", attached[0].data),)),
        ("called", "Ring 0116 496 0123", ()),
    ):
        path, server = folder / f"{name}.eml", Behaviour()
        path.write_bytes(mail_bytes(Mail(name, (Mailbox(called, OFFICE),), (), "The pack", part, files)))
        with running(server) as port:
            result = sent(port, path, settings=settings)
        assert (result.exit_code, server.taken) == (2, []), name
        assert "tells what must not leave the county" in result.stderr, name


def test_after_an_unknown_outcome_a_newer_draft_of_the_same_mail_is_asked_about_as_well(
    leicester: Programme, settings: pytest.MonkeyPatch
) -> None:
    for words, more, answer, code in (
        ("Please send it.", (), "drop", 1),
        ("Please do send it.", (), "250 OK", 1),
        ("Please do send it.", ("--again",), "250 OK", 0),
        ("Please send it now.", (), "250 OK", 0),  # the one before has gone for certain
    ):
        server = Behaviour(data=answer)
        with running(server) as port:
            result = sent(port, draft(leicester, words=words), *more, settings=settings)
        assert (result.exit_code, len(server.taken)) == (code, int(answer == "drop" or code == 0)), result.output
        if answer != "drop" and code:
            assert "An earlier draft of it may have been sent on 27 October 2008, 09:30: nobody knows" in result.stderr


def test_what_stands_between_the_letters_of_an_attachment_does_not_go_out() -> None:
    part, attached = (Part("", words=("Hello",)),), (Attachment("a.csv", b"abc"),)
    data = mail_bytes(Mail("a", (Mailbox("A", POLICE),), (), "x", part, attached))
    opened = open_draft(data.replace(b"YWJj", b"YWI=\r\n*** jane.officer ***"))
    assert [one.data for one in opened.attachments] == [b"ab"]  # and nothing that a program reads after it
    assert b"jane" not in opened.outgoing(SENDER, NOW)


def test_what_a_mail_program_notes_in_a_draft_does_not_go_out_nor_the_name_of_the_machine(
    leicester: Programme, settings: pytest.MonkeyPatch
) -> None:
    path, seen = draft(leicester), []
    noted = b"FCC: mailbox://jane.officer@mail/Sent\r\nX-Mozilla-Draft-Info: jane.officer\r\nIn-Reply-To: <1@jane-pc.example>\r\n"
    data = path.read_bytes().replace(b"X-Unsent: 1\r\n", noted + b"X-Unsent: 1\r\n")
    border = data.index(b"\r\n\r\n") + 4
    part = b"Content-Disposition: attachment"
    data = data[:border] + b"Seen by jane.officer\r\n" + data[border:] + b"Kept by jane.officer\r\n"
    path.write_bytes(data.replace(part, b"X-Path: C:/Users/jane.officer\r\nContent-Description: jane-pc\r\n" + part))

    class Listens(Behaviour):
        async def handle_EHLO(  # noqa: N802
            self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
        ) -> list[str]:
            seen.append(hostname)
            return await super().handle_EHLO(server, session, envelope, hostname, responses)

    server = Listens()
    settings.setattr("socket.getfqdn", lambda *_: "jane-pc.county.example")
    with running(server) as port:
        result = sent(port, path, settings=settings)
    assert result.exit_code == 0, result.output
    ((_, _, data),) = server.taken
    assert b"jane" not in data.lower()
    assert seen == ["[127.0.0.1]"]
    assert set(message(data)) == {"To", "Cc", "Subject", "MIME-Version", "Content-Type", "From", "Date", "Message-ID"}
    files = {part.get_filename(): part.get_payload(decode=True) for part in message(data).iter_attachments()}
    assert files == {"return.xlsx": b"PK" + bytes(range(256)), "note.txt": b"..\r\n.\r\nend"}


def test_where_the_register_cannot_be_written_before_the_second_mail_what_became_of_the_first_is_told(
    leicester: Programme, settings: pytest.MonkeyPatch
) -> None:
    paths, server = [draft(leicester, name) for name in ("a", "b", "c")], Behaviour()
    begun = sending._begun

    def busy(programme: Programme, one: Any, entry: Any, *rest: Any, **more: Any) -> int | None:
        if entry.draft == "b.eml":
            raise ProgrammeError("Somebody else works in it.")
        return begun(programme, one, entry, *rest, **more)

    settings.setattr(sending, "_begun", busy)
    with running(server) as port:
        result = sent(port, *paths, settings=settings)
    assert result.exit_code == 1
    assert "a.eml: Sent to" in result.stdout
    assert "b.eml: It was not tried: Somebody else works in it." in result.stderr
    assert "c.eml: It was not tried, because" in result.stderr
    assert len(server.taken) == 1
    assert outcomes(leicester) == [("a.eml", Delivery.SENT)]


def test_a_draft_outside_a_programme_folder_needs_to_be_told_which(leicester: Programme, tmp_path: Path) -> None:
    path = tmp_path / "moved.eml"
    path.write_bytes(draft(leicester).read_bytes())
    assert "--programme DIR" in laa_xl("mail", "send", path, "--dry-run").stderr
    assert laa_xl("mail", "send", path, "--dry-run", "--programme", leicester.root).exit_code == 0
    assert "There is no draft" in laa_xl("mail", "send", leicester.folder("inbox"), "--dry-run").stderr


def test_the_password_comes_from_the_systems_keyring_and_none_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    fake, errors = types.ModuleType("keyring"), types.ModuleType("keyring.errors")
    errors.KeyringError = type("KeyringError", (Exception,), {})  # type: ignore[attr-defined]
    fake.get_password = lambda service, account: {("laa-xl", "me@host"): "secret"}.get((service, account))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", fake)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    assert mail_settings.kept_password("me@host") == "secret"
    assert mail_settings.kept_password("other@host") is None

    def locked(*_: str) -> None:
        raise errors.KeyringError("locked")

    fake.get_password = locked  # type: ignore[attr-defined]
    assert mail_settings.kept_password("me@host") is None


class Item:
    """What Outlook gives for a new mail, as far as we use it."""

    def __init__(self) -> None:
        self.saved, self.files = False, {}  # type: ignore[var-annotated]
        self.Attachments = self

    def Add(self, path: str) -> None:  # noqa: N802
        self.files[Path(path).name] = Path(path).read_bytes()

    def Save(self) -> None:  # noqa: N802
        self.saved = True


def test_outlook_gets_the_draft_with_its_files_and_nothing_stays_behind(leicester: Programme) -> None:
    path, item = draft(leicester), Item()
    outlook = types.SimpleNamespace(CreateItem=lambda kind: item if kind == 0 else None)
    to_outlook(
        open_draft(path.read_bytes()), path.parent, lambda name: outlook if name == "Outlook.Application" else None
    )
    given: Any = item
    assert (given.To, given.CC, given.BCC, given.Subject) == (POLICE, LEAD, "", "Rückmeldung: overdue")
    assert "<p" in given.HTMLBody
    assert item.saved
    assert item.files == {"return.xlsx": b"PK" + bytes(range(256)), "note.txt": b"..\r\n.\r\nend"}
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_without_outlook_that_is_said_in_a_sentence(leicester: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "win32com.client", None)
    result = laa_xl("mail", "outlook", draft(leicester))
    assert result.exit_code == 2
    assert "opens as a draft" in result.stderr

    def refuses(_: str) -> None:
        raise RuntimeError("The operation was cancelled")

    path = draft(leicester)
    with pytest.raises(ProgrammeError, match="Outlook did not take the draft"):
        to_outlook(open_draft(path.read_bytes()), path.parent, refuses)
