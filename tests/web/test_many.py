"""Many at once: each is served, or told how long to wait; nothing is lost, and the pages stay there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest

from tests.conftest import WORKBOOKS
from tests.test_work import PATIENCE, until
from tests.web.served import Served, served

SAMPLE = WORKBOOKS / "sample-client.xlsx"
AT_ONCE, ROOM = 8, 3


class Uploader:
    """Somebody who came in by a link, and whose forms come from our pages."""

    def __init__(self, server: Served) -> None:
        self.client = httpx2.Client(base_url=server.address, follow_redirects=True, timeout=PATIENCE)
        self.client.headers["origin"] = server.address
        assert self.client.get(server.link()).status_code == 200

    def drop(self, name: str) -> httpx2.Response:
        """Drop the sample under another name."""
        return self.client.post("/cases", files={"files": (name, SAMPLE.read_bytes())})

    def checked(self, answer: httpx2.Response) -> str:
        """What is told in the end of files that were dropped: one that finds no place tries again, as its page says."""
        latest = [answer]

        def is_over() -> bool:
            if latest[0].status_code == 503:
                assert "Nothing was lost" in latest[0].text
                assert "Try again in " in latest[0].text
                form = re.search(r'action="(/cases/[^"]+)"', latest[0].text)
                assert form
                latest[0] = self.client.post(form[1])
                return False
            if "<progress" in latest[0].text:
                latest[0] = self.client.get(str(latest[0].url))
                return False
            return True

        until(is_over)
        return latest[0].text


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path / "root", waiting=ROOM) as server:
        yield server


@pytest.fixture
def person(server: Served) -> Iterator[Uploader]:
    uploader = Uploader(server)
    yield uploader
    uploader.client.close()


def test_eight_uploads_at_once_are_served_or_told_to_wait(person: Uploader) -> None:
    names = [f"client-{number}.xlsx" for number in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as people:
        answers = list(people.map(person.drop, names))
    assert {answer.status_code for answer in answers} == {200, 503}, "more at once than there is room for"
    assert person.client.get("/").status_code == 200
    for name, answer in zip(names, answers, strict=True):
        told = person.checked(answer)
        assert name in told
        assert "put right first" in told


def test_somebody_who_leaves_in_the_midst_of_an_upload_leaves_nothing(person: Uploader, tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.xlsx"\r\n\r\nPK'
        raise ConnectionError

    headers = {"content-type": "multipart/form-data; boundary=x", "content-length": "100000"}
    with pytest.raises((ConnectionError, httpx2.HTTPError)):
        person.client.post("/cases", content=broken(), headers=headers)
    assert person.client.get("/").status_code == 200
    until(lambda: not list((tmp_path / "root").glob("*")) if (tmp_path / "root").exists() else True)


def test_what_is_sent_otherwise_than_by_a_form_is_told(person: Uploader) -> None:
    assert person.client.post("/cases", content=b"{}", headers={"content-type": "application/json"}).status_code == 400
    broken = person.client.post("/cases", content=b"--x", headers={"content-type": "multipart/form-data; boundary=y"})
    assert broken.status_code == 400
    assert "cannot be read" in broken.text or "No file was chosen" in broken.text
