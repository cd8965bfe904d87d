"""Faults of the file as a whole, in its bytes: what no reader of cells can see. Each is tried on other returns and in other ways."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from laa_xl.domain.findings import Finding
from laa_xl.domain.register import Issued, Register
from laa_xl.flow.programme import State
from laa_xl.flow.receiving import validate_bytes
from tests.faults.places import Given
from tests.faults.returns_made import demonstrations, drawn, shipped
from tests.support.partners import packed
from tests.support.returns import STAMP, agreement, encrypted
from tests.support.zips import parts_of

FILE, WHICH = "file", "which return"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Sent:
    """A file as it came in: its name, its bytes, and the programme that it is sent to, if any."""

    name: str
    data: bytes
    programme: State | None = None

    def findings(self) -> tuple[Finding, ...]:
        """What validation says of it, and nobody has answered: a demonstration return answers what it is asked."""
        return validate_bytes(self.name, self.data, self.programme).open


@dataclass(frozen=True)
class FileKind:
    """A kind of fault of the whole file: the rule that must be found, alone, for each of these files."""

    name: str
    family: str
    rule: str
    sent: Callable[[Given, int], Sent]

    def __str__(self) -> str:
        return f"{self.rule} {self.name}"


FILE_KINDS: list[FileKind] = []


def of_file(
    name: str, family: str, rule: str
) -> Callable[[Callable[[Given, int], Sent]], Callable[[Given, int], Sent]]:
    """Declare a kind by the function that gives the nth file, made of a clean return."""

    def declare(sent: Callable[[Given, int], Sent]) -> Callable[[Given, int], Sent]:
        FILE_KINDS.append(FileKind(name, family, rule, sent))
        return sent

    return declare


def nth(number: int, *values: bytes) -> bytes:
    return values[number % len(values)]


@of_file("nothing in the file", FILE, "F02")
def nothing(given: Given, number: int) -> Sent:
    return Sent(f"return {number}.xlsx", b"")


@of_file("a file far too large", FILE, "F03")
def too_large(given: Given, number: int) -> Sent:
    return Sent("return.xlsx", given.clean.data + bytes(25 * 1024 * 1024))


@of_file("a password to open", FILE, "F04")
def password(given: Given, number: int) -> Sent:
    return Sent("return.xlsx", encrypted(given.clean.data, f"secret {number}"))


@of_file("an old Excel file", FILE, "F05")
def old(given: Given, number: int) -> Sent:
    stream = ("Workbook", "Book")[number % 2] + "\0"
    return Sent("return.xls", OLE + bytes(504 + 64 * number) + stream.encode("utf-16-le"))


@of_file("saved in another format", FILE, "F06")
def other_format(given: Given, number: int) -> Sent:
    sheet = given.book.sheets[1]
    lines = [",".join(str((sheet.get(row, column) and "x") or "") for column in range(30)) for row in range(12)]
    csv = "\n".join(lines).encode()
    page = b"<html><table><tr><td>NI 1</td><td>5</td></tr></table></html>"
    ods = zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": page})
    binary = packed({**parts_of(given.clean.data), "xl/workbook.bin": b"\0"})
    return Sent("return.xlsx", nth(number, csv, page, ods, binary))


@of_file("no workbook at all", FILE, "F07")
def no_workbook(given: Given, number: int) -> Sent:
    letter = zipped({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<Types/>"})
    numbers = zipped({"Index/Document.iwa": b"\0", "Metadata/Properties.plist": b"x"})
    return Sent(
        "return.xlsx",
        nth(number, letter, numbers, b"%PDF-1.4\n%" + bytes([number]), b"Dear all,", b"\xff\xd8\xff\xe0" + bytes(90)),
    )


@of_file("cut off on its way", FILE, "F08")
def cut_off(given: Given, number: int) -> Sent:
    data = given.clean.data
    return Sent("return.xlsx", data[: len(data) * (number + 2) // 40])


@of_file("a part damaged", FILE, "F08")
def damaged(given: Given, number: int) -> Sent:
    members = parts_of(given.clean.data)
    sheets = [
        f"xl/worksheets/sheet{tab}.xml" for tab in range(1, 10)
    ]  # those that are seen; of the hidden ones one is read
    name = [*sheets, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"][number % 12]
    blob = members[name]
    return Sent("return.xlsx", packed({**members, name: blob[: len(blob) // 2]}))


@of_file("a part that declares entities", FILE, "F09")
def entities(given: Given, number: int) -> Sent:
    members = parts_of(given.clean.data)
    names = sorted(name for name in members if name.endswith((".xml", ".rels")))
    name = names[number % len(names)]
    text = members[name].replace(b"?>", b'?>\n<!DOCTYPE x [<!ENTITY a "b">]>', 1)
    return Sent("return.xlsx", packed({**members, name: text}))


@of_file("a cell in use far outside the form", FILE, "F10")
def far_cell(given: Given, number: int) -> Sent:
    members = parts_of(given.clean.data)
    name = f"xl/worksheets/sheet{number % 6 + 1}.xml"
    row = 1_048_576 - number
    far = f'<row r="{row}"><c r="XF{row}"><v>1</v></c></row></sheetData>'.encode()
    return Sent("return.xlsx", packed({**members, name: members[name].replace(b"</sheetData>", far)}))


@of_file("the mark of a workbook that is open", FILE, "F11")
def lock_file(given: Given, number: int) -> Sent:
    who = f"Officer {number}"
    excel = bytes([len(who)]) + who.encode().ljust(54) + bytes([len(who), 0]) + who.encode("utf-16-le").ljust(108)
    libre = f",{who},machine,24.10.2008 10:0{number % 10},file:///home;".encode()
    return Sent(*((f"~$return {number}.xlsx", excel), (f".~lock.return {number}.xlsx#", libre))[number % 2])


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, blob in members.items():
            archive.writestr(name, blob)
    return out.getvalue()


def programme(given: Given, **changed: str) -> State:
    """The programme that a return belongs to: its agreement, and a register that knows its template."""
    spec = given.clean.spec
    code = spec.agreement.settings.code
    of = agreement() if code == "northshire-2008" else shipped(code)
    issued = {"period": spec.period, "theme": spec.theme, "digest": spec.digest, **changed}
    return State(of, *_no_inputs(), Register(issued=(Issued(**issued, deadline=spec.deadline, at=STAMP),)))


def _no_inputs() -> tuple:  # type: ignore[type-arg]
    from laa_xl.domain.inputs import Inputs

    return Inputs(), {}


@of_file("another agreement's return", WHICH, "W02")
def other_agreement(given: Given, number: int) -> Sent:
    state = programme(given)
    settings = state.agreement.settings.model_copy(update={"code": f"elsewhere-{number}"})
    return Sent(
        "return.xlsx",
        given.clean.data,
        replace(state, agreement=state.agreement.model_copy(update={"settings": settings})),
    )


@of_file("a theme that there is not", WHICH, "W03")
def other_theme(given: Given, number: int) -> Sent:
    state = programme(given)
    themes = tuple(theme for theme in state.agreement.themes if theme.code != given.clean.spec.theme)
    return Sent(
        "return.xlsx", given.clean.data, replace(state, agreement=state.agreement.model_copy(update={"themes": themes}))
    )


@of_file("another quarter's return", WHICH, "W04")
def other_quarter(given: Given, number: int) -> Sent:
    period = given.clean.spec.when.previous if number % 2 else given.clean.spec.when.same_last_year
    return Sent("return.xlsx", given.clean.data, programme(given, period=str(period)))


@of_file("a template that nobody issued", WHICH, "W08")
def not_issued(given: Given, number: int) -> Sent:
    of = Given(demonstrations()[number % len(demonstrations())])
    return Sent("return.xlsx", of.clean.data, programme(of, digest=f"{number:064}"))


@of_file("a part, sent as if it were the whole", WHICH, "W09")
def only_a_part(given: Given, number: int) -> Sent:
    parts_drawn = [clean for clean in drawn() if clean.spec.part]
    of = Given(parts_drawn[number % len(parts_drawn)])
    return Sent("return.xlsx", of.clean.data, programme(of))


def sent_of(kind: FileKind, givens: tuple[Given, ...], count: int) -> Iterator[Sent]:
    """So many files of a kind, each made of another return as long as there are any."""
    for number in range(count):
        yield kind.sent(givens[number % len(givens)], number)
