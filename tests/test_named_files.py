"""Files that a workbook or a draft names: beside it or below, nowhere else; people name any on the command line."""

from __future__ import annotations

import base64
import gzip
import json
import os
from hashlib import sha256
from pathlib import Path

import pytest

from reportgen.common.named_files import leads_below, name_of, named_path
from reportgen.draft.stored import read_base
from tests.commands import one_sentence, run
from tests.museum import SET_NAME, base_in, built, engage, lay_out, peers
from tests.packages import read_parts

WORKBOOK_FOLDER = Path("clients") / "harbour"
ELSEWHERE = [
    "../secret.xlsx",
    "..\\secret.xlsx",
    "data/../../secret.xlsx",
    "data\\..\\..\\secret.xlsx",
    ".. /secret.xlsx",
    ".../secret.xlsx",
    "/etc/passwd",
    "\\\\server\\share\\secret.xlsx",
    "//server/share/secret.xlsx",
    "C:\\firm\\secret.xlsx",
    "C:secret.xlsx",
    "~/secret.xlsx",
    "~anna/secret.xlsx",
    "file:///etc/passwd",
    "https://example.org/secret.xlsx",
]


@pytest.mark.parametrize("name", [*ELSEWHERE, "", " ", "secret\0.xlsx"])
def test_a_name_that_leads_elsewhere_is_never_opened(name: str, tmp_path: Path) -> None:
    (tmp_path / "here" / "data").mkdir(parents=True)
    (tmp_path / "secret.xlsx").write_bytes(b"")
    assert not leads_below(name)
    assert named_path(name, [tmp_path / "here", tmp_path / "here" / "data"]) is None


@pytest.mark.parametrize(
    "name", ["peers.xlsx", "./peers.xlsx", "data/2025/peers.xlsx", "data\\2025\\peers.xlsx", "..peers.xlsx", "~$p.xlsx"]
)
def test_a_name_beside_or_below_is_found_however_its_folders_are_written(name: str, tmp_path: Path) -> None:
    file = tmp_path / name.replace("\\", "/")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"")
    found = named_path(name, [tmp_path])
    assert found is not None
    assert found.samefile(file)


def test_a_name_is_looked_for_in_each_folder_in_turn(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        folder.mkdir()
        (folder / "peers.xlsx").write_bytes(b"")
    assert named_path("peers.xlsx", (here, there)) == here / "peers.xlsx"
    (here / "peers.xlsx").unlink()
    assert named_path("peers.xlsx", (here, there)) == there / "peers.xlsx"
    assert named_path("nowhere.xlsx", (here, there)) is None
    assert named_path("x" * 5000, (here, there)) is None


def test_a_link_that_somebody_laid_into_the_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "firm.xlsx").write_bytes(b"")
    try:
        os.symlink(tmp_path / "firm.xlsx", tmp_path / "here" / "peers.xlsx")
    except OSError:
        pytest.skip("links cannot be made here")
    assert named_path("peers.xlsx", [tmp_path / "here"]) == tmp_path / "here" / "peers.xlsx"


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("clients/harbour/peers.xlsx", "peers.xlsx"),
        ("clients/harbour/data/2025/peers.xlsx", "data/2025/peers.xlsx"),
        ("clients/peers.xlsx", "peers.xlsx"),
        ("peers.xlsx", "peers.xlsx"),
        ("clients/anna/peers.xlsx", "peers.xlsx"),
        ("clients/harbour/../../peers.xlsx", "peers.xlsx"),
        ("clients/harbour", "."),
    ],
)
def test_a_recorded_name_leads_below_or_names_no_folder(file: str, name: str) -> None:
    assert name_of(Path(file), seen_from=WORKBOOK_FOLDER) == name
    assert name_of(Path(file).absolute(), seen_from=WORKBOOK_FOLDER) == name
    assert leads_below(name)


# --------------------------------------------------------------------------------------------------- in a workbook


def naming(folder: Path, name: str) -> Path:
    """A workbook in a folder of its own, with peer data one folder above it, that names its peer data so."""
    workbook = lay_out(folder / "client")
    peers(folder, 10, 20, 30, 40, 50, name="secret.xlsx")
    engage(workbook, {"Peer data": name})
    return workbook


@pytest.mark.parametrize("name", [*ELSEWHERE, "{above}/secret.xlsx"])
def test_a_cell_that_names_a_file_elsewhere_is_an_error_at_its_place(name: str, tmp_path: Path) -> None:
    workbook = naming(tmp_path, name.format(above=tmp_path))
    result = run("check", workbook, "--question-set", workbook.parent / SET_NAME, "--json")
    (problem,) = (
        problem for problem in json.loads(result.stdout)[0]["problems"] if problem["code"].startswith("peer-file")
    )
    assert (problem["code"], problem["sheet"], problem["severity"]) == ("peer-file-elsewhere", "Engagement", "error")
    assert problem["cell"]
    assert result.exit_code == 1


def test_no_command_reads_what_a_cell_names_elsewhere(tmp_path: Path) -> None:
    workbook = naming(tmp_path, "../secret.xlsx")
    folder = workbook.parent
    options = ("--question-set", folder / SET_NAME)
    for command in (("build", workbook, "-o", folder / "output"), ("explain", workbook, "overall")):
        refused = run(*command, *options)
        assert refused.exit_code == 1
    assert "peer-file-elsewhere" in run("build", workbook, "-o", folder / "output", *options).stderr
    assert not (folder / "output").exists()


def test_no_draft_is_refreshed_or_reviewed_with_what_a_cell_names_elsewhere(tmp_path: Path) -> None:
    workbook = naming(tmp_path, "peers.xlsx")
    peers(workbook.parent, 10, 20, 30, 40, 50)
    draft = built(workbook)
    engage(workbook, {"Peer data": "../secret.xlsx"})
    for command in (("refresh", draft, workbook), ("review", draft, "--workbook", workbook)):
        refused = run(*command)
        assert refused.exit_code == 1
        assert "1 error" in one_sentence(refused)


def test_the_same_file_is_read_when_it_is_named_on_the_command_line(tmp_path: Path) -> None:
    workbook = naming(tmp_path, "../secret.xlsx")
    draft = built(workbook, "--peers", tmp_path / "secret.xlsx")
    assert base_in(draft).record.given["peers"] == "secret.xlsx"
    assert (
        run(
            "explain",
            workbook,
            "overall",
            "--peers",
            tmp_path / "secret.xlsx",
            "--question-set",
            workbook.parent / SET_NAME,
        ).exit_code
        == 0
    )
    refused = run("refresh", draft, workbook)
    assert refused.exit_code == 2
    assert "the peer data 'secret.xlsx' (give it with --peers" in one_sentence(refused)
    assert run("refresh", draft, workbook, "--peers", tmp_path / "secret.xlsx").exit_code == 0


def test_a_name_as_windows_writes_it_is_read_below_the_workbook(tmp_path: Path) -> None:
    workbook = naming(tmp_path, "data\\peers.xlsx")
    (workbook.parent / "data").mkdir()
    peers(workbook.parent / "data", 10, 20, 30, 40, 50)
    assert base_in(built(workbook)).record.source("peers").name == "data/peers.xlsx"


# ------------------------------------------------------------------------------------------------------ in a draft


def recording(draft: Path, **recorded: str) -> None:
    """Have a draft say that it was built otherwise, as whoever writes drafts of their own can."""
    parts = read_parts(draft)
    name = next(
        name for name in parts if name.startswith("customXml/item1") and b"urn:reportgen:draft:1" in parts[name]
    )
    root = parts.changed(name)
    record = json.loads(gzip.decompress(base64.b64decode(root.text or "")))
    record["recipe"] |= recorded
    packed = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    root.text = base64.b64encode(gzip.compress(packed)).decode("ascii")
    root.set("run", sha256(packed).hexdigest()[:16])
    draft.write_bytes(parts.packed())
    assert read_base(parts) is not None


@pytest.mark.parametrize("name", ["../secret.xlsx", "{above}/secret.xlsx", "\\\\server\\share\\secret.xlsx"])
def test_a_draft_that_records_a_file_elsewhere_is_told_so_and_the_file_not_read(name: str, tmp_path: Path) -> None:
    workbook = naming(tmp_path, "")
    draft = built(workbook)
    recording(draft, peers_option=name.format(above=tmp_path))
    refused = run("refresh", draft, workbook)
    assert refused.exit_code == 2
    assert "secret.xlsx', which leads elsewhere (give it with --peers" in one_sentence(refused)
    reviewed = run("review", draft, "--workbook", workbook)  # goes without peers where they are not here
    assert reviewed.exit_code == 1
    assert f"the peer data '{name.format(above=tmp_path)}' is not here" in reviewed.stderr
    assert run("refresh", draft, workbook, "--peers", tmp_path / "secret.xlsx").exit_code == 0
