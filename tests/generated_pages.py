"""The pages of the documentation that are made from the program. `python -m tests.generated_pages` renews them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from reportgen.cli.remedies import wording
from reportgen.common.diagnostics.diagnostic import Severity
from reportgen.common.diagnostics.problems import PROBLEMS
from reportgen.common.diagnostics.remarks import REMARKS
from reportgen.common.diagnostics.template_faults import FAULTS
from reportgen.common.language import counted, number, share_in_words
from reportgen.common.method import (
    ABOUT_LEVEL,
    BAND_ENDS,
    BEST_PEERS,
    BRACKET,
    COVERAGE_NEEDED,
    ENOUGH_PEERS,
    FALSE_DISCOVERIES,
    FAR_APART,
    FINER,
    FREEDOM_FOR_STUDY,
    GRID,
    HIGH_FROM,
    INTERVAL,
    INTERVIEWS_FOR_SPREAD,
    INTERVIEWS_PER_LEVEL,
    MIDDLING_FROM,
    NOT_COVERED,
    ORGANISATIONS_FOR_AREAS,
    ORGANISATIONS_FOR_ELEMENTS,
    ORGANISATIONS_FOR_OVERALL,
    ORGANISATIONS_OF_SECTOR,
    OWNER_AT_MOST,
    PEERS_FOR_BEST,
    PEERS_FOR_FINE_GRID,
    PEERS_FOR_MEDIAN,
    PEERS_FOR_PERCENTILE,
    PEERS_FOR_QUARTERS,
    PERCENTILE_STEP,
    QUESTIONS_FOR_MARK,
    SAME_SHARE,
    SEVERAL_INTERVIEWS,
    THIN_WHERE,
    WEAKEST_LIFTED,
    YEARS_OF_CHANGE,
    firm_where,
)
from reportgen.common.rounding import printed_share
from reportgen.questions import load_question_set
from tests.figures_since import FIGURES

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
        kinds = [kind for kind in map(wording, PROBLEMS.kinds) if kind.severity is severity]
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
        kinds = [kind for kind in map(wording, FAULTS.kinds) if kind.severity is severity]
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
        kinds = [kind for kind in map(wording, REMARKS.kinds) if kind.severity is severity]
        rows = [f"| `{kind.code}` | {f'{kind.found} {kind.remedy}'.rstrip()} |" for kind in kinds]
        return "\n".join(["| code | message |", "| --- | --- |", *rows]) + "\n"

    return re.sub(r"\| code \| message \|\n(?:\|.*\n)+", table, page)


OURS = load_question_set().scale
BANDS = f"{share_in_words(MIDDLING_FROM)} and {share_in_words(HIGH_FROM)} of its range"
WIDTH = f"{share_in_words(ABOUT_LEVEL)} of the scale"
STANDING = f"""
| name | meaning | from |
|---|---|---|
| `reference` | `database` or `chosen group` | 0 |
| `n` | peers that have this figure | 0 |
| `disclosure` | what may be shown: `nothing`, `median`, `quarters`, `percentile`, `best` | 0 |
| `reason` | why nothing is shown | 0 |
| `as_of` | day of the earlier release whose figures stand in place of new ones | 0 |
| `median`, `difference` | median; printed score less printed median | {PEERS_FOR_MEDIAN} |
| `side` | `about level with` where that difference is less than {WIDTH}; else `above` or `below`; `clearly above` or \
`clearly below` where the score's printed interval is clear of the median | {PEERS_FOR_MEDIAN} |
| `position` | side and quarter in words | {PEERS_FOR_MEDIAN} |
| `middle_half` | lower and upper quartile | {PEERS_FOR_QUARTERS} |
| `quarter` | `middle half` with its ends; beyond it `top quarter` or `bottom quarter`; absent for a score about level \
with the median that lies outside of a narrow middle half | {PEERS_FOR_QUARTERS} |
| `band` | {BAND_ENDS[0]} and {BAND_ENDS[1]} percentile | {PEERS_FOR_PERCENTILE} |
| `percentile` | share of the peers below the printed score, an equal one as half, in steps of {PERCENTILE_STEP} %, \
held to the quarter and to the side of the median; the first and the last step stand for all beyond | \
{PEERS_FOR_PERCENTILE} |
| `best_in_class` | mean of the top {BEST_PEERS} | {PEERS_FOR_BEST} |

"From" is the number of peers it takes. Quantiles are means of three places: that of type 7 (Excel's QUARTILE.INC) and
those one organisation below and above it. All figures of peers are multiples of {share_in_words(GRID)} of the scale,
from {PEERS_FOR_FINE_GRID} peers on of {share_in_words(GRID / FINER)} of it, and exist in no other form. A group with
more than {share_in_words(OWNER_AT_MOST)} of its organisations from one owner shows nothing; nor does an element for
which the chosen group and the whole database differ by one to {number(PEERS_FOR_MEDIAN - 1)} organisations.
"""
STUDY_RULES = f"""
- An indicator is studied by its change over {counted(YEARS_OF_CHANGE, "year")}: its value \
{counted(YEARS_OF_CHANGE, "year")} after that of the
  assessment less its value in that year, each rounded to whole per cent. An organisation without one of the two does
  not count for it. No other span is tried.
- Under {ORGANISATIONS_FOR_OVERALL} nothing is told but the number of organisations that have both score and indicator.
  Then the overall score is told, from {ORGANISATIONS_FOR_AREAS} the areas, too, and \
from {ORGANISATIONS_FOR_ELEMENTS} the elements.
- Sectors and sizes are taken out. Where fewer than {FREEDOM_FOR_STUDY} degrees of freedom would be left, the smallest
  sectors, with fewer than {number(ORGANISATIONS_OF_SECTOR)} members, are taken as one; where that is not enough,
  nothing is told.
- An association counts as shown where the corrected p is at most {float(FALSE_DISCOVERIES):g} and the {INTERVAL}
  does not hold 0. On average at most {printed_share(FALSE_DISCOVERIES)} of what is shown is there by chance.
"""
METHOD = {  # what pages say between <!-- method:name --> and <!-- /method -->
    "bands": f"`{BANDS}`",
    "best from": f"from {PEERS_FOR_BEST}",
    "bracket": f"within {number(OURS.rounded(OURS.of_span(BRACKET)))} points",
    "covered": share_in_words(COVERAGE_NEEDED),
    "same scores": f"more than {share_in_words(SAME_SHARE)} of its elements",
    "few peers": f"fewer than {ENOUGH_PEERS}",
    "grid points": f"{OURS.grid} points",
    "interval": INTERVAL,
    "firm": firm_where(2),
    "thin": THIN_WHERE,
    "level points": f"{OURS.about_level} points",
    "levels": f"{counted(INTERVIEWS_PER_LEVEL, 'interview')} or more of each",
    "limits": f"{share_in_words(FAR_APART)} of its steps, {share_in_words(GRID)} and {share_in_words(ABOUT_LEVEL)} of "
    "its span",
    "not covered": NOT_COVERED,
    "percentile step": f"{PERCENTILE_STEP} %",
    "peers": f"under {PEERS_FOR_MEDIAN} organisations nothing, from {PEERS_FOR_MEDIAN} the median, from "
    f"{PEERS_FOR_QUARTERS} the middle half and the quarter, from {PEERS_FOR_PERCENTILE} the "
    f"{BAND_ENDS[0]}-{BAND_ENDS[1]} % band and the percentile, from {PEERS_FOR_BEST} best in class",
    "progress": f"at least {counted(QUESTIONS_FOR_MARK, 'question')} in common",
    "releases": f"gains none or at least {ENOUGH_PEERS} and loses none or at least {ENOUGH_PEERS}",
    "study rules": STUDY_RULES,
    "several boxes": f"{counted(INTERVIEWS_FOR_SPREAD, 'box', 'boxes')} or more",
    "several interviews": f"from {SEVERAL_INTERVIEWS} on",
    "standing": STANDING,
    "weakest lifted": f"{number(WEAKEST_LIFTED)} of those that can move",
}
PASSAGE = re.compile(r"(<!-- method:([a-z ]+) -->)(.*?)(<!-- /method -->)", re.DOTALL)


def with_method(page: str) -> str:
    """The page with the method's numbers, and the sample's, as they are. Raises KeyError for an unknown passage."""

    def passage(found: re.Match[str]) -> str:
        text = METHOD[found[2]] if found[2] in METHOD else FIGURES[found[2]]()
        return f"{found[1]}{text}{found[4]}"

    return PASSAGE.sub(passage, page)


PAGES: dict[str, Callable[[str], str]] = {
    "../README.md": with_method,
    "command-line.md": with_method,
    "merge-and-upgrade.md": with_remarks,
    "peer-database.md": with_method,
    "peer-study.md": with_method,
    "peers-shown.md": with_method,
    "problems.md": lambda _: problems_page(),
    "question-set.md": with_method,
    "results-json.md": with_method,
    "template-faults.md": lambda _: template_faults_page(),
    "what-your-figures-do-differently.md": with_method,
}


if __name__ == "__main__":
    for name, page in PAGES.items():
        text = page((DOCS / name).read_text(encoding="utf-8"))
        (DOCS / name).write_text(text, encoding="utf-8", newline="\n")
