"""Sentences of the highlight report about one indicator: its figures, its rating, decisions, remedies."""

from __future__ import annotations

from laa_xl.domain.agreement import Agreement, Indicator
from laa_xl.domain.aims import tolerance_of
from laa_xl.domain.amber_words import AMBER_WORDS
from laa_xl.domain.assessment import Assessed, Rolled
from laa_xl.domain.disclosure import told_words, untold
from laa_xl.domain.inputs import Override
from laa_xl.domain.numbers import in_full, many_points, plain, round_half_away
from laa_xl.domain.sentences import (
    as_sentence,
    as_words,
    capital,
    sentences,
    spoken_code,
    spoken_day,
    unsaid,
    without_stop,
)
from laa_xl.domain.units import signed
from laa_xl.domain.variance import Target, variance
from laa_xl.domain.words import Polarity, Rag, Symbol, ToleranceKind, mark_of

# The classes in which the annual review counts; what amber is called depends on the rule.
_CLASS = {
    Rag.RED: "At risk",
    Rag.GREEN: "On track",
    Rag.GREY: "Not rated",
}
_WORSE_AHEAD = "Expected to end worse"  # grey, and so at risk in no count
_AGAINST_YEAR_END = {
    Symbol.STAR: "better than",
    Symbol.CIRCLE: "within tolerance of",
    Symbol.TRIANGLE: "worse than",
}
_PARTNERS_WORD = {Symbol.STAR: "better", Symbol.CIRCLE: "within tolerance", Symbol.TRIANGLE: "worse"}


def topic(indicator: Indicator) -> str:
    """``NI 16 Serious acquisitive crime rate``."""
    return f"{spoken_code(indicator.code)} {without_stop(indicator.title)}"


def actual_of(item: Assessed) -> float | None:
    """The figure, unless the data status says that there is none."""
    return item.actual


def figures(item: Assessed, agreement: Agreement, *, ahead: bool = True) -> str:
    """``2.42 against a target of 2.14 (13.1% worse); year-end forecast ...``: no capital, no full stop."""
    outlook = _outlook(item, shown=not item.kept) if ahead else ""
    few = agreement.settings.suppression_threshold
    said = untold(item.kept, few) if item.kept else _against(item, agreement)
    return "; ".join(part for part in (said, outlook) if part)


def _against(item: Assessed, agreement: Agreement) -> str:
    """The figure, what it is, and how far from its target."""
    actual, status = actual_of(item), item.status
    if actual is None:
        return f"no figure ({status.lower() if status else 'no reason given'})"
    marks = [mark] if (mark := mark_of(status)) else []
    about = without_stop(item.row.text_of("data_period")) if item.row else ""
    marks += [f"data period: {about}"] if about else []
    said = _amount(item, actual) + (f" ({', '.join(marks)})" if marks else "")
    target = _aim(item, item.aims.period)
    if target:
        kind = "range" if item.indicator.polarity is Polarity.RANGE else "target"
        said += f" against a {kind} of {target}"
    distance = _distance(item, agreement)
    return f"{said} ({distance})" if distance else said


def _amount(item: Assessed, figure: float) -> str:
    return signed(in_full(figure, item.indicator.decimals), item.indicator.unit)


def _aim(item: Assessed, aim: Target) -> str:
    return signed(aim.written(item.indicator.polarity, item.indicator.decimals), item.indicator.unit)


def _distance(item: Assessed, agreement: Agreement) -> str:
    """``13.1% worse``; "" where there is nothing to compare."""
    points, fraction = item.rating.variance, item.rating.variance_fraction
    if points is None:
        return ""
    if item.indicator.polarity is Polarity.RANGE and points == 0:
        return "inside it"
    if points == 0:
        return "on target"
    side = "better" if points > 0 else "worse"
    side = "outside it" if item.indicator.polarity is Polarity.RANGE else side
    tolerance = tolerance_of(agreement, item.indicator)
    # In the measure that decided the colour: 3 points off may be amber where the same as 5.8% would be within.
    if fraction is None or tolerance.kind is ToleranceKind.POINTS:
        return f"{many_points(abs(points))} {side}"
    size = abs(fraction) * 100
    shown = round_half_away(size, 1)
    # One decimal reads best, unless a figure just past the tolerance would look as if it stood on it.
    edges = (plain(tolerance.upper), plain(tolerance.lower))
    misleading = shown == 0 or (shown != size and plain(shown) in edges)
    return f"{plain(size if misleading else shown)}% {side}"


def _outlook(item: Assessed, *, shown: bool = True) -> str:
    """The year-end forecast in words; "" where there is none. A figure beats a judgement, if it can be compared at all."""
    ahead = item.rating.forecast
    if ahead is None or item.row is None:
        return ""
    forecast = compared_forecast(item)
    if forecast is None:
        if _has_aim(item):
            return f"the year end is expected to be {_AGAINST_YEAR_END[ahead]} the target"
        return f"the partner expects the year end to be {_PARTNERS_WORD[ahead]}"
    figure = f"{_amount(item, forecast)} " if shown else ""
    return f"year-end forecast {figure}is {_AGAINST_YEAR_END[ahead]} the target of {_aim(item, item.aims.year_end)}"


def compared_forecast(item: Assessed) -> float | None:
    """The forecast figure that can be set against its target. None: there is none, so that the symbol is the partner's word."""
    forecast = item.row.number_of("forecast") if item.row and not item.indicator.placeholder else None
    return None if variance(forecast, item.aims.year_end, item.indicator.polarity) is None else forecast


def _has_aim(item: Assessed) -> bool:
    """Whether there is a target, and it is known which side of it is good: else nothing can be called worse than it."""
    polarity, aims = item.indicator.polarity, item.aims
    if item.indicator.placeholder or polarity is Polarity.UNSET:
        return False
    return aims.period.known(polarity) or aims.year_end.known(polarity)


def decided(override: Override, figures_say: Rag | None = None, item: Assessed | None = None) -> str:
    """``Green by decision of Performance officer; the figures suggest Amber. Reason: ...``.

    ``item``: whose rating it is; a reason that tells its figure is not told where that is kept back.
    """
    said = f"{override.rating} by decision of {decider(override)}"
    said += f"; the figures suggest {figures_say}." if figures_say else "."
    reason = as_sentence(override.reason)
    reason = told_words(item, reason) if item else reason
    return sentences(said, f"Reason: {reason}" if reason else "")


def decider(override: Override) -> str:
    """The post that decided; never a person, and nobody in particular where no post is given."""
    return without_stop(override.post) or "the county team"


def rated(item: Assessed, agreement: Agreement) -> str:
    """Where it stands, the figures and the rating in one sentence; with a decision, the officer's post and reason follow."""
    rag = item.effective
    standing = capital(AMBER_WORDS[item.rating.mode].full) if rag is Rag.AMBER else _CLASS[rag]
    said = f"{standing}: {figures(item, agreement)}"
    if item.override:
        return sentences(f"{said}.", decided(item.override, item.rating.rag, item))
    return f"{said}." if rag is Rag.GREY else f"{said}; rated {rag.lower()}."


def feared(item: Assessed, agreement: Agreement) -> str:
    """``Expected to end worse: no figure (not yet available); ...``: of what is not rated, and so at risk in no count."""
    return f"{_WORSE_AHEAD}: {figures(item, agreement)}."


def about_outcome(item: Assessed, agreement: Agreement) -> str:
    """The outcome that an indicator is about, and whose return it is; "" where its own title, or the theme's, says it already."""
    outcome, theme = agreement.outcome_of(item.indicator).title, agreement.theme(item.theme).name
    title = item.indicator.title.casefold()
    if outcome.startswith(theme) or outcome.casefold() in title or title in outcome.casefold():
        return ""
    return f"Outcome: {without_stop(outcome)} ({theme})."


def remedy(item: Assessed, said: str = "") -> str:
    """Cause and improvement action with owner and date, as far as given and not said already."""
    row = item.row
    if row is None:
        return ""
    cause, action = (told_words(item, unsaid(row.text_of(name), said)) for name in ("cause", "action"))
    return sentences(
        f"Why: {cause}" if cause else "",
        f"What is being done: {done(item, action)}" if action else "",
    )


def done(item: Assessed, action: str) -> str:
    """An improvement action with who and when."""
    return with_owner(action, item.row.text_of("action_owner") if item.row else "", _by(item))


def _by(item: Assessed) -> str:
    day = item.row.date_of("action_date") if item.row else None
    return f"by {spoken_day(day)}" if day else ""


def with_owner(text: str, owner: str, when: str) -> str:
    """``A text (owner, by 31 March 2009).``"""
    inside = ", ".join(part for part in (without_stop(owner), when) if part)
    return f"{without_stop(text)} ({inside})." if inside else as_sentence(text)


def who_and_when(who: str, when: str) -> str:
    """``Who: DWP. When: end of March 2007.``, as far as given."""
    parts = (("Who", who), ("When", when))
    return " ".join(f"{name}: {as_sentence(value)}" for name, value in parts if as_words(value))


def decision_on(rolled: Rolled) -> str:
    """The officer's decision on a block or the agreement; "" where the suggestion stands."""
    return decided(rolled.override, rolled.suggested.rag) if rolled.override else ""
