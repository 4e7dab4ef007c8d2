"""Intervals for any coefficient that is a function of sums over units.

A coefficient is given as rows of summands, one per pattern (or per cluster), their frequencies,
and a function of the totals that works on stacks of totals. Every method then needs matrix
products only: the bootstrap (percentile and BCa) over units or whole clusters, the jackknife and
its t interval.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import isnan, nan, sqrt

import numpy as np
from numpy.typing import NDArray

from ipt_fidelity.agreement.distributions import Floats, normal_cdf, normal_quantile, t_quantile
from ipt_fidelity.agreement.ratings import Ratings, rated_rows
from ipt_fidelity.agreement.resampling import Replicable, Sums
from ipt_fidelity.agreement.result import Coefficient, Note
from ipt_fidelity.errors import FrameError

FEW = 100
VERY_FEW = 10
MOST_FOR_BCA = 1000
ROOT = 1 / 3
LOWEST = -1.0


class IntervalKind(StrEnum):
    """How an interval is made.

    With a seed ``AUTO`` is the BCa bootstrap (Efron, 1987) from 100 units (or clusters) on, and
    below them the jackknife of the cube root of 1 - value with Student's t: the root makes the
    skewed distance from perfect agreement nearly normal (Wilson and Hilferty, 1931). Without a
    seed it is the published analytic interval where there is one. In simulation these cover best
    (see the bench of coverage); with 20 units and hardly any disagreement nothing covers 95 %.
    """

    AUTO = "auto"
    PERCENTILE = "percentile"
    BCA = "bca"
    JACKKNIFE = "jackknife"
    JACKKNIFE_ROOT = "jackknife_root"
    ANALYTIC = "analytic"
    PAIRS = "pairs"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Which interval is wanted.

    Parameters
    ----------
    kind : IntervalKind
        How it is made.
    confidence : float
        Between 0 and 1.
    resamples : int
        Bootstrap resamples.
    seed : int or None
        Starts the draws; needed by the bootstrap. The same seed gives the same interval for every
        order of the rows.
    clusters : sequence of hashable or None
        For each row of the table the cluster it belongs to (session, therapist). Clusters are
        then drawn whole; None draws units.
    """

    kind: IntervalKind = IntervalKind.AUTO
    confidence: float = 0.95
    resamples: int = 1000
    seed: int | None = None
    clusters: Sequence[Hashable] | NDArray[np.generic] | None = None


DEFAULT = Interval()
PLAIN = Interval(kind=IntervalKind.NONE)


def for_rated(interval: Interval, ratings: Ratings) -> Interval:
    """Name the clusters of the rows that hold a rating.

    Parameters
    ----------
    interval : Interval
        With a cluster for each row of the table, or none.
    ratings : array_like or pandas.DataFrame, (n, r)
        Units by raters.

    Returns
    -------
    Interval
        With a cluster for each row that ``numbers`` keeps.

    Raises
    ------
    FrameError
        There are not as many clusters as rows.
    """
    if interval.clusters is None:
        return interval
    clusters, rated = np.asarray(interval.clusters), rated_rows(ratings)
    if clusters.size != rated.size:
        raise FrameError(
            f"{clusters.size} clusters are named for {rated.size} units.",
            where="clusters",
            mend="Name the cluster of every row of the table.",
        )
    return replace(interval, clusters=clusters[rated])


def with_interval(
    result: Coefficient,
    sums: Replicable,
    interval: Interval,
    *,
    analytic_se: float = nan,
    lowest: float = LOWEST,
    highest: float = 1.0,
) -> Coefficient:
    """Return the coefficient with the interval that was asked for.

    Parameters
    ----------
    result : Coefficient
        Holds the value.
    sums : Sums
        The same coefficient as a function of sums over units or clusters.
    interval : Interval
        Which interval.
    analytic_se : float
        Published standard error over units; NaN where there is none.
    lowest, highest : float
        Least and largest possible value in a population; analytic and jackknife intervals are cut
        there. A chance-corrected coefficient of many units is at least -1, a share at least 0.

    Returns
    -------
    Coefficient
        With ends, standard error, method and notes.
    """
    clustered = interval.clusters is not None
    if clustered or result.confidence != interval.confidence:
        n_clusters = sums.n if clustered else None
        result = replace(result, confidence=interval.confidence, n_clusters=n_clusters)
    if result.undefined is not None or isnan(result.value):
        return result
    kind = _settled(interval, sums.n, has_analytic=not isnan(analytic_se) and not clustered)
    if kind is IntervalKind.NONE:
        return result
    notes = list(result.notes)
    what = "clusters" if clustered else "units"
    if sums.n < 2:  # noqa: PLR2004 - one unit has no spread
        notes.append(Note(f"single_{what[:-1]}", f"One {what[:-1]} gives no interval."))
        return replace(result, notes=tuple(notes))
    if clustered and sums.n < VERY_FEW:
        notes.append(Note("few_clusters", f"{sums.n} clusters; the interval is rough below 10."))
        result = replace(result, notes=tuple(notes))
    cut = (lowest, highest)
    if kind is IntervalKind.ANALYTIC:
        return _by_t(result, analytic_se, sums.n - 1, "analytic", cut)
    if kind in {IntervalKind.JACKKNIFE, IntervalKind.JACKKNIFE_ROOT}:
        left = sums.leave_one_out()
        drawn_instead = interval.kind is IntervalKind.AUTO and interval.seed is not None
        if not (drawn_instead and np.isnan(left).any() and result.value < highest):
            return _by_jackknife(result, sums, left, kind, cut)
        kind = IntervalKind.BCA
    if kind is IntervalKind.BCA and not isinstance(sums, Sums) and sums.n > MOST_FOR_BCA:
        kind = IntervalKind.PERCENTILE
    return _by_bootstrap(result, sums, interval, kind, what)


def _by_jackknife(
    result: Coefficient,
    sums: Replicable,
    left: Floats,
    kind: IntervalKind,
    cut: tuple[float, float],
) -> Coefficient:
    what = "units" if result.n_clusters is None else "clusters"
    se = _spread(left, sums)
    if isnan(se):
        text = f"Leaving out some of the {what} leaves the coefficient undefined: no interval."
        return replace(result, notes=(*result.notes, Note("fragile", text)))
    if kind is IntervalKind.JACKKNIFE:
        return _by_t(result, se, sums.n - 1, f"jackknife over {what}", cut)
    highest = cut[1]
    gaps = np.maximum(highest - np.append(left, result.value), 0.0) ** ROOT
    t = t_quantile(0.5 + result.confidence / 2, sums.n - 1)
    half, middle = t * _spread(gaps[:-1], sums), float(gaps[-1])
    low, high = highest - (middle + half) ** 3, highest - max(middle - half, 0.0) ** 3
    method = (
        f"jackknife over {what} of the cube root of {highest:g} - value, t with {sums.n - 1} df"
    )
    return _cut(replace(result, se=se, low=low, high=high, method=method), cut)


def _cut(result: Coefficient, cut: tuple[float, float]) -> Coefficient:
    """Cut an interval at the ends of what is possible, and say so."""
    lowest, highest = cut
    low, high, method = result.low, result.high, result.method
    if low < lowest:
        low, method = lowest, f"{method}, cut at {lowest:g}"
    if high > highest:
        high, method = highest, f"{method}, cut at {highest:g}"
    return replace(result, low=low, high=high, method=method)


def _spread(left: Floats, sums: Replicable) -> float:
    """Jackknife standard error; NaN where leaving one out leaves the coefficient undefined."""
    n, weight = sums.n, sums.frequency
    mean = float((weight * left).sum() / n)
    return sqrt(max((n - 1) / n * float((weight * (left - mean) ** 2).sum()), 0.0))


def _settled(interval: Interval, n: int, *, has_analytic: bool) -> IntervalKind:
    kind = interval.kind
    if kind is IntervalKind.AUTO:
        if interval.seed is None:
            return IntervalKind.ANALYTIC if has_analytic else IntervalKind.JACKKNIFE
        return IntervalKind.BCA if n >= FEW else IntervalKind.JACKKNIFE_ROOT
    if kind in {IntervalKind.PERCENTILE, IntervalKind.BCA} and interval.seed is None:
        raise FrameError(
            "a bootstrap needs a seed.", where="interval", mend="Give seed=, any whole number."
        )
    if kind is IntervalKind.ANALYTIC and not has_analytic:
        return IntervalKind.JACKKNIFE
    return kind


def _by_t(
    result: Coefficient, se: float, df: float, method: str, cut: tuple[float, float]
) -> Coefficient:
    half = t_quantile(0.5 + result.confidence / 2, df) * se
    low, high = result.value - half, result.value + half
    method = f"{method}, t with {df:g} df"
    return _cut(replace(result, se=se, low=low, high=high, method=method), cut)


def _by_bootstrap(
    result: Coefficient, sums: Replicable, interval: Interval, kind: IntervalKind, what: str
) -> Coefficient:
    seed = 0 if interval.seed is None else interval.seed
    drawn = sums.resampled(resamples=interval.resamples, seed=seed)
    defined = drawn[~np.isnan(drawn)]
    notes = list(result.notes)
    lost = drawn.size - defined.size
    if lost:
        notes.append(
            Note("undefined_resamples", f"{lost} of {drawn.size} resamples had no variation.")
        )
    method = f"bootstrap over {what}, {kind}, {interval.resamples} resamples, seed {seed}"
    if defined.size < 2:  # noqa: PLR2004 - two values span an interval
        return replace(result, notes=tuple(notes), method=method)
    tail = (1 - interval.confidence) / 2
    ends = (tail, 1 - tail)
    if kind is IntervalKind.BCA:
        ends = _bca_ends(defined, result.value, sums, ends)
    low, high = (float(end) for end in np.quantile(defined, ends))
    if not low <= result.value <= high:
        text = "The resamples lie to one side of the value; the interval was extended to hold it."
        notes.append(Note("shifted", text))
        low, high = min(low, result.value), max(high, result.value)
    return replace(
        result,
        low=low,
        high=high,
        se=float(defined.std(ddof=1)),
        method=method,
        notes=tuple(notes),
    )


def _bca_ends(
    drawn: Floats, value: float, sums: Replicable, ends: tuple[float, float]
) -> tuple[float, float]:
    """Efron (1987), equations 2.3 and 6.6: bias correction and acceleration."""
    below = (float((drawn < value).sum()) + 0.5 * float((drawn == value).sum())) / drawn.size
    bias = normal_quantile(min(max(below, 0.5 / drawn.size), 1 - 0.5 / drawn.size))
    left = sums.leave_one_out()
    known = ~np.isnan(left)
    left, weight = left[known], sums.frequency[known]
    apart = float((weight * left).sum() / weight.sum()) - left
    spread = float((weight * apart**2).sum())
    speed = float((weight * apart**3).sum()) / (6 * spread**1.5) if spread > 0 else 0.0

    def moved(end: float) -> float:
        z = bias + normal_quantile(end)
        return normal_cdf(bias + z / (1 - speed * z))

    return moved(ends[0]), moved(ends[1])
