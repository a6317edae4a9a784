"""How fast reportgen is, as ratios beside what is wanted: run by hand, prints tables, judges nothing.

    python benchmarks/run.py                          everything, half an hour
    python benchmarks/run.py --only check build       these lines
    python benchmarks/run.py --only growth loaded     how the cost grows; what `check` loads
    python benchmarks/run.py --rounds 3               fewer rounds: quicker and rougher

Whole processes take turns (A B A B ...), so that whatever else the machine is doing slows all of them alike. A figure
is the median over the rounds of the ratio within a round, of the time on the processor, which a busy machine disturbs
least; of several processes working at once, of the time on the clock. Memory is the most that a process had. What is
compared runs from compiled modules, as after an installation.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from measuring import HERE, Cost, Measure, reportgen

SAMPLE = "sample-client.xlsx"
YARDSTICK = str(HERE / "straightforward_2026.py")
IN_PROCESS = str(HERE / "in_process.py")
INPUTS = str(HERE / "make_inputs.py")
FIRST_BUILD = 0.61
"""What a first build cost by the straightforward one before it was made faster: what a later build is held to."""
LIBRARIES = ("click", "openpyxl", "python-docx", "docxtpl", "matplotlib", "numpy", "lxml", "pillow")
NOT_FOR_CHECK = ("numpy", "openpyxl", "lxml", "PIL", "matplotlib", "docx", "docxtpl", "jinja2")
LOADED = """
import sys
from reportgen.cli.main import cli
try:
    cli(["check", sys.argv[1]])
except SystemExit:
    pass
print("loaded:", *sorted({name.partition(".")[0] for name in sys.modules}))
"""


class Line(NamedTuple):
    """A line of the table."""

    name: str
    what: str
    wanted: str


HELP = Line("help", "--help / import click", "1.2")
CHECK = Line("check", "check / straightforward check", "0.27")
CHECK_MEMORY = Line("check-memory", "most memory of check, MB", "36")
BUILD = Line("build", "build / straightforward build", "0.40")
BUILD_MEMORY = Line("build-memory", "most memory of build / of straightforward build", "0.65")
LATER = Line("later", "a later build in one process / a first one before this work", "0.42")
REFRESH = Line("refresh", "refresh, nothing changed / straightforward build", "0.55")
REFRESH_CHANGED = Line("refresh-changed", "refresh, 40 answers changed / straightforward build", "0.65")
REVIEW = Line("review", "review --workbook / straightforward build", "0.35")
MERGE = Line("merge", "merge of two / straightforward build", "0.55")
UPGRADE = Line("upgrade", "upgrade / straightforward build", "0.40")
NEW = Line("new", "new / straightforward build", "0.25")
EXPLAIN = Line("explain", "explain / straightforward build", "0.15")
PEERS = Line("peers", "10,000 peers of a csv file, added to a build, in builds", "0.1")
MANY_PEERS = Line("peers-many", "100,000 peers of a csv file, added to a build, in builds", "0.5")
PEERS_MEMORY = Line("peers-memory", "memory they add, MB", "100")
FILLING = Line("filling", "fill, finish and seal / docxtpl alone, warm", "2.0")
JOBS = Line("jobs", "ten workbooks, two processes / one (clock)", "0.53")
MEMORY = Line("memory", "most memory after 200 builds / after 25", "1.05")

Commands = Mapping[str, Sequence[str]]
Costs = dict[str, list[Cost]]


class Bench:
    """What is measured, with its inputs made when they are first wanted."""

    def __init__(self, measure: Measure, folder: Path) -> None:
        self.measure = measure
        self.folder = folder
        self.out = str(measure.out)
        self._made: set[str] = set()

    def file(self, name: str) -> str:
        """An input, as an argument."""
        return str(self.folder / name)

    def make(self, what: str) -> None:
        """Make the inputs of a kind, once."""
        if what not in self._made:
            self._made.add(what)
            self.measure.output(INPUTS, what, str(self.folder))

    def report(self, line: Line, figure: str) -> None:
        """Print a line of the table."""
        print(f"{line.name:<16} {line.what:<64} {line.wanted:>6} {figure:>9}", flush=True)

    def ratio(self, line: Line, costs: Costs, over: str, name: str = "", *, of: str = "processor") -> None:
        """Print the median ratio of two commands that took turns."""
        pairs = [
            (getattr(ours, of), getattr(theirs, of))
            for ours, theirs in zip(costs[name or line.name], costs[over], strict=True)
        ]
        known = [ours / theirs for ours, theirs in pairs if theirs]
        self.report(line, f"{statistics.median(known):.2f}" if known else "-")


def megabytes(costs: Costs, name: str) -> float:
    """The median of the most memory of a command."""
    return statistics.median(cost.memory for cost in costs[name])


# ------------------------------------------------------------------------------------------------------- the lines


def measure_help(bench: Bench, wanted: set[Line]) -> None:
    """Help is to cost little more than its library."""
    costs = bench.measure.costs({"help": reportgen("--help"), "click": ["-c", "import click"]}, rounds=31)
    bench.ratio(HELP, costs, "click")


def measure_check(bench: Bench, wanted: set[Line]) -> None:
    """Checking against a straightforward check."""
    bench.make("sample")
    workbook = bench.file(SAMPLE)
    costs = bench.measure.costs({"check": reportgen("check", workbook), "plain": [YARDSTICK, "--check", workbook]})
    bench.ratio(CHECK, costs, "plain")
    bench.report(CHECK_MEMORY, f"{megabytes(costs, 'check'):.0f}")


def measure_commands(bench: Bench, wanted: set[Line]) -> None:
    """The commands against a straightforward build."""
    bench.make("sample")
    out, workbook = bench.out, bench.file(SAMPLE)
    bench.measure.output(YARDSTICK, "--templates", str(bench.folder))
    draft = str(bench.folder / "drafts" / Path(SAMPLE).stem / f"{Path(SAMPLE).stem}-report.docx")
    if wanted & {REFRESH, REFRESH_CHANGED, REVIEW}:
        bench.measure.output(*reportgen("build", workbook, "-o", bench.file("drafts")))
    refreshed, written = ["-o", f"{out}/refreshed.docx"], ["-o", f"{out}/workbook.xlsx"]
    commands = {
        BUILD: reportgen("build", workbook, "-o", out),
        REFRESH: reportgen("refresh", draft, workbook, *refreshed),
        REFRESH_CHANGED: reportgen("refresh", draft, bench.file(f"changed/{SAMPLE}"), *refreshed),
        REVIEW: reportgen("review", draft, "--workbook", workbook),
        MERGE: reportgen("merge", bench.file("part-0.xlsx"), bench.file("part-1.xlsx"), *written),
        UPGRADE: reportgen("upgrade", workbook, *written),
        NEW: reportgen("new", f"{out}/new.xlsx", "--client", "Invented Example Ltd", "--interviews", "12"),
        EXPLAIN: reportgen("explain", workbook, "overall"),
    }
    asked = {line: command for line, command in commands.items() if line in wanted}
    if BUILD_MEMORY in wanted:
        asked[BUILD] = commands[BUILD]
    plain = {"plain": [YARDSTICK, workbook, str(bench.folder), f"{out}/plain"]}
    costs = bench.measure.costs(plain | {line.name: command for line, command in asked.items()})
    for line in asked:
        bench.ratio(line, costs, "plain")
        if line is BUILD:
            bench.ratio(BUILD_MEMORY, costs, "plain", BUILD.name, of="memory")


def measure_later(bench: Bench, wanted: set[Line]) -> None:
    """Builds after the first in one process, by a straightforward build that takes turns with them."""
    bench.make("sample")
    bench.measure.output(YARDSTICK, "--templates", str(bench.folder))
    ratios = []
    for _ in range(min(3, bench.measure.rounds)):
        plain = bench.measure.costs({"plain": [YARDSTICK, bench.file(SAMPLE), str(bench.folder), bench.out]}, rounds=1)
        took = inside(bench, "later", bench.file(SAMPLE), bench.out)
        ratios.append(statistics.median(took) / plain["plain"][0].processor)
    bench.report(LATER, f"{statistics.median(ratios) / FIRST_BUILD:.2f}")


def measure_peers(bench: Bench, wanted: set[Line]) -> None:
    """What files of peers add to a build without any."""
    bench.make("growth")

    def build(*options: str) -> list[str]:
        return reportgen("build", bench.file("interviews-12.xlsx"), "-o", bench.out, *options)

    files = {PEERS: "peers-10000.csv", MANY_PEERS: "peers-100000.csv"}
    asked = [line for line in files if line in wanted or (line is MANY_PEERS and PEERS_MEMORY in wanted)]
    with_peers = {line.name: build("--peers", bench.file(files[line])) for line in asked}
    costs = bench.measure.costs({"none": build()} | with_peers, rounds=min(3, bench.measure.rounds))
    for line in asked:
        pairs = zip(costs[line.name], costs["none"], strict=True)
        added = [more.processor / less.processor - 1 for more, less in pairs if less.processor]
        bench.report(line, f"{statistics.median(added):.2f}" if added else "-")
    if MANY_PEERS in asked:
        more = megabytes(costs, MANY_PEERS.name) - megabytes(costs, "none")
        bench.report(PEERS_MEMORY, f"{more:.0f}")


def measure_filling(bench: Bench, wanted: set[Line]) -> None:
    """What we do with a template against what docxtpl alone does."""
    bench.make("sample")
    ours, alone = inside(bench, "filling", bench.file(SAMPLE))
    bench.report(FILLING, f"{ours / alone:.2f}")


def measure_jobs(bench: Bench, wanted: set[Line]) -> None:
    """Ten workbooks by two processes against one."""
    bench.make("sample")
    if "--jobs" not in bench.measure.output(*reportgen("build", "--help")):
        bench.report(JOBS, "-")
        return
    ten = [bench.file(f"client-{number}.xlsx") for number in range(10)]
    build = reportgen("build", *ten, "-o", bench.out, "--jobs")
    costs = bench.measure.costs({"jobs": [*build, "2"], "one": [*build, "1"]}, rounds=min(3, bench.measure.rounds))
    bench.ratio(JOBS, costs, "one", of="clock")


def measure_memory(bench: Bench, wanted: set[Line]) -> None:
    """Whether memory grows from build to build."""
    bench.make("sample")
    few, many = inside(bench, "memory", bench.file(SAMPLE), bench.out)
    bench.report(MEMORY, f"{many / few:.3f}")


def inside(bench: Bench, what: str, *arguments: str) -> list[float]:
    """What was measured inside a process."""
    figures: list[float] = json.loads(bench.measure.output(IN_PROCESS, what, *arguments))
    return figures


MEASURED: dict[Callable[[Bench, set[Line]], None], tuple[Line, ...]] = {
    measure_help: (HELP,),
    measure_check: (CHECK, CHECK_MEMORY),
    measure_commands: (
        BUILD, BUILD_MEMORY, REFRESH, REFRESH_CHANGED, REVIEW, MERGE, UPGRADE, NEW, EXPLAIN,
    ),
    measure_later: (LATER,),
    measure_peers: (PEERS, MANY_PEERS, PEERS_MEMORY),
    measure_filling: (FILLING,),
    measure_jobs: (JOBS,),
    measure_memory: (MEMORY,),
}  # fmt: skip


# ----------------------------------------------------------------------------------------------- beside the table


def print_loaded(bench: Bench) -> None:
    """The proof that `check` is light."""
    bench.make("sample")
    loaded = bench.measure.output("-c", LOADED, bench.file(SAMPLE)).rpartition("loaded:")[2].split()
    heavy = [name for name in NOT_FOR_CHECK if name in loaded]
    print(f"\ncheck loads of {', '.join(NOT_FOR_CHECK)}: {', '.join(heavy) or 'none'}")


def print_growth(bench: Bench) -> None:
    """How the cost of a build grows with interviews, questions and peers."""
    bench.make("growth")

    def build(workbook: str, *options: str) -> list[str]:
        return reportgen("build", bench.file(workbook), "-o", bench.out, *options)

    print("\nbuild, factor per doubling (2.00 is in proportion, less is better)    clock  processor")
    print_steps(bench.measure, "interviews", {n: build(f"interviews-{n}.xlsx") for n in (6, 12, 24)})
    shares = {152: "half", 305: "same", 610: "double"}
    sets = {n: build(f"questions-{s}.xlsx", "--question-set", bench.file(f"set-{s}")) for n, s in shares.items()}
    print_steps(bench.measure, "questions (about)", sets)
    peers = {n: build("interviews-12.xlsx", "--peers", bench.file(f"peers-{n}.csv")) for n in (100, 1_000, 10_000)}
    print_steps(bench.measure, "peers", peers)


def print_steps(measure: Measure, what: str, commands: Mapping[int, Sequence[str]]) -> None:
    """A row for each step from one size to the next."""
    sizes = list(commands)
    costs = measure.medians({str(size): command for size, command in commands.items()}, rounds=3)
    for small, large in pairwise(sizes):
        doublings = math.log2(large / small)
        more, less = costs[str(large)], costs[str(small)]
        clock = (more.clock / less.clock) ** (1 / doublings)
        processor = (more.processor / less.processor) ** (1 / doublings) if less.processor else math.nan
        print(f"{f'{what} {small:,} to {large:,}':<67} {clock:>7.2f} {processor:>10.2f}")


BESIDE = {"loaded": print_loaded, "growth": print_growth}


def main() -> None:
    """Measure what was asked for and print it."""
    lines = [line for group in MEASURED.values() for line in group]
    parser = argparse.ArgumentParser(description="Measure reportgen, as ratios.")
    parser.add_argument("--rounds", type=int, default=7, help="rounds of each comparison (default: 7)")
    names = [*(line.name for line in lines), *BESIDE]
    parser.add_argument("--only", nargs="+", choices=names, default=names, metavar="NAME", help=", ".join(names))
    asked = parser.parse_args()
    print(f"{time.strftime('%Y-%m-%d')}, Python {sys.version.split()[0]}, {sys.platform}, {os.cpu_count()} cores")
    print(", ".join(f"{name} {version(name)}" for name in LIBRARIES))
    with TemporaryDirectory() as name:
        bench = Bench(Measure(Path(name), asked.rounds), Path(name))
        print(f"\n{'name':<16} {'what':<64} {'wanted':>6} {'measured':>9}")
        for run, group in MEASURED.items():
            wanted = {line for line in group if line.name in asked.only}
            if wanted:
                run(bench, wanted)
        for what, told in BESIDE.items():
            if what in asked.only:
                told(bench)


if __name__ == "__main__":
    main()
