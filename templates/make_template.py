"""Write the report template and the list of names it may use.

`python templates/make_template.py` renews `cma-report.docx` and the list in `README.md` beside this file; with a folder
as argument it writes copies of both there. The look stands in `design/`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from design.package import template_parts

from reportgen.office.package import Package
from reportgen.template.fields import template_names

HERE = Path(__file__).parent
TEMPLATE = "cma-report.docx"
README = "README.md"
LIST_BEGINS, LIST_ENDS = "<!-- names: begin -->\n", "<!-- names: end -->"


def main(folder: Path = HERE) -> None:
    """Write both files; the same bytes every time."""
    (folder / TEMPLATE).write_bytes(Package(template_parts()).packed())
    before, _, rest = (HERE / README).read_text(encoding="utf-8").partition(LIST_BEGINS)
    _, _, after = rest.partition(LIST_ENDS)
    text = f"{before}{LIST_BEGINS}\n{_names_as_markdown()}\n{LIST_ENDS}{after}"
    (folder / README).write_text(text, encoding="utf-8", newline="\n")


def _names_as_markdown() -> str:
    """The list of names: a heading and a table for each class of the context."""
    lines: list[str] = []
    for kind, names in template_names().items():
        lines += [f"### {kind}", "", "| name | holds | meaning |", "|---|---|---|"]
        for name in names:
            holds = name.kind + (", or nothing" if name.optional else "")
            lines.append(f"| `{name.name}` | {holds} | {name.meaning.replace('|', chr(92) + '|')} |")
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:2]))
