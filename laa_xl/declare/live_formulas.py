"""The live formulas of the return: what a partner sees while typing. Each has its Python twin in domain.live.

``{name}`` is a cell of the same row; ``{rule:name}`` a parameter of the row's indicator on the hidden rules
sheet, whose columns are RULE_COLUMNS. Plain cell references and functions of every Excel and LibreOffice: no
structured references, no LET.
"""

from __future__ import annotations

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
    "due",
    "placeholder",
)

_BETTER, _WITHIN, _WORSE = (f'"{symbol.mark}"' for symbol in (Symbol.STAR, Symbol.CIRCLE, Symbol.TRIANGLE))
_NO_FIGURE = ",".join(f'{{status}}="{status.value}"' for status in DataStatus if not status.has_figure)
_RATED = f"AND(ISNUMBER({{actual}}),{{rule:known}}=1,NOT(OR({_NO_FIGURE})))"


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

VARIANCE = f'=IF({_RATED},ROUND({_distance(*_PERIOD)},6),"")'

VARIANCE_PCT = (
    f"=IF({_RATED},IF(AND({{rule:sign}}=0,{_distance(*_PERIOD)}=0),0,"
    f'IF({_base(*_PERIOD)}=0,"",ROUND({_distance(*_PERIOD)}/ABS({_base(*_PERIOD)}),6))),"")'
)

_IN_POINTS = 'OR({rule:kind}="points",{variance_pct}="")'
PERFORMANCE_MARK = f'=IF({{variance}}="","",{_banded("{variance}", "{variance_pct}", _IN_POINTS)})'

_YEAR_POINTS = f"ROUND({_distance(*_YEAR)},6)"
_YEAR_BASE = _base(*_YEAR)
# IF guards the division: a base of 0 is banded in points, and never divided by.
_YEAR_SHARE = f"ROUND({_distance(*_YEAR)}/ABS(IF({_YEAR_BASE}=0,1,{_YEAR_BASE})),6)"
_WORDS = (
    f'IF({{forecast_judgement}}="{Judgement.BETTER}",{_BETTER},'
    f'IF({{forecast_judgement}}="{Judgement.WITHIN}",{_WITHIN},'
    f'IF({{forecast_judgement}}="{Judgement.WORSE}",{_WORSE},"")))'
)
FORECAST_MARK = (
    "=IF(AND(ISNUMBER({forecast}),{rule:year_known}=1),"
    + _banded(_YEAR_POINTS, _YEAR_SHARE, f'OR({{rule:kind}}="points",{_YEAR_BASE}=0)')
    + f",{_WORDS})"
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
# The steps of "What to do", in order: the condition in Excel, and the words. domain.live walks the same names.
TO_DO_STEPS: tuple[tuple[str, str, str], ...] = (
    ("not_a_number", '{actual}<>"",NOT(ISNUMBER({actual}))', "Actual: enter a number only"),
    (
        "nothing_entered",
        '{actual}="",{status}="",{rule:due}=1,{rule:placeholder}=0',
        "Enter the actual, or choose a data status",
    ),
    ("no_status", '{actual}<>"",{status}=""', "Choose the data status"),
    (
        "status_without_figure",
        f'{{actual}}="",{{status}}<>"",NOT(OR({_NO_FIGURE}))',
        "Enter the actual, or choose another data status",
    ),
    (
        "figure_without_status",
        f'{{actual}}<>"",OR({_NO_FIGURE})',
        "There is a figure: choose another data status",
    ),
    (
        "no_reason",
        f'OR({{status}}="{DataStatus.NOT_YET}",{{status}}="{DataStatus.NOT_APPLICABLE}"),{{status_reason}}=""',
        "Say why there is no figure",
    ),
    ("no_date", f'{{status}}="{DataStatus.NOT_YET}",{{status_date}}=""', "Say when the figure is expected"),
    (
        "no_forecast",
        '{rule:mode}<>"current",{performance}<>"",{forecast}="",{forecast_judgement}="",{confirm}=""',
        "Give a year-end forecast, or confirm why there is none",
    ),
    ("no_cause", f'OR({{rag}}={_AMBER},{{rag}}={_RED}),{{cause}}=""', "Amber or red: give the cause"),
    ("no_action", f'OR({{rag}}={_AMBER},{{rag}}={_RED}),{{action}}=""', "Amber or red: give the action"),
    (
        "no_owner",
        f'OR({{rag}}={_AMBER},{{rag}}={_RED}),{{action_owner}}=""',
        "Amber or red: say who owns the action",
    ),
    ("no_by_when", f'OR({{rag}}={_AMBER},{{rag}}={_RED}),{{action_date}}=""', "Amber or red: say by when"),
)


def _to_do() -> str:
    blank = 'AND({actual}="",{status}="")'
    formula = f'IF({blank},"{NOTHING_NEEDED}","{COMPLETE}")'
    for _, condition, words in reversed(TO_DO_STEPS):
        formula = f'IF(AND({condition}),"{words}",{formula})'
    return "=" + formula


TO_DO = _to_do()


def to_do_words(step: str) -> str:
    """The words that "What to do" shows for a step of domain.live.to_do."""
    return {"complete": COMPLETE, "nothing": NOTHING_NEEDED}.get(step) or next(
        words for name, _, words in TO_DO_STEPS if name == step
    )
