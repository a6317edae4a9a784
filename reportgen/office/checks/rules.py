"""What a generated file must keep to: each rule with its stable code, its severity and what is said of a violation.

An error is what makes Word or Excel refuse the file, repair it or lose something; a warning is what a reader meets.
"""

from __future__ import annotations

from typing import TypeAlias

from reportgen.common.diagnostics.diagnostic import Diagnostic, DiagnosticKind, Family, Severity
from reportgen.common.diagnostics.places import PartPlace
from reportgen.office.checks.word_file import Element, place

Violation: TypeAlias = Diagnostic[PartPlace]
Rule: TypeAlias = DiagnosticKind[PartPlace]

RULES = Family(__name__, PartPlace(), quotes_files=True)
_error, _warning = map(RULES.of, (Severity.ERROR, Severity.WARNING))


def in_part(part: str, where: Element | str = "") -> PartPlace:
    """The place of an element of a part, or of a cell; of the part itself without one."""
    return PartPlace(part, where if isinstance(where, str) else place(where))


# ------------------------------------------------------------------------------------------------- the package

UNREADABLE = _error("unreadable", "This is not a file that Word or Excel opens: {reason}.")
PART_TWICE = _error("part-twice", "{name} stands in the file twice.")
PART_NAME = _error("part-name", "'{name}' cannot be the name of a part.")
PART_NOT_XML = _error("part-not-xml", "The part cannot be read as XML: {reason}.")
TYPE_MISSING = _error("type-missing", "The part has no content type.")
TYPE_TWICE = _error("type-twice", "{name} has more than one content type.")
TYPE_WITHOUT_PART = _error("type-without-part", "{name} has a content type, but there is no such part.")
TYPE_WRONG = _error("type-wrong", "The part is used as {kind}, but its content type is {found}.")
RELATION_TWICE = _error("relation-twice", "Two relationships have the id {id}.")
RELATION_BROKEN = _error("relation-broken", "The relationship {id} leads to {target}, which is not there.")
RELATION_MISSING = _error("relation-missing", "{element} uses the relationship {id}, which is not there.")
RELATION_KIND = _error("relation-kind", "{element} uses {id}, a relationship of another kind: {kind}.")
RELATION_SOURCE = _error("relation-source", "These relationships belong to {name}, which is not there.")
EXTERNAL = _error("external", "{id} ({kind}) leads out of the file, to {target}; only links may.")
IGNORABLE = _error("ignorable", "The prefix '{prefix}' may be ignored, but stands for nothing.")
PICTURE_KIND = _error("picture-kind", "The picture is declared as {declared}, but its bytes are {found}.")
PICTURE_CUT_OFF = _error("picture-cut-off", "The picture is cut off before its end.")
PROPERTIES = _error("properties", "The document properties are not well formed: {reason}.")

# ---------------------------------------------------------------------------------------------- Word: references

DRAWING_ID = _error("drawing-id", "The drawing id '{id}' is not a number of its own in the document.")
CONTROL_ID = _error("control-id", "The content control id '{id}' is not a number of its own in the document.")
BOOKMARK_ID = _error("bookmark-id", "Two bookmarks have the id {id}.")
BOOKMARK_NAME = _error("bookmark-name", "'{name}' cannot be the name of a bookmark: {reason}.")
BOOKMARK_OPEN = _error("bookmark-open", "The bookmark {id} has no {missing}.")
PARAGRAPH_ID = _error("paragraph-id", "The paragraph id {id} is not below 80000000 or stands twice.")
COMMENT_ID = _error("comment-id", "Two comments have the id {id}.")
COMMENT_OPEN = _error("comment-open", "The range of comment {id} has no {missing}.")
COMMENT_MISSING = _error("comment-missing", "This refers to comment {id}, which is not there.")
NOTE_ID = _error("note-id", "Two notes have the id {id}.")
NOTE_MISSING = _error("note-missing", "This refers to note {id}, which is not there.")
STYLE_MISSING = _error("style-missing", "There is no style '{id}'.")
STYLE_KIND = _error("style-kind", "The style '{id}' is no {kind} style.")
STYLE_TWICE = _error("style-twice", "Two styles have the {what} '{id}'.")
STYLE_LOOP = _error("style-loop", "The style '{id}' is based on itself.")
LIST_MISSING = _error("list-missing", "There is no list {id}.")
LIST_TWICE = _error("list-twice", "Two lists have the number {id}.")
FIELD_OPEN = _error("field-open", "A field does not have its begin, separator and end in order: {reason}.")
CHART_AXIS = _error("chart-axis", "The chart uses the axis {id}, which is not there.")
CHART_SERIES = _error("chart-series", "Two series of the chart have the {what} {id}.")

# ----------------------------------------------------------------------------------------------- Word: structure

CHILD_ORDER = _error("child-order", "{child} stands after {before} in {parent}; it belongs before it.")
CHILD_TWICE = _error("child-twice", "{child} stands twice in {parent}.")
CHILD_MISPLACED = _error("child-misplaced", "{child} does not belong in {parent}.")
CELL_END = _error("cell-end", "The cell, note or comment does not end in a paragraph.")
TABLE_SHAPE = _error("table-shape", "The table is out of shape: {reason}.")
SECTION_END = _error("section-end", "The body must end in one section, and hold no other between its blocks.")

# ----------------------------------------------------------------------------------------------- Word: leftovers

TEMPLATE_LANGUAGE = _error("template-language", "Template language is left over: {text}")
EMPTY_ROW = _warning("empty-row", "The row says nothing.", "Delete the row.")
EMPTY_TABLE = _warning("empty-table", "The table says nothing.", "Delete the table.")
EMPTY_HEADING = _warning("empty-heading", "The heading says nothing.", "Delete it, or give it another style.")
HEADING_ALONE = _warning(
    "heading-alone",
    "Nothing follows the heading '{text}'.",
    "Write what belongs below it, or delete it.",
)
EMPTY_PAGE = _warning(
    "empty-page",
    "Two page breaks follow each other, which leaves an empty page.",
    "Delete one of the page breaks.",
)

# ------------------------------------------------------------------------------------------------- accessibility

TITLE = _warning("title", "The file has no title in its properties.", "Give the file a title (File > Info > Title).")
LANGUAGE = _warning(
    "language",
    "The language of the document is {found}, not {expected}.",
    "Set the language of the whole text (Review > Language).",
)
ALT_TEXT = _warning(
    "alt-text",
    "'{name}' has no alternative text that says what it shows.",
    "Say what it shows (right click > View Alt Text), or mark it as decorative.",
)
FIRST_HEADING = _warning(
    "first-heading",
    "The first heading is of level {level}, not 1.",
    "Give it the style of a chapter heading.",
)
HEADING_JUMP = _warning(
    "heading-jump",
    "A heading of level {level} follows one of level {before}.",
    "Give it the heading style one below the one before.",
)
TABLE_HEAD = _warning(
    "table-head",
    "The table of data has no head row at its top that is repeated.",
    "Mark the head row (Table Layout > Repeat Header Rows).",
)
CONTRAST = _warning(
    "contrast",
    "Text of colour {text} on {back} has a contrast of {ratio}, less than {least}, in {count} runs or cells.",
    "Choose a darker or a lighter colour.",
)
LINK_TEXT = _warning(
    "link-text",
    "The text of the link, '{text}', does not say where it leads.",
    "Say in the words of the link where it leads.",
)
COLOUR_ONLY = _warning(
    "colour-only",
    "The cell says by its colour alone what it means.",
    "Say in words what the colour means.",
)
