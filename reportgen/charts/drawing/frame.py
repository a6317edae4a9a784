"""What the kinds of chart share: header, 0 to 100 axis, and a key that breaks into lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportgen.charts.drawing.canvas import Sheet
from reportgen.charts.drawing.typesetting import Fitted, fit, width_mm
from reportgen.charts.kinds import Chart
from reportgen.charts.theme import FAINT, KEY_PT, SUBTITLE_PT, TITLE_PT, Face

_FIRST_LINE_MM = 4.0
_TITLE_LINE_MM = 4.9
_SUBTITLE_LINE_MM = 3.7
KEY_LINE_MM = 4.4
_KEY_GAP_MM = 4.2


@dataclass(frozen=True, slots=True)
class Header:
    """Headline and subtitle, made to fit the width."""

    title: Fitted
    subtitle: Fitted

    @classmethod
    def of(cls, chart: Chart) -> Header:
        """The header of a chart."""
        return cls(
            fit(chart.headline, chart.width_mm, ((TITLE_PT, 2), (TITLE_PT - 1, 3)), Face.BOLD),
            fit(chart.subtitle, chart.width_mm, ((SUBTITLE_PT, 2), (SUBTITLE_PT - 0.5, 3))),
        )

    @property
    def height_mm(self) -> float:
        """Down to where the chart proper begins."""
        return _FIRST_LINE_MM + len(self.title.lines) * _TITLE_LINE_MM + len(self.subtitle.lines) * _SUBTITLE_LINE_MM

    def draw(self, sheet: Sheet) -> None:
        """Set both at the top of the sheet."""
        y = _FIRST_LINE_MM
        for line in self.title.lines:
            sheet.text(0, y, line, self.title.pt, face=Face.BOLD)
            y += _TITLE_LINE_MM
        for line in self.subtitle.lines:
            sheet.text(0, y, line, self.subtitle.pt, colour=sheet.palette.muted)
            y += _SUBTITLE_LINE_MM
        sheet.cut += [fitted.text for fitted in (self.title, self.subtitle) if fitted.is_cut]


@dataclass(frozen=True, slots=True)
class Axis:
    """The scale from 0 to 100 between two places on the sheet, the same in every chart of a kind."""

    left: float
    right: float

    def at(self, value: float) -> float:
        """Where a value lies, in millimetres from the left border of the sheet."""
        return self.left + (self.right - self.left) * value / 100

    def draw(self, sheet: Sheet, top: float, bottom: float, *, title: str) -> None:
        """Guides with their figures above them, and the title at the left."""
        rule, figures = top - 0.8, top - 2.6
        for value in (0, 25, 50, 75, 100):
            sheet.line((self.at(value), rule), (self.at(value), bottom), sheet.palette.rule, 0.5, z=0)
            sheet.text(self.at(value), figures, str(value), KEY_PT, colour=sheet.palette.muted, side="center")
        sheet.text(0, figures, title, KEY_PT, colour=sheet.palette.muted)
        sheet.line((0, rule), (sheet.width_mm, rule), FAINT, 0.6)
        sheet.line((0, bottom), (sheet.width_mm, bottom), FAINT, 0.6)


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """A sample of a mark, drawn at the middle of the line from x on, and what it means."""

    words: str
    sample_mm: float
    sample: Callable[[Sheet, float, float], None]

    @property
    def width_mm(self) -> float:
        """Sample and words."""
        return self.sample_mm + width_mm(self.words, KEY_PT)


def key_title(words: str) -> KeyEntry:
    """What the entries after it are about."""
    return KeyEntry(words, 0.0, lambda sheet, x, y: None)


def key_lines(entries: Sequence[KeyEntry], width: float) -> list[list[KeyEntry]]:
    """The entries in lines of at most `width` millimetres."""
    lines: list[list[KeyEntry]] = []
    room = 0.0
    for entry in entries:
        if not lines or entry.width_mm > room:
            lines.append([])
            room = width
        lines[-1].append(entry)
        room -= entry.width_mm + _KEY_GAP_MM
    return lines


def draw_key(sheet: Sheet, lines: Sequence[Sequence[KeyEntry]], x: float, y: float) -> None:
    """The lines of a key, the first around the height `y`."""
    for number, line in enumerate(lines):
        left, middle = x, y + number * KEY_LINE_MM
        for entry in line:
            entry.sample(sheet, left, middle - 0.25)
            sheet.text(left + entry.sample_mm, middle, entry.words, KEY_PT, colour=sheet.palette.muted)
            left += entry.width_mm + _KEY_GAP_MM
