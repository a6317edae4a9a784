"""Draw every chart worth looking at into a folder: `python -m tests.gallery FOLDER [HOUSE_STYLE]`.

For people who change the charts: run it, look at each picture, compare with the ones before.
"""

from __future__ import annotations

import sys
from pathlib import Path

from reportgen.charts import house_palette
from reportgen.charts.drawing import picture
from reportgen.common.house_style import load_house_style
from tests.chart_cases import gallery


def main(folder: Path, house_style: Path | None = None) -> None:
    """Write the gallery and say what could not be drawn as given."""
    folder.mkdir(parents=True, exist_ok=True)
    palette = house_palette(load_house_style(house_style).all_colours)
    for name, chart in gallery():
        drawn = picture(chart, palette)
        (folder / f"{name}.png").write_bytes(drawn.png)
        size = f"{drawn.width_mm:.0f} x {drawn.height_mm:.0f} mm, {len(drawn.png) / 1000:.0f} kB"
        remarks = [f"unshown {drawn.unshown}"] * bool(drawn.unshown) + [f"{len(drawn.cut)} cut"] * bool(drawn.cut)
        print(f"{name}: {', '.join([size, *remarks])}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:] or ["output/gallery"]))
