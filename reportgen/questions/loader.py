"""Load a question set from a folder of TOML files: `set.toml` and one file per area.

A broken set never loads half: every fault is collected and named with its file, question and field.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from reportgen.errors import BrokenQuestionSetError, UnreadableFileError
from reportgen.model import (
    EFFORTS,
    HORIZONS,
    Area,
    Box,
    Element,
    EvidenceState,
    Lens,
    LensGroup,
    Level,
    Question,
    QuestionSet,
    Topic,
    Words,
)
from reportgen.questions.fields import Fields

PACKAGED = Path(__file__).parent  # each sub-folder with a set.toml is a set we ship
DEFAULT_SET = "cma"
SET_FILE = "set.toml"


def load_question_set(name_or_folder: str | Path = DEFAULT_SET) -> QuestionSet:
    """The question set of a name we ship, or of a folder.

    Raises `UnreadableFileError` when there is no such set, `BrokenQuestionSetError` with every fault when it is broken.
    """
    folder = _folder_of(name_or_folder)
    faults: list[str] = []
    head = _read_toml(folder / SET_FILE, faults)
    fields = Fields(head, SET_FILE, faults)
    area_names = fields.texts("areas")
    lenses = tuple(_lens(part) for part in fields.tables("lenses"))
    levels = tuple(Level(p.text("id"), p.text("title"), p.text("plural")) for p in fields.tables("levels"))
    states = tuple(
        EvidenceState(p.text("id"), p.text("letter"), p.text("title"), p.text("means", ""))
        for p in fields.tables("states")
    )
    bands = fields.table("bands", {"middling_from": 30, "high_from": 60})
    vocabulary = _Vocabulary(lenses, levels, states)
    loaded = QuestionSet(
        id=fields.text("id"),
        version=fields.text("version"),
        title=fields.text("title"),
        scale=tuple(
            sorted(
                (Box(p.whole("value"), p.text("label"), p.text("means", "")) for p in fields.tables("scale")),
                key=lambda box: -box.value,
            )
        ),
        states=states,
        levels=levels,
        areas=tuple(
            _area(Fields(_read_toml(folder / f"{name}.toml", faults), f"{name}.toml", faults), vocabulary)
            for name in area_names
        ),
        lenses=lenses,
        middling_from=bands.whole("middling_from"),
        high_from=bands.whole("high_from"),
    )
    _check_whole(loaded, faults)
    if faults:
        raise BrokenQuestionSetError(faults)
    return loaded


def _folder_of(name_or_folder: str | Path) -> Path:
    packaged = PACKAGED / str(name_or_folder)
    if (packaged / SET_FILE).is_file():
        return packaged
    folder = Path(name_or_folder)
    if (folder / SET_FILE).is_file():
        return folder
    shipped = ", ".join(sorted(path.parent.name for path in PACKAGED.glob(f"*/{SET_FILE}")))
    raise UnreadableFileError(
        f"No question set '{name_or_folder}': it is neither one of ours ({shipped}) nor a folder with a {SET_FILE}."
    )


def _read_toml(path: Path, faults: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        faults.append(f"{path.name}: the file is missing.")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(f"{path.name}: not valid TOML: {error}.")
    except OSError as error:
        faults.append(f"{path.name}: cannot be read: {error.strerror}.")
    return {}


class _Vocabulary:
    """The ids that questions may refer to."""

    def __init__(self, lenses: tuple[Lens, ...], levels: tuple[Level, ...], states: tuple[EvidenceState, ...]) -> None:
        self.lens_groups = {lens.id: {group.id for group in lens.groups} for lens in lenses}
        self.levels = tuple(level.id for level in levels)
        self.states = tuple(state.id for state in states)


def _lens(part: Fields) -> Lens:
    groups = tuple(LensGroup(group.text("id"), group.text("title")) for group in part.tables("groups"))
    return Lens(part.text("id"), part.text("title"), groups, part.text("introduction", ""))


def _words(part: Fields) -> Words:
    return Words(part.text("low", ""), part.text("middling", ""), part.text("high", ""))


def _area(part: Fields, vocabulary: _Vocabulary) -> Area:
    return Area(
        id=part.text("id"),
        title=part.text("title"),
        elements=tuple(_element(element, vocabulary) for element in part.tables("elements")),
        introduction=part.text("introduction", ""),
        words=_words(part),
        weight=part.weight(),
    )


def _element(part: Fields, vocabulary: _Vocabulary) -> Element:
    code = part.text("code")
    lenses = _lens_tags(part, vocabulary)
    if part.has("topics"):
        topics = tuple(
            Topic(topic.text("id"), topic.text("title"), _questions(topic, lenses, vocabulary))
            for topic in part.tables("topics")
        )
    else:  # a set without topics: the element is its own topic
        topics = (Topic(part.text("id"), part.text("title"), _questions(part, lenses, vocabulary)),)
    element = Element(
        id=part.text("id"),
        code=code,
        title=part.text("title"),
        topics=topics,
        introduction=part.text("introduction", ""),
        words=_words(part),
        weight=part.weight(),
    )
    for number, question in enumerate(element.questions, start=1):
        expected = f"{code}-{number:02d}"
        if question.id != expected:
            part.fault(
                f"question '{question.id}': its id should be {expected}: ids run through an element without gaps"
            )
    return element


def _questions(
    part: Fields, element_lenses: dict[str, tuple[str, ...]], vocabulary: _Vocabulary
) -> tuple[Question, ...]:
    return tuple(_question(question, element_lenses, vocabulary) for question in part.tables("questions"))


def _question(part: Fields, element_lenses: dict[str, tuple[str, ...]], vocabulary: _Vocabulary) -> Question:
    levels = part.texts("levels", vocabulary.levels)
    for level in levels:
        part.check_choice("levels", level, vocabulary.levels)
    return Question(
        id=part.text("id"),
        text=part.text("text"),
        good_practice=part.text("good_practice"),
        evidence={state: part.text(state) for state in vocabulary.states},
        next_step=part.text("next_step"),
        horizon=part.choice("horizon", tuple(horizon.id for horizon in HORIZONS)),
        effort=part.choice("effort", EFFORTS),
        na_allowed=part.flag("na_allowed"),
        levels=frozenset(levels),
        weight=part.weight(),
        lenses=element_lenses | _lens_tags(part, vocabulary),
        double_barrelled=part.text("double_barrelled", ""),
    )


def _lens_tags(part: Fields, vocabulary: _Vocabulary) -> dict[str, tuple[str, ...]]:
    tags: dict[str, tuple[str, ...]] = {}
    for lens, groups in part.raw_table("lenses").items():
        named = (groups,) if isinstance(groups, str) else tuple(groups)
        part.check_choice("lenses", lens, tuple(vocabulary.lens_groups))
        for group in named:
            part.check_choice(f"lenses.{lens}", group, tuple(vocabulary.lens_groups.get(lens, ())))
        tags[lens] = named
    return tags


def _check_whole(questions: QuestionSet, faults: list[str]) -> None:
    """Faults that only the whole set shows: a scale too short, ids used twice, an area without questions."""
    if len(questions.scale) < 2:
        faults.append(f"{SET_FILE}, field 'scale': at least two boxes are needed, found {len(questions.scale)}.")
    if len(set(questions.boxes)) != len(questions.boxes):
        faults.append(f"{SET_FILE}, field 'scale': two boxes have the same value.")
    if any(not 0 <= value <= 100 for value in questions.boxes):
        faults.append(f"{SET_FILE}, field 'scale': values lie between 0 and 100.")
    if not questions.areas:
        faults.append(f"{SET_FILE}, field 'areas': at least one area is needed.")
    for area in questions.areas:
        for element in area.elements:
            if not element.questions:
                faults.append(f"{area.id}.toml, element '{element.id}': it has no questions.")
    names = [area.id for area in questions.areas]
    names += [name for element in questions.elements for name in (element.id, element.code)]
    names += [question.id for area in questions.areas for question in area.questions]
    folded = [name.casefold() for name in names]
    for name in sorted({name for name in folded if folded.count(name) > 1}):
        if name:
            faults.append(f"The id '{name}' is used more than once; area, element and question ids must all differ.")
    if "overall" in folded:
        faults.append("The id 'overall' is taken by the score of the whole assessment.")
