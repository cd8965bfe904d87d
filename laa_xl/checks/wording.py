"""Rules about words: what should not be in them, and where they say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from laa_xl.checks.entries import says_nothing
from laa_xl.checks.look import Look
from laa_xl.checks.registry import Beyond, Where, row_check, whole_check
from laa_xl.checks.reported import WANTED, off_target
from laa_xl.checks.required import words_needed
from laa_xl.declare.model import Column, Kind
from laa_xl.declare.return_form import RETURN_FORM
from laa_xl.domain.returns import Row
from laa_xl.domain.sentences import folded
from laa_xl.domain.words import Accumulation, Measure, Rag, Severity

_CONFIRM = Severity.CONFIRM
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
# A British number: 0 or +44, then nine or ten digits in two or three groups; not a part of a longer figure or a sum of money.
_TELEPHONE = re.compile(
    r"(?<![\d£.,/+-])(?:\+44 ?(?:\(0\) ?)?|\(?0)(?:[1-9]\d{1,4}\)?[ -]?\d{3,4}(?:[ -]?\d{3,4})?|[1-9]\d{3}\)?[ -]?\d{5})(?![\d.,/%]*\d)"
)
_DIGITS = 10
_PERSON = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Cllr|Councillor)\.? (?:[A-Z]\.? ?)*(?:[A-Z]['’])?[A-Z][a-z]+(?:[-'][A-Z][a-z]+)?"
)
_POSTS = ("completed_by", "approved_by", "action_owner", "owner", "who")
# What refers elsewhere, or says only that something goes on; B14 has the words for "none".
_EMPTY = frozenset(
    {
        *(
            "as above",
            "see above",
            "as below",
            "see below",
            "as before",
            "as previously",
            "as previous",
            "as last time",
        ),
        *("as last quarter", "same as above", "same as before", "same as last quarter", "same", "ditto", "as stated"),
        *("no change", "unchanged", "no update", "nothing to add", "to follow", "see attached", "see comment"),
        *("see comments", "see narrative", "see notes", "see note", "see report", "see email", "see e-mail"),
        *("ongoing", "on going", "on-going", "in hand", "in progress", "work in progress", "various", "as planned"),
    }
)
_WORDS_FOR_RED = 3
_SAID_AT_LENGTH = 4  # words from which two rows do not say the same by chance
_MOVED = re.compile(
    r"\b(?:improved|increased|risen|rose|went up|gone up|worsened|deteriorated|declined|decreased|dropped|fell|fallen|went down|"
    r"gone down|improvement on|better than last|worse than last|higher than last|lower than last)\b",
    re.IGNORECASE,
)


def _texts(row: Row) -> Iterator[tuple[Column, str]]:
    """The words of a row, column by column; where to confirm is not asked about, since it would answer itself."""
    for column in _columns_of_words(row.table):
        text = row.text_of(column.name)
        if text:
            yield column, text


@lru_cache(maxsize=16)
def _columns_of_words(table: str) -> tuple[Column, ...]:
    entries = RETURN_FORM.table(table).entries
    return tuple(one for one in entries if one.kind in (Kind.TEXT, Kind.LONG_TEXT) and one.name != "confirm")


def _telephone(text: str) -> re.Match[str] | None:
    if "0" not in text and "+44" not in text:
        return None  # nearly every text, without looking at each letter for the beginning of a number
    return next((found for found in _TELEPHONE.finditer(text) if sum(map(str.isdigit, found[0])) >= _DIGITS), None)


def _or_confirm(row: Row) -> str:
    cell = row.cell("confirm")
    return f", or say in {cell} why it has to stand there" if cell else ""


@row_check(
    "*",
    "T03",
    _CONFIRM,
    "{column} in {cell} holds {what}: {found}. Reports are passed on. Write the post or organisation instead{or_confirm}.",
    meaning="An e-mail address or a telephone number in the words of a return.",
    example="Ring Anne on 0116 496 0000.",
    beyond=Beyond.WORDS,
)
def personal_data(row: Row, look: Look) -> Iterator[Where]:
    """What can be told with certainty to be one; a row is asked once for each cell."""
    for column, text in _texts(row):
        found = _ADDRESS.search(text) if "@" in text else None
        what = "an e-mail address" if found else "a telephone number"
        found = found or _telephone(text)
        if found is not None:
            yield Where(column.name, {"what": what, "found": found[0].strip(), "or_confirm": _or_confirm(row)})


@row_check(
    "*",
    "T04",
    _CONFIRM,
    '{column} names a person: "{found}". Enter the post or organisation in {cell}{or_confirm}: people move on, and reports name nobody.',
    meaning="A person's name where a post or an organisation is asked for: told by Mr, Mrs, Ms, Dr, Cllr and the like.",
    example="Mrs Smith for the owner of an action.",
    beyond=Beyond.WORDS,
)
def name_for_a_post(row: Row, look: Look) -> Iterator[Where]:
    """Only a title before a name is certain."""
    for column, text in _texts(row):
        if column.name in _POSTS and (found := _PERSON.search(text)):
            yield Where(column.name, {"found": found[0], "or_confirm": _or_confirm(row)})


@row_check(
    "*",
    "T05",
    _CONFIRM,
    '{column} in {cell} names a person ("{found}"), and {indicator} counts only {count}: the two together may tell who is meant. Take the '
    "name out, or say in {at_confirm} why it can stand.",
    meaning="A person's name beside a count so small that the indicator suppresses it.",
    example="Two exclusions, and the name of a pupil's father among the causes.",
    beyond=Beyond.WORDS,
)
def name_beside_a_small_count(row: Row, look: Look) -> Iterator[Where]:
    """In the row of such an indicator, or in a line about it."""
    code = row.key if row.table == "indicators" else row.text_of("indicator")
    own = look.returned.row("indicators", code) if code and look.agreement.has_indicator(code) else None
    if own is None:
        return
    indicator, count = look.agreement.indicator(code), own.number_of("actual")
    if not indicator.suppress_small or indicator.measure is not Measure.COUNT or count is None:
        return
    if not 0 < count < look.agreement.settings.suppression_threshold:
        return
    for column, text in _texts(row):
        if column.name not in _POSTS and (found := _PERSON.search(text)):
            yield Where(column.name, {"found": found[0], "indicator": code, "count": f"{count:g}"})


@row_check(
    "*",
    "T06",
    _CONFIRM,
    'You entered "{entered}" for {column}. In the report it stands alone, and says nothing there. {wanted} in {cell}, or say in '
    "{at_confirm} why there is no more to say.",
    meaning="Words that refer elsewhere, or say only that something goes on, where an explanation is needed.",
    example="As above, or Ongoing, for the action of a red indicator.",
    beyond=Beyond.WORDS,
)
def empty_words(row: Row, look: Look) -> Iterator[Where]:
    """Where words are needed; a word for none (TBC) has to be replaced (B14)."""
    if "confirm" not in row.entries:
        return
    for column in words_needed(row, look):
        if _is_empty(row.text_of(column.name)):
            yield Where(column.name, {"wanted": WANTED.get(column.name, "Say it in words")})


def _is_empty(text: str) -> bool:
    return folded(text).strip(" .,;:!-()") in _EMPTY


@row_check(
    "indicators",
    "T07",
    _CONFIRM,
    'You entered "{entered}" for {column}. For a red rating that is very short. {wanted} in {cell} so that somebody else understands it, '
    "or say in {at_confirm} why it is enough.",
    meaning="A cause or an action of one or two words for a red rating.",
    example="Staffing.",
    beyond=Beyond.WORDS,
)
def too_short_for_red(row: Row, look: Look) -> Iterator[Where]:
    """The report quotes these words to Government."""
    rating = look.rating(row)
    if rating is None or rating.rag is not Rag.RED:
        return
    for column in ("cause", "action"):
        text = row.text_of(column)
        if text and not says_nothing(text) and not _is_empty(text) and len(text.split()) < _WORDS_FOR_RED:
            yield Where(column, {"wanted": WANTED[column]})


@whole_check(
    "T08",
    _CONFIRM,
    'You entered "{entered}" for the cause of {row}, and the same cause and action for {others}. Say in {cell} and {at_action} what is '
    "particular to {row}, or say in {at_confirm} that they are the same.",
    meaning="The same cause and the same action, word for word, in several rows.",
    example="Three red indicators, and one paragraph copied three times.",
    beyond=Beyond.TOGETHER,
)
def same_words(look: Look) -> Iterator[Where]:
    """Rows of one group are one indicator, and may say the same. One finding for all that are alike."""
    alike: dict[tuple[str, str], list[Row]] = {}
    for row in look.returned.rows("indicators"):
        cause, action = folded(row.text_of("cause")), folded(row.text_of("action"))
        if off_target(row, look) and len(f"{cause} {action}".split()) >= _SAID_AT_LENGTH and cause and action:
            alike.setdefault((cause, action), []).append(row)
    for rows in alike.values():
        groups = {look.agreement.indicator(row.key).counting_key: row for row in reversed(rows)}
        first, *others = sorted(groups.values(), key=lambda row: row.number)
        if others:
            *more, last = others
            named = ", ".join(row.key for row in (first, *more))
            yield Where("cause", {"others": named}, last, tuple(row.cell("cause") for row in (first, *more)))


@row_check(
    "*",
    "I27",
    _CONFIRM,
    'You write "{found}" of {indicator}, but {now} after {before} is within what the survey can tell (plus or minus {band}). Say in {cell} '
    "that it is unchanged as far as the survey shows, or say in {at_confirm} what else shows it.",
    meaning="A change within a survey's confidence interval that words call a rise, a fall, an improvement or a worsening.",
    example="62 % after 60 %, plus or minus 3, and: satisfaction has improved.",
    beyond=Beyond.WORDS,
)
def change_within_its_interval(row: Row, look: Look) -> Iterator[Where]:
    """In the cause of the survey's row, or in what a line about it says."""
    code, column = (row.key, "cause") if row.table == "indicators" else (row.text_of("indicator"), "text")
    own = look.returned.row("indicators", code) if code and look.agreement.has_indicator(code) else None
    if own is None or row.table not in ("indicators", "narrative"):
        return
    indicator = look.agreement.indicator(code)
    band = indicator.confidence
    if indicator.accumulation is not Accumulation.SURVEY or band is None:
        return
    now, before = look.figure(own, "actual"), look.spec.past_actual(code, look.period.same_last_year)
    if now is None or before is None:
        return
    found = _MOVED.search(row.text_of(column))
    if found is not None and round(abs(now - before), 6) <= band:
        words = {"found": found[0], "indicator": code, "now": f"{now:g}", "before": f"{before:g}", "band": f"{band:g}"}
        yield Where(column, words)
