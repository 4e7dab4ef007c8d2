"""Agreement of a plain table of ratings, without a study or a rubric."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd

from ipt_fidelity.agreement.by_name import Wanted, any_icc, compute
from ipt_fidelity.agreement.doors import frame_of
from ipt_fidelity.agreement.intervals import Interval
from ipt_fidelity.agreement.metrics import Metric, metric_of
from ipt_fidelity.agreement.ratings import Ratings, categorical
from ipt_fidelity.agreement.result import Coefficient
from ipt_fidelity.agreement.specific import specific_agreement
from ipt_fidelity.errors import FrameError

NOMINAL = ("krippendorff_alpha", "gwet_ac1", "fleiss_kappa", "conger_kappa", "brennan_prediger")
WHAT = "ratings"
MOST_CATEGORIES = 12


def ratings_agreement(
    ratings: Ratings,
    *,
    level: str = "nominal",
    categories: Sequence[Hashable] | None = None,
    interval: Interval,
) -> pd.DataFrame:
    """Return the coefficients that fit the level of a table of units by raters.

    Parameters
    ----------
    ratings : array_like or pandas.DataFrame, (n, r)
        Units by raters; None or NaN where a rating is missing.
    level : str
        nominal, ordinal, interval or ratio.
    categories : sequence of hashable or None
        Categories in order; needed for ordinal words.
    interval : Interval
        Which intervals; give a seed for the bootstrap, and clusters where units belong together.

    Returns
    -------
    pandas.DataFrame
        AGREEMENT at level unit. Nominal: alpha, AC1, Fleiss, Conger, Brennan-Prediger, percentage
        and the specific agreement of each category. Ordinal: alpha, AC2 with quadratic weights,
        ICC(A,1) of numbers, percentage. Interval and ratio: alpha, ICC(A,1) and ICC(C,1).

    Raises
    ------
    FrameError
        As the coefficients raise it: letters in a scale of numbers, infinities, words without
        order.
    UnknownNameError
        There is no such level.

    Examples
    --------
    >>> found = ratings_agreement([[1, 1], [2, 3], [3, 3], [2, 2]], level="ordinal",
    ...                           interval=Interval(seed=1))
    >>> found["statistic"].tolist()
    ['krippendorff_alpha', 'gwet_ac2', 'icc', 'percent_agreement']
    """
    metric = metric_of(level)
    known = tuple(categories) if categories is not None else None
    alpha = compute_alpha(ratings, metric, known, interval)
    if metric in {Metric.INTERVAL, Metric.RATIO}:
        results = [
            alpha,
            *(any_icc(ratings, form=one, interval=interval) for one in ("A,1", "C,1")),
        ]
    elif metric is Metric.ORDINAL:
        results = [alpha, _named("gwet_ac2", ratings, known, interval)]
        if categorical(ratings, categories=known).scores is not None:
            results.append(any_icc(ratings, form="A,1", interval=interval))
        results.append(_named("percent_agreement", ratings, known, interval))
    else:
        others = (
            ("percent_agreement",)
            if metric is not Metric.NOMINAL
            else (
                *NOMINAL[1:],
                "percent_agreement",
            )
        )
        results = [alpha, *(_named(name, ratings, known, interval) for name in others)]
        if metric is Metric.NOMINAL:
            results += _per_category(ratings, known, interval)
    return frame_of({(WHAT, "unit"): results})


def compute_alpha(
    ratings: Ratings, metric: Metric, known: tuple[Hashable, ...] | None, interval: Interval
) -> Coefficient:
    """Return alpha at a level.

    Parameters
    ----------
    ratings : array_like or pandas.DataFrame, (n, r)
        Units by raters.
    metric : Metric
        The level.
    known : tuple of hashable or None
        Declared categories.
    interval : Interval
        Which interval.

    Returns
    -------
    Coefficient
        Krippendorff's alpha.
    """
    wanted = Wanted(statistic="krippendorff_alpha", metric=str(metric), categories=known)
    return compute(ratings, wanted, interval)


def _named(
    name: str, ratings: Ratings, known: tuple[Hashable, ...] | None, interval: Interval
) -> Coefficient:
    return compute(ratings, Wanted(statistic=name, categories=known), interval)


def _per_category(
    ratings: Ratings, known: tuple[Hashable, ...] | None, interval: Interval
) -> list[Coefficient]:
    categories = categorical(ratings, categories=known).categories
    if len(categories) > MOST_CATEGORIES:
        return []
    return [
        specific_agreement(ratings, category=one, categories=categories, interval=interval)
        for one in categories
    ]


def from_long(ratings: pd.DataFrame, *, unit: str, rater: str, value: str) -> pd.DataFrame:
    """Turn a table with one rating a row into units by raters.

    Parameters
    ----------
    ratings : pandas.DataFrame
        One row a rating; never changed.
    unit, rater, value : str
        Names of its columns.

    Returns
    -------
    pandas.DataFrame
        A row a unit, a column a rater, NaN where a rater did not rate.

    Raises
    ------
    FrameError
        A column is missing, or a rater rated a unit twice.

    Examples
    --------
    >>> import pandas as pd
    >>> long = pd.DataFrame({"unit": [1, 1, 2], "rater": ["A", "B", "A"], "value": [0, 1, 1]})
    >>> from_long(long, unit="unit", rater="rater", value="value").shape
    (2, 2)
    """
    missing = [name for name in (unit, rater, value) if name not in ratings.columns]
    if missing:
        raise FrameError(
            f"column '{missing[0]}' is missing.",
            where="ratings",
            mend=f"Name one of: {', '.join(map(str, ratings.columns))}.",
        )
    twice = ratings.duplicated(subset=[unit, rater], keep=False).to_numpy()
    if twice.any():
        rows = np.flatnonzero(twice)[:6]
        first = ratings.iloc[int(rows[0])]
        raise FrameError(
            f"rater {first[rater]} rated unit {first[unit]} more than once "
            f"(rows {', '.join(str(int(row)) for row in rows)}).",
            where=f"ratings, columns '{unit}' and '{rater}'",
            mend="Keep one rating for each rater and unit, or compare the repeats by themselves.",
        )
    return ratings.pivot_table(
        index=unit, columns=rater, values=value, aggfunc="first", observed=True, sort=True
    )
