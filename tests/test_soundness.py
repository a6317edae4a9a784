"""What a set may not say: each kind of fault is named with file and field, and in a workbook with its cell."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from reportgen.charts.drawing.levels import _many_marks
from reportgen.charts.theme import house_palette
from reportgen.common.set_tables import SetTables
from reportgen.questions import load_question_set
from reportgen.questions.files import check_folder, check_tables
from reportgen.questions.loader import PACKAGED
from reportgen.questions.soundness import MARKS
from reportgen.questions.starting import STARTER
from reportgen.workbook.question_set_files import read_question_set, write_question_set

SETS = Path(__file__).parent / "sets"
LENS = {"id": "who", "title": "Who acts", "groups": [{"id": "chair", "title": "The chair"}]}
QUESTION = ("before", "elements", 0, "questions", 0)
MEANT = check_folder(STARTER).tables


def with_a_lens() -> SetTables:
    """The starting set with a lens, so that every kind of table is there."""
    tables = copy.deepcopy(SetTables(dict(MEANT.head), dict(MEANT.areas), {}))
    head: Any = tables.head
    head["lenses"] = [copy.deepcopy(LENS)]
    at(tables, QUESTION)["lenses"] = {"who": ["chair"]}
    return tables


def at(tables: SetTables, path: tuple[str | int, ...]) -> Any:
    """The table at the end of a path that begins with an area or a field of the set."""
    found: Any = tables.areas if path and path[0] in tables.areas else tables.head
    for step in path:
        found = found[step]
    return found


# where the table stands, its field, what is written there, what is said of it, the sheet that says it
FAULTS: dict[str, tuple[tuple[str | int, ...], str, Any, str, str]] = {
    "labels alike": (("scale", 1), "label", "now AND then", "which box '3' has already", "Scale"),
    "label of another answer": (("scale", 1), "label", "Not known", "an answer beside the boxes", "Scale"),
    "label of other points": (("scale", 1), "label", "4 - Nearly", "begins with 4, but its value is 3", "Scale"),
    "label with its points": (("scale", 1), "label", "3: Nearly", "repeats its value", "Scale"),
    "label too long": (("scale", 1), "label", "x" * 101, "101 characters, allowed are 100", "Scale"),
    "blank label": (("scale", 1), "label", " \u00a0 ", "field 'label' is empty", "Scale"),
    "state id": (("states", 0), "id", "se.en", "allowed are letters, digits, hyphens", "Evidence states"),
    "state letter": (("states", 0), "letter", "ID", "one letter or digit", "Evidence states"),
    "state letter a sign": (("states", 0), "letter", "-", "one letter or digit", "Evidence states"),
    "no plural": (("levels", 0), "plural", "", "field 'plural' is empty", "Levels"),
    "level id": (("levels", 0), "id", "a, b", "allowed are letters, digits, hyphens", "Levels"),
    "level title": (("levels", 0), "title", "...", "no letter or digit", "Levels"),
    "title of a lens": (("lenses", 0), "title", "?", "no letter or digit", "Lenses"),
    "group nobody counts in": (("lenses", 0, "groups", 0), "id", "all", "'lenses.who' has 'chair'", "Questions"),
    "version blank": ((), "version", " ", "field 'version' is empty", "Set"),
    "title too long": ((), "title", "x" * 121, "121 characters, allowed are 120", "Set"),
    "title with braces": ((), "title", "For {{ client }}", "'{{', but texts have no placeholders", "Set"),
    "title with a comment": ((), "title", "For {# client #}", "but texts have no placeholders", "Set"),
    "id of a device": ((), "id", "con", "no name of a device of Windows", "Set"),
    "area called overall": (("before",), "title", "OVERALL", "stands for the whole", "Areas"),
    "areas alike": (("after",), "title", "Preparing  Meetings", "which before.toml has already", "Areas"),
    "area id overall": (("before",), "id", "overall", "names the score of the whole", "Areas"),
    "elements alike": (("after", "elements", 0), "title", "purpose", "element 'purpose' has already", "Elements"),
    "title of its area": (("before", "elements", 0), "title", "Preparing meetings", "that of before.toml", "Elements"),
    "code a number": (("before", "elements", 0), "code", "1E", "Excel makes a number", "Elements"),
    "code a month": (("before", "elements", 0), "code", "May", "Excel makes a number or a date", "Elements"),
    "code a formula": (("before", "elements", 0), "code", "=A", "beginning with a letter", "Elements"),
    "code too long": (("before", "elements", 0), "code", "PURPOSES1", "9 characters, allowed are 8", "Elements"),
    "code of another": (("before", "elements", 0), "code", "pr", "'pr' is used more than once", "Elements"),
    "code its own id": (("before", "elements", 0), "code", "purpose", "'purpose' is used more than once", "Elements"),
    "path of one stage": (("after",), "path", True, "1 element, and a path has 2 to 10", "Areas"),
    "weight too large": (("before", "elements", 0), "weight", 5000, "allowed are 1/1000 to 1000", "Elements"),
    "weight too small": (QUESTION, "weight", "1/100000", "allowed are 1/1000 to 1000", "Questions"),
    "questions alike": (
        QUESTION,
        "text",
        "Has everybody who comes read THE papers?",
        "'Has everybody who comes read the papers?', which question 'PU-01' has already",
        "Questions",
    ),
    "question of signs": (QUESTION, "text", "??", "no letter or digit", "Questions"),
    "control character": (QUESTION, "good_practice", "a\x07b", "neither Excel nor Word can hold", ""),
    "question too long": (QUESTION, "text", "x" * 1001, "1,001 characters, allowed are 1,000", "Questions"),
}


SCALES: dict[str, tuple[dict[str, Any], str, str]] = {  # fields of the set, the one at fault, what is said of it
    "no score is low": ({"bands": {"middling_from": 0, "high_from": 3}}, "bands.middling_from", "none would be low"),
    "no score is high": ({"bands": {"middling_from": 2, "high_from": 5}}, "bands.high_from", "none would be high"),
    "bands turned round": ({"bands": {"middling_from": 3, "high_from": 2}}, "bands.middling_from", "under high_from"),
    "no score is middling": (
        {"bands": {"middling_from": 2.01, "high_from": 2.05}, "decimals": 1, "limits": {"grid": 0.2}},
        "bands.middling_from",
        "none would be middling",
    ),
    "too few decimals": ({"decimals": 0}, "decimals", "allowed are 1 and more"),
    "differences too small": ({"limits": {"about_level": "1/1000"}}, "decimals", "allowed are 3 and more"),
    "more steps than there are": ({"limits": {"far_apart": 5}}, "limits.far_apart", "no more than 4 steps"),
    "grid beyond the scale": ({"limits": {"grid": 3}}, "limits.grid", "half the scale is 2"),
    "grid between prints": ({"limits": {"grid": 0.25}, "decimals": 1}, "limits.grid", "no multiple of 0.1"),
    "level beyond the scale": ({"limits": {"about_level": 2.5}}, "limits.about_level", "half the scale is 2"),
    "one unit": ({"unit": "level"}, "units", "is missing, but 'unit' is 'level'"),
    "several units": ({"units": "levels"}, "unit", "is missing, but 'units' is 'levels'"),
    "range beyond an axis": (
        {"range": {"highest": 20_000}, "bands": {"middling_from": 1, "high_from": 2}},
        "range",
        "20",
    ),
}


@pytest.mark.parametrize("name", SCALES)
def test_a_scale_that_prints_nonsense_is_refused(tmp_path: Path, name: str) -> None:
    """In a file and, with its cell, in a workbook."""
    given, field, said = SCALES[name]
    tables = with_a_lens()
    head: Any = tables.head
    head.pop("decimals", None)
    head |= given
    faults = check_tables(tables, []).faults
    assert [fault for fault in faults if fault.startswith(f"set.toml: field '{field}'") and said in fault], faults
    workbook = tmp_path / "set.xlsx"
    workbook.write_bytes(write_question_set(tables))
    faults = check_tables(*read_question_set(workbook)).faults
    assert [fault for fault in faults if fault.startswith("Set!") and f"'{field}'" in fault and said in fault], faults


@pytest.mark.parametrize("name", FAULTS)
def test_each_kind_of_nonsense_is_refused_with_file_and_field(name: str) -> None:
    path, field, value, said, _ = FAULTS[name]
    tables = with_a_lens()
    at(tables, path)[field] = value
    faults = check_tables(tables, []).faults
    assert [fault for fault in faults if said in fault and (".toml" in fault)], faults


@pytest.mark.parametrize("name", [name for name, fault in FAULTS.items() if fault[4]])
def test_in_a_workbook_its_cell_is_named(tmp_path: Path, name: str) -> None:
    path, field, value, said, sheet = FAULTS[name]
    tables = with_a_lens()
    at(tables, path)[field] = value
    workbook = tmp_path / "set.xlsx"
    workbook.write_bytes(write_question_set(tables))
    faults = check_tables(*read_question_set(workbook)).faults
    if isinstance(value, str) and not value.strip():
        said = said.replace("is empty", "is missing")  # a cell without anything in it
    found = [fault for fault in faults if said.replace("before.toml", "Areas!A2") in fault]
    assert found, faults
    assert any(fault.startswith(f"{sheet}!") for fault in found), faults


def test_what_nothing_uses_is_a_fault_of_its_own() -> None:
    tables = with_a_lens()
    head: Any = tables.head
    head["levels"] = [*head["levels"], {"id": "chief", "title": "Chief", "plural": "Chiefs"}]
    for area in tables.areas.values():
        for element in area["elements"]:
            for question in element["questions"]:
                question["levels"] = ["member"]
    head["lenses"][0]["groups"].append({"id": "all", "title": "All"})
    head["lenses"].append({"id": "when", "title": "When", "groups": []})
    faults = check_tables(tables, []).faults
    assert [fault.split(":")[0] for fault in faults] == [
        "set.toml, level 'chief'",
        "set.toml, group 'all'",
        "set.toml, lens 'when'",
    ]


def test_a_text_that_no_cell_holds_is_refused() -> None:
    tables = with_a_lens()
    at(tables, ("before",))["introduction"] = "x" * 32_768
    assert any("'introduction' has 32,768 characters" in fault for fault in check_tables(tables, []).faults)


@pytest.mark.parametrize(
    ("field", "key", "noun"), [("levels", "plural", "levels"), ("states", "letter", "evidence states")]
)
def test_more_series_than_a_chart_has_marks_are_refused(field: str, key: str, noun: str) -> None:
    assert len(_many_marks(house_palette({}))) == MARKS
    tables = with_a_lens()
    head: Any = tables.head
    for number in range(MARKS):
        assert not any(noun in fault for fault in check_tables(tables, []).faults)
        more = {"id": f"more-{number}", "title": f"More {number}", key: str(number)}
        head[field] = [*head[field], more]
    assert any(f"the set has 6 {noun}, but workbook" in fault for fault in check_tables(tables, []).faults)


def test_a_file_listed_twice_or_for_the_set_itself_is_refused(own_set: Path) -> None:
    text = (own_set / "set.toml").read_text(encoding="utf-8")
    (own_set / "set.toml").write_text(text.replace('"core",', '"core", "Core", "set",', 1), encoding="utf-8")
    faults = [fault for fault in check_folder(own_set).faults if "something else already" in fault]
    assert ["'Core'" in faults[0], "'set'" in faults[1]] == [True, True]


def sector(**fields: Any) -> dict[str, Any]:
    return {"id": "shops", "title": "Shops", **fields}


@pytest.mark.parametrize(
    ("profiles", "said"),
    [
        ({"shops": sector(), "stores": sector(id="stores", title="SHOPS")}, "which sectors/shops.toml has already"),
        ({"stores": sector()}, "the file is called stores"),
        ({"shops": sector(id="a_b")}, "only letters, digits and hyphens"),
        ({"shops": sector(terms={" ": "x"})}, "a term is empty"),
        ({"shops": sector(keep=["  "])}, "'keep' lists an empty text"),
        (
            {"shops": sector(lens={"title": "L", "groups": [{"id": "a", "title": "A", "questions": ["PU-01"]}] * 2})},
            "'a'",
        ),
        (
            {
                "shops": sector(
                    questions={name: {"not_applicable": "No."} for name in load_question_set(STARTER).questions}
                )
            },
            "nothing would be scored",
        ),
    ],
)
def test_a_sector_that_prints_nonsense_is_refused(profiles: dict[str, Any], said: str) -> None:
    faults = check_tables(SetTables(MEANT.head, MEANT.areas, profiles), []).faults
    assert [fault for fault in faults if said in fault and fault.startswith("sectors/")], faults


def test_an_element_that_is_all_of_its_area_may_have_its_title() -> None:
    tables = with_a_lens()
    at(tables, ("after", "elements", 0))["title"] = at(tables, ("after",))["title"]
    assert check_tables(tables, []).faults == ()


@pytest.mark.parametrize("label", ["75 % of teams", "3 of 4 teams", "3", "2nd line", "Now - and then", "1/0"])
def test_a_label_may_hold_numbers_that_are_not_points(label: str) -> None:
    tables = with_a_lens()
    at(tables, ("scale", 1))["label"] = label
    assert check_tables(tables, []).faults == ()


@pytest.mark.parametrize("folder", [*(path.parent for path in PACKAGED.glob("*/set.toml")), STARTER, *SETS.iterdir()])
def test_our_own_sets_are_sound(folder: Path) -> None:
    assert check_folder(folder).faults == ()
