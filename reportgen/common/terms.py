"""The terms of a sector in place of ours, in any text of ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence


def replacer(terms: Mapping[str, str], keep: Sequence[str] = ()) -> Callable[[str], str]:
    """A function that replaces whole words or phrases in a text.

    The longest phrase counts, capitals carry over, and `a` or `an` before it follows the new word. Words joined by a
    hyphen, and phrases to keep, are left alone.

    >>> replacer({"company": "organisation", "customers": "patients"}, ["lost customers"])(
    ...     "Customers of a company, and its lost customers"
    ... )
    'Patients of an organisation, and its lost customers'
    """
    new = {**{term.lower(): text for term, text in terms.items()}, **{phrase.lower(): "" for phrase in keep}}
    if not terms:
        return lambda text: text
    pattern = re.compile(
        rf"(?<![\w-])(?:(?P<article>an?)(?P<gap>\s+))?(?P<phrase>{_any_of(new)})(?![\w-])", re.IGNORECASE
    )
    term_in = re.compile(_any_of({term.casefold() for term in terms})).search  # quick: most texts have none

    def put(found: re.Match[str]) -> str:
        text = new.get(found["phrase"].lower())
        if not text:  # a phrase to keep, or a letter that is the same only without case, as i with and without its dot
            return found[0]
        if found["phrase"][0].isupper():
            text = text[0].upper() + text[1:]
        if not found["article"]:
            return text
        return f"{found['article'][0]}{'n' if _sounds_like_a_vowel(text) else ''}{found['gap']}{text}"

    return lambda text: pattern.sub(put, text) if term_in(text.casefold()) else text


def _any_of(phrases: Collection[str]) -> str:
    """A pattern for these phrases, the longest first; where none of them begins as the text does it is soon done."""
    rests: dict[str, list[str]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        rests.setdefault(phrase[:1], []).append(re.escape(phrase[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in rests.items())


def _sounds_like_a_vowel(text: str) -> bool:
    """Whether `an` stands before the text: by its first letters, as far as the terms of a sector need it."""
    return bool(re.match(r"(?!eu|uni|use|uti)[aeiou]|hono|hour|heir", text, re.IGNORECASE))
