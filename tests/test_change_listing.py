"""The change report: short, in the order of what a person must look at, and complete in its record."""

from __future__ import annotations

import json
from dataclasses import replace

from reportgen.cli.listings.changes import changes_as_text
from reportgen.cli.remedies import worded
from reportgen.common.diagnostics.runs import OTHER_PEERS
from reportgen.draft.refresh.changes import Changes, Conflict, Outcome, RegionChange, StaleValue, ValueChange
from reportgen.runs.files.changes import change_record, changes_as_markdown
from reportgen.runs.recorded import SourceChange

CONFLICT = Conflict(
    before="Strategy scores 30.",
    now="Strategy scores 36.",
    draft="Strategy is weak.",
    why="This bullet was edited by hand, and its figure changed.",
)
CHANGES = Changes(
    regions=(
        RegionChange("cover", Outcome.UNCHANGED, ""),
        RegionChange("introduction.lead", Outcome.UNCHANGED, "1 Introduction and aims"),
        RegionChange("area.core.key-findings", Outcome.CONFLICT, "5.2 Core", (CONFLICT,), ("A bullet was added.",)),
        RegionChange("area.core.swot", Outcome.LOST, "5.2 Core"),
        RegionChange("area.core.results", Outcome.MERGED, "5.2 Core", (), ("A row was added by hand.",)),
        RegionChange("area.core.road-map", Outcome.DELETED, "5.2 Core"),
        RegionChange("area.core.picture", Outcome.REGENERATED, "5.2 Core"),
        RegionChange("before:area.core.picture", Outcome.KEPT, "5.2 Core"),
    ),
    values=(ValueChange("overall", "42", "44", 2),),
    stale=(StaleValue("42", ("overall", "core"), ("44", "43"), "We told the board 42.", "2 Summary"),),
    elsewhere=(replace(CONFLICT, draft="*41* | 2\nof 3"),),
    remarks=(OTHER_PEERS.at(now="peers.xlsx"),),
    titles={"overall": "Overall", "core": "Core"},
)
SOURCES = (
    SourceChange("workbook", "client.xlsx", "client.xlsx", True),
    SourceChange("peers", "", "", False),
)
NAMES = ("client-report.docx", "client.xlsx", "client-report-refreshed.docx")


def report(changes: Changes = CHANGES) -> str:
    return changes_as_markdown(changes, *NAMES, SOURCES, words=worded)


def test_figures_are_told_by_what_they_are_and_the_name_that_explain_takes() -> None:
    assert "| Overall | `overall` | 42 | 44 | 2 |" in report()
    assert "(Overall is now 44; Core is now 43)" in report()
    untold = replace(CHANGES, titles={})
    assert "| overall | `overall` |" in report(untold)


def test_every_region_stands_in_the_report_once() -> None:
    text = report()
    for region in CHANGES.regions:
        assert text.count(f"`{region.id}`") == 1


def test_what_a_person_must_look_at_stands_first() -> None:
    heads = [line for line in report().splitlines() if line.startswith("## ")]
    assert heads == [
        "## To decide (2)",
        "## Not found (1)",
        "## Numbers that may be out of date (1)",
        "## Figures updated (1)",
        "## Deleted by hand (1)",
        "## Edited and updated (1)",
        "## Edited and kept (1)",
        "## Generated anew (1)",
        "## Unchanged (2)",
    ]


def test_a_conflict_says_what_was_what_would_be_and_what_stands() -> None:
    lines = report().splitlines()
    start = lines.index("### 5.2 Core, key findings (`area.core.key-findings`)")
    assert lines[start + 1 : start + 9] == [
        "",
        "This bullet was edited by hand, and its figure changed.",
        "",
        "- before: Strategy scores 30.",
        "- now: Strategy scores 36.",
        "- the draft says: Strategy is weak.",
        "",
        "- A bullet was added.",
    ]


def test_texts_stand_as_they_are_on_one_line() -> None:
    assert "- the draft says: \\*41\\* \\| 2 of 3" in report()


def test_long_texts_are_shortened_in_the_report_and_whole_in_the_record() -> None:
    long = "word " * 200
    changes = replace(CHANGES, elsewhere=(replace(CONFLICT, draft=long),))
    shown = next(line for line in report(changes).splitlines() if line.startswith("- the draft says: word"))
    assert len(shown) < 320
    assert shown.endswith("word …")
    assert change_record(changes, *NAMES, words=worded)["elsewhere"][0]["draft"] == long


def test_stale_numbers_name_their_paragraph_and_what_they_are_now() -> None:
    assert "- **42** (Overall is now 44; Core is now 43) in 2 Summary: We told the board 42." in report()
    assert "| `overall` | 42 | 44 | 2 |" in report()


def test_what_the_draft_was_made_from_is_said() -> None:
    lines = report().splitlines()
    assert "| workbook | client.xlsx | changed |" in lines
    assert "| peers | – | none, as before |" in lines
    assert "- The peer data is another: 'peers.xlsx'." in lines


def test_the_terminal_gets_a_few_lines() -> None:
    assert changes_as_text(CHANGES).splitlines() == [
        "8 regions: 1 in conflict, 1 not found, 1 deleted by hand, 1 merged, 1 kept, 1 regenerated, 2 unchanged.",
        "2 figures updated in text that was edited by hand, or outside of it.",
        "1 number elsewhere may be out of date: see the change report.",
        "Conflict in 5.2 Core, key findings: This bullet was edited by hand, and its figure changed.",
        "Conflict in text outside of the generated parts: This bullet was edited by hand, and its figure changed.",
        "Not found: 5.2 Core, swot.",
        "The peer data is another: 'peers.xlsx'.",
    ]
    many = replace(CHANGES, elsewhere=(CONFLICT,) * 9)
    assert "... and 5 more like these." in changes_as_text(many).splitlines()


def test_a_refresh_that_changed_nothing_says_so_shortly() -> None:
    quiet = Changes(CHANGES.regions[:2])
    assert changes_as_text(quiet) == "2 regions: 2 unchanged."
    assert [line for line in report(quiet).splitlines() if line.startswith("## ")] == ["## Unchanged (2)"]


def test_the_record_holds_everything_in_plain_values() -> None:
    record = change_record(CHANGES, *NAMES, SOURCES, words=worded)
    assert json.loads(json.dumps(record)) == record
    assert (record["draft"], record["workbook"], record["refreshed"]) == NAMES
    assert record["clean"] is False
    assert record["counts"]["conflict"] == 1
    assert sum(record["counts"].values()) == len(CHANGES.regions)
    assert [region["id"] for region in record["regions"]] == [region.id for region in CHANGES.regions]
    assert record["regions"][2]["conflicts"] == [
        {
            "before": CONFLICT.before,
            "now": CONFLICT.now,
            "draft": CONFLICT.draft,
            "why": CONFLICT.why,
            "figure": "",
            "paragraph": "",
        }
    ]
    assert record["figures"] == [{"name": "overall", "title": "Overall", "before": "42", "now": "44", "places": 2}]
    assert record["stale"][0]["figures"] == {"overall": "44", "core": "43"}
    assert record["sources"][0] == {"kind": "workbook", "before": "client.xlsx", "now": "client.xlsx", "changed": True}
