"""The master's first page, put together from assessments and register; and what somebody should look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType

from laa_xl.domain.agreement import Agreement
from laa_xl.domain.amber_words import AMBER_WORDS
from laa_xl.domain.assessment import Assessment, Rolled
from laa_xl.domain.dashboard import Dashboard, MatrixRow, PeriodLine, Tile
from laa_xl.domain.earlier import EarlierFigures
from laa_xl.domain.periods import Period
from laa_xl.domain.register import Register
from laa_xl.domain.register import State as Standing
from laa_xl.domain.register_lines import RegisterLine, register_lines
from laa_xl.domain.report import HighlightReport
from laa_xl.domain.settling import conflicts
from laa_xl.domain.waivers_told import told
from laa_xl.files.store import readable_sha256
from laa_xl.files.systems_own import is_systems_own
from laa_xl.flow.programme import State
from laa_xl.flow.receiving import Validated
from laa_xl.flow.rolling import nowhere, of_next_year
from laa_xl.flow.taking_in import asked_reasons, edit_looks

_NAMED = 3  # files of a folder that are named


def dashboard_of(
    agreement: Agreement,
    assessments: Sequence[Assessment],
    register: Register,
    today: date,
    looks: tuple[str, ...] = (),
    extended: Mapping[tuple[str, Period], date] = MappingProxyType({}),
) -> Dashboard:
    """Ratings of every theme, block and the agreement, period by period."""
    settings = agreement.settings
    lines = register_lines(register, [theme.code for theme in agreement.themes], today, extended)
    rule = (
        f'Rating rule: "{settings.rating_mode.value}", version {settings.rating_version}. A theme, block or agreement is a suggestion '
        f"from its indicators: red from {settings.rollup_red_share:g} % red, green from {settings.rollup_green_share:g} % green with "
        f"none red and no due figure missing, grey with fewer than {settings.rollup_min_rated:g} % of those due rated."
    )
    return Dashboard(
        settings.title,
        tuple(str(assessment.period) for assessment in assessments),
        tuple(_matrix(assessments)),
        tuple(_line(assessment, lines) for assessment in assessments),
        rule,
        4 * len(settings.years),
        AMBER_WORDS[settings.rating_mode].short,
        looks,
    )


def to_look_at(
    state: State, accepted: Mapping[tuple[str, Period], Validated], report: HighlightReport | None, today: date
) -> tuple[str, ...]:
    """What officers entered that could not be used, or that somebody should look at; nothing is ignored silently."""
    said = [warning.told(in_master=True) for warning in state.warnings]
    findings = {key: item.findings for key, item in accepted.items()}
    said += told(state.inputs.waivers, findings, state.agreement, state.register, today)
    periods: list[Period] = []
    for item in accepted.values():
        if item.returned is None:
            said.append(f"The accepted return {item.file} stands nowhere in the master. {item.findings[0].message}")
            continue
        periods.append(item.returned.period)
        said += nowhere(state.agreement, item.returned)
    returns = {
        (item.returned.theme, item.returned.period): item.returned for item in accepted.values() if item.returned
    }
    said += conflicts(EarlierFigures(state.agreement, returns, state.imported))
    if ahead := of_next_year(state.agreement, periods):
        said.append(ahead)
    said += [*state.said, *asked_reasons(state.tables.get("overrides", ())), *edit_looks(report)]
    for bullet in report.unplaced if report else ():
        said.append(f"{bullet.origin}: this has no section of the report, so it stands nowhere in it.")
    return tuple(said)


def parts_among(checked: Iterable[Validated]) -> list[str]:
    """Where parts came in instead of a return: which are there, which are not, and how to join them."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    every: dict[tuple[str, str], dict[str, None]] = {}
    for item in checked:
        if item.form is not None and item.form.part:
            key = (item.form.theme, item.form.period)
            found.setdefault(key, {})[item.form.part] = item.file
            every.setdefault(key, {}).update(dict.fromkeys(item.form.parts))
    said = []
    for (theme, period), here in found.items():
        gone = ", ".join(name for name in every[theme, period] if name not in here)
        files = " ".join(f'"{file}"' if " " in file else file for file in here.values())
        said.append(
            f"Of the return of {theme} for {period} these parts are here: {', '.join(here)}. "
            + (f"Not here: {gone}. " if gone else "All are here. ")
            + f"Join them: laa-xl join {files} --out {theme}-{period}.xlsx"
        )
    return said


def left_in_folders(inbox: Path, register: Register) -> list[str]:
    """Files in folders of the inbox that never came in: nobody looks into those, so a partner would be said to owe what was sent."""
    if not inbox.is_dir():
        return [
            f"There is no folder {inbox}. Give it its name back, or make it again: returns are taken in from there."
        ]
    said = []
    for folder in sorted(path for path in inbox.glob("[!.]*") if path.is_dir()):
        files = sorted(path for path in folder.rglob("[!.]*") if path.is_file() and not is_systems_own(path))
        names = [path.name for path in files if register.knows(readable_sha256(path)) is None]
        if names:
            more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
            said.append(
                f"{inbox.name}/{folder.name} was not looked into: {', '.join(names[:_NAMED])}{more}. Only what lies in the inbox itself "
                "is taken in: move the returns there, and run again."
            )
    return said


def _matrix(assessments: Sequence[Assessment]) -> list[MatrixRow]:
    if not assessments:
        return []
    rows = []
    for level, pick in (
        ("Themes", lambda a: a.themes),
        ("Government blocks", lambda a: a.blocks),
        ("Agreement", lambda a: (a.agreement,)),
    ):
        for index, first in enumerate(pick(assessments[-1])):
            tiles = tuple(_tile(pick(assessment)[index]) for assessment in assessments)
            rows.append(MatrixRow(level, first.code, first.name, tiles))
    return rows


def _tile(rolled: Rolled) -> Tile:
    return Tile(rolled.effective, rolled.suggested.rag, rolled.suggested)


def _line(assessment: Assessment, lines: Sequence[RegisterLine]) -> PeriodLine:
    mine = [line for line in lines if line.period == assessment.period]
    themes = {line.theme for line in mine}
    accepted = {line.theme for line in mine if line.state is Standing.ACCEPTED}
    counts = assessment.counts
    return PeriodLine(
        str(assessment.period),
        assessment.period.spelled,
        counts.on_track,
        counts.off_trajectory,
        counts.at_risk,
        counts.placeholder,
        counts.not_rated,
        counts.total,
        assessment.direction.rating.value if assessment.direction else "to be decided",
        len(themes),
        len(accepted),
        ", ".join(sorted(themes - accepted)) or "nobody",
    )
