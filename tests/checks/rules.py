"""The rules that only our own files have to keep to: of workbooks, and of Word what no review tells anybody."""

from __future__ import annotations

from reportgen.office.checks.rules import ERROR, WARNING, Rule

# ---------------------------------------------------------------------------------------------------------- Word

PART_UNREACHABLE = Rule("part-unreachable", WARNING, "No relationship leads to this part.")
RELATION_UNUSED = Rule("relation-unused", WARNING, "Nothing uses the relationship {id} ({kind}).")
COMMENT_UNUSED = Rule("comment-unused", WARNING, "Comment {id} belongs to no place in the text.")
TARGET_MISSING = Rule("target-missing", ERROR, "This refers to '{name}', but no bookmark has that name.")
RUN_ORDER = Rule("run-order", WARNING, "{child} stands after {before} in {parent}; older programs want it before.")
UPDATE_PROMPT = Rule("update-prompt", WARNING, "Word asks on opening whether to update fields.")
EMPTY_PARAGRAPH = Rule("empty-paragraph", WARNING, "The paragraph says nothing.")
EMPTY_CONTROL = Rule("empty-control", WARNING, "The content control holds nothing.")
THEME_COLOUR = Rule("theme-colour", WARNING, "{name} is {theme} in the theme, but other programs show {value}.")

# --------------------------------------------------------------------------------------------------------- Excel

SHEET_NAME = Rule("sheet-name", ERROR, "'{name}' cannot be the name of a sheet: {reason}.")
SHEET_ID = Rule("sheet-id", ERROR, "Two sheets have the id {id}.")
SHEET_HIDDEN = Rule("sheet-hidden", ERROR, "The workbook opens on a sheet that is hidden or not there.")
SHEETS_GROUPED = Rule("sheets-grouped", WARNING, "{count} sheets are selected together: typing changes them all.")
NAME_INVALID = Rule("name-invalid", ERROR, "'{name}' cannot be a defined name.")
NAME_TWICE = Rule("name-twice", ERROR, "Two defined names are called '{name}'.")
NAME_SCOPE = Rule("name-scope", ERROR, "The name '{name}' belongs to a sheet that is not there.")
PRINT_TITLES = Rule("print-titles", ERROR, "'{found}' are no rows or columns of the sheet that repeats them.")
CELL_ORDER = Rule("cell-order", ERROR, "{what} {found} stands after {before}.")
CELL_REFERENCE = Rule("cell-reference", ERROR, "'{found}' is no cell of the row it stands in.")
CELL_VALUE = Rule("cell-value", ERROR, "'{found}' is no value of type {type}.")
STRING_INDEX = Rule("string-index", ERROR, "There is no shared text number {found}.")
TEXT_LENGTH = Rule("text-length", ERROR, "The text has {length} characters; a cell holds 32767.")
STYLE_INDEX = Rule("style-index", ERROR, "There is no {what} number {found}.")
DXF_INDEX = Rule("dxf-index", ERROR, "There is no conditional format number {found}.")
RANGE_INVALID = Rule("range-invalid", ERROR, "'{found}' is no range of cells.")
MERGE_OVERLAP = Rule("merge-overlap", ERROR, "The merged ranges {first} and {second} overlap.")
VALIDATION_LIST = Rule("validation-list", ERROR, "The list has {length} characters in its formula; 255 fit.")
VALIDATION_TEXT = Rule("validation-text", ERROR, "The {what} of the validation has {length} characters; {most} fit.")
FORMULA = Rule("formula", ERROR, "'{formula}' cannot be read as a formula: {reason}.")
FORMULA_TARGET = Rule("formula-target", ERROR, "The formula refers to '{name}', which is not there: {formula}")
FORMULA_FUNCTION = Rule("formula-function", ERROR, "Excel knows {name} in a file only as _xlfn.{name}: {formula}")
LINK_TARGET = Rule("link-target", ERROR, "The link leads to '{name}', which is not there.")
CELL_COMMENT_AUTHOR = Rule("cell-comment-author", ERROR, "The comment has no author number {found}.")
CELL_COMMENT_TWICE = Rule("cell-comment-twice", ERROR, "Two comments belong to the cell {found}.")
CELL_COMMENT_SHAPE = Rule("cell-comment-shape", ERROR, "The sheet has comments, but no drawing that shows them.")

RULES = tuple(rule for rule in list(globals().values()) if isinstance(rule, Rule))
"""All of them, in the order above."""
