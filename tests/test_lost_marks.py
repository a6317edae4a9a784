"""A draft that another program took something from: the base is found again by what is left, or refused when none fits.

Every way to lose an id is tried with every other, and with other drafts' bases beside the right one.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from reportgen.common.build_record import BuildRecord
from reportgen.common.exceptions import UnreadableFileError
from reportgen.draft.base import Base, with_run
from reportgen.draft.fitting import fit_of
from reportgen.draft.stored import FOLDER, open_draft, side_car
from reportgen.office.package import DOCUMENT, Package, parse, serialise
from reportgen.word.canonical import read_stories
from reportgen.word.xml import shown_text, w
from reportgen.words.context import ReportContext
from tests.commands import run
from tests.drafts import base_of, first_text, short_context
from tests.later_drafts import later_context
from tests.losses import IDS, SOME_IDS, Loss
from tests.packages import read_parts, write_parts
from tests.report_builders import TEMPLATE, fill_template
from tests.test_row_keys import turned

pytestmark = pytest.mark.slow


@cache
def drafts() -> dict[str, tuple[bytes, Base]]:
    """A draft; an older one of the same client; that of another client. Their bases say whose they are."""
    other: ReportContext = turned(replace(short_context(), client="Another Company"))
    contexts = {"mine": later_context(), "older": short_context(), "other": other}
    made = {}
    for name, context in contexts.items():
        document = fill_template(TEMPLATE, context)
        record = BuildRecord(client=context.client)
        made[name] = document, with_run(replace(base_of(document), record=record))
    return made


def stripped(ways: tuple[Loss, ...]) -> bytes:
    parts = read_parts(drafts()["mine"][0])
    for way in ways:
        parts = way(parts)
    root = parse(parts[DOCUMENT])
    for paragraph in [p for p in root.iter(w("p")) if len(shown_text(p)) > 60][::3]:  # a busy hand
        text = first_text(paragraph)
        text.text = f"{text.text}, in other words"
    parts[DOCUMENT] = serialise(root)
    return write_parts(parts)


def laid(folder: Path, content: bytes, *names: str) -> Path:
    """A draft with side-cars of these beside it."""
    (folder / FOLDER).mkdir()
    for name in names:
        file, packed = side_car(drafts()[name][1])
        (folder / file).write_bytes(packed)
    path = folder / "client-report.docx"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("beside", [("mine",), ("mine", "older"), ("older", "mine", "other")])
@pytest.mark.parametrize("ways", SOME_IDS)
def test_the_base_is_found_whatever_was_lost(tmp_path: Path, ways: tuple[Loss, ...], beside: tuple[str, ...]) -> None:
    opened = open_draft(laid(tmp_path, stripped(ways), *beside))
    assert opened.base.regions == drafts()["mine"][1].regions
    if len(ways) == len(IDS):
        assert opened.restored is not None
        assert opened.restored.code == "draft-fitted"
        assert drafts()["mine"][1].run in str(opened.restored.facts["file"])


def test_a_base_of_another_client_fits_nothing(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"fits its marks"):
        open_draft(laid(tmp_path, stripped(IDS), "other"))


def test_a_file_that_is_no_base_is_passed_over(tmp_path: Path) -> None:
    path = laid(tmp_path, stripped(IDS), "mine")
    (tmp_path / FOLDER / "0000000000000000.json.gz").write_bytes(b"no base")
    shutil.copy(next((tmp_path / FOLDER).glob("*.gz")), tmp_path / FOLDER / "renamed.json.gz")
    assert open_draft(path).base.regions == drafts()["mine"][1].regions


def test_a_base_can_be_named(tmp_path: Path) -> None:
    path = laid(tmp_path, stripped(IDS), "older")
    named = tmp_path / "kept elsewhere.gz"
    named.write_bytes(drafts()["mine"][1].packed)
    assert open_draft(path, base_file=named).base.run == drafts()["mine"][1].run
    named.write_bytes(b"nothing")
    with pytest.raises(UnreadableFileError, match=r"does not hold"):
        open_draft(path, base_file=named)


def test_every_command_on_drafts_takes_the_base_and_says_what_it_took(tmp_path: Path) -> None:
    path = laid(tmp_path, stripped(IDS))
    refused = run("review", path)
    assert refused.exit_code == 2
    assert "--base" in refused.stderr
    named = tmp_path / "kept.json.gz"
    named.write_bytes(drafts()["mine"][1].packed)
    reviewed = run("review", path, "--base", named)
    assert reviewed.exit_code == 1, reviewed.output
    assert "kept.json.gz' was used" in reviewed.stderr
    finalized = run("finalize", path, "--base", named, "-o", tmp_path / "final.docx", "--no-pages")
    assert finalized.exit_code in (0, 1), finalized.output
    assert "kept.json.gz' was used" in finalized.stderr


def test_the_fit_sees_what_stands_at_the_marks() -> None:
    stories = read_stories(Package(read_parts(stripped(IDS))))
    fits = {name: fit_of(stories, base) for name, (_, base) in drafts().items()}
    assert fits["mine"] > fits["older"]
    assert [name for name, fit in fits.items() if fit.fits] == ["mine", "older"]
