"""Rules across the sheets of a return: what one says against what another says."""

from __future__ import annotations

from collections.abc import Iterator

from laa_xl.checks.doing import lines_about, rating_of
from laa_xl.checks.judgements import action_is_over
from laa_xl.checks.look import Look
from laa_xl.checks.registry import Beyond, Where, row_check
from laa_xl.declare.return_lines import YES
from laa_xl.domain.live import status_of
from laa_xl.domain.numbers import plain
from laa_xl.domain.returns import Row
from laa_xl.domain.sections import MISSING_INFORMATION, SECTIONS, section_code
from laa_xl.domain.words import DataStatus, Rag, Severity

_CONFIRM, _INFO = Severity.CONFIRM, Severity.INFO
_STRONG = next(section.code for section in SECTIONS if "strong performance" in section.title)


@row_check(
    "indicators",
    "X01",
    _INFO,
    "{row} is red, and neither the Risks sheet nor the Actions sheet has a line about it. If there is more to say than {at_cause} and "
    "{at_action} do, add one.",
    meaning="A red indicator of which Government reads (designated, mandatory or worth reward), without a risk and without an action line.",
    example="A red reward target that no risk names.",
    beyond=Beyond.TOGETHER,
)
def red_without_a_line(row: Row, look: Look) -> Iterator[Where]:
    """Told only where every line's indicator is known; the lines of a part stand in the lead's."""
    indicator = look.indicator(row)
    if indicator is None or not (indicator.designated or indicator.mandatory or indicator.reward):
        return
    lines = [line for table in ("risks", "actions") for line in look.returned.rows(table)]
    there = all(table in look.returned.tables for table in ("risks", "actions"))
    told = all("indicator" in line.entries and not line.unusable("indicator") for line in lines)
    strangers = any(
        line.text_of("indicator") and not look.agreement.has_indicator(line.text_of("indicator")) for line in lines
    )
    if not there or not told or strangers or look.spec.whole is not None or rating_of(row.key, look) is not Rag.RED:
        return
    if not any(line.text_of("indicator") == row.key for line in lines):
        yield Where("rag" if "rag" in row.entries else "actual")


@row_check(
    "narrative",
    "X02",
    _CONFIRM,
    'You chose "{entered}" for {column}, but {indicator} is green and every action about it is over. Clear {cell}, or say in {at_confirm} '
    "what is still to be told next quarter.",
    meaning="A point that is carried forward although its matter is closed.",
    example="Carry forward, about a target that is met and whose actions are complete.",
    beyond=Beyond.TOGETHER,
)
def carried_though_closed(row: Row, look: Look) -> Iterator[Where]:
    """Closed is: rated green, and all its action lines complete or stopped."""
    code = row.text_of("indicator")
    if row.text_of("continues") != YES or not code or rating_of(code, look) is not Rag.GREEN:
        return
    lines = lines_about("actions", code, look)
    if lines and all(action_is_over(line) for line in lines):
        yield Where("continues", {"indicator": code})


@row_check(
    "narrative",
    "X03",
    _CONFIRM,
    "This point is about missing information on {entered}, but its final figure {figure} stands in {where} on the Indicators sheet. Clear "
    "the point, correct {cell}, or say in {at_confirm} what else is missing.",
    meaning="Missing information about an indicator that has its final figure.",
    example="A data gap for NI 131, and Actual 13, final.",
    beyond=Beyond.TOGETHER,
)
def missing_though_given(row: Row, look: Look) -> Iterator[Where]:
    """A provisional figure, an estimate or a proxy may well be a gap; a final one is none."""
    own = look.returned.row("indicators", row.text_of("indicator"))
    if own is None or section_code(row.text_of("section") or "-") != MISSING_INFORMATION:
        return
    figure = look.figure(own, "actual")
    if figure is not None and status_of(own) is DataStatus.FINAL:
        yield Where("indicator", {"figure": plain(figure, None), "where": own.cell("actual")})


@row_check(
    "narrative",
    "X04",
    _CONFIRM,
    'You chose "{entered}" for a point about {indicator}, which is red. Choose another section in {cell}, or say in {at_confirm} what the '
    "success is.",
    meaning="Strong performance, told of an indicator that is rated red.",
    example="A point of section 4 about burglary, which is red.",
    beyond=Beyond.TOGETHER,
)
def strong_though_red(row: Row, look: Look) -> Iterator[Where]:
    """Government would ask."""
    code = row.text_of("indicator")
    if code and section_code(row.text_of("section") or "-") == _STRONG and rating_of(code, look) is Rag.RED:
        yield Where("section", {"indicator": code})
