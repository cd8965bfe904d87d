"""What is known of a file that came by e-mail: from whom, when, in which mail; pure."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict


class Collected(BaseModel):
    """An attachment that was taken out of a mail. ``file`` is its name in the inbox, ``at`` when it was taken out.

    ``sender`` is "" where the mail names none plainly, ``arrived`` None where the mail tells no time that can be: what a mail
    says of itself is no proof of either.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    sha256: str
    at: datetime
    sender: str = ""
    arrived: datetime | None = None
    message_id: str = ""
