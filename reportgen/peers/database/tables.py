"""The tables of a peer database, the same on SQLite and PostgreSQL.

None of them holds a name: an organisation is a random code, and what names it is a keyed hash. `migrations/` makes
these tables; a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _refers(name: str, to: str, *, index: bool | None = None) -> Column[int]:
    return Column(name, Integer, ForeignKey(f"{to}.id"), nullable=False, index=index)


def _text(name: str, *, unique: bool | None = None) -> Column[str]:
    return Column(name, Text, nullable=False, unique=unique)


DATABASE = Table(  # one row
    "peers_database",
    METADATA,
    _id(),
    _text("code"),  # random: which key belongs to it
    Column("key_check", LargeBinary, nullable=False),  # a hash that only the key of this database gives
    Column("invented", Boolean, nullable=False),
)

QUESTION_SET = Table(
    "question_set",
    METADATA,
    _id(),
    _text("set_id"),
    _text("version"),
    _text("elements"),  # JSON: their ids in the order of packed scores; new ones come at the end
    _text("questions"),  # JSON: [id, digest of the wording] in the order of packed question scores
    UniqueConstraint("set_id", "version"),
)

TERM = Table(  # sectors, regions, sizes
    "term",
    METADATA,
    _id(),
    _text("kind"),
    _text("text"),
    _text("folded"),
    UniqueConstraint("kind", "folded"),
)

ORGANISATION = Table(
    "organisation",
    METADATA,
    _id(),
    _text("code"),  # opaque: the id of files of peers
    _text("folded", unique=True),
    _text("owner"),  # opaque: the group it belongs to
    Column("withdrawn", Date),  # a withdrawn one keeps its code alone, so that no file brings it back
)

ALIAS = Table(
    "alias",
    METADATA,
    Column("hash", LargeBinary, primary_key=True),  # 16 bytes
    _refers("organisation_id", "organisation", index=True),
    _text("kind"),
)

ASSESSMENT = Table(
    "assessment",
    METADATA,
    _id(),
    _refers("organisation_id", "organisation"),
    Column("day", Date, nullable=False),
    _refers("question_set_id", "question_set"),
    _refers("sector_id", "term"),
    _refers("region_id", "term"),
    _refers("size_id", "term"),
    Column("scores", LargeBinary, nullable=False),  # packed, one an element
    UniqueConstraint("organisation_id", "day", "question_set_id"),
)

QUESTION_SCORE = Table(
    "question_score",
    METADATA,
    Column("assessment_id", Integer, ForeignKey("assessment.id"), primary_key=True, autoincrement=False),
    Column("scores", LargeBinary, nullable=False),  # packed, one a question
)

INDICATOR = Table(  # results of an organisation, for studies: never exported, never in an edition
    "indicator",
    METADATA,
    Column("organisation_id", Integer, ForeignKey("organisation.id"), primary_key=True, autoincrement=False),
    Column("name", Text, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("value", BigInteger, nullable=False),  # millionths
    _text("how"),  # it was obtained
)

EDITION = Table(  # what reports read
    "edition",
    METADATA,
    _id(),
    Column("made", Date, nullable=False),
    Column("n", Integer, nullable=False),  # assessments, those withdrawn since among them
    _text("head"),
    Column("body", LargeBinary, nullable=False),
    _text("sha256"),
)

RELEASE = Table(  # what reports have shown
    "release",
    METADATA,
    _id(),
    _refers("edition_id", "edition"),
    Column("client", LargeBinary, nullable=False),  # a keyed hash
    _text("record"),  # as in a file of shown peers
    Column("at", Text, nullable=False),  # UTC
)

AUDIT = Table(
    "audit",
    METADATA,
    _id(),
    _text("at"),  # UTC
    _text("who"),
    _text("what"),  # JSON: counts and codes, never a name
    Column("chain", LargeBinary, nullable=False),  # SHA-256 of the line before and of this one
)
