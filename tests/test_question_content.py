"""The shipped questions as texts: complete, each about one thing, plain to read, unlike each other, and our own words.

Every test runs on the set as it stands; those that a change of words could break also run on it in the words of each
sector.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from reportgen.common.model import HORIZONS, Area, Element, Question, QuestionSet
from reportgen.questions import load_question_set, sector_profiles
from reportgen.questions.sectors import in_sector_words
from tests.likeness import alike
from tests.packages import parts_of
from tests.reading import grade, sentences, word_list
from tests.source_words import hashed, known_hashes, runs
from tests.two_in_one import asks_two_things

ROOT = Path(__file__).parent.parent
CMA = load_question_set()
AS_ASKED = {"as shipped": CMA, **{profile.id: in_sector_words(CMA, profile) for profile in sector_profiles(CMA)}}
every_wording = pytest.mark.parametrize("questions", AS_ASKED.values(), ids=AS_ASKED.keys())


# ------------------------------------------------------------------------------------------------ complete, stable


@dataclass(frozen=True)
class SourceTopic:
    title: str
    topic: str
    ids: tuple[str, ...]


def source_topics() -> list[SourceTopic]:
    lines = (ROOT / "tests/data/source-topics.txt").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.split("|")] for line in lines if line and line[0] not in "#;"]
    return [SourceTopic(title, topic, tuple(ids.split())) for title, topic, ids in rows]


# What the source model did not know, or left to others.
NEWER_PRACTICES = {
    "financial contribution of customer management": "ME-02 ME-03 ME-05 ME-06 EF-14",
    "research on industry and consumers": "EE-04 EE-05 EE-06 PR-01",
    "digital self-service": "CX-08 CX-10 EF-10 EF-07",
    "consent and privacy by design": "CI-15 CI-16 CI-17 WB-10 TG-03",
    "data ethics and automated decisions": "AP-08 CI-10 CI-20 CI-21 RT-18 TE-09",
    "journey management across channels": "CX-02 CX-07 PM-02 TE-12",
    "social and messaging service": "EC-02 MP-11 MP-12",
    "subscription and usage-based customers": "AP-07 PR-12 WG-06 ME-04 CD-08",
    "customer data platforms": "TE-01 TE-02 TE-14 CI-13",
    "AI in service and sales": "TE-05 TE-06 TE-07 TE-08 TE-18 ME-16 ME-17 PO-11",
}


def test_there_are_questions_enough() -> None:
    assert len(CMA.questions) >= 270


def test_every_topic_of_the_source_is_asked_about_at_least_three_times() -> None:
    topics = source_topics()
    assert len(topics) == len({entry.topic for entry in topics}) == 77
    asked = {topic.id: {q.id for q in topic.questions} for element in CMA.elements for topic in element.topics}
    assert set(asked) == {entry.topic for entry in topics}
    assert [entry.topic for entry in topics if len(asked[entry.topic]) < 3] == []


def test_an_id_stays_with_its_topic_for_good() -> None:
    topic_of = {q.id: topic.id for element in CMA.elements for topic in element.topics for q in topic.questions}
    moved = [
        (question_id, entry.topic)
        for entry in source_topics()
        for question_id in entry.ids
        if topic_of.get(question_id) != entry.topic
    ]
    assert moved == []


def test_ids_and_topics_come_in_the_order_of_the_source() -> None:
    topics = source_topics()
    assert [topic.id for element in CMA.elements for topic in element.topics] == [entry.topic for entry in topics]
    listed = {question_id for entry in topics for question_id in entry.ids}
    in_the_set = [question_id for question_id in CMA.questions if question_id in listed]
    assert in_the_set == [question_id for entry in topics for question_id in entry.ids]


@pytest.mark.parametrize("practice", NEWER_PRACTICES)
def test_what_the_source_did_not_know_is_asked(practice: str) -> None:
    ids = NEWER_PRACTICES[practice].split()
    assert len(ids) >= 3
    assert set(ids) <= set(CMA.questions)


# -------------------------------------------------------------------------------------------------- every field


def texts_of(question: Question) -> dict[str, str]:
    """All texts that every question has, by field."""
    return {
        "text": question.text,
        "good_practice": question.good_practice,
        **question.evidence,
        "next_step": question.next_step,
    }


def wrong(questions: QuestionSet, field: str, fits: Any) -> list[tuple[str, str]]:
    """The ids and texts of a field that do not fit."""
    found = ((question.id, texts_of(question)[field]) for question in questions.questions.values())
    return [(question_id, text) for question_id, text in found if not fits(text)]


EVIDENCE = tuple(state.id for state in CMA.states)
FIELDS = ("text", "good_practice", *EVIDENCE, "next_step")

# words at least and at most, and the highest Flesch-Kincaid grade, a field
BOUNDS = {
    "text": (8, 24, 12.0),
    "good_practice": (25, 75, 13.0),
    **dict.fromkeys(EVIDENCE, (8, 40, 14.5)),
    "next_step": (10, 40, 14.0),
}
MEAN_GRADE = 9.5  # of a field over all questions
SECTOR_ALLOWANCE = 1.0  # grades that the words of a sector may cost: an organisation is longer than a company


@every_wording
def test_every_field_is_filled(questions: QuestionSet) -> None:
    for question in questions.questions.values():
        assert all(texts_of(question).values()), question.id
        assert set(question.evidence) == set(EVIDENCE)
        assert question.levels <= {level.id for level in questions.levels}
        assert question.horizon in {horizon.id for horizon in HORIZONS}


def test_every_question_counts_in_exactly_one_section_of_the_older_model() -> None:
    assert [q.id for q in CMA.questions.values() if len(q.lenses.get("cmat", ())) != 1] == []


@pytest.mark.parametrize("lens", CMA.lenses, ids=lambda lens: lens.id)
def test_every_group_of_a_lens_has_questions_to_rest_on(lens: Any) -> None:
    for group in lens.groups:
        assert sum(group.id in q.lenses.get(lens.id, ()) for q in CMA.questions.values()) >= 10, group.id


@every_wording
def test_each_field_has_its_form(questions: QuestionSet) -> None:
    one_sentence = re.compile(r"[A-Z0-9'\"][^.?!]*")
    assert wrong(questions, "text", lambda text: re.fullmatch(r"[A-Z][^?]*\?", text)) == []
    for state in EVIDENCE:  # one style: a capital, no full stop
        assert wrong(questions, state, one_sentence.fullmatch) == []
    assert wrong(questions, "good_practice", lambda text: text.endswith(".") and 2 <= len(_stops(text)) <= 4) == []
    assert wrong(questions, "next_step", lambda text: text.endswith(".") and text[0].isupper()) == []


def _stops(text: str) -> list[str]:
    return re.findall(r"[.!?]['\"]?(?=\s|$)", text)


def test_next_steps_begin_with_what_to_do() -> None:
    not_verbs = {"The", "A", "An", "It", "This", "There", "In", "For", "When", "Each", "Every", "All", "By", "To"}
    assert wrong(CMA, "next_step", lambda text: text.split()[0] not in not_verbs) == []


@every_wording
@pytest.mark.parametrize("field", FIELDS)
def test_length_and_reading_grade_stay_within_bounds(questions: QuestionSet, field: str) -> None:
    shortest, longest, hardest = BOUNDS[field]
    hardest += SECTOR_ALLOWANCE if questions.sector else 0
    assert wrong(questions, field, lambda text: shortest <= len(word_list(text)) <= longest) == []
    assert wrong(questions, field, lambda text: grade(text) <= hardest) == []
    grades = [grade(texts_of(question)[field]) for question in questions.questions.values()]
    assert sum(grades) / len(grades) <= MEAN_GRADE


@every_wording
def test_introductions_and_words_are_of_a_length_to_print(questions: QuestionSet) -> None:
    parts: tuple[Area | Element, ...] = (*questions.areas, *questions.elements)
    for part in parts:
        assert 40 <= len(word_list(part.introduction)) <= 100, part.id
        for text in (part.words.low, part.words.middling, part.words.high):
            assert 10 <= len(word_list(text)) <= 60, part.id
            assert len(sentences(text)) <= 3, part.id


def test_texts_use_plain_typing_and_british_spelling() -> None:
    american = re.compile(r"\b\w*(?:[iy]z(?:e|es|ed|ing|ation|ations)|olor|avior|enter|analog)\b", re.IGNORECASE)
    allowed = re.compile(r"\b(?:siz|priz|seiz)\w*\b|\bre-?enter\b|\benter\b|\bpresenter\b", re.IGNORECASE)
    for question in CMA.questions.values():
        for text in texts_of(question).values():
            assert text.isascii(), question.id
            spelt = [word for word in re.findall(r"\b[\w-]+\b", text) if american.fullmatch(word)]
            assert [word for word in spelt if not allowed.fullmatch(word)] == [], question.id


# ----------------------------------------------------------------------------------- one thing each, and another one


@every_wording
def test_no_question_asks_two_things_without_a_reason(questions: QuestionSet) -> None:
    asked = questions.questions.values()
    assert [(q.id, q.text) for q in asked if asks_two_things(q.text) and not q.double_barrelled] == []


@pytest.mark.parametrize(
    "text",
    [
        "Is there a plan and is it used?",
        "Does the company measure satisfaction and act on it?",
        "Are staff trained and then rewarded for good service?",
        "Is customer data checked, and corrected when it is wrong?",
        "Do managers collect and share what customers say?",
        "When a complaint arrives, is it logged and answered within a day?",
        "Is the plan written? Is it used?",
        "Is the plan written/agreed?",
    ],
)
def test_the_rule_finds_two_things_in_one(text: str) -> None:
    assert asks_two_things(text)


@pytest.mark.parametrize(
    "text",
    [
        "Are complaints by phone, letter and e-mail recorded in one place?",
        "Are new or changed offers tried out before they are launched?",
        "Do staff know what customers buy and why they stay?",
        "When a customer leaves or moves on, is the reason recorded?",
    ],
)
def test_the_rule_lets_one_thing_with_several_objects_pass(text: str) -> None:
    assert not asks_two_things(text)


@every_wording
def test_no_two_questions_are_alike(questions: QuestionSet) -> None:
    asked = questions.questions.values()
    assert alike([(q.id, q.text) for q in asked], above=0.5) == []
    assert alike([(q.id, " ".join(texts_of(q).values())) for q in asked], above=0.4) == []


@every_wording
def test_evidence_and_next_steps_are_not_repeated_with_another_noun(questions: QuestionSet) -> None:
    evidence = [(f"{q.id} {state}", text) for q in questions.questions.values() for state, text in q.evidence.items()]
    assert [pair for pair in alike(evidence, above=0.5) if pair.first[:5] != pair.second[:5]] == []
    assert alike([(q.id, q.next_step) for q in questions.questions.values()], above=0.45) == []


@every_wording
def test_no_sentence_stands_twice(questions: QuestionSet) -> None:
    seen: dict[str, str] = {}
    for question in questions.questions.values():
        for field, text in texts_of(question).items():
            for sentence in re.split(r"(?<=[.?])\s+", text):
                place = f"{question.id} {field}"
                assert seen.setdefault(sentence, place) == place


# --------------------------------------------------------------------------------------------------- our own words

# The skeleton of the report fixes these headings; the labels of the boxes and the titles of the model are fixed too.
HEADINGS = (
    "Making Customer Management Your Competitive Advantage",
    "Executive summary and key findings",
    "Summary of key recommendations",
    "How we conducted the assessment",
    "Customer management by element of the model",
    "Conclusion and change possibilities",
    "Burning platform",
    "Quick wins",
    "Big prizes",
    "Strategic initiatives",
    "Day 1 to 3 months",
)
FIXED = (
    *HEADINGS,
    *(box.label for box in CMA.scale.boxes),
    *(area.title for area in CMA.areas),
    *(element.title for element in CMA.elements),
    *(topic.title for element in CMA.elements for topic in element.topics),
)
PROSE = sorted(
    path
    for folder, suffixes in (
        ("reportgen", {".py", ".toml"}),
        ("templates", {".py", ".toml", ".docx", ".md"}),
        ("workbooks", {".py", ".toml"}),
        ("docs", {".md"}),
        (".", {".md"}),
    )
    for path in ((ROOT / folder).rglob("*") if folder != "." else ROOT.glob("*"))
    if path.suffix in suffixes
)


def prose_of(path: Path) -> Iterator[str]:
    """The texts of a file: values of TOML, strings of Python, paragraphs of Word, all of Markdown."""
    if path.suffix == ".toml":
        yield from _strings(tomllib.loads(path.read_text(encoding="utf-8")))
    elif path.suffix == ".py":
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant):
                yield from _strings(node.value)
    elif path.suffix == ".docx":
        for name, part in parts_of(path).items():
            if name.startswith("word/") and name.endswith(".xml"):
                for paragraph in part.decode("utf-8").split("</w:p>"):
                    yield "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", paragraph))
    else:
        yield path.read_text(encoding="utf-8")


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def test_no_text_of_ours_repeats_eight_words_of_the_sources() -> None:
    salt, sources = known_hashes()
    repeated = [
        (path.relative_to(ROOT).as_posix(), " ".join(run))
        for path in PROSE
        for text in prose_of(path)
        for run in runs(text, FIXED)
        if hashed(run, salt) in sources
    ]
    assert repeated == []


def test_the_check_of_our_own_words_would_find_a_copied_sentence() -> None:
    salt, sources = known_hashes()
    assert len(sources) > 5000
    copied = "any form or by any means, without the prior permission"  # legal wording, as in every book
    assert any(hashed(run, salt) in sources for run in runs(copied))
    assert list(runs(copied, exempt=["without the prior permission"])) == []
