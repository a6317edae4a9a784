"""Chapter 5: findings overall, then area by area; one Word section, so that an area begins where the last one ends."""

from __future__ import annotations

from design.markup import (
    NOTHING,
    Xml,
    anchored,
    body,
    cases,
    each,
    joined,
    paragraph,
    put,
    refer,
    region,
    run,
    when,
)

SEVERAL_AREAS = "areas|length > 1"
_SWOT_OF = {True: '" of " ~ subject.company', False: '" in " ~ area.title'}


def findings() -> Xml:
    """Chapter 5."""
    return joined(
        paragraph("Heading1", anchored("findings", "Findings")),
        region(
            "findings.lead",
            body(
                "What we found at {{ client }}{% if areas|length > 1 %}, first for the company as a whole and then "
                "area by area{% endif %}. Scores run {{ approach.scores_run }}; appendix ",
                refer("appendix-method", "F"),
                " explains how they are made.",
            ),
        ),
        _overall(),
        each("area in areas", _area()),
    )


def _overall() -> Xml:
    return joined(
        region("overall.heading", paragraph("Heading2", anchored("overall", "Overall {{ subject.noun }}"))),
        region(
            "overall.lead",
            paragraph("WhoWasInterviewed", "{{ overall.interviewed }}"),
        ),
        _evidence("overall", "overall"),
        when(
            "appendices.answers",
            region(
                "overall.answers",
                body(
                    refer("figure-{{ appendices.answers[0].name }}", "Figure 0"),
                    ", in the appendix, shows how the scores of the questions spread over the boxes"
                    "{% if areas|length > 1 %}, part by part{% endif %}.",
                ),
            ),
        ),
        _pictured("progress"),
        _conclusions("overall", "overall"),
        region(
            "overall.road-map",
            paragraph("Heading3", "{{ subject.title }} road map"),
            paragraph(
                "LeadIn",
                refer("road-map-overall", "Table 0"),
                "{% if areas|length > 1 %} brings the work of all areas together.{% else %} sets out what to do, and "
                "when.{% endif %} What stands further to the left comes first; what stands further to the right rests "
                "on it.",
            ),
            put("overall_road_map(overall.road_map, overall.horizons)"),
        ),
        _moves(),
        _pictured("evidence"),
        _pictured("levels"),
        when(
            SEVERAL_AREAS,
            region(
                "findings.by-element",
                paragraph("Heading2Unnumbered", "{{ subject.title }} by {{ approach.smallest }} of the model"),
            ),
            region(
                "findings.built-alike",
                body(
                    "The parts that follow take one area of the model each, and are built alike: who was interviewed; "
                    "the score{% if overall.results.has_peers %} and its place among peers{% endif %}, as a chart and "
                    "as a results table with an analysis; a closer look, element by element; then key findings, "
                    "strengths, weaknesses, opportunities and threats, areas to develop, and a road map."
                ),
            ),
        ),
    )


def _moves() -> Xml:
    """What lifting questions would make of the overall score."""
    return when(
        "overall.moves",
        region(
            "overall.moves",
            paragraph("Heading3", "What would move the score"),
            when(
                "overall.moves_picture",
                body(
                    refer("figure-{{ overall.moves_picture.name }}", "Figure 0"),
                    " shows what the road map would make of the overall score, one horizon after the other.",
                ),
            ),
            put("passage(overall.moves)"),
        ),
        when(
            "overall.moves_picture",
            region("overall.moves-picture", put('figure(overall.moves_picture, "What would move the score")')),
        ),
    )


def _pictured(name: str) -> Xml:
    """A part of the overall findings with words and, where there is one, a picture; left out without a heading."""
    title = f"overall.{name}_title"
    return when(
        title,
        region(f"overall.{name}", paragraph("Heading3", "{{ " + title + " }}"), put(f"passage(overall.{name})")),
        when(
            f"overall.{name}_picture",
            region(
                f"overall.{name}-picture",
                paragraph(
                    "LeadIn",
                    refer("figure-{{ overall." + name + "_picture.name }}", "Figure 0"),
                    " shows it {{ approach.smallest }} by {{ approach.smallest }}.",
                ),
                put(f"figure(overall.{name}_picture, overall.{name}_shown)"),
            ),
        ),
    )


def _area() -> Xml:
    score = run("{% if element.band %} – {{ element.score }}{% endif %}", style="HeadingScore")
    return joined(
        region(
            "area.{{ area.id }}.heading",
            paragraph("Heading2", "{{ area.title }}"),
        ),
        region(
            "area.{{ area.id }}.introduction",
            put("opening(area.introduction)"),
            when(f"not ({SEVERAL_AREAS})", paragraph("WhoWasInterviewed", "{{ area.interviewed }}")),
        ),
        _path(),
        _evidence("area.{{ area.id }}", "area"),
        when(
            "area.tells_elements and area.elements|length > 1",
            paragraph("Heading3", "Element by element"),
        ),
        each("strip in appendices.topics if strip.id == area.id", _topics()),
        when(
            "area.tells_elements",
            each(
                "element in area.elements if element.is_told",
                region(
                    "element.{{ element.id }}",
                    when("area.elements|length > 1", paragraph("Heading4", "{{ element.title }}", score)),
                    when(
                        "area.elements|length == 1 and element.title != area.title",
                        paragraph("Heading4", "{{ element.title }}"),
                    ),
                    when("element.introduction", body("{{ element.introduction }}")),
                    when("element.analysis", put("passage(element.analysis)")),
                    when("element.voices", put("voices(element.voices)")),
                ),
            ),
        ),
        when(
            SEVERAL_AREAS,  # a lone area is the company as a whole
            _conclusions("area.{{ area.id }}", "area"),
            region(
                "area.{{ area.id }}.road-map",
                paragraph("Heading3", "{{ area.title }} road map"),
                put('road_map(area.road_map, "What to do in " ~ area.title ~ ", and when", "area-" ~ area.id)'),
            ),
        ),
    )


def _evidence(name: str, variable: str) -> Xml:
    """The key figure, the chart, the analysis and the results table.

    With words between chart and table a page is filled however long the two are; the two of the whole, which begin a
    page, fill it together.
    """
    key = "overall" if variable == "overall" else "area-{{ area.id }}"
    table_key = '"overall"' if variable == "overall" else '"area-" ~ area.id'
    shown = "{{ " + variable + ".picture.name }}"
    title = (
        '"Where " ~ subject.company ~ " stands, overall and by area" if areas|length > 1'
        ' else "Where " ~ subject.company ~ " stands"'
        if variable == "overall"
        else '"Where the elements of " ~ area.title ~ " stand" if area.elements|length > 1'
        ' else "Where " ~ area.title ~ " stands"'
    )
    analysis = region(f"{name}.analysis", put(f"passage({variable}.analysis)"))
    in_figures = paragraph("LeadIn", refer(f"table-{key}", "Table 0"), " gives the scores.")
    results = region(
        f"{name}.results",
        when(f"not {variable}.picture", in_figures),
        put(f"results({table_key}, {variable}.results)"),
    )
    key_figure = NOTHING  # of the company as a whole the first page tells it, large
    if variable == "area":  # of a lone area both stand with the company as a whole
        key_figure = when(
            SEVERAL_AREAS, region(f"{name}.key-figure", put("call_out(area.key_figure, area.interviewed)"))
        )
        results = when(f"{SEVERAL_AREAS} or area.elements|length > 1 or area.picture", results)
    picture = when(
        f"{variable}.picture",
        region(
            f"{name}.picture",
            paragraph(
                "LeadIn",
                refer(f"figure-{shown}", "Figure 0"),
                " shows the scores on one scale; ",
                refer(f"table-{key}", "Table 0"),
                " gives the figures behind it.",
            ),
            put(f"figure({variable}.picture, {title})"),
        ),
    )
    parts = (analysis, picture, results) if variable == "area" else (picture, results, analysis)
    return joined(key_figure, paragraph("Heading3", "Results"), *parts)


def _topics() -> Xml:
    """Where the topics of an area are drawn."""
    return region(
        "area.{{ area.id }}.topics",
        body(
            refer("figure-{{ strip.pictures[0].name }}", "Figure 0"),
            ", in the appendix, shows each topic with its questions.",
        ),
    )


def _path() -> Xml:
    """The elements of an area as stages that follow one another, where they are."""
    return when(
        "area.path_picture",
        region(
            "area.{{ area.id }}.path",
            paragraph("LeadIn", refer("figure-{{ area.path_picture.name }}", "Figure 0"), " {{ area.path_lead }}"),
            put("figure(area.path_picture, area.path_shown)"),
        ),
    )


def _conclusions(name: str, variable: str) -> Xml:
    """Key findings, SWOT and development areas; those of the last area stay with its road map, which ends a page."""
    whole = variable == "overall"
    passage, kept = (put(f"{macro}({variable}.development_areas)") for macro in ("passage", "kept"))
    swot_key = '"overall"' if whole else '"area-" ~ area.id'
    swot_title = f'"Strengths, weaknesses, opportunities and threats" ~ {_SWOT_OF[whole]}'
    return joined(
        paragraph("Heading3", "Key findings"),
        region(f"{name}.key-findings", put(f"passage({variable}.key_findings)")),
        region(f"{name}.swot", put(f"swot({variable}.swot, {swot_title}, {swot_key})")),
        paragraph("Heading3", "Development areas"),
        region(f"{name}.development-areas", passage if whole else cases(("loop.last", [kept]), ("", [passage]))),
    )
