"""Writes the sample files beside this script: a client's filled workbook, its peers, and its earlier assessment.

    python workbooks/make_samples.py

The client's story is data, written by hand in `sample/`; the peers and what the client answered three years before are
made by fixed rules. All of it is invented, and each file says so. The same story gives the same files, byte for byte.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, fsum
from pathlib import Path
from random import Random
from typing import Any

from reportgen.common.model import (
    AgreedScore,
    Answer,
    AnswerState,
    Assessment,
    Engagement,
    Finding,
    FindingKind,
    Headline,
    HeadlineStatus,
    Initiative,
    Interview,
    NarrativeSection,
    NarrativeText,
    Note,
    NoteKind,
    Peer,
    PeerFilter,
    QuestionSet,
    Target,
)
from reportgen.common.rounding import round_half_up
from reportgen.peers.writing import write_peer_file
from reportgen.questions import for_sector, load_question_set
from reportgen.workbook.writer import write_workbook

FOLDER = Path(__file__).parent
STORY = FOLDER / "sample"
CLIENT_FILE = FOLDER / "sample-client.xlsx"
PEERS_FILE = FOLDER / "sample-peers.xlsx"
EARLIER_FILE = FOLDER / "sample-earlier.json"


def main() -> None:
    """Write all files."""
    questions = sample_questions()
    told = sample_assessment(questions)
    CLIENT_FILE.write_bytes(write_workbook(questions, told))
    PEERS_FILE.write_bytes(write_peer_file(questions, sample_peers(questions), invented=True))
    EARLIER_FILE.write_bytes(sample_earlier(questions, told))
    print(f"{CLIENT_FILE}\n{PEERS_FILE}\n{EARLIER_FILE}")


# ------------------------------------------------------------------------------------------------- the client


def sample_questions() -> QuestionSet:
    """The question set in the words of the sample client's sector."""
    return for_sector(load_question_set(), "Telecommunications")


def sample_assessment(questions: QuestionSet) -> Assessment:
    """The invented client's assessment, as `sample/` tells it.

    Raises ValueError naming question and interview when an answer cannot be read, KeyError for an unknown name.
    """
    facts = _story("engagement.toml")
    elements = {element.code: element.id for element in questions.elements}
    return Assessment(
        set_id=questions.id,
        set_version=questions.version,
        engagement=_engagement(facts["engagement"]),
        interviews=tuple(_interview(told, elements) for told in facts["interviews"]),
        answers=tuple(_answers(questions, [told["code"] for told in facts["interviews"]])),
        notes=tuple(
            Note(told["interview"], elements[told["element"]], NoteKind(told["kind"]), told["text"])
            for told in _story("notes.toml")["notes"]
        ),
        headlines=tuple(
            Headline(told["code"], HeadlineStatus(status), text, "".join(theme))
            for told in facts["interviews"]
            for status, text, *theme in told["headlines"]
        ),
        agreed=_agreed(questions),
        findings=tuple(_findings()),
        initiatives=tuple(_initiatives()),
        targets=tuple(_targets(elements)),
        narrative=tuple(_narrative()),
    )


def _story(name: str) -> dict[str, Any]:
    return tomllib.loads((STORY / name).read_text(encoding="utf-8"))


def _engagement(told: Mapping[str, Any]) -> Engagement:
    facts = dict(told)
    return Engagement(**facts | {"peer_filter": PeerFilter(sectors=tuple(facts.pop("peer_sectors")))})


def _interview(told: Mapping[str, Any], elements: Mapping[str, str]) -> Interview:
    return Interview(
        code=told["code"],
        date=told["date"],
        interviewer=told["interviewer"],
        role=told["role"],
        level=told["level"],
        elements=frozenset(elements[code] for code in told["covers"]),
        left_out=told["left_out"],
        follow_ups_open=told["follow_ups_open"],
        follow_ups_closed=told["follow_ups_closed"],
    )


def _answers(questions: QuestionSet, codes: list[str]) -> Iterator[Answer]:
    """All answers, interview by interview in the order of the questions."""
    told: dict[str, dict[str, str]] = {}
    for path in sorted((STORY / "answers").glob("*.toml")):
        told |= tomllib.loads(path.read_text(encoding="utf-8"))
    unknown = told.keys() - questions.questions.keys()
    if unknown:
        raise KeyError(f"The question set has no question {', '.join(sorted(unknown))}.")
    for code in codes:
        for question_id in questions.questions:
            if code in told.get(question_id, {}):
                yield _answer(code, question_id, told[question_id][code], questions)


_STATES = {
    "N/A": AnswerState.NOT_APPLICABLE,
    "not known": AnswerState.NOT_KNOWN,
    "not asked": AnswerState.NOT_ASKED,
}
# a box with the letters of the evidence seen, or one of the states; then a note: "60 IR: Shown the plan for 2026"
_ANSWER = re.compile(r"(?P<answer>\d+|N/A|not known|not asked)(?: (?P<seen>[A-Z]+))?(?:: (?P<note>\S.*))?")


def _answer(code: str, question_id: str, told: str, questions: QuestionSet) -> Answer:
    parts = _ANSWER.fullmatch(told)
    if parts is None:
        raise ValueError(f"{question_id}, interview {code}: cannot read the answer '{told}'.")
    state = _STATES.get(parts["answer"], AnswerState.SCORED)
    if state is not AnswerState.SCORED:
        return Answer(code, question_id, state, note=parts["note"] or "")
    seen = parts["seen"] or ""
    return Answer(
        code,
        question_id,
        state,
        box=Fraction(parts["answer"]),
        evidence={state.id: state.letter in seen for state in questions.states},
        note=parts["note"] or "",
    )


def _agreed(questions: QuestionSet) -> tuple[AgreedScore, ...]:
    told = _story("agreed.toml")
    order = list(questions.questions)
    return tuple(AgreedScore(key, told[key]["box"], told[key]["reason"]) for key in sorted(told, key=order.index))


def _findings() -> Iterator[Finding]:
    told = [
        (area, FindingKind[kind.upper()], text)
        for area, kinds in _story("findings.toml").items()
        for kind, texts in kinds.items()
        for text in texts
    ]
    for number, (area, kind, text) in enumerate(told, start=1):
        yield Finding(f"F-{number:02d}", area, kind, text)


def _initiatives() -> Iterator[Initiative]:
    told = [(area, entry) for area, entries in _story("road_map.toml").items() for entry in entries]
    for number, (area, entry) in enumerate(told, start=1):
        yield Initiative(f"R-{number:02d}", area, **entry | {"lifts": tuple(entry["lifts"])})


def _targets(elements: Mapping[str, str]) -> Iterator[Target]:
    for code, told in _story("targets.toml").items():
        yield Target(elements[code], Fraction(told["box"]), told.get("by"))


def _narrative() -> Iterator[NarrativeText]:
    told = _story("narrative.toml")
    introductions = told.pop("introductions")
    for section, texts in told.items():
        for text in texts:
            yield NarrativeText(NarrativeSection[section.upper()], None, text)
    for area, text in introductions.items():
        yield NarrativeText(NarrativeSection.AREA_INTRODUCTION, area, text)


# -------------------------------------------------------------------------------- the client, three years before

YEARS_BEFORE = 3
EARLIER_VERSION = "0.9"  # of the question set: some of today's questions were not in it, some were put otherwise
NEW_SINCE, REWORDED_SINCE = 29, 47  # every so many questions one
DROPPED_SINCE = {
    "AP-91": "Is there a yearly plan for catalogues and mailings?",
    "TE-91": "Can customers reach the company by fax?",
}
STEPS_UP = {  # how likely an answer was one box lower then; under 0: higher
    "AP": 0.6,
    "PR": 0.35,
    "TG": 0.7,
    "EC": 0.1,
    "WG": 0.5,
    "RT": 0.6,
    "MP": 0.7,
    "CD": -0.2,
    "WB": 0.2,
    "CX": 0.9,
    "SR": 0.5,
    "EE": -0.1,
    "CI": 0.4,
    "TE": 0.6,
    "PM": 0.7,
    "PO": 0.7,
    "ME": 0.5,
    "EF": 0.5,
}


def sample_earlier(questions: QuestionSet, told: Assessment) -> bytes:
    """The invented results of the client's first assessment: as much of a results file as an earlier one takes."""
    chance = Random(20230314)
    asked: list[dict[str, Any]] = []
    for number, question in enumerate(questions.questions.values(), start=1):
        boxes = _boxes_before(questions, question.id, told, chance)
        if number % NEW_SINCE:
            text = f"{question.text.rstrip('?')}, and by whom?" if number % REWORDED_SINCE == 0 else question.text
            asked.append(_earlier_question(question.id, text, boxes))
    asked += [_earlier_question(question_id, text, {"01": 20, "02": 5}) for question_id, text in DROPPED_SINCE.items()]
    engagement = told.engagement
    assert engagement.date is not None
    then = engagement.date.replace(year=engagement.date.year - YEARS_BEFORE)
    results = {
        "format": 2,
        "about": "Invented, as all of the sample is: answers of an assessment that never took place.",
        "invented": True,
        "made_with": {
            "question_set": {"id": questions.id, "version": EARLIER_VERSION, "title": questions.title},
            "scale": [{"value": int(box.value), "label": box.label} for box in questions.scale.boxes],
        },
        "engagement": {"client": engagement.client, "date": then.isoformat(), "sector": engagement.sector},
        "interviews": [{"code": one.code, "level": one.level} for one in told.interviews],
    }
    head = json.dumps(results, ensure_ascii=False, indent=1).removesuffix("\n}")
    lines = ",\n".join(f"  {json.dumps(one, ensure_ascii=False)}" for one in asked)
    return f'{head},\n "questions": [\n{lines}\n ]\n}}\n'.encode()


def _boxes_before(questions: QuestionSet, question_id: str, told: Assessment, chance: Random) -> dict[str, int]:
    """What the interviews said to a question then, by code: people of the same roles were asked."""
    boxes, moves = questions.answers[question_id].values, STEPS_UP[questions.element_of[question_id].code]
    found: dict[str, int] = {}
    for answer in told.answers_to.get(question_id, ()):
        if answer.box is not None:
            step = (-1 if moves > 0 else 1) if chance.random() < abs(moves) else 0
            place = min(max(boxes.index(answer.box) + step, 0), len(boxes) - 1)
            found[answer.interview] = int(boxes[place])
    return found


def _earlier_question(question_id: str, text: str, boxes: Mapping[str, int]) -> dict[str, Any]:
    return {"id": question_id, "text": text, "status": "scored" if boxes else "open", "boxes": boxes}


# -------------------------------------------------------------------------------------------------- the peers

# How many organisations of each sector. More than half are of other sectors than the client's, so that the chosen
# group and the whole database differ by far more than the few organisations that would give single ones away.
SECTORS = {
    "Telecommunications": 44,
    "Retail": 20,
    "Financial services": 20,
    "Business-to-business manufacturing": 14,
    "Healthcare": 11,
    "Utilities": 11,
}
REGIONS = ("United Kingdom", "United Kingdom", "United Kingdom", "Ireland", "Western Europe", "Northern Europe")
SIZES = ("Under 250 staff", "250 to 999 staff", "1,000 to 9,999 staff", "10,000 staff and more")
FIRST_DAY, DAYS = date(2021, 1, 18), 1795  # newest assessments, from January 2021 to December 2025
OWNERS_PER_PEER = Fraction(3, 4)  # so a third of the owners have two organisations, none has more
ASSESSED_TWICE = 9  # every ninth organisation was assessed once before
DAYS_BETWEEN = (540, 1100)  # a year and a half to three years before
EARLIER_LEVEL = -4.0  # overall, against the newest assessment
MEAN, BETWEEN, WITHIN = 36.5, 8.0, 7.5  # overall mean; spread between organisations and within one
LOWEST, HIGHEST = 8, 88
BLANK_SHARE = 0.015  # of the elements, not assessed

# Where organisations as a whole tend to be stronger or weaker; elements not named lie at the mean.
LEANINGS = {
    "TG": 5,
    "EC": 10,
    "WG": -3,
    "RT": -1,
    "MP": 5,
    "WB": -7,
    "EE": -2,
    "CI": 2,
    "TE": 8,
    "PO": 3,
    "ME": -4,
    "EF": -3,
}
SECTOR_LEANINGS = {"Financial services": 4.0, "Telecommunications": 1.0, "Healthcare": -4.0, "Utilities": -2.0}


def sample_peers(questions: QuestionSet, sectors: Mapping[str, int] = SECTORS) -> tuple[Peer, ...]:
    """The invented organisations, always the same ones; an element left blank is absent.

    Those that were assessed twice come twice, the earlier assessment first. `sectors` says how many organisations there
    are of each.
    """
    chance = Random(20260358)
    given = [sector for sector, number in sectors.items() for _ in range(number)]
    mixed = sorted(given, key=lambda _: chance.random())
    owners = ceil(OWNERS_PER_PEER * len(mixed))
    peers: list[Peer] = []
    for number, sector in enumerate(mixed, start=1):
        peer = _peer(number, f"O{1 + number % owners:03d}", sector, chance, questions)
        if number % ASSESSED_TWICE == 0:
            peers.append(_earlier(peer, chance))
        peers.append(peer)
    return tuple(peers)


def _peer(number: int, owner: str, sector: str, chance: Random, questions: QuestionSet) -> Peer:
    level = MEAN + SECTOR_LEANINGS.get(sector, 0.0) + BETWEEN * _deviate(chance)
    scores: dict[str, Fraction] = {}
    for element in questions.elements:
        value = level + LEANINGS.get(element.code, 0) + WITHIN * _deviate(chance)
        if chance.random() >= BLANK_SHARE:
            scores[element.id] = _whole(value)
    return Peer(
        id=f"P{number:03d}",
        owner=owner,
        date=FIRST_DAY + timedelta(days=int(DAYS * chance.random())),
        sector=sector,
        region=_one_of(REGIONS, chance),
        size=_one_of(SIZES, chance),
        set_id=questions.id,
        set_version=questions.version,
        elements=scores,
    )


def _earlier(peer: Peer, chance: Random) -> Peer:
    """What the same organisation scored before: somewhat less, here and there more."""
    least, most = DAYS_BETWEEN
    return replace(
        peer,
        date=peer.date - timedelta(days=least + int((most - least) * chance.random())),
        elements={
            element_id: _whole(float(value) + EARLIER_LEVEL + WITHIN / 2 * _deviate(chance))
            for element_id, value in peer.elements.items()
        },
    )


def _whole(value: float) -> Fraction:
    return Fraction(min(max(round_half_up(Fraction(value)), LOWEST), HIGHEST))


def _deviate(chance: Random) -> float:
    """A number from nearly a standard normal distribution.

    The sum of twelve uniform numbers: unlike the library's own normal deviates, these are promised not to change.
    """
    return fsum(chance.random() for _ in range(12)) - 6


def _one_of(choices: tuple[str, ...], chance: Random) -> str:
    return choices[int(chance.random() * len(choices))]


if __name__ == "__main__":
    main()
