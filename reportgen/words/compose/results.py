"""Results in figures: tables, call-outs, and the standing among peers in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from reportgen.common.absence import NO_INTERVIEW
from reportgen.common.figures import Figure, figure, plain, target_name
from reportgen.common.language import (
    as_of,
    capitalised,
    counted,
    day_in_words,
    ended,
    listed,
    lowered,
    peers_as_of,
    plural,
)
from reportgen.common.method import BEST_PEERS
from reportgen.common.model import (
    OVERALL,
    Area,
    Disclosure,
    GroupScore,
    PeerGroup,
    QuestionSet,
    Reference,
    Standing,
    Status,
)
from reportgen.common.rounding import NO_FIGURE, printed_share
from reportgen.common.scale import HIGH, LOW
from reportgen.words.compose.facts import Facts
from reportgen.words.compose.progress import change_head, change_note, change_told
from reportgen.words.context import KeyFigure, ResultRow, ResultTable

T = TypeVar("T")

# ------------------------------------------------------------------------------------------------------ tables


def overall_table(facts: Facts) -> ResultTable:
    """The areas and the whole, against the whole peer database; a lone area is the whole, and is not told again."""
    areas = several(facts.questions.areas)
    rows = [_row(facts, OVERALL, "Overall", is_total=True)]
    rows += [_row(facts, area.id, area.title) for area in areas]
    return _table(facts, f"The overall score{' and the areas' if areas else ''} in figures", rows)


def area_table(facts: Facts, area: Area) -> ResultTable:
    """An area and its elements: the area against the whole peer database, elements against the chosen group.

    A lone element is the area, and is not told again.
    """
    elements = several(area.elements)
    rows = [_row(facts, area.id, area.title, is_total=True)]
    rows += [_row(facts, element.id, element.title) for element in elements]
    table = _table(facts, f"{area.title}{' and its elements' if elements else ''} in figures", rows)
    return replace(table, notes=(*table.notes, *_targets(facts, area)))


def _targets(facts: Facts, area: Area) -> list[str]:
    """The targets set for the elements of an area, in one note."""
    told = []
    for element in area.elements:
        if target := facts.assessment.target_of.get(element.id):
            box = figure(target_name(element.id), facts.scale.printed(target.box))
            told.append(f"{element.title} {box}{f' by {day_in_words(target.by)}' if target.by else ''}")
    return [f"{plural('Target', len(told))}: {listed(told)}."] if told else []


def parts_between(questions: QuestionSet) -> list[str]:
    """The parts of the set between a question and the whole, from the smallest; none that is the next larger one."""
    elements = any(len(area.elements) > 1 for area in questions.areas)
    return [part for part, is_there in (("element", elements), ("area", len(questions.areas) > 1)) if is_there]


def several(parts: Sequence[T]) -> Sequence[T]:
    """The parts of a whole; none where the only one is the whole."""
    return parts if len(parts) > 1 else ()


def _table(facts: Facts, caption: str, rows: list[ResultRow]) -> ResultTable:
    standings = [standing for row in rows if (standing := facts.comparison.standings.get(row.id))]
    shown = [standing for standing in standings if standing.disclosure is not Disclosure.NOTHING]
    notes = _reference_notes(facts, rows[0].id, shown, {standing.reference for standing in standings})
    if not shown:
        rows = [replace(row, note="") if row.score != NO_FIGURE else row for row in rows]
        notes += _why_alone(facts, rows[0].id, standings)
    titles = {row.id: row.name for row in rows}
    for day, figures in facts.comparison.standing_since(titles).items():
        notes.append(peers_as_of((titles[figure_id] for figure_id in figures), day))
    notes += _unscored(rows)
    if rows[0].id == OVERALL:  # the first table says for all what the column of changes means
        notes += filter(None, [change_note(facts)])
    return ResultTable(caption, tuple(rows), bool(shown), change_head(facts), tuple(notes))


def _why_alone(facts: Facts, table: str, standings: Sequence[Standing]) -> list[str]:
    """Why a table shows no peers. Where no table does, the first one says it for all."""
    everywhere = not facts.shows_peers
    if everywhere and table != OVERALL:
        return []
    if not facts.has_peers:
        return ["No peer data were used, so no comparison with other organisations is shown."]
    told = facts.comparison.standings.values() if everywhere else standings
    return list(dict.fromkeys(capitalised(ended(standing.reason)) for standing in told if standing.reason))


def _unscored(rows: list[ResultRow]) -> list[str]:
    """Why rows have no score, those with the same reason in one note."""
    names: dict[str, list[str]] = {}
    for row in rows:
        if row.score == NO_FIGURE:
            names.setdefault(row.note, []).append(row.name)
    return [f"{listed(same)}: {lowered(note)}" for note, same in names.items()]


def _reference_notes(facts: Facts, table: str, shown: list[Standing], used: set[Reference]) -> list[str]:
    """Which peers stand behind a table's figures, with their number and date; one note when they are the same.

    `table` is the id of its first row.
    """
    counts = {reference: [s.n for s in shown if s.reference is reference] for reference in Reference}
    groups = {of: facts.comparison.group(of) for of, found in counts.items() if found}
    peers = {of: peers_behind(facts, group, table, counts[of]) for of, group in groups.items()}
    dates = {of: group_date(group) for of, group in groups.items()}
    if len({plain(words) for words in peers.values()}) == 1 and used == set(peers):
        return [f"Scores are compared with {next(iter(peers.values()))}{next(iter(dates.values()))}."]
    if len(peers) == 2:
        first, second = peers.values()
        before, after = dates.values()
        once = "" if before == after else before
        return [f"The area as a whole is compared with {first}{once}; its elements are compared with {second}{after}."]
    what = {Reference.DATABASE: "The area as a whole is", Reference.CHOSEN: "Its elements are"}
    return [f"{what[reference]} compared with {told}{dates[reference]}." for reference, told in peers.items()]


def peers_behind(facts: Facts, group: PeerGroup, table: str, counts: list[int]) -> str:
    """How many organisations of a group stand behind the figures of a table, in words."""
    name = f"{table}.table.{group.reference.name.lower()}"
    few, many = Figure(min(counts), f"{name}.fewest-peers"), Figure(max(counts), f"{name}.peers")
    to = "or" if many - few == 1 else "to"
    size = counted(many, "organisation") if few == many else f"{few} {to} {many} organisations"
    return f"{size} of {group_name(facts, group)}"


def _row(facts: Facts, figure_id: str, name: str, *, is_total: bool = False) -> ResultRow:
    score = facts.scores.group(figure_id)
    standing = facts.comparison.standings.get(figure_id)
    shown = standing if standing and standing.disclosure is not Disclosure.NOTHING else None
    return ResultRow(
        id=figure_id,
        name=name,
        is_total=is_total,
        score=facts.scale.printed(score.value),
        band=facts.group_band(score),
        coverage=printed_share(score.coverage),
        median=facts.scale.printed(shown.median) if shown else NO_FIGURE,
        position=(shown.words if shown else "") or NO_FIGURE,
        quarter=shown.fourth if shown else None,
        sureness=score.support.sureness.value if score.support else NO_FIGURE,
        change=change_told(facts, figure_id),
        note=capitalised(_no_score(facts, score)) or _no_standing(facts, standing),
    )


def _no_standing(facts: Facts, standing: Standing | None) -> str:
    """Why peers there are cannot be shown beside a figure; empty when they can."""
    if not facts.has_peers or standing is None or standing.disclosure is not Disclosure.NOTHING:
        return ""
    return ended(standing.reason)


def _no_score(facts: Facts, score: GroupScore) -> str:
    """Why a score is not there; for want of an interview, where none covers the area or element."""
    elements = {element.id for element in facts.questions.elements if element.id == score.id}
    elements |= {element.id for area in facts.questions.areas if area.id == score.id for element in area.elements}
    covered = any(interview.elements & elements for interview in facts.assessment.interviews)
    if score.status is Status.OPEN and elements and not covered:
        return NO_INTERVIEW.full
    return no_score(score)


def no_score(score: GroupScore) -> str:
    """Why a score is not there, as a sentence; empty when it is."""
    return score.absence.full if score.absence else ""


def no_overall_score(score: GroupScore) -> str:
    """Why there is no overall score, as a whole sentence; empty when there is one."""
    if score.status is Status.NOT_APPLICABLE:
        return "No question applies to this company, so there is no overall score."
    if score.status is Status.OPEN:
        return "Nothing has been scored yet, so there is no overall score."
    return f"The overall score is {no_score(score)}" if score.value is None else ""


# --------------------------------------------------------------------------------------------------- call-outs


def key_figure(facts: Facts, figure_id: str, label: str) -> KeyFigure:
    """The score of an area or the whole as a call-out, with what it means in a phrase."""
    score = facts.scores.group(figure_id)
    unit = "" if score.value is None else facts.scale.out_of
    alone = score.value is not None and len(facts.assessment.interviews) == 1
    words = _meaning(facts, figure_id, score) + ("; from one single interview" if alone else "")
    return KeyFigure(facts.scale.printed(score.value), unit, label, words)


def _meaning(facts: Facts, figure_id: str, score: GroupScore) -> str:
    if score.value is None:
        return _no_score(facts, score).rstrip(".")
    standing = facts.standing(figure_id)
    if standing is not None and standing.side is not None:
        peers = counted(facts.peers(standing), "peer")
        return f"{standing.side.words} the median of {peers}{_in_quarter(standing)}"
    return band_range(facts, facts.group_band(score))


def band_range(facts: Facts, band: str) -> str:
    """A band with its limits, to follow a score."""
    below_high = facts.scale.printed(facts.scale.high_from - facts.scale.last_place)
    limits = {LOW: f"under {facts.middling_from}", HIGH: f"{facts.high_from} and over"}
    shown = limits.get(band, f"{facts.middling_from} to {below_high}")
    return f"in the {band} range ({shown})"


# ------------------------------------------------------------------------------------------- standing in words


def group_name(facts: Facts, group: PeerGroup) -> str:
    """A peer reference as a noun: "the peer database", "the chosen group (retail)"."""
    if group.reference is Reference.DATABASE or group.words in ("", facts.comparison.database.words):
        return "the peer database"
    return f"the chosen group ({group.words})"


def group_date(group: PeerGroup) -> str:
    """The year of a reference, to follow its name, and the day of the release whose figures stand."""
    newest = f", the newest assessed in {group.year}" if group.year else ""
    return f"{newest}, {as_of(group.as_of)}" if group.as_of else newest


def peers_of(facts: Facts, standing: Standing) -> str:
    """The peers of a standing as a noun: "the 28 organisations of the peer database"."""
    group = facts.comparison.group(standing.reference)
    return f"the {counted(facts.peers(standing), 'organisation')} of {group_name(facts, group)}"


def standing_sentence(facts: Facts, figure_id: str, subject: str) -> str:
    """Where a figure stands among its peers: against the median, and in a quarter where that may be shown."""
    standing = facts.standing(figure_id)
    if standing is None or standing.side is None:
        return ""
    score, median = facts.printed(figure_id), facts.median(standing)
    against = f"the median of {peers_of(facts, standing)}"
    return f"{subject} stands {standing.side.words} {against}: {score} against {median}{_in_quarter(standing)}."


def _in_quarter(standing: Standing) -> str:
    return f", in the {standing.outer_quarter}" if standing.outer_quarter else ""


def standing_in_short(facts: Facts, figure_id: str, subject: str) -> str:
    """What a chapter adds to its call-out and table: the percentile and the best where they may be shown."""
    standing = facts.standing(figure_id)
    if standing is None:
        return ""
    if standing.disclosure < Disclosure.BEST:
        return standing_sentence(facts, figure_id, subject)
    return (
        f"Of {peers_of(facts, standing)}, {_percentile(standing)} score lower; the"
        f" best {BEST_PEERS} of them scores {_best(facts, standing)} on average."
    )


def standing_detail(facts: Facts, figure_id: str) -> str:
    """What large groups allow to add: the percentile, and the best in class."""
    standing = facts.standing(figure_id)
    if standing is None or standing.disclosure < Disclosure.PERCENTILE:
        return ""
    rank = f"Counted by mid-rank, {_percentile(standing)} of these organisations score lower."
    if standing.disclosure < Disclosure.BEST:
        return rank
    return f"{rank} The best {BEST_PEERS} of them scores {_best(facts, standing)} on average."


def _percentile(standing: Standing) -> str:
    """The percentile for a sentence: it goes in steps, so that "about" is said of all but the ends."""
    words = standing.percentile_words
    return f"{'about ' if words[0].isdigit() else ''}{figure(f'{standing.figure_id}.percentile', words)}"


def _best(facts: Facts, standing: Standing) -> str:
    return figure(f"{standing.figure_id}.best-in-class", facts.scale.printed(standing.best_in_class))
