"""`reportgen peers study`: from a database with indicators to a page, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import numpy as np
import pytest
from click.testing import Result

from tests.commands import one_sentence, run
from tests.corpus.base import QUESTIONS
from tests.peer_databases import SET, PeersHome, rows, without_privileges
from workbooks.make_sample_database import sample_database

N = 110


def filled(home: PeersHome, folder: Path, n: int = N) -> None:
    """Take in organisations whose margin rises with their scores, and whose growth has nothing to do with them."""
    random = np.random.default_rng(8)
    practice = random.normal(50, 12, n).clip(5, 95)
    peers = [
        replace(
            rows(number, sector=("Zoos", "Museums", "Parks")[number % 3], date=date(2024, 5, 2))[0],
            elements={e.id: Fraction(str(round(float(score + random.normal(0, 3)), 2))) for e in QUESTIONS.elements},
        )
        for number, score in enumerate(practice, start=1)
    ]
    home.imported(folder / "in.csv", peers)
    lines = ["code,indicator,year,value,how"]
    for peer, score in zip(peers, practice, strict=True):
        for name, change in (("margin", (score - 50) / 4 + random.normal(0, 2)), ("Growth", random.normal(0, 4))):
            lines += [f"{peer.id},{name},2024,7.3,asked", f"{peer.id},{name},2025,{7.3 + change:.1f},asked"]
    (folder / "results.csv").write_text("\n".join(lines), encoding="utf-8")
    home.done("import", folder / "results.csv", "--indicators")
    home.done("publish")


def study(home: PeersHome, folder: Path, *options: str) -> Result:
    return home.run("study", "-o", folder / "out", "--question-set", SET, *options)


def test_a_study_is_written_printed_and_the_same_in_every_form(home: PeersHome, tmp_path: Path) -> None:
    filled(home, tmp_path)
    done = study(home, tmp_path)
    assert done.exit_code == 0, done.output
    page = tmp_path / "out" / "peer-study" / "peer-study.docx"
    assert done.stdout.rstrip().endswith(str(page))
    assert ", edition 1 (invented): 110 organisations, 2 of 2 indicators tried" in done.stdout
    first = page.read_bytes()
    told = json.loads(study(home, tmp_path, "--json").stdout)
    assert page.read_bytes() == first, "its own untouched page is replaced by the same"
    assert told["file"] == str(page)
    assert [one["name"] for one in told["indicators"]] == ["Growth", "margin"]
    growth, margin = (one["associations"][0] for one in told["indicators"])
    assert (growth["n"], growth["shown"], margin["n"], margin["shown"]) == (N, False, N, True)
    assert margin["rank_correlation"] > 0.5
    kept = json.loads((page.parent / "peer-study.json").read_text(encoding="utf-8"))
    assert {name: kept[name] for name in told if name != "file"} == {k: v for k, v in told.items() if k != "file"}
    assert sorted(kept["files"]) == [*(f"charts/study-{name}.png" for name in ("1", "2", "overall")), "peer-study.docx"]
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(page)).paragraphs)
    assert "as published in its edition 1." in text
    assert told["edition"] == 1
    assert f"{margin['rank_correlation']:.2f} (95 % interval" in text
    assert "no association with the overall score is shown" in text
    assert home.source not in text, "neither a folder nor a host"
    assert "peer-0" not in text + done.stdout + json.dumps(told), "no code of an organisation"
    assert "Zoos" not in text + done.stdout + json.dumps(told), "no sector"


def test_one_indicator_is_shown_and_still_corrected_for_all(peers_file: PeersHome, tmp_path: Path) -> None:
    filled(peers_file, tmp_path)
    both = json.loads(study(peers_file, tmp_path, "--json").stdout)["indicators"]
    one = json.loads(study(peers_file, tmp_path, "--json", "--indicator", "MARGIN").stdout)
    assert one["indicators"] == both[1:]
    assert (one["indicators_recorded"], one["indicators_tried"]) == (2, 2)
    charts = tmp_path / "out" / "peer-study" / "charts"
    assert sorted(path.name for path in charts.iterdir()) == ["study-1.png", "study-overall.png"]


def test_a_study_is_of_what_is_published_and_not_of_what_came_since(peers_file: PeersHome, tmp_path: Path) -> None:
    filled(peers_file, tmp_path)
    before = json.loads(study(peers_file, tmp_path, "--json").stdout)
    peers_file.imported(tmp_path / "in.csv", [*rows(200, date=date(2025, 5, 2)), *rows(1, date=date(2025, 5, 2))])
    assert json.loads(study(peers_file, tmp_path, "--json").stdout) == before
    peers_file.done("publish", "--why", "the year ends")
    after = json.loads(study(peers_file, tmp_path, "--json").stdout)
    assert (after["edition"], after["organisations"]) == (2, N + 1)
    peers_file.done("withdraw", "peer-002", "--why", "asked for it")
    withdrawn = json.loads(study(peers_file, tmp_path, "--json").stdout)
    assert (withdrawn["edition"], withdrawn["organisations"]) == (2, N), "who is withdrawn is out at once"


def test_who_asked_for_a_study_is_on_record_without_a_figure(home: PeersHome, tmp_path: Path) -> None:
    filled(home, tmp_path, 31)
    assert study(home, tmp_path, "--indicator", "margin").exit_code == 0
    line = json.loads(home.done("audit", "--json"))[-1]
    assert {name: line[name] for name in line if name not in ("number", "at", "who", "digest")} == {
        "did": "study",
        "sound": True,
        "edition": 1,
        "indicators": ["margin"],
    }


@pytest.mark.skipif(os.name == "nt", reason="the rights of a folder are others on Windows")
def test_a_study_where_nothing_may_be_written_says_that_it_is_not_on_record(
    peers_file: PeersHome, tmp_path: Path
) -> None:
    filled(peers_file, tmp_path, 31)
    assert study(peers_file, tmp_path).exit_code == 0, "loads what a study needs, while it may be read"
    with TemporaryDirectory() as folder:
        home = replace(peers_file, source=shutil.copy(peers_file.file, folder))
        (Path(folder) / "out").mkdir()
        for path, mode in ((home.file, 0o444), (Path(folder) / "out", 0o777), (Path(folder), 0o555)):
            path.chmod(mode)
        with without_privileges():
            done = study(home, Path(folder))
        Path(folder).chmod(0o700)
    assert done.exit_code == 0, done.output
    assert "This study is not on record: " in done.stderr
    assert "cannot be written" in done.stderr
    assert "31 organisations" in done.stdout


def test_an_unknown_indicator_and_none_at_all_are_told(peers_file: PeersHome, tmp_path: Path) -> None:
    peers_file.imported(tmp_path / "in.csv", rows(*range(1, 6), sector="Zoos", date=date(2024, 5, 2)))
    none = study(peers_file, tmp_path)
    assert none.exit_code == 2
    assert "has no published edition yet" in one_sentence(none)
    peers_file.done("publish")
    none = study(peers_file, tmp_path)
    assert none.exit_code == 2
    assert "holds no indicator of an organisation" in one_sentence(none)
    filled(peers_file, tmp_path, 12)
    unknown = study(peers_file, tmp_path, "--indicator", "margins")
    assert unknown.exit_code == 2
    assert "Did you mean 'margin'? There are Growth and margin." in one_sentence(unknown)
    assert not (tmp_path / "out").exists()


def test_of_a_few_organisations_their_number_alone_is_told(peers_file: PeersHome, tmp_path: Path) -> None:
    filled(peers_file, tmp_path, 29)
    done = study(peers_file, tmp_path)
    assert done.exit_code == 0, done.output
    assert done.stdout.count("too few organisations (n = 29)") == 2
    assert "p at most" not in done.stdout
    assert not (tmp_path / "out" / "peer-study" / "charts").exists()


def test_a_page_that_somebody_worked_on_is_not_replaced(peers_file: PeersHome, tmp_path: Path) -> None:
    filled(peers_file, tmp_path, 12)
    page = tmp_path / "out" / "peer-study" / "peer-study.docx"
    page.parent.mkdir(parents=True)
    page.write_bytes(b"worked on")
    refused = study(peers_file, tmp_path)
    assert refused.exit_code == 2
    assert page.name in refused.stderr
    assert page.read_bytes() == b"worked on"
    forced = study(peers_file, tmp_path, "--force")
    assert forced.exit_code == 0, forced.output
    assert [path.read_bytes() for path in page.parent.glob("peer-study-backup-*.docx")] == [b"worked on"]


def test_the_sample_database_shows_what_was_put_into_it(tmp_path: Path) -> None:
    file = tmp_path / "sample.peers"
    sample_database(file)
    done = run("peers", "study", "--database", file, "-o", tmp_path, "--json")
    assert done.exit_code == 0, done.output
    growth, margin = json.loads(done.stdout)["indicators"]
    assert {one["level"] for one in growth["associations"] if "shown" in one} == {"overall", "area", "element"}
    assert growth["associations"][0]["shown"]
    assert growth["associations"][0]["rank_correlation"] > 0
    assert not any(one["shown"] for one in margin["associations"])
