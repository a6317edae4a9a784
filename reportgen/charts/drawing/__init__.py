"""Chart data to pictures: the only place that imports matplotlib."""

from reportgen.charts.drawing.pictures import Picture, picture

__all__ = ["Picture", "picture"]
