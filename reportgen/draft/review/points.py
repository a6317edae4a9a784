"""What may be left to do before a report is issued.

An error is what a client would see, or what would reach a client unseen: it blocks the issue. A warning is advice.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from reportgen.common.diagnostics.diagnostic import Diagnostic, Family, Severity
from reportgen.common.diagnostics.places import DocumentPlace
from reportgen.common.diagnostics.runs import RULES_PAGE

LONGEST_QUOTE = 90  # signs of a paragraph or comment

Point: TypeAlias = Diagnostic[DocumentPlace]


def _record(point: Point) -> dict[str, Any]:
    return {
        "code": point.code,
        "blocking": point.is_error,
        "chapter": point.place.heading,
        "words": point.place.text,
        "found": point.found,
        "do": point.remedy,
        "figure": point.facts.get("change"),
    }


POINTS = Family(__name__, DocumentPlace(), _record, carries=("change",), quotes_files=True)
_error, _warning = map(POINTS.of, (Severity.ERROR, Severity.WARNING))


SUGGESTION = _error(
    "suggestion",
    "Nobody has confirmed this suggestion{more}.",
    "Edit it, resolve or delete its comment, or confirm its chapter in one act.",
)
PLACEHOLDER = _error("placeholder", "A placeholder still stands here.", "Write what it asks for.")
CONFLICT = _error(
    "conflict",
    "A refresh left a conflict: {text}",
    "Decide what the report shall say, then resolve or delete the comment.",
)
COMMENT = _error("comment", "{author} commented: {text}{replies}", "Deal with it, then resolve or delete the comment.")
TRACKED_CHANGE = _error(
    "tracked-change", "Tracked changes by {authors}: {changes}.", "Accept or reject them (Review > Accept)."
)
FIGURE_OUTDATED = _error(
    "figure-outdated",
    "The figure {figure} stands here as {old}; the workbook gives {new}{source}.",
    "Refresh the draft, or correct the figure.",
    front=True,
)
FIGURE_RETYPED = _warning(
    "figure-retyped",
    "Somebody typed {old} where {new} was generated.",
    "Make sure that it is meant.",
)
FIGURE_GONE = _warning(
    "figure-gone",
    "The figure {figure} stands here as {old}; a report built now would not give it any more.",
    "Refresh the draft, or look whether the sentence still holds.",
    front=True,
)
OTHER_RULES = _warning(
    "other-rules",
    "This draft was built by a version of reportgen with other rules of peer figures, and of some others. "
    f"{RULES_PAGE} tells what differs, and why.",
    "Refresh the draft.",
    front=True,
)
PART_OUTDATED = _error(
    "part-outdated", "This part would be generated otherwise now: {changes}", "Refresh the draft.", front=True
)
PART_BEHIND = _warning(
    "part-behind",
    "Somebody edited this part, and it would be generated otherwise now: {changes}",
    "Refresh the draft, which keeps the edits, or look whether the text still holds.",
    front=True,
)
PART_NEW = _warning(
    "part-new",
    "A report built now would have a part that is not in this draft: {region}.",
    "Refresh the draft.",
    front=True,
)
PICTURE_BESIDE_TABLE = _error(
    "picture-beside-table",
    "This picture is drawn from the road map of the workbook, and somebody took initiatives out of its tables, added "
    "some, or gave them other numbers, priorities or efforts: {where}.",
    "Change the road map in the workbook and refresh the draft, or delete the picture.",
)
EMPTY_ITEM = _error("empty-item", "An entry of a list says nothing.", "Delete the empty entry.")
DRAFT_MARK = _error(
    "draft-mark",
    "'{text}' calls the report a draft where finishing it does not take that away.",
    "Delete these words or the watermark.",
    front=True,
)
DRAFT_NOTE = _error(
    "draft-note",
    "Somebody wrote into what only readers of the draft are to see, so it would stay in the report.",
    "Move the words to where they belong, or delete them.",
)
WORKBOOK_PLACE = _error(
    "workbook-place",
    "'{text}' is a place in the scoring workbook, which a client does not have.",
    "Say it in words for the client, or delete it.",
)
REFERENCE = _error(
    "reference-broken",
    "A cross-reference or link leads to nothing: {target}.",
    "Insert it anew (References > Cross-reference), or delete it.",
)
PROPERTY_FIELD = _error(
    "property-field",
    "The field {field} shows '{shown}' where {says}.",
    "Click into it and press F9, correct the property (File > Info), or write words in its place.",
)
CONTENTS = _error(
    "contents-outdated",
    "The {kind} does not list what is there: {differences}.",
    "Click into it, press F9 and choose to update the entire table.",
)
NO_PAGES = _warning(
    "contents-unpaged",
    "The {kind} shows no page numbers.",
    "Press F9 on it in Word, or have the pages laid out.",
    front=True,
)
LOCAL_LINK = _error(
    "local-link",
    "This leads to a file on somebody's computer or network: {target}.",
    "Remove the link (right click > Remove Hyperlink), or insert the picture itself.",
)
EMBEDDED_FILE = _error(
    "embedded-file",
    "A whole file is embedded here ({name}); a reader can open it with all that is in it.",
    "Click it and press Ctrl+Shift+F9, which leaves its picture. Or copy what the client may see and paste it as a "
    "table or a picture (Paste Special); or delete it.",
)
CONDITIONAL_WORDS = _warning(
    "conditional-words",
    "A field shows other words on some pages or under another condition: {code}.",
    "Make sure that the client may read all of them.",
)
PICTURE_CROPPED = _warning(
    "picture-cropped",
    "This picture was cropped, and what was cut off is still in the file.",
    "Take it out (Picture Format > Compress Pictures > Delete cropped areas), if the client must not see it.",
)
PICTURE_UNREAD = _warning(
    "picture-unread",
    "The picture {name} is broken, or of a kind that is not looked into, so it may say who made it, and where.",
    "Paste it anew as a picture (Paste Special > PNG), if that counts.",
)
CHART_LOST = _error(
    "chart-lost",
    "A chart or picture is missing here: another program dropped it, and left an empty frame.",
    "Refresh the draft, which puts back what was generated, or insert it anew.",
    front=True,
)
CHART_DAMAGED = _warning(
    "chart-damaged",
    "Another program dropped the workbook behind this chart: it is shown as it was, but nobody can edit its data.",
    "Refresh the draft, which puts back what was generated, or leave it as it is.",
    front=True,
)
PERSON_NAMED = _warning(
    "person-named",
    "This entry holds {found}; where a role belongs, a name gives a person away.",
    "Make sure that the report may name them, or write the role.",
)
HIDDEN_TEXT = _warning(
    "hidden-text",
    "Here stands what no reader of the page sees, {what}: {words}.",
    "Finalizing takes it out. If it is meant for the reader, let it be seen (Home > Font > Hidden).",
)
NOT_SEEN = _warning(
    "not-seen",
    "The file holds what no reader of the page sees: {found}.",
    "Finalizing takes it out.",
)
CUSTOM_PROPERTY = _warning(
    "custom-property",
    "The file has a property of its own, {property}.",
    "Finalizing takes it out. To keep it in every report, name it in the house style (properties).",
)
UNFINISHED = _warning("marked-unfinished", "The title page says: {text}", "Fill what is missing, or issue it as it is.")
OTHER_PROGRAM = _warning(
    "other-program",
    "The program that saved the draft writes in {places} what Word writes otherwise.",
    "Open the draft in Word and save it, which puts them right.",
)
