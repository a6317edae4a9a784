"""Workbooks as packages, for tests: their parts, changed as other programs write them, and checked as a whole."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from lxml import etree

from reportgen.common.diagnostics.problems import Problem
from reportgen.office.files import WORKBOOK
from reportgen.office.gate import admit
from reportgen.workbook import marking
from tests.packages import parts_of, zipped

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
ORDER = (  # of the elements of a sheet, as far as our workbooks have them
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetProtection", "autoFilter"),
    *("mergeCells", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins"),
    *("pageSetup", "headerFooter", "ignoredErrors", "drawing", "legacyDrawing", "tableParts", "extLst"),
)

Change = bytes | Callable[[bytes], bytes]


def mark(path: Path, problems: Sequence[Problem]) -> bytes:
    """A workbook with these problems marked."""
    return marking.mark(admit(path, WORKBOOK), path, problems).content


def rebuilt(path: Path, changes: Mapping[str, Change]) -> Path:
    """The workbook with some parts changed, or put in."""
    parts = parts_of(path)
    for name, change in changes.items():
        parts[name] = change if isinstance(change, bytes) else change(parts[name])
    path.write_bytes(zipped(parts))
    return path


def replacing(old: str, new: str) -> Callable[[bytes], bytes]:
    """A change of the first text like this, which must be there."""

    def change(content: bytes) -> bytes:
        assert old.encode() in content, old
        return content.replace(old.encode(), new.encode(), 1)

    return change


def canonical(part: bytes) -> bytes:
    """A part of XML in the one way to write it; any other part as it is."""
    return etree.tostring(etree.fromstring(part), method="c14n") if part.lstrip().startswith(b"<") else part


def differences(before: Path | bytes, after: Path | bytes) -> set[str]:
    """The names of the parts that do not say the same."""
    old, new = parts_of(before), parts_of(after)
    return {
        name
        for name in old.keys() | new.keys()
        if name not in old or name not in new or (old[name] != new[name] and not _alike(old[name], new[name]))
    }


def _alike(one: bytes, other: bytes) -> bool:
    try:
        return canonical(one) == canonical(other)
    except etree.XMLSyntaxError:
        return False


# --------------------------------------------------------------------------------------------------------- structure


def faults(source: Path | bytes) -> list[str]:
    """What is wrong with a workbook as a package: Excel would offer to repair it."""
    parts = parts_of(source)
    return [*_package_faults(parts), *_style_faults(parts), *_sheet_faults(parts), *_comment_faults(parts)]


def _package_faults(parts: Mapping[str, bytes]) -> Iterator[str]:
    types = etree.fromstring(parts["[Content_Types].xml"])
    named = [entry.get("PartName", "").lstrip("/") for entry in types if entry.get("PartName")]
    endings = {entry.get("Extension", "").lower() for entry in types}
    yield from (f"type of {name}, which is not there" for name in named if name not in parts)
    yield from (f"type of {name} twice" for name in {name for name in named if named.count(name) > 1})
    for name in parts:
        if name not in named and name.rpartition(".")[2].lower() not in endings and name != "[Content_Types].xml":
            yield f"no type of {name}"
    for name in (name for name in parts if name.endswith(".rels")):
        yield from (f"{name}: {target} is not there" for target in targets(parts, name).values() if target not in parts)
        ids = [entry.get("Id") for entry in etree.fromstring(parts[name])]
        if len(ids) != len(set(ids)):
            yield f"{name}: ids twice"


def targets(parts: Mapping[str, bytes], relations: str) -> dict[str, str]:
    """The parts a part refers to, by id; `relations` is the name of the part that lists them."""
    if relations not in parts:
        return {}
    folder = posixpath.dirname(posixpath.dirname(relations))
    return {
        entry.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, entry.get("Target", ""))).lstrip("/")
        for entry in etree.fromstring(parts[relations])
        if entry.get("TargetMode") != "External"
    }


def relations_of(part: str) -> str:
    """The name of the part that lists what a part refers to."""
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels"


def _style_faults(parts: Mapping[str, bytes]) -> Iterator[str]:
    styles = etree.fromstring(parts["xl/styles.xml"])
    counts = {child.tag.removeprefix(MAIN): len(child) for child in styles}
    for child in styles:
        if child.get("count", str(len(child))) != str(len(child)):
            yield f"styles: wrong count of {child.tag}"
    for entry in styles.iter(f"{MAIN}xf"):
        for name, attribute in (("fonts", "fontId"), ("fills", "fillId"), ("borders", "borderId")):
            if int(entry.get(attribute, "0")) >= counts[name]:
                yield f"styles: no {attribute} {entry.get(attribute)}"
    for part in sheet_parts(parts).values():
        root = etree.fromstring(parts[part])
        if any(int(cell.get("s", "0")) >= counts["cellXfs"] for cell in root.iter(f"{MAIN}c", f"{MAIN}row")):
            yield f"{part}: a cell without its style"
        if any(int(rule.get("dxfId", "0")) >= counts.get("dxfs", 0) for rule in root.iter(f"{MAIN}cfRule")):
            yield f"{part}: a condition without its style"


def sheet_parts(source: Path | Mapping[str, bytes]) -> dict[str, str]:
    """The parts of the sheets by title, in the order of the tabs."""
    parts = parts_of(source) if isinstance(source, Path) else source
    found = targets(parts, "xl/_rels/workbook.xml.rels")
    sheets = etree.fromstring(parts["xl/workbook.xml"]).iter(f"{MAIN}sheet")
    return {sheet.get("name", ""): found[sheet.get(LINK, "")] for sheet in sheets}


def _sheet_faults(parts: Mapping[str, bytes]) -> Iterator[str]:
    book = etree.fromstring(parts["xl/workbook.xml"])
    titles = list(sheet_parts(parts))
    names = [(name.get("name"), name.get("localSheetId")) for name in book.iter(f"{MAIN}definedName")]
    yield from (f"name {name} twice" for name in {name for name in names if names.count(name) > 1})
    yield from (f"name {name} of sheet {own}" for name, own in names if own and int(own) >= len(titles))
    numbers = [sheet.get("sheetId") for sheet in book.iter(f"{MAIN}sheet")]
    if len(numbers) != len(set(numbers)):
        yield "two sheets have one number"
    selected = []
    for title, part in sheet_parts(parts).items():
        root = etree.fromstring(parts[part])
        order = [ORDER.index(str(child.tag).removeprefix(MAIN)) for child in root if str(child.tag).startswith(MAIN)]
        if order != sorted(order):
            yield f"{title}: elements out of order"
        yield from (f"{title}: {fault}" for fault in _cell_faults(root))
        selected += [title for view in root.iter(f"{MAIN}sheetView") if view.get("tabSelected") in ("1", "true")]
        ids = targets(parts, relations_of(part))
        wanted = [element.get(LINK) for element in root if element.get(LINK)]
        yield from (f"{title}: no part behind {link}" for link in wanted if link not in ids)
    if len(selected) > 1:
        yield f"several tabs are selected: {selected}"


def _cell_faults(root: etree._Element) -> Iterator[str]:
    last_row = 0
    for row in root.iter(f"{MAIN}row"):
        number = int(row.get("r", last_row + 1))
        if number <= last_row:
            yield f"row {number} out of order"
        last_row, last_column = number, 0
        for cell in row:
            if match := re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r", "")):
                column = sum((ord(c) - 64) * 26**n for n, c in enumerate(reversed(match[1])))
                if column <= last_column or int(match[2]) != number:
                    yield f"cell {match[0]} out of order"
                last_column = column
    rules = list(root.iter(f"{MAIN}cfRule"))
    if len({rule.get("priority") for rule in rules}) != len(rules):
        yield "two conditions of one priority"


def _comment_faults(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Each comment needs one box, and each box a number of its own, from a block that its drawing has claimed."""
    for title, part in sheet_parts(parts).items():
        found = targets(parts, relations_of(part)).values()
        drawing = b"".join(parts[name] for name in found if name.endswith(".vml"))
        boxes = {(int(r), int(c)) for r, c in re.findall(rb"<\w+:Row>(\d+)</\w+:Row>\s*<\w+:Column>(\d+)<", drawing)}
        for name in (name for name in found if re.search(r"xl/comments[^/]*|xl/comments/", name)):
            root = etree.fromstring(parts[name])
            cells = [comment.get("ref", "") for comment in root.iter(f"{MAIN}comment")]
            authors = len(list(root.iter(f"{MAIN}author")))
            if len(cells) != len(set(cells)):
                yield f"{title}: two comments on one cell"
            if len(boxes) < len(cells):
                yield f"{title}: {len(cells)} comments, but {len(boxes)} boxes"
            if any(int(comment.get("authorId", "0")) >= authors for comment in root.iter(f"{MAIN}comment")):
                yield f"{title}: a comment without its author"
        shapes = re.findall(rb'"_x0000_s(\d+)"', drawing)
        if len(shapes) != len(set(shapes)):
            yield f"{title}: two boxes of one number"
        blocks = re.search(rb'idmap[^>]*data="([\d,]*)"', drawing)
        own = blocks[1].decode().split(",") if blocks else []
        if blocks and {int(shape) // 1024 for shape in shapes} - {int(block) for block in own}:
            yield f"{title}: boxes of unclaimed numbers"
