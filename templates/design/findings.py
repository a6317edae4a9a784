"""Chapter 5: findings overall, then one Word section for each area of the model."""

from __future__ import annotations

from design.markup import (
    Xml,
    anchored,
    body,
    each,
    joined,
    paragraph,
    put,
    refer,
    region,
    run,
    when,
)


def findings(section_end: Xml) -> Xml:
    """Chapter 5; `section_end` closes the Word section of each of its parts."""
    return joined(
        paragraph("Heading1", anchored("findings", "Findings")),
        region(
            "findings.lead",
            body(
                "This chapter sets out what we found at {{ client }}, first for the company as a whole and then area "
                "by area. Scores run up to {{ (approach.boxes|first).value }} and are printed as whole numbers. "
                "Appendix ",
                refer("appendix-method", "E"),
                " explains how they are made, and what may be shown of a group of peers.",
            ),
        ),
        _overall(),
        section_end,
        each("area in areas", _area(), section_end),
    )


def _overall() -> Xml:
    return joined(
        paragraph("Heading2", anchored("overall", "Overall customer management")),
        region(
            "overall.lead",
            body("We begin with the scores over the whole model, and with what they suggest."),
            paragraph("WhoWasInterviewed", "{{ overall.interviewed }}"),
        ),
        _evidence("overall", "overall"),
        region("overall.analysis", put("passage(overall.analysis)")),
        _pictured("Intention, reality and effect", "evidence", "Evidence of intention, of reality and of effect"),
        _pictured("Managers and those who implement", "levels", "Scores at the two levels compared"),
        _conclusions("overall", "overall", "the company as a whole"),
        paragraph("Heading3OnNewPage", "Customer management road map"),
        region(
            "overall.road-map",
            paragraph(
                "LeadIn",
                "The road map brings the work of all areas together. What stands further to the left comes first; what "
                "stands further to the right rests on it.",
            ),
            put("overall_road_map(overall.road_map, overall.horizons)"),
        ),
        when(
            "overall.road_map_picture",
            region("overall.road-map-picture", put('figure(overall.road_map_picture, "The road map at a glance")')),
        ),
        paragraph("Heading2Unnumbered", "Customer management by element of the model"),
        body(
            "The parts that follow take one area of the model each. To make them easy to compare, all are built alike: "
            "what the area is about and who was interviewed; the score and its place among peers, as a chart and as a "
            "results table; an analysis, element by element; then the key findings, the strengths, weaknesses, "
            "opportunities and threats that follow from them, the areas to develop, and a road map."
        ),
    )


def _pictured(title: str, name: str, shown: str) -> Xml:
    """A part of the overall findings with words and, where there is one, a picture."""
    return joined(
        paragraph("Heading3", title),
        region(f"overall.{name}", put(f"passage(overall.{name})")),
        when(
            f"overall.{name}_picture",
            region(f"overall.{name}-picture", put(f'figure(overall.{name}_picture, "{shown}")')),
        ),
    )


def _area() -> Xml:
    return joined(
        region(
            "area.{{ area.id }}.heading",
            paragraph("Eyebrow", "Findings by element of the model"),
            paragraph("Heading2", "{{ area.title }}"),
        ),
        region(
            "area.{{ area.id }}.introduction",
            put("opening(area.introduction)"),
            paragraph("WhoWasInterviewed", "{{ area.interviewed }}"),
        ),
        _evidence("area.{{ area.id }}", "area"),
        region("area.{{ area.id }}.analysis", put("passage(area.analysis)")),
        paragraph("Heading3", "Element by element"),
        each(
            "element in area.elements",
            region(
                "element.{{ element.id }}",
                paragraph("Heading4", "{{ element.title }}", run(" – {{ element.score }}", style="HeadingScore")),
                body("{{ element.introduction }}"),
                put("passage(element.analysis)"),
                when("element.voices", put("voices(element.voices)")),
            ),
        ),
        _conclusions("area.{{ area.id }}", "area", "{{ area.title }}"),
        region(
            "area.{{ area.id }}.road-map",
            paragraph("Heading3", "{{ area.title }} road map"),
            put('road_map(area.road_map, "Road map for " ~ area.title, "area-" ~ area.id)'),
        ),
    )


def _evidence(name: str, variable: str) -> Xml:
    """The key figure, the chart and the results table, each said to belong to the other."""
    key = "overall" if variable == "overall" else "area-{{ area.id }}"
    table_key = '"overall"' if variable == "overall" else '"area-" ~ area.id'
    shown = "{{ " + variable + ".picture.name }}"
    title = '"Scores overall and by area"' if variable == "overall" else '"Scores for " ~ area.title ~ " by element"'
    return joined(
        region(f"{name}.key-figure", put(f"call_out({variable}.key_figure)")),
        paragraph("Heading3", "Results"),
        when(
            f"{variable}.picture",
            region(
                f"{name}.picture",
                body(
                    refer(f"figure-{shown}", "Figure 0"),
                    " shows the scores on one scale; ",
                    refer(f"table-{key}", "Table 0"),
                    " gives the figures behind it.",
                ),
                put(f"figure({variable}.picture, {title})"),
            ),
        ),
        region(f"{name}.results", put(f"results({table_key}, {variable}.results)")),
    )


def _conclusions(name: str, variable: str, scope: str) -> Xml:
    """Key findings, SWOT and development areas."""
    swot_key = '"overall"' if variable == "overall" else '"area-" ~ area.id'
    lead = f"Looked at together, the scores and the interviews point to the following for {scope}."
    return joined(
        paragraph("Heading3", "Key findings"),
        region(
            f"{name}.key-findings",
            paragraph("LeadIn", lead),
            put(f"passage({variable}.key_findings)"),
        ),
        region(f"{name}.swot", put(f"swot({variable}.swot, {swot_key})")),
        paragraph("Heading3", "Development areas"),
        region(f"{name}.development-areas", put(f"passage({variable}.development_areas)")),
    )
