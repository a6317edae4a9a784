"""A filled workbook goes over to another version of its question set, another sector, or more interviews.

An assessment in, an assessment of the new set out, and a `Remark` for everything that has no place there any more: with
its cell, and with what it said. What is new starts blank, and is counted where that makes gaps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from reportgen.assessment.merging.facts import target_shown
from reportgen.assessment.naming import next_free
from reportgen.common.diagnostics.places import FilePlace
from reportgen.common.diagnostics.remarks import (
    AGREED_BOX_GONE,
    AGREED_QUESTION_GONE,
    ANSWERS_CHANGED,
    AREA_GONE,
    BOX_GONE,
    ELEMENT_GONE,
    LEVEL_GONE,
    LIFTED_QUESTION_GONE,
    NEW_ELEMENT,
    NEW_QUESTIONS,
    NOT_APPLICABLE_GONE,
    NOTE_ELEMENT_GONE,
    POINTS_CHANGED,
    QUESTION_GONE,
    REWORDED,
    STATE_GONE,
    TARGET_BOX_GONE,
    TARGET_ELEMENT_GONE,
    Remark,
    RemarkKind,
    Source,
)
from reportgen.common.exceptions import UsageError
from reportgen.common.folding import fold
from reportgen.common.grouping import grouped
from reportgen.common.language import in_quotes, tally
from reportgen.common.model import (
    OVERALL,
    AgreedScore,
    Answer,
    AnswerState,
    Assessment,
    Finding,
    Initiative,
    Interview,
    NarrativeSection,
    NarrativeText,
    Note,
    Question,
    QuestionSet,
    Target,
)
from reportgen.common.rounding import printed_exactly
from reportgen.workbook.layout import answer_label

_Part = TypeVar("_Part")
_Conclusion = TypeVar("_Conclusion", Finding, Initiative)


def upgrade(
    old: Source, before: QuestionSet, now: QuestionSet, *, interviews: int | None = None, sector: str | None = None
) -> tuple[Assessment, tuple[Remark, ...]]:
    """The assessment, made with the set `before`, as one of the set `now`, and what did not carry over or is new.

    The workbook gets so many `interviews`, or as many as it has; those that are only laid out are added or dropped at
    the end. `sector` takes the place of the engagement's. Raises `UsageError` when more interviews are filled.
    """
    assessment = old.assessment
    carrier = _Carrier(old.name, before, now)
    held = _so_many(assessment, interviews)
    codes = {interview.code for interview in held}
    carried = replace(
        assessment,
        set_id=now.id,
        set_version=now.version,
        engagement=assessment.engagement if sector is None else replace(assessment.engagement, sector=sector),
        interviews=_all(carrier.interview, held),
        answers=_all(carrier.answer, (answer for answer in assessment.answers if answer.interview in codes)),
        notes=_all(carrier.note, assessment.notes),
        agreed=_all(carrier.agreed, assessment.agreed),
        findings=_all(carrier.conclusion, assessment.findings),
        initiatives=_all(carrier.initiative, assessment.initiatives),
        targets=_all(carrier.target, assessment.targets),
        narrative=_all(carrier.narrative, assessment.narrative),
    )
    return carried, (*carrier.remarks, *_about_new(carried, before, now))


def _all(carry: Callable[[_Part], _Part | None], parts: Iterable[_Part]) -> tuple[_Part, ...]:
    return tuple(left for part in parts if (left := carry(part)) is not None)


# --------------------------------------------------------------------------------------------------------- carried over


class _Carrier:
    """Carries one part after the other; what has no place in the new set is left out and remarked."""

    def __init__(self, file: str, before: QuestionSet, now: QuestionSet) -> None:
        self.remarks: list[Remark] = []
        self._file = file
        self._before = before
        self._now = now
        self._elements = {element.id for element in now.elements}
        self._areas = {area.id for area in now.areas} | {OVERALL}
        self._states = {state.id for state in now.states}

    def interview(self, interview: Interview) -> Interview:
        """The interview without elements and level that are gone."""
        spot = FilePlace(self._file, interview.place)
        for element in sorted(interview.elements - self._elements):
            title = self._before.titles.get(element, element)
            self._say(ELEMENT_GONE, spot, interview=interview.code, element=title, content={"element": title})
        level = interview.level
        if level is not None and level not in {known.id for known in self._now.levels}:
            title = next((known.title for known in self._before.levels if known.id == level), level)
            place = interview.places.get("level", interview.place)
            level = None
            content = {"level": title}
            self._say(LEVEL_GONE, FilePlace(self._file, place), interview=interview.code, level=title, content=content)
        return replace(interview, elements=interview.elements & self._elements, level=level)

    def answer(self, answer: Answer) -> Answer | None:
        """The answer as far as question, box and evidence states are still there; its note stays with its question."""
        if answer.question_id not in self._now.questions:
            if answer.has_entry:
                text = _text_of(self._before.questions.get(answer.question_id))
                self._say_of(QUESTION_GONE, answer, text=text, value=self._shown(answer))
            return None
        if answer.is_laid_out or self._is_laid_out_now(answer):
            return None
        gone = {state: found for state, found in answer.evidence.items() if state not in self._states}
        if any(found is not None for found in gone.values()):
            states = ", ".join(self._title(state).lower() for state in gone)
            self._say_of(STATE_GONE, answer, states=states, value=self._recorded(gone))
        evidence = {state: found for state, found in answer.evidence.items() if state in self._states}
        carried = replace(answer, evidence=evidence)
        if answer.box is not None and answer.box not in self._now.answers[answer.question_id].values:
            self._say_of(BOX_GONE, answer, value=printed_exactly(answer.box))
            return replace(carried, state=AnswerState.BLANK, box=None)
        refused = not self._now.questions[answer.question_id].na_allowed
        if answer.state is AnswerState.NOT_APPLICABLE and refused:
            self._say_of(NOT_APPLICABLE_GONE, answer)
            return replace(carried, state=AnswerState.BLANK)
        return carried

    def _is_laid_out_now(self, answer: Answer) -> bool:
        """True when nobody has said anything and the new set says N/A; N/A that was cleared stays cleared."""
        before, now = (some.questions[answer.question_id] for some in (self._before, self._now))
        return bool(now.not_applicable) and not before.not_applicable and not answer.has_entry

    def agreed(self, score: AgreedScore) -> AgreedScore | None:
        """The agreed score, if its question is there; without a box that is gone."""
        content = {"box": "" if score.box is None else printed_exactly(score.box), "reason": score.reason}
        spot = FilePlace(self._file, score.place)
        if score.question_id not in self._now.questions:
            text = _text_of(self._before.questions.get(score.question_id))
            value = f"{content['box'] or 'no box'}, {in_quotes(score.reason)}"
            self._say(AGREED_QUESTION_GONE, spot, question=score.question_id, text=text, value=value, content=content)
            return None
        if score.box is None or score.box in self._now.answers[score.question_id].values:
            return score
        self._say(AGREED_BOX_GONE, spot, question=score.question_id, value=content["box"], content=content)
        return replace(score, box=None) if score.reason else None

    def note(self, note: Note) -> Note:
        """The note, without its element if that is gone."""
        if note.element is None or note.element in self._elements:
            return note
        title = self._before.titles.get(note.element, note.element)
        spot, value = FilePlace(self._file, note.place), in_quotes(note.text)
        content = {"element": title, "text": note.text}
        self._say(NOTE_ELEMENT_GONE, spot, interview=note.interview, content=content, element=title, value=value)
        return replace(note, element=None)

    def conclusion(self, entry: _Conclusion) -> _Conclusion:
        """A finding or an initiative, under Overall if its area is gone."""
        if entry.area in self._areas:
            return entry
        self._area_gone(f"{type(entry).__name__} {entry.ref}", entry.area, "It stands under Overall now", entry)
        return replace(entry, area=OVERALL)

    def initiative(self, entry: Initiative) -> Initiative:
        """The initiative, without the questions it lifts that are gone."""
        gone = [question_id for question_id in entry.lifts if question_id not in self._now.questions]
        if gone:
            spot, value = FilePlace(self._file, entry.lifts_place), ", ".join(gone)
            self._say(LIFTED_QUESTION_GONE, spot, ref=entry.ref, value=value, content={"lifts": value})
        left = tuple(question_id for question_id in entry.lifts if question_id not in gone)
        return replace(self.conclusion(entry), lifts=left)

    def target(self, target: Target) -> Target | None:
        """The target, if its element and its box are there."""
        if target.element in self._elements and target.box in self._now.scale.values:
            return target
        kind = TARGET_BOX_GONE if target.element in self._elements else TARGET_ELEMENT_GONE
        title, value = self._before.titles.get(target.element, target.element), target_shown(target)
        content = {"element": title, "target": value}
        self._say(kind, FilePlace(self._file, target.place), element=title, value=value, content=content)
        return None

    def narrative(self, text: NarrativeText) -> NarrativeText | None:
        """The text, unless it introduces an area that is gone; other sections stand without their area."""
        if text.area is None or text.area in self._areas:
            return text
        if text.section is not NarrativeSection.AREA_INTRODUCTION:
            return replace(text, area=None)
        self._area_gone(f"'{text.section.value}'", text.area, "It is left out", text)
        return None

    # ------------------------------------------------------------------------------------------------- what is said

    def _say(self, kind: RemarkKind, spot: FilePlace, **facts: object) -> None:
        self.remarks.append(kind.at(spot, **facts))

    def _say_of(self, kind: RemarkKind, answer: Answer, **facts: object) -> None:
        """Say it of an answer; all that it said goes with it."""
        content = {
            "answer": _reply(answer),
            **{state: "yes" if found else "no" for state, found in answer.evidence.items() if found is not None},
            "note": answer.note,
        }
        spot = FilePlace(self._file, answer.place)
        self._say(kind, spot, interview=answer.interview, question=answer.question_id, content=content, **facts)

    def _area_gone(self, what: str, area: str, done: str, entry: Finding | Initiative | NarrativeText) -> None:
        title = next((known.title for known in self._before.areas if known.id == area), area)
        content = {"area": title, "text": entry.text}
        spot = FilePlace(self._file, entry.place)
        self._say(AREA_GONE, spot, content=content, what=what, area=title, done=done, value=in_quotes(entry.text))

    def _shown(self, answer: Answer) -> str:
        """All that an answer says, on one line."""
        recorded = self._recorded(answer.evidence)
        parts = [
            _reply(answer),
            f"({recorded})" if recorded else "",
            f"with the note {in_quotes(answer.note)}" if answer.note else "",
        ]
        return " ".join(part for part in parts if part)

    def _recorded(self, evidence: Mapping[str, bool | None]) -> str:
        found = {state: said for state, said in evidence.items() if said is not None}
        return ", ".join(f"{self._title(state).lower()} {'yes' if said else 'no'}" for state, said in found.items())

    def _title(self, state_id: str) -> str:
        return next((state.title for state in self._before.states if state.id == state_id), state_id)


def _reply(answer: Answer) -> str:
    return answer.state.value if answer.box is None else printed_exactly(answer.box)


def _text_of(question: Question | None) -> str:
    return in_quotes(question.text) if question and question.text else "its text is not recorded"


# -------------------------------------------------------------------------------------------------- room for interviews


def _so_many(assessment: Assessment, wanted: int | None) -> list[Interview]:
    """The interviews, with blank ones added or dropped at the end until there are as many as wanted."""
    interviews = list(assessment.interviews)
    if wanted is None:
        return interviews
    filled = _filled(assessment)
    if wanted < len(filled):
        raise UsageError(
            f"{tally(len(filled), 'interview')} are filled ({', '.join(filled)}), so there cannot be {wanted}. "
            f"Ask for {len(filled)} or more, or clear one in the workbook first."
        )
    blank = [interview for interview in interviews if interview.code not in filled]
    for interview in blank[::-1][: max(len(interviews) - wanted, 0)]:
        interviews.remove(interview)
    while len(interviews) < wanted:
        interviews.append(Interview(next_free("00", [interview.code for interview in interviews])))
    return interviews


def _filled(assessment: Assessment) -> list[str]:
    """The codes of the interviews of which more is known than that they are laid out."""
    entered = {answer.interview for answer in assessment.answers if answer.has_entry}
    entered |= {note.interview for note in assessment.notes} | {h.interview for h in assessment.headlines}
    return [i.code for i in assessment.interviews if i.has_facts or i.code in entered]


# ------------------------------------------------------------------------------------ what the new set asks in addition


def new_questions(before: QuestionSet, now: QuestionSet) -> dict[str, tuple[Question, ...]]:
    """The questions that only the new set has, by element id, in its order."""
    found = {
        element.id: tuple(question for question in element.questions if question.id not in before.questions)
        for element in now.elements
    }
    return {element: questions for element, questions in found.items() if questions}


def gaps_by_element(assessment: Assessment, new: Mapping[str, tuple[Question, ...]]) -> dict[str, int]:
    """How many gaps the new questions make: in interviews that cover their element, at a level they are meant for."""
    return {
        element: sum(
            interview.should_answer(question, element) for interview in assessment.interviews for question in questions
        )
        for element, questions in new.items()
    }


def _about_new(assessment: Assessment, before: QuestionSet, now: QuestionSet) -> Iterator[Remark]:
    """What the new set asks in addition, element by element."""
    new = new_questions(before, now)
    gaps = gaps_by_element(assessment, new)
    known = {element.id for element in before.elements}
    for element, questions in new.items():
        ids, count = ", ".join(question.id for question in questions), tally(len(questions), "question")
        if element in known:
            made = tally(gaps[element], "gap")
            yield NEW_QUESTIONS.at(element=now.titles[element], count=count, questions=ids, gaps=made)
        else:
            yield NEW_ELEMENT.at(element=now.titles[element], count=count, questions=ids)


def reworded(old: Source, before: QuestionSet, now: QuestionSet) -> tuple[Remark, ...]:
    """A remark for each question that somebody answered and that has another text now.

    Both sets speak the words of the same sector.
    """
    return tuple(
        _changed(REWORDED, old, answers, earlier.text, question.text)
        for earlier, question, answers in _answered_in_both(old, before, now)
        if earlier.text and earlier.text.split() != question.text.split()
    )


def changed_answers(old: Source, before: QuestionSet, now: QuestionSet) -> tuple[Remark, ...]:
    """A remark for each question with answers of its own where a box that somebody chose has another label now."""
    remarks = []
    for earlier, question, answers in _answered_in_both(old, before, now):
        if earlier.own_boxes or question.own_boxes:
            labels = [{box.value: box.label for box in some.answers[question.id].boxes} for some in (before, now)]
            values = sorted({a.box for a in answers if a.box is not None and a.box in labels[1]}, reverse=True)
            other = [value for value in values if fold(labels[0].get(value, "")) != fold(labels[1][value])]
            told = ["; ".join(answer_label(value, some[value]) for value in other) for some in labels] if other else []
            remarks += [_changed(ANSWERS_CHANGED, old, [a for a in answers if a.box in other], *told)] if told else []
    return tuple(remarks)


def changed_points(old: Source, before: QuestionSet, now: QuestionSet) -> tuple[Remark, ...]:
    """A remark for each question where somebody answered N/A or "not known" and this counts otherwise now."""
    remarks = []
    for earlier, question, answers in _answered_in_both(old, before, now):
        for state in {**earlier.points, **question.points}:
            given = [answer for answer in answers if answer.state is state]
            was, counts = (some.points.get(state) for some in (earlier, question))
            if given and was != counts:
                remarks.append(_changed(POINTS_CHANGED, old, given, _counted(state, was), _counted(state, counts)))
    return tuple(remarks)


def _counted(state: AnswerState, points: Fraction | None) -> str:
    return f"{state.value} counts {'nothing' if points is None else printed_exactly(points)}."


def _answered_in_both(
    old: Source, before: QuestionSet, now: QuestionSet
) -> Iterator[tuple[Question, Question, list[Answer]]]:
    """The questions of both sets that somebody answered, as each has them, with the answers."""
    entered = grouped((answer.question_id, answer) for answer in old.assessment.answers if answer.has_entry)
    for question in now.questions.values():
        if question.id in before.questions and question.id in entered:
            yield before.questions[question.id], question, entered[question.id]


def _changed(kind: RemarkKind, old: Source, answers: Sequence[Answer], before: str, now: str) -> Remark:
    return kind.at(
        *(FilePlace(old.name, answer.place) for answer in answers),
        question=answers[0].question_id,
        count=tally(len(answers), "interview"),
        before=before,
        now=now,
    )
