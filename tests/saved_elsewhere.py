"""The sound workbook of the corpus, saved once by other programs, in `tests/data/saved/`: real files, as they came.

`python -m tests.saved_elsewhere` makes them anew with what is installed: LibreOffice (soffice), Gnumeric (ssconvert),
and npm, which fetches SheetJS and ExcelJS into a folder that goes again. The packages are packed anew, their parts
untouched, so that they stay small. To be renewed when the workbook holds something new; files of an older layout are
still read.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.corpus.base import sound
from tests.packages import parts_of, zipped

FOLDER = Path(__file__).parent / "data" / "saved"
_SHEETJS = 'const X = require("xlsx"); X.writeFile(X.readFile("client.xlsx"), "saved.xlsx")'
_EXCELJS = (
    'const E = require("exceljs"); const b = new E.Workbook();'
    'b.xlsx.readFile("client.xlsx").then(() => b.xlsx.writeFile("saved.xlsx"))'
)


def _run(folder: Path, *command: str) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def _by_libreoffice(folder: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    _run(folder, "soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", "out", "client.xlsx")
    (folder / "out" / "client.xlsx").rename(folder / "saved.xlsx")


def _by_node(package: str, script: str) -> Callable[[Path], None]:
    def save(folder: Path) -> None:
        _run(folder, "npm", "install", "--no-audit", "--no-fund", package)
        _run(folder, "node", "-e", script)

    return save


SAVERS: Mapping[str, Callable[[Path], None]] = {
    "libreoffice": _by_libreoffice,
    "gnumeric": lambda folder: _run(folder, "ssconvert", "--recalc", "client.xlsx", "saved.xlsx"),
    "sheetjs": _by_node("xlsx@0.18.5", _SHEETJS),
    "exceljs": _by_node("exceljs@4.4.0", _EXCELJS),
}


def main() -> None:
    """Save it with each program, or with those named."""
    FOLDER.mkdir(exist_ok=True)
    for name in sys.argv[1:] or SAVERS:
        with tempfile.TemporaryDirectory() as made:
            (Path(made) / "client.xlsx").write_bytes(sound())
            SAVERS[name](Path(made))
            (FOLDER / f"{name}.xlsx").write_bytes(zipped(parts_of(Path(made) / "saved.xlsx")))
        print(FOLDER / f"{name}.xlsx")


if __name__ == "__main__":
    main()
