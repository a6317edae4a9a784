"""A peer database by its commands, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from reportgen.cli.main import cli
from reportgen.common.language import day_in_words
from reportgen.common.model import Peer
from reportgen.peers.database.indicators import studied_assessments
from reportgen.peers.database.rows import Intake, packed, stored_table
from reportgen.peers.database.tables import METADATA
from reportgen.peers.database.upgrading import back_up
from reportgen.peers.files import read_peers
from reportgen.peers.writing import write_peer_csv
from reportgen.runs.score import score_workbook
from tests.commands import one_sentence, run
from tests.corpus.base import QUESTIONS
from tests.peer_databases import SET, PeersHome, client_workbook, dumped, peer_file, rows

TODAY = date(2026, 11, 28)
SECRET = "opensesame"
PLANTED = (
    "Harbour Museum",
    "harbour",
    "Role 1",
    "Watched for an hour",
    "client.xlsx",
    "Jane Example",
    "A. Author",
    SECRET,
)


def exported(home: PeersHome, file: Path, *options: str) -> list[Peer]:
    """The peers of a file that `export` writes."""
    home.done("export", file, *options)
    data, problems = read_peers(file, QUESTIONS, TODAY)
    assert not problems
    assert data.invented
    return list(data.peers)


def code_of(text: str) -> str:
    """The code of the organisation that `add` prints."""
    return text.partition("organisation ")[2].partition(",")[0]


# ------------------------------------------------------------------------------------------------------ files of peers


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_file_of_peers_comes_out_as_it_went_in(home: PeersHome, tmp_path: Path, suffix: str) -> None:
    peers = rows(*range(1, 8))
    peers[0] = replace(peers[0], elements={"door": Fraction("-12.345678"), "rooms": Fraction(1, 8)}, owner="")
    peers[0] = replace(peers[0], elements={"door": Fraction("12.345678"), "rooms": Fraction(1, 8)})
    assert home.imported(tmp_path / "in.csv", peers) == "7 assessments read: 7 assessments stored.\n"
    assert exported(home, tmp_path / f"out{suffix}") == peers


def test_the_same_file_again_changes_nothing_and_says_so(home: PeersHome, tmp_path: Path) -> None:
    home.imported(tmp_path / "in.csv", rows(1, 2, 3))
    before = exported(home, tmp_path / "before.csv")
    told = home.imported(tmp_path / "in.csv", rows(2, 3, 4))
    assert told == "3 assessments read: 1 assessment stored, 2 there already: nothing was changed.\n"
    other = [replace(one, elements={"door": Fraction(1)}) for one in rows(1)]
    told = home.imported(tmp_path / "in.csv", other)
    assert "no assessments stored, 1 there already with other facts or scores, and left as stored: peer-001" in told
    assert exported(home, tmp_path / "after.csv")[:3] == before


def test_codes_and_terms_are_the_same_whatever_their_case(home: PeersHome, tmp_path: Path) -> None:
    home.imported(tmp_path / "in.csv", rows(1))
    home.imported(tmp_path / "in.csv", rows(1, id="PEER-001", sector="ZOOS", date=date(2024, 5, 1)))
    assert {(one.id, one.sector) for one in exported(home, tmp_path / "out.csv")} == {("peer-001", "Zoos")}


def test_an_element_that_a_set_has_later_is_none_before(home: PeersHome, tmp_path: Path) -> None:
    early, late = rows(1, 2)
    early = replace(early, elements={"door": Fraction(40)})
    home.imported(tmp_path / "in.csv", [early, late])
    assert exported(home, tmp_path / "out.csv") == [early, late]


def test_a_file_with_an_error_is_not_taken_in_at_all(home: PeersHome, tmp_path: Path) -> None:
    file = peer_file(tmp_path / "in.csv", rows(1, 2))
    file.write_text(file.read_text(encoding="utf-8-sig").replace("peer-002", "peer-002,x"), encoding="utf-8")
    result = home.run("import", file)
    assert result.exit_code == 1
    assert "in.csv" in result.stderr
    assert json.loads(home.done("summary", "--json"))["assessments"] == 0


def test_invented_and_real_organisations_are_kept_apart(peers_file: PeersHome, tmp_path: Path) -> None:
    result = peers_file.run("import", peer_file(tmp_path / "in.csv", rows(1), invented=False))
    assert "The organisations of the database are invented" in one_sentence(result)
    real = PeersHome(str(tmp_path / "real.peers"), tmp_path / "real.key")
    real.done("init", "--key", real.key)
    assert "The organisations of the file are invented" in one_sentence(
        real.run("import", peer_file(tmp_path / "in.csv", rows(1)))
    )


@pytest.mark.parametrize("command", ["summary", "editions", "audit", "check", "publish"])
def test_every_output_says_that_organisations_are_invented(peers_file: PeersHome, tmp_path: Path, command: str) -> None:
    peers_file.imported(tmp_path / "in.csv", rows(*range(1, 6)))
    assert peers_file.run(command).output.count("The organisations of this database are invented.") == 1


@pytest.mark.parametrize("command", ["init", "rekey"])
def test_a_new_key_takes_no_file_s_place_and_no_option_is_named_that_is_not_there(
    peers_file: PeersHome, tmp_path: Path, command: str
) -> None:
    taken = tmp_path / "taken.key"
    taken.write_text("a file of somebody", encoding="utf-8")
    there = PeersHome(str(tmp_path / "other.peers"), taken) if command == "init" else peers_file
    said = one_sentence(there.run(command, "--key", taken))
    assert "taken.key exists already" in said
    assert "--force" not in said
    assert taken.read_text(encoding="utf-8") == "a file of somebody"


@pytest.mark.parametrize(("name", "said"), [("gone.csv", "is not there"), ("folder", "is a folder")])
def test_a_file_of_indicators_is_looked_at_as_any_other(
    peers_file: PeersHome, tmp_path: Path, name: str, said: str
) -> None:
    (tmp_path / "folder").mkdir()
    assert said in one_sentence(peers_file.run("import", tmp_path / name, "--indicators"))


def test_a_database_is_no_file_of_peers(peers_file: PeersHome) -> None:
    said = one_sentence(peers_file.run("import", peers_file.file))
    assert "is a database (SQLite), not a file of peers" in said


@pytest.mark.postgresql
def test_both_kinds_hold_the_same_edition(peers_file: PeersHome, peers_server: PeersHome, tmp_path: Path) -> None:
    peers_file.imported(tmp_path / "in.csv", rows(*range(1, 12)))
    peers_server.imported(tmp_path / "in.csv", rows(*reversed(range(1, 12))))
    found = [json.loads(one.done("publish", "--json"))["edition"]["sha256"] for one in (peers_file, peers_server)]
    assert found[0] == found[1]


# ----------------------------------------------------------------------------------------------------------- editions


def test_an_edition_stands_until_the_next_and_each_can_be_had(home: PeersHome, tmp_path: Path) -> None:
    home.imported(tmp_path / "in.csv", rows(*range(1, 7)))
    assert home.done("publish").startswith("Edition 1: 6 assessments, SHA-256 ")
    assert home.done("publish") == "Nothing has changed since the last edition, so none was published.\n"
    home.imported(tmp_path / "in.csv", rows(*range(7, 12)))
    home.done("publish")
    assert [one["n"] for one in json.loads(home.done("editions", "--json"))] == [6, 11]
    assert exported(home, tmp_path / "first.csv", "--edition", "1") == rows(*range(1, 7))
    assert "There is no edition 3. The last is edition 2." in one_sentence(
        home.run("export", tmp_path / "x.csv", "--edition", "3")
    )


@pytest.mark.parametrize("came", [1, 4])
def test_one_to_four_are_not_published(home: PeersHome, tmp_path: Path, came: int) -> None:
    home.imported(tmp_path / "in.csv", rows(*range(1, 7)))
    home.done("publish")
    home.imported(tmp_path / "in.csv", rows(*range(7, 7 + came)))
    result = home.run("publish")
    assert result.exit_code == 1
    assert "Not published" in one_sentence(result)
    assert len(json.loads(home.done("editions", "--json"))) == 1
    home.done("publish", "--why", "the year ends")
    assert json.loads(home.done("audit", "--json"))[-1]["why"] == "the year ends"


def published(home: PeersHome, *options: str) -> tuple[int | None, int]:
    """How many assessments the next edition has, if there is one, and how many wait."""
    done = home.run("publish", "--json", *options)
    if done.exit_code:
        assert "Not published" in one_sentence(done)
        return None, 0
    told = json.loads(done.stdout)
    return told["edition"] and told["edition"]["n"], told["waiting"]


AGAIN = date(2026, 1, 1)


def test_one_made_again_is_one_that_came_and_one_that_went(peers_file: PeersHome, tmp_path: Path) -> None:
    peers_file.imported(tmp_path / "in.csv", rows(*range(1, 7)))
    peers_file.done("publish")
    peers_file.imported(tmp_path / "in.csv", rows(1, 2, 3, 4, date=AGAIN))
    assert "4 assessments came and 4 assessments went since edition 1" in one_sentence(peers_file.run("publish"))
    peers_file.imported(tmp_path / "in.csv", rows(7, 8, 9))
    assert published(peers_file) == (None, 0), "seven came, but four went"
    peers_file.imported(tmp_path / "in.csv", rows(5, date=AGAIN))
    assert published(peers_file) == (14, 0)
    assert peers_file.done("publish").startswith("Nothing has changed")


def test_what_so_few_changed_waits_while_enough_newcomers_go_out(home: PeersHome, tmp_path: Path) -> None:
    home.imported(tmp_path / "in.csv", rows(*range(1, 7)))
    home.done("publish")
    home.imported(tmp_path / "in.csv", rows(*range(7, 12)) + rows(1, date=AGAIN))
    done = home.run("publish")
    assert done.stdout.startswith("Edition 2: 11 assessments")
    assert "1 assessment waits for a later edition" in done.stderr
    assert exported(home, tmp_path / "second.csv", "--edition", "2") == rows(*range(1, 12))
    line = json.loads(home.done("audit", "--json"))[-1]
    assert [line[name] for name in ("gained", "lost", "waiting")] == [5, 0, 1]
    assert published(home) == (None, 0), "one alone waits"
    home.imported(tmp_path / "in.csv", rows(2, 3, 4, 5, date=AGAIN))
    assert published(home) == (16, 0)


def test_an_earlier_assessment_than_the_newest_changes_no_report(peers_file: PeersHome, tmp_path: Path) -> None:
    peers_file.imported(tmp_path / "in.csv", rows(*range(1, 7)))
    peers_file.done("publish")
    peers_file.imported(tmp_path / "in.csv", rows(1, date=date(2020, 1, 1)))
    assert published(peers_file) == (7, 0)


def test_assessments_are_counted_by_question_set(peers_file: PeersHome, tmp_path: Path) -> None:
    """Reports compare by one of them: three and three are few in each."""
    other = replace(QUESTIONS, id="other-care")
    with peers_file.database.writing() as connection:
        Intake(connection, QUESTIONS).take(rows(*range(1, 7)))
        Intake(connection, other).take(rows(*range(1, 7), set_id=other.id))
    assert published(peers_file) == (12, 0)
    with peers_file.database.writing() as connection:
        Intake(connection, QUESTIONS).take(rows(7, 8, 9))
        Intake(connection, other).take(rows(7, 8, 9, set_id=other.id))
    assert published(peers_file) == (None, 0)
    peers_file.imported(tmp_path / "in.csv", rows(10, 11))
    assert published(peers_file) == (17, 3)


def test_an_element_of_a_newcomer_alone_does_not_make_the_others_differ(peers_file: PeersHome, tmp_path: Path) -> None:
    early = [replace(one, elements={"door": Fraction(one.elements["door"])}) for one in rows(*range(1, 7))]
    peers_file.imported(tmp_path / "in.csv", early)
    peers_file.done("publish")
    peers_file.imported(tmp_path / "in.csv", rows(7))
    assert "1 assessment came and no assessments went" in one_sentence(peers_file.run("publish"))


def test_a_client_added_under_another_name_of_it_is_no_newcomer(peers_file: PeersHome, tmp_path: Path) -> None:
    code = code_of(peers_file.done("add", client_workbook(tmp_path / "a.xlsx"), "--yes").splitlines()[-1])
    peers_file.imported(tmp_path / "in.csv", rows(*range(1, 7)))
    peers_file.done("publish")
    peers_file.done("alias", code, "--name", "Dock Museum", "--number", "SC123")
    peers_file.imported(tmp_path / "in.csv", rows(7, 8, 9, 10))
    renamed = client_workbook(tmp_path / "b.xlsx", "Dock Museum", date=date(2026, 4, 1))
    assert code_of(peers_file.done("add", renamed, "--yes", "--number", "SC 123").splitlines()[-1]) == code
    assert published(peers_file) == (None, 0), "five assessments came, of four organisations that are new"


def test_whoever_is_withdrawn_does_not_count_as_gone(peers_file: PeersHome, tmp_path: Path) -> None:
    """It went from the edition itself, so two editions do not differ by it."""
    peers_file.imported(tmp_path / "in.csv", rows(*range(1, 8)))
    peers_file.done("publish")
    peers_file.done("withdraw", "peer-003", "--why", "asked for it")
    peers_file.imported(tmp_path / "in.csv", rows(8, 9, 10, 11))
    assert published(peers_file) == (None, 0), "four came, whoever went"
    peers_file.imported(tmp_path / "in.csv", rows(12))
    assert published(peers_file) == (11, 0)


def test_fewer_than_five_are_no_edition(peers_file: PeersHome, tmp_path: Path) -> None:
    peers_file.imported(tmp_path / "in.csv", rows(1, 2, 3))
    assert "3 assessments came and no assessments went so far" in one_sentence(peers_file.run("publish"))


def test_a_summary_tells_no_number_under_five(home: PeersHome, tmp_path: Path) -> None:
    home.imported(tmp_path / "in.csv", rows(*range(1, 8)) + rows(8, 9, sector="Opera"))
    found = json.loads(home.done("summary", "--json"))
    assert (found["organisations"], found["assessments"]) == (9, 9)
    assert found["sector"] == {"Opera": "under 5", "Zoos": 7}
    printed = home.done("summary")
    assert "Opera" in printed
    assert "under 5" in printed


# ------------------------------------------------------------------------------------------------ finished workbooks


def test_a_workbook_is_shown_and_then_taken_in(home: PeersHome, tmp_path: Path) -> None:
    workbook = client_workbook(tmp_path / "client.xlsx")
    told = home.done("add", workbook, "--yes", "--questions")
    for line in ("date              1 April 2025", "sector            Zoos", "size              Under 250 staff"):
        assert line in told
    assert "recognised by     keyed hashes of its name" in told
    code = code_of(told.splitlines()[-1])
    [found] = exported(home, tmp_path / "out.csv")
    assert (found.id, found.date, found.region) == (code, date(2025, 4, 1), "North")
    assert found.elements["booking"] == 20
    again = home.done("add", workbook, "--yes", "--organisation", code)
    assert "no assessments stored, 1 there already: nothing was changed" in again
    assert len(exported(home, tmp_path / "again.csv")) == 1
    assert [sizes(home)[name] for name in ("alias", "assessment", "question_score")] == [1, 1, 1]
    assert packed({"D-01": Fraction(20)}, ["D-01"]) in dumped(home)
    home.done("withdraw", code, "--why", "asked for it")
    assert [sizes(home)[name] for name in ("alias", "assessment", "question_score")] == [1, 0, 0], "it is known as gone"


def test_nothing_of_a_workbook_is_stored_unseen(peers_file: PeersHome, tmp_path: Path) -> None:
    workbook = client_workbook(tmp_path / "client.xlsx")
    assert "Store it with --yes" in one_sentence(peers_file.run("add", workbook))
    assert json.loads(peers_file.done("summary", "--json"))["assessments"] == 0


@pytest.mark.parametrize(("answer", "stored"), [("y", 1), ("n", 0)])
def test_on_a_terminal_it_is_asked(
    peers_file: PeersHome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, stored: int
) -> None:
    monkeypatch.setattr("reportgen.cli.peers._somebody_is_there", lambda: True)
    words = ["peers", "add", client_workbook(tmp_path / "client.xlsx"), "--question-set", SET]
    words += ["--database", peers_file.source, "--key", peers_file.key]
    result = CliRunner().invoke(cli, list(map(str, words)), input=f"{answer}\n")
    assert "Store this? [y/N]" in result.stderr
    assert result.exit_code == 1 - stored
    assert ("Nothing was stored." in result.stderr) == (not stored)
    assert json.loads(peers_file.done("summary", "--json"))["assessments"] == ("under 5" if stored else 0)


def test_who_the_client_is_is_asked_when_a_name_agrees(home: PeersHome, tmp_path: Path) -> None:
    first = client_workbook(tmp_path / "client.xlsx")
    code = code_of(home.done("add", first, "--yes", "--number", "SC 123-456").splitlines()[-1])
    later = client_workbook(tmp_path / "later.xlsx", "HARBOUR-MUSEUM Ltd.", date=date(2026, 4, 1))
    result = home.run("add", later, "--yes")
    assert result.exit_code == 1
    assert f"by its name: {code}" in one_sentence(result)
    assert code_of(home.done("add", later, "--yes", "--number", "sc123456").splitlines()[-1]) == code
    named = client_workbook(tmp_path / "named.xlsx", date=date(2026, 5, 1), own_peer_ids=(code,))
    assert code_of(home.done("add", named, "--yes").splitlines()[-1]) == code
    other = client_workbook(tmp_path / "other.xlsx", date=date(2026, 6, 1))
    assert code_of(home.done("add", other, "--yes", "--new").splitlines()[-1]) != code
    assert len(exported(home, tmp_path / "out.csv")) == 4


def test_a_client_is_known_by_its_scores_under_any_name(peers_file: PeersHome, tmp_path: Path, sample: Path) -> None:
    results = score_workbook(sample, without_peers=True)
    scores = {name: group.value for name, group in results.scores.elements.items() if group.value is not None}
    told = results.checked.questions
    own = Peer("THEIRS", "", date(2026, 3, 20), "Retail", "North", "Large", told.id, told.version, scores)
    file = tmp_path / "in.csv"
    file.write_bytes(write_peer_csv(told, [own], invented=True))
    assert run("peers", "import", file, "--database", peers_file.source).exit_code == 0
    keyed = ("--database", peers_file.source, "--key", peers_file.key)
    refused = run("peers", "add", sample, "--yes", *keyed)
    assert "more than half of its scores are those of an organisation in the database: THEIRS" in one_sentence(refused)


def test_an_alias_lets_a_renamed_organisation_be_recognised(home: PeersHome, tmp_path: Path) -> None:
    code = code_of(home.done("add", client_workbook(tmp_path / "a.xlsx"), "--yes").splitlines()[-1])
    assert home.done("alias", code, "--name", "Dock Museum") == f"{code}: 1 alias added.\n"
    renamed = client_workbook(tmp_path / "b.xlsx", "The Dock Museum", date=date(2026, 4, 1))
    assert code in one_sentence(home.run("add", renamed, "--yes"))
    assert "There is no organisation 'NOBODY'" in one_sentence(home.run("alias", "NOBODY", "--name", "x"))
    for words, said in {
        ("--name", "GmbH & Co. KG"): "'GmbH & Co. KG' is a legal form only",
        ("--domain", "nonsense"): "'nonsense' is no domain on the web",
        ("--number", "unknown"): "'unknown' is no number of a register",
    }.items():
        assert said in one_sentence(home.run("alias", code, *words))
    assert sizes(home)["alias"] == 2, "nothing of them was stored"
    assert "'x' is no domain" in one_sentence(home.run("add", renamed, "--yes", "--domain", "x"))
    assert "there must be letters or digits" in one_sentence(home.run("alias", code, "--name", "-"))


def test_a_wrong_key_is_refused_and_a_lost_one_survived(
    home: PeersHome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbook = client_workbook(tmp_path / "client.xlsx")
    code = code_of(home.done("add", workbook, "--yes").splitlines()[-1])
    new = tmp_path / "new.key"
    assert "1 alias of the old one went" in home.done("rekey", "--key", new)
    assert "The key is not the one" in one_sentence(home.run("add", workbook, "--yes"))
    home = replace(home, key=new)
    home.done("add", workbook, "--yes", "--organisation", code)
    assert code in one_sentence(home.run("add", workbook, "--yes"))
    monkeypatch.setenv("REPORTGEN_SETTINGS", str(tmp_path / "settings"))
    home.done("rekey")
    own = Path(json.loads(home.done("rekey", "--json"))["key"])
    assert own.parent == tmp_path / "settings"
    assert os.name == "nt" or {stat.S_IMODE(file.stat().st_mode) & 0o077 for file in own.parent.iterdir()} == {0}
    assert len(list(own.parent.iterdir())) == 2, "the key before is kept"
    new.write_text("no key", encoding="utf-8")
    assert "is no key of a peer database" in one_sentence(home.run("add", workbook, "--yes"))
    new.unlink()
    assert "or name its file with --key" in one_sentence(home.run("add", workbook, "--yes"))


def test_a_workbook_with_errors_is_left_out_and_the_rest_taken_in(peers_file: PeersHome, tmp_path: Path) -> None:
    sound = client_workbook(tmp_path / "sound.xlsx")
    undated = client_workbook(tmp_path / "undated.xlsx", "Other Museum", date=None)
    result = peers_file.run("add", undated, sound, "--yes")
    assert result.exit_code == 2
    assert "peers are chosen by date" in one_sentence(result)
    assert len(exported(peers_file, tmp_path / "out.csv")) == 1


# ---------------------------------------------------------------------------------------------------------- withdrawal


def test_withdrawal_reaches_rows_editions_and_results(home: PeersHome, tmp_path: Path) -> None:
    home.imported(tmp_path / "in.csv", rows(*range(1, 8)))
    csv = tmp_path / "growth.csv"
    csv.write_text("code,indicator,year,value,how\npeer-003,growth,2025,12.5,accounts\n", encoding="utf-8")
    home.done("import", csv, "--indicators")
    home.done("publish")
    told = home.done("withdraw", "peer-003", "--why", "asked for it")
    assert told == "1 assessment and 1 indicator withdrawn, and out of 1 edition.\n"
    assert [one.id for one in exported(home, tmp_path / "now.csv")] == [f"peer-{n:03}" for n in (1, 2, 4, 5, 6, 7)]
    assert len(exported(home, tmp_path / "edition.csv", "--edition", "1")) == 6
    assert "6 assessments (1 withdrawn since), SHA-256" in home.done("editions")
    assert home.done("publish").startswith("Nothing has changed")
    home.imported(tmp_path / "in.csv", rows(3, date=date(2026, 1, 1)))
    assert len(exported(home, tmp_path / "later.csv")) == 6, "no file brings it back"
    workbook = client_workbook(tmp_path / "client.xlsx", own_peer_ids=("PEER-003",))
    assert "was withdrawn on" in one_sentence(home.run("add", workbook, "--yes"))
    assert json.loads(home.done("summary", "--json"))["withdrawn"] == 1
    assert home.done("check").endswith("no faults.\n")
    line = json.loads(home.done("audit", "--json"))[-2]
    assert [line[name] for name in ("did", "organisation", "indicators")] == ["withdraw", "peer-003", 1]


def test_nothing_of_a_withdrawn_organisation_is_left_in_the_file(peers_file: PeersHome, tmp_path: Path) -> None:
    scores = {element.id: Fraction(f"5{number}.271828") for number, element in enumerate(QUESTIONS.elements)}
    planted = [replace(one, elements=scores, sector="Only this sector") for one in rows(1)]
    peers_file.imported(tmp_path / "in.csv", planted + rows(*range(2, 300)))
    peers_file.done("publish")
    packed = b"".join(int(score * 1_000_000).to_bytes(4, "little") for score in scores.values())
    assert packed in peers_file.file.read_bytes()
    peers_file.done("withdraw", "peer-001", "--why", "asked for it")
    left = peers_file.file.read_bytes()
    assert packed not in left
    assert packed[:4] not in left


def test_a_withdrawal_names_the_backups_that_still_hold_it(peers_file: PeersHome, tmp_path: Path) -> None:
    peers_file.imported(tmp_path / "in.csv", rows(*range(1, 7)))
    backup = peers_file.file.with_name("firm.peers.before-0002-2026-01-01-120000")
    backup.write_bytes(peers_file.file.read_bytes())
    result = peers_file.run("withdraw", "peer-001", "--why", "asked for it")
    assert f"The backup {backup} still holds it" in result.stderr
    assert "kept elsewhere, dumps and exports are not reached" in result.stderr


def test_one_assessment_alone_is_taken_out_of_rows_editions_and_bytes(home: PeersHome, tmp_path: Path) -> None:
    scores = {element.id: Fraction(f"5{number}.271828") for number, element in enumerate(QUESTIONS.elements)}
    wrong = [replace(one, elements=scores) for one in rows(3, date=AGAIN)]
    home.imported(tmp_path / "in.csv", rows(*range(1, 8)) + wrong)
    csv = tmp_path / "growth.csv"
    csv.write_text("code,indicator,year,value,how\npeer-003,growth,2025,12.5,accounts\n", encoding="utf-8")
    home.done("import", csv, "--indicators")
    home.done("publish")
    bytes_of_it = b"".join(int(score * 1_000_000).to_bytes(4, "little") for score in scores.values())
    backup = tmp_path / "older"
    if home.database.is_file:
        backup = home.file.with_name("firm.peers.before-0002-2026-01-01-120000")
        backup.write_bytes(home.file.read_bytes())
    done = home.run("withdraw", "PEER-003", "--date", "2026-01-01", "--why", "wrong answers")
    assert done.stdout == "1 assessment withdrawn, and out of 1 edition.\n"
    assert "A file of peers that holds that assessment brings it back" in done.stderr
    assert (f"The backup {backup} still holds it" in done.stderr) == home.database.is_file
    assert exported(home, tmp_path / "now.csv") == rows(*range(1, 8))
    assert exported(home, tmp_path / "edition.csv", "--edition", "1") == rows(*range(1, 8))
    assert bytes_of_it not in dumped(home)
    if home.database.is_file:
        assert bytes_of_it not in home.file.read_bytes()
    assert sizes(home)["indicator"] == 1, "the results of an organisation are of no assessment"
    assert home.done("check").endswith("no faults.\n")
    line = json.loads(home.done("audit", "--json"))[-1]
    assert [line[name] for name in ("did", "organisation", "date", "assessments")] == [
        "withdraw",
        "peer-003",
        "2026-01-01",
        1,
    ]
    assert published(home) == (None, 0), "nothing came or went since"
    home.imported(tmp_path / "in.csv", rows(3, date=AGAIN))
    assert "1 assessment came and 1 assessment went" in one_sentence(home.run("publish")), "corrected, it waits"


def test_a_day_without_an_assessment_is_told(peers_file: PeersHome, tmp_path: Path) -> None:
    peers_file.imported(tmp_path / "in.csv", [*rows(1), *rows(1, date=AGAIN)])
    told = one_sentence(peers_file.run("withdraw", "peer-001", "--date", "2026-02-01", "--why", "wrong"))
    assert "peer-001 has no assessment of 1 February 2026. There are those of " in told
    assert "and 1 January 2026." in told
    assert peers_file.run("withdraw", "peer-001", "--date", "1.2.2026", "--why", "wrong").exit_code == 2


def test_what_was_withdrawn_before_is_told_with_its_day(home: PeersHome, tmp_path: Path) -> None:
    home.imported(tmp_path / "in.csv", rows(*range(1, 8)) + rows(2, date=AGAIN))
    first = ("withdraw", "peer-002", "--date", "2026-01-01", "--why", "wrong")
    home.done(*first)
    today = day_in_words(date.today())
    told = home.done(*first)
    assert told == (
        f"The assessment of 1 January 2026 of peer-002 was withdrawn on {today} already, and nothing of it was left.\n"
    )
    home.imported(tmp_path / "in.csv", rows(2, date=AGAIN))
    assert home.done(*first).startswith("1 assessment withdrawn"), "what came back goes again"
    home.done("withdraw", "peer-001", "--why", "asked for it")
    lines = len(json.loads(home.done("audit", "--json")))
    told = home.done("withdraw", "peer-001", "--why", "asked for it")
    assert told == f"peer-001 was withdrawn on {today} already, and nothing of it was left.\n"
    assert json.loads(home.done("withdraw", "peer-001", "--why", "x", "--json"))["already"] == date.today().isoformat()
    assert len(json.loads(home.done("audit", "--json"))) == lines


def test_a_workbook_of_a_withdrawn_client_without_its_code_is_recognised(home: PeersHome, tmp_path: Path) -> None:
    workbook = client_workbook(tmp_path / "client.xlsx")
    code = code_of(home.done("add", workbook, "--yes", "--number", "SC123").splitlines()[-1])
    home.done("withdraw", code, "--why", "asked for it")
    told = one_sentence(home.run("add", workbook, "--yes"))
    assert f"its client may be one that was withdrawn, by its name, number or domain: {code}, on " in told
    assert "add it with --new" in told
    other = client_workbook(tmp_path / "other.xlsx", "Another Museum")
    assert code in one_sentence(home.run("add", other, "--yes", "--number", "SC 123"))
    assert "was withdrawn on" in one_sentence(home.run("alias", code, "--name", "Dock Museum"))
    assert sizes(home)["assessment"] == 0
    new = code_of(home.done("add", workbook, "--yes", "--new").splitlines()[-1])
    assert new != code
    later = client_workbook(tmp_path / "later.xlsx", date=date(2026, 4, 1))
    assert f"by its name: {new}." in one_sentence(home.run("add", later, "--yes")), "its name is that of the new one"
    assert sizes(home)["alias"] == 2


def test_no_name_role_note_path_or_password_is_in_database_backup_export_or_record(
    home: PeersHome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", SECRET)
    workbook = client_workbook(tmp_path / "client.xlsx")
    home.done("add", workbook, "--yes", "--questions", "--number", "SC123456")
    home.imported(tmp_path / "in.csv", rows(*range(1, 7)))
    home.done("publish")
    home.done("export", tmp_path / "out.csv")
    found = [(tmp_path / "out.csv").read_bytes(), home.done("audit", "--json").encode(), dumped(home)]
    if home.database.is_file:
        found += [home.file.read_bytes(), back_up(home.file, datetime(2026, 1, 1)).read_bytes()]
    for content in found:
        lowered = content.lower()
        for text in (*PLANTED, str(tmp_path), "SC123456", home.key.read_text().split("\n")[1]):
            assert text.lower().encode() not in lowered
            assert text.lower().encode("utf-16-le") not in lowered


def sizes(home: PeersHome) -> dict[str, int]:
    """How many rows each table has."""
    with home.database.reading() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in METADATA.sorted_tables
        }


# ------------------------------------------------------------------------------------------------------------ results


def test_results_are_taken_in_for_studies_and_never_come_out(home: PeersHome, tmp_path: Path) -> None:
    home.imported(tmp_path / "in.csv", [*rows(1, 2), *rows(1, date=date(2026, 2, 1))])
    csv = tmp_path / "growth.csv"
    csv.write_text("code;indicator;year;value;how\npeer-001;Growth;2025;-3.25;asked\n\n", encoding="utf-8")
    assert "1 stored, 0 there already" in home.done("import", csv, "--indicators")
    csv.write_text("code,indicator,year,value,how\nPEER-001,growth,2025,4,asked\n", encoding="utf-8")
    assert "1 there with another value" in home.done("import", csv, "--indicators")
    with home.database.reading() as connection:
        table = stored_table(connection)
        found = {one.peer.id: one for one in studied_assessments(connection, table, QUESTIONS.id)}
    assert found["peer-001"].peer.date == date(2026, 2, 1)
    assert found["peer-001"].indicators == {"Growth": {2025: Fraction(-13, 4)}}
    assert found["peer-002"].indicators == {}
    home.done("export", tmp_path / "out.csv")
    assert "rowth" not in (tmp_path / "out.csv").read_text(encoding="utf-8")


def test_every_line_of_results_that_cannot_be_read_is_told(peers_file: PeersHome, tmp_path: Path) -> None:
    csv = tmp_path / "growth.csv"
    lines = ["code,indicator,year,value,how", "a,growth,25,1,x", "a,growth,2025,much,x", ",growth,2025,1,x"]
    lines += [
        "a,growth,2025,12,5,accounts",
        *(f"a,growth,2025,{value},x" for value in ("12 %", "", "inf", "nan", "1e9")),
    ]
    lines += ["a,bad\x07name,2025,1,x", f"a,{'long' * 16},2025,1,x", "a,growth,2024,1,x,,", "A,Growth,2024,1,x"]
    csv.write_text("\n".join(lines), encoding="utf-8")
    told = peers_file.run("import", csv, "--indicators").stderr
    assert "line 2: '25' is no year" in told
    assert "line 3: 'much' is no number" in told
    assert "line 4: code and indicator must be there" in told
    assert "line 5: there is more than the 5 columns hold. Decimals come after a full stop." in told
    for number, value in enumerate(("12 %", "", "inf", "nan", "1e9"), start=6):
        assert f"line {number}: '{value}' is no number such as 12.5, without a sign of per cent" in told
    for number in (11, 12):
        assert f"line {number}: code and indicator must be there, an indicator in at most 60 printable signs" in told
    assert "line 13" not in told, "empty cells after the last are none"
    assert "Growth of A in 2024 stands there twice" in told
    csv.write_text("code,indicator,year,value,how\n\n", encoding="utf-8")
    assert "holds no indicators: there is nothing below its first line" in one_sentence(
        peers_file.run("import", csv, "--indicators")
    )
    csv.write_text("code,indicator,year,value,how\nnobody,growth,2025,1,x\n", encoding="utf-8")
    assert "nobody" in peers_file.run("import", csv, "--indicators").stderr


def test_every_name_that_json_prints_is_documented(peers_file: PeersHome, tmp_path: Path) -> None:
    workbook, csv = client_workbook(tmp_path / "client.xlsx"), tmp_path / "growth.csv"
    csv.write_text("code,indicator,year,value,how\npeer-001,growth,2025,1,x\n", encoding="utf-8")
    commands: list[list[str | Path]] = [
        ["import", peer_file(tmp_path / "in.csv", rows(*range(1, 8)))],
        ["import", csv, "--indicators"],
        ["publish"],
        ["add", workbook, "--yes", "--questions"],
        ["summary"],
        ["editions"],
        ["export", tmp_path / "out.csv"],
        ["alias", "peer-001", "--name", "x"],
        ["withdraw", "peer-001", "--why", "y"],
        ["audit"],
        ["check"],
        ["upgrade"],
        ["rekey", "--key", tmp_path / "new.key"],
    ]
    page = (Path(__file__).parents[1] / "docs" / "peer-database.md").read_text(encoding="utf-8")
    told = page.partition("## What `--json` prints")[2]
    for command, *arguments in commands:
        found = json.loads(peers_file.done(str(command), *arguments, "--json"))
        [record] = found[-1:] if isinstance(found, list) else [found]
        row = next(line for line in told.splitlines() if line.startswith(f"| `{command}`"))
        assert [name for name in record if f"`{name}`" not in row] == [], command


# ----------------------------------------------------------------------------------------------------- where it lies


def test_the_database_may_be_named_by_the_project_file(
    peers_file: PeersHome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REPORTGEN_SETTINGS", str(tmp_path / "settings"))
    assert "Which peer database?" in one_sentence(run("peers", "summary"))
    (tmp_path / "settings").mkdir()
    named = f'[peers]\ndatabase = "{peers_file.file.as_posix()}"\n'
    (tmp_path / "settings" / "reportgen.toml").write_text(named, encoding="utf-8")
    assert run("peers", "summary").exit_code == 0
    (tmp_path / "reportgen.toml").write_text('[peers]\ndatabase = "other.peers"\n', encoding="utf-8")
    assert f"There is no file {tmp_path / 'other.peers'}" in one_sentence(run("peers", "summary"))
    (tmp_path / "reportgen.toml").write_text("[peers]\nbase = 1\n", encoding="utf-8")
    assert "'base' in [peers] is 1, but should be a text" in one_sentence(run("peers", "summary"))


def test_a_database_is_never_made_over_another(home: PeersHome, tmp_path: Path) -> None:
    result = home.run("init", "--key", tmp_path / "x.key")
    assert "already" in one_sentence(result)
    assert not (tmp_path / "x.key").exists()
    assert str(SET) not in result.output
