"""Puts a new master that waits beside the open one in its place, once that is closed; never at the cost of an entry.

| the master is                          | what happens                                                                |
|----------------------------------------|-----------------------------------------------------------------------------|
| open in front of somebody              | it goes on waiting                                                          |
| just as it was when it was read        | the new one takes its place                                                 |
| already the new one                    | only what is written down about it is taken away                            |
| saved since, or the new one is damaged | the new one is computed again, from the master as it stands now             |
| saved since, and cannot be read        | both stay where they are, and every run says so until the master is mended  |
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from filelock import FileLock, Timeout

from laa_xl.domain.periods import Period
from laa_xl.files.owners import Owner, owner_of
from laa_xl.files.store import StoreError, read_only, replace_file
from laa_xl.files.undoing import afterwards
from laa_xl.flow.backups import back_up
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.pending import Pending, fingerprint, forget_pending, is_pending, next_master, read_pending
from laa_xl.flow.pipeline import consolidate
from laa_xl.flow.programme import Programme

WAIT_HOURS = 12  # a working day: then a waiter ends, and the next run puts the new master in place
WAITER_LOCK = ".laa-xl.settle.lock"
_PAUSE_SECONDS = 1.0


class State(StrEnum):
    """What became of a new master that waited."""

    NOTHING = "nothing"  # none waits
    PLACED = "placed"
    COMPUTED = "computed again"
    OPEN = "open"  # it goes on waiting
    KEPT = "kept"  # it cannot be put in place until somebody mends something


@dataclass(frozen=True, slots=True)
class Settled:
    """How it stands with a new master; ``text`` is a sentence for the officer, "" where there is nothing to tell."""

    state: State
    text: str = ""


def settle(programme: Programme, now: datetime) -> Settled:
    """Put the new master in place if it may be; ProgrammeError where another run is under way."""
    master = programme.master
    if not is_pending(master):
        return Settled(State.NOTHING)
    with programme.locked("settle", now):
        pending = read_pending(master)
        if pending is None:
            return Settled(State.NOTHING)
        owner = None if programme.even_if_open else owner_of(master)
        if owner is not None:
            return Settled(State.OPEN, _told_open(programme, owner))
        if why := read_only(master):
            return Settled(State.KEPT, f"A new master waits in {next_master(master)}. {why}")
        stands = fingerprint(master)
        if stands == pending.next:
            forget_pending(master)
            return Settled(State.PLACED)
        if stands == pending.base and fingerprint(next_master(master)) == pending.next:
            back_up(master)
            try:
                replace_file(next_master(master), master)
            except StoreError as held:
                return Settled(State.OPEN, str(held))
            afterwards(lambda: forget_pending(master))
            return Settled(State.PLACED, f"The new master was put in place: {master}.")
    return _computed_again(programme, pending, now)


def _computed_again(programme: Programme, pending: Pending, now: datetime) -> Settled:
    try:
        consolidate(programme, [], _period(pending), now)
    except (ProgrammeError, StoreError) as error:
        why = error.message if isinstance(error, ProgrammeError) else str(error)
        return Settled(
            State.KEPT,
            f"The master was saved after the last press, so a new one has to be computed from it, and that is not possible: {why} "
            f"Nothing is lost: your entries are in {programme.master}.",
        )
    return Settled(
        State.COMPUTED, f"The master was saved after the last press; it was computed again: {programme.master}."
    )


def _period(pending: Pending) -> Period | None:
    try:
        return Period.parse(pending.period)
    except ValueError:
        return None


def _told_open(programme: Programme, owner: Owner) -> str:
    return (
        f"A new master waits until {programme.master} is closed: {owner} has it open. "
        "It is put in place then, with everything saved until then."
    )


def wait_and_settle(
    programme: Programme,
    now: Callable[[], datetime],
    *,
    pause: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Settled:
    """Wait until the master is closed, and put the new one in place; ends by itself after ``WAIT_HOURS``.

    One waiter a folder is enough: where there is one already, this returns at once.
    """
    end = clock() + 3600 * WAIT_HOURS
    try:
        with FileLock(programme.root / WAITER_LOCK, timeout=0):
            while True:
                try:
                    settled = settle(programme, now())
                except ProgrammeError as busy:  # another run: it has its turn first
                    settled = Settled(State.OPEN, busy.message)
                if settled.state is not State.OPEN or clock() >= end or not programme.exists():
                    return settled
                pause(_PAUSE_SECONDS)
    except Timeout:
        return Settled(State.OPEN, f"Another process waits already until {programme.master} is closed.")
