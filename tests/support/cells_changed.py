"""Which cells differ between two copies of a workbook, where nothing but cells does: what was typed into the one."""

from __future__ import annotations

import functools
import io
import re
import zipfile
from html import unescape

Entry = float | str | dict[str, str] | None
_CELL = re.compile(r'<c r="([A-Z]+\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_NAMED = re.compile(r'<sheet name="([^"]+)" sheetId="(\d+)"')


def cells_changed(changed: bytes, base: bytes) -> dict[str, Entry] | None:
    """The entries by "Sheet!A1", as `office.with_entries` takes them; None where something other than an entry differs."""
    before, after = _parts(base), _parts(changed)
    if before.keys() != after.keys():
        return None
    found: dict[str, Entry] = {}
    for part, xml in after.items():
        if xml == before[part]:
            continue
        sheet = _sheets(base).get(part)
        if sheet is None or _CELL.sub("<c/>", xml) != _CELL.sub("<c/>", before[part]):
            return None
        was = {cell[1]: cell[0] for cell in _CELL.finditer(before[part])}
        for cell in _CELL.finditer(xml):
            if cell[0] == was.get(cell[1]):
                continue
            entry = _entry(cell[2], cell[3] or "")
            if isinstance(entry, _Unknown) or cell[1] not in was:
                return None
            found[f"{sheet}!{cell[1]}"] = entry
    return found


class _Unknown:
    """Not the kind of entry that can be typed."""


def _entry(attributes: str, content: str) -> Entry | _Unknown:
    kind = re.search(r' t="(\w+)"', attributes)
    if kind is None and content == "":
        return None
    if kind is None and (number := re.fullmatch(r"<v>([^<]+)</v>", content)):
        return float(number[1])
    if kind and kind[1] == "inlineStr" and (text := re.fullmatch(r"<is><t[^>]*>(.*)</t></is>", content, re.DOTALL)):
        return unescape(text[1])
    if kind and kind[1] == "e" and (formula := re.fullmatch(r"<f>(#REF!\w+)</f><v>[^<]*</v>", content)):
        return {"formula": f"={formula[1]}"}  # whatever error was saved: it is worked out anew
    return _Unknown()


@functools.lru_cache(maxsize=2)
def _parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}


def _sheets(data: bytes) -> dict[str, str]:
    """The name of the sheet in each part, as we write them: in the order of their numbers."""
    return {f"xl/worksheets/sheet{n}.xml": name for name, n in _NAMED.findall(_parts(data)["xl/workbook.xml"])}
