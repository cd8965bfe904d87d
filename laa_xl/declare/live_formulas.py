"""The live formulas of the return: what a partner sees while typing. Each has its Python twin in domain.live.

``{name}`` is a cell of the same row; ``{rule:name}`` a parameter of the row's indicator on the hidden rules
sheet, whose columns are RULE_COLUMNS. Plain cell references and functions of every Excel and LibreOffice: no
structured references, no LET.
"""

from __future__ import annotations

from laa_xl.declare.excel import is_one_of, is_text
from laa_xl.domain.words import DataStatus, Judgement, Rag, Symbol

# What the hidden rules sheet holds for each indicator; domain.live.rule_values gives the values.
RULE_COLUMNS = (
    "code",
    "sign",  # 1 higher is better, -1 lower, 0 a range is best
    "known",  # 1 where the period's figure can be rated at all
    "target",
    "low",
    "high",
    "year_known",
    "year_end",
    "year_low",
    "year_high",
    "kind",  # "%" or "points"
    "upper_share",
    "lower_share",
    "upper_points",
    "lower_points",
    "mode",
    "due",  # 1 where a figure is asked for this period
)

_BETTER, _WITHIN, _WORSE = (f'"{symbol.mark}"' for symbol in (Symbol.STAR, Symbol.CIRCLE, Symbol.TRIANGLE))
_SILENT = is_one_of("status", [status.value for status in DataStatus if not status.has_figure])
_NO_FIGURE = f"IFERROR({_SILENT},FALSE)"  # a status that shows an error is none
_RATED = f"AND(ISNUMBER({{actual}}),{{rule:known}}=1,NOT({_NO_FIGURE}))"


def _banded(points: str, share: str, use_points: str) -> str:
    """Better, within or worse; an edge counts as within."""

    def band(value: str, unit: str) -> str:
        worse = f"IF({value}<-{{rule:lower_{unit}}},{_WORSE},{_WITHIN})"
        return f"IF({value}>{{rule:upper_{unit}}},{_BETTER},{worse})"

    return f"IF({use_points},{band(points, 'points')},{band(share, 'share')})"


def _distance(figure: str, target: str, low: str, high: str) -> str:
    """The favourable distance from a target, or the negative distance from the nearer edge of a range.

    Rounded to 10 decimals: in binary 32.01 - 32 is a little less than 0.01, and what is halfway would round down.
    """
    ranged = f"IF({figure}<{low},{figure}-{low},IF({figure}>{high},{high}-{figure},0))"
    return f"ROUND(IF({{rule:sign}}=0,{ranged},{{rule:sign}}*({figure}-{target})),10)"


def _base(figure: str, target: str, low: str, high: str) -> str:
    """What a percentage is a share of: the target, or the nearer edge of a range."""
    return f"IF({{rule:sign}}=0,IF({figure}<{low},{low},{high}),{target})"


_PERIOD = ("{actual}", "{rule:target}", "{rule:low}", "{rule:high}")
_YEAR = ("{forecast}", "{rule:year_end}", "{rule:year_low}", "{rule:year_high}")

# IFERROR: where a cell of the row shows an error, that is told there, and nothing else shows one.
VARIANCE = f'=IFERROR(IF({_RATED},ROUND({_distance(*_PERIOD)},6),""),"")'

VARIANCE_PCT = (
    f"=IFERROR(IF({_RATED},IF(AND({{rule:sign}}=0,{_distance(*_PERIOD)}=0),0,"
    f'IF({_base(*_PERIOD)}=0,"",ROUND({_distance(*_PERIOD)}/ABS({_base(*_PERIOD)}),6))),""),"")'
)

_IN_POINTS = 'OR({rule:kind}="points",{variance_pct}="")'
PERFORMANCE_MARK = f'=IF({{variance}}="","",{_banded("{variance}", "{variance_pct}", _IN_POINTS)})'

_YEAR_POINTS = f"ROUND({_distance(*_YEAR)},6)"
_YEAR_BASE = _base(*_YEAR)
# IF guards the division: a base of 0 is banded in points, and never divided by.
_YEAR_SHARE = f"ROUND({_distance(*_YEAR)}/ABS(IF({_YEAR_BASE}=0,1,{_YEAR_BASE})),6)"
_WORDS = (
    f"IF({is_text('forecast_judgement', Judgement.BETTER)},{_BETTER},"
    f"IF({is_text('forecast_judgement', Judgement.WITHIN)},{_WITHIN},"
    f'IF({is_text("forecast_judgement", Judgement.WORSE)},{_WORSE},"")))'
)
FORECAST_MARK = (
    "=IFERROR(IF(AND(ISNUMBER({forecast}),{rule:year_known}=1),"
    + _banded(_YEAR_POINTS, _YEAR_SHARE, f'OR({{rule:kind}}="points",{_YEAR_BASE}=0)')
    + f',{_WORDS}),"")'
)

_RED, _AMBER, _GREEN, _GREY = (f'"{rag.value}"' for rag in (Rag.RED, Rag.AMBER, Rag.GREEN, Rag.GREY))
_OUTLOOK = (
    f"IF({{forecast_mark}}={_WORSE},{_RED},IF({{performance}}={_WORSE},"
    f'IF({{forecast_mark}}="",{_RED},{_AMBER}),{_GREEN}))'
)
# At or above target in the measure that is banded, rounded as it is: 100 below a target of 1,000,000,000 is on it.
_CURRENT = (
    f"IF(IF({_IN_POINTS},{{variance}},{{variance_pct}})>=0,{_GREEN},IF({{performance}}={_WORSE},{_RED},{_AMBER}))"
)
RAG = f'=IF({{performance}}="",{_GREY},IF({{rule:mode}}="current",{_CURRENT},{_OUTLOOK}))'

RISK_SCORE = '=IF(AND(ISNUMBER({likelihood}),ISNUMBER({impact})),{likelihood}*{impact},"")'
FINANCE_VARIANCE = '=IF(AND(ISNUMBER({outturn}),ISNUMBER({budget})),ROUND({outturn}-{budget},2),"")'
FINANCE_SPENT = '=IF(AND(ISNUMBER({spend}),ISNUMBER({budget})),IF({budget}=0,"",ROUND({spend}/{budget},6)),"")'

COMPLETE = "Complete"
NOTHING_NEEDED = "Nothing needed"
