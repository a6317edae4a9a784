"""The code of our template, which is read faster than made. `python -m tests.prepared_template` renews it."""

from __future__ import annotations

from reportgen.office import files
from reportgen.office.gate import admit
from reportgen.template.fill import prepared_text
from reportgen.template.prepared import PREPARED
from tests.report_builders import TEMPLATE


def prepared_template() -> str:
    """The code that fills the body of the template that we ship."""
    return prepared_text(admit(TEMPLATE, files.TEMPLATE), TEMPLATE.name)


if __name__ == "__main__":
    PREPARED.write_text(prepared_template(), encoding="utf-8", newline="\n")
