"""Units collapsed to the patterns of ratings that occur.

A unit enters almost every coefficient only through how many raters chose each category. With r
raters and q categories there are at most binom(r + q, q) such patterns (252 for five and five),
however many units there are. Sums over units are then sums over patterns, and drawing units with
replacement is drawing pattern frequencies from a multinomial distribution: the same bootstrap,
at a cost that does not grow with the number of units.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ipt_fidelity.agreement.distributions import Floats, Ints
from ipt_fidelity.agreement.ratings import BLOCK, MISSING, Codes, RatingMatrix

WIDEST_KEY = 62
WIDEST_COUNT = 20
SPARSE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Patterns:
    """The different rows of a table, how often each occurs, and which unit shows which.

    Parameters
    ----------
    rows : array of float, (p, s)
        For count patterns the number of raters per category; for row patterns the codes.
    frequency : array of int, (p,)
        How many units show the pattern.
    of_unit : array of int, (n,)
        Place of each unit's pattern.
    """

    rows: Floats
    frequency: Ints
    of_unit: Ints


def count_patterns(ratings: RatingMatrix) -> Patterns:
    """Collapse units to the number of raters per category.

    Parameters
    ----------
    ratings : RatingMatrix
        Units by raters.

    Returns
    -------
    Patterns
        Frequent patterns first, ties in the order of their content, so that the order of the
        rows of the table plays no part.
    """
    codes, q = ratings.codes, len(ratings.categories)
    width = max(codes.shape[1], 1).bit_length()
    if q * width <= WIDEST_KEY:
        # One more place than there are categories takes the missing ratings: it adds nothing.
        weight = np.zeros(q + 1, dtype=np.int64)
        weight[:q] = np.int64(1) << (width * np.arange(q, dtype=np.int64))
        key = np.zeros(codes.shape[0], dtype=np.int64)
        for start in range(0, len(codes), BLOCK):
            for column in np.ascontiguousarray(codes[start : start + BLOCK].T).astype(np.intp):
                key[start : start + BLOCK] += weight[column]
        distinct, frequency, of_unit = _distinct(key, q * width)
        digit = (1 << width) - 1
        rows = ((distinct[:, None] >> (width * np.arange(q))) & digit).astype(np.float64)
        return _frequent_first(rows, frequency, of_unit)
    distinct, of_unit, frequency = np.unique(
        np.sort(codes, axis=1), axis=0, return_inverse=True, return_counts=True
    )
    return _frequent_first(counted(distinct, q), frequency, of_unit.ravel())


def row_patterns(ratings: RatingMatrix) -> Patterns:
    """Collapse units to their whole row of ratings, raters told apart.

    Parameters
    ----------
    ratings : RatingMatrix
        Units by raters.

    Returns
    -------
    Patterns
        Rows hold codes, -1 for a missing rating.
    """
    codes, base = ratings.codes, len(ratings.categories) + 1
    if codes.shape[1] * np.log2(base) < WIDEST_KEY:
        key = np.zeros(codes.shape[0], dtype=np.int64)
        for column in codes.T:
            key = key * base + (column + 1)
        distinct, frequency, of_unit = _distinct(key, int(np.ceil(codes.shape[1] * np.log2(base))))
        powers = base ** np.arange(codes.shape[1] - 1, -1, -1, dtype=np.int64)
        rows = (distinct[:, None] // powers) % base - 1
    else:
        rows, of_unit, frequency = np.unique(codes, axis=0, return_inverse=True, return_counts=True)
    return _frequent_first(rows.astype(np.float64), frequency, of_unit.ravel())


def counted(codes: Codes, q: int) -> Floats:
    """Count the raters per category.

    Parameters
    ----------
    codes : array of int, (n, r)
        Places of categories; -1 where a rating is missing.
    q : int
        Number of categories.

    Returns
    -------
    array of float, (n, q)
        Raters per unit and category.
    """
    n = codes.shape[0]
    unit, rater = np.nonzero(codes != MISSING)
    places = unit * q + codes[unit, rater]
    return np.bincount(places, minlength=n * q).reshape(n, q).astype(np.float64)


def _distinct(key: Ints, bits: int) -> tuple[Ints, Ints, Ints]:
    if bits <= WIDEST_COUNT and key.size << SPARSE >= 1 << bits:
        found = np.bincount(key)
        distinct = np.flatnonzero(found)
        place = np.empty(found.size, dtype=np.int64)
        place[distinct] = np.arange(distinct.size)
        return distinct, found[distinct], place[key]
    distinct, of_unit, frequency = np.unique(key, return_inverse=True, return_counts=True)
    return distinct, frequency, of_unit


def _frequent_first(rows: Floats, frequency: Ints, of_unit: Ints) -> Patterns:
    order = np.argsort(-frequency, kind="stable")
    place = np.empty(order.size, dtype=np.int64)
    place[order] = np.arange(order.size)
    return Patterns(rows=rows[order], frequency=frequency[order], of_unit=place[of_unit])
