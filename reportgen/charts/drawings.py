"""The pictures of a report's charts, each drawn when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from reportgen.charts.kinds import Chart, chart_digest
from reportgen.charts.theme import THEME, Palette

Known = Callable[[str], bytes | None]
"""The picture of a chart by the digest of its data, where it need not be drawn."""


def none_known(_: str) -> None:
    """Let every chart be drawn."""


class Drawings(Mapping[str, bytes]):
    """Pictures by the names of their charts."""

    def __init__(
        self, charts: Iterable[Chart], palette: Palette, editable: Collection[str] = (), known: Known = none_known
    ) -> None:
        """`editable` are the names of charts that Word can edit, which their digests tell."""
        self._charts = {chart.name: chart for chart in charts}
        self._palette = palette
        self._known = known
        self._drawn: dict[str, bytes] = {}
        self.digests = {
            name: chart_digest(chart, palette, editable=name in editable) for name, chart in self._charts.items()
        }
        """What each chart shows, by its name."""

    def __getitem__(self, name: str) -> bytes:
        if name not in self._drawn:
            known = self._known(self.digests[name])
            self._drawn[name] = draw(self._charts[name], self._palette) if known is None else known
        return self._drawn[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._charts)

    def __len__(self) -> int:
        return len(self._charts)


def draw(chart: Chart, palette: Palette = THEME) -> bytes:
    """The chart as a PNG of its declared width at 200 dots an inch; the same bytes for the same chart and palette."""
    from reportgen.charts.drawing import picture  # matplotlib loads only when something is drawn

    return picture(chart, palette).png
