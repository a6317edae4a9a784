"""Who an organisation is, without its name: what agrees, what does not, and the second net of its own scores."""

from __future__ import annotations

import os
import stat
from itertools import combinations
from pathlib import Path

import pytest

from reportgen.common.exceptions import UnreadableFileError
from reportgen.peers.identity import (
    AliasKind,
    alias_hash,
    is_key_of,
    key_check,
    key_text,
    new_key,
    normalised_name,
    read_key,
)
from tests.peer_databases import PeersHome
from workbooks.make_sample_database import ORGANISATIONS, sample_database

KEY, OTHER = bytes(range(32)), bytes(32)


@pytest.mark.parametrize(
    "names",
    [
        ("Harbour & Sons", "HARBOUR & SONS LIMITED", "Harbour and Sons Ltd.", "The Harbour & Sons p.l.c."),
        ("Müller AG", "Mueller", "MULLER A.G.", "M\u00fcller", "Mu\u0308ller"),
        ("Co-op", "Coop", "CO\u2011OP", "Coop Ltd"),
        ("Société Générale S.A.", "Societe Generale"),
        ("Maersk A/S", "MAERSK"),
        ("Rolls-Royce", "Rolls Royce", "rolls royce plc"),
        ("Ørsted", "Orsted"),
        ("株式会社 例", "株式会社例"),
    ],
)
def test_names_that_are_one_agree(names: tuple[str, ...]) -> None:
    assert len({normalised_name(name) for name in names}) == 1


def test_other_names_do_not_agree_and_none_is_empty() -> None:
    names = ["Star Energy", "Star Foods", "Harbour", "The Group", "Co", "Holdings Limited", "例"]
    assert all(normalised_name(one) != normalised_name(two) for one, two in combinations(names, 2))
    assert all(map(normalised_name, names))


def test_a_hash_depends_on_key_kind_and_what_is_named() -> None:
    given = [(KEY, AliasKind.NAME, "1234"), (OTHER, AliasKind.NAME, "1234"), (KEY, AliasKind.NUMBER, "1234")]
    hashes = {alias_hash(*one) for one in given}
    assert len(hashes) == 3
    assert {len(one or b"") for one in hashes} == {16}
    assert alias_hash(KEY, AliasKind.NUMBER, "SC 12-34") == alias_hash(KEY, AliasKind.NUMBER, "sc1234")
    urls = ("https://www.Harbour.example/about?x=1", "harbour.example", "HTTP://harbour.example:80")
    assert len({alias_hash(KEY, AliasKind.DOMAIN, url) for url in urls}) == 1
    assert alias_hash(KEY, AliasKind.NAME, " - ") is None


def test_a_key_is_known_by_its_check_and_kept_in_a_file_of_its_own(tmp_path: Path) -> None:
    key = new_key()
    assert key != new_key()
    assert is_key_of(key, "CODE", key_check(key, "CODE"))
    assert not is_key_of(OTHER, "CODE", key_check(key, "CODE"))
    assert not is_key_of(key, "OTHER", key_check(key, "CODE"))
    file = tmp_path / "peers.key"
    file.write_bytes(b"\xef\xbb\xbf" + key_text(key).replace(b"\n", b"\r\n"))  # as an editor on Windows saves it
    assert read_key(file) == key
    for content in (b"", b"# a remark\n", key.hex()[:-2].encode(), b"\xff\xfe\x00", b"xyz"):
        file.write_bytes(content)
        with pytest.raises(UnreadableFileError):
            read_key(file)
    with pytest.raises(UnreadableFileError, match="is not there"):
        read_key(tmp_path / "absent.key")


@pytest.mark.skipif(os.name == "nt", reason="rights of another kind")
def test_nobody_else_may_read_a_new_key(made_database: PeersHome) -> None:
    assert stat.S_IMODE(made_database.key.stat().st_mode) & 0o077 == 0


def test_the_sample_database_is_invented_and_says_so(tmp_path: Path) -> None:
    home = PeersHome(sample_database(tmp_path / "sample.peers").name, tmp_path / "sample.key")
    told = home.run("summary")
    assert f"{ORGANISATIONS} organisations" in told.stdout
    assert "The organisations of this database are invented." in told.stdout
    assert home.done("check").endswith("no faults.\n")
    home.done("export", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8-sig").startswith("Invented organisations,Yes")
