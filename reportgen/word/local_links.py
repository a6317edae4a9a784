"""Links that lead to a file of one computer or network: they name its folders, and lead nobody else anywhere."""

from __future__ import annotations

import re

_LOCAL = re.compile(r"(?:file:|[A-Za-z]:[\\/]|\\\\|//[^/])", re.IGNORECASE)
_CODE = re.compile(r'\s*(?:HYPERLINK|INCLUDEPICTURE|INCLUDETEXT|LINK)\s+"?((?:[^"\\\s]|\\.)+)', re.IGNORECASE)


def is_local(target: str) -> bool:
    """True for the target of a link that only one computer knows.

    >>> is_local("file:///C:/costs.xlsx"), is_local("C:/costs.xlsx"), is_local("https://example.com/")
    (True, True, False)
    """
    return _LOCAL.match(target) is not None


def local_target(code: str) -> str:
    """The target of the code of a field where it is local; empty for any other field.

    >>> local_target(' HYPERLINK "file:///C:/costs.xlsx" '), local_target(' HYPERLINK "https://example.com/" ')
    ('file:///C:/costs.xlsx', '')
    """
    found = _CODE.match(code)
    return found[1] if found and is_local(found[1]) else ""
