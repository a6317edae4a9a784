"""The running text: what each workbook adds to a section stands behind what is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from reportgen.common.diagnostics.places import FilePlace
from reportgen.common.diagnostics.remarks import TEXTS_JOINED, Remark, Source
from reportgen.common.language import tally
from reportgen.common.model import NarrativeSection, NarrativeText, QuestionSet

_ORDER = {section: number for number, section in enumerate(NarrativeSection)}

_Part = tuple[NarrativeSection, str | None]  # a section, of an introduction its area as well


def merge_narratives(
    sources: Sequence[Source], questions: QuestionSet
) -> tuple[tuple[NarrativeText, ...], list[Remark]]:
    """Every text once, section by section; a section to which several workbooks wrote is remarked."""
    titles = {area.id: area.title for area in questions.areas}
    result = list(sources[0].assessment.narrative)
    writers = _writers(sources[0], result)
    remarks = []
    for source in sources[1:]:
        new = _new(source.assessment.narrative, result)
        for part, spot in _writers(source, new).items():
            if part in writers:
                section, area = part
                title = f"{section.value} '{titles.get(area, area)}'" if area else section.value
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
