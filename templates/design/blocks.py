"""Building blocks that chapters put in: passages, figures, results tables, SWOT, road maps, call-outs.

They stand as macros before the cover, inside a section that is never printed, where a template's author can restyle
each once for the whole report.
"""

from __future__ import annotations

from collections.abc import Callable

from design.markup import (
    KEEP_WITH_NEXT,
    Xml,
    below,
    bold,
    caption,
    cases,
    cell,
    control,
    each,
    even,
    heads,
    joined,
    macro,
    paragraph,
    put,
    refer,
    row,
    rows_each,
    rows_when,
    run,
    table,
    when,
)
from design.theme import ACCENT, TEXT_WIDTH_MM, TINT


def building_blocks() -> Xml:
    """All macros."""
    return joined(
        _passage("passage", "BodyText", "ListBullet", "Suggestion", "SuggestionBullet", "Placeholder"),
        _passage("opening", "Introduction", "ListBullet", "Suggestion", "SuggestionBullet", "Placeholder"),
        _passage("numbered", "BodyText", "ListNumber", "Suggestion", "SuggestionBullet", "Placeholder"),
        _passage(
            "recommended", "BodyText", "Recommendation", "Suggestion", "SuggestionBullet", "Placeholder", KEEP_WITH_NEXT
        ),
        _kept(),
        _noted(),
        _passage("cell_passage", "CellText", "CellBullet", "SuggestionCell", "SuggestionCellBullet", "PlaceholderCell"),
        _voices(),
        _figure("figure"),
        _figure("appendix_figure", appendix="A"),
        _call_out(),
        _results(),
        _swot(),
        _initiatives("initiatives", below("item.details", "{{ item.details }}")),
        _initiatives("initiatives_in_short"),
        _road_map(),
        _overall_road_map(),
    )


def _passage(
    name: str, plain: str, bullet: str, suggestion: str, suggestion_bullet: str, placeholder: str, extra: str = ""
) -> Xml:
    """A passage in the styles of its place. A suggestion is marked, and gets one comment that says why."""

    def said(style: str) -> list[str]:
        return [paragraph(style, "{{ item.text }}", extra=extra)]

    suggested = control(
        "comment",
        "Its first paragraph becomes the comment on the rest",
        paragraph("TemplateLine", "{{ words.why }}"),
        each(
            "item in words.items",
            cases(
                ("item.is_bullet", said(suggestion_bullet)),
                ("", said(suggestion)),
            ),
        ),
    )
    written = each(
        "item in words.items",
        cases(
            ("words.is_placeholder", said(placeholder)),
            ("item.is_bullet", said(bullet)),
            ("", said(plain)),
        ),
    )
    return macro(f"{name}(words)", cases(("words.is_suggestion", [suggested]), ("", [written])))


def _kept() -> Xml:
    """A passage that stays with what follows: all bullets where the assessor was brief, else the last paragraph."""
    text = "{{ item.text }}"
    written = each(
        "item in words.items",
        cases(
            ("item.is_bullet and (item.text|length < 200 or loop.last)", [paragraph("ListBulletKept", text)]),
            ("item.is_bullet", [paragraph("ListBullet", text)]),
            ("loop.last", [paragraph("BodyText", text, extra=KEEP_WITH_NEXT)]),
            ("", [paragraph("BodyText", text)]),
        ),
    )
    return macro(
        "kept(words)",
        cases(("words.is_suggestion or words.is_placeholder", [put("passage(words)")]), ("", [written])),
    )


def _noted() -> Xml:
    """What was noted under a label, which stands before its first words; `kept` with what follows."""
    words = (run("{% if loop.first %}{{ label }} {% endif %}", style="Strong"), "{{ item.text }}")
    lines = cases(
        ("item.is_bullet and kept", [paragraph("CompactBullet", *words, extra=KEEP_WITH_NEXT)]),
        ("item.is_bullet", [paragraph("CompactBullet", *words)]),
        ("kept", [paragraph("CompactBody", *words, extra=KEEP_WITH_NEXT)]),
        ("", [paragraph("CompactBody", *words)]),
    )
    return macro("noted(label, words, kept)", each("item in words.items", lines))


def _voices() -> Xml:
    return macro("voices(words)", each("item in words.items", paragraph("Voice", "{{ item.text }}")))


def _figure(name: str, *, appendix: str = "") -> Xml:
    return macro(
        f"{name}(picture, title)",
        paragraph("Picture", "{{ picture }}"),
        caption("Figure", "figure-{{ picture.name }}", "{{ title }}", appendix=appendix),
    )


def _call_out() -> Xml:
    """A score with what it means and whom it rests on."""
    return macro(
        "call_out(figure, interviewed)",
        table(
            "CallOutTable",
            (30, TEXT_WIDTH_MM - 30),
            row(
                cell(
                    paragraph("KeyFigure", "{{ figure.value }}"),
                    when("figure.unit", paragraph("KeyFigureUnit", "{{ figure.unit }}")),
                    fill=ACCENT,
                    align="center",
                ),
                cell(
                    paragraph("KeyFigureWords", bold("{{ figure.label }}"), ": {{ figure.words }}"),
                    paragraph("KeyFigureDetail", "{{ interviewed }}"),
                    fill=TINT,
                    align="center",
                ),
            ),
            title="{{ figure.label }}: {{ figure.value }} {{ figure.unit }}",
            banded=False,
        ),
    )


# ------------------------------------------------------------------------------------------------- results tables

_BOXES = "".join(f'{{{{ "■" if line.quarter == {quarter} else "□" }}}}' for quarter in (1, 2, 3, 4))


_RESULT_WIDTHS = {  # in mm: with columns for peers, for changes
    (True, True): (44, 12, 18, 17, 14, 39, 16),
    (True, False): (51, 14, 19, 16, 44, 16),
    (False, True): (79, 20, 22, 21, 18),
    (False, False): (93, 23, 24, 20),
}


def _results() -> Xml:
    """The results table, with columns for peers and for changes only where there are any, and what is said below it."""
    peers, change = "outcome.has_peers", "outcome.change_head"
    return macro(
        "results(key, outcome)",
        caption("Table", "table-{{ key }}", "{{ outcome.caption }}"),
        cases(
            (f"{peers} and {change}", [_results_table(peers=True, change=True)]),
            (peers, [_results_table(peers=True, change=False)]),
            (change, [_results_table(peers=False, change=True)]),
            ("", [_results_table(peers=False, change=False)]),
        ),
        each("note in outcome.notes", paragraph("TableNote", "{{ note }}")),
    )


def _results_table(*, peers: bool, change: bool) -> Xml:
    columns = {"Score": "score"}
    columns |= {"{{ outcome.change_head }}": "change"} if change else {}
    columns |= {"Coverage": "coverage"}
    columns |= {"Peer median": "median", "Among peers": "position"} if peers else {}
    columns |= {"How sure": "sureness"}
    names = list(columns.values())

    def line(total: bool) -> Xml:
        cells = (_position(total) if name == "position" else _figure_of(total, name) for name in names)
        return row(_named(total), *cells)

    return table(
        "ReportTable",
        _RESULT_WIDTHS[peers, change],
        heads(
            "Part of the model",
            *columns,
            figures=tuple(number for number, name in enumerate(names, start=1) if name != "position"),
        ),
        *_result_rows(len(names) + 1, line),
        title="{{ outcome.caption }}",
    )


# Kept with the notes below: by style for Word, and said once more because LibreOffice takes it from paragraphs alone.
def _result_rows(columns: int, line: Callable[[bool], Xml]) -> tuple[Xml, ...]:
    return (
        rows_each(
            "line in outcome.rows", columns, rows_when("line.is_total", columns, line(True), otherwise=[line(False)])
        ),
    )


def _position(total: bool) -> Xml:
    return cell(
        paragraph(
            "TableTextKept",
            run("{% if line.quarter %}" + _BOXES + "{% endif %}", style="Quarter"),
            run("{% if line.quarter %} {% endif %}{{ line.position }}"),
            extra=KEEP_WITH_NEXT,
        ),
        fill=TINT if total else None,
        align="center",
    )


def _named(total: bool) -> Xml:
    name = "{{ line.name }}"
    note = run("{% if line.note and line.band %} – {{ line.note }}{% endif %}", style="Detail")  # others: see below it
    return cell(
        paragraph("TableTextKept", bold(name) if total else name, note, extra=KEEP_WITH_NEXT),
        fill=TINT if total else None,
        align="center",
    )


def _figure_of(total: bool, name: str) -> Xml:
    """The cell of one figure of a line; the score always stands out, in the line of the whole all of them."""
    text = "{{ line." + name + " }}"
    return cell(
        paragraph("TableFigureKept", bold(text) if total or name == "score" else text, extra=KEEP_WITH_NEXT),
        fill=TINT if total else None,
        align="center",
    )


# --------------------------------------------------------------------------------------------- SWOT and road maps


def _referred(key: str, words: str) -> Xml:
    """The words that lead to a table, its number first."""
    return paragraph("LeadIn", refer(key, "Table 0"), words)


def _swot() -> Xml:
    """Strengths, weaknesses, opportunities and threats as a true two by two."""

    def quadrant(title: str, name: str) -> Xml:
        return cell(paragraph("CellHeading", title), put(f"cell_passage(view.{name})"), fill=TINT)

    return macro(
        "swot(view, title, key)",
        _referred("swot-{{ key }}", " sets strengths against weaknesses, and opportunities against threats."),
        caption("Table", "swot-{{ key }}", "{{ title }}"),
        table(
            "SwotTable",
            even(2),
            row(quadrant("Strengths", "strengths"), quadrant("Weaknesses", "weaknesses")),
            row(quadrant("Opportunities", "opportunities"), quadrant("Threats", "threats")),
            title="{{ title }}",
            banded=False,
        ),
    )


def _initiatives(name: str, *details: Xml) -> Xml:
    """What is to be done in one horizon, each initiative with its details."""

    def item(text_style: str) -> Xml:
        return paragraph(text_style, "{{ item.text }}", *details)

    suggested = control(
        "comment",
        "Its first paragraph becomes the comment on the rest",
        paragraph("TemplateLine", "{{ plan.why }}"),
        each("item in plan.items", item("SuggestionRoadMap")),
    )
    written = each(
        "item in plan.items",
        cases(
            ('plan.origin.value == "placeholder"', [item("PlaceholderRoadMap")]),
            ("", [item("RoadMapText")]),
        ),
    )
    return macro(
        f"{name}(plan)",
        cases(('plan.origin.value == "suggestion"', [suggested]), ("", [written])),
    )


def _road_map() -> Xml:
    """The road map of one area: its horizons side by side."""
    columns = range(4)
    return macro(
        "road_map(cells, title, key)",
        _referred("road-map-{{ key }}", " sets out what to do, and when."),
        caption("Table", "road-map-{{ key }}", "{{ title }}"),
        table(
            "RoadMapTable",
            even(4),
            row(
                *(cell(*_horizon_head(f"cells[{column}].horizon")) for column in columns),
                head=True,
            ),
            row(*(cell(put(f"initiatives(cells[{column}])")) for column in columns)),
            title="{{ title }}",
            banded=False,
        ),
    )


def _horizon_head(horizon: str) -> tuple[Xml, Xml]:
    return (
        paragraph("TableHead", "{{ " + horizon + ".title }}"),
        paragraph("HorizonWhen", "{{ " + horizon + ".when }}"),
    )


def _overall_road_map() -> Xml:
    """The road map of the whole company: areas down, horizons across, and what each horizon means, in the head.

    Priority, effort and owner stand in the road map of each area; what belongs to no area says them here.
    """
    columns = range(4)

    def line(initiatives: str) -> Xml:
        return row(
            cell(paragraph("CellText", bold("{{ line.title }}"))),
            *(cell(put(f"{initiatives}(line.cells[{column}])")) for column in columns),
        )

    return macro(
        "overall_road_map(lines, horizons)",
        caption("Table", "road-map-overall", "What to do{% if areas|length > 1 %} in each area{% endif %}, and when"),
        table(
            "RoadMapTable",
            (23, *even(4, TEXT_WIDTH_MM - 23)),
            row(
                cell(paragraph("TableHead", "Area")),
                *(cell(*_horizon_head(f"horizons[{column}]")) for column in columns),
                head=True,
            ),
            row(
                cell(paragraph("CellDetail", "What belongs here"), fill=TINT),
                *(
                    cell(paragraph("CellDetail", "{{ horizons[" + str(column) + "].means }}"), fill=TINT)
                    for column in columns
                ),
                head=True,
            ),
            rows_each(
                "line in lines",
                5,
                rows_when(
                    'line.id == "overall" or areas|length == 1',
                    5,
                    line("initiatives"),
                    otherwise=[line("initiatives_in_short")],
                ),
            ),
            title="{{ subject.title }} road map: areas by horizons",
            banded=False,
        ),
        when(
            "areas|length > 1",
            paragraph("TableNote", "Priorities, effort and owners stand in the road map of each area."),
        ),
    )
