"""Where the peers of a run come from: found, and read from a file or from the published edition of a database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.common.diagnostics.problems import (
    OTHER_PEER_VERSION,
    PEER_FILE_ELSEWHERE,
    PEER_FILE_MISSING,
    PEER_FILE_UNREADABLE,
    Problem,
)
from reportgen.common.diagnostics.runs import EDITION_CHANGED, PEERS_UNUSABLE
from reportgen.common.exceptions import PeerDatabaseError, UnreadableFileError
from reportgen.common.folding import fold, same_version
from reportgen.common.language import counted, listed
from reportgen.common.model import Engagement, Place, QuestionSet
from reportgen.common.named_files import leads_below, name_of
from reportgen.common.options import BuildOptions
from reportgen.common.own_settings import settings_folder
from reportgen.common.peer_source import PeerSource, name_on_server
from reportgen.runs.engaged import engaged_file

if TYPE_CHECKING:
    from reportgen.common.peer_table import PeerData
    from reportgen.peers.shown import Keeper


@dataclass(frozen=True)
class ReadPeers:
    """What became of a source of peers."""

    data: PeerData | None = None  # the peers, if they can be used; not those of a file that was read `quick`
    problems: tuple[Problem, ...] = ()
    keeper: Keeper | None = None  # the database, where it keeps what reports for this client showed
    used: Callable[[str], Set[str]] | None = None  # all that usable peers have of a fact such as "sector"


Found = tuple[PeerSource | None, tuple[Problem, ...]]


def find_peers(workbook: Path, options: BuildOptions, engagement: Engagement) -> Found:
    """The peers asked for, else those named on Engagement, else the usual; and what is wrong with that name.

    A file goes before a registered name.
    """
    asked = options.peers or (None if engagement.peer_data else options.usual_peers)
    if asked is not None:
        return _asked(asked, options, workbook.parent), ()
    name = engagement.peer_data
    if not name:
        return None, ()
    there = [f"'{one}'" for one in sorted(options.registered)]
    names = (
        f": registered {'is' if len(there) == 1 else 'are'} {listed(there)}" if there else ", of which there are none"
    )
    file, problems = engaged_file(
        workbook, engagement, "peer_data", elsewhere=PEER_FILE_ELSEWHERE, missing=PEER_FILE_MISSING, registered=names
    )
    if file is None and leads_below(name) and (at := options.registered.get(name)) is not None:
        return PeerSource(name, at), ()
    return (PeerSource(name_of(file, seen_from=workbook.parent), file) if file else None), problems


def _asked(asked: Path | str, options: BuildOptions, folder: Path) -> PeerSource:
    """The source of a path, a registered name or a URL."""
    if isinstance(asked, str):
        return PeerSource(name_on_server(asked), asked)
    name = str(asked)
    if not asked.is_file() and name in options.registered:
        return PeerSource(name, options.registered[name])
    return PeerSource(name_of(asked, seen_from=folder), asked)


def read_peer_source(
    source: PeerSource, options: BuildOptions, engagement: Engagement, questions: QuestionSet, *, quick: bool = False
) -> ReadPeers:
    """The peers of a source, if they can be used, and every problem of it; `quick` as for `OpenWorkbook`.

    Raises `UnreadableFileError` or `PeerDatabaseError` when what was asked for, or is usual, cannot be used.
    """
    from reportgen.peers.database.formats import is_database

    try:
        if source.file is not None and not is_database(source.file):
            return _of_file(source.file, questions, quick=quick)
        return _of_database(source, options, engagement, questions)
    except (UnreadableFileError, PeerDatabaseError) as error:
        if options.peers or not engagement.peer_data or options.edition:
            raise
        place = engagement.places["peer_data"]
        return ReadPeers(problems=(PEER_FILE_UNREADABLE.at(place, value=_file_name(source), why=error),))


def _of_file(file: Path, questions: QuestionSet, *, quick: bool) -> ReadPeers:
    from reportgen.peers.files import read_peers, read_rows

    if quick:
        rows, problems = read_rows(file, questions, date.today(), quick=True)
        used, data = rows.used, None
    else:
        data, problems = read_peers(file, questions, date.today())
        used = data.peers.used
    if any(problem.is_error for problem in problems):
        return ReadPeers(problems=problems)
    return ReadPeers(data, problems, used=used)


def _of_database(
    source: PeerSource, options: BuildOptions, engagement: Engagement, questions: QuestionSet
) -> ReadPeers:
    from reportgen.common.peer_table import PeerData
    from reportgen.peers.database.engine import IT
    from reportgen.peers.database.reading import read_published
    from reportgen.peers.editions import unpack

    wanted = options.edition if options.edition and options.edition.name == source.name else None
    name, client = _file_name(source), _Client(engagement)
    try:
        found = read_published(source.at, wanted.number if wanted else None, client.hashes)
        edition = found.edition
        if wanted and wanted.sha256 != edition.sha256:
            raise PeerDatabaseError(EDITION_CHANGED.at(name=IT, number=wanted.number))
        peers = unpack(edition)
    except (PeerDatabaseError, ValueError) as error:
        raise PeerDatabaseError(PEERS_UNUSABLE.at(name=name, reason=error)) from error
    data = PeerData(
        peers=peers,
        source=name,
        invented=found.invented,
        edition=edition.number,
        sha256=edition.sha256,
        own=found.own,
        is_sought_by_name=client.is_sought,
    )
    return ReadPeers(data, tuple(_other_versions(data, questions)), found.releases, peers.used)


class _Client:
    """The client as the database may know it, by the keyed hash of its name."""

    def __init__(self, engagement: Engagement) -> None:
        self._name = engagement.client
        self.is_sought = False

    def hashes(self, code: str, check: bytes) -> Sequence[bytes]:
        """What names it; nothing without the key. Raises `PeerDatabaseError` for the key of another database."""
        from reportgen.peers.identity import AliasKind, alias_hash, is_key_of, key_file, read_key

        file = key_file(code, settings_folder())
        if not file.is_file():
            return ()
        key = read_key(file)
        if not is_key_of(key, code, check):
            raise PeerDatabaseError(
                f"the key {file} is not the one it was made with, so the client would not be recognised in it."
            )
        found = alias_hash(key, AliasKind.NAME, self._name)
        self.is_sought = found is not None
        return () if found is None else (found,)


def _other_versions(data: PeerData, questions: QuestionSet) -> Iterator[Problem]:
    """A warning for each other version of the question set that assessments were made with."""
    peers = data.peers
    ours = peers.set_id.among([fold(questions.id)])
    for version in sorted(peers.set_version.taken(ours).used):
        if version and not same_version(version, questions.version):
            count = int((ours & peers.set_version.among([fold(version)])).sum())
            told = counted(count, "assessment was", "assessments were")
            yield OTHER_PEER_VERSION.at(Place(data.source), value=version, rows=told, expected=questions.version)


def _file_name(source: PeerSource) -> str:
    return source.name.replace("\\", "/").rpartition("/")[2]
