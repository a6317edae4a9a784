"""Controls whose words Word keeps elsewhere: what a template fills in is what a reader sees, wherever they stand."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from lxml import etree

from reportgen.office.package import DOCUMENT, Package, parse, serialise
from reportgen.template.checking import check_template
from reportgen.word.bindings import bindings, property_fields
from reportgen.word.fields import fields
from reportgen.word.xml import field, insert_at_start, make, shown_text, tag_of, text_run, w
from tests.packages import read_parts, write_parts
from tests.report_builders import TEMPLATE, demo_context, fill_template
from tests.test_review import points_of

CORE, PROGRAM = "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}", "{6668398D-A668-4E3E-A5EB-62B293D839F1}"
STORES = {
    "title": (CORE, "/ns1:coreProperties[1]/ns0:title[1]"),
    "company": (PROGRAM, "/ns0:Properties[1]/ns0:Company[1]"),
    "cover page": ("{55AF091B-3C7A-41E3-B477-F2FDAA23CFDA}", "/ns0:CoverPageProperties[1]/ns0:Abstract[1]"),
    "custom XML": ("{11111111-2222-3333-4444-555555555555}", "/ns0:job[1]/ns0:client[1]"),
}
LATER = "http://schemas.microsoft.com/office/word/2012/wordml"


def _control(store: str, text: str, *, later: bool) -> etree._Element:
    identity, path = STORES[store]
    binding = make("dataBinding", xpath=path, storeItemID=identity)
    if later:
        binding.tag = f"{{{LATER}}}dataBinding"
    return make(
        "sdt", make("sdtPr", make("alias", val="Bound"), binding, make("text")), make("sdtContent", text_run(text))
    )


def with_control(tmp_path: Path, store: str, story: str, text: str, *, later: bool = False) -> Path:
    made = read_parts(TEMPLATE)
    name = DOCUMENT if story == "body" else made.related(DOCUMENT, story)[0]
    root = parse(made[name])
    region = next(c for c in root.iter(w("sdt")) if tag_of(c) == "rg:cover") if story == "body" else root
    plain = [p for p in region.iter(w("p")) if not any(sign in shown_text(p) for sign in ("{%p", "{%tr", "{{p"))]
    insert_at_start(plain[0], _control(store, text, later=later))
    made[name] = serialise(root)
    path = tmp_path / "ours.docx"
    path.write_bytes(write_parts(made))
    return path


def shown(package: Package, story: str) -> list[etree._Element]:
    return [parse(package[n]) for n in ([DOCUMENT] if story == "body" else package.related(DOCUMENT, story))]


@pytest.mark.parametrize(("store", "story"), list(product(STORES, ["body", "header", "footer"])))
def test_what_is_filled_in_is_what_word_shows(tmp_path: Path, store: str, story: str) -> None:
    path = with_control(tmp_path, store, story, "Bound: {{ client }}!", later=store == "custom XML")
    assert [fault.code for fault in check_template(path).faults] == ["bound-control"]
    made = shown(read_parts(fill_template(path, demo_context())), story)
    assert any(f"Bound: {demo_context().client}!" in shown_text(root) for root in made)
    assert not [binding for root in made for _, binding in bindings(root)]


def test_a_bound_control_without_template_language_stays_bound(tmp_path: Path) -> None:
    path = with_control(tmp_path, "company", "header", "Star Ltd")
    assert check_template(path).faults == ()
    made = shown(read_parts(fill_template(path, demo_context())), "header")
    assert [binding for root in made for _, binding in bindings(root)]


# ---------------------------------------------------------------------------------------- fields that show properties

FIELDS = [
    "TITLE",
    "TITLE \\* MERGEFORMAT",
    "SUBJECT",
    "AUTHOR",
    "KEYWORDS",
    "DOCPROPERTY Title",
    'DOCPROPERTY "Author"',
]


def with_field(tmp_path: Path, code: str) -> Path:
    made = read_parts(TEMPLATE)
    (name, *_) = made.related(DOCUMENT, "header")
    root = parse(made[name])
    next(root.iter(w("p"))).extend(field(code, "Old Client plc"))
    made[name] = serialise(root)
    path = tmp_path / "ours.docx"
    path.write_bytes(write_parts(made))
    return path


@pytest.mark.parametrize("code", FIELDS)
def test_a_field_shows_the_property_of_this_report(tmp_path: Path, code: str) -> None:
    made = read_parts(fill_template(with_field(tmp_path, code), demo_context()))
    assert not [root for root in shown(made, "header") if "Old Client" in shown_text(root)]
    assert [point for point in points_of(made) if point.code == "property-field"] == []


@pytest.mark.parametrize("code", FIELDS)
def test_a_review_tells_a_field_that_shows_something_else(tmp_path: Path, code: str) -> None:
    made = read_parts(fill_template(with_field(tmp_path, code), demo_context()))
    name = next(
        n for n in made.related(DOCUMENT, "header") if any(code.split()[0] in f.code for f in fields(made.tree(n)))
    )
    root = parse(made[name])
    next(f for f in fields(root) if code.split()[0] in f.code).show("Old Client plc")
    made[name] = serialise(root)
    points = [point for point in points_of(made) if point.code == "property-field"]
    assert points
    assert all(point.is_error and "Old Client plc" in point.found for point in points)


def test_what_a_property_says_that_the_file_lacks_or_that_word_works_out() -> None:
    """The one is to be told, whatever the field shows; the other is none of ours."""
    source = read_parts(TEMPLATE)
    codes = ("DOCPROPERTY Company", "DOCPROPERTY Comments", 'DOCPROPERTY "Our client"', "COMMENTS", "DOCPROPERTY Pages")
    root = make("hdr", *(make("p", *field(code, "Old Client plc")) for code in codes))
    assert [(f.code.strip(), says) for f, says in property_fields(source, root)] == [(c, None) for c in codes[:-1]]
    (properties,) = source.changed_trees("", "extended-properties")
    etree.SubElement(properties, f"{{{etree.QName(properties).namespace}}}Company").text = "Star Ltd"
    assert {f.code.strip(): says for f, says in property_fields(source, root)}[codes[0]] == "Star Ltd"
