"""The same input gives the same bytes: whoever runs it, when and where, and in what order sets and folders come."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest

from reportgen.charts import PositionChart
from reportgen.charts.native import native
from reportgen.draft.base import FORMAT
from reportgen.office.package import Package, zipped
from reportgen.peers.shown import SHOWN_FILE
from tests.chart_cases import one, report

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
_SEAL = re.compile(rb'"seal": "\w+"')
AHEAD_DAYS = 1234  # of the other clock
CLIENT, PEERS, EARLIER = "sample-client.xlsx", "sample-peers.xlsx", "sample-earlier.json"
COMMANDS = (
    ("build", CLIENT, "-o", "pictures"),
    ("build", CLIENT, "-o", "native", "--charts", "native"),
    ("refresh", "pictures/sample-client/sample-client-report.docx", CLIENT, "-o", "refreshed.docx"),
    ("new", "new.xlsx", "--client", "Harbour & Sons", "--sector", "retail"),
    ("questions", "export", "peers.xlsx", "--peers"),
    ("questions", "export", "set.xlsx"),
    ("questions", "import", "set.xlsx", "-o", "set"),
)


def written(folder: Path, days: int, umask: str, environment: Mapping[str, str]) -> dict[str, bytes]:
    """What a process writes that runs all commands in a folder of its own, with the sample beside them.

    By its place in the folder; the day it ran on as "today".
    """
    folder.mkdir(parents=True)
    for name in (CLIENT, PEERS, EARLIER):
        shutil.copyfile(ROOT / "workbooks" / name, folder / name)
    commands = [[str(folder / part) if days and part == CLIENT else part for part in command] for command in COMMANDS]
    done = subprocess.run(
        [sys.executable, "-m", "tests.elsewhere", str(days), umask],
        input=json.dumps(commands),
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )
    assert done.returncode == 0, done.stderr
    end = json.loads(done.stdout.splitlines()[-1])
    assert end["codes"] == [0] * len(COMMANDS), done.stderr
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {
        "today": end["today"].encode(),
        **{name: files[name] for name in sorted(files.keys() - {CLIENT, PEERS, EARLIER})},
    }


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """What the same commands wrote in two processes that have as little in common as we can arrange."""
    here, there = tmp_path_factory.mktemp("here") / "a", tmp_path_factory.mktemp("there") / "with spaces" / "b"
    plain = {"PYTHONHASHSEED": "0", "TZ": "Pacific/Kiritimati"}
    other = {"PYTHONHASHSEED": "4711", "TZ": "America/Los_Angeles", "LC_ALL": "C"}
    other |= {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONOPTIMIZE": "1", "SOURCE_DATE_EPOCH": "86400"}
    with ThreadPoolExecutor() as pool:
        first = pool.submit(written, here, 0, "022", plain)
        second = pool.submit(written, there, AHEAD_DAYS, "077", other)
        return first.result(), second.result()


def test_the_other_process_has_another_clock(both: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    here, there = (date.fromisoformat(files["today"].decode()) for files in both)
    assert there - here >= timedelta(days=AHEAD_DAYS - 1)


def test_every_file_is_the_same_in_both(both: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    here, there = both
    assert list(here) == list(there)
    for name in here.keys() - {"today"}:
        ours, theirs = here[name], there[name]
        if name.endswith(SHOWN_FILE):  # the one file that holds the day it was written on, as it must, under its seal
            ours, theirs = (
                _SEAL.sub(b"", text.replace(files["today"], b"")) for text, files in ((ours, here), (theirs, there))
            )
        assert ours == theirs, difference(name, ours, theirs)


def test_nothing_was_left_out(both: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    names = set(both[0])
    for folder in ("pictures/sample-client", "native/sample-client"):
        assert {f"{folder}/sample-client-report.docx", f"{folder}/sample-client-results.json"} <= names
        assert len([name for name in names if name.startswith(f"{folder}/charts/")]) >= 10
        assert len([name for name in names if name.startswith(f"{folder}/base/")]) == 1
    assert {"new.xlsx", "peers.xlsx", "set.xlsx", "set/set.toml"} <= names
    assert {"refreshed.docx", "refreshed-changes.md", "refreshed-changes.json"} <= names
    drawn = Package.opened(both[0]["native/sample-client/sample-client-report.docx"])
    assert len([name for name in drawn if name.endswith(".xlsx")]) == 6


def overall() -> PositionChart:
    """A chart that may be placed in a draft."""
    chart = one(report(28), "overall")
    assert isinstance(chart, PositionChart)
    return chart


def difference(name: str, one: bytes, other: bytes) -> str:
    """Where two files differ: the parts, if they are packages."""
    if not name.endswith(("docx", "xlsx")):
        return name
    parts, others = Package.opened(one), Package.opened(other)
    return f"{name}: {[part for part in parts.keys() | others.keys() if parts.get(part) != others.get(part)]}"


def test_no_package_names_the_system_or_the_hour_it_was_made_on(
    both: tuple[dict[str, bytes], dict[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")  # from which the zip library notes another system
    packages = {name: content for name, content in both[0].items() if name.endswith(("docx", "xlsx"))}
    packages["inside a draft"] = native(overall()).workbook
    packages["anything"] = zipped({"b": b"", "a": b""})
    for name, content in packages.items():
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
        assert len({(entry.create_system, entry.external_attr) for entry in entries}) == 1, name
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}, name


def test_no_base_names_the_system_or_the_hour_it_was_made_on(both: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    for name, content in both[0].items():
        if name.endswith(".json.gz"):
            flags, time, (hint, system) = content[3], content[4:8], content[8:10]
            assert (flags, time, hint, system) == (0, bytes(4), 2, 255), name  # no name; best compression; any system
            assert json.loads(gzip.decompress(content))["format"] == FORMAT


def test_parts_are_zipped_in_a_fixed_order() -> None:
    parts = {"z": b"1", "a": b"2", "types": b"3"}
    assert list(Package.opened(zipped(parts, first=("types", "absent")))) == ["types", "a", "z"]
    assert zipped(parts) == zipped(dict(reversed(parts.items())))
