"""What may be wrong with a firm's own template, in the order of the documentation."""

from __future__ import annotations

from typing import Any, TypeAlias

from reportgen.common.diagnostics.diagnostic import Diagnostic, DiagnosticKind, Family, Severity
from reportgen.common.diagnostics.places import DocumentPlace

Fault: TypeAlias = Diagnostic[DocumentPlace]
FaultKind: TypeAlias = DiagnosticKind[DocumentPlace]


def _place(place: DocumentPlace) -> dict[str, Any]:
    return {
        "part": place.part,
        "heading": place.heading,
        "table": place.table,
        "row": place.row,
        "column": place.column,
        "paragraph": place.text,
        "tag": place.tag,
    }


def _record(fault: Fault) -> dict[str, Any]:
    return {
        "code": fault.code,
        "severity": fault.severity.value,
        **_place(fault.place),
        "others": [_place(place) for place in fault.places[1:]],
        "cause": fault.found.removesuffix("."),
        "fix": fault.remedy,
        "message": fault.message,
    }


FAULTS = Family(__name__, DocumentPlace(), _record, quotes_files=True)
_error, _warning = map(FAULTS.of, (Severity.ERROR, Severity.WARNING))


# Tags

TAG_NOT_CLOSED = _error(
    "tag-not-closed",
    "the tag does not end in its paragraph.",
    "Close it as it begins: '{{{{' with '}}}}', '{{%' with '%}}'.",
)
STRAY_CLOSER = _error(
    "stray-closer",
    "'{found}' closes nothing and would be printed.",
    "Open the tag in front of it, or delete it.",
)
SINGLE_BRACES = _warning(
    "single-braces",
    "in single braces the name is printed as it stands.",
    "Write it in double braces to have it filled.",
)
ODD_CHARACTER = _error(
    "odd-character",
    "the tag holds {found}, which the template's language does not know.",
    "Type the tag again with plain quotes, dashes and spaces, and switch off AutoCorrect for it.",
)
BROKEN_TAG = _error(
    "broken-tag",
    "{reason}.",
    "Correct what stands between its braces.",
    about="the tag cannot be read: a word, sign or bracket too many or too few",
)
UNKNOWN_STATEMENT = _error(
    "unknown-statement",
    "'{word}' is no statement of the template's language{hint}.",
    "Use for, if, macro, call, set, with or filter.",
)
SIGN_IN_TAG = _error(
    "sign-in-tag",
    "a tag for a whole paragraph, row or cell cannot hold '{found}', so it would not be carried out.",
    "Set a name with a plain {{% set %}} tag before it, and use that name in it.",
)

# Loops, conditions, building blocks

NOT_CLOSED = _error(
    "not-closed",
    "what '{word}' begins never ends.",
    "Put the tag with '{end}' where it shall end.",
)
CLOSES_NOTHING = _error(
    "closes-nothing",
    "'{word}' ends nothing that is open here{hint}.",
    "Delete it, or put the beginning in front of it.",
)
MISPLACED_BRANCH = _error(
    "misplaced-branch",
    "'{word}' stands in no condition that could have it.",
    "Put it between 'if' and 'endif'.",
)
CROSSES_CONTROL = _error(
    "crosses-control",
    "what '{word}' begins {inside} ends {outside}, at {end}.",
    "Put beginning and end side by side, both inside the content control or both outside.",
)
CROSSES_CELL = _error(
    "crosses-cell",
    "what '{word}' begins {inside} ends {outside}, at {end}.",
    "Put beginning and end side by side: both in the page, or both in the same cell.",
)
MIXED_FORMS = _error(
    "mixed-forms",
    "what begins as {begin} ends as {end}, which tears the document apart.",
    "Write both in the same form: with p for paragraphs, tr for rows, nothing within a paragraph.",
)
TAG_NOT_ALONE = _error(
    "tag-not-alone",
    "the tag stands for its whole {unit}, so {found} in it would be lost.",
    "Put the tag into a {unit} of its own.",
)
WRONG_FORM = _error(
    "wrong-form",
    "{reason}.",
    "Change the form of the tag.",
    about="the tag has a form that does not fit its place or what it prints",
)
TOO_DEEP = _error(
    "too-deep",
    "{reason}.",
    "Take loops or conditions apart, for instance into building blocks.",
    about="loops, conditions or brackets stand too deep inside each other",
)
FORBIDDEN_STATEMENT = _error(
    "forbidden-statement",
    "{reason}.",
    "Take it out.",
    about="the statement reaches out of the template or repeats itself",
)

# Names

UNKNOWN_NAME = _error(
    "unknown-name",
    "{reason}.",
    "Correct the name; the list of fields has all that there are.",
    about="the report knows no such name; the nearest is named",
    front=True,
)
UNKNOWN_ATTRIBUTE = _error(
    "unknown-attribute",
    "{reason}.",
    "Correct the name; the list of fields has all that there are.",
    about="what the name belongs to has no such part; the nearest is named",
    front=True,
)
INTERNAL_NAME = _error(
    "internal-name",
    "{reason}.",
    "Take it out.",
    about="the name reaches behind the report",
)
UNKNOWN_FILTER = _error(
    "unknown-filter",
    "{reason}.",
    "Take it out, or use batch, capitalize, first, join, last, length, lower, title, trim or upper.",
    about="there is no such filter",
)
UNKNOWN_TEST = _error(
    "unknown-test",
    "{reason}.",
    "Correct what follows 'is'.",
    about="there is no such test behind 'is'",
)
ARITHMETIC = _error(
    "arithmetic",
    "{reason}.",
    "Take the calculation out.",
    about="a template does no arithmetic; every figure comes as it is printed",
)
LIST_OF_NAMES = _error(
    "list-of-names",
    "{reason}.",
    "Write what is to be repeated out, or loop over a list there is.",
    about="a list written in a template holds plain words and figures, no names",
)
NOT_PRINTABLE = _error(
    "not-printable",
    "{reason}.",
    "Name the part of it that is to be printed.",
    about="what the name holds cannot be printed as a whole",
)
NOT_A_LIST = _error(
    "not-a-list",
    "{reason}.",
    "Loop over a list; the list of fields shows which names hold one.",
    about="what the name holds is no list",
    front=True,
)
NOT_CALLABLE = _error(
    "not-callable",
    "{reason}.",
    "Take the brackets out, or put a building block in.",
    about="a template calls nothing but its own building blocks",
)
WRONG_ARGUMENTS = _error(
    "wrong-arguments",
    "{reason}.",
    "Give the building block what its 'macro' tag names, in that order.",
    about="the building block is given more, less or other than it takes",
)
COMPARES_UNLIKE = _error(
    "compares-unlike",
    "{reason}.",
    "Compare like with like.",
    about="values of different kinds are compared, which are never equal",
)
MAY_BE_MISSING = _warning(
    "may-be-missing",
    "{name} may be missing, and then no report could be built{hint}.",
    "Put the place under a condition, such as {{%p if ... %}}.",
    about="{name} may be missing, and then no report could be built",
)

# Content controls

REGION_DOUBLED = _error(
    "region-doubled",
    "two regions are tagged '{tag}'.",
    "Give each region a name of its own (Properties > Tag).",
)
REGION_REPEATED = _error(
    "region-repeated",
    "the region '{tag}' is in a loop, so every round would have the same name.",
    "Put something into its tag that differs, such as {{{{ area.id }}}}.",
)
REGION_NESTED = _error(
    "region-nested",
    "the region '{tag}' is inside the region '{outer}'.",
    "Take one of the two controls away.",
)
REGION_MISPLACED = _error(
    "region-misplaced",
    "the region '{tag}' is {where}.",
    "Put the control round whole paragraphs and tables of the page itself.",
)
REGION_UNNAMED = _error(
    "region-unnamed",
    "the region has no name.",
    "Write one after 'rg:' (Properties > Tag).",
)
REGION_WITH_SECTION = _error(
    "region-with-section",
    "a section break is inside the region '{tag}' and would be lost when it is generated again.",
    "Let the region end before the section break.",
)
REGION_WITH_NOTE = _error(
    "region-with-note",
    "a {note} is inside the region '{tag}' and would be lost when it is generated again.",
    "Put it outside the region, or make it text.",
)
OUTSIDE_REGION = _warning(
    "outside-region",
    "the paragraph is filled, but is in no region, so it could never be generated again.",
    "Put it into a content control tagged 'rg:' and a name.",
)
NOTHING_TO_COMMENT = _error(
    "nothing-to-comment",
    "the control tagged 'comment' holds nothing to comment on.",
    "Let its first paragraph be the comment, and the others what it is about.",
)
PROMPT_PRINTED = _error(
    "prompt-printed",
    "the question to the consultant ({name}) would be printed in every report.",
    "Put it as the first paragraph into a content control tagged 'comment', round the words that it is about. A "
    "program that drops controls may have saved the template; then take the copy from before.",
)
NO_COMMENTS = _warning(
    "no-comments",
    "no content control is tagged 'comment', so suggestions get no comment.",
    "Put suggestions into controls tagged 'comment', as the template that comes with reportgen does; otherwise only an "
    "edit, another style or confirming their chapter in the review confirms them.",
)
NO_REGIONS = _warning(
    "no-regions",
    "no content control marks a region, so a refresh knows no part of the report by itself.",
    "Put each part into a control tagged 'rg:' and a name. A program that drops controls may have saved the template; "
    "then take the copy from before.",
)
NO_DRAFT_LINE = _warning(
    "no-draft-line",
    "no paragraph says {{{{ cover.draft_mark }}}} alone, so the title page does not tell a draft, and cannot tell "
    "which version of the report a later one replaces.",
    "Put it alone into a paragraph of the title page, as the template that comes with reportgen does.",
)
DEAD_REFERENCE = _warning(
    "dead-reference",
    "the reference to '{target}' leads nowhere: there is no such bookmark in the template.",
    "Insert it anew (References > Cross-reference), or delete the reference.",
)
BOUND_CONTROL = _warning(
    "bound-control",
    "Word keeps what this control shows elsewhere in the file ({store}), and would show that, not what is filled in.",
    "A build loosens it by itself. To be rid of it: right click > Remove Content Control, which keeps its words.",
)
REFERENCE_WITHOUT_TARGET = _error(
    "reference-without-target",
    "the reference '{tag}' has no target: nothing is tagged '{target}'.",
    "Put a control with that tag round the heading or the number of the caption that is meant, or delete the "
    "reference.",
)

# What must not reach a client

COMMENT_LEFT = _error(
    "comment-left",
    "a comment of {author} would reach the client: “{words}”.",
    "Delete the comment in Word.",
)
CHANGE_LEFT = _error(
    "change-left",
    "a tracked change would reach the client.",
    "Accept or reject it in Word (Review > Changes).",
)
LANGUAGE_NOT_FILLED = _error(
    "language-not-filled",
    "template language in {part} is not filled and would reach the client as it stands.",
    "Move it into the text, or delete it.",
)

# Styles and lists

MISSING_STYLE = _error(
    "missing-style",
    "the style '{style}' is not in the template, but {used} uses it.",
    "Create the style in Word, or copy it from the template that comes with reportgen (Organizer).",
)
RENAMED_STYLE = _warning(
    "renamed-style",
    "the style '{wanted}' is called '{found}' here, so a final report shows its words in the style it is based on.",
    "Rename it to '{wanted}' (Styles pane > Modify), or look whether the final report looks as it should.",
)
MISSING_LIST = _error(
    "missing-list",
    "the list {number} of the paragraph is not in the template.",
    "Apply the list style again in Word.",
)

# What a document may carry

MACROS = _error(
    "macros",
    "the file holds macros ({name}).",
    "Save it as a Word document (.docx), which has none.",
)
ACTIVE_CONTENT = _error(
    "active-content",
    "the file holds {found} ({name}), which could do harm.",
    "Delete it, and place a picture instead.",
)
EXTERNAL_LINK = _error(
    "external-link",
    "the file fetches {kind} from outside ({target}).",
    "Embed it (File > Info > Edit Links to Files > Break Link), or delete it.",
)
ATTACHED_TEMPLATE = _error(
    "attached-template",
    "Word would open another template with every report ({target}).",
    "Detach it: Developer > Document Template, and clear the name.",
)
MAIL_MERGE = _error(
    "mail-merge",
    "the file is the main document of a mail merge ({target}).",
    "End it: Mailings > Start Mail Merge > Normal Word Document.",
)
PROTECTED = _warning(
    "protected",
    "the template is protected against editing ({kind}), and so would every draft be.",
    "Take it off: Review > Restrict Editing > Stop Protection; for a read-only mark save a copy without it.",
)
TRACKING = _warning(
    "tracking",
    "the template tracks changes, and so would every draft.",
    "Switch it off: Review > Track Changes.",
)
FETCHING_FIELD = _error(
    "fetching-field",
    "the field {field} makes Word fetch or run something.",
    "Turn it into text (Ctrl+Shift+F9), or delete it.",
)
FOREIGN_TEXT = _error(
    "foreign-text",
    "the file holds text of another format ({name}).",
    "Open the file in Word and save it again.",
)

# Last of all

NOTHING_TO_FILL = _error(
    "nothing-to-fill",
    "nothing in the template is in double braces, so every report would be the same.",
    "Begin with a copy of the template that comes with reportgen, and keep its tags.",
)
CANNOT_BE_FILLED = _error(
    "cannot-be-filled",
    "a trial with invented words failed: {reason}.",
    "Correct the place, or compare the template with the template that comes with reportgen.",
)
