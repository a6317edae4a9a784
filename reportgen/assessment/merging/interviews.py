"""Interviews with their answers: found by code, kept twice under two codes where one code stands for two interviews."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reportgen.assessment.merging.facts import contradict, is_said_by, shown
from reportgen.assessment.naming import next_free
from reportgen.common.diagnostics.places import FilePlace
from reportgen.common.diagnostics.remarks import (
    INTERVIEW_CODE_TWICE,
    INTERVIEW_FACTS_DIFFER,
    Remark,
    Source,
)
from reportgen.common.folding import code_key
from reportgen.common.grouping import grouped
from reportgen.common.held import entries_of, says_nothing
from reportgen.common.language import in_quotes, listed
from reportgen.common.model import Answer, AnswerState, Headline, Interview, Note, QuestionSet
from reportgen.common.rounding import printed_exactly
from reportgen.workbook.layout import interviews_sheet

WHO = ("date", "interviewer", "role", "level")
"""Where these differ, and both have answers, somebody else was interviewed."""
FACTS = (*WHO, "elements", "left_out", "follow_ups_open", "follow_ups_closed")
DIFFERENCES_NAMED = 4  # of two interviews, in a message


@dataclass(frozen=True)
class Interviews:
    """The interviews of all sources with their answers, and the code that each has now."""

    interviews: tuple[Interview, ...]
    answers: tuple[Answer, ...]
    codes: tuple[Mapping[str, str], ...]  # of each source: its codes, and what they are now

    def renamed(self, sources: Sequence[Source]) -> tuple[Source, ...]:
        """The sources with notes, headlines and what they remember under the codes that their interviews have now."""
        return tuple(_renamed(source, codes) for source, codes in zip(sources, self.codes, strict=True))


def _renamed(source: Source, codes: Mapping[str, str]) -> Source:
    def rename(entry: Note | Headline) -> Any:
        return replace(entry, interview=codes.get(entry.interview, entry.interview))

    made = source.assessment
    notes, headlines = tuple(map(rename, made.notes)), tuple(map(rename, made.headlines))
    moved = {code for code, now in codes.items() if code_key(now) != code_key(code)}
    under_old_codes = {entry.digest for entry in entries_of(made) if entry.interview in moved}
    return Source(source.name, replace(made, notes=notes, headlines=headlines, held=made.held - under_old_codes))


@dataclass(frozen=True)
class _Version:
    """An interview as one of the sources has it."""

    number: int  # of the source
    file: str
    interview: Interview
    answers: tuple[Answer, ...]  # all of its questionnaire, blank ones too
    entries: Mapping[str, Answer]  # those with an entry, by question id
    is_mentioned: bool  # notes or headlines are of this interview

    @property
    def is_filled(self) -> bool:
        """True when it says more than the register does."""
        return bool(self.entries) or self.is_mentioned

    @property
    def fullness(self) -> int:
        """How many cells of its questionnaire are filled."""
        return sum(
            (answer.state is not AnswerState.BLANK)
            + bool(answer.note)
            + sum(found is not None for found in answer.evidence.values())
            for answer in self.entries.values()
        )

    @property
    def spot(self) -> FilePlace:
        """Where the register has it."""
        return FilePlace(self.file, self.interview.place)


def merge_interviews(sources: Sequence[Source], questions: QuestionSet) -> tuple[Interviews, list[Remark]]:
    """Every interview of every source.

    Versions of one code are one interview when no answer stands against another and the register does not name two
    people; else each keeps its content, and all but the first get the next free code.
    """
    headers = {column.key: column.header for column in interviews_sheet(questions).columns}
    taken = {interview.code for source in sources for interview in source.assessment.interviews}
    made: dict[str, tuple[Interview, tuple[Answer, ...]]] = {}
    codes: list[dict[str, str]] = [{} for _ in sources]
    remarks: list[Remark] = []
    every = (version for number, source in enumerate(sources) for version in _versions(number, source))
    for versions in grouped((code_key(version.interview.code), version) for version in every).values():
        first, *others = _told_apart(versions)
        code = kept = first[0].interview.code
        for group in (first, *others):
            if group is not first:
                code = next_free(kept, taken)
                taken.add(code)
                remarks.append(_code_twice(first[0], group[0], code))
            interview, differing = _one_of(group, code, headers)
            remarks += differing
            made[code] = (interview, tuple(replace(answer, interview=code) for answer in _answers(group)))
            for version in group:
                codes[version.number][version.interview.code] = code
    registers = [[codes[n][i.code] for i in source.assessment.interviews] for n, source in enumerate(sources)]
    everything = [made[code] for code in _order(registers)]
    answers = tuple(answer for _, answers in everything for answer in answers)
    return Interviews(tuple(interview for interview, _ in everything), answers, tuple(codes)), remarks


def _versions(number: int, source: Source) -> Iterable[_Version]:
    assessment = source.assessment
    mentioned = {note.interview for note in assessment.notes} | {h.interview for h in assessment.headlines}
    answers = grouped((answer.interview, answer) for answer in assessment.answers)
    for interview in assessment.interviews:
        mine = tuple(answers.get(interview.code, ()))
        # the same code may be written in two ways, which makes no answer another one
        entries = {answer.question_id: replace(answer, interview="") for answer in mine if answer.has_entry}
        yield _Version(number, source.name, interview, mine, entries, interview.code in mentioned)


# ------------------------------------------------------------------------------------------------- which are the same


def _told_apart(versions: Sequence[_Version]) -> list[list[_Version]]:
    """The versions of one code by interview: each group has its fullest version first, then the others in order.

    The groups stand in the order of the sources. A version of which only the register knows joins the group that it
    does not contradict.
    """
    groups: list[list[_Version]] = []
    filled = [version for version in versions if version.is_filled]
    for version in sorted(filled, key=lambda version: -version.fullness):
        home = next((group for group in groups if _is_same(version, group[0])), None)
        if home is None:
            groups.append([version])
        else:
            home.append(version)
    groups.sort(key=lambda group: min(version.number for version in group))
    for version in versions:
        if version.is_filled:
            continue
        if not groups:
            groups.append([])
        agreeing = (group for group in groups if group and not _contradictions(group[0], version, FACTS))
        next(agreeing, groups[0]).append(version)
    return groups


def _is_same(version: _Version, fuller: _Version) -> bool:
    """True when it says nothing about an interview that the fuller one does not say, and not of somebody else."""
    entries = version.entries.items()
    return not _contradictions(fuller, version, WHO) and all(
        question_id in fuller.entries and is_said_by(answer, fuller.entries[question_id])
        for question_id, answer in entries
    )


def _contradictions(one: _Version, other: _Version, names: Iterable[str]) -> list[str]:
    """The facts of which the two say different things."""
    return [name for name in names if contradict(getattr(one.interview, name), getattr(other.interview, name))]


# --------------------------------------------------------------------------------------------------- one of several


def _one_of(group: Sequence[_Version], code: str, headers: Mapping[str, str]) -> tuple[Interview, list[Remark]]:
    """The interview of a group: each fact as the first version says that has it, those with answers first."""
    first, *others = sorted(group, key=lambda version: (not version.is_filled, version.number))
    kept: dict[str, Any] = {name: getattr(first.interview, name) for name in FACTS}
    keeper = dict.fromkeys(FACTS, first)
    remarks = []
    for version in others:
        for name in FACTS:
            value = getattr(version.interview, name)
            if says_nothing(kept[name]):
                kept[name], keeper[name] = value, version
            elif contradict(kept[name], value):
                remarks.append(_facts_differ(name, code, headers, keeper[name], version))
    places = {**first.interview.places, **_places(keeper)}
    return replace(first.interview, code=code, places=places, **kept), remarks


def _places(keeper: Mapping[str, _Version]) -> dict[str, Any]:
    places = {name: version.interview.places.get(name) for name, version in keeper.items()}
    return {name: place for name, place in places.items() if place is not None}


def _facts_differ(name: str, code: str, headers: Mapping[str, str], first: _Version, second: _Version) -> Remark:
    values = [_shown(getattr(version.interview, name), headers) for version in (first, second)]
    return INTERVIEW_FACTS_DIFFER.at(
        *(FilePlace(v.file, v.interview.places.get(name, v.interview.place)) for v in (first, second)),
        interview=code,
        field=headers.get(name, "Elements covered"),
        value=in_quotes(values[0]),
        other=in_quotes(values[1]),
        content={name: values[1]},
    )


def _shown(value: object, headers: Mapping[str, str]) -> str:
    if isinstance(value, frozenset):  # in report order, as the register heads them
        return ", ".join(text for key, text in headers.items() if key.removeprefix("covers:") in value)
    return shown(value)


def _answers(group: Sequence[_Version]) -> tuple[Answer, ...]:
    """The answers of the fullest version; of equals, of one that has a questionnaire."""
    return next((version.answers for version in group if version.answers), ())


def _code_twice(first: _Version, second: _Version, given: str) -> Remark:
    return INTERVIEW_CODE_TWICE.at(
        first.spot,
        second.spot,
        interview=second.interview.code,
        difference=_difference(first, second),
        given=given,
    )


def _difference(first: _Version, second: _Version) -> str:
    """What tells two versions of an interview apart, in words."""
    both = (first.interview, second.interview)
    facts = [
        f"{name} {listed(in_quotes(shown(getattr(interview, name))) for interview in both)}"
        for name in _contradictions(first, second, WHO)
    ]
    apart = [key for key, answer in second.entries.items() if first.entries.get(key) != answer]
    answers = [_apart(key, first.entries.get(key), second.entries[key]) for key in apart]
    named = [*facts, *answers][:DIFFERENCES_NAMED]
    more = len(facts) + len(answers) - len(named)
    rest = f", and {more} more" if more else ""
    same = "" if apart or not second.entries else "; the answers are the same"
    return ", ".join(named) + rest + same


def _apart(question_id: str, one: Answer | None, other: Answer) -> str:
    """In what two answers differ: what was answered, else the note, else the evidence."""
    replies = [_reply(answer) for answer in (one, other)]
    if replies[0] != replies[1]:
        return f"{question_id} {listed(replies)}"
    return f"{'notes' if one and one.note != other.note else 'evidence'} of {question_id}"


def _reply(answer: Answer | None) -> str:
    if answer is None:
        return AnswerState.BLANK.value
    return answer.state.value if answer.box is None else printed_exactly(answer.box)


# --------------------------------------------------------------------------------------------------- codes and order


def _order(registers: Sequence[Sequence[str]]) -> list[str]:
    """All codes: the first register's in its order, each of the others before the first one that comes after it.

    >>> _order([["01", "03"], ["02", "09", "10"]])
    ['01', '02', '03', '09', '10']
    """
    order: list[str] = []
    for number, register in enumerate(registers):
        for code in register:
            if code in order:
                continue
            later = (at for at, other in enumerate(order) if number and _natural(other) > _natural(code))
            order.insert(next(later, len(order)), code)
    return order


def _natural(code: str) -> list[tuple[int, int, str]]:
    """A key by which M-2 comes before M-10."""
    parts = re.findall(r"\d+|\D+", code.casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]
