"""How numbers are shown, as far as it tells what they are: a date, a length of time, a percentage."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from reportgen.workbook.reader.raw_cells import MAIN

_SHARES = {9: "0%", 10: "0.00%"}  # formats that every workbook has without writing them down
_MOMENTS, _SPANS = frozenset((*range(14, 23), 45, 46, 47)), frozenset((46,))
_SAID = re.compile(r'"[^"]*"|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]')  # in a format: words, colours and languages
_MOMENT = re.compile(r"(?<![_\\])[dmhys]", re.IGNORECASE)
_LITERAL = re.compile(r'"[^"]*"|\\.')  # in a format: '0" %"' only writes a sign behind the number
_LONGEST = 255  # characters of a format in Excel
_SPAN = re.compile(r"\[(?:hh?|mm?|ss?)\]", re.IGNORECASE)


class NumberFormats:
    """How numbers are shown, by the index of a cell's style."""

    def __init__(self, styles: Any) -> None:
        """`styles` is the part of that name as a tree, where there is one."""
        declared: Iterable[Any] = ()
        used: Iterable[Any] = ()
        if styles is not None:
            declared = styles.iterfind(f"{{{MAIN}}}numFmts/{{{MAIN}}}numFmt")
            used = styles.iterfind(f"{{{MAIN}}}cellXfs/{{{MAIN}}}xf")
        custom = {int(one.get("numFmtId")): one.get("formatCode") or "" for one in declared}
        numbers = [int(one.get("numFmtId", "0")) for one in used]
        self.moments: set[int] = set()  # styles in which a number is a date, a time of day or both
        self.spans: set[int] = set()  # in which it is a length of time
        self.shares: set[int] = set()  # in which it is shown as a percentage
        for style, number in enumerate(numbers):
            if "%" in _LITERAL.sub("", custom.get(number, _SHARES.get(number, ""))[:_LONGEST]):
                self.shares.add(style)
            first = _SAID.sub("", custom[number].split(";")[0]) if number in custom else None
            if number in _MOMENTS if first is None else _MOMENT.search(first):
                self.moments.add(style)
            if number in _SPANS if first is None else _SPAN.search(custom[number].split(";")[0]):
                self.spans.add(style)
