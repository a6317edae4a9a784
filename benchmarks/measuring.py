"""Runs commands in turns and tells what each took: the clock, the processor and the most memory it had."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
DONE = (0, 1)  # 1: with problems, conflicts or open points, all listed


class Cost(NamedTuple):
    """What a process took; what the system does not tell is zero."""

    clock: float  # seconds
    processor: float  # seconds
    memory: float  # MB at most


class Measure:
    """Runs commands of this Python, with compiled modules kept in `folder`; what they write goes into its `out`."""

    def __init__(self, folder: Path, rounds: int) -> None:
        self.rounds = rounds
        self.out = folder / "out"
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self._environment = kept | {"PYTHONPYCACHEPREFIX": str(folder / "compiled")}

    def output(self, *arguments: str) -> str:
        """What a command prints."""
        return self._run(arguments)[0]

    def costs(self, commands: Mapping[str, Sequence[str]], rounds: int = 0) -> dict[str, list[Cost]]:
        """What each command took, round by round; they take turns, after one round that does not count."""
        costs: dict[str, list[Cost]] = {name: [] for name in commands}
        for turn in range((rounds or self.rounds) + 1):
            for name, arguments in commands.items():
                shutil.rmtree(self.out, ignore_errors=True)  # every build is a first build
                self.out.mkdir()
                cost = self._run(arguments)[1]
                if turn:
                    costs[name].append(cost)
        return costs

    def medians(self, commands: Mapping[str, Sequence[str]], rounds: int = 0) -> dict[str, Cost]:
        """The median cost of each command."""
        taken = self.costs(commands, rounds)
        return {name: Cost(*map(statistics.median, zip(*costs, strict=True))) for name, costs in taken.items()}

    def _run(self, arguments: Sequence[str]) -> tuple[str, Cost]:
        """What a command prints and takes; the whole run ends where it fails."""
        with TemporaryFile() as printed, TemporaryFile() as said:
            started = time.perf_counter()
            process = subprocess.Popen(
                [sys.executable, *arguments], cwd=ROOT, env=self._environment, stdout=printed, stderr=said
            )
            code, processor, memory = _ended(process)
            clock = time.perf_counter() - started
            printed.seek(0)
            said.seek(0)
            if code not in DONE:
                sys.exit(f"{' '.join(arguments)} failed:\n{said.read().decode(errors='replace')}")
            return printed.read().decode(), Cost(clock, processor, memory)


def _ended(process: subprocess.Popen[bytes]) -> tuple[int, float, float]:
    """The exit code of a process, the seconds it had the processor, and the most MB it had."""
    if sys.platform == "win32":
        return process.wait(), 0.0, 0.0
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, used.ru_utime + used.ru_stime, megabytes(used.ru_maxrss)


def megabytes(largest: float) -> float:
    """The most memory a process had, of what the system tells."""
    return largest / (1e6 if sys.platform == "darwin" else 1e3)


def reportgen(*arguments: str) -> list[str]:
    """The arguments that make Python run a command of ours."""
    return ["-m", "reportgen", *arguments]
