"""The door: by which address, from whose pages, and by which of two ways; what every answer forbids."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from reportgen.web.guard import LONGEST_NAME, PROXY_HEADER, Guard, Link, SignedIn

PORT = 8765
OURS = f"http://127.0.0.1:{PORT}"
FIRM = "https://reports.firm.example"
SECRET = "s" * 40
FROM_US = {"origin": OURS, "sec-fetch-site": "same-origin"}
BY_PROXY = {PROXY_HEADER: SECRET, "x-forwarded-user": "anna"}
FORCED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}

Pairs = Sequence[tuple[str, str]]


async def who(request: Request) -> Response:
    return PlainTextResponse(request.scope.get("user", "nobody"))


async def unchanged(_: Request) -> Response:
    return Response(status_code=304, headers={"cache-control": "private, max-age=600"})


async def broken(_: Request) -> Response:
    raise RuntimeError


async def loose(_: Request) -> Response:
    return PlainTextResponse("", headers={"content-security-policy": "default-src *"})


async def stream(_: Request) -> Response:
    async def parts() -> AsyncIterator[str]:
        for part in ("one", "two"):
            yield part

    return StreamingResponse(parts())


def pages() -> Starlette:
    return Starlette(
        routes=[
            Route("/", who, methods=["GET", "POST", "DELETE"]),
            Route("/static/style.css", who),
            Route("/unchanged", unchanged),
            Route("/broken", broken),
            Route("/loose", loose),
            Route("/stream", stream),
        ]
    )


@pytest.fixture
def link() -> Link:
    return Link(PORT)


@pytest.fixture
def stranger(link: Link) -> TestClient:
    """A browser on the same computer, without a link."""
    return browser(link)


@pytest.fixture
def known(link: Link) -> TestClient:
    """One that came by the link."""
    client = browser(link)
    client.get(link.new())
    return client


@pytest.fixture
def proxied() -> TestClient:
    """What comes to a firm's server."""
    guard = Guard(pages(), FIRM, SignedIn(SECRET, "X-Forwarded-User"))
    return TestClient(guard, FIRM, raise_server_exceptions=False)


def browser(link: Link) -> TestClient:
    return TestClient(Guard(pages(), OURS, link), OURS, raise_server_exceptions=False)


def title(answer: Any) -> str:
    found = re.search(r"<h1[^>]*>([^<]+)", answer.text)
    return found[1].strip() if found else ""


def raw(app: Guard, headers: Pairs, path: str = "/", kind: str = "http", encoding: str = "utf-8") -> list[Any]:
    """What is sent for a request that no client of ours would make."""
    sent: list[Any] = []
    scope = {
        "type": kind,
        "method": "GET",
        "path": path,
        "query_string": b"",
        "root_path": "",
        "http_version": "1.0",
        "headers": [(name.encode(), value.encode(encoding)) for name, value in headers],
    }

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0 if not sent else 60)  # nobody hangs up
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent


# ------------------------------------------------------------------------------------------------------- the address


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:8766", f"127.0.0.1.:{PORT}"),
        *(f"localhost:{PORT}", f"[::1]:{PORT}", f"127.0.0.1:{PORT} ", f"user@127.0.0.1:{PORT}", ""),
    ],
)
def test_another_host_is_refused(known: TestClient, host: str) -> None:
    for path in ("/", "/static/style.css", "/open?key=x"):
        answer = known.get(path, headers={"host": host})
        assert answer.status_code == 421
        assert title(answer) == "This is not the address of reportgen"


@pytest.mark.parametrize("host", ["REPORTS.firm.example", "reports.firm.example.", "reports.firm.example:443"])
def test_the_name_of_a_firms_server_is_taken_letter_by_letter(proxied: TestClient, host: str) -> None:
    assert proxied.get("/", headers={**BY_PROXY, "host": host}).status_code == 421


HOST = ("host", f"127.0.0.1:{PORT}")


@pytest.mark.parametrize("headers", [[], [HOST, HOST], [HOST, ("host", "evil.example")]])
def test_there_is_exactly_one_host(link: Link, headers: Pairs) -> None:
    assert raw(Guard(pages(), OURS, link), headers)[0]["status"] == 421
    assert raw(Guard(pages(), OURS, link), [HOST])[0]["status"] == 401


@pytest.mark.parametrize("path", [f"{OURS}/static/style.css", "*", "", "static/style.css"])
def test_a_target_that_is_no_path_is_refused(link: Link, path: str) -> None:
    assert raw(Guard(pages(), OURS, link), [HOST], path)[0]["status"] == 421


def test_what_is_no_page_is_refused(link: Link) -> None:
    guard = Guard(pages(), OURS, link)
    assert raw(guard, [HOST], kind="websocket") == [{"type": "websocket.close", "code": 1008}]
    with pytest.raises(ValueError, match="telephone"):
        raw(guard, [HOST], kind="telephone")


def test_start_and_end_of_the_server_reach_the_pages(link: Link) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": f"{scope['type']}.startup.complete"})

    assert raw(Guard(app, OURS, link), [], kind="lifespan") == [{"type": "lifespan.startup.complete"}]


# -------------------------------------------------------------------------------------------------------- whose page


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:8799"},  # a page of another port: same site, and the cookie comes along
        {"origin": f"http://localhost:{PORT}"},
        {"origin": f"https://127.0.0.1:{PORT}"},
        {"origin": OURS.upper()},
        {"origin": f"{OURS}/"},
        {"origin": f"{OURS}, {OURS}"},
        {"sec-fetch-site": "same-origin"},
        {"referer": f"{OURS}/"},
        *({"origin": OURS, "sec-fetch-site": site} for site in ("cross-site", "same-site", "none", "")),
    ],
    ids=str,
)
@pytest.mark.parametrize("method", ["POST", "DELETE", "OPTIONS"])
def test_what_another_page_sends_is_refused(known: TestClient, method: str, headers: dict[str, str]) -> None:
    answer = known.request(method, "/", headers=headers)
    assert answer.status_code == 403
    assert "Nothing was done" in answer.text


def test_several_origins_are_refused(known: TestClient) -> None:
    for twice in ("origin", "sec-fetch-site"):
        headers = [*FROM_US.items(), (twice, FROM_US[twice])]
        assert known.post("/", headers=headers).status_code == 403


@pytest.mark.parametrize("headers", [FROM_US, {"origin": OURS}])
def test_a_page_of_ours_may_send(known: TestClient, headers: dict[str, str]) -> None:
    assert known.post("/", headers=headers).text == "you"


def test_a_firms_server_has_the_address_of_its_proxy(proxied: TestClient) -> None:
    assert proxied.post("/", headers={**BY_PROXY, "origin": FIRM}).text == "anna"
    assert proxied.post("/", headers={**BY_PROXY, "origin": FIRM.replace("https", "http")}).status_code == 403


# ------------------------------------------------------------------------------------------------------------ the link


def test_without_a_link_nobody_comes_in(stranger: TestClient) -> None:
    for path in ("/", "/no-such-page", "/open", "/open?key=", "/open?key=wrong", "/open?key=%ff%00ü"):
        answer = stranger.get(path)
        assert answer.status_code == 401
        assert title(answer) == "Open reportgen with the link that its window shows"
    assert stranger.post("/", headers=FROM_US).status_code == 401


def test_a_link_is_exchanged_for_a_cookie(stranger: TestClient, link: Link) -> None:
    answer = stranger.get(link.new())
    (cookie,) = answer.headers.get_list("set-cookie")
    assert re.fullmatch(rf"reportgen-{PORT}=[\w-]{{43}}; HttpOnly; Path=/; SameSite=strict", cookie)
    assert 'content="0; url=/"' in answer.text
    assert "key=" not in answer.text
    assert stranger.get("/").text == "you"


def test_a_link_works_once(link: Link) -> None:
    path = link.new()
    assert not link.is_used
    assert browser(link).get(path).status_code == 200
    assert link.is_used
    assert browser(link).get(path).status_code == 401


def test_whoever_is_in_may_use_an_old_link_again(known: TestClient, link: Link) -> None:
    path = link.new()
    assert known.get(path).status_code == 200
    assert known.get(path).status_code == 200


def test_a_new_link_ends_the_one_before(known: TestClient, link: Link) -> None:
    before, now = link.new(), link.new()
    assert browser(link).get(before).status_code == 401
    assert browser(link).get(now).status_code == 200
    assert known.get("/").text == "you", "who came in stays in"


@pytest.mark.parametrize("change", [lambda path: f"{path}x", lambda path: path[:-1], lambda path: f"{path}&key=x"])
def test_nearly_the_link_is_not_the_link(stranger: TestClient, link: Link, change: Any) -> None:
    path = link.new()
    assert stranger.get(change(path)).status_code == 401
    assert stranger.get(path).status_code == 200, "a wrong one does not end it"


def test_looking_at_a_link_does_not_use_it(stranger: TestClient, link: Link) -> None:
    path = link.new()
    assert stranger.head(path).status_code == 401
    assert stranger.post(path, headers=FROM_US).status_code == 401
    assert not link.is_used


def test_keys_are_long_and_differ(link: Link) -> None:
    keys = {link.new().partition("=")[2] for _ in range(50)}
    assert len(keys) == 50
    assert all(len(key) == 43 for key in keys), "256 bits"


def test_the_cookie_of_another_server_is_no_way_in(known: TestClient) -> None:
    other = browser(Link(PORT))
    other.cookies = known.cookies
    assert other.get("/").status_code == 401
    assert other.get("/", headers={b"cookie": f"reportgen-{PORT}=ü".encode()}).status_code == 401


def test_cookies_of_other_programs_do_not_shut_anybody_out(stranger: TestClient, known: TestClient) -> None:
    (ours,) = known.cookies.jar
    cookie = f'theirs={{"a": "b;c"}}; {ours.name}={ours.value}; more="'
    assert stranger.get("/", headers={"cookie": cookie}).text == "you"


def test_style_is_there_for_everybody(stranger: TestClient, proxied: TestClient) -> None:
    assert stranger.get("/static/style.css").text == "nobody"
    assert proxied.get("/static/style.css").text == "nobody"
    assert stranger.post("/static/style.css").status_code == 403
    assert stranger.get("/static").status_code == 401


# ------------------------------------------------------------------------------------------------------- a firm's proxy


def test_a_proxy_that_knows_the_secret_says_who_it_is(proxied: TestClient) -> None:
    assert proxied.get("/", headers=BY_PROXY).text == "anna"
    name = {b"x-forwarded-user": " Jörg Müller\t".encode(), PROXY_HEADER.encode(): SECRET.encode()}
    assert proxied.get("/", headers=name).text == "Jörg Müller"


@pytest.mark.parametrize("secret", ["", "wrong", SECRET[:-1], f"{SECRET}s", "ü"])
def test_a_name_without_the_secret_is_refused(proxied: TestClient, secret: str) -> None:
    headers = [(PROXY_HEADER.encode(), secret.encode()), (b"x-forwarded-user", b"anna")]
    assert proxied.get("/", headers=headers).status_code == 403
    assert proxied.get("/", headers=headers[1:]).status_code == 403


def test_the_secret_comes_once(proxied: TestClient) -> None:
    assert proxied.get("/", headers=[*BY_PROXY.items(), (PROXY_HEADER, SECRET)]).status_code == 403


@pytest.mark.parametrize(
    "names",
    [
        [],
        [b""],
        [b" "],
        [b"anna", b"bert"],
        [b"anna", b"anna"],
        [b"anna", b""],
        [b"a" * (LONGEST_NAME + 1)],
        ["an\u202ena".encode()],
        [b"an\tna"],
    ],
    ids=str,
)
def test_the_secret_needs_exactly_one_name(proxied: TestClient, names: list[bytes]) -> None:
    headers = [(PROXY_HEADER.encode(), SECRET.encode()), *((b"X-Forwarded-User", name) for name in names)]
    answer = proxied.get("/", headers=headers)
    assert answer.status_code == 401
    assert title(answer) == "You are not signed in"


def test_a_name_is_utf_8() -> None:
    guard = Guard(pages(), FIRM, SignedIn(SECRET, "X-Forwarded-User"))
    headers = [("host", "reports.firm.example"), (PROXY_HEADER, SECRET)]
    assert raw(guard, [*headers, ("x-forwarded-user", "Jörg")])[0]["status"] == 200
    assert raw(guard, [*headers, ("x-forwarded-user", "Jörg")], encoding="latin-1")[0]["status"] == 401


def test_other_headers_name_nobody(proxied: TestClient) -> None:
    for other in ("x_forwarded_user", "x-forwarded-user-name", "remote-user", "x-forwarded-email"):
        assert proxied.get("/", headers={PROXY_HEADER: SECRET, other: "anna"}).status_code == 401


def test_there_is_no_link_behind_a_proxy(proxied: TestClient) -> None:
    assert proxied.get("/open?key=x").status_code == 403
    assert proxied.get("/open?key=x", headers=BY_PROXY).status_code == 404
    assert "set-cookie" not in proxied.get("/", headers=BY_PROXY).headers


# ---------------------------------------------------------------------------------------------------------- the headers


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/", {}, 200),
        ("/static/style.css", {}, 200),
        ("/open?key=x", {}, 200),
        ("/no-such-page", {}, 404),
        ("/unchanged", {}, 304),
        ("/broken", {}, 500),
        ("/loose", {}, 200),
        ("/stream", {}, 200),
        ("/", {"host": "evil.example"}, 421),
        ("/", {"cookie": ""}, 401),
    ],
)
def test_every_answer_has_the_headers(known: TestClient, path: str, headers: dict[str, str], status: int) -> None:
    answer = known.get(path, headers=headers)
    assert answer.status_code == status
    assert FORCED.items() <= dict(answer.headers).items()
    assert "camera=()" in answer.headers["permissions-policy"]
    assert answer.headers.get_list("content-security-policy", split_commas=True) == [
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ]
    kept = "private, max-age=600" if status == 304 else "no-store"
    assert answer.headers["cache-control"] == kept


def test_a_refused_post_has_the_headers(known: TestClient) -> None:
    answer = known.post("/")
    assert answer.status_code == 403
    assert FORCED.items() <= dict(answer.headers).items()


def test_a_stream_goes_through_part_by_part(known: TestClient, link: Link) -> None:
    (cookie,) = known.cookies.jar
    sent = raw(Guard(pages(), OURS, link), [HOST, ("cookie", f"{cookie.name}={cookie.value}")], "/stream")
    assert [message.get("body") for message in sent[1:]] == [b"one", b"two", b""]
