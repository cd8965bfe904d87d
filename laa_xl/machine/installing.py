"""laa-xl install and uninstall: what an officer needs is put in place, and can be taken away again.

The registry is only read. Everything that was there before is written down, so that it can be put back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from pathlib import Path

from laa_xl.files.functions_addin import ADDIN_FILE, Provider, functions_addin
from laa_xl.files.kept_answers import answers_folder, forget_answers, kept_in, usual_folder
from laa_xl.files.store import StoreError, write_whole
from laa_xl.machine import settings as keys
from laa_xl.machine.places import ADDIN, excel, mac_scripts, settings_files, start_folder, xlwings_settings
from laa_xl.machine.settings import command_for, read_conf, read_settings, write_conf, write_settings
from laa_xl.machine.system import System
from laa_xl.machine.xlwings_addin import is_ours, xlwings_command

UDF_MODULES = "UDF MODULES"  # xlwings' setting: what its button Import Functions would put into a workbook
OUR_FUNCTIONS = "laa_xl.functions"  # and what must not stand in it: the functions come by their own add-in


class Done(StrEnum):
    """What became of a step."""

    DONE = "done"
    ALREADY = "already so"
    WOULD = "would"  # --dry-run
    FAILED = "failed"
    HINT = "hint"  # something that only a person can do


@dataclass(frozen=True, slots=True)
class Step:
    """One thing put in place, or left to the officer; ``told`` is a sentence."""

    done: Done
    told: str


@dataclass
class Work:
    """Does steps, or only says them where ``dry``."""

    dry: bool
    steps: list[Step] = field(default_factory=list)

    def step(self, told: str, needed: bool, act: Callable[[], object]) -> bool:
        """One step; False where it failed."""
        if not needed:
            self.steps.append(Step(Done.ALREADY, told))
        elif self.dry:
            self.steps.append(Step(Done.WOULD, told))
        else:
            try:
                act()
            except (OSError, StoreError) as error:
                why = str(error) if isinstance(error, StoreError) else f"{error.filename}: {error.strerror}"
                self.fail(f"{told} That did not work: {why}")
                return False
            self.steps.append(Step(Done.DONE, told))
        return True

    def fail(self, told: str) -> None:
        """A step that did not work; the others go on."""
        self.steps.append(Step(Done.FAILED, told))

    def hint(self, told: str) -> None:
        """What only a person can do."""
        self.steps.append(Step(Done.HINT, told))


def install(
    system: System,
    functions: Provider | None = None,
    way: str | None = None,
    programme: Path | None = None,
    *,
    dry: bool = False,
) -> list[Step]:
    """Put everything in place; what stands already is left. ``functions`` and ``way`` None: as chosen before.

    Afterwards the same call finds nothing to do.
    """
    work, known = Work(dry), read_settings(settings_files(system)[0])
    has_excel = excel(system)
    chosen = functions or Provider(known.get(keys.FUNCTIONS) or Provider.VBA)
    if chosen is Provider.PYTHON and not (system.windows and has_excel):
        work.fail("Functions through Python work in Excel for Windows only. Choose --functions vba. Nothing was done.")
        return work.steps
    way = way or known.get(keys.WAY) or ("xlwings" if has_excel else "command")
    wanted = {**known, keys.COMMAND: command_for(system.python), keys.WAY: way, keys.FUNCTIONS: chosen.value}
    if has_excel:
        _put_xlwings(work, system, wanted)
        _put_functions(work, system, chosen)
    else:
        where = "on this system there is no Excel" if not (system.windows or system.mac) else "there is no Excel here"
        work.hint(f"No add-in was put in place: {where}. The buttons work in LibreOffice, by the command line.")
    for path in settings_files(system):
        work.step(
            f"Where laa-xl is, for the macros: {path}.",
            read_settings(path) != wanted,
            partial(write_settings, path, wanted),
        )
    for told in _hints(system, has_excel, programme):
        work.hint(told)
    return work.steps


def uninstall(system: System, *, dry: bool = False) -> list[Step]:
    """Take away what install put in place, and put back what was there before."""
    work, known = Work(dry), read_settings(settings_files(system)[0])
    folder, conf = start_folder(system), xlwings_settings(system)
    before = {
        key.removeprefix(keys.BEFORE): value or None for key, value in known.items() if key.startswith(keys.BEFORE)
    }
    if before:
        now = read_conf(conf)
        work.step(
            f"xlwings' settings as they were before: {conf}.",
            any(now.get(key) != value for key, value in before.items()),
            lambda: write_conf(conf, before),
        )
    if folder is not None:
        addin = folder / ADDIN_FILE
        work.step(f"Take away the functions' add-in: {addin}.", addin.is_file(), addin.unlink)
        if known.get(keys.PUT_ADDIN) == "1":
            told = "Take away the xlwings add-in."
            if not _run_xlwings(work, system, told, "remove", folder / ADDIN, there=False):
                return work.steps  # the settings say that it is ours: they stay for the next time
    for path in settings_files(system):
        work.step(f"Take away our settings: {path}.", path.is_file(), path.unlink)
    for folder in dict.fromkeys(
        (usual_folder(system.environ, system.platform), answers_folder(system.environ, system.platform))
    ):
        if folder is not None:
            told = f"Take away what is remembered of accepted returns: {folder}."
            work.step(told, _holds_answers(folder), partial(forget_answers, folder))
    return work.steps


def _holds_answers(folder: Path) -> bool:
    try:
        return bool(kept_in(folder))
    except OSError:
        return False


def _put_xlwings(work: Work, system: System, wanted: dict[str, str]) -> None:
    conf = xlwings_settings(system)
    now = read_conf(conf)
    changes: dict[str, str | None] = {f"INTERPRETER_{'MAC' if system.mac else 'WIN'}": system.python}
    if OUR_FUNCTIONS in now.get(UDF_MODULES, ""):
        others = [name for name in now[UDF_MODULES].split(";") if name and not name.startswith(OUR_FUNCTIONS)]
        changes[UDF_MODULES] = ";".join(others) or None
    for key in changes:
        wanted.setdefault(keys.BEFORE + key, now.get(key, ""))
    folder = start_folder(system)
    assert folder is not None
    missing = not (folder / ADDIN).is_file()
    if missing or not is_ours(folder / ADDIN):
        told = f"The xlwings add-in, so that the buttons reach Python: {folder / ADDIN}."
        if _run_xlwings(work, system, told, "install", folder / ADDIN, there=True) and missing:
            wanted[keys.PUT_ADDIN] = "1"
    else:
        work.steps.append(Step(Done.ALREADY, f"The xlwings add-in: {folder / ADDIN}."))
    if system.mac and not any(mac_scripts(system).glob("xlwings-*.applescript")) and not work.dry:
        system.run(xlwings_command(system, "runpython", "install"))
    work.step(
        f"xlwings starts this Python, {system.python}: {conf}.",
        any(now.get(key) != value for key, value in changes.items()),
        lambda: write_conf(conf, changes),
    )


def _run_xlwings(work: Work, system: System, told: str, verb: str, addin: Path, *, there: bool) -> bool:
    """xlwings' own command; it says how it went, but not by its exit code, so the file is looked at."""
    if work.dry:
        work.steps.append(Step(Done.WOULD, told))
        return True
    if not there and not addin.is_file():
        work.steps.append(Step(Done.ALREADY, told))
        return True
    _, said = system.run(xlwings_command(system, "addin", verb))
    if is_ours(addin) if there else not addin.is_file():
        work.steps.append(Step(Done.DONE, told))
        return True
    lines = said.splitlines()
    work.fail(f"{told} That did not work: {lines[-1] if lines else 'no answer'} Quit Excel and run this again.")
    return False


def _put_functions(work: Work, system: System, chosen: Provider) -> None:
    folder = start_folder(system)
    assert folder is not None
    path, data = folder / ADDIN_FILE, functions_addin(chosen)
    who = "Python, through xlwings" if chosen is Provider.PYTHON else "VBA, without Python"
    work.step(
        f"The worksheet functions for every workbook, worked out by {who}: {path}. If Excel is open, quit and start it.",
        not path.is_file() or path.read_bytes() != data,
        lambda: write_whole(path, data),
    )


def _hints(system: System, has_excel: bool, programme: Path | None) -> list[str]:
    place = str(programme.absolute()) if programme else "the programme folder"
    found = []
    if has_excel and system.windows:
        found.append(
            f"Trust {place}, so that Excel runs the master's macros: File, Options, Trust Center, Trust Center Settings, "
            "Trusted Locations, Add new location; choose the folder, tick its subfolders. On a network drive first tick "
            '"Allow Trusted Locations on my network". If that is greyed out, your IT decides it: ask them for this folder.'
        )
    if has_excel:
        found.append("Quit Excel and start it again, so that it loads the add-ins.")
    if not system.windows or not has_excel:
        found.append(
            f"In LibreOffice trust {place}: Tools, Options, LibreOffice, Security, Macro Security, Trusted Sources, Add. "
            'When it asks in which format to save, choose "Keep Excel Format".'
        )
    return found
