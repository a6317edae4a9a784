"""What stands in the way of a peer database becomes a sentence; a writer that is killed leaves nothing half done."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from reportgen.common.exceptions import PeerDatabaseError
from reportgen.peers.database import engine, formats, opening, upgrading
from reportgen.peers.database.formats import FORMAT
from reportgen.peers.database.tables import METADATA
from tests.commands import one_sentence, run
from tests.peer_databases import PeersHome, client_workbook, on_server, peer_file, rows, without_privileges

SECRET = "opensesame"


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://me:{SECRET}@host/peers",
        f"postgresql://me@host/peers?password={SECRET}",
        f"postgresql+psycopg://:{SECRET}@/peers",
        f"mysql://me:{SECRET}@host/peers",
    ],
)
def test_a_url_with_a_password_is_refused_and_not_repeated(url: str) -> None:
    for command in ("summary", "init", "check"):
        result = run("peers", command, "--database", url)
        assert result.exit_code == 2
        assert "holds a password" in one_sentence(result)
        assert SECRET not in result.output


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("absent.peers", None, "There is no file"),
        ("peers.csv", b"Id,Owner\n", "is no peer database"),
        ("empty.peers", b"", "holds no peer database yet"),
        ("damaged.peers", b"SQLite format 3\0" + b"x" * 5000, "is damaged, or no database"),
    ],
)
def test_what_is_no_database_is_told(tmp_path: Path, name: str, content: bytes | None, said: str) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    for command in ("summary", "publish", "check", "upgrade"):
        assert said in one_sentence(run("peers", command, "--database", file))


def test_a_new_database_needs_a_folder_and_its_key_another(tmp_path: Path) -> None:
    absent = tmp_path / "absent" / "firm.peers"
    assert f"There is no folder {absent.parent}" in one_sentence(run("peers", "init", "--database", absent))
    beside = run("peers", "init", "--database", tmp_path / "firm.peers", "--key", tmp_path / "firm.key")
    assert "The key lies beside the database" in beside.stderr
    (tmp_path / "keys").mkdir()
    apart = run("peers", "init", "--database", tmp_path / "other.peers", "--key", tmp_path / "keys" / "other.key")
    assert "beside the database" not in apart.stderr


def test_another_database_is_told(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute("create table cake (slice integer)")
    said = one_sentence(run("peers", "summary", "--database", tmp_path / "other.db"))
    assert "is no peer database" in said
    assert "peers init" not in said, "which would refuse the file"
    assert "is a folder" in one_sentence(run("peers", "summary", "--database", tmp_path))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://host/peers", "is no kind of peer database"),
        ("postgresql://host:port/peers", "cannot be read"),
    ],
)
def test_a_url_that_names_no_database_is_told(url: str, said: str) -> None:
    assert said in one_sentence(run("peers", "summary", "--database", url))


@pytest.mark.postgresql
@pytest.mark.usefixtures("postgres")  # whose driver looks for the server
def test_a_server_that_is_not_reached_is_told() -> None:
    assert "is not reached" in one_sentence(
        run("peers", "summary", "--database", "postgresql://test@/peers?host=/nowhere")
    )


@pytest.mark.postgresql
def test_a_database_that_the_server_has_not_is_told(postgres: str) -> None:
    absent = postgres.replace("/postgres?", "/nothing?")
    assert "The server has no such database" in one_sentence(run("peers", "summary", "--database", absent))
    nobody = postgres.replace("test@", "nobody@")
    assert "does not let you in" in one_sentence(run("peers", "summary", "--database", nobody))


@pytest.mark.postgresql
def test_a_consultant_has_the_rights_that_the_page_grants_and_no_other(peers_server: PeersHome, tmp_path: Path) -> None:
    peers_server.imported(tmp_path / "in.csv", rows(*range(1, 7)))
    peers_server.done("publish")
    page = (Path(__file__).parents[1] / "docs" / "peer-database.md").read_text(encoding="utf-8")
    on_server(peers_server.source, "create role consultant login")
    on_server(peers_server.source, page.partition("```sql\n")[2].partition("```")[0])
    consultant = replace(peers_server, source=peers_server.source.replace("test@", "consultant@"))
    try:
        assert consultant.done("editions").startswith("Edition 1")
        for command in (
            ["summary"],
            ["import", tmp_path / "in.csv"],
            ["publish"],
            ["withdraw", "peer-001", "--why", "y"],
        ):
            assert "You have no right to do this" in one_sentence(consultant.run(*command))
    finally:
        on_server(peers_server.source, "drop owned by consultant")
        on_server(peers_server.source, "drop role consultant")


def test_a_newer_format_is_refused_and_an_older_one_told(home: PeersHome, monkeypatch: pytest.MonkeyPatch) -> None:
    with home.database.writing() as connection:
        connection.execute(text("update alembic_version set version_num = '0099'"))
    for command in ("summary", "publish", "upgrade"):
        assert "made by a newer reportgen (format 0099" in one_sentence(home.run(command))
    with home.database.unchecked_writing() as connection:
        connection.execute(text(f"update alembic_version set version_num = '{FORMAT}'"))
    monkeypatch.setattr(opening, "FORMAT", "0002")
    assert "reportgen peers upgrade" in one_sentence(home.run("summary"))


def test_migrations_make_the_tables_that_the_program_knows(home: PeersHome) -> None:
    with home.database.reading() as connection:
        assert opening.format_of(connection) == FORMAT
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), METADATA) == []


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(
    home: PeersHome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a further migration, which is not of ours: half of it is done when it fails."""
    home.imported(tmp_path / "in.csv", rows(1, 2))
    scripts = Path(shutil.copytree(Path(upgrading.__file__).parent / "migrations", tmp_path / "migrations"))
    further = scripts / "versions" / "m0002_further.py"
    steps = 'import sqlalchemy as sa\nfrom alembic import op\n\nrevision, down_revision = "0002", "0001"\n\n'
    steps += 'def upgrade():\n    op.create_table("cake", sa.Column("id", sa.Integer, primary_key=True))\n'
    further.write_text(f'{steps}    raise RuntimeError("in the middle")\n', encoding="utf-8")
    for module in (upgrading, opening):
        monkeypatch.setattr(module, "FORMAT", "0002")
    monkeypatch.setattr(upgrading, "MIGRATIONS", str(scripts))
    if not home.database.is_file:
        assert "Make a dump of the database with pg_dump first" in one_sentence(home.run("upgrade"))
    assert "in the middle" in home.run("upgrade", "--dumped").output
    with home.database.unchecked_reading() as connection:
        assert opening.format_of(connection) == "0001"
        assert not connection.dialect.has_table(connection, "cake")
    further.write_text(steps, encoding="utf-8")
    told = json.loads(home.done("upgrade", "--dumped", "--json"))
    assert told["from"] == "0001"
    monkeypatch.setattr(formats, "FORMATS", ("0001", "0002"))
    assert "up to date" in home.done("upgrade")
    assert json.loads(home.done("summary", "--json"))["assessments"] == "under 5"
    if home.database.is_file:
        assert home.file.with_name(Path(told["backup"]).name).is_file()


# ---------------------------------------------------------------------------------------------------- two, and killed

INTAKE = """
import sys, time
from reportgen.cli.main import cli
from reportgen.peers.database import opening, rows

take, connect = rows.Intake.take, opening.connect_file
def slow(self, peers, say=None):
    found = take(self, peers)
    print("written", flush=True)
    time.sleep(60)
    return found
def without_memory(*arguments, **options):
    connection = connect(*arguments, **options)
    connection.execute("pragma cache_size = 1")  # what is written goes into the file at once
    return connection
if sys.argv[1] == "slow":
    rows.Intake.take, opening.connect_file = slow, without_memory
cli(["peers", "import", *sys.argv[2:]], prog_name="reportgen")
"""


def intake(home: PeersHome, file: Path, kind: str = "quick") -> subprocess.Popen[str]:
    """An intake in a process of its own; a slow one stops before it is whole."""
    from tests.peer_databases import SET

    words = [file, "--database", home.source, "--question-set", SET]
    command = [sys.executable, "-c", INTAKE, kind, *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_writer_that_is_killed_leaves_nothing_half_written(home: PeersHome, tmp_path: Path) -> None:
    home.imported(tmp_path / "in.csv", rows(*range(1, 6)))
    writer = intake(home, peer_file(tmp_path / "more.csv", rows(*range(6, 3_000))), "slow")
    assert writer.stdout is not None
    assert writer.stdout.readline() == "written\n"
    writer.kill()
    writer.communicate()
    if home.database.is_file:
        assert "was stopped in the middle" in one_sentence(home.run("summary")), "who may only read is told"
    assert home.done("check").endswith("no faults.\n")
    assert json.loads(home.done("summary", "--json"))["assessments"] == 5
    home.imported(tmp_path / "more.csv", rows(6, 7))


def test_two_take_the_same_in_at_once(home: PeersHome, tmp_path: Path) -> None:
    file = peer_file(tmp_path / "in.csv", rows(*range(1, 40)))
    told = [writer.communicate() for writer in [intake(home, file), intake(home, file)]]
    assert sorted("39 assessments stored" in out for out, _ in told) == [False, True], told
    assert all("39 assessments read" in out for out, _ in told), told
    assert json.loads(home.done("summary", "--json"))["assessments"] == 39
    lines = json.loads(home.done("audit", "--json"))
    assert all(line["sound"] for line in lines)
    assert sorted(line.get("new", -1) for line in lines) == [-1, 0, 39]


def test_somebody_who_writes_for_long_is_told(home: PeersHome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "PATIENCE", 0.05)
    with home.database.writing():
        refused = home.run("import", peer_file(tmp_path / "in.csv", rows(1)))
        assert "is being written by somebody else" in one_sentence(refused)
        assert home.done("summary")
    home.imported(tmp_path / "in.csv", rows(1))


@pytest.mark.skipif(os.name == "nt", reason="rights of another kind")
def test_a_read_only_folder_is_read_and_not_written(peers_file: PeersHome) -> None:
    with TemporaryDirectory() as folder:
        home = replace(peers_file, source=shutil.copy(peers_file.file, folder))
        file = peer_file(Path(folder) / "in.csv", rows(1))
        home.done("import", file)  # loads what the commands need, while it may be read
        for path, mode in ((home.file, 0o444), (file, 0o444), (Path(folder), 0o555)):
            path.chmod(mode)
        with without_privileges():
            assert home.done("summary")
            assert "cannot be written" in one_sentence(home.run("import", file))
        Path(folder).chmod(0o700)


def test_what_the_engine_says_of_read_only_files_becomes_a_sentence(peers_file: PeersHome) -> None:
    """As on a folder that may not be written, whoever runs the tests."""
    for code, said in {
        "SQLITE_READONLY_DIRECTORY": "cannot be written",
        "SQLITE_READONLY_ROLLBACK": "was stopped in the middle. Have it checked once",
        "SQLITE_FULL": "There is no room left",
    }.items():
        error = sqlite3.OperationalError("no")
        error.sqlite_errorname = code
        assert said in str(PeerDatabaseError(engine.of_file(error, peers_file.source, write=True)))


def test_a_server_without_its_driver_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    told = one_sentence(run("peers", "summary", "--database", "postgresql://me@host/peers"))
    assert "postgresql://me@host/peers is on a PostgreSQL server, which needs the extra 'postgresql'" in told
    assert told.rstrip().endswith(
        'pip install -e ".[postgresql]" in a clone of the project, pip install '
        '"reportgen-(version)-py3-none-any.whl[postgresql]" for its wheel.'
    )


def test_a_change_to_the_record_or_to_an_edition_shows(home: PeersHome, tmp_path: Path) -> None:
    home.imported(tmp_path / "in.csv", rows(*range(1, 7)))
    home.done("publish")
    with home.database.writing() as connection:
        connection.execute(text("update audit set who = 'nobody' where id = 2"))
        connection.execute(text("update edition set sha256 = 'x'"))
    result = home.run("audit")
    assert result.exit_code == 1
    assert [line.endswith("here or before") for line in result.stdout.splitlines()] == [False, True, False]
    result = home.run("check")
    assert result.exit_code == 1
    assert "Line 2 of the audit record" in result.stdout
    assert "Edition 1 cannot be used" in result.stdout


def test_an_offer_that_was_overtaken_is_not_stored(home: PeersHome, tmp_path: Path) -> None:
    """What was shown is what is stored: somebody else was quicker."""
    from reportgen.common.options import BuildOptions
    from reportgen.runs.peers.intake import Asked, Offering, store_offers
    from tests.peer_databases import SET

    workbook = client_workbook(tmp_path / "client.xlsx")
    offer = Offering(home.database, home.key, BuildOptions(question_set=str(SET))).offer(workbook, Asked())
    home.done("add", workbook, "--yes")
    with pytest.raises(PeerDatabaseError, match="meanwhile"):
        store_offers(home.database, home.key, [offer], with_questions=False)


def test_no_build_and_no_help_loads_the_engine() -> None:
    code = "import sys; from reportgen.cli.main import cli; cli(['peers', 'add', '--help'], standalone_mode=False); "
    code += "import reportgen.runs.build; print([m for m in ('sqlalchemy', 'alembic', 'psycopg') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
