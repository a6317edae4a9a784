"""What is dropped is checked, marked, built and taken away again: the same bytes as the commands write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands import run
from tests.web.clients import Person, case_of, pages

WORKBOOKS = Path(__file__).parents[2] / "workbooks"
SAMPLE = [WORKBOOKS / name for name in ("sample-client.xlsx", "sample-peers.xlsx", "sample-earlier.json")]


@pytest.fixture(scope="module")
def person(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    with pages(tmp_path_factory.mktemp("server")) as person:
        yield person
