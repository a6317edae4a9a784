"""Where the files that come with the program lie: fonts and Word templates, in a checkout as in an installed wheel."""

from __future__ import annotations

from pathlib import Path

from reportgen.common.exceptions import UnreadableFileError

PACKAGE = Path(__file__).resolve().parents[1]


def font_file(name: str) -> Path:
    """The bundled font file `name`. Raises UnreadableFileError when the installation lacks it."""
    return _existing(PACKAGE / "common" / "fonts" / name)


def template_file(name: str) -> Path:
    """The Word template `name` that comes with the program. Raises UnreadableFileError when it is missing."""
    return _existing(templates_folder() / name)


def templates_folder() -> Path:
    """The folder of the templates: inside the package in a wheel, at the top of the project in a checkout."""
    packed = PACKAGE / "_templates"
    return packed if packed.is_dir() else PACKAGE.parent / "templates"


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise UnreadableFileError(f"{path}: this file of the program is missing. Install reportgen again.")
    return path
