"""What a mail from outside may cost at most: every limit with its reason."""

from __future__ import annotations

from laa_xl.files.limits import Limit

_MB = 1024 * 1024

MAIL = Limit("size of a mail", 60 * _MB, "bytes", "mail systems let 25 to 50 MB through")
LINES = Limit("lines of a mail", 2_000_000, "lines", "60 MB of attachments are 800,000")
BORDERS = Limit(
    "mails and groups of parts within each other", 40, "groups of parts", "an answer with attachments has three"
)
DASHES = Limit("lines of a mail that may part it", 20_000, "lines that part it", "each costs as much as a small part")
PARTS = Limit("parts of a mail", 500, "parts", "a return comes with a few pictures of a signature")
DEPTH = Limit("mails forwarded within mails", 10, "mails", "a chain of forwards has two or three")
HEADER = Limit("length of a line that names sender or time", 2_000, "characters", "an address has 254 at most")
MAILS = Limit("mails in one mailbox file", 20_000, "mails", "a quarter of all of England is about a thousand")

MAIL_LIMITS = (MAIL, LINES, BORDERS, DASHES, PARTS, DEPTH, HEADER, MAILS)
