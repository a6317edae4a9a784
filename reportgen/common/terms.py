"""The terms of a sector in place of ours, in any text of ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence


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
    phrases = "|".join(re.escape(phrase) for phrase in sorted(new, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w-])(?:(?P<article>an?)(?P<gap>\s+))?(?P<phrase>{phrases})(?![\w-])", re.IGNORECASE)

    def put(found: re.Match[str]) -> str:
        text = new[found["phrase"].lower()]
        if not text:
            return found[0]
        if found["phrase"][0].isupper():
            text = text[0].upper() + text[1:]
        if not found["article"]:
            return text
        return f"{found['article'][0]}{'n' if _sounds_like_a_vowel(text) else ''}{found['gap']}{text}"

    return lambda text: pattern.sub(put, text)


def _sounds_like_a_vowel(text: str) -> bool:
    """Whether `an` stands before the text: by its first letters, as far as the terms of a sector need it."""
    return bool(re.match(r"(?!eu|uni|use|uti)[aeiou]|hono|hour|heir", text, re.IGNORECASE))
