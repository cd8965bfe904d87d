"""A process that checks files for another one (``beside``): what to do comes in, an answer for each file goes out.

It writes no file and decides nothing. Like the one that it works for, it has files from outside read in a process of their own.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from laa_xl.domain.earlier import Asked, Key
from laa_xl.domain.findings import must_be_fixed
from laa_xl.domain.returns import Return
from laa_xl.files.apart import abandon
from laa_xl.files.reading_process import HEAD, own_pipes
from laa_xl.files.store import read_file, sha256_of
from laa_xl.flow.beside import Answer, Begin, Growing, Job
from laa_xl.flow.packed_returns import Identities, packed
from laa_xl.flow.passwords import read_received
from laa_xl.flow.receiving import Validated, reading_ahead
from laa_xl.flow.unhurried import few_collections


def main() -> None:
    """Look at every file, and end. What cannot be answered is left to the one that asked, who comes to it in its turn."""
    requests, answers = own_pipes()
    gc.enable()
    begin = pickle.load(requests)  # noqa: S301 - from the program that started this one
    assert isinstance(begin, Begin)
    threading.Thread(target=_end_with, args=(requests.fileno(),), daemon=True).start()
    with few_collections(), contextlib.suppress(OSError):
        for answer in found(begin):
            blob = pickle.dumps(answer, 5)
            answers.write(HEAD.pack(len(blob), 0) + blob)
            answers.flush()


def _end_with(requests: int) -> None:
    """Once nobody waits for an answer any more, or lives to: end, and the reading process whatever it is at."""
    with contextlib.suppress(OSError):
        os.read(requests, 1)  # nothing more is said: this returns when the pipe is closed
    abandon()
    os._exit(1)


def found(begin: Begin) -> Iterator[Answer]:
    """An answer for each file, in their order."""
    returns, identities = {one.key: one.unpacked() for one in begin.returns}, Identities()
    with reading_ahead((partial(read_received, job.path) for job in begin.jobs), len(begin.jobs)):
        for job in begin.jobs:
            answer = Answer(job.path, None, None, ())
            with contextlib.suppress(Exception):  # met again, and told, where the file has its turn
                answer = _answer(begin, job, returns, identities)
            yield answer


def _answer(begin: Begin, job: Job, returns: dict[Key, Return], identities: Identities) -> Answer:
    asked, sha256 = Asked(returns), sha256_of(read_file(job.path))
    checked = begin.check(job, asked)
    keys, returned = asked.keys_asked, checked.returned
    if keys is None or checked.sha256 != sha256:
        return Answer(job.path, None, None, ())
    rests_on = tuple((key, identities.of(key, returns)) for key in keys)
    if returned is not None and _counts(begin.growing, checked):
        returns[returned.theme, returned.period] = returned
    sent = None if returned is None else packed(returned)
    if returned is not None and sent is not None:
        identities.learn(returned, sent.identity)
    return Answer(job.path, replace(checked, returned=None), sent, rests_on)


def _counts(growing: Growing, checked: Validated) -> bool:
    return growing is Growing.ALL or (growing is Growing.WITHOUT_FAULT and not must_be_fixed(checked.findings))
