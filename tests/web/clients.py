"""People at the pages, without a browser: what they send, and what they get."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from reportgen.web.app import make_app
from reportgen.web.settings import Settings
from tests.test_work import until


def signed_in(app: ASGIApp) -> ASGIApp:
    """The application for whoever the header names, as its guard would say."""

    async def known(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            names = [value.decode() for name, value in scope["headers"] if name == b"x-user"]
            scope["user"] = names[0] if names else "you"
        await app(scope, receive, send)

    return known


class Person:
    """Somebody at the pages."""

    def __init__(self, client: TestClient, name: str = "you") -> None:
        self._client, self._name = client, name

    def as_other(self, name: str) -> Person:
        """Somebody else at the same server."""
        return Person(self._client, name)

    def get(self, address: str) -> Any:
        """What stands at an address."""
        return self._client.get(address, headers={"x-user": self._name})

    def post(self, address: str, data: Mapping[str, str] | None = None) -> Any:
        """Send a form; the page that it leads to."""
        return self._client.post(address, data=data or {}, headers={"x-user": self._name})

    def drop(self, *files: Path, at: str = "/cases", data: Mapping[str, str] | None = None) -> Any:
        """Drop files; the page that it leads to."""
        return self.send([(path.name, path.read_bytes()) for path in files], at=at, data=data)

    def send(
        self, files: Sequence[tuple[str, bytes]], *, at: str = "/cases", data: Mapping[str, str] | None = None
    ) -> Any:
        """The same for files by name and content."""
        uploads = [("files", file) for file in files]
        return self._client.post(at, files=uploads, data=data or {}, headers={"x-user": self._name})

    def done(self, answer: Any) -> Any:
        """The page of a task when it is over; its address is that of the answer."""
        address = answer.url.path
        found = [answer]

        def is_over() -> bool:
            if "data-say" in found[0].text and "<progress" in found[0].text:
                found[0] = self.get(address)
                return False
            return True

        until(is_over)
        return found[0]


@contextmanager
def pages(root: Path, **settings: Any) -> Iterator[Person]:
    """Somebody at a server of their own, whose files lie below `root`."""
    app = make_app(Settings(root=root, **settings))
    with TestClient(signed_in(app), base_url="http://127.0.0.1:8000") as client:
        yield Person(client)


def case_of(answer: Any) -> str:
    """The address of the case that a page is about."""
    found = re.match(r"/cases/[\w-]+", answer.url.path)
    assert found, answer.url.path
    return found[0]
