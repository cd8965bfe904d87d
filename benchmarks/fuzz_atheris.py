"""Coverage-guided fuzzing, where atheris is installed: python -m benchmarks.fuzz_atheris gate|grammar|reading -runs=100000.

The gate gets bytes, the grammar texts, and reading the XML of one sheet inside an otherwise sound workbook. Each may end with a
refusal and with nothing else. It runs in one process, so that an abort of a parser ends it: that is a finding too.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["laa_xl"]):
    from laa_xl.domain.grammar import understand, understand_date
    from laa_xl.files.cells import read_cells
    from laa_xl.files.gate import members_of, unpacked
    from laa_xl.files.refused import Refused
    from laa_xl.files.scan import scan_sheet

from benchmarks.mutators import packed, parts_of

BASE = parts_of(next(Path(__file__).parents[1].glob("workbooks/*/returns/*/*.xlsx")).read_bytes())
SHEET = "xl/worksheets/sheet5.xml"  # a small one


def gate(data: bytes) -> None:
    """A zip's directory, headers and packed bytes."""
    unpacked(data, members_of(data))


def grammar(data: bytes) -> None:
    """A text that stands for a figure or a date."""
    text = data.decode("utf-8", "replace")
    understand(text)
    understand_date(text)


def reading(data: bytes) -> None:
    """Rows of a sheet: what comes of them has to be well-formed before the slow readers see it."""
    xml = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>' + data
    xml += b"</sheetData></worksheet>"
    scan_sheet(xml, SHEET, "Finance")
    read_cells(packed({**BASE, SHEET: xml}))


TARGETS: dict[str, Callable[[bytes], None]] = {"gate": gate, "grammar": grammar, "reading": reading}


def main() -> None:
    """Fuzz the target that is named first; what follows goes to libFuzzer."""
    target = TARGETS[sys.argv.pop(1)]

    def once(data: bytes) -> None:
        try:
            target(data)
        except Refused:
            return

    atheris.Setup(sys.argv, once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
