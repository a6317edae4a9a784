"""The pages as HTML: filled on the server, whole without any script."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse

from reportgen.common.language import counted, listed, tally

_SOME, _MINUTE = 15.0, 60.0  # seconds
FOLDER = Path(__file__).parent / "html"


def page(name: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page by the name of its file, without ending."""
    text = _environment().get_template(f"{name}.html").render(values)
    return HTMLResponse(text, status)


def sorry(status: int, title: str, text: str) -> HTMLResponse:
    """The page that says why something was not done, and what to do."""
    return page("sorry", status=status, title=title, text=text)


def in_words(seconds: float) -> str:
    """About how long something takes.

    >>> [in_words(seconds) for seconds in (2.0, 31.0, 70.0, 200.0)]
    ['a few seconds', 'about half a minute', 'about one minute', 'about three minutes']
    """
    if seconds < _SOME:
        return "a few seconds"
    if seconds < _MINUTE * 3 / 4:
        return "about half a minute"
    return f"about {counted(round(seconds / _MINUTE), 'minute', 'minutes')}"


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(tally=tally, counted=counted, listed=listed)
    made.filters["way"] = _way
    return made


def _way(name: str) -> str:
    """A name as a part of an address."""
    return quote(name, safe="/")
