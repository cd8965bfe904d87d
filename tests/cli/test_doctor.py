"""laa-xl doctor on pretended machines: what is wrong is found, named, and comes with how to mend it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from laa_xl.files.functions_addin import ADDIN_FILE, Provider, functions_addin
from laa_xl.files.owners import excel_mark
from laa_xl.flow.answers import Asked
from laa_xl.flow.holders import Holder, write_holder
from laa_xl.flow.pressing import press
from laa_xl.flow.programme import HOLDER, Programme
from laa_xl.machine import doctoring
from laa_xl.machine import system as systems
from laa_xl.machine.doctoring import examine
from laa_xl.machine.installing import install
from laa_xl.machine.places import ADDIN, settings_files, xlwings_settings
from laa_xl.machine.settings import write_conf, write_settings
from laa_xl.machine.told import Check, State
from tests.flow.test_programme import prints
from tests.support.cli import NOW, laa_xl
from tests.support.demo_folders import demo
from tests.support.machines import OFFICE, Machine, files

AT = datetime.fromisoformat(NOW)
TRUSTED = OFFICE + r"\Security\Trusted Locations"


def sound(platform: str, home: Path) -> Machine:
    """A machine on which everything is as it should be."""
    home.mkdir(parents=True)
    pc = Machine(platform, home)
    pc.programs.add("soffice")
    install(pc.system)
    scripts = home / "Library" / "Application Scripts" / "com.microsoft.Excel"
    scripts.mkdir(parents=True)
    (scripts / "xlwings-0.37.8.applescript").touch()
    (scripts / f"xlwings-{doctoring.xlwings_version()}.applescript").touch()
    return pc


def wrong(checks: list[Check]) -> dict[str, Check]:
    return {check.title: check for check in checks if check.state is State.WRONG}


def notes(checks: list[Check]) -> dict[str, str]:
    return {check.title: check.told for check in checks if check.state is State.NOTE}


@pytest.mark.parametrize("platform", ["win32", "darwin", "linux"])
def test_after_install_all_is_well(platform: str, tmp_path: Path) -> None:
    pc = sound(platform, tmp_path / "home")
    before = files(pc.system.home)
    checks = examine(pc.system, None, AT)
    assert wrong(checks) == {}
    assert files(pc.system.home) == before, "it only looks"


@pytest.mark.parametrize("platform", ["win32", "darwin", "linux"])
def test_before_install_it_says_to_install(platform: str, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    pc = Machine(platform, tmp_path / "home")
    pc.programs.add("soffice")
    found = wrong(examine(pc.system, None, AT))
    expected = {"The macros find laa-xl"}
    if platform != "linux":
        expected |= {"The xlwings add-in", "The Python that xlwings starts", "The worksheet functions"}
    if platform == "darwin":
        expected |= {"The script by which Excel for Mac starts Python"}
    assert set(found) == expected
    assert all("install" in check.mend for check in found.values())


BREAKS: list[tuple[str, Callable[[Machine], object], str]] = [
    ("The macros find laa-xl", lambda pc: settings_files(pc.system)[0].unlink(), "Nothing is written down"),
    (
        "The macros find laa-xl",
        lambda pc: write_settings(
            settings_files(pc.system)[0], {"command": '"C:\\gone\\python.exe" -m x', "way": "xlwings"}
        ),
        "does not start it",
    ),
    ("The xlwings add-in", lambda pc: (pc.start / ADDIN).unlink(), "It is not in"),
    ("The xlwings add-in", lambda pc: pc.put_addin(b"older"), "another version"),
    (
        "The Python that xlwings starts",
        lambda pc: write_conf(xlwings_settings(pc.system), {"INTERPRETER_WIN": "C:\\other\\python.exe"}),
        "C:\\other\\python.exe",
    ),
    ("The worksheet functions", lambda pc: (pc.start / ADDIN_FILE).unlink(), "is not in"),
    ("The worksheet functions", lambda pc: (pc.start / ADDIN_FILE).write_bytes(b"older"), "another version"),
    (
        "The worksheet functions",
        lambda pc: (pc.start / ADDIN_FILE).write_bytes(functions_addin(Provider.PYTHON)),
        "You chose vba",
    ),
    (
        "Two providers of the functions",
        lambda pc: write_conf(xlwings_settings(pc.system), {"UDF MODULES": "laa_xl.functions.udfs"}),
        "both would stop",
    ),
]


@pytest.mark.parametrize(("title", "spoil", "told"), BREAKS)
def test_each_thing_that_is_wrong_is_found_alone_and_install_mends_it(
    title: str, spoil: Callable[[Machine], object], told: str, tmp_path: Path
) -> None:
    pc = sound("win32", tmp_path / "home")
    spoil(pc)
    found = wrong(examine(pc.system, None, AT))
    assert set(found) == {title}
    assert told in found[title].told
    install(pc.system)
    assert wrong(examine(pc.system, None, AT)) == {}


def test_excel_for_mac_needs_xlwings(tmp_path: Path) -> None:
    pc = sound("darwin", tmp_path / "home")
    install(pc.system, way="command")
    (check,) = wrong(examine(pc.system, None, AT)).values()
    assert "may not start other programs" in check.told
    assert "--way xlwings" in check.mend


def test_a_machine_without_any_spreadsheet_and_a_package_that_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").mkdir()
    pc = Machine("linux", tmp_path / "home")
    install(pc.system)
    assert set(wrong(examine(pc.system, None, AT))) == {"Excel or LibreOffice"}
    monkeypatch.setattr(doctoring, "_there", lambda name: name != "filelock")
    assert "filelock" in wrong(examine(pc.system, None, AT))["Packages"].told
    monkeypatch.setattr(doctoring, "OLDEST_PYTHON", (99, 0, 0))
    assert "too old" in wrong(examine(pc.system, None, AT))["Python"].told


def test_another_version_of_xlwings_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pc = sound("win32", tmp_path / "home")
    monkeypatch.setattr(doctoring, "xlwings_version", lambda: "0.30.1")
    assert "0.30.1" in wrong(examine(pc.system, None, AT))["xlwings"].told


@pytest.mark.parametrize(
    ("locations", "covered"),
    [
        ({}, False),
        ({"Location1": {"Path": "{}"}}, True),
        ({"Location1": {"Path": "{}/.."}}, False),
        ({"Location1": {"Path": "{parent}", "AllowSubfolders": 1}}, True),
        ({"Location1": {"Path": "{parent}"}}, False),
        ({"Location1": {"Description": "empty"}, "Location2": {"Path": "{}"}}, True),
    ],
)
def test_whether_excel_trusts_the_folder_is_read_from_the_registry(
    locations: dict[str, dict[str, object]], covered: bool, tmp_path: Path
) -> None:
    pc, folder = sound("win32", tmp_path / "home"), demo(tmp_path / "p")
    named = {"parent": str(folder.parent)}
    pc.keys[TRUSTED] = {
        name: {key: value.format(folder, **named) if isinstance(value, str) else value for key, value in values.items()}
        for name, values in locations.items()
    }
    assert ("Trusted location" in wrong(examine(pc.system, folder, AT))) is not covered


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return demo(tmp_path / "p")


@pytest.fixture
def pc(tmp_path: Path) -> Machine:
    return sound("linux", tmp_path / "home")


def test_a_sound_programme_is_said_to_be_sound(pc: Machine, folder: Path) -> None:
    before = prints(folder)
    checks = examine(pc.system, folder, AT)
    assert wrong(checks) == {}
    assert set(notes(checks)) == {"Inbox"}
    assert "4 files" in notes(checks)["Inbox"]
    assert prints(folder) == before, "it only looks"


def test_what_is_wrong_with_a_programme_is_named(pc: Machine, folder: Path) -> None:
    master = folder / "master.xlsm"
    data = master.read_bytes()
    for spoil, title in (
        (lambda: master.write_bytes(b"PK broken"), "Master"),
        (lambda: master.unlink(), "Master"),
        (lambda: (folder / "register.json").write_text("{"), "Register"),
        (lambda: (folder / "register.json").unlink(), "Programme folder"),
    ):
        spoil()
        assert title in wrong(examine(pc.system, folder, AT))
        master.write_bytes(data)
    assert "Programme folder" in wrong(examine(pc.system, folder / "nowhere", AT))


def test_a_read_only_master_has_to_be_mended(pc: Machine, folder: Path) -> None:
    (folder / "master.xlsm").chmod(0o444)
    assert "read-only" in wrong(examine(pc.system, folder, AT))["Writing in the folder"].told


def test_who_has_the_master_open_what_waits_and_who_is_at_work_are_told(pc: Machine, folder: Path) -> None:
    excel_mark(folder / "master.xlsm").write_bytes(bytes([9]) + b"Ann Other".ljust(54))
    press(folder / "master.xlsm", Asked("report", AT), beside=True)
    (folder / "master.next.txt").write_bytes(b"base=1\r\nnext=2\r\n")
    with Programme(folder, officer="Ben Second").locked():
        told = notes(examine(pc.system, folder, AT))
    assert "Ann Other" in told["Who has the master open"]
    assert "master.next.xlsm" in told["A new master waits"]
    assert "Ben Second" in told["Who is at work"]
    write_holder(folder / HOLDER, Holder("Ben Second", "PC-12", "24/10/2008 14:03"))
    assert "did not end as it should" in notes(examine(pc.system, folder, AT))["Who is at work"]


def test_a_synchronised_folder_is_warned_of(tmp_path: Path, pc: Machine) -> None:
    folder = demo(tmp_path / "OneDrive - County" / "p")
    assert "locks do not reach" in notes(examine(pc.system, folder, AT))["A synchronised folder"]


def test_the_command_line_prints_it_in_words_and_as_json_and_ends_with_1_where_something_is_wrong(
    pc: Machine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(systems, "this_machine", lambda: pc.system)
    well = laa_xl("doctor", folder)
    assert well.exit_code == 0
    assert "MEND" not in well.stdout
    (folder / "master.xlsm").write_bytes(b"PK broken")
    ill = laa_xl("doctor", folder)
    assert (ill.exit_code, "MEND  Master: " in ill.stdout) == (1, True)
    said = json.loads(laa_xl("doctor", folder, "--json").stdout)
    assert {"title", "state", "told", "mend"} == set(said[0])
    assert [one["title"] for one in said if one["state"] == "wrong"] == ["Master"]
    assert "laa-xl doctor" in laa_xl("doctor", "--help").stdout.split("Examples:")[1]
