"""docs/functions.md, written from the declaration of the worksheet functions."""

from __future__ import annotations

from laa_xl.declare.functions import FUNCTIONS, Function

_HEAD = """# Worksheet functions

Rate any figure in a cell. The rules are those of [rating.md](rating.md), the same as in the master. This page is made from
`laa_xl/declare/functions.py`; why things are so stands in [decision 14](decisions/0014-worksheet-functions.md).

In the master they are there when macros are enabled, on Windows, on a Mac and in LibreOffice, with no Python. For every other
workbook `laa-xl install` puts an add-in in place: without Python (the functions marked VBA), or with Python through xlwings on
Windows (all of them, and whole arrays in one call).

| function | what it gives | also without Python |
|---|---|---|
"""

_RULES = """
## What goes in

- **Figures** are numbers. A number typed as text counts where it is written plainly: `1,450` or `-0.5`. In a cell formatted as a
  currency Excel hands on four decimals.
- **Words** may be in capitals or small letters. Polarity is `higher`, `lower` or `range`; blank means that nobody has said, so
  nothing is rated.
- **A range** is one text, as the master prints it: `10 to 20`, `at least 10`, `at most 20`. From two cells: `A1&" to "&B1`.
- **A tolerance** is `10` or `"10%"` (of the target) or `"5 points"` (in the indicator's unit). A bare number between 0 and 1 is
  asked about: a cell that shows 10% holds 0.1.
- **Blank** and left out are the same, and never 0. In LibreOffice an argument that is skipped between two separators arrives as 0:
  give `""` or an empty cell instead.
- **Arrays**, with Python only: a range in place of a cell gives as many answers, in its shape; a single cell goes with all of
  them; where two ranges do not fit, #N/A stands beyond the smaller, as in Excel. Without Python give one cell each, and fill
  down. A range that belongs together (ratings, due, shares) is one argument everywhere.

## What comes out

- **Nothing to work with** gives a blank, as in the template; LAA_RAG gives Grey, LAA_DIRECTION "no comparison", and both a blank
  for a row that is empty. A blank is never 0.
- **An Excel error that comes in goes out.** Only LAA_CHECK tells about it instead.
- **Words, a date or TRUE where a number belongs** give #VALUE!; a number beyond 1E+100 gives #NUM!.
- **Any other mistake** gives a sentence that says what the argument has to be.
- Of several, the first argument that is wrong decides. LibreOffice shows an error of the VBA functions as text: Error 2042 is
  #N/A, Error 2015 #VALUE!, Error 2036 #NUM!.

Variance and variance % are rounded to 6 decimals, halves away from zero. The functions without Python work in doubles: of
figures with more than 13 digits, or of more than a thousand million, their sixth decimal may differ.

"""


def functions_markdown() -> str:
    """The whole page."""
    rows = (
        f"| [{one.name}](#{one.name.lower()}) | {one.summary} | {'VBA' if one.vba else ''} |\n" for one in FUNCTIONS
    )
    return _HEAD + "".join(rows) + _RULES + "\n".join(_section(one) for one in FUNCTIONS)


def _section(one: Function) -> str:
    formula, shown = one.example
    lines = [f"## {one.name}", "", f"`{one.signature}`", "", one.summary, ""]
    lines += [f"`{formula}` gives `{shown}`", "", "| argument | is | meaning |", "|---|---|---|"]
    lines += [
        f"| {argument.name}{' (may be left out)' if argument.optional else ''} | {argument.kind} | {argument.help} |"
        for argument in one.arguments
    ]
    return "\n".join(lines) + "\n"
