"""laa-xl doctor: what is right and what is wrong on an officer's machine and in her programme folder, in plain words."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path, PureWindowsPath

from laa_xl.files.functions_addin import ADDIN_FILE, Provider, functions_addin
from laa_xl.machine import settings as keys
from laa_xl.machine.installing import OUR_FUNCTIONS, UDF_MODULES
from laa_xl.machine.places import (
    ADDIN,
    excel,
    in_cloud,
    libreoffice,
    mac_scripts,
    settings_files,
    start_folder,
    trusted_folders,
    xlwings_settings,
)
from laa_xl.machine.programme_checks import programme_checks
from laa_xl.machine.settings import read_conf, read_settings, words_of
from laa_xl.machine.system import System
from laa_xl.machine.told import Check, note, right, wrong
from laa_xl.machine.xlwings_addin import WANTED, is_ours, xlwings_version

OLDEST_PYTHON = (3, 11, 0)


def examine(system: System, programme: Path | None, now: datetime) -> list[Check]:
    """Every check that makes sense on this machine, and on a programme folder if one is named."""
    found = [*_python(), *_macros(system)]
    if excel(system):
        found += [*_xlwings(system), *_functions(system)]
    found += [*_libreoffice(system)]
    if programme is not None:
        found += [*_place(system, programme.absolute()), *programme_checks(programme)]
    return found


def _python() -> Iterator[Check]:
    found = sys.version_info[:3]
    told = f"{'.'.join(map(str, found))}, at {sys.executable}."
    if found < OLDEST_PYTHON:
        yield wrong("Python", f"{told} It is too old.", "Install Python 3.11 or later, and laa-xl in it.")
    else:
        yield right("Python", told)
    missing = [name for name in _needed() if not _there(name)]
    if missing:
        yield wrong("Packages", f"Missing: {', '.join(missing)}.", "Install laa-xl again: python -m pip install .")
    else:
        yield right("Packages", "Everything that laa-xl uses is there.")


def _needed() -> list[str]:
    try:
        lines = requires("laa-xl") or []
    except PackageNotFoundError:
        return ["laa-xl"]
    return [
        "".join(letter if letter.isalnum() or letter in "-_." else " " for letter in line).split()[0]
        for line in lines
        if "extra ==" not in line
    ]


def _there(package: str) -> bool:
    try:
        version(package)
    except PackageNotFoundError:
        return False
    return True


def _macros(system: System) -> Iterator[Check]:
    """Whether the macros find laa-xl."""
    path = settings_files(system)[0]
    known = read_settings(path)
    if not known.get(keys.COMMAND):
        yield wrong("The macros find laa-xl", f"Nothing is written down in {path}.", "Run: laa-xl install")
        return
    code, said = system.run([*words_of(known[keys.COMMAND]), "--version"])
    if code != 0 or "laa-xl" not in said:
        told = f"What is written down in {path} does not start it: {known[keys.COMMAND]}"
        yield wrong("The macros find laa-xl", told, "Run: laa-xl install")
    else:
        way = "through xlwings" if known.get(keys.WAY) == "xlwings" and excel(system) else "by the command line"
        yield right("The macros find laa-xl", f"{said.splitlines()[-1]}; the buttons work {way}.")
    if system.mac and excel(system) and known.get(keys.WAY) == "command":
        yield wrong(
            "The way of the buttons",
            "Excel for Mac may not start other programs, so the buttons need xlwings here.",
            "Run: laa-xl install --way xlwings",
        )


def _xlwings(system: System) -> Iterator[Check]:
    found = xlwings_version()
    if found is None or not found.startswith(WANTED):
        yield wrong(
            "xlwings",
            f"Version {found or 'none'} is in this Python.",
            "Run: python -m pip install 'xlwings>=0.37,<0.38'",
        )
    else:
        yield right("xlwings", f"{found}.")
    folder = start_folder(system)
    assert folder is not None
    if not (folder / ADDIN).is_file():
        yield wrong("The xlwings add-in", f"It is not in {folder}.", "Quit Excel and run: laa-xl install")
    elif not is_ours(folder / ADDIN):
        yield wrong(
            "The xlwings add-in",
            f"{folder / ADDIN} is of another version than xlwings {found}.",
            "Quit Excel and run: laa-xl install",
        )
    else:
        yield right("The xlwings add-in", f"{folder / ADDIN}, of the same version.")
    if system.mac and not any(mac_scripts(system).glob(f"xlwings-{found}.applescript")):
        yield wrong(
            "The script by which Excel for Mac starts Python",
            f"It is not in {mac_scripts(system)}.",
            "Run: xlwings runpython install",
        )
    conf = xlwings_settings(system)
    python = read_conf(conf).get("INTERPRETER_MAC" if system.mac else "INTERPRETER_WIN")
    if python != system.python:
        yield wrong(
            "The Python that xlwings starts",
            f"{conf} names {python or 'none'}, and laa-xl is in {system.python}.",
            "Run: laa-xl install",
        )
    else:
        yield right("The Python that xlwings starts", f"{python}.")


def _functions(system: System) -> Iterator[Check]:
    """Who works out the worksheet functions; two of one name stop each other."""
    title, folder = "The worksheet functions", start_folder(system)
    assert folder is not None
    chosen = read_settings(settings_files(system)[0]).get(keys.FUNCTIONS, Provider.VBA.value)
    path = folder / ADDIN_FILE
    kinds = {functions_addin(kind): kind for kind in Provider}
    stands = kinds.get(path.read_bytes()) if path.is_file() else None
    modules = read_conf(xlwings_settings(system)).get(UDF_MODULES, "")
    if not path.is_file():
        yield wrong(
            title, f"Their add-in is not in {folder}; in the master they work all the same.", "Run: laa-xl install"
        )
    elif stands is None:
        yield wrong(title, f"{path} is of another version of laa-xl.", "Quit Excel and run: laa-xl install")
    elif stands.value != chosen:
        yield wrong(
            title,
            f"You chose {chosen}, and {path} is the one for {stands.value}.",
            "Quit Excel and run: laa-xl install",
        )
    else:
        yield right(title, f"Worked out by {'Python' if stands is Provider.PYTHON else 'VBA'}: {path}.")
    if OUR_FUNCTIONS in modules:
        told = (
            f'The setting {UDF_MODULES} of xlwings names {modules}: its button "Import Functions" would put a second LAA_RAG '
            "beside the first, and both would stop."
        )
        yield wrong("Two providers of the functions", told, "Run: laa-xl install")


def _libreoffice(system: System) -> Iterator[Check]:
    found = libreoffice(system)
    if found:
        yield right("LibreOffice", f"{found}.")
    elif excel(system):
        yield note("LibreOffice", "It is not here. Only PDF copies without Excel need it.")
    else:
        yield wrong("Excel or LibreOffice", "Neither is on this machine.", "Install one of them to open the workbooks.")


def _place(system: System, folder: Path) -> Iterator[Check]:
    """What the system makes of the place where the folder stands."""
    if cloud := in_cloud(system, folder):
        yield note(
            "A synchronised folder",
            f"The programme stands in {cloud}. Two machines may then hold two states of one file, and locks do not reach from "
            "one to the other: work on one machine at a time, and let it finish synchronising. A network drive is safer.",
        )
    trusted = trusted_folders(system)
    if trusted is None or not excel(system):
        return
    if any(_covers(path, below, folder) for path, below in trusted):
        yield right("Trusted location", f"Excel trusts {folder}.")
    else:
        yield wrong(
            "Trusted location",
            f"Excel does not trust {folder}, so it may block the macros.",
            "Run laa-xl install --programme with this folder: it prints the steps.",
        )


def _covers(path: str, below: bool, folder: Path) -> bool:
    root, asked = PureWindowsPath(path), PureWindowsPath(folder)
    return asked == root or (below and asked.is_relative_to(root))
