"""Load a question set from a folder of TOML files: `set.toml`, one file per area, one per sector profile.

A broken set never loads half: every fault is collected and named with its file, question and field. The same checks
serve a set that was edited as a spreadsheet; there a fault names its cell.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from reportgen.common.diagnostics.runs import NO_SUCH_SET, SET_NOT_OURS
from reportgen.common.exceptions import BrokenQuestionSetError, UnreadableFileError
from reportgen.common.folding import fold
from reportgen.common.model import (
    EFFORTS,
    HORIZONS,
    AnswerState,
    Area,
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
from reportgen.common.rounding import printed_exactly
from reportgen.common.scale import Box, Scale, scale_of
from reportgen.common.set_tables import SetTables
from reportgen.common.toml_files import NotTomlError
from reportgen.questions.fields import IDENTIFIERS, Fields, is_identifier
from reportgen.questions.prepared import tables_of
from reportgen.questions.scale_soundness import check_scale_is_sound
from reportgen.questions.soundness import SetParts, check_soundness
from reportgen.questions.subject import check_picture, picture_of, report_words_of, subject_of, terms_of

PACKAGED = Path(__file__).parent  # each sub-folder with a set.toml is a set we ship
DEFAULT_SET = "cma"
SET_FILE = "set.toml"
SECTORS = "sectors"  # the sub-folder of a set with its sector profiles


def load_question_set(name_or_folder: str | Path = DEFAULT_SET) -> QuestionSet:
    """The question set of a name we ship, or of a folder.

    Raises `UnreadableFileError` when there is no such set, `BrokenQuestionSetError` with every fault when it is broken.
    """
    folder = folder_of(name_or_folder)
    return _loaded(folder, tuple(_digest(path) for path in sorted(folder.glob("*.toml"))))


@lru_cache(maxsize=8)
def _loaded(folder: Path, digests: tuple[str, ...]) -> QuestionSet:
    """The set in a folder whose files have these digests: loaded again in one process only once one of them differs."""
    faults: list[str] = []
    loaded = question_set_from(read_tables(folder, faults), faults, str(folder))
    if faults:
        raise BrokenQuestionSetError(faults)
    return loaded


def _digest(path: Path) -> str:
    """What changes with the name and the content of a file; empty content for one that cannot be read."""
    try:
        content = path.read_bytes()
    except OSError:
        content = b""
    return f"{path.name} {hashlib.sha256(content).hexdigest()}"


def load_set_of(recorded: str, workbook: Path, asked: str | None = None, usual: str | None = None) -> QuestionSet:
    """The set of a workbook: the one asked for by name or folder, else the one it records; ours when it records none.

    The `usual` one stands before ours where the workbook records it, or records none. What a workbook records is looked
    up among those we ship and nowhere else: what it says is no path to be opened. Raises `UnreadableFileError` when it
    is none of them.
    """
    if asked:
        return load_question_set(asked)
    if usual and (found := load_question_set(usual)) and (not recorded or fold(found.id) == fold(recorded)):
        return found
    names = shipped()
    name = next((name for name in names if fold(name) == fold(recorded or DEFAULT_SET)), None)
    if name is None:
        raise UnreadableFileError(SET_NOT_OURS.at(path=workbook, name=recorded, ours=", ".join(names)))
    return load_question_set(name)


def shipped() -> list[str]:
    """The names of the sets we ship."""
    return sorted(path.parent.name for path in PACKAGED.glob(f"*/{SET_FILE}"))


def comes_with_program(questions: QuestionSet) -> bool:
    """True for our own set: its reports are ours to sign."""
    return questions.folder == str(PACKAGED / DEFAULT_SET)


def folder_of(name_or_folder: str | Path) -> Path:
    """The folder of a set. Raises `UnreadableFileError` when there is none of that name."""
    packaged = PACKAGED / str(name_or_folder)
    if (packaged / SET_FILE).is_file():
        return packaged
    folder = Path(name_or_folder)
    if (folder / SET_FILE).is_file():
        return folder
    raise UnreadableFileError(NO_SUCH_SET.at(name=name_or_folder, ours=", ".join(shipped()), file=SET_FILE))


def read_tables(folder: Path, faults: list[str], *, with_sectors: bool = False) -> SetTables:
    """The tables of `set.toml`, of the areas it lists and, if wanted, of all sector profiles.

    Files that cannot be read become faults.
    """
    head = read_toml(folder / SET_FILE, faults)
    listed = head.get("areas", ())
    names = [name for name in listed if isinstance(name, str)] if isinstance(listed, list) else []
    faults += [
        f"{SET_FILE}: field 'areas' has '{name}', but {IDENTIFIERS}." for name in names if not is_identifier(name)
    ]
    folded = [fold(name) for name in (Path(SET_FILE).stem, *names)]
    faults += [
        f"{SET_FILE}: field 'areas' has '{name}', which names a file that holds something else already."
        for number, name in enumerate(names, start=1)
        if fold(name) in folded[:number]
    ]
    names = [name for name in dict.fromkeys(names) if is_identifier(name) and fold(name) != folded[0]]
    return SetTables(
        head=head,
        areas={name: read_toml(folder / f"{name}.toml", faults) for name in names},
        sectors={path.stem: read_sector(path, faults) for path in sector_files(folder)} if with_sectors else {},
    )


def sector_files(folder: Path) -> list[Path]:
    """The files with the sector profiles of a set, by name."""
    return sorted((folder / SECTORS).glob("*.toml"))


def read_sector(path: Path, faults: list[str]) -> dict[str, Any]:
    """The table of a sector profile; faults name it with its folder."""
    return read_toml(path, faults, f"{SECTORS}/{path.name}")


def read_toml(path: Path, faults: list[str], shown: str = "") -> dict[str, Any]:
    """The tables of a file, empty with a fault when it cannot be read; `shown` names it, by default its file name."""
    name = shown or path.name
    try:
        return tables_of(path.read_bytes())
    except FileNotFoundError:
        faults.append(f"{name}: the file is missing.")
    except NotTomlError as error:
        faults.append(f"{name}: not valid TOML: {error}.")
    except OSError as error:
        faults.append(f"{name}: cannot be read: {error.strerror}.")
    return {}


def question_set_from(tables: SetTables, faults: list[str], folder: str = "") -> QuestionSet:
    """The question set that the tables describe; what is wrong is added to `faults`, and the rest goes on."""
    head = Fields(tables.head, SET_FILE, faults)
    area_names = head.texts("areas")
    lenses = tuple(_lens(part) for part in head.tables("lenses"))
    levels = tuple(_level(part) for part in head.tables("levels"))
    states = tuple(_state(part) for part in head.tables("states"))
    scale = _scale(head)
    vocabulary = _Vocabulary(lenses, levels, states, scale, _points(head, scale))
    areas = tuple(
        Fields(tables.areas[name], f"{name}.toml", faults)
        for name in dict.fromkeys(area_names)
        if tables.areas.get(name)  # a file that is missing or no TOML has its fault already
    )
    made = QuestionSet(
        id=head.identifier(),
        version=head.text("version"),
        title=head.text("title"),
        scale=scale,
        states=states,
        levels=levels,
        areas=tuple(_area(area, vocabulary) for area in areas),
        lenses=lenses,
        subject=subject_of(head),
        report=report_words_of(head),
        picture=picture_of(head),
        terms=terms_of(head.table("terms")),
        keep=head.texts("keep", ()),
        sectors=head.paragraphs("sectors"),
        folder=folder,
    )
    loaded = head.complete(made)
    _check_scale(loaded, head)
    is_whole = len(areas) == len(area_names)
    if is_whole:
        check_picture(head, loaded)
    check_soundness(SetParts(head, areas), loaded, whole=is_whole)
    return loaded


class _Vocabulary:
    """What questions may refer to, and what holds for those that say nothing else."""

    def __init__(
        self,
        lenses: tuple[Lens, ...],
        levels: tuple[Level, ...],
        states: tuple[EvidenceState, ...],
        scale: Scale,
        points: Mapping[AnswerState, Fraction],
    ) -> None:
        self.scale = scale
        self.points = points
        self.lens_groups = {lens.id: {group.id for group in lens.groups} for lens in lenses}
        self.levels = tuple(level.id for level in levels)
        self.states = tuple(state.id for state in states)


def _scale(head: Fields) -> Scale:
    bands, limits, ends = head.table("bands"), head.table("limits"), head.table("range")
    made = scale_of(
        tuple(_box(part) for part in head.tables("scale")),
        lowest=ends.own_number("lowest"),
        highest=ends.own_number("highest"),
        decimals=head.decimals("decimals"),
        middling_from=bands.own_number("middling_from"),
        high_from=bands.own_number("high_from"),
        far_apart=limits.count("far_apart"),
        grid=limits.above_zero("grid"),
        about_level=limits.above_zero("about_level"),
        unit=head.own_text("unit") or "point",
        units=head.own_text("units") or "points",
    )
    return ends.complete(limits.complete(bands.complete(made)))


def _box(part: Fields) -> Box:
    return part.complete(
        Box(
            value=part.number("value"),
            label=part.text("label"),
            means=part.text("means", ""),
            met=part.text("met", ""),
            short_name=part.own_text("short"),
        )
    )


_COUNTED = {"not_applicable": AnswerState.NOT_APPLICABLE, "not_known": AnswerState.NOT_KNOWN}


def _points(part: Fields, scale: Scale) -> dict[AnswerState, Fraction]:
    """What N/A and "not known" count, where they count."""
    table = part.table("points")
    given = {state: table.own_number(key) for key, state in _COUNTED.items()}
    for key, state in _COUNTED.items():
        _check_in_range(table, key, given[state], scale)
    return table.complete({state: value for state, value in given.items() if value is not None})


def _check_in_range(part: Fields, key: str, value: Fraction | None, scale: Scale) -> None:
    if value is not None and not scale.lowest <= value <= scale.highest:
        part.fault(f"field '{key}' is {printed_exactly(value)}, but scores go from {scale.ends}", key)


def _own_boxes(part: Fields, scale: Scale) -> tuple[Box, ...]:
    """The boxes of a question, from the highest; none where they are those of the scale."""
    inverse = part.flag("inverse", default=False)
    if not part.has("answers"):
        return scale.reversed_boxes() if inverse else ()
    if inverse:
        part.fault("field 'inverse' turns the boxes of the scale round, but the question has answers of its own")
    boxes = []
    for answer in part.tables("answers"):
        boxes.append(_box(answer))
        _check_in_range(answer, "value", boxes[-1].value, scale)
    _check_boxes(part, "answers", boxes)
    return tuple(sorted(boxes, key=lambda box: -box.value))


def _check_boxes(part: Fields, key: str, boxes: Sequence[Box]) -> None:
    """Faults of boxes among which nobody could choose."""
    if len(boxes) < 2:
        part.fault(f"field '{key}': at least two boxes are needed, found {len(boxes)}", key)
    if len({box.value for box in boxes}) < len(boxes):
        part.fault(f"field '{key}': two boxes have the same value", key)


def _level(part: Fields) -> Level:
    return part.complete(Level(part.text("id"), part.text("title"), part.text("plural")))


OTHER_FIELDS = frozenset(
    {"id", "text", "good_practice", "next_step", "horizon", "effort", "na_allowed"}
    | {"levels", "weight", "lenses", "double_barrelled", "examples", "answers", "inverse", "points"}
)


def _state(part: Fields) -> EvidenceState:
    if part.text("id") in OTHER_FIELDS:
        part.fault("field 'id' is the name of another field of a question; choose another", "id")
    return part.complete(
        EvidenceState(part.text("id"), part.text("letter"), part.text("title"), part.text("means", ""))
    )


def _lens(part: Fields) -> Lens:
    groups = tuple(group.complete(LensGroup(group.text("id"), group.text("title"))) for group in part.tables("groups"))
    return part.complete(Lens(part.text("id"), part.text("title"), groups, part.text("introduction", "")))


def _words(part: Fields) -> Words:
    return Words(part.text("low", ""), part.text("middling", ""), part.text("high", ""))


def _area(part: Fields, vocabulary: _Vocabulary) -> Area:
    return part.complete(
        Area(
            id=part.identifier(),
            title=part.text("title"),
            elements=tuple(_element(element, vocabulary) for element in part.tables("elements")),
            introduction=part.text("introduction", ""),
            words=_words(part),
            weight=part.weight(),
            is_path=part.flag("path", default=False),
        )
    )


def _element(part: Fields, vocabulary: _Vocabulary) -> Element:
    lenses = _lens_tags(part, vocabulary)
    if part.has("topics"):
        topics = tuple(_topic(topic, lenses, vocabulary) for topic in part.tables("topics"))
    else:  # a set without topics: the element is its own topic
        topics = (Topic(part.text("id"), part.text("title"), _questions(part, lenses, vocabulary)),)
    element = part.complete(
        Element(
            id=part.identifier(),
            code=part.text("code"),
            title=part.text("title"),
            topics=topics,
            introduction=part.text("introduction", ""),
            words=_words(part),
            weight=part.weight(),
            examples=part.text("examples", ""),
        )
    )
    if not element.questions:
        part.fault("it has no questions")
    _check_ids(element, part)
    return element


def _topic(part: Fields, lenses: dict[str, tuple[str, ...]], vocabulary: _Vocabulary) -> Topic:
    questions = _questions(part, lenses, vocabulary)
    return part.complete(Topic(part.text("id"), part.text("title"), questions, part.text("name", "")))


def _check_ids(element: Element, part: Fields) -> None:
    """The id of a question is its element's code and a number; numbers ascend in a topic; a gap says one was retired.

    So a question added later takes the next free number of its element, and no other question changes its id.
    """
    form = re.compile(re.escape(element.code) + r"-(\d{2,})")
    for topic in element.topics:
        before, highest = "", 0
        for question in topic.questions:
            found = form.fullmatch(question.id)
            if not found:
                part.fault(f"question '{question.id}': its id should be {element.code} and a number: {element.code}-01")
            elif int(found[1]) <= highest:
                part.fault(f"question '{question.id}' stands after '{before}': ids ascend within a topic")
            else:
                before, highest = question.id, int(found[1])


def _questions(
    part: Fields, element_lenses: dict[str, tuple[str, ...]], vocabulary: _Vocabulary
) -> tuple[Question, ...]:
    return tuple(_question(question, element_lenses, vocabulary) for question in part.tables("questions"))


def _question(part: Fields, element_lenses: dict[str, tuple[str, ...]], vocabulary: _Vocabulary) -> Question:
    levels = part.texts("levels", vocabulary.levels)
    for level in levels:
        part.check_choice("levels", level, vocabulary.levels)
    na_allowed, points = part.flag("na_allowed"), _points(part, vocabulary.scale)
    if AnswerState.NOT_APPLICABLE in points and not na_allowed:
        part.fault("field 'points' says what N/A counts, but 'na_allowed' refuses it", "points")
    return part.complete(
        Question(
            id=part.text("id"),
            text=part.text("text"),
            good_practice=part.text("good_practice"),
            evidence={state: part.text(state) for state in vocabulary.states},
            next_step=part.text("next_step"),
            horizon=part.choice("horizon", tuple(horizon.id for horizon in HORIZONS)),
            effort=part.choice("effort", EFFORTS),
            na_allowed=na_allowed,
            levels=frozenset(levels),
            weight=part.weight(),
            lenses=_joined(element_lenses, _lens_tags(part, vocabulary)),
            double_barrelled=part.text("double_barrelled", ""),
            examples=part.text("examples", ""),
            own_boxes=_own_boxes(part, vocabulary.scale),
            is_inverse=part.flag("inverse", default=False),
            points={**vocabulary.points, **points},
        )
    )


def _joined(of_element: dict[str, tuple[str, ...]], own: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The groups of an element and those a question adds to them, each once."""
    lenses = of_element | own
    return {lens: tuple(dict.fromkeys((*of_element.get(lens, ()), *own.get(lens, ())))) for lens in lenses}


def _lens_tags(part: Fields, vocabulary: _Vocabulary) -> dict[str, tuple[str, ...]]:
    """The groups a question counts in, by lens; a single group may stand without brackets."""
    table = part.table("lenses")
    tags: dict[str, tuple[str, ...]] = {}
    for lens in table.field_names():
        part.check_choice("lenses", lens, tuple(vocabulary.lens_groups))
        tags[lens] = table.text_or_texts(lens)
        for group in tags[lens]:
            part.check_choice(f"lenses.{lens}", group, tuple(sorted(vocabulary.lens_groups.get(lens, ()))))
    return tags


def _check_scale(questions: QuestionSet, head: Fields) -> None:
    """A scale has at least two boxes, each with a value of its own and within its range."""
    scale = questions.scale
    _check_boxes(head, "scale", scale.boxes)
    outside = [printed_exactly(value) for value in scale.values if not scale.lowest <= value <= scale.highest]
    if outside:
        head.fault(f"field 'range' goes from {scale.ends}, but boxes have the values {', '.join(outside)}", "range")
    if len(set(scale.values)) == len(scale.boxes) > 1 and not outside:
        check_scale_is_sound(head, scale, questions.reach)
