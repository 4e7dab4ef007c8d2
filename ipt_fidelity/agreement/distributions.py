"""Quantiles and tails of the distributions that intervals and tests rest on.

``scipy.stats`` builds an object at each call (70 to 200 microseconds); the functions beneath it
do not.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def normal_quantile(share: float) -> float:
    """Return the quantile of the standard normal distribution.

    Parameters
    ----------
    share : float
        Between 0 and 1.

    Returns
    -------
    float
        Minus and plus infinity at the ends.
    """
    return float(special.ndtri(share))


def normal_cdf(value: float) -> float:
    """Return the share of the standard normal distribution below a value.

    Parameters
    ----------
    value : float
        Any number.

    Returns
    -------
    float
        Between 0 and 1.
    """
    return float(special.ndtr(value))


def t_quantile(share: float, df: float) -> float:
    """Return the quantile of Student's t.

    Parameters
    ----------
    share : float
        Between 0 and 1.
    df : float
        Degrees of freedom, above 0.

    Returns
    -------
    float
        The quantile.
    """
    return float(special.stdtrit(df, share))


def t_cdf(value: float, df: float) -> float:
    """Return the share of Student's t below a value.

    Parameters
    ----------
    value : float
        Any number.
    df : float
        Degrees of freedom, above 0.

    Returns
    -------
    float
        Between 0 and 1.
    """
    return float(special.stdtr(df, value))


def f_quantile(share: float, df1: float, df2: float) -> float:
    """Return the quantile of the F distribution.

    Parameters
    ----------
    share : float
        Between 0 and 1.
    df1, df2 : float
        Degrees of freedom of numerator and denominator.

    Returns
    -------
    float
        The quantile.
    """
    return float(special.fdtri(df1, df2, share))


def f_tail(value: float, df1: float, df2: float) -> float:
    """Return the share of the F distribution above a value.

    Parameters
    ----------
    value : float
        Not negative.
    df1, df2 : float
        Degrees of freedom of numerator and denominator.

    Returns
    -------
    float
        The p value.
    """
    return float(special.fdtrc(df1, df2, value))


def chi2_tail(value: float, df: float) -> float:
    """Return the share of the chi-square distribution above a value.

    Parameters
    ----------
    value : float
        Not negative.
    df : float
        Degrees of freedom.

    Returns
    -------
    float
        The p value.
    """
    return float(special.chdtrc(df, value))


def beta_quantile(share: float, first: float, second: float) -> float:
    """Return the quantile of the beta distribution.

    Parameters
    ----------
    share : float
        Between 0 and 1.
    first, second : float
        Shape parameters, above 0.

    Returns
    -------
    float
        Between 0 and 1.
    """
    return float(special.betaincinv(first, second, share))
