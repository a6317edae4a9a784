"""What the tests share: LibreOffice and Chromium, where installed, the option for new snapshots, a built draft."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import subprocess
import sys
import uuid
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import unified_diff
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from reportgen.common.model import QuestionSet
from reportgen.questions import load_question_set
from reportgen.questions.loader import PACKAGED
from tests.peer_databases import PeersHome, on_server, server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WORKBOOKS = Path(__file__).parents[1] / "workbooks"
PLACES = (  # where LibreOffice is installed when it is not on the path
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
BROWSERS = (  # and where browsers are
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
SECONDS = 240  # for one call, however many files

os.environ["REPORTGEN_SETTINGS"] = os.devnull  # whoever runs the tests has settings of their own: none is used

gc.set_threshold(50_000, 20, 10)  # what tests share stays for long: looking through it again and again is in vain

settings.register_profile("untimed", deadline=None)  # machines are shared, and tests are not timed
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --renew-snapshots`: what the tests compare with is written anew, to be reviewed as a diff."""
    parser.addoption("--renew-snapshots", action="store_true", help="accept what is there now as the new snapshot")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests first: the last ones to run are short, so that no core waits long for another."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Where the coverage is measured, it is not while a test runs that is marked so, nor in processes it starts."""
    is_measured = not (item.get_closest_marker("slow") or item.get_closest_marker("unmeasured"))
    coverage = None if is_measured else sys.modules.get("coverage")
    measured = coverage.Coverage.current() if coverage else None
    if measured is None:
        return (yield)
    measured.stop()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.delenv("COVERAGE_PROCESS_START", raising=False)
            return (yield)
    finally:
        measured.start()


class Office:
    """LibreOffice without its window, in a profile of its own."""

    def __init__(self, program: str, profile: Path) -> None:
        self.program = program
        self._profile = profile

    def convert(self, source: Path, kind: str, folder: Path) -> Path:
        """`source` opened, recalculated and saved in `folder` as `kind`: "xlsx", "ods", "pdf"."""
        return self.convert_all([source], kind, folder)[0]

    def convert_all(self, sources: Sequence[Path], kind: str, folder: Path) -> list[Path]:
        """The same for several files in one call: starting LibreOffice takes longer than most files."""
        folder.mkdir(parents=True, exist_ok=True)
        profile = f"-env:UserInstallation={self._profile.as_uri()}"
        command = [self.program, profile, "--headless", "--convert-to", kind, "--outdir", str(folder)]
        done = subprocess.run(
            [*command, *(str(source) for source in sources)], capture_output=True, text=True, timeout=SECONDS
        )
        made = [folder / f"{source.stem}.{kind}" for source in sources]
        missing = [path.name for path in made if not path.is_file()]
        assert not missing, f"LibreOffice did not write {missing}: {done.stdout}\n{done.stderr}"
        return made


def office_program() -> str | None:
    """Where LibreOffice is installed."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    return program or next((place for place in PLACES if Path(place).is_file()), None)


@pytest.fixture(scope="session")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """LibreOffice. Without it tests are skipped and say so; where CI is set they fail: nothing passes unseen."""
    program = office_program()
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice is required here (CI is set), but soffice was not found.")
        pytest.skip("LibreOffice (soffice) is not installed: formulas and printing were NOT checked.")
    return Office(program, tmp_path_factory.mktemp("office-profile"))


def chromium_program() -> str | None:
    """Where Chromium, or a browser made of it, is installed."""
    named = map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"))
    return next(filter(None, named), None) or next((place for place in BROWSERS if Path(place).is_file()), None)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Chromium without its window, for the tests of a file: while it runs, asyncio can run nothing else in this thread.

    Without it tests are skipped and say so; where CI is set they fail.
    """
    program = chromium_program()
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is required here (CI is set), but it was not found.")
        pytest.skip("Chromium is not installed: the pages were NOT tried in a browser.")
    from playwright.sync_api import sync_playwright

    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []  # its sandbox refuses root
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*quiet, *as_root])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def redline_engine() -> None:
    """The extra `redline`. Without it tests are skipped and say so; where CI is set they fail."""
    if not all(map(find_spec, ("python_redlines", "python_redlines_docxodus"))):
        if os.environ.get("CI"):
            pytest.fail("The extra 'redline' is required here (CI is set), but it is not installed.")
        pytest.skip("The extra 'redline' is not installed: reading copies with tracked changes were NOT checked.")


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Ctrl-C does here, and in what is started here, what it does for a person: a job in the background ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server. Without one tests are skipped and say so; where CI is set they fail."""
    with server() as url:
        yield url


@pytest.fixture(scope="session")
def made_database(tmp_path_factory: pytest.TempPathFactory) -> PeersHome:
    """An empty peer database in a file, made once: to be copied, not changed."""
    folder = tmp_path_factory.mktemp("peers")
    home = PeersHome(str(folder / "made.peers"), folder / "made.key")
    home.done("init", "--invented", "--key", home.key)
    return home


@pytest.fixture(scope="session")
def made_on_server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> PeersHome:
    """The same on the server."""
    url = request.getfixturevalue("postgres")
    on_server(url, "create database made")
    home = PeersHome(url.replace("/postgres?", "/made?"), tmp_path_factory.mktemp("key") / "made.key")
    home.done("init", "--invented", "--key", home.key)
    return home


@pytest.fixture
def peers_file(made_database: PeersHome, tmp_path: Path) -> PeersHome:
    """An empty peer database in a file, of the test's own."""
    copy = shutil.copyfile(made_database.file, tmp_path / "firm.peers")
    return PeersHome(str(copy), Path(shutil.copyfile(made_database.key, tmp_path / "firm.key")))


@pytest.fixture
def peers_server(request: pytest.FixtureRequest, made_on_server: PeersHome) -> Iterator[PeersHome]:
    """An empty peer database on the server, of the test's own."""
    url, name = request.getfixturevalue("postgres"), f"t_{uuid.uuid4().hex[:12]}"
    on_server(url, f"create database {name} template made")
    yield replace(made_on_server, source=url.replace("/postgres?", f"/{name}?"))
    on_server(url, f"drop database {name} with (force)")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def home(request: pytest.FixtureRequest) -> PeersHome:
    """An empty peer database, on both kinds."""
    found = request.getfixturevalue("peers_file" if request.param == "sqlite" else "peers_server")
    assert isinstance(found, PeersHome)
    return found


class Accepted:
    """Texts that were reviewed and accepted: the program's own must equal them, or are written in their place."""

    def __init__(self, renew: bool) -> None:
        self._renew = renew

    def file(self, path: Path, text: str) -> None:
        """The text equals that of the file."""
        self._equal({path: text})

    def folder(self, folder: Path, texts: Mapping[str, str]) -> None:
        """The texts, by name, equal those of the files of a folder, and there is no other file."""
        left = dict.fromkeys(folder.iterdir(), "") if folder.is_dir() else {}
        self._equal({**left, **{folder / name: text for name, text in texts.items()}})

    def _equal(self, texts: Mapping[Path, str]) -> None:
        for path, text in texts.items() if self._renew else ():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n") if text else path.unlink()
        before = {path: path.read_text(encoding="utf-8") if path.is_file() else "" for path in texts}
        changes = [line for path, text in texts.items() for line in _difference(path.name, before[path], text)]
        assert not changes, "If this is meant, run pytest --renew-snapshots and review the diff:\n" + "\n".join(changes)


def _difference(name: str, accepted: str, now: str) -> Iterator[str]:
    lines = unified_diff(accepted.splitlines(), now.splitlines(), f"{name} accepted", f"{name} now", n=1, lineterm="")
    yield from lines if accepted != now else ()


@pytest.fixture
def accepted(request: pytest.FixtureRequest) -> Accepted:
    """Snapshots and generated pages; `pytest --renew-snapshots` writes them anew."""
    return Accepted(request.config.getoption("--renew-snapshots"))


@pytest.fixture(scope="session")
def built_museum(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the museum's workbook, its question set and its draft, built once: to be copied, not changed."""
    from tests.museum import built, lay_out

    workbook = lay_out(tmp_path_factory.mktemp("museum") / "client")
    built(workbook)
    return workbook.parent


@pytest.fixture
def workbook(built_museum: Path, tmp_path: Path) -> Path:
    """The museum's workbook in a copy of that folder, of the test's own."""
    return Path(shutil.copytree(built_museum, tmp_path / "client")) / "museum.xlsx"


@pytest.fixture
def draft(workbook: Path) -> Path:
    """The draft beside that workbook."""
    return workbook.parent / "output" / "museum" / "museum-report.docx"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """The sample workbook with its peers and its earlier assessment, in a folder of the test's own."""
    for name in ("sample-client.xlsx", "sample-peers.xlsx", "sample-earlier.json"):
        (tmp_path / name).write_bytes((WORKBOOKS / name).read_bytes())
    return tmp_path / "sample-client.xlsx"


@pytest.fixture(scope="session")
def cma() -> QuestionSet:
    """The question set that comes with the program."""
    return load_question_set()


@pytest.fixture
def own_set(tmp_path: Path) -> Path:
    """A copy of that set, to break."""
    return Path(shutil.copytree(PACKAGED / "cma", tmp_path / "our-set"))
