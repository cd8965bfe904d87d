"""What an officer is told at the end of an action: one message that fits a message box, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from laa_xl.domain.findings import Finding
from laa_xl.domain.sentences import many
from laa_xl.domain.words import Severity
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.receiving import Validated

MOST = 1000  # characters: a message box of VBA cuts what is longer
_MOST_LISTED = 5
_MOST_PROBLEM = 130
_MOST_DETAIL = 220
_MOST_NAME = 40
_ORDER = ("accepted", "held", "rejected", "refused", "waiting", "unchanged", "superseded", "withdrawn", "turned down")
_SPOKEN = {
    "accepted": "accepted",
    "held": "held for your yes",
    "rejected": "not accepted (to be fixed)",
    "refused": "cannot be used",
    "waiting": "left for its own quarter",
    "unchanged": "already accepted",
    "superseded": "older than a later one",
    "withdrawn": "withdrawn before",
    "turned down": "turned down before",
}

Files = Sequence[tuple[Validated, str]]


def message(*parts: str, details: Sequence[str] = (), after: Sequence[str] = ()) -> str:
    """Lines under one another, blank ones left out; of the details as many as fit, and how many more there are."""
    lines = [f"- {shortened(detail, _MOST_DETAIL)}" for detail in details]
    text = ""
    for shown in range(min(len(lines), _MOST_LISTED), -1, -1):
        rest = len(lines) - shown
        more = [f"- and {rest} more"] if rest else []
        text = "\n".join(line for line in (*parts, *lines[:shown], *more, *after) if line)
        if len(text) <= MOST:
            break
    return shortened(text, MOST)


def shortened(text: str, most: int) -> str:
    """A text cut at a word, with three dots, where it is longer than that."""
    return text if len(text) <= most else f"{text[: most - 3].rsplit(' ', 1)[0].rstrip(',;:. ')}..."


def exit_code(files: Files) -> int:
    """What a command ends with, the worst of its files: 2 refused, 1 to be fixed or held for somebody's yes, else 0."""
    became = {verdict for _, verdict in files}
    return 2 if "refused" in became else 1 if became & {"rejected", "held"} else 0


def tallied(files: Files, spoken: dict[str, str] | None = None) -> str:
    """``Files: 3 accepted, 1 cannot be used.``; "" for none."""
    words = _SPOKEN if spoken is None else spoken
    became = [verdict for _, verdict in files]
    said = [f"{became.count(verdict)} {words[verdict]}" for verdict in _ORDER if verdict in became]
    return f"{'Files' if len(files) > 1 else 'File'}: {', '.join(said)}." if said else ""


def troubles(files: Files) -> list[str]:
    """A line for each file that cannot be taken in, with its first problem; then what changed, is to be confirmed, or waived."""
    said = [_trouble(item) for item, became in files if became in ("rejected", "refused")]
    said += [f"{_name(item)}: held. {' '.join(item.held)}" for item, became in files if became == "held"]
    for item, became in files:
        if became == "accepted" and item.changes is not None:
            said.append(f"{_name(item)}: {changed(item)}{_first_change(item)}")
        asked, waived = item.count("confirm"), len(item.waived)
        if became == "accepted" and (asked or waived):
            counts = [f"{asked} to confirm"] * bool(asked) + [f"{waived} waived"] * bool(waived)
            said.append(f"{_name(item)}: {', '.join(counts)}.")
    return said


def changed(item: Validated) -> str:
    """``3 changes since the accepted version (police.xlsx)``; "" where there was none."""
    if item.changes is None:
        return ""
    count = many(len(item.changes), "change") if item.changes else "nothing is changed"
    return f"{count} since the accepted version ({item.replaces})"


def _first_change(item: Validated) -> str:
    """The first change that says more than when the return was completed, and where the others are told."""
    changes = item.changes or ()
    first = next((one for one in changes if one.table != "about"), changes[0] if changes else None)
    if first is None:
        return "."
    rest = ". All are on the tab Changes." if len(changes) > 1 else "."
    return f". {shortened(first.line, _MOST_PROBLEM)}{rest}"


def _trouble(item: Validated) -> str:
    must = item.count("must_fix")
    count = "" if item.refused else f"{must} to fix. "
    return f"{_name(item)}: {count}{shortened(_first(item.open), _MOST_PROBLEM)}"


def _first(findings: Sequence[Finding]) -> str:
    """The first thing that must be fixed, with its place."""
    first = next((one for one in findings if one.severity is Severity.MUST_FIX or one.refuses), None)
    if first is None:
        return ""
    place = ", ".join(part for part in (first.sheet, first.cell) if part)
    return f"{place}: {first.message}" if place else first.message


def _name(item: Validated) -> str:
    name = Path(item.file).name
    return name if len(name) <= _MOST_NAME else f"{name[: _MOST_NAME - 11]}...{name[-8:]}"


def within(root: Path, path: Path) -> str:
    """A path as a person looks for it: inside the programme folder from there on, else as it is."""
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return str(path)


def refusal(error: ProgrammeError) -> str:
    """Why nothing was done, as one message: the sentence, and the first of the errors it names."""
    told = [one.told(in_master=error.in_master) for one in error.errors if one.stops]
    return message(error.message, details=told)
