"""The seal of a draft: what a person changed is noticed, what programs rewrite is not; the base says what was built."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from lxml import etree

from reportgen.common.build_record import BuildRecord, RecordedSource
from reportgen.draft.base import FORMAT, OtherVersionError, unpacked
from reportgen.draft.stored import (
    draft_is_untouched,
    draft_properties,
    open_draft,
    read_base,
    read_side_car,
    run_of,
    side_car,
)
from reportgen.office.package import DOCUMENT, Package, parse, serialise
from reportgen.word.comments import AUTHOR, read_comments
from reportgen.word.xml import shown_text, w
from tests.comments import commented
from tests.conftest import Office
from tests.drafts import Edit, Parts, base_of, draft, edited, parts, saved_as, short_context, untouched
from tests.edits import CONTENT, LOOKS, character_typed, word_made_bold
from tests.packages import fingerprint, read_parts, write_parts
from tests.report_builders import TEMPLATE, demo_context, fill_template
from tests.word_files import faults
from tests.word_save import word_saved


def named(edit: Edit) -> str:
    return edit.__name__.replace("_", " ")


# ------------------------------------------------------------------------------------------ saving without editing


def test_a_fresh_draft_is_untouched(tmp_path: Path) -> None:
    assert draft_is_untouched(saved_as(tmp_path, parts())) is True


def test_python_docx_changes_nothing_that_counts(tmp_path: Path) -> None:
    document = Document(str(saved_as(tmp_path, parts())))
    document.save(str(tmp_path / "saved.docx"))
    assert draft_is_untouched(tmp_path / "saved.docx") is True


@pytest.mark.parametrize("seed", range(3))
def test_what_word_rewrites_when_it_saves_changes_nothing_that_counts(tmp_path: Path, seed: int) -> None:
    saved = word_saved(parts(), seed)
    assert draft_is_untouched(saved_as(tmp_path, saved)) is True
    assert faults((tmp_path / "client-report.docx").read_bytes(), but="theme-colour") == []
    assert fingerprint(word_saved(saved, seed + 10)) == untouched()


@pytest.mark.office
def test_libreoffice_saves_the_draft_without_losing_a_word_though_it_writes_its_looks_anew(
    tmp_path: Path, soffice: Office
) -> None:
    once = soffice.convert(saved_as(tmp_path, parts()), "docx", tmp_path / "once")
    twice = soffice.convert(once, "docx", tmp_path / "twice")
    for path in (once, twice):
        saved = read_parts(path)
        assert fingerprint(saved).content == untouched().content
        assert read_base(saved) == base_of(draft())
        assert run_of(saved) == base_of(draft()).run
        assert draft_is_untouched(path) is False


# ------------------------------------------------------------------------------------------------- edits by a person


def test_a_draft_with_other_words_or_other_looks_is_touched(tmp_path: Path) -> None:
    for edit in (character_typed, word_made_bold):
        assert draft_is_untouched(saved_as(tmp_path, edited(edit))) is False


@pytest.mark.parametrize("edit", CONTENT, ids=named)
def test_an_edit_is_noticed(edit: Edit) -> None:
    changed = fingerprint(edited(edit))
    assert changed.content != untouched().content
    assert changed.full != untouched().full


@pytest.mark.parametrize("edit", LOOKS, ids=named)
def test_other_looks_are_noticed_too_and_told_from_other_words(edit: Edit) -> None:
    changed = fingerprint(edited(edit))
    assert changed.content == untouched().content
    assert changed.full != untouched().full


def another_style(changed: Parts) -> None:
    changed["word/styles.xml"] = changed["word/styles.xml"].replace(b'w:styleId="BodyText"', b'w:styleId="BodyText" ')
    root = parse(changed["word/styles.xml"])
    style = next(s for s in root.iter(w("style")) if s.get(w("styleId")) == "BodyText")
    properties = style.find(w("rPr"))
    if properties is None:
        properties = etree.SubElement(style, w("rPr"))
    etree.SubElement(properties, w("color"), {w("val"): "123456"})
    changed["word/styles.xml"] = serialise(root)


def another_theme(changed: Parts) -> None:
    name = changed.related(DOCUMENT, "theme")[0]
    changed[name] = re.sub(rb'(<a:accent1><a:srgbClr val=")\w+', rb"\g<1>123456", changed[name])


def other_margins(changed: Parts) -> None:
    changed[DOCUMENT] = re.sub(rb'(<w:pgMar [^>]*w:left=")\d+', rb"\g<1>999", changed[DOCUMENT])


@pytest.mark.parametrize("edit", [another_style, another_theme, other_margins], ids=lambda edit: edit.__name__)
def test_other_looks_of_the_whole_are_noticed(edit: Callable[[Parts], None]) -> None:
    changed = parts()
    edit(changed)
    assert fingerprint(changed).content == untouched().content
    assert fingerprint(changed).full != untouched().full


def test_an_edited_header_is_noticed() -> None:
    changed = parts()
    name = changed.related(DOCUMENT, "header")[0]
    changed[name] = changed[name].replace(b"Brightwater Telecom", b"Brightwater")
    assert fingerprint(changed).content != untouched().content


def test_a_replaced_picture_is_noticed() -> None:
    changed = parts()
    pictures = [name for name in changed if name.startswith("word/media/")]
    changed[pictures[0]] = changed[pictures[1]]
    assert fingerprint(changed).content != untouched().content


def test_an_added_answered_or_deleted_comment_is_noticed(tmp_path: Path) -> None:
    document = Document(str(saved_as(tmp_path, parts())))
    paragraph = next(p for p in document.paragraphs if p.runs)
    document.add_comment(paragraph.runs, text="Is this so?", author="A. Person")
    document.save(str(tmp_path / "added.docx"))
    assert fingerprint(read_parts(tmp_path / "added.docx")).content != untouched().content

    changed = parts()
    comments = parse(changed["word/comments.xml"])
    comments.remove(comments[0])
    changed["word/comments.xml"] = serialise(comments)
    assert fingerprint(changed).content != untouched().content

    changed = parts()
    changed["word/comments.xml"] = changed["word/comments.xml"].replace(b"Drafted from", b"Not drafted from", 1)
    assert fingerprint(changed).content != untouched().content


def test_repeating_what_the_style_says_is_no_other_look() -> None:
    def repeat(root: etree._Element) -> None:
        for properties in root.iter(w("pPr")):
            if properties.find(w("jc")) is None and properties.find(w("sectPr")) is None:
                style = properties.find(w("pStyle"))
                if style is not None and style.get(w("val")) == "BodyText":
                    etree.SubElement(properties, w("jc"), {w("val"): "start"})

    assert fingerprint(edited(repeat)) == untouched()


# --------------------------------------------------------------------------------------------------- not our drafts


def test_a_file_that_is_no_draft_of_ours_is_neither_touched_nor_untouched(tmp_path: Path) -> None:
    Document().save(str(tmp_path / "plain.docx"))
    (tmp_path / "text.docx").write_text("text", encoding="utf-8")
    (tmp_path / "empty.docx").write_bytes(b"")
    others = (tmp_path / name for name in ("plain.docx", "text.docx", "empty.docx", "none.docx"))
    for path in (TEMPLATE, *others, tmp_path):
        assert draft_is_untouched(path) is None
    assert read_base(read_parts(tmp_path / "plain.docx")) is None
    assert run_of(read_parts(tmp_path / "plain.docx")) == ""


def test_a_damaged_draft_is_not_called_untouched(tmp_path: Path) -> None:
    changed = parts()
    changed[DOCUMENT] = changed[DOCUMENT][: len(changed[DOCUMENT]) // 2]
    assert draft_is_untouched(saved_as(tmp_path, changed)) is None


# ---------------------------------------------------------------------------------------------------------- the base

RECORD = BuildRecord(
    program="1.2.3",
    workbook=RecordedSource("client.xlsx", "ab" * 32),
    used={"peers": RecordedSource("peers/2025.xlsx", "cd" * 32), "question_set": RecordedSource("cma", "ef" * 32, "2")},
    given={"peers": "peers/2025.xlsx", "charts": "native"},
)


def test_the_base_comes_back_as_it_was_stored() -> None:
    digests = {"overall": "d1", "area-core": "d2", "not-drawn": "d3"}
    document = fill_template(TEMPLATE, short_context(), None, RECORD, digests)
    base = base_of(document)
    assert base.record == RECORD
    assert {name: chart.data for name, chart in base.charts.items()} == {"overall": "d1", "area-core": "d2"}
    assert unpacked(base.packed) == base
    pictures = {thing for region in base.regions for block in region.blocks for thing in str(block).split("'")}
    assert {chart.shown for chart in base.charts.values()} <= pictures


def test_the_base_says_what_the_draft_says_and_nothing_else() -> None:
    text = gzip.decompress(base_of(draft()).packed).decode("utf-8")
    record = json.loads(text)
    names = ["format", "forms", "recipe", "charts", "regions", "edges", "values", "drafted", "author", "asked"]
    assert list(record) == names
    assert f"<dc:creator>{record['author']}</dc:creator>" in parts()["docProps/core.xml"].decode()
    shown = shown_text(parse(parts()[DOCUMENT]))
    said = [token for region in record["regions"] for token in _words(region["blocks"])]
    assert said
    assert [word for word in said if word not in shown] == []


def _words(form: object) -> list[str]:
    """The words in blocks: plain texts in lists of tokens, and those with looks."""
    if not isinstance(form, list):
        return []
    if form[:1] == ["p"]:
        return [
            token if isinstance(token, str) else token[1]
            for token in form[3]
            if isinstance(token, str) or token[0] == "t"
        ]
    return [word for inner in form for word in _words(inner)]


def test_our_comments_that_lost_their_author_are_ours_when_a_draft_is_opened(tmp_path: Path) -> None:
    """A save as RTF by LibreOffice takes the name from some; people's comments without a name stay theirs."""
    made = commented(parts(), "The plan for the year", "Who says so?", author="A. Person")
    (name,) = made.related(DOCUMENT, "comments")
    whole = [(c.author, c.text) for c in read_comments(made)]
    for comment in made.changed(name):
        comment.set(w("author"), "")
    (tmp_path / "client-report.docx").write_bytes(write_parts(made))
    opened = open_draft(tmp_path / "client-report.docx")
    signed = [(c.author, c.text) for c in read_comments(opened.parts)]
    assert signed == [("" if author == "A. Person" else author, text) for author, text in whole]
    assert {author for author, _ in signed} == {"", AUTHOR}


def test_a_comment_of_ours_that_bears_the_name_of_the_comment_beside_is_ours(tmp_path: Path) -> None:
    """The same save moves names: our question is a person's then, and what that person said nobody's."""
    made = commented(parts(), "The plan for the year", "Who says so?", author="A. Person")
    (name,) = made.related(DOCUMENT, "comments")
    *_, ours, theirs = made.changed(name)
    for comment, author in ((ours, "A. Person"), (theirs, "")):
        comment.set(w("author"), author)
    (tmp_path / "client-report.docx").write_bytes(write_parts(made))
    opened = open_draft(tmp_path / "client-report.docx")
    signed = {c.text: c.author for c in read_comments(opened.parts)}
    assert signed.pop("Who says so?") == ""
    assert set(signed.values()) == {AUTHOR}


def test_the_run_follows_from_all_that_went_into_the_draft() -> None:
    same = fill_template(TEMPLATE, short_context())
    assert same == draft()
    others = [
        fill_template(TEMPLATE, replace(short_context(), client="Another Company")),
        fill_template(TEMPLATE, short_context(), None, RECORD),
        fill_template(TEMPLATE, short_context(), None, None, {"overall": "other data"}),
    ]
    runs = {base_of(document).run for document in (draft(), *others)}
    assert len(runs) == 4
    assert all(re.fullmatch("[0-9a-f]{16}", run) for run in runs)
    properties = draft_properties(parts())
    assert set(properties) == {"reportgen-run", "reportgen-digest", "reportgen-full-digest"}
    assert properties["reportgen-run"] == base_of(draft()).run


def stored(changed: Parts) -> tuple[str, etree._Element]:
    name = next(n for n in changed.related(DOCUMENT, "customXml") if b"urn:reportgen:draft:1" in changed[n])
    return name, parse(changed[name])


@pytest.mark.parametrize("spoil", [lambda t: t[:-40], lambda t: "", lambda t: "?!", lambda t: t[: len(t) // 8 * 4]])
def test_a_damaged_base_is_none(spoil: Callable[[str], str]) -> None:
    changed = parts()
    name, root = stored(changed)
    root.text = spoil(root.text or "")
    changed[name] = serialise(root)
    assert read_base(changed) is None
    assert run_of(changed) == base_of(draft()).run


def test_a_base_that_somebody_changed_is_none() -> None:
    changed = parts()
    name, root = stored(changed)
    record = gzip.decompress(base64.b64decode(root.text or "")).replace(b"Brightwater", b"Another")
    root.text = base64.b64encode(gzip.compress(record)).decode("ascii")
    changed[name] = serialise(root)
    assert read_base(changed) is None


def test_a_draft_of_a_later_version_says_so() -> None:
    record = json.loads(gzip.decompress(base_of(draft()).packed))
    record["format"] = FORMAT + 1
    with pytest.raises(OtherVersionError, match="later version of reportgen"):
        unpacked(gzip.compress(json.dumps(record).encode("utf-8")))


def test_a_draft_whose_forms_this_version_does_not_know_says_so() -> None:
    record = json.loads(gzip.decompress(base_of(fill_template(TEMPLATE, short_context(), None, RECORD)).packed))
    record["forms"] = "1"
    with pytest.raises(OtherVersionError, match=r"built by version 1\.2\.3 of reportgen"):
        unpacked(gzip.compress(json.dumps(record).encode("utf-8")))


def test_what_a_later_version_adds_without_changing_the_rest_is_passed_over() -> None:
    record = json.loads(gzip.decompress(base_of(draft()).packed))
    record["more"] = {"to": "come"}
    record["recipe"]["language"] = "fr"
    found = unpacked(gzip.compress(json.dumps(record).encode("utf-8")))
    assert found is not None
    assert found.regions == base_of(draft()).regions


# ------------------------------------------------------------------------------------------------------ the side-car


def without_store(changed: Parts) -> Parts:
    """Without its custom XML, as from Word's Document Inspector."""
    name, _ = stored(changed)
    return Package({part: content for part, content in changed.items() if part != name})


def test_a_draft_that_lost_its_base_finds_it_beside_itself(tmp_path: Path) -> None:
    stripped = without_store(parts())
    assert read_base(stripped) is None
    run = run_of(stripped)
    name, content = side_car(base_of(draft()))
    assert name == f"base/{run}.json.gz"
    path = saved_as(tmp_path, stripped)
    assert read_side_car(path, run) is None
    (tmp_path / "base").mkdir()
    (tmp_path / name).write_bytes(content)
    assert read_side_car(path, run) == base_of(draft())
    (tmp_path / name).write_bytes(replace(base_of(draft()), regions=()).packed)
    assert read_side_car(path, run) is None


def test_the_run_is_found_in_any_of_the_places_that_name_it() -> None:
    run = base_of(draft()).run
    bare = without_store(parts())
    bare = Package({name: part for name, part in bare.items() if name != "docProps/custom.xml"})
    assert run_of(bare) == run
    bare["docProps/core.xml"] = bare["docProps/core.xml"].replace(b"reportgen:", b"")
    assert run_of(bare) == ""


def test_the_demo_with_everything_in_it_is_sealed_too() -> None:
    base = base_of(fill_template(TEMPLATE, demo_context()))
    assert len(base.regions) > 100
    assert len(base.packed) < 60_000
