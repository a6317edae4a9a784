"""From the last edit to the client: a real draft reviewed against its workbook, refreshed, and finalized."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import Result
from lxml import etree
from pypdf import PdfReader

from reportgen.office.package import DOCUMENT, parse
from reportgen.peers.shown import SHOWN_FILE
from reportgen.runs.project import PROJECT_FILE
from reportgen.word.fields import with_page_numbers
from reportgen.word.xml import shown_text, w
from tests.commands import one_sentence, run
from tests.conftest import Office
from tests.drafts import paragraph
from tests.museum import BETTER, SET_NAME, answer, built, by_hand, edit, engage, peers
from tests.packages import read_parts
from tests.test_pages import contents_of


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
    assert run("finalize", refreshed, "-o", target, "--no-pages", "--with-open-points", "Told.").exit_code == 0
    made = read_parts(target)
    assert "out of 100" in shown_text(parse(made[DOCUMENT]))
    assert "word/comments.xml" not in made


# ------------------------------------------------------------------------- a report is held against its workbook first

PEERS_WERE = (10, 20, 30, 35, 45, 55, 60, 70, 80, 90)


def finalize(draft: Path, *options: str | Path) -> Result:
    return run("finalize", draft, "-o", draft.with_name("Museum.docx"), "--no-pages", *options)


def blocked_by(result: Result) -> set[str]:
    """The kinds of figures and parts that stand in the way."""
    return set(re.findall(r"\[((?:figure|part)-[a-z]+)\]", result.stderr))


def saved_again(workbook: Path) -> None:
    """Save the workbook as Excel does: other bytes, the same answers."""
    before = workbook.read_bytes()
    openpyxl.load_workbook(workbook).save(workbook)
    assert workbook.read_bytes() != before


def test_figures_of_the_workbook_as_it_was_pass(draft: Path, workbook: Path) -> None:
    result = finalize(draft, "--with-open-points", "Suggestions are meant.")
    assert (result.exit_code, blocked_by(result)) == (0, set())
    assert "not compared" not in result.stderr


@pytest.mark.parametrize("leave", ["where it was", "here", "elsewhere"])
def test_figures_that_the_workbook_gives_otherwise_stand_in_the_way(
    draft: Path, workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, leave: str
) -> None:
    answer(workbook, "01", "D-01", BETTER)
    sent = shutil.copytree(draft.parent, tmp_path / "sent") / draft.name  # away from all that it was built from
    place = {"where it was": draft, "here": sent, "elsewhere": sent}[leave]
    if leave == "here":
        monkeypatch.chdir(workbook.parent)
    result = finalize(place, "--workbook", workbook) if leave == "elsewhere" else finalize(place)
    assert result.exit_code == 1
    assert {"figure-outdated", "part-outdated"} <= blocked_by(result)
    assert not place.with_name("Museum.docx").exists()


@pytest.mark.parametrize("folder", [".", "clients", "clients/museum"])
def test_reports_that_a_project_writes_far_away_are_compared_with_its_workbooks(
    draft: Path, workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    """Below the project only the workbook that it was built from will do: every client has a client.xlsx."""
    project, far = tmp_path / "project", tmp_path / "share" / "reports" / "2026" / "museum"
    home, others = project / folder, project / "others"
    for place in (home, others):
        place.mkdir(parents=True, exist_ok=True)
    far.mkdir(parents=True)
    sent = Path(shutil.copy(draft, far))
    shutil.copytree(workbook.parent / SET_NAME, home / SET_NAME)
    moved, other = (Path(shutil.copy(workbook, place)) for place in (home, others))
    answer(other, "01", "D-01", BETTER)
    (project / PROJECT_FILE).write_text(f'output = "{far.parent.as_posix()}"\n', encoding="utf-8")
    assert "not compared" in finalize(sent, "--with-open-points", "Told.").stderr
    monkeypatch.chdir(project)
    found = finalize(sent, "--force", "--with-open-points", "Told.")
    assert (found.exit_code, blocked_by(found)) == (0, set())
    assert "not compared" not in found.stderr
    moved.unlink()
    assert "not compared" in finalize(sent, "--force", "--with-open-points", "Told.").stderr


def test_of_two_workbooks_with_the_name_the_one_it_was_built_from_counts(draft: Path, workbook: Path) -> None:
    nearer = Path(shutil.copy(workbook, draft.parent))
    shutil.copytree(workbook.parent / SET_NAME, draft.parent / SET_NAME)
    answer(nearer, "01", "D-01", BETTER)
    assert blocked_by(finalize(draft)) == set()
    workbook.unlink()
    assert "figure-outdated" in blocked_by(finalize(draft))


def test_force_replaces_a_file_and_settles_nothing(draft: Path, workbook: Path) -> None:
    answer(workbook, "01", "D-01", BETTER)
    draft.with_name("Museum.docx").write_bytes(b"mine")
    result = finalize(draft, "--force")
    assert (result.exit_code, draft.with_name("Museum.docx").read_bytes()) == (1, b"mine")
    assert finalize(draft, "--with-open-points", "Told.").exit_code == 2
    done = finalize(draft, "--force", "--with-open-points", "Told.")
    assert done.exit_code == 0
    assert "figure-outdated" in blocked_by(done)
    assert [kept.read_bytes() for kept in draft.parent.glob("Museum-backup-*.docx")] == [b"mine"]


@pytest.mark.parametrize("reason", ["", "  "])
def test_open_points_are_accepted_for_a_reason_only(draft: Path, reason: str) -> None:
    result = finalize(draft, "--with-open-points", reason)
    assert result.exit_code == 2
    assert "What follows '--with-open-points' is empty" in one_sentence(result)


def _gone(workbook: Path) -> None:
    workbook.unlink()


def _broken(workbook: Path) -> None:
    answer(workbook, "01", "D-01", "ninety")


def _without_its_set(workbook: Path) -> None:
    shutil.rmtree(workbook.parent / SET_NAME)


@pytest.mark.parametrize(
    ("change", "why"), [(_gone, "neither beside"), (_broken, "has errors now"), (_without_its_set, SET_NAME)]
)
def test_where_nothing_could_be_compared_it_says_so(
    draft: Path, workbook: Path, change: Callable[[Path], None], why: str
) -> None:
    change(workbook)
    result = finalize(draft, "--with-open-points", "Told.")
    assert result.exit_code == 0
    (said,) = [line for line in result.stderr.splitlines() if "not compared" in line]
    assert why in said
    assert "--workbook" in said


def test_a_workbook_that_is_named_has_to_be_readable(draft: Path, workbook: Path) -> None:
    answer(workbook, "01", "D-01", "ninety")
    result = finalize(draft, "--workbook", workbook, "--with-open-points", "Told.")
    assert result.exit_code == 1
    assert not draft.with_name("Museum.docx").exists()


@pytest.mark.parametrize("named", ["--peers", "Engagement"])
def test_finalize_needs_no_peers(workbook: Path, named: str) -> None:
    """Their figures stand as they were generated; whatever cannot rest on them is compared all the same."""
    file = peers(workbook.parent, *PEERS_WERE)
    if named == "Engagement":
        engage(workbook, {"Peer data": file.name})
    made = built(workbook, "--peers", file) if named == "--peers" else built(workbook)
    assert blocked_by(finalize(made)) == set()
    file.unlink()
    unchanged = finalize(made, "--with-open-points", "Told.")
    assert (unchanged.exit_code, blocked_by(unchanged)) == (0, set())
    assert f"'{file.name}' is not here" in unchanged.stderr
    for issued in made.parent.glob("Museum[.-]*"):
        issued.unlink()
    saved_again(workbook)
    again = finalize(made)
    assert blocked_by(again) == set()
    assert "no part that shows peers" in again.stderr
    answer(workbook, "01", "D-01", BETTER)
    changed = finalize(made)
    assert {"figure-outdated", "part-outdated"} <= blocked_by(changed)
    assert "D-01" in changed.stderr


def test_other_peers_of_the_same_name_are_told(workbook: Path) -> None:
    made = built(workbook, "--peers", peers(workbook.parent, *PEERS_WERE))
    made.with_name(SHOWN_FILE).unlink()  # which would let the earlier figures stand
    peers(workbook.parent, *(score - 5 for score in PEERS_WERE))
    assert "part-outdated" in blocked_by(finalize(made))


# ---------------------------------------------------------------------------------------------- it speaks to the client


def test_one_gap_is_a_limit_of_the_evidence_and_no_banner(workbook: Path) -> None:
    answer(workbook, "01", "D-01", "")
    made = built(workbook)
    listed = [line for line in _lines(made) if "D-01" in line and "without an answer" in line]
    assert listed, "the draft tells the assessors"
    assert [line for line in _lines(made) if "ncomplete" in line]
    assert finalize(made, "--with-open-points", "Suggestions are meant.").exit_code == 0
    lines = _lines(made.with_name("Museum.docx"))
    assert "One answer is missing: D-01." in lines
    assert not [
        line for line in lines if re.search(r"ncomplete|![A-Z]+\d|the sheet|still lacks|without an answer", line)
    ]


def _lines(path: Path) -> list[str]:
    """What every part of a file says, paragraph by paragraph."""
    package = read_parts(path)
    names = [name for name in package if re.match(r"word/(document|header\d+|footer\d+)\.xml$", name)]
    return [shown_text(p) for name in names for p in parse(package[name]).iter(w("p"))]


# ------------------------------------------------------------------------------------------------- page numbers, PDF


def test_contents_without_page_numbers_are_told(draft: Path) -> None:
    def advice() -> list[str]:
        points = json.loads(run("review", draft, "--json").stdout)["points"]
        return [point["found"] for point in points if point["code"] == "contents-unpaged"]

    assert advice()[0] == "The contents table shows no page numbers."
    package = read_parts(draft)
    draft.write_bytes(with_page_numbers(package, {f"5FToc{number:09}": 3 for number in range(1, 60)}).packed())
    assert advice() == []


@pytest.mark.office
def test_the_report_has_the_pages_of_its_pdf(draft: Path, soffice: Office) -> None:
    target = draft.with_name("Museum.docx")
    result = run("finalize", draft, "-o", target, "--pdf", "--with-open-points", "Told.")
    assert result.exit_code == 0, result.output
    beside = [target.with_name(f"Museum-{what}.json") for what in ("client-results", "record")]
    assert result.stdout.split() == [str(target), str(target.with_suffix(".pdf")), *map(str, beside)]
    assert "those of LibreOffice" in result.stderr
    assert "F9" in result.stderr
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(target.with_suffix(".pdf")).pages]
    entries = contents_of(target)
    assert len(entries) > 10
    for title, page in entries:
        assert " ".join(title.split()) in pages[int(page) - 1]


def test_without_libreoffice_the_report_is_written_and_the_lack_named(
    draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.office.libreoffice.find_office", lambda: None)
    target = draft.with_name("Museum.docx")
    result = run("finalize", draft, "-o", target, "--pdf", "--with-open-points", "Told.")
    beside = [target.with_name(f"Museum-{what}.json") for what in ("client-results", "record")]
    assert (result.exit_code, result.stdout.split()) == (0, [str(target), *map(str, beside)])
    assert "no PDF was written and the contents have no page numbers" in result.stderr
    assert {page for _, page in contents_of(target)} == {""}


def test_a_pdf_in_the_way_is_named_before_any_work(draft: Path) -> None:
    draft.with_name("Museum.pdf").write_bytes(b"mine")
    result = finalize(draft, "--pdf")
    assert result.exit_code == 2
    assert "Museum.pdf exists already" in one_sentence(result)


def test_a_build_beside_the_report_does_not_take_it_for_its_draft(draft: Path, workbook: Path) -> None:
    final = draft.with_name("Museum.docx")
    assert run("finalize", draft, "-o", final, "--no-pages", "--with-open-points", "Told.").exit_code == 0
    shutil.copy(final, draft)
    result = run("build", workbook, "--question-set", workbook.parent / SET_NAME, "-o", workbook.parent / "output")
    assert result.exit_code == 2
    assert "is not overwritten" in one_sentence(result)
    refused = run("refresh", final, workbook)
    assert refused.exit_code == 2
    assert "finalized" in one_sentence(refused)


# ----------------------------------------------------------------------------------------- the client's results


def _answers(value: Any) -> list[Any]:
    """All that stands in the results under the names of what an interview answered."""
    if isinstance(value, dict):
        own = [value[name] for name in ("boxes", "points", "not_applicable", "not_known", "role") if name in value]
        return own + [found for each in value.values() for found in _answers(each)]
    return [found for each in value for found in _answers(each)] if isinstance(value, list) else []


def test_the_results_beside_a_draft_say_that_they_are_internal(draft: Path) -> None:
    internal = json.loads(draft.with_name("museum-results.json").read_text(encoding="utf-8"))
    assert internal["audience"].startswith("internal")
    assert _answers(internal["questions"])


def test_the_client_gets_results_without_the_answers_of_interviews(draft: Path) -> None:
    final = draft.parent / "issued" / "Museum.docx"
    final.parent.mkdir()
    done = run("finalize", draft, "-o", final, "--no-pages", "--with-open-points", "a test")
    assert done.exit_code == 0, done.output
    target = final.with_name("Museum-client-results.json")
    assert str(target) in done.stdout
    text = target.read_text(encoding="utf-8")
    found, internal = json.loads(text), json.loads(draft.with_name("museum-results.json").read_text(encoding="utf-8"))
    assert found["audience"].startswith("client")
    assert _answers(found["questions"]) + _answers(found["interviews"]) == []
    assert not {"problems", "traces", "files", "seal"} & found.keys()
    assert not re.search(r"\.xlsx|Interview \d+!|![A-Z]+\d", text)
    assert [q["printed"] for q in found["questions"]] == [q["printed"] for q in internal["questions"]]
    assert found["overall"]["standing"] == internal["overall"]["standing"]
    levels = [each["levels"] for part in ("areas", "elements") for each in found[part] if each["levels"]]
    assert all(min(each["n"].values()) >= 2 for each in levels)


def test_after_a_refresh_the_client_gets_the_results_of_the_new_workbook(draft: Path, workbook: Path) -> None:
    answer(workbook, "01", "D-01", BETTER)
    assert run("refresh", draft, workbook).exit_code == 0
    final = draft.with_name("Museum.docx")
    refreshed = draft.with_name("museum-report-refreshed.docx")
    done = run("finalize", refreshed, "-o", final, "--no-pages", "--with-open-points", "a test")
    assert (done.exit_code, "No results for the client" in done.stderr) == (0, False)
    own, before = refreshed.with_name("museum-report-refreshed-results.json"), draft.with_name("museum-results.json")
    of_client, now, was = (
        json.loads(path.read_text(encoding="utf-8"))["overall"]["printed"]
        for path in (final.with_name("Museum-client-results.json"), own, before)
    )
    assert of_client == now != was


def test_results_that_are_not_those_of_the_draft_are_not_given_to_the_client_and_that_is_said(
    draft: Path, workbook: Path
) -> None:
    answer(workbook, "01", "D-01", BETTER)
    assert run("refresh", draft, workbook).exit_code == 0
    refreshed = draft.with_name("museum-report-refreshed.docx")
    refreshed.with_name("museum-report-refreshed-results.json").unlink()
    done = run("finalize", refreshed, "-o", draft.with_name("M.docx"), "--no-pages", "--with-open-points", "a test")
    assert (done.exit_code, draft.with_name("M-client-results.json").exists()) == (0, False)
    (said,) = [line for line in done.stderr.splitlines() if "No results for the client" in line]
    assert "reportgen refresh" in said
