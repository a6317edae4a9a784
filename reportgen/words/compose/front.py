"""Cover, running texts, properties of the file, the approach and the contact."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.common.build_record import BuildRecord
from reportgen.common.diagnostics.problems import Problem
from reportgen.common.house_style import NO_FIRM, HouseStyle
from reportgen.common.language import counted, day_in_words, first_sentences, listed, month_in_words, one_line
from reportgen.common.model import Area
from reportgen.common.picture_size import picture_size
from reportgen.common.rounding import printed_exactly
from reportgen.common.subject import put
from reportgen.words.compose import subject
from reportgen.words.compose.facts import Facts
from reportgen.words.compose.interviewed import interviewed
from reportgen.words.compose.limits import incomplete
from reportgen.words.compose.results import parts_between, several
from reportgen.words.context import (
    Approach,
    BoxLine,
    Contact,
    Cover,
    DocumentProperties,
    LabelledText,
    ModelArea,
    Picture,
    RunningTexts,
    StateLine,
)

LOGO_WIDTH_MM, LOGO_HEIGHT_MM = 45.0, 26.0  # at most: what the cover has room for beside long names
VERSION_DIGITS = 8  # of the workbook's digest: drafts from different workbooks bear different versions


class Titles:
    """The titles of a report: the firm's where its house style has some, else those of the question set."""

    def __init__(self, facts: Facts, house: HouseStyle) -> None:
        words = facts.questions.report
        self.title = house.title or words.title or facts.questions.title
        self.subtitle = put(house.subtitle or words.subtitle, facts.client)
        self.method = house.method or words.method or facts.questions.title
        self.method_mark = house.method_mark or words.method_mark or f"Method: {self.method}"


def cover(facts: Facts, house: HouseStyle, problems: Sequence[Problem], record: BuildRecord) -> Cover:
    """The cover page."""
    facts_given = facts.assessment.engagement
    titles = Titles(facts, house)
    return Cover(
        title=titles.title,
        subtitle=titles.subtitle,
        firm=house.firm,
        authors=one_line(facts_given.authors) or "[Authors]",
        date=day_in_words(facts_given.date) if facts_given.date else "[Date of the report]",
        method_mark=titles.method_mark,
        rights=house.rights,
        commissioned_by=_commissioned_by(facts),
        draft_mark=draft_mark(record, problems),
        incomplete=incomplete(facts),
        invented_peers=invented_peers(facts),
        logo=_logo(house),
    )


def _logo(house: HouseStyle) -> Picture | None:
    """The firm's logo; the house style has proved that it is a picture."""
    if house.logo is None:
        return None
    data = house.logo.read_bytes()
    width, height = picture_size(data)
    width_mm = min(LOGO_WIDTH_MM, LOGO_HEIGHT_MM * width / height)
    return Picture("logo", data, f"Logo of {house.firm}", width_mm, house.firm)


def _commissioned_by(facts: Facts) -> str:
    engagement = facts.assessment.engagement
    named = [one_line(text) for text in (engagement.commissioned_by, engagement.commissioner_title)]
    return ", ".join(text for text in named if text) or "[Name and title of who commissioned this report]"


def draft_mark(record: BuildRecord, problems: Sequence[Problem]) -> str:
    """Marks the draft: with a version that follows from the workbook alone, and whether that has gaps or doubts."""
    version = f"Draft, version {record.workbook.sha256[:VERSION_DIGITS]}".removesuffix(", version ")
    return f"{version}, incomplete" if any(not problem.is_error for problem in problems) else version


def invented_peers(facts: Facts) -> str:
    """Says that the peers are invented; empty when they are not."""
    if not facts.comparison.invented:
        return ""
    return "The organisations this report compares with are invented, for demonstration only."


def running_texts(facts: Facts, house: HouseStyle, problems: Sequence[Problem], record: BuildRecord) -> RunningTexts:
    """Header and footer."""
    day = facts.assessment.engagement.date
    return RunningTexts(
        header=f"{facts.client} – {Titles(facts, house).method}",
        footer=f"{house.firm} – {month_in_words(day)}" if day else house.firm,
        mark=draft_mark(record, problems),
    )


def properties(facts: Facts, house: HouseStyle) -> DocumentProperties:
    """Properties of the file."""
    engagement, titles = facts.assessment.engagement, Titles(facts, house)
    keywords = [facts.questions.subject.noun, titles.method, one_line(engagement.sector), one_line(engagement.market)]
    return DocumentProperties(
        title=f"{titles.title}: {titles.subtitle}",
        subject=f"{titles.method} of {facts.client}",
        author=one_line(engagement.authors) or ("" if house.firm == NO_FIRM else house.firm),
        keywords=", ".join(dict.fromkeys(word for word in keywords if word)),
    )


def approach(facts: Facts, house: HouseStyle, *, model: Picture | None, scale: Picture | None) -> Approach:
    """How the assessment was conducted, as far as it depends on the client or the question set."""
    questions = facts.questions
    return Approach(
        method_name=Titles(facts, house).method,
        strapline=questions.report.strapline,
        origin=questions.report.origin,
        division=subject.division(questions),
        breadth=questions.report.breadth if several(questions.areas) else "",
        averaged=listed(("question", *parts_between(questions))),
        smallest=next(iter(parts_between(questions)), "area"),
        scores_run=subject.scores_run(questions),
        sources=subject.sources(questions),
        states_title=subject.states_title(questions),
        states_lead=subject.states_lead(questions),
        states_told=subject.states_told(questions),
        evidence=subject.evidence(questions),
        interviews=interviewed(facts),
        questions=_extent(facts),
        boxed=f"every question{' without answers of its own' if questions.has_own_boxes else ''}",
        boxes=tuple(BoxLine(printed_exactly(box.value), box.label, box.means) for box in questions.scale.boxes),
        states=tuple(StateLine(state.letter, state.title, state.means) for state in questions.states),
        areas=tuple(_model_area(area) for area in questions.areas),
        picture=model,
        scale_picture=scale,
    )


def _extent(facts: Facts) -> str:
    """The size of the question set in words."""
    model = facts.questions
    topics = sum(len(element.topics) for element in model.elements) if model.has_topics else 0
    counts = {"topic": topics, "element": len(model.elements), "area": len(model.areas)}
    own = ("topic", *parts_between(model))
    parts = listed(counted(count, noun) for noun, count in counts.items() if count > 1 and noun in own)
    return f"{counted(len(model.questions), 'question')} on good practice{f', in {parts}' if parts else ''}"


def _model_area(area: Area) -> ModelArea:
    elements = tuple(LabelledText(element.title, element.introduction) for element in area.elements)
    return ModelArea(area.id, area.title, first_sentences(area.introduction, 2), elements)


def contact(house: HouseStyle) -> Contact:
    """Whom to ask."""
    return Contact(house.firm, house.phones, house.email, house.web)
