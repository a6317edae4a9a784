"""The pages of good practice: the question set, searched in the server itself in the words of a sector."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from reportgen.common.exceptions import UsageError
from reportgen.common.folding import fold
from reportgen.web.pages import page, sorry

if TYPE_CHECKING:
    from reportgen.questions.listed import Library, Listed
    from reportgen.web.settings import Settings

_ON_A_PAGE = 60
_DIGITS = 6  # of the number of a page: there are never so many
_ASKED = ("q", "area", "element", "lens", "sector")


async def library(request: Request) -> Response:
    """The questions that are looked for, with good practice, evidence and next step."""
    asked = {name: request.query_params.get(name, "").strip() for name in _ASKED}
    given = request.query_params.get("page", "")
    number = int(given) if given.isdecimal() and len(given) <= _DIGITS else 1
    return await run_in_threadpool(_searched, request.app.state.settings, asked, number)


async def question(request: Request) -> Response:
    """Everything about one question."""
    sector, question_id = request.query_params.get("sector", ""), request.path_params["id"]
    return await run_in_threadpool(_one, request.app.state.settings, question_id, sector)


def known_sectors(settings: Settings) -> tuple[str, ...]:
    """The sectors in whose words the questions of a server can be asked."""
    return _sectors(*_set_of(settings))


def _searched(settings: Settings, asked: Mapping[str, str], number: int) -> Response:
    found: list[Listed] = []
    trouble = ""
    shelf = _shelf_of(settings, "")
    try:
        shelf = _shelf_of(settings, asked["sector"])
        found = shelf.search(asked["q"], asked["area"], asked["element"], asked["lens"])
    except UsageError as error:
        trouble = str(error)
    count = max(1, -(-len(found) // _ON_A_PAGE))
    number = min(max(1, number), count)
    kept = {name: value for name, value in asked.items() if value}
    values: dict[str, Any] = {"asked": asked, "found": len(found), "trouble": trouble, "set": shelf.questions}
    return page(
        "library",
        status=422 if trouble else 200,
        hits=found[(number - 1) * _ON_A_PAGE : number * _ON_A_PAGE],
        sectors=known_sectors(settings),
        number=number,
        count=count,
        address=lambda other: f"/library?{urlencode({**kept, 'page': other})}",
        words=urlencode({"sector": asked["sector"]}) if asked["sector"] else "",
        **values,
    )


def _one(settings: Settings, question_id: str, sector: str) -> Response:
    from reportgen.questions.listed import descriptions_of, find

    try:
        shelf = _shelf_of(settings, sector)
        listed = find(shelf.questions, question_id)
    except UsageError as error:
        return sorry(404, "There is no such question", str(error))
    return page("question", one=listed, facts=descriptions_of(listed, shelf.questions), sector=shelf.questions.sector)


def _shelf_of(settings: Settings, sector: str) -> Library:
    """All questions in the words of a sector. Raises `UsageError` when it has no profile."""
    name, digest = _set_of(settings)
    known = {fold(title): title for title in _sectors(name, digest)}
    if sector and fold(sector) not in known:
        from reportgen.questions import load_question_set
        from reportgen.questions.sectors import no_such_profile

        raise UsageError(no_such_profile(load_question_set(name), sector))
    return _shelf(name, digest, known.get(fold(sector), ""))


def _set_of(settings: Settings) -> tuple[str, str]:
    """The question set of a server, and what changes with its files."""
    from reportgen.questions import set_digest
    from reportgen.questions.loader import DEFAULT_SET

    name = settings.options.question_set or settings.options.usual_set or DEFAULT_SET
    return name, set_digest(name)


@lru_cache(maxsize=2)
def _sectors(name: str, digest: str) -> tuple[str, ...]:
    from reportgen.questions import load_question_set, sector_profiles

    return tuple(profile.title for profile in sector_profiles(load_question_set(name)))


@lru_cache(maxsize=16)
def _shelf(name: str, digest: str, sector: str) -> Library:
    from reportgen.questions import for_sector, load_question_set
    from reportgen.questions.listed import Library

    return Library(for_sector(load_question_set(name), sector))
