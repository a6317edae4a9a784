"""What nearly every task needs, loaded while nobody waits."""

import reportgen.charts.drawing.painting
import reportgen.runs.build
import reportgen.runs.recognise
import reportgen.runs.refresh
import reportgen.template.fill  # noqa: F401
