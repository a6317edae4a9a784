"""Notes, headlines, findings, initiatives and the running text: all of them, each once."""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Generic, TypeVar

from reportgen.assessment.merging.facts import agree, filled_up, shown
from reportgen.assessment.naming import next_free
from reportgen.common.diagnostics.places import FilePlace
from reportgen.common.diagnostics.remarks import (
    KEPT_ONCE,
    REFERENCE_TWICE,
    SAME_TEXT_TWICE,
    TEXTS_JOINED,
    Remark,
    Source,
)
from reportgen.common.folding import fold
from reportgen.common.language import in_quotes, listed, tally
from reportgen.common.model import (
    Finding,
    Headline,
    Initiative,
    NarrativeSection,
    NarrativeText,
    Note,
    QuestionSet,
)

Entry = TypeVar("Entry", Note, Headline, Finding, Initiative)


@dataclass(frozen=True, slots=True)
class _Kept(Generic[Entry]):
    """An entry of the result, and where it stands."""

    entry: Entry
    file: str

    @property
    def spot(self) -> FilePlace:
        return FilePlace(self.file, self.entry.place)


def merge_entries(
    sources: Sequence[Source], entries: Callable[[Source], Sequence[Entry]], titles: Mapping[str, str]
) -> tuple[tuple[Entry, ...], list[Remark]]:
    """The entries of all sources; how often one source says the same counts, not how many sources say it."""
    taken = {_reference(entry) for source in sources for entry in entries(source)}
    result: list[_Kept[Entry]] = []
    remarks: list[Remark] = []
    for source in sources:
        pairs, new, unmatched = _match(result, [_Kept(entry, source.name) for entry in entries(source)])
        others = [result[at] for at in unmatched]
        used = {fold(_reference(kept.entry)): kept for kept in result}
        for at, kept in pairs:
            remarks += _kept_once(result[at], kept, used)
            result[at] = replace(result[at], entry=filled_up(result[at].entry, kept.entry))
        for kept in new:
            reference = _reference(kept.entry)
            twin = used.get(fold(reference)) if reference else None
            remarks += _same_text(others, kept, titles)
            if twin is None:
                result.append(kept)
                continue
            given = next_free(reference, taken)
            taken.add(given)
            remarks.append(_reference_twice(twin, kept, given))
            result.append(_Kept(_under(given, kept.entry), kept.file))
    return tuple(kept.entry for kept in result), remarks


def _match(
    result: Sequence[_Kept[Entry]], coming: Sequence[_Kept[Entry]]
) -> tuple[list[tuple[int, _Kept[Entry]]], list[_Kept[Entry]], list[int]]:
    """The entries of a source that the result has, with their places in it; the others; the places left unmatched.

    Each place is matched once: by an equal entry if there is one, else by one of the same text that nothing stands
    against, else by such a one under another reference.
    """
    pairs: list[tuple[int, _Kept[Entry]]] = []
    unmatched = list(range(len(result)))
    for are_same in (operator.eq, _agree, _agree_but_for_reference):
        left = []
        for kept in coming:
            at = next((at for at in unmatched if are_same(result[at].entry, kept.entry)), None)
            if at is None:
                left.append(kept)
            else:
                unmatched.remove(at)
                pairs.append((at, kept))
        coming = left
    return pairs, list(coming), unmatched


def _agree(one: Any, other: Any) -> bool:
    return bool(one.text == other.text) and agree(one, other)


def _agree_but_for_reference(one: Any, other: Any) -> bool:
    return _agree(_under("", one), _under("", other))


def _reference(entry: Any) -> str:
    """The reference of an entry; empty for those that have none."""
    return str(getattr(entry, "ref", ""))


def _under(reference: str, entry: Any) -> Any:
    """The entry under another reference, if it is of those that have one."""
    return replace(entry, ref=reference) if hasattr(entry, "ref") else entry


# -------------------------------------------------------------------------------------------------------- what is said


def _kept_once(first: _Kept[Entry], second: _Kept[Entry], used: Mapping[str, _Kept[Entry]]) -> list[Remark]:
    """A remark when a reference is given up; if it stands for something else already, that is said."""
    kept, given_up = _reference(first.entry), _reference(second.entry)
    if fold(kept) == fold(given_up):
        return []
    if fold(given_up) in used:
        return [_reference_twice(used[fold(given_up)], second, kept)]
    return [KEPT_ONCE.at(first.spot, second.spot, ref=given_up, kept=kept)]


def _reference_twice(first: _Kept[Entry], second: _Kept[Entry], given: str) -> Remark:
    return REFERENCE_TWICE.at(
        first.spot,
        second.spot,
        ref=_reference(second.entry),
        value=in_quotes(first.entry.text),
        other=in_quotes(second.entry.text),
        given=given,
    )


def _same_text(others: Iterable[_Kept[Entry]], new: _Kept[Entry], titles: Mapping[str, str]) -> list[Remark]:
    """A remark when one of the others has the same text, with something else beside it."""
    twins = (kept for kept in others if kept.entry.text == new.entry.text and _are_of_one(kept.entry, new.entry))
    twin = next(twins, None)
    if twin is None:
        return []
    difference = _difference(twin.entry, new.entry, titles)
    return [SAME_TEXT_TWICE.at(twin.spot, new.spot, value=in_quotes(new.entry.text), difference=difference)]


def _are_of_one(one: Any, other: Any) -> bool:
    """False for notes and headlines of two interviews: two people may say the same."""
    return bool(getattr(one, "interview", "") == getattr(other, "interview", ""))


def _difference(one: Any, other: Any, titles: Mapping[str, str]) -> str:
    """The fields in which two entries differ, in words."""
    parts = []
    for field in fields(one):
        values = (getattr(one, field.name), getattr(other, field.name))
        if field.compare and field.name != "ref" and values[0] != values[1]:
            parts.append(f"{field.name} {listed(in_quotes(_as_shown(value, titles)) for value in values)}")
    return ", ".join(parts)


def _as_shown(value: Any, titles: Mapping[str, str]) -> str:
    return titles.get(value, shown(getattr(value, "value", value) or ""))


# ------------------------------------------------------------------------------------------------------------ narrative

_ORDER = {section: number for number, section in enumerate(NarrativeSection)}

_Part = tuple[NarrativeSection, str | None]  # a section, of an introduction its area as well


def merge_narratives(
    sources: Sequence[Source], questions: QuestionSet
) -> tuple[tuple[NarrativeText, ...], list[Remark]]:
    """Every text once, section by section; a section to which several workbooks wrote is remarked."""
    result = list(sources[0].assessment.narrative)
    writers = _writers(sources[0], result)
    remarks = []
    for source in sources[1:]:
        new = _new(source.assessment.narrative, result)
        for part, spot in _writers(source, new).items():
            if part in writers:
                section, area = part
                title = f"{section.value} '{questions.titles.get(area, area)}'" if area else section.value
                count = tally(sum(_part(text) == part for text in new), "text")
                remarks.append(TEXTS_JOINED.at(writers[part], spot, section=title, count=count))
            writers.setdefault(part, spot)
        for text in new:
            _insert(result, text)
    return tuple(result), remarks


def _part(text: NarrativeText) -> _Part:
    return text.section, text.area if text.section is NarrativeSection.AREA_INTRODUCTION else None


def _writers(source: Source, texts: Iterable[NarrativeText]) -> dict[_Part, FilePlace]:
    """The parts these texts of a source belong to, and where its first text of each stands."""
    writers: dict[_Part, FilePlace] = {}
    for text in texts:
        writers.setdefault(_part(text), FilePlace(source.name, text.place))
    return writers


def _new(texts: Iterable[NarrativeText], result: Iterable[NarrativeText]) -> list[NarrativeText]:
    """The texts that the result does not have, or not as often."""
    have = Counter(result)
    new = []
    for text in texts:
        have[text] -= 1
        if have[text] < 0:
            new.append(text)
    return new


def _insert(result: list[NarrativeText], text: NarrativeText) -> None:
    """Put the text behind those of its part; else behind the sections that come before its own."""
    after = max((n for n, other in enumerate(result, start=1) if _part(other) == _part(text)), default=0)
    if not after:
        before = (n for n, other in enumerate(result, start=1) if _ORDER[other.section] <= _ORDER[text.section])
        after = max(before, default=0)
    result.insert(after, text)
