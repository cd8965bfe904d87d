"""A module of a VBA project: its name, its kind, and its text with the attributes that Excel keeps above it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

_ATTRIBUTE = re.compile(r"Attribute (VB_\w+) = (.*)")
_EXPORTED = re.compile(r"VERSION 1\.0 CLASS\nBEGIN\n.*?\nEND\n", re.DOTALL)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}")


class Kind(Enum):
    """What a module is; its value is the attribute ``VB_Base``, which a standard module lacks."""

    STANDARD = ""
    CLASS = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"
    WORKBOOK = "0{00020819-0000-0000-C000-000000000046}"
    SHEET = "0{00020820-0000-0000-C000-000000000046}"

    @property
    def document(self) -> bool:
        """Whether it belongs to the workbook or to a sheet."""
        return self in (Kind.WORKBOOK, Kind.SHEET)


@dataclass(frozen=True, slots=True)
class Module:
    """One module. ``code`` is its text, with or without the lines that the VBA editor puts above an exported one.

    Attributes in the text count before our own; a name in it must be the module's.
    """

    name: str
    kind: Kind
    code: str

    def source(self) -> bytes:
        """The module's text as its stream holds it: attributes above, lines ended as in Windows.

        ValueError for a name that VBA does not allow, or a character that is not ASCII.
        """
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r} cannot be the name of a VBA module")
        text = _EXPORTED.sub("", "\n".join(self.code.splitlines()), count=1)
        lines = text.split("\n") if text else []
        attributes = self._attributes()
        while lines and (found := _ATTRIBUTE.fullmatch(lines[0].rstrip())):
            attributes[found[1]] = found[2]
            del lines[0]
        if attributes["VB_Name"] != f'"{self.name}"':
            raise ValueError(f"the module {self.name} calls itself {attributes['VB_Name']}")
        head = [f"Attribute {name} = {value}" for name, value in attributes.items()]
        try:
            return "".join(f"{line}\r\n" for line in (*head, *lines)).encode("ascii")
        except UnicodeEncodeError as problem:
            raise ValueError(
                f"the module {self.name} has a character that is not ASCII: {problem.object[problem.start]!r}"
            ) from None

    def _attributes(self) -> dict[str, str]:
        attributes = {"VB_Name": f'"{self.name}"'}
        if self.kind is not Kind.STANDARD:
            attributes |= {
                "VB_Base": f'"{self.kind.value}"',
                "VB_GlobalNameSpace": "False",
                "VB_Creatable": "False",
                "VB_PredeclaredId": str(self.kind.document),
                "VB_Exposed": str(self.kind.document),
                "VB_TemplateDerived": "False",
                "VB_Customizable": str(self.kind.document),
            }
        return attributes
