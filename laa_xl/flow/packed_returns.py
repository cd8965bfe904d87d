"""Returns as they go from one process to another, and by what two of them are known to be equal."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from laa_xl.domain.earlier import Key, Returns
from laa_xl.domain.periods import Period
from laa_xl.domain.returns import Return
from laa_xl.files.later_tables import LaterTables, NotPlain, to_text


@dataclass(frozen=True, slots=True)
class Packed:
    """A return as it goes to another process: its tables as text. Equal where everything that it says is."""

    agreement: str
    theme: str
    period: str
    file: str
    sha256: str
    text: bytes

    @property
    def key(self) -> Key:
        """Its theme and period."""
        return self.theme, Period.parse(self.period)

    @property
    def identity(self) -> str:
        """By which two of them are known to be equal."""
        head = "\n".join((self.agreement, self.theme, self.period, self.file, self.sha256, ""))
        return hashlib.sha256(head.encode("utf-8", "surrogatepass") + self.text).hexdigest()

    def unpacked(self) -> Return:
        """The return; its tables are taken apart when somebody asks for them."""
        return Return(self.agreement, *self.key, self.file, self.sha256, LaterTables(self.text))


def packed(returned: Return) -> Packed:
    """A return to be sent; NotPlain where it would not come back the same."""
    period = str(returned.period)
    return Packed(returned.agreement, returned.theme, period, returned.file, returned.sha256, to_text(returned.tables))


class Identities:
    """The identity of each return, worked out once for as long as it is the same."""

    def __init__(self) -> None:
        self._known: dict[Key, tuple[Return, str]] = {}

    def learn(self, returned: Return, identity: str) -> None:
        """It is known already, since the return came packed."""
        self._known[returned.theme, returned.period] = (returned, identity)

    def of(self, key: Key, returns: Returns) -> str:
        """Of the return that counts; "" where there is none, "?" where it has none, which is equal to nothing."""
        if (returned := returns.get(key)) is None:
            return ""
        known = self._known.get(key)
        if known is None or known[0] is not returned:
            try:
                known = (returned, packed(returned).identity)
            except NotPlain:
                known = (returned, "?")
            self._known[key] = known
        return known[1]
