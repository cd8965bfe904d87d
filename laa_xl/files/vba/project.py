"""Builds vbaProject.bin from the texts of its modules ([MS-OVBA]): sources only, so Excel compiles them on opening."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from laa_xl.files.vba.compound import compound_file
from laa_xl.files.vba.compression import compress
from laa_xl.files.vba.encryption import encrypt
from laa_xl.files.vba.modules import Kind, Module

PROJECT_NAME = "LaaXl"
# Always the same: an id made anew each time would make equal masters differ.
PROJECT_ID = "{6B1C0E52-0B0C-4F8E-9C0A-3D5E2F4A7B61}"

# No compiled code of any version follows, and Excel must read the sources.
_VERSION_INDEPENDENT = bytes.fromhex("CC61FFFF000100")
_WINDOWS, _ENGLISH, _CODE_PAGE = 1, 0x0409, 1252
_PROCEDURAL, _OBJECT = 0x21, 0x22  # what a module's type is called
_ANY = 0xFFFF  # cookies, which nobody reads
# Where a library lies on a machine is a hint; it is known by its id and version.
_REFERENCES = (
    (
        "stdole",
        r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation",
    ),
    (
        "Office",
        r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL"
        "#Microsoft Office 16.0 Object Library",
    ),
)


def vba_project(modules: Sequence[Module]) -> bytes:
    """The bytes of vbaProject.bin; the same modules in the same order always give the same.

    Raises ValueError for a module that cannot be one, or two of one name.
    """
    names = [module.name.casefold() for module in modules]
    if len(set(names)) != len(names):
        raise ValueError("two VBA modules have the same name")
    streams = {module.name: compress(module.source()) for module in modules}
    return compound_file(
        {
            "PROJECT": _project(modules).encode("ascii"),
            "PROJECTwm": _name_map(modules),
            "VBA": {"_VBA_PROJECT": _VERSION_INDEPENDENT, "dir": compress(_directory(modules)), **streams},
        }
    )


def _directory(modules: Sequence[Module]) -> bytes:
    """The dir stream before its compression: what the project is, what it refers to, its modules."""
    return b"".join(
        (
            _record(0x01, struct.pack("<I", _WINDOWS)),
            _record(0x02, struct.pack("<I", _ENGLISH)),
            _record(0x14, struct.pack("<I", _ENGLISH)),
            _record(0x03, struct.pack("<H", _CODE_PAGE)),
            _record(0x04, PROJECT_NAME.encode("ascii")),
            *_twice(0x05, 0x40, ""),  # description
            *(_record(number, b"") for number in (0x06, 0x3D)),  # help file, twice
            _record(0x07, bytes(4)),  # help context
            _record(0x08, bytes(4)),  # flags
            struct.pack("<HIIH", 0x09, 4, 1, 0),  # version 1.0; the size leaves out the minor number
            *_twice(0x0C, 0x3C, ""),  # conditional compilation: none
            *(part for name, library in _REFERENCES for part in _reference(name, library)),
            _record(0x0F, struct.pack("<H", len(modules))),
            _record(0x13, struct.pack("<H", _ANY)),
            *(part for module in modules for part in _module(module)),
            _record(0x10, b""),
        )
    )


def _reference(name: str, library: str) -> tuple[bytes, ...]:
    found = library.encode("ascii")
    return (*_twice(0x16, 0x3E, name), _record(0x0D, struct.pack("<I", len(found)) + found + bytes(6)))


def _module(module: Module) -> tuple[bytes, ...]:
    return (
        *_twice(0x19, 0x47, module.name),
        *_twice(0x1A, 0x32, module.name),  # of its stream
        *_twice(0x1C, 0x48, ""),  # description
        _record(0x31, bytes(4)),  # the source begins at once: nothing compiled stands before it
        _record(0x1E, bytes(4)),  # help context
        _record(0x2C, struct.pack("<H", _ANY)),
        _record(_PROCEDURAL if module.kind is Kind.STANDARD else _OBJECT, b""),
        _record(0x2B, b""),
    )


def _twice(number: int, unicode_number: int, text: str) -> tuple[bytes, bytes]:
    """A text in the project's code page and in Unicode."""
    return _record(number, text.encode("ascii")), _record(unicode_number, text.encode("utf-16-le"))


def _record(number: int, data: bytes) -> bytes:
    return struct.pack("<HI", number, len(data)) + data


def _project(modules: Sequence[Module]) -> str:
    """The PROJECT stream: the same once more as text, what is protected (nothing), and the editor's windows (closed)."""
    protection = (("CMG", bytes(4), 0x07), ("DPB", bytes(1), 0x0E), ("GC", b"\xff", 0x15))
    lines = [
        f'ID="{PROJECT_ID}"',
        *(_listed(module) for module in modules),
        f'Name="{PROJECT_NAME}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        *(f'{name}="{encrypt(data, PROJECT_ID, seed).hex().upper()}"' for name, data, seed in protection),
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    ]
    return "".join(f"{line}\r\n" for line in lines)


def _listed(module: Module) -> str:
    if module.kind.document:
        return f"Document={module.name}/&H00000000"
    return f"{'Module' if module.kind is Kind.STANDARD else 'Class'}={module.name}"


def _name_map(modules: Sequence[Module]) -> bytes:
    """The PROJECTwm stream: each module's name in the code page and in Unicode."""
    pairs = (module.name.encode("ascii") + b"\0" + (module.name + "\0").encode("utf-16-le") for module in modules)
    return b"".join(pairs) + bytes(2)
