"""Turns a Word document into a PDF by LibreOffice, where that is installed; it reads nothing but the file it is given."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from laa_xl.files.store import StoreError

SECONDS = 180
MISSING = (
    "A PDF is made by LibreOffice, which was not found on this machine. Install LibreOffice (it costs nothing), or write "
    "the report as .docx and save it as PDF in Word."
)
_COMMANDS = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
# Tagged, so that screen readers find headings, lists and tables; with bookmarks and the title in the window.
_OPTIONS = (
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"},"DisplayPDFDocumentTitle":{"type":"boolean","value":"true"}}'
)


# LibreOffice keeps 20 charts of a document in mind, and draws the others from a picture that it stretches.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Common/Cache/Writer">
<prop oor:name="OLE_Objects" oor:op="fuse"><value>1000</value></prop></item></oor:items>
"""


class NoPdf(StoreError):
    """There is no PDF; the message says why, and what to do."""


def find_office() -> Path | None:
    """LibreOffice's command; None where it is not installed."""
    named = (shutil.which(command) for command in _COMMANDS)
    there = (place for place in _PLACES if Path(place).is_file())
    found = next((place for place in (*named, *there) if place), None)
    return Path(found) if found else None


def pdf_of(docx: bytes, seconds: float = SECONDS) -> bytes:
    """The PDF of a .docx; NoPdf where LibreOffice is missing, fails, or takes longer than ``seconds``."""
    office = find_office()
    if office is None:
        raise NoPdf(MISSING)
    with tempfile.TemporaryDirectory(prefix="laa-xl-pdf-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / "report.docx"
        source.write_bytes(docx)
        # A profile of its own: an officer's open LibreOffice would take the order, and answer nothing.
        profile = Path(folder) / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
        options = ("--headless", "--norestore", "--nolockcheck", "--convert-to", _OPTIONS, "--outdir", folder)
        told = _run([str(office), f"-env:UserInstallation={profile.as_uri()}", *options, str(source)], seconds)
        made = source.with_suffix(".pdf")
        if not made.is_file() or not (data := made.read_bytes()).startswith(b"%PDF-"):
            raise NoPdf(f"LibreOffice made no PDF{f' ({told})' if told else ''}. Write the report as .docx instead.")
    return data


def _run(command: list[str], seconds: float) -> str:
    """Run LibreOffice to its end, and its children with it; what it said last."""
    try:
        with subprocess.Popen(  # noqa: S603 - the program was found by us, the file is ours
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        ) as running:
            try:
                said, _ = running.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                _end(running)
                raise NoPdf(
                    f"LibreOffice did not finish within {seconds:g} seconds, so it was stopped. Try again, or write the report as .docx."
                ) from None
    except OSError as error:
        raise NoPdf(f"LibreOffice cannot be started: {(error.strerror or str(error)).lower()}.") from None
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[-1] if lines else ""


def _end(running: subprocess.Popen[str]) -> None:
    if os.name == "posix":
        os.killpg(running.pid, signal.SIGKILL)
    else:
        running.kill()
    running.wait()
