"""The worksheet functions, declared once: xlwings, the VBA module's help, docs/functions.md and the tests follow."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

CATEGORY = "LAA"  # in Excel's Insert Function


class Kind(StrEnum):
    """How a cell is understood as an argument; the words are what docs/functions.md says of it."""

    FIGURE = "number"
    TARGET = "number or range"
    POLARITY = "higher, lower or range"
    TOLERANCE = "10, 10% or 5 points"
    PERCENT = "percentage"
    MODE = "outlook or current"
    JUDGEMENT = "better, within or worse"
    STATUS = "data status"
    YES_NO = "yes or no"
    ACCUMULATION = "accumulation"
    QUARTER = "1 to 4"
    DECIMALS = "0 to 6"
    TEXT = "text"
    ENTRY = "anything"
    SHARES = "four numbers"  # these four are taken as a whole range, not cell by cell
    RATINGS = "range of ratings"
    FLAGS = "range of yes or no"
    GROUPS = "range of text"

    @property
    def whole(self) -> bool:
        """Whether the argument is one range, rather than a cell of each answer."""
        return self in (Kind.SHARES, Kind.RATINGS, Kind.FLAGS, Kind.GROUPS)


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument; ``help`` is what Excel shows beside it (255 characters at most) and says the default."""

    name: str
    kind: Kind
    help: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """One worksheet function. ``summary`` is Excel's description (255 characters at most).

    ``example`` is a formula and what it gives. ``vba``: also there without Python.
    """

    name: str
    summary: str
    arguments: tuple[Argument, ...]
    example: tuple[str, str]
    vba: bool = True

    @property
    def signature(self) -> str:
        """As Excel writes it: ``LAA_PROFILE(year_end_target, quarter, [shares])``."""
        written = (f"[{argument.name}]" if argument.optional else argument.name for argument in self.arguments)
        return f"{self.name}({', '.join(written)})"


def _optional(name: str, kind: Kind, help_: str) -> Argument:
    return Argument(name, kind, help_, optional=True)


_ACTUAL = Argument("actual", Kind.FIGURE, "The figure.")
_TARGET = Argument(
    "target",
    Kind.TARGET,
    'What it is set against, at the same time. For a range "10 to 20", "at least 10" or "at most 20".',
)
_POLARITY = Argument(
    "polarity",
    Kind.POLARITY,
    'Which way is good: "higher", "lower" or "range". Blank: nobody has said, so it is not rated.',
)
_YEAR_END = _optional("year_end_target", Kind.TARGET, "What the forecast is set against, written as the target is.")
_TOLERANCE = _optional(
    "tolerance",
    Kind.TOLERANCE,
    'How far from target still counts as within, the edge included: 10 or "10%" of the target, or "5 points". '
    "Left out: 10%.",
)
_BETTER = _optional(
    "better_tolerance", Kind.TOLERANCE, "The tolerance on the better side, where it is another. Left out: the same."
)
_JUDGEMENT = _optional(
    "judgement",
    Kind.JUDGEMENT,
    'The year end in a word: "better", "within" or "worse". It counts where no forecast figure can be used.',
)
_RATED = (
    _ACTUAL,
    _TARGET,
    _POLARITY,
    _optional("forecast", Kind.FIGURE, "The figure expected at the year end."),
    _YEAR_END,
    _TOLERANCE,
    _optional(
        "mode",
        Kind.MODE,
        '"outlook": performance and forecast decide; "current": the figure against its target decides. Left out: outlook.',
    ),
    _JUDGEMENT,
    _optional(
        "status",
        Kind.STATUS,
        'The data status, such as "Final" or "Not due this period". Left out: the figure is rated as it stands.',
    ),
    _optional("placeholder", Kind.YES_NO, "Yes while baseline or target is not agreed: always Grey. Left out: no."),
    _BETTER,
)

FUNCTIONS: tuple[Function, ...] = (
    Function(
        "LAA_VARIANCE",
        "How far a figure is from its target, in its own unit. Positive is always favourable. For a range: 0 inside, else "
        "minus the distance to the nearer edge.",
        (_ACTUAL, _TARGET, _POLARITY),
        ('=LAA_VARIANCE(10.8,8.4,"lower")', "-2.4"),
    ),
    Function(
        "LAA_VARIANCE_PCT",
        "The variance as a share of the target: -0.1 is 10% worse. Format the cell as a percentage. Blank where the target is 0.",
        (_ACTUAL, _TARGET, _POLARITY),
        ('=LAA_VARIANCE_PCT(72,80,"higher")', "-0.1"),
    ),
    Function(
        "LAA_SYMBOL",
        "The performance symbol: better than target by more than the tolerance, within it, or worse by more.",
        (_ACTUAL, _TARGET, _POLARITY, _TOLERANCE, _BETTER),
        ('=LAA_SYMBOL(11043,10326,"higher","5%")', "★ better"),
    ),
    Function(
        "LAA_RAG",
        "Red, Amber, Green, or Grey where there is nothing to rate.",
        _RATED,
        ('=LAA_RAG(13,11.9,"lower",12.5,9.8)', "Red"),
    ),
    Function(
        "LAA_FORECAST",
        "The forecast symbol: the year-end forecast against the year-end target, or the judgement where no figure can be used.",
        (
            Argument("forecast", Kind.FIGURE, "The figure expected at the year end."),
            Argument("year_end_target", Kind.TARGET, "What it is set against, written as the target is."),
            _POLARITY,
            _JUDGEMENT,
            _TOLERANCE,
            _BETTER,
        ),
        ('=LAA_FORECAST(800,1450,"higher")', "▲ worse"),
    ),
    Function(
        "LAA_DIRECTION",
        "Direction of travel against an earlier figure that may be compared: improved, steady, worsened or no comparison.",
        (
            _ACTUAL,
            Argument("earlier", Kind.FIGURE, "The earlier figure that may be compared."),
            _POLARITY,
            _optional(
                "dead_band",
                Kind.PERCENT,
                'A change of up to so many % of the earlier figure is steady: 2 or "2%". Left out: 2%.',
            ),
            _optional(
                "target",
                Kind.TARGET,
                'Where a range is best: the range, such as "10 to 20". The change in distance from it counts.',
            ),
            _optional(
                "survey",
                Kind.YES_NO,
                "Yes for a survey: only a change beyond its confidence interval counts. Left out: no.",
            ),
            _optional(
                "confidence", Kind.FIGURE, "For a survey: the confidence interval, plus or minus so many points."
            ),
        ),
        ('=LAA_DIRECTION(66,63,"higher")', "improved"),
    ),
    Function(
        "LAA_PROFILE",
        "The target of a quarter, from the target of the year: what should have been reached by its end.",
        (
            Argument("year_end_target", Kind.FIGURE, "The target of the year."),
            Argument("quarter", Kind.QUARTER, "1 for April to June, to 4 for January to March."),
            Argument(
                "accumulation",
                Kind.ACCUMULATION,
                '"cumulative" builds up over the year; "point in time", "rate", "rolling year" and "annual survey" stay level.',
            ),
            _optional(
                "shares",
                Kind.SHARES,
                "Four cells with the share of each quarter, which add up to 100%. Left out: a straight line.",
            ),
            _optional(
                "decimals", Kind.DECIMALS, "Round to so many decimals, 0 to 6. Left out: 6, so that nothing is lost."
            ),
            _optional("agreed", Kind.FIGURE, "A target agreed for this very quarter: it wins, as it stands."),
        ),
        ('=LAA_PROFILE(1450,1,"cumulative",,0)', "363"),
    ),
    Function(
        "LAA_ROLLUP",
        "The suggested rating of a theme or block from the ratings of its indicators.",
        (
            Argument(
                "ratings",
                Kind.RATINGS,
                "The range of Red, Amber, Green and Grey. Rows that are blank all along are left out.",
            ),
            _optional(
                "due", Kind.FLAGS, "A range of the same size: no where nothing was due. Left out: everything was due."
            ),
            _optional(
                "placeholder", Kind.FLAGS, "A range of the same size: yes where baseline or target is not agreed."
            ),
            _optional(
                "group", Kind.GROUPS, "A range of the same size: rows with the same word count once, at the worst."
            ),
            _optional("red_share", Kind.PERCENT, "Red from this share red. Left out: 25%."),
            _optional(
                "green_share", Kind.PERCENT, "Green from this share green, none red, none missing. Left out: 75%."
            ),
            _optional("min_rated", Kind.PERCENT, "Grey if a smaller share of those due is rated. Left out: 50%."),
        ),
        ("=LAA_ROLLUP(F2:F9)", "Amber"),
    ),
    Function(
        "LAA_REWARD",
        "What a stretch target earns, in pounds: nothing below 60% of the stretch, else that part of the share, at most all of it.",
        (
            _ACTUAL,
            Argument("without_stretch", Kind.FIGURE, "The target without stretch."),
            Argument("with_stretch", Kind.FIGURE, "The target with stretch."),
            Argument("share", Kind.FIGURE, "What the whole stretch is worth, in pounds."),
            Argument("status", Kind.STATUS, 'The data status: only a "Final" figure earns.'),
        ),
        ('=LAA_REWARD(58,50,60,312500,"Final")', "250000"),
    ),
    Function(
        "LAA_EXPLAIN",
        "Why LAA_RAG gives its colour, in a sentence: the figures, the target, the rule and its version.",
        (*_RATED, _optional("unit", Kind.TEXT, "The unit of the figure, such as % or homes.")),
        (
            '=LAA_EXPLAIN(72,80,"higher")',
            'Green: 72 against 80 is 10% worse than target (tolerance 10%), no forecast; "outlook" rule, version 1.',
        ),
        vba=False,
    ),
    Function(
        "LAA_CHECK",
        "What is wrong with an entry for a column of the return, in the words of the checks; blank where nothing is.",
        (
            Argument("entry", Kind.ENTRY, "The cell with the entry, or a range of them."),
            Argument("column", Kind.TEXT, 'The heading of its column in the return, such as "Actual".'),
            _optional("sheet", Kind.TEXT, "The sheet of the return that has the column. Left out: Indicators."),
            _optional(
                "unit",
                Kind.TEXT,
                "The unit of the figure: with % the text 12% is read as 12. A cell that shows 12% in a percentage format holds 0.12.",
            ),
        ),
        (
            '=LAA_CHECK(2.5,"Impact 1-5","Risks")',
            "Must fix · N08 · You entered 2.5 for Impact 1-5. Enter a whole number from 1 to 5.",
        ),
        vba=False,
    ),
)
