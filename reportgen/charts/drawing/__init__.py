"""Chart data to pictures: the only place that imports matplotlib."""

from reportgen.charts.drawing.pictures import DrawnChart, picture

__all__ = ["DrawnChart", "picture"]
