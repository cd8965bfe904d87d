"""A workbook's package while parts are added: content types, relationships, and a zip that keeps the rest as it is."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping

from laa_xl.files.package import look, relationships, workbook_part
from laa_xl.files.xml_edit import XmlPart, quoted

_STRICT = "http://purl.oclc.org/ooxml/"
_TRANSITIONAL = "http://schemas.openxmlformats.org/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_TYPES = "[content_types].xml"
_BY_EXTENSION = ("rels", "vml")  # these kinds of part are known by their extension
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # so that the same workbook always gives the same bytes
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Bundle:
    """The parts by lower-case name; what is not put stays as it was received."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.package = look(data)
        self.parts = dict(self.package.parts)
        self.workbook = workbook_part(self.parts)
        root = XmlPart(self.parts[self.workbook], self.workbook).root
        self.strict = root.space.startswith(_STRICT)
        self.main = root.space
        self.office = (
            f"{_STRICT}officeDocument/relationships"
            if self.strict
            else f"{_TRANSITIONAL}officeDocument/2006/relationships"
        )
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self._members = archive.infolist()
            self._comment = archive.comment
        self.names = {_key(member.filename): member.filename.replace("\\", "/") for member in self._members}
        self._added: list[str] = []

    def links(self, part: str) -> Mapping[str, tuple[str, str]]:
        """A part's relationships, id to kind and target; none where it has no such list."""
        return relationships(self.parts, part) if _rels_of(part) in self.parts else {}

    def linked(self, part: str, kind: str) -> str:
        """The part of a kind that a part is related to, or "" where there is none in the file."""
        targets = (target for found, target in self.links(part).values() if found == kind)
        return next((target for target in targets if target in self.parts), "")

    def put(self, part: str, blob: bytes) -> None:
        """Give a part other content."""
        self.parts[part] = blob

    def add(self, stem: str, extension: str, blob: bytes, content_type: str) -> str:
        """A new part beside the workbook's others, named with the next free number."""
        folder = posixpath.dirname(self.names[self.workbook])
        number = 1
        while f"{folder}/{stem}{number}.{extension}".lower() in self.parts:
            number += 1
        name = f"{folder}/{stem}{number}.{extension}"
        self._new(name, blob, content_type)
        return name.lower()

    def relate(self, part: str, kind: str, target: str) -> str:
        """Relate a part to another, and return the relationship's id."""
        rels = _rels_of(part)
        path = posixpath.relpath(self.names[target], posixpath.dirname(self.names[part]))
        if rels not in self.parts:
            self._new(_rels_of(self.names[part]), _no_relationships(), _RELS_TYPE)
        listed = XmlPart(self.parts[rels], rels)
        taken = {node.attributes.get("Id", "") for node in listed.root.children}
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        entry = f'<Relationship Id="rId{number}" Type="{self.office}/{kind}" Target={quoted(path)}/>'
        listed.append(listed.root, listed.own(entry))
        self.parts[rels] = listed.bytes()
        return f"rId{number}"

    def _new(self, name: str, blob: bytes, content_type: str) -> None:
        self.parts[name.lower()] = blob
        self.names[name.lower()] = name
        self._added.append(name)
        types = XmlPart(self.parts[_TYPES], _TYPES)
        extension = name.rpartition(".")[2]
        usual = {
            node.attributes.get("Extension", "").lower(): node.attributes.get("ContentType", "")
            for node in types.root.all("Default")
        }
        if usual.get(extension) == content_type:
            return
        if extension in _BY_EXTENSION and extension not in usual:
            entry = f'<Default Extension="{extension}" ContentType="{content_type}"/>'
        else:
            entry = f'<Override PartName={quoted("/" + name)} ContentType="{content_type}"/>'
        types.append(types.root, types.own(entry))
        self.parts[_TYPES] = types.bytes()

    def bytes(self) -> bytes:
        """The zip: its members in their order with their dates, the new ones behind."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.comment = self._comment
            for member in self._members:
                kept = zipfile.ZipInfo(member.filename, member.date_time)
                kept.compress_type, kept.external_attr = member.compress_type, member.external_attr
                kept.create_system, kept.comment = member.create_system, member.comment
                archive.writestr(kept, b"" if member.is_dir() else self.parts[_key(member.filename)])
            for name in self._added:
                new = zipfile.ZipInfo(name, _EARLIEST)
                new.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(new, self.parts[name.lower()])
        return packed.getvalue()


def _key(name: str) -> str:
    return name.replace("\\", "/").lower()


def _rels_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _no_relationships() -> bytes:
    return f'{XML}<Relationships xmlns="{_PACKAGE}/relationships"></Relationships>'.encode()
