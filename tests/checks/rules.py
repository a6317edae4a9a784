"""The rules that only our own files have to keep to: of workbooks, and of Word what no review tells anybody."""

from __future__ import annotations

from reportgen.common.diagnostics.diagnostic import Family, Severity
from reportgen.common.diagnostics.places import PartPlace

RULES = Family(__name__, PartPlace(), quotes_files=True)
_error, _warning = map(RULES.of, (Severity.ERROR, Severity.WARNING))

# ---------------------------------------------------------------------------------------------------------- Word

PART_UNREACHABLE = _warning("part-unreachable", "No relationship leads to this part.")
RELATION_UNUSED = _warning("relation-unused", "Nothing uses the relationship {id} ({kind}).")
COMMENT_UNUSED = _warning("comment-unused", "Comment {id} belongs to no place in the text.")
TARGET_MISSING = _error("target-missing", "This refers to '{name}', but no bookmark has that name.")
RUN_ORDER = _warning("run-order", "{child} stands after {before} in {parent}; older programs want it before.")
UPDATE_PROMPT = _warning("update-prompt", "Word asks on opening whether to update fields.")
EMPTY_PARAGRAPH = _warning("empty-paragraph", "The paragraph says nothing.")
EMPTY_CONTROL = _warning("empty-control", "The content control holds nothing.")
THEME_COLOUR = _warning("theme-colour", "{name} is {theme} in the theme, but other programs show {value}.")

# --------------------------------------------------------------------------------------------------------- Excel

SHEET_NAME = _error("sheet-name", "'{name}' cannot be the name of a sheet: {reason}.")
SHEET_ID = _error("sheet-id", "Two sheets have the id {id}.")
SHEET_HIDDEN = _error("sheet-hidden", "The workbook opens on a sheet that is hidden or not there.")
SHEETS_GROUPED = _warning("sheets-grouped", "{count} sheets are selected together: typing changes them all.")
NAME_INVALID = _error("name-invalid", "'{name}' cannot be a defined name.")
NAME_TWICE = _error("name-twice", "Two defined names are called '{name}'.")
NAME_SCOPE = _error("name-scope", "The name '{name}' belongs to a sheet that is not there.")
PRINT_TITLES = _error("print-titles", "'{found}' are no rows or columns of the sheet that repeats them.")
CELL_ORDER = _error("cell-order", "{what} {found} stands after {before}.")
CELL_REFERENCE = _error("cell-reference", "'{found}' is no cell of the row it stands in.")
CELL_VALUE = _error("cell-value", "'{found}' is no value of type {type}.")
STRING_INDEX = _error("string-index", "There is no shared text number {found}.")
TEXT_LENGTH = _error("text-length", "The text has {length} characters; a cell holds 32767.")
STYLE_INDEX = _error("style-index", "There is no {what} number {found}.")
DXF_INDEX = _error("dxf-index", "There is no conditional format number {found}.")
RANGE_INVALID = _error("range-invalid", "'{found}' is no range of cells.")
MERGE_OVERLAP = _error("merge-overlap", "The merged ranges {first} and {second} overlap.")
VALIDATION_LIST = _error("validation-list", "The list has {length} characters in its formula; 255 fit.")
VALIDATION_TEXT = _error("validation-text", "The {what} of the validation has {length} characters; {most} fit.")
FORMULA = _error("formula", "'{formula}' cannot be read as a formula: {reason}.")
FORMULA_TARGET = _error("formula-target", "The formula refers to '{name}', which is not there: {formula}")
FORMULA_FUNCTION = _error("formula-function", "Excel knows {name} in a file only as _xlfn.{name}: {formula}")
LINK_TARGET = _error("link-target", "The link leads to '{name}', which is not there.")
CELL_COMMENT_AUTHOR = _error("cell-comment-author", "The comment has no author number {found}.")
CELL_COMMENT_TWICE = _error("cell-comment-twice", "Two comments belong to the cell {found}.")
CELL_COMMENT_SHAPE = _error("cell-comment-shape", "The sheet has comments, but no drawing that shows them.")
