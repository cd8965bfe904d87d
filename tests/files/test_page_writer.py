"""Headers and footers of printed pages: what Excel takes for a code, how much it lets in, and what is left out first."""

from __future__ import annotations

import html
import io
import re
import zipfile
from datetime import datetime

import pytest

from laa_xl.domain.periods import Period
from laa_xl.files.page_writer import printed
from laa_xl.files.return_writer import return_bytes
from laa_xl.flow.specifying import spec_for
from laa_xl.stages.templating import content
from tests.support.small_agreement import agreement, indicator


@pytest.mark.parametrize(
    ("text", "most", "said"),
    [
        ("Anyshire & District", 100, "Anyshire && District"),
        ("2008 agreement", 100, " 2008 agreement"),  # or "&8" before it would be a size of 82008
        ("Anyshire & District", 12, "Anyshire &&…"),
        ("Anyshire & District", 11, "Anyshire…"),  # both signs of an ampersand, or none
        ("Anyshire Local Area Agreement 2008-11", 34, "Anyshire Local Area Agreement…"),  # no year of 200
        ("A Partnership", 10, "A Partner…"),
        ("\N{GRINNING FACE}" * 4, 5, "\N{GRINNING FACE}" * 2 + "…"),  # each counts as two
    ],
)
def test_a_text_at_the_edge_of_a_page_says_what_it_says_and_is_cut_at_a_whole_letter(
    text: str, most: int, said: str
) -> None:
    assert printed(text, most) == said


@pytest.mark.parametrize("title", ["2008 to 2011 & on ", "\N{GRINNING FACE} Ŵyr & "])
def test_in_a_long_header_of_a_template_the_quarter_and_the_note_stand_whole(title: str) -> None:
    terms = agreement(
        indicator("A1", illustrative=True), title=title * 15, code="2008-any", illustrative_note="A row is made up."
    )
    whole = terms.model_copy(update={"themes": tuple(t.model_copy(update={"name": title * 15}) for t in terms.themes)})
    spec = spec_for(whole, "SAFE", Period(2008, 2), {})
    with zipfile.ZipFile(io.BytesIO(return_bytes(spec, content(spec), datetime(2008, 9, 30)))) as package:
        sheets = [package.read(name).decode() for name in package.namelist() if "worksheets/sheet" in name]
    headers = [html.unescape(text) for sheet in sheets for text in re.findall(r"<oddHeader>(.*?)<", sheet, re.DOTALL)]
    assert headers
    for header in headers:
        assert len(header.encode("utf-16-le")) <= 2 * 255
        assert " · Quarter 2 of 2008-09 (July to September 2008)&R" in header
        assert header.endswith("see the Start sheet.")
        assert '&"Arial,Regular"&92' not in header
    footers = [html.unescape(text) for sheet in sheets for text in re.findall(r"<oddFooter>(.*?)<", sheet)]
    assert "&L&8 2008-any/SAFE/2008-Q2&C&8&A&R&8Page &P of &N" in footers
