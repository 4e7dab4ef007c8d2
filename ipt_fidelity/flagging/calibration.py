"""From a decision value to a probability, learnt on groups that the model has not seen.

Platt's sigmoid with his smoothed targets, fitted by Newton's method to decision values of held-out
folds; the folds keep groups together.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, log_expit

Numbers = NDArray[np.float64]
Rows = NDArray[np.int64]
Fold = tuple[Rows, Rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sigmoid:
    """Probability = 1 / (1 + exp(-(slope * decision + offset))).

    Parameters
    ----------
    slope, offset : float
        As fitted; slope 1 and offset 0 change nothing.
    """

    slope: float = 1.0
    offset: float = 0.0

    def logit(self, decision: Numbers) -> Numbers:
        """Return the calibrated logit.

        Parameters
        ----------
        decision : ndarray of float
            Decision values.

        Returns
        -------
        ndarray of float
            Same shape.
        """
        return self.slope * decision + self.offset

    def probability(self, decision: Numbers) -> Numbers:
        """Return the calibrated probability.

        Parameters
        ----------
        decision : ndarray of float
            Decision values.

        Returns
        -------
        ndarray of float
            0 to 1, same shape.
        """
        return expit(self.logit(decision))


def fit_sigmoid(decision: Numbers, share: Numbers) -> Sigmoid:
    """Fit Platt's sigmoid.

    Parameters
    ----------
    decision : ndarray of shape (n,)
        Decision values of rows that the model was not fitted on.
    share : ndarray of shape (n,)
        Share of raters who found the row off-model, 0 to 1.

    Returns
    -------
    Sigmoid
        Never falling: a slope below 0 becomes 0, for then the decision says nothing.

    References
    ----------
    Platt (1999). Advances in Large Margin Classifiers, 61-74, with the targets of its eq. 2.2.
    """
    positive, negative = share.sum(), (1 - share).sum()
    high, low = (positive + 1) / (positive + 2), 1 / (negative + 2)
    target = share * high + (1 - share) * low

    def loss(point: Numbers) -> tuple[float, Numbers]:
        logit = point[0] * decision + point[1]
        value = -(target * log_expit(logit) + (1 - target) * log_expit(-logit)).sum()
        rest = expit(logit) - target
        return float(value), np.array([(rest * decision).sum(), rest.sum()])

    start = np.array([1.0, np.log((positive + 1) / (negative + 1))])
    found = minimize(loss, start, jac=True, method="BFGS", options={"gtol": 1e-8}).x
    if found[0] < 0:
        return Sigmoid(slope=0.0, offset=float(np.log(target.mean() / (1 - target.mean()))))
    return Sigmoid(slope=float(found[0]), offset=float(found[1]))


def grouped_folds(
    truth: Numbers, groups: NDArray[np.object_], *, folds: int, seed: int
) -> list[Fold]:
    """Part the rows so that no group is on both sides, with like shares of positives.

    Groups are dealt out largest number of positives first, each to the fold that has fewest;
    ties are broken by a hash of seed and name, so that the order of the rows changes nothing.

    Parameters
    ----------
    truth : ndarray of shape (n,)
        1 for off-model.
    groups : ndarray of str, shape (n,)
        Group of each row.
    folds : int
        How many; never more than there are groups.
    seed : int
        For the ties.

    Returns
    -------
    list of tuple of two ndarrays of int
        Training rows and held-out rows. Folds whose training rows hold one class only are left
        out.
    """
    names, member = np.unique(groups.astype(str), return_inverse=True)
    positives = np.bincount(member, weights=truth)
    sizes = np.bincount(member)
    order = sorted(
        range(len(names)),
        key=lambda group: (-positives[group], -sizes[group], _chance(seed, names[group])),
    )
    count = min(folds, len(names))
    load = np.zeros((count, 2))
    fold_of = np.zeros(len(names), dtype=np.int64)
    for group in order:
        fold = min(range(count), key=lambda one: (load[one, 0], load[one, 1], one))
        fold_of[group] = fold
        load[fold] += positives[group], sizes[group]
    fold_of_row = fold_of[member]
    parts: list[Fold] = []
    for fold in range(count):
        train, held = np.flatnonzero(fold_of_row != fold), np.flatnonzero(fold_of_row == fold)
        if 0 < truth[train].sum() < len(train) and len(held):
            parts.append((train, held))
    return parts


def _chance(seed: int, name: str) -> bytes:
    return hashlib.sha256(f"{seed}:{name}".encode()).digest()
