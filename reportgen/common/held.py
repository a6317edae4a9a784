"""What entries an assessment has, as digests: a workbook that remembers its first ones tells what was deleted since.

An answer, an agreed score and what has a reference is the same entry whatever it says now; a text without a reference
is another one once it says something else.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from reportgen.common.folding import code_key, fold
from reportgen.common.language import in_quotes
from reportgen.common.model import Assessment, Place

SIGNS = 6  # of a digest: of a hundred thousand entries, one in a million is taken for another


@dataclass(frozen=True, slots=True)
class HeldEntry:
    """An entry of an assessment."""

    kind: str
    digest: str
    what: str  # in words, to stand in a sentence
    place: Place
    interview: str = ""  # code of the interview that it is or belongs to
    question_id: str = ""

    @property
    def is_interview(self) -> bool:
        """True for an interview itself, with which all goes that belongs to it."""
        return self.kind == "interview"

    @property
    def is_answer(self) -> bool:
        """True for the answer to a question, evidence and note included."""
        return self.kind == "answer"


def entries_of(assessment: Assessment) -> Iterator[HeldEntry]:
    """Every entry, interviews first; the facts of the engagement are none, as nobody can delete their row."""
    entered = {answer.interview for answer in assessment.answers if answer.has_entry}
    for interview in assessment.interviews:
        if interview.has_facts or interview.code in entered:
            code = interview.code
            yield HeldEntry(
                "interview", _digest("interview", code_key(code)), f"interview {code}", interview.place, code
            )
    for answer in assessment.answers:
        if answer.has_entry:
            code, question = answer.interview, answer.question_id
            what = f"the answer of interview {code} to {question}"
            yield HeldEntry("answer", _digest("answer", code_key(code), question), what, answer.place, code, question)
    for kind, entries in (("note", assessment.notes), ("headline", assessment.headlines)):
        for entry in entries:
            digest = _digest(kind, code_key(entry.interview), entry.text)
            yield HeldEntry(kind, digest, f"the {kind} {in_quotes(entry.text)}", entry.place, entry.interview)
    for score in assessment.agreed:
        digest = _digest("agreed", score.question_id)
        yield HeldEntry("agreed", digest, f"the agreed score of {score.question_id}", score.place)
    for kind, conclusions in (("finding", assessment.findings), ("initiative", assessment.initiatives)):
        for one in conclusions:
            what = f"the {kind} {one.ref}, {in_quotes(one.text)}"
            yield HeldEntry(kind, _digest(kind, one.ref), what, one.place)
    for text in assessment.narrative:
        digest = _digest("text", text.section.value, text.area or "", text.text)
        yield HeldEntry("text", digest, f"the text {in_quotes(text.text)}", text.place)


def as_record(assessment: Assessment) -> str:
    """The digests of all entries, one after the other; the same entries give the same text."""
    return "".join(sorted({entry.digest for entry in entries_of(assessment)}))


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
