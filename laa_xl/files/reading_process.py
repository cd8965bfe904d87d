"""The process that reads files from outside: a request in, an answer out, one after the other, until its input ends.

Whatever a file does to a parser (abort, panic, hang, memory) it does here. The process imports the reading layer alone, writes
no file and starts no program.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import struct
import sys
from typing import IO, Any

from laa_xl.files import limits
from laa_xl.files.refused import Refused
from laa_xl.files.wire import to_wire

HEAD = struct.Struct("<2I")  # the lengths of the JSON and of the bytes behind it

_SAID = 300  # characters of a reason; what is wrong in a file may be a megabyte long


def write_message(stream: IO[bytes], told: dict[str, Any], blob: bytes = b"") -> None:
    """Send one message: a little JSON, and bytes."""
    text = json.dumps(told).encode("ascii")
    stream.write(HEAD.pack(len(text), len(blob)))
    stream.write(text)
    stream.write(blob)
    stream.flush()


def read_message(stream: IO[bytes], most: int) -> tuple[dict[str, Any], bytes] | None:
    """The next message, None at the end of the stream; ValueError where it is none or larger than ``most``."""
    head = _read(stream, HEAD.size)
    if head is None:
        return None
    text, blob = HEAD.unpack(head)
    if text > 1_000_000 or blob > most:
        raise ValueError("a message too large")
    told, data = _read(stream, text), _read(stream, blob)
    if told is None or data is None:
        return None
    found = json.loads(told)
    if not isinstance(found, dict):
        raise ValueError("not a message")
    return found, data


def _read(stream: IO[bytes], length: int) -> bytes | None:
    data = stream.read(length)
    return data if len(data) == length else None


def answer(told: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """What there is to say about one file; every way of failing that Python knows is an answer too."""
    # Not in the process that asks, which imports this module for its messages.
    from laa_xl.files.cell_reading import read
    from laa_xl.files.package import unlock

    try:
        if told["do"] == "unlock":
            return {}, unlock(data, told["password"])
        blob = to_wire(read(data, told["password"], told["unread"]))
    except Refused as refused:
        return {"code": refused.code, "detail": refused.detail[:_SAID], "part": refused.part[:_SAID]}, b""
    except MemoryError:
        return {"code": "stopped", "detail": "it needs more memory than any return", "end": True}, b""
    except RecursionError:
        return {"code": "corrupt", "detail": "nested too deeply"}, b""
    if len(blob) > limits.ANSWER.most:
        return {"code": "too_large_grid", "detail": "more text than any return has"}, b""
    return {}, blob


def main() -> None:
    """Serve until the input ends."""
    requests, answers = own_pipes()
    import laa_xl.files.cell_reading  # noqa: F401 - while the first file is still on its way

    _limit_memory()
    gc.set_threshold(50_000, 20, 20)  # a file's cells are no circles, and go when it is answered
    gc.enable()  # it began without, since what is imported stays
    while (message := read_message(requests, limits.FILE.most + 1)) is not None:
        _limit_processor()
        told, blob = answer(*message)
        write_message(answers, {**told, **_used()}, blob)
        if told.get("end"):
            sys.exit(1)  # after a lack of memory nobody knows what is whole


def own_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """In such a process, what it is asked and where it answers. Only these speak: what libraries print goes nowhere."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    return requests, answers


def _limit_memory() -> None:
    """As much as it has now and the limit beyond, where the system can hold a process to that."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        with io.FileIO("/proc/self/statm") as said:
            now = int(said.read().split()[0]) * resource.getpagesize()
        most = now + limits.MEMORY.most
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_processor() -> None:
    """The system ends the process when the next file takes longer; elsewhere the watchdog alone does."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + limits.PROCESSOR.most + 1
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _used() -> dict[str, float]:
    """Processor seconds and bytes at most so far, for whoever measures; nothing where the system does not say."""
    try:
        import resource
    except ImportError:
        return {}
    used = resource.getrusage(resource.RUSAGE_SELF)
    unit = 1 if sys.platform == "darwin" else 1024
    return {"seconds": used.ru_utime + used.ru_stime, "memory": float(_most_on_linux() or used.ru_maxrss * unit)}


def _most_on_linux() -> int:
    """Bytes at most of this program alone, 0 elsewhere: the system's usual answer has the process in it that started this one."""
    with contextlib.suppress(OSError, ValueError, StopIteration):
        from pathlib import Path

        lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
        return 1024 * int(next(line for line in lines if line.startswith("VmHWM:")).split()[1])
    return 0
