"""Sector profiles: the same questions in the words of a sector, with its examples. They never touch a weight.

A profile is a TOML file in the folder `sectors` of a question set. It may replace terms ("customer" by "patient"), word
questions, elements, areas and lenses anew, permit N/A or say it from the start, add examples, say which elements or
topics come first, and define one more lens: what counts most in the sector. Ids and weights stay, so scores compare
with those of every other sector.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from reportgen.common.exceptions import BrokenQuestionSetError
from reportgen.common.folding import did_you_mean, fold
from reportgen.common.model import AnswerState, Area, Element, Lens, LensGroup, Question, QuestionSet, Topic, Words
from reportgen.common.terms import replacer
from reportgen.questions.fields import Fields
from reportgen.questions.loader import DEFAULT_SET, SECTORS, load_question_set, read_sector, sector_files
from reportgen.questions.soundness import different
from reportgen.questions.subject import terms_of

SECTOR_LENS = "sector"  # the id of the lens a profile adds


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """What a profile changes in a question; what is empty or None stays."""

    text: str = ""
    good_practice: str = ""
    evidence: Mapping[str, str] | None = None  # by state id, only those that change
    next_step: str = ""
    na_allowed: bool | None = None
    not_applicable: str = ""  # why it does not apply: then a new workbook says N/A
    examples: str = ""


@dataclass(frozen=True, slots=True)
class PartWords:
    """What a profile changes in an area or element; what is empty stays."""

    introduction: str = ""
    low: str = ""
    middling: str = ""
    high: str = ""
    examples: str = ""  # of an element


@dataclass(frozen=True)
class SectorProfile:
    """How a question set speaks in one sector."""

    id: str
    title: str
    introduction: str  # for whom it is meant
    terms: Mapping[str, str]  # "customer" -> "patient", as whole words; plurals are terms of their own
    keep: tuple[str, ...]  # phrases in which no term is replaced: "customer management"
    first: tuple[str, ...]  # ids of elements and topics that come first in their area or element
    areas: Mapping[str, PartWords]  # by area id
    elements: Mapping[str, PartWords]  # by element id
    lenses: Mapping[str, str]  # introductions by lens id
    questions: Mapping[str, QuestionWords]  # by question id
    lens: Lens | None  # what counts most in the sector
    lens_questions: Mapping[str, tuple[str, ...]]  # ids of the questions of each of its groups


# --------------------------------------------------------------------------------------------------------- choose


def sector_profiles(of: QuestionSet | str | Path = DEFAULT_SET) -> tuple[SectorProfile, ...]:
    """The sector profiles of a question set, or of the set of that name or folder, by title.

    Raises `BrokenQuestionSetError` with every fault of all of them.
    """
    questions = of if isinstance(of, QuestionSet) else load_question_set(of)
    faults: list[str] = []
    found = profiles_from({path.stem: read_sector(path, faults) for path in _files(questions)}, questions, faults)
    if faults:
        raise BrokenQuestionSetError(faults)
    return found


def find_profile(questions: QuestionSet, sector: str) -> SectorProfile | None:
    """The profile whose id or title is `sector`, whatever its case; None when there is none.

    Raises `BrokenQuestionSetError` when that profile is broken.
    """
    wanted = fold(sector)
    if not wanted:
        return None
    likely_first = sorted(_files(questions), key=lambda path: path.stem != wanted.replace(" ", "-"))
    for path in likely_first:
        faults: list[str] = []
        table = read_sector(path, faults)
        if wanted in (fold(path.stem), fold(str(table.get("title", "")))):
            found = profiles_from({path.stem: table}, questions, faults)
            if faults:
                raise BrokenQuestionSetError(faults)
            return found[0]
    return None


def for_sector(questions: QuestionSet, sector: str) -> QuestionSet:
    """The same questions, ids and weights in the words of a sector; in its own words when it has no such profile."""
    if questions.sector and fold(sector) == fold(questions.sector):
        return questions
    plain = questions.plain or questions
    profile = find_profile(plain, sector)
    return in_sector_words(plain, profile) if profile else plain


def no_such_profile(questions: QuestionSet, sector: str) -> str:
    """A sentence or two on a sector without profile: the nearest one, and all there are."""
    titles = [profile.title for profile in sector_profiles(questions)]
    if not titles:
        return f"Question set '{questions.id}' has no sector profiles."
    ids = [path.stem for path in _files(questions)]
    return (
        f"No sector profile is named '{sector}'.{did_you_mean(sector, (*titles, *ids))} "
        f"There are profiles for {', '.join(titles)}."
    )


def _files(questions: QuestionSet) -> list[Path]:
    return sector_files(Path(questions.folder)) if questions.folder else []


# ----------------------------------------------------------------------------------------------------------- read


def profiles_from(
    tables: Mapping[str, Mapping[str, Any]], questions: QuestionSet, faults: list[str]
) -> tuple[SectorProfile, ...]:
    """The profiles that the tables describe, by title; what is wrong is added to `faults`, and the rest goes on."""
    parts = {
        name: Fields(table, f"{SECTORS}/{name}.toml", faults)
        for name, table in tables.items()
        if table  # a file that cannot be read has its fault already
    }
    found = [_profile(part, questions) for part in parts.values()]
    for name, part in parts.items():
        if part.said("id") and part.said("id") != name:
            part.fault(f"field 'id' is '{part.said('id')}', but the file is called {name}; give both one name", "id")
    different(parts.values(), "title")
    return tuple(sorted(found, key=lambda profile: profile.title))


def _profile(part: Fields, questions: QuestionSet) -> SectorProfile:
    lens, lens_questions = _lens(part, questions) if part.has("lens") else (None, {})
    profile = SectorProfile(
        id=part.identifier(),
        title=part.text("title"),
        introduction=part.text("introduction", ""),
        terms=terms_of(part.table("terms")),
        keep=part.texts("keep", ()),
        first=_first(part, questions),
        areas={
            area.id: words.complete(_part_words(words))
            for area in questions.areas
            if (words := _entry(part, "areas", area.id))
        },
        elements={
            element.id: words.complete(replace(_part_words(words), examples=words.own_text("examples")))
            for element in questions.elements
            if (words := _entry(part, "elements", element.id))
        },
        lenses={
            lens.id: words.complete(words.own_text("introduction"))
            for lens in questions.lenses
            if (words := _entry(part, "lenses", lens.id))
        },
        questions={
            question_id: _question_words(words, questions)
            for question_id in questions.questions
            if (words := _entry(part, "questions", question_id))
        },
        lens=lens,
        lens_questions=lens_questions,
    )
    _check_names(part, "areas", [area.id for area in questions.areas])
    _check_names(part, "lenses", [lens.id for lens in questions.lenses])
    _check_names(part, "elements", [element.id for element in questions.elements])
    _check_names(part, "questions", list(questions.questions))
    if questions.questions and all(
        name in profile.questions and profile.questions[name].not_applicable for name in questions.questions
    ):
        part.fault("every question is N/A from the start, so nothing would be scored", "questions")
    return part.complete(profile)


def _entry(part: Fields, key: str, name: str) -> Fields | None:
    entries = part.table(key)
    return entries.table(name) if entries.has(name) else None


def _check_names(part: Fields, key: str, known: Sequence[str]) -> None:
    """What a profile says of an element or question that the set does not have is a fault."""
    entries = part.table(key)
    for name in entries.field_names():
        if name not in known:
            entries.check_choice(name, name, tuple(known))


def _first(part: Fields, questions: QuestionSet) -> tuple[str, ...]:
    known = [element.id for element in questions.elements]
    known += [topic.id for element in questions.elements for topic in element.topics]
    first = part.texts("first", ())
    for name in first:
        part.check_choice("first", name, tuple(known))
    return first


def _part_words(part: Fields) -> PartWords:
    return PartWords(*(part.own_text(key) for key in ("introduction", "low", "middling", "high")))


def _question_words(part: Fields, questions: QuestionSet) -> QuestionWords:
    words = QuestionWords(
        text=part.own_text("text"),
        good_practice=part.own_text("good_practice"),
        evidence={state.id: part.text(state.id) for state in questions.states if part.has(state.id)},
        next_step=part.own_text("next_step"),
        na_allowed=part.flag("na_allowed") if part.has("na_allowed") else None,
        not_applicable=part.own_text("not_applicable"),
        examples=part.own_text("examples"),
    )
    if words.not_applicable and words.na_allowed is False:
        part.fault("field 'not_applicable' gives a reason for N/A, but 'na_allowed' refuses it", "not_applicable")
    return part.complete(words)


def _lens(part: Fields, questions: QuestionSet) -> tuple[Lens, dict[str, tuple[str, ...]]]:
    table = part.table("lens")
    members: dict[str, tuple[str, ...]] = {}
    groups: list[LensGroup] = []
    for group in table.tables("groups"):
        made = LensGroup(group.text("id"), group.text("title"))
        members[made.id] = group.texts("questions")
        for question_id in members[made.id]:
            group.check_choice("questions", question_id, tuple(questions.questions))
        groups.append(group.complete(made))
    different(table.inside("groups"), "id")
    different(table.inside("groups"), "title")
    if any(lens.id == SECTOR_LENS for lens in questions.lenses):
        table.fault(f"the set has a lens '{SECTOR_LENS}' of its own already")
    lens = Lens(SECTOR_LENS, table.text("title"), tuple(groups), table.text("introduction", ""))
    return table.complete(lens), members


# ---------------------------------------------------------------------------------------------------------- apply


def in_sector_words(questions: QuestionSet, profile: SectorProfile) -> QuestionSet:
    """The set in the words of a profile: the same ids, levels, weights, boxes and titles."""
    say = replacer(profile.terms, profile.keep)
    tags: dict[str, tuple[str, ...]] = {}
    for group, members in profile.lens_questions.items():
        for question_id in members:
            tags[question_id] = (*tags.get(question_id, ()), group)

    def question(old: Question) -> Question:
        new = _reworded(old, profile.questions.get(old.id, QuestionWords()), say)
        return replace(new, lenses={**old.lenses, SECTOR_LENS: tags[old.id]}) if old.id in tags else new

    def element(old: Element) -> Element:
        words = profile.elements.get(old.id, PartWords())
        topics = [replace(t, questions=tuple(question(q) for q in t.questions), name=say(t.name)) for t in old.topics]
        return replace(
            old,
            topics=_in_order(topics, profile.first),
            introduction=words.introduction or say(old.introduction),
            words=_say_words(old.words, words, say),
            examples=words.examples or say(old.examples),
        )

    def area(old: Area) -> Area:
        elements = _in_order([element(part) for part in old.elements], profile.first)
        words = profile.areas.get(old.id, PartWords())
        introduction = words.introduction or say(old.introduction)
        return replace(old, elements=elements, introduction=introduction, words=_say_words(old.words, words, say))

    def lens(old: Lens) -> Lens:
        return replace(old, introduction=profile.lenses.get(old.id) or say(old.introduction))

    scale = questions.scale
    return replace(
        questions,
        areas=tuple(area(part) for part in questions.areas),
        lenses=(*(lens(old) for old in questions.lenses), *([profile.lens] if profile.lens else ())),
        scale=replace(scale, boxes=tuple(replace(box, means=say(box.means)) for box in scale.boxes)),
        states=tuple(replace(state, means=say(state.means)) for state in questions.states),
        subject=questions.subject.said(say),
        report=questions.report.said(say),
        sector=profile.title,
        terms={**{term: say(text) for term, text in questions.terms.items()}, **profile.terms},
        keep=(*questions.keep, *profile.keep),
        plain=questions,
    )


def _reworded(old: Question, words: QuestionWords, say: Callable[[str], str]) -> Question:
    evidence = {state: say(text) for state, text in old.evidence.items()}
    return replace(
        old,
        text=words.text or say(old.text),
        good_practice=words.good_practice or say(old.good_practice),
        evidence={**evidence, **(words.evidence or {})},
        next_step=words.next_step or say(old.next_step),
        na_allowed=bool(words.not_applicable) or (old.na_allowed if words.na_allowed is None else words.na_allowed),
        not_applicable=words.not_applicable,
        examples=words.examples or say(old.examples),
        own_boxes=tuple(replace(box, means=say(box.means)) for box in old.own_boxes),
        # what does not apply in a sector is left out there, whatever N/A counts elsewhere
        points={
            state: value
            for state, value in old.points.items()
            if not (words.not_applicable and state is AnswerState.NOT_APPLICABLE)
        },
    )


def _say_words(old: Words, words: PartWords, say: Callable[[str], str]) -> Words:
    return Words(words.low or say(old.low), words.middling or say(old.middling), words.high or say(old.high))


_Part = TypeVar("_Part", Element, Topic)


def _in_order(parts: Sequence[_Part], first: Sequence[str]) -> tuple[_Part, ...]:
    """The parts that come first, in the order they are listed, then the rest as they stand."""
    rank = {name: number for number, name in enumerate(first)}
    return tuple(sorted(parts, key=lambda part: rank.get(part.id, len(rank))))
