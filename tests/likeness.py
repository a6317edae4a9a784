"""How alike texts are: the cosine between their vectors of weighted word stems.

A stem weighs (1 + log of its count in the text) x log(texts / texts that have it): the tf-idf weight of Salton and
Buckley (1988), so that a rare word in common counts for much and "customer" for nothing. 0 is nothing in common, 1 the
same words. Two questions on one practice score above a half; two on neighbouring practices about a third.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np


def words_of(text: str) -> frozenset[str]:
    """The words of a text, as a set to look them up in."""
    return frozenset(text.split())


_FILLERS = words_of(
    "a an the is are do does did has have had be been being by for of to in into on at with from and or nor but as it "
    "its that this these those who whom whose which what when where how why if whether not no one each every any all "
    "some their they them there than then so can could would will must may once own more most other another"
)
_ENDINGS = ("'s", "s'", "ing", "ed", "es", "s", "ly")


def stems(text: str) -> list[str]:
    """The words of a text that carry meaning, without their endings."""
    return [_stem(word) for word in re.findall(r"[a-z0-9][a-z0-9'-]*", text.lower()) if word not in _FILLERS]


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


@dataclass(frozen=True)
class Pair:
    """Two texts and how alike they are."""

    first: str
    second: str
    cosine: float


def alike(texts: Sequence[tuple[str, str]], above: float) -> list[Pair]:
    """The pairs of (name, text) that are more alike than `above`, the most alike first."""
    cosines = _cosines([stems(text) for _, text in texts])
    rows, columns = np.nonzero(np.triu(cosines, k=1) > above)
    pairs = [
        Pair(texts[row][0], texts[column][0], round(float(cosines[row, column]), 2))
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
    ]
    return sorted(pairs, key=lambda pair: -pair.cosine)


def _cosines(documents: Sequence[Sequence[str]]) -> np.ndarray:
    found_in = Counter(stem for document in documents for stem in set(document))
    column = {stem: number for number, stem in enumerate(found_in)}
    vectors = np.zeros((len(documents), len(column)))
    for row, document in enumerate(documents):
        for stem, count in Counter(document).items():
            vectors[row, column[stem]] = (1 + log(count)) * log(len(documents) / found_in[stem])
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors /= np.where(lengths == 0, 1, lengths)
    return vectors @ vectors.T
