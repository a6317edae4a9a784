"""The peer database itself: tables, migrations, what is written and read.

SQLAlchemy and Alembic are imported here and nowhere else; a build reads an edition without them.
"""
