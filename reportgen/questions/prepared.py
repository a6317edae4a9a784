"""The tables of the question sets that come with the program, as JSON: Python reads it twenty times as fast as TOML.

They are found by the digest of the file that they were made of: one that was edited since is read itself, and so is
every one where nothing was prepared.
"""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from reportgen.common.toml_files import toml_tables

PREPARED = Path(__file__).with_name("prepared.txt")  # a line for each file: the digest and the tables


def tables_of(content: bytes) -> dict[str, Any]:
    """The tables of a file of a question set. Raises `NotTomlError`."""
    prepared = _prepared().get(_digest(content))
    return json.loads(prepared) if prepared else toml_tables(content)


def prepared(contents: list[bytes]) -> str:
    """The tables of these files, as they are kept. Raises `NotTomlError`."""
    return "".join(f"{_digest(content)} {json.dumps(toml_tables(content))}\n" for content in contents)


@lru_cache(maxsize=1)
def _prepared() -> dict[str, str]:
    """The tables by the digest of their file."""
    try:
        lines = PREPARED.read_text(encoding="ascii").splitlines()
    except OSError:
        return {}
    return {digest: tables for digest, _, tables in (line.partition(" ") for line in lines)}


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
