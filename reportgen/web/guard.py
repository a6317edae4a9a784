"""Who may talk to the server: one door in front of every page, which leaves what goes through it as it is.

A request comes to our address, and what changes something from a page of ours. The person comes by the link that the
window of the server shows, on their own computer, or is signed in by a firm's proxy.
"""

from __future__ import annotations

import hmac
import secrets
from typing import Protocol
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reportgen.web.pages import sorry

PROXY_HEADER = "x-reportgen-proxy"
LONGEST_NAME = 200  # letters of a person's name: it goes into no file, but into memory and onto pages
_SAFE = ("GET", "HEAD")  # methods that change nothing
_OPEN_TO_ALL = "/static/"  # style and fonts, which the pages of refusals need too
_FORCED = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # with no-referrer, browsers send "Origin: null" with forms of our own
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class WayIn(Protocol):
    """How a person comes in."""

    def person(self, scope: Scope) -> str | Response:
        """The name of whoever sent a request, or what they are answered instead of a page."""


class Guard:
    """The application behind the door, whose requests tell in `scope["user"]` who sent them."""

    def __init__(self, app: ASGIApp, address: str, way_in: WayIn) -> None:
        """`address` is the one as which browsers know the server: scheme, host and, where it is not usual, port."""
        self._app, self._address, self._way_in = app, address, way_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let it through; raises `ValueError` for what is neither that nor start and end."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await (self._refusal(scope) or self._app)(scope, receive, _with_headers(send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            raise ValueError(f"nothing here answers to {scope['type']!r}")

    def _refusal(self, scope: Scope) -> Response | None:
        """What is answered instead of a page; None for whoever may have it."""
        headers = Headers(scope=scope)
        # another name for this computer, or a path that is a whole address, is how foreign pages reach in
        if headers.getlist("host") != [self._address.partition("://")[2]] or not scope["path"].startswith("/"):
            return sorry(421, "This is not the address of reportgen", "Use the address that you were given, as it is.")
        if scope["method"] not in _SAFE and not self._is_from_us(headers):
            return sorry(403, "Another page tried to send this", "Nothing was done. Begin from a page of reportgen.")
        if scope["path"].startswith(_OPEN_TO_ALL):
            return None
        person = self._way_in.person(scope)
        if isinstance(person, Response):
            return person
        scope["user"] = person
        return None

    def _is_from_us(self, headers: Headers) -> bool:
        """True for what a page of ours sent: cookies do not tell, as every port of a computer gets them."""
        sites = headers.getlist("sec-fetch-site")  # which older browsers do not send
        return headers.getlist("origin") == [self._address] and sites in ([], ["same-origin"])


def _with_headers(send: Send) -> Send:
    """The same, where every answer has the headers that forbid browsers what we never need."""

    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(_FORCED)
            headers.setdefault("cache-control", "no-store")
        await send(message)

    return with_headers


# ---------------------------------------------------------------------------------------------- on one's own computer

_WELCOME = (  # a redirection would come without the cookie: the browser counts it to the file that it came from
    '<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>Opening reportgen</title>'
    '<meta http-equiv="refresh" content="0; url=/"><p><a href="/">Open reportgen</a></p></html>'
)


class Link:
    """In by a link that works once: it is exchanged for a cookie, which lasts until browser or server are closed."""

    OPEN = "/open"
    PERSON = "you"

    def __init__(self, port: int) -> None:
        """`port` is that of the server: a cookie is sent to every port of a computer."""
        self._cookie = f"reportgen-{port}"
        self._session, self._key = secrets.token_urlsafe(32), ""

    def new(self) -> str:
        """The path of a new link; the one before is dead."""
        self._key = secrets.token_urlsafe(32)  # 256 bits
        return f"{self.OPEN}?key={self._key}"

    @property
    def is_used(self) -> bool:
        """True when the last link has been used."""
        return not self._key

    def person(self, scope: Scope) -> str | Response:
        """Whoever sits at this computer, if they have the cookie."""
        is_known = _equal(HTTPConnection(scope).cookies.get(self._cookie, ""), self._session)
        if scope["path"] == self.OPEN and scope["method"] == "GET" and (self._use(scope) or is_known):
            answer = HTMLResponse(_WELCOME)
            answer.set_cookie(self._cookie, self._session, httponly=True, samesite="strict")
            return answer
        if is_known:
            return self.PERSON
        return sorry(
            401,
            "Open reportgen with the link that its window shows",
            "Each link works once; press Enter in that window for a new one. If you use reportgen in this browser "
            "already and came here from a mail or another page, go on from the start.",
        )

    def _use(self, scope: Scope) -> bool:
        """True for the key of the last link, the first time."""
        given = parse_qs(scope["query_string"].decode("latin-1")).get("key", [])
        if not self._key or len(given) != 1 or not _equal(given[0], self._key):
            return False
        self._key = ""
        return True


# ------------------------------------------------------------------------------------------------ behind a firm's proxy


class SignedIn:
    """In by a firm's proxy, which signs people in: it proves itself by a secret and names exactly one person."""

    def __init__(self, secret: str, user_header: str) -> None:
        """`user_header` is the header in which the proxy names the person."""
        self._secret, self._user_header = secret, user_header

    def person(self, scope: Scope) -> str | Response:
        """The person that the proxy names."""
        headers = Headers(scope=scope)
        proofs = headers.getlist(PROXY_HEADER)
        if len(proofs) != 1 or not _equal(_text(proofs[0]), self._secret):
            return sorry(403, "Come in by the sign-in of your firm", "This address is for the sign-in alone.")
        names = [_text(name).strip() for name in headers.getlist(self._user_header)]
        if len(names) != 1 or not 0 < len(names[0]) <= LONGEST_NAME or not names[0].isprintable():
            return sorry(
                401,
                "You are not signed in",
                "Sign in to your firm's network and open this page again. If that does not help, tell the people who "
                "run reportgen that its sign-in did not say who you are.",
            )
        return names[0]


def _text(value: str) -> str:
    """The value of a header, which Starlette takes as Latin-1, as UTF-8; no text where it is none."""
    try:
        return value.encode("latin-1").decode()
    except UnicodeDecodeError:
        return ""


def _equal(given: str, ours: str) -> bool:
    """True for the same text, in a time that does not tell how much of it is the same."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), ours.encode())
