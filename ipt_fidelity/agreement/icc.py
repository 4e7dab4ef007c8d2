"""Intraclass correlations of complete tables: the forms of Shrout and Fleiss, McGraw and Wong."""

from __future__ import annotations

from dataclasses import replace
from math import inf, nan

import numpy as np

from ipt_fidelity.agreement.distributions import Floats
from ipt_fidelity.agreement.intervals import (
    DEFAULT,
    Interval,
    IntervalKind,
    for_rated,
    with_interval,
)
from ipt_fidelity.agreement.mean_squares import (
    FEWEST_RATERS,
    FEWEST_UNITS,
    Form,
    MeanSquares,
    complete,
    ends_of,
    form_named,
    icc_sums,
    squares_of,
    test_of,
    value_of,
    why_undefined,
)
from ipt_fidelity.agreement.ratings import Ratings, numbers
from ipt_fidelity.agreement.remarks import told_below_chance, told_silent
from ipt_fidelity.agreement.resampling import by_cluster
from ipt_fidelity.agreement.result import Coefficient, Note, Undefined

SOURCE = "McGraw and Wong (1996), tables 4 and 7; Shrout and Fleiss (1979)"


def icc(
    ratings: Ratings, *, form: str = Form.AGREEMENT, interval: Interval = DEFAULT
) -> Coefficient:
    r"""Intraclass correlation of a complete table.

    With mean squares between units (R), raters (C), residual (E) and within units (W):
    (1,1) (R - W) / (R + (k - 1) W); (C,1) (R - E) / (R + (k - 1) E);
    (A,1) (R - E) / (R + (k - 1) E + k (C - E) / n); for means of k (1,k) (R - W) / R;
    (C,k) (R - E) / R; (A,k) (R - E) / (R + (C - E) / n).

    Parameters
    ----------
    ratings : array_like or pandas.DataFrame, (n, k)
        Units by raters. Units with a missing rating are refused; see ``icc_incomplete``.
    form : str
        1,1  A,1  C,1  1,k  A,k  C,k.
    interval : Interval
        Which interval; without a seed the exact or Satterthwaite F interval.

    Returns
    -------
    Coefficient
        At most 1; negative estimates are told, not cut. Undefined for one unit, one rater, or
        where all ratings are equal.

    Raises
    ------
    FrameError
        A rating is missing or is no number, or the form is unknown.

    Notes
    -----
    The interval of A,k is that of A,1 put through the Spearman-Brown formula, as McGraw and Wong
    (1996, table 7) have it and R psych prints it. R irr 0.84.1 multiplies its degrees of freedom
    by k once too often ([.039, .929] for [.071, .927]). Where raters differ by a constant only,
    C is 1 however large the constant.

    References
    ----------
    .. [1] Shrout, P. E., & Fleiss, J. L. (1979). Psychological Bulletin 86, 420-428.
    .. [2] McGraw, K. O., & Wong, S. P. (1996). Psychological Methods 1, 30-46 (and correction,
       page 390).

    Examples
    --------
    Six targets and four judges of Shrout and Fleiss (1979), .29:

    >>> ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9],
    ...            [6, 2, 4, 7]]
    >>> round(icc(ratings, form="A,1").value, 2)
    0.29
    """
    values, silent = numbers(ratings)
    interval = for_rated(interval, ratings)
    known = (squares_of(complete(values)), why_undefined(values))
    return _icc(values, form_named(form), interval, silent, known)


def icc_all(ratings: Ratings, *, interval: Interval = DEFAULT) -> tuple[Coefficient, ...]:
    """Return all six forms.

    Parameters
    ----------
    ratings : array_like or pandas.DataFrame, (n, k)
        Units by raters, nothing missing.
    interval : Interval
        Which interval.

    Returns
    -------
    tuple of Coefficient
        In the order 1,1  A,1  C,1  1,k  A,k  C,k.

    Examples
    --------
    >>> ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9],
    ...            [6, 2, 4, 7]]
    >>> [round(one.value, 2) for one in icc_all(ratings)]
    [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]
    """
    values, silent = numbers(ratings)
    squares, reason = squares_of(complete(values)), why_undefined(values)
    interval = for_rated(interval, ratings)
    return tuple(_icc(values, form, interval, silent, (squares, reason)) for form in Form)


def _icc(
    values: Floats,
    form: Form,
    interval: Interval,
    silent: tuple[str, ...],
    known: tuple[MeanSquares, Undefined | None],
) -> Coefficient:
    squares, reason = known
    n, k = values.shape
    result = Coefficient(
        statistic="icc",
        form=str(form),
        value=nan,
        confidence=interval.confidence,
        n_units=n,
        n_raters=k,
        n_ratings=int(values.size),
        notes=told_silent(silent),
        source=SOURCE,
    )
    if reason is not None:
        return replace(result, undefined=reason)
    value = float(value_of(form, squares))
    if np.isnan(value):
        return replace(result, undefined=Undefined.NO_UNIT_VARIATION)
    result = told_below_chance(replace(result, value=value, test=test_of(form, squares)))
    analytic = interval.kind in {IntervalKind.AUTO, IntervalKind.ANALYTIC}
    if (
        interval.clusters is None
        and analytic
        and not (interval.kind is IntervalKind.AUTO and interval.seed is not None)
    ):
        low, high = ends_of(form, squares, interval.confidence)
        result = replace(result, low=low, high=high, method="analytic, F distribution")
    else:
        result = _resampled(result, values, form, interval)
    return replace(result, notes=(*result.notes, *_small(result, form), *_at_the_edge(squares)))


def _resampled(result: Coefficient, values: Floats, form: Form, interval: Interval) -> Coefficient:
    sums = icc_sums(values, form)
    if interval.clusters is not None:
        order = np.argsort(np.lexsort(values.T))
        sums = by_cluster(sums, order, interval.clusters)
    return with_interval(result, sums, interval, lowest=-inf)


def _small(result: Coefficient, form: Form) -> tuple[Note, ...]:
    few_raters = form in {Form.AGREEMENT, Form.AGREEMENT_MEAN} and result.n_raters < FEWEST_RATERS
    if result.n_units >= FEWEST_UNITS and not few_raters:
        return ()
    wide = result.high - result.low
    text = f"{result.n_units} units and {result.n_raters} raters; the interval spans {wide:.2f}."
    return (Note("small_sample", text),)


def _at_the_edge(s: MeanSquares) -> tuple[Note, ...]:
    if s.residual == 0:
        return (Note("no_residual", "Raters differ by constants only; the interval says little."),)
    return ()
