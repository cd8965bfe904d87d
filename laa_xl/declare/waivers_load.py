"""From a row of the table of waivers to a waiver, or to what is wrong in which of its cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from laa_xl.domain.agreement import Agreement
from laa_xl.domain.periods import Period
from laa_xl.domain.waivers import Waiver

Wrong = tuple[str, Any, str]  # the column, what is entered there, what to do


def waiver_of(
    first: Period, found: Mapping[str, Any], agreement: Agreement, rules: Mapping[str, bool], cell: str
) -> Waiver | Wrong:
    """The waiver; ``rules``: the codes of the catalogue, and whether each may be waived."""
    last = Period.parse(found["last"]) if found["last"] else None
    rule = _ours(found["rule"], rules)
    theme = _ours(found["theme"], [theme.code for theme in agreement.themes])
    lines: dict[str, set[str]] = {}
    for line in agreement.funding:  # a row for each year
        lines.setdefault(line.code, set()).add(line.theme)
    codes = [*(indicator.code for indicator in agreement.indicators), *lines]
    code = _ours(found["code"], codes)
    years = agreement.settings.years
    if first.year not in years:
        return "period", str(first), f"The agreement runs from {years.start}-Q1 to {years.stop - 1}-Q4."
    if (last is None) == (found["last_day"] is None):
        return "last", found["last"], "Give one of the two: the last quarter, or the last day."
    if last is not None and last < first:
        return "last", found["last"], "It ends before it begins."
    if found["last_day"] is not None and found["last_day"] < first.start:
        return "last_day", f"{found['last_day']:%d/%m/%Y}", "It ends before it begins."
    if rule not in rules:
        return "rule", found["rule"], "There is no such rule. Take its code from a finding, or from docs/rules.md."
    if not rules[rule]:
        told = "This rule cannot be waived: without what it asks for the return cannot be read, or is not certain."
        return "rule", found["rule"], f"{told} The partner has to mend it."
    if theme not in ("", *(theme.code for theme in agreement.themes)):
        themes = ", ".join(theme.code for theme in agreement.themes)
        return "theme", found["theme"], f"There is no such theme. The themes are: {themes}."
    if code not in ("", *codes):
        return "code", found["code"], "The agreement has no indicator or finance line of that code."
    if code and theme:
        themes_of = lines[code] if code in lines else {agreement.reported_in(code, at) for at in (first, last or first)}
        if theme not in themes_of:
            return "code", found["code"], f"It is not in the return of {theme} but of {', '.join(sorted(themes_of))}."
    post, reason = found["post"], found["reason"]
    return Waiver(rule, first, last, found["last_day"], theme, code, reason, post, found["date"], cell)


def _ours(entered: str | None, codes: Iterable[str]) -> str:
    """A code as we write it, whatever letters somebody typed it in; "" for blank; as entered where it is none of ours."""
    wanted = (entered or "").casefold()
    return next((code for code in codes if code.casefold() == wanted), entered or "")
