"""What needs no reading of the words: the trivial rivals that stand in every table."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ipt_fidelity.flagging.calibration import Fold
from ipt_fidelity.flagging.counting import Counts
from ipt_fidelity.flagging.cues import count_cues
from ipt_fidelity.flagging.model import fit_line
from ipt_fidelity.rubric import Rubric, Status

Numbers = NDArray[np.float64]
PUNCTUATION = ".,?!-'\"[]\u2026\u2013:;"
STRENGTH = 1.0
MAJORITY = "majority"


def baseline_features(
    ordered: pd.DataFrame, counts: Counts, rubric: Rubric | None
) -> dict[str, Numbers]:
    """Return the features of each trivial rival.

    Parameters
    ----------
    ordered : pandas.DataFrame
        Segments in order.
    counts : Counts
        What was said in them.
    rubric : Rubric or None
        Source of cues and phases; without one there is no rival of cues.

    Returns
    -------
    dict of str to ndarray of shape (n, f)
        By name: majority, therapist_length, length, punctuation, phase where known, cues.
    """
    therapist, others = counts.spoken.T
    turns = ordered["text"].str.count("\n").to_numpy(dtype=float) + 1
    rivals: dict[str, Numbers] = {
        MAJORITY: np.zeros((len(ordered), 1), dtype=np.float64),
        "therapist_length": np.log1p(therapist)[:, None],
        "length": np.column_stack([np.log1p(therapist), np.log1p(others), np.log(turns)]),
        "punctuation": _punctuation(ordered["text"]),
    }
    if "phase" in ordered.columns:
        phases = sorted({str(phase) for phase in ordered["phase"]})
        rivals["phase"] = np.column_stack(
            [np.asarray(ordered["phase"] == phase, dtype=np.float64) for phase in phases]
        )
    if rubric is not None:
        cues = count_cues(ordered, rubric)
        off = [c for c in cues.columns if rubric.code(c).status is Status.OFF_MODEL]
        rivals["cues"] = np.log1p(
            np.column_stack(
                [cues[off].sum(axis=1).to_numpy(), cues.drop(columns=off).sum(axis=1).to_numpy()]
            ).astype(float)
        )
    return rivals


def held_out_baseline(features: Numbers, share: Numbers, folds: list[Fold]) -> Numbers:
    """Score every row by a rival that was fitted without its group.

    Parameters
    ----------
    features : ndarray of shape (n, f)
        Features of the rival; those without spread give the prevalence.
    share : ndarray of shape (n,)
        Share of raters who found the row off-model.
    folds : list of Fold
        Training rows and held-out rows.

    Returns
    -------
    ndarray of shape (n,)
        Probabilities.
    """
    probability = np.full(len(share), share.mean())
    if not features.std(axis=0).any():
        return probability
    for train, held in folds:
        middle, spread = features[train].mean(axis=0), features[train].std(axis=0)
        spread[spread == 0] = 1
        line = fit_line((features[train] - middle) / spread, share[train], strength=STRENGTH)
        decision = line.decision((features[held] - middle) / spread)
        probability[held] = 1 / (1 + np.exp(-decision))
    return probability


def _punctuation(texts: pd.Series) -> Numbers:
    rows: list[list[float]] = []
    for text in texts:
        spoken = "".join(line.partition(":")[2] for line in str(text).split("\n"))
        size = max(len(spoken), 1)
        signs = [spoken.count(sign) / size for sign in PUNCTUATION]
        rows.append([*signs, sum(letter.isupper() for letter in spoken) / size])
    return np.asarray(rows)
