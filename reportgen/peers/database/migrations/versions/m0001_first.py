"""The first format of a peer database."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0001", None


def upgrade() -> None:
    """Make all tables."""
    _make_descriptions()
    _make_assessments()
    _make_publications()


def _make_descriptions() -> None:
    op.create_table(
        "peers_database",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("key_check", sa.LargeBinary, nullable=False),
        sa.Column("invented", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_peers_database"),
    )
    op.create_table(
        "question_set",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("set_id", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("elements", sa.Text, nullable=False),
        sa.Column("questions", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_question_set"),
        sa.UniqueConstraint("set_id", "version", name="uq_question_set_set_id"),
    )
    op.create_table(
        "term",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_term"),
        sa.UniqueConstraint("kind", "folded", name="uq_term_kind"),
    )


def _make_assessments() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("withdrawn", sa.Date),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
        sa.UniqueConstraint("folded", name="uq_organisation_folded"),
    )
    op.create_table(
        "alias",
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("organisation_id", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_alias"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_alias_organisation_id"),
    )
    op.create_index("ix_alias_organisation_id", "alias", ["organisation_id"])
    references = {"question_set_id": "question_set", "sector_id": "term", "region_id": "term", "size_id": "term"}
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("organisation_id", sa.Integer, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in references),
        sa.Column("scores", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_assessment"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_assessment_organisation_id"),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=f"fk_assessment_{name}")
            for name, table in references.items()
        ),
        sa.UniqueConstraint("organisation_id", "day", "question_set_id", name="uq_assessment_organisation_id"),
    )
    op.create_table(
        "question_score",
        sa.Column("assessment_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("scores", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("assessment_id", name="pk_question_score"),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name="fk_question_score_assessment_id"),
    )
    op.create_table(
        "indicator",
        sa.Column("organisation_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("value", sa.BigInteger, nullable=False),
        sa.Column("how", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "name", "year", name="pk_indicator"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_indicator_organisation_id"),
    )


def _make_publications() -> None:
    op.create_table(
        "edition",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("made", sa.Date, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("head", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_edition"),
    )
    op.create_table(
        "release",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("edition_id", sa.Integer, nullable=False),
        sa.Column("client", sa.LargeBinary, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_release"),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name="fk_release_edition_id"),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("chain", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
