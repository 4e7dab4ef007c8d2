"""Richer features on trial, fitted inside the fold, and the choice of blocks made there too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.decomposition import TruncatedSVD

from ipt_fidelity.flagging.calibration import Fold, grouped_folds
from ipt_fidelity.flagging.held_out import INNER_FOLDS, Track, Trial, prepare
from ipt_fidelity.flagging.model import Matrix, fit_line, held_out_decisions
from ipt_fidelity.flagging.statistics import average_precision

Numbers = NDArray[np.float64]
DIRECTIONS = 100
WEIGHT = 0.5


def latent_lines(
    trial: Trial, folds: Sequence[Fold], *, blocks: Sequence[str], seed: int, track: Track
) -> Numbers:
    """Score every row by a line that also weighs a latent semantic embedding of its words.

    Parameters
    ----------
    trial : Trial
        The labelled segments.
    folds : sequence of Fold
        Training rows and held-out rows; the embedding is learnt on the training rows alone.
    blocks : sequence of str
        Blocks of the recipe.
    seed : int
        For the decomposition.
    track : callable
        Shows that the work goes on.

    Returns
    -------
    ndarray of shape (n,)
        Decision values; NaN where no fold scored the row.

    References
    ----------
    Deerwester, Dumais, Furnas, Landauer and Harshman (1990). Journal of the American Society for
    Information Science 41, 391-407.
    """
    decision = np.full(len(trial.truth), np.nan)
    for train, held in track(folds):
        features, matrix = prepare(trial, train, blocks)
        start, end = features.spans()["words"]
        count = min(DIRECTIONS, len(train) - 1, end - start - 1)
        learnt = TruncatedSVD(n_components=count, random_state=seed)
        learnt.fit(_places(matrix[train, start:end]))
        place = cast("Numbers", learnt.transform(_places(matrix[:, start:end])))
        length = np.maximum(np.linalg.norm(place, axis=1, keepdims=True), 1e-12)
        wider = sparse.csr_array(
            sparse.hstack([matrix, sparse.csr_array(WEIGHT * place / length)], format="csr")
        )
        decision[held] = fit_line(wider[train], trial.share[train]).decision(wider[held])
    return decision


def chosen_lines(
    trial: Trial,
    folds: Sequence[Fold],
    *,
    recipes: Mapping[str, Sequence[str]],
    seed: int,
    track: Track,
) -> tuple[Numbers, dict[str, int]]:
    """Score every row by the recipe that did best on inner folds of its training rows.

    Parameters
    ----------
    trial : Trial
        The labelled segments.
    folds : sequence of Fold
        Outer folds; nothing of the held-out rows enters the choice.
    recipes : mapping of str to sequence of str
        Blocks of each recipe; the first is taken where several do equally well.
    seed : int
        For the inner folds.
    track : callable
        Shows that the work goes on.

    Returns
    -------
    tuple of ndarray of shape (n,) and dict of str to int
        Decision values, and in how many folds each recipe was taken.
    """
    decision = np.full(len(trial.truth), np.nan)
    taken = dict.fromkeys(recipes, 0)
    for train, held in track(folds):
        inner = grouped_folds(trial.truth[train], trial.groups[train], folds=INNER_FOLDS, seed=seed)
        scores: dict[str, float] = {}
        matrices: dict[str, Matrix] = {}
        for name, blocks in recipes.items():
            matrices[name] = prepare(trial, train, blocks)[1]
            value, scored = held_out_decisions(matrices[name][train], trial.share[train], inner)
            truth = trial.truth[train][scored]
            scores[name] = float(average_precision(truth, value[scored]))
        best = max(recipes, key=lambda name: scores[name])
        taken[best] += 1
        matrix = matrices[best]
        decision[held] = fit_line(matrix[train], trial.share[train]).decision(matrix[held])
    return decision, taken


def _places(matrix: Matrix) -> Matrix:
    """Give the places of a part of a matrix as 32 bits, which the decomposition wants."""
    part = sparse.csr_array(matrix)
    part.indices, part.indptr = part.indices.astype(np.int32), part.indptr.astype(np.int32)
    return part
