"""The door as a real browser meets it: what it sends by itself, and what it refuses to run."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from reportgen.web.guard import Guard, Link

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PATIENCE = 180_000.0  # milliseconds, on a machine with much else to do
Served = tuple[str, Link, list[str]]


async def another_page(request: Request) -> Response:
    """A page of another port that posts a form, wherever it is told to."""
    goal = request.query_params["goal"]
    return HTMLResponse(f'<form method="post" action="{goal}"><button>Send</button></form>')


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[[Callable[[int], ASGIApp]], int]]:
    """Serves an application, made for its port, while the tests of this file run."""
    ends: list[Callable[[], None]] = []

    def begin(make: Callable[[int], ASGIApp]) -> int:
        listener = socket.create_server(("127.0.0.1", 0))
        port = int(listener.getsockname()[1])
        server = uvicorn.Server(uvicorn.Config(make(port), log_config=None, ws="none"))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()

        def end() -> None:
            server.should_exit = True
            thread.join()

        ends.append(end)
        return port

    yield begin
    for end in ends:
        end()


@pytest.fixture(scope="module")
def ours(serve: Callable[[Callable[[int], ASGIApp]], int]) -> Served:
    """Pages of ours behind the door: their address, the link, and what reached them."""
    reached: list[str] = []
    links: list[Link] = []

    async def home(request: Request) -> Response:
        reached.append(request.method)
        script = "<script>document.title = 'it ran'</script>"
        return HTMLResponse(f'<title>ours</title>{script}<form method="post"><button>Send</button></form>')

    def make(port: int) -> ASGIApp:
        links.append(Link(port))
        app = Starlette(routes=[Route("/", home, methods=["GET", "POST"])])
        return Guard(app, f"http://127.0.0.1:{port}", links[0])

    return f"http://127.0.0.1:{serve(make)}", links[0], reached


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of a browser that knows no cookie."""
    with chromium.new_context() as context:
        context.set_default_timeout(PATIENCE)
        yield context.new_page()


def come_in(page: Page, ours: Served) -> None:
    page.goto(ours[0] + ours[1].new())
    page.wait_for_url(f"{ours[0]}/")
    assert page.title() == "ours"


def test_a_file_that_leads_to_the_link_leads_in(page: Page, ours: Served, tmp_path: Path) -> None:
    """The cookie is strict, and the browser counts a redirection to the page that it began from."""
    file = tmp_path / "open.html"
    file.write_text(f'<meta http-equiv="refresh" content="0; url={ours[0]}{ours[1].new()}">', encoding="utf-8")
    page.goto(file.as_uri())
    page.wait_for_url(f"{ours[0]}/")
    assert page.title() == "ours"


def test_a_form_of_ours_is_sent(page: Page, ours: Served) -> None:
    come_in(page, ours)
    ours[2].clear()
    with page.expect_navigation() as sent:
        page.click("button")
    assert sent.value.status == 200
    assert ours[2] == ["POST"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_form_of_another_port_is_refused(
    page: Page, ours: Served, serve: Callable[[Callable[[int], ASGIApp]], int], host: str
) -> None:
    come_in(page, ours)
    port = serve(lambda _: Starlette(routes=[Route("/", another_page)]))
    page.goto(f"http://{host}:{port}/?goal={ours[0]}/")
    ours[2].clear()
    with page.expect_navigation() as sent:
        page.click("button")
    assert sent.value.status == 403
    assert ours[2] == []


def test_whoever_comes_by_a_link_from_elsewhere_goes_on_from_the_start(
    page: Page, ours: Served, tmp_path: Path
) -> None:
    come_in(page, ours)
    mail = tmp_path / "mail.html"
    mail.write_text(f'<a href="{ours[0]}/">See here</a>', encoding="utf-8")
    page.goto(mail.as_uri())
    with page.expect_navigation() as shown:
        page.click("a")
    assert shown.value.status == 401
    page.click("text=To the start")
    page.wait_for_url(f"{ours[0]}/")
    assert page.title() == "ours"


def test_a_script_that_got_into_a_page_does_not_run(page: Page, ours: Served) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    come_in(page, ours)
    assert any("script-src 'self'" in text for text in said)
