"""Contents tables and lists of captions of every form that Word's dialogs write: built, renewed and judged right."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count, permutations

import pytest
from lxml import etree

from reportgen.draft.finalize import finalized
from reportgen.draft.review import review
from reportgen.office.package import DOCUMENT, parse, serialise
from reportgen.word.canonical import styles_of
from reportgen.word.contents import entries_listed, write_contents
from reportgen.word.fields import contents_fields, fields
from reportgen.word.references import headings
from reportgen.word.xml import COMPATIBILITY, Styles, bookmark, field, make, shown_text, text_run, w
from tests.drafts import Parts, base_of, first_text, parts

SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"


def _style(style_id: str, name: str, *properties: etree._Element) -> etree._Element:
    return make("style", make("name", val=name), make("pPr", *properties), type="paragraph", styleId=style_id)


STYLES = Styles(
    make(
        "styles",
        *(_style(f"H{n}", f"Heading {n}", make("outlineLvl", val=n - 1)) for n in range(1, 5)),
        _style("Aside", "Aside", make("outlineLvl", val=1)),
        _style("Annex", "Annex Title"),
        _style("Cap", "Caption"),
    ),
    None,
)


def _says(text: str, style: str = "", *more: etree._Element) -> etree._Element:
    return make("p", make("pPr", *([make("pStyle", val=style)] if style else [])), text_run(text), *more)


def _caption(label: str, words: str) -> etree._Element:
    return make(
        "p", make("pPr", make("pStyle", val="Cap")), text_run(f"{label} "), *field(f"SEQ {label}", "1"), text_run(words)
    )


def _boxed() -> etree._Element:
    """A text box with a heading in it, written twice, as Word does for older programs."""
    outer = etree.Element(f"{{{COMPATIBILITY}}}AlternateContent", nsmap={"mc": COMPATIBILITY, "wps": SHAPE})
    for name in ("Choice", "Fallback"):
        etree.SubElement(outer, f"{{{COMPATIBILITY}}}{name}").append(make("txbxContent", _says("Boxed", "H1")))
    return make("r", outer)


def _hidden(text: str) -> etree._Element:
    run = text_run(text)
    run.insert(0, make("rPr", make("vanish")))
    return run


def body(*codes: str) -> etree._Element:
    """A document of every kind of thing that can be listed, with contents tables of these codes."""
    start, end = bookmark("Chapter", 900)
    begins = _says("Two", "H1")
    begins.insert(1, start)
    ends = _says("Two one", "H2")
    ends.append(end)
    return make(
        "body",
        *(make("p", *field(code, "old")) for code in codes),
        _says("One", "H1"),
        _says("One one", "H2"),
        _says("One one one", "H3"),
        _says("Deep", "H4"),
        _says("By the way", "Aside"),
        _says("Forms", "Annex"),
        _says("Some words.", "", *field('TC "Noted" \\l 2')),
        _says("Other words.", "", *field('TC "Drawn" \\f x')),
        _caption("Figure", ": Bars"),
        _caption("Table", ": Rows"),
        begins,
        ends,
        _says("Three", "H1", _hidden(" and its secret"), _boxed()),
        _says("", "H1"),
    )


ALL = ["One", "One one", "One one one", "Deep", "Two", "Two one", "Three"]
FORMS: dict[str, list[str]] = {
    "TOC": ALL,
    "TOC \\o": ALL,
    'TOC \\o "1-3"': ["One", "One one", "One one one", "Two", "Two one", "Three"],
    'TOC \\o "2-2"': ["One one", "Two one"],
    'TOC \\o "1-2" \\u': ["One", "One one", "By the way", "Two", "Two one", "Three"],
    "TOC \\u": [*ALL[:4], "By the way", *ALL[4:]],
    'TOC \\t "Annex Title,1"': ["Forms"],
    'TOC \\t "Annex Title;1"': ["Forms"],
    'TOC \\t "Annex Title,1,Aside,2"': ["By the way", "Forms"],
    'TOC \\o "1-1" \\t "Annex Title,2"': ["One", "Forms", "Two", "Three"],
    'TOC \\o "1-2" \\b Chapter': ["Two", "Two one"],
    'TOC \\o "1-2" \\n "2-2"': ["One", "One one", "Two", "Two one", "Three"],
    'TOC \\o "1-1" \\n': ["One", "Two", "Three"],
    "TOC \\f": ["Noted"],
    "TOC \\f x": ["Drawn"],
    'TOC \\f \\l "1-1"': [],
    'TOC \\o "1-1" \\f': ["One", "Noted", "Two", "Three"],
    'TOC \\c "Figure"': ["Figure 1: Bars"],
    'TOC \\c "Table"': ["Table 1: Rows"],
    "TOC \\c Figure": ["Figure 1: Bars"],
    'TOC \\a "Figure"': ["Bars"],
    'TOC \\t "Caption" \\c': ["Figure 1: Bars", "Table 1: Rows"],
    'TOC \\c "Figure" \\t "Annex Title,1"': ["Forms", "Figure 1: Bars"],
    'TOC \\o "1-1" \\p "-"': ["One", "Two", "Three"],
}
ORDERS = [" ".join(order) for order in permutations(["\\h", "\\z", '\\o "1-2"'])]


def entries(root: etree._Element, number: int = 0) -> list[str]:
    """What a contents table shows; a page number that is waited for stands as a question mark."""
    found = [p for p in contents_fields(root)[number].paragraphs if shown_text(p).strip("\t")]
    waiting = [any(each.code.split()[:1] == ["PAGEREF"] for each in fields(p)) for p in found]
    return [shown_text(p).rstrip("\t-") + ("?" if waits else "") for p, waits in zip(found, waiting, strict=True)]


def built(*codes: str) -> etree._Element:
    root = body(*codes)
    write_contents(root, contents_fields(root), STYLES, count(1))
    return root


@pytest.mark.parametrize(("code", "wanted"), FORMS.items(), ids=list(FORMS))
def test_every_form_lists_what_word_would(code: str, wanted: list[str]) -> None:
    root = built(code)
    assert [entry.rstrip("?") for entry in entries(root)] == wanted
    (table,) = contents_fields(root)
    assert [heading.line for heading in entries_listed(root, STYLES, table, headings(root, STYLES))] == wanted
    assert table.code.strip() == code


@pytest.mark.parametrize("code", [f"TOC {order}" for order in ORDERS])
def test_the_order_of_switches_says_nothing(code: str) -> None:
    assert [entry.rstrip("?") for entry in entries(built(code))] == ["One", "One one", "Two", "Two one", "Three"]


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ('TOC \\o "1-2"', ["One?", "One one?", "Two?", "Two one?", "Three?"]),
        ('TOC \\o "1-2" \\n "2-2"', ["One?", "One one", "Two?", "Two one", "Three?"]),
        ('TOC \\o "1-2" \\n \\h', ["One", "One one", "Two", "Two one", "Three"]),
    ],
)
def test_levels_without_page_numbers_wait_for_none(code: str, wanted: list[str]) -> None:
    assert entries(built(code)) == wanted


@pytest.mark.parametrize("code", FORMS)
def test_a_table_is_renewed_when_what_it_lists_changed_and_else_stays(code: str) -> None:
    root = built(code)
    before = etree.tostring(root)
    write_contents(root, contents_fields(root), STYLES, count(1))
    assert entries(root) == entries(parse(before))
    first_text([p for p in root.iter(w("p")) if shown_text(p) == "Two"][-1]).text = "Second"
    write_contents(root, contents_fields(root), STYLES, count(1))
    assert [e.rstrip("?") for e in entries(root)] == ["Second" if e == "Two" else e for e in FORMS[code]]


def test_two_lists_in_one_document_know_their_own() -> None:
    root = built('TOC \\o "1-1"', 'TOC \\c "Figure"')
    assert [[e.rstrip("?") for e in entries(root, n)] for n in (0, 1)] == [["One", "Two", "Three"], ["Figure 1: Bars"]]


# ------------------------------------------------------------------------------------------------------ in a draft


def with_code(code: str, edit: Callable[[etree._Element], None] = lambda _: None) -> Parts:
    """The draft with another contents table, as Word updates it, and edited after that."""
    made = parts().copy()
    root, styles = parse(made[DOCUMENT]), styles_of(made)
    codes = contents_fields(root)[0].code
    next(e for e in root.iter(w("instrText")) if e.text == codes).text = f" {code} "
    for mark in [m for m in root.iter(w("bookmarkStart")) if m.get(w("name"), "").startswith("_Toc")]:
        mark.getparent().remove(mark)  # type: ignore[union-attr]
    write_contents(root, contents_fields(root), styles, count(5000))
    edit(root)
    made[DOCUMENT] = serialise(root)
    return made


def outdated(source: Parts) -> list[str]:
    base = base_of(source)
    return [point.found for point in review(source, base, finalized(source, base)) if point.code == "contents-outdated"]


IN_A_DRAFT = [
    "TOC",
    "TOC \\o",
    'TOC \\o "1-3" \\h \\z \\u',
    'TOC \\t "Heading 1,1,Caption,2"',
    'TOC \\t "Heading 2;1"',
    'TOC \\o "1-2" \\n "2-2"',
    'TOC \\c "Table"',
    'TOC \\a "Figure"',
    'TOC \\t "Caption" \\c',
    "TOC \\f",
]


def _renamed(root: etree._Element) -> None:
    for title in ("Findings", "5 Findings", "Results"):
        for place in [
            p for p in root.iter(w("p")) if shown_text(p) == title and p.find(f"{w('pPr')}/{w('pStyle')}") is not None
        ]:
            first_text(place).text = "What we found"
    for place in [p for p in root.iter(w("p")) if shown_text(p).startswith(("Figure 1:", "Table 1:"))]:
        list(place.iter(w("t")))[-1].text = "another name"


@pytest.mark.parametrize("code", IN_A_DRAFT)
def test_a_review_judges_every_form(code: str) -> None:
    assert outdated(with_code(code)) == []
    if code != "TOC \\f":
        assert len(outdated(with_code(code, _renamed))) >= 1
