"""Coverage-guided fuzzing, where atheris is installed: python -m benchmarks.fuzz_atheris gate|grammar|reading -runs=100000.

The gate gets bytes, the grammar texts, and reading the XML of one sheet inside an otherwise sound workbook. Each may end with a
refusal and with nothing else. It runs in one process, so that an abort of a parser ends it: that is a finding too.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

try:
    import atheris
except ImportError:
    sys.exit("atheris is not installed here: pip install -e '.[fuzz]' (Linux, Python 3.11 to 3.13).")

with atheris.instrument_imports(include=["laa_xl"]):
    from laa_xl.domain.grammar import understand, understand_date
    from laa_xl.files.cells import read_cells
    from laa_xl.files.gate import members_of, unpacked
    from laa_xl.files.refused import Refused
    from laa_xl.files.scan import scan_sheet

from benchmarks.mutators import TEXTS, packed, wording

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"
# The least that is a workbook, so that a run is as quick as can be.
BASE = {
    "xl/workbook.xml": (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="A" sheetId="1" r:id="a"/></sheets></workbook>'
    ).encode(),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships><Relationship Id="a" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ).encode(),
    SHEET: f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'.encode(),
}
ROWS = (
    b'<row r="1"><c r="A1"><v>1.5</v></c><c r="B1" t="str"><f>A1*2</f><v>x</v></c><c t="e"><v>#REF!</v></c></row>',
    b'<row r="2" hidden="1"><c r="A2" t="inlineStr"><is><r><t>a</t></r></is></c><c r="B2" t="b"><v>1</v></c></row>',
    b'</sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells><sheetData>',
)


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
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>'.encode() + data + b"</sheetData></worksheet>"
    scan_sheet(xml, SHEET, "A")
    read_cells(packed({**BASE, SHEET: xml}))


TARGETS: dict[str, Callable[[bytes], None]] = {"gate": gate, "grammar": grammar, "reading": reading}
SEEDS = {
    "gate": [packed(BASE), packed({})],
    "grammar": [wording(str(number)).encode() for number in range(200)],
    "reading": [*ROWS, *TEXTS[:8]],
}


def main() -> None:
    """Fuzz the target that is named first; what follows goes to libFuzzer."""
    name = sys.argv.pop(1)
    target = TARGETS[name]

    def once(data: bytes) -> None:
        try:
            target(data)
        except Refused:
            return

    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(SEEDS[name]):
            (Path(folder) / str(number)).write_bytes(seed)
        atheris.Setup([*sys.argv, folder], once)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
