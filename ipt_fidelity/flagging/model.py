"""The model itself: a straight line over features, a sigmoid behind it, kinds beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from ipt_fidelity.flagging.calibration import Fold, Sigmoid, fit_sigmoid
from ipt_fidelity.flagging.features import Features

Numbers = NDArray[np.float64]
Names = NDArray[np.object_]
Matrix = sparse.csr_array
STRENGTH = 4.0
LEAST_OF_A_KIND = 3
MOST_STEPS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A weight for each feature and a base.

    Parameters
    ----------
    weights : ndarray of shape (f,)
        Weight of each feature.
    base : float
        Decision value of a segment without any feature.
    """

    weights: Numbers
    base: float

    def decision(self, matrix: Matrix | Numbers) -> Numbers:
        """Return the decision values.

        Parameters
        ----------
        matrix : array of shape (n, f)
            Features.

        Returns
        -------
        ndarray of shape (n,)
            Positive is off-model.
        """
        return np.asarray(matrix @ self.weights).ravel() + self.base


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """Which kind of off-model talk a segment resembles: nearest mean, the common part taken away.

    On the sample sessions' held-out therapists nearest means named the kind more often than one
    logistic regression a kind, which leans to the most frequent one.

    Parameters
    ----------
    codes : tuple of str
        Codes that were seen at least three times.
    middle : ndarray of shape (w,)
        Mean of all off-model segments over the features of the block ``words``.
    directions : ndarray of shape (k, w)
        From the middle to the mean of each kind, at unit length.
    """

    codes: tuple[str, ...]
    middle: Numbers
    directions: Numbers

    def likeness(self, words: Matrix | Numbers) -> Numbers:
        """Return how like each kind a segment is, if it is off-model at all.

        Parameters
        ----------
        words : array of shape (n, w)
            Features of the block ``words``.

        Returns
        -------
        ndarray of shape (n, k)
            Length of the segment's way from the middle in the direction of each kind.
        """
        return np.asarray(words @ self.directions.T) - self.directions @ self.middle

    def nearest(self, words: Matrix | Numbers) -> Names:
        """Return the kind that each segment is most like.

        Parameters
        ----------
        words : array of shape (n, w)
            Features of the block ``words``.

        Returns
        -------
        ndarray of str, shape (n,)
            Codes.
        """
        return np.asarray(self.codes, dtype=object)[self.likeness(words).argmax(axis=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """All that scoring needs; nothing of it is code.

    Parameters
    ----------
    features : Features
        Terms and their weights.
    line : Line
        Over the features.
    sigmoid : Sigmoid
        From decision to probability.
    kinds : Kinds or None
        None where fewer than two kinds were seen often enough.
    prevalence : float
        Mean share off-model of the training rows.
    known_words : float
        Share of words that the vocabulary knew in the training rows.
    """

    features: Features
    line: Line
    sigmoid: Sigmoid
    kinds: Kinds | None
    prevalence: float
    known_words: float


def fit_line(matrix: Matrix | Numbers, share: Numbers, *, strength: float = STRENGTH) -> Line:
    """Fit an L2-penalised logistic regression to shares of raters.

    Parameters
    ----------
    matrix : array of shape (n, f)
        Features.
    share : ndarray of shape (n,)
        Share of raters who found the row off-model; a row on which raters differ counts in part
        for each side.
    strength : float
        Inverse of the penalty.

    Returns
    -------
    Line
        The fit; the same for the same rows in the same order.
    """
    split = np.flatnonzero((share > 0) & (share < 1))
    rows = np.concatenate([np.arange(len(share)), split])
    side = np.concatenate([(share > 0).astype(int), np.zeros(len(split), dtype=int)])
    weight = np.concatenate([np.where(share > 0, share, 1.0), 1 - share[split]])
    regression = LogisticRegression(
        C=strength,
        solver="liblinear",
        dual=not isinstance(matrix, np.ndarray),  # far more features than rows: 3 to 6 times faster
        max_iter=MOST_STEPS,
        random_state=0,
    )
    regression.fit(_taken(matrix, rows), side, sample_weight=weight)
    return Line(
        weights=np.asarray(regression.coef_)[0].copy(),
        base=float(np.ravel(regression.intercept_)[0]),
    )


def _taken(matrix: Matrix | Numbers, rows: NDArray[np.int64]) -> Matrix | Numbers:
    """Take rows; liblinear wants places of 32 bits."""
    if isinstance(matrix, np.ndarray):
        return matrix[rows]
    matrix = sparse.csr_array(matrix[rows])
    places, ends = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    return sparse.csr_array((matrix.data, places, ends), shape=matrix.shape)


def held_out_decisions(
    matrix: Matrix | Numbers, share: Numbers, folds: Sequence[Fold], *, strength: float = STRENGTH
) -> tuple[Numbers, NDArray[np.bool_]]:
    """Score every row by a line that was fitted without its group.

    Parameters
    ----------
    matrix : array of shape (n, f)
        Features.
    share : ndarray of shape (n,)
        Share of raters who found the row off-model.
    folds : sequence of Fold
        Training rows and held-out rows.
    strength : float
        Inverse of the penalty.

    Returns
    -------
    tuple of two ndarrays of shape (n,)
        Decision values, and which rows have one.
    """
    decision = np.zeros(len(share))
    scored = np.zeros(len(share), dtype=bool)
    for train, held in folds:
        line = fit_line(matrix[train], share[train], strength=strength)
        decision[held] = line.decision(matrix[held])
        scored[held] = True
    return decision, scored


def fit_calibrated(
    matrix: Matrix | Numbers, share: Numbers, folds: Sequence[Fold], *, strength: float = STRENGTH
) -> tuple[Line, Sigmoid]:
    """Fit the line on all rows and the sigmoid on held-out decisions.

    Parameters
    ----------
    matrix : array of shape (n, f)
        Features.
    share : ndarray of shape (n,)
        Share of raters who found the row off-model.
    folds : sequence of Fold
        Training rows and held-out rows; without any the sigmoid changes nothing.
    strength : float
        Inverse of the penalty.

    Returns
    -------
    tuple of Line and Sigmoid
        The calibrated model.
    """
    line = fit_line(matrix, share, strength=strength)
    if not folds:
        return line, Sigmoid()
    decision, scored = held_out_decisions(matrix, share, folds, strength=strength)
    return line, fit_sigmoid(decision[scored], share[scored])


def fit_kinds(words: Matrix, codes: Names, share: Numbers) -> Kinds | None:
    """Fit the kinds of off-model talk on the off-model segments alone.

    Parameters
    ----------
    words : array of shape (n, w)
        Features of the block ``words``.
    codes : ndarray of str, shape (n,)
        Primary code of each row; empty for none.
    share : ndarray of shape (n,)
        Share of raters who found the row off-model.

    Returns
    -------
    Kinds or None
        None where fewer than two kinds have three segments.
    """
    off = share > 1 / 2
    found, times = np.unique(codes[off].astype(str), return_counts=True)
    kept = [code for code, n in zip(found, times, strict=True) if n >= LEAST_OF_A_KIND and code]
    if len(kept) < 2:  # noqa: PLR2004 - one kind needs no choosing
        return None
    rows = np.flatnonzero(off & np.isin(codes.astype(str), kept))
    middle = np.asarray(words[rows].mean(axis=0)).ravel()
    means = [np.asarray(words[rows[codes[rows] == code]].mean(axis=0)).ravel() for code in kept]
    ways = np.vstack(means) - middle
    return Kinds(
        codes=tuple(kept),
        middle=middle,
        directions=ways / np.maximum(np.linalg.norm(ways, axis=1, keepdims=True), 1e-12),
    )
