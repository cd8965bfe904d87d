"""What an officer decides about returns: a held one is let in or turned down, an accepted one is withdrawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from laa_xl.domain.findings import must_be_fixed
from laa_xl.domain.imports import Withdrawal
from laa_xl.domain.periods import Period
from laa_xl.domain.register import Decision, Receipt, Register
from laa_xl.domain.register import State as Standing
from laa_xl.domain.sentences import spoken_day
from laa_xl.files.store import read_file, sha256_of
from laa_xl.flow.accepting import compared, keep, read_accepted, returns_of
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.pipeline import Outcome, Progress, publish
from laa_xl.flow.programme import Programme, State
from laa_xl.flow.receiving import validate_bytes

BY = "County team"  # a post, where nobody says which
_LEAST = 6  # letters of a fingerprint that name a file


@dataclass(frozen=True, slots=True)
class Why:
    """Who decides, when and why."""

    by: str
    reason: str
    at: datetime

    def require(self, what: str) -> None:
        """ProgrammeError where no reason is given."""
        if not self.reason.strip():
            raise ProgrammeError(f"Say why {what}: --because. Nothing was changed.")

    @property
    def decision(self) -> Decision:
        """As the register keeps it."""
        return Decision(at=self.at, by=self.by.strip() or BY, reason=self.reason.strip())


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided about which file. ``restored`` is what counts again; None where nothing does."""

    receipt: Receipt
    outcome: Outcome
    restored: Receipt | None = None


def let_in(programme: Programme, which: str, why: Why, progress: Progress = lambda _: None) -> Decided:
    """Accept a held return; ProgrammeError where it cannot be, and nothing is changed then."""
    why.require("it is let in")
    with programme.locked("let in", why.at, writes_master=True):
        state = programme.load()
        receipt = _held(programme, state, which)
        data = _kept(programme, receipt)
        accepted = read_accepted(programme, state)
        came_in = receipt.came_in.date()
        checked = validate_bytes(receipt.file, data, state, returns_of(accepted), came_in=came_in)
        if checked.returned is None or must_be_fixed(checked.findings):
            first = next(iter(checked.open), None)
            raise ProgrammeError(
                f"{receipt.file} cannot be accepted as the agreement stands now. {first.message if first else ''} "
                f"Nothing was changed. Turn it down, and ask for it again: laa-xl held {programme.root} --turn-down {receipt.sha256[:8]}"
            )
        checked = compared(checked, checked.returned, accepted)
        counts = replace(checked, held=receipt.held)
        taken = keep(programme, counts, data, Standing.ACCEPTED, why.at)
        taken = taken.model_copy(update={"decision": why.decision, "arrived": receipt.came_in})
        register = state.register.replaced(receipt, receipt.model_copy(update={"decision": why.decision}))
        register = register.model_copy(update={"receipts": (*register.receipts, taken)})
        outcome = _published(programme, state, register, taken, why.at, progress)
    return Decided(taken, replace(outcome, files=((checked, Standing.ACCEPTED.value),)))


def turn_down(programme: Programme, which: str, why: Why, progress: Progress = lambda _: None) -> Decided:
    """Say no to a held return; its file stays kept."""
    why.require("it is turned down")
    with programme.locked("turn down", why.at, writes_master=True):
        state = programme.load()
        receipt = _held(programme, state, which)
        no = receipt.model_copy(update={"decision": why.decision.model_copy(update={"let_in": False})})
        outcome = _published(programme, state, state.register.replaced(receipt, no), no, why.at, progress)
    return Decided(no, outcome)


def withdraw(
    programme: Programme,
    theme: str,
    period: Period,
    why: Why,
    progress: Progress = lambda _: None,
    *,
    restore: bool = False,
    file: str = "",
) -> Decided:
    """Take back an accepted return: the theme owes one again, and the file stays kept.

    ``restore``: the version that was accepted before it counts again; without that, none does. ``file``: the fingerprint of the
    return that is meant, where somebody chose one; ProgrammeError where another one counts.
    """
    why.require("the return is withdrawn")
    with programme.locked("withdraw", why.at, writes_master=True):
        state = programme.load()
        receipt = _counting(state, theme, period)
        if file and receipt.sha256 != file:
            raise ProgrammeError(
                f"The return of {receipt.theme} for {period} that counts is {receipt.file}, not the one you chose. Choose that row. "
                "Nothing was changed."
            )
        earlier = _before(state.register, receipt)
        if restore and earlier is None:
            raise ProgrammeError(
                f"{receipt.theme} has no earlier accepted return for {period}, so none can count again. Nothing was changed."
            )
        gone = receipt.model_copy(
            update={"withdrawn": Withdrawal(at=why.at, by=why.decision.by, reason=why.decision.reason)}
        )
        register, again = state.register.replaced(receipt, gone), None
        if restore and earlier is not None:
            again = _again(programme, state, earlier, why)
            register = register.model_copy(update={"receipts": (*register.receipts, again)})
        outcome = _published(programme, state, register, gone, why.at, progress)
    return Decided(gone, outcome, restored=again)


def _again(programme: Programme, state: State, earlier: Receipt, why: Why) -> Receipt:
    """A receipt by which an earlier version counts again; what differs from the one withdrawn is counted anew."""
    checked = validate_bytes(earlier.file, _kept(programme, earlier), state, came_in=earlier.came_in.date())
    changes = None
    if checked.returned is not None:
        changes = compared(checked, checked.returned, read_accepted(programme, state)).changes
    counted = None if changes is None else len(changes)
    return earlier.model_copy(
        update={"at": why.at, "arrived": earlier.came_in, "decision": why.decision, "changes": counted}
    )


def _published(
    programme: Programme, state: State, register: Register, receipt: Receipt, now: datetime, progress: Progress
) -> Outcome:
    """The register first, as it is what counts; then master and report of everything that counts now."""
    programme.save_register(register)
    progress("Writing the master")
    state = replace(state, register=register)
    return publish(programme, state, read_accepted(programme, state), Period.parse(receipt.period), now)


def _held(programme: Programme, state: State, which: str) -> Receipt:
    """The held return that a name, a fingerprint or a theme with its quarter means; ProgrammeError where not just one is."""
    waiting = [receipt for receipt in state.register.receipts if receipt.waits]
    found = [receipt for receipt in waiting if _means(which, receipt)]
    if len(found) == 1:
        return found[0]
    see = f"See which are: laa-xl held {programme.root}. Nothing was changed."
    if not found:
        raise ProgrammeError(f'"{which}" is not among the returns that are held. {see}')
    prints = ", ".join(receipt.sha256[:8] for receipt in found)
    raise ProgrammeError(f'"{which}" means more than one held return. Say which by its fingerprint: {prints}. {see}')


def _means(which: str, receipt: Receipt) -> bool:
    plain = which.strip().casefold()
    by_print = len(plain) >= _LEAST and receipt.sha256.startswith(plain)
    return by_print or plain in (receipt.file.casefold(), f"{receipt.theme} {receipt.period}".casefold())


def _counting(state: State, theme: str, period: Period) -> Receipt:
    codes = [one.code for one in state.agreement.themes]
    code = next((one for one in codes if one.casefold() == theme.strip().casefold()), None)
    if code is None:
        raise ProgrammeError(f'There is no theme "{theme}". The themes are: {", ".join(codes)}. Nothing was changed.')
    receipt = state.register.current().get((code, period))
    if receipt is not None:
        return receipt
    gone = [one for one in state.register.receipts if one.key == (code, period) and one.withdrawn is not None]
    told = gone[-1].withdrawn if gone else None
    when = f" The last one was withdrawn on {spoken_day(told.at)}." if told else ""
    raise ProgrammeError(
        f"No return of {code} for {period} counts, so none can be withdrawn.{when} Nothing was changed."
    )


def _before(register: Register, receipt: Receipt) -> Receipt | None:
    """The version that counted before this one, and was not withdrawn itself; None where there is none."""
    mine = [one for one in register.receipts if one.key == receipt.key and one.state is Standing.ACCEPTED]
    earlier = [one for one in mine[: mine.index(receipt)] if one.withdrawn is None and one.sha256 != receipt.sha256]
    return earlier[-1] if earlier else None


def _kept(programme: Programme, receipt: Receipt) -> bytes:
    path = programme.root / receipt.kept
    data = read_file(path)
    if sha256_of(data) != receipt.sha256:
        raise ProgrammeError(
            f"{path} was changed after it was received. Put back the file as received. Nothing was changed."
        )
    return data
