"""Krippendorff's alpha for any number of raters, missing ratings and any level."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from math import nan, sqrt

import numpy as np
from numpy.typing import ArrayLike

from ipt_fidelity.agreement.alpha_many import ManyValues, interval_sums, of_interval
from ipt_fidelity.agreement.distributions import Floats, Ints
from ipt_fidelity.agreement.intervals import (
    DEFAULT,
    Interval,
    IntervalKind,
    for_rated,
    with_interval,
)
from ipt_fidelity.agreement.metrics import (
    ORDERED,
    Metric,
    metric_of,
    scores_of,
    squared_differences,
)
from ipt_fidelity.agreement.pair_bootstrap import with_pair_interval
from ipt_fidelity.agreement.patterns import count_patterns
from ipt_fidelity.agreement.ratings import (
    MISSING,
    RatingMatrix,
    Ratings,
    categorical,
    numbers,
)
from ipt_fidelity.agreement.remarks import told_below_chance, told_silent
from ipt_fidelity.agreement.resampling import Sums, by_cluster
from ipt_fidelity.agreement.result import Coefficient, Undefined
from ipt_fidelity.errors import FrameError

SOURCE = "Krippendorff (2011), section E; interval over units: Gwet (2014), chapter 6"
MANY = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pairable:
    """Patterns of the units with two ratings or more."""

    rows: Floats
    frequency: Ints
    of_unit: Ints
    units: Ints


def krippendorff_alpha(
    ratings: Ratings,
    *,
    level: str = "nominal",
    categories: Sequence[Hashable] | None = None,
    own_metric: ArrayLike | None = None,
    ends: tuple[float, float] | None = None,
    interval: Interval = DEFAULT,
) -> Coefficient:
    r"""Krippendorff's alpha: 1 minus observed over expected disagreement.

    :math:`\alpha = 1 - D_o / D_e = 1 - (n - 1) \sum_{c<k} o_{ck} \delta^2_{ck} /
    \sum_{c<k} n_c n_k \delta^2_{ck}`, where a unit with m ratings adds each of its ordered pairs
    to the coincidences o with weight 1/(m - 1).

    Parameters
    ----------
    ratings : array_like or pandas.DataFrame, (n, r)
        Units by raters; None or NaN where a rating is missing. Units with one rating do not enter.
    level : str
        nominal, ordinal, interval, ratio; circular, :math:`\sin^2(\pi (c - k) / U)` with U once
        around; bipolar, :math:`(c - k)^2 / ((c + k - 2 c_{min})(2 c_{max} - c - k))`, for scales
        on which differences near an end weigh more; jaccard or masi for ratings that are sets.
    categories : sequence of hashable or None
        Categories in order; needed at the ordinal level when they are words.
    own_metric : array_like, (q, q), or None
        Own squared differences in the order of the categories; overrides the level.
    ends : tuple of float or None
        Of a circular scale, where both name one place, such as (0, 24) for hours; None takes one
        step more than from the least to the largest value. Of a bipolar scale its lowest and
        highest value; None takes those that occur.
    interval : Interval
        Which interval; without a seed Gwet's analytic one, or the jackknife.

    Returns
    -------
    Coefficient
        Between -1 and 1 in all but very small samples; 0 at chance, 1 for perfect agreement.
        Undefined without pairs, and without variation among the paired values.

    Raises
    ------
    FrameError
        Words without an order, infinite values, negative values at the ratio level, values beyond
        the ends of a bipolar scale, or an own metric that is not a metric.

    Notes
    -----
    The percentile interval draws units (or clusters). Krippendorff's own bootstrap draws pairs as
    if they were independent; its 95 % interval covers about 80 % and is offered as ``PAIRS`` for
    comparison only. R irr 0.84.1 leaves out the division by m - 1 where nothing is missing and
    three or more raters rated, and so prints .431 for the diagnoses of Fleiss (1971), not .433.

    References
    ----------
    .. [1] Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability, section E.
    .. [2] Gwet, K. L. (2014). Handbook of inter-rater reliability, 4th ed., chapter 6.
    .. [3] Passonneau, R. (2006). Measuring agreement on set-valued items (MASI). LREC.

    Examples
    --------
    Four observers and twelve units of Krippendorff (2011), ordinal .815:

    >>> unit = None
    >>> ratings = [[1, 1, unit, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2],
    ...            [1, 2, 3, 4], [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [unit, 5, 5, 5],
    ...            [unit, unit, 1, 1], [unit, 3, unit, unit]]
    >>> round(krippendorff_alpha(ratings, level="ordinal").value, 3)
    0.815
    """
    metric = metric_of(level)
    if metric is Metric.INTERVAL and categories is None and own_metric is None:
        found = _distinct(ratings, interval)
        if found is not None:
            return found
    ordered = metric in ORDERED and own_metric is None
    matrix = categorical(ratings, categories=categories, ordered=ordered)
    return _of_categories(matrix, metric, own_metric, ends, interval)


def _of_categories(
    matrix: RatingMatrix,
    metric: Metric,
    own_metric: ArrayLike | None,
    ends: tuple[float, float] | None,
    interval: Interval,
) -> Coefficient:
    form = "own metric" if own_metric is not None else str(metric)
    result = Coefficient(
        statistic="krippendorff_alpha",
        form=form,
        value=nan,
        confidence=interval.confidence,
        notes=told_silent(matrix.silent),
        source=SOURCE,
    )
    if matrix.codes.size == 0:
        return replace(result, undefined=Undefined.NO_DATA)
    delta = _delta(metric, matrix, own_metric, ends)
    if len(matrix.categories) > MANY:
        return _many(matrix, metric, delta, result, interval)
    pairable = _pairable(matrix)
    n_ratings = pairable.frequency @ pairable.rows.sum(axis=1)
    result = replace(
        result,
        n_units=int(pairable.frequency.sum()),
        n_ratings=int(n_ratings),
        n_raters=_raters(matrix, pairable.units),
    )
    if not pairable.frequency.size:
        return replace(result, undefined=Undefined.NO_PAIRABLE_VALUES)
    sums = _sums(pairable, metric, matrix, delta)
    value = sums.point()
    if np.isnan(value):
        return replace(result, undefined=Undefined.NO_VARIATION)
    result = told_below_chance(replace(result, value=value))
    if interval.kind is IntervalKind.PAIRS:
        return with_pair_interval(result, pairable.rows, pairable.frequency, delta, interval)
    se = nan if delta is None else _gwet_se(pairable, delta)
    if interval.clusters is not None:
        clusters = np.asarray(interval.clusters)[matrix.kept[pairable.units]]
        sums = by_cluster(sums, pairable.of_unit, clusters)
    return with_interval(result, sums, interval, analytic_se=se)


def _delta(
    metric: Metric,
    matrix: RatingMatrix,
    own_metric: ArrayLike | None,
    ends: tuple[float, float] | None,
) -> Floats | None:
    """Return the squared differences, or None at the ordinal level."""
    if own_metric is None:
        if metric is Metric.ORDINAL:
            return None
        if len(matrix.categories) > MANY and metric in {
            Metric.INTERVAL,
            Metric.RATIO,
            Metric.NOMINAL,
        }:
            return None
        return squared_differences(metric, matrix, ends=ends)
    given = np.asarray(own_metric, dtype=np.float64)
    q = len(matrix.categories)
    if (
        given.shape != (q, q)
        or (given < 0).any()
        or np.diag(given).any()
        or not np.allclose(given, given.T)
    ):
        raise FrameError(
            "an own metric is symmetric, not negative, 0 on the diagonal, one row a category.",
            where="own_metric",
            mend=f"Give {q} rows and columns in the order of the categories.",
        )
    return given


def _distinct(ratings: Ratings, interval: Interval) -> Coefficient | None:
    """Interval alpha straight from the values, where they are not whole numbers."""
    values, silent = numbers(ratings)
    if values.size < MANY or bool((np.nan_to_num(values[:MANY]) % 1 == 0).all()):
        return None
    rated = (~np.isnan(values)) @ np.ones(values.shape[1])
    values = values[rated > 1]
    result = Coefficient(
        statistic="krippendorff_alpha",
        form=str(Metric.INTERVAL),
        value=nan,
        confidence=interval.confidence,
        n_units=len(values),
        n_raters=values.shape[1],
        n_ratings=int(rated[rated > 1].sum()),
        notes=told_silent(silent),
        source=SOURCE,
    )
    if not values.size:
        return replace(result, undefined=Undefined.NO_PAIRABLE_VALUES)
    clusters = for_rated(interval, ratings).clusters
    sums = interval_sums(values, ordered=interval.seed is not None and clusters is None)
    value = sums.point()
    if np.isnan(value):
        return replace(result, undefined=Undefined.NO_VARIATION)
    if clusters is not None:
        sums = by_cluster(sums, np.arange(len(values)), np.asarray(clusters)[rated > 1])
    return with_interval(told_below_chance(replace(result, value=value)), sums, interval)


def _pairable(matrix: RatingMatrix) -> _Pairable:
    patterns = count_patterns(matrix)
    paired = patterns.rows.sum(axis=1) > 1
    if paired.all():
        return _Pairable(
            rows=patterns.rows,
            frequency=patterns.frequency,
            of_unit=patterns.of_unit,
            units=np.arange(patterns.of_unit.size),
        )
    place = np.cumsum(paired) - 1
    units = np.flatnonzero(paired[patterns.of_unit])
    return _Pairable(
        rows=patterns.rows[paired],
        frequency=patterns.frequency[paired],
        of_unit=place[patterns.of_unit[units]],
        units=units,
    )


def _raters(matrix: RatingMatrix, units: Ints) -> int:
    """Raters who rated one of the units."""
    if units.size == matrix.codes.shape[0]:
        return matrix.n_raters
    chosen = np.zeros(matrix.codes.shape[0], dtype=np.bool_)
    chosen[units] = True
    return sum(bool(((column != MISSING) & chosen).any()) for column in matrix.codes.T)


def _sums(pairable: _Pairable, metric: Metric, matrix: RatingMatrix, delta: Floats | None) -> Sums:
    counts = pairable.rows
    m = counts.sum(axis=1)
    if delta is None:
        first, second = np.triu_indices(counts.shape[1], 1)
        pairs = 2 * counts[:, first] * counts[:, second] / (m - 1)[:, None]
        return Sums(
            rows=np.hstack([counts, pairs]),
            frequency=pairable.frequency,
            of=_ordinal(counts.shape[1], first, second),
        )
    if metric is Metric.INTERVAL and matrix.scores is not None:
        scores = scores_of(matrix, metric)
        x = scores - scores[0]
        s, s2 = counts @ x, counts @ x**2
        apart = 2 * (m * s2 - s**2) / (m - 1)
        return Sums(
            rows=np.column_stack([m, s, s2, apart]), frequency=pairable.frequency, of=of_interval
        )
    apart = np.einsum("pc,ck,pk->p", counts, delta, counts) / (m - 1)
    return Sums(
        rows=np.column_stack([apart, counts]), frequency=pairable.frequency, of=_fixed(delta)
    )


def _fixed(delta: Floats) -> Callable[[Floats], Floats]:
    def alpha(totals: Floats) -> Floats:
        marginals = totals[..., 1:]
        expected = np.einsum("...c,...c->...", marginals @ delta, marginals)
        return _one_minus(totals[..., 0], expected, marginals.sum(axis=-1))

    return alpha


def _ordinal(q: int, first: Ints, second: Ints) -> Callable[[Floats], Floats]:
    def alpha(totals: Floats) -> Floats:
        marginals = totals[..., :q]
        ranks = np.cumsum(marginals, axis=-1) - marginals / 2
        delta = (ranks[..., first] - ranks[..., second]) ** 2
        observed = np.einsum("...c,...c->...", totals[..., q:], delta)
        products = marginals[..., first] * marginals[..., second]
        expected = 2 * np.einsum("...c,...c->...", products, delta)
        return _one_minus(observed, expected, marginals.sum(axis=-1))

    return alpha


def _one_minus(observed: Floats, expected: Floats, n: Floats) -> Floats:
    ratio = np.divide(
        (n - 1) * observed, expected, out=np.full(np.shape(expected), nan), where=expected > 0
    )
    return 1 - ratio


def _gwet_se(pairable: _Pairable, delta: Floats) -> float:
    """Gwet (2014), chapter 6: linearised variance over units, agreement weights 1 - delta/max."""
    counts, f = pairable.rows, pairable.frequency
    n = int(f.sum())
    largest = float(delta.max()) if delta.size else 0.0
    if n < 2 or largest == 0:  # noqa: PLR2004 - one unit has no variance
        return nan
    weights = 1 - delta / largest
    m = counts.sum(axis=1)
    mean = float(f @ m) / n
    raw = np.einsum("pc,pc->p", counts, counts @ weights - 1) / (mean * (m - 1))
    prime = float(f @ raw) / n
    epsilon = 1 / (n * mean)
    observed = (1 - epsilon) * prime + epsilon
    shares = (f @ counts) / (n * mean)
    chance = float(shares @ weights @ shares)
    alpha = (prime - chance) / (1 - chance)
    surplus = (m - mean) / mean
    ours = (raw - observed * surplus - chance) / (1 - chance)
    expected = counts @ (weights @ shares) / mean - chance * surplus
    linear = ours - 2 * (1 - alpha) * (expected - chance) / (1 - chance)
    return sqrt(float(f @ (linear - alpha) ** 2) / (n * (n - 1)))


def _many(
    matrix: RatingMatrix,
    metric: Metric,
    delta: Floats | None,
    result: Coefficient,
    interval: Interval,
) -> Coefficient:
    present = matrix.codes != MISSING
    units = np.flatnonzero(present.sum(axis=1) > 1)
    if not units.size:
        return replace(result, undefined=Undefined.NO_PAIRABLE_VALUES)
    codes = matrix.codes[units]
    result = replace(
        result,
        n_units=int(units.size),
        n_ratings=int((codes != MISSING).sum()),
        n_raters=_raters(matrix, units),
    )
    many = ManyValues.of(codes, metric=metric, scores=matrix.scores, delta=delta)
    if interval.clusters is not None:
        many = many.by_cluster(np.asarray(interval.clusters)[matrix.kept[units]])
    value = many.point()
    if np.isnan(value):
        return replace(result, undefined=Undefined.NO_VARIATION)
    return with_interval(told_below_chance(replace(result, value=value)), many, interval)
