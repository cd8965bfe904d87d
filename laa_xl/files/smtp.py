"""Hands one mail over to a mail server, encrypted, once; and says for certain whether it went, did not, or that nobody knows."""

from __future__ import annotations

import contextlib
import ipaddress
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from laa_xl.domain.sent import Delivery
from laa_xl.domain.sentences import as_words, listed

_GO_AHEAD = 354
# What we call ourselves to the server, which writes it into the mail: not the name of the officer's machine and its domain.
_WHO = "[127.0.0.1]"


class Security(StrEnum):
    """How the way to the server is encrypted."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"  # this machine only


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server, and how to speak with it. ``timeout`` is in seconds; ``ca_file`` holds the county's own authority."""

    host: str
    port: int
    security: Security = Security.STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 30.0
    ca_file: Path | None = None

    @property
    def name(self) -> str:
        """As people write it."""
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Delivered:
    """How it ended, and what the server or the network said where it did not go; ``lasting``: another mail would fare the same."""

    outcome: Delivery
    why: str = ""
    lasting: bool = False


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def deliver(server: Server, sender: str, recipients: Sequence[str], data: bytes) -> Delivered:
    """Send a mail to all of them or to nobody. It is never tried again here."""
    if server.security is Security.NONE and not is_loopback(server.host):
        return _not_sent(f"{server.host} is another machine, and mails go there encrypted only.")
    try:
        line = _connected(server)
    except (OSError, smtplib.SMTPException) as error:
        return _not_sent(_why(server, error))
    with contextlib.closing(line):
        try:
            refused = _announced(line, server, sender, recipients)
        except (OSError, smtplib.SMTPException) as error:
            return _not_sent(_why(server, error))
        if refused:
            return Delivered(Delivery.REFUSED, refused)
        try:
            code, said = line.data(data)
        except smtplib.SMTPDataError as error:  # it does not want to hear the mail at all
            return Delivered(Delivery.REFUSED, _said(error.smtp_code, error.smtp_error))
        except (OSError, smtplib.SMTPException) as error:
            if not line.handed_over:
                return _not_sent(_why(server, error))
            return Delivered(Delivery.UNKNOWN, _why(server, error), lasting=True)
        with contextlib.suppress(OSError, smtplib.SMTPException):
            line.quit()
        if 200 <= code < 300:
            return Delivered(Delivery.SENT)
        if 400 <= code < 600:
            return Delivered(Delivery.REFUSED, _said(code, said))
    # Neither yes nor no: whoever talks like that may have taken it.
    return Delivered(Delivery.UNKNOWN, f"{server.name} answered in a way that was not understood.", lasting=True)


class _Line(smtplib.SMTP):
    """A conversation that remembers whether the server was told the mail itself."""

    handed_over = False

    def getreply(self) -> tuple[int, bytes]:
        """The server's answer; after "go ahead" the mail follows."""
        code, said = super().getreply()
        self.handed_over = self.handed_over or code == _GO_AHEAD
        return code, said


class _SecureLine(_Line, smtplib.SMTP_SSL):
    """The same, encrypted from its first word."""


def _connected(server: Server) -> _Line:
    context = ssl.create_default_context(cafile=str(server.ca_file) if server.ca_file else None)
    if server.security is Security.TLS:
        return _SecureLine(server.host, server.port, _WHO, timeout=server.timeout, context=context)
    line = _Line(server.host, server.port, _WHO, timeout=server.timeout)
    try:
        line.ehlo_or_helo_if_needed()
        if server.security is Security.STARTTLS:
            line.starttls(context=context)
    except BaseException:
        line.close()
        raise
    return line


def _announced(line: _Line, server: Server, sender: str, recipients: Sequence[str]) -> str:
    """Log in, name sender and recipients; what the server refused, in words, "" for nothing."""
    line.ehlo_or_helo_if_needed()
    if server.user:
        line.login(server.user, server.password)
    code, said = line.mail(sender)
    if code != 250:
        return f"the sender {sender}: {_said(code, said)}"
    refused = []
    for address in recipients:
        code, said = line.rcpt(address)
        if code not in (250, 251):
            refused.append(f"{address}: {_said(code, said)}")
    return listed(refused, ";")


def _not_sent(why: str) -> Delivered:
    return Delivered(Delivery.NOT_SENT, why, lasting=True)


def _said(code: int, text: Any) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    return f"{code} {as_words(words)[:200]}".strip()


def _why(server: Server, error: Exception) -> str:
    """What went wrong on the way, in a sentence without a password in it."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"{server.name} does not take the user {server.user} with this password."
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"The certificate of {server.name} cannot be trusted: {as_words(error.verify_message)}."
    if isinstance(error, smtplib.SMTPNotSupportedError):
        what = "encryption" if server.security is Security.STARTTLS and "STARTTLS" in str(error) else "a way to log in"
        return f"{server.name} does not offer {what} that can be used."
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):  # smtplib may have wrapped it
        return f"{server.name} did not answer within {server.timeout:g} seconds."
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return f"{server.name} ended the connection."
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{server.name} answered {_said(error.smtp_code, error.smtp_error)}."
    if isinstance(error, ssl.SSLError):
        return f"The encrypted connection to {server.name} failed: {as_words(error.reason or str(error)).lower()}."
    if isinstance(error, OSError):
        return f"{server.name} cannot be reached: {as_words(error.strerror or str(error)).lower()}."
    return f"{server.name} answered in a way that was not understood."
