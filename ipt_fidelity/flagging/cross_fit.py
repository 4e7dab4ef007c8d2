"""Classifiers that never saw the therapist they speak of, for sessions that are coded already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ipt_fidelity.errors import NotEnoughDataError
from ipt_fidelity.flagging.calibration import grouped_folds
from ipt_fidelity.flagging.classifier import OffModelClassifier
from ipt_fidelity.flagging.duplicates import joined, near_duplicates
from ipt_fidelity.flagging.held_out import LEAVE_ONE_OUT_UP_TO, OUTER_FOLDS, Track, untracked
from ipt_fidelity.flagging.labelled import EVEN, in_order, named, shares_of
from ipt_fidelity.rubric import Rubric


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossFitted:
    """A classifier for new sessions, and others for the sessions that it learnt from.

    Parameters
    ----------
    everybody : OffModelClassifier
        Fitted on all coded segments.
    apart : mapping of str to OffModelClassifier
        By coded session: fitted without its therapist, his or her cases, and copies of them.
    """

    everybody: OffModelClassifier
    apart: Mapping[str, OffModelClassifier] = field(repr=False)

    def of(self, session_id: str) -> OffModelClassifier:
        """Return the classifier that may speak of a session.

        Parameters
        ----------
        session_id : str
            Coded or not.

        Returns
        -------
        OffModelClassifier
            Never one that learnt this session's own codes.
        """
        return self.apart.get(session_id, self.everybody)


def cross_fit(
    labelled: pd.DataFrame,
    *,
    seed: int,
    rubric: Rubric | None = None,
    group: str = "therapist_id",
    track: Track = untracked,
) -> CrossFitted:
    """Fit a classifier on everybody, and for each coded session one that never saw its therapist.

    Parameters
    ----------
    labelled : pandas.DataFrame
        Labelled segments, as for ``OffModelClassifier.fit``.
    seed : int
        For folds and calibration.
    rubric : Rubric or None
        The instrument.
    group : str
        Column whose groups are left out together; those that share a case or a near-duplicate
        session count as one. Up to twenty are left out one by one, more in ten parts.
    track : callable
        From a sequence to an iterable of the same things; shows that the work goes on.

    Returns
    -------
    CrossFitted
        Ready for coded and new sessions.

    Raises
    ------
    NotEnoughDataError
        Without one of the groups nothing is left to learn from.
    """
    everybody = OffModelClassifier(seed=seed, rubric=rubric, group=group).fit(labelled)
    ordered = in_order(labelled)
    sessions, cases = named(ordered, "session_id"), named(ordered, "case_id", instead="session_id")
    groups = joined(named(ordered, group), sessions, cases, near_duplicates(ordered))
    truth = np.asarray(np.nan_to_num(shares_of(ordered)) > EVEN, dtype=np.float64)
    count = len(np.unique(groups.astype(str)))
    wanted = count if count <= LEAVE_ONE_OUT_UP_TO else OUTER_FOLDS
    folds = grouped_folds(truth, groups, folds=wanted, seed=seed)
    apart: dict[str, OffModelClassifier] = {}
    for train, held in track(folds):
        fitted = OffModelClassifier(seed=seed, rubric=rubric, group=group).fit(ordered.iloc[train])
        apart |= dict.fromkeys(map(str, np.unique(sessions[held].astype(str))), fitted)
    left = sorted({str(one) for one in sessions} - apart.keys())
    if left:
        raise NotEnoughDataError(
            f"without its {group} nothing off-model is left to learn from.",
            where=left[0],
            mend="Code off-model segments of further ones.",
        )
    return CrossFitted(everybody=everybody, apart=apart)
