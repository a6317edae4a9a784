"""The code of the template that comes with the program, made beforehand: that takes a twentieth of a build.

It is found by a digest of the part of the template and of the versions of the libraries that make code of it: where one
of them is another, or the template was edited since, the code is made anew.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from types import CodeType

import docxtpl
import jinja2

from reportgen.template.sandbox import as_code, code_text

PREPARED = Path(__file__).with_name("prepared.txt")  # a line with the digest, and the code as text


@lru_cache(maxsize=32)
def ready_code(xml: str) -> CodeType | None:
    """The code of a part of a template, where it was made beforehand; its names were looked at then."""
    try:
        with PREPARED.open(encoding="utf-8") as file:
            is_of_part = file.readline() == f"{_digest(xml)}\n"
            return as_code(file.read()) if is_of_part else None
    except OSError:
        return None


def kept_text(xml: str, source: str, known: frozenset[str]) -> str:
    """A part of a template, which jinja reads as `source`, as it is kept. Raises `UnknownNameError`."""
    return f"{_digest(xml)}\n{code_text(source, known)}"


def _digest(xml: str) -> str:
    return sha256(f"{jinja2.__version__} {docxtpl.__version__} {xml}".encode()).hexdigest()
