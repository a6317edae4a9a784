"""Guides at the boxes of the scale, with their figures and, where all have room, their names above them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.charts.drawing.canvas import Axis, Canvas
from reportgen.charts.drawing.typesetting import Fitted, fit, width_mm
from reportgen.charts.kinds import BoxAxis
from reportgen.charts.theme import FAINT, KEY_PT

_LINE_MM = 3.2
_RULE_MM = 0.8  # from the strong rule down to the rows
_CLEAR_MM = 1.2  # between two figures, and between two names


@dataclass(frozen=True, slots=True)
class BoxGuides:
    """The head of an axis of boxes."""

    axis: Axis
    boxes: BoxAxis
    names: tuple[Fitted, ...]  # one a box, or none

    @classmethod
    def of(cls, boxes: BoxAxis, left: float, right: float, *, named: bool = True) -> BoxGuides:
        """The head of an axis between two places on the sheet; with the names of its boxes as long as all fit."""
        axis = Axis(left, right, boxes)
        names = tuple(_names(axis, boxes)) if named and all(box.name for box in boxes.boxes) else ()
        return cls(axis, boxes, names if all(_fits(name) for name in names) else ())

    @property
    def height_mm(self) -> float:
        """From above the figures down to the rows."""
        return _LINE_MM * (1 + max((len(name.lines) for name in self.names), default=0)) + _RULE_MM + 0.6

    @property
    def last_line_mm(self) -> float:
        """From the middle of its last line down to the rows: where heads of other columns stand."""
        return _LINE_MM / 2 + _RULE_MM + 0.6

    def draw(self, sheet: Canvas, top: float, bottom: float, *, ruled: bool = True) -> None:
        """Guides from the head to the bottom of the rows, which begin at `top`; `ruled`: between two strong rules."""
        rule, muted = top - _RULE_MM, sheet.palette.muted
        figures = top - self.height_mm + _LINE_MM / 2
        taken = sheet.width_mm + _CLEAR_MM
        for box in reversed(self.boxes.boxes):
            x, half = self.axis.at(box.value), width_mm(box.figure, KEY_PT) / 2
            sheet.line((x, rule), (x, bottom), sheet.palette.rule, 0.5, z=0)
            if x + half + _CLEAR_MM <= taken:
                sheet.text(x, figures, box.figure, KEY_PT, side="center")
                taken = x - half
        for box, name in zip(self.boxes.boxes, self.names, strict=False):
            middle = figures + _LINE_MM * (1 + len(name.lines)) / 2
            sheet.lines(self.axis.at(box.value), middle, name, leading=1.18, colour=muted, side="center")
        if ruled:
            for y in (rule, bottom):
                sheet.line((0, y), (sheet.width_mm, y), FAINT, 0.6)


def _names(axis: Axis, boxes: BoxAxis) -> Iterator[Fitted]:
    """The names, each in the room that it has between its neighbours; the outer ones may stand over the ends."""
    places = [axis.at(box.value) for box in boxes.boxes]
    for at, box in zip(places, boxes.boxes, strict=True):
        room = min((abs(at - other) for other in places if other != at), default=axis.right - axis.left)
        yield fit(box.name, room - _CLEAR_MM, ((KEY_PT, 1), (KEY_PT, 2)))


def _fits(name: Fitted) -> bool:
    return not name.is_cut and not any(line.endswith("-") for line in name.lines)
