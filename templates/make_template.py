"""Write the report template: `python templates/make_template.py` renews `cma-report.docx` beside this file.

The look stands in `design/`; the names a template may use are listed in `README.md`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from design.package import template_parts

from reportgen.report.package import write_parts

TARGET = Path(__file__).with_name("cma-report.docx")


def main(target: Path = TARGET) -> None:
    """Write the template; the same bytes every time."""
    target.write_bytes(write_parts(template_parts()))


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:2]))
