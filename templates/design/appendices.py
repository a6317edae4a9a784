"""The appendices: everything behind the report, in compact tables."""

from __future__ import annotations

from design.markup import (
    Xml,
    anchored,
    below,
    body,
    bold,
    caption,
    cell,
    each,
    heads,
    joined,
    paragraph,
    put,
    region,
    row,
    rows_each,
    run,
    table,
    when,
)


def appendices(section_end: Xml) -> Xml:
    """All appendices, each in a Word section of its own; the last one ends with the document."""
    return joined(
        _questions(),
        section_end,
        _interviews(),
        section_end,
        _disagreements(),
        section_end,
        _lenses(),
        section_end,
        _method(),
        section_end,
        _provenance(),
        when("appendices.missing", section_end, _missing()),
    )


def _title(key: str, text: str) -> Xml:
    return joined(paragraph("Eyebrow", "Appendix"), paragraph("AppendixHeading", anchored(f"appendix-{key}", text)))


def _text(*pieces: str) -> Xml:
    return cell(paragraph("CompactText", *pieces))


def _figure(name: str) -> Xml:
    return cell(paragraph("CompactFigure", name))


def _questions() -> Xml:
    question = joined(
        paragraph("CompactText", "{{ line.question }}"),
        when("line.reason", paragraph("CellDetail", "{{ line.reason }}")),
    )
    score = paragraph("CompactFigure", bold("{{ line.score }}"), below("line.computed", "mean {{ line.computed }}"))
    return joined(
        _title("questions", "Question scores"),
        body(
            "Every question with its score, the number of interviews that gave it a box (n) and the steps between the "
            "lowest and the highest of these boxes. Where the assessors agreed on a score, their reason is given and "
            "the mean of the interviews stands beneath the agreed score."
        ),
        each(
            "group in appendices.questions",
            region(
                "appendix.questions.{{ group.title }}",
                caption("Table", "questions-{{ group.title }}", "{{ group.area }}: {{ group.title }}"),
                table(
                    "ReportTableCompact",
                    (16, 100, 18, 11, 15),
                    heads("No.", "Question", "Score", "n", "Spread", style="CompactHead", figures=(2, 3, 4)),
                    rows_each(
                        "line in group.rows",
                        5,
                        row(
                            _text("{{ line.id }}"),
                            cell(question),
                            cell(score),
                            _figure("{{ line.n }}"),
                            _figure("{{ line.spread }}"),
                        ),
                    ),
                    title="{{ group.area }}: {{ group.title }}, scores by question",
                ),
            ),
        ),
    )


def _interviews() -> Xml:
    return joined(
        _title("interviews", "Interviews held"),
        body("Who was interviewed is given by level; roles appear only where the company agreed to it, names never."),
        region("appendix.interviews", _interview_list()),
        each(
            "interview in appendices.interviews", region("appendix.interview.{{ interview.code }}", _interview_record())
        ),
    )


def _interview_list() -> Xml:
    return joined(
        caption("Table", "table-interviews", "Interviews held"),
        table(
            "ReportTableCompact",
            (12, 28, 30, 58, 32),
            heads("No.", "Date", "Level", "Elements covered", "Completion", style="CompactHead"),
            rows_each(
                "interview in appendices.interviews",
                5,
                row(
                    _text("{{ interview.code }}"),
                    _text("{{ interview.date }}"),
                    _text("{{ interview.level }}{% if interview.role %}: {{ interview.role }}{% endif %}"),
                    _text("{{ interview.elements }}"),
                    _text("{{ interview.completion }}"),
                ),
            ),
            title="Interviews held",
        ),
    )


def _interview_record() -> Xml:
    """What an interview brought to light; nothing at all where nothing was noted."""

    def part(lead: str, name: str) -> Xml:
        return when(f"interview.{name}", paragraph("LeadIn", lead), put(f"passage(interview.{name})"))

    noted = "interview.headlines or interview.left_out or interview.follow_ups_open or interview.follow_ups_closed"
    return when(
        noted,
        paragraph("MinorHeading", "Interview {{ interview.code }}"),
        each(
            "headline in interview.headlines",
            paragraph(
                "ListBullet",
                "{{ headline.text }}",
                run("{% if headline.status %} ({{ headline.status|lower }}){% endif %}", style="Detail"),
            ),
        ),
        part("What the interviewee felt was left out:", "left_out"),
        part("Still to be followed up:", "follow_ups_open"),
        part("Followed up since:", "follow_ups_closed"),
    )


def _disagreements() -> Xml:
    return joined(
        _title("disagreements", "Where interviews disagree"),
        region(
            "appendix.disagreements",
            body("{{ appendices.disagreements_note }}"),
            when(
                "appendices.disagreements",
                caption("Table", "table-disagreements", "Questions on which interviews lie furthest apart"),
                table(
                    "ReportTableCompact",
                    (15, 52, 12, 33, 48),
                    heads("No.", "Question", "Steps", "Boxes given", "Outcome", style="CompactHead", figures=(2,)),
                    rows_each(
                        "line in appendices.disagreements",
                        5,
                        row(
                            _text("{{ line.id }}"),
                            cell(
                                paragraph("CompactText", "{{ line.question }}"),
                                paragraph("CellDetail", "{{ line.element }}"),
                            ),
                            _figure("{{ line.steps }}"),
                            _text("{{ line.boxes }}"),
                            _text("{{ line.outcome }}"),
                        ),
                    ),
                    title="Questions on which interviews lie furthest apart",
                ),
            ),
        ),
    )


def _lenses() -> Xml:
    return joined(
        _title("lenses", "The same answers through other lenses"),
        body(
            "The answers can be grouped in other ways than by area. Nothing was asked or scored anew: the same rules "
            "are applied to the questions that belong to each group, and a question may belong to more than one."
        ),
        each(
            "lens in appendices.lenses",
            region(
                "appendix.lens.{{ lens.title }}",
                when("lens.introduction", paragraph("LeadIn", "{{ lens.introduction }}")),
                caption("Table", "lens-{{ lens.title }}", "{{ lens.title }}"),
                table(
                    "ReportTableCompact",
                    (88, 24, 24, 24),
                    heads("Group", "Score", "Coverage", "Questions", style="CompactHead", figures=(1, 2, 3)),
                    rows_each(
                        "line in lens.rows",
                        4,
                        row(
                            _text(
                                "{{ line.title }}",
                                run("{% if line.note %} – {{ line.note }}{% endif %}", style="Detail"),
                            ),
                            cell(paragraph("CompactFigure", bold("{{ line.score }}"))),
                            _figure("{{ line.coverage }}"),
                            _figure("{{ line.questions }}"),
                        ),
                    ),
                    title="{{ lens.title }}",
                ),
            ),
        ),
    )


def _method() -> Xml:
    return joined(
        _title("method", "Method, statistics and peers"),
        each(
            "note in appendices.method",
            region(
                "appendix.method.{{ note.title }}",
                paragraph("MinorHeading", "{{ note.title }}"),
                each("text in note.paragraphs", body("{{ text }}")),
            ),
        ),
    )


def _missing() -> Xml:
    return joined(
        _title("missing", "What is still missing"),
        region(
            "appendix.missing",
            body("{{ appendices.missing_note }}"),
            caption("Table", "table-missing", "What the assessment still lacks"),
            table(
                "ReportTableCompact",
                (46, 114),
                heads("Place in the workbook", "What is missing", style="CompactHead"),
                rows_each("line in appendices.missing", 2, row(_text("{{ line.place }}"), _text("{{ line.text }}"))),
                title="What the assessment still lacks",
            ),
        ),
    )


def _provenance() -> Xml:
    return joined(
        _title("provenance", "How this report was made"),
        region(
            "appendix.provenance",
            body(
                "The figures can be traced to the files named here; a checksum tells whether a file is still the same."
            ),
            table(
                "ReportTableCompact",
                (46, 114),
                heads("Part", "Version or checksum", style="CompactHead"),
                rows_each("line in appendices.provenance", 2, row(_text("{{ line.label }}"), _text("{{ line.text }}"))),
                title="How this report was made",
            ),
        ),
    )
