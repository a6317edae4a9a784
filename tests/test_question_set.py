"""The question set: the shipped one is complete, a broken one names file, question and field of every fault."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from reportgen.common.exceptions import BrokenQuestionSetError, UnreadableFileError
from reportgen.common.model import Area, Element, QuestionSet
from reportgen.questions import load_question_set


def edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults_of(folder: Path) -> tuple[str, ...]:
    with pytest.raises(BrokenQuestionSetError) as caught:
        load_question_set(folder)
    return tuple(map(str, caught.value.listed))


def test_the_model_is_complete(cma: QuestionSet) -> None:
    assert [area.title for area in cma.areas] == [
        "Core",
        "Customer Management Activity",
        "Development Platform",
        "Enabling Platform",
        "Measurement / Finance",
    ]
    assert [len(area.elements) for area in cma.areas] == [2, 7, 3, 4, 2]
    assert sum(len(element.topics) for element in cma.elements) == 77
    assert len(cma.questions) >= 270
    assert all(len(topic.questions) >= 3 for element in cma.elements for topic in element.topics)
    assert cma.scale.values == tuple(map(Fraction, (5, 20, 40, 60, 80, 100)))
    assert {lens.id: len(lens.groups) for lens in cma.lenses} == {"cmat": 9, "reap": 4, "cmf": 7}


def test_all_weights_are_one_unless_the_set_says_otherwise(cma: QuestionSet) -> None:
    weights = {question.weight for question in cma.questions.values()}
    weights |= {element.weight for element in cma.elements} | {area.weight for area in cma.areas}
    assert weights == {Fraction(1)}


def test_every_element_and_area_has_its_words(cma: QuestionSet) -> None:
    parts: tuple[Area | Element, ...] = (*cma.areas, *cma.elements)
    for part in parts:
        assert part.introduction
        assert part.words.low
        assert part.words.middling
        assert part.words.high


def test_weights_are_exact_as_written(own_set: Path) -> None:
    edit(own_set, "core.toml", 'id = "AP-01"', 'id = "AP-01"\nweight = 0.1')
    assert load_question_set(own_set).questions["AP-01"].weight == Fraction(1, 10)


def test_every_fault_is_named_with_file_question_and_field(own_set: Path) -> None:
    edit(own_set, "core.toml", 'id = "AP-02"\ntext', 'id = "AP-02"\nwording')
    edit(own_set, "activity.toml", 'horizon = "quick-win"', 'horizon = "quick-wins"')
    edit(own_set, "measurement.toml", "na_allowed = false", 'na_allowed = "no"')
    faults = faults_of(own_set)
    assert len(faults) == 4
    assert "core.toml, question 'AP-02'" in faults[0]
    assert "'text' is missing" in faults[0]
    assert "there is no field 'wording'" in faults[1]
    assert "did you mean 'quick-win'" in faults[2]
    assert "'na_allowed' should be true or false" in faults[3]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("core.toml", 'id = "AP-02"', 'id = "PA-02"', "its id should be AP and a number"),
        ("core.toml", 'id = "AP-02"', 'id = "AP-07"', "'AP-03' stands after 'AP-07'"),
        ("core.toml", 'id = "AP-02"', 'id = "AP-01"', "'AP-01' stands after 'AP-01'"),
        ("core.toml", 'id = "AP-02"', 'id = "AP-02"\nwieght = 2', "'wieght'; did you mean 'weight'"),
        ("core.toml", 'reap = ["', 'reaps = ["', "'lenses' has 'reaps'"),
        ("core.toml", 'reap = ["', 'reap = ["growth", "', "'lenses.reap' has 'growth'"),
        ("core.toml", 'title = "Core"', 'title = "Core\\u0007"', "a character that neither Excel nor Word can hold"),
        ("core.toml", 'code = "PR"', 'code = "AP"', "'ap' is used more than once"),
        ("set.toml", "value = 100", "value = 80", "two boxes have the same value"),
        ("set.toml", "value = 100", "value = 101", "'range' goes from 0 to 100, but boxes have the values 101"),
        ("set.toml", '"core"', '"cores"', "cores.toml: the file is missing"),
        ("core.toml", 'id = "core"', "id = ", "not valid TOML"),
        ("core.toml", 'id = "core"', 'id = "../evil"', "only letters, digits and hyphens"),
        ("core.toml", 'id = "proposition"', 'id = "pro_position"', "only letters, digits and hyphens"),
        ("set.toml", 'id = "cma"', 'id = "../evil"', "only letters, digits and hyphens"),
        ("set.toml", '"core"', '"../evil"', "field 'areas' has '../evil'"),
        ("core.toml", 'levels = ["', 'levels = ["director", "', "'levels' has 'director'"),
        ("core.toml", "weight = 1", "weight = 0", "above 0"),
        ("core.toml", 'id = "customer-value-analysis"', 'id = "strategy-and-business-case"', "which topic"),
        ("set.toml", "bands = {", "limits = { far_apart = 0 }\nbands = {", "'far_apart' should be a number above 0"),
        ("set.toml", "bands = {", "limits = { grid = -1 }\nbands = {", "'grid' should be a number above 0"),
    ],
)
def test_each_kind_of_fault_is_found(own_set: Path, file: str, old: str, new: str, said: str) -> None:
    edit(own_set, file, old, new)
    assert any(said in fault for fault in faults_of(own_set))


def test_its_files_may_be_saved_with_a_mark_of_utf_8_and_in_no_other_code(own_set: Path) -> None:
    file = own_set / "core.toml"
    content = file.read_bytes()
    file.write_bytes(b"\xef\xbb\xbf" + content)
    assert load_question_set(own_set).elements
    file.write_bytes(content.decode("utf-8").encode("utf-16"))
    assert any("core.toml: not valid TOML: it is not saved as UTF-8" in fault for fault in faults_of(own_set))


def test_a_question_added_later_takes_the_next_free_number(own_set: Path) -> None:
    text = (own_set / "core.toml").read_text(encoding="utf-8")
    start = text.index('[[elements.topics.questions]]\nid = "AP-04"')
    end = text.index("[[elements.topics]]", start)
    added = text[start:end].replace("AP-04", "AP-18").replace('\ntext = "', '\ntext = "Today: ')
    (own_set / "core.toml").write_text(text[:end] + added + text[end:], encoding="utf-8")
    element = load_question_set(own_set).elements[0]
    assert [question.id for question in element.topics[0].questions] == ["AP-01", "AP-02", "AP-03", "AP-04", "AP-18"]


def test_a_set_declares_its_limits_or_gets_shares_of_its_scale(own_set: Path) -> None:
    ours = load_question_set()
    assert (ours.scale.far_apart, ours.scale.grid, ours.scale.about_level) == (3, Fraction(5), Fraction(5))
    four_boxes = load_question_set(Path(__file__).parent / "sets" / "visitor-care")
    assert (four_boxes.scale.far_apart, four_boxes.scale.grid) == (2, Fraction(5))
    edit(
        own_set,
        "set.toml",
        "bands = {",
        'decimals = 1\nlimits = { far_apart = 2, grid = "5/2", about_level = 4 }\nbands = {',
    )
    declared = load_question_set(own_set)
    assert (declared.scale.far_apart, declared.scale.grid, declared.scale.about_level) == (
        2,
        Fraction(5, 2),
        Fraction(4),
    )


def test_the_groups_of_a_question_add_to_those_of_its_element(own_set: Path) -> None:
    """AP-02 counts under efficiency by itself; what its element says holds for it as well, each group once."""
    here = 'lenses = { cmat = "analysis-and-planning" }'
    edit(own_set, "core.toml", here, here.replace("}", ', reap = ["penetration", "efficiency"] }'))
    questions = load_question_set(own_set).questions
    assert questions["AP-01"].lenses["reap"] == ("penetration", "efficiency")
    assert questions["AP-02"].lenses["reap"] == ("penetration", "efficiency")
    assert questions["AP-05"].lenses["reap"] == ("penetration", "efficiency", "retention")
    assert questions["AP-02"].lenses["cmat"] == ("analysis-and-planning",)


def test_an_unknown_set_names_those_we_ship(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"one of ours \(cma\) nor a folder with a set\.toml"):
        load_question_set(tmp_path)


def test_a_set_without_topics_treats_the_element_as_its_topic(tmp_path: Path) -> None:
    (tmp_path / "set.toml").write_text(
        """
        id = "tiny"
        version = "1"
        title = "Tiny"
        areas = ["only"]
        scale = [{ value = 0, label = "No" }, { value = 1, label = "Yes" }]
        states = [{ id = "seen", letter = "S", title = "Seen" }]
        levels = [{ id = "all", title = "All", plural = "All" }]
        """,
        encoding="utf-8",
    )
    (tmp_path / "only.toml").write_text(
        """
        id = "only"
        title = "Only area"
        [[elements]]
        id = "single"
        code = "S"
        title = "Single"
        [[elements.questions]]
        id = "S-01"
        text = "Is it there?"
        good_practice = "It is there."
        seen = "A photograph"
        next_step = "Get one."
        horizon = "quick-win"
        effort = "low"
        na_allowed = false
        """,
        encoding="utf-8",
    )
    tiny = load_question_set(tmp_path)
    assert tiny.elements[0].topics[0].title == "Single"
    assert tiny.questions["S-01"].levels == {"all"}
