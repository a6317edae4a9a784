"""Chapter 4: how the assessment was conducted. The prose is the firm's to edit."""

from __future__ import annotations

from design.markup import (
    Xml,
    anchored,
    body,
    bold,
    caption,
    cell,
    each,
    heads,
    joined,
    paragraph,
    put,
    refer,
    region,
    row,
    rows_each,
    table,
    when,
)

_PARTS = (
    "{% if areas|length > 1 %}The areas of the model and their elements{% else %}What the model looks at{% endif %}"
)


def approach() -> Xml:
    """Chapter 4."""
    return joined(
        paragraph("Heading1", anchored("approach", "How we conducted the assessment")),
        region("approach.strapline", when("approach.strapline", paragraph("Strapline", "{{ approach.strapline }}"))),
        _what_it_looks_at(),
        _interviews(),
        _keeping_it_real(),
        _how_it_works(),
        _what_you_get(),
        _model(),
    )


def _what_it_looks_at() -> Xml:
    return joined(
        paragraph("Heading2", "What the assessment looks at"),
        region(
            "approach.basis",
            body(
                "This report rests on a formal, high-level assessment of how {{ client }} {{ subject.does }}. "
                "{{ firm }} carried it out with the {{ approach.method_name }} model: {{ approach.questions }}. "
                "{{ approach.origin }}"
            ),
        ),
        body(
            "An assessment of this kind is an audit of practices, not of results. It asks whether the right things are "
            "being done, by the right people and in a way that lasts; it does not judge this year’s sales or profit. "
            "Assessors may still remark on results where that helps the reader."
        ),
        region(
            "approach.sources",
            body("{{ approach.sources }}"),
        ),
        region("approach.interviews", body("{{ approach.interviews }}")),
    )


def _interviews() -> Xml:
    return joined(
        paragraph("Heading2", "The interviews"),
        paragraph("Heading3", "Before the interview"),
        body(
            "Everyone on the list is approached beforehand, in person, by telephone or by e-mail. We explain what the "
            "conversation is for, ask whether they are willing, and make sure that their work touches the parts of the "
            "model we want to discuss."
        ),
        paragraph("Heading3", "One to one"),
        region(
            "approach.one-to-one",
            body(
                "A member of the assessment team holds each conversation, usually for two to three hours. Because the "
                "same small team conducts and scores them all, a given answer earns the same box whoever hears it. The "
                "interview opens with a short account of the model and of the interviewee’s part in it. From there it "
                "is semi-structured: the questions set the course, but there is room to follow a remark that promises "
                "more, and for people to say in their own words what is special about {{ subject.at_work }}. A list to "
                "be ticked yes or no would never bring that to light."
            ),
        ),
        body(
            "Points that stay unclear are noted, and we agree how to follow them up once the notes have been written. "
            "Before closing we ask what we ought to have asked and did not; those answers are recorded too, and often "
            "start a new line of thought."
        ),
        when(
            "approach.states_title",
            region(
                "approach.states",
                paragraph("Heading3", "{{ approach.states_title }}"),
                paragraph("LeadIn", "{{ approach.states_lead }}"),
                _states(),
                when("approach.states_told", paragraph("AfterTable", "{{ approach.states_told }}")),
            ),
        ),
        paragraph("Heading3", "After the interview"),
        when(
            "approach.scale_picture",
            _chosen("figure-{{ approach.scale_picture.name }}", "Figure 0"),
            region("approach.scale", _scale()),
        ),
        when(
            "not approach.scale_picture",
            _chosen("table-box-scores", "Table 0"),
            region("approach.box-scores", _box_scores()),
        ),
        paragraph(
            "AfterTable",
            "Notes are written up under the headings of the question set: anecdotes, examples, short cases, statements "
            "and the insight they give. The few messages that matter most go onto a shared sheet of headlines, so that "
            "the interviews still to come can show whether a theme is new, keeps returning or looks different from "
            "another desk.",
        ),
        region(
            "approach.numbers",
            body(
                "The numbers of the boxes go into the scoring workbook, which averages them by "
                "{{ approach.averaged }}; appendix ",
                refer("appendix-method", "F"),
                " sets out the rules.",
            ),
        ),
    )


def _chosen(key: str, shown: str) -> Xml:
    return body(
        "The assessor completes the questionnaire, choosing for each question the one box that describes the company "
        "best, and so a number (",
        refer(key, shown),
        ").",
    )


def _scale() -> Xml:
    return put('figure(approach.scale_picture, "What the boxes under " ~ approach.boxed ~ " take and score")')


def _states() -> Xml:
    return table(
        "ReportTable",
        (30, 130),
        heads("State", "What we look for"),
        rows_each(
            "state in approach.states", 2, row(cell(_kept(bold("{{ state.title }}"))), cell("{{ state.means }}"))
        ),
        title="{{ approach.states_title }}",
    )


def _box_scores() -> Xml:
    return joined(
        caption("Table", "table-box-scores", "What each box scores"),
        table(
            "ReportTable",
            (15, 47, 98),
            heads("Score", "Box", "What it takes", figures=(0,)),
            rows_each(
                "box in approach.boxes",
                3,
                row(
                    cell(paragraph("TableFigureKept", bold("{{ box.value }}")), align="center"),
                    cell(_kept("{{ box.label }}"), align="center"),
                    cell("{{ box.means }}", align="center"),
                ),
            ),
            title="What each box scores",
        ),
    )


def _kept(*pieces: str) -> Xml:
    return paragraph("TableTextKept", *pieces)


def _keeping_it_real() -> Xml:
    return joined(
        paragraph("Heading2", "Keeping it real"),
        region(
            "approach.keeping-it-real",
            body(
                "Interviews carry a known risk: interviewers hear what they hope to hear, or lead the other person "
                "towards it. Three things hold that risk in check. The questions are fixed, and describe good practice "
                "in terms that can be seen. The guidance beside each says what counts as {{ approach.evidence }}. And "
                "where interviews disagree, appendix ",
                refer("appendix-disagreements", "D"),
                " shows the disagreement instead of smoothing it over.",
            ),
        ),
        when(
            "appendices.disagreements",
            region(
                "approach.disagreements",
                body(refer("table-disagreements", "Table 0"), " lists where they lie furthest apart."),
            ),
        ),
    )


def _how_it_works() -> Xml:
    return joined(
        paragraph("Heading2", "How it works"),
        paragraph("ListStep", bold("Interviews."), " Our consultants hold the structured interviews and score them."),
        paragraph("ListStep", bold("Report."), " They write up what they found, which is the document in your hands."),
        paragraph(
            "ListStep",
            bold("Feedback workshop."),
            " The company discusses where it stands against good practice and, where a peer group was chosen, against "
            "its peers.",
        ),
        paragraph(
            "ListStep",
            bold("Action-planning workshop."),
            " Shortly afterwards the findings become a plan with names and dates. This is where making it happen "
            "begins.",
        ),
    )


def _what_you_get() -> Xml:
    return joined(
        paragraph("Heading2", "What you get"),
        region(
            "approach.view",
            paragraph("ListBullet", "A view across the whole organisation of how well it {{ subject.does }}."),
        ),
        paragraph(
            "ListBullet",
            "The quick wins and the big prizes: where effort would release profit soonest, and where it would release "
            "most.",
        ),
        region(
            "approach.road-map",
            paragraph(
                "ListBullet",
                "A road map that sets the work in order{% if areas|length > 1 %}, for each area and for the company"
                "{% endif %}.",
            ),
        ),
        paragraph("ListBullet", "A point of departure against which later progress can be measured."),
    )


def _model() -> Xml:
    return joined(
        paragraph("Heading2", "The model"),
        region(
            "approach.parts",
            body(
                "The model behind the questions {{ approach.division }} (",
                refer("table-model", "Table 0"),
                ").{% if approach.breadth %} {{ approach.breadth }}{% endif %}",
            ),
        ),
        region("approach.model", _areas()),
    )


def _areas() -> Xml:
    return joined(
        caption("Table", "table-model", _PARTS),
        table(
            "ReportTable",
            (29, 87, 44),
            heads("Area", "What we look at", "Elements"),
            rows_each(
                "area in approach.areas",
                3,
                row(
                    cell(paragraph("TableText", bold("{{ area.title }}"))),
                    cell(paragraph("TableNoteText", "{{ area.introduction }}")),
                    cell(
                        each("element in area.elements", paragraph("CellBulletTight", "{{ element.label }}")),
                    ),
                ),
            ),
            title=_PARTS,
        ),
    )
