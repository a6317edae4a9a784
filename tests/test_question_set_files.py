"""A question set as a workbook: exported, edited and imported it says the same; what is wrong is named by its cell."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from reportgen.common.exceptions import BrokenQuestionSetError, UnreadableFileError, UsageError
from reportgen.common.folding import clean
from reportgen.common.set_tables import SetTables
from reportgen.questions.fields import Fields, is_identifier
from reportgen.questions.files import CheckedSet, check_folder, check_tables, toml_files
from reportgen.questions.loader import OTHER_FIELDS, PACKAGED
from reportgen.runs.question_sets import question_set_files, question_set_workbook
from reportgen.workbook.question_set_files import read_question_set, write_question_set
from reportgen.workbook.question_set_files.declared import sheets

CMA = check_folder("cma")


def part_of_the_set() -> CheckedSet:
    """Its first area and two sectors that say little: enough to break, and quick to write."""
    areas = {"core": CMA.tables.areas["core"]}
    sectors = {
        name: {"id": name, "title": title, "first": ["proposition"], "questions": {"AP-03": {"na_allowed": True}}}
        for name, title in (("retail", "Retail"), ("utilities", "Utilities"))
    }
    lenses = [{**lens, "groups": _counted_in_core(lens)} for lens in CMA.tables.head["lenses"]]
    head = {**CMA.tables.head, "areas": ["core"], "picture": ["core"], "lenses": lenses}
    return check_tables(SetTables(head, areas, sectors), [])


def _counted_in_core(lens: dict[str, Any]) -> list[Any]:
    counted = {group for question in CMA.questions.areas[0].questions for group in question.lenses.get(lens["id"], ())}
    return [group for group in lens["groups"] if group["id"] in counted]


PART = part_of_the_set()
EXPORTED = write_question_set(PART.tables)


def write_folder(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def round_trip(checked: CheckedSet, folder: Path) -> CheckedSet:
    """The set written as a workbook, read back, written as TOML and loaded again."""
    workbook = folder / "set.xlsx"
    workbook.write_bytes(write_question_set(checked.tables))
    return check_folder(write_folder(folder / "set", dict(question_set_files(workbook))))


# ----------------------------------------------------------------------------------------------------- there and back


def test_the_shipped_set_comes_back_as_it_was(tmp_path: Path) -> None:
    back = round_trip(CMA, tmp_path)
    assert back.faults == ()
    assert back.questions == CMA.questions
    assert back.profiles == CMA.profiles
    assert list(back.questions.questions) == list(CMA.questions.questions)


EVERY_FIELD = Path(__file__).parent / "data" / "every-field"


def test_every_field_that_a_set_can_have_goes_to_excel_and_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever gives the loader a new field writes it into that set, and its sheet a column for it."""
    known: dict[str, set[str]] = {}
    given: dict[str, set[str]] = {}

    def recorded(part: Fields, made: Any) -> Any:
        kind = re.sub(r"'[^']*'|number \d+", "", f"{Path(part._source).parent} {part._name}").strip()
        known.setdefault(kind, set()).update(part._known)
        given.setdefault(kind, set()).update(part.field_names())
        return made

    with monkeypatch.context() as patched:
        patched.setattr(Fields, "complete", recorded)
        check_folder(EVERY_FIELD)
    before = check_folder(EVERY_FIELD)
    assert before.faults == ()
    assert known[". question"] - {"told"} == OTHER_FIELDS, "no state may have the id of another field of a question"
    assert {kind: sorted(fields - given[kind]) for kind, fields in known.items() if fields - given[kind]} == {}
    after = round_trip(before, tmp_path)
    assert after.faults == ()
    assert after.questions == before.questions
    assert after.profiles == before.profiles
    assert plainly(after.tables) == plainly(before.tables)


def plainly(tables: SetTables) -> object:
    """The tables with numbers as text, whichever way they were written."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [plain(inner) for inner in value]
        return str(Fraction(str(value))) if isinstance(value, int | float) and not isinstance(value, bool) else value

    return plain({"": dict(tables.head), **tables.areas, "sectors": dict(tables.sectors)})


def test_the_same_set_gives_the_same_bytes() -> None:
    assert write_question_set(CMA.tables) == question_set_workbook(None)


def test_an_edit_in_excel_arrives_in_the_set(tmp_path: Path) -> None:
    workbook = edited(tmp_path, lambda book: put(book, "Questions", "AP-03", "Question", "Is it done at last?"))
    back = check_folder(write_folder(tmp_path / "set", dict(question_set_files(workbook))))
    assert back.questions.questions["AP-03"].text == "Is it done at last?"
    assert back.questions.questions["AP-04"] == CMA.questions.questions["AP-04"]


def test_columns_may_move_and_sheets_may_change_places(tmp_path: Path) -> None:
    def rearrange(book: Any) -> None:
        book["Questions"].move_range("A1:Z400", cols=2)
        book.move_sheet("Questions", -5)
        book.create_sheet("Our own notes")["A1"] = "Nothing to do with the set"

    checked = check_tables(*read_question_set(edited(tmp_path, rearrange)))
    assert checked.faults == ()
    assert checked.questions == PART.questions


_SLUG = st.from_regex(r"[a-z][a-z0-9]{0,6}", fullmatch=True).filter(is_identifier)  # "aux" is none
_TEXT = (
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=30)
    .map(lambda text: " ".join(clean(text).translate({ord("{"): "(", ord("}"): ")"}).split()))
    .filter(lambda text: any(map(str.isalnum, text)))
)
_TRICKY = st.sampled_from(["=1+1", "#N/A", "_x0041_", "+44", "007", "yes", "a; b, c", "'quoted'", '"""x', "C:\\new"])
_WEIGHT = st.sampled_from([1, 2, 0.1, 0.25, 3.5, "1/3", "2/7"])


def optional(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


@st.composite
def question_sets(draw: st.DrawFn) -> SetTables:
    """The tables of a small, sound set of any depth, scale and number of evidence states."""
    text, numbers = st.one_of(_TEXT, _TRICKY), count()

    def own() -> str:
        """A text that no other table has."""
        return f"{draw(text)} {next(numbers)}th"

    names = draw(st.lists(_SLUG.filter(lambda n: n not in _TAKEN), min_size=12, max_size=12, unique=True))
    states, levels = names[: draw(st.integers(1, 3))], names[3 : 3 + draw(st.integers(1, 2))]
    lenses = {names[5]: names[6:8]} if draw(st.booleans()) else {}

    def question(number: int, code: str) -> dict[str, Any]:
        fixed = {"text": own(), **{field: draw(text) for field in ("good_practice", *states, "next_step")}}
        chosen = {"id": f"{code}-{number:02d}", "horizon": "quick-win", "effort": "low", "na_allowed": draw(_FLAG)}
        maybe = draw(optional(weight=_WEIGHT, double_barrelled=text, examples=text))
        if lenses and (code == "AX" or draw(_FLAG)):  # each group has a question
            maybe["lenses"] = {lens: groups[0 if code == "AX" else 1 :] for lens, groups in lenses.items()}
        return {**fixed, **chosen, **maybe}

    def element(code: str, name: str) -> dict[str, Any]:
        fixed = {"id": name, "code": code, "title": own()}
        maybe = draw(optional(introduction=text, low=text, middling=text, high=text, weight=_WEIGHT, examples=text))
        size = draw(st.integers(1, 3))
        if draw(_FLAG):
            return {**fixed, **maybe, "questions": [question(number, code) for number in range(1, size + 1)]}
        topics = [
            {"id": f"topic-{number}", "title": own(), "questions": [question(number, code)]}
            for number in range(1, size + 1)
        ]
        return {**fixed, **maybe, "topics": topics}

    areas = {
        f"area-{number}": {
            "id": f"area-{number}",
            "title": own(),
            "elements": [element("AB"[number] + "XY"[part], names[8 + 2 * number + part]) for part in range(2)],
        }
        for number in range(draw(st.integers(1, 2)))
    }
    values = draw(_SCALE)
    head = {
        "id": draw(_SLUG),
        "version": draw(text),
        "title": own(),
        "areas": list(areas),
        "scale": [{"value": value, "label": f"The {next(numbers)}th {draw(text)}"} for value in values],
        "states": [{"id": state, "letter": "xyz"[states.index(state)], "title": own()} for state in states],
        "levels": [{"id": level, "title": own(), "plural": own()} for level in levels],
        "lenses": [
            {"id": lens, "title": own(), "groups": [{"id": group, "title": own()} for group in groups]}
            for lens, groups in lenses.items()
        ],
        **draw(optional(decimals=st.integers(2, 4))),
        **draw(st.sampled_from([{}, {"unit": "level", "units": "levels"}])),
        **draw(st.sampled_from([{}, *_ends_and_bands(min(values), max(values))])),
    }
    sector = {
        "id": "retail",
        "title": draw(text),
        "terms": draw(st.dictionaries(_TEXT.map(str.lower).filter(lambda t: t == clean(t)), text, max_size=2)),
        "keep": draw(st.lists(_TEXT, max_size=2)),
        "areas": {"area-0": {"low": draw(text)}},
        "elements": {names[8]: {"examples": draw(text), "introduction": draw(text)}},
        "questions": {"AX-01": {"text": draw(text), "not_applicable": draw(text)}},
        "lenses": {lens: {"introduction": draw(text)} for lens in lenses},
    }
    return SetTables(head, areas, {"retail": sector} if draw(_FLAG) else {})


def _ends_and_bands(lowest: int, highest: int) -> list[dict[str, Any]]:
    """Ranges around boxes from the lowest to the highest, with bands that scores reach."""
    middling, high = Fraction(3 * lowest + highest, 4), Fraction(lowest + highest, 2)
    bands = {"middling_from": str(middling), "high_from": str(high)}
    ranges: tuple[dict[str, object], ...] = (
        {},
        {"lowest": -5, "highest": 100},
        {"lowest": "-11/2"},
        {"highest": 100.5},
    )
    return [{"bands": bands, **({"range": ends} if ends else {})} for ends in ranges]


_FIELDS = frozenset({"id", "text", "good_practice", "next_step", "horizon", "effort", "na_allowed", "levels", "weight"})
_TAKEN = _FIELDS | {"ax", "ay", "bx", "by"}  # the codes of the elements: the name of none may be another's code
_FLAG = st.booleans()
_SCALE = st.lists(st.integers(0, 100), min_size=2, max_size=6, unique=True)


@settings(
    max_examples=20,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # an example takes too long to be made smaller
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(tables=question_sets())
def test_any_sound_set_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, tables: SetTables) -> None:
    before = check_tables(tables, [])
    assert before.faults == ()
    after = round_trip(before, tmp_path_factory.mktemp("set"))
    assert after.questions == before.questions
    assert after.profiles == before.profiles


# ------------------------------------------------------------------------------------------------------ what is wrong


def edited(folder: Path, edit: Callable[[Any], object]) -> Path:
    """The exported set, edited as in Excel."""
    path = folder / "edited.xlsx"
    path.write_bytes(EXPORTED)
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path)
    return path


def row_of(book: Any, sheet: str, name: str) -> int:
    return next(row for row in range(1, book[sheet].max_row + 1) if book[sheet].cell(row, 1).value == name)


def put(book: Any, sheet: str, name: str, header: str, value: Any) -> str:
    """Put a value into the row that begins with `name`, and return its address."""
    column = next(cell.column for cell in book[sheet][1] if cell.value == header)
    cell = book[sheet].cell(row_of(book, sheet, name), column)
    cell.value = value
    return f"{sheet}!{cell.coordinate}"


@pytest.mark.parametrize(
    ("sheet", "name", "header", "value", "said"),
    [
        ("Questions", "AP-03", "Question", None, "question 'AP-03': field 'text' is missing"),
        ("Questions", "AP-03", "Effort", "lots", "'effort' has 'lots', allowed are low, medium, high"),
        ("Questions", "AP-03", "Horizon", "quick-wins", "did you mean 'quick-win'"),
        (
            "Questions",
            "AP-03",
            "N/A allowed",
            "perhaps",
            "'na_allowed' should be true or false (in a workbook Yes or No)",
        ),
        ("Questions", "AP-03", "Weight", "heavy", "'weight' should be a number above 0"),
        ("Questions", "AP-03", "Levels", "manager, director", "'levels' has 'director'"),
        ("Questions", "AP-03", "Lens: reap", "growth", "'lenses.reap' has 'growth'"),
        ("Questions", "AP-03", "Topic", "no-such-topic", "there is no topic 'no-such-topic'"),
        ("Questions", "AP-03", "Topic", None, "the topic is missing, but its element has topics"),
        ("Questions", "AP-03", "Id", "AP-02", "the id 'AP-02' stands in Questions!A3 already"),
        ("Questions", "AP-03", "Question", "=A1&B1", "which was never calculated"),
        ("Topics", "analysis-and-planning", "Element", "planning", "'planning' is no element of this set"),
        ("Elements", "core", "Area", "cores", "'cores' is no area of this set"),
        ("Areas", "core", "Id", "../core", "only letters, digits and hyphens may"),
        ("Elements", "core", "Id", "../evil", "only letters, digits and hyphens may"),
        ("Set", "cma", "Id", "../evil", "only letters, digits and hyphens may"),
        ("Scale", 80, "Value", "eighty", "'value' should be a number"),
        ("Set", "cma", "Title", None, "field 'title' is missing"),
        ("Sectors", "retail", "Comes first", "propositions", "did you mean 'proposition'"),
        ("Sector questions", "retail", "N/A allowed", "sometimes", "'na_allowed' should be true or false"),
    ],
)
def test_each_fault_names_its_cell(
    tmp_path: Path, sheet: str, name: str, header: str, value: object, said: str
) -> None:
    places: list[str] = []
    workbook = edited(tmp_path, lambda book: places.append(put(book, sheet, name, header, value)))
    with pytest.raises(BrokenQuestionSetError) as caught:
        question_set_files(workbook)
    faults = list(map(str, caught.value.listed))
    assert any(fault.startswith(places[0]) and said in fault for fault in faults), faults


def test_all_faults_are_found_at_once(tmp_path: Path) -> None:
    def spoil(book: Any) -> None:
        put(book, "Questions", "AP-03", "Effort", "lots")
        put(book, "Questions", "PR-01", "Question", None)
        put(book, "Sectors", "utilities", "Title", None)

    with pytest.raises(BrokenQuestionSetError) as caught:
        question_set_files(edited(tmp_path, spoil))
    assert len(caught.value.listed) == 3


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda book: book.remove(book["Levels"]), "The sheet 'Levels' is missing"),
        (lambda book: book["Questions"].delete_cols(4), "'Question'"),
        (lambda book: book.remove(book["Areas"]), "The sheet 'Areas' is missing"),
    ],
)
def test_a_workbook_that_lost_a_part_says_which(tmp_path: Path, edit: Callable[[Any], object], said: str) -> None:
    with pytest.raises(BrokenQuestionSetError) as caught:
        question_set_files(edited(tmp_path, edit))
    [fault] = map(str, caught.value.listed)
    assert said in fault


def test_a_second_row_of_the_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(BrokenQuestionSetError, match="there is a second row"):
        question_set_files(edited(tmp_path, lambda book: book["Set"].cell(3, 1, "second")))


def test_a_set_without_sectors_or_lenses_needs_no_sheets_for_them(tmp_path: Path) -> None:
    def without(book: Any) -> None:
        for title in ("Sectors", "Sector terms", "Sector elements", "Sector questions", "Sector lens groups"):
            book.remove(book[title])

    assert not [name for name in question_set_files(edited(tmp_path, without)) if name.startswith("sectors/")]


def test_another_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(UnreadableFileError, match="holds no question set"):
        question_set_files(path)


def test_a_text_too_long_for_a_cell_is_named(tmp_path: Path) -> None:
    area = {**PART.tables.areas["core"], "introduction": "x" * 40_000}
    with pytest.raises(UsageError, match=r"'Areas'!C2.*40,000 characters"):
        write_question_set(SetTables(PART.tables.head, {"core": area}))


# ------------------------------------------------------------------------------------------------------- what it shows


def test_every_sheet_explains_its_columns() -> None:
    declared = sheets(["intention"], ["reap"])
    assert all(field.help for sheet in declared.values() for field in sheet.columns)
    for sheet in declared.values():
        headers = [field.header for field in sheet.columns]
        assert len(set(headers)) == len(headers), sheet.title


def test_toml_files_are_those_of_the_folder() -> None:
    folder = PACKAGED / "cma"
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*.toml")}
    assert set(toml_files(CMA.tables)) == there


def test_the_documentation_names_every_field() -> None:
    page = (Path(__file__).parents[1] / "docs" / "question-set.md").read_text(encoding="utf-8")
    keys = {key for sheet in sheets([], []).values() for field in sheet.columns for key in field.key.split(".")}
    keys -= {"area", "element", "topic", "lens", "sector", "term", "becomes", "question"}  # columns that tie sheets
    assert sorted(key for key in keys if f"`{key}`" not in page and f"{key} =" not in page) == []
