"""Macros that somebody added to a master: a master written anew could not keep them."""

from __future__ import annotations

import io
import re

from laa_xl.files.package import one_part

_PROJECT_PART = "xl/vbaproject.bin"
_LISTED = re.compile(r"^(?:Module|Class|BaseClass)=(.+?)\r?$", re.MULTILINE)
_OURS = "laa"  # what the names of the modules in macros/ begin with; an older or newer master may have others of these


def own_modules(data: bytes) -> tuple[str, ...]:
    """The modules and forms of a workbook's VBA project that are none of ours; none where it cannot be read.

    The modules of workbook and sheets are not looked at, nor what was changed in ours.
    """
    project = one_part(data, _PROJECT_PART)
    if project is None:
        return ()
    import olefile  # only where there are macros

    try:
        with olefile.OleFileIO(io.BytesIO(project)) as file:
            text = file.openstream("PROJECT").read().decode("latin-1")
    except OSError:
        return ()  # damaged: nothing in it could be run either
    return tuple(name for name in _LISTED.findall(text) if not name.casefold().startswith(_OURS))
