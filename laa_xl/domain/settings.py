"""The agreement's own choices, and how a field is a column at the same time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from laa_xl.domain.words import Publish, RatingMode

if TYPE_CHECKING:
    from laa_xl.domain.rollup import RollupSettings


def column(
    title: str,
    width: float = 12,
    *,
    default: Any = ...,
    kind: str = "",
    means: str = "",
    prompt: str = "",
    choices: tuple[str, ...] = (),
    minimum: float | None = None,
    maximum: float | None = None,
    key: bool = False,
    personal: bool = False,
) -> Any:
    """A field that is a column (or a setting) at the same time.

    Its heading, width in characters, what to enter, its list and limits. ``kind`` where the field's type does not
    say it (a declare.model.Kind); ``means`` where a number is a figure, a share, a year or the like (a
    declare.model.Means); ``key`` identifies a row; ``personal`` never leaves the county.
    """
    more: dict[str, Any] = {
        "width": width,
        "kind": kind,
        "means": means,
        "choices": choices,
        "minimum": minimum,
        "maximum": maximum,
        "key": key,
        "personal": personal,
    }
    return Field(default, title=title, description=prompt, json_schema_extra=more)


class Frozen(BaseModel):
    """A record that never changes once read; unknown fields are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


# The settings that decide what the public page tells. They never travel in a template.
PUBLIC_PAGE = ("public_forecast", "public_narrative", "public_reward", "public_contact")


class Settings(Frozen):
    """The agreement's own choices; each is declared here, with its title, default and meaning."""

    code: str = column("Agreement code", prompt="A short name without spaces, such as leicester-2008")
    title: str = column("Title", prompt="As printed on every workbook and report")
    area: str = column("Area", prompt="The place the agreement is about")
    accountable_body: str = column("Accountable body", prompt="The council that answers for the agreement")
    government_office: str = column(
        "Government Office", default="Government Office", prompt="Who the highlight report goes to"
    )
    government_office_short: str = column(
        "Government Office, short",
        default="GO",
        prompt="Its initials, such as GOEM, as partners write them: for your own records, nothing depends on it",
    )
    start_year: int = column("First financial year", means="year", prompt="2008 means April 2008 to March 2009")
    end_year: int = column(
        "Last financial year", means="year", prompt="2010 means that the agreement ends in March 2011"
    )
    rating_mode: RatingMode = column(
        "Rating mode",
        default=RatingMode.OUTLOOK,
        prompt="outlook: performance and year-end forecast decide; current: the figure against its target decides",
    )
    rating_version: str = column("Rating rule version", default="1", prompt="Printed on every report beside the mode")
    tolerance_upper: float = column(
        "Tolerance above target, %",
        default=10,
        prompt="Better than the target by more than this is a star; an edge counts as within",
    )
    tolerance_lower: float = column(
        "Tolerance below target, %",
        default=10,
        prompt="Worse than the target by more than this is a triangle; an edge counts as within",
    )
    dead_band: float = column(
        "Direction of travel, dead band, %",
        default=2,
        prompt="A change of no more than this share of the comparator is steady",
    )
    finance_band_amber: float = column("Finance, amber beyond, %", default=2, prompt="Over- and underspend alike")
    finance_band_red: float = column("Finance, red beyond, %", default=5, prompt="Over- and underspend alike")
    rollup_red_share: float = column(
        "Roll-up, red from, %", default=25, prompt="Share of the rated indicators that are red"
    )
    rollup_green_share: float = column(
        "Roll-up, green from, %",
        default=75,
        prompt="Share of the rated indicators that are green, none red and no due figure missing",
    )
    rollup_min_rated: float = column(
        "Roll-up, rated at least, %",
        default=50,
        prompt="With fewer than this share of the due indicators rated, the roll-up is grey",
    )
    risk_high: int = column("High risk from score", default=15, prompt="Such risks reach the highlight report")
    risk_medium: int = column("Medium risk from score", default=8, prompt="Likelihood 1-5 times impact 1-5")
    far_from_last: float = column(
        "Ask when a figure changed by more than, %", default=50, prompt="Against the last comparable period"
    )
    designated_limit: int = column(
        "Designated indicators at most",
        default=35,
        prompt="The 2008 agreements may designate 35; rows of one group count as one",
    )
    deadline_days: int = column("Return due, days after the quarter", default=24, prompt="Printed on each template")
    suppression_threshold: int = column(
        "Suppress counts below", default=5, prompt="Where the indicator says so, outside the county"
    )
    bullet_words: int = column(
        "Report: most words a bullet",
        default=150,
        prompt="A longer draft is shortened by whole sentences, and says so; your own words never are",
    )
    block_bullets: int = column(
        "Report: most bullets a block",
        default=12,
        prompt="Of each section; the lightest are left out, which is said, and are listed below the report in the master",
    )
    approval_steps: str = column(
        "Report: approval steps",
        default="Block lead; Senior Officers Group; Board",
        prompt="Who agrees to a report before it goes, in this order, with a semicolon between",
    )
    pack_pdf: Publish = column(
        "Pack: the report as PDF too",
        default=Publish.NO,
        prompt="By LibreOffice, where that is installed on the machine that makes the pack; the .docx is in it in any case",
    )
    net_budget_requirement: float | None = column(
        "Net budget requirement, £",
        default=None,
        kind="money",
        prompt="The reward pot is a share of it; blank: not known, so no grant is worked out",
    )
    reward_pot_percent: float = column("Reward pot, % of net budget", default=2.5, prompt="Split equally over targets")
    public_forecast: Publish = column(
        "Public page, year-end forecasts",
        default=Publish.NO,
        prompt="yes: the public page shows them; see laa-xl publish",
    )
    public_narrative: Publish = column(
        "Public page, partners' words",
        default=Publish.NO,
        prompt="yes: narrative, causes, actions and reasons, as partners wrote them and officers edited them",
    )
    public_reward: Publish = column(
        "Public page, reward grant", default=Publish.NO, prompt="yes: the grant at stake for each reward target"
    )
    public_contact: str | None = column(
        "Public page, contact",
        default=None,
        prompt="A post with its postal address, never a person; blank: the accountable body",
    )
    illustrative_note: str | None = column(
        "What is illustrative",
        default=None,
        kind="long text",
        prompt="Printed on every sheet and report while it stands; blank when every figure is real",
    )
    sources: str | None = column(
        "Sources", default=None, kind="long text", prompt="Where the agreement's figures come from"
    )

    @property
    def rollup(self) -> RollupSettings:
        """The roll-up rule's settings."""
        from laa_xl.domain.rollup import RollupSettings

        return RollupSettings(self.rollup_red_share, self.rollup_green_share, self.rollup_min_rated)

    @property
    def without_public(self) -> Settings:
        """The same without what is decided about the public page: no concern of a return."""
        fields = type(self).model_fields
        return self.model_copy(update={name: fields[name].default for name in PUBLIC_PAGE})

    @property
    def years(self) -> range:
        """The financial years of the term."""
        return range(self.start_year, self.end_year + 1)
