"""Making any text safe for Word: what it cannot hold becomes a visible mark, never a silent gap."""

from __future__ import annotations

import re
from unicodedata import is_normalized, normalize

from reportgen.common.figures import plain

MARK = "\N{REPLACEMENT CHARACTER}"  # stands where a character was that Word cannot hold

_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
# control characters but tab and newline, halves of surrogate pairs, and code points that stand for no character
_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)


def word_text(text: str) -> str:
    """Text as Word can hold it: composed characters, line ends as newlines, a mark for whatever is not a character.

    The names of figures in it go: what wants them takes the text apart first.

    >>> word_text("Caf\\u0065\\u0301\\r\\nR&D\\x07")
    'Café\\nR&D\\ufffd'
    """
    if text.isascii() and text.isprintable():
        return text
    text = _UNFIT.sub(MARK, _LINE_ENDS.sub("\n", plain(text)))
    return text if is_normalized("NFC", text) else normalize("NFC", text)
