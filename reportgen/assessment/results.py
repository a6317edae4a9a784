"""The results of an assessment as plain data for JSON: every score, standing and trace.

The file is documented in `docs/results-json.md`. A figure stands as printed and exact, `{"printed": "42", "exact":
"125/3"}`; what there is not is null, never 0. Of the peers only what the calculation discloses is here, as printed: no
peer, no owner, and no unrounded figure that could be one peer's. Interviews go by code and level, and by role only
where the engagement allows it; files stand without their folders. The same input gives the same object, in the same
order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from reportgen.assessment.trace import position_in_words, printed_traces
from reportgen.common.asked import asked_digest
from reportgen.common.build_record import RESULTS_FORMAT, BuildRecord, RecordedSource
from reportgen.common.diagnostics.problems import Problem
from reportgen.common.model import (
    OVERALL,
    Agreement,
    AnswerState,
    Assessment,
    ChangeSince,
    Comparison,
    Completion,
    Engagement,
    GroupScore,
    Interview,
    LevelScore,
    Move,
    PeerGroup,
    Question,
    QuestionScore,
    QuestionSet,
    Scores,
    SinceEarlier,
    Standing,
    Support,
    Target,
    Trace,
)
from reportgen.common.options import OptionKind, declarations
from reportgen.common.rounding import printed_alpha, printed_number, printed_share, printed_steps
from reportgen.common.scale import Scale

INTERNAL = "internal: holds the answers of every interview, and is not for the client"
CLIENT = "client: scores and standing as the report prints them, no answer of any interview"
_OF_INTERVIEWS = ("boxes", "points", "not_applicable", "not_known", "steps_apart")  # of a question
_FOR_ASSESSORS = ("problems", "traces", "incomplete", "files", "seal")
_Json = dict[str, Any]


def results(
    assessment: Assessment,
    questions: QuestionSet,
    scores: Scores,
    comparison: Comparison,
    problems: Iterable[Problem],
    record: BuildRecord,
) -> _Json:
    """The results as one object of plain values, ready for JSON."""
    tabs, scale = _tabs(assessment), questions.scale
    found = [_problem(problem, tabs) for problem in problems]
    traces = printed_traces(assessment, questions, scores, comparison)
    return {
        "format": RESULTS_FORMAT,
        "audience": INTERNAL,
        "made_with": _made_with(questions, record),
        "engagement": _engagement(assessment.engagement),
        "incomplete": bool(found),
        "overall": _group(scores.overall, scores, comparison, scale),
        "areas": [
            {"title": area.title, "weight": str(area.weight)} | _group(scores.areas[area.id], scores, comparison, scale)
            for area in questions.areas
        ],
        "elements": [
            {"code": e.code, "title": e.title, "area": questions.area_of[e.id].id, "weight": str(e.weight)}
            | _group(scores.elements[e.id], scores, comparison, scale)
            | {"target": _target(assessment.target_of.get(e.id), scale)}
            | {"topics": [{"title": topic.title} | _score(scores.topics[e.id][topic.id], scale) for topic in e.topics]}
            for e in questions.elements
        ],
        "questions": [
            _question(scores.questions[question_id], assessment, questions) for question_id in questions.questions
        ],
        "lenses": [
            {
                "id": lens.id,
                "title": lens.title,
                "groups": [{"title": g.title} | _score(scores.lenses[lens.id][g.id], scale) for g in lens.groups],
            }
            for lens in questions.lenses
        ],
        "interviews": [
            _interview(assessment.interview[code], completion, questions, assessment.engagement.name_roles)
            for code, completion in scores.completion.items()
        ],
        "levels": [
            {"id": level.id, "title": level.title, "interviews": scores.level_counts[level.id]}
            | {"agreement": _agreement(scores.agreement[level.id])}
            for level in questions.levels
        ],
        "agreement": _agreement(scores.agreement[OVERALL]),
        "moves": _moves(scores, scale),
        "peers": _peers(comparison),
        "earlier": _earlier(scores.since, scale) if scores.since else None,
        "problems": found,
        "traces": {name: _trace(trace, tabs) for name, trace in traces.items()},
    }


def for_client(found: Mapping[str, Any]) -> _Json:
    """What of the results a client may have: no answer of an interview, no place in the workbook, no name of a file.

    Scores by level stand only where the report compares them: else one may be that of a single interview.
    """
    kept = {name: value for name, value in found.items() if name not in _FOR_ASSESSORS}
    made_with = {name: value for name, value in found["made_with"].items() if name != "files"}
    return kept | {
        "audience": CLIENT,
        "made_with": made_with,
        "overall": _compared_only(found["overall"]),
        "areas": [_compared_only(each) for each in found["areas"]],
        "elements": [_compared_only(each) for each in found["elements"]],
        "questions": [{n: v for n, v in each.items() if n not in _OF_INTERVIEWS} for each in found["questions"]],
        "interviews": [{n: v for n, v in each.items() if n != "role"} for each in found["interviews"]],
        "peers": {name: value for name, value in found["peers"].items() if name != "source"},
        "earlier": {n: v for n, v in found["earlier"].items() if n != "source"} if found.get("earlier") else None,
    }


def _compared_only(group: Mapping[str, Any]) -> _Json:
    levels = group["levels"]
    return {**group, "levels": levels if levels and not levels["not_compared"] else None}


# ------------------------------------------------------------------------------------------- what it is made of


def _made_with(questions: QuestionSet, record: BuildRecord) -> _Json:
    files = {"workbook": _file(record.workbook.file_name, record.workbook)}
    files |= {
        name: _file(record.shown(name), record.source(name))
        for name, option in declarations(OptionKind.FILE).items()
        if option.heading
    }
    return {
        "reportgen": record.program,
        **{name: record.choice(name) for name in declarations(OptionKind.CHOICE)},
        "question_set": {
            "id": questions.id,
            "version": questions.version,
            "title": questions.title,
            "digest": asked_digest(questions),
        },
        "scale": [{"value": whole_or_exact(box.value), "label": box.label} for box in questions.scale.boxes],
        "files": {kind: told for kind, told in files.items() if told["name"]},
    }


def _file(name: str, source: RecordedSource) -> _Json:
    edition = {"edition": int(source.version)} if source.version else {}
    return {"name": name, **edition, "sha256": source.sha256}


def _engagement(engagement: Engagement) -> _Json:
    # the client's ids in the peer data stay out: they are as confidential as anyone's
    return {
        "client": engagement.client,
        "market": engagement.market,
        "commissioned_by": engagement.commissioned_by,
        "commissioner_title": engagement.commissioner_title,
        "authors": engagement.authors,
        "date": _day(engagement.date),
        "sector": engagement.sector,
        "region": engagement.region,
        "size": engagement.size,
        "roles_named": engagement.name_roles,
    }


def _interview(interview: Interview, completion: Completion, questions: QuestionSet, name_roles: bool) -> _Json:
    return {
        "code": interview.code,
        "date": _day(interview.date),
        "level": interview.level,
        **({"role": interview.role} if name_roles else {}),
        "elements": [element.id for element in questions.elements if element.id in interview.elements],
        "expected": completion.expected,
        "answered": completion.answered,
        "gaps": completion.gaps,
        "completion": _figure(completion.share, printed_share),
    }


# ------------------------------------------------------------------------------------------------------ scores


def _group(group: GroupScore, scores: Scores, comparison: Comparison, scale: Scale) -> _Json:
    """The score of overall, an area or an element with all that belongs to it."""
    evidence, levels = scores.evidence[group.id], scores.levels.get(group.id)
    return {
        **_score(group, scale),
        "support": _support(group.support) if group.support else None,
        "evidence": {
            "answers": evidence.answers,
            "recorded": evidence.recorded,
            "shares": {state: _figure(share, printed_share) for state, share in evidence.shares.items()},
        },
        "levels": _levels(levels, scale) if levels else None,
        "standing": _standing(comparison.standings[group.id], group.value, scale),
    }


def _support(support: Support) -> _Json:
    return {"interviews": support.interviews, "levels": support.levels, "sureness": support.sureness.value}


def _score(group: GroupScore, scale: Scale) -> _Json:
    return {
        "id": group.id,
        "status": group.status.value,
        "printed": scale.printed(group.value),
        "exact": _exact(group.value),
        "coverage": _figure(group.coverage, printed_share),
        "questions": group.questions,
        "scored": group.scored,
        "not_applicable": group.not_applicable,
        "low": group.low,
        "low_share": _figure(group.low_share, printed_share),
        "nearest": list(group.nearest) or None,
        "spread": _figure(group.spread, printed_steps),
        "interval": [_figure(end, scale.printed) for end in (group.interval.low, group.interval.high)]
        if group.interval
        else None,
        "no_interval": group.no_interval.value if group.no_interval else None,
    }


def _target(target: Target | None, scale: Scale) -> _Json | None:
    return (
        {"box": whole_or_exact(target.box), "printed": scale.printed(target.box), "by": _day(target.by)}
        if target
        else None
    )


def _levels(compared: LevelScore, scale: Scale) -> _Json:
    return {
        "scores": {level: _figure(value, scale.printed) for level, value in compared.values.items()},
        "n": dict(compared.interviews),
        "questions": compared.questions,
        "scored": compared.scored,
        "other_questions": compared.rests_on_other_questions,
        "not_compared": compared.reason.value if compared.reason else None,
    }


def _agreement(found: Agreement) -> _Json:
    return {
        "alpha": _figure(found.alpha, printed_alpha),
        "questions": found.questions,
        "interviews": found.interviews,
        "boxes": found.boxes,
    }


def _moves(scores: Scores, scale: Scale) -> _Json:
    """What would move the overall score; `change` is against what stands before it, of printed numbers."""
    moves, before = scores.moves, scores.overall.value
    horizons = []
    for horizon, move in moves.horizons.items():
        horizons.append({"id": horizon, "initiatives": list(move.initiatives)} | _move(move, before, scale))
        before = move.value
    gains = {ref: _figure(gain, lambda value: str(scale.part(value))) for ref, gain in moves.gains.items()}
    weakest = _move(moves.weakest, scores.overall.value, scale) if moves.weakest else None
    return {"horizons": horizons, "weakest": weakest, "gains": gains, "first": sorted(moves.first)}


def _move(move: Move, before: Fraction | None, scale: Scale) -> _Json:
    return {
        "questions": list(move.questions),
        "printed": scale.printed(move.value),
        "exact": _exact(move.value),
        "change": str(scale.difference(move.value, before)),
    }


def _question(score: QuestionScore, assessment: Assessment, questions: QuestionSet) -> _Json:
    question = questions.questions[score.question_id]
    answers = assessment.answers_to.get(question.id, ())
    return {
        "id": question.id,
        "text": question.text,
        "element": questions.element_of[question.id].id,
        "weight": str(question.weight),
        "status": score.status.value,
        "printed": questions.scale.printed(score.value),
        "exact": _exact(score.value),
        "computed": _figure(score.computed, questions.scale.printed),
        "agreed": {"box": whole_or_exact(score.agreed.box), "reason": score.agreed.reason} if score.agreed else None,
        "boxes": {answer.interview: whole_or_exact(answer.box) for answer in score.boxes},
        **_beyond_boxes(score, question),
        "not_applicable": sorted(a.interview for a in answers if a.state is AnswerState.NOT_APPLICABLE),
        "not_known": sorted(a.interview for a in answers if a.state is AnswerState.NOT_KNOWN),
        "spread": _figure(score.spread, printed_steps),
        "steps_apart": score.steps_apart,
    }


def _beyond_boxes(score: QuestionScore, question: Question) -> _Json:
    """What only some sets have: answers of the question's own, and N/A or not known that count."""
    with_box = {answer.interview for answer in score.boxes}
    answers = [{"value": whole_or_exact(box.value), "label": box.label} for box in question.own_boxes]
    points = {code: whole_or_exact(value) for code, value in score.points.items() if code not in with_box}
    return ({"answers": answers} if answers else {}) | ({"points": points} if question.points else {})


# ------------------------------------------------------------------------------------------------------- peers


def _peers(comparison: Comparison) -> _Json:
    return {
        "source": RecordedSource(comparison.source).file_name,
        "invented": comparison.invented,
        "widened": comparison.widened,
        "notes": list(comparison.notes),
        "earlier_releases": comparison.earlier_releases,
        "database": _peer_group(comparison.database),
        "chosen": _peer_group(comparison.chosen),
    }


def _peer_group(group: PeerGroup) -> _Json:
    return {"n": group.n, "year": group.year, "words": group.words, "as_of": _day(group.as_of)}


def _standing(standing: Standing, client: Fraction | None, scale: Scale) -> _Json:
    """What may be shown, as printed; what may not has no key at all."""
    difference = scale.difference(client, standing.median)
    shown = {
        "reason": standing.reason or None,
        "as_of": _day(standing.as_of),
        "median": None if standing.median is None else scale.printed(standing.median),
        "difference": None if difference is None else str(difference),
        "position": position_in_words(standing) or None,
        "side": None if standing.side is None else standing.side.words,
        "quarter": standing.quarter.value if standing.quarter else None,
        "middle_half": _bounds(standing.middle_half, scale),
        "band": _bounds(standing.band, scale),
        "best_in_class": None if standing.best_in_class is None else scale.printed(standing.best_in_class),
        "percentile": None if standing.percentile is None else standing.percentile_words,
    }
    return {
        "reference": standing.reference.value,
        "n": standing.n,
        "disclosure": standing.disclosure.name.lower(),
        **{key: value for key, value in shown.items() if value is not None},
    }


def _bounds(bounds: tuple[Fraction, Fraction] | None, scale: Scale) -> list[str] | None:
    return [scale.printed(bound) for bound in bounds] if bounds else None


# ---------------------------------------------------------------------------------------------------- progress


def _earlier(since: SinceEarlier, scale: Scale) -> _Json:
    return {
        "source": RecordedSource(since.source).file_name,
        "invented": since.invented,
        "date": _day(since.day),
        "set_version": since.set_version,
        "intervals": since.has_interviews,
        "questions": len(since.scores),
        "added": list(since.added),
        "dropped": list(since.dropped),
        "reworded": list(since.reworded),
        "figures": {name: _since(change, scale) for name, change in since.changes.items()},
        "scores": {name: _figure(score.value, scale.printed) for name, score in since.scores.items()},
    }


def _since(found: ChangeSince, scale: Scale) -> _Json:
    change = scale.difference(found.now, found.then)
    return {
        "questions": found.questions,
        "then": _figure(found.then, scale.printed),
        "now": _figure(found.now, scale.printed),
        "change": None if change is None else printed_number(change),
        "interval": [_figure(end, scale.printed) for end in found.interval] if found.interval else None,
        "mark": found.mark.value if found.mark else None,
        "no_mark": found.no_mark.value if found.no_mark else None,
        "reason": found.absence.short if found.absence else None,
    }


# ---------------------------------------------------------------------------------------- problems and traces


def _problem(problem: Problem, tabs: Mapping[str, str]) -> _Json:
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "sheet": tabs.get(problem.place.sheet, problem.place.sheet),
        "cell": problem.place.cell,
        "question": problem.question_id,
        "message": _with_neutral_tabs(problem.message, tabs),
    }


def _trace(trace: Trace, tabs: Mapping[str, str]) -> _Json:
    return {
        "printed": trace.printed,
        "exact": trace.exact,
        "rule": trace.rule,
        "rounding": trace.rounding,
        "inputs": [
            f"{_neutral(entry.name, tabs)} = {entry.value}" + (f", {entry.role}" if entry.role else "")
            for entry in trace.inputs
        ],
    }


def _tabs(assessment: Assessment) -> dict[str, str]:
    """The tabs an assessor renamed, and what they are called here: a tab may carry the name or role of a person."""
    named = {answer.place.sheet: f"Interview {answer.interview}" for answer in assessment.answers}
    return {tab: name for tab, name in named.items() if tab and tab != name}


def _with_neutral_tabs(message: str, tabs: Mapping[str, str]) -> str:
    if not tabs:
        return message
    # in one go: two tabs may have changed names with each other
    any_tab = "|".join(re.escape(tab) for tab in sorted(tabs, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{any_tab})(?!\w)", lambda match: tabs[match.group()], message)


def _neutral(place: str, tabs: Mapping[str, str]) -> str:
    tab, mark, cell = place.rpartition("!")
    return f"{tabs[tab]}{mark}{cell}" if tab in tabs else place


# ------------------------------------------------------------------------------------------------ plain values


def _figure(value: Fraction | None, as_text: Callable[[Fraction], str]) -> _Json | None:
    return None if value is None else {"printed": as_text(value), "exact": str(value)}


def whole_or_exact(value: Fraction | None) -> int | str | None:
    """A box: a whole number as such; any other exactly, as text, so that nobody takes it for a rounded score."""
    return None if value is None else int(value) if value.denominator == 1 else str(value)


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
