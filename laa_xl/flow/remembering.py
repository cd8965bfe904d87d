"""What was found in an accepted return, remembered for as long as nothing that it rests on has changed.

The accepted file stays the record: it is read and its fingerprint compared at every run. What is spared is opening and checking
it again. docs/decisions/0057-kept-answers.md says what an answer rests on, and why it stands where it does.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib import metadata
from pathlib import Path

from pydantic import TypeAdapter

import laa_xl
from laa_xl.domain.earlier import Key
from laa_xl.domain.findings import Finding
from laa_xl.domain.periods import Period
from laa_xl.domain.register import Receipt
from laa_xl.domain.register import State as Standing
from laa_xl.domain.returns import Return
from laa_xl.domain.totals import SheetTotals
from laa_xl.domain.waiving import standing
from laa_xl.files.kept_answers import KeptAnswer, KeptAnswers, answers_folder
from laa_xl.files.later_tables import LaterTables, NotPlain, to_text
from laa_xl.flow.programme import Programme, State
from laa_xl.flow.receiving import Form, Validated

Counting = Iterable[tuple[Key, Receipt]]

_LIBRARIES = ("python-calamine", "openpyxl", "pydantic")  # by another version of which a value might come out otherwise
_UNKNOWN = "?"  # the identity of an answer that has to be worked out: equal to none


@dataclass(frozen=True, slots=True)
class _Head:
    """What is kept of an answer beside the return's tables."""

    digest: str  # of the template
    agreement: str
    theme: str
    period: str
    findings: tuple[Finding, ...]
    totals: tuple[SheetTotals, ...] | None  # None: those of the receipt


@cache
def _heads() -> TypeAdapter[_Head]:
    return TypeAdapter(_Head)


@cache
def _totals() -> TypeAdapter[tuple[SheetTotals, ...]]:
    return TypeAdapter(tuple[SheetTotals, ...])


class Remembering:
    """What one run remembers of a programme's returns. ``keep`` it at the end, with what the run learnt."""

    def __init__(self, programme: Programme, state: State) -> None:
        self._programme, self._state = programme, state
        self._kept = KeptAnswers(answers_folder() if _version() else None, programme.root)
        self._identities: dict[Key, str] = {}
        self._fresh: list[KeptAnswer] = []

    def known(self, counting: Counting) -> dict[Key, Validated]:
        """The answers that still hold for the returns that count, given in their order; the others have to be read.

        An answer holds where its file, agreement, imports, waivers and version of laa-xl are the same, and so is every
        answer of the returns before it that was looked into, for the same reasons.
        """
        receipts, found = list(counting), dict[Key, Validated]()
        kept = self._find(receipt for _, receipt in receipts)
        self._identities.clear()
        for key, receipt in receipts:
            answer, identity = kept.get(receipt.sha256), _UNKNOWN
            if answer is not None and answer.key == self._key(receipt):
                asked = [(theme, Period.parse(period)) for theme, period, _ in json.loads(answer.asked)]
                if answer.asked == self._asked(asked, self._identities) and (checked := self._again(receipt, answer)):
                    found[key], identity = checked, _identity(answer)
            self._identities[key] = identity
        return found

    def known_alone(self, receipts: Iterable[Receipt]) -> dict[str, Return]:
        """The returns of files that were checked by themselves, by fingerprint: versions that count no longer."""
        known = {receipt.sha256: receipt for receipt in receipts}
        found: dict[str, Return] = {}
        for sha256, answer in self._find(known.values()).items():
            receipt = known[sha256]
            if (
                answer.key == self._key(receipt, alone=True)
                and (checked := self._again(receipt, answer))
                and checked.returned
            ):
                found[sha256] = checked.returned
        return found

    def learn(self, receipt: Receipt, checked: Validated, among: Container[Key]) -> None:
        """Remember what was found in a return that counts now; ``among`` are those it was held against."""
        asked = None if checked.rests_on is None else self._asked(checked.rests_on, among)
        answer = self._answer(receipt, checked, asked)
        self._identities[receipt.key] = _identity(answer) if answer else _UNKNOWN

    def learn_alone(self, receipt: Receipt, checked: Validated) -> None:
        """Remember what was found in a file that was checked by itself."""
        self._answer(receipt, checked, self._asked((), ()), alone=True)

    def keep(self) -> None:
        """Keep what was learnt. Answers of files that never counted, or were taken out of the programme, go."""
        kept = {one.sha256: one.kept for one in self._state.register.receipts if one.state is Standing.ACCEPTED}
        for answer in self._fresh:
            kept.setdefault(answer.sha256, "")  # accepted in this run
        root = self._programme.root
        self._kept.keep(self._fresh, lambda sha256: sha256 in kept and (root / kept[sha256]).exists())
        self._fresh = []

    def _find(self, receipts: Iterable[Receipt]) -> dict[str, KeptAnswer]:
        return {} if self._programme.afresh else self._kept.find(receipt.sha256 for receipt in receipts)

    def _key(self, receipt: Receipt, *, alone: bool = False) -> bytes:
        """Everything that an answer rests on but other returns; ``alone``: it was checked without any, and by no day."""
        came_in = date.max if alone else receipt.came_in.date()
        waivers = standing(self._state.inputs.waivers, receipt.theme, Period.parse(receipt.period), came_in)
        way = "alone" if alone else "among the others"
        own = "\n".join((way, receipt.sha256, receipt.file, receipt.theme, receipt.period, repr(waivers), ""))
        totals = _totals().dump_json(receipt.totals)
        return hashlib.sha256(self._common + own.encode("utf-8", "surrogatepass") + totals).digest()

    @cached_property
    def _common(self) -> bytes:
        """What the answers of all returns rest on; of an import the register has the fingerprint of its figures."""
        agreement = self._state.agreement.model_dump_json()
        imports = "\n".join(one.entry.model_dump_json() for one in self._state.kept_imports)
        return _version() + hashlib.sha256(f"{agreement}\n{imports}".encode()).digest()

    def _asked(self, keys: Iterable[Key], among: Container[Key]) -> bytes:
        """The returns that an answer rests on, each with the identity of its own; "" where there was none."""
        found = {(t, str(p)): self._identities.get((t, p), _UNKNOWN) if (t, p) in among else "" for t, p in keys}
        return json.dumps([[*key, identity] for key, identity in sorted(found.items())]).encode("ascii")

    def _again(self, receipt: Receipt, answer: KeptAnswer) -> Validated | None:
        """An answer as it was; None where the template is none of those that were sent any more."""
        head, register = _heads().validate_json(answer.head), self._state.register
        if head.digest not in register.digests() or head.period not in register.issued_periods:
            return None
        tables, period = LaterTables(answer.tables), Period.parse(head.period)
        returned = Return(head.agreement, head.theme, period, receipt.file, receipt.sha256, tables)
        totals = receipt.totals if head.totals is None else head.totals
        form = Form(head.theme, head.period, head.digest)
        return Validated(receipt.file, receipt.sha256, head.findings, form, returned, totals)

    def _answer(
        self, receipt: Receipt, checked: Validated, asked: bytes | None, *, alone: bool = False
    ) -> KeptAnswer | None:
        """The answer as it is kept; None for one that is not: it would not come back the same."""
        form, returned = checked.form, checked.returned
        if form is None or returned is None or asked is None or checked.refused or _UNKNOWN.encode() in asked:
            return None
        same = (returned.file, returned.sha256, form.theme, form.period)
        if same != (receipt.file, receipt.sha256, receipt.theme, receipt.period):
            return None
        own = (form.digest, returned.agreement, returned.theme, str(returned.period))
        totals = None if checked.totals == receipt.totals else checked.totals
        try:
            head = _heads().dump_json(_Head(*own, checked.findings, totals))
            answer = KeptAnswer(receipt.sha256, self._key(receipt, alone=alone), asked, head, to_text(returned.tables))
        except (NotPlain, ValueError):  # pydantic's own are ValueErrors
            return None
        self._fresh.append(answer)
        return answer


def _identity(answer: KeptAnswer) -> str:
    return hashlib.sha256(answer.key + answer.asked).hexdigest()


@cache
def _version() -> bytes:
    """The program that answers: its own text, its Python, and the libraries that a value goes through.

    Empty where that cannot be known: then nothing is remembered.
    """
    told, folder = hashlib.sha256(platform.python_version().encode()), Path(laa_xl.__file__).parent
    try:
        for name in _LIBRARIES:
            told.update(f"{name} {metadata.version(name)}\n".encode())
        modules = sorted(folder.rglob("*.py"))
        for path in modules:
            told.update(f"{path.relative_to(folder).as_posix()}\n".encode())
            told.update(hashlib.sha256(path.read_bytes()).digest())
    except (OSError, metadata.PackageNotFoundError):
        return b""
    return told.digest() if modules else b""
