"""Rules of what surrounds the cells of a sheet: merged ranges, validation, conditional formats, links, comments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from reportgen.office.checks.rules import ALT_TEXT, Violation, in_part
from reportgen.office.checks.word_file import RELATIONS, Element
from tests.checks import rules
from tests.checks.formulas import read_formula
from tests.checks.markup import SHEET_DRAWING, is_index, s
from tests.checks.ranges import cell_range, overlap
from tests.checks.workbook_file import Sheet, WorkbookFile

_MOST_IN_LIST = 255
_TEXTS = {"promptTitle": 32, "prompt": 255, "errorTitle": 32, "error": 255}  # of a validation, with their limits
_LONGEST_QUOTE = 120


def sheet_violations(book: WorkbookFile, sheet: Sheet) -> Iterator[Violation]:
    """What is wrong round the cells of a sheet."""
    yield from _ranges(sheet)
    yield from _merged(sheet)
    yield from _validations(book, sheet)
    yield from _conditions(book, sheet)
    yield from _links(book, sheet)
    yield from _comments(book, sheet)
    yield from _pictures(book, sheet)


def formula_violations(book: WorkbookFile, part: str, where: str, text: str) -> Iterator[Violation]:
    """What is wrong with a formula of a cell, a name, a validation or a conditional format."""
    formula = read_formula(text)
    facts = {"formula": text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"}
    if formula.fault:
        yield rules.FORMULA.at(in_part(part, where), reason=formula.fault, **facts)
    if formula.is_external:
        yield rules.FORMULA.at(in_part(part, where), reason="it refers to another workbook", **facts)
    else:
        missing = [name for name in formula.sheets if name.casefold() not in book.sheet_names]
        missing += [name for name in formula.names if name.casefold() not in book.known_names]
        yield from (
            rules.FORMULA_TARGET.at(in_part(part, where), name=name, **facts) for name in dict.fromkeys(missing)
        )
    for name in dict.fromkeys(formula.functions):
        yield rules.FORMULA_FUNCTION.at(in_part(part, where), name=name, **facts)


# ------------------------------------------------------------------------------------------------------- ranges

_WITH_RANGES = {
    "dimension": "ref",
    "mergeCell": "ref",
    "autoFilter": "ref",
    "hyperlink": "ref",
    "ignoredError": "sqref",
}
_WITH_RANGES |= {"dataValidation": "sqref", "conditionalFormatting": "sqref", "protectedRange": "sqref"}


def _ranges(sheet: Sheet) -> Iterator[Violation]:
    for element in sheet.root.iter(*map(s, _WITH_RANGES)):
        for text in element.get(_WITH_RANGES[element.tag.rpartition("}")[2]], "").split() or [""]:
            if cell_range(text) is None:
                yield rules.RANGE_INVALID.at(in_part(sheet.part, element), found=text)


def _merged(sheet: Sheet) -> Iterator[Violation]:
    texts = [merged.get("ref", "") for merged in sheet.root.iterfind(f"{s('mergeCells')}/{s('mergeCell')}")]
    areas = [(text, area) for text in texts if (area := cell_range(text)) is not None]
    for (first, one), (second, other) in combinations(areas, 2):
        if overlap(one, other):
            yield rules.MERGE_OVERLAP.at(in_part(sheet.part, sheet.at(second)), first=first, second=second)


# ----------------------------------------------------------------------------- validation, conditional formats


def _validations(book: WorkbookFile, sheet: Sheet) -> Iterator[Violation]:
    for rule in sheet.root.iterfind(f"{s('dataValidations')}/{s('dataValidation')}"):
        where = sheet.at(rule.get("sqref", ""))
        for what, most in _TEXTS.items():
            length = len(rule.get(what, ""))
            if length > most:
                yield rules.VALIDATION_TEXT.at(in_part(sheet.part, where), what=what, length=length, most=most)
        for formula in rule:
            text = formula.text or ""
            if text.startswith('"') and len(text) - 2 > _MOST_IN_LIST:
                yield rules.VALIDATION_LIST.at(in_part(sheet.part, where), length=len(text) - 2)
            yield from formula_violations(book, sheet.part, where, text)


def _conditions(book: WorkbookFile, sheet: Sheet) -> Iterator[Violation]:
    for group in sheet.root.iterfind(s("conditionalFormatting")):
        where = sheet.at(group.get("sqref", ""))
        for rule in group.iterfind(s("cfRule")):
            number = rule.get("dxfId")
            if number is not None and not is_index(number, book.count("dxfs")):
                yield rules.DXF_INDEX.at(in_part(sheet.part, where), found=number)
            for formula in rule.iterfind(s("formula")):
                yield from formula_violations(book, sheet.part, where, formula.text or "")


# ----------------------------------------------------------------------------------- links, comments, pictures


def _links(book: WorkbookFile, sheet: Sheet) -> Iterator[Violation]:
    """Links inside the workbook lead to a sheet or a name of it."""
    for link in sheet.root.iterfind(f"{s('hyperlinks')}/{s('hyperlink')}"):
        location = link.get("location", "")
        if not location or link.get(f"{{{RELATIONS}}}id"):
            continue
        formula = read_formula(location)
        known = [name.casefold() in book.sheet_names for name in formula.sheets]
        known += [name.casefold() in book.known_names for name in formula.names]
        if formula.fault or not all(known):
            yield rules.LINK_TARGET.at(in_part(sheet.part, sheet.at(link.get("ref", ""))), name=location)


def _comments(book: WorkbookFile, sheet: Sheet) -> Iterator[Violation]:
    for part in book.package.related(sheet.part, "comments"):
        root = book.package.tree(part)
        if root is None:
            continue
        authors = len(root.findall(f"{s('authors')}/{s('author')}"))
        comments = root.findall(f"{s('commentList')}/{s('comment')}")
        for comment in comments:
            number = comment.get("authorId", "")
            if not is_index(number, authors):
                yield rules.CELL_COMMENT_AUTHOR.at(in_part(part, sheet.at(comment.get("ref", ""))), found=number)
        cells = Counter(comment.get("ref", "") for comment in comments)
        yield from (
            rules.CELL_COMMENT_TWICE.at(in_part(part, sheet.at(c)), found=c) for c, count in cells.items() if count > 1
        )
        if comments and sheet.root.find(s("legacyDrawing")) is None:
            yield rules.CELL_COMMENT_SHAPE.at(in_part(sheet.part))


def _pictures(book: WorkbookFile, sheet: Sheet) -> Iterator[Violation]:
    for part in book.package.related(sheet.part, "drawing"):
        root = book.package.tree(part)
        for picture in _described(root) if root is not None else ():
            if not picture.get("descr", "").strip():
                yield ALT_TEXT.at(in_part(part, picture), name=picture.get("name", ""))


def _described(root: Element) -> Iterator[Element]:
    """What names and describes each picture and chart of a drawing."""
    for frame in root.iter(f"{{{SHEET_DRAWING}}}pic", f"{{{SHEET_DRAWING}}}graphicFrame"):
        yield from frame.iter(f"{{{SHEET_DRAWING}}}cNvPr")
