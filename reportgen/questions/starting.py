"""A small set of questions to start from: files with remarks that explain each field to whoever edits them.

They stand a folder deeper than the sets we ship, so nothing takes them for one.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path

import tomli_w

from reportgen.common.exceptions import UsageError
from reportgen.common.set_tables import SetTables
from reportgen.questions.files import check_tables
from reportgen.questions.loader import SET_FILE, shipped

STARTER = Path(__file__).parent / "starter" / "meetings"


def starting_set(set_id: str, title: str) -> dict[str, bytes]:
    """The files of a set of that id and title, by their place in its folder; an empty title leaves that of the example.

    Raises `UsageError` when a set cannot have that id or title.
    """
    if set_id in shipped():
        raise UsageError(f"The id '{set_id}' is that of a set we ship. Choose another.")
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(STARTER.glob("*.toml"))}
    for field, value in (("id", set_id), ("title", title)):
        if value:
            texts[SET_FILE] = _with(texts[SET_FILE], field, value)
    tables = {name: tomllib.loads(text) for name, text in texts.items()}
    head = tables.pop(SET_FILE)
    checked = check_tables(SetTables(head, {Path(name).stem: table for name, table in tables.items()}), [])
    if checked.faults:
        raise UsageError("No set can be called so.", checked.faults)
    return {name: text.encode("utf-8") for name, text in texts.items()}


def id_for(folder: Path) -> str:
    """The id that a set gets from the name of its folder; empty when nothing of the name can stand in an id.

    >>> id_for(Path("sets/Our Møbel & Büro set"))
    'our-mbel-buro-set'
    """
    plain = unicodedata.normalize("NFKD", folder.resolve().name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def _with(text: str, field: str, value: str) -> str:
    """The text of `set.toml` with another value in a field of the set as a whole, its remark kept."""
    line = tomli_w.dumps({field: value}).rstrip("\n")
    made, count = re.subn(rf'^{field} = "[^"]*"', lambda _: line, text, count=1, flags=re.MULTILINE)
    assert count == 1, field
    return made
