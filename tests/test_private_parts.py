"""What we use of other libraries that they do not promise: each part by name, so that a new version cannot surprise us.

Three kinds: names that begin with an underscore, modules that their documentation passes over, and undocumented
attributes of the classes whose inner workings we call. Where we use any of a library, its version is bounded.
"""

from __future__ import annotations

import ast
import importlib
import io
import re
import tomllib
from collections.abc import Callable, Collection
from functools import cache
from pathlib import Path
from typing import Any

import docx
import docxtpl
import jinja2
import openpyxl
import pytest
from docx.opc.pkgwriter import PackageWriter
from lxml import etree
from openpyxl.worksheet._reader import WorkSheetParser

from reportgen.common.resources import template_file

ROOT = Path(__file__).parents[1]
PRODUCT = ROOT / "reportgen"
# used as documented
BEYOND = ("defusedxml", "numpy", "pypdf", "tomli-w", "xlsxwriter", "click", "pillow", "sqlalchemy", "alembic")


@cache
def _document() -> Any:
    document = docx.Document()
    document.add_paragraph("text")
    return document


# Names that begin with an underscore: of which distribution, and where to find them.
UNDERSCORED: dict[str, tuple[str, Callable[[], Any]]] = {
    "_Element": ("lxml", lambda: etree._Element),  # the type of an element, for annotations
    "_comment_elm": ("python-docx", lambda: _document().add_comment(_document().paragraphs[0].runs)._comment_elm),
    "_element": ("python-docx", lambda: _document().core_properties._element),
    "_style": ("openpyxl", lambda: openpyxl.Workbook().worksheets[0]["A1"]._style),  # the parts of a cell's style
    "_target": ("python-docx", lambda: next(iter(_document().part.rels.values()))._target),
    "_write_content_types_stream": ("python-docx", lambda: PackageWriter._write_content_types_stream),
    "_write_pkg_rels": ("python-docx", lambda: PackageWriter._write_pkg_rels),
    "_write_parts": ("python-docx", lambda: PackageWriter._write_parts),
    "_fail_with_undefined_error": ("jinja2", lambda: jinja2.StrictUndefined()._fail_with_undefined_error),
    "_undefined_hint": ("jinja2", lambda: jinja2.StrictUndefined()._undefined_hint),
    "_undefined_name": ("jinja2", lambda: jinja2.StrictUndefined()._undefined_name),
    "_undefined_obj": ("jinja2", lambda: jinja2.StrictUndefined()._undefined_obj),
    "_undefined_message": ("jinja2", lambda: jinja2.StrictUndefined._undefined_message),  # overridden
}

# Modules that the documentation passes over, or warns of, and what we import from them.
MODULES = {
    "openpyxl.styles.cell_style": {"StyleArray"},
    "openpyxl.worksheet._reader": {"CELL_TAG", "DATA_TAG", "FORMULA_TAG", "ROW_TAG", "VALUE_TAG", "WorkSheetParser"},
    "openpyxl.writer.excel": {"ExcelWriter"},
    "openpyxl.xml.functions": {"tostring"},
    "docx.opc.constants": {"CONTENT_TYPE", "RELATIONSHIP_TYPE"},
    "docx.opc.exceptions": {"PackageNotFoundError"},
    "docx.opc.packuri": {"PackURI"},
    "docx.opc.part": {"Part", "XmlPart"},
    "docx.opc.pkgwriter": {"PackageWriter"},
    "docx.oxml": {"parse_xml"},
    "jinja2.compiler": {"CodeGenerator", "Frame"},
    "jinja2.runtime": {"Context", "LoopContext", "Macro"},
    "jinja2.tests": {"TESTS"},
    "jinja2.visitor": {"NodeTransformer"},
    "matplotlib.backends.backend_agg": {"RendererAgg"},
    "matplotlib.ft2font": {"FT2Font", "LoadFlags"},
}
DOCUMENTED = {
    "openpyxl",
    "openpyxl.cell.cell",
    "openpyxl.formatting.rule",
    "openpyxl.styles",
    "openpyxl.styles.differential",
    "openpyxl.utils",
    "openpyxl.utils.cell",
    "openpyxl.workbook.views",
    "openpyxl.worksheet.cell_range",
    "openpyxl.worksheet.datavalidation",
    "openpyxl.worksheet.dimensions",
    "openpyxl.worksheet.header_footer",
    "openpyxl.worksheet.hyperlink",
    "openpyxl.worksheet.page",
    "openpyxl.worksheet.properties",
    "openpyxl.worksheet.protection",
    "openpyxl.worksheet.worksheet",
    "docx.shared",
    "docxtpl",
    "jinja2",
    "jinja2.exceptions",
    "jinja2.sandbox",
    "lxml",
    "markupsafe",
    "matplotlib",
    "matplotlib.colors",
    "matplotlib.font_manager",
    "matplotlib.markers",
    "matplotlib.path",
    "matplotlib.transforms",
}


def _filler() -> docxtpl.DocxTemplate:
    filler = docxtpl.DocxTemplate(str(template_file("cma-report.docx")))
    filler.render_init()
    return filler


# Classes whose inner workings we call: one of them, what its documentation knows, and what else we use.
CLASSES: dict[str, tuple[Callable[[], Any], set[str], set[str]]] = {
    "WorkSheetParser": (
        lambda: WorkSheetParser(io.BytesIO(), []),
        set(),
        {"parse_cell", "parse_formula"},
    ),
    "DocxTemplate": (
        _filler,
        {"docx", "get_undeclared_template_variables", "new_subdoc", "render", "replace_pic", "save"},
        {"current_rendering_part", "get_part_xml", "patch_xml", "render_init"},
    ),
    "InlineImage": (
        lambda: docxtpl.InlineImage(_filler(), io.BytesIO()),
        set(),
        {"image_descriptor", "tpl", "width"},
    ),
}


@cache
def sources() -> tuple[tuple[str, ast.Module], ...]:
    paths = sorted(PRODUCT.rglob("*.py"))
    return tuple((path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))) for path in paths)


def defined(tree: ast.AST) -> set[str]:
    """The names that a module gives to something, attributes of its own objects included."""
    names = set()
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.Name(id=name, ctx=ast.Store()):
                names.add(name)
            case ast.Attribute(attr=name, ctx=ast.Store()):
                names.add(name)
    return names


def foreign_underscores(trees: Collection[tuple[str, ast.Module]]) -> dict[str, str]:
    """Attributes that begin with an underscore and that we did not define, each with a module that uses it.

    A module's own stand in it; those of `self` may come from a class of ours in another.
    """
    ours = {name for _, tree in trees for name in defined(tree)}
    found = {}
    for path, tree in trees:
        own = defined(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and re.match(r"_[^_]", node.attr):
                of_self = isinstance(node.value, ast.Name) and node.value.id == "self"
                if node.attr not in (ours if of_self else own):
                    found[node.attr] = path
    return found


def imported(trees: Collection[tuple[str, ast.Module]]) -> dict[str, set[str]]:
    """The modules of the libraries we bound that are imported, and what from each; "" for a module as such."""
    roots = {module.partition(".")[0] for module in DOCUMENTED | MODULES.keys()}
    found: dict[str, set[str]] = {}
    for _, tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] in roots:
                found.setdefault(node.module, set()).update(alias.name for alias in node.names)
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    if alias.name.partition(".")[0] in roots:
                        found.setdefault(alias.name, set()).add("")
    return found


def requirements() -> dict[str, str]:
    """The version bounds of the libraries we depend on, by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    split = (re.fullmatch(r"([\w-]+)(.*)", entry) for entry in project["dependencies"])
    return {found[1].lower(): found[2] for found in split if found}


@pytest.mark.parametrize("name", UNDERSCORED)
def test_a_private_name_is_there(name: str) -> None:
    UNDERSCORED[name][1]()


@pytest.mark.parametrize("module", MODULES)
def test_an_undocumented_module_has_what_we_import(module: str) -> None:
    assert MODULES[module] <= set(dir(importlib.import_module(module)))


@pytest.mark.parametrize("kind", CLASSES)
def test_a_class_has_the_undocumented_attributes_that_we_use(kind: str) -> None:
    make, _, used = CLASSES[kind]
    assert used <= set(dir(make()))


def test_exactly_these_private_names_are_used() -> None:
    used = foreign_underscores(sources())
    overridden = {name for name in UNDERSCORED if name not in used and any(name in defined(t) for _, t in sources())}
    assert used.keys() | overridden == UNDERSCORED.keys()


def test_exactly_these_undocumented_modules_are_used() -> None:
    used = imported(sources())
    assert {module: names for module, names in used.items() if module not in DOCUMENTED} == MODULES
    assert used.keys() >= DOCUMENTED, "a module that nothing imports any more"


@pytest.mark.parametrize("kind", CLASSES)
def test_exactly_these_undocumented_attributes_of_a_class_are_used(kind: str) -> None:
    make, documented, used = CLASSES[kind]
    theirs = {name for name in dir(make()) if not name.startswith("_")} - documented
    named = set()
    for _, tree in sources():
        if any(kind in names for names in imported([("", tree)]).values()):
            named |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} | defined(tree)
    assert named & theirs == used


def test_a_library_whose_private_parts_we_use_is_bounded_from_both_sides() -> None:
    distributions = {"docx": "python-docx", "lxml": "lxml"}
    roots = {module.partition(".")[0] for module in MODULES} | {"docxtpl", "lxml"}
    bounded = {distributions.get(root, root) for root in roots}
    assert {distribution for distribution, _ in UNDERSCORED.values()} <= bounded
    bounds = requirements()
    assert [name for name in sorted(bounded) if not re.fullmatch(r">=[\d.]+,<[\d.]+", bounds[name])] == []
    assert bounded | set(BEYOND) == bounds.keys()


def test_a_private_part_that_is_not_listed_is_found() -> None:
    ours = ast.parse("class Own:\n    _mine = 1\n    def f(self, book):\n        return self._mine, book._theirs\n")
    heir = ast.parse(
        "from own import Own\nclass Heir(Own):\n    def f(self, book):\n        return self._mine, book._mine"
    )
    assert foreign_underscores([("own.py", ours), ("heir.py", heir)]) == {"_theirs": "own.py", "_mine": "heir.py"}
    tree = ast.parse("import openpyxl.worksheet._writer\nfrom jinja2.compiler import CodeGenerator, Frame\n")
    assert imported([("", tree)]) == {
        "openpyxl.worksheet._writer": {""},
        "jinja2.compiler": {"CodeGenerator", "Frame"},
    }
