"""The tables of an agreement, declared once: read from CSV/TOML text and from a master, written to a master."""

from __future__ import annotations

from dataclasses import dataclass

from laa_xl.declare.model import Column, Kind, Role, Table
from laa_xl.domain.words import Accumulation, Measure, Polarity, RatingMode, ToleranceKind


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of an agreement: a line of ``agreement.toml`` and a row of the master's Settings table."""

    name: str
    title: str
    kind: Kind
    default: str | float | None
    meaning: str
    choices: tuple[str, ...] = ()
    required: bool = False


def _setting(
    name: str, title: str, kind: Kind, default: str | float | None, meaning: str, *choices: str
) -> Setting:
    return Setting(name, title, kind, default, meaning, tuple(choices))


def _needed(name: str, title: str, kind: Kind, meaning: str) -> Setting:
    return Setting(name, title, kind, None, meaning, (), required=True)


SETTINGS: tuple[Setting, ...] = (
    _needed("code", "Agreement code", Kind.TEXT, "A short name without spaces, such as leicester-2008"),
    _needed("title", "Title", Kind.TEXT, "As printed on every workbook and report"),
    _needed("area", "Area", Kind.TEXT, "The place the agreement is about"),
    _needed("accountable_body", "Accountable body", Kind.TEXT, "The council that answers for the agreement"),
    _setting(
        "government_office", "Government Office", Kind.TEXT, "Government Office", "Who the highlight report goes to"
    ),
    _setting("government_office_short", "Government Office, short", Kind.TEXT, "GO", "Its initials, such as GOEM"),
    _needed("start_year", "First financial year", Kind.INTEGER, "2008 means April 2008 to March 2009"),
    _needed("end_year", "Last financial year", Kind.INTEGER, "2010 means that the agreement ends in March 2011"),
    _setting(
        "rating_mode",
        "Rating mode",
        Kind.CHOICE,
        "outlook",
        "outlook: performance and year-end forecast decide; current: the figure against its target decides",
        *(mode.value for mode in RatingMode),
    ),
    _setting("rating_version", "Rating rule version", Kind.TEXT, "1", "Printed on every report beside the mode"),
    _setting(
        "tolerance_upper",
        "Tolerance above target, %",
        Kind.NUMBER,
        10,
        "Better than the target by more than this is a star; an edge counts as within",
    ),
    _setting(
        "tolerance_lower",
        "Tolerance below target, %",
        Kind.NUMBER,
        10,
        "Worse than the target by more than this is a triangle; an edge counts as within",
    ),
    _setting(
        "dead_band",
        "Direction of travel, dead band, %",
        Kind.NUMBER,
        2,
        "A change of no more than this share of the comparator is steady",
    ),
    _setting("finance_band_amber", "Finance, amber beyond, %", Kind.NUMBER, 2, "Over- and underspend alike"),
    _setting("finance_band_red", "Finance, red beyond, %", Kind.NUMBER, 5, "Over- and underspend alike"),
    _setting(
        "rollup_red_share", "Roll-up, red from, %", Kind.NUMBER, 25, "Share of the rated indicators that are red"
    ),
    _setting(
        "rollup_green_share",
        "Roll-up, green from, %",
        Kind.NUMBER,
        75,
        "Share of the rated indicators that are green, none red and no due figure missing",
    ),
    _setting(
        "rollup_min_rated",
        "Roll-up, rated at least, %",
        Kind.NUMBER,
        50,
        "With fewer than this share of the due indicators rated, the roll-up is grey",
    ),
    _setting("risk_high", "High risk from score", Kind.INTEGER, 15, "Such risks reach the highlight report"),
    _setting("risk_medium", "Medium risk from score", Kind.INTEGER, 8, "Likelihood 1-5 times impact 1-5"),
    _setting(
        "far_from_last",
        "Ask when a figure changed by more than, %",
        Kind.NUMBER,
        50,
        "Against the last comparable period",
    ),
    _setting(
        "designated_limit",
        "Designated indicators at most",
        Kind.INTEGER,
        35,
        "The 2008 agreements may designate 35; rows of one group count as one",
    ),
    _setting("deadline_days", "Return due, days after the quarter", Kind.INTEGER, 24, "Printed on each template"),
    _setting(
        "suppression_threshold", "Suppress counts below", Kind.INTEGER, 5, "Where the indicator says so, outside the county"
    ),
    _setting(
        "net_budget_requirement",
        "Net budget requirement, £",
        Kind.MONEY,
        None,
        "The reward pot is a share of it; blank: not known, so no grant is worked out",
    ),
    _setting("reward_pot_percent", "Reward pot, % of net budget", Kind.NUMBER, 2.5, "Split equally over targets"),
    _setting(
        "illustrative_note",
        "What is illustrative",
        Kind.LONG_TEXT,
        None,
        "Printed on every sheet and report while it stands; blank when every figure is real",
    ),
    _setting("sources", "Sources", Kind.LONG_TEXT, None, "Where the agreement's figures come from"),
)


def _text(name: str, title: str, width: float = 24, **more: object) -> Column:
    return Column(name, title, Kind.TEXT, width=width, **more)  # type: ignore[arg-type]


def _number(name: str, title: str, width: float = 11, **more: object) -> Column:
    return Column(name, title, Kind.NUMBER, width=width, **more)  # type: ignore[arg-type]


def _yes(name: str, title: str, prompt: str = "") -> Column:
    return Column(name, title, Kind.YES, width=11, choices=("Y",), prompt=prompt)


def _choice(name: str, title: str, choices: tuple[str, ...], width: float = 14, prompt: str = "") -> Column:
    return Column(name, title, Kind.CHOICE, width=width, choices=choices, prompt=prompt)


def _key(name: str, title: str, width: float = 14) -> Column:
    return Column(name, title, Kind.TEXT, Role.KEY, width=width)


_NOTE = Column("note", "Note", Kind.LONG_TEXT, width=50)
_ILLUSTRATIVE = _yes("illustrative", "Illustrative", "Y where the row is made up for a demonstration")

BLOCKS = Table(
    "blocks",
    "Government blocks",
    (_key("code", "Block"), _text("name", "Name", 40)),
    guidance="The national blocks that the highlight report speaks in.",
)

PARTNERS = Table(
    "partners",
    "Partners",
    (_key("code", "Partner"), _text("name", "Name", 40), _text("sector", "Sector", 20)),
)

THEMES = Table(
    "themes",
    "Themes",
    (
        _key("code", "Theme"),
        _text("name", "Name", 36),
        _text("block", "Government block", 18),
        _text("lead_partner", "Lead partner", 20),
        _text("lead_post", "Theme lead (post)", 36),
    ),
    guidance="One return is expected from each theme in each quarter.",
)

OUTCOMES = Table(
    "outcomes",
    "Outcomes",
    (
        _key("code", "Outcome"),
        _text("theme", "Theme", 14),
        _text("title", "Title", 60),
        _yes("mandatory", "Mandatory", "Y where Government set the outcome"),
    ),
)

INDICATORS = Table(
    "indicators",
    "Indicators",
    (
        _key("code", "Indicator"),
        _text("outcome", "Outcome", 14),
        _text("title", "Title", 60),
        Column("definition", "Definition", Kind.LONG_TEXT, width=50),
        _text("unit", "Unit", 26),
        _choice("measure", "Measure", tuple(m.value for m in Measure)),
        Column("decimals", "Decimals", Kind.INTEGER, width=9, minimum=0, maximum=6),
        _choice("polarity", "Polarity", tuple(p.value for p in Polarity if p)),
        _text("frequency", "Frequency", 18),
        _text("due_quarters", "Due in", 12, prompt="Such as Q2 Q4; blank: every quarter"),
        _choice("accumulation", "Accumulation", tuple(a.value for a in Accumulation)),
        Column("lag_months", "Lag, months", Kind.INTEGER, width=9, minimum=0),
        _number("baseline", "Baseline"),
        _text("baseline_period", "Baseline period", 16),
        _number("tolerance_upper", "Tolerance above"),
        _number("tolerance_lower", "Tolerance below"),
        _choice("tolerance_kind", "Tolerance in", tuple(t.value for t in ToleranceKind), 10),
        _number("minimum", "Lowest possible"),
        _number("maximum", "Highest possible"),
        _number("confidence", "Confidence interval, ±"),
        _text("group", "Group", 12, prompt="Rows with the same group count as one indicator"),
        _number("share_q1", "Share Q1"),
        _number("share_q2", "Share Q2"),
        _number("share_q3", "Share Q3"),
        _number("share_q4", "Share Q4"),
        _text("lead_partner", "Lead partner", 20),
        _text("responsible_post", "Responsible officer (post)", 30),
        _text("source", "Source of data", 30),
        _yes("placeholder", "Placeholder", "Y while its baseline or target is not agreed"),
        _yes("mandatory", "Mandatory"),
        _yes("reward", "Reward"),
        _yes("designated", "Designated"),
        _yes("statutory", "Statutory"),
        _yes("local_only", "Local only", "Y: never reported to Government"),
        _yes("multi_area", "Multi-area"),
        _yes("suppress_small", "Suppress small counts"),
        _ILLUSTRATIVE,
        _NOTE,
    ),
)

TARGETS = Table(
    "targets",
    "Targets",
    (
        _key("indicator", "Indicator"),
        Column("year", "Financial year", Kind.INTEGER, width=10),
        Column("quarter", "Quarter", Kind.INTEGER, width=9, minimum=1, maximum=4, prompt="Blank: the year end"),
        _number("target", "Target"),
        _number("low", "Range from"),
        _number("high", "Range to"),
        Column("effective_from", "Effective from", Kind.DATE, width=13),
        _ILLUSTRATIVE,
        _NOTE,
    ),
    guidance="A period target and a year-end target are two numbers: leave the quarter blank for the year end.",
)

REWARDS = Table(
    "rewards",
    "Reward targets",
    (
        _key("indicator", "Indicator"),
        Column("target_no", "Reward target", Kind.INTEGER, width=9),
        _text("target_title", "Title of the target", 44),
        _number("without_stretch", "Target without stretch"),
        _number("with_stretch", "Target with stretch"),
        _number("weight", "Weight"),
        _ILLUSTRATIVE,
        _NOTE,
    ),
)

FUNDING = Table(
    "funding",
    "Funding streams",
    (
        _key("code", "Line"),
        _text("theme", "Theme", 14),
        _text("stream", "Funding stream", 40),
        _choice("pooling", "Pooled or aligned", ("Pooled", "Aligned")),
        _text("recipient", "First level recipient", 30),
        Column("year", "Financial year", Kind.INTEGER, width=10),
        Column("budget", "Budget, £", Kind.MONEY, width=14),
        _ILLUSTRATIVE,
        _NOTE,
    ),
)

CONTACTS = Table(
    "contacts",
    "Contacts",
    (
        _key("post", "Post", 34),
        _text("theme", "Theme", 14),
        _text("organisation", "Organisation", 30),
        Column("email", "E-mail", Kind.TEXT, width=34, personal=True),
        _choice("role", "Role", ("Lead", "Contributor", "County team", "Government Office")),
    ),
    guidance="Posts, not persons. Never sent with a pack.",
)

AGREEMENT_TABLES: tuple[Table, ...] = (
    BLOCKS,
    PARTNERS,
    THEMES,
    OUTCOMES,
    INDICATORS,
    TARGETS,
    REWARDS,
    FUNDING,
    CONTACTS,
)

SETTINGS_TABLE = Table(
    "settings",
    "Settings",
    (
        Column("setting", "Setting", Kind.TEXT, Role.KEY, width=36),
        Column("value", "Value", Kind.LONG_TEXT, width=48),
        Column("meaning", "What it means", Kind.LONG_TEXT, Role.LOCKED, width=70),
    ),
)
