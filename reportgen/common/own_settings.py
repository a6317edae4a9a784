"""The folder of a person's own settings, where each system has them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_NAME = "reportgen"


def settings_folder() -> Path:
    """The folder of this user's settings of the program; it need not be there yet."""
    if named := os.environ.get("REPORTGEN_SETTINGS"):
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home()) / _NAME
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / _NAME
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / _NAME
