"""The mail server's settings, from the environment; its password from the system's keyring. None of it is kept by us."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from laa_xl.domain.mails import is_address
from laa_xl.files.smtp import Security, Server, is_loopback
from laa_xl.flow.errors import ProgrammeError

PREFIX = "LAA_SMTP_"
SERVICE = "laa-xl"  # the name under which the keyring keeps the password
_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}


class MailSettings(BaseSettings):
    """LAA_SMTP_HOST, LAA_SMTP_SENDER and so on; no password among them."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", env_ignore_empty=True)

    host: str = ""
    port: int | None = Field(default=None, ge=1, le=65535)
    security: Security = Security.STARTTLS
    sender: str = ""
    user: str = ""
    timeout: float = Field(default=30.0, gt=0, le=600)
    ca_file: Path | None = None

    @property
    def account(self) -> str:
        """The name by which the keyring knows the password."""
        return f"{self.user}@{self.host}"

    def server(self, password: str) -> Server:
        """The server, with the password that was found or asked for."""
        port = self.port or _PORTS[self.security]
        return Server(self.host, port, self.security, self.user, password, self.timeout, self.ca_file)


def mail_settings(*, complete: bool = True) -> MailSettings:
    """The settings; ProgrammeError, with the variable's name, where one cannot be used. ``complete``: enough to send with."""
    try:
        found = MailSettings()
    except ValidationError as error:
        names = sorted({f"{PREFIX}{str(one['loc'][0]).upper()}" for one in error.errors() if one["loc"]})
        raise ProgrammeError(f"{' and '.join(names)} cannot be used as set. See the county guide, Mails.") from None
    if not complete:
        return found
    for name, value in (("HOST", found.host), ("SENDER", found.sender)):
        if not value:
            raise ProgrammeError(f"{PREFIX}{name} is not set, so nothing can be sent. See the county guide, Mails.")
    if not is_address(found.sender):
        raise ProgrammeError(f'{PREFIX}SENDER is set to "{found.sender}", which is no e-mail address.')
    if found.security is Security.NONE and not is_loopback(found.host):
        raise ProgrammeError(
            f"{PREFIX}SECURITY is none, which is for this machine alone. Mails to {found.host} go encrypted only."
        )
    if found.ca_file is not None and not found.ca_file.is_file():
        raise ProgrammeError(f"{PREFIX}CA_FILE names {found.ca_file}, which is not there.")
    return found


def kept_password(account: str) -> str | None:
    """The password that the system's keyring keeps for an account; None where there is no keyring, or none in it."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return None
    try:
        return keyring.get_password(SERVICE, account)
    except (KeyringError, RuntimeError, OSError):
        return None
