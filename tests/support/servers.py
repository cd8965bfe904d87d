"""Mail servers for tests, on this machine: ones that take a mail, refuse it, are silent, or hang up."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


@dataclass
class Behaviour:
    """What a server does: the answer to a recipient and to the mail; "drop" hangs up there, "silent" never answers."""

    recipient: str = "250 OK"
    data: str = "250 OK"
    hello: str = ""
    taken: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        if self.hello == "silent":
            await asyncio.sleep(3600)
        return responses

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.recipient == "drop":
            server.transport.abort()
        envelope.rcpt_tos.append(address)
        return self.recipient

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.taken.append((envelope.mail_from, list(envelope.rcpt_tos), envelope.original_content))
        self.encrypted.append(session.ssl is not None)
        if self.data == "silent":
            await asyncio.sleep(3600)
        if self.data == "drop":
            server.transport.abort()
        return self.data

    def authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"right", handled=False)


@contextmanager
def running(behaviour: Behaviour, tls: ssl.SSLContext | None = None, **more: Any) -> Iterator[int]:
    """The port of a server that runs; with ``tls`` it offers STARTTLS, and insists on it."""
    if tls is not None:
        more = {"tls_context": tls, "require_starttls": True, **more}
    controller = Controller(behaviour, hostname="127.0.0.1", port=0, **more)
    with contextlib.suppress(
        ConnectionRefusedError
    ):  # it asks itself whether it runs, at the port 0 that was asked for
        controller.start()
    try:
        yield controller.server.sockets[0].getsockname()[1]
    finally:
        controller.stop(no_assert=True)


def authority(folder: Path, host: str) -> tuple[ssl.SSLContext, Path]:
    """A certificate for a host, and the file by which it can be trusted."""
    made = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.issue_cert(host).configure_cert(context)
    path = folder / "authority.pem"
    made.cert_pem.write_to_path(str(path))
    return context, path
