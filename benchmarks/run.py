"""How fast reportgen is, as ratios: run by hand, prints a table, judges nothing.

    python benchmarks/run.py             everything, some minutes
    python benchmarks/run.py --rounds 3  fewer rounds: quicker and rougher

Every figure is a median of whole processes that take turns (A B A B ...), so that whatever else the machine is doing
slows all of them alike. Two ratios are printed: of the time on the clock, and of the time on the processor, which a
busy machine disturbs less. What is compared runs from compiled modules, as after an installation.
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent / "workbooks" / "sample-client.xlsx"
YARDSTICK = str(HERE / "straightforward.py")
LIBRARIES = ("click", "openpyxl", "python-docx", "docxtpl", "matplotlib", "numpy", "lxml", "pillow")
NOT_FOR_CHECK = ("matplotlib", "docx", "docxtpl", "jinja2")
LOADED = """
import sys
from reportgen.cli.main import cli
try:
    cli(["check", sys.argv[1]])
except SystemExit:
    pass
print("loaded:", *sorted({name.partition(".")[0] for name in sys.modules}))
"""


class Cost(NamedTuple):
    """What a process took, in seconds; the processor's are zero where the system does not tell."""

    clock: float
    processor: float


class Measure:
    """Runs commands of this Python, with compiled modules kept in `folder`."""

    def __init__(self, folder: Path, rounds: int) -> None:
        self._rounds = rounds
        self._folder = folder
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self._environment = kept | {"PYTHONPYCACHEPREFIX": str(folder / "compiled")}

    def output(self, *arguments: str) -> str:
        """What a command prints."""
        return self._run(arguments).stdout

    def medians(self, commands: Mapping[str, Sequence[str]], rounds: int = 0) -> dict[str, Cost]:
        """The median cost of each command; they take turns, after one round that does not count."""
        costs: dict[str, list[Cost]] = {name: [] for name in commands}
        for turn in range((rounds or self._rounds) + 1):
            for name, arguments in commands.items():
                cost = self._cost(arguments)
                if turn:
                    costs[name].append(cost)
        return {name: Cost(*map(statistics.median, zip(*taken, strict=True))) for name, taken in costs.items()}

    def _cost(self, arguments: Sequence[str]) -> Cost:
        shutil.rmtree(self._folder / "out", ignore_errors=True)  # every build is a first build
        before, started = os.times(), time.perf_counter()
        self._run(arguments)
        clock, after = time.perf_counter() - started, os.times()
        used = after.children_user - before.children_user + after.children_system - before.children_system
        return Cost(clock, used)

    def _run(self, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=HERE.parent,
            env=self._environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        if done.returncode:
            sys.exit(f"{' '.join(arguments)} failed:\n{done.stderr}")
        return done


def reportgen(*arguments: str) -> list[str]:
    """The arguments that make Python run a command of ours."""
    return ["-m", "reportgen", *arguments]


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description="Measure reportgen, as ratios.")
    parser.add_argument("--rounds", type=int, default=7, help="rounds of each comparison (default: 7)")
    rounds = parser.parse_args().rounds
    print(f"{time.strftime('%Y-%m-%d')}, Python {sys.version.split()[0]}, {sys.platform}, {os.cpu_count()} cores")
    print(", ".join(f"{name} {version(name)}" for name in LIBRARIES))
    with TemporaryDirectory() as name:
        folder = Path(name)
        measure = Measure(folder, rounds)
        print_ratios(measure, folder)
        print_loaded(measure)
        print_growth(measure, folder)


def print_ratios(measure: Measure, folder: Path) -> None:
    """The commands against what they are held to."""
    plain, out = str(folder / "plain.docx"), str(folder / "out")
    measure.output(YARDSTICK, "--template", plain)
    help_costs = measure.medians({"ours": reportgen("--help"), "bare": ["-c", "import click"]}, rounds=31)
    check = {"ours": reportgen("check", str(SAMPLE)), "bare": [YARDSTICK, "--check", str(SAMPLE)]}
    build = {
        "ours": reportgen("build", str(SAMPLE), "-o", out),
        "bare": [YARDSTICK, str(SAMPLE), plain, str(folder / "straightforward")],
    }
    print("\nratio of medians                                   clock  processor")
    print_ratio("--help / import click", help_costs)
    print_ratio("check of the sample / straightforward check", measure.medians(check))
    print_ratio("build of the sample / straightforward build", measure.medians(build))


def print_ratio(what: str, costs: Mapping[str, Cost]) -> None:
    """One row: ours by the other."""
    ours, bare = costs["ours"], costs["bare"]
    processor = f"{ours.processor / bare.processor:.2f}" if bare.processor else "-"
    print(f"{what:<48} {ours.clock / bare.clock:>7.2f} {processor:>10}")


def print_loaded(measure: Measure) -> None:
    """The proof that `check` is light."""
    loaded = measure.output("-c", LOADED, str(SAMPLE)).rpartition("loaded:")[2].split()
    heavy = [name for name in NOT_FOR_CHECK if name in loaded]
    print(f"\ncheck loads of {', '.join(NOT_FOR_CHECK)}: {', '.join(heavy) or 'none'}")


def print_growth(measure: Measure, folder: Path) -> None:
    """How the cost of a build grows with interviews, questions and peers."""
    measure.output(str(HERE / "make_inputs.py"), str(folder))

    def build(workbook: str, *options: str) -> list[str]:
        return reportgen("build", str(folder / workbook), "-o", str(folder / "out"), *options)

    print("\nbuild, factor per doubling (2.00 is in proportion, less is better)    clock  processor")
    print_steps(measure, "interviews", {n: build(f"interviews-{n}.xlsx") for n in (6, 12, 24)})
    shares = {152: "half", 305: "same", 610: "double"}
    sets = {n: build(f"questions-{s}.xlsx", "--question-set", str(folder / f"set-{s}")) for n, s in shares.items()}
    print_steps(measure, "questions (about)", sets)
    peers = (100, 1_000, 10_000)
    print_steps(
        measure, "peers", {n: build("interviews-12.xlsx", "--peers", str(folder / f"peers-{n}.csv")) for n in peers}
    )


def print_steps(measure: Measure, what: str, commands: Mapping[int, Sequence[str]]) -> None:
    """A row for each step from one size to the next."""
    sizes = list(commands)
    costs = measure.medians({str(size): command for size, command in commands.items()}, rounds=3)
    for small, large in pairwise(sizes):
        doublings = math.log2(large / small)
        pairs = zip(costs[str(large)], costs[str(small)], strict=True)
        clock, processor = ((more / less) ** (1 / doublings) if less else math.nan for more, less in pairs)
        print(f"{f'{what} {small:,} to {large:,}':<67} {clock:>7.2f} {processor:>10.2f}")


if __name__ == "__main__":
    main()
