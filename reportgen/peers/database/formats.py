"""The formats of peer databases, and what is said of one that is not that of this version."""

from __future__ import annotations

FORMATS = ("0001",)  # the migrations; a database is of the format of its last one
FORMAT = FORMATS[-1]  # what this version of the program reads and writes


def is_known(found: str) -> bool:
    """True for a format that this version can read or bring up to date."""
    return found in FORMATS


def other_format(name: str, found: str) -> str:
    """What is said of a database of another format than that of this version."""
    if is_known(found):
        return (
            f"{name} was made by an older reportgen (format {found}; this one works with {FORMAT}). "
            "Bring it up to date with 'reportgen peers upgrade', which keeps a backup."
        )
    return (
        f"{name} was made by a newer reportgen (format {found}; this one knows formats up to {FORMAT}). "
        "Use that version."
    )
