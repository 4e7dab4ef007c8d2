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
from math import exp, isnan, nan, sqrt

import numpy as np
from numpy.typing import NDArray

from ipt_fidelity.agreement.distributions import Floats, normal_cdf, normal_quantile, t_quantile
from ipt_fidelity.agreement.ratings import Ratings, rated_rows
from ipt_fidelity.agreement.resampling import Replicable, Sums
from ipt_fidelity.agreement.result import Coefficient, Note
from ipt_fidelity.errors import FrameError

FEW = 30
VERY_FEW = 10
MOST_FOR_BCA = 1000
NEAR_TOP = 1e-6


class IntervalKind(StrEnum):
    """How an interval is made.

    With a seed ``AUTO`` is the BCa bootstrap from 30 units (or clusters) on, and below them the
    jackknife of log(1 - value) with Student's t; without a seed it is the published analytic
    interval where there is one. In simulation these cover best (see the bench of coverage).
    """

    AUTO = "auto"
    PERCENTILE = "percentile"
    BCA = "bca"
    JACKKNIFE = "jackknife"
    JACKKNIFE_LOG = "jackknife_log"
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
    highest : float
        Largest possible value; analytic and jackknife intervals are cut there.

    Returns
    -------
    Coefficient
        With ends, standard error, method and notes.
    """
    clustered = interval.clusters is not None
    result = replace(
        result,
        confidence=interval.confidence,
        n_clusters=sums.n if clustered else None,
    )
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
    if kind is IntervalKind.ANALYTIC:
        return _by_t(result, analytic_se, sums.n - 1, interval.confidence, "analytic", highest)
    if kind in {IntervalKind.JACKKNIFE, IntervalKind.JACKKNIFE_LOG}:
        return _by_jackknife(result, sums, kind, what, highest)
    if kind is IntervalKind.BCA and not isinstance(sums, Sums) and sums.n > MOST_FOR_BCA:
        kind = IntervalKind.PERCENTILE
    return _by_bootstrap(result, sums, interval, kind, what)


def _by_jackknife(
    result: Coefficient, sums: Replicable, kind: IntervalKind, what: str, highest: float
) -> Coefficient:
    logged = (
        _by_log_jackknife(result, sums, what, highest)
        if kind is IntervalKind.JACKKNIFE_LOG
        else None
    )
    if logged is not None:
        return logged
    se = jackknife_se(sums)
    if isnan(se):
        text = f"Leaving out some of the {what} leaves the coefficient undefined: no interval."
        result = replace(result, notes=(*result.notes, Note("fragile", text)))
    return _by_t(result, se, sums.n - 1, result.confidence, f"jackknife over {what}", highest)


def jackknife_se(sums: Replicable) -> float:
    """Return the jackknife standard error.

    Parameters
    ----------
    sums : Sums
        Rows of units or clusters.

    Returns
    -------
    float
        NaN where leaving one out leaves the coefficient undefined.
    """
    n = sums.n
    left = sums.leave_one_out()
    weight = sums.frequency
    mean = float((weight * left).sum() / n)
    return sqrt(max((n - 1) / n * float((weight * (left - mean) ** 2).sum()), 0.0)) if n else nan


def _by_log_jackknife(
    result: Coefficient, sums: Replicable, what: str, highest: float
) -> Coefficient | None:
    """Jackknife on the scale on which distances to the top are even; None where 1 is reached."""
    left = sums.leave_one_out()
    gaps = highest - np.append(left, result.value)
    if np.isnan(gaps).any() or gaps.min() < NEAR_TOP:
        return None
    n, weight = sums.n, sums.frequency
    logs = np.log(gaps)
    mean = float((weight * logs[:-1]).sum()) / n
    spread = float((weight * (logs[:-1] - mean) ** 2).sum())
    half = t_quantile(0.5 + result.confidence / 2, n - 1) * sqrt((n - 1) / n * spread)
    gap = float(gaps[-1])
    return replace(
        result,
        se=jackknife_se(sums),
        low=highest - gap * exp(half),
        high=highest - gap * exp(-half),
        method=f"jackknife over {what} of log({highest:g} - value), t with {n - 1} df",
    )


def _settled(interval: Interval, n: int, *, has_analytic: bool) -> IntervalKind:
    kind = interval.kind
    if kind is IntervalKind.AUTO:
        if interval.seed is None:
            return IntervalKind.ANALYTIC if has_analytic else IntervalKind.JACKKNIFE
        return IntervalKind.BCA if n >= FEW else IntervalKind.JACKKNIFE_LOG
    if kind in {IntervalKind.PERCENTILE, IntervalKind.BCA} and interval.seed is None:
        raise FrameError(
            "a bootstrap needs a seed.", where="interval", mend="Give seed=, any whole number."
        )
    if kind is IntervalKind.ANALYTIC and not has_analytic:
        return IntervalKind.JACKKNIFE
    return kind


def _by_t(
    result: Coefficient, se: float, df: float, confidence: float, method: str, highest: float
) -> Coefficient:
    half = t_quantile(0.5 + confidence / 2, df) * se
    return replace(
        result,
        se=se,
        low=result.value - half,
        high=min(result.value + half, highest) if not isnan(half) else nan,
        method=f"{method}, t with {df:g} df, cut at {highest:g}",
    )


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
