"""Several workbooks in one command: built side by side, with what one after the other gives."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import text

from reportgen.cli.saving.own_files import is_recorded
from reportgen.common.model import PeerFilter
from reportgen.peers.identity import key_file
from reportgen.runs.files.records import recorded
from reportgen.runs.peers.keeping import code_of
from tests.commands import one_sentence, run
from tests.peer_databases import SET, PeersHome, client_workbook, rows

ROOT = Path(__file__).parents[1]
SECONDS = 300  # on a machine with much else to do


def build(*words: str | Path) -> Result:
    return run("build", *words, "--question-set", SET)


def written(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# ------------------------------------------------------------------------------------------------- what comes out of it


@pytest.fixture
def firm(peers_file: PeersHome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PeersHome:
    """A database with an edition, whose key is at hand: it keeps what reports for a client showed."""
    settings = tmp_path / "settings"
    settings.mkdir()
    monkeypatch.setenv("REPORTGEN_SETTINGS", str(settings))
    shutil.copyfile(peers_file.key, key_file(code_of(peers_file.database), settings))
    north = [*rows(*range(1, 17)), *rows(17, 18, size="small")]
    peers_file.imported(tmp_path / "peers.csv", [*north, *rows(*range(19, 25), region="South")])
    peers_file.done("publish")
    return peers_file


def records(home: PeersHome) -> list[tuple[object, ...]]:
    with home.database.reading() as connection:
        return [tuple(row) for row in connection.execute(text("select id, client, record from release order by id"))]


def lay_out(folder: Path) -> None:
    """Workbooks of which some need what an earlier one gives."""
    folder.mkdir()
    client_workbook(folder / "a first.xlsx")
    client_workbook(folder / "b narrower.xlsx", peer_filter=PeerFilter(regions=("North",)))
    narrow = PeerFilter(regions=("North",), sizes=("large",))
    earlier = "out/a first/a first-results.json"
    client_workbook(folder / "c later.xlsx", date=date(2026, 4, 1), earlier=earlier, peer_filter=narrow)
    client_workbook(folder / "d another.xlsx", client="Hill Zoo")
    (folder / "e broken.xlsx").write_bytes(b"PK\3\4, but cut off")


def test_side_by_side_gives_what_one_after_another_gives(
    firm: PeersHome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same draft, results, pictures, record of what was shown of peers, lines and exit code, in the order given.

    The third report is compared with the results of the first, and would show the same client a group of two peers
    fewer than the second did, which it may not.
    """
    found = {}
    for jobs in ("1", "3"):
        home = replace(firm, source=str(shutil.copyfile(firm.file, tmp_path / f"{jobs}.peers")))
        (tmp_path / jobs).mkdir()
        monkeypatch.chdir(tmp_path / jobs)
        lay_out(Path("clients"))
        shutil.copyfile(home.source, "clients/firm.peers")
        home = replace(home, source=str(Path("clients/firm.peers").absolute()))
        told = build("clients", "--peers", "clients/firm.peers", "-o", "clients/out", "--jobs", jobs)
        found[jobs] = told.exit_code, told.stdout, told.stderr, written(Path("clients/out")), records(home)
    assert found["1"] == found["3"]
    code, lines, _, files, shown = found["3"]
    drafts = [f"clients/out/{name}/{name}-report.docx" for name in ("a first", "b narrower", "c later", "d another")]
    assert (code, lines.splitlines()) == (2, drafts)
    first, second, other = (record[1] for record in shown)
    assert first == second != other
    assert b'"as_of": "' in files["c later/c later-results.json"], "figures stand from the second"
    assert b'"D-01.then": ' in files["c later/c later-results.json"], "compared with the first"


# ------------------------------------------------------------------------------------------------- what is cut short


class Running:
    """A build of several workbooks that is going on, in a process of its own, as a person starts it."""

    def __init__(self, folder: Path, *names: str) -> None:
        for name in names:
            client_workbook(folder / name)
        self.folder, self.names = folder, names
        self.process = subprocess.Popen(
            [sys.executable, "-m", "reportgen", "build", *names, "--jobs", "2", "-v", "--question-set", str(SET)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder / "temporary")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def told(self, words: str) -> str:
        """The first line of progress from now on that has the words."""
        assert self.process.stderr is not None
        return next(line for line in self.process.stderr if words in line)

    def processes(self) -> list[int]:
        """Those that it started and that run."""
        listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
        pairs = (line.split() for line in listed.splitlines())
        return [int(pid) for pid, parent in pairs if int(parent) == self.process.pid]

    def end(self) -> tuple[int, str, str]:
        """Wait for its end: exit code, what it printed, and what it told from now on."""
        lines, told = self.process.communicate(timeout=SECONDS)
        return self.process.returncode, lines, told

    def drafts(self) -> list[str]:
        """The workbooks whose draft is there, which is whole: its record was written last, and knows all of it."""
        drafts = sorted((self.folder / "output").rglob("*-report.docx"))
        for draft in drafts:
            record = recorded(draft.with_name(f"{draft.parent.name}-results.json"))
            assert record is not None
            assert all(is_recorded(draft.parent / name, record, folder=draft.parent) for name in record)
        return [f"{draft.parent.name}.xlsx" for draft in drafts]

    def leftovers(self) -> list[str]:
        """What is there besides workbooks and whole reports."""
        found = [*self.folder.rglob(".reportgen-*"), *(self.folder / "temporary").iterdir()]
        return [path.name for path in found]


@pytest.fixture
def running(tmp_path: Path, ctrl_c: None) -> Iterator[Running]:
    (tmp_path / "temporary").mkdir()
    running = Running(tmp_path, "a.xlsx", "b.xlsx", "c.xlsx")
    with running.process:
        yield running
        running.process.kill()


@pytest.mark.skipif(os.name != "posix", reason="processes are found and killed as POSIX systems do")
def test_a_killed_process_names_its_workbook_and_harms_no_other(running: Running) -> None:
    running.told("a.xlsx: Reading the workbook")
    victim = running.processes()[0]
    os.kill(victim, signal.SIGKILL)
    code, _, told = running.end()
    [error] = [line for line in told.splitlines() if line.startswith("Error: ")]
    [lost] = [name for name in running.names if name in error]
    assert f"The work on {lost} was not done: its process ended (signal 9)" in error
    assert "fewer processes (--jobs)" in error
    assert (code, running.drafts()) == (2, [name for name in running.names if name != lost])
    assert running.leftovers() == []


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as POSIX systems do")
def test_ctrl_c_leaves_whole_reports_and_nothing_else(running: Running) -> None:
    running.told("a.xlsx: Reading the workbook")
    begun = running.processes()
    running.told("1 of 3 built")
    running.process.send_signal(signal.SIGINT)
    code, lines, told = running.end()
    assert (code, "Traceback" in told) == (1, False)
    allowed = {f"output/{name[:-5]}/{name[:-5]}-report.docx" for name in running.drafts()}
    assert set(lines.split()) <= allowed
    assert len(running.drafts()) < 3
    assert running.leftovers() == []
    assert not set(begun) & set(running.processes())


# ------------------------------------------------------------------------------------------------------ what is built


def test_a_folder_stands_for_the_workbooks_of_clients_in_it(tmp_path: Path) -> None:
    """What is left out is told, and why; what cannot be read is told as if it had been named."""
    folder = tmp_path / "clients"
    (folder / "older").mkdir(parents=True)
    workbook = client_workbook(folder / "Client.xlsx", commissioned_by="")
    shutil.copyfile(workbook, folder / "Client-backup-2026-01-02-030405.xlsx")
    assert run("check", workbook, "--question-set", SET, "--mark", folder / "Client-marked.xlsx").exit_code == 0
    shutil.copyfile(ROOT / "workbooks" / "sample-peers.xlsx", folder / "peers.xlsx")
    (folder / "old.xls").write_bytes(b"")
    (folder / "~$Client.xlsx").write_bytes(b"")
    (folder / "notes.txt").write_bytes(b"")
    (folder / "broken.xlsx").write_bytes(b"PK")
    built = build(folder, workbook, "-o", tmp_path / "out", "--jobs", "1")
    assert built.stdout.splitlines() == [str(tmp_path / "out" / "Client" / "Client-report.docx")]
    assert "broken.xlsx' is a text file" in one_sentence(built)
    [left] = [line for line in built.stderr.splitlines() if line.startswith("Left out of ")]
    assert left.partition(": ")[2] == (
        "Client-backup-2026-01-02-030405.xlsx (a copy kept of an earlier file); old.xls (not saved as .xlsx); "
        "older (no folder inside is looked into); ~$Client.xlsx (a lock file); "
        "Client-marked.xlsx (a copy with its problems marked); peers.xlsx (no scoring workbook)."
    )
    nothing = build(folder / "older")
    assert one_sentence(nothing) == f"Error: The folder {folder / 'older'} has no scoring workbook in it."


def test_workbooks_whose_drafts_would_go_to_one_folder_are_refused_before_any_work(tmp_path: Path) -> None:
    """Whatever their names look like; where projects send them to folders of their own, both are built."""
    for name, output in (("north", "drafts"), ("south", "drafts"), ("west", "../drafts")):
        (tmp_path / name).mkdir()
        client_workbook(tmp_path / name / "client.xlsx")
        (tmp_path / name / "reportgen.toml").write_text(f'output = "{output}"\n', encoding="utf-8")
    (tmp_path / "reportgen.toml").write_text("", encoding="utf-8")
    client_workbook(tmp_path / "Client.xlsx")
    refused = build(tmp_path / "west", tmp_path / "Client.xlsx", "-o", tmp_path / "drafts")
    assert "have the same name" in one_sentence(refused)
    assert not (tmp_path / "drafts").exists()
    built = build(tmp_path / "north", tmp_path / "south", "--jobs", "1")
    assert built.exit_code == 0, built.output
    folders = [tmp_path / name / "drafts" / "client" for name in ("north", "south")]
    assert built.stdout.splitlines() == [str(folder / "client-report.docx") for folder in folders]
