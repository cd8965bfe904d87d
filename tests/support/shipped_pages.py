"""The public pages of the shipped agreements, from the example returns and masters in workbooks/; made once a test process."""

from __future__ import annotations

import functools
from pathlib import Path

from laa_xl.checks.catalogue import all_rules
from laa_xl.declare.inputs_load import load_inputs
from laa_xl.domain.public import PublicPage
from laa_xl.files.html_page import page_bytes
from laa_xl.flow.demonstration import read_agreement
from laa_xl.flow.programme import officers_tables
from laa_xl.flow.receiving import validate_file
from laa_xl.stages.assessing import assess
from laa_xl.stages.publishing import public_page
from tests.support.programmes import PERIODS
from tests.support.public import TODAY

WORKBOOKS = Path(__file__).parents[2] / "workbooks"


@functools.cache
def shipped_page(name: str) -> PublicPage:
    """The page of the quarter that the demonstration is about."""
    folder, period = WORKBOOKS / name, PERIODS[name]
    _, agreement = read_agreement(folder / "agreement")
    waivable = {rule.code: rule.waivable for rule in all_rules()}
    tables = officers_tables(folder / "demonstration" / str(period))
    inputs, _ = load_inputs(tables, agreement, waivable)
    found = [validate_file(path).returned for path in sorted((folder / "returns" / str(period)).glob("*.xlsx"))]
    returns = {one.theme: one for one in found if one is not None}
    assert len(returns) == len(agreement.themes)
    assessment = assess(agreement, {(theme, period): one for theme, one in returns.items()}, period, inputs.overrides)
    return public_page(agreement, [assessment], returns, inputs, {}, period, TODAY)


def shipped_html(name: str, into: Path) -> Path:
    """That page as a file."""
    path = into / f"{name}.html"
    path.write_bytes(page_bytes(shipped_page(name)))
    return path
