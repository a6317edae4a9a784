"""The styles of our template that mark what nobody has confirmed or written, each with the plain one of its place."""

from __future__ import annotations

PLAIN = {  # names in small letters
    "suggestion": "body text",
    "suggestion bullet": "list bullet",
    "suggestion cell": "cell text",
    "suggestion cell bullet": "cell bullet",
    "suggestion road map": "road map text",
    "placeholder": "body text",
    "placeholder cell": "cell text",
    "placeholder road map": "road map text",
}


def usual_id(name: str) -> str:
    """The id that Word gives a style of a name in small letters, in small letters too.

    >>> usual_id("suggestion cell")
    'suggestioncell'
    """
    return name.replace(" ", "")
