"""A report context for tests: Brightwater Telecom, an invented company, with every part filled, from every origin."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

from reportgen.common.build_record import BuildRecord
from reportgen.common.figures import plain
from reportgen.common.model import HORIZONS
from reportgen.common.native_chart import NativeChart
from reportgen.draft.stored import store_new
from reportgen.office import files
from reportgen.office.gate import admit
from reportgen.template.fill import fill
from reportgen.words.context import (
    Appendices,
    Approach,
    AreaChapter,
    BoxLine,
    Conclusion,
    Contact,
    Cover,
    DecisionRow,
    Decisions,
    Disagreement,
    DocumentProperties,
    ElementNotes,
    EndsRow,
    FirstInitiative,
    HeadlineLine,
    HorizonLine,
    InterviewRecord,
    Introduction,
    Item,
    KeyFigure,
    LabelledText,
    LensRow,
    LensTable,
    MethodNote,
    Missing,
    ModelArea,
    NextStep,
    OnePage,
    Origin,
    OverallSection,
    OwnerRow,
    Passage,
    Picture,
    QuestionRow,
    QuestionTable,
    ReportContext,
    ResultRow,
    ResultTable,
    RoadMapCell,
    RoadMapItem,
    RoadMapRow,
    RunningTexts,
    Shape,
    StateLine,
    SubjectWords,
    Summary,
    Swot,
    TopicPictures,
)
from tests.packages import write_parts

TEMPLATES = Path(__file__).parents[1] / "templates"
TEMPLATE = TEMPLATES / "cma-report.docx"

CLIENT = "Brightwater Telecom"
AREAS: Mapping[str, tuple[str, Sequence[str]]] = {
    "core": ("Core", ("Analysis and planning", "Proposition")),
    "activity": (
        "Customer Management Activity",
        (
            "Targeting",
            "Enquiry and conversion",
            "Welcoming and getting to know",
            "Retention activity",
            "Managing problems",
            "Customer development (penetration)",
            "Winning back",
        ),
    ),
    "development": (
        "Development Platform",
        ("Customer experience", "Satisfaction and research", "External environment"),
    ),
    "enabling": (
        "Enabling Platform",
        ("Customer information", "Technology", "Process management", "People and organisation"),
    ),
    "measurement": ("Measurement / Finance", ("Measuring the effect", "Efficiency and cost to serve")),
}
_LOREM = (
    "Customers who call about a fault are asked for their address three times before anyone can help them.",
    "The plan for the year names four groups of customers, but only one of them has an owner.",
    "Complaints are answered within two days; what caused them is written down in fewer than half of the cases.",
    "Managers speak of a single view of the customer, while the shops still keep their own lists.",
    "Few of the people we met could say what a customer is worth after the first year.",
)


def picture(name: str, height: int = 60, width_mm: float = 160) -> Picture:
    """A picture of one colour, which depends on its name, 160 units wide."""
    colour = bytes(160 + byte % 64 for byte in zlib.crc32(name.encode("utf-8")).to_bytes(4, "big")[:3])
    row = b"\x00" + colour * 160
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 160, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(row * height)),
        (b"IEND", b""),
    )
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
    return Picture(name, png, f"A picture of {name}.", width_mm, f"What {name} shows")


def paragraphs(*texts: str, origin: Origin = Origin.ASSESSOR) -> Passage:
    """A passage of running text."""
    return Passage(tuple(Item(text) for text in texts), origin, _why(origin))


def bullets(*texts: str, origin: Origin = Origin.ASSESSOR) -> Passage:
    """A passage of bullets."""
    return Passage(tuple(Item(text, Shape.BULLET, f"F-{n:02}") for n, text in enumerate(texts)), origin, _why(origin))


def suggested(*texts: str) -> Passage:
    """Bullets that a consultant still has to confirm."""
    return bullets(*texts, origin=Origin.SUGGESTION)


def placeholder(text: str) -> Passage:
    """A passage that says what is to be written."""
    return paragraphs(f"[{text}]", origin=Origin.PLACEHOLDER)


def _why(origin: Origin) -> str:
    return "Drafted from the three weakest questions of this area." if origin is Origin.SUGGESTION else ""


def demo_context(**changes: Any) -> ReportContext:
    """The whole context; `changes` replace its parts."""
    context = ReportContext(
        client=CLIENT,
        firm="The Star Commercial Academy",
        subject=SubjectWords(
            "customer management",
            "Customer management",
            "manages its customers",
            "the way they look after customers",
            "the company",
        ),
        cover=_cover(),
        properties=DocumentProperties(
            "Making Customer Management Your Competitive Advantage",
            f"Customer management at {CLIENT}",
            "The Star Commercial Academy",
            "customer management, assessment",
        ),
        running=RunningTexts(
            f"{CLIENT} – Customer Management Assessment",
            "The Star Commercial Academy – March 2025",
            "Draft 1, incomplete",
        ),
        one_page=_one_page(),
        introduction=Introduction(bullets("See where customers are lost.", "Agree where to begin.")),
        summary=_summary(),
        recommendations=suggested(
            "Name an owner for each of the four customer groups, and let the plan be theirs.",
            "Record the cause of every complaint and take the three most frequent to the board each quarter.",
            "Give the service desk one screen that shows what a customer has bought, asked and been promised.",
        ),
        approach=_approach(),
        horizons=horizons(),
        overall=_overall(),
        areas=tuple(area_chapter(area_id) for area_id in AREAS),
        conclusion=_conclusion(),
        contact=Contact("The Star Commercial Academy", ("0870 224 3380", "0870 224 3381"), "mail@example.com", ""),
        appendices=_appendices(),
        colours={},
    )
    return replace(context, **changes)


def _cover() -> Cover:
    return Cover(
        title="Making Customer Management Your Competitive Advantage",
        subtitle=f"Report into {CLIENT} Customer Management",
        firm="The Star Commercial Academy",
        authors="[Authors]",
        date="14 March 2025",
        method_mark="Using Customer Management Assessment (CMA) ©",
        rights="All rights in this report are reserved. Copying it or passing it on needs the publisher's consent.",
        commissioned_by="Jane Okafor, Managing Director",
        draft_mark="Draft 1, incomplete",
        incomplete="Based on 68 % of the assessment: the appendix on method says what that limits.",
        invented_peers="The peers in this report are invented.",
    )


def _figure(value: str, label: str) -> KeyFigure:
    return KeyFigure(value, "out of 100", label, "below the median of 28 peers")


def _one_page() -> OnePage:
    low = ("Winning back", "18", "Bottom quarter")
    return OnePage(
        picture=picture("one-page", 118),
        ends=tuple(EndsRow(str(n), f"Element {n}", str(70 - n), "Top quarter", *low) for n in (1, 2, 3)),
        has_positions=True,
        ends_note="Elements are compared with 28 organisations of the chosen group, the newest assessed in 2024.",
        initiatives_title="What must be done first: three of 14 initiatives marked “must”",
        initiatives=tuple(
            FirstInitiative(f"R-0{n}", _LOREM[n], "Day 1 to 3 months", "Head of Service") for n in (1, 2, 3)
        ),
        unsaid=("No 95 % interval is given: too few interviews gave answers.",),
    )


def _summary() -> Summary:
    statuses = ("Recurring", "New", "Variation", "", "New")
    return Summary(
        market="the home broadband market",
        drivers_lead="Within the home broadband market, several forces are changing the ground under every supplier:",
        market_drivers=bullets("Fibre is becoming a commodity.", "Three suppliers merged last year."),
        drivers_close="How well does the company meet this challenge? Few other ways to stand out remain.",
        executive_summary=paragraphs(*_LOREM[:3]),
        key_figures=(_figure("41", "Overall"), *(_figure(str(30 + n), AREAS[a][0]) for n, a in enumerate(AREAS))),
        distance_picture=picture("distance"),
        headlines=tuple(
            HeadlineLine(text, status, f"Interview 0{number}, manager")
            for number, (text, status) in enumerate(zip(_LOREM, statuses, strict=True), 1)
        ),
    )


def _approach() -> Approach:
    labels = (
        "Identified, updated and having an effect",
        "Clear evidence and being implemented",
        "Full commitment and real progress",
        "Some commitment and some progress",
        "Isolated activity only",
        "No real progress",
    )
    return Approach(
        method_name="Customer Management Assessment",
        strapline="Developing customer management advantage",
        origin="Every question describes good practice.",
        boxed="every question",
        division="divides customer management into areas, and each area into elements",
        breadth="Together they cover the subject in breadth and in depth.",
        averaged="question, element and area",
        smallest="element",
        scores_run="up to 100",
        sources="What we know comes from people who deal with customers.",
        states_title="Intention, reality and effect",
        states_lead="The interviewer listens for three things, and keeps them apart:",
        states_told="Keeping them apart guards against the flattering answer.",
        evidence="evidence of intention, of reality and of effect",
        interviews="We held twelve interviews, seven with managers and five with staff who implement.",
        questions="284 questions on good practice, 77 topics, 18 elements and five areas",
        boxes=tuple(
            BoxLine(str(value), label, "What it takes to earn this box.")
            for value, label in zip((100, 80, 60, 40, 20, 5), labels, strict=True)
        ),
        states=(
            StateLine("I", "Intention", "It is planned, and somebody answers for the plan."),
            StateLine("R", "Reality", "It can be seen in the organisation."),
            StateLine("E", "Effect", "It works, and there are figures to show it."),
        ),
        areas=tuple(
            ModelArea(area_id, title, " ".join(_LOREM[:2]), tuple(LabelledText(name, _LOREM[2]) for name in elements))
            for area_id, (title, elements) in AREAS.items()
        ),
        picture=picture("model", 100),
        scale_picture=picture("scale", 60),
    )


def horizons() -> tuple[HorizonLine, ...]:
    """The four horizons of the road map."""
    return tuple(HorizonLine(h.id, h.title, h.when, h.means) for h in HORIZONS)


def result_row(row_id: str, name: str, *, is_total: bool = False, **changes: Any) -> ResultRow:
    """A row of a results table."""
    figures = ("41", "middling", "92 %", "38", "Above median", 3, "fair", "+5")
    row = ResultRow(row_id, name, is_total, *figures, note="")
    return replace(row, **changes)


def _swot() -> Swot:
    return Swot(
        strengths=bullets("Complaints are answered within two days.", "Shop staff know their regular customers."),
        weaknesses=suggested("Nobody owns three of the four customer groups (AP-03, 5)."),
        opportunities=placeholder("Write what the company could use to its advantage."),
        threats=paragraphs("A rival offers a price for life."),
    )


def road_map_cells() -> tuple[RoadMapCell, ...]:
    """Four cells: written, suggested, to be written, and again written."""
    written = RoadMapItem("Name an owner for each group of customers", "Must", "low effort", "Head of Service", "R-01")
    drafted = RoadMapItem("Record the cause of every complaint", "Should", "", "")
    missing = RoadMapItem("[Nothing planned yet]", "", "", "")
    cells = (
        ((written, replace(written, text="Answer every enquiry in one day")), Origin.ASSESSOR),
        ((drafted,), Origin.SUGGESTION),
        ((missing,), Origin.PLACEHOLDER),
        ((written,), Origin.ASSESSOR),
    )
    return tuple(
        RoadMapCell(horizon, items, origin, _why(origin))
        for horizon, (items, origin) in zip(horizons(), cells, strict=True)
    )


def area_chapter(area_id: str, **changes: Any) -> AreaChapter:
    """The chapter of an area."""
    title, elements = AREAS[area_id]
    chapter = AreaChapter(
        id=area_id,
        title=title,
        introduction=paragraphs(" ".join(_LOREM[:3]), origin=Origin.STANDARD),
        interviewed="Eleven of the twelve interviews covered this area: seven with managers, four with staff.",
        key_figure=_figure("41", title),
        path_lead="shows the elements as the stages that customers go through.",
        path_shown="The path of customers, stage by stage",
        path_picture=picture("path-activity", 75) if area_id == "activity" else None,
        picture=picture(f"area-{area_id}", 30 + 8 * len(elements)),
        results=ResultTable(
            caption=f"{title}: results by element",
            rows=(
                result_row(area_id, title, is_total=True),
                *(result_row(f"{area_id}-{n}", name, quarter=1 + n % 4) for n, name in enumerate(elements)),
            ),
            has_peers=True,
            change_head="",
            notes=("Peers: 28 organisations of the chosen group, as of March 2025.",),
        ),
        analysis=suggested(_LOREM[1], _LOREM[3]),
        elements=tuple(
            ElementNotes(
                f"{area_id}-{n}",
                name,
                _LOREM[4],
                "41",
                "middling",
                paragraphs(_LOREM[n % 5], _LOREM[(n + 1) % 5]),
                paragraphs("“We ask for the address three times.” (staff)") if n % 2 else None,
            )
            for n, name in enumerate(elements)
        ),
        key_findings=bullets(*_LOREM[:3]),
        swot=_swot(),
        development_areas=suggested(*_LOREM[2:4]),
        road_map=road_map_cells(),
    )
    return replace(chapter, **changes)


def _overall() -> OverallSection:
    return OverallSection(
        interviewed="Twelve interviews: seven with managers, five with staff who implement.",
        key_figure=_figure("41", "Overall"),
        picture=picture("overall", 80),
        results=ResultTable(
            "Scores overall and by area",
            (
                result_row("overall", "Overall", is_total=True),
                *(result_row(area_id, AREAS[area_id][0]) for area_id in AREAS),
            ),
            True,
            "",
            ("Peers: all 29 organisations of the database, as of March 2025.",),
        ),
        analysis=paragraphs(*_LOREM[:2]),
        evidence_title="Intention, reality and effect",
        evidence_shown="Evidence of intention, of reality and of effect",
        evidence=suggested("Plans outnumber results by two to one."),
        evidence_picture=picture("evidence", 70),
        levels_title="Managers and those who implement",
        levels_shown="Scores at the two levels compared",
        levels=paragraphs("Managers score eight points higher than those who implement."),
        levels_picture=picture("levels", 70),
        progress_title="",
        progress_shown="Then and now",
        progress=paragraphs("Nothing was assessed before."),
        progress_picture=None,
        key_findings=bullets(*_LOREM),
        swot=_swot(),
        development_areas=suggested(*_LOREM[1:4]),
        horizons=horizons(),
        road_map=tuple(RoadMapRow(area_id, AREAS[area_id][0], road_map_cells()) for area_id in AREAS),
        moves=paragraphs("Every box of a question that an initiative lifts moves up one box.", origin=Origin.STANDARD),
        moves_picture=picture("moves", 60),
    )


def _conclusion() -> Conclusion:
    return Conclusion(
        findings_suggest=paragraphs("Our findings suggest that goodwill carries more than method does."),
        lesson=paragraphs("The lesson is that good intentions need owners."),
        alternative=placeholder("Write what the company could do instead."),
        questions=bullets("Who owns the customer?", "What would a lost customer say?"),
        tactical=suggested("A weekly list of repeated complaints."),
        strategic=bullets("A plan for each customer group."),
        decisions=_decisions(),
    )


def _decisions() -> Decisions:
    rows = (
        DecisionRow("R-01", "1", "Name an owner for each group of customers", "Head of Service", "30 June 2026", "Who"),
        DecisionRow("R-02", "2", "Record the cause of every complaint", "No owner yet", "3 to 6 months", "–"),
    )
    owners = (OwnerRow("head of service", "Head of Service", "1", "1", ("1", "–", "–", "–")),)
    return Decisions(picture("effort-gain", 90), rows, owners)


def _appendices() -> Appendices:
    question = QuestionRow(
        "AP-03", "Do departments outside marketing build the customer strategy into their plans?",
        "40", "53", "80, 60, 40, 20", "4", "2",
        "Agreed: what managers described could not be seen in the plans of operations and service.",
    )  # fmt: skip
    return Appendices(
        answers=(picture("answers", 160), picture("answers-2", 60)),
        topics=tuple(
            TopicPictures(name, title, (picture(f"topics-{name}", 100),)) for name, (title, _) in AREAS.items()
        ),
        questions=tuple(
            QuestionTable(title, name, tuple(replace(question, id=f"Q{n:02}") for n in range(12)))
            for title, elements in AREAS.values()
            for name in elements
        ),
        next_steps=tuple(
            NextStep(
                f"Q{number:02}",
                question.question,
                "Analysis and planning",
                "5",
                _LOREM[number % 5],
                "Name an owner for one group of customers.",
                "Quick win",
                "low effort",
            )
            for number in range(20)
        ),
        next_steps_note="Here stand the 20 lowest of 284 scores.",
        interviews=tuple(
            InterviewRecord(
                f"{number:02}",
                "3 February 2025",
                "Manager",
                "Head of Service" if number == 2 else "",
                "all elements",
                "118 of 124 questions answered (95 %)",
                (HeadlineLine(_LOREM[number % 5], "New", ""),) if number != 3 else (),
                paragraphs("The role of the shops.") if number == 1 else None,
                None,
                None,
            )
            for number in range(1, 13)
        ),
        disagreements=(
            Disagreement("AP-03", question.question, "Analysis and planning", "3", "Managers 80; staff 5", "Agreed"),
        ),
        disagreements_note="One question on which interviews lie two steps apart or more.",
        lenses=(
            LensTable(
                "REAP",
                "Retention, efficiency, acquisition and penetration.",
                (
                    LensRow("Retention", "41", "middling", "92 %", "61", ""),
                    LensRow("Efficiency", "–", "", "20 %", "5", "withheld"),
                ),
            ),
        ),
        method=(
            MethodNote("Scores", ("The mean of the boxes.", "All weights are 1.")),
            MethodNote("Peers", ("Twenty-eight organisations.",)),
        ),
        missing=(Missing("Interview 03!F14", "No answer to AP-07."),),
        missing_note="One answer is missing.",
        provenance=(LabelledText("Workbook", "client.xlsx, SHA-256 0123"), LabelledText("Tool", "reportgen 0.1.0")),
    )


def as_read(context: ReportContext) -> ReportContext:
    """The context with every text as a reader sees it: figures without their names."""
    read: ReportContext = _as_read(context)
    return read


def _as_read(value: Any) -> Any:
    if isinstance(value, str) and not isinstance(value, Enum):
        return plain(value)
    if isinstance(value, tuple):
        return tuple(_as_read(part) for part in value)
    if isinstance(value, Mapping):
        return {key: _as_read(part) for key, part in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _as_read(getattr(value, f.name)) for f in fields(value) if f.init})
    return value


def everywhere(value: Any, text: str) -> Any:
    """A part of the context with `text` in place of every text that a reader sees."""
    if isinstance(value, str):
        return text
    if isinstance(value, tuple):
        return tuple(everywhere(part, text) for part in value)
    if is_dataclass(value) and not isinstance(value, type | HorizonLine):
        kept = ("id", "name", "ref", "code", "title", "language")
        return replace(
            value,
            **{
                f.name: everywhere(getattr(value, f.name), text) for f in fields(value) if f.name not in kept and f.init
            },
        )
    return value


def fill_template(
    template: Path,
    context: ReportContext,
    native: Mapping[str, NativeChart] | None = None,
    record: BuildRecord | None = None,
    charts: Mapping[str, str] | None = None,
) -> bytes:
    """The draft that a template and a context give, with its base as a build stores it."""
    filled = fill(admit(template, files.TEMPLATE), template.name, context, native)
    words = filled.drafted
    store_new(
        filled.parts,
        filled.regions,
        filled.figures,
        record or BuildRecord(),
        charts or {},
        suggestions=words.suggestions,
        placeholders=words.placeholders,
    )
    return write_parts(filled.parts)
