"""Gwet, Fleiss, Scott, Brennan and Prediger: pairs of raters, corrected for chance."""

from __future__ import annotations

from dataclasses import replace
from math import nan
from typing import Protocol

from ipt_fidelity.agreement.intervals import DEFAULT, PLAIN, Interval
from ipt_fidelity.agreement.metrics import By
from ipt_fidelity.agreement.pairwise import (
    FEWEST,
    UNWEIGHTED,
    Table,
    Weighting,
    by_value,
    coefficient_of,
    fleiss_chance,
    gwet_chance,
    no_chance,
    table_of,
    uniform_chance,
)
from ipt_fidelity.agreement.patterns import count_patterns
from ipt_fidelity.agreement.ratings import MISSING, Ratings
from ipt_fidelity.agreement.remarks import told_spacing
from ipt_fidelity.agreement.result import Coefficient, Undefined


def percent_agreement(
    ratings: Ratings, *, weighting: Weighting = UNWEIGHTED, interval: Interval = DEFAULT
) -> Coefficient:
    r"""Percentage of agreeing pairs of raters, averaged over units: :math:`p_a`.

    Parameters
    ----------
    ratings : array_like or pandas.DataFrame, (n, r)
        Units by raters; None or NaN where a rating is missing.
    weighting : Weighting
        Categories and weights of partial agreement.
    interval : Interval
        Which interval; without a seed Gwet's analytic one.

    Returns
    -------
    Coefficient
        Between 0 and 1. Undefined where no unit has two ratings.

    References
    ----------
    .. [1] Gwet, K. L. (2014). Handbook of inter-rater reliability, 4th ed., equation 2.7.

    Examples
    --------
    125 subjects of Gwet (2008), .944:

    >>> ratings = [[1, 1]] * 118 + [[1, 2]] * 5 + [[2, 1]] * 2
    >>> round(percent_agreement(ratings).value, 3)
    0.944
    """
    return coefficient_of(
        table_of(ratings, weighting), "percent_agreement", no_chance, interval, declared=True
    )


def gwet_ac(
    ratings: Ratings, *, weighting: Weighting = UNWEIGHTED, interval: Interval = DEFAULT
) -> Coefficient:
    r"""Gwet's AC1, or AC2 with weights.

    :math:`p_e = T_w / (q (q - 1)) \sum_k \pi_k (1 - \pi_k)`, with :math:`T_w` the sum of the
    weights and :math:`\pi_k` the mean share of a unit's ratings that fell into category k.

    Parameters
    ----------
    ratings : array_like or pandas.DataFrame, (n, r)
        Units by raters; None or NaN where a rating is missing.
    weighting : Weighting
        Categories and weights; the identity gives AC1.
    interval : Interval
        Which interval; without a seed Gwet's analytic one.

    Returns
    -------
    Coefficient
        At most 1. Undefined where no unit has two ratings, and where one category alone is known;
        with two declared categories and no variation it is 1.

    Notes
    -----
    R irrCAC 1.0 gives NaN where a unit holds no rating; such units do not enter here.

    References
    ----------
    .. [1] Gwet, K. L. (2008). Br J Math Stat Psychol 61, 29-48, equations 8 and 18.

    Examples
    --------
    >>> ratings = [[1, 1]] * 118 + [[1, 2]] * 5 + [[2, 1]] * 2
    >>> round(gwet_ac(ratings).value, 4)
    0.9408
    """
    table = table_of(ratings, weighting)
    name = "gwet_ac1" if table.form == "unweighted" else "gwet_ac2"
    result = coefficient_of(table, name, gwet_chance(table), interval, declared=True)
    return _spaced(result, table, ratings, weighting, gwet_ac)


def fleiss_kappa(
    ratings: Ratings, *, weighting: Weighting = UNWEIGHTED, interval: Interval = DEFAULT
) -> Coefficient:
    r"""Fleiss' kappa for any number of raters: :math:`p_e = \sum_{kl} w_{kl} \pi_k \pi_l`.

    Parameters
    ----------
    ratings : array_like or pandas.DataFrame, (n, r)
        Units by raters; None or NaN where a rating is missing.
    weighting : Weighting
        Categories and weights of partial agreement.
    interval : Interval
        Which interval; without a seed Gwet's analytic one, never the null variance of Fleiss.

    Returns
    -------
    Coefficient
        At most 1; 0 at chance. Undefined where no unit has two ratings and without variation.

    References
    ----------
    .. [1] Fleiss, J. L. (1971). Psychological Bulletin 76, 378-382, equations 1 to 7.
    .. [2] Gwet, K. L. (2014). Handbook of inter-rater reliability, 4th ed., equation 5.12.

    Examples
    --------
    >>> ratings = [[1, 1]] * 40 + [[1, 2]] * 5 + [[2, 1]] * 5 + [[2, 2]] * 50
    >>> round(fleiss_kappa(ratings).value, 4)
    0.798
    """
    table = table_of(ratings, weighting)
    result = coefficient_of(table, "fleiss_kappa", fleiss_chance(table.weights), interval)
    return _spaced(result, table, ratings, weighting, fleiss_kappa)


def scott_pi(
    ratings: Ratings, *, weighting: Weighting = UNWEIGHTED, interval: Interval = DEFAULT
) -> Coefficient:
    r"""Scott's pi of two raters: both share the distribution expected by chance.

    Parameters
    ----------
    ratings : array_like or pandas.DataFrame, (n, 2)
        Units by raters; units with one rating do not enter.
    weighting : Weighting
        Categories and weights of partial agreement.
    interval : Interval
        Which interval; without a seed Gwet's analytic one.

    Returns
    -------
    Coefficient
        At most 1; 0 at chance. Undefined without pairs or variation, and unless there are two
        raters.

    References
    ----------
    .. [1] Scott, W. A. (1955). Public Opinion Quarterly 19, 321-325.

    Examples
    --------
    >>> round(scott_pi([[1, 1]] * 118 + [[1, 2]] * 5 + [[2, 1]] * 2).value, 4)
    -0.0288
    """
    table = table_of(ratings, weighting)
    matrix = table.matrix
    if matrix.n_raters == FEWEST:
        complete = (matrix.codes != MISSING).all(axis=1)
        matrix = replace(matrix, codes=matrix.codes[complete], kept=matrix.kept[complete])
        table = replace(table, matrix=matrix, patterns=count_patterns(matrix))
    result = coefficient_of(table, "scott_pi", fleiss_chance(table.weights), interval)
    if matrix.n_raters > FEWEST:
        return replace(result, value=nan, low=nan, high=nan, undefined=Undefined.SINGLE_RATER)
    return result


def brennan_prediger(
    ratings: Ratings, *, weighting: Weighting = UNWEIGHTED, interval: Interval = DEFAULT
) -> Coefficient:
    r"""Brennan and Prediger's coefficient (free-marginal kappa, S): :math:`p_e = T_w / q^2`.

    Parameters
    ----------
    ratings : array_like or pandas.DataFrame, (n, r)
        Units by raters; None or NaN where a rating is missing.
    weighting : Weighting
        Categories and weights; declare the categories that could have been used.
    interval : Interval
        Which interval; without a seed Gwet's analytic one.

    Returns
    -------
    Coefficient
        At most 1; with two categories it is PABAK (Byrt and others, 1993), 2 p_a - 1. Undefined
        where no unit has two ratings, and where one category alone is known.

    References
    ----------
    .. [1] Brennan, R. L., & Prediger, D. J. (1981). Educ Psychol Meas 41, 687-699, equation 5.

    Examples
    --------
    >>> round(brennan_prediger([[1, 1]] * 118 + [[1, 2]] * 5 + [[2, 1]] * 2).value, 3)
    0.888
    """
    table = table_of(ratings, weighting)
    return coefficient_of(table, "brennan_prediger", uniform_chance(table), interval, declared=True)


class _Pairwise(Protocol):
    def __call__(
        self, ratings: Ratings, *, weighting: Weighting, interval: Interval
    ) -> Coefficient: ...


def _spaced(
    result: Coefficient, table: Table, ratings: Ratings, weighting: Weighting, again: _Pairwise
) -> Coefficient:
    if not by_value(weighting):
        return result
    by_rank = replace(weighting, by=By.RANK)
    return told_spacing(
        result, table.matrix.scores, lambda: again(ratings, weighting=by_rank, interval=PLAIN)
    )
