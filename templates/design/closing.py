"""Chapter 6: conclusion, change possibilities and contact."""

from __future__ import annotations

from design.markup import (
    Xml,
    anchored,
    body,
    bold,
    caption,
    cell,
    even,
    field,
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
from design.theme import TEXT_WIDTH_MM

_PHONES = (
    "{% if contact.phones %}Telephone "
    "{% for phone in contact.phones %}{% if not loop.first %} or {% endif %}{{ phone }}{% endfor %}{% endif %}"
)


def conclusion() -> Xml:
    """Chapter 6."""
    return joined(
        paragraph("Heading1", anchored("conclusion", "Conclusion and change possibilities")),
        paragraph("Heading2", "Conclusion"),
        *(
            region(f"conclusion.{name.replace('_', '-')}", put(f"passage(conclusion.{name})"))
            for name in ("findings_suggest", "lesson", "alternative")
        ),
        paragraph("Heading2", "Change possibilities"),
        body(
            "An assessment lets outsiders see a company as few people inside it can: from several desks at once, and "
            "against what others do. From that vantage point we would begin, not with answers, but with a handful of "
            "questions for the directors."
        ),
        region("conclusion.questions", put("passage(conclusion.questions)")),
        paragraph("LeadIn", "What follows from the answers may be tactical, and need little more than a decision:"),
        region("conclusion.tactical", put("passage(conclusion.tactical)")),
        paragraph("LeadIn", "Or it may be strategic, and change how the company competes:"),
        region("conclusion.strategic", put("kept(conclusion.strategic)")),
        when("conclusion.decisions", _decisions()),
        _contact(),
    )


_LISTED = (
    refer("table-decisions", "Table 0"),
    " lists what must be done, what waits for a decision, and what gains much for little effort",
)
_SHOWN = (
    refer("figure-{{ conclusion.decisions.picture.name }}", "Figure 0"),
    " sets gain against effort, by the same numbers.",
)
_COLUMNS = ("number", "initiative", "owner", "when", "decision")


def _decisions() -> Xml:
    """What is put to a decision: effort and gain, the initiatives, and what each owner carries."""
    plans = "conclusion.decisions"
    return joined(
        paragraph("Heading2", "First moves and decisions"),
        when(
            f"{plans}.rows",
            region(
                "conclusion.decisions",
                when(f"{plans}.picture", body(*_LISTED, "; ", *_SHOWN)),
                when(f"not {plans}.picture", body(*_LISTED, ".")),
                _decided(f"{plans}.rows"),
            ),
        ),
        when(
            f"{plans}.picture",
            region("conclusion.effort-picture", put(f'figure({plans}.picture, "Effort and gain")')),
        ),
        when(f"{plans}.owners", region("conclusion.owners", _owners(f"{plans}.owners"))),
    )


def _decided(rows: str) -> Xml:
    return joined(
        caption("Table", "table-decisions", "First moves, and what must be decided for them"),
        table(
            "ReportTableCompact",
            (9, 57, 30, 26, TEXT_WIDTH_MM - 122),
            heads("No.", "Initiative", "Owner", "By when", "To be decided", style="CompactHead"),
            rows_each(
                f"line in {rows}",
                5,
                row(*(_text("{{ line." + name + " }}") for name in _COLUMNS)),
            ),
            title="Initiatives that are put to a decision",
        ),
    )


def _owners(rows: str) -> Xml:
    return joined(
        paragraph("LeadIn", refer("table-owners", "Table 0"), " counts what each of the owners would carry."),
        caption("Table", "table-owners", "Who carries how much of the road map"),
        table(
            "ReportTableCompact",
            (48, 20, 14, *even(4, TEXT_WIDTH_MM - 82)),
            row(
                *(cell(paragraph("CompactHead", text)) for text in ("Owner", "Initiatives", "Must")),
                *(cell(paragraph("CompactHead", "{{ overall.horizons[" + str(n) + "].title }}")) for n in range(4)),
                head=True,
            ),
            rows_each(
                f"line in {rows}",
                7,
                row(
                    *(_text("{{ line." + name + " }}") for name in ("owner", "initiatives", "must")),
                    *(_text("{{ line.by_horizon[" + str(n) + "] }}") for n in range(4)),
                ),
            ),
            title="Initiatives by owner and horizon",
        ),
    )


def _text(text: str) -> Xml:
    return cell(paragraph("CompactText", text))


def _contact() -> Xml:
    """Whom to ask."""
    mail = (
        run("{% if contact.email %}{% if contact.phones %} · {% endif %}E-mail "),
        field('HYPERLINK "mailto:{{ contact.email }}"', "{{ contact.email }}", style="Hyperlink"),
        run("{% endif %}"),
    )
    return joined(
        paragraph("Heading2", "Contact"),
        region(
            "contact",
            paragraph(
                "LeadIn",
                "We would be glad to talk about any of this, or about how we could help to put it into practice.",
            ),
            paragraph("NoteBox", bold("{{ contact.firm }}")),
            when("contact.phones or contact.email", paragraph("NoteBox", run(_PHONES), *mail)),
            when("contact.web", paragraph("NoteBox", "{{ contact.web }}")),
        ),
    )
