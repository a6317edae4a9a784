"""What Word does to a file that nobody edited when it saves it, as far as specification and its users tell.

Text is cut into other runs, revision and paragraph ids, proofing marks and languages come in, styles get the ids of
Word's own language, results of fields are computed anew, colours of the theme are written out, bookmarks are numbered
and parts named anew. Nothing a reader sees changes.
"""

from __future__ import annotations

import posixpath
import random
from copy import deepcopy

from lxml import etree

from reportgen.office.package import CONTENT_TYPES, DOCUMENT, Package, parse, serialise
from reportgen.word.xml import XML_SPACE, local, val, w

_PARAGRAPH_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_STYLE_REFERENCES = tuple(map(w, ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link")))
_LOCAL = {  # of a Dutch Word
    "Normal": "Standaard",
    "Heading1": "Kop1",
    "Heading2": "Kop2",
    "Heading3": "Kop3",
    "Heading4": "Kop4",
    "ListBullet": "Lijstopsomteken",
    "ListNumber": "Lijstnummering",
    "BodyText": "Plattetekst",
    "Caption": "Bijschrift",
    "Strong": "Zwaar",
    "Title": "Titel",
    "Header": "Koptekst",
    "Footer": "Voettekst",
    "TOC1": "Inhopg1",
}


def word_saved(parts: Package, seed: int = 0) -> Package:
    """The parts of a file after Word saved it; another `seed`, other cuts."""
    chance = random.Random(seed)
    saved = parts.copy()
    stories = [DOCUMENT, *(name for kind in ("header", "footer") for name in parts.related(DOCUMENT, kind))]
    for name in stories:
        root = parse(saved[name])
        _cut_runs(root, chance)
        _stamp(root, chance)
        _renew_fields(root)
        _write_out_colours(root)
        _renumber_bookmarks(root, chance)
        saved[name] = serialise(root)
    for name in [
        *stories,
        *(n for kind in ("styles", "numbering", "comments") for n in parts.related(DOCUMENT, kind)),
    ]:
        root = parse(saved[name])
        _localise(root)
        saved[name] = serialise(root)
    first = chance.randrange(100, 10**9, 1000)
    for number, name in enumerate(parts.related(DOCUMENT, "customXml")):
        saved = _renamed(saved, name, f"customXml/item{first + number}.xml")
    for number, name in enumerate(sorted(n for n in parts if n.startswith("word/media/"))):
        saved = _renamed(saved, name, f"word/media/image{first - number}{posixpath.splitext(name)[1]}")
    return saved


def _cut_runs(root: etree._Element, chance: random.Random) -> None:
    """Cut runs of plain words in two, with a proofing mark between and another language behind."""
    for run in list(root.iter(w("r"))):
        content = [child for child in run if child.tag != w("rPr")]
        text = (content[0].text or "") if len(content) == 1 and content[0].tag == w("t") else ""
        if len(text) < 4 or chance.random() < 0.4:
            continue
        at = chance.randrange(1, len(text))
        behind = deepcopy(run)
        for half, words in ((run, text[:at]), (behind, text[at:])):
            words_of = half.find(w("t"))
            assert words_of is not None
            words_of.text = words
            words_of.set(XML_SPACE, "preserve")
        properties = behind.find(w("rPr"))
        if properties is None:
            properties = etree.Element(w("rPr"))
            behind.insert(0, properties)
        etree.SubElement(properties, w("lang"), {w("val"): "nl-NL"})
        run.addnext(behind)
        run.addnext(etree.Element(w("proofErr"), {w("type"): "spellStart"}))


def _stamp(root: etree._Element, chance: random.Random) -> None:
    """Ids of revisions and paragraphs, the place the author left, and where pages broke."""
    for paragraph in root.iter(w("p")):
        paragraph.set(w("rsidR"), f"{chance.getrandbits(31):08X}")
        paragraph.set(_PARAGRAPH_ID, f"{chance.getrandbits(31):08X}")
    runs = list(root.iter(w("r")))
    for run in runs:
        run.set(w("rsidRPr"), "00AB12CD")
    if runs and local(root) == "document":
        left = chance.choice(runs)
        left.addprevious(etree.Element(w("bookmarkStart"), {w("id"): "99999", w("name"): "_GoBack"}))
        left.addprevious(etree.Element(w("bookmarkEnd"), {w("id"): "99999"}))
        broken = chance.choice(runs)
        broken.insert(1 if broken.find(w("rPr")) is not None else 0, etree.Element(w("lastRenderedPageBreak")))


def _renew_fields(root: etree._Element) -> None:
    """Results of fields that Word computes: all but those of links."""
    shows: list[bool] = []
    codes: list[str] = []
    for element in root.iter(w("fldChar"), w("instrText"), w("t")):
        kind = element.get(w("fldCharType"))
        if kind == "begin":
            shows.append(False)
            codes.append("")
        elif kind == "separate" and shows:
            shows[-1] = "HYPERLINK" not in codes[-1]
        elif kind == "end" and shows:
            shows.pop()
            codes.pop()
        elif element.tag == w("instrText") and codes:
            codes[-1] += element.text or ""
        elif shows and shows[-1] and codes[-1].split()[:1] != ["TOC"]:
            element.text = "99"


def _write_out_colours(root: etree._Element) -> None:
    """The colour beside the name of a slot of the theme is what Word last worked out."""
    for element in root.iter():
        for theme, colour in (("themeColor", "color" if element.get(w("color")) else "val"), ("themeFill", "fill")):
            if element.get(w(theme)):
                element.set(w(colour), "2E74B5")


def _renumber_bookmarks(root: etree._Element, chance: random.Random) -> None:
    first = chance.randrange(1000)
    numbers: dict[str, str] = {}
    for element in root.iter(w("bookmarkStart"), w("bookmarkEnd")):
        old = element.get(w("id"), "")
        element.set(w("id"), numbers.setdefault(old, str(first + len(numbers))))


def _localise(root: etree._Element) -> None:
    for element in root.iter(*_STYLE_REFERENCES):
        element.set(w("val"), _LOCAL.get(val(element), val(element)))
    for style in root.iter(w("style")):
        style.set(w("styleId"), _LOCAL.get(style.get(w("styleId"), ""), style.get(w("styleId"), "")))


def _renamed(parts: Package, old: str, new: str) -> Package:
    """A part under another name, with everything that leads to it."""
    moved = {posixpath.join(posixpath.dirname(old), "_rels", f"{posixpath.basename(old)}.rels"): new, old: new}
    found = {}
    for name, content in parts.items():
        if name == CONTENT_TYPES or name.endswith(".rels"):
            content = content.replace(f'PartName="/{old}"'.encode(), f'PartName="/{new}"'.encode())
            source = posixpath.dirname(posixpath.dirname(name))
            for target in (posixpath.relpath(old, source or "."), f"/{old}"):
                there = posixpath.relpath(new, source or ".")
                content = content.replace(f'Target="{target}"'.encode(), f'Target="{there}"'.encode())
        if name in moved:
            name = (
                new
                if name == old
                else posixpath.join(posixpath.dirname(new), "_rels", f"{posixpath.basename(new)}.rels")
            )
        found[name] = content
    return Package(found)
