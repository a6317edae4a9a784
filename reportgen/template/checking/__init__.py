"""Checking a firm's own template before there is data: every fault in one run, each with its place and its fix.

`check_template` lists them; `sound_template` is what a build asks first. The gate keeps harmful files out, the tags are
read as they will be filled, names are followed through loops and building blocks, and what is left is a trial with
invented words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from reportgen.common.diagnostics.runs import FAULTY_TEMPLATE
from reportgen.common.diagnostics.template_faults import CANNOT_BE_FILLED, NOTHING_TO_FILL, TOO_DEEP, Fault
from reportgen.common.exceptions import ReportgenError, TemplateError
from reportgen.common.grouping import grouped
from reportgen.common.language import tally
from reportgen.office.files import TEMPLATE
from reportgen.office.gate import admit
from reportgen.office.package import DOCUMENT, Package
from reportgen.template.checking import document
from reportgen.template.checking.names import name_faults
from reportgen.template.checking.structure import faults_of_language, structure_of
from reportgen.template.checking.tags import PartPlaces, Tag, tags_of
from reportgen.template.checking.types import TEXT, invented_context, report_names
from reportgen.template.fields import ValueKind
from reportgen.template.fill import CHAPTER, fill
from reportgen.template.sandbox import Sandbox
from reportgen.word.xml import Element, Styles, w

_SHOWN = 5  # faults that a refused template names; a check lists all


@dataclass(frozen=True, slots=True)
class CheckedTemplate:
    """A template that was read, with what is wrong with it."""

    faults: tuple[Fault, ...]  # by part and place
    tags: int  # how many tags it has
    package: Package

    @property
    def has_errors(self) -> bool:
        """True when no report can be built with it."""
        return any(fault.is_error for fault in self.faults)


def check_template(path: Path, *, trial: bool = True) -> CheckedTemplate:
    """Everything that is wrong with the template at `path`; with `trial` it is also filled with invented words.

    Raises `UnreadableFileError` when there is no such file, or it is not a Word document that can be opened safely.
    """
    package = admit(path, TEMPLATE)
    check = _Check(package)
    check.run()
    found = _each_once(sorted(check.faults, key=lambda fault: fault.place.order))
    if trial and not any(fault.is_error for fault in found):
        found += _tried(package, path.name)
    return CheckedTemplate(tuple(found), check.tags, package)


def sound_template(path: Path) -> Package:
    """A template that a report can be built with. Raises `TemplateError` naming the first faults of any other."""
    checked = check_template(path, trial=False)
    if errors := [fault for fault in checked.faults if fault.is_error]:
        said = FAULTY_TEMPLATE.at(name=path.name, count=tally(len(errors), "fault"), path=path)
        more = [f"... and {len(errors) - _SHOWN} more"] if len(errors) > _SHOWN else []
        raise TemplateError(said, [*errors[:_SHOWN], *more])
    return checked.package


def _each_once(faults: Sequence[Fault]) -> list[Fault]:
    """Faults of one part that say the same are one, at several places; a place that is told twice counts once."""
    alike = grouped(((fault.place.part, fault.advice, fault.code), fault) for fault in faults)
    return [replace(same[0], places=tuple(dict.fromkeys(fault.place for fault in same))) for same in alike.values()]


def _tried(template: Package, file: str) -> list[Fault]:
    """Whether the template can be filled with invented words: the last net, for what the parts do not show."""
    try:
        fill(template, file, invented_context())
    except ReportgenError as error:
        reason = str(error).removeprefix(f"{file}: ").rstrip(".")
    except Exception as error:  # a file from elsewhere may be such that a library gives up on it
        reason = f"the file is not as Word writes it ({type(error).__name__}: {error})"
    else:
        return []
    return [CANNOT_BE_FILLED.at(reason=reason)]


class _Check:
    """One run over all parts of a template."""

    def __init__(self, parts: Package) -> None:
        self.faults: list[Fault] = []
        self.tags = 0
        self._parts = parts
        self._names = report_names()
        self._style_sheet = document.part_tree(parts, "styles")
        self._numbering = document.part_tree(parts, "numbering")
        self._styles = None if self._style_sheet is None else Styles(self._style_sheet, self._numbering)

    @cached_property
    def _bookmarks(self) -> frozenset[str]:
        names = [DOCUMENT, *(name for _, name in self._edges())]
        starts = (start for name in names for start in self._parts.tree(name).iter(w("bookmarkStart")))
        return frozenset(start.get(w("name"), "").casefold() for start in starts)

    def run(self) -> None:
        """Check part after part."""
        self.faults += document.package_faults(self._parts)
        root = self._parts.tree(DOCUMENT)
        body = root.find(w("body"))
        places = PartPlaces("body", 1, root if body is None else body, self._styles)
        found = self._language(places, self._names)
        self.faults += document.control_faults(places.root, places)
        self.faults += document.lost_controls(places.root, found, places)
        self.faults += document.missing_own_styles(places.root, places, self._style_sheet)
        self.faults += document.comments(self._parts, DOCUMENT, places)
        self.faults += document.settings_faults(document.part_tree(self._parts, "settings"))
        self.faults += document.renamed_styles(self._style_sheet)
        self._furniture(places)
        number = 1
        for number, (kind, name) in enumerate(self._edges(), start=2):
            self._edge(number, kind, name)
        self.faults += document.elsewhere(self._parts, DOCUMENT, number + 1)
        if not any(fault.is_error for fault in self.faults):
            self.faults += document.lost_draft_line(found, places) if self.tags else [NOTHING_TO_FILL.at()]

    def _edges(self) -> Iterator[tuple[str, str]]:
        kinds = ("header", "footer", "footnotes", "endnotes")
        yield from ((kind, name) for kind in kinds for name in self._parts.related(DOCUMENT, kind))

    def _edge(self, number: int, kind: str, name: str) -> None:
        """A header or footer, which are filled, or notes, which are not."""
        label = f"{kind} ({name.rpartition('/')[2]})" if kind in ("header", "footer") else kind
        places = PartPlaces(label, number, self._parts.tree(name))
        if kind in ("header", "footer"):
            self._language(places, {**self._names, CHAPTER: TEXT})
        else:
            self.faults += document.in_notes(places.root, places)
        self.faults += document.edge_faults(places.root, places)
        self._furniture(places)

    def _language(self, places: PartPlaces, names: Mapping[str, ValueKind]) -> list[Tag]:
        """Check tags and names of a part that is filled; returns the tags."""
        found = list(tags_of(places.root))
        tags = [entry for entry in found if isinstance(entry, Tag)]
        self.tags += len(tags)
        sandbox = Sandbox(lambda _: None)
        try:
            structure = structure_of(found, places, names, sandbox)
            self.faults += structure.faults
            self.faults += name_faults(structure, places, names)
            self.faults += faults_of_language(structure, places, sandbox)
        except RecursionError:
            reason = "loops, conditions or brackets stand too deep inside each other"
            self.faults.append(TOO_DEEP.at(places.of(), reason=reason))
        return tags

    def _furniture(self, places: PartPlaces) -> None:
        """What stands in every part with text: changes, fields, styles, lists."""
        root: Element = places.root
        self.faults += document.changes(root, places)
        self.faults += document.fetching_fields(root, places)
        self.faults += document.dead_references(root, places, self._bookmarks)
        self.faults += document.bound_controls(root, places)
        self.faults += document.missing_styles(root, places, self._style_sheet)
        self.faults += document.missing_lists(root, places, self._numbering)
