"""Fields of Word files: written out or as one element, inside each other, cut into runs."""

from __future__ import annotations

from reportgen.word.contents import listing_of
from reportgen.word.fields import captions, contents_fields, fields
from reportgen.word.references import number_captions
from reportgen.word.xml import Element, field, make, shown_text, text_run


def simple(code: str, result: str) -> Element:
    """A field as one element, as Word writes short ones."""
    return make("fldSimple", text_run(result), instr=code)


def caption(*parts: Element) -> Element:
    return make("p", text_run("Figure "), *parts)


def test_captions_are_counted_in_order_however_word_writes_their_numbers() -> None:
    body = make(
        "body",
        caption(*field("SEQ Figure \\* ARABIC", "7")),
        caption(simple(" SEQ Figure \\* ARABIC ", "7")),
        caption(*field("SEQ Table \\* ARABIC", "7")),
        caption(*field("SEQ Figure", "7")),
    )
    number_captions(body)
    assert [shown_text(paragraph) for paragraph in body] == ["Figure 1", "Figure 2", "Figure 1", "Figure 3"]
    assert captions(body) == list(body)


def test_a_contents_table_is_known_whole_though_its_code_is_cut_into_runs() -> None:
    begin, first, separate, result, last = field("TOC \\o ", "1 Core")
    second = make("r", make("instrText"))
    second[0].text = '"1-2" \\h'
    begins = make("p", begin, first, second, separate, result)
    body = make("body", begins, make("p", text_run("2 Last")), make("p", last), make("p", text_run("Behind.")))
    table = contents_fields(body)[0]
    assert table.code.split() == ["TOC", "\\o", '"1-2"', "\\h"]
    assert (listing_of(table.code).levels, listing_of(table.code).label) == ((1, 2), None)
    assert table.paragraphs == list(body)[:3]


def test_a_field_in_the_result_of_another_comes_first_and_neither_takes_the_others_code() -> None:
    inner = field("PAGEREF _Toc1 \\h", "4")
    begin, code, separate, result, end = field("HYPERLINK \\l _Toc1", "Core ")
    found = list(fields(make("p", begin, code, separate, result, *inner, end)))
    assert [one.code.split()[0] for one in found] == ["PAGEREF", "HYPERLINK"]
    assert [[text.text for text in one.texts] for one in found] == [["4"], ["Core "]]
