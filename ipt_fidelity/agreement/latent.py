"""Raters' error rates without a gold standard: the latent classes of Dawid and Skene."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

import numpy as np

from ipt_fidelity.agreement.distributions import Floats
from ipt_fidelity.agreement.ratings import MISSING, Codes, Ratings, categorical
from ipt_fidelity.errors import FrameError

LOWEST = -1e300


@dataclass(frozen=True, slots=True, kw_only=True)
class LatentClasses:
    """What raters would err if the true categories followed the model.

    Parameters
    ----------
    categories : tuple of hashable
        In order.
    prevalence : array of float, (q,)
        Share of units in each true category.
    errors : array of float, (raters, q, q)
        Probability that a rater gives the second category to a unit of the first.
    units : array of float, (n, q)
        Probability of each true category of each unit.
    log_likelihood : float
        At the last step.
    steps : int
        Until the likelihood moved by less than the tolerance.
    """

    categories: tuple[Hashable, ...]
    prevalence: Floats = field(repr=False)
    errors: Floats = field(repr=False)
    units: Floats = field(repr=False)
    log_likelihood: float
    steps: int


def dawid_skene(
    ratings: Ratings,
    *,
    same_rater: Sequence[Sequence[int]] = (),
    categories: Sequence[Hashable] | None = None,
    tolerance: float = 1e-9,
    most_steps: int = 2000,
) -> LatentClasses:
    r"""Estimate raters' error rates and true categories by expectation and maximisation.

    Parameters
    ----------
    ratings : array_like or pandas.DataFrame, (n, r)
        Units by raters; None or NaN where a rating is missing.
    same_rater : sequence of sequence of int
        Columns that are repeats of one rater.
    categories : sequence of hashable or None
        Categories that could have been used.
    tolerance : float
        Step of the log likelihood at which it stops.
    most_steps : int
        Steps at most.

    Returns
    -------
    LatentClasses
        From the start of the paper, the share of a unit's ratings in each category. Assumes that
        raters err independently given the true category; with two raters it is not identified.

    Raises
    ------
    FrameError
        There is no rating, or there are fewer than three raters or repeats.

    References
    ----------
    .. [1] Dawid, A. P., & Skene, A. M. (1979). Applied Statistics 28, 20-28, equations 2.3 to 2.7.

    Examples
    --------
    >>> found = dawid_skene([[1, 1, 1], [1, 1, 2], [2, 2, 2], [2, 2, 2], [1, 1, 1]])
    >>> found.prevalence.round(2).tolist()
    [0.6, 0.4]
    """
    matrix = categorical(ratings, categories=categories)
    if matrix.codes.size == 0 or matrix.n_raters < 3:  # noqa: PLR2004 - two do not identify it
        raise FrameError(
            f"there are {matrix.n_raters} raters with ratings.",
            where="ratings",
            mend="Give three columns or more.",
        )
    counts = _counts(matrix.codes, len(matrix.categories), same_rater)
    belongs = counts.sum(axis=1) / counts.sum(axis=(1, 2))[:, None]
    before, steps = -np.inf, 0
    while True:
        steps += 1
        prevalence = belongs.mean(axis=0)
        errors = np.einsum("nj,nkl->kjl", belongs, counts)
        base = errors.sum(axis=2, keepdims=True)
        errors = np.divide(errors, base, out=np.zeros_like(errors), where=base > 0)
        with np.errstate(divide="ignore"):
            logs, log_share = np.log(errors), np.log(prevalence)
        joint = log_share + np.einsum("nkl,kjl->nj", counts, np.maximum(logs, LOWEST))
        largest = joint.max(axis=1, keepdims=True)
        parts = np.exp(joint - largest)
        likelihood = float((largest[:, 0] + np.log(parts.sum(axis=1))).sum())
        belongs = parts / parts.sum(axis=1, keepdims=True)
        if likelihood - before < tolerance or steps >= most_steps:
            return LatentClasses(
                categories=matrix.categories,
                prevalence=prevalence,
                errors=errors,
                units=belongs,
                log_likelihood=likelihood,
                steps=steps,
            )
        before = likelihood


def _counts(codes: Codes, q: int, same_rater: Sequence[Sequence[int]]) -> Floats:
    hot = ((codes[:, :, None] == np.arange(q)) & (codes[:, :, None] != MISSING)).astype(np.float64)
    repeated = {column for group in same_rater for column in group}
    groups = [list(group) for group in same_rater]
    groups += [[column] for column in range(codes.shape[1]) if column not in repeated]
    return np.stack([hot[:, group].sum(axis=1) for group in groups], axis=1)
