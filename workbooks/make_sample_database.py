"""Writes a peer database of 700 invented organisations, with their growth and margin, and publishes it.

    python -m workbooks.make_sample_database sample.peers

The key is written beside it. Assessments and indicators are made by fixed rules and are the same each time; all of it
is invented, and everything made from it says so.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from random import Random
from statistics import fmean

from reportgen.cli.saving.output import write_private
from reportgen.common.model import Peer
from reportgen.common.rounding import rounded_to
from reportgen.peers.database import audit, indicators, rows
from reportgen.peers.database.opening import Database, database_at
from reportgen.questions import load_question_set
from reportgen.runs.peers.keeping import new_database
from reportgen.runs.peers.publishing import publish
from workbooks.make_samples import SECTORS, sample_peers

ORGANISATIONS = 700
INDICATORS = {"growth": 0.12, "margin": 0.0}  # per cent more after a year, for each point of the mean score
_HOW = "invented"
_BY_SECTOR = {"Telecommunications": 3.0, "Utilities": -2.0}  # per cent
_SPREAD = 4.0  # per cent
_WITHOUT = 0.2  # of the organisations have no figure


def sample_database(file: Path) -> Database:
    """The database in a new file, published, its key beside it."""
    questions, database = load_question_set(), database_at(file)
    new_database(database, lambda _, key: write_private(file.with_suffix(".key"), key), invented=True)
    peers = sample_peers(questions, _sectors())
    with database.writing() as connection:
        taken = rows.Intake(connection, questions).take(peers)
        new, *_ = indicators.store_indicators(connection, list(_indicators(peers)))
        audit.record(connection, "sample", new=taken.new, indicators=new)
    publish(database)
    return database


def _sectors() -> dict[str, int]:
    """How many organisations there are of each: as in the sample's file of peers, the first with what is left over."""
    scale = Fraction(ORGANISATIONS, sum(SECTORS.values()))
    found = {sector: int(number * scale) for sector, number in SECTORS.items()}
    found[next(iter(found))] += ORGANISATIONS - sum(found.values())
    return found


def _indicators(peers: Sequence[Peer]) -> Iterator[indicators.Indicator]:
    """Figures of the year of the newest assessment and of the next, for most organisations.

    Growth rises with the scores a little, and with the sector; margin with the sector alone.
    """
    chance = Random(20260700)
    newest = {peer.id: peer for peer in peers}  # an earlier assessment comes first
    for peer in newest.values():
        mean = fmean(float(score) for score in peer.elements.values())
        for name, by_point in INDICATORS.items():
            is_known = chance.random() >= _WITHOUT
            before, change = (_SPREAD * (sum(chance.random() for _ in range(12)) - 6) for _ in range(2))
            after = before + change + by_point * (mean - 35) + _BY_SECTOR.get(peer.sector, 0.0)
            for year, value in ((peer.date.year, before), (peer.date.year + 1, after)):
                if is_known:
                    whole = Fraction(rounded_to(Fraction(value), 0))
                    yield indicators.Indicator(peer.id, name, year, whole, _HOW)


if __name__ == "__main__":
    print(sample_database(Path(sys.argv[1] if len(sys.argv) > 1 else "sample.peers")).name)
