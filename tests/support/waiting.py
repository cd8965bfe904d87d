"""Programmes of the shipped agreements, with their demonstration returns waiting in the inbox."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path

from laa_xl.domain.periods import Period
from laa_xl.files.return_writer import return_bytes
from laa_xl.files.store import write_whole
from laa_xl.flow.demonstration import new_from, read_entries
from laa_xl.flow.pipeline import make_templates
from laa_xl.flow.programme import Programme, officers_tables
from laa_xl.flow.receiving import return_name, template_spec
from laa_xl.flow.shipped import demonstration_folder
from laa_xl.stages.templating import content


def waiting(name: str, root: Path) -> Programme:
    """A programme whose templates went out and whose returns came back, none of them taken in."""
    folder = next(path for path in sorted(demonstration_folder(name).iterdir()) if path.is_dir())
    programme, _ = new_from(root, name, at(folder.name), officers_tables(folder))
    send_back(programme, Period.parse(folder.name))
    return programme


def send_back(programme: Programme, period: Period, *, of: str = "") -> list[Path]:
    """Templates of a quarter, filled with the demonstration's entries and the day they were due, put into the inbox."""
    state = programme.load()
    name = state.agreement.settings.code
    folder = next(path for path in sorted(demonstration_folder(name).iterdir()) if path.is_dir())
    themes = [theme.code for theme in state.agreement.themes if of in ("", theme.code)]
    make_templates(programme, period, themes, at(str(period)))
    files = []
    for theme in themes:
        spec = template_spec(state, theme, period, {})
        path = programme.folder("inbox") / return_name(name, theme, period)
        entries = read_entries(folder, theme)
        for about in entries["about"].values():
            about["date_completed"] = spec.deadline
        write_whole(path, return_bytes(spec, content(spec, entries), datetime.combine(period.end, time())))
        files.append(path)
    return files


def at(period: str) -> datetime:
    """A moment after a quarter has ended: when its templates are sent and its returns come back."""
    return datetime.combine(Period.parse(period).end, time(12))
