"""The results as JSON: complete, documented, and nothing in them that may not leave the firm."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from reportgen.assessment.results import results
from reportgen.assessment.scoring import score
from reportgen.assessment.standing import compare
from reportgen.common.asked import asked_digest
from reportgen.common.build_record import BuildRecord, RecordedSource
from reportgen.common.diagnostics.diagnostic import DiagnosticKind, Severity
from reportgen.common.diagnostics.problems import PROBLEMS, Problem
from reportgen.common.model import Assessment, PeerFilter, Place, Target
from reportgen.common.peer_table import PeerData, PeerTable
from tests.builders import assessment, peer, peers_scoring, question_set

SET = question_set("""
    # Core
    ## AP Analysis and planning
    AP-01 | reap: retention
    AP-02 | reap: retention
    ## PR Proposition
    PR-01
    # Measurement
    ## ME Measuring the effect
    ME-01
    ME-02
""")
FILLED = assessment(
    """
    question | 01 manager | 02 manager | 03 implementation | 04 implementation | 05 manager | agreed
    AP-01    | 80 IR      | 60 I       | 40 Ire            | 40                | 20         | 40 weighed up
    AP-02    | 20         | N/A        | 40                | not known         | 40         |
    PR-01    | 20         | 60         | not asked         | 5                 |            |
    ME-01    | N/A        | N/A        |                   |                   |            |
    ME-02    | 100        | 60         | 20                |                   |            |
    """,
    SET,
    market="Groceries",
    date=date(2024, 5, 1),
    own_peer_ids=("secret-client-id",),
    peer_data="C:\\firm\\peers\\peers.xlsx",
)
MADE = BuildRecord(
    program="9.9",
    workbook=RecordedSource("client.xlsx", "ab" * 32),
    used={"peers": RecordedSource("peers.xlsx", "cd" * 32), "template": RecordedSource("cma-report.docx", "ef" * 32)},
)
NO_PEERS_MADE = BuildRecord(program="9.9", workbook=RecordedSource("/home/someone/client.xlsx", "ab" * 32))
GAPS = DiagnosticKind(PROBLEMS, Severity.WARNING, "gap", "no answer to {question}.").at(
    Place("Jane Smith", "D5"), question="ME-01"
)


def made(
    filled: Assessment = FILLED,
    data: PeerData | None = None,
    problems: tuple[Problem, ...] = (),
    made_with: BuildRecord = MADE,
) -> dict[str, Any]:
    """The results, through JSON and back."""
    scores = score(filled, SET)
    comparison = compare(scores, data, filled.engagement, SET)
    return json.loads(json.dumps(results(filled, SET, scores, comparison, problems, made_with)))  # type: ignore[no-any-return]


def by_id(entries: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {entry["id"]: entry for entry in entries}


# ------------------------------------------------------------------------------------------------ what is there


def test_scores_stand_printed_and_exact() -> None:
    found = made()
    planning = by_id(found["elements"])["analysis-and-planning"]
    assert (planning["printed"], planning["exact"]) == ("37", "110/3")  # (40 + 33 1/3) / 2
    assert planning["coverage"] == {"printed": "100 %", "exact": "1"}
    assert planning["spread"] == {"printed": "1.0", "exact": "31/30"}
    assert (planning["low"], planning["low_share"]) == (0, {"printed": "0 %", "exact": "0"})
    assert planning["evidence"]["shares"]["effect"] == {"printed": "0 %", "exact": "0"}
    assert planning["levels"]["scores"]["implementation"] == {"printed": "40", "exact": "40"}
    assert planning["levels"]["n"] == {"manager": 3, "implementation": 2}
    assert [topic["printed"] for topic in planning["topics"]] == ["37"]
    proposition = by_id(found["elements"])["proposition"]["levels"]
    assert (proposition["not_compared"], proposition["n"]["implementation"]) == ("too few interviews at a level", 1)
    assert planning["area"] == "core"
    assert by_id(found["areas"])["core"]["standing"]["reason"] == "There is no peer data to compare with."
    assert found["overall"]["no_interval"] is None
    assert by_id(found["areas"])["measurement"]["no_interval"] == "too few interviews gave answers"
    assert by_id(found["lenses"][0]["groups"])["retention"]["printed"] == "37"


def test_an_element_shows_its_target_with_the_cell_it_comes_from() -> None:
    place = Place("Targets", "B5")
    told = replace(FILLED, targets=(Target("proposition", Fraction(60), date(2027, 3, 31), place),))
    found = made(told)
    shown = {one["id"]: one["target"] for one in found["elements"]}
    assert shown.pop("proposition") == {"box": 60, "printed": "60", "by": "2027-03-31"}
    assert set(shown.values()) == {None}
    assert found["traces"]["proposition.target"]["inputs"] == ["Targets!B5 = 60, target box"]
    assert "measuring-the-effect.target" not in found["traces"], "what prints nothing has no trace here"


def test_a_question_shows_its_boxes_and_the_agreed_one() -> None:
    weighed, open_one = (by_id(made()["questions"])[name] for name in ("AP-01", "ME-01"))
    assert weighed["boxes"] == {"01": 80, "02": 60, "03": 40, "04": 40, "05": 20}
    assert weighed["agreed"] == {"box": 40, "reason": "weighed up"}
    assert (weighed["printed"], weighed["computed"]) == ("40", {"printed": "48", "exact": "48"})
    assert (weighed["spread"], weighed["steps_apart"]) == ({"printed": "1.4", "exact": "7/5"}, 3)
    assert (open_one["status"], open_one["printed"], open_one["exact"]) == ("not applicable", "–", None)
    assert open_one["not_applicable"] == ["01", "02"]


def test_completion_levels_engagement_and_versions() -> None:
    found = made(problems=(GAPS,))
    assert found["interviews"][4]["completion"] == {"printed": "40 %", "exact": "2/5"}
    assert found["interviews"][0]["date"] == "2024-03-01"
    assert [level["interviews"] for level in found["levels"]] == [3, 2]
    assert found["engagement"]["client"] == "Example Ltd"
    assert found["made_with"]["reportgen"] == "9.9"
    of_set = found["made_with"]["question_set"]
    assert of_set.pop("digest") == asked_digest(SET)
    assert of_set == {"id": "test", "version": "1", "title": "Test set"}
    assert found["made_with"]["files"]["workbook"] == {"name": "client.xlsx", "sha256": "ab" * 32}
    assert found["incomplete"] is True
    assert found["problems"][0]["code"] == "gap"


def test_every_printed_figure_has_a_trace() -> None:
    """Whatever prints a figure: a score, a share, a bound, a standing."""
    found = made(data=peers_scoring(range(20, 60), SET))
    traces = found["traces"]
    suffixes = {"coverage": "coverage", "low_share": "low-share", "spread": "spread"}
    standing = ("median", "position", "middle_half", "band", "best_in_class", "percentile")
    for group in [found["overall"], *found["areas"], *found["elements"]]:
        assert traces[group["id"]]["printed"] == group["printed"]
        for key, suffix in suffixes.items():
            assert group[key] is None or traces[f"{group['id']}.{suffix}"]["printed"] == group[key]["printed"]
        for key in standing:
            shown = group["standing"][key]
            text = " to ".join(shown) if isinstance(shown, list) else shown
            assert traces[f"{group['id']}.{key.replace('_', '-')}"]["printed"] == text
    for question in found["questions"]:
        assert question["printed"] == "–" or traces[question["id"]]["printed"] == question["printed"]
    assert traces["AP-02"]["inputs"][0] == "Interview 01!D3 = 20, box"


def test_two_runs_give_the_same_bytes_whatever_the_order() -> None:
    data = peers_scoring(range(20, 60), SET)
    mixed = replace(FILLED, answers=FILLED.answers[::-1], interviews=FILLED.interviews[::-1])
    texts = {
        json.dumps(made(filled, d))
        for filled, d in [(FILLED, data), (mixed, replace(data, peers=PeerTable.of([*data.peers][::-1])))]
    }
    assert len(texts) == 1


# ------------------------------------------------------------------------------------------- what must not be


@pytest.mark.parametrize("n", [0, 4, 5, 9, 10, 19, 20, 700])
def test_no_peer_is_in_the_results(n: int) -> None:
    """Every peer here scores its own fraction with a prime below the line: none of them may appear anywhere."""
    elements = [element.id for element in SET.elements]
    peers = tuple(
        peer(number, {e: Fraction(20_011 + 37 * number + 1_000 * place, 991) for place, e in enumerate(elements)})
        for number in range(1, n + 1)
    )
    own = peer(999, dict.fromkeys(elements, Fraction(12_345, 997)), id="secret-client-id")
    data = PeerData.of((*peers, own), source="/srv/firm/peers.xlsx")
    text = json.dumps(made(data=data), ensure_ascii=False)
    assert not re.search(r"peer-\d|owner-\d|secret-client-id|/99[17]|/ 99[17]\b", text)
    for one in peers:
        for value in one.elements.values():
            assert f"{float(value):.3f}" not in text


def test_small_groups_have_no_keys_for_what_they_do_not_allow() -> None:
    always = {"reference", "n", "disclosure"}
    nothing, median = always | {"reason"}, always | {"median", "difference", "position", "side"}
    quarters = median | {"middle_half", "quarter"}
    percentile = quarters | {"band", "percentile"}
    few = {0: nothing, 4: nothing, 5: median, 9: median, 10: quarters, 19: quarters}
    for n, allowed in (few | {20: percentile, 39: percentile, 40: percentile | {"best_in_class"}}).items():
        found = made(data=peers_scoring(range(20, 20 + n), SET))
        assert {key for group in found["elements"] for key in group["standing"]} == allowed


def test_roles_are_named_only_where_the_engagement_allows_it() -> None:
    assert "Role of 01" not in json.dumps(made())
    allowed = replace(FILLED, engagement=replace(FILLED.engagement, name_roles=True))
    assert made(allowed)["interviews"][0]["role"] == "Role of 01"


def test_a_renamed_tab_does_not_bring_a_name_into_the_results() -> None:
    renamed = replace(
        FILLED,
        answers=tuple(
            replace(answer, place=replace(answer.place, sheet="Jane Smith")) if answer.interview == "01" else answer
            for answer in FILLED.answers
        ),
    )
    found = made(renamed, problems=(GAPS,))
    assert "Jane" not in json.dumps(found)
    assert (found["problems"][0]["sheet"], found["problems"][0]["message"]) == (
        "Interview 01",
        "Interview 01!D5: no answer to ME-01.",
    )
    assert found["traces"] == made()["traces"]


def test_no_folder_is_in_the_results() -> None:
    text = json.dumps(
        made(data=replace(peers_scoring(range(30), SET), source="/srv/x/peers.xlsx"), made_with=NO_PEERS_MADE)
    )
    assert not re.search(r"/home|/srv|firm", text)
    assert "peers.xlsx" in text


# -------------------------------------------------------------------------------------------------- documented


def keys(value: object) -> Iterator[str]:
    """All names of an object, but for those that are ids or codes."""
    if isinstance(value, list):
        for entry in value:
            yield from keys(entry)
    if isinstance(value, dict):
        for name, entry in value.items():
            yield name
            if name not in ("boxes", "shares", "scores", "traces", "n"):
                yield from keys(entry)


def test_every_name_is_documented() -> None:
    text = (Path(__file__).parents[1] / "docs" / "results-json.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w-]+)`", text))
    filtered = replace(FILLED, engagement=replace(FILLED.engagement, peer_filter=PeerFilter(sectors=("retail",))))
    found = made(filtered, peers_scoring(range(20, 60), SET), (GAPS,))
    assert set(keys(found)) <= named
    assert set(keys(made())) <= named
    suffixes = {
        re.sub(r"^(overall|core|AP-\d+)\.", "", name)
        for name in found["traces"]
        if name.startswith(("overall.", "AP-"))
    }
    simple = {suffix for suffix in suffixes if "." not in suffix and not suffix.startswith("AP-")}
    assert simple <= {name.lstrip(".") for name in re.findall(r"`(\.[\w-]+)`", text)}
