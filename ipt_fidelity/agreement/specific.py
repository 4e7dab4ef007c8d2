"""Agreement on one category at a time: positive, negative, per category."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from math import nan

import numpy as np

from ipt_fidelity.agreement.distributions import Floats
from ipt_fidelity.agreement.intervals import DEFAULT, Interval, with_interval
from ipt_fidelity.agreement.patterns import count_patterns
from ipt_fidelity.agreement.ratings import Ratings, categorical
from ipt_fidelity.agreement.remarks import told_silent
from ipt_fidelity.agreement.resampling import Sums, by_cluster
from ipt_fidelity.agreement.result import Coefficient, Note, Undefined
from ipt_fidelity.errors import UnknownNameError

FEW_POSITIVES = 20


def specific_agreement(
    ratings: Ratings,
    *,
    category: Hashable,
    categories: Sequence[Hashable] | None = None,
    interval: Interval = DEFAULT,
) -> Coefficient:
    r"""Specific agreement on a category: given that one rater chose it, how often another does.

    :math:`\sum_i r_{ik} (r_{ik} - 1) / \sum_i r_{ik} (r_i - 1)`; for two raters and two categories
    2a / (2a + b + c), the positive agreement of Cicchetti and Feinstein.

    Parameters
    ----------
    ratings : array_like or pandas.DataFrame, (n, r)
        Units by raters; None or NaN where a rating is missing. Units with one rating do not enter.
    category : hashable
        The category; 1 of 0 and 1 gives positive, 0 gives negative agreement.
    categories : sequence of hashable or None
        Categories that could have been used.
    interval : Interval
        Which interval; without a seed the jackknife.

    Returns
    -------
    Coefficient
        Between 0 and 1. Undefined where nobody gave the category, and without pairs.

    Raises
    ------
    UnknownNameError
        The category is neither declared nor met.

    References
    ----------
    .. [1] Cicchetti, D. V., & Feinstein, A. R. (1990). J Clin Epidemiol 43, 551-558.
    .. [2] Spitzer, R., & Fleiss, J. (1974). Br J Psychiatry 125, 341-347, for many raters.

    Examples
    --------
    >>> ratings = [[1, 1]] * 118 + [[1, 2]] * 5 + [[2, 1]] * 2
    >>> round(specific_agreement(ratings, category=1).value, 3)
    0.971
    """
    matrix = categorical(ratings, categories=categories)
    if category not in matrix.categories and matrix.codes.size and categories is not None:
        raise UnknownNameError.of(
            "category", str(category), map(str, matrix.categories), where="category"
        )
    result = Coefficient(
        statistic="specific_agreement",
        form=str(category),
        value=nan,
        confidence=interval.confidence,
        notes=told_silent(matrix.silent),
        source="Cicchetti and Feinstein (1990); Spitzer and Fleiss (1974)",
    )
    if matrix.codes.size == 0:
        return replace(result, undefined=Undefined.NO_DATA)
    patterns = count_patterns(matrix)
    counts = patterns.rows
    m = counts.sum(axis=1)
    paired = m > 1
    f = patterns.frequency * paired
    if category in matrix.categories:
        chosen = counts[:, matrix.categories.index(category)]
    else:
        chosen = np.zeros(m.size)
    n_ratings = float(f @ m)
    result = replace(
        result,
        n_units=int(f.sum()),
        n_raters=matrix.n_raters,
        n_ratings=int(n_ratings),
        n_positive=int(f @ chosen),
        prevalence=float(f @ chosen) / n_ratings if n_ratings else nan,
    )
    if not f.sum():
        return replace(result, undefined=Undefined.NO_PAIRABLE_VALUES)
    rows = np.column_stack([chosen * (chosen - 1), chosen * (m - 1)]) * paired[:, None]
    sums = Sums(rows=rows, frequency=patterns.frequency, of=_ratio)
    value = sums.point()
    if np.isnan(value):
        return replace(result, undefined=Undefined.NO_POSITIVES)
    if result.n_positive is not None and result.n_positive < FEW_POSITIVES:
        result = replace(result, notes=(*result.notes, too_few(result.n_positive)))
    if interval.clusters is not None:
        sums = by_cluster(sums, patterns.of_unit, np.asarray(interval.clusters)[matrix.kept])
    return with_interval(replace(result, value=value), sums, interval, lowest=0.0)


def too_few(positives: int) -> Note:
    """Say that a code is too rare for its agreement to be known.

    Parameters
    ----------
    positives : int
        Ratings that gave it.

    Returns
    -------
    Note
        ``too_few``.
    """
    return Note("too_few", f"{positives} positive ratings, {FEW_POSITIVES} wanted.")


def _ratio(totals: Floats) -> Floats:
    whole = totals[..., 1]
    return np.divide(totals[..., 0], whole, out=np.full(whole.shape, nan), where=whole > 0)
