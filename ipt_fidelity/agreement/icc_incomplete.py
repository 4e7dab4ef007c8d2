"""Intraclass correlations of tables with gaps, from REML variance components."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import nan, sqrt

import numpy as np

from ipt_fidelity.agreement.components import (
    EDGE,
    Components,
    fit,
    profiled,
    summarise,
    why_impossible,
)
from ipt_fidelity.agreement.distributions import Floats, normal_quantile
from ipt_fidelity.agreement.intervals import DEFAULT, Interval, IntervalKind, for_rated
from ipt_fidelity.agreement.mean_squares import FEWEST_RATERS, FEWEST_UNITS, Form, form_named
from ipt_fidelity.agreement.optimizing import least_between, root_between
from ipt_fidelity.agreement.ratings import Ratings, numbers
from ipt_fidelity.agreement.remarks import told_silent
from ipt_fidelity.agreement.resampling import draw
from ipt_fidelity.agreement.result import Coefficient, Note, Undefined
from ipt_fidelity.errors import FrameError

SOURCE = "Bates and others (2015), J Stat Softw 67, eq. 42 (REML); McGraw and Wong (1996)"
WIDEST = 1e4
NEAR_END = 0.98
NO_RESIDUAL = 1e-9


def icc_incomplete(
    ratings: Ratings, *, form: str = Form.AGREEMENT, interval: Interval = DEFAULT
) -> Coefficient:
    r"""Intraclass correlation where ratings are missing, from REML variance components.

    With variances of units u, raters r and error e: (A,1) u / (u + r + e); (C,1) u / (u + e);
    (1,1) u / (u + e) of the one-way model; for means r and e are divided by k, the number of
    raters.

    Parameters
    ----------
    ratings : array_like or pandas.DataFrame, (n, k)
        Units by raters; None or NaN where a rating is missing. Units with one rating enter.
    form : str
        1,1  A,1  C,1  1,k  A,k  C,k; k is the harmonic mean of the ratings per unit.
    interval : Interval
        Profile likelihood by default; the bootstrap draws units or clusters.

    Returns
    -------
    Coefficient
        Between 0 and 1. Undefined for one unit, one rater, without a unit that has two ratings,
        or where all ratings are equal. At the edge (a variance of 0) a note says so.

    References
    ----------
    .. [1] Bates, D., Maechler, M., Bolker, B., & Walker, S. (2015). J Stat Softw 67(1), eq. 42.
    .. [2] McGraw, K. O., & Wong, S. P. (1996). Psychological Methods 1, 30-46.

    Examples
    --------
    >>> ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9],
    ...            [6, 2, 4, None]]
    >>> round(icc_incomplete(ratings, form="A,1").value, 3)
    0.305
    """
    kind = form_named(form)
    values, silent = numbers(ratings)
    interval = for_rated(interval, ratings)
    result = Coefficient(
        statistic="icc",
        form=str(kind),
        value=nan,
        confidence=interval.confidence,
        n_units=values.shape[0],
        n_raters=values.shape[1],
        n_ratings=int((~np.isnan(values)).sum()),
        notes=told_silent(silent),
        source=SOURCE,
    )
    reason = why_impossible(values)
    if reason is not None:
        return replace(result, undefined=reason)
    found = fit(values, one_way=_is_one_way(kind))
    result = replace(result, value=_ratio(kind, found))
    if np.isnan(result.value):
        return replace(result, undefined=Undefined.NO_UNIT_VARIATION)
    if found.residual <= NO_RESIDUAL * _total(found):
        note = Note("no_residual", "Raters hardly differ within units: there is no interval.")
        return replace(result, notes=(*result.notes, note))
    if min(found.units, found.residual) < EDGE * _total(found):
        note = Note("edge", "A variance is estimated as 0; the interval is uncertain.")
        result = replace(result, notes=(*result.notes, note))
    resampling = interval.seed is not None and interval.kind is not IntervalKind.ANALYTIC
    if resampling or interval.clusters is not None:
        result = _bootstrapped(result, values, kind, found, interval)
    elif interval.kind is not IntervalKind.NONE:
        result = _with_profile(result, values, kind, found)
    if result.n_units < FEWEST_UNITS or result.n_raters < FEWEST_RATERS:
        wide = result.high - result.low
        text = f"{result.n_units} units, {result.n_raters} raters; the interval spans {wide:.2f}."
        result = replace(result, notes=(*result.notes, Note("small_sample", text)))
    return result


def _is_one_way(form: Form) -> bool:
    return form in {Form.ONE_WAY, Form.ONE_WAY_MEAN}


def _total(found: Components) -> float:
    return found.units + found.raters + found.residual


def _ratio(form: Form, found: Components) -> float:
    total = _share_of(form, found)
    return found.units / total if total > 0 else nan


def _share_of(form: Form, found: Components) -> float:
    k = found.ratings_per_unit if form.endswith("k") else 1.0
    raters = found.raters if form in {Form.AGREEMENT, Form.AGREEMENT_MEAN} else 0.0
    return found.units + (raters + found.residual) / k


def _with_profile(
    result: Coefficient, values: Floats, form: Form, found: Components
) -> Coefficient:
    """Values that a likelihood ratio test against the optimum does not reject."""
    s = summarise(values)
    k = found.ratings_per_unit if form.endswith("k") else 1.0
    cut = found.criterion + normal_quantile(0.5 + result.confidence / 2) ** 2
    with_raters = form in {Form.AGREEMENT, Form.AGREEMENT_MEAN}
    largest = 4 * max(found.raters / found.residual, 1.0) if found.residual else 1.0

    def above(rho: float) -> float:
        def criterion(raters: float) -> float:
            units = rho / (1 - rho) * ((raters if with_raters else 0.0) + 1) / k
            return profiled(s, units, raters)[0]

        if _is_one_way(form):
            return criterion(0.0) - cut
        best = _least(lambda root: criterion(root**2), sqrt(largest))
        return min(best, criterion(0.0)) - cut

    low, high = _ends(above, result.value)
    return replace(result, low=low, high=high, method="profile likelihood (REML)")


def _least(criterion: Callable[[float], float], largest: float) -> float:
    place, value = least_between(criterion, 0.0, largest)
    if place > NEAR_END * largest and largest < WIDEST:
        return _least(criterion, 4 * largest)
    return value


def _ends(above: Callable[[float], float], value: float) -> tuple[float, float]:
    start = min(max(value, EDGE), 1 - EDGE)
    low = 0.0 if above(0.0) <= 0 else _root(above, 0.0, start)
    high = 1.0 if above(1 - 1e-9) <= 0 else _root(above, start, 1 - 1e-9)
    return low, high


def _root(above: Callable[[float], float], first: float, second: float) -> float:
    if above(first) * above(second) > 0:
        return first if abs(above(first)) < abs(above(second)) else second
    return root_between(above, first, second)


def _bootstrapped(
    result: Coefficient, values: Floats, form: Form, found: Components, interval: Interval
) -> Coefficient:
    n = values.shape[0]
    if interval.seed is None:
        raise FrameError(
            "a bootstrap needs a seed.", where="interval", mend="Give seed=, any whole number."
        )
    if interval.clusters is None:
        order = np.lexsort(np.nan_to_num(values, nan=np.inf).T)
        members = [order[place : place + 1] for place in range(n)]
    else:
        names = np.asarray(interval.clusters).astype(str)
        members = [np.flatnonzero(names == name) for name in np.unique(names)]
    rng = np.random.default_rng(interval.seed)
    start = np.sqrt([found.units / found.residual, found.raters / found.residual])
    drawn: list[float] = []
    for _ in range(interval.resamples):
        times = draw(rng, np.ones(len(members), dtype=np.int64), 1)[0].astype(int)
        rows = np.concatenate([np.tile(members[g], times[g]) for g in np.flatnonzero(times)])
        chosen = values[rows]
        chosen = chosen[:, ~np.isnan(chosen).all(axis=0)]
        if why_impossible(chosen) is None:
            drawn.append(_ratio(form, fit(chosen, one_way=_is_one_way(form), start=start)))
    tail = (1 - interval.confidence) / 2
    low, high = np.quantile(drawn, (tail, 1 - tail)) if drawn else (nan, nan)
    what = "units" if interval.clusters is None else "clusters"
    return replace(
        result,
        low=float(low),
        high=float(high),
        se=float(np.std(drawn, ddof=1)) if len(drawn) > 1 else nan,
        n_clusters=None if interval.clusters is None else len(members),
        method=f"bootstrap over {what}, percentile, {interval.resamples} resamples, "
        f"seed {interval.seed}",
    )
