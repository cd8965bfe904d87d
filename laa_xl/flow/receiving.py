"""One file: opened, recognised, read and checked, alone or with its programme."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from laa_xl.checks import structure
from laa_xl.checks.file_rules import FILE_RULES, LOCK_FILE, part_in_words
from laa_xl.checks.listing import in_order
from laa_xl.checks.look import Known
from laa_xl.checks.registry import file_finding
from laa_xl.declare.return_form import WORKED_OUT
from laa_xl.domain.earlier import Asked, Returns
from laa_xl.domain.findings import Finding, Verdict, verdict
from laa_xl.domain.periods import Period
from laa_xl.domain.returns import Return
from laa_xl.domain.sentences import without_stop
from laa_xl.domain.spec import FormSpec
from laa_xl.domain.totals import SheetTotals
from laa_xl.domain.waiving import NO_WAIVERS, standing
from laa_xl.domain.words import Severity
from laa_xl.files.apart import read_ahead, read_apart
from laa_xl.files.refused import Refused
from laa_xl.files.store import StoreError, as_text, sha256_of
from laa_xl.flow.passwords import read_received
from laa_xl.flow.specifying import spec_for
from laa_xl.stages.checking import check_return
from laa_xl.stages.reading import read_return
from laa_xl.stages.totalling import sheet_totals

if TYPE_CHECKING:
    from laa_xl.domain.versions import CellChange
    from laa_xl.flow.programme import State

__all__ = ["Returns", "Validated", "return_name", "spec_for", "validate_bytes", "validate_file"]


@dataclass(frozen=True, slots=True)
class Form:
    """Which form a file is: whose, of which period, made from which template; of a part also whose, among which others.

    ``digest``: the template's; "" where the file was looked at without a programme.
    """

    theme: str
    period: str
    digest: str = ""
    part: str = ""
    parts: tuple[str, ...] = ()

    @property
    def when(self) -> Period:
        """The reporting period."""
        return Period.parse(self.period)


@dataclass(frozen=True, slots=True)
class Validated:
    """A file and everything there is to say about it; ``returned`` is None where it is no return we can read."""

    file: str
    sha256: str
    findings: tuple[Finding, ...]
    form: Form | None = None
    returned: Return | None = None
    totals: tuple[SheetTotals, ...] = ()
    held: tuple[str, ...] = ()  # why it waits for an officer's yes, or is not taken in again
    changes: tuple[CellChange, ...] | None = None  # since the return that counted; None: there was none
    replaces: str = ""  # the file of that return
    # The accepted returns that were looked into; None: not known. How it was found out, and not what.
    rests_on: tuple[tuple[str, Period], ...] | None = field(default=None, compare=False)

    @property
    def verdict(self) -> Verdict:
        """ok, findings or refused."""
        return verdict(self.findings)

    @property
    def refused(self) -> bool:
        """Whether the file cannot be used as a return at all."""
        return self.verdict is Verdict.REFUSED

    @property
    def confirmed(self) -> tuple[Finding, ...]:
        """What was asked about and confirmed with a reason."""
        return tuple(finding for finding in self.findings if finding.confirmed)

    @property
    def waived(self) -> tuple[Finding, ...]:
        """What a waiver of the county team silences."""
        return tuple(finding for finding in self.findings if finding.waived)

    @property
    def open(self) -> tuple[Finding, ...]:
        """What is left to say."""
        return tuple(finding for finding in self.findings if not finding.settled)

    def count(self, severity: str) -> int:
        """How many open findings of a severity."""
        return sum(1 for finding in self.open if finding.severity == Severity(severity))


def validate_file(
    path: Path,
    state: State | None = None,
    returns: Returns | None = None,
    only: Period | None = None,
    came_in: date | None = None,
) -> Validated:
    """Check a file; every problem, a missing file included, is a finding."""
    name = as_text(path)
    try:
        if not path.is_file():
            raise Refused("not_found", "This is a folder, and a return is a file" if path.is_dir() else "")
        data = read_received(path)
    except Refused as refused:
        return Validated(name, "", (refusal(refused, name),))
    except StoreError as error:
        return Validated(name, "", (refusal(Refused("not_found", without_stop(str(error))), name),))
    return validate_bytes(name, data, state, returns, only, came_in)


def reading_ahead(loads: Iterable[Callable[[], bytes]], count: int) -> AbstractContextManager[None]:
    """While this runs, files that are validated one after the other are read while the one before is still being checked.

    ``loads`` gives the bytes of each, or raises; ``count`` is how many there are.
    """
    return read_ahead(_loaded(loads), WORKED_OUT) if count > 1 else nullcontext()


def _loaded(loads: Iterable[Callable[[], bytes]]) -> Iterator[bytes]:
    for load in loads:
        try:
            yield load()
        except (Refused, StoreError):
            continue  # whoever asks for it will be told


# What a file's name says it is, where its bytes say only that it is no workbook.
_BY_NAME = {
    ".csv": "a CSV file",
    ".ods": "an OpenDocument sheet",
    ".txt": "a text file",
    ".pdf": "a PDF",
    ".docx": "a Word document",
}


def validate_bytes(
    name: str,
    data: bytes,
    state: State | None = None,
    returns: Returns | None = None,
    only: Period | None = None,
    came_in: date | None = None,
) -> Validated:
    """Check the bytes of a file. With a programme's state, also whether it belongs there; ``only``: to that period.

    ``came_in``: the day by which waivers with a last day count; None: the file has not come in, and those do not.
    """
    sha256 = sha256_of(data)
    try:
        book = read_apart(data, unread=WORKED_OUT)
        raw = read_return(book)
    except Refused as refused:
        return Validated(name, sha256, (refusal(refused, name),))
    if raw.spec is None:
        return Validated(name, sha256, tuple(raw.findings))
    spec, strangers, known, waivers, asked = raw.spec, [], None, NO_WAIVERS, Asked({} if returns is None else returns)
    if state is not None:
        strangers = _belongs(raw.spec, state, only)
        if any(finding.refuses for finding in strangers):
            return Validated(name, sha256, tuple(strangers), _form(raw.spec, state))
        spec = spec_for(state.agreement, raw.spec.theme, raw.spec.when, asked, state.imported)
        waivers = standing(state.inputs.waivers, raw.spec.theme, raw.spec.when, came_in or date.max)
        known = Known(state.agreement, asked, waivers)
    checked = check_return(spec, raw.tables, Path(name).name, sha256, raw.spec, known)
    found = in_order((*waivers.marked((*raw.findings, *strangers)), *checked.findings))
    totals = sheet_totals(book, raw.tables, checked.returned, found) if state is not None else ()
    rests_on = asked.keys_asked if state is not None else None
    return Validated(name, sha256, tuple(found), _form(raw.spec, state), checked.returned, totals, rests_on=rests_on)


def _form(spec: FormSpec, state: State | None) -> Form:
    parts = tuple(share.part for share in spec.shares or ())
    return Form(spec.theme, spec.period, "" if state is None else spec.digest, spec.part, parts)


def refusal(refused: Refused, name: str = "") -> Finding:
    """Why a file cannot be used, as a finding."""
    if Path(name).name.startswith(("~$", ".~lock.")):
        return file_finding(LOCK_FILE)
    told = _BY_NAME.get(Path(name).suffix.lower()) if refused.code == "not_a_workbook" else None
    if told:
        refused = Refused("other_format", told)
    rule = FILE_RULES.get(refused.code, FILE_RULES["corrupt"])
    detail = ", ".join(part for part in (refused.detail, part_in_words(refused.part)) if part)
    kind = f" but {refused.detail}" if refused.detail else ""
    problem = refused.detail or "There is no such file"
    return file_finding(rule, detail=detail or "no details", kind=kind, problem=problem)


def _belongs(spec: FormSpec, state: State, only: Period | None) -> list[Finding]:
    """Whether a return is one of this programme's: agreement, theme, period, and the template's fingerprint."""
    code = spec.agreement.settings.code
    if code != state.agreement.settings.code:
        return [file_finding(structure.OTHER_AGREEMENT, entered=code, expected=state.agreement.settings.code)]
    themes = [theme.code for theme in state.agreement.themes]
    if spec.theme not in themes:
        return [file_finding(structure.OTHER_THEME, entered=spec.theme, expected=", ".join(themes))]
    issued = state.register.issued_periods
    if only is not None and spec.when != only:
        expected = f"you are consolidating {only.spelled}"
        return [file_finding(structure.OTHER_PERIOD, entered=spec.when.spelled, expected=expected)]
    if spec.period not in issued:
        expected = "the programme has sent no templates for that quarter"
        return [file_finding(structure.OTHER_PERIOD, entered=spec.when.spelled, expected=expected)]
    if spec.part:
        parts = ", ".join(share.part for share in spec.shares or ())
        theme = spec.the_theme.name
        told = {"theme": theme, "period": spec.when.spelled, "expected": parts}
        return [file_finding(structure.ONLY_A_PART, entered=spec.part, **told)]
    if spec.digest not in state.register.digests():
        return [file_finding(structure.NOT_ISSUED, period=spec.when.spelled)]
    return []


def return_name(agreement: str, theme: str, period: Period) -> str:
    """The name of a template's file."""
    return f"{agreement}-{theme}-{period}.xlsx"


def template_spec(state: State, theme: str, period: Period, returns: Returns) -> FormSpec:
    """What a template that goes out today carries: as the agreement stands, due when the officers say."""
    spec = spec_for(state.agreement, theme, period, returns, state.imported)
    return spec.model_copy(update={"deadline": state.inputs.deadlines.get((theme, period), spec.deadline)})
