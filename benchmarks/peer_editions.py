"""What peers of published editions add to a build: run by hand, prints a table, judges nothing.

    python benchmarks/peer_editions.py [--rounds 15] [--server postgresql://test@/postgres?host=/run/postgresql]

A build without peers and builds with peers of several numbers take turns; what peers add is told as a share of the
build without, the median over the rounds of the share within a round. A hundred peers of a text file tell what their
figures cost wherever they are printed; larger text files are measured by `run.py`. Memory is the largest that the
process had, less that of the build without; the system must tell it. With a server, whose user may make databases,
editions are read from there too.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import numpy as np
from make_inputs import write_peers
from measuring import HERE, Measure, reportgen

from reportgen.common.model import QuestionSet
from reportgen.common.peer_table import PeerTable, ScoreColumn, TermColumn
from reportgen.peers.database.aliases import new_database_row
from reportgen.peers.database.opening import database_at
from reportgen.peers.database.publishing import put_edition
from reportgen.peers.database.upgrading import migrate
from reportgen.peers.editions import MILLIONTHS, pack
from reportgen.peers.identity import new_key
from reportgen.questions import load_question_set

FEW = 100
SIZES = (700, 10_000, 100_000)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure what peers add to a build.")
    parser.add_argument("--rounds", type=int, default=15, help="rounds of the comparison (default: 15)")
    parser.add_argument("--server", default="", help="URL of a PostgreSQL server whose user may make databases")
    asked = parser.parse_args()
    with TemporaryDirectory() as name, ExitStack() as databases:
        folder, questions = Path(name), load_question_set()
        measure = Measure(folder, asked.rounds)
        measure.output(str(HERE / "make_inputs.py"), "growth", str(folder))
        sources = {f"{FEW:,} of a text file": str(folder / "few.csv")}
        write_peers(folder / "few.csv", questions, FEW)
        for count in SIZES:
            sources[f"{count:,} of an edition, SQLite"] = str(folder / f"{count}.peers")
            write_database(sources[f"{count:,} of an edition, SQLite"], questions, count)
        for count in SIZES if asked.server else ():
            url = databases.enter_context(made_on(asked.server, f"reportgen_benchmark_{count}"))
            sources[f"{count:,} of an edition, PostgreSQL"] = url
            write_database(url, questions, count)
        build = ["build", str(folder / "interviews-12.xlsx"), "-o", str(folder / "out"), "-q"]
        commands = {kind: [*build, "--peers", source] for kind, source in sources.items()}
        costs = measure.costs({kind: reportgen(*command) for kind, command in {"": build, **commands}.items()})
        print(f"{'peers':<36} added: clock  processor  memory, MB")
        for kind in commands:
            pairs = list(zip(costs[kind], costs[""], strict=True))
            clock = median(more.clock / less.clock - 1 for more, less in pairs)
            processor = median(more.processor / less.processor - 1 for more, less in pairs)
            memory = median(more.memory - less.memory for more, less in pairs)
            print(f"{kind:<36} {clock:>12.3f} {processor:>10.3f} {memory:>11.0f}")


@contextmanager
def made_on(server: str, name: str) -> Iterator[str]:
    """A new database on a server, which is gone afterwards: its URL."""
    import psycopg

    parts = urlsplit(server)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"drop database if exists {name}".encode())
        connection.execute(f"create database {name}".encode())
        yield f"{parts.scheme}://{parts.netloc}/{name}?{parts.query}"
        connection.execute(f"drop database {name} with (force)".encode())


def write_database(source: str, questions: QuestionSet, count: int) -> None:
    """A new database with one edition of so many organisations; one score in twenty is missing."""
    database = database_at(source)
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
