"""What the master tells of changes: the versions that were kept, read again and held against each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from laa_xl.domain.earlier import EarlierFigures
from laa_xl.domain.periods import Period
from laa_xl.domain.register import Receipt
from laa_xl.domain.report import HighlightReport
from laa_xl.domain.returns import Return
from laa_xl.domain.sentences import spoken_day
from laa_xl.files.store import StoreError, read_file, sha256_of
from laa_xl.flow.accepting import Accepted, returns_of
from laa_xl.flow.programme import Programme, State
from laa_xl.flow.receiving import validate_bytes
from laa_xl.flow.remembering import Remembering
from laa_xl.flow.removals import removed
from laa_xl.stages.comparing import changes_between
from laa_xl.stages.reconciling import Counted, Rows, reconciled
from laa_xl.stages.recording import Version, change_rows


@dataclass(frozen=True, slots=True)
class Records:
    """The master's tables of changes and control totals, and what somebody should look at."""

    tables: Mapping[str, Rows]
    looks: tuple[str, ...] = ()


def records_of(
    programme: Programme,
    state: State,
    accepted: Accepted,
    computed: Mapping[str, Rows],
    report: HighlightReport | None,
    shown: Period | None,
) -> Records:
    """What changed, and whether everything that was accepted stands in the master's tables and in the report of ``shown``."""
    changes, gone = _changes(programme, state, accepted)
    counted = [Counted(item.returned, item.totals) for item in accepted.values() if item.returned is not None]
    held_together = reconciled(state.agreement, counted, computed, report, shown)
    tables = {"changes": changes, "control_totals": held_together.rows}
    return Records(tables, (*held_together.differences, *_waiting(state), *gone))


def _waiting(state: State) -> list[str]:
    """The returns that wait for an officer's yes."""
    return [
        f"{receipt.file} ({receipt.theme} for {receipt.period}) has waited for your yes since {spoken_day(receipt.at)}: "
        "the sheet Register says why."
        for receipt in state.register.receipts
        if receipt.waits
    ]


def _changes(programme: Programme, state: State, accepted: Accepted) -> tuple[Rows, tuple[str, ...]]:
    """Everything that changed after it was accepted or imported. A kept file that is gone or altered is told, and left out.

    One that was taken out on purpose is left out alone: nobody is to put it back.
    """
    returns = returns_of(accepted)
    known = {returned.sha256: returned for returned in returns.values()}
    versions: list[Version] = []
    looks: list[str] = []
    pairs, remembering = state.register.versions(), Remembering(programme, state)
    remembered = remembering.known_alone(receipt for pair in pairs for receipt in pair if receipt.sha256 not in known)
    for before, after in pairs:
        pair: list[Return] = []
        for receipt in (before, after):
            if receipt.sha256 not in known:
                found = _read_again(programme, state, receipt, remembering, remembered)
                if found is None and removed(programme.root / receipt.kept):
                    break
                if found is None:
                    looks.append(
                        f"{receipt.kept} ({receipt.file}) is not there as it was received, so that the sheet Changes cannot say "
                        "what differs. Put it back from your backup."
                    )
                    break
                known[receipt.sha256] = found
            pair.append(known[receipt.sha256])
        if len(pair) == 2:
            versions.append(Version(before, after, pair[1], changes_between(pair[0], pair[1])))
    remembering.keep()
    earlier = EarlierFigures(state.agreement, returns, state.imported)
    rows = change_rows(state.agreement, state.register, versions, earlier, state.kept_imports)
    return rows, tuple(dict.fromkeys(looks))


def _read_again(
    programme: Programme, state: State, receipt: Receipt, remembering: Remembering, remembered: Mapping[str, Return]
) -> Return | None:
    """A version that counts no longer, from the file that was kept; None where that is gone, altered or unreadable now."""
    try:
        data = read_file(programme.root / receipt.kept)
    except StoreError:
        return None
    if sha256_of(data) != receipt.sha256:
        return None
    if receipt.sha256 in remembered:
        return remembered[receipt.sha256]
    checked = validate_bytes(receipt.file, data, state)
    remembering.learn_alone(receipt, checked)
    return checked.returned
