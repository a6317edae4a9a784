"""A person's name where a role belongs: told by a title with a surname behind it, or by an e-mail address."""

from __future__ import annotations

import re

_MAIL = re.compile(r"[^\s@,;:<>()\"]+@[^\s@,;:<>()\"]+\.[^\W\d_]{2,}")
_TITLED = re.compile(
    r"(?<![\w.])(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Rev|Reverend|Herr|Frau|Mme|Mlle|Monsieur|"
    r"Madame|Dhr|Mevr|Señora?|Signora?)\.?\s+(?:[^\W\d_]\.\s*)*([^\W\d_][\w’'-]+)"
)
_OFFICES = (  # what stands behind such a word in the names of roles
    *("Mayor", "Mayoress", "Provost", "Chancellor", "Lieutenant", "Advocate", "Justice", "President", "Chief"),
    *("Captain", "Commissioner", "Commander", "Ordinary", "Warden", "Steward", "Chamberlain", "Keeper", "Almoner"),
    *("Services", "Service", "Office", "Emeritus", "Emerita", "Superior"),
)


def person_in(text: str) -> str:
    """What in a text names a person, in words that do not name them: "an e-mail address"; empty when nothing does.

    >>> person_in("Mrs J. Smith, Head of Service"), person_in("Head of Service"), person_in("Lord Mayor")
    ('a title with a surname', '', '')
    """
    if _MAIL.search(text):
        return "an e-mail address"
    names = (found[1] for found in _TITLED.finditer(text))
    return "a title with a surname" if any(name[0].isupper() and name not in _OFFICES for name in names) else ""
