"""What was issued, in which version, out of what: a real draft finalized, edited, refreshed and finalized again."""

from __future__ import annotations

import getpass
import hashlib
import json
import platform
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from lxml import etree

from reportgen.common.language import day_in_words
from reportgen.office.package import DOCUMENT, parse
from reportgen.runs.issue import FoundRecord
from reportgen.word.xml import shown_text, squashed, w
from tests.commands import one_sentence, run
from tests.drafts import first_text, paragraph
from tests.museum import BETTER, BULLET, answer, built, by_hand, edit
from tests.packages import read_parts

TODAY = day_in_words(date.today())
SECOND = f"Version 2, replaces version 1 of {TODAY}"
THIRD = f"Version 3, replaces version 2 of {TODAY}"
REASON = "The client has seen them."


def finalize(draft: Path, name: str = "Museum.docx", *options: str | Path) -> Result:
    return run("finalize", draft, "-o", draft.with_name(name), "--no-pages", "--with-open-points", REASON, *options)


def issued(draft: Path, name: str = "Museum.docx", *options: str | Path) -> dict[str, Any]:
    """The record that finalizing writes."""
    result = finalize(draft, name, *options)
    assert result.exit_code == 0, result.output
    record = draft.with_name(name.replace(".docx", "-record.json"))
    assert str(record) in result.stdout
    return read(record)


def read(record: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(record.read_text(encoding="utf-8"))
    return found


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def title_page(path: Path) -> list[str]:
    """What stands in front of the contents."""
    said = [shown_text(p) for p in parse(read_parts(path)[DOCUMENT]).iter(w("p"))]
    return [text for text in said[: said.index("Contents")] if text]


def type_in(words: str, old: str = BULLET) -> Callable[[etree._Element], None]:
    def change(root: etree._Element) -> None:
        first_text(paragraph(root, old)).text = words

    return change


# --------------------------------------------------------------------------------------------------- the first version


def test_the_record_stands_beside_the_report_and_says_what_it_was_made_of(draft: Path, workbook: Path) -> None:
    found = issued(draft)
    final = draft.with_name("Museum.docx")
    assert found["audience"].startswith("internal")
    assert (found["version"], found["replaces"], found["earlier"]) == (1, None, [])
    assert found["issued"] == date.today().isoformat()
    assert found["final"] == {"name": "Museum.docx", "sha256": digest(final)}
    assert (found["draft"]["name"], found["draft"]["sha256"]) == (draft.name, digest(draft))
    used = found["made_with"]
    assert used["workbook"] == {"name": workbook.name, "sha256": digest(workbook)} == found["compared_with"]
    assert used["question_set"]["version"]
    assert re.fullmatch("[0-9a-f]{64}", used["question_set"]["sha256"])
    assert {"template", "house_style"} <= used.keys()
    assert all(re.fullmatch("[0-9a-f]{64}", used[name]["sha256"]) for name in ("template", "house_style"))
    assert used["peers"] is None
    assert not [line for line in title_page(final) if "ersion" in line]


def test_no_place_and_no_person_is_in_it(draft: Path) -> None:
    def inserted(root: etree._Element) -> None:
        change = etree.SubElement(paragraph(root, BULLET), w("ins"), {w("id"): "901", w("author"): "Ann Person"})
        etree.SubElement(etree.SubElement(change, w("r")), w("t")).text = " Indeed."

    edit(draft, inserted)
    found = issued(draft)
    text = json.dumps(found)
    assert "tracked-change" in [point["code"] for point in found["open_points"]["points"]]
    assert found["open_points"]["reason"] == REASON
    places = {str(parent) for path in (draft, Path(__file__)) for parent in path.parents if len(str(parent)) > 3}
    secrets = {"Ann Person", platform.node(), f"/{getpass.getuser()}/", *places}
    assert [secret for secret in secrets if secret in text] == []


def test_what_was_confirmed_is_told_as_a_reader_finds_it(draft: Path) -> None:
    assert issued(draft)["suggestions"] == []
    assert run("review", draft, "--confirm", "all").exit_code in (0, 1)
    found = issued(draft, "Other.docx")["suggestions"]
    assert found
    assert {entry["how"] for entry in found} == {"comment taken away"}
    said = " ".join(shown_text(parse(read_parts(draft.with_name("Other.docx"))[DOCUMENT])).split())
    for entry in found:
        assert squashed(entry["text"].removesuffix(" …")) in squashed(said)
        assert entry["chapter"] in said or entry["chapter"].partition(" ")[2] in said


def test_of_an_edited_suggestion_it_tells_what_it_says_now(draft: Path) -> None:
    suggested = next(point["words"] for point in points(draft) if point["code"] == "suggestion")
    edit(draft, type_in("In our own words: ", old=suggested.removesuffix(" …")))
    (found,) = issued(draft)["suggestions"]
    assert (found["text"][:17], found["how"]) == ("In our own words:", "edited")


def points(draft: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("review", draft, "--json").stdout)["points"]
    return found


def test_agreed_scores_stand_with_what_they_stand_over(draft: Path, workbook: Path) -> None:
    results = json.loads(draft.with_name("museum-results.json").read_text(encoding="utf-8"))
    agreed = [
        {"question": q["id"], "agreed": q["agreed"]["box"], "interviews": q["boxes"]}
        for q in results["questions"]
        if q["agreed"]
    ]
    assert agreed[0]["interviews"], "it stands over something"
    assert issued(draft)["agreed"] == agreed
    workbook.unlink()
    unknown = issued(draft, "Other.docx")
    assert (unknown["agreed"], unknown["compared_with"]) == (None, None)


def test_a_report_that_is_refused_leaves_nothing(draft: Path) -> None:
    before = sorted(draft.parent.iterdir())
    assert run("finalize", draft, "-o", draft.with_name("Museum.docx"), "--no-pages").exit_code == 1
    assert sorted(draft.parent.iterdir()) == before
    draft.with_name("Museum-record.json").write_text("mine", encoding="utf-8")
    refused = finalize(draft)
    assert (refused.exit_code, draft.with_name("Museum.docx").exists()) == (2, False)
    assert "Museum-record.json exists already" in one_sentence(refused)


# ------------------------------------------------------------------------------------------------------ later versions


def test_an_edited_draft_is_version_2_and_says_so(draft: Path) -> None:
    first = issued(draft)
    edit(draft, by_hand)
    second = issued(draft, "Museum.docx", "--force")
    assert (second["version"], [each["version"] for each in second["earlier"]]) == (2, [1])
    assert second["replaces"] == {name: first[name] for name in ("version", "issued", "final")}
    assert title_page(draft.with_name("Museum.docx")).count(SECOND) == 1
    line = paragraph(parse(read_parts(draft.with_name("Museum.docx"))[DOCUMENT]), SECOND)
    assert [style.get(w("val")) for style in line.iter(w("pStyle"))] == ["CoverNote"], "it looks settled"
    assert next(line.iterancestors(w("tc"))).find(f"{w('tcPr')}/{w('shd')}") is None
    assert second["earlier"][0]["made_with"] == first["made_with"]
    (kept,) = draft.parent.glob("Museum-backup-*.docx")
    assert digest(kept) == first["final"]["sha256"]
    assert [read(path)["version"] for path in draft.parent.glob("Museum-record-backup-*.json")] == [1]


def test_versions_go_on_under_another_name_and_after_a_refresh(draft: Path, workbook: Path) -> None:
    issued(draft)
    answer(workbook, "01", "D-01", BETTER)
    assert run("refresh", draft, workbook).exit_code == 0
    refreshed = draft.with_name("museum-report-refreshed.docx")
    assert issued(refreshed, "Museum 2.docx")["version"] == 2
    edit(refreshed, by_hand)
    assert run("refresh", refreshed, workbook).exit_code == 0
    again = draft.with_name("museum-report-refreshed-2.docx")
    third = issued(again, "Museum 3.docx")
    assert title_page(draft.with_name("Museum 3.docx")).count(THIRD) == 1
    assert third["replaces"]["final"]["name"] == "Museum 2.docx"
    assert [each["version"] for each in third["earlier"]] == [1, 2]
    assert len({each["draft"]["id"] for each in (*third["earlier"], third)}) == 1


def test_versions_go_on_when_each_report_goes_to_a_folder_of_its_own(draft: Path) -> None:
    def into(day: str) -> tuple[dict[str, Any], str]:
        folder = draft.parent / day
        folder.mkdir()
        options = ("--no-pages", "--with-open-points", REASON)
        result = run("finalize", draft, "-o", folder / "Museum.docx", *options)
        assert result.exit_code == 0, result.output
        return read(folder / "Museum-record.json"), result.stderr

    assert into("monday")[0]["version"] == 1
    edit(draft, type_in("The shop is shut."))
    found, said = into("tuesday")
    assert (found["version"], found["replaces"]["version"]) == (2, 1)
    assert SECOND in title_page(draft.parent / "tuesday" / "Museum.docx")
    assert "Museum.docx is not there" not in said  # the first report lies where nobody looks
    assert into("wednesday")[0]["version"] == 2  # the same report again


def test_the_same_report_again_is_the_same_version(draft: Path) -> None:
    issued(draft)
    again = finalize(draft, "Museum.docx", "--force")
    assert f"issued on {TODAY}, so it is still version 1" in again.stderr
    assert read(draft.with_name("Museum-record.json"))["earlier"] == []
    assert run("review", draft, "--confirm", "all").exit_code in (0, 1)  # which changes nothing that is issued
    assert issued(draft, "Copy.docx")["version"] == 1
    edit(draft, by_hand)
    assert issued(draft, "Second.docx")["version"] == 2
    second = issued(draft, "Second.docx", "--force")
    assert (second["version"], len(second["earlier"])) == (2, 1)
    assert title_page(draft.with_name("Second.docx")).count(SECOND) == 1


def test_a_draft_that_is_built_anew_is_another(draft: Path, workbook: Path) -> None:
    issued(draft)
    answer(workbook, "01", "D-01", BETTER)
    anew = built(workbook, "--force")
    done = finalize(anew, "Museum.docx", "--force")
    assert done.exit_code == 0
    assert "another draft, so this is version 1 of its own" in done.stderr
    assert read(draft.with_name("Museum-record.json"))["version"] == 1
    assert [read(path)["version"] for path in draft.parent.glob("Museum-record-backup-*.json")] == [1]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda final: final.write_bytes(final.read_bytes() + b" "), "was changed since it was issued as version 1"),
        (lambda final: final.rename(final.with_name("Ours.docx")), "it is called 'Ours.docx' now"),
        (lambda final: final.unlink(), "does not lie beside its record any more"),
    ],
    ids=["edited", "renamed", "gone"],
)
def test_what_became_of_the_earlier_report_is_told(draft: Path, change: Callable[[Path], None], said: str) -> None:
    first = issued(draft)
    change(draft.with_name("Museum.docx"))
    edit(draft, by_hand)
    done = finalize(draft, "Second.docx")
    assert said in done.stderr
    assert read(draft.with_name("Second-record.json"))["replaces"]["final"] == first["final"]


def test_a_record_changed_by_hand_is_used_and_told(draft: Path) -> None:
    issued(draft)
    record = draft.with_name("Museum-record.json")
    record.write_text(record.read_text(encoding="utf-8").replace('"version": 1', '"version": 4', 1), encoding="utf-8")
    edit(draft, by_hand)
    done = finalize(draft, "Second.docx")
    assert "'Museum-record.json' was changed by hand" in done.stderr
    assert title_page(draft.with_name("Second.docx")).count(f"Version 5, replaces version 4 of {TODAY}") == 1


@pytest.mark.parametrize("content", ["{", "[" * 100_000])
def test_an_unreadable_record_is_never_replaced_and_elsewhere_passed_over(draft: Path, content: str) -> None:
    record, final = draft.with_name("Museum-record.json"), draft.with_name("Museum.docx")
    record.write_text(content, encoding="utf-8")
    refused = finalize(draft, "Museum.docx", "--force")
    assert refused.exit_code == 2
    assert "Museum-record.json cannot be read" in one_sentence(refused)
    assert (final.exists(), record.read_text(encoding="utf-8")) == (False, content)
    other = finalize(draft, "Other.docx")
    assert "'Museum-record.json' cannot be read" in other.stderr
    assert read(draft.with_name("Other-record.json"))["version"] == 1


@pytest.mark.parametrize(
    "change",
    [
        {"format": 99},
        {"version": "one"},
        {"version": 0},
        {"issued": "the 1st"},
        {"draft": {}},
        {"final": {"name": "a.docx"}},
        {"replaces": {"version": 1}},
        {"earlier": None},
    ],
    ids=str,
)
def test_a_record_that_cannot_be_followed_tells_no_version(change: dict[str, Any]) -> None:
    file = {"name": "a.docx", "sha256": "0" * 64}
    draft = {"name": "b.docx", "id": "c"}
    entries = {"format": 1, "version": 2, "issued": "2026-03-03", "says": "", "draft": draft, "final": file}
    entries |= {"replaces": {"version": 1, "issued": "2026-03-02", "final": file}, "earlier": []}
    assert FoundRecord(Path("a-record.json"), entries, is_whole=True).version == 2
    assert FoundRecord(Path("a-record.json"), entries | change, is_whole=True).version == 0


# ----------------------------------------------------------------------------------- where the title page has no place


def test_without_a_line_for_it_the_words_are_told(draft: Path) -> None:
    issued(draft)
    mark = next(line for line in title_page(draft) if line.startswith("Draft, version"))
    edit(draft, type_in("For Jane, to read", old=mark))
    done = finalize(draft, "Second.docx")
    assert done.exit_code == 0, done.output
    assert f"“{SECOND}”" in done.stderr
    assert "cover.draft_mark" in done.stderr
    assert not [line for line in title_page(draft.with_name("Second.docx")) if "ersion 2" in line]
    assert read(draft.with_name("Second-record.json"))["version"] == 2
