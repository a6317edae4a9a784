"""The nouns handed from step to step: frozen, plain, and without a word about Excel or Word.

Scores are exact fractions on the scale of the question set; `rounding.py` prints them. Missing is None, never 0. A
`Place` travels along for messages and takes no part in equality, so values compare by meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, IntEnum
from fractions import Fraction
from functools import cached_property

from reportgen.common.absence import NOT_APPLICABLE, NOT_SCORED, WITHHELD, Absence
from reportgen.common.grouping import grouped
from reportgen.common.language import plural
from reportgen.common.method import HORIZON_MONTHS, PERCENTILE_STEP
from reportgen.common.rounding import NO_FIGURE
from reportgen.common.scale import Answers, Box, Scale
from reportgen.common.subject import ANY_REPORT, ANY_SUBJECT, ReportWords, Subject
from reportgen.common.terms import replacer

# ---------------------------------------------------------------------------------------------- question set


@dataclass(frozen=True, slots=True)
class EvidenceState:
    """Intention, reality or effect: `id`, the letter that heads its column, its title and meaning."""

    id: str
    letter: str
    title: str
    means: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """The level of the people interviewed: managers, or those who implement."""

    id: str
    title: str
    plural: str


@dataclass(frozen=True, slots=True)
class Words:
    """What the report says of a low, a middling and a high score."""

    low: str
    middling: str
    high: str


@dataclass(frozen=True, slots=True)
class Question:
    """One good-practice question, with all that the workbook and the report say about it."""

    id: str  # short and stable; assessors read it aloud: "AP-03"
    text: str
    good_practice: str
    evidence: Mapping[str, str]  # what to look for, by evidence state id
    next_step: str  # what lifts a company by one box
    horizon: str  # of that step itself, not of its practice: id of a `HORIZONS` entry
    effort: str  # that step itself takes: low, medium, high
    na_allowed: bool
    levels: frozenset[str]  # ids of the levels that can answer it
    weight: Fraction = Fraction(1)
    lenses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # lens id -> ids of its groups
    double_barrelled: str = ""  # the reason, where two things are asked at once
    examples: str = ""  # what it can look like in the client's sector
    not_applicable: str = ""  # why it is N/A in the client's sector until somebody answers it
    own_boxes: tuple[Box, ...] = ()  # from the highest to the lowest, where they are not those of the scale
    is_inverse: bool = False  # its boxes are those of the scale with the labels the other way round
    points: Mapping[AnswerState, Fraction] = field(default_factory=dict)  # of N/A and not known, where these count


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of an element: the unit the source model names."""

    id: str
    title: str
    questions: tuple[Question, ...]
    name: str = ""  # what a report calls it, where its title is jargon


@dataclass(frozen=True, slots=True)
class Element:
    """A part of an area that gets a score of its own."""

    id: str
    code: str  # begins the ids of its questions: "AP"
    title: str
    topics: tuple[Topic, ...]
    introduction: str = ""
    words: Words = Words("", "", "")
    weight: Fraction = Fraction(1)
    examples: str = ""  # what it can look like in the client's sector

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions of the element, in report order."""
        return tuple(question for topic in self.topics for question in topic.questions)


@dataclass(frozen=True, slots=True)
class Area:
    """One of the main parts of the model: a chapter of the report."""

    id: str
    title: str
    elements: tuple[Element, ...]
    introduction: str = ""
    words: Words = Words("", "", "")
    weight: Fraction = Fraction(1)
    is_path: bool = False  # its elements are stages that follow one another

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions of the area, in report order."""
        return tuple(question for element in self.elements for question in element.questions)


@dataclass(frozen=True, slots=True)
class LensGroup:
    """One part of another way to cut the same answers."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Lens:
    """Another way to cut the same answers: a question belongs to none, one or several of its groups."""

    id: str
    title: str
    groups: tuple[LensGroup, ...]
    introduction: str = ""


@dataclass(frozen=True)
class QuestionSet:
    """The model as data: areas > elements > topics > questions, scale, evidence states, weights, lenses."""

    id: str
    version: str
    title: str
    scale: Scale
    states: tuple[EvidenceState, ...]
    levels: tuple[Level, ...]
    areas: tuple[Area, ...]
    lenses: tuple[Lens, ...] = ()
    subject: Subject = ANY_SUBJECT
    report: ReportWords = ANY_REPORT
    picture: tuple[tuple[str, ...], ...] = ()  # ids of the areas that lie side by side in the picture of the model
    sectors: tuple[str, ...] = ()  # titles that a new workbook offers; empty: those that any set can use
    sector: str = ""  # title of the sector whose words it speaks
    terms: Mapping[str, str] = field(default_factory=dict)  # words in place of ours: "customers" -> "patients"
    keep: tuple[str, ...] = ()  # phrases in which no term is replaced
    folder: str = field(default="", compare=False)  # it was loaded from; its sector profiles stand there
    plain: QuestionSet | None = field(default=None, compare=False, repr=False)  # in its own words, where these are not

    @property
    def elements(self) -> tuple[Element, ...]:
        """All elements, in report order."""
        return tuple(element for area in self.areas for element in area.elements)

    @property
    def has_topics(self) -> bool:
        """False where every element is its own topic: then nothing is said of topics."""
        return any(topic.id != element.id for element in self.elements for topic in element.topics)

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """All questions by id, in report order."""
        return {question.id: question for area in self.areas for question in area.questions}

    @cached_property
    def answers(self) -> Mapping[str, Answers]:
        """The boxes that each question can get, by its id; the same object for questions with the same boxes."""
        known: dict[tuple[Box, ...], Answers] = {(): self.scale.answers}
        for question in self.questions.values():
            if question.own_boxes not in known:
                known[question.own_boxes] = self.scale.own_answers(question.own_boxes)
        return {question.id: known[question.own_boxes] for question in self.questions.values()}

    @cached_property
    def reach(self) -> tuple[Fraction, Fraction]:
        """The lowest and the highest score that any question can get."""
        return self.reach_of(self.questions.values())

    def reach_of(self, questions: Iterable[Question]) -> tuple[Fraction, Fraction]:
        """The lowest and the highest score that any of some questions can get; those of the scale for none."""
        given = list(questions)
        values = {value for question in given for value in self.answers[question.id].values} or set(self.scale.values)
        values |= {value for question in given for value in question.points.values()}
        return min(values), max(values)

    @cached_property
    def has_own_boxes(self) -> bool:
        """True when some question names its own answers, or counts inversely."""
        return any(question.own_boxes for question in self.questions.values())

    @cached_property
    def has_points(self) -> bool:
        """True when N/A or not known count on some question."""
        return any(question.points for question in self.questions.values())

    def is_at_best(self, question_id: str, value: Fraction) -> bool:
        """True when a score is that of the question's highest box: nothing lifts it any further."""
        return value >= self.answers[question_id].values[-1]

    def counted(self, answer: Answer) -> Fraction | None:
        """What an answer counts: its box, or the points of N/A or not known where the set gives them any."""
        question = self.questions.get(answer.question_id)
        return answer.box if answer.box is not None or not question else question.points.get(answer.state)

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The titles of areas and elements, by id."""
        return {area.id: area.title for area in self.areas} | {part.id: part.title for part in self.elements}

    @cached_property
    def say(self) -> Callable[[str], str]:
        """A text of ours as the sector says it; never for what somebody wrote, nor for a name."""
        return replacer(self.terms, self.keep)

    def horizon_means(self, horizon: Horizon) -> str:
        """What belongs to a horizon of the road map."""
        return self.report.horizons.get(horizon.id) or self.say(horizon.means)

    def in_lens(self, lens_id: str, group_id: str) -> list[Question]:
        """The questions of a group of a lens, in report order."""
        return [question for question in self.questions.values() if group_id in question.lenses.get(lens_id, ())]

    @cached_property
    def element_of(self) -> Mapping[str, Element]:
        """The element of each question, by question id."""
        return {question.id: element for element in self.elements for question in element.questions}

    @cached_property
    def area_of(self) -> Mapping[str, Area]:
        """The area of each element, by element id."""
        return {element.id: area for area in self.areas for element in area.elements}


# ------------------------------------------------------------------------------------------- fixed vocabularies


@dataclass(frozen=True, slots=True)
class Horizon:
    """When an initiative of the road map happens."""

    id: str
    title: str
    when: str
    means: str

    @property
    def plural(self) -> str:
        """Its title over several initiatives: "Quick wins"."""
        return plural(self.title, 2)


HORIZONS = (
    Horizon(
        "burning-platform",
        "Burning platform",
        f"Day 1 to {HORIZON_MONTHS[0]} months",
        "Something that costs the company value today and cannot wait.",
    ),
    Horizon(
        "quick-win",
        "Quick win",
        "{} to {} months".format(*HORIZON_MONTHS[:2]),
        "Can be done with the people and money at hand, and soon makes a difference that people notice.",
    ),
    Horizon(
        "big-prize",
        "Big prize",
        "{} to {} months".format(*HORIZON_MONTHS[1:]),
        "Takes a budget, people set aside and more time; most of the lasting gain comes from here.",
    ),
    Horizon(
        "strategic-initiative",
        "Strategic initiative",
        "Long term",
        "Needs the directors to agree and stay with it; lays the ground on which later change can build.",
    ),
)
HORIZON_TITLES = {horizon.id: horizon.title for horizon in HORIZONS}
PRIORITIES = ("must", "should", "could")
EFFORTS = ("low", "medium", "high")

OVERALL = "overall"  # in place of an area id: the whole assessment


class FindingKind(Enum):
    """What a finding says of the client."""

    STRENGTH = "Strength"
    WEAKNESS = "Weakness"
    OPPORTUNITY = "Opportunity"
    THREAT = "Threat"
    KEY_FINDING = "Key finding"
    DEVELOPMENT_AREA = "Development area"


class NoteKind(Enum):
    """What an assessor noted down in an interview."""

    ANECDOTE = "Anecdote"
    EXAMPLE = "Example"
    MINI_CASE = "Mini case"
    STATEMENT = "Statement"
    INSIGHT = "Insight"


class HeadlineStatus(Enum):
    """How a headline relates to the earlier interviews."""

    NEW = "New"
    RECURRING = "Recurring"
    VARIATION = "Variation"


class NarrativeSection(Enum):
    """The parts of the report that assessors write as running text or bullets."""

    AIM = "Aim"
    MARKET_DRIVER = "Market driver"
    EXECUTIVE_SUMMARY = "Executive summary"
    RECOMMENDATION = "Recommendation"
    AREA_INTRODUCTION = "Introduction to area"
    FINDINGS_SUGGEST = "Our findings suggest"
    LESSON = "Lesson"
    ALTERNATIVE = "Alternative"
    QUESTION = "Question to ask"
    TACTICAL = "Tactical response"
    STRATEGIC = "Strategic response"


# ---------------------------------------------------------------------------------------------------- assessment


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands in the workbook: sheet as its tab shows it, and A1 address."""

    sheet: str
    cell: str = ""

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


NOWHERE = Place("")


class AnswerState(Enum):
    """What became of a question in an interview."""

    SCORED = "scored"
    NOT_APPLICABLE = "N/A"
    NOT_KNOWN = "Not known"
    NOT_ASKED = "Not asked"
    BLANK = "blank"
    UNREADABLE = "unreadable"  # the reader has reported it as a problem

    @property
    def is_answer(self) -> bool:
        """True when somebody answered; blank, not asked and unreadable do not."""
        return self in (AnswerState.SCORED, AnswerState.NOT_APPLICABLE, AnswerState.NOT_KNOWN)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one interview says to one question."""

    interview: str  # code
    question_id: str
    state: AnswerState
    box: Fraction | None = None  # one of the boxes of the scale when scored
    evidence: Mapping[str, bool | None] = field(default_factory=dict)  # by state id; None is not recorded
    note: str = ""
    place: Place = field(default=NOWHERE, compare=False)  # the answer's cell
    note_place: Place = field(default=NOWHERE, compare=False)
    is_laid_out: bool = field(default=False, compare=False)  # N/A as a new workbook has it, touched by nobody

    @property
    def has_entry(self) -> bool:
        """True when anybody entered anything: an answer, an evidence state or a note."""
        recorded = any(state is not None for state in self.evidence.values())
        return not self.is_laid_out and (self.state is not AnswerState.BLANK or bool(self.note) or recorded)


def answer_from_the_start(question: Question, interview: str, states: Sequence[EvidenceState]) -> Answer | None:
    """The answer that a new workbook holds: N/A with its reason where the client's sector has one, else none."""
    if not question.not_applicable:
        return None
    evidence = dict.fromkeys(state.id for state in states)
    return Answer(interview, question.id, AnswerState.NOT_APPLICABLE, None, evidence, question.not_applicable)


@dataclass(frozen=True, slots=True)
class Interview:
    """One interview: never with a person's name."""

    code: str  # "01"
    date: date | None = None
    interviewer: str = ""
    role: str = ""
    level: str | None = None  # level id
    elements: frozenset[str] = frozenset()  # ids of the elements covered
    left_out: str = ""  # what the interviewee felt was left out
    follow_ups_open: str = ""
    follow_ups_closed: str = ""
    place: Place = field(default=NOWHERE, compare=False)  # the cell of its code
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)  # cell of each field, by name

    @property
    def has_facts(self) -> bool:
        """True when more than the code is known."""
        return self != Interview(self.code)

    def should_answer(self, question: Question, element_id: str) -> bool:
        """True when it covers the element and the question is meant for its level; for any level while it has none."""
        return element_id in self.elements and (self.level is None or self.level in question.levels)


@dataclass(frozen=True, slots=True)
class PeerFilter:
    """Which peers make up the chosen group; an empty field lets all pass."""

    sectors: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    since: int | None = None  # assessments of this year or later

    @property
    def is_empty(self) -> bool:
        """True when no filter is set: the chosen group is the whole database."""
        return not (self.sectors or self.regions or self.sizes or self.since)


@dataclass(frozen=True, slots=True)
class Engagement:
    """The facts of the engagement."""

    client: str = ""
    market: str = ""
    commissioned_by: str = ""
    commissioner_title: str = ""
    authors: str = ""
    date: date | None = None
    sector: str = ""
    region: str = ""
    size: str = ""
    peer_data: str = ""  # file name, relative to the workbook
    own_peer_ids: tuple[str, ...] = ()  # ids or owner codes of this client in the peer data: left out of it
    peer_filter: PeerFilter = PeerFilter()
    name_roles: bool = False  # may outputs name the roles of the people interviewed?
    earlier: str = ""  # file name of an earlier assessment of this client, relative to the workbook
    earlier_name: str = ""  # what the client was called in it, where that was another name
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)  # cell of each field, by name


@dataclass(frozen=True, slots=True)
class Note:
    """An anecdote, example, mini case, statement or insight from an interview."""

    interview: str
    element: str | None  # element id
    kind: NoteKind | None
    text: str
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Headline:
    """A key message of an interview."""

    interview: str
    status: HeadlineStatus | None
    text: str
    theme: str = ""  # gathers those of one matter
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class AgreedScore:
    """The assessors' judgement on a question after weighing the interviews."""

    question_id: str
    box: Fraction | None
    reason: str
    place: Place = field(default=NOWHERE, compare=False)  # the agreed box's cell
    reason_place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """What the assessors conclude about an area, or overall."""

    ref: str  # stable reference: "F-07"
    area: str  # area id, or OVERALL
    kind: FindingKind
    text: str
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Initiative:
    """An entry of the road map."""

    ref: str  # stable reference: "R-07"
    area: str  # area id, or OVERALL
    horizon: str  # horizon id
    text: str
    priority: str = "should"
    effort: str = ""
    owner: str = ""
    lifts: tuple[str, ...] = ()  # ids of the questions it is meant to lift a box, each once
    start: date | None = None
    end: date | None = None
    decision: str = ""  # what must be decided before it begins
    place: Place = field(default=NOWHERE, compare=False)
    owner_place: Place = field(default=NOWHERE, compare=False)
    lifts_place: Place = field(default=NOWHERE, compare=False)
    end_place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Target:
    """The box that an element is to reach."""

    element: str  # element id
    box: Fraction  # one of the boxes of the scale
    by: date | None = None
    place: Place = field(default=NOWHERE, compare=False)
    element_place: Place = field(default=NOWHERE, compare=False)
    by_place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class NarrativeText:
    """A paragraph or bullet of the narrative, as the assessor wrote it."""

    section: NarrativeSection
    area: str | None  # area id, for the introductions to areas
    text: str
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Assessment:
    """All that the scoring workbook says."""

    set_id: str
    set_version: str
    engagement: Engagement
    interviews: tuple[Interview, ...] = ()
    answers: tuple[Answer, ...] = ()
    notes: tuple[Note, ...] = ()
    headlines: tuple[Headline, ...] = ()
    agreed: tuple[AgreedScore, ...] = ()
    findings: tuple[Finding, ...] = ()
    initiatives: tuple[Initiative, ...] = ()
    targets: tuple[Target, ...] = ()  # at most one an element
    narrative: tuple[NarrativeText, ...] = ()
    sheets: tuple[str, ...] = field(default=(), compare=False)  # titles, in the order of the workbook's tabs
    agreed_places: Mapping[str, Place] = field(default_factory=dict, compare=False)  # of agreed boxes, by question id
    held: frozenset[str] = field(default=frozenset(), compare=False)  # digests of the entries it was written with

    @cached_property
    def interview(self) -> Mapping[str, Interview]:
        """The interviews by code."""
        return {interview.code: interview for interview in self.interviews}

    @cached_property
    def answers_to(self) -> Mapping[str, tuple[Answer, ...]]:
        """The answers to each question, in the order of the interviews."""
        order = {interview.code: number for number, interview in enumerate(self.interviews)}
        ordered = sorted(self.answers, key=lambda answer: order.get(answer.interview, len(order)))
        found = grouped((answer.question_id, answer) for answer in ordered)
        return {question_id: tuple(answers) for question_id, answers in found.items()}

    @cached_property
    def target_of(self) -> Mapping[str, Target]:
        """The targets by element id."""
        return {target.element: target for target in self.targets}

    def texts(self, section: NarrativeSection, area: str | None = None) -> tuple[str, ...]:
        """The texts of a narrative section, in the workbook's order."""
        return tuple(t.text for t in self.narrative if t.section is section and (area is None or t.area == area))


# --------------------------------------------------------------------------------------------------------- scores


class Status(Enum):
    """Whether a score stands."""

    SCORED = "scored"
    NOT_APPLICABLE = "not applicable"  # every question of it is
    WITHHELD = "withheld"  # something was answered, but too little of the effective weight
    OPEN = "open"  # nothing was answered


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """The score of one question and what it rests on."""

    question_id: str
    status: Status
    value: Fraction | None  # the agreed box, else the mean of what the interviews count
    computed: Fraction | None  # the mean of what the interviews count, agreed or not
    agreed: AgreedScore | None
    boxes: tuple[Answer, ...]  # the answers with a box, in interview order
    points: Mapping[str, Fraction]  # what interviews count, by code: boxes, and N/A or not known where these count
    spread: Fraction | None  # mean distance of two interviews, in steps; None under two boxes
    steps_apart: int | None  # steps between the lowest and the highest box; None under two boxes
    by_level: (
        Mapping[str, tuple[Fraction, ...]] | None
    )  # boxes by level id, from the highest, "" for interviews without a
    # level; None where fewer than two interviews stand behind those of some level: they are told without level

    @property
    def n(self) -> int:
        """Number of interviews that count."""
        return len(self.points)

    @property
    def coverage(self) -> Fraction | None:
        """1 when it is scored, 0 when it is open, None when it is not applicable."""
        return None if self.status is Status.NOT_APPLICABLE else Fraction(self.status is Status.SCORED)


_NO_SCORE = {Status.OPEN: NOT_SCORED, Status.WITHHELD: WITHHELD, Status.NOT_APPLICABLE: NOT_APPLICABLE}


class NoInterval(Enum):
    """Why a score has no interval."""

    NO_SCORE = "there is no score"
    FEW_INTERVIEWS = "too few interviews gave answers"
    FEW_PER_LEVEL = "too few interviews for the number of levels"
    AGREED = "too much of the score rests on agreed scores"
    ALL_AGREE = "it would be the same whichever interview were left out"


@dataclass(frozen=True, slots=True)
class Interval:
    """The interval of a score: what would have been unsurprising, had other people of the same levels been asked.

    Leaves out one interview at a time, pooled within levels; Student's t with interviews - levels degrees of freedom.
    """

    low: Fraction
    high: Fraction
    variance: Fraction  # of the score
    interviews: int  # that gave a box which counts
    levels: int  # that these belong to


class Sureness(Enum):
    """How sure a score is, by what stands behind it."""

    FIRM = "firm"
    FAIR = "fair"
    THIN = "thin"


@dataclass(frozen=True, slots=True)
class Support:
    """What stands behind a score."""

    interviews: int  # that gave a box which counts, agreed questions included
    levels: int  # that these belong to
    sureness: Sureness


@dataclass(frozen=True, slots=True)
class GroupScore:
    """The score of a topic, an element, an area, a lens group, or overall."""

    id: str  # topic id, element id, area id, lens group id or OVERALL
    status: Status
    value: Fraction | None  # None unless status is SCORED; so is all that follows from it
    coverage: Fraction | None  # effective weight of what is scored / of what is not N/A; None if all is N/A
    questions: int
    scored: int
    not_applicable: int
    low: int | None = None  # scored questions whose printed score lies under the set's limit
    spread: Fraction | None = None  # mean of the spreads of its questions with two boxes or more, in steps
    interval: Interval | None = None
    no_interval: NoInterval | None = None  # why, where there is none; topics are given none
    support: Support | None = None  # of a score that stands, but for topics and lens groups
    nearest: tuple[int, ...] = ()  # scored questions by the box their printed score lies nearest to, from the lowest

    @property
    def low_share(self) -> Fraction | None:
        """The share of its scored questions that are low; None where the score is withheld."""
        return None if self.low is None else Fraction(self.low, self.scored)

    @property
    def absence(self) -> Absence | None:
        """Why there is no score; None when there is one."""
        return _NO_SCORE.get(self.status)


@dataclass(frozen=True, slots=True)
class EvidenceShare:
    """Weighted shares of scored answers with each evidence state, where the states were recorded."""

    id: str  # element id, area id or OVERALL
    shares: Mapping[str, Fraction | None]  # by evidence state id, as a fraction; None when never recorded
    answers: int  # scored answers
    recorded: int  # of these, answers with at least one state recorded


class NotCompared(Enum):
    """Why the levels are not compared on a figure."""

    NO_SCORE = "there is no score"
    FEW_INTERVIEWS = "too few interviews at a level"
    FEW_QUESTIONS = "too few questions that every level answered"


@dataclass(frozen=True, slots=True)
class LevelScore:
    """The scores the levels give a figure, over the questions that each of them answered."""

    id: str  # element id, area id or OVERALL
    values: Mapping[str, Fraction | None]  # by level id; all or none of them stand
    questions: int  # that every level answered, in what is compared
    scored: int  # questions the score of the figure rests on
    interviews: Mapping[str, int]  # by level id: behind the values; where there are none, with a box on the figure
    reason: NotCompared | None = None  # why there are no values

    @property
    def rests_on_other_questions(self) -> bool:
        """True when the levels are compared over other questions than those the score rests on."""
        return self.reason is None and self.questions != self.scored


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far interviews agree: Krippendorff's alpha for ordinal data, 1 when they always do, 0 as if by chance."""

    alpha: Fraction | None  # None where all boxes are equal, or no question has two
    questions: int  # with a box from two interviews or more
    interviews: int  # that gave these boxes
    boxes: int


@dataclass(frozen=True, slots=True)
class Completion:
    """How much of what an interview should answer was answered (a figure of its own, not coverage)."""

    interview: str
    expected: int  # questions of the covered elements that its level can answer
    answered: int  # of these: a box, N/A or not known
    gaps: int  # of these: blank

    @property
    def share(self) -> Fraction | None:
        """Answered / expected; None when nothing was expected."""
        return Fraction(self.answered, self.expected) if self.expected else None


class ChangeMark(Enum):
    """Whether a change lies beyond what other interviews alone could have made of it."""

    RISE = "clear rise"
    FALL = "clear fall"
    UNCLEAR = "not clear"


class NoMark(Enum):
    """Why a change bears no mark."""

    NO_CHANGE = "there are no scores over the same questions"
    FEW_QUESTIONS = "too few questions in common"
    NO_INTERVAL = "no interval can be given for both scores"


@dataclass(frozen=True, slots=True)
class ChangeSince:
    """The score of a figure then and now, over the questions scored both times in equal words; both stand or neither.

    Withheld as any score is: where less than enough of today's effective weight is in common.
    """

    id: str  # OVERALL, area id or element id
    questions: int  # scored both times, in what is compared
    then: Fraction | None
    now: Fraction | None
    absence: Absence | None = None  # why neither stands
    interval: tuple[Fraction, Fraction] | None = None  # of the change, low and high
    mark: ChangeMark | None = None
    no_mark: NoMark | None = None  # why, where there is none


@dataclass(frozen=True)
class SinceEarlier:
    """What has changed since an earlier assessment of the same organisation."""

    source: str  # file name
    invented: bool  # the file says that the assessment is invented
    day: date | None  # of the earlier assessment
    then: str  # what it is called beside `now`: "2023", "March 2026", or "earlier"
    now: str  # "2026", or "now"
    set_version: str  # of the question set then
    has_interviews: bool  # False: the file holds no answers of interviews, so no change bears a mark
    changes: Mapping[str, ChangeSince]  # by OVERALL, area id and element id
    scores: Mapping[str, QuestionScore]  # then, of the questions in common, in report order
    added: tuple[str, ...]  # ids of questions that only today's set has
    dropped: tuple[str, ...]  # ... that only the earlier set had
    reworded: tuple[str, ...]  # ... that both have in other words, or with other answers: left out

    def judged(self, questions: QuestionSet) -> tuple[str, tuple[ChangeSince, ...]]:
        """What is told one by one, as a noun, and those of it that bear a mark.

        Elements, unless most of them bear none: then areas. Of a single area always its elements.
        """
        areas = questions.areas
        elements = [self.changes[e.id] for area in areas if len(area.elements) > 1 for e in area.elements]
        marked = tuple(change for change in elements if change.mark)
        if len(areas) == 1 or (elements and 2 * len(marked) >= len(elements)):
            return "element", marked
        return "area", tuple(change for area in areas if (change := self.changes[area.id]).mark)

    @property
    def since(self) -> str:
        """Since when, in a sentence."""
        return f"since {self.then}" if self.day else "since the earlier assessment"


@dataclass(frozen=True, slots=True)
class Move:
    """The overall score if some questions scored one box higher."""

    questions: tuple[str, ...]  # ids of those that move here, in report order
    initiatives: tuple[str, ...]  # references of those that lift them, in the order of the workbook
    value: Fraction  # the overall score then


@dataclass(frozen=True)
class Moves:
    """What would move the overall score: nothing of it is a forecast."""

    adds: Mapping[str, Fraction]  # to the overall score, one box up, by id of each question that can move
    horizons: Mapping[str, Move]  # by horizon id, each on top of those before it; of those that lift any question
    weakest: Move | None  # the questions that score lowest, one box up; None where nothing can move
    gains: Mapping[str, Fraction]  # of each initiative that lifts a question, alone, by reference
    first: frozenset[str] = frozenset()  # references of those that take little effort, in the upper half by gain


NO_MOVES = Moves({}, {}, None, {})


@dataclass(frozen=True)
class Scores:
    """Every score of an assessment."""

    overall: GroupScore
    areas: Mapping[str, GroupScore]  # by area id, in report order
    elements: Mapping[str, GroupScore]  # by element id, in report order
    questions: Mapping[str, QuestionScore]  # by question id, in report order
    topics: Mapping[str, Mapping[str, GroupScore]]  # element id -> topic id -> score, in report order
    lenses: Mapping[str, Mapping[str, GroupScore]]  # lens id -> group id -> score
    evidence: Mapping[str, EvidenceShare]  # by element id, area id and OVERALL
    levels: Mapping[str, LevelScore]  # by OVERALL, area id and element id; empty when the set has but one level
    completion: Mapping[str, Completion]  # by interview code
    level_counts: Mapping[str, int]  # interviews by level id
    agreement: Mapping[str, Agreement]  # by OVERALL and level id
    since: SinceEarlier | None = None  # None without an earlier assessment
    moves: Moves = NO_MOVES

    def group(self, figure_id: str) -> GroupScore:
        """The score of an element or area by id, or the overall one. Raises KeyError for any other id."""
        if figure_id == OVERALL:
            return self.overall
        return self.areas[figure_id] if figure_id in self.areas else self.elements[figure_id]


# ---------------------------------------------------------------------------------------------------------- peers


@dataclass(frozen=True, slots=True)
class Peer:
    """An earlier, anonymous assessment."""

    id: str  # opaque
    owner: str  # opaque: the group the organisation belongs to
    date: date
    sector: str
    region: str
    size: str
    set_id: str
    set_version: str
    elements: Mapping[str, Fraction]  # scores by element id; absent when not assessed


class Disclosure(IntEnum):
    """What may be shown of a group, by its size (design section 7)."""

    NOTHING = 0  # but the number of peers
    MEDIAN = 1  # the median; above, about level with or below it
    QUARTERS = 2  # also the middle half and the quarter
    PERCENTILE = 3  # also the band and the percentile
    BEST = 4  # also best in class


class Reference(Enum):
    """Which of the two peer references a standing refers to."""

    DATABASE = "database"  # the whole database: overall and areas
    CHOSEN = "chosen group"  # the filtered group: elements


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """A reference as printed: its size and year, never its members."""

    reference: Reference
    n: int
    year: int | None  # of the newest assessment in it; None for a small group
    words: str = ""  # "all organisations", or the filters in words
    as_of: date | None = None  # of the earlier release whose figures all stand; None for those of today


SIDES = {1: "above", 0: "about level with", -1: "below"}  # of the median
QUARTERS = ("Bottom quarter", "Below median", "Above median", "Top quarter")


class Side(IntEnum):
    """On which side of the median of its peers a printed score stands; clearly, where its interval is clear of it."""

    CLEARLY_BELOW = -2
    BELOW = -1
    LEVEL = 0
    ABOVE = 1
    CLEARLY_ABOVE = 2

    @property
    def words(self) -> str:
        """As it stands before "the median": "clearly above", "about level with"."""
        return f"clearly {SIDES[self.direction]}" if abs(self) > 1 else SIDES[self.direction]

    @property
    def direction(self) -> int:
        """1 above, 0 about level, -1 below."""
        return (self > 0) - (self < 0)


class Quarter(Enum):
    """In which part of its peers a printed score stands, by the printed middle half."""

    TOP = "top quarter"
    MIDDLE_HALF = "middle half"
    BOTTOM = "bottom quarter"


_SHOWN_FROM = {
    **dict.fromkeys(("median", "side"), Disclosure.MEDIAN),
    **dict.fromkeys(("middle_half", "quarter"), Disclosure.QUARTERS),
    **dict.fromkeys(("band", "percentile"), Disclosure.PERCENTILE),
    "best_in_class": Disclosure.BEST,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the client stands among its peers on one figure; holds nothing that may not be shown, whoever makes it.

    Figures of the peers are those that are printed: there are no exact ones.
    """

    figure_id: str  # OVERALL, area id or element id
    reference: Reference
    n: int  # peers that have this figure
    disclosure: Disclosure
    absence: Absence | None = None  # why nothing is shown, when disclosure is NOTHING
    median: Fraction | None = None
    middle_half: tuple[Fraction, Fraction] | None = None  # between the quartiles
    band: tuple[Fraction, Fraction] | None = None  # in which most of the peers lie
    best_in_class: Fraction | None = None  # mean of the best peers
    side: Side | None = None
    quarter: Quarter | None = None  # None where none is named
    percentile: int | None = None  # in steps, neither 0 nor 100
    is_sure: bool = True  # False where it is above or below the median, but its interval is not
    as_of: date | None = None  # of the earlier release whose figures stand; None for those of today

    def __post_init__(self) -> None:
        """Lets go of what the size of the group does not allow."""
        for name, least in _SHOWN_FROM.items():
            if self.disclosure < least:
                object.__setattr__(self, name, None)

    @property
    def reason(self) -> str:
        """Why nothing is shown, as a sentence; empty when something is."""
        return self.absence.full if self.absence else ""

    @property
    def fourth(self) -> int | None:
        """Of four boxes from the lowest, the one it falls in; None where it is about level or no quarter is named."""
        if self.quarter is Quarter.TOP:
            return 4
        if self.quarter is Quarter.BOTTOM:
            return 1
        if self.quarter is None or not self.side:
            return None
        return 3 if self.side > 0 else 2

    @property
    def percentile_words(self) -> str:
        """The percentile as printed: "60 %"; the first step reads "under 10 %", the last one "over 90 %"."""
        if self.percentile is None:
            return NO_FIGURE
        second, last = 2 * PERCENTILE_STEP, 100 - PERCENTILE_STEP
        ends = {PERCENTILE_STEP: f"under {second} %", last: f"over {100 - second} %"}
        return ends.get(self.percentile, f"{self.percentile} %")

    @property
    def words(self) -> str:
        """The position in a few words; empty when it may not be shown or there is no score."""
        if self.side is None:
            return ""
        return (self.outer_quarter or f"{self.side.words} median").capitalize()

    @property
    def outer_quarter(self) -> str:
        """The top or the bottom quarter, where it is named; else empty."""
        return self.quarter.value if self.quarter and self.quarter is not Quarter.MIDDLE_HALF else ""


@dataclass(frozen=True)
class Comparison:
    """The client among its peers: the groups as printed and the standing on each figure."""

    database: PeerGroup
    chosen: PeerGroup
    standings: Mapping[str, Standing]  # by OVERALL, area id and element id
    source: str = ""  # file name of the peer data; empty without peers
    invented: bool = False
    widened: bool = False  # the chosen group was widened to the whole database
    notes: tuple[str, ...] = ()  # sentences the report must say about the groups
    earlier_releases: int | None = None  # with which these figures were compared; None: no record was asked

    def __iter__(self) -> Iterator[Standing]:
        return iter(self.standings.values())

    def group(self, reference: Reference) -> PeerGroup:
        """The group of a reference, as printed."""
        return self.database if reference is Reference.DATABASE else self.chosen

    def standing_since(self, figures: Iterable[str]) -> dict[date, list[str]]:
        """Those of the figures that stand from an earlier release and whose group does not say so, by its day."""
        found: dict[date, list[str]] = {}
        for figure_id in figures:
            one = self.standings.get(figure_id)
            if one is not None and one.as_of and one.as_of != self.group(one.reference).as_of:
                found.setdefault(one.as_of, []).append(figure_id)
        return found


# ---------------------------------------------------------------------------------------------------------- trace


@dataclass(frozen=True, slots=True)
class TraceInput:
    """One thing a figure rests on: a cell of the workbook or another figure."""

    name: str  # "Interview 03!F14", or the id of a figure
    value: str  # as found or as printed
    role: str = ""  # "box", "agreed box", "weight 1", "not applicable: left out"
    note: str = ""  # what the assessors noted beside it


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a printed figure comes from."""

    figure: str  # "core", "AP-03", "core.coverage"
    title: str
    printed: str
    exact: str  # the unrounded value, as a fraction or decimal
    rule: str  # the rule in words, with the weights
    rounding: str
    inputs: tuple[TraceInput, ...]
