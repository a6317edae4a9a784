"""From the last edit to the client: a real draft reviewed against its workbook, refreshed, and finalized."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from lxml import etree

from reportgen.office.package import DOCUMENT, parse
from reportgen.word.xml import shown_text, w
from tests.commands import one_sentence, run
from tests.drafts import paragraph
from tests.museum import BETTER, SET_NAME, answer, by_hand, edit
from tests.packages import read_parts


def against(draft: Path, workbook: Path) -> list[dict[str, Any]]:
    """What a review says about figures and parts that the workbook gives otherwise."""
    result = run("review", draft, "--workbook", workbook, "--json")
    assert result.exit_code in (0, 1), result.output
    points = json.loads(result.stdout)["points"]
    return [point for point in points if point["code"].startswith(("figure-", "part-"))]


def test_a_draft_matches_the_workbook_it_was_built_from(draft: Path, workbook: Path) -> None:
    assert against(draft, workbook) == []


def test_another_answer_is_told_by_figure_and_cell(draft: Path, workbook: Path) -> None:
    answer(workbook, "01", "D-01", BETTER)
    before = draft.read_bytes(), workbook.read_bytes()
    found = against(draft, workbook)
    figure = next(point["figure"] for point in found if point["figure"] and point["figure"]["name"] == "overall")
    assert figure["old"] != figure["new"]
    assert figure["source"].startswith("D-01 (Interview 01!")
    assert any(point["code"] == "part-outdated" and "D-01" in point["found"] for point in found)
    assert (draft.read_bytes(), workbook.read_bytes()) == before


def test_a_refresh_settles_what_was_outdated(draft: Path, workbook: Path) -> None:
    answer(workbook, "01", "D-01", BETTER)
    edit(draft, by_hand)
    assert run("refresh", draft, workbook).exit_code == 0
    assert against(draft.with_name("museum-report-refreshed.docx"), workbook) == []


def test_what_the_draft_was_built_with_is_asked_for(draft: Path, workbook: Path) -> None:
    shutil.rmtree(workbook.parent / SET_NAME)
    result = run("review", draft, "--workbook", workbook)
    assert result.exit_code == 2
    assert SET_NAME in one_sentence(result)


def test_a_conflict_stands_in_the_way_of_the_report(draft: Path, workbook: Path) -> None:
    def retype(root: etree._Element) -> None:
        place = paragraph(root, "out of 100")
        text = next(text for text in place.iter(w("t")) if (text.text or "").isdigit())
        text.text = "99"

    edit(draft, retype)
    answer(workbook, "01", "D-01", BETTER)
    assert run("refresh", draft, workbook).exit_code == 1
    refreshed, target = draft.with_name("museum-report-refreshed.docx"), draft.with_name("Museum.docx")
    result = run("finalize", refreshed, "-o", target)
    assert result.exit_code == 1
    assert "[conflict]" in result.stderr
    assert not target.exists()
    assert run("finalize", refreshed, "-o", target, "--force").exit_code == 0
    made = read_parts(target)
    assert "out of 100" in shown_text(parse(made[DOCUMENT]))
    assert "word/comments.xml" not in made


def test_a_build_beside_the_report_does_not_take_it_for_its_draft(draft: Path, workbook: Path) -> None:
    final = draft.with_name("Museum.docx")
    assert run("finalize", draft, "-o", final, "--force").exit_code == 0
    shutil.copy(final, draft)
    result = run("build", workbook, "--question-set", workbook.parent / SET_NAME, "-o", workbook.parent / "output")
    assert result.exit_code == 2
    assert "is not overwritten" in one_sentence(result)
    refused = run("refresh", final, workbook)
    assert refused.exit_code == 2
    assert "finalized" in one_sentence(refused)
