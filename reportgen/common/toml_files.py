"""TOML as people's editors save it, for every file of ours that people write by hand."""

from __future__ import annotations

from typing import Any


class NotTomlError(ValueError):
    """A file that is no TOML; its message says why, as the end of a sentence without the stop."""


def toml_tables(content: bytes) -> dict[str, Any]:
    """The tables of a file, saved with or without a mark of UTF-8. Raises `NotTomlError`.

    >>> toml_tables(b'\\xef\\xbb\\xbfid = "ours"')
    {'id': 'ours'}
    """
    import tomllib

    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise NotTomlError(
            "it is not saved as UTF-8, so its letters cannot be told; in the editor choose Save As and the "
            "encoding UTF-8"
        ) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise NotTomlError(str(error)) from error
