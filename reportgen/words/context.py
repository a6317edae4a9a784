"""Everything a report template may use: frozen, formatted, and without a word about Word.

`compose` makes one `ReportContext`; the template and its filler use its names and nothing else. Every figure is a
string as printed, every date is in words, every list is in the order of the report: the template does no arithmetic.
Fixed prose (how an assessment is conducted, lead-ins, headings) stands in the template; here are the words that
depend on the client, the scores and the question set. Titles carry no numbers: numbering is the template's.

Words that a consultant may have to confirm come as `Passage`s, which say who wrote them. An empty string or tuple
means "leave this part out"; a `Passage` is never empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Origin(Enum):
    """Who wrote a passage, and so how the document shows it."""

    ASSESSOR = "assessor"  # as the workbook says it, unmarked
    STANDARD = "standard"  # words of the question set or plain facts of the data, unmarked
    SUGGESTION = "suggestion"  # drafted from the data: marked by a style and one comment holding `why`
    PLACEHOLDER = "placeholder"  # cannot be drafted: visible text in square brackets


class Shape(Enum):
    """How an item of a passage is set."""

    PARAGRAPH = "paragraph"
    BULLET = "bullet"


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph or a bullet; its text is one line without a bullet sign, or several with line breaks inside."""

    text: str
    shape: Shape = Shape.PARAGRAPH
    ref: str = ""  # what it comes from, for pairing on refresh: "F-07", "R-02", "AP-03"; empty when nothing lasting

    @property
    def is_bullet(self) -> bool:
        """True when it is set as a bullet."""
        return self.shape is Shape.BULLET


@dataclass(frozen=True, slots=True)
class Passage:
    """One block of words with one origin; at least one item, none of them empty."""

    items: tuple[Item, ...]
    origin: Origin
    why: str = ""  # a suggestion's comment: what it was drafted from, and what to do with it

    @property
    def is_suggestion(self) -> bool:
        """True when it is to be marked and commented."""
        return self.origin is Origin.SUGGESTION

    @property
    def is_placeholder(self) -> bool:
        """True when it only says what to write here."""
        return self.origin is Origin.PLACEHOLDER


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart ready to be placed."""

    name: str  # "one-page", "overall", "distance", "area-core", "path-activity", "model", "evidence", "moves" ...
    png: bytes
    alt: str  # what it shows, in words
    width_mm: float
    caption: str  # without "Figure 3:"


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A label and the text that belongs to it: a row of a small table, or a term and its meaning."""

    label: str
    text: str


# ------------------------------------------------------------------------------------------------ front matter


@dataclass(frozen=True, slots=True)
class SubjectWords:
    """What is assessed, as parts of sentences; they come from the question set."""

    noun: str  # "customer management"
    title: str  # the same at the beginning of a heading: "Customer management"
    does: str  # what a company does: "manages its customers"
    at_work: str  # what people tell of: "the way they look after customers"
    company: str  # who is assessed, in general: "the company"


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover page; an empty line is left out."""

    title: str  # "Making Customer Management Your Competitive Advantage"
    subtitle: str  # "Report into Brightwater Telecom Customer Management"
    firm: str
    authors: str  # a placeholder in square brackets when not given, like `date` and `commissioned_by`
    date: str  # "14 March 2025"
    method_mark: str  # "Using Customer Management Assessment (CMA) ©"
    rights: str
    commissioned_by: str  # "Jane Okafor, Managing Director"
    draft_mark: str  # "Draft 1, incomplete" until finalised
    incomplete: str  # for the client: "Based on 68 % of the assessment: ..."; empty where enough of it is there
    invented_peers: str  # says so when the peers are invented; else empty
    logo: Picture | None = None  # the firm's, where its house style names one


@dataclass(frozen=True, slots=True)
class DocumentProperties:
    """Properties of the file."""

    title: str
    subject: str
    author: str
    keywords: str
    language: str = "en-GB"


@dataclass(frozen=True, slots=True)
class RunningTexts:
    """Header and footer; chapter name and page numbers are the template's."""

    header: str  # "Brightwater Telecom - Customer Management Assessment"
    footer: str  # "The Star Commercial Academy - March 2025"
    mark: str  # "Draft 1, incomplete": empty when there is nothing to mark


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure worth a call-out: the score, what it is out of, and what it means."""

    value: str
    unit: str
    label: str  # what it is the figure of: "Core"
    words: str  # what it means, as a phrase that can stand alone; never empty


@dataclass(frozen=True, slots=True)
class HeadlineLine:
    """A key message of an interview."""

    text: str
    status: str  # "New", "Recurring", "Variation" or empty
    source: str  # "Interview 03, manager level"; of several: "Five interviews: three at manager level and two at ..."
    interview: str = ""  # its code


@dataclass(frozen=True, slots=True)
class EndsRow:
    """The elements in one place from either end of the ranking; empty where an end names fewer."""

    place: str  # "1"
    high: str  # title of the strong one
    high_score: str
    high_position: str  # "Top quarter"; or empty
    low: str  # the same of the weak one
    low_score: str
    low_position: str


@dataclass(frozen=True, slots=True)
class FirstInitiative:
    """An initiative that must be done."""

    ref: str
    text: str
    when: str  # the months of its horizon
    owner: str  # or empty


@dataclass(frozen=True, slots=True)
class OnePage:
    """The assessment on one page."""

    picture: Picture | None  # "one-page"
    ends: tuple[EndsRow, ...]  # the strongest and the weakest elements
    has_positions: bool  # False: leave their positions among peers out
    ends_note: str  # the reference of these positions, and whether the interviews settle the order; or empty
    initiatives_title: str  # empty without initiatives
    initiatives: tuple[FirstInitiative, ...]  # those marked "must", by horizon, as many as the page has room for
    unsaid: tuple[str, ...]  # what the page cannot say yet, and why


@dataclass(frozen=True, slots=True)
class Introduction:
    """Introduction and aims."""

    aims: Passage


@dataclass(frozen=True, slots=True)
class Summary:
    """Executive summary and key findings."""

    market: str  # the market as a phrase: "the home broadband market"; "its market" when not given
    drivers_lead: str  # the sentence before the market drivers
    market_drivers: Passage
    drivers_close: str  # the sentences after them
    executive_summary: Passage
    key_figures: tuple[KeyFigure, ...]  # overall first, then the areas
    distance_picture: Picture | None  # "distance"
    headlines: tuple[HeadlineLine, ...]  # the recurring ones; new ones and variations where there are few
    headlines_note: str = ""  # where the other headlines are; empty when all are here


# ---------------------------------------------------------------------------------------------------- approach


@dataclass(frozen=True, slots=True)
class BoxLine:
    """One of the six boxes."""

    value: str
    label: str
    means: str


@dataclass(frozen=True, slots=True)
class StateLine:
    """An evidence state."""

    letter: str
    title: str
    means: str


@dataclass(frozen=True, slots=True)
class HorizonLine:
    """A horizon of the road map, for legend and column heads."""

    id: str
    title: str
    when: str
    means: str


@dataclass(frozen=True, slots=True)
class ModelArea:
    """An area of the model as the approach presents it."""

    id: str
    title: str
    introduction: str  # its first sentences: the chapter of the area has it whole
    elements: tuple[LabelledText, ...]  # title and introduction


@dataclass(frozen=True, slots=True)
class Approach:
    """How the assessment was conducted, as far as it depends on the client or the question set."""

    method_name: str  # "Customer Management Assessment"
    strapline: str  # below the heading of the chapter; or empty
    origin: str  # where the questions come from
    division: str  # "divides customer management into areas, and each area into elements"
    breadth: str  # what the areas cover together
    averaged: str  # for what boxes are averaged: "question, element and area"
    smallest: str  # the smallest part of the model that is told by itself: "element", or "area"
    scores_run: str  # "up to 100", "from −2 to 1"
    sources: str  # whose accounts the assessment rests on
    states_title: str  # "Intention, reality and effect"; empty without evidence states
    states_lead: str  # the sentence before them
    states_told: str  # why they are kept apart; empty for one alone
    evidence: str  # what is said beside a question: "evidence of intention, of reality and of effect"
    interviews: str  # "We held twelve interviews, seven with managers and ..., between 3 and 21 February 2025."
    questions: str  # "284 questions on good practice, 77 topics, 18 elements and five areas"
    boxed: str  # the questions that have these boxes: "every question"
    boxes: tuple[BoxLine, ...]  # from the highest to the lowest
    states: tuple[StateLine, ...]
    areas: tuple[ModelArea, ...]
    picture: Picture | None  # "model"
    scale_picture: Picture | None  # "scale": what stands in `boxes`, drawn


# ---------------------------------------------------------------------------------------------------- findings


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A row of a results table."""

    id: str  # OVERALL, area id or element id
    name: str
    is_total: bool  # the row of the table's whole, set apart
    score: str  # "41", or "–"
    band: str  # "low", "middling", "high", or empty without a score
    coverage: str  # "92 %"
    median: str  # peer median, or "–"
    position: str  # "Below median", or "–"
    quarter: int | None  # 1 lowest to 4 top, for the small boxes; None where it may not be shown
    sureness: str  # how sure the score is: "firm", "fair" or "thin"; "–" without a score
    change: str  # since an earlier assessment: "+5, clear", or "–"
    note: str  # why there is no score or no position; empty when both are there


@dataclass(frozen=True, slots=True)
class ResultTable:
    """A results table with what must be said below it."""

    caption: str  # without "Table 3:"
    rows: tuple[ResultRow, ...]
    has_peers: bool  # False: leave the columns median and position out
    change_head: str  # "Since 2023"; empty: leave the column of changes out
    notes: tuple[str, ...]  # the reference and its n and date, withheld scores


@dataclass(frozen=True, slots=True)
class Swot:
    """Strengths, weaknesses, opportunities and threats."""

    strengths: Passage
    weaknesses: Passage
    opportunities: Passage
    threats: Passage


@dataclass(frozen=True, slots=True)
class RoadMapItem:
    """An initiative of the road map."""

    text: str
    priority: str  # "Must", "Should", "Could" or empty
    effort: str  # "low effort" or empty
    owner: str  # or empty
    ref: str = ""

    @property
    def details(self) -> str:
        """Priority, effort and owner as one phrase: "Must · low effort · Head of Service"."""
        return " · ".join(part for part in (self.priority, self.effort, self.owner) if part)


@dataclass(frozen=True, slots=True)
class RoadMapCell:
    """What is to be done in one horizon; at least one item, which may be a placeholder."""

    horizon: HorizonLine
    items: tuple[RoadMapItem, ...]
    origin: Origin
    why: str = ""


@dataclass(frozen=True, slots=True)
class RoadMapRow:
    """A row of the overall road map: an area and its four cells."""

    id: str  # area id, or OVERALL for what concerns the whole company
    title: str
    cells: tuple[RoadMapCell, ...]


@dataclass(frozen=True, slots=True)
class ElementNotes:
    """What an element is about, what its score says, and what was said about it in interviews."""

    id: str
    title: str
    introduction: str
    score: str  # "41", or "–"
    band: str  # "low", "middling", "high", or empty without a score
    analysis: Passage | None  # None where there is nothing to add to the table
    voices: Passage | None  # notes of the interviews, quoted with the level only; None without notes

    @property
    def is_told(self) -> bool:
        """True where there is more to say of it than its row in the table."""
        return bool(self.introduction or self.analysis or self.voices)


@dataclass(frozen=True, slots=True)
class AreaChapter:
    """The chapter of an area."""

    id: str
    title: str  # "Core": without a number
    introduction: Passage
    interviewed: str  # who was interviewed: levels, and roles only where they may be named
    path_lead: str  # what the picture of the path shows, to follow its number
    path_shown: str  # its caption
    path_picture: Picture | None  # "path-activity"; None where the area is no path
    key_figure: KeyFigure
    picture: Picture | None
    results: ResultTable
    analysis: Passage  # the area as a whole
    elements: tuple[ElementNotes, ...]  # element by element
    key_findings: Passage
    swot: Swot
    development_areas: Passage
    road_map: tuple[RoadMapCell, ...]  # four

    @property
    def tells_elements(self) -> bool:
        """True where some element has more to be told than its row in the table."""
        return any(element.is_told for element in self.elements)


@dataclass(frozen=True, slots=True)
class OverallSection:
    """Findings over the whole assessment."""

    interviewed: str
    key_figure: KeyFigure
    picture: Picture | None  # "overall"
    results: ResultTable
    analysis: Passage
    evidence_title: str  # heading of what was found of the evidence states; empty without any
    evidence_shown: str  # caption of its picture
    evidence: Passage  # intention, reality and effect
    evidence_picture: Picture | None
    levels_title: str  # heading of what the levels see differently; empty where there is but one
    levels_shown: str  # caption of its picture
    levels: Passage  # level against level
    levels_picture: Picture | None
    progress_title: str  # heading of what has changed since an earlier assessment; empty without one
    progress_shown: str  # caption of its picture
    progress: Passage  # then and now
    progress_picture: Picture | None  # "progress"
    key_findings: Passage
    swot: Swot
    development_areas: Passage
    horizons: tuple[HorizonLine, ...]
    road_map: tuple[RoadMapRow, ...]
    moves: Passage | None  # what would move the score; None where nothing would
    moves_picture: Picture | None  # "moves"


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """An initiative that is put to a decision."""

    ref: str
    number: str  # in the picture of effort and gain, too
    initiative: str
    owner: str  # or that there is none yet
    when: str  # "30 June 2026", else the months of its horizon
    decision: str  # what must be decided, or "–"


@dataclass(frozen=True, slots=True)
class OwnerRow:
    """What an owner carries of the road map."""

    id: str
    owner: str
    initiatives: str
    must: str  # those of the highest priority, or "–"
    by_horizon: tuple[str, ...]  # one a horizon, or "–"


@dataclass(frozen=True, slots=True)
class Decisions:
    """What is put to a decision."""

    picture: Picture | None  # "effort-gain"
    rows: tuple[DecisionRow, ...]
    owners: tuple[OwnerRow, ...]  # empty where no initiative has an owner


@dataclass(frozen=True, slots=True)
class Conclusion:
    """Conclusion and change possibilities: whole sentences, so the template adds headings but no half sentences."""

    findings_suggest: Passage
    lesson: Passage
    alternative: Passage
    questions: Passage
    tactical: Passage
    strategic: Passage
    decisions: Decisions | None  # None where nothing is put to a decision


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask; empty lines are left out."""

    firm: str
    phones: tuple[str, ...]
    email: str
    web: str


# -------------------------------------------------------------------------------------------------- appendices


@dataclass(frozen=True, slots=True)
class TopicPictures:
    """The topics of an area with their questions."""

    id: str  # of the area
    title: str
    pictures: tuple[Picture, ...]  # "topics-core"; more than one where it outgrows a page


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question and its score."""

    id: str
    question: str
    score: str
    computed: str  # the mean of the interviews where an agreed box stands in its place; else empty
    boxes: str  # those the interviews gave, from the highest: "80, 40 × 2", or "–"; also N/A where it counts
    n: str  # interviews that count
    spread: str  # steps between lowest and highest box, "–" where they cannot be told
    reason: str  # "Agreed: ..." the assessors' reason, or why there is no score; else empty


@dataclass(frozen=True, slots=True)
class QuestionTable:
    """The questions of an element."""

    area: str
    title: str
    rows: tuple[QuestionRow, ...]


@dataclass(frozen=True, slots=True)
class NextStep:
    """A weak question, what good practice looks like there, and the step towards it."""

    id: str
    question: str
    element: str
    score: str
    good_practice: str
    next_step: str
    horizon: str  # "Quick win"
    effort: str  # "low effort"


@dataclass(frozen=True, slots=True)
class InterviewRecord:
    """An interview held; never a person's name."""

    code: str
    date: str
    level: str
    role: str  # empty unless roles may be named
    elements: str  # "all elements", or their titles
    completion: str  # "118 of 124 questions answered (95 %)"
    headlines: tuple[HeadlineLine, ...]
    left_out: Passage | None
    follow_ups_open: Passage | None
    follow_ups_closed: Passage | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A question on which interviews disagree."""

    id: str
    question: str
    element: str
    steps: str  # "3"
    boxes: str  # "Managers 80, 60; implementation staff 20"
    outcome: str  # "Agreed at 40: ..." or "Mean of 53 stands"


@dataclass(frozen=True, slots=True)
class LensRow:
    """A group of a lens and its score."""

    title: str
    score: str
    band: str
    coverage: str
    questions: str  # questions in it
    note: str


@dataclass(frozen=True, slots=True)
class LensTable:
    """The same answers cut another way."""

    title: str
    introduction: str
    rows: tuple[LensRow, ...]


@dataclass(frozen=True, slots=True)
class MethodNote:
    """A rule of the method in words."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """Something the assessment still lacks."""

    place: str  # "Interview 03!F14", or a sheet
    text: str
    ref: str = ""  # the kind of what is missing and its place, for pairing on refresh


@dataclass(frozen=True, slots=True)
class Appendices:
    """The appendices; an empty part says so in its `..._note` where there is one."""

    answers: tuple[Picture, ...]  # how questions spread over the boxes, "answers"; empty when nothing is scored
    topics: tuple[TopicPictures, ...]
    questions: tuple[QuestionTable, ...]
    next_steps: tuple[NextStep, ...]  # for the weakest questions, the lowest first; empty when nothing is scored
    next_steps_note: str  # which questions these are
    interviews: tuple[InterviewRecord, ...]
    disagreements: tuple[Disagreement, ...]  # the largest first
    disagreements_note: str  # what is listed, or that there is nothing to list
    lenses: tuple[LensTable, ...]
    method: tuple[MethodNote, ...]
    missing: tuple[Missing, ...]  # for the assessors, not for the client; empty when the assessment is complete
    missing_note: str  # the same: how much is missing in words
    provenance: tuple[LabelledText, ...]


@dataclass(frozen=True, slots=True)
class ReportContext:
    """The complete list of what a template may use."""

    client: str
    firm: str
    subject: SubjectWords
    cover: Cover
    properties: DocumentProperties
    running: RunningTexts
    one_page: OnePage
    introduction: Introduction
    summary: Summary
    recommendations: Passage
    approach: Approach
    horizons: tuple[HorizonLine, ...]
    overall: OverallSection
    areas: tuple[AreaChapter, ...]
    conclusion: Conclusion
    contact: Contact
    appendices: Appendices
    colours: Mapping[str, str] = field(default_factory=dict)  # house colours by role, "0B4A86", for shading
