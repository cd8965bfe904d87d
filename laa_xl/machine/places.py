"""Where things stand on an officer's machine: our settings, Excel, its start folder, xlwings' settings, LibreOffice."""

from __future__ import annotations

from pathlib import Path

from laa_xl.machine.system import System

ADDIN = "xlwings.xlam"
_MAC_DATA = ("Library", "Containers", "com.microsoft.Excel", "Data")  # the home folder that Excel for Mac sees
_EXCEL_OF_OFFICE = r"Software\Microsoft\Office\16.0\Excel"  # Office 2016 to Microsoft 365


def settings_files(system: System) -> list[Path]:
    """The files in which the macros look for our settings: of Excel, and of LibreOffice where that sees another home.

    macros/LaaPress.bas reads %LOCALAPPDATA%\\laa-xl\\settings.txt on Windows and ~/.config/laa-xl/settings.txt elsewhere;
    Excel for Mac may read nothing outside its own home folder.
    """
    if system.windows:
        return [system.folder("LOCALAPPDATA", "AppData", "Local") / "laa-xl" / "settings.txt"]
    own = system.home / ".config" / "laa-xl" / "settings.txt"
    inside = system.home.joinpath(*_MAC_DATA)
    return [own, inside / ".config" / "laa-xl" / "settings.txt"] if system.mac and inside.is_dir() else [own]


def excel(system: System) -> bool:
    """Whether Excel is on this machine."""
    if system.windows:
        programs = [system.environ.get(name, "") for name in ("ProgramFiles", "ProgramFiles(x86)")]
        roots = [Path(root) / "Microsoft Office" for root in programs if root]
        folders = [root / part / "Office16" for root in roots for part in ("root", "")]
        return any(system.exists(folder / "EXCEL.EXE") for folder in folders) or bool(system.registry(_EXCEL_OF_OFFICE))
    return system.mac and system.exists(Path("/Applications/Microsoft Excel.app"))


def start_folder(system: System) -> Path | None:
    """The folder whose workbooks Excel opens when it starts; None where there is no Excel for the system."""
    if system.windows:
        return system.folder("APPDATA", "AppData", "Roaming") / "Microsoft" / "Excel" / "XLSTART"
    if system.mac:
        group = system.home / "Library" / "Group Containers" / "UBF8T346G9.Office"
        return group / "User Content.localized" / "Startup.localized" / "Excel"
    return None


def xlwings_settings(system: System) -> Path:
    """Where xlwings keeps its settings."""
    if system.mac:
        return system.home.joinpath(*_MAC_DATA, "xlwings.conf")
    return system.home / ".xlwings" / "xlwings.conf"


def mac_scripts(system: System) -> Path:
    """Where Excel for Mac looks for the script by which xlwings starts Python."""
    return system.home / "Library" / "Application Scripts" / "com.microsoft.Excel"


def libreoffice(system: System) -> str | None:
    """LibreOffice's program; None where there is none."""
    for name in ("soffice", "libreoffice"):
        if found := system.which(name):
            return found
    places = [Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")] if system.mac else []
    if system.windows:
        programs = [system.environ.get(name, "") for name in ("ProgramFiles", "ProgramFiles(x86)")]
        places = [Path(root) / "LibreOffice" / "program" / "soffice.exe" for root in programs if root]
    return next((str(path) for path in places if system.exists(path)), None)


def trusted_folders(system: System) -> list[tuple[str, bool]] | None:
    """Excel's trusted locations on Windows: path, and whether folders below it count; None where it cannot be known."""
    if not system.windows:
        return None
    found = system.registry(_EXCEL_OF_OFFICE + r"\Security\Trusted Locations")
    return [
        (str(values["Path"]), bool(values.get("AllowSubfolders")))
        for name, values in found.items()
        if name and values.get("Path")
    ]


def in_cloud(system: System, folder: Path) -> str | None:
    """The synchronised folder (OneDrive, SharePoint) that a folder stands in; None where in none."""
    for name in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"):
        root = system.environ.get(name)
        if root and folder.is_relative_to(root):
            return root
    synced = system.home / "Library" / "CloudStorage"
    if system.mac and folder.is_relative_to(synced):
        return str(synced)
    return next((part for part in folder.parts if part.startswith("OneDrive")), None)
