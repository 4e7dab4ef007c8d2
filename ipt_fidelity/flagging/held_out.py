"""Scores of segments by models that never saw their therapist: the ground of every evaluation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ipt_fidelity.errors import NotEnoughDataError
from ipt_fidelity.flagging.calibration import Fold, grouped_folds
from ipt_fidelity.flagging.duplicates import joined, near_duplicates
from ipt_fidelity.flagging.features import (
    DEFAULT_BLOCKS,
    Features,
    Material,
    gather,
    learn_features,
    matrix_of,
)
from ipt_fidelity.flagging.labelled import EVEN, in_order, named, shares_of
from ipt_fidelity.flagging.model import STRENGTH, Matrix, fit_calibrated, fit_kinds, fit_line
from ipt_fidelity.rubric import Rubric

Numbers = NDArray[np.float64]
Names = NDArray[np.object_]
Track = Callable[[Sequence[Fold]], Iterable[Fold]]
LEAST_GROUPS, LEAST_POSITIVES = 8, 20
LEAVE_ONE_OUT_UP_TO, OUTER_FOLDS, INNER_FOLDS = 20, 10, 5


def untracked(folds: Sequence[Fold]) -> Iterable[Fold]:
    """Return the folds as they are: nobody watches.

    Parameters
    ----------
    folds : sequence of Fold
        Work to do.

    Returns
    -------
    iterable of Fold
        The same.
    """
    return folds


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Labelled segments made ready for cross-validation.

    Parameters
    ----------
    ordered : pandas.DataFrame
        Coded segments and their uncoded neighbours, in order.
    rows : ndarray of int
        Rows that were coded and are not split evenly between raters.
    share, truth : ndarray of shape (n,)
        Share of raters who found the row off-model; 1 where it is more than half.
    groups : ndarray of str
        Group of each row, joined where groups share a case or a near-duplicate session.
    cases : ndarray of str
        Case of each row; its session where no case is known.
    material : Material
        Counts of all rows.
    duplicates : pandas.DataFrame
        Near-duplicate sessions.
    even : int
        Segments on which raters split evenly; they train but are not scored.
    """

    ordered: pd.DataFrame
    rows: NDArray[np.int64]
    share: Numbers
    truth: Numbers
    groups: Names
    cases: Names
    material: Material
    duplicates: pd.DataFrame
    even: int

    def folds(self, groups: Names, *, seed: int) -> list[Fold]:
        """Part the coded rows: leave one group out, or ten folds where there are many groups.

        Parameters
        ----------
        groups : ndarray of str
            Group of every row.
        seed : int
            For the ties.

        Returns
        -------
        list of Fold
            Rows of the whole trial.
        """
        count = len(np.unique(groups[self.rows].astype(str)))
        wanted = count if count <= LEAVE_ONE_OUT_UP_TO else OUTER_FOLDS
        parts = grouped_folds(self.truth[self.rows], groups[self.rows], folds=wanted, seed=seed)
        return [(self.rows[train], self.rows[held]) for train, held in parts]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """What models that never saw a row's group say of it.

    Parameters
    ----------
    probability, logit : ndarray of shape (n,)
        Calibrated.
    kind : ndarray of str, shape (n,)
        Kind of off-model talk it is most like; empty where no kind was learnt.
    """

    probability: Numbers
    logit: Numbers
    kind: Names


def make_trial(
    labelled: pd.DataFrame,
    *,
    group: str,
    rubric: Rubric | None,
    blocks: Sequence[str] = DEFAULT_BLOCKS,
) -> Trial:
    """Check labelled segments and count them once.

    Parameters
    ----------
    labelled : pandas.DataFrame
        Labelled segments.
    group : str
        Column of the groups, for example ``therapist_id``.
    rubric : Rubric or None
        Source of cues and phases.
    blocks : sequence of str
        Every block that will be tried.

    Returns
    -------
    Trial
        Ready for folds.

    Raises
    ------
    NotEnoughDataError
        Fewer than eight groups or twenty off-model segments: a number would flatter.
    """
    ordered = in_order(labelled)
    share = shares_of(ordered)
    coded = np.isfinite(share)
    even = share == EVEN
    rows = np.flatnonzero(coded & ~even)
    truth = np.where(coded, share > EVEN, 0).astype(float)
    sessions, cases = named(ordered, "session_id"), named(ordered, "case_id", instead="session_id")
    duplicates = near_duplicates(ordered)
    groups = joined(named(ordered, group), sessions, cases, duplicates)
    _enough(groups[rows], truth[rows], group)
    return Trial(
        ordered=ordered,
        rows=rows,
        share=np.where(coded, share, 0.0),
        truth=truth,
        groups=groups,
        cases=cases,
        material=gather(ordered, blocks=blocks, rubric=rubric),
        duplicates=duplicates,
        even=int(even.sum()),
    )


def prepare(
    trial: Trial, train: NDArray[np.int64], blocks: Sequence[str]
) -> tuple[Features, Matrix]:
    """Choose terms and weights from the training rows and apply them to all rows.

    Parameters
    ----------
    trial : Trial
        The labelled segments.
    train : ndarray of int
        Training rows.
    blocks : sequence of str
        Blocks of the recipe.

    Returns
    -------
    tuple of Features and scipy.sparse.csr_array
        Features of every row of the trial.
    """
    material = Material(
        counts=trial.material.counts,
        extras={name: part for name, part in trial.material.extras.items() if name in blocks},
    )
    features = learn_features(material, rows=train, cases=trial.cases, blocks=blocks)
    return features, matrix_of(features, material)


def held_out_probabilities(
    trial: Trial,
    folds: Sequence[Fold],
    *,
    seed: int,
    blocks: Sequence[str] = DEFAULT_BLOCKS,
    track: Track,
) -> HeldOut:
    """Score every row by a calibrated model that was fitted without its group.

    Parameters
    ----------
    trial : Trial
        The labelled segments.
    folds : sequence of Fold
        Outer folds; the calibration is learnt on inner folds of the training rows alone.
    seed : int
        For the inner folds.
    blocks : sequence of str
        Blocks of the recipe.
    track : callable
        Shows that the work goes on.

    Returns
    -------
    HeldOut
        NaN where no fold scored the row.
    """
    probability = np.full(len(trial.truth), np.nan)
    logit = np.full(len(trial.truth), np.nan)
    kind = np.full(len(trial.truth), "", dtype=object)
    known = "primary" in trial.ordered.columns
    codes = named(trial.ordered, "primary") if known else kind
    for train, held in track(folds):
        features, matrix = prepare(trial, train, blocks)
        inner = grouped_folds(trial.truth[train], trial.groups[train], folds=INNER_FOLDS, seed=seed)
        line, sigmoid = fit_calibrated(matrix[train], trial.share[train], inner, strength=STRENGTH)
        decision = line.decision(matrix[held])
        probability[held], logit[held] = sigmoid.probability(decision), sigmoid.logit(decision)
        start, end = features.spans()["words"]
        words = matrix[:, start:end]
        kinds = fit_kinds(words[train], codes[train], trial.share[train])
        if kinds is not None:
            kind[held] = kinds.nearest(words[held])
    return HeldOut(probability=probability, logit=logit, kind=kind)


def held_out_lines(
    trial: Trial, folds: Sequence[Fold], *, blocks: Sequence[str] = DEFAULT_BLOCKS, track: Track
) -> Numbers:
    """Score every row by an uncalibrated line that was fitted without its group.

    Parameters
    ----------
    trial : Trial
        The labelled segments.
    folds : sequence of Fold
        Training rows and held-out rows.
    blocks : sequence of str
        Blocks of the recipe.
    track : callable
        Shows that the work goes on.

    Returns
    -------
    ndarray of shape (n,)
        Decision values, for ranking only; NaN where no fold scored the row.
    """
    decision = np.full(len(trial.truth), np.nan)
    for train, held in track(folds):
        _, matrix = prepare(trial, train, blocks)
        decision[held] = fit_line(matrix[train], trial.share[train]).decision(matrix[held])
    return decision


def _enough(groups: Names, truth: Numbers, column: str) -> None:
    count, positives = len(np.unique(groups.astype(str))), int(truth.sum())
    if count < LEAST_GROUPS:
        raise NotEnoughDataError(
            f"{count} groups by {column} (those that share a case or a text count once), "
            f"{LEAST_GROUPS} wanted: how it does on new ones cannot be estimated.",
            where="cross_validate",
            mend="Code sessions of more therapists.",
        )
    if positives < LEAST_POSITIVES:
        raise NotEnoughDataError(
            f"{positives} off-model segments, {LEAST_POSITIVES} wanted.",
            where="cross_validate",
            mend="Code more sessions.",
        )
