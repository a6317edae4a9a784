"""The tables of our question sets as JSON, which is read faster. `python -m tests.prepared_sets` renews them."""

from __future__ import annotations

from reportgen.questions.loader import PACKAGED, SET_FILE
from reportgen.questions.prepared import PREPARED, prepared


def prepared_sets() -> str:
    """The tables of all files of all sets that we ship."""
    folders = sorted(path.parent for path in PACKAGED.glob(f"*/{SET_FILE}"))
    return prepared([path.read_bytes() for folder in folders for path in sorted(folder.rglob("*.toml"))])


if __name__ == "__main__":
    PREPARED.write_text(prepared_sets(), encoding="ascii", newline="\n")
