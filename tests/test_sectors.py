"""Sector profiles: the same questions in other words; never another id, weight, level or scale."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.assessment.scoring import score
from reportgen.common.exceptions import BrokenQuestionSetError
from reportgen.common.model import HORIZONS, Element, Question, QuestionSet
from reportgen.common.terms import replacer
from reportgen.questions import find_profile, for_sector, load_question_set, sector_profiles
from reportgen.questions.sectors import SECTOR_LENS, SectorProfile, in_sector_words
from reportgen.workbook.layout import choice_lists
from tests.builders import assessment, question_set
from tests.likeness import alike
from tests.reading import grade, word_list

CMA = load_question_set()
PROFILES = sector_profiles(CMA)
every_sector = pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.id)


# --------------------------------------------------------------------------------------------- what never changes


def test_there_is_a_profile_for_every_sector_the_workbook_offers() -> None:
    assert {profile.title for profile in PROFILES} == set(choice_lists(CMA)["sectors"].labels)


@every_sector
def test_a_sector_changes_words_and_never_what_is_scored(profile: SectorProfile) -> None:
    spoken = in_sector_words(CMA, profile)
    assert set(spoken.questions) == set(CMA.questions)
    assert (spoken.id, spoken.version, spoken.title) == (CMA.id, CMA.version, CMA.title)
    assert [replace(box, means="") for box in spoken.scale.boxes] == [replace(box, means="") for box in CMA.scale.boxes]
    lenses = [replace(lens, introduction="") for lens in CMA.lenses]
    assert [replace(lens, introduction="") for lens in spoken.lenses[: len(lenses)]] == lenses
    assert [area.id for area in spoken.areas] == [area.id for area in CMA.areas]
    for new, old in zip(spoken.areas, CMA.areas, strict=True):
        assert (new.title, new.weight) == (old.title, old.weight)
        assert {parts_of(element) for element in new.elements} == {parts_of(element) for element in old.elements}
    for question_id, old_question in CMA.questions.items():
        assert kept_of(spoken.questions[question_id]) == kept_of(old_question)


def parts_of(element: Element) -> tuple[object, ...]:
    """What no profile may change of an element."""
    topics = {(topic.id, topic.title, tuple(question.id for question in topic.questions)) for topic in element.topics}
    return element.id, element.code, element.title, element.weight, frozenset(topics)


def kept_of(question: Question) -> tuple[object, ...]:
    """What no profile may change of a question."""
    lenses = tuple((lens, groups) for lens, groups in question.lenses.items() if lens != SECTOR_LENS)
    return question.id, question.weight, question.levels, question.horizon, question.effort, lenses


@every_sector
def test_scores_are_the_same_in_every_sector(profile: SectorProfile) -> None:
    rows = "\n".join(f"{id_} | {CMA.scale.values[number % 6]}" for number, id_ in enumerate(CMA.questions))
    answered = assessment(f"question | 01 manager\n{rows}", CMA)
    plain, spoken = score(answered, CMA), score(answered, in_sector_words(CMA, profile))
    assert spoken.overall == plain.overall
    assert spoken.areas == plain.areas
    assert spoken.elements == plain.elements


# ---------------------------------------------------------------------------------------------------- the content


@every_sector
def test_a_profile_is_worth_having(profile: SectorProfile) -> None:
    assert len(profile.introduction.split()) >= 25
    assert {element.id for element in CMA.elements} == {key for key, part in profile.elements.items() if part.examples}
    assert sum(bool(words.examples) for words in profile.questions.values()) >= 20
    assert profile.lens is not None
    assert 3 <= len(profile.lens.groups) <= 5
    assert all(len(members) >= 8 for members in profile.lens_questions.values())


@every_sector
def test_examples_are_short_sentences_to_read_in_an_interview(profile: SectorProfile) -> None:
    of_elements = [(key, words.examples) for key, words in profile.elements.items()]
    of_questions = [(key, words.examples) for key, words in profile.questions.items() if words.examples]
    for key, text in (*of_elements, *of_questions):
        assert re.fullmatch(r"[A-Z].*[.?]", text), key
        assert text.isascii(), key
        assert grade(text) <= 14, (key, text)
    assert all(20 <= len(word_list(text)) <= 60 for _, text in of_elements)
    assert all(6 <= len(word_list(text)) <= 40 for _, text in of_questions)
    assert alike([*of_elements, *of_questions], above=0.5) == []


def test_examples_of_different_sectors_are_their_own() -> None:
    examples: list[tuple[str, str]] = []
    for profile in PROFILES:
        examples += [(f"{profile.id} {key}", words.examples) for key, words in profile.elements.items()]
        examples += [(f"{profile.id} {key}", words.examples) for key, words in profile.questions.items()]
    assert alike(examples, above=0.6) == []


@every_sector
def test_every_term_and_phrase_of_a_profile_has_its_place_in_the_set(profile: SectorProfile) -> None:
    texts = "\n".join(text for part in everything_said(CMA) for text in part).lower()
    assert set(profile.terms).isdisjoint(phrase.lower() for phrase in profile.keep)
    idle = [
        phrase
        for phrase in (*profile.terms, *(phrase.lower() for phrase in profile.keep))
        if not re.search(rf"(?<![\w-]){re.escape(phrase)}(?![\w-])", texts)
    ]
    assert idle == []


@every_sector
def test_no_override_says_what_the_terms_say_anyway(profile: SectorProfile) -> None:
    say = replacer(profile.terms, profile.keep)
    idle = [
        key
        for key, words in profile.questions.items()
        if words.text == say(CMA.questions[key].text) or words.na_allowed is CMA.questions[key].na_allowed
    ]
    assert idle == []


def everything_said(questions: QuestionSet) -> list[tuple[str, ...]]:
    return [texts for _, texts in said_by(questions)]


def said_by(questions: QuestionSet) -> list[tuple[str, tuple[str, ...]]]:
    """Every text that a sector may word, with the id of what it is about."""
    of_questions = [
        (q.id, (q.text, q.good_practice, *q.evidence.values(), q.next_step, q.examples, q.not_applicable))
        for q in questions.questions.values()
    ]
    of_parts = [
        (part.id, (part.introduction, part.words.low, part.words.middling, part.words.high))
        for parts in (questions.areas, questions.elements)
        for part in parts
    ]
    of_lenses = [(lens.id, (lens.introduction,)) for lens in questions.lenses]
    meanings = [(str(box.value), (box.means,)) for box in questions.scale.boxes]
    meanings += [(state.id, (state.means,)) for state in questions.states]
    horizons = [(horizon.id, (questions.say(horizon.means),)) for horizon in HORIZONS]
    return [*of_questions, *of_parts, *of_lenses, *meanings, *horizons]


# Nouns and verbs of other sectors: where they stand, a sentence was worded by swapping nouns.
FOREIGN = {
    "healthcare": "customers? customer.facing buy buys buyers? sold sales? rivals? competitors? prospects? "
    "parcels? warehouse shop.assistants? products? subscribers? drivers? engineers? repay profits? policyholders? "
    "deliveries tills",
    "b2b-manufacturing": "households? bereave\\w* policyholders? postcodes? celebrities births? famil\\w+ tills? "
    "subscribers? spouse shoppers? patients?",
    "financial-services": "parcels? warehouse drivers? depots? returned.goods installation tills? engineers? "
    "deliveries orders? patients? stock",
    "utilities": "parcels? warehouse drivers? branch branches policyholders? tills? returned.goods deliveries "
    "shop.assistants? spouse subscribers? orders? patients? stock",
    "retail": "policyholders? key.accounts? account.managers? large.accounts patients? meters? installation",
    "telecommunications": "policyholders? branch branches drivers? cashiers? delivery.slots? returned.goods patients? "
    "loss.adjusters?",
}


@every_sector
def test_no_sentence_speaks_of_another_sector(profile: SectorProfile) -> None:
    nouns = FOREIGN[profile.id].replace(" ", "|")
    kept = "|".join(map(re.escape, profile.keep)) or "(?!)"
    own = re.compile(rf"(?<![\w-])(?:{kept})(?![\w-])", re.IGNORECASE)
    foreign = re.compile(rf"(?<![\w-])(?:{nouns})(?![\w-])", re.IGNORECASE)
    spoken = in_sector_words(CMA, profile)
    asked = [(key, text) for key, texts in said_by(spoken) for text in texts if not is_not_asked(spoken, key)]
    found = [(key, left, text) for key, text in asked for left in foreign.findall(own.sub("", text))]
    assert found == []


def is_not_asked(questions: QuestionSet, key: str) -> bool:
    return key in questions.questions and bool(questions.questions[key].not_applicable)


@every_sector
def test_no_sentence_stumbles_where_a_word_was_put_in(profile: SectorProfile) -> None:
    """A word twice, `a` before a vowel, `an` before a consonant."""
    twice = re.compile(r"\b(?!that\b|had\b)(\w+) \1\b", re.IGNORECASE)
    before_vowel = re.compile(r"(?<!/)\ba (?!one|once|uni|uti|us[aeu]|eu)[aeiou]\w+", re.IGNORECASE)
    before_consonant = re.compile(r"\b[Aa]n (?!ho[nu]|heir|[A-Z]{2})[BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz]\w+")
    texts = [(key, text) for key, texts in said_by(in_sector_words(CMA, profile)) for text in texts]
    faults = [
        (key, text) for key, text in texts for rule in (twice, before_vowel, before_consonant) if rule.search(text)
    ]
    assert faults == []


@every_sector
def test_a_reason_for_not_applicable_is_a_sentence_or_two(profile: SectorProfile) -> None:
    reasons = {key: words.not_applicable for key, words in profile.questions.items() if words.not_applicable}
    for key, reason in reasons.items():
        assert re.fullmatch(r"[A-Z].*\.", reason), key
        assert 8 <= len(word_list(reason)) <= 25, key
        assert grade(reason) <= 14, (key, reason)
    for element in in_sector_words(CMA, profile).elements:
        assert any(not question.not_applicable for question in element.questions), element.id
    assert len(reasons) <= len(CMA.questions) / 10


def test_a_hospital_has_patients_and_no_customers_but_the_discipline() -> None:
    spoken = for_sector(CMA, "healthcare")
    said = " ".join(text for part in everything_said(spoken) for text in part).lower()
    left = re.findall(r"(?<![\w-])customers?(?![\w-])(?: \w+)?", said)
    assert set(left) <= {phrase.lower() for phrase in find_keep("healthcare")}
    assert said.count("patient") > 300
    assert spoken.questions["AP-14"].na_allowed
    assert not CMA.questions["AP-14"].na_allowed


def find_keep(sector: str) -> tuple[str, ...]:
    profile = find_profile(CMA, sector)
    assert profile is not None
    return profile.keep


@pytest.mark.parametrize(
    ("sector", "question_id", "word"),
    [
        ("Telecommunications", "RT-12", "subscribers"),
        ("Financial services", "RT-12", "policyholders"),
        ("Utilities", "WG-07", "account holder"),
        ("Retail", "TG-08", "store staff"),
        ("Business-to-business manufacturing", "TG-08", "depot staff"),
    ],
)
def test_a_question_speaks_the_words_of_its_sector(sector: str, question_id: str, word: str) -> None:
    assert word in for_sector(CMA, sector).questions[question_id].text


# ----------------------------------------------------------------------------------------------------- choosing one


@pytest.mark.parametrize("name", ["healthcare", "Healthcare", " HEALTHCARE "])
def test_a_profile_is_found_by_id_or_title_however_it_is_written(name: str) -> None:
    assert for_sector(CMA, name).sector == "Healthcare"


def test_a_title_of_several_words_is_found_too() -> None:
    assert for_sector(CMA, "b2b-manufacturing") == for_sector(CMA, "business-to-business manufacturing")


@pytest.mark.parametrize("name", ["", "Museums", "health"])
def test_an_unknown_sector_leaves_the_set_as_it_is(name: str) -> None:
    assert for_sector(CMA, name) is CMA


def test_a_set_that_came_from_no_folder_has_no_profiles() -> None:
    assert sector_profiles(question_set()) == ()
    assert for_sector(question_set(), "retail") == question_set()


# ------------------------------------------------------------------------------------------------------- the rule


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A customer's order, and customers' orders.", "A patient's order, and patients' orders."),
        ("a company or an old company", "an organisation or an old organisation"),
        ("Company-wide and customer-facing work", "Company-wide and customer-facing work"),
        ("the customer strategy for each customer", "the customer strategy for each patient"),
        ("Customer by customer", "Patient by patient"),
        ("An honest customer", "An honest patient"),
    ],
)
def test_terms_are_replaced_as_whole_words(text: str, said: str) -> None:
    terms = {"customer": "patient", "customers": "patients", "company": "organisation"}
    assert replacer(terms, ["customer strategy"])(text) == said


@pytest.mark.parametrize("text", ["\u0130\u015f", "CU\u017fTOMER"])  # a dot on the I, a long s
def test_a_letter_that_is_another_in_small_letters_is_left_alone(text: str) -> None:
    say = replacer({"i\u015f": "work", "customer": "patient"})
    assert say(f"{text}: i\u015f") == f"{text}: work"


def test_an_article_before_a_term_follows_it() -> None:
    assert replacer({"order": "booking"})("An order, an order; a new order") == "A booking, a booking; a new booking"


@given(st.text(alphabet="abc customers.,'-"))
def test_a_text_without_the_term_stays_as_it_is(text: str) -> None:
    assert replacer({"zebra": "horse"})(text) == text


# ------------------------------------------------------------------------------------------------------ what is wrong


def test_every_fault_of_a_profile_is_named_with_file_and_field(own_set: Path) -> None:
    (own_set / "sectors" / "museums.toml").write_text(
        """
        id = "museums"
        title = "Museums"
        first = ["targetting"]
        [questions.AP-99]
        text = "Is it there?"
        [questions.AP-01]
        weight = 2
        na_allowed = "yes"
        [lens]
        title = "What counts"
        [[lens.groups]]
        id = "one"
        title = "One"
        questions = ["AP-1"]
        """,
        encoding="utf-8",
    )
    with pytest.raises(BrokenQuestionSetError) as caught:
        sector_profiles(own_set)
    faults = list(map(str, caught.value.listed))
    assert all(fault.startswith("sectors/museums.toml") for fault in faults)
    said = "\n".join(faults)
    assert "'first' has 'targetting'" in said
    assert "did you mean 'targeting'" in said
    assert "AP-99" in said
    assert "there is no field 'weight'" in said
    assert "'na_allowed' should be true or false" in said
    assert "'questions' has 'AP-1'" in said
    assert len(faults) == 5


def test_a_broken_profile_does_not_stop_the_other_sectors(own_set: Path) -> None:
    (own_set / "sectors" / "retail.toml").write_text("id = ", encoding="utf-8")
    assert for_sector(load_question_set(own_set), "healthcare").sector == "Healthcare"
    with pytest.raises(BrokenQuestionSetError, match=r"sectors/retail\.toml: not valid TOML"):
        for_sector(load_question_set(own_set), "retail")


def test_the_order_a_sector_wants_is_kept_within_area_and_element(own_set: Path) -> None:
    (own_set / "sectors" / "museums.toml").write_text(
        'id = "museums"\ntitle = "Museums"\nfirst = ["winning-back", "over-targeting-policies"]\n', encoding="utf-8"
    )
    spoken = for_sector(load_question_set(own_set), "museums")
    activity = spoken.areas[1]
    assert [element.id for element in activity.elements][:2] == ["winning-back", "targeting"]
    assert activity.elements[1].topics[0].id == "over-targeting-policies"
    assert spoken.questions.keys() == CMA.questions.keys()
