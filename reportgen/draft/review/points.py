"""What may be left to do before a report is issued: every kind with its stable code, its weight and its words.

A point that blocks is one that a client would see, or that would reach a client unseen; the others are advice.
"""

from __future__ import annotations

from dataclasses import dataclass

BLOCKS, ADVICE = True, False
LONGEST_QUOTE = 90  # signs of a paragraph or comment


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a point is, as a person with the draft open in Word finds it."""

    chapter: str = ""  # "5.2 Core": the nearest heading above; "Title page", "Headers and footers"; empty: the file
    words: str = ""  # how the paragraph begins


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that stands otherwise than the workbook gives it, or than it was generated."""

    figure: str  # as `reportgen explain` knows it
    old: str  # as it stands in the draft
    new: str  # as the workbook gives it; without a workbook, as it was generated
    source: str = ""  # "Interview 03!F14, ...": what it rests on


@dataclass(frozen=True, slots=True)
class Point:
    """One thing left to do."""

    code: str
    is_blocking: bool
    spot: Spot
    found: str  # a sentence
    action: str  # a sentence
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class PointKind:
    """A kind of point; `found` has named facts in braces."""

    code: str
    is_blocking: bool
    found: str
    action: str

    def at(self, spot: Spot, change: Change | None = None, /, **facts: object) -> Point:
        """What was found, and where. A fact that the words name and that is not given raises `KeyError`."""
        return Point(self.code, self.is_blocking, spot, self.found.format(**facts), self.action, change)


SUGGESTION = PointKind(
    "suggestion",
    BLOCKS,
    "Nobody has confirmed this suggestion{more}.",
    "Edit the text, or resolve or delete the comment beside it.",
)
PLACEHOLDER = PointKind("placeholder", BLOCKS, "A placeholder still stands here.", "Write what it asks for.")
CONFLICT = PointKind(
    "conflict",
    BLOCKS,
    "A refresh left a conflict: {text}",
    "Decide what the report shall say, then resolve or delete the comment.",
)
COMMENT = PointKind(
    "comment", BLOCKS, "{author} commented: {text}{replies}", "Deal with it, then resolve or delete the comment."
)
TRACKED_CHANGE = PointKind(
    "tracked-change", BLOCKS, "Tracked changes by {authors}: {changes}.", "Accept or reject them (Review > Accept)."
)
FIGURE_OUTDATED = PointKind(
    "figure-outdated",
    BLOCKS,
    "The figure {figure} stands here as {old}; the workbook gives {new}{source}.",
    "Run reportgen refresh, or correct the figure.",
)
FIGURE_RETYPED = PointKind(
    "figure-retyped",
    ADVICE,
    "Somebody typed {old} where the figure {figure} was generated as {new}.",
    "Make sure that it is meant.",
)
FIGURE_GONE = PointKind(
    "figure-gone",
    ADVICE,
    "The figure {figure} stands here as {old}; a report built now would not give it any more.",
    "Run reportgen refresh, or look whether the sentence still holds.",
)
PART_OUTDATED = PointKind(
    "part-outdated", BLOCKS, "This part would be generated otherwise now: {changes}", "Run reportgen refresh."
)
PART_BEHIND = PointKind(
    "part-behind",
    ADVICE,
    "Somebody edited this part, and it would be generated otherwise now: {changes}",
    "Run reportgen refresh, which keeps the edits, or look whether the text still holds.",
)
PART_NEW = PointKind(
    "part-new", ADVICE, "A report built now would have a part that is not in this draft: {region}.", "Run refresh."
)
EMPTY_ITEM = PointKind("empty-item", BLOCKS, "An entry of a list says nothing.", "Delete the empty entry.")
DRAFT_MARK = PointKind(
    "draft-mark",
    BLOCKS,
    "'{text}' calls the report a draft where finalize does not take it away.",
    "Delete these words or the watermark.",
)
REFERENCE = PointKind(
    "reference-broken",
    BLOCKS,
    "A cross-reference or link leads to nothing: {target}.",
    "Insert it anew (References > Cross-reference), or delete it.",
)
CONTENTS = PointKind(
    "contents-outdated",
    BLOCKS,
    "The {kind} does not list what is there: {differences}.",
    "Click into it, press F9 and choose to update the entire table.",
)
LOCAL_LINK = PointKind(
    "local-link",
    BLOCKS,
    "This leads to a file on somebody's computer or network: {target}.",
    "Remove the link (right click > Remove Hyperlink), or insert the picture itself.",
)
UNFINISHED = PointKind(
    "marked-unfinished", ADVICE, "The title page says: {text}", "Fill what is missing, or issue it as it is."
)
OTHER_PROGRAM = PointKind(
    "other-program",
    ADVICE,
    "The program that saved the draft writes in {places} what Word writes otherwise.",
    "Open the draft in Word and save it, which puts them right.",
)

KINDS = tuple(kind for kind in list(globals().values()) if isinstance(kind, PointKind))
"""All kinds but the faults, which have the codes of the inspection."""
