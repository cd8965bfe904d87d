"""Does what an officer pressed, and answers in one message: the verb behind each action."""

from __future__ import annotations

from laa_xl.declare.actions import action
from laa_xl.flow.answers import Answer, Asked
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.pipeline import Progress, consolidate, highlight, inbox_files, validate_files
from laa_xl.flow.programme import Programme


def answer(programme: Programme, asked: Asked, progress: Progress = lambda _: None) -> Answer:
    """Do it; ProgrammeError, and nothing changed, where it cannot be done."""
    title = action(asked.action).label
    if asked.action == "check":
        checked = validate_files(inbox_files(programme), programme, progress)
        lines = [
            f"{item.file}: {item.count('must_fix')} to fix, {item.count('confirm')} to confirm" for item in checked
        ]
        return Answer(title, "\n".join(lines) or "The inbox is empty.", problem=any(map(_wrong, checked)))
    if asked.action == "report" and asked.period is not None:
        highlight(programme, asked.period)
    if asked.action in ("consolidate", "choose", "rebuild", "report"):
        taken = {"consolidate": inbox_files(programme), "choose": list(asked.files)}.get(asked.action, [])
        outcome = consolidate(programme, taken, asked.period, asked.now, progress, named=asked.action != "consolidate")
        lines = [f"{item.file}: {became}" for item, became in outcome.files]
        lines += [f"{one.period.spelled}: {one.counts.line}" for one in outcome.assessments]
        written = (outcome.report,) if outcome.report else ()
        wrong = any(became in ("rejected", "refused") for _, became in outcome.files)
        return Answer(title, "\n".join(lines) or "Nothing was taken in.", wrong, outcome.changed, written=written)
    raise ProgrammeError(f"{title} cannot be done here yet. Nothing was changed.")


def _wrong(item: object) -> bool:
    return bool(getattr(item, "refused", False) or item.count("must_fix"))  # type: ignore[attr-defined]
