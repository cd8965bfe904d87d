"""laa-xl install on pretended machines: what is put where, twice the same, undone without a trace."""

from __future__ import annotations

from pathlib import Path

import pytest

from laa_xl.files.functions_addin import ADDIN_FILE, Provider, functions_addin
from laa_xl.machine import system as systems
from laa_xl.machine.installing import Done, Step, install, uninstall
from laa_xl.machine.places import ADDIN, in_cloud, settings_files, xlwings_settings
from laa_xl.machine.settings import command_for, read_conf, read_settings, words_of, write_conf
from tests.support.cli import laa_xl, succeeded
from tests.support.machines import Machine, files

PLATFORMS = ["win32", "darwin", "linux"]


def machine(platform: str, tmp_path: Path, **more: bool) -> Machine:
    home = tmp_path / "home"
    home.mkdir()
    return Machine(platform, home, **more)


def failed(steps: list[Step]) -> list[str]:
    return [step.told for step in steps if step.done is Done.FAILED]


def done(steps: list[Step]) -> set[Done]:
    return {step.done for step in steps if step.done is not Done.HINT}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_macros_find_laa_xl_in_this_very_python(platform: str, tmp_path: Path) -> None:
    pc = machine(platform, tmp_path)
    assert failed(install(pc.system)) == []
    for path in settings_files(pc.system):
        said = read_settings(path)
        assert words_of(said["command"]) == [pc.system.python, "-E", "-P", "-m", "laa_xl.cli.main"]
        assert said["way"] == ("command" if platform == "linux" else "xlwings")
        assert path.read_bytes().isascii()


def test_the_settings_lie_where_the_macro_looks(tmp_path: Path) -> None:
    """The paths are written out twice, here and in VBA: this is what keeps them together."""
    macro = (Path(__file__).parents[2] / "macros" / "LaaPress.bas").read_text(encoding="ascii")
    windows = settings_files(Machine("win32", tmp_path / "w").system)[0]
    assert str(windows).replace("/", "\\").endswith("\\Local\\laa-xl\\settings.txt")
    assert 'Environ("LOCALAPPDATA") & "\\laa-xl\\settings.txt"' in macro
    linux = settings_files(Machine("linux", tmp_path / "l").system)
    assert linux == [tmp_path / "l" / ".config" / "laa-xl" / "settings.txt"]
    assert 'Environ("HOME") & "/.config/laa-xl/settings.txt"' in macro
    inside = settings_files(Machine("darwin", tmp_path / "m").system)[1]
    assert inside == tmp_path / "m/Library/Containers/com.microsoft.Excel/Data/.config/laa-xl/settings.txt"


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_with_excel_the_add_ins_and_the_python_of_xlwings_are_put_in_place(platform: str, tmp_path: Path) -> None:
    pc = machine(platform, tmp_path)
    assert failed(install(pc.system)) == []
    assert (pc.start / ADDIN).is_file()
    assert (pc.start / ADDIN_FILE).read_bytes() == functions_addin(Provider.VBA)
    key = "INTERPRETER_MAC" if platform == "darwin" else "INTERPRETER_WIN"
    assert read_conf(xlwings_settings(pc.system)) == {key: pc.system.python}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_second_run_finds_everything_as_it_should_be(platform: str, tmp_path: Path) -> None:
    pc = machine(platform, tmp_path)
    install(pc.system)
    before = files(pc.system.home)
    assert done(install(pc.system)) == {Done.ALREADY}
    assert files(pc.system.home) == before


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_dry_run_says_it_and_does_nothing(platform: str, tmp_path: Path) -> None:
    pc = machine(platform, tmp_path)
    before = files(pc.system.home)
    assert done(install(pc.system, dry=True)) == {Done.WOULD}
    assert (files(pc.system.home), pc.ran) == (before, [])
    install(pc.system)
    before = files(pc.system.home)
    assert Done.WOULD in done(uninstall(pc.system, dry=True))
    assert files(pc.system.home) == before


@pytest.mark.parametrize("platform", PLATFORMS)
def test_uninstall_leaves_the_machine_as_it_was(platform: str, tmp_path: Path) -> None:
    pc = machine(platform, tmp_path)
    conf = xlwings_settings(pc.system)
    write_conf(conf, {"INTERPRETER_WIN": "C:\\other\\python.exe", "INTERPRETER_MAC": "/other", "SHOW CONSOLE": "False"})
    before = files(pc.system.home)
    install(pc.system)
    install(pc.with_python("another"), Provider.VBA)  # also after a second one
    assert failed(uninstall(pc.system)) == []
    assert files(pc.system.home) == before
    assert failed(uninstall(pc.system)) == []


def test_an_add_in_that_was_there_before_stays(tmp_path: Path) -> None:
    pc = machine("win32", tmp_path)
    pc.put_addin()
    install(pc.system)
    uninstall(pc.system)
    assert (pc.start / ADDIN).is_file()
    assert not (pc.start / ADDIN_FILE).exists()


def test_an_add_in_of_another_version_is_replaced(tmp_path: Path) -> None:
    pc = machine("win32", tmp_path)
    pc.put_addin(b"another version")
    assert failed(install(pc.system)) == []
    assert (pc.start / ADDIN).read_bytes() != b"another version"


def test_what_xlwings_could_not_do_is_told_although_it_ends_with_0(tmp_path: Path) -> None:
    pc = machine("win32", tmp_path)
    pc.xlwings_works = False
    (told,) = failed(install(pc.system))
    assert "quit Excel" in told
    assert read_settings(settings_files(pc.system)[0])["command"], "the rest is done"
    pc.put_addin(b"another version, which Excel holds")
    assert len(failed(install(pc.system))) == 1


def test_one_provider_of_the_functions_is_chosen_kept_and_changed(tmp_path: Path) -> None:
    pc = machine("win32", tmp_path)
    for asked, stands in ((None, "vba"), (Provider.PYTHON, "python"), (None, "python"), (Provider.VBA, "vba")):
        assert failed(install(pc.system, asked)) == []
        assert (pc.start / ADDIN_FILE).read_bytes() == functions_addin(Provider(stands))
        assert [path.name for path in pc.start.iterdir() if path.name != ADDIN] == [ADDIN_FILE]


@pytest.mark.parametrize(("platform", "excel"), [("darwin", True), ("linux", False), ("win32", False)])
def test_functions_through_python_are_refused_where_they_cannot_work(
    platform: str, excel: bool, tmp_path: Path
) -> None:
    pc = machine(platform, tmp_path, excel=excel)
    before = files(pc.system.home)
    (told,) = failed(install(pc.system, Provider.PYTHON))
    assert "Windows only" in told
    assert files(pc.system.home) == before


def test_import_functions_of_xlwings_finds_none_of_ours_and_keeps_those_of_others(tmp_path: Path) -> None:
    pc = machine("win32", tmp_path)
    conf = xlwings_settings(pc.system)
    write_conf(conf, {"UDF MODULES": "mine;laa_xl.functions.udfs"})
    install(pc.system)
    assert read_conf(conf)["UDF MODULES"] == "mine"


def test_the_settings_of_xlwings_keep_every_other_line(tmp_path: Path) -> None:
    conf = tmp_path / "xlwings.conf"
    conf.write_text('"A","1"\nsomething odd\n\n"B","two, three"\n')
    assert write_conf(conf, {"B": "4", "C": "5"})
    assert conf.read_text() == '"A","1"\nsomething odd\n"B","4"\n"C","5"\n'
    assert not write_conf(conf, {"B": "4"})
    assert not write_conf(tmp_path / "none.conf", {"B": None})


@pytest.mark.parametrize(
    "python", ["/usr/bin/python3", "C:\\Program Files\\Python 3.12\\python.exe", "/home/Zo\u00eb/p"]
)
def test_the_command_line_keeps_a_path_with_blanks_together(python: str) -> None:
    assert words_of(command_for(python))[0] == python


def test_the_steps_that_only_a_person_can_do_name_her_folder(tmp_path: Path) -> None:
    for platform, word in (("win32", "Trusted Locations"), ("darwin", "Quit Excel"), ("linux", "Trusted Sources")):
        pc = Machine(platform, tmp_path / platform)
        hints = [step.told for step in install(pc.system, programme=tmp_path / "leicester") if step.done is Done.HINT]
        assert any(word in hint for hint in hints)
        assert any(str(tmp_path / "leicester") in hint for hint in hints)


def test_a_synchronised_folder_is_recognised(tmp_path: Path) -> None:
    pc = Machine("win32", tmp_path)
    environ = {**pc.system.environ, "OneDriveCommercial": str(tmp_path / "Work")}
    synced = systems.System("win32", tmp_path, environ, "python")
    assert in_cloud(synced, tmp_path / "Work" / "leicester") == str(tmp_path / "Work")
    assert in_cloud(synced, tmp_path / "OneDrive - County" / "leicester") == "OneDrive - County"
    assert in_cloud(synced, tmp_path / "leicester") is None


def test_the_command_line_says_what_was_done_and_ends_with_1_where_something_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pc = machine("win32", tmp_path)
    monkeypatch.setattr(systems, "this_machine", lambda: pc.system)
    dry = succeeded(laa_xl("install", "--dry-run", "--programme", tmp_path))
    assert "Would do: Where laa-xl is" in dry.stdout
    assert "Done: Where laa-xl is" in succeeded(laa_xl("install")).stdout
    assert "Already so: Where laa-xl is" in succeeded(laa_xl("install")).stdout
    assert "worked out by Python" in succeeded(laa_xl("install", "--functions", "python")).stdout
    pc.xlwings_works = False
    failing = laa_xl("install", "--remove")
    assert failing.exit_code == 1
    assert "Failed: Take away the xlwings add-in." in failing.stderr
    assert laa_xl("install", "--functions", "basic").exit_code == 2


def test_uninstall_forgets_what_was_remembered_of_returns_and_takes_nothing_else(tmp_path: Path) -> None:
    pc = machine("linux", tmp_path)
    folder = pc.system.home / ".cache" / "laa-xl" / "answers"
    folder.mkdir(parents=True)
    for name in ("0123456789abcdef01234567.db", "0123456789abcdef01234567.db-journal", "accounts.db"):
        (folder / name).write_bytes(b"words")
    assert Done.WOULD in done(uninstall(pc.system, dry=True))
    assert failed(uninstall(pc.system)) == []
    assert [path.name for path in folder.iterdir()] == ["accounts.db"]
    (folder / "accounts.db").unlink()
    (folder / "0123456789abcdef01234567.db").write_bytes(b"words")
    assert failed(uninstall(pc.system)) == []
    assert not folder.exists()
