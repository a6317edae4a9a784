"""The statistics of a study: partial rank correlation, how sure it is, and what many tests at once call for.

All are textbook methods, few enough to stand here; a library of statistics would be many times as large as the program.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isqrt, lgamma
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from reportgen.common.method import CONFIDENCE

Numbers = NDArray[np.float64]

_NOTHING = 1e-9  # of a sum of squares: rounding leaves so much of what is zero
_NORMAL = NormalDist().inv_cdf((1 + float(CONFIDENCE)) / 2)  # on two sides


def mid_ranks(values: Numbers) -> Numbers:
    """The ranks of values, from 1; equal ones share the mean of their ranks (Kendall 1945).

    >>> mid_ranks(np.array([30.0, 10.0, 30.0, 90.0])).tolist()
    [2.5, 1.0, 2.5, 4.0]
    """
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks: Numbers = (np.cumsum(counts) - (counts - 1) / 2)[places.reshape(values.shape)]
    return ranks


def explained_by(groupings: Sequence[NDArray[np.intp]], n: int) -> Numbers:
    """An orthonormal basis of all that depends on the groups alone, one row each of n organisations.

    Its columns are as many as the mean and the groups have dimensions: groups that follow from others add none.
    """
    columns = [np.ones(n)]
    for labels in groupings:
        columns += [(labels == label).astype(float) for label in np.unique(labels)[1:]]
    basis, sizes, _ = np.linalg.svd(np.column_stack(columns), full_matrices=False)
    kept: Numbers = basis[:, sizes > _NOTHING * sizes[0]]
    return kept


def partial_rank_correlation(figures: Numbers, outcome: Numbers, basis: Numbers) -> Numbers:
    """Spearman's rank correlation of each column of figures with an outcome, what the basis explains taken out.

    Ranks first, then least squares on the ranks, then Pearson's correlation of what is left (Conover and Iman 1981;
    Kim 2015). `figures` are n x m, `outcome` n, the `basis` that of `explained_by`; m correlations from -1 to 1 come
    back, NaN where nothing is left that could differ.
    """
    ranked = np.column_stack([mid_ranks(column) for column in (*figures.T, outcome)])
    left = ranked - basis @ (basis.T @ ranked)
    squares = (left**2).sum(axis=0)
    varies = squares > _NOTHING * (ranked**2).sum(axis=0)
    products, sizes = left[:, :-1].T @ left[:, -1], np.sqrt(squares[:-1] * squares[-1])
    found = np.full(len(products), np.nan)
    np.divide(products, sizes, out=found, where=varies[:-1] & varies[-1])
    correlations: Numbers = np.clip(found, -1, 1)
    return correlations


def degrees_of_freedom(n: int, basis: Numbers) -> int:
    """What is left of n organisations to tell one correlation: one less for it, and one for each column of the basis.

    Without groups that is n - 2.
    """
    return n - 1 - int(basis.shape[1])


def chance_of(correlations: Numbers, freedom: int) -> Numbers:
    """How likely correlations at least this far from 0 are where there is none: p, on two sides.

    By Student's t = r sqrt(freedom / (1 - r^2)) (Kendall and Stuart 1973, section 31.19); its tails are a share of a
    Beta distribution (Abramowitz and Stegun 1964, 26.5.27). On ranks this is close from some twenty on.
    """
    return beta_share(freedom / 2, 0.5, 1 - correlations**2)


def interval_of(correlations: Numbers, freedom: int) -> tuple[Numbers, Numbers]:
    """The ends of an interval around each correlation, of the confidence of all intervals.

    Fisher's z with the standard error of Bonett and Wright (2000) for ranks, sqrt((1 + r^2 / 2) / (n - 3)); what was
    taken out leaves as many fewer organisations: freedom - 1 in place of n - 3. Takes at least two degrees of freedom.
    """
    with np.errstate(divide="ignore"):  # a correlation of 1 is its own interval
        middle = np.arctanh(correlations)
    margin = _NORMAL * np.sqrt((1 + correlations**2 / 2) / (freedom - 1))
    return np.tanh(middle - margin), np.tanh(middle + margin)


def corrected(chances: Numbers) -> Numbers:
    """The p of many tests, each as the least false discovery rate at which it counts (Benjamini and Hochberg 1995).

    The i-th smallest of m is the least of p(k) m / k over all k from i on; it is at most 1.

    >>> corrected(np.array([0.04, 0.01, 0.03])).tolist()
    [0.04, 0.03, 0.04]
    """
    order = np.argsort(chances)
    scaled = chances[order] * len(chances) / np.arange(1, len(chances) + 1)
    least = np.minimum.accumulate(scaled[::-1])[::-1]
    found = np.empty_like(chances)
    found[order] = np.minimum(least, 1)
    return found


def beta_share(a: float, b: float, x: Numbers) -> Numbers:
    """The share of a Beta(a, b) distribution below each x from 0 to 1: the regularised incomplete beta function.

    By its continued fraction (Abramowitz and Stegun 1964, 26.5.8) from the back, on the side where it converges fast.
    """
    other = x > (a + 1) / (a + b + 2)
    p, q, y = np.where(other, b, a), np.where(other, a, b), np.where(other, 1 - x, x)
    fraction = np.ones_like(y)
    for m in range(40 + 4 * isqrt(int(max(a, b)) + 1), 0, -1):
        even = m * (q - m) * y / ((p + 2 * m - 1) * (p + 2 * m))
        odd = -(p + m - 1) * (p + q + m - 1) * y / ((p + 2 * m - 2) * (p + 2 * m - 1))
        fraction = 1 + odd / (1 + even / fraction)
    with np.errstate(divide="ignore"):  # at 0 nothing lies below
        size = np.exp(p * np.log(y) + q * np.log1p(-y) + lgamma(a + b) - lgamma(a) - lgamma(b))
    share = size / (p * fraction)
    below: Numbers = np.where(other, 1 - share, share)
    return below
