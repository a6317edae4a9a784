"""How hard a text is to read: the Flesch-Kincaid grade, with our own count of syllables.

The grade is 0.39 x words a sentence + 11.8 x syllables a word - 15.59 (Kincaid and others, 1975): about the years at
school needed to follow the text at first reading.
"""

from __future__ import annotations

import re


def word_list(text: str) -> list[str]:
    """The words of a text; hyphens and apostrophes stay inside them."""
    return re.findall(r"[A-Za-z0-9][\w'’-]*", text)


def sentences(text: str) -> list[str]:
    """The sentences of a text; a colon or semicolon ends a thought as a full stop does."""
    return [part for part in re.split(r"[.!?;:]+['\"]?(?:\s+|$)", text) if part.strip()]


def syllables(word: str) -> int:
    """Syllables of a word: groups of vowels, without the mute endings -e, -es and -ed; within one of a dictionary's.

    >>> [syllables(word) for word in ("trace", "customers", "visited", "asked", "table")]
    [1, 3, 3, 1, 2]
    """
    letters = re.sub(r"[^a-z]", "", word.lower())
    count = len(re.findall(r"[aeiouy]+", letters))
    mute = (
        (letters.endswith("e") and not letters.endswith(("le", "ee")))
        or (letters.endswith("ed") and not letters.endswith(("ted", "ded")))
        or (letters.endswith("es") and not re.search(r"(?:s|x|z|ch|sh|c|g)es$", letters))
    )
    return max(count - mute, 1)


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of a text.

    >>> round(grade("Is there a plan?"), 1)
    -2.2
    """
    words = word_list(text)
    if not words:
        return 0.0
    per_sentence = len(words) / max(len(sentences(text)), 1)
    return 0.39 * per_sentence + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
