"""Names of files that come from a browser: made such that every system can hold them and none takes them for a path."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import quote

LONGEST = 120  # bytes of a name in UTF-8, its suffix included; what is made from it adds to it, and systems hold 255
_SEPARATORS = re.compile(r"[\\/]")
_NOT_ON_WINDOWS = frozenset('<>:"|?*')
_AT_THE_START = " .~$"  # hidden files, and the lock files of Excel and Word
_AT_THE_END = " ."  # Windows leaves these away
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\..*)?", re.IGNORECASE)


def safe_name(given: str, suffixes: Sequence[str], default: str) -> str:
    r"""A name for a file of ours, as much like the one given as may be: umlauts stay.

    It ends in one of `suffixes`, in small letters; the first is added to a name that ends in none. `default` stands for
    a name of which nothing is left.

    >>> safe_name(r"C:\Users\Jörg\Müller & Söhne.XLSX", [".xlsx"], "workbook")
    'Müller & Söhne.xlsx'
    >>> [safe_name(name, [".xlsx", ".csv"], "workbook") for name in ("../../etc/passwd", "peers.csv", "CON.xlsx", "..")]
    ['passwd.xlsx', 'peers.csv', 'workbook.xlsx', 'workbook.xlsx']
    """
    name = _clean(given)
    suffix = next((suffix for suffix in suffixes if name.lower().endswith(suffix)), "")
    stem = name[: len(name) - len(suffix)].lstrip(_AT_THE_START)
    suffix = suffix or suffixes[0]
    stem = stem.encode()[: LONGEST - len(suffix)].decode(errors="ignore").rstrip(_AT_THE_END)
    return (default if not stem or _DEVICE.fullmatch(stem) else stem) + suffix


def _clean(given: str) -> str:
    """What follows the last separator, composed, of characters that are seen and that Windows takes."""
    last = _SEPARATORS.split(given)[-1]
    seen = (" " if unicodedata.category(one) in ("Zs", "Zl", "Zp") else one for one in last)
    kept = (one for one in seen if not unicodedata.category(one).startswith("C") and one not in _NOT_ON_WINDOWS)
    return unicodedata.normalize("NFC", "".join(kept)).strip(" ")


def attachment(name: str) -> str:
    """The header Content-Disposition of a file to be kept under this name, whatever letters are in it (RFC 6266).

    >>> attachment("Söhne.docx")
    "attachment; filename=S_hne.docx; filename*=UTF-8''S%C3%B6hne.docx"
    """
    plain = re.sub(r"[^\w.-]", "_", name, flags=re.ASCII)
    return f"attachment; filename={plain}; filename*=UTF-8''{quote(name, safe='')}"
