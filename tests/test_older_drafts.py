"""What version 0.1 built, whose rules of peer figures were others, is reviewed, refreshed and finalized by this one.

`tests/data/version-0.1/` holds what it wrote: a draft with its workbook, question set and peers.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from lxml import etree

from reportgen.common.method import RULES
from reportgen.draft.base import FORMAT
from reportgen.draft.refresh.plan.merging import BOTH
from reportgen.draft.stored import open_draft
from reportgen.word.xml import shown_text, w
from tests import figures_since
from tests.builders import SCALE
from tests.commands import run
from tests.drafts import Edit, first_text, paragraph
from tests.museum import BULLET, MINE, base_in, edit
from tests.packages import read_parts
from tests.word_files import body_of, outline

OLD = Path(__file__).parent / "data" / "version-0.1"
CHANGED = "The rules of peer figures changed"
PAGE = "docs/what-your-figures-do-differently.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What 0.1 wrote, in a folder of the test's own."""
    return Path(shutil.copytree(OLD, tmp_path / "client"))


def refreshed(folder: Path) -> Result:
    return run("refresh", folder / "museum-report.docx", folder / "museum.xlsx")


def changes(folder: Path) -> dict[str, Any]:
    """The record of the changes that a refresh made."""
    return dict(json.loads((folder / "museum-report-refreshed-changes.json").read_text(encoding="utf-8")))


def text_of(draft: Path) -> str:
    return "\n".join(outline(draft))


def test_the_draft_is_one_of_the_first_format(folder: Path) -> None:
    draft = open_draft(folder / "museum-report.docx")
    assert draft.restored is None
    assert (draft.base.record.program, draft.base.record.rules) == ("0.1.0", 1)
    assert "74 against 53" in text_of(folder / "museum-report.docx")


def test_a_refresh_takes_the_new_figures_and_says_once_why(folder: Path) -> None:
    result = refreshed(folder)
    assert result.exit_code == 0, result.output
    now = text_of(folder / "museum-report-refreshed.docx")
    assert "74 against 55" in now
    assert "74 against 53" not in now
    assert "Jeffreys" not in now
    found = changes(folder)
    assert (found["clean"], found["counts"]["conflict"]) == (True, 0)
    (remark,) = [remark for remark in found["remarks"] if CHANGED in remark]
    assert PAGE in remark
    told = (folder / "museum-report-refreshed-changes.md").read_text(encoding="utf-8")
    assert told.count(CHANGED) == result.stdout.count(CHANGED) == 1


def test_a_refreshed_draft_is_one_of_this_version(folder: Path) -> None:
    assert refreshed(folder).exit_code == 0
    draft = folder / "museum-report-refreshed.docx"
    assert base_in(draft).record.rules == RULES
    assert FORMAT == 2
    again = run("refresh", draft, folder / "museum.xlsx", "--dry-run", "--json")
    assert again.exit_code == 0
    found = json.loads(again.stdout)
    assert found["remarks"] == []
    assert {outcome for outcome, count in found["counts"].items() if count} == {"unchanged"}
    reviewed = run("review", draft, "--workbook", folder / "museum.xlsx", "--json")
    codes = {point["code"] for point in json.loads(reviewed.stdout)["points"]}
    assert not [code for code in codes if code.startswith(("figure-", "part-", "other-rules"))]


@pytest.mark.parametrize("against", [(), ("--workbook", "museum.xlsx")])
def test_a_review_says_once_that_the_rules_are_others(folder: Path, against: tuple[str, ...]) -> None:
    options = [folder / option if option.endswith(".xlsx") else option for option in against]
    result = run("review", folder / "museum-report.docx", *options, "--json")
    assert result.exit_code == 1
    points = json.loads(result.stdout)["points"]
    (point,) = [point for point in points if point["code"] == "other-rules"]
    assert PAGE in point["found"]
    assert point["do"] == "Run reportgen refresh."
    assert any(point["code"] == "part-outdated" for point in points) == bool(against)


def test_a_draft_is_finalized_as_it_stands(folder: Path, tmp_path: Path) -> None:
    result = run(
        "finalize",
        folder / "museum-report.docx",
        "-o",
        tmp_path / "final.docx",
        "--no-pages",
        "--with-open-points",
        "Old.",
    )
    assert result.exit_code == 0, result.output
    assert "74 against 53" in text_of(tmp_path / "final.docx")


def test_an_edit_that_touches_no_figure_of_peers_stays_without_a_word(folder: Path) -> None:
    def by_hand(root: etree._Element) -> None:
        first_text(paragraph(root, BULLET)).text = MINE

    edit(folder / "museum-report.docx", by_hand)
    assert refreshed(folder).exit_code == 0
    assert MINE in text_of(folder / "museum-report-refreshed.docx")
    assert changes(folder)["clean"]


ADDED = "The visitors we met agree."


def add_to(*beginnings: str) -> Edit:
    """What a consultant does: a sentence at the end of each paragraph that begins so."""

    def change(root: etree._Element) -> None:
        for beginning in beginnings:
            place = next(p for p in root.iter(w("p")) if shown_text(p).startswith(beginning))
            last = [text for text in place.iter(w("t")) if text.text][-1]
            last.text = f"{last.text} {ADDED}"

    return change


def test_an_edited_paragraph_that_is_worded_differently_now_is_one_conflict_and_stays(folder: Path) -> None:
    """Its figures that are not given any more are not told once more: the interval of a percentile, best in class."""
    edit(folder / "museum-report.docx", add_to("Harbour Museum scores 74 out of 100 overall", "At the door scores"))
    result = refreshed(folder)
    assert result.exit_code == 1, result.output
    found = changes(folder)
    conflicts = [(region["id"], conflict) for region in found["regions"] for conflict in region["conflicts"]]
    assert [region for region, _ in conflicts] == ["overall.analysis", "area.arrival.analysis"]
    overall = conflicts[0][1]
    assert "(95\N{NO-BREAK SPACE}% interval 91" in overall["before"]
    assert "over 90\N{NO-BREAK SPACE}% of these organisations" in overall["now"]
    assert overall["draft"].endswith(ADDED)
    assert (found["elsewhere"], found["stale"]) == ([], [])
    assert sum(CHANGED in remark for remark in found["remarks"]) == 1
    assert text_of(folder / "museum-report-refreshed.docx").count(ADDED) == 2


def rename(table_with: str, before: str, now: str) -> Edit:
    """What a consultant does: other words in a cell of the first table that says something."""

    def change(root: etree._Element) -> None:
        cell = next(p for p in table_of(root, table_with).iter(w("p")) if shown_text(p) == before)
        first_text(cell).text = now

    return change


def table_of(root: etree._Element, words: str) -> etree._Element:
    return next(table for table in root.iter(w("tbl")) if words in shown_text(table))


def rows_after(folder: Path, table_with: str) -> list[list[str]]:
    """The cells of that table in the refreshed draft, row by row."""
    table = table_of(body_of(read_parts(folder / "museum-report-refreshed.docx")), table_with)
    return [[shown_text(cell) for cell in row.iter(w("tc"))] for row in table.iter(w("tr"))]


def test_figures_follow_beside_an_edit_in_a_row_that_is_as_before(folder: Path) -> None:
    """The rows of question scores are as they were; how far answers spread is said more exactly since."""
    mine = "Is everyone greeted within a minute?"
    greeted = "Is every visitor greeted within a minute of coming in?"
    edit(folder / "museum-report.docx", rename("Boxes", greeted, mine))
    result = refreshed(folder)
    assert result.exit_code == 0, result.output
    row = next(row for row in rows_after(folder, "Boxes") if mine in row)
    assert row == ["D-01", mine, "20", "30 × 2, 0", "3", "0.7"]


def test_an_edit_in_a_table_with_other_columns_now_is_one_conflict_that_tells_the_new_figures(folder: Path) -> None:
    """Low boxes and Spread are no columns of the results any more: nothing of the edited table is as before."""
    mine = "Overall, as we see it"
    edit(folder / "museum-report.docx", rename("Part of the model", "Overall", mine))
    result = refreshed(folder)
    assert result.exit_code == 1, result.output
    (conflict,) = [conflict for region in changes(folder)["regions"] for conflict in region["conflicts"]]
    assert conflict["why"] == BOTH  # nobody touched its rows and columns
    assert "| 53 |" in conflict["before"]
    assert "| 55 |" in conflict["now"]
    kept, *_ = [row for row in rows_after(folder, "Part of the model") if mine in row]
    assert (kept[0], kept[3], kept[-1]) == (mine, "53", "0.6")
    _, *untouched = rows_after(folder, "Bottom quarter")  # another table
    assert [row[3] for row in untouched] == ["55", "55", "55"]


# ------------------------------------------------------------------------------------------ what figures do differently


def test_no_score_of_the_sample_is_another_one() -> None:
    """As `docs/what-your-figures-do-differently.md` says; what it shows beside that is compared with it elsewhere."""
    _, scores, _ = figures_since.now()
    before = figures_since.before()
    assert len(before) == 24
    assert {figure_id: SCALE.printed(scores.group(figure_id).value) for figure_id in before} == {
        figure_id: figure["score"] for figure_id, figure in before.items()
    }


def test_a_sample_that_changed_asks_for_its_earlier_figures_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    figures_since.before.cache_clear()
    monkeypatch.setattr(figures_since, "sample_digest", lambda: "another")
    with pytest.raises(ValueError, match="has changed since"):
        figures_since.before()


@pytest.mark.parametrize("command", ["upgrade", "merge"])
def test_its_workbook_is_carried_over_whole(folder: Path, command: str) -> None:
    """The hints that its questionnaires hold, folded away, are nobody's additions; what came since is told."""
    options = ("-o", folder / "new.xlsx", "--question-set", folder / "museum-set")
    result = run(command, folder / "museum.xlsx", *options)
    assert (result.exit_code, "Everything was carried over." in result.output) == (0, True), result.output
    assert ("The sheet 'Good practice' is new." in result.output) == (command == "upgrade")
