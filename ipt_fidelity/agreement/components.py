"""Variance components of incomplete tables by restricted maximum likelihood (REML).

Model: rating = mean + unit + rater + error, units and raters random and crossed, any cells
missing. Units are integrated out in closed form; what remains of any number of units are, for each
number m of ratings per unit, the raters' co-occurrences, sums and sums of squares, so that the
criterion is a computation with matrices as large as there are raters.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, log, pi, sqrt

import numpy as np

from ipt_fidelity.agreement.distributions import Floats
from ipt_fidelity.agreement.optimizing import minimum
from ipt_fidelity.agreement.ratings import Ratings, numbers
from ipt_fidelity.agreement.result import Undefined
from ipt_fidelity.errors import FrameError

PAIR = 2
EDGE = 1e-4
NOTHING = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Components:
    """Variance components.

    Parameters
    ----------
    units, raters, residual : float
        Variances; 0 at the edge of what is possible.
    mean : float
        Of the ratings, estimated.
    criterion : float
        Minus twice the restricted log likelihood, as lme4 prints it.
    n_units, n_raters, n_ratings : int
        What entered.
    ratings_per_unit : float
        Harmonic mean.
    """

    units: float
    raters: float
    residual: float
    mean: float
    criterion: float
    n_units: int
    n_raters: int
    n_ratings: int
    ratings_per_unit: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """All that the criterion needs of the ratings; sums are of ratings less their mean.

    Parameters
    ----------
    n_ratings : int
        Ratings.
    centre : float
        Their mean.
    sizes, n_of_size : array of float, (g,)
        Numbers of ratings that units have, and how many units have so many.
    squares : array of float, (g,)
        Squared sums of units, added over the units of a size.
    products : array of float, (g, r, r)
        How many units of a size each two raters share.
    weighted : array of float, (g, r)
        Sums of units, added over the units of a size that a rater rated.
    rater_counts, rater_sums : array of float, (r,)
        Ratings of each rater, and their sum.
    total : float
        Sum of squares.
    """

    n_ratings: int
    centre: float
    sizes: Floats
    n_of_size: Floats
    squares: Floats
    products: Floats
    weighted: Floats
    rater_counts: Floats
    rater_sums: Floats
    total: float


def variance_components(ratings: Ratings, *, one_way: bool = False) -> Components:
    r"""Variance components of units, raters and error by REML.

    Parameters
    ----------
    ratings : array_like or pandas.DataFrame, (n, r)
        Units by raters; None or NaN where a rating is missing, in any pattern.
    one_way : bool
        Whether raters have no variance of their own, because they differ from unit to unit.

    Returns
    -------
    Components
        Variances of at least 0.

    Raises
    ------
    FrameError
        No unit has two ratings, all ratings are equal, or there is one unit.

    References
    ----------
    .. [1] Bates, D., Maechler, M., Bolker, B., & Walker, S. (2015). J Stat Softw 67(1), eq. 42.
    .. [2] Searle, S. R., Casella, G., & McCulloch, C. E. (1992). Variance components, chapter 6.

    Examples
    --------
    On a complete table without negative estimates REML is the analysis of variance:

    >>> ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9],
    ...            [6, 2, 4, 7]]
    >>> found = variance_components(ratings)
    >>> [round(one, 3) for one in (found.units, found.raters, found.residual)]
    [2.556, 5.244, 1.019]
    """
    values, _ = numbers(ratings)
    reason = why_impossible(values)
    if reason is not None:
        raise FrameError(
            f"variance components do not exist ({reason}).",
            where="ratings",
            mend="Give at least two units, some with two ratings that differ.",
        )
    return fit(values, one_way=one_way)


def fit(values: Floats, *, one_way: bool = False, start: Floats | None = None) -> Components:
    """Minimise the criterion over the ratios of standard deviations.

    Parameters
    ----------
    values : array of float, (n, r)
        NaN where a rating is missing.
    one_way : bool
        Whether the raters' variance is held at 0.
    start : array of float, (2,), or None
        Ratios to begin at.

    Returns
    -------
    Components
        At the minimum.
    """
    s = summarise(values)
    exact = _without_residual(s, values)
    if exact is not None:
        return exact
    begin = np.array([1.0, 0.5]) if start is None else np.maximum(start, 0.05)

    def criterion(theta: Floats) -> float:
        raters = 0.0 if one_way else float(theta[1])
        return profiled(s, float(theta[0]) ** 2, raters**2)[0]

    size = 1 if one_way else PAIR
    theta = _at_edges(criterion, np.abs(minimum(criterion, begin[:size])))
    ratio_units = float(theta[0]) ** 2
    ratio_raters = 0.0 if one_way else float(theta[1]) ** 2
    value, residual, mean = profiled(s, ratio_units, ratio_raters)
    m = np.repeat(s.sizes, s.n_of_size.astype(np.int64))
    return Components(
        units=ratio_units * residual,
        raters=ratio_raters * residual,
        residual=residual,
        mean=mean + s.centre,
        criterion=value,
        n_units=int(s.n_of_size.sum()),
        n_raters=values.shape[1],
        n_ratings=s.n_ratings,
        ratings_per_unit=float(m.size / (1 / m).sum()),
    )


def why_impossible(values: Floats) -> Undefined | None:
    """Return why there are no variance components, if so.

    Parameters
    ----------
    values : array of float, (n, r)
        NaN where a rating is missing.

    Returns
    -------
    Undefined or None
        None where they exist.
    """
    if values.size == 0:
        return Undefined.NO_DATA
    if values.shape[1] == 1:
        return Undefined.SINGLE_RATER
    if values.shape[0] == 1:
        return Undefined.SINGLE_UNIT
    if not ((~np.isnan(values)).sum(axis=1) > 1).any():
        return Undefined.NO_PAIRABLE_VALUES
    if np.nanmin(values) == np.nanmax(values):
        return Undefined.NO_VARIATION
    return None


def summarise(values: Floats) -> Summary:
    """Collapse ratings to what the criterion needs.

    Parameters
    ----------
    values : array of float, (n, r)
        NaN where a rating is missing.

    Returns
    -------
    Summary
        As large as there are raters and numbers of ratings per unit.
    """
    present = ~np.isnan(values)
    centre = float(np.nanmean(values))
    y = np.where(present, values - centre, 0.0)
    mask = present.astype(np.float64)
    m = mask.sum(axis=1)
    s = y.sum(axis=1)
    sizes, of_size = np.unique(m, return_inverse=True)
    groups = [of_size == place for place in range(sizes.size)]
    return Summary(
        n_ratings=int(mask.sum()),
        centre=centre,
        sizes=sizes,
        n_of_size=np.bincount(of_size).astype(np.float64),
        squares=np.bincount(of_size, weights=s**2).astype(np.float64),
        products=np.array([mask[rows].T @ mask[rows] for rows in groups]),
        weighted=np.array([s[rows] @ mask[rows] for rows in groups]),
        rater_counts=mask.sum(axis=0),
        rater_sums=y.sum(axis=0),
        total=float(np.einsum("ur,ur->", y, y)),
    )


def profiled(s: Summary, units: float, raters: float) -> tuple[float, float, float]:
    """Return the criterion for given ratios of variances to the residual variance.

    Parameters
    ----------
    s : Summary
        The ratings.
    units, raters : float
        Ratios, at least 0.

    Returns
    -------
    criterion, residual, mean : float
        Minus twice the restricted log likelihood, and what maximises it.
    """
    shrink = units / (1 + units * s.sizes)
    a = np.diag(s.rater_counts) - np.tensordot(shrink, s.products, axes=1)
    b = s.rater_sums - shrink @ s.weighted
    yy = s.total - float(shrink @ s.squares)
    system = np.eye(b.size) + raters * a
    solved = np.linalg.solve(system, np.column_stack([a.sum(axis=1), b]))
    ones = a.sum(axis=1)
    xx = float(ones.sum() - raters * ones @ solved[:, 0])
    xy = float(b.sum() - raters * ones @ solved[:, 1])
    rest = yy - raters * float(b @ solved[:, 1]) - xy**2 / xx
    df = s.n_ratings - 1
    residual = max(rest, s.total * 1e-14) / df
    log_det = float(s.n_of_size @ np.log1p(units * s.sizes)) + float(np.linalg.slogdet(system)[1])
    value = df * (1 + log(2 * pi * residual)) + log_det + log(xx)
    return value, residual, xy / xx


def _without_residual(s: Summary, values: Floats) -> Components | None:
    """Return moment estimates where units and raters explain every rating; else None.

    The likelihood grows without bound there, and no optimum exists.
    """
    information = np.diag(s.rater_counts) - np.tensordot(1 / s.sizes, s.products, axes=1)
    score = s.rater_sums - (1 / s.sizes) @ s.weighted
    effects = np.linalg.pinv(information) @ score
    rest = s.total - float((1 / s.sizes) @ s.squares) - float(effects @ score)
    if rest > NOTHING * s.total:
        return None
    of_unit: Floats = np.nanmean(values - effects, axis=1)
    between = float(np.var(effects, ddof=1))
    m = np.repeat(s.sizes, s.n_of_size.astype(np.int64))
    return Components(
        units=float(np.var(of_unit, ddof=1)),
        raters=between if between > NOTHING * s.total else 0.0,
        residual=0.0,
        mean=float(np.mean(of_unit)),
        criterion=-inf,
        n_units=len(values),
        n_raters=values.shape[1],
        n_ratings=s.n_ratings,
        ratings_per_unit=float(m.size / (1 / m).sum()),
    )


def _at_edges(of: Callable[[Floats], float], theta: Floats) -> Floats:
    """Set a ratio to 0 where that is no worse."""
    best = theta.copy()
    for place in range(theta.size):
        trial = best.copy()
        trial[place] = 0.0
        if theta[place] < sqrt(EDGE) * 10 and of(trial) <= of(best) + 1e-9:
            best = trial
    return best
