"""Namespace prefixes: the same whatever other libraries have told lxml, declared on the root, and none lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from reportgen.office.package import DOCUMENT, parse
from reportgen.office.prefixes import PREFIXES, declare_on_root
from tests.commands import run
from tests.museum import SET_NAME, built, lay_out
from tests.packages import read_parts

VALUES = PREFIXES["vt"]


@pytest.fixture
def _foreign() -> Iterator[None]:
    """Another library registered a prefix of its own."""
    etree.register_namespace("foreign", VALUES)
    yield
    etree.register_namespace("vt", VALUES)


@pytest.mark.usefixtures("_foreign")
def test_a_new_element_gets_the_usual_prefix_whatever_is_registered() -> None:
    root = etree.fromstring('<Properties xmlns="urn:custom"><property/></Properties>')
    etree.SubElement(root[0], f"{{{VALUES}}}lpwstr").text = "text"
    declare_on_root(root)
    entry = "<property><vt:lpwstr>text</vt:lpwstr></property>"
    assert etree.tostring(root, encoding="unicode") == (
        f'<Properties xmlns="urn:custom" xmlns:vt="{VALUES}">{entry}</Properties>'
    )


def declared(xml: str) -> str:
    """A part with its prefixes on the root, and the namespaces of formats shortened."""
    for prefix, uri in PREFIXES.items():
        xml = xml.replace(f'"urn:{prefix}"', f'"{uri}"')
    root = etree.fromstring(xml)
    declare_on_root(root)
    text = etree.tostring(root, encoding="unicode")
    for prefix, uri in PREFIXES.items():
        text = text.replace(f'"{uri}"', f'"urn:{prefix}"')
    return text


def test_what_stands_below_is_declared_on_the_root() -> None:
    deep = '<w:p xmlns:w="urn:w"><x:inline xmlns:x="urn:wp"/><wp:inline xmlns:wp="urn:wp"/></w:p>'
    assert declared(deep) == '<w:p xmlns:w="urn:w" xmlns:wp="urn:wp"><wp:inline/><wp:inline/></w:p>'


def test_what_the_root_declares_stays_used_or_not() -> None:
    root = '<z:p xmlns:z="urn:w" xmlns:w14="urn:w14" xmlns:mc="urn:mc" mc:Ignorable="w14"><z:r/></z:p>'
    assert declared(root) == root


def test_a_prefix_that_means_something_else_is_left_to_its_owner() -> None:
    taken = '<w:p xmlns:w="urn:w" xmlns:a="urn:other"><x:blip xmlns:x="urn:a"/></w:p>'
    assert declared(taken) == taken


@pytest.mark.parametrize("naming", ['Requires="q"', 'Requires="w q"'])
def test_a_prefix_that_is_only_named_is_never_lost(naming: str) -> None:
    choice = f'<mc:Choice xmlns:q="urn:q" {naming}><w:r/></mc:Choice>'
    named = f'<w:p xmlns:w="urn:w"><mc:AlternateContent xmlns:mc="urn:mc">{choice}</mc:AlternateContent></w:p>'
    assert declared(named) == named


def test_a_part_without_namespaces_stays_as_it_is() -> None:
    assert declared("<plain><p/></plain>") == "<plain><p/></plain>"


def test_a_draft_declares_all_it_uses_on_the_root_of_each_part(built_museum: Path, tmp_path: Path) -> None:
    """Some converters know only what the root declares, and lose the alternative texts of pictures and charts."""
    drawn = built(lay_out(tmp_path), "--charts", "native")
    for draft in (built_museum / "output" / "museum" / "museum-report.docx", drawn):
        parts = read_parts(draft)
        for name in (name for name in parts if name.endswith((".xml", ".rels"))):
            root = parse(parts[name])
            assert [element.tag for element in root.iter() if element.nsmap != root.nsmap] == [], name
        used = {"w", "r", "wp", "a"} | ({"c"} if draft is drawn else {"pic"})
        assert used <= parse(parts[DOCUMENT]).nsmap.keys()


def test_a_refreshed_draft_declares_what_the_new_build_brought_along(workbook: Path, draft: Path) -> None:
    refreshed = draft.with_name("refreshed.docx")
    done = run(
        "refresh", draft, workbook, "--question-set", workbook.parent / SET_NAME, "--charts", "native", "-o", refreshed
    )
    assert done.exit_code == 0, done.output
    root = read_parts(refreshed).tree(DOCUMENT)
    assert next(root.iter(f"{{{PREFIXES['c']}}}chart"), None) is not None
    assert [element.tag for element in root.iter() if element.nsmap != root.nsmap] == []
