"""What a chart is known by: a digest of its data and its colours, never of its picture.

Pictures of the same data differ with fonts and with versions of the drawing library; this does not.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict

from reportgen.charts.kinds import Chart
from reportgen.charts.theme import Palette


def chart_digest(chart: Chart, palette: Palette, *, editable: bool) -> str:
    """The digest of what a chart shows and says, in these colours; `editable` for one that Word can edit."""
    record = [type(chart).__name__, editable, asdict(chart), asdict(palette)]
    return hashlib.sha256(json.dumps(record, sort_keys=True).encode("ascii")).hexdigest()
