"""Runs laa-xl with one more section of the highlight report, as docs/extending.md adds it; prints what became of it, as JSON.

``python -m tests.docs.with_section SECTION FOLDER``: the line to add, and a folder to work in.
"""

from __future__ import annotations

import importlib
import json
import sys
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

NAME = "laa_xl.domain.sections"
END = "\n)\n\nSECTION_CHOICES"  # of the list


def add_section(line: str) -> None:
    """Put the line at the end of the list, before anything that uses the list is imported."""
    found = find_spec(NAME)
    assert found is not None
    assert found.origin is not None
    text = Path(found.origin).read_text(encoding="utf-8")
    assert text.count(END) == 1
    module = ModuleType(NAME)
    sys.modules[NAME] = module
    exec(text.replace(END, f"\n    {line},{END}"), module.__dict__)
    sys.modules["laa_xl.domain"].sections = module  # type: ignore[attr-defined]


def what_became_of_it(folder: Path) -> dict[str, Any]:
    """A point in the new section, from the template to the reports."""
    living = importlib.import_module("tests.support.living")
    from laa_xl.declare.master_form import MASTER_FORM
    from laa_xl.declare.return_form import RETURN_FORM
    from laa_xl.domain.periods import Period
    from laa_xl.domain.sections import SECTION_CHOICES
    from laa_xl.flow.programme import Programme
    from laa_xl.flow.receiving import validate_file
    from laa_xl.stages.reporting import draft_highlight
    from laa_xl.stages.reviewing import annual_review
    from laa_xl.stages.self_assessing import self_assessment
    from tests.support.report_inputs import of_programme

    programme = living.new_programme(folder)
    point = {"section": SECTION_CHOICES[-1], "heading": "Trains", "text": "A later train home."}
    figures = {"NI154": {"actual": 210, **living.FINE}}
    sent = living.filled(living.template(programme, "2008-Q2", "JOBS"), figures, narrative={"N1": point})
    findings = [finding.line for finding in validate_file(sent).findings]
    living.succeeded(living.laa_xl("consolidate", programme, sent, now=living.NOW))
    given = of_programme(Programme(programme), Period(2008, 2))
    returns = {theme: one for (theme, _), one in given.returns.items()}
    report = draft_highlight(given.agreement, given.assessments[-1], returns, given.inputs, given.period)
    forms = (*RETURN_FORM.sheets, *MASTER_FORM.sheets)
    documents = {"annual-review": annual_review(given), "self-assessment": self_assessment(given)}
    return {
        "offered": {
            sheet.name: column.choices for sheet in forms for column in sheet.table.entries if column.name == "section"
        },
        "findings": findings,
        "highlight": {one.title: [bullet.line for bullet in one.bullets] for one in report.sections},
        **{
            kind: {part.heading: [bullet.line for bullet in part.bullets] for part in document.parts}
            for kind, document in documents.items()
        },
    }


if __name__ == "__main__":
    add_section(sys.argv[1])
    print(json.dumps(what_became_of_it(Path(sys.argv[2]))))
