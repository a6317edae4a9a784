"""All that was made of a case as one archive."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from reportgen.web.tasks.drafting import PAGES


def archive(files: Mapping[str, Path]) -> bytes:
    """A zip file of what was made, but for the pictures of pages, which are for looking at."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, path in files.items():
            if not name.startswith(f"{PAGES}/"):
                made.write(path, name)
    return content.getvalue()
