"""What moved: the figures that changed stand before all else, with the answers they changed for."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reportgen.cli.listings.changes import changes_as_text
from reportgen.draft.refresh.changes import Changes, FigureChange
from tests.commands import run
from tests.museum import BETTER, answer, built, lay_out
from tests.test_change_listing import CHANGES, report

MOVED = (
    FigureChange("overall", "Overall", "41", "44", "D-01 (Interview 01!E6)"),
    FigureChange("interviews", "interviews", "twelve", "13", ""),
)


def with_moved(changes: Changes = CHANGES) -> Changes:
    return replace(changes, moved=MOVED)


def test_the_report_for_people_begins_with_what_moved() -> None:
    lines = report(with_moved()).splitlines()
    heads = [line for line in lines if line.startswith("## ")]
    assert heads[0] == "## What moved (2)"
    start = lines.index("| figure | before | now | because of |")
    assert lines[start + 2 : start + 4] == [
        "| Overall | 41 | 44 | D-01 (Interview 01!E6) |",
        "| interviews | twelve | 13 |  |",
    ]
    assert start < next(number for number, line in enumerate(lines) if line.startswith("8 regions"))
    assert "No figure has changed." in report().splitlines()


def test_the_terminal_begins_with_it_too() -> None:
    lines = changes_as_text(with_moved()).splitlines()
    assert lines[:4] == [
        "What moved:",
        "  Overall: 41, now 44 (D-01 (Interview 01!E6))",
        "  interviews: twelve, now 13",
        "",
    ]


@cache
def refreshed() -> tuple[dict[str, Any], dict[str, Any], list[dict[str, str]], str]:
    """The results before and after one answer changed, what moved by the record, and what `--dry-run` prints."""
    with TemporaryDirectory() as name:
        workbook = lay_out(Path(name) / "client")
        draft = built(workbook)
        results = draft.with_name("museum-results.json")
        before = json.loads(results.read_text(encoding="utf-8"))
        answer(workbook, "01", "D-01", BETTER)
        shown = run("refresh", draft, workbook, "--dry-run").stdout
        record = json.loads(run("refresh", draft, workbook, "--dry-run", "--json").stdout)
        again = built(workbook)
        assert again == draft
        after = json.loads(results.read_text(encoding="utf-8"))
    return before, after, record["moved"], shown


def scores(results: dict[str, Any]) -> dict[str, str]:
    """The printed scores of the whole, of areas and elements, by id."""
    return {group["id"]: group["printed"] for group in (results["overall"], *results["areas"], *results["elements"])}


def test_what_moved_is_what_the_results_say_moved() -> None:
    """Every score of the whole, of an area or an element, and no other."""
    before, after, moved, _ = refreshed()
    was, now = scores(before), scores(after)
    expected = {name: (was[name], now[name]) for name in was if was[name] != now[name]}
    assert len(expected) > 1
    told = {one["name"]: (one["before"], one["now"]) for one in moved if one["name"] in was}
    assert told == expected


def test_each_names_the_answer_it_changed_for() -> None:
    _, _, moved, shown = refreshed()
    causes = [one["because"] for one in moved if one["because"]]
    assert len(causes) > 2
    assert all(cause.startswith("D-01 (Interview 01!") for cause in causes)
    assert "D-01 (Interview 01!" in shown.partition("## What moved")[2].partition("\n## ")[0]


def test_a_difference_of_two_figures_is_left_to_follow() -> None:
    _, _, moved, _ = refreshed()
    assert moved[0]["title"] == "Overall"
    assert not [one["name"] for one in moved if "-minus-" in one["name"]]


def test_every_question_whose_score_moved_is_told_by_its_words() -> None:
    before, after, moved, _ = refreshed()
    was, now = ({one["id"]: one["printed"] for one in results["questions"]} for results in (before, after))
    expected = {name: (was[name], now[name]) for name in was if was[name] != now[name]}
    assert set(expected) == {"D-01"}
    told = {one["name"]: one for one in moved if one["name"] in was}
    assert {name: (one["before"], one["now"]) for name, one in told.items()} == expected
    assert told["D-01"]["title"].startswith("D-01 ")


def test_no_figure_is_told_by_its_name_alone() -> None:
    _, _, moved, _ = refreshed()
    assert [one["name"] for one in moved if one["title"] == one["name"] or "-" in one["title"].partition(" ")[2]] == []
