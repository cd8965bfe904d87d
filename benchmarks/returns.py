"""Makes a programme folder with an inbox full of realistic returns: python -m benchmarks.returns FOLDER --themes 70 --quarters 10.

Five returns a quarter are written as partners get them (every sheet, style, list and live formula) and filled; those of the
other themes are copies in which everything that names the theme is changed. Every fifth return has planted faults.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import random
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from laa_xl.declare.load import RawAgreement, RawRow, load_agreement
from laa_xl.domain.agreement import Agreement
from laa_xl.domain.inputs import Inputs
from laa_xl.domain.periods import Period
from laa_xl.domain.register import Issued, Register
from laa_xl.domain.sections import SECTION_CHOICES
from laa_xl.domain.spec import FormSpec
from laa_xl.files.return_writer import return_bytes
from laa_xl.flow.pipeline import new_programme
from laa_xl.flow.programme import Programme, State, typed_tables
from laa_xl.flow.specifying import spec_for
from laa_xl.stages.templating import content

INDICATORS = 40  # rows of figures in each return
MODELS = 5  # themes whose returns are written for themselves; the last one's have faults
FIRST = Period(2006, 1)
SHIPPED = Path(__file__).parents[1] / "workbooks" / "leicester-2008"
_CHUNK = 30_000  # characters of the specification in a hidden cell

_CAUSES = (
    "Recruitment to the outreach team took longer than planned, so fewer visits were made over the summer.",
    "Two partners changed how they record referrals, and a part of the cases came in late.",
    "The contractor stopped work in May, and its successor began only at the end of August.",
)
_ACTIONS = (
    "Four posts are filled from the coming month, and evening sessions make up for the visits that were missed.",
    "A joint record is in use, and the backlog is worked off by the end of the year.",
    "Each school has been offered a named adviser, and the heads meet in the first week of term.",
)
_POSTS = ("Head of community safety", "Public health manager", "Assistant director, schools")
_STREAMS = ("Safer communities grant", "Neighbourhood fund", "Positive activities", "Local enterprise growth")

Entries = dict[str, dict[str, dict[str, Any]]]


@dataclass(frozen=True)
class Made:
    """A programme folder whose inbox is full. ``now`` is the day after the last return was due."""

    root: Path
    files: tuple[Path, ...]
    now: datetime
    rows: int  # of indicators, in all returns


def theme_code(number: int) -> str:
    """Every theme's code has four characters, so that one stands in another's place."""
    return f"T{number:03d}"


def make(root: Path, themes: int, quarters: int, models: int = MODELS) -> Made:
    """Make the folder; equal arguments give equal bytes. ``models``: how many returns of a quarter are written for themselves."""
    raw = _raw_agreement(themes, quarters, models)
    agreement, errors = load_agreement(raw)
    if agreement is None:
        raise SystemExit("\n".join(str(error) for error in errors[:5]))
    periods = [Period(FIRST.year + number // 4, number % 4 + 1) for number in range(quarters)]
    programme = Programme(root)
    start = datetime.combine(FIRST.start, datetime.min.time())
    new_programme(programme, State(agreement, Inputs(), typed_tables(raw, {}), Register()), start)
    issued: list[Issued] = []
    files: list[Path] = []
    for period in periods:
        written = [
            _Model.written(agreement, number, period, faults=number == models)
            for number in range(1, min(models, themes) + 1)
        ]
        for number in range(1, themes + 1):
            model = written[(number - 1) % models]
            digest, data = model.of(theme_code(number))
            path = programme.folder("inbox") / f"{agreement.settings.code}-{theme_code(number)}-{period}.xlsx"
            path.write_bytes(data)
            files.append(path)
            issued.append(
                Issued(
                    period=str(period),
                    theme=theme_code(number),
                    digest=digest,
                    deadline=model.spec.deadline,
                    at=datetime.combine(period.start, datetime.min.time()),
                )
            )
    with programme.locked("templates", start):
        programme.save_register(Register(issued=tuple(issued)))
    now = datetime.combine(
        periods[-1].deadline(agreement.settings.deadline_days) + timedelta(days=1), datetime.min.time()
    )
    return Made(root, tuple(files), now, INDICATORS * len(files))


@dataclass(frozen=True)
class _Model:
    """One return as it was written, and the specification that it carries."""

    spec: FormSpec
    parts: dict[str, bytes]

    @classmethod
    def written(cls, agreement: Agreement, number: int, period: Period, *, faults: bool) -> _Model:
        spec = spec_for(agreement, theme_code(number), period, {})
        entries = _entries(spec, random.Random(f"{number} {period}"))  # noqa: S311
        if faults:
            _plant(entries, period)
        data = return_bytes(spec, content(spec, entries), datetime.combine(period.end, datetime.min.time()))
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return cls(spec, {name: archive.read(name) for name in archive.namelist()})

    def of(self, theme: str) -> tuple[str, bytes]:
        """The return of another theme: its specification's fingerprint, and the workbook."""
        before, after = self.spec.text(), self.spec.text().replace(self.spec.theme, theme)
        digest = hashlib.sha256(after.encode()).hexdigest()
        changes = [(_part(before, at), _part(after, at)) for at in range(0, len(before), _CHUNK)]
        changes += [(self.spec.digest.encode(), digest.encode()), (self.spec.theme.encode(), theme.encode())]
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, blob in self.parts.items():
                for old, new in changes:
                    blob = blob.replace(old, new)
                archive.writestr(zipfile.ZipInfo(name), blob, zipfile.ZIP_DEFLATED)
        return digest, out.getvalue()


def _part(text: str, at: int) -> bytes:
    return escape(text[at : at + _CHUNK]).encode()


def _raw_agreement(themes: int, quarters: int, models: int) -> RawAgreement:
    """An agreement of so many themes, with real indicators under codes of their own."""
    with (SHIPPED / "agreement" / "indicators.csv").open(encoding="utf-8") as file:
        real = [
            row
            for row in csv.DictReader(file)
            if row["polarity"] and not row["due_quarters" if "due_quarters" in row else "group"]
        ]
    blocks = (
        "Children and Young People",
        "Healthier Communities",
        "Safer Communities",
        "Economic Development",
        "Environment",
    )
    years = range(FIRST.year, FIRST.year + (quarters + 3) // 4)
    settings = {
        "code": "region-2006",
        "title": "Agreements of a region",
        "area": "The region",
        "accountable_body": "The county council",
        "start_year": years.start,
        "end_year": years.stop - 1,
    }
    tables: dict[str, list[dict[str, Any]]] = {
        "blocks": [{"code": f"B{number}", "name": name} for number, name in enumerate(blocks, 1)],
        "themes": [],
        "outcomes": [],
        "indicators": [],
        "targets": [],
        "funding": [],
        "contacts": [],
    }
    for number in range(1, themes + 1):
        code, model = theme_code(number), (number - 1) % models + 1
        chance = random.Random(f"agreement {model}")  # noqa: S311
        tables["themes"].append(
            {"code": code, "name": f"Theme {code}", "block": f"B{model}", "lead_post": f"Lead of {code}"}
        )
        tables["outcomes"].append({"code": f"{code}-O", "theme": code, "title": "People are safe, well and in work"})
        tables["contacts"].append(
            {
                "post": f"Analyst of {code}",
                "theme": code,
                "organisation": "The county council",
                "email": f"{code.lower()}@county.example",
            }
        )
        for line in range(1, INDICATORS + 1):
            like = real[(line * 7 + model) % len(real)]
            own = f"{code}.{line:02d}"
            tables["indicators"].append(
                {
                    "code": own,
                    "outcome": f"{code}-O",
                    "title": like["title"],
                    "unit": like["unit"],
                    "measure": "rate",
                    "decimals": 2,
                    "polarity": "lower" if line % 2 else "higher",
                    "accumulation": "rate",
                }
            )
            target = round(chance.uniform(5, 400), 1)
            tables["targets"] += [{"indicator": own, "year": year, "target": target} for year in years]
        for line, stream in enumerate(_STREAMS, 1):
            for year in years:
                tables["funding"].append(
                    {
                        "code": f"{code}-F{line}-{year}",
                        "theme": code,
                        "stream": stream,
                        "pooling": "pooled",
                        "recipient": "The county council",
                        "year": year,
                        "budget": 100_000 * line,
                    }
                )
    return RawAgreement(
        settings,
        {name: [RawRow(number, row) for number, row in enumerate(rows, 2)] for name, rows in tables.items()},
    )


def _entries(spec: FormSpec, chance: random.Random) -> Entries:
    """What a partner enters: figures near their targets, the reasons of those that are not, and the lines of every sheet."""
    ends = spec.when.end
    entries: Entries = {
        "about": {
            "about": {
                "completed_by": chance.choice(_POSTS),
                "organisation": "The county council",
                "date_completed": ends + timedelta(days=14),
            }
        },
        "indicators": dict(_figures(spec, chance)),
        "narrative": {},
        "risks": {},
        "actions": {},
        "finance": {},
    }
    codes = list(entries["indicators"])
    for line in range(1, 9):
        entries["narrative"][f"N{line}"] = {
            "section": SECTION_CHOICES[0],
            "heading": f"Progress of scheme {line}",
            "text": f"Scheme {line}: {chance.choice(_ACTIONS)} {chance.choice(_CAUSES)}",
        }
    for line in range(1, 6):
        entries["risks"][f"R{line}"] = {
            "risk": f"The grant for scheme {line} ends before the service pays its way.",
            "outcome_kind": "Other key outcome",
            "likelihood": chance.randint(1, 2),
            "impact": chance.randint(1, 4),
            "mitigation": chance.choice(_ACTIONS),
            "owner": chance.choice(_POSTS),
            "review": ends + timedelta(days=120),
        }
        entries["actions"][f"A{line}"] = {
            "indicator": codes[line],
            "action": f"Scheme {line}: {chance.choice(_ACTIONS)}",
            "owner": chance.choice(_POSTS),
            "due": ends + timedelta(days=90 + line),
            "progress": "In progress",
        }
    for line, fund in enumerate(spec.agreement.funding_of(spec.theme, spec.when.year), 1):
        spent = round(100_000 * line * spec.when.quarter / 4 + chance.uniform(-900, 900), 2)
        entries["finance"][fund.code] = {
            "spend": spent,
            "profile": 25_000 * line * spec.when.quarter,
            "outturn": 100_000 * line,
        }
    return entries


def _figures(spec: FormSpec, chance: random.Random) -> Iterator[tuple[str, dict[str, Any]]]:
    for indicator in spec.agreement.indicators:
        target = next(row.target for row in spec.agreement.targets if row.indicator == indicator.code)
        assert target is not None
        better = -1 if indicator.polarity.value.startswith("lower") else 1
        missed = chance.random() < 0.2
        share = 1 + better * (-chance.uniform(0.03, 0.08) if missed else chance.uniform(0.005, 0.05))
        row: dict[str, Any] = {
            "actual": round(target * share, 2),
            "status": "Final",
            "forecast": round(target * share, 1),
        }
        if missed:
            row |= {
                "cause": f"{chance.choice(_CAUSES)} This held back {indicator.code}.",
                "action": chance.choice(_ACTIONS),
                "action_owner": chance.choice(_POSTS),
                "action_date": spec.when.end + timedelta(days=chance.randint(30, 200)),
            }
        yield indicator.code, row


def _plant(entries: Entries, period: Period) -> None:
    """Faults that ask questions; in every fourth quarter also one that must be fixed, so that the return is rejected."""
    codes = list(entries["indicators"])
    for code in codes[3:30:9]:
        figures = entries["indicators"][code]
        figures["actual"] = round(figures["actual"] * 10, 2)  # a slip of the decimal point
    entries["narrative"]["N2"]["text"] = entries["narrative"]["N1"]["text"]
    entries["finance"][next(iter(entries["finance"]))]["outturn"] = 990_000
    for code in codes[5:9]:
        for name in ("cause", "action"):
            if name in entries["indicators"][code]:
                entries["indicators"][code][name] = "n/a"
    if period.quarter == 4:
        entries["indicators"][codes[0]]["actual"] = "approx 120"


def main() -> int:
    """Say what was made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--themes", type=int, default=70)
    parser.add_argument("--quarters", type=int, default=10)
    asked = parser.parse_args()
    began = time.perf_counter()
    made = make(asked.folder, asked.themes, asked.quarters)
    took = time.perf_counter() - began
    size = sum(path.stat().st_size for path in made.files) / len(made.files)
    print(
        f"{len(made.files)} returns, {made.rows:,} rows of indicators, {size / 1000:.0f} kB each, made in {took:.0f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
