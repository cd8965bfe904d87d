"""What happens behind each button: a first version, with the actions that write the master."""

from __future__ import annotations

from laa_xl.files.store import write_whole
from laa_xl.flow.answers import Answer, Asked
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.pipeline import Progress, consolidate, highlight, inbox_files, validate_files
from laa_xl.flow.programme import Programme


def answer(programme: Programme, asked: Asked, progress: Progress) -> Answer:
    """Do what was asked, and say how it ended; ProgrammeError where it cannot be done."""
    if asked.action in ("consolidate", "choose", "rebuild"):
        files = {"consolidate": inbox_files(programme), "choose": list(asked.files), "rebuild": []}[asked.action]
        named = asked.action == "choose"
        outcome = consolidate(programme, files, asked.period, asked.now, progress, named=named)
        said = [f"{item.file}: {became}" for item, became in outcome.files]
        bad = any(became in ("rejected", "refused") for _, became in outcome.files)
        return Answer(asked.action, "\n".join(said) or "Nothing was taken in.", bad, outcome.changed)
    if asked.action == "check":
        checked = validate_files(inbox_files(programme), programme, progress)
        return Answer(asked.action, f"{len(checked)} checked.")
    if asked.action == "report" and asked.period is not None:
        _, workbook, document = highlight(programme, asked.period)
        stem = programme.folder("reports", str(asked.period)) / f"highlight-report-{asked.period}"
        for suffix, data in ((".xlsx", workbook), (".docx", document)):
            write_whole(stem.with_suffix(suffix), data)
        return Answer(asked.action, "The report was written.")
    raise ProgrammeError(f"{asked.action} is not there yet. Nothing was changed.")
