"""What a refresh did, as people read it (Markdown) and as a record for JSON, in the words of a front.

The record is documented in `docs/draft-format.md`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from reportgen.common.diagnostics.fronts import messages
from reportgen.common.language import one_line, shortened, tally
from reportgen.draft.refresh.changes import Changes, Conflict, FigureChange, Outcome, RegionChange

if TYPE_CHECKING:
    from reportgen.common.exceptions import InWords
    from reportgen.runs.recorded import SourceChange

FORMAT = 1  # rises when a name in the record changes its meaning or goes
_LONGEST = 280  # signs of a text that stand in the report; the record has all
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")
ORDER = (  # what a person must look at first
    Outcome.CONFLICT,
    Outcome.LOST,
    Outcome.DELETED,
    Outcome.MERGED,
    Outcome.KEPT,
    Outcome.RESTORED,
    Outcome.ADDED,
    Outcome.REMOVED,
    Outcome.REGENERATED,
    Outcome.UNCHANGED,
)
EXPLAINED = {  # a heading for the regions of an outcome, and what it means
    Outcome.CONFLICT: (
        "To decide",
        "A person and the data changed the same place. What the person wrote stands; a comment stands beside it.",
    ),
    Outcome.LOST: (
        "Not found",
        "These parts were generated, but could not be told in the draft, so nothing was done about them. If they are "
        "still there under other words, bring them up to date by hand.",
    ),
    Outcome.DELETED: ("Deleted by hand", "These parts were deleted in the draft and stay away."),
    Outcome.MERGED: (
        "Edited and updated",
        "These parts were edited by hand and changed in the data, at different places. Both stand.",
    ),
    Outcome.KEPT: ("Edited and kept", "These parts were edited by hand, and nothing new is generated for them."),
    Outcome.RESTORED: (
        "Put back",
        "Another program had dropped a part of what stands here. Nobody had touched it, so it stands as generated now.",
    ),
    Outcome.ADDED: ("New", "These parts were not in the report before."),
    Outcome.REMOVED: ("Gone", "Nobody had touched these parts, and they are not generated any more."),
    Outcome.REGENERATED: ("Generated anew", "Nobody had touched these parts; they say what the workbook says now."),
    Outcome.UNCHANGED: ("Unchanged", "Nobody had touched these parts, and nothing about them has changed."),
}


def outcomes_counted(changes: Changes) -> str:
    """How many regions there are of each outcome, those to look at first.

    >>> outcomes_counted(Changes((RegionChange("cover", Outcome.KEPT, ""), RegionChange("lead", Outcome.KEPT, ""))))
    '2 regions: 2 kept'
    """
    counts = Counter(region.outcome for region in changes.regions)
    words = {Outcome.CONFLICT: "in conflict"}
    parts = [f"{counts[outcome]} {words.get(outcome, outcome.value)}" for outcome in ORDER if counts[outcome]]
    return f"{tally(len(changes.regions), 'region')}: {', '.join(parts) or 'none'}"


# ---------------------------------------------------------------------------------------------------------- as Markdown


def changes_as_markdown(
    changes: Changes,
    draft: str,
    workbook: str,
    refreshed: str,
    sources: Sequence[SourceChange] = (),
    *,
    words: InWords,
) -> str:
    """The change report. The three names are those of the files: read, read, written."""
    lines = [
        "# Change report",
        "",
        f"{_plain(draft)} brought up to date with {_plain(workbook)}: {_plain(refreshed)}.",
        "",
    ]
    lines += _moved_lines(changes.moved)
    lines += [f"{outcomes_counted(changes)}.", *_bullets(messages(changes.remarks, words)), ""]
    lines += _source_lines(sources)
    lines += _conflict_lines(changes)
    lines += _region_lines(changes, Outcome.LOST)
    lines += _stale_lines(changes)
    lines += _value_lines(changes)
    for outcome in ORDER:
        if outcome not in (Outcome.CONFLICT, Outcome.LOST):
            lines += _region_lines(changes, outcome)
    return "\n".join(lines).rstrip("\n") + "\n"


def _moved_lines(moved: Sequence[FigureChange]) -> list[str]:
    """What moved, before all else: it is what the client asks."""
    if not moved:
        return ["No figure has changed.", ""]
    rows = [
        f"| {_plain(one.title)} | {_plain(one.before)} | {_plain(one.now)} | {_plain(one.because)} |" for one in moved
    ]
    head = ["| figure | before | now | because of |", "|---|---:|---:|---|"]
    meaning = (
        "Scores of the whole, of areas, elements and single questions first, then what sentences tell; differences "
        "between figures, and other figures in tables and charts, follow from these and are not listed."
    )
    return _section("What moved", meaning, [*head, *rows], len(moved))


def _bullets(texts: Iterable[str]) -> list[str]:
    bullets = [f"- {_plain(text)}" for text in texts]
    return ["", *bullets] if bullets else []


def _section(title: str, meaning: str, body: Iterable[str], count: int) -> list[str]:
    """A section of the report, with how many things it is about; none when it is about nothing."""
    return [f"## {title} ({count})", "", meaning, "", *body, ""] if count else []


def _source_lines(sources: Sequence[SourceChange]) -> list[str]:
    rows = [f"| {source.kind} | {_plain(source.now or '–')} | {_plain(source.words)} |" for source in sources]
    return ["| made from | now | since the draft was built |", "|---|---|---|", *rows, ""] if rows else []


def _conflict_lines(changes: Changes) -> list[str]:
    lines = []
    for region in changes.regions:
        if region.conflicts:
            lines += [f"### {_plain(region.title)} (`{region.id}`)", *_conflicts(region.conflicts)]
            lines += [*_bullets(region.notes)[1:], ""] if region.notes else []
    if changes.elsewhere:
        lines += ["### Outside of the generated parts", *_conflicts(changes.elsewhere)]
    return _section(*EXPLAINED[Outcome.CONFLICT], lines[:-1], sum(1 for _ in changes.conflicts))


def _conflicts(conflicts: Iterable[Conflict]) -> Iterator[str]:
    for conflict in conflicts:
        yield from ("", _plain(conflict.why), "")
        yield f"- before: {_said(conflict.before)}"
        yield f"- now: {_said(conflict.now)}"
        yield f"- the draft says: {_said(conflict.draft)}"
        yield from [f"- in: {_said(conflict.paragraph)}"] if conflict.paragraph else []
    yield ""


def _said(text: str) -> str:
    return _plain(shortened(text, _LONGEST)) or "(nothing)"


def _region_lines(changes: Changes, outcome: Outcome) -> list[str]:
    chosen = [region for region in changes.regions if region.outcome is outcome]
    if outcome is Outcome.UNCHANGED:
        lines = [", ".join(f"`{region.id}`" for region in chosen) + "."]
    else:
        lines = [line for region in chosen for line in _region(region)]
    return _section(*EXPLAINED[outcome], lines, len(chosen))


def _region(region: RegionChange) -> list[str]:
    return [f"- {_plain(region.title)} (`{region.id}`)", *(f"  - {_plain(note)}" for note in region.notes)]


def _stale_lines(changes: Changes) -> list[str]:
    lines = []
    for value in changes.stale:
        named = zip(map(changes.title, value.names), value.now, strict=True)
        was = "; ".join(f"{title} is now {now}" for title, now in named)
        place = f" in {_plain(value.chapter)}" if value.chapter else ""
        lines.append(f"- **{_plain(value.text)}** ({_plain(was)}){place}: {_said(value.paragraph)}")
    meaning = (
        "Nobody generated these numbers where they stand, so they were left alone; the report printed them before, and "
        "prints others now."
    )
    return _section("Numbers that may be out of date", meaning, lines, len(changes.stale))


def _value_lines(changes: Changes) -> list[str]:
    rows = [
        f"| {_plain(changes.title(v.name))} | `{v.name}` | {_plain(v.before)} | {_plain(v.now)} | {v.places} |"
        for v in changes.values
    ]
    head = ["| figure | name | before | now | places |", "|---|---|---:|---:|---:|"]
    meaning = (
        "In sentences edited by hand, in headers and in footers; by its name reportgen explains where a figure comes "
        "from."
    )
    return _section("Figures updated", meaning, [*head, *rows], len(changes.values))


def _plain(text: str) -> str:
    """A text as Markdown shows it unchanged, on one line."""
    return _SPECIAL.sub(r"\\\1", one_line(text))


# ---------------------------------------------------------------------------------------------------------- as a record


def change_record(
    changes: Changes,
    draft: str,
    workbook: str,
    refreshed: str,
    sources: Sequence[SourceChange] = (),
    *,
    words: InWords,
) -> dict[str, Any]:
    """The same for JSON, nothing left out."""
    counts = Counter(region.outcome for region in changes.regions)
    return {
        "format": FORMAT,
        "draft": draft,
        "workbook": workbook,
        "refreshed": refreshed,
        "clean": changes.is_clean,
        "counts": {outcome.value: counts[outcome] for outcome in Outcome},
        "remarks": messages(changes.remarks, words),
        "moved": [asdict(figure) for figure in changes.moved],
        "sources": [asdict(source) for source in sources],
        "regions": [
            {
                "id": region.id,
                "outcome": region.outcome.value,
                "chapter": region.chapter,
                "conflicts": [asdict(conflict) for conflict in region.conflicts],
                "notes": list(region.notes),
            }
            for region in changes.regions
        ],
        "elsewhere": [asdict(conflict) for conflict in changes.elsewhere],
        "figures": [{**asdict(value), "title": changes.title(value.name)} for value in changes.values],
        "stale": [
            {
                "text": value.text,
                "figures": dict(zip(value.names, value.now, strict=True)),
                "paragraph": value.paragraph,
                "chapter": value.chapter,
            }
            for value in changes.stale
        ],
    }
