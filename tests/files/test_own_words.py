"""What we write around a small count is not taken for the count: no report of ours is kept back by its own words."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from laa_xl.domain.inputs import Inputs, Level, Override
from laa_xl.domain.leaks import secrets_of
from laa_xl.domain.periods import Period
from laa_xl.domain.words import Polarity, Rag
from laa_xl.files.inspecting import inspect
from laa_xl.files.report_writer import report_bytes
from laa_xl.files.word import report_docx
from laa_xl.stages.packing import few_of
from laa_xl.stages.reporting import draft_highlight, within_length
from tests.support.report_inputs import given, returned, row
from tests.support.small_agreement import agreement, indicator

NOW, CREATED = Period(2008, 2), datetime(2008, 11, 1)
# Without a number in figures or as a word, and longer than a bullet may be.
LONG = (
    "Vacancies stood open in many districts all through the summer. Others were held up by it too. More will be said."
)


@pytest.mark.parametrize("count", range(5))
def test_references_decisions_and_what_is_left_out_for_length_are_not_taken_for_a_small_count(count: int) -> None:
    codes = [f"A{number}" for number in range(1, 7)]
    terms = agreement(
        *(indicator(code, 20, mandatory=code < "A5", suppress_small=True, polarity=Polarity.LOWER) for code in codes),
        bullet_words=30,
        block_bullets=2,
    )
    told = {"cause": LONG, "action": LONG, "action_owner": "Head", "action_date": date(2008, 12, 31)}
    rows = [row("indicators", code, at, actual=count, status="Final", **told) for at, code in enumerate(codes, 8)]
    decided = tuple(
        Override(
            NOW, Level.INDICATOR, code, Rag.RED, "The audit is late.", "Officer", date(2008, 11, 1), f"B{count + 1}"
        )
        for code in codes
    )
    known = given(terms, NOW, returned(terms, "SAFE", NOW, *rows), inputs=Inputs(overrides=decided))
    drafted = draft_highlight(terms, known.assessment, {"SAFE": known.returns["SAFE", NOW]}, known.inputs, NOW)
    report = within_length(drafted, 2)
    said = "\n".join(bullet.text for bullet in report.bullets)
    assert "Shortened by" in said
    assert any(block.left_out for section in report.sections for block in section.blocks)
    files = {"report.xlsx": report_bytes(report, CREATED), "report.docx": report_docx(report, CREATED)}
    assert inspect(files, secrets_of(terms, few=few_of(terms, known.assessment))) == []
