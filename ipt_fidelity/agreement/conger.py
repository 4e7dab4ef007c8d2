"""Conger's kappa, which takes each rater's own margins."""

from __future__ import annotations

from dataclasses import replace
from math import nan, sqrt

import numpy as np

from ipt_fidelity.agreement.distributions import Floats, Ints
from ipt_fidelity.agreement.intervals import DEFAULT, Interval, with_interval
from ipt_fidelity.agreement.kappas import one_hot
from ipt_fidelity.agreement.pairwise import (
    LEAST,
    UNWEIGHTED,
    Weighting,
    facts_of,
    gwet_linear,
    table_of,
)
from ipt_fidelity.agreement.patterns import row_patterns
from ipt_fidelity.agreement.ratings import Ratings
from ipt_fidelity.agreement.remarks import told_below_chance
from ipt_fidelity.agreement.resampling import Sums, by_cluster
from ipt_fidelity.agreement.result import Coefficient, Undefined


def conger_kappa(
    ratings: Ratings, *, weighting: Weighting = UNWEIGHTED, interval: Interval = DEFAULT
) -> Coefficient:
    r"""Conger's kappa: chance agreement averaged over the margins of all pairs of raters.

    Parameters
    ----------
    ratings : array_like or pandas.DataFrame, (n, r)
        Units by raters; None or NaN where a rating is missing. Raters who rated nothing are left
        out (R irrCAC 1.0 gives NaN).
    weighting : Weighting
        Categories and weights of partial agreement.
    interval : Interval
        Which interval; without a seed Gwet's analytic one.

    Returns
    -------
    Coefficient
        At most 1; Cohen's kappa for two raters without missing ratings. Undefined without pairs
        or variation, and for one rater.

    References
    ----------
    .. [1] Conger, A. J. (1980). Psychological Bulletin 88, 322-328, equation 7.
    .. [2] Gwet, K. L. (2014). Handbook of inter-rater reliability, 4th ed., chapter 5.

    Examples
    --------
    >>> round(conger_kappa([[1, 1]] * 118 + [[1, 2]] * 5 + [[2, 1]] * 2).value, 4)
    -0.0234
    """
    table = table_of(ratings, weighting)
    result = replace(
        facts_of(table, "conger_kappa", interval),
        source="Conger (1980), eq. 7; variance: Gwet (2014), chapter 5",
    )
    if result.undefined is not None:
        return result
    matrix, q, r = table.matrix, table.q, table.matrix.n_raters
    patterns = row_patterns(matrix)
    hot = one_hot(patterns.rows, q)
    by_row = hot.sum(axis=1)
    m = by_row.sum(axis=1)
    paired = (m > 1).astype(np.float64)
    both = (table.weights + table.weights.T) / 2
    partial = np.einsum("pk,pk->p", by_row, by_row @ table.weights.T - 1)
    agreed = np.where(m > 1, partial / np.where(m > 1, m * (m - 1), 1), 0.0)

    def coefficient(totals: Floats) -> Floats:
        counts = totals[..., 2:].reshape(*totals.shape[:-1], r, q)
        with np.errstate(divide="ignore", invalid="ignore"):
            margins = counts / counts.sum(axis=-1, keepdims=True)
            raw = totals[..., 1] / totals[..., 0]
            expected = _conger_chance(margins, both)
            value = (raw - expected) / (1 - expected)
        return np.where(1 - expected > LEAST, value, nan)

    sums = Sums(
        rows=np.column_stack([paired, agreed, hot.reshape(hot.shape[0], -1)]),
        frequency=patterns.frequency,
        of=coefficient,
    )
    value = sums.point()
    if np.isnan(value):
        return replace(result, undefined=Undefined.NO_VARIATION)
    se = nan
    if table.patterns.frequency.sum() > 1:
        margins_of = (patterns.frequency @ sums.rows)[2:].reshape(r, q)
        towards, expected = _conger_towards(hot, patterns.frequency, margins_of, both)
        rowwise = replace(table, patterns=replace(patterns, rows=by_row))
        linear = gwet_linear(rowwise, value, expected, towards)
        n = float(patterns.frequency.sum())
        se = sqrt(float(patterns.frequency @ (linear - value) ** 2) / (n * (n - 1)))
    result = told_below_chance(replace(result, value=value))
    if interval.clusters is not None:
        sums = by_cluster(sums, patterns.of_unit, np.asarray(interval.clusters)[matrix.kept])
    return with_interval(result, sums, interval, analytic_se=se)


def _conger_chance(margins: Floats, weights: Floats) -> Floats:
    r = margins.shape[-2]
    total = margins.sum(axis=-2)
    everyone = np.einsum("...k,...k->...", total @ weights, total)
    selves = np.einsum("...rk,...rk->...", margins @ weights, margins)
    return (everyone - selves) / (r * (r - 1))


def _conger_towards(
    hot: Floats, frequency: Ints, counts: Floats, weights: Floats
) -> tuple[Floats, float]:
    """Chance term of each row: half the derivative of p_e, so that its mean is p_e.

    Gwet (2014), chapter 5: rater g's share of category k is a ratio of sums, and a row that g
    did not rate moves none of them.
    """
    r = counts.shape[0]
    n = float(frequency.sum())
    rated = counts.sum(axis=1)
    margins = counts / rated[:, None]
    others = (margins.sum(axis=0) - margins) @ weights
    present = hot.sum(axis=2)
    moved = np.einsum("prk,rk->pr", hot, others) - present * (margins * others).sum(axis=1)
    slope = (moved * (n / rated)).sum(axis=1) / (r * (r - 1))
    expected = float(_conger_chance(margins, weights))
    return expected + slope, expected
