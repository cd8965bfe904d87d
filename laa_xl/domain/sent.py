"""What is known of a mail that was to be sent from here: to whom, when, by whom, and how it ended; pure."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Delivery(StrEnum):
    """How sending a mail ended."""

    UNKNOWN = "unknown"  # handed over, and no answer came: it may have gone or not
    SENT = "sent"
    REFUSED = "refused"  # the server said no: nobody got it
    NOT_SENT = "not sent"  # it never came to that

    @property
    def may_have_gone(self) -> bool:
        """Whether sending it again could be sending it twice."""
        return self in (Delivery.UNKNOWN, Delivery.SENT)


class SentMail(BaseModel):
    """One try to send a mail. It is entered as unknown before the first word leaves, so that a run that is killed shows.

    ``content`` is the fingerprint of what it says and to whom, ``why`` what the server or the network said where it did not go.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: datetime
    draft: str
    content: str
    to: tuple[str, ...]
    outcome: Delivery = Delivery.UNKNOWN
    message_id: str = ""
    server: str = ""
    by: str = ""
    why: str = ""
