"""Call-outs, tables and lists: what stands in their cells, and in which order their rows come."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from reportgen.charts.kinds import (
    AnswersChart,
    AnswersRow,
    AxisRange,
    Bar,
    BoxAxis,
    Chart,
    DistanceChart,
    EffortChart,
    EvidenceChart,
    LevelChart,
    ModelChart,
    ModelTile,
    MoveRow,
    MovesChart,
    OnePageChart,
    PathChart,
    PicturedArea,
    PositionChart,
    PositionRow,
    ProgressChart,
    ScaleChart,
    TopicGroup,
    TopicRow,
    TopicsChart,
)
from reportgen.common.figures import plain
from reportgen.common.model import HORIZONS, OVERALL
from reportgen.words.context import (
    Appendices,
    AreaChapter,
    BoxLine,
    DecisionRow,
    Decisions,
    Disagreement,
    ElementNotes,
    EndsRow,
    FirstInitiative,
    HeadlineLine,
    HorizonLine,
    InterviewRecord,
    KeyFigure,
    LabelledText,
    LensRow,
    Missing,
    NextStep,
    OnePage,
    OverallSection,
    OwnerRow,
    Picture,
    QuestionRow,
    ResultRow,
    StateLine,
)
from tests.claims.distribution import answers_chart, answers_row, topic_group, topic_row, topics_chart
from tests.claims.grammar import Known, Pairs, number
from tests.claims.pictures import distance_rows, model_tile, one_page, position_row, profile_row
from tests.claims.progress import progress_rows, told_change
from tests.claims.told import Told, bare, one_line
from tests.claims.truth import NO_FIGURE, Truth, leading, whole

Check = Callable[[Known, Told, Any], Pairs]


def _figure(truth: Truth, label: str) -> str:
    """The figure of a label."""
    return next((area.id for area in truth.questions.areas if area.title == label), OVERALL)


def _key_figure(known: Known, told: Told, row: KeyFigure) -> Pairs:
    figure = _figure(known.truth, row.label)
    yield row.value, known.truth.group[figure]["printed"]
    yield from known.understood(Told(f"{told.place}.words", figure, row.words))


def _result(known: Known, told: Told, row: ResultRow) -> Pairs:
    truth, group = known.truth, known.truth.group[row.id]
    score = truth.score(row.id)
    yield row.score, group["printed"]
    yield row.band, "" if score is None else truth.band(score)
    yield row.median, NO_FIGURE if truth.median(row.id) is None else str(truth.median(row.id))
    yield row.position, truth.position(row.id) or NO_FIGURE
    yield row.quarter, truth.fourth(row.id)
    yield row.coverage, (group["coverage"] or {"printed": NO_FIGURE})["printed"]
    yield row.change, told_change(truth, row.id)
    yield row.sureness, group["support"]["sureness"] if group["support"] else NO_FIGURE
    if row.note:
        yield from known.understood(Told(f"{told.place}.note", row.id, row.note))


def _question(known: Known, told: Told, row: QuestionRow) -> Pairs:
    entry = known.truth.question[row.id]
    boxes = Counter(entry["boxes"].values())
    yield row.score, entry["printed"]
    yield row.n, str(sum(boxes.values()))
    yield (
        row.boxes,
        ", ".join(f"{b} × {n}" if n > 1 else str(b) for b, n in sorted(boxes.items(), reverse=True)) or NO_FIGURE,
    )
    yield row.computed, (entry["computed"] or {"printed": NO_FIGURE})["printed"] if entry["agreed"] else ""
    yield row.spread, (entry["spread"] or {"printed": NO_FIGURE})["printed"]
    yield one_line(row.reason), _reason(known, row)


def _reason(known: Known, row: QuestionRow) -> str:
    """Why a question has the score it has."""
    entry = known.truth.question[row.id]
    if entry["agreed"]:
        return f"Agreed: {one_line(entry['agreed']['reason']) or 'no reason given.'}"
    if entry["status"] == "not applicable":
        return "Not applicable"
    return "Not scored" if entry["printed"] == NO_FIGURE else ""


def _next_step(known: Known, told: Told, row: NextStep) -> Pairs:
    yield row.score, str(known.truth.score(row.id))
    yield row.effort, f"{known.truth.questions.questions[row.id].effort} effort"


def _disagreement(known: Known, told: Told, row: Disagreement) -> Pairs:
    yield int(row.steps), known.truth.steps_apart(row.id)
    entry = known.truth.question[row.id]
    told_boxes = Counter(
        int(word.strip(",;")) for word in row.boxes.replace(" × ", "×").split() if word.strip(",;").isdigit()
    )
    for word in row.boxes.replace(" × ", "×").split():
        if "×" in word:
            box, n = word.strip(",;").split("×")
            told_boxes[int(box)] += int(n)
    yield told_boxes, Counter(entry["boxes"].values())
    outcome = f"Mean of {(entry['computed'] or {}).get('printed')} stands."
    if entry["agreed"]:
        reason = one_line(entry["agreed"]["reason"])
        outcome = f"Agreed at {entry['agreed']['box']}{f': {reason}' if reason else '.'}"
    yield one_line(row.outcome), outcome


def _lens(known: Known, told: Told, row: LensRow) -> Pairs:
    groups = [g for lens in known.truth.results["lenses"] for g in lens["groups"] if g["title"] == row.title]
    shown = [(g["printed"], (g["coverage"] or {"printed": NO_FIGURE})["printed"], str(g["questions"])) for g in groups]
    yield (row.score, row.coverage, row.questions) in shown, True
    yield row.band, "" if row.score == NO_FIGURE else known.truth.band(int(row.score))
    notes = {"withheld": "Withheld, because less than half of the weight is scored.", "open": "Not scored yet."}
    notes["not applicable"] = "Not applicable to this company, so left out of every mean."
    yield one_line(row.note) in {notes.get(g["status"], "") for g in groups}, True


def _record(known: Known, told: Told, row: InterviewRecord) -> Pairs:
    entry = next(i for i in known.truth.results["interviews"] if i["code"] == row.code)
    said = known.read(
        r"(?:no question to answer|{done:n} of {n:n} questions? answered \({share:n} %\)(?:; {gaps:n} gaps?)?)",
        told, one_line(row.completion),
    )  # fmt: skip
    yield said is not None, True
    if said is not None and said.n is not None:
        yield (said.done, said.n, said.gaps or 0), (entry["answered"], entry["expected"], entry["gaps"])
        yield f"{said.share} %", entry["completion"]["printed"]
    titles = [e.title for e in known.truth.questions.elements if e.id in entry["elements"]]
    yield row.elements == "All elements", len(titles) == len(known.truth.elements())


def _orders(known: Known, told: Told, found: Appendices) -> Pairs:
    """The lowest first, the widest first, and none left out that belongs before the last one."""
    truth = known.truth
    steps = [int(row.steps) for row in found.disagreements]
    yield steps, sorted(steps, reverse=True)
    yield True, leading([row.id for row in found.disagreements], truth.apart())
    if len(found.disagreements) < len(truth.apart()):
        yield True, "widest differences are listed" in one_line(found.disagreements_note)
    scores = [int(row.score) for row in found.next_steps]
    yield scores, sorted(scores)
    rated = {q: p for q, p in truth.rated().items() if p < max(truth.questions.scale.values)}
    yield True, leading([row.id for row in found.next_steps], rated, min)


def _chapter(known: Known, told: Told, found: AreaChapter | OverallSection) -> Pairs:
    """What is drafted of strengths and weaknesses: high and low ones, and no topic both."""
    truth = known.truth
    scope = found.id if isinstance(found, AreaChapter) else OVERALL
    strong, weak = (_refs(truth, passage) for passage in (found.swot.strengths, found.swot.weaknesses))
    yield [], [ref for ref in strong if truth.band(truth.score(ref) or 0) != "high"]
    yield [], [ref for ref in weak if truth.band(truth.score(ref) or 0) != "low"]
    if found.swot.strengths.is_placeholder and found.swot.weaknesses.is_placeholder and truth.rated(scope):
        yield ({}, {}), (truth.strong(scope), truth.weak(scope))
    topics = [{ref for ref in refs if truth.part_of_model(ref) == 1} for refs in (strong, weak)]
    yield set(), topics[0] & topics[1]
    to_develop = _refs(truth, found.development_areas)
    yield [], [ref for ref in to_develop if ref in strong]


def _refs(truth: Truth, passage: Any) -> list[str]:
    """What the drafted items of a passage are about."""
    return [f for item in passage.items if passage.is_suggestion and (f := truth.figure(item.ref))]


def _position(known: Known, told: Told, row: PositionRow) -> Pairs:
    yield from position_row(known.truth, row)


def _tile(known: Known, told: Told, row: ModelTile) -> Pairs:
    yield from model_tile(known.truth, row)


def _picture(known: Known, told: Told, row: PicturedArea) -> Pairs:
    yield row.score, known.truth.score(row.id)


def _element(known: Known, told: Told, notes: ElementNotes) -> Pairs:
    score = known.truth.score(notes.id)
    yield notes.score, known.truth.group[notes.id]["printed"]
    yield notes.band, "" if score is None else known.truth.band(score)
    for item in notes.voices.items if notes.voices else ():
        text, _, source = one_line(item.text).rpartition(" – ")
        yield (text, text in known.theirs), (text, True)
        wanted = [n for n in known.truth.assessment.notes if n.element == notes.id and bare(text) in bare(n.text)]
        levels = {level.id: level.title.lower() for level in known.truth.questions.levels}
        held = {levels.get(known.truth.assessment.interview[note.interview].level or "", "") for note in wanted}
        said = re.fullmatch(r"(?:noted )?(?:at (.+) level|(.+) level|from an interview|in an interview)", source)
        yield said is not None and (said[1] or said[2] or "") in {*held, ""}, True


def _labelled(known: Known, told: Told, row: LabelledText) -> Pairs:
    """Of the model the set's own words; of the provenance what the results file says."""
    if "provenance" not in told.place:
        yield (row.text, row.text in known.theirs or not row.text), (row.text, True)
    elif row.label == "Question set":
        made = known.truth.results["made_with"]["question_set"]
        yield row.text, f"{made['title']} ({made['id']}), version {made['version']}"


def _missing(known: Known, told: Told, row: Missing) -> Pairs:
    """Every gap of a sheet, with as many ids as it counts; of other points the message, and how many more there are."""
    gaps = known.read(r"{n:n} questions? without an answer(?:: {list:text})?\.", told, row.text)
    problems = known.truth.results["problems"]
    if gaps is not None:
        ids = re.findall(r"\b[A-Z]\w*-\d+", gaps.list or "")
        missing = [p["question"] for p in problems if p["code"] == "gap" and p["sheet"] == row.place]
        yield (gaps.n, set(ids)), (len(missing), set(missing))
        return
    more = known.read(
        r"(?P<text>.*?) ?{n:n} further points? of this kind(?:\.|: {list:text}\.)", told, one_line(row.text)
    )
    if more is not None:
        yield True, more.n + 1 in Counter(p["code"] for p in problems).values()


def _box(known: Known, told: Told, row: BoxLine) -> Pairs:
    scale = {str(box.value): (box.label, box.means) for box in known.truth.questions.scale.boxes}
    yield (row.label, row.means), scale[row.value]


def _state(known: Known, told: Told, row: StateLine) -> Pairs:
    yield (
        (row.letter, row.title, row.means) in {(s.letter, s.title, s.means) for s in known.truth.questions.states},
        True,
    )


def _horizon(known: Known, told: Told, row: HorizonLine) -> Pairs:
    yield row.id in {horizon.id for horizon in HORIZONS}, True


def _headline(known: Known, told: Told, row: HeadlineLine) -> Pairs:
    """A headline, behind its theme if it has one, and the interviews that stand behind the theme or the words."""
    theme, _, text = row.text.partition(": ")
    is_theme = bare(theme) in {bare(headline.theme) for headline in known.truth.assessment.headlines if headline.theme}
    yield (text if is_theme else row.text) in known.theirs, True
    if told.place.startswith("summary."):
        key = theme if is_theme else row.text
        behind = {h.interview for h in known.truth.assessment.headlines if bare(h.theme or h.text) == bare(key)}
        yield row.source.startswith("Interview "), len(behind) == 1
        if len(behind) > 1:
            many, _, levels = row.source.partition(": ")
            yield number(many.split()[0]), len(behind)
            yield (
                sum(number(found) for found in re.findall(r"(\w+) (?:at|without)", levels)) or len(behind),
                len(behind),
            )


def _picture_of(known: Known, told: Told, picture: Picture) -> Pairs:
    """A picture in the report says what its chart says."""
    chart = known.charts[picture.name]
    yield (picture.caption, picture.alt), (chart.headline, chart.alt_text)


def _alt_rows(chart: Chart) -> list[str]:
    """The rows of an alternative text, behind headline and subtitle; those left out for length are counted."""
    start, text = one_line(f"{chart.headline}. {chart.subtitle}"), one_line(chart.alt_text)
    assert text.startswith(start), text
    text = re.sub(r"^\. (?:In % for [^.]+\.|For [^.]+\.)?", "", text.removeprefix(start))
    return [row for row in text.removesuffix(".").strip().split("; ") if not re.fullmatch(r"and \d+ more|.*…", row)]


_POSITION = (
    r"(?:{part:part}|Overall score)(?: {score:n})?(?:, 95 % interval {from:n} to {to:n})?(?:, target {target:n})?"
    r"(?:, (?P<words>[a-z][^,]*?))?(?:, median {median:n})?"
    r"(?:, middle half {low:n} to {high:n})?(?:, 10-90 % {first:n} to {last:n})?(?:, best in class"
    r" {best:n})?(?:, n = {n:n})?"
)


def _axis(known: Known, told: Told, axis: AxisRange) -> Pairs:
    scale = known.truth.questions.scale
    part = re.fullmatch(rf"Overall score, from (\d+) to (\d+) {scale.out_of}", axis.title)
    if part:
        yield (axis.lowest, axis.highest), tuple(map(int, part.groups()))
        return
    if axis.title == f"Gain, {scale.units}":
        yield axis.lowest, 0
        return
    ranges = {f"Score {scale.out_of}": (scale.lowest, scale.highest), "Share of answers, %": (0, 100)}
    if axis.title:
        yield (axis.lowest, axis.highest), ranges.get(axis.title)
    else:  # of differences
        yield axis.lowest < 0 < axis.highest, True


def _boxes(known: Known, told: Told, axis: BoxAxis) -> Pairs:
    scale = known.truth.questions.scale
    boxes = [(box.value, str(box.value), box.short_name) for box in reversed(scale.boxes)]
    yield [(box.value, box.figure, box.name) for box in axis.boxes], [box for box in boxes if box[0] <= axis.highest]
    yield (axis.lowest, axis.highest in (*scale.values, scale.highest)), (scale.lowest, True)
    yield (
        axis.note,
        "" if axis.highest == scale.highest else f"drawn to {axis.highest}; the scale ends at {scale.highest}",
    )


def _positions(known: Known, told: Told, chart: PositionChart) -> Pairs:
    yield from _position_texts(known, told, _alt_rows(chart))


def _position_texts(known: Known, told: Told, texts: list[str]) -> Pairs:
    truth = known.truth
    for text in texts:
        row = known.read(_POSITION, told, text)
        yield text if row is None else "", ""
        if row is None:
            continue
        figure = row.part or OVERALL
        shown = truth.standing(figure)
        yield row.score, truth.score(figure)
        if told.place.startswith("chart area-"):
            yield row.target, None if row.score is None else truth.target(figure)
        if truth.side(figure):
            yield row.found["words"], truth.position(figure).lower()
            yield row.n, truth.peers(figure)
        if row.median is not None:
            yield row.median, truth.median(figure)
        if row.found["from"] is not None:
            yield [int(row.found["from"]), row.to], [int(end["printed"]) for end in truth.group[figure]["interval"]]
        for told_ends, key in (((row.low, row.high), "middle_half"), ((row.first, row.last), "band")):
            if told_ends[0] is not None:
                yield list(told_ends), list(map(int, shown[key]))
        if row.best is not None:
            yield row.best, whole(shown.get("best_in_class"))


def _path(known: Known, told: Told, chart: PathChart) -> Pairs:
    """The elements of an area in their order; what needs work stands out by one rule."""
    truth = known.truth
    yield [row.id for row in chart.rows], list(truth.elements(told.scope))
    yield next(area.is_path for area in truth.questions.areas if area.id == told.scope), True
    scored = truth.scored(truth.elements(told.scope))
    if chart.weak_words == "in the bottom quarter of peers":
        yield True, all(truth.standing(element).get("middle_half") for element in scored)
        yield set(chart.weak), {element for element in scored if truth.fourth(element) == 1}
    else:
        yield chart.weak_words, f"a low score: under {truth.questions.scale.middling_from}"
        yield set(chart.weak), {element for element, points in scored.items() if truth.band(points) == "low"}
    yield from _position_texts(known, told, _alt_rows(chart))


def _one_page(known: Known, told: Told, chart: OnePageChart) -> Pairs:
    yield from one_page(known.truth, chart)
    rows = _alt_rows(chart)
    panels = [f"{p.title}: {', '.join(f'{bar.title} {bar.figure}' for bar in p.bars)}, {p.note}" for p in chart.panels]
    told_of = rows[1 + len(chart.areas) :]
    yield told_of, panels[: len(told_of)]
    yield from _position_texts(known, told, rows[: 1 + len(chart.areas)])


def _bar(known: Known, told: Told, bar: Bar) -> Pairs:
    """The picture as a whole says which bars there are."""
    yield int(bar.value), int(bar.figure.removesuffix(" %"))


def _ends(known: Known, told: Told, page: OnePage) -> Pairs:
    """Three elements at either end at most, the furthest out first, ties all or not at all; and the first that must."""
    truth = known.truth
    scores = truth.scored(truth.elements())
    titles = {element.title: element.id for element in truth.questions.elements}
    most = min(3, len(scores) // 2)
    for end, sign in (("high", 1), ("low", -1)):
        named = {titles[name]: str(score) for row in page.ends if (name := getattr(row, end)) and (
            score := getattr(row, f"{end}_score"))}  # fmt: skip
        yield named, {element: str(scores[element]) for element in named}
        if not page.ends:
            continue
        yield [int(score) * -sign for score in named.values()], sorted(int(score) * -sign for score in named.values())
        yield True, len(named) <= most and leading(list(named), scores, max if sign > 0 else min)
        if len(named) < most:  # the next ones share a score, and there is no room for all of them
            left = Counter(points for element, points in scores.items() if element not in named)
            yield True, left[max(left) if sign > 0 else min(left)] > most - len(named)
    ends = [[titles[name] for row in page.ends if (name := getattr(row, end))] for end in ("high", "low")]
    yield "do not settle this order" in page.ends_note, truth.is_unsettled(*ends)
    spread = max(scores.values(), default=0) - min(scores.values(), default=0)
    if len(scores) < 4 or spread < 5:
        yield (), page.ends
    for row in page.ends:
        yield (
            [row.high_position, row.low_position],
            [truth.position(titles[name]) if name else "" for name in (row.high, row.low)],
        )
    must = [entry for horizon in HORIZONS for area in (*truth.areas, OVERALL) for entry in truth.initiatives(area)
            if entry.horizon == horizon.id and entry.priority == "must"]  # fmt: skip
    yield [row.ref for row in page.initiatives], [entry.ref for entry in must][: len(page.initiatives)]
    yield bool(page.initiatives), bool(must)
    if must:
        start, _, end = page.initiatives_title.partition(": ")
        yield (start, end.endswith(" marked “must”")), ("What must be done first", True)
        counted = known.part(plain(end).removesuffix(" marked “must”"), "initiative")
        yield counted, (len(page.initiatives), len(must)) if len(must) > 1 else (1, 1)


def _no_more(known: Known, told: Told, row: EndsRow) -> Pairs:
    """The page as a whole says what is true of its rows."""
    yield row.place.isdecimal(), True


def _first(known: Known, told: Told, row: FirstInitiative) -> Pairs:
    entry = next(one for one in known.truth.assessment.initiatives if one.ref == row.ref)
    when = {horizon.id: horizon.when for horizon in HORIZONS}
    yield (row.text, row.when, row.owner), (one_line(entry.text), when[entry.horizon], one_line(entry.owner))


_TILE = r"{part:element}(?: {score:n})?(?: \((?P<quarter>[1-4])\)| \((?P<why>[a-z][^()]*)\)| (?P<words>[a-z][a-z ]+))?"


def _model(known: Known, told: Told, chart: ModelChart) -> Pairs:
    truth, scale = known.truth, known.truth.questions.scale
    low, high = scale.middling_from, scale.high_from
    if chart.limits is not None:
        yield chart.limits, (f"under {low}: low", f"{low} to {high - 1}: middling", f"{high} and over: high")
    for text in _alt_rows(chart):
        if text == "Quarters in brackets, 1 lowest to 4 top":
            continue
        area = known.read(
            r"{part:area}(?: {score:n})?(?:, (?P<why>[a-z][^:]*(?:: [a-z][^:]*)?))?: {list:text}", told, text
        )
        yield text if area is None else "", ""
        if area is None:
            continue
        yield area.score, truth.score(area.part)
        tiles = known.each(_TILE, area)
        yield (
            [tile.part for tile in tiles],
            [tile.id for a in chart.bands for p in a if p.id == area.part for tile in p.tiles],
        )
        for tile in tiles:
            yield tile.score, truth.score(tile.part)
            if tile.found["quarter"]:
                yield int(tile.found["quarter"]), truth.fourth(tile.part)
            elif tile.score is not None:
                yield tile.found["why"], None if chart.limits is None else truth.band(tile.score)
                yield tile.found["words"] or "", truth.position(tile.part).lower()


def _profiles(known: Known, told: Told, chart: EvidenceChart | LevelChart) -> Pairs:
    of = "evidence" if isinstance(chart, EvidenceChart) else "levels"
    for row in chart.rows:
        yield from profile_row(known.truth, row, of)
    for text in _alt_rows(chart):
        told_row = known.read(r"(?:{part:part}|Overall score|All answers) {list:text}", told, text)
        yield text if told_row is None else "", ""
        if told_row is None:
            continue
        figures = (
            known.truth.shares(told_row.part or OVERALL)
            if of == "evidence"
            else known.truth.levels(told_row.part or OVERALL)
        )
        yield [int(value) for value in re.findall(r"\d+", told_row.list)], list(figures.values())


def _distances(known: Known, told: Told, chart: DistanceChart) -> Pairs:
    truth = known.truth
    goals = truth.goals()[1]
    yield from distance_rows(truth, chart.rows)
    for text in _alt_rows(chart):
        row = known.read(r"{part:element} {score:n}, goal {goal:n} \((?P<difference>0|[+−]\d+)\)", told, text)
        yield text if row is None else "", ""
        if row is not None:
            yield (row.score, row.goal), (truth.score(row.part), goals[row.part])
            yield int(row.found["difference"].replace("−", "-")), row.score - row.goal


def _scale(known: Known, told: Told, chart: ScaleChart) -> Pairs:
    """The boxes of the set, from the lowest on; three neighbours in the middle make their mean."""
    scale = known.truth.questions.scale
    boxes = sorted(scale.boxes, key=lambda box: box.value)
    told_boxes = [(box.value, box.label, box.met) for box in chart.boxes]
    yield told_boxes, [(box.value, box.label, box.met or box.means) for box in boxes]
    yield chart.headline.endswith(f", from “{boxes[0].label}” to “{boxes[-1].label}”"), True
    words = [f"{box.printed} {box.label}{f': {box.met}' if box.met else ''}" for box in chart.boxes]
    yield one_line(chart.alt_text).endswith((f". {'; '.join(words)}.", f" {boxes[-1].label}.")), True
    yield chart.score, scale.printed(sum(chart.boxes[number].value for number in chart.chosen) / Fraction(3))
    yield [Fraction(end.replace("−", "-")) for end in chart.ends], [scale.lowest, scale.highest]


def _move_row(known: Known, told: Told, row: MoveRow) -> Pairs:
    titles = {horizon.id: f"+ {horizon.plural}" for horizon in HORIZONS} | {OVERALL: "Today"}
    yield row.title, titles[row.id]
    if row.id == OVERALL:
        yield (row.detail, row.score, row.change), ("", known.truth.score(OVERALL), 0)
        return
    score, change, initiatives, questions = next(entry[1:] for entry in known.truth.moves if entry[0] == row.id)
    yield (row.score, row.change), (score, change)
    yield [int(n) for n in re.findall(r"(\d+) (?:init|quest)", row.detail)], [initiatives, questions]


def _moves(known: Known, told: Told, chart: MovesChart) -> Pairs:
    """Every row as drawn, then the figures of the peers."""
    truth = known.truth
    rows = _alt_rows(chart)
    yield [row.id for row in chart.rows], [OVERALL, *(entry[0] for entry in truth.moves)]
    yield rows[0], f"Today {truth.score(OVERALL)}"
    for text, (_, score, change, initiatives, questions) in zip(rows[1:], truth.moves, strict=False):
        told_row = re.fullmatch(r"\D+ (\d+) \((0|[+−]\d+)\), .+: (\d+) initiatives?, (\d+) questions?", text)
        yield text if told_row is None else "", ""
        if told_row is not None:
            found = [int(group.replace("−", "-")) for group in told_row.groups()]
            yield found, [score, change, initiatives, questions]
    marks = [f"{name} {value}" for name, value in truth.marks.items()]
    yield rows[len(chart.rows) :], marks
    yield [f"{name} {value}" for name, value in chart.marks], marks


def _effort(known: Known, told: Told, chart: EffortChart) -> Pairs:
    """The marks by their numbers in the table, the greatest gain first."""
    truth = known.truth
    plans = {entry.ref: entry for entry in truth.assessment.initiatives}
    gains = truth.gains
    yield {mark.id for mark in chart.marks}, {ref for ref in gains if plans[ref].effort}
    exact = [gains[mark.id] for mark in chart.marks]
    yield exact, sorted(exact, reverse=True)
    decided = known.context.conclusion.decisions
    numbers = {row.ref: int(row.number) for row in decided.rows} if decided else {}
    for mark in chart.marks:
        yield (mark.priority, mark.effort), (plans[mark.id].priority, plans[mark.id].effort)
        yield mark.number, numbers.get(mark.id)
        yield str(mark.gain), truth.results["moves"]["gains"][mark.id]["printed"]
        yield mark.is_first, mark.id in truth.begin_with
    for text, mark in zip(_alt_rows(chart), chart.marks, strict=False):
        name = "no number" if mark.number is None else mark.number
        yield text, f"{name} ({mark.priority}, {mark.effort}) {mark.gain}"


def _decision(known: Known, told: Told, row: DecisionRow) -> Pairs:
    plans = {entry.ref: entry for entry in known.truth.assessment.initiatives}
    entry = plans[row.ref]
    yield row.initiative in known.theirs, True
    yield row.owner, one_line(entry.owner) or "No owner yet"
    yield row.decision, one_line(entry.decision) or NO_FIGURE
    chosen = entry.priority == "must" or bool(entry.decision.strip()) or row.ref in known.truth.begin_with
    yield chosen, True


def _owner(known: Known, told: Told, row: OwnerRow) -> Pairs:
    plans = known.truth.assessment.initiatives
    own = [entry for entry in plans if (one_line(entry.owner) or "No owner yet").casefold() == row.owner.casefold()]
    shown = [len(own), sum(entry.priority == "must" for entry in own)]
    shown += [sum(entry.horizon == horizon.id for entry in own) for horizon in HORIZONS]
    yield [row.initiatives, row.must, *row.by_horizon], [str(count) if count else NO_FIGURE for count in shown]


def _decisions(known: Known, told: Told, made: Decisions) -> Pairs:
    """Everything that is put to a decision, counted off."""
    plans = known.truth.assessment.initiatives
    wanted = {e.ref for e in plans if e.priority == "must" or e.decision.strip() or e.ref in known.truth.begin_with}
    yield {row.ref for row in made.rows}, wanted
    yield [row.number for row in made.rows], [str(number) for number in range(1, len(made.rows) + 1)]
    yield sum(int(row.initiatives) for row in made.owners) if made.owners else len(plans), len(plans)


ROWS: dict[type, tuple[tuple[str, ...], Check]] = {
    KeyFigure: (("value", "unit", "label", "words"), _key_figure),
    ResultRow: (
        ("id", "name", "score", "band", "coverage", "median", "position", "sureness", "change", "note"),
        _result,
    ),
    QuestionRow: (("id", "score", "computed", "boxes", "n", "spread", "reason"), _question),
    NextStep: (("id", "element", "score", "effort", "horizon"), _next_step),
    Disagreement: (("id", "element", "steps", "boxes", "outcome"), _disagreement),
    LensRow: (("title", "score", "band", "coverage", "questions", "note"), _lens),
    InterviewRecord: (("code", "date", "level", "elements", "completion"), _record),
    HeadlineLine: (("text", "status", "source", "interview"), _headline),
    Appendices: ((), _orders),
    ElementNotes: (("id", "title", "score", "band", "voices"), _element),
    LabelledText: (("label", "text"), _labelled),
    Missing: (("place", "text"), _missing),
    AreaChapter: (("id", "title"), _chapter),
    OverallSection: ((), _chapter),
    PositionRow: (("id", "title", "words", "detail", "aside"), _position),
    ModelTile: (("id", "title", "words", "band"), _tile),
    PicturedArea: (("id", "title", "words"), _picture),
    Picture: (("name", "png", "alt", "caption"), _picture_of),
    PositionChart: (("name", "alt_text"), _positions),
    PathChart: (("name", "alt_text", "weak", "weak_words"), _path),
    OnePageChart: (("name", "alt_text", "told", "warning", "out_of", "strongest", "weakest"), _one_page),
    Bar: (("title", "figure"), _bar),
    OnePage: (("initiatives_title",), _ends),
    EndsRow: (("place", "high", "high_score", "high_position", "low", "low_score", "low_position"), _no_more),
    FirstInitiative: (("text", "when", "owner"), _first),
    ModelChart: (("name", "alt_text", "limits"), _model),
    DistanceChart: (("name", "alt_text", "rows", "goal", "far"), _distances),
    ProgressChart: (("name", "alt_text", "rows", "then", "now"), progress_rows),
    EvidenceChart: (("name", "alt_text", "rows", "series", "column"), _profiles),
    LevelChart: (("name", "alt_text", "rows", "series", "column"), _profiles),
    AxisRange: (("title",), _axis),
    ScaleChart: (("name", "alt_text", "boxes", "ends", "score"), _scale),
    MoveRow: (("id", "title", "detail"), _move_row),
    MovesChart: (("name", "alt_text", "rows", "marks"), _moves),
    BoxAxis: (("boxes", "note"), _boxes),
    EffortChart: (("name", "alt_text", "marks", "efforts"), _effort),
    AnswersRow: (("title", "words"), answers_row),
    AnswersChart: (("name", "alt_text", "boxes"), answers_chart),
    TopicRow: (("title", "words", "dots"), topic_row),
    TopicGroup: (("title", "words"), topic_group),
    TopicsChart: (("name", "alt_text", "boxes"), topics_chart),
    DecisionRow: (("ref", "number", "initiative", "owner", "when", "decision"), _decision),
    OwnerRow: (("id", "owner", "initiatives", "must", "by_horizon"), _owner),
    Decisions: ((), _decisions),
    BoxLine: (("value", "label", "means"), _box),
    StateLine: (("letter", "title", "means"), _state),
    HorizonLine: (("id", "title", "when", "means"), _horizon),
}
