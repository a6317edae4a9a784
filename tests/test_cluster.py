"""Many machines: workbooks go to a cluster with all that a build needs, and reports come back as from one process."""

from __future__ import annotations

import gc
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from threading import Thread

import pytest

from reportgen.work import cluster as clusters
from tests.commands import one_sentence, run
from tests.peer_databases import SET, PeersHome, client_workbook, peer_file, rows

ROOT = Path(__file__).parents[1]
PATIENCE = 180.0  # seconds, on a machine with much else to do


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def started(folder: Path, what: str, *words: str) -> subprocess.Popen[bytes]:
    """A part of a cluster, which keeps its temporary files below the folder."""
    command = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--scheduler-file", str(folder / "scheduler.json")]
    with (folder / "log").open("ab") as log:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder / "temporary")}
        environment.pop("COVERAGE_PROCESS_START", None)  # all of dask would be traced
        return subprocess.Popen([*command, *words], cwd=folder, env=environment, stdout=log, stderr=log)


@dataclass(frozen=True)
class Machines:
    """A cluster of two workers on this machine."""

    address: str
    workers: list[subprocess.Popen[bytes]]
    temporary: Path


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """Without the extra `cluster` tests are skipped and say so; where CI is set they fail."""
    if find_spec("distributed") is None:
        if os.environ.get("CI"):
            pytest.fail("The extra 'cluster' is required here (CI is set), but it is not installed.")
        pytest.skip("The extra 'cluster' is not installed: builds by other machines were NOT checked.")
    folder = tmp_path_factory.mktemp("cluster")
    (folder / "temporary").mkdir()
    parts = [started(folder, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")]
    try:
        until((folder / "scheduler.json").is_file)
        worker = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(folder))
        parts += [started(folder, "worker", *worker) for _ in range(2)]
        until(lambda: (folder / "log").read_text().count("Registered to:") == 2)
        address = json.loads((folder / "scheduler.json").read_text())["address"]
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(clusters, "_PATIENCE", PATIENCE)
            yield Machines(address, parts[1:], folder / "temporary")
    finally:
        for part in reversed(parts):
            part.kill()
            part.wait()


def written(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def children(process: subprocess.Popen[bytes]) -> list[int]:
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    return [int(pid) for pid, parent in (line.split() for line in listed.splitlines()) if int(parent) == process.pid]


def lay_out(folder: Path) -> None:
    """Workbooks with a set, a template, a house style, peers and an earlier assessment, each somewhere else."""
    (folder / "clients" / "peers").mkdir(parents=True)
    shutil.copytree(SET, folder / "set")
    shutil.copyfile(ROOT / "templates" / "cma-report.docx", folder / "own.docx")
    (folder / "style.toml").write_text('[firm]\nname = "Own Firm"\n', encoding="utf-8")
    peer_file(folder / "clients" / "peers" / "all.csv", rows(*range(1, 25)))
    client_workbook(folder / "clients" / "a.xlsx", peer_data="peers/all.csv", commissioned_by="")
    client_workbook(folder / "clients" / "b.xlsx", date=date(2026, 4, 1), earlier="out/a/a-results.json")
    client_workbook(folder / "clients" / "c.xlsx", peer_data="nowhere.csv")


@pytest.mark.cluster
@pytest.mark.skipif(os.name != "posix", reason="processes are found and killed as POSIX systems do")
def test_a_cluster_builds_what_one_process_builds_though_one_of_its_workers_is_killed(
    machines: Machines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same files, lines and exit code; nothing is left on the workers, neither files nor processes."""

    def kill() -> None:
        until(lambda: children(machines.workers[0]))
        os.kill(machines.workers[0].pid, signal.SIGKILL)

    found = {}
    for name, words in (("here", ("--jobs", "1")), ("there", ("--cluster", machines.address))):
        lay_out(tmp_path / name)
        monkeypatch.chdir(tmp_path / name)
        options = ("--question-set", "set", "--template", "own.docx", "--house-style", "style.toml")
        killer = Thread(target=kill)
        if name == "there":
            killer.start()
        told = run("build", "clients", "-o", "clients/out", *options, *words)
        if name == "there":
            killer.join()
        found[name] = told.exit_code, told.stdout, told.stderr, written(tmp_path / name)
    assert found["there"] == found["here"]
    code, lines, errors, _ = found["there"]
    assert (code, lines.split()) == (1, [f"clients/out/{name}/{name}-report.docx" for name in "ab"])
    assert "peer-file-missing" in errors
    until(lambda: not (list(machines.temporary.glob("reportgen-*")) or children(machines.workers[1])))


@pytest.mark.cluster
def test_a_worker_of_other_versions_is_refused_before_any_work(
    machines: Machines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbook = client_workbook(tmp_path / "a.xlsx")
    clusters.versions.cache_clear()
    monkeypatch.setattr(platform, "python_version", lambda: "3.0.0")
    refused = one_sentence(run("build", workbook, "--cluster", machines.address, "-o", tmp_path / "out"))
    clusters.versions.cache_clear()
    assert f"Python {sys.version.split()[0]}, not 3.0.0" in refused
    assert not (tmp_path / "out").exists()


@pytest.mark.cluster
def test_peers_of_a_database_are_not_sent(machines: Machines, peers_file: PeersHome, tmp_path: Path) -> None:
    workbook = client_workbook(tmp_path / "a.xlsx")
    words = ("--peers", peers_file.file, "--cluster", machines.address, "-o", tmp_path / "out")
    refused = one_sentence(run("build", workbook, "--question-set", SET, *words))
    assert "The peers 'firm.peers' are in a database" in refused
    assert "without --cluster" in refused


@pytest.mark.cluster
@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "tls://127.0.0.1:9", "nonsense://127.0.0.1", "tcp://"])
def test_a_scheduler_that_is_not_there_is_told(
    machines: Machines, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """Nor is one without certificates of our own for it. No client is left that would close itself later."""
    monkeypatch.setattr(clusters, "_PATIENCE", 0.5)
    refused = run("build", "a.xlsx", "--cluster", address)
    assert f"No scheduler of a cluster was reached at {address} (" in one_sentence(refused)
    clients = [one for one in gc.get_objects() if type(one).__name__ == "Client" and hasattr(one, "scheduler_comm")]
    assert {client.status for client in clients} <= {"closed"}


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    refused = run("build", "a.xlsx", "--cluster", "tcp://10.0.0.5:8786")
    assert refused.exit_code == 2
    assert "Warning: What goes to tcp://10.0.0.5:8786 and comes from there is not encrypted" in refused.stderr
    assert "extra 'cluster'" in one_sentence(refused)
    assert ".[cluster]" in one_sentence(refused)


def test_a_cluster_and_processes_of_this_computer_exclude_each_other() -> None:
    refused = one_sentence(run("build", "a.xlsx", "--cluster", "tcp://127.0.0.1:8786", "--jobs", "2"))
    assert "Give one of them" in refused
