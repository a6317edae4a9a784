"""Peers of a database wherever a file of peers may be named: on SQLite and PostgreSQL, by every command."""

from __future__ import annotations

import base64
import json
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from reportgen.common.exceptions import PeerDatabaseError, UsageError
from reportgen.common.model import Peer
from reportgen.common.options import BuildOptions
from reportgen.common.peer_source import name_on_server, server_url
from reportgen.draft.stored import read_base
from reportgen.peers.database.upgrading import back_up
from reportgen.peers.identity import key_file
from reportgen.peers.shown import FORMAT, SHOWN_FILE
from reportgen.runs.score import Scored, score_workbook
from reportgen.web.tasks import Ask
from reportgen.web.tasks.checking import received
from reportgen.workbook.writer import write_workbook
from tests.commands import one_sentence, run
from tests.corpus.base import QUESTIONS, assessment
from tests.museum import SET_NAME, built, engage
from tests.packages import read_parts
from tests.peer_databases import PeersHome, dumped, on_server, peer_file, rows
from tests.word_files import outline

MANY = rows(*range(1, 25))


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a person's own settings, which is none of ours."""
    folder = tmp_path / "settings"
    folder.mkdir()
    monkeypatch.setenv("REPORTGEN_SETTINGS", str(folder))
    return folder


@pytest.fixture
def published(home: PeersHome, tmp_path: Path) -> PeersHome:
    """A database with an edition of the many."""
    return publish(home, tmp_path, MANY)


@pytest.fixture
def firm(peers_file: PeersHome, tmp_path: Path) -> PeersHome:
    """The same in a file."""
    return publish(peers_file, tmp_path, MANY)


def publish(home: PeersHome, folder: Path, peers: list[Peer]) -> PeersHome:
    home.imported(folder / "taken-in.csv", peers)
    home.done("publish")
    return home


def scored(workbook: Path, **options: Any) -> Scored:
    return score_workbook(workbook, BuildOptions(question_set=str(workbook.parent / SET_NAME), **options))


def name_of(home: PeersHome) -> str:
    """What outputs call it: the file, or the database on the server, without host and user."""
    return home.file.name if home.database.is_file else name_on_server(home.source)


def results_of(draft: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((draft.parent / "museum-results.json").read_text(encoding="utf-8"))
    return found


def checked(workbook: Path, *options: str | Path) -> Any:
    return run("check", workbook, "--question-set", workbook.parent / SET_NAME, *options)


# --------------------------------------------------------------------------------------------------- the same figures


def test_a_database_gives_the_report_that_a_file_with_the_same_peers_gives(
    published: PeersHome, workbook: Path, tmp_path: Path
) -> None:
    file, name = peer_file(tmp_path / "peers.csv", MANY), name_of(published)
    other = shutil.copytree(workbook.parent, tmp_path / "other") / "museum.xlsx"
    drafts = [built(workbook, "--peers", file), built(other, "--peers", published.source)]
    by_file, by_database = map(results_of, drafts)
    assert by_file["overall"]["standing"]["n"] == 24
    assert (by_database["peers"]["source"], by_database["made_with"]["files"]["peers"]["edition"]) == (name, 1)
    for found in (by_file, by_database):  # all else is the same
        for part, key in (("made_with", "files"), ("peers", "source"), ("peers", "notes")):
            del found[part][key]
        del found["files"], found["seal"]
    assert by_database == by_file
    pictures = [{p.name: p.read_bytes() for p in (draft.parent / "charts").iterdir()} for draft in drafts]
    assert pictures[0] == pictures[1] != {}
    ours = [line for line in outline(drafts[1]) if "by ids and scores only" not in line]
    assert ours == outline(drafts[0])


def test_the_sample_stands_among_the_peers_of_a_database_as_among_those_of_its_file(
    peers_file: PeersHome, sample: Path
) -> None:
    taken = run("peers", "import", sample.with_name("sample-peers.xlsx"), "--database", peers_file.source)
    assert taken.exit_code == 0
    peers_file.done("publish")
    by_file = score_workbook(sample).comparison
    by_database = score_workbook(sample, BuildOptions(peers=peers_file.file)).comparison
    assert (by_file.database.n, by_database.invented) == (120, True)
    notes = (*by_file.notes, "The client was looked for among the peers by ids and scores only.")
    assert by_database == replace(by_file, source="firm.peers", notes=notes)


PLANTED = ("Zanzibar Lighthouse", "zanzibar", "Keeper of the lamp", "Nobody relights it", "opensesame")


def planted_client(path: Path) -> Path:
    """The workbook of a client with a name, roles and notes like no other's."""
    told = assessment()
    client, role, note = PLANTED[0], PLANTED[2], PLANTED[3]
    planted = replace(
        told,
        engagement=replace(told.engagement, client=client, authors=f"Author of {client}"),
        interviews=tuple(replace(one, role=role) for one in told.interviews),
        notes=tuple(replace(one, text=f"{note}, {number}") for number, one in enumerate(told.notes)),
    )
    path.write_bytes(write_workbook(QUESTIONS, planted))
    return path


def test_nothing_tells_where_the_database_is_nor_who_is_in_it(
    published: PeersHome, workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database, its backup, an export, and a draft, a final and the results of another client."""
    monkeypatch.setenv("PGPASSWORD", PLANTED[-1])
    published.done("add", planted_client(tmp_path / "zanzibar.xlsx"), "--yes", "--new", "--questions")
    published.done("publish", "--why", "a test")
    published.done("export", tmp_path / "final-export.csv")
    draft = built(workbook, "--peers", published.source)
    final = tmp_path / "final.docx"
    assert run("finalize", draft, "-o", final, "--no-pages", "--with-open-points", "a test").exit_code == 0
    told = [path for path in [*draft.parent.rglob("*"), *final.parent.glob("final*")] if path.is_file()]
    contents = [part for path in told for part in contents_of(path)]
    assert any(b"edition" in content for content in contents)
    kept = [dumped(published), published.done("audit", "--json").encode()]
    kept += [repr(read_base(read_parts(draft))).encode()]  # which the draft holds compressed
    if published.database.is_file:
        kept += [published.file.read_bytes(), back_up(published.file, datetime(2026, 1, 1)).read_bytes()]
    for content in (*kept, *contents):
        assert [one for one in PLANTED if one.lower().encode() in content.lower()] == []
    secrets = [str(tmp_path), "postgresql:", "test@", "host=", str(published.key)]
    assert [one for one in secrets if any(one.encode() in content for content in contents)] == []


def contents_of(path: Path) -> Iterator[bytes]:
    if path.suffix == ".docx":
        yield from read_parts(path).values()
    else:
        yield path.read_bytes()


# ------------------------------------------------------------------------------------------------------ how it is named


def test_a_cell_names_a_database_beside_the_workbook(firm: PeersHome, workbook: Path) -> None:
    shutil.copyfile(firm.file, workbook.parent / "firm.peers")
    engage(workbook, {"Peer data": "firm.peers"})
    found = scored(workbook)
    assert (found.comparison.source, found.comparison.database.n, found.comparison.invented) == ("firm.peers", 24, True)


def test_a_registered_name_stands_for_a_database(
    published: PeersHome, workbook: Path, tmp_path: Path, settings: Path
) -> None:
    """In the project file, or in a person's own settings."""
    folder = workbook.parent if published.database.is_file else settings
    entry = f"[peers]\nfirm = {json.dumps(published.source.replace(chr(92), '/'))}\n"
    (folder / "reportgen.toml").write_text(entry, encoding="utf-8")
    engage(workbook, {"Peer data": "firm"})
    draft = built(workbook)
    base = read_base(read_parts(draft))
    assert base is not None
    source = base.record.source("peers")
    assert (source.name, source.version, base.record.given.get("peers")) == ("firm", "1", None)
    engage(workbook, {"Peer data": None})
    draft = built(workbook, "--peers", "firm")
    by_set = ("--question-set", workbook.parent / SET_NAME)
    assert "peers: 24\n" in run("explain", workbook, "overall.peers", "--peers", "firm", *by_set).stdout
    refreshed = run("refresh", draft, workbook, "--dry-run")
    assert (refreshed.exit_code, "| peers | firm | the same |" in refreshed.stdout) == (0, True)
    assert run("review", draft, "--json").exit_code in (0, 1)
    (folder / "reportgen.toml").unlink()
    assert "peer data 'firm'" in one_sentence(run("refresh", draft, workbook, "--dry-run"))


def test_the_database_of_the_project_file_is_the_usual_one(firm: PeersHome, workbook: Path) -> None:
    (workbook.parent / "reportgen.toml").write_text(f'[peers]\ndatabase = "{firm.file.as_posix()}"\n', encoding="utf-8")
    result = results_of(built(workbook))
    assert result["made_with"]["files"]["peers"]["name"] == "firm.peers"


@pytest.mark.parametrize("name", ["postgresql://host/peers", "/srv/firm.peers", "../firm.peers", "C:\\firm.peers"])
def test_a_cell_never_names_a_server_or_a_folder_elsewhere(workbook: Path, name: str) -> None:
    engage(workbook, {"Peer data": name})
    assert "[peer-file-elsewhere]" in checked(workbook).stdout


def test_a_name_that_is_neither_a_file_nor_registered_is_told_with_those_that_are(workbook: Path) -> None:
    engage(workbook, {"Peer data": "frim"})
    told = " ".join(checked(workbook).stdout.split())
    assert "is no file in this workbook's folder, and no registered name of a peer database, of which" in told
    (workbook.parent / "reportgen.toml").write_text('[peers]\nfirm = "a.peers"\nold = "b.peers"\n', encoding="utf-8")
    assert "of a peer database: registered are 'firm' and 'old'." in " ".join(checked(workbook).stdout.split())


@pytest.mark.parametrize("kind", [(), ("--json",)])
def test_a_url_in_a_cell_is_not_repeated(workbook: Path, kind: tuple[str, ...]) -> None:
    engage(workbook, {"Peer data": "postgresql://ann:planted@host/peers"})
    told = checked(workbook, *kind)
    assert "postgresql://…" in told.stdout
    assert "planted" not in told.output


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ann:planted@host/peers",
        "postgresql://host/peers?user=ann&password=planted",
        "postgresql://host/peers?sslpassword=planted",
        "postgresql+psycopg://ann:planted@host/peers",
        "postgresql://ann:planted@[::1/peers",
        "mysql://planted/peers",
    ],
)
def test_a_url_with_a_password_or_of_something_else_is_refused_and_not_repeated(workbook: Path, url: str) -> None:
    message = one_sentence(checked(workbook, "--peers", url))
    assert "URL" in message
    assert "planted" not in message


def test_a_drive_of_windows_is_no_url(workbook: Path) -> None:
    assert "is not there" in one_sentence(checked(workbook, "--peers", "C:\\data\\peers.xlsx"))


def test_a_url_without_a_password_is_taken() -> None:
    url = "postgresql://ann@host:5433/peers?sslmode=verify-full&passfile=own"
    assert server_url(url) == url
    with pytest.raises(UsageError):
        server_url("postgresql://:x@host/peers")


# -------------------------------------------------------------------------------------------------- which edition it is


def test_a_refresh_compares_with_the_edition_of_the_draft_until_asked_for_another(
    published: PeersHome, workbook: Path, tmp_path: Path
) -> None:
    name = published.source
    draft = built(workbook, "--peers", name)
    again = ("refresh", draft, workbook, "--dry-run")
    publish(published, tmp_path, rows(*range(31, 37)))
    if published.database.is_file:
        shutil.copyfile(published.file, workbook.parent / "firm.peers")
        result = run(*again)
        assert (result.exit_code, "| peers | firm.peers | the same |" in result.stdout) == (0, True)
    else:
        assert "Part of what the draft was built from" in one_sentence(run(*again))
    assert "| changed |" in run(*again, "--peers", name).stdout


@pytest.mark.parametrize("change", ["withdrawn", "gone"])
def test_an_edition_that_is_not_what_it_was_stops_a_refresh(
    firm: PeersHome, workbook: Path, tmp_path: Path, change: str
) -> None:
    engage(workbook, {"Peer data": "firm.peers"})
    beside = PeersHome(str(workbook.parent / "firm.peers"), firm.key)
    shutil.copyfile(firm.file, beside.file)
    draft = built(workbook)
    if change == "withdrawn":
        beside.done("withdraw", "peer-003", "--why", "asked to")
    else:
        with closing(sqlite3.connect(beside.file)) as connection, connection:
            connection.execute("update edition set id = 7")
    result = run("refresh", draft, workbook, "--dry-run")
    assert result.exit_code == 2
    told = {"withdrawn": "compared with it: something in it was withdrawn", "gone": "no edition 1 any more"}
    for stopped in (result, run("review", draft, "--workbook", workbook)):
        assert told[change] in one_sentence(stopped)
        assert "Run reportgen refresh on the draft with --peers" in one_sentence(stopped)
    assert run("refresh", draft, workbook, "--dry-run", "--peers", beside.file).exit_code in (0, 1)


# ------------------------------------------------------------------------------------------------ the client among them


def test_the_client_is_known_by_what_names_it(
    published: PeersHome, workbook: Path, settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = scored(workbook, peers=source_of(published)).checked.assessment.engagement.client
    published.done("alias", "peer-005", "--name", f"{client.upper()} Limited")
    without_key = scored(workbook, peers=source_of(published)).comparison
    assert (without_key.database.n, without_key.notes[-1]) == (
        24,
        "The client was looked for among the peers by ids and scores only.",
    )
    keep_key(published, settings)
    with_key = scored(workbook, peers=source_of(published)).comparison
    assert with_key.database.n == 23
    assert with_key.notes == ("Earlier assessments of the client itself are left out.",)


def test_a_wrong_key_is_refused(published: PeersHome, workbook: Path, settings: Path) -> None:
    keep_key(published, settings).write_text("0" * 64 + "\n", encoding="ascii")
    assert "is not the one it was made with" in one_sentence(checked(workbook, "--peers", published.source))


def keep_key(home: PeersHome, settings: Path) -> Path:
    from reportgen.runs.peers.keeping import code_of

    return Path(shutil.copyfile(home.key, key_file(code_of(home.database), settings)))


def source_of(home: PeersHome) -> Path | str:
    return home.source if "://" in home.source else Path(home.source)


# ------------------------------------------------------------------------------------------ what was shown is on record


def recorded(home: PeersHome) -> list[dict[str, Any]]:
    with home.database.reading() as connection:
        rows = connection.execute(text("select record from release order by id"))
        return [json.loads(row.record) for row in rows]


def test_the_database_keeps_the_record_of_what_was_shown(
    published: PeersHome, workbook: Path, tmp_path: Path, settings: Path
) -> None:
    """By the rule of the file, which is not written: one to four who come are not shown, five are."""
    keep_key(published, settings)
    draft = built(workbook, "--peers", published.source)
    [first] = recorded(published)
    [assessments] = first["assessments"]
    count = len(base64.b64decode(assessments["assessments"])) // 8
    assert (first["format"], count, len(first["releases"])) == (FORMAT, 24, 1)
    built(workbook, "--peers", published.source)
    assert recorded(published) == [first]
    assert not (draft.parent / SHOWN_FILE).exists()
    published.imported(tmp_path / "more.csv", rows(31, 32))
    published.done("publish", "--why", "a test")
    shown = results_of(built(workbook, "--peers", published.source))["overall"]["standing"]
    assert (shown["n"], len(recorded(published))) == (24, 1)
    publish(published, tmp_path, rows(*range(33, 38)))
    shown = results_of(built(workbook, "--peers", published.source))["overall"]["standing"]
    assert (shown["n"], len(recorded(published))) == (31, 2)
    told = json.dumps(recorded(published))
    assert [one for one in ("peer-0", str(tmp_path), "museum", "Museum") if one in told] == []


def test_who_withdrew_since_is_shown_to_nobody_who_saw_them(firm: PeersHome, workbook: Path, settings: Path) -> None:
    keep_key(firm, settings)
    built(workbook, "--peers", firm.source)
    firm.done("withdraw", "peer-003", "--why", "asked to")
    shown = results_of(built(workbook, "--peers", firm.source))["overall"]["standing"]
    assert "has been withdrawn" in shown["reason"]


def test_whoever_refreshes_at_a_page_is_told_before_that_it_stays_on_record(
    firm: PeersHome, workbook: Path, tmp_path: Path, settings: Path
) -> None:
    draft, given, made = built(workbook, "--peers", firm.source), tmp_path / "given", tmp_path / "made"
    given.mkdir()
    made.mkdir()
    for path in (draft, workbook):
        shutil.copy(path, given)
    usual = BuildOptions(peers=Path(firm.source), question_set=str(workbook.parent / SET_NAME))
    ask = Ask(given=given, made=made, options=BuildOptions(usual=usual))
    assert received(ask, lambda _: None)["draft"]["is_recorded"] is False, "there is no key"
    keep_key(firm, settings)
    assert received(ask, lambda _: None)["draft"]["is_recorded"] is True
    assert received(replace(ask, options=BuildOptions()), lambda _: None)["draft"]["is_recorded"] is False


def test_two_runs_at_once_do_not_both_show_peers(firm: PeersHome, workbook: Path, settings: Path) -> None:
    keep_key(firm, settings)
    first, second = (scored(workbook, peers=Path(firm.source)).checked.keeper for _ in range(2))
    assert first is not None
    assert second is not None
    assert first.keep("{}") == ""
    with pytest.raises(PeerDatabaseError, match="Another run meanwhile"):
        second.keep("{}")


@pytest.mark.postgresql
def test_without_the_right_to_write_it_is_compared_and_said(
    peers_server: PeersHome, workbook: Path, tmp_path: Path, settings: Path
) -> None:
    publish(peers_server, tmp_path, MANY)
    keep_key(peers_server, settings)
    url = peers_server.source
    on_server(url, "create role looker login")
    on_server(url, "grant select on all tables in schema public to looker")
    try:
        by_set = ("--question-set", workbook.parent / SET_NAME, "-o", tmp_path / "out")
        result = run("build", workbook, *by_set, "--peers", url.replace("test@", "looker@"))
        assert (result.exit_code, "but not recorded" in result.stderr) == (0, True)
        assert recorded(peers_server) == []
    finally:
        on_server(url, "drop owned by looker")
        on_server(url, "drop role looker")


# --------------------------------------------------------------------------------------------- what stands in the way


def test_a_database_without_an_edition_says_what_to_do(home: PeersHome, workbook: Path) -> None:
    assert "'reportgen peers publish' makes one" in one_sentence(checked(workbook, "--peers", home.source))
    assert home.done("publish") == "There are no assessments yet, so no edition was published.\n"


def test_a_server_without_its_driver_says_how_to_get_it(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    told = one_sentence(checked(workbook, "--peers", "postgresql://me@host/peers"))
    assert "cannot be used: it is on a PostgreSQL server, which needs the extra 'postgresql' of reportgen" in told
    assert 'pip install -e ".[postgresql]"' in told


@pytest.mark.parametrize(("found", "said"), [("9999", "made by a newer reportgen"), (None, "it is no peer database")])
def test_another_format_is_refused(firm: PeersHome, workbook: Path, found: str | None, said: str) -> None:
    with closing(sqlite3.connect(firm.file)) as connection, connection:
        if found:
            connection.execute("update alembic_version set version_num = ?", (found,))
        else:
            connection.execute("drop table alembic_version")
    assert said in one_sentence(checked(workbook, "--peers", firm.file))


@pytest.mark.parametrize("table", ["cake", "alembic_version"])
def test_a_database_of_something_else_is_told_as_what_it_is(workbook: Path, tmp_path: Path, table: str) -> None:
    """A build and the commands on databases say the same of it; `peers init` would refuse it."""
    file = tmp_path / "other.db"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(f"create table {table} (version_num text)")
        connection.execute(f"insert into {table} values ('4f1c')")
    built = one_sentence(checked(workbook, "--peers", file))
    assert "cannot be used: it is no peer database. A file of peers (.xlsx, .csv) is taken in with" in built
    assert f"{file} is no peer database. A file of peers" in one_sentence(run("peers", "summary", "--database", file))


def test_changed_bytes_are_no_edition(firm: PeersHome, workbook: Path) -> None:
    with closing(sqlite3.connect(firm.file)) as connection, connection:
        connection.execute("update edition set body = zeroblob(length(body))")
    assert "edition 1 was changed since it was published" in one_sentence(checked(workbook, "--peers", firm.file))


def test_a_damaged_file_is_said_to_be_damaged(firm: PeersHome, workbook: Path) -> None:
    content = bytearray(firm.file.read_bytes())
    content[100:] = b"\xff" * (len(content) - 100)
    firm.file.write_bytes(content)
    assert "damaged, or no database" in one_sentence(checked(workbook, "--peers", firm.file))


def test_in_a_cell_it_is_a_problem_of_the_workbook(firm: PeersHome, workbook: Path) -> None:
    (workbook.parent / "firm.peers").write_bytes(firm.file.read_bytes()[:4096])
    engage(workbook, {"Peer data": "firm.peers"})
    result = checked(workbook)
    assert (result.exit_code, "[peer-file-unreadable]" in result.stdout) == (1, True)


def test_what_a_killed_writer_left_half_done_is_never_read(firm: PeersHome, workbook: Path, tmp_path: Path) -> None:
    """The journal of a writer who was stopped must be played back first, and a reader may not."""
    with closing(sqlite3.connect(firm.file, isolation_level=None)) as connection:
        connection.execute("pragma cache_size = 1")
        connection.execute("begin immediate")
        connection.execute("update edition set head = ''")
        connection.execute("create table filler as select hex(randomblob(500000))")
        for name in ("firm.peers", "firm.peers-journal"):
            shutil.copyfile(firm.file.with_name(name), tmp_path / f"killed{name[4:]}")
    told = one_sentence(checked(workbook, "--peers", tmp_path / "killed.peers"))
    assert "cannot be used: it was left half written: its last writer was stopped in the middle." in told
    assert "such as 'reportgen peers check': what was half written is then taken back." in told


def test_a_build_loads_no_library_of_databases(firm: PeersHome, workbook: Path) -> None:
    from tests.test_loaded_modules import modules_after

    options = ("--question-set", str(workbook.parent / SET_NAME), "--peers", str(firm.file))
    loaded = modules_after("check", str(workbook), *options)
    assert not {"sqlalchemy", "alembic", "psycopg"} & loaded


def test_versions_of_the_set_are_told_as_for_a_file(home: PeersHome, workbook: Path, tmp_path: Path) -> None:
    older = [replace(one, set_version="0.1") for one in rows(1, 2)]
    publish(home, tmp_path, [*older, *rows(*range(3, 9))])
    result = checked(workbook, "--peers", home.source)
    assert "[other-peer-version]" in result.stdout
    assert QUESTIONS.version != "0.1"
