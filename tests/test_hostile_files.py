"""Files that harm, or are no workbook of ours: `check` ends in time, in little memory, and with one plain sentence.

Each runs in a process of its own with a limit on its memory. What counts is the time the process computed, not the
time it waited for others on the machine.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.commands import run
from tests.corpus.base import SET
from tests.corpus.hostile import FOREIGN, HARMFUL, Hostile

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are set as on Linux and macOS"),
    pytest.mark.unmeasured,
]

SECONDS, MEBIBYTES = 10, 500
CHILD = """
import resource, signal, sys
signal.alarm(300)  # for a process that waits for ever
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
from reportgen.cli.main import cli
cli(sys.argv[1:])
"""
# The system counts what the starting process held as the started one's: so a small process starts it and measures.
MEASURE = """
import json, os, subprocess, sys
process = subprocess.Popen(sys.argv[2:])
_, status, used = os.wait4(process.pid, 0)
process.returncode = os.waitstatus_to_exitcode(status)
with open(sys.argv[1], "w") as file:
    json.dump([process.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss], file)
"""


@dataclass(frozen=True)
class Outcome:
    """How a command ended, and what it took."""

    code: int
    stdout: str
    stderr: str
    seconds: float  # computed
    mebibytes: float  # at most


def checked(path: Path, folder: Path) -> Outcome:
    """`reportgen check` of a file, in a process of its own."""
    check = [sys.executable, "-c", CHILD, "check", str(path), "--question-set", str(SET)]
    measured = folder / "measured.json"
    measure = [sys.executable, "-c", MEASURE, str(measured), *check]
    with (folder / "out").open("w+", encoding="utf-8") as out, (folder / "err").open("w+", encoding="utf-8") as err:
        subprocess.run(measure, stdout=out, stderr=err, check=True)
        code, seconds, most = json.loads(measured.read_text(encoding="utf-8"))
        out.seek(0)
        err.seek(0)
        kilo = 1024 if sys.platform != "darwin" else 1024 * 1024
        return Outcome(code, out.read(), err.read(), seconds, most / kilo)


@pytest.mark.parametrize("file", HARMFUL, ids=lambda file: file.name)
def test_it_ends_in_time_and_in_little_memory(tmp_path: Path, file: Hostile) -> None:
    folder = tmp_path / "client"
    folder.mkdir()
    data = file.make(folder)
    path = folder / ("~$client.xlsx" if file.name == "a lock file" else "client.xlsx")
    if data is not None:
        path.write_bytes(data)
    before = sorted(folder.iterdir())
    outcome = checked(path, tmp_path)
    assert outcome.seconds <= SECONDS
    assert outcome.mebibytes <= MEBIBYTES
    assert sorted(folder.iterdir()) == before
    assert_says(file.words, path, outcome.code, outcome.stdout, outcome.stderr)


@pytest.mark.parametrize("file", FOREIGN, ids=lambda file: file.name)
def test_it_is_known_by_what_it_holds(tmp_path: Path, file: Hostile) -> None:
    path = tmp_path / "client.xlsx"
    path.write_bytes(file.make(tmp_path) or b"")
    result = run("check", path, "--question-set", SET)
    assert_says(file.words, path, result.exit_code, result.stdout, result.stderr)


def assert_says(words: str, path: Path, code: int, stdout: str, stderr: str) -> None:
    """One plain sentence with these words and a second one that says what to do; nothing is wrong without words."""
    assert "Traceback" not in stdout + stderr
    if not words:
        assert (code, stderr) == (0, "")
        assert stdout.startswith("client.xlsx: no problems.\n\nNext: ")
    elif code == 1:
        assert words in stdout
    else:
        assert code == 2
        assert words in stderr
        assert stderr.startswith(f"Error: '{path}' ")
        assert stderr.count("\n") == 1
        assert re.search(r"\. [A-Z].*\.$", stderr.strip())


def test_there_are_enough_of_them() -> None:
    names = [file.name for file in (*HARMFUL, *FOREIGN)]
    assert len(set(names)) == len(names) >= 40
