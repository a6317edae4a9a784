"""Figures that follow the data wherever they stand: in headers, in text boxes, in text that was edited by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from reportgen.draft.refresh import Refreshed
from reportgen.office.package import DOCUMENT, parse, serialise
from reportgen.word.xml import shown_text, w
from tests.drafts import Parts, base_of
from tests.packages import read_parts, refresh, refreshed_file
from tests.report_builders import demo_context, fill_template
from tests.test_regions import control, says

BOX = (
    "<w:p><w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml' id='box' type='#_x0000_t202' alt='A note'>"
    "<v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
)


def template(folder: Path) -> Path:
    """A firm's own: the client in the header, in a text box and in a sentence."""
    document = Document()
    named = control("rgv:client", "{{ client }}")
    header = document.sections[0].header.paragraphs[0]
    header.add_run("For ")
    header._p.append(parse_xml(named.replace("<w:sdt>", f"<w:sdt {nsdecls('w')}>", 1)))
    blocks = (says("We worked for ", named, "."), BOX.format(says("Made for ", named, ".")))
    for element in list(parse_xml(f"<w:body {nsdecls('w')}>{''.join(blocks)}</w:body>")):
        document.element.body.insert(len(document.element.body) - 1, element)
    path = folder / "our-own.docx"
    document.save(str(path))
    return path


def drafts(folder: Path) -> tuple[Parts, Parts]:
    """Before and after the client was renamed."""
    made = template(folder)
    contexts = (demo_context(), replace(demo_context(), client="Brightwater Group"))
    before, after = (read_parts(fill_template(made, context)) for context in contexts)
    return before, after


def edit(parts: Parts, name: str, words: str, better: str) -> None:
    """Put other words in place of some of a part, as a person would."""
    root = parse(parts[name])
    text = next(text for text in root.iter(w("t")) if text.text == words)
    text.text = better
    parts[name] = serialise(root)


def said(result: Refreshed) -> tuple[str, str]:
    """What the body says, and the header."""
    parts = refreshed_file(result)
    header = parts.related(DOCUMENT, "header")[0]
    return shown_text(body(parts)), shown_text(parse(parts[header]))


def body(parts: Parts) -> etree._Element:
    return parse(parts[DOCUMENT])


def test_figures_in_edited_headers_text_boxes_and_sentences_follow_the_data(tmp_path: Path) -> None:
    mine, fresh = drafts(tmp_path)
    base = base_of(mine)
    edit(mine, DOCUMENT, "We worked for ", "By hand: all our work was for ")
    edit(mine, DOCUMENT, "Made for ", "By hand, made for ")
    edit(mine, mine.related(DOCUMENT, "header")[0], "For ", "By hand, for ")
    text, header = said(refresh(mine, base, fresh))
    assert "By hand: all our work was for Brightwater Group." in text
    assert "By hand, made for Brightwater Group." in text
    assert header == "By hand, for Brightwater Group"


def test_a_figure_typed_over_in_a_header_is_listed_though_no_comment_can_stand_there(tmp_path: Path) -> None:
    mine, fresh = drafts(tmp_path)
    base = base_of(mine)
    edit(mine, mine.related(DOCUMENT, "header")[0], "Brightwater Telecom", "BT")
    result = refresh(mine, base, fresh)
    assert said(result)[1] == "For BT"
    assert ("Brightwater Telecom", "Brightwater Group", "BT") in {
        (conflict.before, conflict.now, conflict.draft) for conflict in result.changes.elsewhere
    }
    assert not result.changes.is_clean
