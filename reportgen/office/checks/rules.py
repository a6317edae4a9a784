"""What a generated file must keep to: each rule with its stable code, its weight and the words of a finding.

An error is what makes Word or Excel refuse the file, repair it or lose something; a warning is what a reader meets.
"""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.common.diagnostics.diagnostic import Severity
from reportgen.office.checks.markup import Element, place

ERROR, WARNING = Severity.ERROR, Severity.WARNING


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a file."""

    rule: str  # the code of the rule
    severity: Severity
    part: str  # "word/document.xml"; empty for the file as a whole
    where: str  # a path inside the part, "/w:document/w:body/w:p[3]", or a cell, "Interview 03!D14"
    message: str  # a sentence

    def __str__(self) -> str:
        place = " ".join(filter(None, (self.part, self.where)))
        return f"{place}: {self.message} [{self.rule}]" if place else f"{self.message} [{self.rule}]"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule; its wording has named facts in braces."""

    code: str
    severity: Severity
    wording: str

    def at(self, part: str, where: Element | str = "", /, **facts: object) -> Finding:
        """What is wrong, and where. A fact that the wording names and that is not given raises `KeyError`."""
        spot = where if isinstance(where, str) else place(where)
        return Finding(self.code, self.severity, part, spot, self.wording.format(**facts))


# ------------------------------------------------------------------------------------------------- the package

UNREADABLE = Rule("unreadable", ERROR, "This is not a file that Word or Excel opens: {reason}.")
PART_TWICE = Rule("part-twice", ERROR, "{name} stands in the file twice.")
PART_NAME = Rule("part-name", ERROR, "'{name}' cannot be the name of a part.")
PART_NOT_XML = Rule("part-not-xml", ERROR, "The part cannot be read as XML: {reason}.")
TYPE_MISSING = Rule("type-missing", ERROR, "The part has no content type.")
TYPE_TWICE = Rule("type-twice", ERROR, "{name} has more than one content type.")
TYPE_WITHOUT_PART = Rule("type-without-part", ERROR, "{name} has a content type, but there is no such part.")
TYPE_WRONG = Rule("type-wrong", ERROR, "The part is used as {kind}, but its content type is {found}.")
RELATION_TWICE = Rule("relation-twice", ERROR, "Two relationships have the id {id}.")
RELATION_BROKEN = Rule("relation-broken", ERROR, "The relationship {id} leads to {target}, which is not there.")
RELATION_MISSING = Rule("relation-missing", ERROR, "{element} uses the relationship {id}, which is not there.")
RELATION_KIND = Rule("relation-kind", ERROR, "{element} uses {id}, a relationship of another kind: {kind}.")
RELATION_SOURCE = Rule("relation-source", ERROR, "These relationships belong to {name}, which is not there.")
EXTERNAL = Rule("external", ERROR, "{id} ({kind}) leads out of the file, to {target}; only links may.")
IGNORABLE = Rule("ignorable", ERROR, "The prefix '{prefix}' may be ignored, but stands for nothing.")
PICTURE_KIND = Rule("picture-kind", ERROR, "The picture is declared as {declared}, but its bytes are {found}.")
PICTURE_CUT_OFF = Rule("picture-cut-off", ERROR, "The picture is cut off before its end.")
PROPERTIES = Rule("properties", ERROR, "The document properties are not well formed: {reason}.")

# ---------------------------------------------------------------------------------------------- Word: references

DRAWING_ID = Rule("drawing-id", ERROR, "The drawing id '{id}' is not a number of its own in the document.")
CONTROL_ID = Rule("control-id", ERROR, "The content control id '{id}' is not a number of its own in the document.")
BOOKMARK_ID = Rule("bookmark-id", ERROR, "Two bookmarks have the id {id}.")
BOOKMARK_NAME = Rule("bookmark-name", ERROR, "'{name}' cannot be the name of a bookmark: {reason}.")
BOOKMARK_OPEN = Rule("bookmark-open", ERROR, "The bookmark {id} has no {missing}.")
PARAGRAPH_ID = Rule("paragraph-id", ERROR, "The paragraph id {id} is not below 80000000 or stands twice.")
COMMENT_ID = Rule("comment-id", ERROR, "Two comments have the id {id}.")
COMMENT_OPEN = Rule("comment-open", ERROR, "The range of comment {id} has no {missing}.")
COMMENT_MISSING = Rule("comment-missing", ERROR, "This refers to comment {id}, which is not there.")
NOTE_ID = Rule("note-id", ERROR, "Two notes have the id {id}.")
NOTE_MISSING = Rule("note-missing", ERROR, "This refers to note {id}, which is not there.")
STYLE_MISSING = Rule("style-missing", ERROR, "There is no style '{id}'.")
STYLE_KIND = Rule("style-kind", ERROR, "The style '{id}' is no {kind} style.")
STYLE_TWICE = Rule("style-twice", ERROR, "Two styles have the {what} '{id}'.")
STYLE_LOOP = Rule("style-loop", ERROR, "The style '{id}' is based on itself.")
LIST_MISSING = Rule("list-missing", ERROR, "There is no list {id}.")
LIST_TWICE = Rule("list-twice", ERROR, "Two lists have the number {id}.")
FIELD_OPEN = Rule("field-open", ERROR, "A field does not have its begin, separator and end in order: {reason}.")
CHART_AXIS = Rule("chart-axis", ERROR, "The chart uses the axis {id}, which is not there.")
CHART_SERIES = Rule("chart-series", ERROR, "Two series of the chart have the {what} {id}.")

# ----------------------------------------------------------------------------------------------- Word: structure

CHILD_ORDER = Rule("child-order", ERROR, "{child} stands after {before} in {parent}; it belongs before it.")
CHILD_TWICE = Rule("child-twice", ERROR, "{child} stands twice in {parent}.")
CHILD_MISPLACED = Rule("child-misplaced", ERROR, "{child} does not belong in {parent}.")
CELL_END = Rule("cell-end", ERROR, "The cell, note or comment does not end in a paragraph.")
TABLE_SHAPE = Rule("table-shape", ERROR, "The table is out of shape: {reason}.")
SECTION_END = Rule("section-end", ERROR, "The body must end in one section, and hold no other between its blocks.")

# ----------------------------------------------------------------------------------------------- Word: leftovers

TEMPLATE_LANGUAGE = Rule("template-language", ERROR, "Template language is left over: {text}")
EMPTY_ROW = Rule("empty-row", WARNING, "The row says nothing.")
EMPTY_TABLE = Rule("empty-table", WARNING, "The table says nothing.")
EMPTY_HEADING = Rule("empty-heading", WARNING, "The heading says nothing.")
HEADING_ALONE = Rule("heading-alone", WARNING, "Nothing follows the heading '{text}'.")
EMPTY_PAGE = Rule("empty-page", WARNING, "Two page breaks follow each other, which leaves an empty page.")

# ------------------------------------------------------------------------------------------------- accessibility

TITLE = Rule("title", WARNING, "The file has no title in its properties.")
LANGUAGE = Rule("language", WARNING, "The language of the document is {found}, not {expected}.")
ALT_TEXT = Rule("alt-text", WARNING, "'{name}' has no alternative text that says what it shows.")
FIRST_HEADING = Rule("first-heading", WARNING, "The first heading is of level {level}, not 1.")
HEADING_JUMP = Rule("heading-jump", WARNING, "A heading of level {level} follows one of level {before}.")
TABLE_HEAD = Rule("table-head", WARNING, "The table of data has no head row at its top that is repeated.")
CONTRAST = Rule(
    "contrast",
    WARNING,
    "Text of colour {text} on {back} has a contrast of {ratio}, less than {least}, in {count} runs or cells.",
)
LINK_TEXT = Rule("link-text", WARNING, "The text of the link, '{text}', does not say where it leads.")
COLOUR_ONLY = Rule("colour-only", WARNING, "The cell says by its colour alone what it means.")

RULES = tuple(rule for rule in list(globals().values()) if isinstance(rule, Rule))
"""All rules, in the order above."""
