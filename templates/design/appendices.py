"""The appendices: everything behind the report, in compact tables on wider pages."""

from __future__ import annotations

from design.markup import (
    KEEP_WITH_NEXT,
    Xml,
    anchored,
    below,
    body,
    bold,
    caption,
    cases,
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
    run,
    table,
    when,
)
from design.theme import APPENDIX_WIDTH_MM

_GROUP = "{% if group.area and group.area != group.title %}{{ group.area }}: {% endif %}{{ group.title }}"


def appendices(section_end: Xml) -> Xml:
    """All appendices, each in a Word section of its own; the last one ends with the document."""
    return joined(
        _questions(),
        section_end,
        when("appendices.next_steps", _next_steps(), section_end),
        _interviews(),
        section_end,
        _disagreements(),
        section_end,
        when("appendices.lenses", _lenses(), section_end),
        _method(),
        _provenance(),
        when("appendices.missing", _missing()),
    )


def _title(key: str, text: str) -> Xml:
    return joined(paragraph("Eyebrow", "Appendix"), paragraph("AppendixHeading", anchored(f"appendix-{key}", text)))


def _widths(*narrow_mm: float, wide: int) -> list[float]:
    """Widths of columns that fill the page: the one at place `wide` takes what the others leave."""
    widths = list(narrow_mm)
    widths.insert(wide, APPENDIX_WIDTH_MM - sum(narrow_mm))
    return widths


def _text(*pieces: str) -> Xml:
    return cell(paragraph("CompactText", *pieces))


def _figure(name: str) -> Xml:
    return cell(paragraph("CompactFigure", name))


# --------------------------------------------------------------------------------------------------- questions


def _pages(pictures: str, title: str) -> Xml:
    """A picture and those that continue it."""
    return each(
        f"picture in {pictures}",
        when(
            "not loop.first",
            paragraph("LeadIn", refer("figure-{{ picture.name }}", "Figure 0"), " continues it."),
        ),
        put(f"appendix_figure(picture, {title})"),
    )


def _questions() -> Xml:
    question = joined(
        paragraph("CompactText", "{{ line.question }}"),
        when("line.computed", paragraph("CellDetail", "{{ line.reason }}")),
    )
    has_no_score = "line.reason and not line.computed"
    boxes = _text(
        run("{% if " + has_no_score + " %}{{ line.reason }}{% endif %}", style="Detail"),
        "{% if not (" + has_no_score + ") %}{{ line.boxes }}{% endif %}",
    )
    score = paragraph("CompactFigure", bold("{{ line.score }}"), below("line.computed", "mean {{ line.computed }}"))
    return joined(
        _title("questions", "Question scores"),
        body(
            "Every question with its score, the boxes that interviews gave it, their number (n) and the steps between "
            "the lowest and the highest. Where the assessors agreed on a score, their reason is given and the mean of "
            "the interviews stands beneath the agreed score."
        ),
        when(
            "appendices.answers",
            region(
                "appendix.answers",
                body(
                    refer("figure-{{ appendices.answers[0].name }}", "Figure 0"),
                    " shows what a mean hides: how many of the questions behind it lie near each box.",
                ),
                _pages("appendices.answers", '"How the questions spread over the boxes"'),
            ),
        ),
        each(
            "strip in appendices.topics",
            region(
                "appendix.topics.{{ strip.id }}",
                _pages("strip.pictures", '"The topics of " ~ strip.title'),
            ),
        ),
        each(
            "group in appendices.questions",
            region(
                "appendix.questions.{{ group.title }}",
                paragraph("TableTitle", _GROUP),
                table(
                    "ReportTableCompact",
                    _widths(12, 13, 25, 7, 12, wide=1),
                    heads("No.", "Question", "Score", "Boxes", "n", "Spread", style="CompactHead", figures=(2, 4, 5)),
                    rows_each(
                        "line in group.rows",
                        6,
                        row(
                            _text("{{ line.id }}"),
                            cell(question),
                            cell(score),
                            boxes,
                            _figure("{{ line.n }}"),
                            _figure("{{ line.spread }}"),
                        ),
                    ),
                    title=f"{_GROUP}, scores by question",
                ),
            ),
        ),
    )


def _next_steps() -> Xml:
    step = joined(
        paragraph("CompactText", "{{ line.next_step }}"),
        paragraph("CellDetail", "{{ line.horizon }} · {{ line.effort }}"),
    )
    return joined(
        _title("next-steps", "Good practice for the weakest questions"),
        region(
            "appendix.next-steps",
            body("{{ appendices.next_steps_note }}"),
            table(
                "ReportTableCompact",
                _widths(12, 43, 11, 42, wide=3),
                heads(
                    "No.",
                    "Question",
                    "Score",
                    "What good practice looks like",
                    "Next step",
                    style="CompactHead",
                    figures=(2,),
                ),
                rows_each(
                    "line in appendices.next_steps",
                    5,
                    row(
                        _text("{{ line.id }}"),
                        cell(
                            paragraph("CompactText", "{{ line.question }}"),
                            paragraph("CellDetail", "{{ line.element }}"),
                        ),
                        cell(paragraph("CompactFigure", bold("{{ line.score }}"))),
                        _text("{{ line.good_practice }}"),
                        cell(step),
                    ),
                ),
                title="Good practice and next steps for the weakest questions",
            ),
        ),
    )


# -------------------------------------------------------------------------------------------------- interviews


def _interviews() -> Xml:
    return joined(
        _title("interviews", "Interviews held"),
        region(
            "appendix.interviews",
            body(
                "{% if overall.levels_title %}Who was interviewed is given by level; roles{% else %}Roles{% endif %} "
                "appear only where the company agreed to it, names never. With each interview stand the parts of the "
                "model it covered, how much of what it could answer was answered, and the messages noted afterwards."
            ),
        ),
        each(
            "interview in appendices.interviews", region("appendix.interview.{{ interview.code }}", _interview_record())
        ),
    )


def _interview_record() -> Xml:
    """An interview in a few lines, on one page: when and with whom, what it covered, what it brought to light."""
    parts = {
        "left_out": "Felt to be left out",
        "follow_ups_open": "Still to be followed up",
        "follow_ups_closed": "Followed up since",
    }
    there = [f"interview.{name}" for name in parts]

    def part(number: int, name: str) -> Xml:
        followed = " or ".join(there[number:]) or "false"
        return when(there[number - 1], put(f'noted("{parts[name]}:", interview.{name}, {followed})'))

    def headline(keep: str = "") -> list[Xml]:
        status = run("{% if headline.status %} ({{ headline.status|lower }}){% endif %}", style="Detail")
        return [paragraph("CompactBullet", "{{ headline.text }}", status, extra=keep)]

    return joined(
        paragraph(
            "MinorHeading",
            "Interview {{ interview.code }}",
            run(
                " – {{ interview.date }}{% if interview.level %}, {{ interview.level }}{% endif %}",
                style="HeadingScore",
            ),
            run("{% if interview.role %}: {{ interview.role }}{% endif %}", style="HeadingScore"),
        ),
        paragraph("CellDetail", "{{ interview.elements }}; {{ interview.completion }}.", extra=KEEP_WITH_NEXT),
        each(
            "headline in interview.headlines",
            cases((f"not loop.last or {' or '.join(there)}", headline(KEEP_WITH_NEXT)), ("", headline())),
        ),
        *(part(number, name) for number, name in enumerate(parts, start=1)),
    )


# ------------------------------------------------------------------------------- disagreements, lenses, method


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
                    _widths(12, 11, 40, 58, wide=1),
                    heads("No.", "Question", "Steps", "Boxes given", "Outcome", style="CompactHead", figures=(2,)),
                    rows_each(
                        "line in appendices.disagreements",
                        5,
                        row(
                            _text("{{ line.id }}"),
                            _text("{{ line.question }}"),
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
                paragraph("MinorHeading", "{{ lens.title }}"),
                when("lens.introduction", paragraph("CompactBody", "{{ lens.introduction }}", extra=KEEP_WITH_NEXT)),
                table(
                    "ReportTableCompact",
                    _widths(17, 17, 19, wide=0),
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
                each("text in note.paragraphs", paragraph("CompactBody", "{{ text }}")),
            ),
        ),
    )


def _missing() -> Xml:
    """For the assessors: the last words of the draft, and none of the report."""
    return region(
        "appendix.missing.draft-note",
        paragraph("MinorHeading", "For the assessors: what the workbook still lacks"),
        paragraph("CompactBody", "{{ appendices.missing_note }}", extra=KEEP_WITH_NEXT),
        table(
            "ReportTableCompact",
            _widths(46, wide=1),
            heads("Place in the workbook", "What is missing", style="CompactHead"),
            rows_each("line in appendices.missing", 2, row(_text("{{ line.place }}"), _text("{{ line.text }}"))),
            title="What the workbook still lacks",
        ),
    )


def _provenance() -> Xml:
    return region(
        "appendix.provenance",
        paragraph("MinorHeading", "How this report was made"),
        paragraph(
            "CompactBody",
            "The files that the figures come from are kept on record, each with a checksum that tells whether it is "
            "still the same.",
            extra=KEEP_WITH_NEXT,
        ),
        table(
            "ReportTableCompact",
            _widths(46, wide=1),
            heads("Part", "Version", style="CompactHead"),
            rows_each("line in appendices.provenance", 2, row(_text("{{ line.label }}"), _text("{{ line.text }}"))),
            title="How this report was made",
        ),
    )
