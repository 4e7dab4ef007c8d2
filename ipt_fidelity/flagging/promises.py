"""A bound on missed off-model segments, and the band in which the classifier does not say.

Conformal risk control over therapists: each therapist's share of missed off-model segments is one
loss; a threshold is taken so low that the mean loss, with one further therapist counted as a
complete miss, stays within the bound.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Names = NDArray[np.object_]
BOUND = 0.2
SURE_OFF, SURE_ON = 0.5, 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A threshold and what it bounds.

    Parameters
    ----------
    bound : float
        Expected share of off-model segments of a new therapist that lie below the threshold is
        at most this, 0 to 1.
    threshold : float
        Logit from which segments must be looked at; -inf where everything must.
    n_groups : int
        Therapists with an off-model segment.
    looked_at : float
        Share of all segments at or above the threshold.
    """

    bound: float
    threshold: float
    n_groups: int
    looked_at: float


def promise(truth: Numbers, logit: Numbers, groups: Names, *, bound: float = BOUND) -> Promise:
    """Find the threshold that bounds the expected share of missed off-model segments.

    Parameters
    ----------
    truth : ndarray of shape (n,)
        1 for off-model.
    logit : ndarray of shape (n,)
        Scores by models that did not see the row's group.
    groups : ndarray of str, shape (n,)
        Therapist of each row.
    bound : float
        Largest expected share of missed off-model segments, 0 to 1.

    Returns
    -------
    Promise
        The threshold is -inf where too few groups allow any other: fewer than 1 / bound - 1.

    References
    ----------
    Angelopoulos, Bates, Fisch, Lei and Schuster (2024). Conformal risk control. ICLR, eq. 4.
    """
    off = truth == 1
    names = np.unique(groups[off].astype(str))
    scores = [np.sort(logit[off & (groups.astype(str) == name)]) for name in names]
    threshold = -np.inf
    for candidate in np.unique(logit[off]):
        missed = sum(np.searchsorted(one, candidate, side="left") / len(one) for one in scores)
        if (missed + 1) / (len(names) + 1) > bound:
            break
        threshold = float(candidate)
    return Promise(
        bound=bound,
        threshold=threshold,
        n_groups=len(names),
        looked_at=float((logit >= threshold).mean()),
    )


def promise_in_words(truth: Numbers, logit: Numbers, groups: Names, *, bound: float = BOUND) -> str:
    """Say the promise and what it rests on.

    Parameters
    ----------
    truth : ndarray of shape (n,)
        1 for off-model.
    logit : ndarray of shape (n,)
        Scores by models that did not see the row's group.
    groups : ndarray of str, shape (n,)
        Therapist of each row.
    bound : float
        Largest expected share of missed off-model segments, 0 to 1.

    Returns
    -------
    str
        A few sentences, or why nothing can be promised.
    """
    made = promise(truth, logit, groups, bound=bound)
    if not np.isfinite(made.threshold):
        return (
            f"None: with {made.n_groups} therapists who have off-model segments, missing at most "
            f"{bound:.0%} can only be promised by looking at everything."
        )
    probability = 1 / (1 + np.exp(-made.threshold))
    return (
        f"Looking at every segment with a probability of at least {probability:.3f} "
        f"({made.looked_at:.0%} of segments here) misses in expectation at most {bound:.0%} of a "
        f"new therapist's off-model segments. This assumes that the new therapist is drawn like "
        f"the {made.n_groups} here, that labels and segmentation are made the same way, and that "
        "the final model ranks like the models of the folds; it is a mean over therapists, not a "
        "promise for each, and it does not hold for a kind of talk or a site not seen here."
    )
