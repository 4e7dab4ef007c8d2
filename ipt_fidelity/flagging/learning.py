"""What to code next, so that each coded segment teaches as much as it can.

Off-model talk is rare, and one more off-model segment teaches more than one more of the rest: the
expected gain of a code is the probability of being off-model. For a classifier of few labels, who
puts nearly everything below an even chance, these are also the segments nearest to it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ipt_fidelity.errors import FidelityError
from ipt_fidelity.flagging.classifier import OffModelClassifier
from ipt_fidelity.flagging.labelled import in_order

Numbers = NDArray[np.float64]
PER_SESSION = 2
AT_RANDOM = 0.1


def suggest_segments(
    classifier: OffModelClassifier,
    segments: pd.DataFrame,
    *,
    at_most: int,
    seed: int,
    per_session: int = PER_SESSION,
    at_random: float = AT_RANDOM,
) -> pd.DataFrame:
    """Suggest the segments that are most likely off-model, and some at random.

    A classifier fitted on codes chosen so has seen more off-model talk than there is: its order
    gains, its probabilities come out too high. Judge and calibrate it on the random part.

    Parameters
    ----------
    classifier : OffModelClassifier
        Fitted on what was coded so far.
    segments : pandas.DataFrame
        Segments not coded yet, of whole sessions.
    at_most : int
        How many are wanted.
    seed : int
        Draws the random part.
    per_session : int
        How many likely ones of one session, so that a batch is not one session's talk.
    at_random : float
        Share of the batch drawn at random, the stream on which the classifier can be tested
        without favour; 0 to 1.

    Returns
    -------
    pandas.DataFrame
        ``session_id``, ``segment``, ``why`` (likely or random), ``probability``, in the order of
        coding. Show it to no rater: it holds the classifier's opinion.
    """
    if at_most < 1:
        raise FidelityError(
            f"{at_most} segments cannot be suggested.",
            where="suggest_segments",
            mend="Write at_most=20, or another number from 1.",
        )
    ordered = in_order(segments)
    logit = classifier.logits(ordered)
    sessions = ordered["session_id"].to_numpy(dtype=object)
    random = np.random.default_rng(seed)
    drawn = round(at_random * at_most)
    likely = choose_likely(logit, sessions, at_most=at_most - drawn, per_session=per_session)
    rest = np.setdiff1d(np.arange(len(ordered)), likely)
    chance = random.permutation(rest)[:drawn]
    rows = np.concatenate([likely, chance]).astype(int)
    return pd.DataFrame(
        {
            "session_id": sessions[rows],
            "segment": ordered["segment"].to_numpy(dtype=object)[rows],
            "why": ["likely"] * len(likely) + ["random"] * len(chance),
            "probability": 1 / (1 + np.exp(-logit[rows])),
        }
    )


def suggest_sessions(
    classifier: OffModelClassifier, segments: pd.DataFrame, *, at_most: int
) -> pd.DataFrame:
    """Suggest the sessions from which coding is expected to teach most per segment.

    Parameters
    ----------
    classifier : OffModelClassifier
        Fitted on what was coded so far.
    segments : pandas.DataFrame
        Segments of sessions not coded yet.
    at_most : int
        How many sessions.

    Returns
    -------
    pandas.DataFrame
        ``session_id``, ``gain`` (mean of p(1-p) over its segments: the spread of a label that is
        still open, 0 to .25), ``n_segments``; highest gain first.
    """
    ordered = in_order(segments)
    probability = 1 / (1 + np.exp(-classifier.logits(ordered)))
    frame = pd.DataFrame(
        {"session_id": ordered["session_id"], "gain": probability * (1 - probability)}
    )
    gains = frame.groupby("session_id", sort=True)["gain"].agg(["mean", "size"]).reset_index()
    gains.columns = ["session_id", "gain", "n_segments"]
    by_gain = gains.sort_values(["gain", "session_id"], ascending=[False, True])
    return by_gain.head(at_most).reset_index(drop=True)


def choose_likely(
    logit: Numbers, sessions: NDArray[np.object_], *, at_most: int, per_session: int
) -> NDArray[np.int64]:
    """Choose the rows that are most likely off-model, few of one session.

    Parameters
    ----------
    logit : ndarray of shape (n,)
        Logits; only their order counts.
    sessions : ndarray of str, shape (n,)
        Session of each row.
    at_most : int
        How many rows.
    per_session : int
        How many of one session.

    Returns
    -------
    ndarray of int
        Rows, likeliest first.
    """
    taken: dict[str, int] = {}
    chosen: list[int] = []
    for row in np.argsort(-logit, kind="stable"):
        session = str(sessions[row])
        if len(chosen) < at_most and taken.get(session, 0) < per_session:
            taken[session] = taken.get(session, 0) + 1
            chosen.append(int(row))
    return np.asarray(chosen, dtype=np.int64)
