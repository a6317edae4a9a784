"""Names of parts: the format says that letter case makes no difference; programs write more in which none is meant.

A workbook, a template and a draft whose relationships, types and entries write names in any of these ways are read,
marked, filled, refreshed, reviewed and finalized as one that writes them all alike.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest

from reportgen.common.diagnostics.problems import NO_CLIENT
from reportgen.common.model import Place
from reportgen.draft.finalize import finalized
from reportgen.draft.review import review
from reportgen.office.files import DRAFT
from reportgen.office.gate import admit
from reportgen.office.package import CONTENT_TYPES, DOCUMENT, Package
from reportgen.questions import load_question_set
from reportgen.template.checking import check_template
from tests.corpus.base import SET, sound
from tests.drafts import base_of, draft, edited, first_text, paragraph
from tests.later_drafts import later
from tests.packages import fingerprint, parts_of, read_parts, refresh, refreshed_file
from tests.report_builders import TEMPLATE, demo_context, fill_template
from tests.workbooks import read_workbook
from tests.xlsx_files import differences, mark

pytestmark = pytest.mark.slow

Parts = Mapping[str, bytes]

_TARGET = re.compile(rb'(<Relationship\b[^>]*?\bTarget=")([^"]*)("[^>]*>)')
_PART_NAME = re.compile(rb'(PartName=")([^"]*)(")')


def with_targets(parts: Parts, spell: Callable[[str], str]) -> Parts:
    """The parts with every target inside the package written in another way."""

    def spelt(found: re.Match[bytes]) -> bytes:
        return found[0] if b"External" in found[0] else found[1] + spell(found[2].decode()).encode() + found[3]

    return {name: _TARGET.sub(spelt, part) if name.endswith(".rels") else part for name, part in parts.items()}


def with_types(parts: Parts, spell: Callable[[str], str]) -> Parts:
    """The parts with every name in the table of content types written in another way."""
    types = _PART_NAME.sub(lambda found: found[1] + spell(found[2].decode()).encode() + found[3], parts[CONTENT_TYPES])
    return {**parts, CONTENT_TYPES: types}


def with_names(parts: Parts, spell: Callable[[str], str]) -> Parts:
    """The parts under names written in another way."""
    return {spell(name): part for name, part in parts.items()}


def capital(target: str) -> str:
    """`Styles.xml` for `styles.xml`."""
    folder, slash, file = target.rpartition("/")
    return folder + slash + file.capitalize()


SPELLINGS: dict[str, Callable[[Parts], Parts]] = {
    "targets in other case": lambda p: with_targets(p, capital),
    "targets with codes for letters": lambda p: with_targets(p, lambda t: t.replace("e", "%65")),
    "targets by a roundabout way": lambda p: with_targets(p, lambda t: t if t[0] == "/" else f"./here/../{t}"),
    "targets with backslashes": lambda p: with_targets(p, lambda t: t.replace("/", "\\")),
    "types in other case": lambda p: with_types(p, str.upper),
    "types with codes for letters": lambda p: with_types(p, lambda t: t.replace("e", "%65")),
    "names in other case": lambda p: with_names(p, str.upper),
    "names with backslashes": lambda p: with_names(p, lambda n: n.replace("/", "\\")),
    "names from a folder": lambda p: with_names(p, lambda n: f"./{n}"),
    "a blank as itself in names, as its code in targets": lambda p: with_names(
        with_targets(p, lambda t: t.replace("media/image", "media/image%20")),
        lambda n: n.replace("media/image", "media/image "),
    ),
    "a blank as its code in both": lambda p: with_names(
        with_targets(p, lambda t: t.replace("media/image", "media/image%20")),
        lambda n: n.replace("media/image", "media/image%20"),
    ),
    "each in a way of its own": lambda p: with_names(with_types(with_targets(p, capital), str.lower), str.upper),
}
spelling = pytest.mark.parametrize("spell", SPELLINGS.values(), ids=list(SPELLINGS))


def written(path: Path, parts: Parts) -> Path:
    """A zip file of these parts, under these very names."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo()
            entry.filename = name
            archive.writestr(entry, content)
    path.write_bytes(target.getvalue())
    return path


@cache
def edited_draft() -> bytes:
    """The draft with a sentence of a consultant in it."""

    def edit(root: object) -> None:
        first_text(paragraph(root, "more than 38")).text = "We say so ourselves: "  # type: ignore[arg-type]

    return edited(edit).packed()


@cache
def fresh() -> Package:
    """A new build with other values."""
    return Package.opened(later())


def opened(tmp_path: Path, spell: Callable[[Parts], Parts]) -> Package:
    """The draft as a command opens it, with the names of its parts written in another way."""
    return admit(written(tmp_path / "draft.docx", spell(parts_of(edited_draft()))), DRAFT)


def names(package: Package) -> list[str]:
    """The names of all parts, in small letters and without blanks."""
    return sorted(name.lower().replace("%20", "") for name in package)


# ------------------------------------------------------------------------------------------------------- workbooks


@spelling
def test_a_workbook_is_read_as_if_all_names_were_alike(tmp_path: Path, spell: Callable[[Parts], Parts]) -> None:
    questions = load_question_set(SET)
    plain = written(tmp_path / "client.xlsx", parts_of(sound()))
    wanted = read_workbook(plain, questions)
    assert read_workbook(written(plain, spell(parts_of(sound()))), questions) == wanted


@spelling
def test_a_marked_copy_keeps_every_name_and_can_be_cleaned_again(
    tmp_path: Path, spell: Callable[[Parts], Parts]
) -> None:
    parts = spell(parts_of(sound()))
    path = written(tmp_path / "client.xlsx", parts)
    path.write_bytes(mark(path, [NO_CLIENT.at(Place("Engagement", "B4"))]))
    assert set(parts) < set(parts_of(path.read_bytes()))
    clean = mark(path, [])
    assert list(parts_of(clean)) == list(parts)
    assert differences(written(path, parts), clean) == set()


# ------------------------------------------------------------------------------------------------------- templates


@spelling
def test_a_template_is_checked_and_filled_as_if_all_names_were_alike(
    tmp_path: Path, spell: Callable[[Parts], Parts]
) -> None:
    path = written(tmp_path / "our-own.docx", spell(parts_of(TEMPLATE.read_bytes())))
    assert check_template(path).faults == ()
    filled, wanted = (read_parts(fill_template(file, demo_context())) for file in (path, TEMPLATE))
    assert fingerprint(filled) == fingerprint(wanted)
    assert names(filled) == names(wanted)


# ---------------------------------------------------------------------------------------------------------- drafts


@spelling
def test_a_draft_is_refreshed_as_if_all_names_were_alike(tmp_path: Path, spell: Callable[[Parts], Parts]) -> None:
    base = base_of(draft())
    wanted = refresh(opened(tmp_path, dict), base, fresh())
    found = refresh(opened(tmp_path, spell), base, fresh())
    assert found.changes == wanted.changes
    refreshed, alike = refreshed_file(found), refreshed_file(wanted)
    assert "We say so ourselves" in refreshed[DOCUMENT].decode()
    assert fingerprint(refreshed) == fingerprint(alike)
    assert len(refreshed) == len(alike)


@spelling
def test_a_draft_is_reviewed_and_finalized_as_if_all_names_were_alike(
    tmp_path: Path, spell: Callable[[Parts], Parts]
) -> None:
    base = base_of(draft())
    plain, other = opened(tmp_path, dict), opened(tmp_path, spell)
    made, other_made = finalized(plain, base), finalized(other, base)
    assert review(other, base, other_made) == review(plain, base, made)
    wanted, found = made.parts, other_made.parts
    assert names(found) == names(wanted)
    assert found["word/styles.xml"] == wanted["word/styles.xml"]
