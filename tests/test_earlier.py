"""An earlier assessment of the same organisation: then and now, over the questions scored both times."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest

from reportgen.assessment.progress import Earlier, earlier_from_results, earlier_of, is_of_client
from reportgen.assessment.progress.comparing import since_earlier
from reportgen.assessment.results import for_client, results
from reportgen.assessment.scoring import score
from reportgen.assessment.standing import compare
from reportgen.charts import ProgressChart
from reportgen.charts.data.progress import progress_charts
from reportgen.charts.drawing import picture
from reportgen.charts.theme import MAX_HEIGHT_MM
from reportgen.common.build_record import RESULTS_FORMAT, BuildRecord
from reportgen.common.exceptions import UnreadableFileError
from reportgen.common.model import (
    OVERALL,
    Area,
    Assessment,
    ChangeMark,
    Element,
    Engagement,
    NoMark,
    QuestionSet,
    SinceEarlier,
)
from tests.builders import assessment, question_set
from tests.commands import one_sentence, run
from tests.fillings import by_chance, every
from tests.museum import BETTER, MINE, SET_NAME, answer, base_in, built, by_hand, edit, engage
from tests.oracle import ProgressOracle
from tests.packages import read_parts
from tests.word_files import outline

THEN = "museum-then.xlsx"


@pytest.fixture(scope="session")
def built_then(built_museum: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the museum's assessment of two years before, and the results of its report."""
    folder = tmp_path_factory.mktemp("then")
    then = folder / THEN
    shutil.copytree(built_museum / SET_NAME, folder / SET_NAME)
    shutil.copy(built_museum / "museum.xlsx", then)
    engage(then, {"Date of the report": "2023-04-01"})
    answer(then, "02", "R-01", "0 - Nobody has thought of it")
    assert run("build", then, "--question-set", folder / SET_NAME, "-o", folder / "output").exit_code == 0
    return folder


@pytest.fixture
def earlier(built_then: Path, workbook: Path) -> Path:
    """That workbook, beside the one of today."""
    return Path(shutil.copy(built_then / THEN, workbook.parent))


@pytest.fixture
def earlier_results(built_then: Path, workbook: Path) -> Path:
    """The results of its report, beside the workbook of today."""
    return Path(shutil.copy(built_then / "output" / "museum-then" / "museum-then-results.json", workbook.parent))


def results_of(draft: Path) -> dict[str, Any]:
    """The results beside a draft."""
    found: dict[str, Any] = json.loads((draft.parent / "museum-results.json").read_text(encoding="utf-8"))
    return found


def test_a_report_with_an_earlier_assessment_tells_what_has_changed(workbook: Path, earlier_results: Path) -> None:
    draft = built(workbook, "--earlier", earlier_results, "--force")
    progress = results_of(draft)["earlier"]
    overall = progress["figures"]["overall"]
    assert overall["change"] == str(int(overall["now"]["printed"]) - int(overall["then"]["printed"])) != "0"
    assert progress["questions"] == 5
    text = "\n".join(outline(draft))
    assert "Progress since 2023" in text
    assert f"from {overall['then']['printed']} to {overall['now']['printed']}" in text
    (head,) = {line for line in text.splitlines() if line.startswith("| Part of the model")}
    assert "Since 2023" in head
    assert (draft.parent / "charts" / "progress.png").is_file()
    told = run(
        "explain",
        workbook,
        "overall.change",
        "--earlier",
        earlier_results,
        "--question-set",
        workbook.parent / SET_NAME,
    )
    assert told.exit_code == 0, told.output
    assert f"{overall['now']['printed']}" in told.stdout


# ------------------------------------------------------------------------------------------------ worked out twice

CORE = question_set("""
    # Core | weight 3
    ## AP Analysis and planning | weight 1/3
    AP-01 | weight 2/7
    AP-02 | weight 5
    AP-03 | weight 1/3
    AP-04
    AP-05
    AP-06
    ## PR Proposition | weight 2.5
    PR-01 | weight 0.1
    PR-02 | weight 0.2
    # Measurement
    ## ME Measuring the effect
    ME-01
    ME-02
    ME-03
    ME-04
    ME-05
    ## EF Efficiency | weight 2
    EF-01
    EF-02
    EF-03
""")
BEFORE = question_set(
    """
    # Core
    ## AP Analysis and planning
    AP-01
    AP-02
    AP-03
    AP-04
    AP-05
    AP-06
    AP-07
    ## PR Proposition
    PR-01
    PR-02
    ## ME Measuring the effect
    ME-01
    ME-02
    ME-03
    ME-04
    ME-05
    EF-01
""",
    version="0",
)


def results_as_json(then: Assessment, questions: QuestionSet) -> dict[str, Any]:
    """The results of the report on an assessment."""
    scores = score(then, questions)
    comparison = compare(scores, None, then.engagement, questions)
    made = results(then, questions, scores, comparison, (), BuildRecord())
    found: dict[str, Any] = json.loads(json.dumps(made))
    return found


def as_earlier(then: Assessment, questions: QuestionSet, *, client: bool = False) -> Earlier:
    """The assessment as its results tell it: those for the firm, or those for the client."""
    made = results_as_json(then, questions)
    return earlier_from_results(json.dumps(for_client(made) if client else made).encode(), "then.json")


def progress(earlier: Earlier, now: Assessment, questions: QuestionSet = CORE) -> SinceEarlier:
    """What has changed."""
    return since_earlier(earlier, now, score(now, questions), questions, questions)


def in_results(since: SinceEarlier, now: Assessment, questions: QuestionSet = CORE) -> dict[str, Any]:
    """The same, as the results hold it."""
    scores = replace(score(now, questions), since=since)
    made = results(now, questions, scores, compare(scores, None, now.engagement, questions), (), BuildRecord())
    found: dict[str, Any] = json.loads(json.dumps(made["earlier"]))
    return found


def pair(seed: int) -> tuple[Assessment, QuestionSet, Assessment]:
    """Two assessments by chance: the earlier one with its set, and that of today."""
    chance, before = Random(seed), (BEFORE, CORE)[seed % 2]
    counts = [chance.choice((5, 7, 9, 12) if seed % 3 else (3, 6, 9)) for _ in range(2)]
    if seed % 3:
        then, now = (every(questions, 1, count) for questions, count in zip((before, CORE), counts, strict=True))
        if seed % 4 in (1, 2):  # a clear rise, a clear fall
            better, end = seed % 4 == 1, Fraction(80 if seed % 4 == 1 else 20)
            moved = [(a, (max if better else min)(a.box or end, end)) for a in now.answers]
            now = replace(now, answers=tuple(replace(a, box=box) for a, box in moved))
        return then, before, now
    return by_chance(before, seed, counts[0]), before, by_chance(CORE, seed + 1, counts[1])


def test_every_change_is_as_worked_out_a_second_time() -> None:
    marks = set()
    for seed in range(12):
        then, before, now = pair(seed)
        oracle = ProgressOracle(then, before, now, CORE)
        since = progress(earlier_of(then, before, "then.xlsx"), now)
        assert list(since.scores) == oracle.common
        told = in_results(since, now)["figures"]
        parts: dict[str, QuestionSet | Area | Element] = {OVERALL: CORE}
        parts |= {area.id: area for area in CORE.areas}
        parts |= {element.id: element for element in CORE.elements}
        for name, part in parts.items():
            found = {key: value for key, value in told[name].items() if key not in ("no_mark", "reason")}
            assert rounded_ends(found) == rounded_ends(oracle.change(part)), (seed, name)
            marks.add(found["mark"])
    assert marks == {"clear rise", "clear fall", "not clear", None}


def rounded_ends(found: dict[str, Any]) -> dict[str, Any]:
    """Ends of intervals as printed: two ways to take a root differ far behind the point."""
    return found | {"interval": found["interval"] and [end["printed"] for end in found["interval"]]}


def test_workbook_and_results_tell_the_same_and_those_for_the_client_have_no_marks() -> None:
    for seed in range(0, 12, 3):
        then, before, now = pair(seed)
        of_workbook = progress(earlier_of(then, before, "then.json"), now)
        of_results = progress(as_earlier(then, before), now)
        assert in_results(of_results, now) == in_results(of_workbook, now)
        of_client = progress(as_earlier(then, before, client=True), now)
        assert not of_client.has_interviews
        for name, change in of_client.changes.items():
            same = of_workbook.changes[name]
            assert (change.then, change.now, change.questions) == (same.then, same.now, same.questions)
            assert change.mark is None
            assert change.no_mark is not None


# ---------------------------------------------------------------------------------------------------- across versions

TABLE = """
    question | 01 manager | 02 implementation
    AP-01    | 40         | 60
    AP-02    | 20         | 20
    AP-03    | 80         | 60
    PR-01    | 40         | 40
    PR-02    | 40         | 40
    ME-01    | N/A        | N/A
    ME-02    | 5          | 5
"""


def reworded(questions: QuestionSet, question_id: str, text: str) -> QuestionSet:
    """The set with another text of a question, as a later version."""

    def changed(question: Any) -> Any:
        return replace(question, text=text) if question.id == question_id else question

    areas = tuple(
        replace(
            area,
            elements=tuple(
                replace(
                    element,
                    topics=tuple(
                        replace(topic, questions=tuple(map(changed, topic.questions))) for topic in element.topics
                    ),
                )
                for element in area.elements
            ),
        )
        for area in questions.areas
    )
    return replace(questions, areas=areas, version="2")


def test_a_reworded_question_is_left_out_and_told_and_blanks_and_case_are_no_rewording() -> None:
    then_set = question_set()
    then = assessment(TABLE, then_set)
    text = then_set.questions["AP-02"].text
    for words, told in ((f" {text.upper()} ", ()), ("Something else?", ("AP-02",))):
        now_set = reworded(then_set, "AP-02", words)
        since = progress(as_earlier(then, then_set), assessment(TABLE, now_set), now_set)
        assert since.reworded == told
        assert ("AP-02" in since.scores) == (not told)


def test_what_was_added_or_dropped_is_told_and_too_little_in_common_is_withheld() -> None:
    then_set = question_set(
        """
        # Core
        ## AP Analysis and planning
        AP-01
        AP-09
        ## PR Proposition
        PR-01
        PR-02
    """,
        version="0",
    )
    then = assessment(
        """
        question | 01 manager
        AP-01    | 20
        AP-09    | 20
        PR-01    | 20
        PR-02    | 20
    """,
        then_set,
    )
    questions = question_set()
    since = progress(as_earlier(then, then_set), assessment(TABLE), questions)
    assert since.dropped == ("AP-09",)
    assert since.added == ("AP-02", "AP-03", "ME-01", "ME-02")
    changes = since.changes
    assert [changes[name].then for name in ("analysis-and-planning", "proposition", "core")] == [None, 20, 20]
    assert changes["analysis-and-planning"].absence is not None
    assert "50 %" in changes["analysis-and-planning"].absence.short
    assert changes["measuring-the-effect"].absence is not None
    assert changes["measuring-the-effect"].absence.short == "no question in common"
    assert changes["overall"].questions == 2  # those of the element that stands
    assert changes["core"].no_mark is NoMark.FEW_QUESTIONS


def test_a_mark_takes_an_interval_of_both_and_five_questions() -> None:
    then, now = every(CORE, 1, 7), every(CORE, 1, 9)
    then = replace(then, answers=tuple(replace(a, box=Fraction(5)) for a in then.answers))  # all agree: no interval
    changes = progress(earlier_of(then, CORE, "then.xlsx"), now).changes
    assert {change.no_mark for change in changes.values()} >= {NoMark.NO_INTERVAL, NoMark.FEW_QUESTIONS}
    assert {change.mark for change in changes.values()} == {None}
    rise = progress(earlier_of(*pair(1)[:2], "then.xlsx"), pair(1)[2]).changes["overall"]
    assert rise.mark is ChangeMark.RISE
    assert rise.interval is not None
    assert rise.interval[0] > 0


@pytest.mark.parametrize(
    ("then", "now", "words"),
    [
        (date(2023, 4, 1), date(2026, 2, 1), ("2023", "2026")),
        (date(2026, 1, 9), date(2026, 11, 3), ("January 2026", "November 2026")),
        (date(2026, 1, 9), date(2026, 1, 20), ("9 January 2026", "20 January 2026")),
        (None, date(2026, 1, 20), ("earlier", "now")),
        (date(2023, 1, 9), None, ("2023", "now")),
    ],
)
def test_the_two_assessments_are_called_by_what_tells_them_apart(
    then: date | None, now: date | None, words: tuple[str, str]
) -> None:
    questions = question_set()
    since = progress(as_earlier(assessment(TABLE, date=then), questions), assessment(TABLE, date=now), questions)
    assert (since.then, since.now) == words


# ----------------------------------------------------------------------------------------------------- wrong files


def spoilt(**changes: Any) -> bytes:
    """Results of a report with other entries."""
    return json.dumps(results_as_json(assessment(TABLE), question_set()) | changes).encode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Id,Owner,Date\nP1,O1,2024", "neither a scoring workbook nor the results"),
        (b"", "neither a scoring workbook nor the results"),
        (b"[" * 100_000, "neither a scoring workbook nor the results"),
        (b"[]", "does not hold the results"),
        (b'{"shown": []}', "does not hold the results"),
        (spoilt(format=RESULTS_FORMAT + 1), "later version of reportgen"),
        (spoilt(format="two"), "later version of reportgen"),
        (spoilt(questions=[{"id": "AP-01", "status": "scored"}]), "is damaged"),
        (spoilt(questions=[{"id": "AP-01", "status": "scored", "exact": "1" * 5000}]), "is damaged"),
        (spoilt(questions=[{"id": "AP-01", "status": "scored", "boxes": {"01": 1.5}}]), "is damaged"),
        (spoilt(questions={"AP-01": 40}), "is damaged"),
        (spoilt(engagement={"client": None}), "is damaged"),
        (spoilt(made_with={}), "is damaged"),
    ],
)
def test_what_are_no_results_is_said_in_a_sentence(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableFileError, match=words) as raised:
        earlier_from_results(content, "then.json")
    assert "'then.json'" in str(raised.value)
    assert len(str(raised.value)) < 200


def test_a_name_is_the_clients_own_or_the_one_it_is_said_to_have_had() -> None:
    earlier = as_earlier(assessment(TABLE, client="Harbour  MUSEUM"), question_set())
    assert is_of_client(earlier, Engagement("Harbour Museum"))
    assert not is_of_client(earlier, Engagement("Pier Museum"))
    assert is_of_client(earlier, Engagement("Pier Museum", earlier_name="Harbour Museum"))
    assert not is_of_client(replace(earlier, client=""), Engagement("Pier Museum"))


# -------------------------------------------------------------------------------------------------- as files and cells


def checked(workbook: Path, *options: str | Path) -> list[dict[str, Any]]:
    """The problems about the earlier assessment."""
    result = run("check", workbook, "--question-set", workbook.parent / SET_NAME, "--json", *options)
    assert result.stdout, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)[0]["problems"]
    return [problem for problem in found if problem["code"].startswith("earlier")]


def test_the_cell_on_engagement_names_a_file_beside_or_below_the_workbook(
    workbook: Path, earlier_results: Path, tmp_path: Path
) -> None:
    engage(workbook, {"Earlier assessment": earlier_results.name})
    assert checked(workbook) == []
    draft = built(workbook, "--force")
    assert results_of(draft)["earlier"]["source"] == earlier_results.name
    record = base_in(draft).record
    assert record.source("earlier").name == earlier_results.name
    assert "earlier" not in record.given
    for name, code in (("../then.json", "earlier-elsewhere"), ("gone.json", "earlier-missing")):
        engage(workbook, {"Earlier assessment": name})
        (problem,) = checked(workbook)
        assert (problem["code"], problem["severity"], problem["sheet"]) == (code, "error", "Engagement")
        assert problem["cell"]


def test_a_workbook_of_then_tells_the_same_as_its_results(workbook: Path, earlier: Path, earlier_results: Path) -> None:
    told = [results_of(built(workbook, "--earlier", file, "--force"))["earlier"] for file in (earlier, earlier_results)]
    assert [one.pop("source") for one in told] == [earlier.name, earlier_results.name]
    assert told[0] == told[1]


def test_another_organisation_is_asked_about_and_not_compared(workbook: Path, earlier_results: Path) -> None:
    engage(workbook, {"Client": "Pier Museum", "Earlier assessment": earlier_results.name})
    (problem,) = checked(workbook)
    assert (problem["code"], problem["severity"]) == ("earlier-other-client", "warning")
    assert "Harbour Museum" in problem["message"]
    assert results_of(built(workbook, "--force"))["earlier"] is None
    engage(workbook, {"Earlier name": "Harbour Museum"})
    assert checked(workbook) == []
    told = run("explain", workbook, "overall.change", "--question-set", workbook.parent / SET_NAME)
    assert "since 2023" in told.stdout, told.output


def test_wrong_files_are_refused_in_one_sentence(workbook: Path, earlier: Path, earlier_results: Path) -> None:
    made = json.loads(earlier_results.read_text(encoding="utf-8"))
    other_set = made | {"made_with": made["made_with"] | {"question_set": {"id": "other", "version": "1"}}}
    later = made | {"engagement": made["engagement"] | {"date": "2025-04-01"}}
    scale = made | {"made_with": made["made_with"] | {"scale": [{"value": 7, "label": "Seven"}]}}
    for number, (content, words) in enumerate(((other_set, "'other'"), (later, "not before"), (scale, "other boxes"))):
        file = workbook.parent / f"wrong-{number}.json"
        file.write_text(json.dumps(content), encoding="utf-8")
        engage(workbook, {"Earlier assessment": file.name})
        (problem,) = checked(workbook)
        assert problem["code"] == "earlier-unusable"
        assert words in problem["message"]
        refused = run("build", workbook, "--question-set", workbook.parent / SET_NAME, "--earlier", file)
        assert words in one_sentence(refused)
    engage(workbook, {"Earlier assessment": "museum.xlsx"})  # itself
    assert "not before" in checked(workbook)[0]["message"]
    answer(earlier, "01", "D-01", "lots")
    engage(workbook, {"Earlier assessment": earlier.name})
    assert "cannot be read as meant" in checked(workbook)[0]["message"]


def test_without_an_earlier_assessment_nothing_is_told(draft: Path) -> None:
    assert results_of(draft)["earlier"] is None
    assert "Progress since" not in "\n".join(outline(draft))
    assert not (draft.parent / "charts" / "progress.png").exists()
    assert "earlier" not in base_in(draft).record.used


# ---------------------------------------------------------------------------------------------------------- the picture


def charts_of(earlier: Earlier, now: Assessment, questions: QuestionSet = CORE) -> tuple[ProgressChart, ...]:
    """The pictures of the progress."""
    return progress_charts(questions, replace(score(now, questions), since=progress(earlier, now, questions)))


def test_the_picture_shows_the_printed_figures_and_marks_in_the_order_of_the_model() -> None:
    then, before, now = pair(1)
    earlier = replace(earlier_of(then, before, "then.xlsx"), day=date(2023, 5, 1), invented=True)
    (chart,) = charts_of(earlier, replace(now, engagement=replace(now.engagement, date=date(2026, 5, 1))))
    assert [row.id for row in chart.rows] == [
        *("overall", "core", "analysis-and-planning", "proposition"),
        *("measurement", "measuring-the-effect", "efficiency"),
    ]
    told = in_results(progress(earlier, now), now)["figures"]
    assert [str(row.change) for row in chart.rows] == [told[row.id]["change"] for row in chart.rows]
    assert chart.headline.startswith(f"Up from {told['overall']['then']['printed']} to ")
    assert "since 2023" in chart.headline
    assert "clearly up" in chart.headline
    assert "invented" in chart.subtitle
    assert (chart.then, chart.now) == ("2023", "2026")
    assert f"{chart.rows[3].title} {chart.rows[3].then} to {chart.rows[3].now}" in chart.alt_text
    assert chart.rows[3].words == "few questions"


def test_the_picture_is_the_same_each_time_and_nothing_in_it_is_cut() -> None:
    then, before, now = pair(1)
    (chart,) = charts_of(earlier_of(then, before, "then.xlsx"), now)
    drawn = [picture(chart) for _ in range(2)]
    assert drawn[0].png == drawn[1].png
    assert (drawn[0].cut, drawn[0].unshown) == ((), "")
    assert drawn[0].height_mm < MAX_HEIGHT_MM
    long = replace(chart, rows=tuple(replace(chart.rows[1], id=f"e{n}", title="Very long " * 12) for n in range(40)))
    assert picture(long).height_mm < MAX_HEIGHT_MM


def test_without_anything_in_common_there_is_no_picture_and_words_say_so() -> None:
    then_set = question_set(
        """
        # Core
        ## XX Something else
        XX-01
    """,
        version="0",
    )
    then = assessment("question | 01 manager\nXX-01 | 40", then_set)
    assert charts_of(as_earlier(then, then_set), assessment(TABLE), question_set()) == ()


def test_it_stays_a_picture_where_positions_are_word_charts(workbook: Path, earlier_results: Path) -> None:
    draft = built(workbook, "--earlier", earlier_results, "--charts", "native", "--force")
    parts = read_parts(draft)
    assert any(name.startswith("word/charts/") for name in parts)
    png = (draft.parent / "charts" / "progress.png").read_bytes()
    assert any(content == png for name, content in parts.items() if name.startswith("word/media/"))


def test_a_refresh_keeps_the_earlier_assessment_and_what_people_wrote(workbook: Path, earlier_results: Path) -> None:
    draft = built(workbook, "--earlier", earlier_results, "--force")
    assert base_in(draft).record.given["earlier"] == earlier_results.name
    edit(draft, by_hand)
    answer(workbook, "01", "D-01", BETTER)
    assert run("refresh", draft, workbook).exit_code == 0
    text = "\n".join(outline(draft.with_name("museum-report-refreshed.docx")))
    assert MINE in text
    assert "Progress since 2023" in text
    engage(workbook, {"Date of the report": "2025-05-01"})
    other = earlier_results.with_name("other.json")
    other.write_bytes(earlier_results.read_bytes() + b" ")
    told = run("refresh", draft, workbook, "--earlier", other, "--dry-run")
    assert "compared with the earlier assessment 'museum-then-results.json'" in told.output, told.output
    earlier_results.unlink()
    assert earlier_results.name in one_sentence(run("refresh", draft, workbook))


def test_a_workbook_made_before_is_read_as_it_was_and_upgrade_adds_the_fields(workbook: Path, tmp_path: Path) -> None:
    def fields(path: Path) -> list[str]:
        column = openpyxl.load_workbook(path)["Engagement"]["A"]
        return [str(cell.value) for cell in column if str(cell.value).startswith("Earlier")]

    book = openpyxl.load_workbook(workbook)
    sheet = book["Engagement"]
    first = next(cell.row for cell in sheet["A"] if cell.value == "Earlier assessment")
    sheet.delete_rows(first, 2)
    book.save(workbook)
    assert fields(workbook) == []
    own = ("--question-set", workbook.parent / SET_NAME)
    assert run("check", workbook, *own).exit_code == 0
    assert run("upgrade", workbook, "-o", tmp_path / "new.xlsx", *own).exit_code == 0
    assert fields(tmp_path / "new.xlsx") == ["Earlier assessment", "Earlier name"]
