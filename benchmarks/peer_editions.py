"""What the peers of a published edition add to a build: run by hand, prints a table, judges nothing.

    python benchmarks/peer_editions.py [--rounds 5]

A build without peers and builds with editions of several sizes take turns; what an edition adds is told as a share of
the build without. Memory is the largest that the process had, less that of the build without; the system must tell it.
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from measuring import HERE, Measure, reportgen

from reportgen.common.model import QuestionSet
from reportgen.common.peer_table import PeerTable, ScoreColumn, TermColumn
from reportgen.peers.database.aliases import new_database_row
from reportgen.peers.database.opening import Database
from reportgen.peers.database.publishing import put_edition
from reportgen.peers.database.upgrading import migrate
from reportgen.peers.editions import MILLIONTHS, pack
from reportgen.peers.identity import new_key
from reportgen.questions import load_question_set

SIZES = (700, 10_000, 100_000)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure what peers of an edition add to a build.")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of the comparison (default: 5)")
    rounds = parser.parse_args().rounds
    with TemporaryDirectory() as name:
        folder = Path(name)
        measure = Measure(folder, rounds)
        measure.output(str(HERE / "make_inputs.py"), "growth", str(folder))
        build = ["build", str(folder / "interviews-12.xlsx"), "-o", str(folder / "out"), "-q"]
        commands = {"none": build}
        for count in SIZES:
            write_database(folder / f"{count}.peers", load_question_set(), count)
            commands[f"{count:,}"] = [*build, "--peers", str(folder / f"{count}.peers")]
        costs = measure.medians({size: reportgen(*command) for size, command in commands.items()})
        print("assessments   added: clock  processor  memory, MB")
        for size in list(commands)[1:]:
            clock, processor, _ = (more / less - 1 for more, less in zip(costs[size], costs["none"], strict=True))
            memory = costs[size].memory - costs["none"].memory
            print(f"{size:>11} {clock:>13.2f} {processor:>10.2f} {memory:>11.0f}")


def write_database(file: Path, questions: QuestionSet, count: int) -> None:
    """A database with one edition of so many organisations; one score in twenty is missing."""
    database = Database(file)
    with database.unchecked_writing(new=True) as connection:
        migrate(connection)
        new_database_row(connection, new_key(), invented=True)
    with database.writing() as connection:
        put_edition(connection, pack(invented(questions, count), 1, date(2026, 1, 1)))


def invented(questions: QuestionSet, count: int) -> PeerTable:
    """So many invented assessments."""
    chance = np.random.default_rng(7)

    def one_of(*terms: str) -> TermColumn:
        return TermColumn(terms, chance.integers(0, len(terms), count).astype(np.int32))

    def scores() -> ScoreColumn:
        values = chance.integers(5 * MILLIONTHS, 100 * MILLIONTHS, count)
        return ScoreColumn(MILLIONTHS, values, chance.random(count) > 1 / 20)

    return PeerTable(
        id=TermColumn(tuple(f"{number * 7919:012x}" for number in range(count)), np.arange(count, dtype=np.int32)),
        owner=one_of(*(f"owner-{number:06}" for number in range(count // 2))),
        sector=one_of(*(f"Sector {number}" for number in range(10))),
        region=one_of("Europe", "Asia", "Africa", "Americas"),
        size=one_of("small", "medium", "large"),
        set_id=one_of(questions.id),
        set_version=one_of(questions.version),
        day=chance.integers(date(2018, 1, 1).toordinal(), date(2026, 1, 1).toordinal(), count).astype(np.int32),
        elements={element.id: scores() for element in questions.elements},
    )


if __name__ == "__main__":
    main()
