"""Chapter 6: conclusion, change possibilities and contact."""

from __future__ import annotations

from design.markup import Xml, anchored, body, bold, field, joined, paragraph, put, region, run, when

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
        _contact(),
    )


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
