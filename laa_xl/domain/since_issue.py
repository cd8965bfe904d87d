"""What a highlight report says, as data, and what it says otherwise than an issue before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from laa_xl.domain.disclosure import WITHHELD, stands_for_kept
from laa_xl.domain.report import RATED_COLUMNS, HighlightReport, RatedLine
from laa_xl.domain.sentences import spoken_code
from laa_xl.domain.whole_words import pattern_of

NOTHING_ELSE = (
    "Figures, ratings and words are the same: other is only where a point comes from, or what stands around them."
)
_TELLING = ("actual", "performance", "forecast")  # by which a figure that is kept back could be told


def said_by(report: HighlightReport) -> dict[str, Any]:
    """What a report says, as data: kept beside its files, and compared with later drafts."""
    return {
        "report": 1,  # the version of this format
        "title": report.title,
        "agreement": report.agreement,
        "period": report.quarter,
        "state": report.state,
        "sections": [
            {
                "code": section.code,
                "title": section.title,
                "rating": section.rag,
                "note": section.rating_note,
                "lines": list(section.lines),
                "blocks": [
                    {
                        "code": block.code,
                        "name": block.name,
                        "bullets": [
                            {
                                "id": one.id,
                                "rating": one.rag,
                                "heading": one.heading,
                                "text": one.text,
                                "source": one.origin,
                            }
                            for one in block.bullets
                        ],
                    }
                    for block in section.blocks
                ],
            }
            for section in report.sections
        ],
        "ratings": [asdict(line) for line in report.ratings],
        "rules": list(report.rules),
    }


def differences(before: Mapping[str, Any], now: HighlightReport) -> tuple[str, ...]:
    """What a report says otherwise than an issue did (its data): ratings of sections, figures and ratings of indicators, then
    what was added, dropped and changed.

    Each line has both words. A bullet is the same one by its reference, wherever it stands. What an issue said of an indicator
    whose figure is kept back since is not said again.
    """
    here = said_by(now)
    earlier, names = _bullets(before), _kept_back(now)
    new = _bullets(here)
    old = {
        ref: (where, WITHHELD if names and names.search(line) else line, rag)
        for ref, (where, line, rag) in earlier.items()
    }
    old |= {ref: said for ref, said in earlier.items() if new.get(ref) == said}
    lines = [*_ratings(before, here), *_indicators(before, here), *_beside(before, here, names)]
    for ref, (where, line, rag) in new.items():
        if ref not in old:
            lines.append(f"Added in {where}: {_rated(rag)}{line}")
    for ref, (where, line, rag) in old.items():
        if ref not in new:
            lines.append(f"Dropped from {where}: {_rated(rag)}{line}")
    for ref, (where, line, rag) in new.items():
        if ref not in old or old[ref] == (where, line, rag):
            continue
        was_where, was, was_rag = old[ref]
        moved = f" (it stood in {was_where})" if was_where != where else ""
        if (was, was_rag) == (line, rag):
            lines.append(f"Moved to {where}{moved}: {line}")
        elif was == line:
            lines.append(
                f"Rated otherwise in {where}{moved}: {rag or 'no rating'}, before {was_rag or 'no rating'}. {line}"
            )
        else:
            lines.append(f"Changed in {where}{moved}. Before: {_rated(was_rag)}{was} Now: {_rated(rag)}{line}")
    return tuple(lines)


def _kept_back(report: HighlightReport) -> re.Pattern[str] | None:
    """By which names the indicators go whose figures are kept back; None where there are none."""
    codes = [line.code for line in report.ratings if stands_for_kept(line.actual)]
    forms = {form for code in codes for form in (code, spoken_code(code))}
    return pattern_of(sorted(forms), any_case=False) if forms else None


def _ratings(before: Mapping[str, Any], here: Mapping[str, Any]) -> Iterator[str]:
    was = {section["code"]: section["rating"] for section in before["sections"]}
    for section in here["sections"]:
        old = was.get(section["code"], "")
        if old != section["rating"]:
            yield f"{section['title']}: {section['rating'] or 'no rating'}, before {old or 'no rating'}."


def _indicators(before: Mapping[str, Any], here: Mapping[str, Any]) -> Iterator[str]:
    """What the table of ratings says otherwise, a line for each indicator."""
    was = {line["code"]: line for line in before.get("ratings", ())}
    now = {line["code"]: line for line in here["ratings"]}
    for code, line in now.items():
        if code not in was:
            yield f"Added to the ratings: {code} {line['title']}."
            continue
        changed = "; ".join(_cells(was[code], line))
        if changed:
            yield f"Ratings, {code} {line['title']}: {changed}."
    for code, line in was.items():
        if code not in now:
            yield f"No longer among the ratings: {code} {line['title']}."


def _cells(was: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    """``Actual 60.0, before 51.4``; of a figure that is kept back, only what stands there now."""
    kept = stands_for_kept(now["actual"])
    for field, (heading, _) in zip(fields(RatedLine), RATED_COLUMNS, strict=True):
        old, new = was.get(field.name, ""), now[field.name]
        if old != new:
            before = "" if kept and field.name in _TELLING else f", before {old or 'none'}"
            yield f"{heading} {new or 'none'}{before}"


def _beside(before: Mapping[str, Any], here: Mapping[str, Any], names: re.Pattern[str] | None) -> Iterator[str]:
    """The sentences under a section's heading, and the rules, where the issue has them in its data."""
    was = {section["code"]: section for section in before["sections"]}
    for section in here["sections"]:
        old = was.get(section["code"], {})
        if "lines" in old:
            place = f"{section['code']}) {section['title']}"
            yield from _sentences(place, [old["note"], *old["lines"]], [section["note"], *section["lines"]], names)
    if "rules" in before:
        yield from _sentences("the rules", before["rules"], here["rules"], names)


def _sentences(place: str, was: Sequence[str], now: Sequence[str], names: re.Pattern[str] | None) -> Iterator[str]:
    yield from (f"Now in {place}: {line}" for line in now if line and line not in was)
    gone = [line for line in was if line and line not in now]
    yield from (f"No longer in {place}: {WITHHELD if names and names.search(line) else line}" for line in gone)


def _bullets(said: Mapping[str, Any]) -> dict[str, tuple[str, str, str]]:
    """Where each bullet stands, its words, its rating, by reference."""
    return {
        one["id"]: (
            f"{section['code']}){' ' + block['name'] if block['name'] else ''}",
            f"{one['heading']}: {one['text']}" if one["heading"] else one["text"],
            one["rating"],
        )
        for section in said["sections"]
        for block in section["blocks"]
        for one in block["bullets"]
    }


def _rated(rag: str) -> str:
    return f"[{rag}] " if rag else ""
