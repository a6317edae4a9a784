"""Fields of Word files: written out or as one element, inside each other, cut into runs."""

from __future__ import annotations

from itertools import product

from reportgen.word.contents import listing_of
from reportgen.word.fields import Field, captions, contents_fields, drop_torn_fields, fields
from reportgen.word.references import number_captions
from reportgen.word.xml import Element, field, make, remove, shown_text, text_run, w


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


# ----------------------------------------------------------------------------------------------------- torn fields


def nested() -> Element:
    """A field in the words of another, in three paragraphs."""
    begin, code, separate, result, end = field("TOC \\o", "Core")
    first = make("p", text_run("Before "), begin, code, separate, result)
    return make("body", first, make("p", *field("PAGEREF _Toc1", "4")), make("p", end, text_run("Behind")))


def codes_of(body: Element) -> list[str]:
    return [code.text or "" for code in body.iter(w("instrText"))]


def pieces(body: Element) -> list[Element]:
    return list(body.iter(w("fldChar"), w("instrText")))


def test_what_is_left_of_a_field_leaves_its_words() -> None:
    """Whichever of its pieces are gone, and whichever of the one in it."""
    for lost in product((False, True), repeat=8):
        body = nested()
        remove(*(piece for piece, is_lost in zip(pieces(body), lost, strict=True) if is_lost))
        codes = codes_of(body)
        assert sorted([*drop_torn_fields(body), *codes_of(body)]) == sorted(codes), lost
        assert [text.text for text in body.iter(w("t"))] == ["Before ", "Core", "4", "Behind"]
        whole = list(fields(body))
        assert all(found.shows for found in whole), lost
        assert {mark for found in whole for mark in found.marks} == {*pieces(body)}, lost
        assert all(_ends(found) in (["begin", "separate", "end"], ["begin", "end"]) for found in whole), lost


def _ends(found: Field) -> list[str]:
    return [kind for mark in found.marks if (kind := mark.get(w("fldCharType")))]


def test_whole_fields_stay() -> None:
    body = nested()
    assert drop_torn_fields(body) == []
    assert len(pieces(body)) == 8


def test_a_field_in_the_code_of_another_stays_with_its_result_which_word_writes_as_code() -> None:
    begin, code, separate, result, end = field("IF 1 = 1", "yes")
    inner = field("MERGEFIELD Name", "Ann")
    inner[3][0].tag = w("instrText")
    body = make("body", make("p", begin, code, *inner, separate, result, end))
    assert drop_torn_fields(body) == []
    assert codes_of(body) == [" IF 1 = 1 ", " MERGEFIELD Name ", "Ann"]


def test_places_that_tabs_lead_to_are_no_text() -> None:
    stops = make("pPr", make("tabs", make("tab", val="left", pos=720), make("tab", val="clear", pos=1440)))
    paragraph = make("p", stops, make("r", make("tab")), text_run("One"))
    assert shown_text(paragraph) == "\tOne"
    assert shown_text(make("p", stops)) == ""
