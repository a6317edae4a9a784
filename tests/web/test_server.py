"""The server as a process: the link that it prints, where it listens, how it ends, and that nothing is left behind."""

from __future__ import annotations

import asyncio
import http.client
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import httpx2
import pytest

from reportgen.web.folders import private_folder
from reportgen.web.server import _listening
from tests.conftest import WORKBOOKS

ROOT = Path(__file__).parents[2]
PATIENCE = 180.0  # seconds, on a machine with much else to do
SECRET = "0123456789abcdef" * 4
OTHER_APP = """
import asyncio, sys
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route
import reportgen.web.app

async def stream(request):
    async def parts():
        while True:
            yield b"on and on\\n"
            await asyncio.sleep(0.05)
    return StreamingResponse(parts())

async def broken(request):
    raise FileNotFoundError(2, "No such file", "Harbour & Sons.xlsx")

reportgen.web.app.make_app = lambda settings: Starlette(routes=[Route("/stream", stream), Route("/broken", broken)])
from reportgen.cli.main import cli
cli(sys.argv[1:])
"""

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and sockets of POSIX")


def until(condition: Callable[[], Any]) -> Any:
    end = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)
    return found


@dataclass
class Running:
    """A server as a process of its own."""

    process: subprocess.Popen[str]
    said: Path
    complained: Path

    def link(self, number: int = 0) -> str:
        """The path of a link that it printed."""
        found = until(
            lambda: re.findall(r"http://127\.0\.0\.1:(\d+)(/open\?key=[\w-]+)\s", self.said.read_text())[number:]
        )
        return str(found[0][1])

    @property
    def port(self) -> int:
        self.link()
        found = re.search(r":(\d+)/open", self.said.read_text())
        assert found
        return int(found[1])

    def ask(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, cookie and text of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        return asked(connection, path, headers or {})

    def come_in(self) -> dict[str, str]:
        """The cookie that the link is exchanged for."""
        _, cookie, _ = self.ask(self.link())
        return {"cookie": cookie.partition(";")[0]}

    def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def asked(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> tuple[int, str, str]:
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, answer.headers["set-cookie"] or "", text


Start = Callable[..., Running]


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


@pytest.fixture
def start(tmp_path: Path, temporary: Path) -> Iterator[Start]:
    """Starts servers whose temporary files lie in a folder of the test's own."""
    running: list[Running] = []

    def begin(
        *options: str, app: str = "", stdin: IO[str] | int | None = subprocess.DEVNULL, **environment: str
    ) -> Running:
        said, complained = (tmp_path / f"{len(running)}.{name}" for name in ("out", "err"))
        command = [sys.executable, *(("-c", app) if app else ("-m", "reportgen")), "serve", *options]
        with said.open("w") as out, complained.open("w") as err:
            process = subprocess.Popen(
                command,
                cwd=tmp_path,
                env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary), **environment},
                stdin=stdin,
                stdout=out,
                stderr=err,
                text=True,
            )
        running.append(Running(process, said, complained))
        return running[-1]

    yield begin
    for one in running:
        one.process.kill()
        one.process.wait()


def test_the_link_leads_in_once(start: Start) -> None:
    server = start("--no-browser")
    assert server.ask("/")[0] == 401
    status, cookie, _ = server.ask(server.link())
    assert status == 200
    assert cookie.startswith(f"reportgen-{server.port}=")
    assert server.ask("/", {"cookie": cookie.partition(";")[0]})[0] == 200
    assert server.ask(server.link())[0] == 401
    assert server.ask("/", {"host": f"localhost:{server.port}"})[0] == 421


def test_answers_tell_nothing_of_what_serves_them(start: Start) -> None:
    server = start("--no-browser")
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    connection.request("GET", "/")
    answer = connection.getresponse()
    assert not {"server", "date", "x-powered-by"} & {name.lower() for name in answer.headers}
    assert answer.headers["cache-control"] == "no-store"
    connection.close()


@posix
def test_only_this_computer_reaches_it(start: Start) -> None:
    port = start("--no-browser").port
    others = {str(found[4][0]) for found in socket.getaddrinfo(socket.gethostname(), port, socket.AF_INET)}
    others |= {"127.0.0.2"} if sys.platform == "linux" else set()
    for address in others - {"127.0.0.1"}:
        with pytest.raises(OSError, match="refused"):
            socket.create_connection((address, port), timeout=PATIENCE)


def test_no_part_of_an_answer_waits_until_the_one_before_has_arrived() -> None:
    """Else each page would take as long as a computer takes to say that it got a part: 40 ms on Linux."""

    async def at_once() -> int:
        told = asyncio.get_running_loop().create_future()

        async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            told.set_result(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        with _listening(0, None) as listener:
            async with await asyncio.start_server(answer, sock=listener):
                _, caller = await asyncio.open_connection(*listener.getsockname())
                caller.close()
                return int(await told)

    assert asyncio.run(at_once())


def test_the_port_that_is_asked_for(start: Start) -> None:
    server = start("--no-browser")
    port = str(server.port)
    second = start("--no-browser", "--port", port)
    assert second.process.wait(PATIENCE) == 2
    said = second.complained.read_text()
    assert said.startswith(f"Error: Nothing can listen at port {port} of this computer (")
    assert "Traceback" not in said
    assert server.ask("/")[0] == 401, "the first is as it was"
    server.end()
    third = start("--no-browser", "--port", port)
    assert str(third.port) == port


# ------------------------------------------------------------------------------------------------------------- the end


@posix
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_it_ends_without_a_word_and_leaves_nothing(start: Start, temporary: Path, name: str) -> None:
    server = start("--no-browser")
    assert server.ask("/", server.come_in())[0] == 200
    assert [path.name[:16] for path in temporary.iterdir()] == ["reportgen-serve-"]
    assert server.end(getattr(signal, name)) == 0
    assert server.complained.read_text() == ""
    assert list(temporary.iterdir()) == []


@posix
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_stream_does_not_hold_up_the_end(start: Start, temporary: Path, name: str) -> None:
    server = start("--no-browser", app=OTHER_APP)
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    connection.request("GET", "/stream", headers=server.come_in())
    answer = connection.getresponse()
    assert answer.readline() == b"on and on\n"
    assert server.end(getattr(signal, name)) == 0
    connection.close()
    assert server.complained.read_text() == ""
    assert list(temporary.iterdir()) == []


def test_a_fault_is_told_without_the_name_of_a_file(start: Start) -> None:
    server = start("--no-browser", app=OTHER_APP)
    assert server.ask("/broken", server.come_in())[0] == 500
    said = until(server.complained.read_text)
    assert re.fullmatch(r".*: FileNotFoundError at <string>:\d+, .*\n", said)
    assert "Harbour" not in said


@posix
def test_the_next_server_sweeps_after_one_that_was_killed(start: Start, temporary: Path) -> None:
    living, killed = start("--no-browser"), start("--no-browser")
    assert living.port != killed.port
    killed.end(signal.SIGKILL)
    before = set(temporary.iterdir())
    assert len(before) == 2
    third = start("--no-browser")
    assert third.port
    assert len(list(temporary.iterdir())) == 2
    assert len(before & set(temporary.iterdir())) == 1
    assert living.ask("/", living.come_in())[0] == 200


@posix
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGKILL"])
def test_what_is_being_done_ends_with_the_server(start: Start, temporary: Path, name: str) -> None:
    server = start("--no-browser")
    address = f"http://127.0.0.1:{server.port}"
    with httpx2.Client(
        base_url=address, headers={"origin": address}, follow_redirects=True, timeout=PATIENCE
    ) as person:
        person.get(server.link())
        sample = (WORKBOOKS / f"sample-{name}" for name in ("client.xlsx", "peers.xlsx", "earlier.json"))
        files = [("files", (path.name, path.read_bytes())) for path in sample]
        case = person.post("/cases", files=files).url
        until(lambda: person.get(f"{case}/state/check").json()["over"])
        assert person.post(f"{case}/report", data={"pages": "yes"}).status_code == 200
    helpers = children(server.process.pid)
    assert helpers
    assert server.end(getattr(signal, name)) == (-signal.SIGKILL if name == "SIGKILL" else 0)
    until(lambda: not any(map(is_alive, helpers)))
    assert server.complained.read_text() == ""
    if name == "SIGKILL":
        start("--no-browser").link()
    assert [path.name[:16] for path in temporary.iterdir()] == ["reportgen-serve-"] * (name == "SIGKILL")


def children(process: int) -> list[int]:
    listed = subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()[1:]]
    return [child for child, parent in pairs if parent == process]


def is_alive(process: int) -> bool:
    """False also for one that only waits for somebody to ask how it ended."""
    state = subprocess.run(
        ["ps", "-o", "state=", "-p", str(process)], capture_output=True, text=True, check=False
    ).stdout
    return state.strip()[:1] not in ("", "Z")


@posix
def test_what_is_not_surely_left_by_a_server_of_this_user_stays(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    goal = temporary / "goal"
    for name in ("goal", "reportgen-serve-new", "reportgen-serve-open", "reportgen-serve-none", "reportgen-serve-old"):
        (temporary / name).mkdir(mode=0o700)
        (temporary / name / "pid").write_text("" if name.endswith("new") else "1")
    (temporary / "reportgen-serve-open").chmod(0o755)
    (temporary / "reportgen-serve-none" / "pid").unlink()
    (temporary / "reportgen-serve-link").symlink_to(goal)
    (temporary / "reportgen-serve-file").write_text("")
    with private_folder() as folder:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        left = {path.name for path in temporary.iterdir()} - {folder.name}
    assert left == {"goal", *(f"reportgen-serve-{name}" for name in ("new", "open", "none", "link", "file"))}
    assert (goal / "pid").is_file()
    assert not folder.exists()


# ------------------------------------------------------------------------------------------------------------ the link


BROWSER = """\
#!{python}
import os, pathlib, sys, time, urllib.parse
pathlib.Path({record!r}).write_text(" ".join(sys.argv[1:]))
"""


@posix
def test_the_link_is_on_no_command_line(start: Start, tmp_path: Path, temporary: Path) -> None:
    record, program = tmp_path / "record", tmp_path / "browser"
    program.write_text(BROWSER.format(python=sys.executable, record=str(record)))
    program.chmod(0o755)
    server = start(BROWSER=str(program))
    until(record.exists)
    opened = until(record.read_text)
    (folder,) = temporary.iterdir()
    file = folder / "open.html"
    assert opened == file.as_uri()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert f'url=http://127.0.0.1:{server.port}{server.link()}"' in file.read_text()
    server.come_in()
    until(lambda: not file.exists())


@posix
def test_no_browser_is_opened_without_a_screen(start: Start, temporary: Path) -> None:
    if sys.platform == "darwin":
        pytest.skip("There is always a screen.")
    server = start(DISPLAY="", WAYLAND_DISPLAY="", BROWSER="")
    assert server.ask("/")[0] == 401
    (folder,) = temporary.iterdir()
    assert not (folder / "open.html").exists()


@posix
def test_enter_gives_a_new_link(start: Start) -> None:
    import pty

    ours, theirs = pty.openpty()
    server = start("--no-browser", stdin=theirs)
    first = server.link()
    assert "Enter gives a new link" in until(server.said.read_text)
    os.write(ours, b"\n")
    second = server.link(1)
    assert second != first
    assert server.ask(first)[0] == 401
    assert server.ask(second)[0] == 200
    assert server.end() == 0
    assert server.complained.read_text() == ""
    os.close(ours)
    os.close(theirs)


# ------------------------------------------------------------------------------------------------ behind a firm's proxy


class AtFile(http.client.HTTPConnection):
    """A connection by a Unix socket."""

    def __init__(self, path: Path) -> None:
        super().__init__("reports.firm.example", timeout=PATIENCE)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(PATIENCE)
        self.sock.connect(str(self._path))


@pytest.fixture
def proxied(tmp_path: Path) -> list[str]:
    """The options of a server behind a proxy."""
    file = tmp_path / "secret"
    file.write_text(f"{SECRET}\n")
    file.chmod(0o600)
    return [
        *("--behind-proxy", "--host", "reports.firm.example", "--user-header", "X-Forwarded-User"),
        *("--proxy-secret-file", str(file)),
    ]


@posix
def test_a_proxy_reaches_it_by_a_unix_socket(start: Start, proxied: list[str], tmp_path: Path) -> None:
    path = tmp_path / "r.sock"
    server = start(*proxied, "--socket", str(path))
    until(lambda: "Ready" in server.said.read_text())
    assert stat.S_IMODE(path.stat().st_mode) == 0o660
    signed_in = {"x-reportgen-proxy": SECRET, "x-forwarded-user": "anna"}
    assert asked(AtFile(path), "/", signed_in)[0] == 200
    assert asked(AtFile(path), "/", {"x-forwarded-user": "anna"})[0] == 403
    assert "key=" not in server.said.read_text()
    second = start(*proxied, "--socket", str(path))
    assert second.process.wait(PATIENCE) == 2
    assert second.complained.read_text().startswith(f"Error: Nothing can listen at {path} (")
    assert asked(AtFile(path), "/", signed_in)[0] == 200, "the first is as it was"
    server.end(signal.SIGKILL)
    third = start(*proxied, "--socket", str(path))
    until(lambda: "Ready" in third.said.read_text())
    assert asked(AtFile(path), "/", signed_in)[0] == 200
    assert third.end() == 0
    assert not path.exists()


def test_a_proxy_reaches_it_by_a_port(start: Start, proxied: list[str]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = start(*proxied, "--port", str(port))
    until(lambda: "Ready" in server.said.read_text())
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    headers = {"host": "reports.firm.example", "x-reportgen-proxy": SECRET, "x-forwarded-user": "anna"}
    assert asked(connection, "/", headers)[0] == 200
    assert asked(connection, "/", {**headers, "host": f"127.0.0.1:{port}"})[0] == 421


@posix
def test_a_file_that_is_no_socket_stays(start: Start, proxied: list[str], tmp_path: Path) -> None:
    path = tmp_path / "notes"
    path.write_text("ours")
    server = start(*proxied, "--socket", str(path))
    assert server.process.wait(PATIENCE) == 2
    assert path.read_text() == "ours"
