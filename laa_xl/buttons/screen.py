"""What the officer sees of a press: progress in the status bar, one message, a cell shown, the workbook saved."""

from __future__ import annotations

import getpass
from contextlib import suppress
from pathlib import Path
from typing import Any

from laa_xl.files.owners import owner_of
from laa_xl.flow.answers import Place
from laa_xl.flow.errors import ProgrammeError


class Screen:
    """The Excel in which a button was pressed."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.app = book.app
        self._bar: Any = False  # False: Excel itself writes there
        with suppress(Exception):
            self._bar = self.app.status_bar

    def progress(self, text: str) -> None:
        """Say in the status bar what is being done."""
        with suppress(Exception):
            self.app.status_bar = f"LAA: {text} ..."

    def release(self) -> None:
        """Give the status bar back."""
        with suppress(Exception):
            self.app.status_bar = self._bar

    def tell(self, text: str, title: str, *, problem: bool) -> None:
        """The one message; where there is no message box, it stands in the status bar."""
        try:
            self.app.alert(text, title, "ok", "critical" if problem else "info")
        except Exception:
            with suppress(Exception):
                self.app.status_bar = f"{title}: {' '.join(text.split())}"

    def selected(self) -> tuple[str, int]:
        """The sheet and the row of the selection; row 0 where a picture or a button is selected."""
        name = str(self.book.sheets.active.name)
        with suppress(Exception):
            found = self.app.selection
            if found is not None and found.sheet.name == name:
                return name, int(found.row)
        return name, 0

    def officer(self) -> str:
        """Whose Excel it is; else who is logged in; "" where nobody says."""
        for name in ("UserName", "user_name"):  # on Windows, on a Mac
            with suppress(Exception):
                found = getattr(self.app.api, name)
                found = found.get() if name == "user_name" else found
                if isinstance(found, str) and found.strip():
                    return found.strip()
        with suppress(Exception):
            return getpass.getuser()
        return ""

    def require_writable(self) -> None:
        """ProgrammeError where the workbook is open for reading only, before anything is done."""
        if self._read_only():
            owner = owner_of(Path(self.book.fullname))
            why = f"{owner} has it open" if owner else "somebody else may have it open, or the file is protected"
            raise ProgrammeError(
                f"{self.book.name} is open read-only: {why}. Close it, wait until it is free, open it again, and press then; "
                "nothing was changed."
            )

    def _read_only(self) -> bool:
        with suppress(Exception):
            return self.book.api.ReadOnly is True
        with suppress(Exception):
            return self.book.api.read_only.get() is True
        return False

    def save(self) -> list[str]:
        """Save the workbook; a sentence where that does not work."""
        try:
            self.book.save()
        except Exception:
            return ["The master was written but could not be saved. Save it yourself."]
        return []

    def show(self, place: Place) -> None:
        """Select a cell: of the master, or of another workbook, which is opened for reading only."""
        book = self.book if place.file is None else self.app.books.open(str(place.file), read_only=True)
        sheet = book.sheets[place.sheet]
        book.activate()
        sheet.activate()
        sheet.range(place.cell).select()
