"""Changing an open workbook all or nothing: each step is remembered with how it is taken back, and Excel stands still."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from laa_xl.files.open_book import area


class Ledger:
    """What was done to an open workbook, and how each step is taken back."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.said: list[str] = []  # what the officer should know
        self._undo: list[Callable[[], None]] = []
        self._after: list[Callable[[], None]] = []
        self._spare: Any = None  # a sheet that keeps formats while we work
        self._used = 0

    def on_undo(self, step: Callable[[], None]) -> None:
        """Remember how to take back what is about to be done; rows put in or taken out, once they are.

        Writing an old value again does no harm where nothing was written yet. Taking out rows that never came in would.
        """
        self._undo.append(step)

    def at_the_end(self, step: Callable[[], None]) -> None:
        """Remember what to do when everything is written, or taken back."""
        self._after.append(step)

    def keep_formats(self, sheet: Any, top: int, left: int, bottom: int, right: int) -> None:
        """Keep the formats of a block until the end, and put them back if anything goes wrong."""
        if self._spare is None:
            here = self.book.sheets.active
            self._spare = self.book.sheets.add(after=self.book.sheets[-1])
            here.activate()
        first = self._used + 1
        self._used += bottom - top + 1
        spare = (self._spare, first, left, self._used, right)
        self._copy_formats((sheet, top, left, bottom, right), spare)
        self.on_undo(lambda: self._copy_formats(spare, (sheet, top, left, bottom, right)))

    @staticmethod
    def _copy_formats(source: tuple[Any, ...], target: tuple[Any, ...]) -> None:
        area(*source).copy()
        area(*target).paste("formats")

    def undo(self) -> None:
        """Take everything back, the last step first; a step that fails keeps no other from being tried."""
        for step in reversed(self._undo):
            with suppress(Exception):
                step()

    def finish(self) -> None:
        """Leave nothing behind that was only needed meanwhile."""
        for step in self._after:
            with suppress(Exception):
                step()
        if self._spare is not None:
            with suppress(Exception):
                alerts = self.book.app.display_alerts
                self.book.app.display_alerts = False
                self._spare.delete()
                self.book.app.display_alerts = alerts


@contextmanager
def all_or_nothing(book: Any) -> Iterator[Ledger]:
    """Change an open workbook: Excel stands still meanwhile, and on any error everything is as it was before."""
    ledger = Ledger(book)
    with standing_still(book):
        try:
            yield ledger
        except BaseException:
            ledger.undo()
            raise
        finally:
            ledger.finish()


@contextmanager
def standing_still(book: Any) -> Iterator[None]:
    """No drawing, no recalculation, no events of other macros; whatever happens, all is as before afterwards."""
    app = book.app
    names = ("screen_updating", "enable_events", "calculation")
    before = {name: getattr(app, name) for name in names}
    here, selected = book.sheets.active, _selection(app)
    try:
        app.screen_updating = False
        app.enable_events = False
        app.calculation = "manual"
        yield
    finally:
        steps: Sequence[Callable[[], None]] = (
            lambda: setattr(app, "cut_copy_mode", False),
            lambda: _select(book, here, selected),
            *(lambda name=name: setattr(app, name, before[name]) for name in reversed(names)),
        )
        for step in steps:
            with suppress(Exception):
                step()


def _selection(app: Any) -> str:
    try:
        found = app.selection
        return str(found.address) if found is not None else ""
    except Exception:
        return ""  # a chart or a button is selected


def _select(book: Any, sheet: Any, selected: str) -> None:
    if book.sheets.active.name != sheet.name:
        sheet.activate()
    if selected and _selection(book.app) != selected:
        sheet.range(selected).select()
