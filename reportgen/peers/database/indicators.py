"""Results of organisations, such as growth or margin, for studies of practice against performance.

They are never exported and never part of an edition: published accounts name whoever has such a figure.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from sqlalchemy import Connection, insert, select

from reportgen.common.exceptions import PeerDatabaseError, UnreadableFileError
from reportgen.common.folding import fold
from reportgen.common.model import Peer
from reportgen.common.newest import newest_assessments
from reportgen.common.peer_table import PeerTable
from reportgen.common.rounding import round_half_up, with_plain_minus
from reportgen.peers.database.tables import INDICATOR, ORGANISATION
from reportgen.peers.editions import MILLIONTHS

COLUMNS = ("code", "indicator", "year", "value", "how")
_NUMBER = re.compile(r"-?\d{1,12}(?:\.\d{1,6})?")
_YEARS = range(1900, 2200)
_LONGEST = 60  # characters of the name of an indicator


@dataclass(frozen=True, slots=True)
class Indicator:
    """A result of an organisation in a year."""

    code: str  # of the organisation
    name: str  # "growth"
    year: int
    value: Fraction
    how: str  # it was obtained: "accounts", "asked"


@dataclass(frozen=True, slots=True)
class Studied:
    """The newest assessment of an organisation, and its results."""

    peer: Peer
    indicators: Mapping[str, Mapping[int, Fraction]]  # by name and year


def read_indicators(file: Path, content: bytes) -> list[Indicator]:
    """The results in a .csv file with the columns code, indicator, year, value, how.

    Raises `UnreadableFileError` listing every line that cannot be read.
    """
    try:
        text = content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True))
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            f"{file} was not saved as .csv in UTF-8. Save it from Excel as 'CSV UTF-8 (comma delimited)'."
        ) from error
    except csv.Error as error:
        raise UnreadableFileError(f"{file} is no table with a comma between its columns ({error}).") from error
    if not rows or [fold(cell) for cell in rows[0]] != list(COLUMNS):
        raise UnreadableFileError(f"{file} is no file of indicators: its first line must be {','.join(COLUMNS)}.")
    faults: list[str] = []
    found = list(_indicators(rows[1:], faults))
    seen: set[tuple[str, str, int]] = set()
    for one in found:
        key = (fold(one.code), fold(one.name), one.year)
        if key in seen:
            faults.append(f"{one.name} of {one.code} in {one.year} stands there twice.")
        seen.add(key)
    if faults:
        raise UnreadableFileError(f"{file} cannot be taken in:", faults)
    if not found:
        raise UnreadableFileError(f"{file} holds no indicators: there is nothing below its first line.")
    return found


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _indicators(rows: Sequence[Sequence[str]], faults: list[str]) -> Iterator[Indicator]:
    for number, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        cells = [cell.strip() for cell in row] + [""] * (len(COLUMNS) - len(row))
        code, name, year, value, how = cells[: len(COLUMNS)]
        plain = with_plain_minus(value)
        if any(cell.strip() for cell in row[len(COLUMNS) :]):
            faults.append(
                f"line {number}: there is more than the {len(COLUMNS)} columns hold. Decimals come after a full stop."
            )
        elif not code or not name or len(name) > _LONGEST or not name.isprintable():
            faults.append(
                f"line {number}: code and indicator must be there, an indicator in at most {_LONGEST} printable signs."
            )
        elif not year.isdecimal() or int(year) not in _YEARS:
            faults.append(f"line {number}: '{year}' is no year.")
        elif not _NUMBER.fullmatch(plain):
            faults.append(
                f"line {number}: '{value}' is no number such as 12.5, without a sign of per cent and with at most "
                "six decimals."
            )
        else:
            yield Indicator(code, name, int(year), Fraction(plain), how)


def store_indicators(connection: Connection, found: Sequence[Indicator]) -> tuple[int, int, int]:
    """Take results in: how many are new, were there alike, and are there with another value, which stays.

    Raises `PeerDatabaseError` listing codes that the database does not know, or has withdrawn.
    """
    organisations = {
        row.folded: row.id for row in connection.execute(select(ORGANISATION).where(ORGANISATION.c.withdrawn.is_(None)))
    }
    unknown = sorted({one.code for one in found if fold(one.code) not in organisations})
    if unknown:
        raise PeerDatabaseError("Nothing was stored: the database has no organisation of these codes.", unknown)
    there = {
        (row.organisation_id, row.name, row.year): row.value for row in connection.execute(select(INDICATOR)).all()
    }
    names = {fold(name): name for _, name, _ in there}
    new, already, differing = [], 0, 0
    for one in found:
        name = names.setdefault(fold(one.name), one.name)
        key, value = (organisations[fold(one.code)], name, one.year), round_half_up(one.value * MILLIONTHS)
        if key not in there:
            new.append(
                dict(zip(("organisation_id", "name", "year"), key, strict=True)) | {"value": value, "how": one.how}
            )
        elif there[key] == value:
            already += 1
        else:
            differing += 1
    if new:
        connection.execute(insert(INDICATOR), new)
    return len(new), already, differing


def studied_assessments(connection: Connection, peers: PeerTable, set_id: str) -> list[Studied]:
    """The newest of these assessments by a question set of each organisation, with the results of the organisation."""
    of_set = peers.taken(peers.set_id.among([fold(set_id)]))
    results: dict[str, dict[str, dict[int, Fraction]]] = {}
    joined = select(ORGANISATION.c.code, INDICATOR.c.name, INDICATOR.c.year, INDICATOR.c.value)
    for row in connection.execute(joined.join(ORGANISATION, ORGANISATION.c.id == INDICATOR.c.organisation_id)):
        results.setdefault(row.code, {}).setdefault(row.name, {})[row.year] = Fraction(row.value, MILLIONTHS)
    return [Studied(peer, results.get(peer.id, {})) for peer in of_set.taken(newest_assessments(of_set))]
