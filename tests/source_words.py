"""Whether a text repeats eight words in a row of the documents the project was created from.

The documents stay out of the project. What is kept of them is one salted hash for every run of eight words, in
`data/source-shingles.bin`: 16 bytes of salt, then the hashes, 5 bytes each, in ascending order. A hash cannot be
turned back into words; two different runs share one about once in a hundred million comparisons. Made by

    python -m tests.source_words FOLDER_OF_SOURCES
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

RUN = 8  # words
SALT_BYTES = 16
HASH_BYTES = 5
DATA = Path(__file__).parent / "data" / "source-shingles.bin"
SALT = hashlib.sha256(b"reportgen: runs of eight words").digest()[:SALT_BYTES]


def words(text: str) -> list[str]:
    """The words of a text, lower-case; apostrophes vanish, every other mark parts words.

    >>> words("The customer's well-kept promise (2024)")
    ['the', 'customers', 'well', 'kept', 'promise', '2024']
    """
    return re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", text.lower()))


def runs(text: str, exempt: Iterable[str] = ()) -> Iterator[tuple[str, ...]]:
    """Every run of eight words; none reaches into or across an `exempt` phrase, such as the label of a box."""
    for part in _without(words(text), [words(phrase) for phrase in exempt]):
        yield from (tuple(part[start : start + RUN]) for start in range(len(part) - RUN + 1))


def _without(text: list[str], phrases: list[list[str]]) -> Iterator[list[str]]:
    """The stretches of `text` between the phrases; of phrases that begin alike the longest counts."""
    longest_first = sorted((phrase for phrase in phrases if phrase), key=len, reverse=True)
    stretch: list[str] = []
    at = 0
    while at < len(text):
        found = next((phrase for phrase in longest_first if text[at : at + len(phrase)] == phrase), None)
        if found:
            yield stretch
            stretch = []
            at += len(found)
        else:
            stretch.append(text[at])
            at += 1
    yield stretch


def hashed(run: tuple[str, ...], salt: bytes = SALT) -> bytes:
    """The salted hash of a run of words."""
    return hashlib.blake2b(" ".join(run).encode(), digest_size=HASH_BYTES, salt=salt).digest()


def known_hashes(data: bytes | None = None) -> tuple[bytes, frozenset[bytes]]:
    """The salt and the hashes of the sources, from the committed file unless given."""
    content = DATA.read_bytes() if data is None else data
    salt, body = content[:SALT_BYTES], content[SALT_BYTES:]
    return salt, frozenset(body[at : at + HASH_BYTES] for at in range(0, len(body), HASH_BYTES))


def hashes_of(folder: Path) -> bytes:
    """The content of the data file for the `.txt` files of a folder."""
    found = {hashed(run) for file in sorted(folder.glob("*.txt")) for run in runs(file.read_text(encoding="utf-8"))}
    return SALT + b"".join(sorted(found))


if __name__ == "__main__":
    DATA.write_bytes(hashes_of(Path(sys.argv[1])))
