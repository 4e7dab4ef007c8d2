"""How many sessions and raters a study of agreement needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log, sqrt

import numpy as np

from ipt_fidelity.agreement.alpha import krippendorff_alpha
from ipt_fidelity.agreement.distributions import Floats, normal_quantile
from ipt_fidelity.agreement.intervals import Interval
from ipt_fidelity.errors import FrameError

HIGH = 0.7
PAIR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """What interval a plan will buy.

    Parameters
    ----------
    value : float
        Mean estimate.
    low, high : float
        Mean ends of the interval.
    covered : float
        Share of the simulated intervals that hold the assumed value.
    undefined : float
        Share of the simulated studies without a value.
    """

    value: float
    low: float
    high: float
    covered: float
    undefined: float


def units_for_icc_test(
    *,
    least: float,
    assumed: float,
    raters: int,
    alpha: float = 0.05,
    power: float = 0.8,
) -> int:
    r"""Units needed to show that an intraclass correlation exceeds a bar.

    :math:`n = 1 + 2 (z_\alpha + z_\beta)^2 k / ((\ln C_0)^2 (k - 1))` with
    :math:`C_0 = (1 + k \theta_0) / (1 + k \theta_1)` and :math:`\theta = \rho / (1 - \rho)`.

    Parameters
    ----------
    least : float
        The bar, rho_0.
    assumed : float
        True value, rho_1, above the bar.
    raters : int
        Ratings per unit, k.
    alpha : float
        One-sided error.
    power : float
        Wanted.

    Returns
    -------
    int
        Number of units.

    Raises
    ------
    FrameError
        The assumed value is not above the bar, or there is one rater.

    References
    ----------
    .. [1] Walter, S. D., Eliasziw, M., & Donner, A. (1998). Statistics in Medicine 17, 101-110,
       equation 9.

    Examples
    --------
    >>> units_for_icc_test(least=0.6, assumed=0.8, raters=2)
    39
    """
    if not 0 <= least < assumed < 1 or raters < PAIR:
        raise FrameError(
            f"bar {least:g}, assumed {assumed:g}, {raters} raters.",
            where="units_for_icc_test",
            mend="Assume a value above the bar, below 1, and two raters or more.",
        )
    low, high = least / (1 - least), assumed / (1 - assumed)
    c = (1 + raters * low) / (1 + raters * high)
    z = normal_quantile(1 - alpha) + normal_quantile(power)
    return ceil(1 + 2 * z**2 * raters / (log(c) ** 2 * (raters - 1)))


def units_for_icc_width(
    *, assumed: float, width: float, raters: int, confidence: float = 0.95
) -> int:
    r"""Units needed for an interval of the intraclass correlation of a given width.

    :math:`n = 8 z^2 (1 - \rho)^2 (1 + (k - 1) \rho)^2 / (k (k - 1) w^2) + 1`; for two raters and a
    value of .7 or more, 5 rho is added.

    Parameters
    ----------
    assumed : float
        True value.
    width : float
        Wanted width of the interval, upper less lower end.
    raters : int
        Ratings per unit, k.
    confidence : float
        Of the interval.

    Returns
    -------
    int
        Number of units.

    Raises
    ------
    FrameError
        The width is not positive, or there is one rater.

    References
    ----------
    .. [1] Bonett, D. G. (2002). Statistics in Medicine 21, 1331-1335, equation 3.

    Examples
    --------
    >>> units_for_icc_width(assumed=0.7, width=0.2, raters=3)
    68
    """
    if width <= 0 or raters < PAIR:
        raise FrameError(
            f"width {width:g}, {raters} raters.",
            where="units_for_icc_width",
            mend="Give a width above 0 and two raters or more.",
        )
    z = normal_quantile(0.5 + confidence / 2)
    spread = (1 - assumed) ** 2 * (1 + (raters - 1) * assumed) ** 2
    n = 8 * z**2 * spread / (raters * (raters - 1) * width**2) + 1
    return ceil(n + (5 * assumed if raters == PAIR and assumed >= HIGH else 0))


def units_for_kappa(
    *,
    least: float,
    assumed: float,
    rates: tuple[float, float],
    alpha: float = 0.05,
    power: float = 0.8,
) -> int:
    r"""Units needed to show that a kappa of two raters on a yes-or-no code exceeds a bar.

    :math:`n = ((z_\alpha \sqrt{Q_0} + z_\beta \sqrt{Q_1}) / (\kappa_1 - \kappa_0))^2`, with Q the
    variance of kappa times n (Fleiss, Cohen and Everitt, 1969).

    Parameters
    ----------
    least : float
        The bar, kappa_0.
    assumed : float
        True value, kappa_1.
    rates : tuple of float
        Share of units to which each rater gives the code.
    alpha : float
        One-sided error.
    power : float
        Wanted.

    Returns
    -------
    int
        Number of units.

    Raises
    ------
    FrameError
        These rates do not allow such a kappa.

    References
    ----------
    .. [1] Cantor, A. B. (1996). Psychological Methods 1, 150-153, equation 5.

    Examples
    --------
    >>> units_for_kappa(least=0.4, assumed=0.7, rates=(0.3, 0.3))
    59
    """
    if assumed == least:
        raise FrameError(
            "the assumed value equals the bar.",
            where="units_for_kappa",
            mend="Assume a value above it.",
        )
    spread = [sqrt(_kappa_spread(value, rates)) for value in (least, assumed)]
    z = normal_quantile(1 - alpha) * spread[0] + normal_quantile(power) * spread[1]
    return ceil((z / (assumed - least)) ** 2)


def expected_precision(
    *,
    assumed: float,
    shares: Sequence[float],
    units: int,
    raters: int,
    seed: int,
    studies: int = 200,
) -> Precision:
    """Simulate which interval of nominal alpha a plan will buy.

    Each rater gives the true category with probability sqrt(alpha), and else one at random with
    the shares; the expected alpha is then the assumed one.

    Parameters
    ----------
    assumed : float
        True alpha, 0 to 1.
    shares : sequence of float
        How often each category is used; adds to 1.
    units : int
        Units that are double-coded.
    raters : int
        Raters per unit.
    seed : int
        Starts the simulation.
    studies : int
        Simulated studies.

    Returns
    -------
    Precision
        Mean ends of the interval and its coverage.

    Examples
    --------
    >>> plan = expected_precision(assumed=0.7, shares=(0.8, 0.2), units=100, raters=2, seed=1,
    ...                           studies=20)
    >>> plan.low < 0.7 < plan.high
    True
    """
    rng = np.random.default_rng(seed)
    chances = np.asarray(shares, dtype=np.float64)
    found: list[tuple[float, float, float]] = []
    for study in range(studies):
        table = simulated(rng, assumed, chances, units, raters)
        one = krippendorff_alpha(
            table,
            categories=tuple(range(chances.size)),
            interval=Interval(seed=study, resamples=400),
        )
        found.append((one.value, one.low, one.high))
    values = np.array(found)
    defined = values[~np.isnan(values).any(axis=1)]
    covered = (defined[:, 1] <= assumed) & (assumed <= defined[:, 2])
    mean = defined.mean(axis=0) if defined.size else np.full(3, np.nan)
    return Precision(
        value=float(mean[0]),
        low=float(mean[1]),
        high=float(mean[2]),
        covered=float(covered.mean()) if covered.size else float("nan"),
        undefined=1 - len(defined) / studies,
    )


def simulated(
    rng: np.random.Generator, alpha: float, shares: Floats, units: int, raters: int
) -> Floats:
    """Draw ratings whose expected nominal alpha is the one that is wanted.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.
    alpha : float
        Wanted, 0 to 1.
    shares : array of float, (q,)
        How often each category is used.
    units, raters : int
        Size of the table.

    Returns
    -------
    array of float, (units, raters)
        Categories as numbers.
    """
    truth = rng.choice(shares.size, size=units, p=shares)
    guess = rng.choice(shares.size, size=(units, raters), p=shares)
    knows = rng.random((units, raters)) < sqrt(alpha)
    return np.where(knows, truth[:, None], guess).astype(np.float64)


def _kappa_spread(kappa: float, rates: tuple[float, float]) -> float:
    one, two = rates
    expected = one * two + (1 - one) * (1 - two)
    observed = kappa * (1 - expected) + expected
    both = (observed - 1 + one + two) / 2
    joint = np.array([[both, one - both], [two - both, 1 - one - two + both]])
    if (joint < 0).any():
        raise FrameError(
            f"rates of {one:g} and {two:g} do not allow a kappa of {kappa:g}.",
            where="units_for_kappa",
            mend="Give rates that are closer to each other, or a lower kappa.",
        )
    first, second = joint.sum(axis=1), joint.sum(axis=0)
    weights = np.eye(2)
    spread = weights - ((weights @ second)[:, None] + (first @ weights)[None, :]) * (1 - kappa)
    middle = float((joint * spread**2).sum()) - (kappa - expected * (1 - kappa)) ** 2
    return middle / (1 - expected) ** 2
