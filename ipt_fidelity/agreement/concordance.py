"""Agreement of measurements: Lin, Bland and Altman, Kendall, and the error of a measurement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import atanh, nan, sqrt, tanh

import numpy as np

from ipt_fidelity.agreement.components import variance_components
from ipt_fidelity.agreement.distributions import Floats, chi2_tail, normal_quantile, t_quantile
from ipt_fidelity.agreement.intervals import (
    DEFAULT,
    Interval,
    IntervalKind,
    for_rated,
    with_interval,
)
from ipt_fidelity.agreement.ratings import Ratings, numbers
from ipt_fidelity.agreement.resampling import Sums, by_cluster
from ipt_fidelity.agreement.result import Coefficient, FTest, Undefined
from ipt_fidelity.errors import FrameError

PAIR = 2
FEWEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bias and limits of agreement of two raters.

    Parameters
    ----------
    n : int
        Units that both rated.
    bias, bias_low, bias_high : float
        Mean difference, first minus second, with its interval.
    sd : float
        Standard deviation of the differences.
    lower, upper : float
        Limits of agreement.
    lower_low, lower_high, upper_low, upper_high : float
        Intervals of the limits.
    slope : float
        Of the differences on the means; away from 0 the differences grow with the size.
    confidence : float
        Of the intervals.
    source : str
        Author, year.
    """

    n: int
    bias: float
    bias_low: float
    bias_high: float
    sd: float
    lower: float
    upper: float
    lower_low: float
    lower_high: float
    upper_low: float
    upper_high: float
    slope: float
    confidence: float
    source: str = "Bland and Altman (1986), Lancet i, 307-310"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementError:
    """What one rating may be off by.

    Parameters
    ----------
    sem_agreement, sem_consistency : float
        Standard error of measurement with and without differences between raters, in units of the
        scale.
    sdc_agreement, sdc_consistency : float
        Smallest change of one session's rating that exceeds error at 95 %: 1.96 sqrt(2) SEM.
    coefficient_of_variation : float
        SEM (agreement) over the mean; NaN where the mean is 0.
    source : str
        Author, year.
    """

    sem_agreement: float
    sem_consistency: float
    sdc_agreement: float
    sdc_consistency: float
    coefficient_of_variation: float
    source: str = "de Vet and others (2006), J Clin Epidemiol 59, 1033-1039"


def paired_numbers(ratings: Ratings) -> Floats:
    """Return the rows in which two raters gave numbers.

    Parameters
    ----------
    ratings : array_like or pandas.DataFrame, (n, 2)
        Units by raters.

    Returns
    -------
    array of float, (m, 2)
        Complete rows.

    Raises
    ------
    FrameError
        There are not two raters.
    """
    values, _ = numbers(ratings)
    if values.size and values.shape[1] != PAIR:
        raise FrameError(
            f"there are {values.shape[1]} raters.", where="ratings", mend="Give two columns."
        )
    return values[~np.isnan(values).any(axis=1)] if values.size else np.empty((0, PAIR))


def lin_ccc(ratings: Ratings, *, interval: Interval = DEFAULT) -> Coefficient:
    r"""Lin's concordance correlation of two raters.

    :math:`\rho_c = 2 s_{12} / (s_1^2 + s_2^2 + (m_1 - m_2)^2)`, with variances over n.

    Parameters
    ----------
    ratings : array_like or pandas.DataFrame, (n, 2)
        Units by raters; units with one rating do not enter.
    interval : Interval
        Which interval; without a seed Fisher's z with Lin's variance.

    Returns
    -------
    Coefficient
        Between -1 and 1. Undefined without variation, and for fewer than two units.

    References
    ----------
    .. [1] Lin, L. I.-K. (1989). Biometrics 45, 255-268, equations 2.2 and 2.5; (2000) correction.

    Examples
    --------
    >>> round(lin_ccc([[1, 2], [2, 3], [3, 4], [4, 4]]).value, 4)
    0.7
    """
    pairs = paired_numbers(ratings)
    n = len(pairs)
    result = Coefficient(
        statistic="lin_ccc",
        form="",
        value=nan,
        confidence=interval.confidence,
        n_units=n,
        n_raters=PAIR,
        n_ratings=2 * n,
        source="Lin (1989), eq. 2.2 and 2.5, corrected (2000)",
    )
    if n == 0:
        return replace(result, undefined=Undefined.NO_PAIRABLE_VALUES)
    if n == 1:
        return replace(result, undefined=Undefined.SINGLE_UNIT)
    x = pairs - pairs.mean()
    x = x[np.lexsort(x.T)]
    rows = np.column_stack([np.ones(n), x, x**2, x[:, 0] * x[:, 1]])
    sums = Sums(rows=rows, frequency=np.ones(n, dtype=np.int64), of=_ccc)
    value = sums.point()
    if np.isnan(value):
        return replace(result, undefined=Undefined.NO_VARIATION)
    result = replace(result, value=value)
    resampling = interval.seed is not None or interval.clusters is not None
    if interval.clusters is not None:
        kept = ~np.isnan(numbers(ratings)[0]).any(axis=1)
        clusters = np.asarray(for_rated(interval, ratings).clusters)[kept]
        sums = by_cluster(sums, np.argsort(np.lexsort((pairs - pairs.mean()).T)), clusters)
    if resampling or interval.kind not in {IntervalKind.AUTO, IntervalKind.ANALYTIC}:
        return with_interval(result, sums, interval)
    return _fisher(result, pairs)


def bland_altman(ratings: Ratings, *, multiple: float = 1.96, confidence: float = 0.95) -> Limits:
    r"""Bias and limits of agreement, :math:`\bar d \pm c\,s`.

    Parameters
    ----------
    ratings : array_like or pandas.DataFrame, (n, 2)
        Units by raters; units with one rating do not enter.
    multiple : float
        Of the standard deviation; the first paper took 2.
    confidence : float
        Of the intervals; those of the limits use the variance 3 s^2 / n (1986) in its exact form
        s^2 (1/n + c^2 / (2 (n - 1))).

    Returns
    -------
    Limits
        In units of the scale.

    Raises
    ------
    FrameError
        Fewer than three units, or not two raters.

    References
    ----------
    .. [1] Bland, J. M., & Altman, D. G. (1986). Lancet i, 307-310.

    Examples
    --------
    >>> found = bland_altman([[512, 494], [430, 395], [520, 516], [428, 434]])
    >>> found.bias
    12.75
    """
    pairs = paired_numbers(ratings)
    n = len(pairs)
    if n < FEWEST:
        raise FrameError(
            f"{n} units were rated by both.", where="ratings", mend="Give at least three."
        )
    apart = pairs[:, 0] - pairs[:, 1]
    middle = pairs.mean(axis=1) - pairs.mean()
    bias, sd = float(apart.mean()), float(apart.std(ddof=1))
    t = t_quantile(0.5 + confidence / 2, n - 1)
    of_bias = t * sd / sqrt(n)
    of_limit = t * sd * sqrt(1 / n + multiple**2 / (2 * (n - 1)))
    lower, upper = bias - multiple * sd, bias + multiple * sd
    spread = float(middle @ middle)
    return Limits(
        n=n,
        bias=bias,
        bias_low=bias - of_bias,
        bias_high=bias + of_bias,
        sd=sd,
        lower=lower,
        upper=upper,
        lower_low=lower - of_limit,
        lower_high=lower + of_limit,
        upper_low=upper - of_limit,
        upper_high=upper + of_limit,
        slope=float(middle @ apart) / spread if spread else nan,
        confidence=confidence,
    )


def kendall_w(ratings: Ratings) -> Coefficient:
    r"""Kendall's coefficient of concordance of ranks, corrected for ties.

    :math:`W = 12 S / (k^2 (n^3 - n) - k \sum T)`, with S the sum of squares of the rank sums about
    their mean and T the sum of t^3 - t over a rater's ties.

    Parameters
    ----------
    ratings : array_like or pandas.DataFrame, (n, k)
        Units by raters; units with a missing rating do not enter.

    Returns
    -------
    Coefficient
        Between 0 and 1, with the chi-square test of no concordance. Undefined for one unit, one
        rater, or where every rater ties every unit.

    References
    ----------
    .. [1] Kendall, M. G., & Babington Smith, B. (1939). Ann Math Stat 10, 275-287.
    .. [2] Siegel, S., & Castellan, N. J. (1988). Nonparametric statistics, equation 9.16.

    Examples
    --------
    >>> round(kendall_w([[1, 1, 2], [2, 3, 1], [3, 2, 3]]).value, 3)
    0.444
    """
    values, _ = numbers(ratings)
    values = values[~np.isnan(values).any(axis=1)] if values.size else values
    n, k = values.shape
    result = Coefficient(
        statistic="kendall_w",
        form="corrected for ties",
        value=nan,
        n_units=n,
        n_raters=k,
        n_ratings=int(values.size),
        source="Kendall and Babington Smith (1939); Siegel and Castellan (1988), eq. 9.16",
    )
    if values.size == 0:
        return replace(result, undefined=Undefined.NO_PAIRABLE_VALUES)
    if n == 1 or k == 1:
        return replace(
            result, undefined=Undefined.SINGLE_UNIT if n == 1 else Undefined.SINGLE_RATER
        )
    ranks = np.empty((n, k))
    ties = 0.0
    for column in range(k):
        _, place, times = np.unique(values[:, column], return_inverse=True, return_counts=True)
        ranks[:, column] = (np.cumsum(times) - (times - 1) / 2)[place]
        ties += float((times.astype(float) ** 3 - times).sum())
    sums = ranks.sum(axis=1)
    spread = float(((sums - sums.mean()) ** 2).sum())
    base = k**2 * (n**3 - n) - k * ties
    if base <= 0:
        return replace(result, undefined=Undefined.NO_VARIATION)
    w = 12 * spread / base
    chi = k * (n - 1) * w
    test = FTest(name="chi-square", value=chi, df1=n - 1.0, df2=nan, p=chi2_tail(chi, n - 1.0))
    return replace(result, value=w, test=test)


def measurement_error(ratings: Ratings) -> MeasurementError:
    r"""Return the standard error of measurement and the smallest detectable change.

    :math:`SEM_{agreement} = \sqrt{\sigma^2_{rater} + \sigma^2_{error}}`,
    :math:`SEM_{consistency} = \sqrt{\sigma^2_{error}}`, from REML variance components.

    Parameters
    ----------
    ratings : array_like or pandas.DataFrame, (n, k)
        Units by raters; None or NaN where a rating is missing.

    Returns
    -------
    MeasurementError
        In units of the scale.

    Raises
    ------
    FrameError
        Variance components do not exist.

    References
    ----------
    .. [1] de Vet, H. C. W., Terwee, C. B., Knol, D. L., & Bouter, L. M. (2006). J Clin Epidemiol
       59, 1033-1039.

    Examples
    --------
    >>> ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9],
    ...            [6, 2, 4, 7]]
    >>> round(measurement_error(ratings).sem_consistency, 3)
    1.01
    """
    found = variance_components(ratings)
    agreement, consistency = sqrt(found.raters + found.residual), sqrt(found.residual)
    factor = normal_quantile(0.975) * sqrt(2)
    return MeasurementError(
        sem_agreement=agreement,
        sem_consistency=consistency,
        sdc_agreement=factor * agreement,
        sdc_consistency=factor * consistency,
        coefficient_of_variation=agreement / abs(found.mean) if found.mean else nan,
    )


def _ccc(totals: Floats) -> Floats:
    n = totals[..., 0]
    means = totals[..., 1:3] / n[..., None]
    squares = totals[..., 3:5] / n[..., None]
    spread = squares - means**2
    shared = totals[..., 5] / n - means[..., 0] * means[..., 1]
    base: Floats = spread.sum(axis=-1) + (means[..., 0] - means[..., 1]) ** 2
    defined = base > 1e-12 * squares.sum(axis=-1)
    return np.divide(2 * shared, base, out=np.full_like(base, nan), where=defined)


def _fisher(result: Coefficient, pairs: Floats) -> Coefficient:
    """Lin (1989), equation 2.5 with the term of the correction (2000), on Fisher's z."""
    n, c = len(pairs), result.value
    spread: Floats = pairs.var(axis=0)
    scale = sqrt(float(spread[0]) * float(spread[1]))
    if n < FEWEST or abs(c) >= 1 or spread.min() == 0:
        return replace(result, method="Fisher's z (does not exist here)")
    apart = pairs - pairs.mean(axis=0)
    r = float(apart[:, 0] @ apart[:, 1]) / n / scale
    shift2 = float(pairs[:, 0].mean() - pairs[:, 1].mean()) ** 2 / scale
    if r == 0:
        return replace(result, method="Fisher's z (does not exist here)")
    variance = (
        (1 - r**2) * c**2 / ((1 - c**2) * r**2)
        + 2 * c**3 * (1 - c) * shift2 / (r * (1 - c**2) ** 2)
        - c**4 * shift2**2 / (2 * r**2 * (1 - c**2) ** 2)
    ) / (n - 2)
    half = normal_quantile(0.5 + result.confidence / 2) * sqrt(max(variance, 0.0))
    z = atanh(c)
    return replace(
        result,
        se=sqrt(max(variance, 0.0)) * (1 - c**2),
        low=tanh(z - half),
        high=tanh(z + half),
        method="analytic, Fisher's z",
    )
