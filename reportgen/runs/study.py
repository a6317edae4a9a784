"""How a study is made of the peers of a database: figures, statistics, pictures, the page. All in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.assessment.standing.figures import PeerColumn, peer_figures
from reportgen.charts import draw, house_palette, study_charts
from reportgen.common.diagnostics.runs import NO_EDITION, NO_INDICATORS
from reportgen.common.exceptions import UsageError
from reportgen.common.folding import did_you_mean, fold
from reportgen.common.house_style import load_house_style
from reportgen.common.language import listed
from reportgen.common.model import OVERALL, Peer, QuestionSet
from reportgen.common.peer_source import name_on_server
from reportgen.common.peer_table import PeerTable
from reportgen.common.study import Study, StudyLevel, StudyPart
from reportgen.peers.study.rules import StudiedAssessment, Values, study
from reportgen.questions import load_question_set
from reportgen.questions.loader import DEFAULT_SET
from reportgen.runs.progress import Progress, silent
from reportgen.word.plain import PlainPicture, plain_document
from reportgen.words.compose.study_file import study_file

if TYPE_CHECKING:
    from reportgen.peers.database.opening import Database


@dataclass(frozen=True)
class StudyReport:
    """A study with the files that tell of it."""

    study: Study
    document: bytes
    charts: dict[str, bytes]  # by name, without suffix


def study_database(
    database: Database, question_set: str | None, indicator: str = "", progress: Progress = silent
) -> Study:
    """A study of the organisations of a database, by a question set. `indicator` is the one to be shown, else all.

    It is of the newest published edition, as reports are. Raises `UsageError` where there is none, where there are no
    indicators, or none of that name.
    """
    from reportgen.peers.database.indicators import studied_assessments
    from reportgen.peers.database.opening import database_row
    from reportgen.peers.database.publishing import published_peers, stored_edition

    questions = load_question_set(question_set or DEFAULT_SET)
    progress("Reading the assessments")
    with database.reading() as connection:
        edition = stored_edition(connection)
        if edition is None:
            raise UsageError(NO_EDITION.at(name=database.name))
        invented = bool(database_row(connection).invented)
        found = studied_assessments(connection, published_peers(edition), questions.id)
    names = sorted({name for one in found for name in one.indicators})
    shown = _named(indicator, names, database) if indicator else ""
    if not names:
        raise UsageError(NO_INDICATORS.at(name=database.name, set=questions.id))
    progress("Working out the study")
    peers = [(one.peer, one.indicators) for one in found]
    told = study_peers(peers, questions, source=_bare_name(database), invented=invented, indicator=shown)
    return replace(told, edition=edition.number)


def put_on_record(database: Database, found: Study) -> None:
    """Record who asked for a study of what, and no figure. Raises `PeerDatabaseError` where that cannot be written."""
    from reportgen.peers.database.audit import record

    with database.writing() as connection:
        record(connection, "study", edition=found.edition, indicators=list(found.shown))


def _named(indicator: str, names: Sequence[str], database: Database) -> str:
    """The indicator of a name, however it is written. Raises `UsageError` when there is none."""
    for name in names:
        if fold(name) == fold(indicator):
            return name
    there = f" There are {listed(names)}." if names else ""
    raise UsageError(f"{database.name} holds no indicator '{indicator}'.{did_you_mean(indicator, names)}{there}")


def _bare_name(database: Database) -> str:
    """What a database is called in what may be handed on: no folder, no host."""
    return database.file.name if database.file else name_on_server(database.url)


def study_peers(
    peers: Iterable[tuple[Peer, Values]],
    questions: QuestionSet,
    *,
    source: str,
    invented: bool,
    indicator: str = "",
) -> Study:
    """A study of assessments by this question set, with the indicators of their organisations.

    `indicator` is the one to be shown, by default all.
    """
    given = list(peers)
    rows = _rows([peer for peer, _ in given], [values for _, values in given], questions)
    shown = (indicator,) if indicator else ()
    return study(rows, model_parts(questions), source=source, invented=invented, shown=shown)


def model_parts(questions: QuestionSet) -> list[StudyPart]:
    """The whole, and each area with its elements after it."""
    parts = [StudyPart(OVERALL, "Overall", StudyLevel.OVERALL)]
    for area in questions.areas:
        parts.append(StudyPart(area.id, area.title, StudyLevel.AREA))
        parts += [StudyPart(element.id, element.title, StudyLevel.ELEMENT) for element in area.elements]
    return parts


def _rows(peers: Sequence[Peer], indicators: Sequence[Values], questions: QuestionSet) -> list[StudiedAssessment]:
    columns = {name: _scores(column) for name, column in peer_figures(PeerTable.of(peers), questions).items()}
    return [
        StudiedAssessment(
            organisation=peer.id,
            owner=peer.owner,
            day=peer.date,
            sector=peer.sector,
            size=peer.size,
            scores={name: score for name, scores in columns.items() if (score := scores[place]) is not None},
            indicators=found,
        )
        for place, (peer, found) in enumerate(zip(peers, indicators, strict=True))
    ]


def _scores(column: PeerColumn) -> list[float | None]:
    """A figure of all peers in their order; equal ones are equal numbers."""
    there = zip(column.values.tolist(), column.there, strict=True)
    return [value / column.unit if is_there else None for value, is_there in there]


def study_report(found: Study, house_style: Path | None = None, progress: Progress = silent) -> StudyReport:
    """The page and the pictures of a study, in the firm's colours."""
    colours = load_house_style(house_style).all_colours
    progress("Drawing the charts")
    charts = {name: made for name, made in study_charts(found).items() if made}
    drawn = {chart.name: draw(chart, house_palette(colours)) for made in charts.values() for chart in made}
    pictures = {
        name: [PlainPicture(drawn[chart.name], chart.width_mm, chart.alt_text) for chart in made]
        for name, made in charts.items()
    }
    page = plain_document(study_file(found, pictures), colours)
    return StudyReport(found, page.packed(), drawn)
