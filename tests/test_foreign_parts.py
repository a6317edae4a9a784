"""Parts of other programs, such as XML that a document store or Power Query keeps in a file: carried, never parsed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportgen.cli.main import cli
from reportgen.common.exceptions import UnreadableFileError
from reportgen.draft.finalize import finalized
from reportgen.office import package as packages
from reportgen.office.files import DRAFT, TEMPLATE, WORKBOOK
from reportgen.office.gate import admit
from reportgen.office.package import DOCUMENT, RELATIONS, Package
from reportgen.peers.files import read_peers
from reportgen.peers.writing import write_peer_file
from reportgen.template.checking import check_template
from tests.builders import peers_scoring
from tests.corpus.base import QUESTIONS, SET, sound
from tests.drafts import base_of, draft
from tests.later_drafts import later
from tests.packages import read_parts, refresh, refreshed_file
from tests.report_builders import TEMPLATE as OUR_TEMPLATE
from tests.report_builders import demo_context, fill_template
from tests.xlsx_files import mark

STORE, QUERIES = "customXml/item7.xml", "xl/queryTables/queryTable1.xml"
SVG = "word/media/logo.svg"
FOREIGN = {
    "UTF-16": '<?xml version="1.0" encoding="utf-16"?><store><secret/></store>'.encode("utf-16"),
    "UTF-16 without a mark": '<?xml version="1.0" encoding="utf-16"?><store/>'.encode("utf-16-be"),
    "a document type": b'<!DOCTYPE store [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><store>&b;</store>',
    "torn": b"<store><secret>",
    "no XML": b"\x00\x01\x02 nothing to read",
}


@pytest.fixture(params=FOREIGN.values(), ids=list(FOREIGN))
def content(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[bytes]:
    """What another program left; the test fails when it is parsed."""
    parsed: list[bytes] = []
    parse = packages.parse

    def noted(part: bytes) -> packages.Element:
        parsed.append(part)
        return parse(part)

    monkeypatch.setattr(packages, "parse", noted)
    yield request.param
    assert parsed
    assert request.param not in parsed


def with_foreign(data: bytes, content: bytes) -> bytes:
    """A file in which another program has left parts of its own."""
    package = read_parts(data)
    main = package.first_related("", "officeDocument")
    package.add(STORE, content, "application/xml", source=main, relation_type=f"{RELATIONS}/customXml")
    if main == DOCUMENT:
        package.add(SVG, content, "image/svg+xml", source=main, relation_type=f"{RELATIONS}/image")
    else:
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.queryTable+xml"
        package.add(QUERIES, content, kind, source="xl/worksheets/sheet1.xml", relation_type=f"{RELATIONS}/queryTable")
    return package.packed()


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_a_workbook_is_read_and_its_marked_copy_keeps_them(tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path / "client.xlsx", with_foreign(sound(), content))
    copy = tmp_path / "marked.xlsx"
    result = CliRunner().invoke(cli, ["check", str(path), "--question-set", str(SET), "--mark", str(copy)])
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, "client.xlsx: no problems.")
    marked = read_parts(mark(path, ()))
    assert (marked[STORE], marked[QUERIES]) == (content, content)


def test_peers_are_read(tmp_path: Path, content: bytes) -> None:
    peers = peers_scoring([40, 50, 60], QUESTIONS).peers
    path = written(tmp_path / "peers.xlsx", with_foreign(write_peer_file(QUESTIONS, peers), content))
    found, problems = read_peers(path, QUESTIONS, max(peer.date for peer in peers))
    assert problems == ()
    assert [peer.id for peer in found.peers] == [peer.id for peer in peers]


def test_a_template_is_checked_and_filled_and_every_draft_keeps_them(tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path / "our-own.docx", with_foreign(OUR_TEMPLATE.read_bytes(), content))
    assert check_template(path).faults == ()
    filled = read_parts(fill_template(path, demo_context()))
    assert (filled[STORE], filled[SVG]) == (content, content)


def test_a_draft_is_refreshed_and_finalized(tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path / "draft.docx", with_foreign(draft(), content))
    opened, base = admit(path, DRAFT), base_of(draft())
    assert refreshed_file(refresh(opened, base, read_parts(later())))[STORE] == content
    assert STORE not in finalized(opened, base).parts, "what no control shows may hold anything"


@pytest.mark.parametrize("kind", [TEMPLATE, DRAFT], ids=lambda kind: kind.noun)
@pytest.mark.parametrize("part", [DOCUMENT, "word/styles.xml", "docProps/core.xml", "word/_rels/document.xml.rels"])
@pytest.mark.parametrize("content", [FOREIGN["UTF-16"], FOREIGN["a document type"], FOREIGN["torn"]])
def test_what_is_read_must_be_sound(tmp_path: Path, kind: object, part: str, content: bytes) -> None:
    broken = Package({**read_parts(draft()), part: content})
    with pytest.raises(UnreadableFileError, match=r"UTF-16|document type|damaged"):
        admit(written(tmp_path / "draft.docx", broken.packed()), kind)  # type: ignore[arg-type]


@pytest.mark.parametrize("encoding", ["cp037", "utf-7", "utf-32", "shift_jis"])
def test_a_document_type_cannot_hide_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'
    for part in ("xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"):
        broken = Package({**read_parts(sound()), part: bomb.encode(encoding)})
        with pytest.raises(UnreadableFileError, match=r"unusual encoding|document type"):
            admit(written(tmp_path / "client.xlsx", broken.packed()), WORKBOOK)
