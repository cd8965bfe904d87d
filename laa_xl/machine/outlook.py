"""Puts a draft into the Drafts folder of Outlook on Windows, where pywin32 is there. Not yet run in a real Outlook."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from laa_xl.domain.mails import safe_name
from laa_xl.files.draft_reader import OpenedDraft
from laa_xl.flow.errors import ProgrammeError

_MAIL_ITEM = 0  # olMailItem
Dispatch = Callable[[str], Any]


def to_outlook(draft: OpenedDraft, folder: Path, dispatch: Dispatch | None = None) -> None:
    """Save a mail in Outlook's drafts; it is not sent. ProgrammeError where Outlook cannot be reached or says no.

    ``folder`` takes the attachments for as long as Outlook needs to read them.
    """
    dispatch = dispatch or _dispatch()
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".outlook-") as spare:
            item = dispatch("Outlook.Application").CreateItem(_MAIL_ITEM)
            item.To, item.CC, item.BCC = ("; ".join(boxes) for boxes in (draft.to, draft.cc, draft.bcc))
            item.Subject = draft.subject
            if draft.html:
                item.HTMLBody = draft.html
            else:
                item.Body = draft.text
            for number, one in enumerate(draft.attachments):
                path = Path(spare) / str(number) / safe_name(one.name)
                path.parent.mkdir()
                path.write_bytes(one.data)
                item.Attachments.Add(str(path.resolve()))
            item.Save()
    except OSError as error:
        raise ProgrammeError(
            f"The attachments could not be handed to Outlook: {(error.strerror or str(error)).lower()}."
        ) from None
    except Exception as error:  # pywin32's own, which cannot be named where pywin32 is not there
        raise ProgrammeError(f"Outlook did not take the draft: {error}. Open the .eml instead.") from None


def _dispatch() -> Dispatch:
    try:
        import win32com.client
    except ImportError:
        raise ProgrammeError(
            "This needs Outlook and pywin32, on Windows. Open the .eml instead: it opens as a draft."
        ) from None
    return win32com.client.Dispatch  # type: ignore[no-any-return]
