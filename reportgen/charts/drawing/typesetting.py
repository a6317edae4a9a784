"""Text before it is drawn: how wide it is, where it breaks, and which font file holds its characters.

Widths are sums of advances: ligatures and kerning make the drawn text a little narrower, never wider. Characters that
the bundled face lacks (other scripts) come from the first other font that has them; what no font has is drawn as an
empty box and reported.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from matplotlib import get_data_path
from matplotlib.font_manager import fontManager
from matplotlib.ft2font import FT2Font
from PIL import ImageFont

from reportgen.charts.theme import MM_PER_PT, Face
from reportgen.common.resources import font_file

UNSHOWN = "\N{WHITE SQUARE}"  # in place of a character that no font here has; the bundled faces have it
ELLIPSIS = "…"
_UNITS_PER_EM = 2048

_KEPT_TOGETHER = re.compile(  # spaces where no line breaks
    r" (?=%|/ |= |\(\d+\))|(?<= =) |(?<=; part) (?=\d+ of \d)|(?<=\d) (?=of \d+$)|(?<=\d of) (?=\d+$)"
)

# Comes with matplotlib, so it is the same on every machine; then whatever the machine has, by name.
_FIRST_FALLBACK = "DejaVuSans.ttf"
_KNOWN_FALLBACKS = (
    "Noto Sans",
    "Segoe UI",
    "Microsoft YaHei",
    "Yu Gothic",
    "Malgun Gothic",
    "Arial Unicode MS",
    "Hiragino",
)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one font file, and its width in em."""

    text: str
    file: str
    width_em: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text made to fit: its lines and their size in points; `is_cut` when words had to go."""

    text: str
    lines: tuple[str, ...]
    pt: float
    is_cut: bool = False


# --------------------------------------------------------------------------------------------------------- fonts


@lru_cache(maxsize=4096)
def runs(text: str, face: Face) -> tuple[Run, ...]:
    """The text in stretches of one font file each; spaces inside words of another script stay with them."""
    own = _own_file(face)
    shown = [char if _file_of(char, own) else UNSHOWN for char in text]
    files = [_file_of(char, own) or own for char in shown]
    for at, char in enumerate(shown):
        if at and char == " " and files[at - 1] != own and _next_file(shown, files, at) == files[at - 1]:
            files[at] = files[at - 1]
    stretches = groupby(zip(shown, files, strict=True), key=itemgetter(1))
    return tuple(_run("".join(char for char, _ in stretch), file) for file, stretch in stretches)


def unshown(text: str, face: Face) -> str:
    """The characters of the text that no font here has."""
    own = _own_file(face)
    return "".join(dict.fromkeys(char for char in text if _file_of(char, own) is None))


def _run(text: str, file: str) -> Run:
    return Run(text, file, sum(advance_em(char, file) for char in text))


def _next_file(text: Sequence[str], files: Sequence[str], at: int) -> str | None:
    """The font file of the first character after `at` that is not a space."""
    return next((file for char, file in zip(text[at:], files[at:], strict=True) if char != " "), None)


@lru_cache(maxsize=8)
def _own_file(face: Face) -> str:
    return str(font_file(face.value))


@lru_cache(maxsize=4096)
def _file_of(char: str, own: str) -> str | None:
    """The font file for a character: the face's own, else the first other one that has it."""
    if _has(own, char):
        return own
    return next((file for file in _fallbacks() if _has(file, char)), None)


def _has(file: str, char: str) -> bool:
    font = _opened(file)
    return font is not None and font.get_char_index(ord(char)) != 0


@lru_cache(maxsize=256)
def _opened(file: str) -> FT2Font | None:
    """The font, or None when it cannot be drawn at any size (pictures of emoji) or not be read at all."""
    try:
        font = FT2Font(file)
    except (OSError, RuntimeError):
        return None
    return font if font.scalable else None


@lru_cache(maxsize=1)
def _fallbacks() -> tuple[str, ...]:
    """Other fonts, upright and of regular weight, the widely known ones first."""
    others = {
        (entry.name, entry.fname)
        for entry in fontManager.ttflist
        if entry.style == "normal" and entry.weight in (400, "normal", "regular")
        if not entry.name.startswith("Last Resort")  # draws a box with the name of the script for every character
    }

    def order(entry: tuple[str, str]) -> tuple[int, str, str]:
        known = (number for number, name in enumerate(_KNOWN_FALLBACKS) if entry[0].startswith(name))
        return next(known, len(_KNOWN_FALLBACKS)), *entry

    bundled = Path(get_data_path(), "fonts", "ttf", _FIRST_FALLBACK)
    return (str(bundled), *(file for _, file in sorted(others, key=order)))


# -------------------------------------------------------------------------------------------------------- widths


def width_mm(text: str, pt: float, face: Face = Face.REGULAR) -> float:
    """The width of a text on one line, in millimetres."""
    return sum(run.width_em for run in runs(text, face)) * pt * MM_PER_PT


@lru_cache(maxsize=8192)
def advance_em(char: str, file: str) -> float:
    """The advance of a character in a font file, in em."""
    return float(_measured(file).getlength(char)) / _UNITS_PER_EM


@lru_cache(maxsize=64)
def _measured(file: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, _UNITS_PER_EM, layout_engine=ImageFont.Layout.BASIC)


# ---------------------------------------------------------------------------------------------------------- lines


def wrap(text: str, width: float, pt: float, face: Face = Face.REGULAR) -> tuple[str, ...]:
    """The text in lines of at most `width` millimetres, broken at spaces, or inside a word that is wider than a line.

    A percent sign stays with its number, a score in brackets and a slash with what stands before them, and so does what
    tells the part of a chart ("part 1 of 2").
    """
    lines: list[str] = []
    line, space, room = "", width_mm(" ", pt, face), 0.0
    for word in _words(text):
        needed = width_mm(word, pt, face)
        if line and space + needed <= room:
            line += f" {word}"
            room -= space + needed
            continue
        if line:
            lines.append(line)
        *whole, line = [word] if needed <= width else _broken(word, width, pt, face)
        lines += whole
        room = width - width_mm(line, pt, face)
    return (*lines, line)


def fit(text: str, width: float, sizes: Sequence[tuple[float, int]], face: Face = Face.REGULAR) -> Fitted:
    """The text in the first of `sizes` (points, number of lines) that holds it without breaking a word.

    In the last size words may break, and what is still too long is cut after a word and ends in an ellipsis.
    """
    for pt, most in sizes[:-1]:
        lines = wrap(text, width, pt, face)
        if len(lines) <= most and all(width_mm(word, pt, face) <= width for word in _words(text)):
            return Fitted(text, lines, pt)
    pt, most = sizes[-1]
    lines = wrap(text, width, pt, face)
    if len(lines) <= most:
        return Fitted(text, lines, pt)
    return Fitted(text, (*lines[: most - 1], _ended(lines[most - 1], width, pt, face)), pt, is_cut=True)


def _words(text: str) -> list[str]:
    return [word.replace("\0", " ") for word in _KEPT_TOGETHER.sub("\0", text).split(" ")]


def _broken(word: str, width: float, pt: float, face: Face) -> list[str]:
    """A word that is wider than a line, in hyphenated pieces."""
    pieces = [""]
    for char in word:
        if pieces[-1] and width_mm(f"{pieces[-1]}{char}-", pt, face) > width:
            pieces[-1] += "-"
            pieces.append("")
        pieces[-1] += char
    return pieces


def _ended(line: str, width: float, pt: float, face: Face) -> str:
    """The line with an ellipsis, after its last word that leaves room for one."""
    while width_mm(line + ELLIPSIS, pt, face) > width:
        line = line.rsplit(" ", 1)[0] if " " in line else line[:-1]
    return line.rstrip(" ,;:-–") + ELLIPSIS
