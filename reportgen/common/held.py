"""What entries an assessment has, as digests: a workbook that remembers its first ones tells what was deleted since.

An answer, an agreed score and what has a reference is the same entry whatever it says now; a text without a reference
is another one once it says something else. A cell of an entry that may be empty counts by itself too: who clears an
answer often leaves the evidence beside it.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Any

from reportgen.common.folding import code_key, fold
from reportgen.common.language import in_quotes
from reportgen.common.model import NOWHERE, Answer, AnswerState, Assessment, Engagement, Initiative, Place

SIGNS = 6  # of a digest: of a hundred thousand entries, one in a million is taken for another
REPLY = "answer"  # the cell of an answer that says which, beside those of its evidence and note


@dataclass(frozen=True, slots=True)
class HeldEntry:
    """An entry of an assessment, or a cell of one."""

    kind: str
    digest: str
    what: str  # in words, to stand in a sentence; of a cell, what it is of
    place: Place
    interview: str = ""  # code of the interview that it is or belongs to
    question_id: str = ""
    cell: str = ""  # the key of its column, of a cell
    goes_with: tuple[str, ...] = ()  # digests of the entries that hold it

    @property
    def is_answer(self) -> bool:
        """True for the answer to a question, and for each cell of it."""
        return self.kind == "answer"


def says_nothing(value: object) -> bool:
    """True for what stands for an empty cell: no text, nothing chosen, no date. No is an entry, and so is 0."""
    return value is None or value == "" or value in ((), frozenset()) or value is AnswerState.BLANK


def entries_of(assessment: Assessment, titles: Mapping[str, str] | None = None) -> Iterator[HeldEntry]:
    """Every entry with its cells, interviews first; of the engagement, whose rows nobody can delete, the cells.

    `titles` are those of the elements, by id, for the words.
    """
    about = HeldEntry("engagement", "", "the engagement", NOWHERE)
    yield from _cells(about, _engagement(assessment.engagement), assessment.engagement.places)
    entered = {answer.interview for answer in assessment.answers if answer.has_entry}
    for interview in assessment.interviews:
        if interview.has_facts or interview.code in entered:
            yield from _with_cells(
                _entry("interview", code_key(interview.code), what=f"interview {interview.code}", of=interview),
                _named(interview, "date interviewer role level elements left_out follow_ups_open follow_ups_closed"),
                interview.places,
            )
    for answer in assessment.answers:
        if answer.has_entry:
            what = f"the answer of interview {answer.interview} to {answer.question_id}"
            whole = _entry("answer", code_key(answer.interview), answer.question_id, what=what, of=answer)
            yield from _with_cells(whole, _answered(answer), {"note": answer.note_place})
    for note in assessment.notes:
        whole = _entry("note", code_key(note.interview), note.text, what=f"the note {in_quotes(note.text)}", of=note)
        yield from _with_cells(whole, _named(note, "element kind"))
    for headline in assessment.headlines:
        told = f"the headline {in_quotes(headline.text)}"
        whole = _entry("headline", code_key(headline.interview), headline.text, what=told, of=headline)
        yield from _with_cells(whole, _named(headline, "status theme"))
    for score in assessment.agreed:
        whole = _entry("agreed", score.question_id, what=f"the agreed score of {score.question_id}", of=score)
        yield from _with_cells(whole, _named(score, "box reason"), {"reason": score.reason_place})
    for finding in assessment.findings:
        yield _entry("finding", finding.ref, what=f"the finding {finding.ref}, {in_quotes(finding.text)}", of=finding)
    for plan in assessment.initiatives:
        told = f"the initiative {plan.ref}, {in_quotes(plan.text)}"
        whole = _entry("initiative", plan.ref, what=told, of=plan)
        yield from _with_cells(whole, _named(plan, "effort owner lifts start end decision"), _places(plan))
    for target in assessment.targets:
        title = (titles or {}).get(target.element, target.element)
        whole = _entry("target", target.element, what=f"the target of {in_quotes(title)}", of=target)
        yield from _with_cells(whole, _named(target, "by"), {"by": target.by_place})
    for text in assessment.narrative:
        told = f"the text {in_quotes(text.text)}"
        yield _entry("text", text.section.value, text.area or "", text.text, what=told, of=text)


def _entry(kind: str, *key: str, what: str, of: Any) -> HeldEntry:
    code = getattr(of, "interview", "")
    goes_with = (_digest("interview", code_key(code)),) if code else ()
    if kind == "interview":
        code = of.code
    return HeldEntry(
        kind, _digest(kind, *key), what, of.place, code, getattr(of, "question_id", ""), goes_with=goes_with
    )


def _with_cells(
    whole: HeldEntry, values: Mapping[str, object], places: Mapping[str, Place] | None = None
) -> Iterator[HeldEntry]:
    yield whole
    yield from _cells(whole, values, places or {})


def _cells(whole: HeldEntry, values: Mapping[str, object], places: Mapping[str, Place]) -> Iterator[HeldEntry]:
    """The cells of an entry that say something."""
    goes_with = (*whole.goes_with, whole.digest)
    for key, value in values.items():
        if not says_nothing(value):
            digest = _digest("cell", whole.kind, whole.digest, key)
            place = places.get(key, whole.place)
            yield HeldEntry(
                whole.kind, digest, whole.what, place, whole.interview, whole.question_id, key, goes_with=goes_with
            )


def _places(plan: Initiative) -> dict[str, Place]:
    return {"owner": plan.owner_place, "lifts": plan.lifts_place, "end": plan.end_place}


def _named(entry: object, names: str) -> dict[str, object]:
    return {name: getattr(entry, name) for name in names.split()}


def _answered(answer: Answer) -> dict[str, object]:
    return {REPLY: answer.state, **answer.evidence, "note": answer.note}


def _engagement(engagement: Engagement) -> dict[str, object]:
    """The facts of an engagement, those of the filter of its peers among them."""
    facts = {field.name: getattr(engagement, field.name) for field in fields(engagement) if field.compare}
    chosen = facts.pop("peer_filter")
    return {**facts, **{f"peer_{field.name}": getattr(chosen, field.name) for field in fields(chosen)}}


def as_record(assessment: Assessment) -> str:
    """The digests of all entries, one after the other, and of those that workbooks before it had.

    The same entries give the same text.
    """
    return "".join(sorted(assessment.held | {entry.digest for entry in entries_of(assessment)}))


def from_record(texts: Iterable[str]) -> frozenset[str]:
    """The digests in what a workbook remembers.

    >>> sorted(from_record(["abcdefABCDEF", "123456"]))
    ['123456', 'ABCDEF', 'abcdef']
    """
    record = "".join(texts)
    return frozenset(record[at : at + SIGNS] for at in range(0, len(record), SIGNS))


def _digest(*parts: str) -> str:
    told = "\n".join(map(fold, parts)).encode("utf-8")
    return urlsafe_b64encode(sha256(told).digest()).decode("ascii")[:SIGNS]
