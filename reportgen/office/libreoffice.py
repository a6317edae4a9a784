"""LibreOffice, for what only a layout program knows: PDF files and page numbers.

It runs without a window, on a copy, in a throw-away profile and with a time limit; what it wrote is checked. Its own
saves never become a deliverable.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from reportgen.common.diagnostics.runs import NO_PDF, PDF_TOO_SLOW
from reportgen.common.exceptions import OfficeError
from reportgen.office.programs import run_program

SECONDS = 180  # for one conversion: many times what a long report takes on a busy machine
NAMES = ("soffice", "libreoffice")
PLACES = (  # where it is installed when it is not on the path
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)


def find_office() -> str | None:
    """The path of LibreOffice's program, or None when it is not installed."""
    on_path = next((found for name in NAMES if (found := shutil.which(name))), None)
    return on_path or next((place for place in PLACES if Path(place).is_file()), None)


def pdf_of(document: bytes, *, destinations: bool = False) -> bytes:
    """A Word file as LibreOffice prints it: tagged, with an outline of its headings, without its comments.

    Comments are for those who work on the draft; in a PDF their marks would cover the words.
    With `destinations` every bookmark, hidden ones too, becomes a named destination of the PDF.
    Raises `OfficeError` with a plain sentence when there is no LibreOffice, or it writes no PDF in time.
    """
    options = {
        "ExportBookmarks": True,
        "ExportBookmarksToPDFDestination": destinations,
        "ExportNotes": False,
        "UseTaggedPDF": True,
    }
    program = find_office()
    if program is None:
        raise OfficeError(
            "LibreOffice was not found, and only it can lay out pages. Install it (libreoffice.org), or open the draft "
            "in Word: press F9 on the contents for page numbers, and save it as PDF there."
        )
    with tempfile.TemporaryDirectory(prefix="reportgen-", ignore_cleanup_errors=True) as folder:
        source, target = Path(folder, "report.docx"), Path(folder, "report.pdf")
        source.write_bytes(document)
        _convert(program, source, options, folder=Path(folder))
        made = target.read_bytes() if target.is_file() else b""
    if not made.startswith(b"%PDF-"):
        raise OfficeError(NO_PDF.at(program=program))
    return made


def _convert(program: str, source: Path, options: Mapping[str, bool], *, folder: Path) -> None:
    values = {name: {"type": "boolean", "value": str(on).lower()} for name, on in options.items()}
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        f"pdf:writer_pdf_Export:{json.dumps(values)}",
        "--outdir",
        str(folder),
        str(source),
    ]
    try:
        run_program(command, seconds=SECONDS)
    except subprocess.TimeoutExpired as error:
        raise OfficeError(PDF_TOO_SLOW.at(program=program, seconds=SECONDS)) from error
    except OSError as error:
        raise OfficeError(f"LibreOffice ({program}) could not be started ({error.strerror or error}).") from error
