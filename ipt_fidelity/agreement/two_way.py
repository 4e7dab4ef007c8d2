"""Intervals that generalise over raters as well as over units."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import isnan, nan, sqrt

import numpy as np
import pandas as pd

from ipt_fidelity.agreement.distributions import Floats, t_quantile
from ipt_fidelity.agreement.intervals import LOWEST, ROOT, Interval, IntervalKind
from ipt_fidelity.agreement.ratings import Ratings
from ipt_fidelity.agreement.result import Coefficient, Note
from ipt_fidelity.errors import FrameError

FEWEST_RATERS = 3
FEW_RATERS = 5
SIDES = 2
Statistic = Callable[[Ratings, Interval], Coefficient]


def over_units_and_raters(
    statistic: Statistic, ratings: Ratings, *, confidence: float = 0.95
) -> Coefficient:
    r"""Give a coefficient an interval for new units and new raters.

    Every other interval of this room holds the raters fixed: it says what these raters would give
    on other units. This one leaves out each unit and each rater in turn, on the cube root of
    1 - value, and adds both jackknife variances,
    :math:`s^2 = s^2_{units} + s^2_{raters}`, with Student's t on Satterthwaite's degrees of
    freedom.

    Parameters
    ----------
    statistic : callable
        From a table and an ``Interval`` to a coefficient of at most 1, for example
        ``lambda table, interval: krippendorff_alpha(table, level="ordinal", interval=interval)``.
    ratings : array_like or pandas.DataFrame, (n, r)
        Units by raters; three raters or more.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    Coefficient
        That of the statistic; the interval is wider than any other, and with few raters it is
        rough, which a note says. No interval where leaving out a unit or a rater leaves the
        coefficient undefined.

    Raises
    ------
    FrameError
        There are fewer than three raters.

    Notes
    -----
    Drawing raters with replacement (a two-way bootstrap) would set a rater drawn twice beside
    itself, and so find agreement where there is none; hence the jackknife. The sum of both
    variances counts the interaction of units and raters twice and errs on the side of wide.

    References
    ----------
    .. [1] Efron, B., & Stein, C. (1981). The jackknife estimate of variance. Ann Statist 9,
       586-596.
    .. [2] Owen, A. B. (2007). The pigeonhole bootstrap. Ann Appl Stat 1, 386-411, section 4.

    Examples
    --------
    >>> from ipt_fidelity.agreement.chance import gwet_ac
    >>> table = [[1, 1, 1], [2, 2, 2], [1, 2, 1], [2, 2, 1], [1, 1, 1], [2, 2, 2]]
    >>> found = over_units_and_raters(lambda x, i: gwet_ac(x, interval=i), table)
    >>> found.low < found.value < found.high
    True
    """
    table = _framed(ratings)
    if table.shape[1] < FEWEST_RATERS:
        raise FrameError(
            f"there are {table.shape[1]} raters.",
            where="ratings",
            mend="Give three or more to generalise over raters, or take another interval.",
        )
    plain = Interval(kind=IntervalKind.NONE, confidence=confidence)
    found = statistic(table, plain)
    if found.undefined is not None:
        return found
    middle = (1 - min(found.value, 1.0)) ** ROOT
    over_units = statistic(table, replace(plain, kind=IntervalKind.JACKKNIFE)).se
    units = (over_units / (3 * middle**2)) ** 2 if middle > 0 else 0.0
    by_rater = [_left(statistic, table.drop(columns=one), plain) for one in table.columns]
    raters = _variance(by_rater)
    if isnan(units + raters):
        text = "Leaving out a unit or a rater leaves the coefficient undefined: no interval."
        return replace(found, notes=(*found.notes, Note("fragile", text)))
    total = units + raters
    df = (
        total**2 / (units**2 / max(found.n_units - 1, 1) + raters**2 / (len(by_rater) - 1))
        if total > 0
        else len(by_rater) - 1.0
    )
    half = t_quantile(0.5 + confidence / 2, df) * sqrt(total)
    notes = found.notes
    if len(by_rater) < FEW_RATERS:
        text = f"{len(by_rater)} raters stand for all possible raters; the interval is rough."
        notes = (*notes, Note("few_raters", text))
    return replace(
        found,
        low=max(1 - (middle + half) ** 3, LOWEST),
        high=1 - max(middle - half, 0.0) ** 3,
        se=3 * middle**2 * sqrt(total),
        confidence=confidence,
        method=f"jackknife over units and raters of the cube root of 1 - value, t with {df:.1f} df",
        notes=notes,
    )


def _framed(ratings: Ratings) -> pd.DataFrame:
    """Return a table of its own, raters by number."""
    if isinstance(ratings, pd.DataFrame):
        return ratings.set_axis(range(ratings.shape[1]), axis="columns")
    if isinstance(ratings, np.ndarray):
        if ratings.ndim != SIDES:
            raise FrameError(
                f"the ratings have {ratings.ndim} dimension(s).",
                where="ratings",
                mend="Give a table with a row for each unit and a column for each rater.",
            )
        return pd.DataFrame(ratings)
    return pd.DataFrame([list(row) for row in ratings])


def _left(statistic: Statistic, table: pd.DataFrame, plain: Interval) -> float:
    value = statistic(table, plain).value
    return nan if isnan(value) else float((1 - min(value, 1.0)) ** ROOT)


def _variance(left: list[float]) -> float:
    n, values = len(left), np.array(left)
    centred: Floats = values - values.mean()
    return (n - 1) / n * float(centred @ centred)
