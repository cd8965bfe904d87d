"""Rules across quarters that need the earlier return itself: what was said of the same time, and red twice running."""

from __future__ import annotations

from collections.abc import Iterator

from laa_xl.checks.doing import lines_about, rating_of
from laa_xl.checks.judgements import action_is_over
from laa_xl.checks.look import Look
from laa_xl.checks.registry import Beyond, Where, row_check
from laa_xl.domain.earlier import Returns
from laa_xl.domain.live import rate_row, status_of
from laa_xl.domain.numbers import plain
from laa_xl.domain.periods import Period
from laa_xl.domain.returns import Return, Row
from laa_xl.domain.sentences import folded
from laa_xl.domain.words import DataStatus, Rag, Severity

_CONFIRM, _INFO = Severity.CONFIRM, Severity.INFO
_QUARTERS = 4  # back: a figure about the same time is restated within the year


def _before(theme: str, period: Period, returns: Returns) -> Iterator[tuple[Period, Return]]:
    """The theme's accepted returns of the year before a quarter, the last one first."""
    at = period
    for _ in range(_QUARTERS):
        at = at.previous
        if (returned := returns.get((theme, at))) is not None:
            yield at, returned


def said_before(row: Row, theme: str, period: Period, returns: Returns) -> tuple[Period, Row] | None:
    """The last accepted row of the theme that gave a figure for the very time that this one is about, as both say it."""
    about = folded(row.text_of("data_period"))
    if not about or row.number_of("actual") is None:
        return None
    for at, returned in _before(theme, period, returns):
        earlier = returned.row("indicators", row.key)
        if earlier is None or earlier.number_of("actual") is None:
            continue
        return (at, earlier) if folded(earlier.text_of("data_period")) == about else None
    return None


def _same_time(row: Row, look: Look) -> tuple[Period, Row] | None:
    known = look.known
    if known is None or row.blank("data_period") or look.figure(row, "actual") is None:
        return None
    return look.once("same time", row, lambda: said_before(row, look.spec.theme, look.period, known.returns))


def _words(at: Period, earlier: Row) -> dict[str, str]:
    figure, status = plain(earlier.number_of("actual"), None), status_of(earlier)
    return {"when": at.months, "old": figure, "status": "" if status is None else status.value.lower()}


@row_check(
    "indicators",
    "P01",
    _CONFIRM,
    'You chose "{entered}" for a figure about {about} that your return for {when} called final ({old}). Choose Final in {cell}, or say in '
    "{at_confirm} why it is open again.",
    meaning="A status that goes backwards: final last time, and provisional, an estimate or a proxy for the same time now.",
    example="CO2 of 2006: final in June, provisional in September.",
    beyond=Beyond.PROGRAMME,
)
def no_longer_final(row: Row, look: Look) -> Iterator[Where]:
    """The same time is the one that "Data is about" names in both returns."""
    found, status = _same_time(row, look), status_of(row)
    if (
        found
        and status_of(found[1]) is DataStatus.FINAL
        and status
        and status.has_figure
        and status is not DataStatus.FINAL
    ):
        yield Where("status", {"about": row.text_of("data_period"), **_words(*found)})


@row_check(
    "indicators",
    "P02",
    _CONFIRM,
    "You entered {entered} about {about}; in your return for {when} it was {old}, and final. Correct {cell}, or say in {at_confirm} who "
    "restated it, and why.",
    meaning="A figure that was final is another now: an earlier figure restated.",
    example="3.9 for 2006 in June, and 1.8 for 2006 in September.",
    beyond=Beyond.PROGRAMME,
)
def final_figure_changed(row: Row, look: Look) -> Iterator[Where]:
    """A status that goes backwards is told by P01 alone."""
    found = _same_time(row, look)
    if found and status_of(found[1]) is status_of(row) is DataStatus.FINAL:
        if found[1].number_of("actual") != row.number_of("actual"):
            yield Where("actual", {"about": row.text_of("data_period"), **_words(*found)})


@row_check(
    "indicators",
    "P03",
    _INFO,
    "You entered {entered} about {about}, final; in your return for {when} it was {old} ({status}). The new figure counts from now on.",
    meaning="A final figure that differs from the provisional one of an earlier return.",
    example="591.3 provisional in June, 588.0 final in September.",
    beyond=Beyond.PROGRAMME,
)
def final_after_provisional(row: Row, look: Look) -> Iterator[Where]:
    """What is expected to happen, so that nobody wonders about it."""
    found = _same_time(row, look)
    if found and status_of(row) is DataStatus.FINAL and status_of(found[1]) not in (DataStatus.FINAL, None):
        if found[1].number_of("actual") != row.number_of("actual"):
            yield Where("actual", {"about": row.text_of("data_period"), **_words(*found)})


@row_check(
    "indicators",
    "P04",
    _CONFIRM,
    "{row} is red for the second quarter running, which asks for an improvement plan. Enter its steps on the Actions sheet, each about "
    "{row}, or say in {at_confirm} where the plan is.",
    meaning="Red twice running, and no open action about it on the Actions sheet.",
    example="Burglary red in June and in September.",
    beyond=Beyond.PROGRAMME,
)
def red_twice_running(row: Row, look: Look) -> Iterator[Where]:
    """As computed then, and now; one open line about it is taken for the plan. The lines of a part stand in the lead's."""
    if look.known is None or look.spec.whole is not None or rating_of(row.key, look) is not Rag.RED:
        return
    agreement = look.known.agreement.at(look.period.previous)
    if not agreement.has_indicator(row.key) or "actions" not in look.returned.tables:
        return
    last = look.known.returns.get((agreement.theme_of(agreement.indicator(row.key)).code, look.period.previous))
    before = last.row("indicators", row.key) if last is not None else None
    if before is None:
        return
    rating = rate_row(agreement, agreement.indicator(row.key), look.period.previous, before)
    if rating.rag is Rag.RED and all(action_is_over(line) for line in lines_about("actions", row.key, look)):
        yield Where("rag" if "rag" in row.entries else "actual")
