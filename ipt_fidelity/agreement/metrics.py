"""Differences between categories for alpha, and weights of partial agreement for the kappas."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from enum import StrEnum
from itertools import combinations
from math import comb
from typing import cast

import numpy as np
from numpy.typing import ArrayLike

from ipt_fidelity.agreement.distributions import Floats
from ipt_fidelity.agreement.ratings import RatingMatrix
from ipt_fidelity.errors import FrameError, UnknownNameError


class Metric(StrEnum):
    """Squared difference between two categories, as Krippendorff (2011) names them."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"
    CIRCULAR = "circular"
    BIPOLAR = "bipolar"
    JACCARD = "jaccard"
    MASI = "masi"


class Weights(StrEnum):
    """Partial agreement between two categories, 1 on the diagonal (Gwet, 2014, section 3.5)."""

    IDENTITY = "identity"
    LINEAR = "linear"
    QUADRATIC = "quadratic"
    ORDINAL = "ordinal"
    RADICAL = "radical"
    RATIO = "ratio"


class By(StrEnum):
    """Whether weights come from the categories' values or from their ranks."""

    VALUE = "value"
    RANK = "rank"


LEVELS, NAMED = frozenset(Metric), frozenset(Weights)
ORDERED = frozenset(
    {Metric.ORDINAL, Metric.INTERVAL, Metric.RATIO, Metric.CIRCULAR, Metric.BIPOLAR}
)
Ends = tuple[float, float]


def metric_of(level: str) -> Metric:
    """Return the metric of that name.

    Parameters
    ----------
    level : str
        nominal, ordinal, interval, ratio, circular, bipolar, jaccard or masi.

    Returns
    -------
    Metric
        The metric.

    Raises
    ------
    UnknownNameError
        There is no such level.
    """
    if level not in LEVELS:
        raise UnknownNameError.of("level", level, list(Metric), where="level")
    return Metric(level)


def squared_differences(
    metric: Metric, ratings: RatingMatrix, *, ends: Ends | None = None
) -> Floats:
    """Return the squared difference of every pair of categories.

    Parameters
    ----------
    metric : Metric
        Any but ordinal, whose differences depend on how often each category is used.
    ratings : RatingMatrix
        Holds the categories.
    ends : tuple of float or None
        Of a circular or bipolar scale.

    Returns
    -------
    array of float, (q, q)
        Symmetric, 0 on the diagonal. For sets the published distance itself: Jaccard's, or the
        MASI distance of Passonneau (2006), 1 - J M with M = 1, 2/3, 1/3 or 0.

    Raises
    ------
    FrameError
        Interval or ratio differences of words, ratio differences of negative values, set
        distances of what is no set, values beyond the ends of a bipolar scale.
    """
    q = len(ratings.categories)
    if metric is Metric.NOMINAL:
        return 1.0 - np.eye(q)
    if metric in {Metric.JACCARD, Metric.MASI}:
        return _set_distances(metric, ratings.categories)
    scores = scores_of(ratings, metric)
    apart = scores[:, None] - scores[None, :]
    if metric is Metric.INTERVAL:
        return apart**2
    if metric is Metric.CIRCULAR:
        return np.sin(np.pi * apart / _around(scores, ends)) ** 2
    if metric is Metric.BIPOLAR:
        return _bipolar(scores, ends)
    return (apart / _ratio_bases(scores)) ** 2


def scores_of(ratings: RatingMatrix, metric: Metric) -> Floats:
    """Return the values of the categories.

    Parameters
    ----------
    ratings : RatingMatrix
        Holds the categories.
    metric : Metric
        Named in the error.

    Returns
    -------
    array of float, (q,)
        In the order of the categories.

    Raises
    ------
    FrameError
        A category is no number, or is negative at the ratio level.
    """
    if ratings.scores is None:
        odd = next(one for one in ratings.categories if not isinstance(one, (int, float)))
        raise FrameError(
            f"category {odd!r} is not a number.",
            where=f"level {metric}",
            mend="Give numbers, or take level='nominal' or 'ordinal'.",
        )
    if metric is Metric.RATIO and bool((ratings.scores < 0).any()):
        raise FrameError(
            f"{ratings.scores.min():g} is negative.",
            where="level ratio",
            mend="A ratio scale begins at 0; take level='interval'.",
        )
    return ratings.scores


def agreement_weights(
    weights: str | ArrayLike, ratings: RatingMatrix, *, by: By = By.VALUE
) -> tuple[Floats, str]:
    """Return the weight of every pair of categories, and the weights' name.

    Parameters
    ----------
    weights : str or array_like, (q, q)
        A name, or own weights between 0 and 1 with 1 on the diagonal.
    ratings : RatingMatrix
        Holds the categories.
    by : By
        Values follow irrCAC; ranks follow R irr, scikit-learn and psych. Categories 1, 2, 5, 9
        give different coefficients.

    Returns
    -------
    weights : array of float, (q, q)
        1 is full agreement.
    name : str
        For the result.

    Raises
    ------
    FrameError
        Own weights of the wrong size, negative, above 1, or not 1 on the diagonal.
    """
    q = len(ratings.categories)
    if not isinstance(weights, str):
        return _own_weights(np.asarray(weights, dtype=np.float64), q), "own weights"
    if weights not in NAMED:
        raise UnknownNameError.of("weights", weights, list(Weights), where="weights")
    kind = Weights(weights)
    if kind is Weights.IDENTITY:
        return np.eye(q), "unweighted"
    if kind is Weights.ORDINAL:
        apart = np.abs(np.arange(q)[:, None] - np.arange(q)[None, :])
        cost = np.array([[comb(int(step) + 1, 2) for step in row] for row in apart], dtype=float)
        return _scaled(cost), "ordinal weights"
    if by is By.VALUE and ratings.scores is None:
        by = By.RANK
    scores = np.arange(1.0, q + 1) if by is By.RANK or ratings.scores is None else ratings.scores
    apart = np.abs(scores[:, None] - scores[None, :])
    if kind is Weights.LINEAR:
        cost = apart
    elif kind is Weights.QUADRATIC:
        cost = apart**2
    elif kind is Weights.RADICAL:
        cost = np.sqrt(apart)
    else:
        cost = (apart / _ratio_bases(scores)) ** 2
    return _scaled(cost), f"{kind} weights by {by}"


def weights_from_costs(costs: ArrayLike) -> Floats:
    """Turn disagreement weights, as Cohen (1968) gives them, into agreement weights.

    Parameters
    ----------
    costs : array_like, (q, q)
        0 on the diagonal, not negative; need not be symmetric.

    Returns
    -------
    array of float, (q, q)
        1 minus the cost over the largest cost.

    Raises
    ------
    FrameError
        A cost is negative, or the diagonal is not 0.

    Examples
    --------
    >>> weights_from_costs([[0, 1, 3], [1, 0, 6], [3, 6, 0]])[0].tolist()
    [1.0, 0.8333333333333334, 0.5]
    """
    given = np.asarray(costs, dtype=np.float64)
    if (given < 0).any() or np.diag(given).any():
        raise FrameError(
            "disagreement weights are negative or not 0 on the diagonal.",
            where="weights",
            mend="Give 0 for equal categories and positive weights for others.",
        )
    return _scaled(given)


def _scaled(cost: Floats) -> Floats:
    largest = float(cost.max()) if cost.size else 0.0
    return 1.0 - cost / largest if largest > 0 else np.ones_like(cost)


def _ratio_bases(scores: Floats) -> Floats:
    """Return the sums of pairs; 1 where both are 0, since 0 and 0 do not differ."""
    bases = scores[:, None] + scores[None, :]
    return np.where(bases == 0, 1.0, bases)


def _around(scores: Floats, ends: Ends | None) -> float:
    """Return how far once around is: given, or one step more than from first to last."""
    if ends is None:
        return float(np.ptp(scores)) + 1.0 if scores.size else 1.0
    around = ends[1] - ends[0]
    if not around > 0:
        raise FrameError(
            f"the scale runs from {ends[0]:g} to {ends[1]:g}.",
            where="ends",
            mend="Give the lower end first; both name the same place, such as (0, 24) for hours.",
        )
    return around


def _bipolar(scores: Floats, ends: Ends | None) -> Floats:
    if not scores.size:
        return np.zeros((0, 0))
    low, high = (float(scores.min()), float(scores.max())) if ends is None else ends
    beyond = scores[(scores < low) | (scores > high)]
    if beyond.size:
        raise FrameError(
            f"{beyond[0]:g} lies beyond the scale from {low:g} to {high:g}.",
            where="level bipolar",
            mend="Give the ends of the scale as ends=(lowest, highest).",
        )
    both = scores[:, None] + scores[None, :]
    base = (both - 2 * low) * (2 * high - both)
    return (scores[:, None] - scores[None, :]) ** 2 / np.where(base == 0, 1.0, base)


def _own_weights(given: Floats, q: int) -> Floats:
    if given.shape != (q, q):
        raise FrameError(
            f"the weights are {given.shape}, there are {q} categories.",
            where="weights",
            mend="Give one row and one column for each category, in their order.",
        )
    if (given < 0).any() or (given > 1).any() or not np.allclose(np.diag(given), 1.0):
        raise FrameError(
            "agreement weights lie between 0 and 1 with 1 on the diagonal.",
            where="weights",
            mend="Turn disagreement weights by weights_from_costs.",
        )
    return given


def _set_distances(metric: Metric, categories: Sequence[Hashable]) -> Floats:
    sets: list[frozenset[object]] = []
    for one in categories:
        if not isinstance(one, frozenset):
            raise FrameError(
                f"category {one!r} is not a set.",
                where=f"level {metric}",
                mend="Give each rating as a set of codes.",
            )
        sets.append(cast("frozenset[object]", one))
    distance = np.zeros((len(sets), len(sets)))
    for first, second in combinations(range(len(sets)), 2):
        one, two = sets[first], sets[second]
        shared, joined = len(one & two), len(one | two)
        alike = shared / joined
        if metric is Metric.MASI:
            alike *= 2 / 3 if one <= two or two <= one else (1 / 3 if shared else 0.0)
        distance[first, second] = distance[second, first] = 1.0 - alike
    return distance
