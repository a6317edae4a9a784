"""Rules of fields: each has its begin, separator and end in order, and what a field or a link points to exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.office.checks import rules
from reportgen.office.checks.markup import Element, w
from reportgen.office.checks.rules import Finding
from reportgen.office.checks.word_file import Story, WordFile

_REFERENCE = re.compile(r'\s*(?:PAGEREF|NOTEREF|REF)\s+"?([^\s"\\]+)', re.IGNORECASE)
_LINK = re.compile(r'\s*HYPERLINK\b.*?\\l\s+"?([^\s"]+)', re.IGNORECASE)
_BUILT_IN = ("_top",)  # a link to the start of the document needs no bookmark


@dataclass(slots=True)
class _Field:
    begin: Element
    code: str = ""
    has_separator: bool = False


def field_findings(file: WordFile) -> Iterator[Finding]:
    """Fields that do not close, and references without a target."""
    starts = (start for story in file.stories for start in story.root.iter(w("bookmarkStart")))
    known = {start.get(w("name"), "").casefold() for start in starts} | set(_BUILT_IN)
    for story in file.stories:
        yield from _shape(story)
        for element, name in _targets(story):
            if name.casefold() not in known:
                yield rules.TARGET_MISSING.at(story.part, element, name=name)


def _shape(story: Story) -> Iterator[Finding]:
    """Fields are nested like brackets, inside each note or comment by itself."""
    for container in story.containers:
        depth: list[_Field] = []
        for mark in container.iter(w("fldChar")):
            kind = mark.get(w("fldCharType"))
            reason = ""
            if kind == "begin":
                depth.append(_Field(mark))
            elif not depth:
                reason = f"{kind} without a begin"
            elif kind == "separate":
                reason = "two separators" if depth[-1].has_separator else ""
                depth[-1].has_separator = True
            else:
                depth.pop()
            if reason:
                yield rules.FIELD_OPEN.at(story.part, mark, reason=reason)
        yield from (rules.FIELD_OPEN.at(story.part, left.begin, reason="no end") for left in depth)


def _targets(story: Story) -> Iterator[tuple[Element, str]]:
    """The elements that lead to a bookmark, each with its name."""
    for link in story.root.iter(w("hyperlink")):
        if link.get(w("anchor")):
            yield link, link.get(w("anchor"), "")
    for element, code in _codes(story):
        match = _REFERENCE.match(code) or _LINK.match(code)
        if match:
            yield element, match[1]


def _codes(story: Story) -> Iterator[tuple[Element, str]]:
    """The code of every field, its pieces joined."""
    depth: list[_Field] = []
    for element in story.root.iter(w("fldChar"), w("instrText"), w("fldSimple")):
        if element.tag == w("fldSimple"):
            yield element, element.get(w("instr"), "")
        elif element.tag == w("instrText"):
            if depth:
                depth[-1].code += element.text or ""
        elif element.get(w("fldCharType")) == "begin":
            depth.append(_Field(element))
        elif element.get(w("fldCharType")) == "end" and depth:
            field = depth.pop()
            yield field.begin, field.code
