"""The Start sheet of a return: whether it is ready, who sends it, how far each sheet is, its ratings so far."""

from __future__ import annotations

from datetime import date
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from laa_xl.declare import printed
from laa_xl.declare.layout import COCKPIT_ROWS
from laa_xl.declare.lists import list_of
from laa_xl.declare.live_formulas import COMPLETE, NOTHING_NEEDED
from laa_xl.declare.model import Sheet, Table
from laa_xl.declare.return_form import CHECKS_SHEET, RETURN_FORM
from laa_xl.declare.theme import ATTENTION, BAR, DONE, READY
from laa_xl.domain.sentences import many
from laa_xl.domain.words import Rag, Severity
from laa_xl.files.checks_writer import link_formula, open_cell
from laa_xl.files.formats import Formats
from laa_xl.files.live_places import MUST_FIX, NIL, POSITION, TO_CONFIRM, Places
from laa_xl.files.live_writer import to_do_formula
from laa_xl.files.sheets import height_of, write_typed
from laa_xl.files.table_writer import STATE_LOOKS
from laa_xl.files.validation import validation_of

WIDTHS = (25, 36, 44, 24)


class StartSheet:
    """Writes the first sheet, whose live cells look at all the others."""

    def __init__(self, worksheet: Worksheet, formats: Formats, places: Places) -> None:
        self.sheet = worksheet
        self.formats = formats
        self.places = places
        self.spec = places.content.live.look.spec

    def write(self, sheet: Sheet) -> None:
        """Where the return stands, the form, and how far each sheet is."""
        for index, width in enumerate(WIDTHS):
            self.sheet.set_column(index, index, width)
        place = self.places.layouts[sheet.name]
        self._standing(place.header - COCKPIT_ROWS)
        self._about(sheet)
        row = self._overview(place.end + 1)
        row = self._ratings(row + 1)
        self.sheet.write_string(row + 1, 0, printed.closing_of(self.spec), self.formats.role("subsection"))
        self.sheet.print_area(0, 0, row + 1, len(WIDTHS) - 1)

    def _headings(self, row: int, headings: tuple[str, ...]) -> None:
        for index, heading in enumerate(headings):
            self.sheet.write_string(row, index, heading, self.formats.role("header"))

    def _label(self, row: int, text: str, meaning: str = "") -> None:
        self.sheet.write_string(row, 0, text, self.formats.role("locked", bold=True))
        self.sheet.write_string(row, 2, meaning, self.formats.role("locked", text_wrap=True))
        self.sheet.set_row(row, height_of([(meaning, WIDTHS[2])]))

    def _live(self, row: int, column: int, formula: str, shown: Any, **look: Any) -> None:
        self.sheet.write_formula(row, column, formula, self.formats.role("computed", **look), shown)

    def _standing(self, top: int) -> None:
        live, total = self.places.content.live, self.places.total
        fix, confirm = self.places.count(Severity.MUST_FIX), self.places.count(Severity.CONFIRM)
        self._headings(top, printed.STANDING_HEADINGS)
        self._label(top + 1, printed.READY)
        self._live(top + 1, 1, self._ready_formula(), _ready(fix, confirm, nil=live.nil), bold=True, text_wrap=True)
        shown = printed.NOTHING_TO_FIX
        if self.places.open_spots:
            line = self.places.lines[self.places.open_spots[0]]
            cell = self.places.cell(line.table, line.offset, line.check.live.column)
            shown = printed.FIRST_PROBLEM + cell.replace("!", " ")
        link = f'IF({open_cell(0, POSITION)}="","{printed.NOTHING_TO_FIX}",{link_formula(0, printed.FIRST_PROBLEM)})'
        self.sheet.write_formula(top + 1, 2, f"={link}", self.formats.role("cell_link"), shown)
        for row, name, label, count in (
            (top + 2, MUST_FIX, printed.FIX, fix),
            (top + 3, TO_CONFIRM, printed.CONFIRM, confirm),
        ):
            self._label(row, label, printed.STANDING[label])
            self._live(row, 1, f"={total(name)}", count, align="left")
        self._label(top + 4, printed.DEADLINE)
        day = self.spec.deadline
        self.sheet.write_string(top + 4, 1, printed.spoken_date(day), self.formats.role("computed"))
        # Nothing stands in for it: what does not calculate, as Excel before editing is enabled, would count from an earlier day.
        self._live(top + 4, 2, _countdown_formula(day), "")
        ready = f'LEFT($B${top + 2},5)="Ready"'
        self._when(top + 1, 1, f"={ready}", READY)
        self._when(top + 1, 1, f"=NOT({ready})", ATTENTION)
        for row in (top + 2, top + 3):
            self._when(row, 1, f"=$B${row + 1}>0", ATTENTION)

    def _when(self, row: int, column: int, formula: str, look: dict[str, Any] | Format) -> None:
        made = self.formats.made(look) if isinstance(look, dict) else look
        rule = {"type": "formula", "criteria": formula, "format": made, "stop_if_true": True}
        self.sheet.conditional_format(row, column, row, column, rule)

    def _ready_formula(self) -> str:
        nil, fix, confirm = (self.places.total(name) for name in (NIL, MUST_FIX, TO_CONFIRM))
        ready = f'IF({nil}=1,"Ready to send: a nil return",IF({confirm}=0,"Ready to send","Ready to send; "&{confirm}&" to confirm"))'
        return f'=IF({fix}>0,"Not ready: "&{fix}&" to fix",{ready})'

    def _about(self, sheet: Sheet) -> None:
        place, table = self.places.layouts[sheet.name], sheet.table
        self._headings(place.header, printed.FORM_HEADINGS)
        values = self.places.content["about"][0]
        state = self.places.content.live
        for index, column in enumerate(table.columns):
            row = place.first + index
            self.sheet.write_string(row, 0, column.title, self.formats.role("locked", bold=True))
            value = values.get(column.name)
            write_typed(self.sheet, row, 1, value, self.formats.cell(column, value=value))
            self.sheet.write_string(row, 2, column.prompt, self.formats.role("locked", text_wrap=True))
            says = state.to_do(table, state.rows["about"][0], column.name)
            self._live(row, 3, to_do_formula(self.places, table, 0, column.name), says, text_wrap=True)
            self.sheet.set_row(row, height_of([(values.get(column.name), WIDTHS[1]), (column.prompt, WIDTHS[2])]))
            self.sheet.data_validation(row, 1, row, 1, validation_of(column, list_of(table, column)))
            for kind, look in STATE_LOOKS:
                self._when(row, 1, f"=INDEX(states_about,1,{index + 1})={kind}", self.formats.over(look, column))
            cell = f"$D${row + 1}"
            self._when(row, 3, f'={cell}="{COMPLETE}"', DONE)
            self._when(row, 3, f'={cell}<>""', ATTENTION)

    def _overview(self, top: int) -> int:
        """How far the return is, sheet by sheet, with a link to each and a bar."""
        self._headings(top, printed.OVERVIEW_HEADINGS)
        row = top
        for other in RETURN_FORM.sheets[1:]:
            row += 1
            self._link(row, other.name)
            formula, shown, share, value = self._progress(other.table)
            self._live(row, 1, formula, shown)
            self.sheet.write_string(row, 2, other.guidance[0], self.formats.role("locked", text_wrap=True))
            self._live(row, 3, share, value, num_format="0%", align="left")
            self.sheet.set_row(row, height_of([(other.guidance[0], WIDTHS[2])]))
        self.sheet.conditional_format(top + 1, 3, row, 3, BAR)
        row += 1
        self._link(row, CHECKS_SHEET)
        self.sheet.write_blank(row, 1, None, self.formats.role("computed"))
        self.sheet.write_string(row, 2, printed.WHAT_CHECKS_ARE, self.formats.role("locked", text_wrap=True))
        self.sheet.write_blank(row, 3, None, self.formats.role("computed"))
        self.sheet.set_row(row, height_of([(printed.WHAT_CHECKS_ARE, WIDTHS[2])]))
        return row + 1

    def _link(self, row: int, name: str) -> None:
        target, words = f"internal:'{name}'!A1", printed.link_words(name)
        self.sheet.write_url(row, 0, target, self.formats.role("cell_link"), words)

    def _ratings(self, top: int) -> int:
        self._headings(top, printed.RATING_HEADINGS)
        rags = [str(values["rag"]) for values in self.places.content["indicators"]]
        span = self._span(RETURN_FORM.table("indicators"), "rag")
        row = top
        for colour in (Rag.GREEN, Rag.AMBER, Rag.RED, Rag.GREY):
            row += 1
            self.sheet.write_string(row, 0, colour.value, self.formats.role(f"rag_{colour.value.lower()}"))
            self._live(row, 1, f'=COUNTIF({span},"{colour.value}")', rags.count(colour.value), align="left")
            meaning = printed.rating_meanings(self.spec.agreement.settings.rating_mode)[colour]
            self.sheet.write_string(row, 2, meaning, self.formats.role("locked", text_wrap=True))
            self.sheet.set_row(row, height_of([(meaning, WIDTHS[2])]))
        return row + 1

    def _progress(self, table: Table) -> tuple[str, str, str, Any]:
        """In words and as a share, each with what it shows."""
        live = self.places.content.live
        rows = live.rows[table.name]
        if not rows:
            return '="Nothing asked for"', "Nothing asked for", '=""', ""
        words = [live.to_do(table, row) for row in rows]
        nil = self.places.total(NIL)
        to_do = self.places.rule_block(table, "to_do", "to_do")
        done = f'COUNTIF({to_do},"{COMPLETE}")'
        complete = words.count(COMPLETE)
        if table.name == "indicators":
            done, complete = f'({done}+COUNTIF({to_do},"{NOTHING_NEEDED}"))', complete + words.count(NOTHING_NEEDED)
        if table.blank_rows:
            block = self.places.rule_block(table, "started", "started")
            all_of_them, count, noun = f"SUM({block})", sum(not live.is_empty(table, row) for row in rows), "line"
        else:
            # The row of totals counts where it was begun, or asks for something.
            asked = len(rows) - (1 if table.total_row and words[-1] == "" else 0)
            last = f'-(INDEX({to_do},{len(rows)})="")' if table.total_row else ""
            all_of_them, count, noun = f"({len(rows)}{last})", asked, "row"
        shown = f"{complete} of {many(count, noun)} complete" if count else "Nothing entered"
        plural = f'IF({all_of_them}=1,"","s")'
        formula = f'IF({all_of_them}=0,"Nothing entered",{done}&" of "&{all_of_them}&" {noun}"&{plural}&" complete")'
        share = f'IF({all_of_them}=0,"",ROUND({done}/{all_of_them},4))'
        worth: Any = round(complete / count, 4) if count else ""
        if live.nil:
            shown, worth = "Nil return", 1
        return f'=IF({nil}=1,"Nil return",{formula})', shown, f"=IF({nil}=1,1,{share})", worth

    def _span(self, table: Table, column: str) -> str:
        last = max(len(self.places.content[table.name]) - 1, 0)
        top, end = (self.places.cell(table, offset, column) for offset in (0, last))
        return f"{top}:{end.split('!')[1]}"


def _ready(fix: int, confirm: int, *, nil: bool) -> str:
    if fix:
        return f"Not ready: {fix} to fix"
    if nil:
        return "Ready to send: a nil return"
    return f"Ready to send; {confirm} to confirm" if confirm else "Ready to send"


def _countdown_formula(day: date) -> str:
    left = f"(DATE({day.year},{day.month},{day.day})-TODAY())"
    ahead = f'IF({left}=1,"1 day left",{left}&" days left")'
    late = f'IF({left}=-1,"1 day late",-{left}&" days late")'
    return f'=IF({left}=0,"Due today",IF({left}>0,{ahead},{late}))'
