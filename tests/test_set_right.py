"""What other programs did to a draft counts as nobody's edit: a refresh goes on as if they had not been there."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from reportgen.draft.finalize import finalized
from reportgen.draft.refresh import Refreshed
from reportgen.draft.review import review
from reportgen.draft.stored import open_draft
from reportgen.draft.tables import set_tables_right
from reportgen.office.package import DOCUMENT, parse, serialise
from reportgen.word.canonical import styles_of
from reportgen.word.comments import is_suggestion, read_comments
from reportgen.word.xml import Element, field, make, remove, shown_text, val, w
from tests.checks import inspect_file
from tests.comments import commented
from tests.drafts import Parts, base_of, draft, edited, first_text, paragraph, parts
from tests.later_drafts import NEW, later_context
from tests.losses import MARKING, stripped, with_other_ids, with_other_names, without_styles
from tests.packages import fingerprint, read_parts, refresh, refreshed_file, write_parts
from tests.refresh_versions import BASE, version
from tests.report_builders import TEMPLATE, fill_template
from tests.test_given_back import heads_of
from tests.test_unconfirmed import as_built, unsettled
from tests.word_save import word_saved

pytestmark = pytest.mark.slow


@cache
def later() -> bytes:
    return fill_template(TEMPLATE, later_context())


def brought_up_to_date(mine: Parts, fresh: Callable[[], bytes] = later) -> Refreshed:
    return refresh(mine, base_of(draft()), read_parts(fresh()))


def in_styles(source: Parts, change: Callable[[Element], None]) -> Parts:
    made = source.copy()
    (name,) = made.related(DOCUMENT, "styles")
    root = parse(made[name])
    change(root)
    made[name] = serialise(root)
    return made


# ------------------------------------------------------------------------------------------------------------ styles


@pytest.mark.parametrize("change", [with_other_names, with_other_ids, without_styles])
def test_a_style_that_was_renamed_or_lost_edits_nothing(change: Callable[[Parts], Parts]) -> None:
    """With a confirmed suggestion among them, which stays as it is."""

    def confirm(root: Element) -> None:
        first_text(paragraph(root, "A weekly list of repeated complaints")).text = "A weekly list."

    mine = edited(confirm)
    plain, result = brought_up_to_date(mine), brought_up_to_date(change(mine))
    assert result.changes.regions == plain.changes.regions
    assert fingerprint(refreshed_file(result)) == fingerprint(refreshed_file(plain))


@pytest.mark.parametrize("instead", ["Normal", "SectionEnd"])
def test_a_style_that_gave_way_to_another_is_given_back(instead: str) -> None:
    """Paragraphs whose style was dropped stand in another one, as LibreOffice has it."""

    def edit(root: Element) -> None:
        for style in [s for s in root.iter(w("pStyle")) if val(s).lower().startswith(MARKING)]:
            style.set(w("val"), instead)

    plain, result = (brought_up_to_date(mine) for mine in (parts(), edited(edit, without_styles(parts()))))
    assert result.changes.regions == plain.changes.regions
    assert fingerprint(refreshed_file(result)) == fingerprint(refreshed_file(plain))


def test_comments_that_come_in_bring_their_styles() -> None:
    def drop(root: Element) -> None:
        for style in [s for s in root if s.get(w("styleId")) in ("CommentReference", "CommentText")]:
            remove(style)

    result = brought_up_to_date(in_styles(parts(), drop))
    assert [str(found) for found in inspect_file(result.package.packed()) if found.code == "style-missing"] == []
    assert sum(is_suggestion(c.element) for c in read_comments(result.package)) > 2


def test_a_bullet_that_comes_in_is_one_though_its_style_lost_the_list() -> None:
    """As in a save as RTF."""

    def unlist(root: Element) -> None:
        for style in root.iterfind(w("style")):
            for numbering in list(style.iter(w("numPr"))):
                remove(numbering)

    def listed(made: Parts) -> tuple[str, str]:
        styles, new = styles_of(made), paragraph(made.tree(DOCUMENT), NEW)
        place = styles.list_place(new)
        assert place is not None
        level = styles.list_level(place)
        assert level is not None
        return level.form, level.pattern

    made = refreshed_file(brought_up_to_date(in_styles(parts(), unlist)))
    assert listed(made) == listed(read_parts(later()))
    assert [str(found) for found in inspect_file(write_parts(made)) if found.is_error] == []


# ------------------------------------------------------------------------------------------------------------ tables


def _between_tables_moved(root: Element) -> None:
    """One or two paragraphs that stand between two tables go to the end, wherever there are such."""
    body, last = root[0], root[0][-1]
    for first, second in pairwise(list(body.iterfind(w("tbl")))):
        between = list(body)[body.index(first) + 1 : body.index(second)]
        if len(between) <= len(["heading", "introduction"]):
            for each in between:
                last.addprevious(each)


def _tables_joined(root: Element) -> None:
    """What LibreOffice makes of tables that stand one after another: one, with the columns of both and one head."""
    for table in list(root.iter(w("tbl")))[::-1]:
        first = table.getprevious()
        if first is not None and first.tag == w("tbl"):
            columns, more = (each.findall(f"{w('tblGrid')}/{w('gridCol')}") for each in (first, table))
            for row in first.iterfind(w("tr")):
                _widen(row.findall(w("tc"))[-1], len(more) - 1)
            for row in table.findall(w("tr")):
                _widen(row.findall(w("tc"))[0], len(columns) - 1)
                remove(*row.iterfind(f"{w('trPr')}/{w('tblHeader')}"))
                first.append(row)
            for column in more:
                columns[-1].addprevious(column)
            remove(columns[-1], table)


def _widen(cell: Element, columns: int) -> None:
    """Let a cell span more columns."""
    properties = cell.find(w("tcPr"))
    assert properties is not None
    span = properties.find(w("gridSpan"))
    properties[1:1] = [make("gridSpan", val=int(val(span, "1")) + columns)]
    if span is not None:
        remove(span)


def _heads_unmarked(root: Element) -> None:
    """The first rows of every other table have the marks of a copy."""
    for head in [table.find(w("tr")) for table in root.iter(w("tbl"))][::2]:
        for mark in head.iter(w("bookmarkStart")):  # type: ignore[union-attr]
            mark.set(w("name"), f"{mark.get(w('name'))}_Copy_1")


def test_tables_that_became_one_are_those_that_were_generated() -> None:
    base, fresh = base_of(version(BASE)), read_parts(version("rescored and shrunk"))
    apart = edited(_heads_unmarked, edited(_between_tables_moved, read_parts(version(BASE))))
    joined = edited(_tables_joined, apart)
    assert len(_tables(joined)) < len(_tables(apart)) - 2
    set_tables_right(joined, base)
    plain, result = (refresh(mine, base, fresh) for mine in (apart, joined))
    assert result.changes.regions == plain.changes.regions
    assert fingerprint(refreshed_file(result)).content == fingerprint(refreshed_file(plain)).content
    assert heads_of(refreshed_file(result)) == heads_of(refreshed_file(plain))
    assert [str(found) for found in inspect_file(write_parts(refreshed_file(result))) if found.is_error] == []


def test_a_draft_that_was_never_refreshed_is_reviewed_and_issued_with_the_tables_that_were_generated(
    tmp_path: Path,
) -> None:
    path, built = tmp_path / "draft.docx", read_parts(version(BASE))
    finals = []
    for change in (lambda _: None, _tables_joined):
        path.write_bytes(write_parts(edited(change, edited(_between_tables_moved, built))))
        opened = open_draft(path)
        final = finalized(opened.parts, opened.base)
        finals.append((fingerprint(final.parts).content, review(opened.parts, opened.base, final)))
    assert finals[1] == finals[0]


def test_a_row_that_was_carried_into_another_table_parts_none() -> None:
    def edit(root: Element) -> None:
        first, other = list(root.iter(w("tbl")))[-3:-1]
        first.append(other.findall(w("tr"))[0])

    mine = edited(edit)
    before = len(_tables(mine))
    set_tables_right(mine, base_of(draft()))
    assert len(_tables(mine)) == before


def _tables(source: Parts) -> list[Element]:
    return list(source.tree(DOCUMENT).iter(w("tbl")))


# ---------------------------------------------------------------------------------------------------------- sections


def _ends_in_text(root: Element) -> None:
    """Every section ends in the last paragraph of its text, as LibreOffice writes it, or in one with an empty run."""
    for section in list(root.iter(w("sectPr"))):
        own = next(section.iterancestors(w("p")), None)
        before = None if own is None else own.getprevious()
        if own is None or before is None or shown_text(own):
            continue
        if before.tag == w("p") and before.find(w("pPr")) is not None:
            before.find(w("pPr")).append(section)  # type: ignore[union-attr]
            remove(own)
        else:
            own.append(own.makeelement(w("r"), {}))


@pytest.mark.parametrize("name", ["as built", "shrunk", "grown", "rescored and shrunk"])
def test_sections_end_where_they_did(name: str) -> None:
    base, fresh = base_of(version(BASE)), read_parts(version(name))
    mine = edited(_ends_in_text, read_parts(version(BASE)))
    plain, result = (refresh(source, base, fresh) for source in (read_parts(version(BASE)), mine))
    assert [headers(p) for p in (refreshed_file(result),)] == [headers(refreshed_file(plain))]
    again = refresh(refreshed_file(result), result.base, fresh)
    assert refreshed_file(again)[DOCUMENT] == refreshed_file(result)[DOCUMENT]


def headers(made: Parts) -> list[tuple[str, ...]]:
    """What the headers and footers of each section say."""
    known = made.relations(DOCUMENT)
    return [
        tuple(
            " ".join(shown_text(made.tree(known[number].target)).split())
            for reference in section
            for number in map(str, reference.attrib.values())
            if number in known
        )
        for section in made.tree(DOCUMENT).iter(w("sectPr"))
    ]


# ------------------------------------------------------------------------------------------------------- suggestions


def test_a_program_that_took_out_all_comments_confirmed_nothing() -> None:
    """Neither where nothing changed, nor where suggestions came and went; the next refresh asks no second time."""
    result = brought_up_to_date(stripped(parts()), draft)
    made = refreshed_file(result)
    assert unsettled(made) == as_built()
    assert fingerprint(made) == fingerprint(parts())
    again = refresh(made, result.base, read_parts(draft()))
    assert refreshed_file(again)[DOCUMENT] == made[DOCUMENT]
    later_on = refreshed_file(brought_up_to_date(stripped(parts())))
    assert unsettled(later_on) == unsettled(read_parts(later()))
    assert {c.text for c in read_comments(later_on)} == {c.text for c in read_comments(read_parts(later()))}


def test_where_the_base_is_gone_and_comments_stand_only_what_nothing_asks_about_is_asked_again() -> None:
    kept = commented(parts(), "A weekly list", "Is it?")
    bare = kept.copy()
    bare.unrelate(DOCUMENT, lambda _, relation: relation.kind == "customXml")
    made = refreshed_file(brought_up_to_date(bare, draft))
    texts = [c.text for c in read_comments(made)]
    assert sorted(texts) == sorted(c.text for c in read_comments(kept))


@pytest.mark.parametrize("kind", ["FILLIN", "FORMTEXT"])  # of a save as .docx, and one as .rtf
def test_what_stands_in_a_control_is_read_when_libreoffice_made_a_field_of_it(kind: str) -> None:
    def edit(root: Element) -> None:
        place = paragraph(root, "A weekly list of repeated complaints")
        runs = list(place.iterfind(w("r")))
        begin, *code, end = field(f'{kind} ""', "")
        for run in (*runs, end):
            place.append(run)
        runs[0].addprevious(begin)
        for run in code[:2]:
            runs[0].addprevious(run)

    mine = edited(edit)
    assert kind in mine[DOCUMENT].decode()
    assert fingerprint(mine).content == fingerprint(parts()).content
    assert unsettled(mine) == as_built()


@pytest.mark.parametrize("change", [stripped, lambda source: stripped(word_saved(source, 7))])
def test_a_suggestion_beside_what_somebody_edited_is_asked_about_again(change: Callable[[Parts], Parts]) -> None:
    """A strength is edited in the table of a suggested weakness; all comments went with the store."""

    def edit(root: Element) -> None:
        text = first_text(paragraph(root, "At its core, they listen"))
        text.text = f"{text.text} (still) "

    mine, base = edited(edit, read_parts(version(BASE))), base_of(version(BASE))
    result = refresh(change(mine), base, read_parts(version(BASE)))
    assert unsettled(refreshed_file(result)) == unsettled(mine, base)
