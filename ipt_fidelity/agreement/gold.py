"""Raters against a gold standard: sensitivity, specificity, predictive values, bias, severity."""

from __future__ import annotations

from dataclasses import replace
from math import nan, sqrt

import numpy as np
import pandas as pd

from ipt_fidelity.agreement.code_tables import compared
from ipt_fidelity.agreement.distributions import Floats, normal_quantile, t_quantile
from ipt_fidelity.agreement.doors import INDEPENDENT, frame_of
from ipt_fidelity.agreement.result import Coefficient, Undefined
from ipt_fidelity.agreement.specific import FEW_POSITIVES, too_few
from ipt_fidelity.errors import FrameError
from ipt_fidelity.frames import CODINGS, RATINGS, check
from ipt_fidelity.rubric.rubric import Rubric

ALTMAN = "Altman and Bland (1994), BMJ 308, 1552 and 309, 102; interval: Wilson (1927)"


def proportion(
    hits: int, of: int, *, name: str, form: str = "", confidence: float = 0.95
) -> Coefficient:
    r"""Return a proportion with Wilson's interval.

    Parameters
    ----------
    hits, of : int
        Cases, and cases at stake.
    name, form : str
        Of the result.
    confidence : float
        Of the interval.

    Returns
    -------
    Coefficient
        Between 0 and 1. Undefined where nothing is at stake.

    References
    ----------
    .. [1] Wilson, E. B. (1927). J Am Stat Assoc 22, 209-212.

    Examples
    --------
    >>> found = proportion(81, 263, name="sensitivity")
    >>> round(found.low, 4), round(found.high, 4)
    (0.2553, 0.3662)
    """
    result = Coefficient(
        statistic=name,
        form=form,
        value=nan,
        confidence=confidence,
        n_units=of,
        n_raters=1,
        n_ratings=of,
        source=ALTMAN,
    )
    if of == 0:
        return replace(result, undefined=Undefined.NO_REFERENCE)
    p, z = hits / of, normal_quantile(0.5 + confidence / 2)
    middle = (p + z**2 / (2 * of)) / (1 + z**2 / of)
    half = z / (1 + z**2 / of) * sqrt(p * (1 - p) / of + z**2 / (4 * of**2))
    return replace(
        result,
        value=p,
        se=sqrt(p * (1 - p) / of),
        low=max(middle - half, 0.0),
        high=min(middle + half, 1.0),
        method="Wilson",
    )


def against_gold(
    judged: Floats, gold: Floats, *, form: str = "", confidence: float = 0.95
) -> tuple[Coefficient, ...]:
    """Return how a rater's yes-or-no judgements stand against the gold standard.

    Parameters
    ----------
    judged, gold : array of float, (n,)
        1 given, 0 not given, NaN not judged; units that lack one do not enter.
    form : str
        Of the results, for example the rater.
    confidence : float
        Of the intervals.

    Returns
    -------
    tuple of Coefficient
        Sensitivity, specificity, positive and negative predictive value, and bias (share that the
        rater gave less share that gold gives: above 0 the rater gives it too often).

    References
    ----------
    .. [1] Altman, D. G., & Bland, J. M. (1994). BMJ 308, 1552; BMJ 309, 102.

    Examples
    --------
    The liver scan of Altman and Bland (1994), sensitivity .90, specificity .63:

    >>> import numpy as np
    >>> judged = np.repeat([1.0, 0.0, 1.0, 0.0], [231, 27, 32, 54])
    >>> gold = np.repeat([1.0, 1.0, 0.0, 0.0], [231, 27, 32, 54])
    >>> [round(one.value, 2) for one in against_gold(judged, gold)[:4]]
    [0.9, 0.63, 0.88, 0.67]
    """
    both = ~np.isnan(judged) & ~np.isnan(gold)
    said, true = judged[both] > 0, gold[both] > 0
    n, hits = int(both.sum()), int((said & true).sum())
    rejects = int((~said & ~true).sum())
    positives = int(true.sum())
    rows = [
        proportion(hits, positives, name="sensitivity", form=form, confidence=confidence),
        proportion(rejects, n - positives, name="specificity", form=form, confidence=confidence),
        proportion(
            hits,
            int(said.sum()),
            name="positive_predictive_value",
            form=form,
            confidence=confidence,
        ),
        proportion(
            rejects,
            int((~said).sum()),
            name="negative_predictive_value",
            form=form,
            confidence=confidence,
        ),
        severity(
            said.astype(np.float64),
            true.astype(np.float64),
            name="bias",
            form=form,
            confidence=confidence,
        ),
    ]
    prevalence = positives / n if n else nan
    notes = (too_few(positives),) if positives < FEW_POSITIVES else ()
    return tuple(
        replace(one, n_positive=positives, prevalence=prevalence, notes=(*one.notes, *notes))
        for one in rows
    )


def severity(
    judged: Floats,
    gold: Floats,
    *,
    name: str = "severity",
    form: str = "",
    confidence: float = 0.95,
) -> Coefficient:
    """Return the mean difference of a rater from the gold standard.

    Parameters
    ----------
    judged, gold : array of float, (n,)
        Ratings; NaN where one is missing.
    name, form : str
        Of the result.
    confidence : float
        Of the t interval.

    Returns
    -------
    Coefficient
        In units of the scale; above 0 the rater rates higher. Undefined without common units.

    Examples
    --------
    >>> import numpy as np
    >>> severity(np.array([3.0, 4.0, 2.0]), np.array([2.0, 4.0, 1.0])).value
    0.6666666666666666
    """
    apart = (judged - gold)[~np.isnan(judged) & ~np.isnan(gold)]
    n = apart.size
    result = Coefficient(
        statistic=name,
        form=form,
        value=nan,
        confidence=confidence,
        n_units=n,
        n_raters=1,
        n_ratings=n,
        source="mean difference, paired t",
    )
    if n == 0:
        return replace(result, undefined=Undefined.NO_PAIRABLE_VALUES)
    mean = float(apart.mean())
    if n == 1:
        return replace(result, value=mean)
    se = float(apart.std(ddof=1)) / sqrt(n)
    half = t_quantile(0.5 + confidence / 2, n - 1) * se
    return replace(result, value=mean, se=se, low=mean - half, high=mean + half, method="paired t")


def codes_against_gold(
    codings: pd.DataFrame,
    gold: pd.DataFrame,
    rubric: Rubric,
    *,
    level: str = "code",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return sensitivity, specificity, predictive values and bias per rater and code.

    Parameters
    ----------
    codings : pandas.DataFrame
        CODINGS of raters, one stage.
    gold : pandas.DataFrame
        CODINGS of stage gold, one sheet a session.
    rubric : Rubric
        Names the codes.
    level : str
        code, family or status.
    confidence : float
        Of the intervals.

    Returns
    -------
    pandas.DataFrame
        AGREEMENT at level unit; ``form`` is the rater.

    Raises
    ------
    FrameError
        A frame has another shape, or a session has two gold sheets.
    """
    check(gold, CODINGS)
    doubled = gold.duplicated(subset=["session_id", "segment"])
    if bool(doubled.any()):
        raise FrameError(
            f"row {int(doubled.to_numpy().argmax())} is a second gold coding of its unit.",
            where="frame CODINGS, gold",
            mend="Keep one gold sheet for each session.",
        )
    names = {"rater_id": GOLD, "stage": INDEPENDENT, "perspective": "observer"}
    joined = pd.concat(
        [
            check(codings, CODINGS).assign(stage=INDEPENDENT, perspective="observer"),
            gold.assign(**names),
        ],
        ignore_index=True,
    )
    comparison = compared(joined, rubric, level=level)
    raters = comparison.grid.raters
    place = raters.index(GOLD) if GOLD in raters else None
    results: dict[tuple[str, str], list[Coefficient]] = {}
    for what, given in comparison.given.items():
        table = comparison.grid.table(given)
        found = [
            one
            for column, rater in enumerate(raters)
            if place is not None and column != place
            for one in against_gold(
                table[:, column], table[:, place], form=rater, confidence=confidence
            )
        ]
        if found:
            results[what, "unit"] = found
    return frame_of(results)


GOLD = "(gold)"


def items_against_gold(
    ratings: pd.DataFrame, gold: pd.DataFrame, *, confidence: float = 0.95
) -> pd.DataFrame:
    """Return each rater's severity per item: mean difference from the gold standard.

    Parameters
    ----------
    ratings : pandas.DataFrame
        RATINGS of raters, one stage.
    gold : pandas.DataFrame
        RATINGS of stage gold, one sheet a session.
    confidence : float
        Of the intervals.

    Returns
    -------
    pandas.DataFrame
        AGREEMENT at level session; ``form`` is the rater. Items that are not rated in numbers
        have no rows.
    """
    check(ratings, RATINGS)
    reference = check(gold, RATINGS)[["session_id", "item_id", "value"]]
    joined = ratings.merge(reference, on=["session_id", "item_id"], suffixes=("", "_gold"))
    results: dict[tuple[str, str], list[Coefficient]] = {}
    for item, rows in joined.groupby("item_id", sort=True):
        said = pd.to_numeric(rows["value"], errors="coerce").to_numpy(dtype=float)
        true = pd.to_numeric(rows["value_gold"], errors="coerce").to_numpy(dtype=float)
        if np.isnan(true).all():
            continue
        raters = rows["rater_id"].astype(str).to_numpy()
        results[str(item), "session"] = [
            severity(
                said[raters == rater], true[raters == rater], form=rater, confidence=confidence
            )
            for rater in sorted(set(map(str, raters)))
        ]
    return frame_of(results)
