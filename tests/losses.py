"""What firms do to the template and other programs to a draft: styles renamed, controls dropped, ids stripped."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations

from lxml import etree

from reportgen.office.package import DOCUMENT, parse, serialise
from reportgen.word.comments import MARKS, remove_marks
from reportgen.word.xml import Element, shown_text, tag_of, unwrap, val, w
from tests.drafts import Parts, edited, remove

MARKING = ("suggestion", "placeholder")  # what the names of these styles begin with
_IDENTIFIER = re.compile(rb"<dc:identifier>[^<]*</dc:identifier>")
Loss = Callable[[Parts], Parts]

# ------------------------------------------------------------------------------------------------- styles


def styles_changed(source: Parts, change: Callable[[Element], None], *names: str) -> Parts:
    """The parts with every style changed whose name begins with one of these."""
    made = source.copy()
    (part,) = made.related(DOCUMENT, "styles")
    root = parse(made[part])
    for style in list(root.iterfind(w("style"))):
        if val(style.find(w("name"))).lower().startswith(names):
            change(style)
    made[part] = serialise(root)
    return made


def _renamed(style: etree._Element) -> None:
    name = style.find(w("name"))
    assert name is not None
    name.set(w("val"), f"NG {val(name)}")


def with_other_names(source: Parts) -> Parts:
    """The styles of what nobody confirmed or wrote under other names."""
    return styles_changed(source, _renamed, *MARKING)


def with_other_ids(source: Parts) -> Parts:
    """Names and ids changed, as Word does when a style is renamed and saved."""
    ids: list[str] = []
    made = styles_changed(source, lambda style: ids.append(style.get(w("styleId"), "")), *MARKING)
    made = with_other_names(made)
    for name in (DOCUMENT, *made.related(DOCUMENT, "styles")):
        text = made[name].decode()
        for each in sorted(ids, key=len, reverse=True):
            text = re.sub(rf'((?:w:val|w:styleId)=")({each})"', r'\1Ng\2"', text)
        made[name] = text.encode()
    return made


def without_styles(source: Parts) -> Parts:
    """The list of styles lost those; paragraphs name what is not there."""
    return styles_changed(source, remove, *MARKING)


# --------------------------------------------------------------------------------------- controls of a template


def without_comments(source: Parts) -> Parts:
    """A template whose suggestions get no comment: neither the controls nor the questions in them."""

    def edit(root: etree._Element) -> None:
        for prompt in [p for p in root.iter(w("p")) if re.search(r"\.why\b", shown_text(p))]:
            remove(prompt)
        unwrap(*[control for control in root.iter(w("sdt")) if tag_of(control) == "comment"])

    return edited(edit, source)


def without_controls(source: Parts) -> Parts:
    """A template after a program that drops them all."""
    return edited(lambda root: unwrap(*list(root.iter(w("sdt")))), without_comments(source))


def without_kind(kind: str) -> Loss:
    """A template after somebody took out the controls whose tags begin with `kind`."""

    def loss(source: Parts) -> Parts:
        def edit(root: etree._Element) -> None:
            unwrap(*[control for control in root.iter(w("sdt")) if tag_of(control).startswith(kind)])

        return edited(edit, source)

    return loss


# ------------------------------------------------------------------------------------------- what a draft carries


def without_xml(source: Parts) -> Parts:
    """No custom XML: the base is gone."""
    made = source.copy()
    made.unrelate(DOCUMENT, lambda _, relation: relation.kind == "customXml")
    for name in [name for name in made if name.startswith("customXml/")]:
        del made[name]
    return made


def without_properties(source: Parts) -> Parts:
    """No custom properties: run and digests are gone."""
    made = source.copy()
    made.unrelate("", lambda _, relation: relation.kind == "custom-properties")
    made.pop("docProps/custom.xml", None)
    return made


def without_identifier(source: Parts) -> Parts:
    """No identifier: the run's last place."""
    made = source.copy()
    for name in made.related("", "core-properties"):
        made[name] = _IDENTIFIER.sub(b"", made[name])
    return made


IDS: tuple[Loss, ...] = (without_xml, without_properties, without_identifier)
SOME_IDS = [ways for number in range(len(IDS) + 1) for ways in combinations(IDS, number)]


def without_comment_marks(root: etree._Element) -> None:
    """What deleting all comments leaves in a document."""
    remove_marks(*list(root.iter(*MARKS)))


def stripped(source: Parts) -> Parts:
    """A draft after a program that takes out comments and all that was stored, but leaves the text."""
    made = edited(without_comment_marks, without_xml(source))
    made.unrelate(DOCUMENT, lambda _, relation: relation.kind.startswith("comments"))
    return made


def without_bookmarks(source: Parts) -> Parts:
    """A draft after a program that keeps no bookmark at all."""

    def edit(root: etree._Element) -> None:
        for mark in list(root.iter(w("bookmarkStart"), w("bookmarkEnd"))):
            remove(mark)

    return edited(edit, source)
