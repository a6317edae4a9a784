"""The pages of the documentation that are made from the program. `python -m tests.generated_pages` renews them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reportgen.common.diagnostics.diagnostic import Severity
from reportgen.common.diagnostics.problems import PROBLEMS

DOCS = Path(__file__).parents[1] / "docs"


def problems_page() -> str:
    """Every problem of a workbook."""
    lines = [
        "# Problems `reportgen check` can report",
        "",
        "Every problem has a stable code. An **error** stops the report, because something cannot be read as it is "
        "meant;",
        "a **warning** lets it be built and marks it incomplete. Words in braces stand for what was found.",
    ]
    for severity, title in ((Severity.ERROR, "Errors"), (Severity.WARNING, "Warnings")):
        kinds = [kind for kind in PROBLEMS.kinds if kind.severity is severity]
        lines += ["", f"## {title}", "", "| code | message |", "| --- | --- |"]
        lines += [f"| `{kind.code}` | {kind.found.replace('{hint}', '')} {kind.remedy} |" for kind in kinds]
    return "\n".join(lines) + "\n"


PAGES: dict[str, Callable[[], str]] = {"problems.md": problems_page}


if __name__ == "__main__":
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8", newline="\n")
