"""The pages of the documentation that are made from the program. `python -m tests.generated_pages` renews them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from reportgen.common.diagnostics.diagnostic import Severity
from reportgen.common.diagnostics.problems import PROBLEMS
from reportgen.common.diagnostics.remarks import REMARKS
from reportgen.common.diagnostics.template_faults import FAULTS

TITLES = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings"}
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
    for severity, title in TITLES.items():
        kinds = [kind for kind in PROBLEMS.kinds if kind.severity is severity]
        lines += ["", f"## {title}", "", "| code | message |", "| --- | --- |"]
        lines += [f"| `{kind.code}` | {kind.found.replace('{hint}', '')} {kind.remedy} |" for kind in kinds]
    return "\n".join(lines) + "\n"


def template_faults_page() -> str:
    """Every fault of a firm's own template."""
    lines = [
        "# Faults `reportgen template check` can report",
        "",
        "Every fault has a stable code. With an **error** no report is built; a **warning** is worth a look. Words in "
        "braces",
        "stand for what was found.",
    ]
    for severity, title in TITLES.items():
        kinds = [kind for kind in FAULTS.kinds if kind.severity is severity]
        lines += ["", f"## {title}", "", "| code | what was found | what to do |", "|---|---|---|"]
        for kind in kinds:
            row = f"| `{kind.code}` | {kind.about or kind.found.removesuffix('.')} | {kind.remedy} |"
            lines.append(row.replace("{{", "{").replace("}}", "}"))
    return "\n".join(lines) + "\n"


def with_remarks(page: str) -> str:
    """The page about merging and upgrading with the tables of all remarks, one for each severity."""
    severities = iter((Severity.COLLISION, Severity.LOST, Severity.NOTE))

    def table(_: re.Match[str]) -> str:
        severity = next(severities)
        kinds = [kind for kind in REMARKS.kinds if kind.severity is severity]
        rows = [f"| `{kind.code}` | {f'{kind.found} {kind.remedy}'.rstrip()} |" for kind in kinds]
        return "\n".join(["| code | message |", "| --- | --- |", *rows]) + "\n"

    return re.sub(r"\| code \| message \|\n(?:\|.*\n)+", table, page)


PAGES: dict[str, Callable[[str], str]] = {
    "merge-and-upgrade.md": with_remarks,
    "problems.md": lambda _: problems_page(),
    "template-faults.md": lambda _: template_faults_page(),
}


if __name__ == "__main__":
    for name, page in PAGES.items():
        text = page((DOCS / name).read_text(encoding="utf-8"))
        (DOCS / name).write_text(text, encoding="utf-8", newline="\n")
