"""Cover, contents, introduction, executive summary and recommendations."""

from __future__ import annotations

from design.markup import (
    KEEP_WITH_NEXT,
    Xml,
    anchored,
    body,
    bold,
    cases,
    cell,
    each,
    field,
    heads,
    joined,
    paragraph,
    put,
    refer,
    region,
    row,
    rows_each,
    rows_when,
    run,
    table,
    when,
)
from design.theme import ACCENT, HIGHLIGHT, MID, PAGE_WIDTH_MM, TINT, Colour, twips

_SIDE_MM = 25.0
_FOLLOWING = f'<w:spacing w:before="{twips(11)}"/>'  # a chapter that begins in the middle of a page
_LABEL_MM = 62.0  # its side margin included


def cover() -> Xml:
    """The title page: one table over the whole sheet, so that it prints alike everywhere."""
    return region(
        "cover",
        table(
            "CoverTable",
            (_LABEL_MM, PAGE_WIDTH_MM - _LABEL_MM),
            row(_wide(paragraph("CoverFirm", "{{ cover.firm }}"), fill=ACCENT, align="center"), at_least_mm=42),
            row(
                _wide(
                    paragraph("Title", "{{ cover.title }}"),
                    paragraph("Subtitle", "{{ cover.subtitle }}"),
                    fill=ACCENT,
                    align="bottom",
                ),
                at_least_mm=108,
            ),
            row(_wide(paragraph("SectionEnd"), fill=MID), exact_mm=2.5),
            _said("CoverMark", "cover.draft_mark", HIGHLIGHT),
            *(_said("CoverNote", f"cover.{name}", TINT) for name in ("incomplete", "invented_peers")),
            row(_wide(paragraph("SectionEnd")), exact_mm=9),
            _detail("By", "{{ cover.firm }}"),
            _detail("Authors", "{{ cover.authors }}"),
            _detail("Date", "{{ cover.date }}"),
            _detail("Commissioned by", "{{ cover.commissioned_by }}"),
            rows_when(
                "cover.logo", 2, row(_wide(paragraph("CoverLogo", "{{ cover.logo }}"), align="bottom"), at_least_mm=36)
            ),
            title="Title page",
            banded=False,
        ),
    )


def cover_foot() -> Xml:
    """Method and rights, at the foot of the title page however long the names above are."""
    return joined(
        paragraph("CoverMethod", "{{ cover.method_mark }}"),
        when("cover.rights", paragraph("CoverRights", "{{ cover.rights }}")),
    )


def _wide(*paragraphs: Xml, fill: Colour | None = None, align: str = "") -> Xml:
    return cell(*paragraphs, span=2, fill=fill, align=align, left_mm=_SIDE_MM, right_mm=_SIDE_MM)


def _said(style: str, name: str, fill: Colour) -> Xml:
    """A line that says what a reader must know first; no line when there is nothing to say."""
    line = row(_wide(paragraph(style, "{{ " + name + " }}"), fill=fill, align="center"))
    return rows_when(name, 2, line)


def _detail(label: str, value: str) -> Xml:
    return row(
        cell(paragraph("CoverLabel", label), left_mm=_SIDE_MM),
        cell(paragraph("CoverLine", value), right_mm=_SIDE_MM),
    )


def contents() -> Xml:
    """The contents table and the list of figures; their entries are written when the report is filled."""
    return joined(
        paragraph("TOCHeading", "Contents"),
        paragraph("TOC1", field('TOC \\o "1-2" \\h \\z \\u')),
        when(
            "one_page.picture or approach.picture or overall.picture or overall.moves_picture",
            paragraph("ListHeading", "Figures"),
            paragraph("TableofFigures", field('TOC \\h \\z \\c "Figure"')),
        ),
    )


def one_page() -> Xml:
    """The whole assessment for who reads one page: a picture, and what belongs to it as tables."""
    return joined(
        paragraph("Heading1Unnumbered", "The assessment on one page"),
        when(
            "one_page.picture",
            region("one-page.picture", put('figure(one_page.picture, "The assessment on one page")')),
        ),
        when("one_page.ends", region("one-page.ends", _ends())),
        when("one_page.initiatives", region("one-page.initiatives", _must_be_done())),
        when(
            "one_page.unsaid",
            region(
                "one-page.unsaid",
                paragraph("MinorHeading", "What this page cannot say yet"),
                each("gap in one_page.unsaid", paragraph("CompactBullet", "{{ gap }}")),
            ),
        ),
    )


def _ends() -> Xml:
    """The strongest and the weakest elements side by side; with their positions where there are any."""

    def line(end: str, *, placed: bool) -> tuple[Xml, ...]:
        position = cell(paragraph("TableText", run("{{ line." + end + "_position }}", style="Detail")))
        return (
            cell(paragraph("TableFigure", bold("{{ line." + end + "_score }}"))),
            cell(paragraph("TableText", "{{ line." + end + " }}")),
            *((position,) if placed else ()),
        )

    def listed(*, placed: bool) -> Xml:
        half = (12, 43.5, 24.5) if placed else (12, 68)
        names = ("Score", "Strongest", "Among peers", "Score", "Weakest", "Among peers")
        return table(
            "ReportTable",
            (*half, *half),
            heads(*(name for name in names if placed or name != "Among peers"), figures=(0, 3) if placed else (0, 2)),
            rows_each(
                "line in one_page.ends",
                2 * len(half),
                row(*line("high", placed=placed), *line("low", placed=placed)),
            ),
            title="The strongest and the weakest elements",
        )

    return joined(
        cases(("one_page.has_positions", [listed(placed=True)]), ("", [listed(placed=False)])),
        when("one_page.ends_note", paragraph("TableNote", "{{ one_page.ends_note }}")),
    )


def _must_be_done() -> Xml:
    """The initiatives that come first."""
    return joined(
        paragraph("MinorHeading", "{{ one_page.initiatives_title }}"),
        table(
            "ReportTable",
            (84, 29, 47),
            heads("Initiative", "When", "Owner"),
            rows_each(
                "line in one_page.initiatives",
                3,
                row(*(cell(paragraph("TableText", "{{ line." + name + " }}")) for name in ("text", "when", "owner"))),
            ),
            title="What must be done first",
        ),
    )


def introduction() -> Xml:
    """Chapter 1, and what the marks of a draft mean."""
    return joined(
        paragraph("Heading1", "Introduction and aims"),
        region(
            "introduction.lead",
            paragraph(
                "LeadIn",
                "{{ firm }} undertook this work, and makes the recommendations that follow from it, with these aims:",
            ),
        ),
        region("introduction.aims", put("passage(introduction.aims)")),
        paragraph("Heading2", "How to read this report"),
        region(
            "introduction.reading",
            body(
                "Readers with little time will find the whole on the page before this chapter"
                "{% if one_page.picture %}, in ",
                refer("figure-{{ one_page.picture.name }}", "Figure 0"),
                "{% endif %}, and the argument in chapters ",
                refer("summary", "2"),
                " and ",
                refer("recommendations", "3"),
                ". Chapter ",
                refer("approach", "4"),
                " tells how the evidence was gathered and what a score means; chapter ",
                refer("findings", "5"),
                " lays out what we found, {% if areas|length > 1 %}area by area, each with its own{% else %}with a"
                "{% endif %} road map; chapter ",
                refer("conclusion", "6"),
                " draws it together. The appendices hold the detail: every question with its score, the interviews, "
                "the points on which they differ, and the rules behind the figures.",
            ),
        ),
        when(
            "cover.draft_mark",
            region(
                "introduction.draft-note",
                paragraph("NoteBox", bold("This is a {{ cover.draft_mark|lower }}.")),
                paragraph(
                    "NoteBox",
                    "Passages with a solid bar at the side and a tint are suggestions, drafted from the scores and the "
                    "question set; in the Word file the comment beside each says what it rests on. To confirm one, "
                    "delete its comment or edit the text. Words in square brackets say what still has to be written.",
                ),
                when(
                    "appendices.missing",
                    paragraph(
                        "NoteBox",
                        "{{ appendices.missing_note }} The end of the last appendix lists them. Neither that list nor "
                        "this note is in the report for the client.",
                    ),
                ),
            ),
        ),
    )


def summary() -> Xml:
    """Chapter 2: market drivers, the argument in short, the distances and the headlines of the interviews."""
    return joined(
        paragraph("Heading1", anchored("summary", "Executive summary and key findings"), extra=_FOLLOWING),
        paragraph("Heading2", "What is changing in the market"),
        region(
            "summary.market-drivers",
            paragraph("LeadIn", "{{ summary.drivers_lead }}"),
            put("numbered(summary.market_drivers)"),
            when("summary.drivers_close", body("{{ summary.drivers_close }}")),
        ),
        paragraph("Heading2", "The findings in short"),
        region("summary.executive-summary", put("passage(summary.executive_summary)")),
        when(
            "summary.distance_picture",
            paragraph("Heading2", "Where the distance is"),
            region(
                "summary.distance-picture",
                paragraph(
                    "LeadIn",
                    refer("figure-{{ summary.distance_picture.name }}", "Figure 0"),
                    " ranks the elements of the model by what lies between each of them and the goal named there.",
                ),
                put('figure(summary.distance_picture, "Where the distance is")'),
            ),
        ),
        when(
            "approach.picture",
            paragraph("Heading2", "The model and its scores"),
            region(
                "summary.model-picture",
                paragraph(
                    "LeadIn",
                    refer("figure-{{ approach.picture.name }}", "Figure 0"),
                    " shows the same elements in their places in the model, which chapter ",
                    refer("approach", "4"),
                    " explains.",
                ),
                put('figure(approach.picture, "The model and its elements, with scores")'),
            ),
        ),
        paragraph("Heading2", "Headlines from the interviews"),
        region("summary.headlines", _headlines()),
    )


def _headlines() -> Xml:
    def line(keep: str = "") -> Xml:
        names = ("text", "status", "source")
        return row(*(cell(paragraph("TableText", "{{ headline." + name + " }}", extra=keep)) for name in names))

    # a short list stays on one page, a note with the last row
    is_kept = "loop.last and summary.headlines_note or not loop.last and summary.headlines|length < 6"
    listed = table(
        "ReportTable",
        (85, 18, 57),
        heads("Headline", "Status", "Heard in"),
        rows_each("headline in summary.headlines", 3, rows_when(is_kept, 3, line(KEEP_WITH_NEXT), otherwise=[line()])),
        title="Headlines from the interviews",
    )
    return joined(
        when("summary.headlines", listed),
        when("summary.headlines_note", paragraph("TableNote", "{{ summary.headlines_note }}")),
        when(
            "not summary.headlines",
            paragraph("Placeholder", "[Write here what the interviews brought to light: no headlines were recorded.]"),
        ),
    )


def recommendations() -> Xml:
    """Chapter 3, on one page where it fits: a few lines left over would stand on a page of their own."""
    return joined(
        paragraph("Heading1", anchored("recommendations", "Summary of key recommendations"), extra=_FOLLOWING),
        region("recommendations", put("recommended(recommendations)")),
        when(
            "not recommendations.is_placeholder",
            region(
                "recommendations.road-map",
                body(
                    "The road map in ",
                    refer("road-map-overall", "Table 0"),
                    " is the place to set these recommendations in order: what cannot wait, what can be won quickly, "
                    "and what needs a budget or the agreement of the directors."
                    "{% if areas|length > 1 %} Each area has a road map of its own at the end of its chapter."
                    "{% endif %}",
                ),
            ),
        ),
    )
