"""Text before it is drawn: how wide it is, where it breaks, and which font file holds its characters.

Widths are sums of advances: ligatures and kerning make the drawn text a little narrower, never wider. Characters that
the bundled face lacks (other scripts) come from the first other font that has them; what no font has is drawn as an
empty box and reported.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from matplotlib import get_data_path
from matplotlib.font_manager import fontManager
from matplotlib.ft2font import FT2Font
from PIL import ImageFont

from reportgen.charts.theme import MM_PER_PT, Face
from reportgen.resources import font_file

UNSHOWN = "\N{WHITE SQUARE}"  # in place of a character that no font here has; the bundled faces have it
ELLIPSIS = "…"
_UNITS_PER_EM = 2048

_KEPT_TOGETHER = re.compile(r" (?=%|\(\d+\))")  # spaces where no line breaks

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
    """A stretch of text in one font file."""

    text: str
    file: Path


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text made to fit: its lines and their size in points; `is_cut` when words had to go."""

    text: str
    lines: tuple[str, ...]
    pt: float
    is_cut: bool = False


# --------------------------------------------------------------------------------------------------------- fonts


def runs(text: str, face: Face) -> list[Run]:
    """The text in stretches of one font file each; spaces and marks stay with what stands before them."""
    own = font_file(face.value)
    made: list[Run] = []
    for char in text:
        file = _file_of(char, own)
        if file is None:
            char, file = UNSHOWN, own
        if made and (file == made[-1].file or (_is_neutral(char) and _has(made[-1].file, char))):
            made[-1] = Run(made[-1].text + char, made[-1].file)
        else:
            made.append(Run(char, file))
    return made


def unshown(text: str, face: Face) -> str:
    """The characters of the text that no font here has."""
    own = font_file(face.value)
    return "".join(dict.fromkeys(char for char in text if _file_of(char, own) is None))


def _is_neutral(char: str) -> bool:
    return char.isspace() or unicodedata.category(char)[0] in "MP"


@lru_cache(maxsize=4096)
def _file_of(char: str, own: Path) -> Path | None:
    """The font file for a character: the face's own, else the first other one that has it."""
    if _has(own, char):
        return own
    return next((file for file in _fallbacks() if _has(file, char)), None)


@lru_cache(maxsize=8192)
def _has(file: Path, char: str) -> bool:
    return _opened(file).get_char_index(ord(char)) != 0


@lru_cache(maxsize=64)
def _opened(file: Path) -> FT2Font:
    return FT2Font(str(file))


@lru_cache(maxsize=1)
def _fallbacks() -> tuple[Path, ...]:
    """Other fonts, upright and of regular weight, the widely known ones first."""
    others = {
        (entry.name, Path(entry.fname))
        for entry in fontManager.ttflist
        if entry.style == "normal" and entry.weight in (400, "normal", "regular") and Path(entry.fname).is_file()
        if not entry.name.startswith("Last Resort")  # draws a box with the name of the script for every character
    }

    def order(entry: tuple[str, Path]) -> tuple[int, str, str]:
        known = (number for number, name in enumerate(_KNOWN_FALLBACKS) if entry[0].startswith(name))
        return next(known, len(_KNOWN_FALLBACKS)), entry[0], str(entry[1])

    bundled = Path(get_data_path(), "fonts", "ttf", _FIRST_FALLBACK)
    return (bundled, *(file for _, file in sorted(others, key=order)))


# -------------------------------------------------------------------------------------------------------- widths


def width_mm(text: str, pt: float, face: Face = Face.REGULAR) -> float:
    """The width of a text on one line, in millimetres."""
    return sum(_run_width(run) for run in runs(text, face)) * pt * MM_PER_PT


def run_width_mm(run: Run, pt: float) -> float:
    """The width of a run, in millimetres."""
    return _run_width(run) * pt * MM_PER_PT


def _run_width(run: Run) -> float:
    return sum(_advance(char, run.file) for char in run.text)


@lru_cache(maxsize=8192)
def _advance(char: str, file: Path) -> float:
    """The advance of a character, in em."""
    return float(_measured(file).getlength(char)) / _UNITS_PER_EM


@lru_cache(maxsize=64)
def _measured(file: Path) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(file), _UNITS_PER_EM, layout_engine=ImageFont.Layout.BASIC)


# ---------------------------------------------------------------------------------------------------------- lines


def wrap(text: str, width: float, pt: float, face: Face = Face.REGULAR) -> tuple[str, ...]:
    """The text in lines of at most `width` millimetres, broken at spaces, or inside a word that is wider than a line.

    A percent sign stays with its number, and a score in brackets with what it belongs to.
    """
    lines: list[str] = []
    line = ""
    for word in _words(text):
        longer = f"{line} {word}" if line else word
        if width_mm(longer, pt, face) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = _broken(word, width, pt, face)
        lines += whole
    return (*lines, line)


def fit(text: str, width: float, sizes: Sequence[tuple[float, int]], face: Face = Face.REGULAR) -> Fitted:
    """The text in the first of `sizes` (points, number of lines) that holds it; else cut at a word in the last."""
    for pt, most in sizes:
        lines = wrap(text, width, pt, face)
        if len(lines) <= most:
            return Fitted(text, lines, pt)
    return Fitted(text, (*lines[: most - 1], _ended(lines[most - 1], width, pt, face)), pt, is_cut=True)


def _words(text: str) -> list[str]:
    return [word.replace("\0", " ") for word in _KEPT_TOGETHER.sub("\0", text).split(" ")]


def _broken(word: str, width: float, pt: float, face: Face) -> list[str]:
    """A word, in pieces when it is wider than a line."""
    pieces = [""]
    for char in word:
        if pieces[-1] and width_mm(pieces[-1] + char, pt, face) > width:
            pieces.append("")
        pieces[-1] += char
    return pieces


def _ended(line: str, width: float, pt: float, face: Face) -> str:
    """The line with an ellipsis, after its last word that leaves room for one."""
    while width_mm(line + ELLIPSIS, pt, face) > width:
        line = line.rsplit(" ", 1)[0] if " " in line else line[:-1]
    return line.rstrip(" ,;:-–") + ELLIPSIS
