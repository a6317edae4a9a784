"""Text as people type it, made comparable: one rule for every cell, heading, sheet title and file of peers.

Workbooks pass through Excel, LibreOffice, web spreadsheets and mail, and come back with no-break spaces, zero-width
characters, look-alike dashes and full-width digits. `fold` makes a key to compare by; `clean` tidies a text that is
kept. Both leave what was typed alone otherwise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from fractions import Fraction
from functools import lru_cache

LONGEST_REMEMBERED = 300  # characters; thousands of long notes would fill the memory
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"  # the visible mark in place of a character that no document can hold

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−⁃﹘﹣－", "-"),
        **dict.fromkeys("‘’‚‛′´`ʼ", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("⁄∕", "/"),
    }
)
# Not seen, and not removed by str.strip(): zero-width characters, byte order mark, bidi marks, soft hyphen.
_UNSEEN = "".join(
    map(
        chr,
        (
            *(0xAD, 0x61C, 0x180E, 0xFEFF),
            *(*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x2070)),
        ),
    )
)
_UNSEEN_ANYWHERE = re.compile(f"[{_UNSEEN}\ufe00-\ufe0f]")  # and variation selectors, which belong to an emoji's end
# For str.strip(), whose time is linear: a pattern for the blanks at the end tries at every blank of a long text.
_BLANKS = _UNSEEN + "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
_PRINTABLE = bytes(range(0x20, 0x7F))  # of ASCII
_UNEVEN = ("  ", "\n ", " \n")  # blanks that folding takes away from printable ASCII
# What XML 1.0 does not allow: control characters but tab and line breaks, surrogates, two non-characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # Excel reads "_x0041_" as "A" (ISO/IEC 29500-1, 22.9.2.19)
_LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def fold(text: str) -> str:
    """The key by which two texts count as the same: case, kind of blank, dash, quote and digit width do not matter.

    >>> fold(" Road\\u00a0 MAP\\u200b "), fold("８０ – Clear evidence")
    ('road map', '80 - clear evidence')
    """
    return _folded_once(text) if len(text) <= LONGEST_REMEMBERED else _folded(text)


def _folded(text: str) -> str:
    compatible = unicodedata.normalize("NFKC", _UNSEEN_ANYWHERE.sub("", text).translate(_ALIKE))
    return " ".join(compatible.translate(_ALIKE).casefold().split())


def folded_all(texts: Sequence[str]) -> list[str]:
    """Each text folded; thousands of plain codes at once, as most are.

    >>> folded_all(["P-01", " Road  MAP"])
    ['p-01', 'road map']
    """
    if not texts:
        return []
    joined, breaks = "\n".join(texts), b"\n" * (len(texts) - 1)
    is_plain = joined.isascii() and joined.encode().translate(None, _PRINTABLE) == breaks
    if not is_plain or (" " in joined and any(blanks in f"\n{joined}\n" for blanks in _UNEVEN)):
        return list(map(fold, texts))
    return joined.translate(_ALIKE).lower().split("\n")


_folded_once = lru_cache(maxsize=4096)(_folded)  # a workbook repeats the same few entries in thousands of cells


def clean(text: str) -> str:
    """A text to keep: composed (NFC), without blanks of any kind at its ends, with plain line breaks.

    Characters that no document can hold become a visible mark; `unprintable` counts them.

    >>> clean("\\u200b Seen in\\r\\nuse \\x07 ")
    'Seen in\\nuse �'
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    marked = _UNPRINTABLE.sub(REPLACEMENT, text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", marked).strip(_BLANKS)


def code_key(code: str) -> str:
    """The key by which codes of interviews are the same: Excel makes 1 of a typed 01.

    >>> code_key("01") == code_key("1"), code_key("M-01") == code_key("m-01")
    (True, True)
    """
    key = fold(code)
    return str(int(key)) if key.isdecimal() else key


def same_version(one: str, other: str) -> bool:
    """True for two versions of a question set that Excel takes for one: it makes 1 of "1.0"."""
    return _version(one) == _version(other)


def _version(version: str) -> Fraction | str:
    """A version as Excel compares it, which takes "1.0" for 1."""
    try:
        return Fraction(version)
    except (ValueError, ZeroDivisionError):
        return fold(version)


def unprintable(text: str) -> int:
    """How many characters of the text no document can hold: control characters, lone surrogates."""
    return 0 if text.isprintable() else len(_UNPRINTABLE.findall(text))


def escaped(text: str) -> str:
    """A text as the cell of a file has it: none of it can be taken for an escape.

    >>> escaped("_x0041_ x")
    '_x005F_x0041_ x'
    """
    return _LIKE_AN_ESCAPE.sub("_x005F_", text)


def unescaped(text: str) -> str:
    """The text of a cell as typed: Excel stores some characters as `_xHHHH_`.

    >>> unescaped("one_x000D_two _x005F_x0041_")
    'one\\rtwo _x0041_'
    """
    if "_x" not in text:
        return text
    decoded = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    # two escapes that are the halves of one character become that character
    return decoded.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def nearest(found: str, allowed: Iterable[str], alike: float = 0.6) -> str:
    """The allowed text most like the one found; empty when none is `alike`, 1 being the same and 0 nothing in common.

    >>> nearest("Manger", ["Manager", "Implementation"])
    'Manager'
    """
    by_key = {fold(text): text for text in allowed}
    close = get_close_matches(fold(found), by_key, n=1, cutoff=alike)
    return by_key[close[0]] if close else ""


def did_you_mean(found: str, allowed: Iterable[str]) -> str:
    """A sentence that suggests the nearest allowed text, with a blank before it; empty when none is like it."""
    near = nearest(found, allowed)
    return f" Did you mean '{near}'?" if near else ""
