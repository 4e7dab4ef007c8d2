"""Segments with all that a classifier computes of them, once, for every kind of answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ipt_fidelity.errors import FidelityError
from ipt_fidelity.flagging.classifier import OffModelClassifier
from ipt_fidelity.flagging.features import Material, known_share, matrix_of
from ipt_fidelity.flagging.labelled import in_order
from ipt_fidelity.flagging.model import Matrix, Model
from ipt_fidelity.flagging.promises import SURE_OFF, SURE_ON

Numbers = NDArray[np.float64]
Names = NDArray[np.object_]
UNLIKE = 0.95
LEAST_KNOWN = 0.5
FEW_WORDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """Segments in order with all that was computed of them.

    Parameters
    ----------
    ordered : pandas.DataFrame
        As ``labelled.in_order`` gives it.
    matrix : scipy.sparse.csr_array of shape (n, f)
        Features.
    logit : ndarray of shape (n,)
        Calibrated.
    unlike : ndarray of shape (n,)
        How unlike anything coded, 0 to 1; NaN where the classifier cannot tell.
    nearest : ndarray of str, shape (n,)
        Nearest coded off-model example, ``session segment``; empty for none.
    kind : ndarray of str, shape (n,)
        Off-model code that the segment is most like; empty where no kind was learnt.
    """

    ordered: pd.DataFrame
    matrix: Matrix
    logit: Numbers
    unlike: Numbers
    nearest: Names
    kind: Names

    @property
    def probability(self) -> Numbers:
        """Calibrated probability of being off-model."""
        return 1 / (1 + np.exp(-self.logit))

    @property
    def band(self) -> Names:
        """``probably off-model``, ``unsure`` or ``probably on-model``."""
        edges = np.searchsorted([SURE_ON, SURE_OFF], self.probability, side="right")
        names = np.array(["probably on-model", "unsure", "probably off-model"], dtype=object)
        return names[edges]

    def first(self, session: str, *, count: int) -> list[int]:
        """Return the rows of a session that come first.

        Parameters
        ----------
        session : str
            Its id.
        count : int
            How many at most.

        Returns
        -------
        list of int
            Highest logit first; of equal ones the earlier.
        """
        here = np.flatnonzero((self.ordered["session_id"] == session).to_numpy())
        return sorted(map(int, here), key=lambda row: (-self.logit[row], row))[:count]

    def means(self) -> pd.DataFrame:
        """Return what ``session_means`` tells of these segments.

        Returns
        -------
        pandas.DataFrame
            One row a session, highest mean logit first.
        """
        frame = pd.DataFrame(
            {
                "session_id": self.ordered["session_id"],
                "mean_logit": self.logit,
                "expected_off_model": self.probability,
                "unsure": self.band == "unsure",
                "unlike": self.unlike > UNLIKE,
            }
        )
        by_session = frame.groupby("session_id", sort=True)
        means = by_session.agg(
            mean_logit=("mean_logit", "mean"),
            expected_off_model=("expected_off_model", "sum"),
            n_segments=("unsure", "size"),
            unsure=("unsure", "sum"),
            unlike=("unlike", "sum"),
        ).reset_index()
        return means.sort_values(["mean_logit", "session_id"], ascending=[False, True]).reset_index(
            drop=True
        )


def score(
    classifier: OffModelClassifier, segments: pd.DataFrame, *, nearest: bool = True
) -> Scored:
    """Score segments in every way that the classifier knows.

    Parameters
    ----------
    classifier : OffModelClassifier
        Fitted on coded segments.
    segments : pandas.DataFrame
        SEGMENTS frame of one or more sessions, each in its order.
    nearest : bool
        False leaves out the search for the nearest coded example.

    Returns
    -------
    Scored
        The segments in order.

    Raises
    ------
    FidelityError
        The words of a session are mostly unknown to the classifier.
    FrameError
        The frame is not one of segments.
    """
    ordered = in_order(segments)
    model = classifier.fitted()
    material = classifier.material(ordered)
    _speaks_the_language(model, ordered, material)
    matrix = matrix_of(model.features, material)
    sessions = ordered["session_id"].to_numpy(dtype=object)
    coded = classifier.coded_
    blank: Names = np.full(len(ordered), "", dtype=object)
    start, end = model.features.spans().get("words", (0, 0))
    words = matrix[:, start:end]
    unlike = np.full(len(ordered), np.nan)
    if coded is not None:
        unlike = coded.unlike(matrix)
    elif classifier.typical_ is not None:
        unlike = classifier.typical_.unlike(words)
    return Scored(
        ordered=ordered,
        matrix=matrix,
        logit=model.sigmoid.logit(model.line.decision(matrix)),
        unlike=unlike,
        nearest=coded.nearest(matrix, apart_from=sessions) if coded and nearest else blank,
        kind=model.kinds.nearest(words) if model.kinds is not None and end > start else blank,
    )


def _speaks_the_language(model: Model, ordered: pd.DataFrame, material: Material) -> None:
    share = pd.Series(known_share(model.features, material))
    words = pd.Series(material.counts.spoken[:, 0])
    by_session = pd.DataFrame({"known": share * words, "words": words}).groupby(
        ordered["session_id"].to_numpy()
    )
    for session, sums in by_session.sum().iterrows():
        known = float(sums["known"]) / max(float(sums["words"]), 1.0)
        if float(sums["words"]) >= FEW_WORDS and known < LEAST_KNOWN * model.known_words:
            raise FidelityError(
                f"{known:.0%} of the therapist's words are known to the classifier.",
                where=str(session),
                mend="Use a classifier trained on sessions in the language of this one.",
            )
