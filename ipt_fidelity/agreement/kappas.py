"""Kappas that tell raters apart: Cohen, Conger, Light; and what explains a kappa."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import combinations
from math import nan, sqrt

import numpy as np

from ipt_fidelity.agreement.distributions import Floats, normal_quantile
from ipt_fidelity.agreement.intervals import DEFAULT, PLAIN, Interval, IntervalKind, with_interval
from ipt_fidelity.agreement.metrics import By, agreement_weights
from ipt_fidelity.agreement.pairwise import (
    LEAST,
    UNWEIGHTED,
    Weighting,
    by_value,
    facts_of,
    table_of,
)
from ipt_fidelity.agreement.patterns import Patterns, row_patterns
from ipt_fidelity.agreement.ratings import MISSING, RatingMatrix, Ratings, categorical
from ipt_fidelity.agreement.remarks import (
    told_below_chance,
    told_prevalence,
    told_silent,
    told_spacing,
)
from ipt_fidelity.agreement.resampling import Sums, by_cluster
from ipt_fidelity.agreement.result import Coefficient, Undefined
from ipt_fidelity.errors import FrameError

PAIR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class KappaFacts:
    """What explains a kappa of two raters.

    Parameters
    ----------
    observed : float
        Agreement observed.
    expected : float
        Agreement expected by chance.
    largest : float
        Largest kappa that these margins allow (Cohen, 1960, page 42).
    pabak : float
        Prevalence- and bias-adjusted kappa, (q p_o - 1) / (q - 1).
    prevalence_index, bias_index : float
        Byrt, Bishop and Carlin (1993); for two categories, else NaN.
    """

    observed: float
    expected: float
    largest: float
    pabak: float
    prevalence_index: float
    bias_index: float


def cohen_kappa(
    ratings: Ratings, *, weighting: Weighting = UNWEIGHTED, interval: Interval = DEFAULT
) -> Coefficient:
    r"""Cohen's kappa of two raters, unweighted or weighted.

    :math:`\kappa = (p_o - p_e) / (1 - p_e)` with :math:`p_o = \sum w_{kl} p_{kl}` and
    :math:`p_e = \sum w_{kl} p_{k.} p_{.l}`.

    Parameters
    ----------
    ratings : array_like or pandas.DataFrame, (n, 2)
        Units by raters; units with one rating do not enter.
    weighting : Weighting
        Categories and weights. Own weights may be asymmetric.
    interval : Interval
        Which interval; without a seed the analytic one of Fleiss, Cohen and Everitt (1969).

    Returns
    -------
    Coefficient
        At most 1; 0 at chance. Undefined without pairs or variation.

    Raises
    ------
    FrameError
        There are not two raters.

    Notes
    -----
    R psych 2.2.9 prints other variances for weighted kappa than Fleiss, Cohen and Everitt (1969)
    give (.002749 for their example, where the formula yields .003248, as irrCAC does).

    References
    ----------
    .. [1] Cohen, J. (1960). Educ Psychol Meas 20, 37-46; (1968). Psychol Bull 70, 213-220.
    .. [2] Fleiss, J. L., Cohen, J., & Everitt, B. S. (1969). Psychol Bull 72, 323-327, eq. 13.

    Examples
    --------
    The table of Cohen (1960), .492:

    >>> counts = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
    >>> ratings = [[a, b] for a in range(3) for b in range(3) for _ in range(counts[a][b])]
    >>> round(cohen_kappa(ratings).value, 3)
    0.492
    """
    matrix = two_raters(ratings, weighting)
    weights, form = agreement_weights(weighting.weights, matrix, by=weighting.by)
    result = Coefficient(
        statistic="cohen_kappa",
        form=form,
        value=nan,
        confidence=interval.confidence,
        n_units=matrix.codes.shape[0],
        n_raters=matrix.n_raters,
        n_ratings=int(matrix.codes.size),
        notes=told_silent(matrix.silent),
        source="Cohen (1960, 1968); variance: Fleiss, Cohen and Everitt (1969), eq. 13",
    )
    if not matrix.codes.shape[0]:
        return replace(result, undefined=Undefined.NO_PAIRABLE_VALUES)
    sums, patterns = _cohen_sums(matrix, weights)
    value = sums.point()
    if np.isnan(value):
        return replace(result, undefined=Undefined.NO_VARIATION)
    result = told_below_chance(replace(result, value=value))
    joint = _joint(matrix)
    shares = (joint.sum(axis=0) + joint.sum(axis=1)) / 2
    if form == "unweighted":
        facts = _facts(joint)
        result = told_prevalence(
            result,
            shares=shares,
            raw=facts.observed,
            beside={"PABAK": facts.pabak, "AC1": _ac1(joint)},
        )
    if by_value(weighting):
        by_rank = replace(weighting, by=By.RANK)
        result = told_spacing(
            result,
            matrix.scores,
            lambda: cohen_kappa(ratings, weighting=by_rank, interval=PLAIN),
        )
    se = _fce_se(joint, weights, value) / sqrt(matrix.codes.shape[0])
    if interval.clusters is not None:
        sums = by_cluster(sums, patterns.of_unit, np.asarray(interval.clusters)[matrix.kept])
    analytic = interval.kind in {IntervalKind.ANALYTIC, IntervalKind.AUTO} and (
        interval.seed is None or interval.kind is IntervalKind.ANALYTIC
    )
    if analytic and interval.clusters is None and matrix.codes.shape[0] > 1:
        half = normal_quantile(0.5 + interval.confidence / 2) * se
        return replace(
            result,
            se=se,
            low=value - half,
            high=min(value + half, 1.0),
            method="analytic, normal, cut at 1",
        )
    return with_interval(result, sums, interval)


def kappa_facts(ratings: Ratings, *, weighting: Weighting = UNWEIGHTED) -> KappaFacts:
    """Return what explains a kappa: margins, prevalence, bias, the largest possible value.

    Parameters
    ----------
    ratings : array_like or pandas.DataFrame, (n, 2)
        Units by raters; units with one rating do not enter.
    weighting : Weighting
        For its categories.

    Returns
    -------
    KappaFacts
        NaN where a figure does not exist.

    References
    ----------
    .. [1] Byrt, T., Bishop, J., & Carlin, J. B. (1993). J Clin Epidemiol 46, 423-429.

    Examples
    --------
    >>> round(kappa_facts([[1, 1]] * 118 + [[1, 2]] * 5 + [[2, 1]] * 2).pabak, 3)
    0.888
    """
    matrix = two_raters(ratings, weighting)
    if not matrix.codes.shape[0]:
        return KappaFacts(
            observed=nan, expected=nan, largest=nan, pabak=nan, prevalence_index=nan, bias_index=nan
        )
    return _facts(_joint(matrix))


def light_kappa(
    ratings: Ratings, *, weighting: Weighting = UNWEIGHTED, interval: Interval = DEFAULT
) -> Coefficient:
    r"""Light's kappa: the mean of Cohen's kappa over all pairs of raters.

    Parameters
    ----------
    ratings : array_like or pandas.DataFrame, (n, r)
        Units by raters; each pair of raters is compared where both rated.
    weighting : Weighting
        Categories and weights of partial agreement.
    interval : Interval
        Which interval; without a seed the jackknife.

    Returns
    -------
    Coefficient
        At most 1. Undefined where a pair of raters has no common unit or no variation.

    References
    ----------
    .. [1] Light, R. J. (1971). Psychological Bulletin 76, 365-377.

    Examples
    --------
    >>> round(light_kappa([[1, 1, 1], [1, 2, 1], [2, 2, 2], [2, 2, 1]]).value, 3)
    0.4
    """
    table = table_of(ratings, weighting)
    result = replace(facts_of(table, "light_kappa", interval), source="Light (1971)")
    if result.undefined is not None:
        return result
    patterns = row_patterns(table.matrix)
    blocks = [
        _pair_block(patterns.rows[:, list(pair)], table.weights)
        for pair in combinations(range(table.matrix.n_raters), PAIR)
    ]
    width, of_pair = 2 * table.q + 2, _cohen_of(table.q, table.weights)

    def coefficient(totals: Floats) -> Floats:
        parts = [of_pair(totals[..., i * width : (i + 1) * width]) for i in range(len(blocks))]
        return np.mean(parts, axis=0)

    sums = Sums(rows=np.hstack(blocks), frequency=patterns.frequency, of=coefficient)
    value = sums.point()
    if np.isnan(value):
        return replace(result, undefined=Undefined.NO_VARIATION)
    result = told_below_chance(replace(result, value=value))
    if interval.clusters is not None:
        clusters = np.asarray(interval.clusters)[table.matrix.kept]
        sums = by_cluster(sums, patterns.of_unit, clusters)
    return with_interval(result, sums, interval)


def two_raters(ratings: Ratings, weighting: Weighting) -> RatingMatrix:
    """Read the ratings of two raters and keep the units that both rated.

    Parameters
    ----------
    ratings : array_like or pandas.DataFrame, (n, 2)
        Units by raters.
    weighting : Weighting
        For its categories.

    Returns
    -------
    RatingMatrix
        Complete.

    Raises
    ------
    FrameError
        There are more than two raters.
    """
    matrix = categorical(ratings, categories=weighting.categories)
    if matrix.n_raters > PAIR:
        raise FrameError(
            f"there are {matrix.n_raters} raters.",
            where="ratings",
            mend="Give two columns, or take conger_kappa, light_kappa or fleiss_kappa.",
        )
    if matrix.n_raters < PAIR:
        return replace(matrix, codes=np.empty((0, PAIR), dtype=np.intp), kept=np.empty(0, int))
    complete = (matrix.codes != MISSING).all(axis=1)
    return replace(matrix, codes=matrix.codes[complete], kept=matrix.kept[complete])


def _cohen_sums(matrix: RatingMatrix, weights: Floats) -> tuple[Sums, Patterns]:
    patterns = row_patterns(matrix)
    block = _pair_block(patterns.rows, weights)
    of = _cohen_of(len(matrix.categories), weights)
    return Sums(rows=block, frequency=patterns.frequency, of=of), patterns


def _pair_block(rows: Floats, weights: Floats) -> Floats:
    """Count, weighted agreement and both margins of each row."""
    q = weights.shape[0]
    codes = rows.astype(np.intp)
    both = (codes != MISSING).all(axis=1)
    agreed = np.where(both, weights[codes[:, 0], codes[:, 1]], 0.0)
    margins = one_hot(rows, q) * both[:, None, None]
    return np.column_stack([both, agreed, margins[:, 0], margins[:, 1]])


def _cohen_of(q: int, weights: Floats) -> Callable[[Floats], Floats]:
    def kappa(totals: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = totals[..., 1:] / totals[..., :1]
            first, second = shares[..., 1 : 1 + q], shares[..., 1 + q :]
            expected = np.einsum("...k,...k->...", first @ weights, second)
            value = (shares[..., 0] - expected) / (1 - expected)
        return np.where(1 - expected > LEAST, value, nan)

    return kappa


def one_hot(rows: Floats, q: int) -> Floats:
    """Mark the category of each rating.

    Parameters
    ----------
    rows : array of float, (p, r)
        Places of categories; -1 where a rating is missing.
    q : int
        Number of categories.

    Returns
    -------
    array of float, (p, r, q)
        1 at the category, else 0.
    """
    return (rows[:, :, None] == np.arange(q)).astype(np.float64)


def _joint(matrix: RatingMatrix) -> Floats:
    q = len(matrix.categories)
    flat = matrix.codes[:, 0].astype(np.intp) * q + matrix.codes[:, 1]
    return np.bincount(flat, minlength=q * q).reshape(q, q) / matrix.codes.shape[0]


def _facts(joint: Floats) -> KappaFacts:
    q = joint.shape[0]
    first, second = joint.sum(axis=1), joint.sum(axis=0)
    observed, expected = float(np.trace(joint)), float(first @ second)
    reach = float(np.minimum(first, second).sum())
    two = q == PAIR
    return KappaFacts(
        observed=observed,
        expected=expected,
        largest=(reach - expected) / (1 - expected) if expected < 1 else nan,
        pabak=(q * observed - 1) / (q - 1) if q > 1 else nan,
        prevalence_index=abs(float(joint[0, 0] - joint[1, 1])) if two else nan,
        bias_index=abs(float(joint[0, 1] - joint[1, 0])) if two else nan,
    )


def _ac1(joint: Floats) -> float:
    q = joint.shape[0]
    if q < PAIR:
        return nan
    shares = (joint.sum(axis=0) + joint.sum(axis=1)) / 2
    expected = float((shares * (1 - shares)).sum()) / (q - 1)
    return (float(np.trace(joint)) - expected) / (1 - expected)


def _fce_se(joint: Floats, weights: Floats, value: float) -> float:
    """Return the standard error times the root of the number of units."""
    first, second = joint.sum(axis=1), joint.sum(axis=0)
    expected = float(first @ weights @ second)
    mean_first = weights @ second
    mean_second = first @ weights
    spread = weights - (mean_first[:, None] + mean_second[None, :]) * (1 - value)
    middle = float((joint * spread**2).sum()) - (value - expected * (1 - value)) ** 2
    return sqrt(max(middle, 0.0)) / (1 - expected)
