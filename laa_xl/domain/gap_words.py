"""Data gaps as a report tells them: how many, why, how that has changed, and the table of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from laa_xl.domain.data_gaps import Gap, GapKind
from laa_xl.domain.documents import Field, Grid, Line, Part, Shape
from laa_xl.domain.entry_drafts import source_of
from laa_xl.domain.part_words import change_in_words, part_in_words
from laa_xl.domain.periods import Period
from laa_xl.domain.report import Source
from laa_xl.domain.reported import Reported
from laa_xl.domain.sentences import capital, listed, many, sentences, spoken_code
from laa_xl.domain.told_bullets import who_answers


def gaps_sentence(gaps: Sequence[Gap], earlier: Sequence[Gap] | None) -> str:
    """``The number of data gaps has fallen by a third, from 45 to 30; over half of them (16) are in relation to ...``."""
    if earlier is None:
        said = f"There {'is' if len(gaps) == 1 else 'are'} {many(len(gaps), 'data gap') if gaps else 'no data gaps'}"
    else:
        said = f"The number of data gaps has {change_in_words(len(earlier), len(gaps))}"
    if not gaps:
        return f"{said}."
    kind, number = Counter(gap.kind for gap in gaps).most_common(1)[0]
    if len(gaps) == 1:
        return f"{said}; the reason: {kind.value}."
    part = part_in_words(number, len(gaps))
    of_them = f"{part} of them" if part != "all" else "all of them"
    verb = "is" if number == 1 else "are"
    return f"{said}; {of_them} ({number}) {verb} for one reason: {kind.value}."


def gap_parts(
    shown: Reported, gaps: Sequence[Gap], earlier: Sequence[Gap] | None, when: Period | None
) -> tuple[Part, ...]:
    """The part about data gaps: their reasons, their change since the quarter ``when``, and each of them."""
    words = [gaps_sentence(gaps, earlier), *_movement(gaps, earlier, when)]
    grids = (_reasons(gaps, earlier), _table(shown, gaps)) if gaps or earlier else ()
    return (Part("Data gaps", words=tuple(words), grids=grids),)


def _movement(gaps: Sequence[Gap], earlier: Sequence[Gap] | None, when: Period | None) -> list[str]:
    if earlier is None or when is None:
        return ["There is no earlier quarter to compare with."]
    now, before = {gap.key: gap for gap in gaps}, {gap.key: gap for gap in earlier}
    closed = [_codes(gap) for key, gap in before.items() if key not in now]
    new = [_codes(gap) for key, gap in now.items() if key not in before]
    still = sum(1 for key in now if key in before)
    return [
        sentences(
            f"Since {when.spelled}:",
            f"closed, {listed(closed)};" if closed else "none closed;",
            f"new, {listed(new)};" if new else "none new;",
            f"{still} as before.",
        )
    ]


def _codes(gap: Gap) -> str:
    return listed(spoken_code(item.indicator.code) for item in gap.items)


def _reasons(gaps: Sequence[Gap], earlier: Sequence[Gap] | None) -> Grid:
    fields = (
        Field("reason", "Reason", width=48, meaning="Why an indicator could not be measured"),
        Field("now", "This quarter", Shape.COUNT, 12, "Indicators; rows of one group count as one"),
        Field(
            "before",
            "The quarter before",
            Shape.COUNT,
            12,
            "The same in the quarter reported on before; empty: there is none",
        ),
        Field("change", "Change", Shape.COUNT, 10, "This quarter less the one before"),
    )
    now, before = Counter(gap.kind for gap in gaps), Counter(gap.kind for gap in earlier or ())
    lines = []
    source = (Source("", "", "Indicators", "Rating that counts"), Source("", "", "Data gaps", ""))
    for kind in GapKind:
        if now[kind] or before[kind]:
            was = before[kind] if earlier is not None else None
            lines.append(
                Line((capital(kind.value), now[kind], was, None if was is None else now[kind] - was), sources=source)
            )
    was = None if earlier is None else len(earlier)
    whole = ("All", len(gaps), was, None if was is None else len(gaps) - was)
    return Grid("gap-reasons", "Data gaps by reason", fields, (*lines, Line(whole, sources=source, total=True)))


def _table(shown: Reported, gaps: Sequence[Gap]) -> Grid:
    fields = (
        Field("code", "Code", width=12, meaning="The indicator's code; of rows that count as one, all of theirs"),
        Field("indicator", "Indicator", width=44, meaning="What is measured"),
        Field("theme", "Theme", width=28, meaning="The theme whose return carries it"),
        Field(
            "kind", "Kind of gap", width=28, meaning="Why it could not be measured, as the table of reasons counts it"
        ),
        Field("reason", "Why", width=44, meaning="The partner's words, where there are any"),
        Field("who", "Who", width=30, meaning="The post or organisation that answers for it"),
        Field("expected", "Expected on", Shape.DATE, 12, "When the figure is expected; empty: to be agreed"),
    )
    lines = []
    agreement = shown.agreement
    for gap in gaps:
        first = gap.items[0]
        title = "; ".join(item.indicator.title for item in gap.items)
        values = (
            *(listed(item.indicator.code for item in gap.items), title, agreement.theme(first.theme).name),
            *(capital(gap.kind.value), gap.reason),
            *(who_answers(agreement, first.indicator), gap.expected),
        )
        sources = [
            source_of(agreement, item.source, item.row, "status") if item.source and item.row else shown.source(item)
            for item in gap.items
        ]
        lines.append(Line(values, sources=tuple(sources)))
    return Grid("data-gaps", "Data gaps", fields, tuple(lines))
