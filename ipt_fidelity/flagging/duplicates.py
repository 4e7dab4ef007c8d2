"""Sessions that are largely the same text, which must never part between training and test."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ipt_fidelity.flagging.words import spoken

Names = NDArray[np.object_]
RUN = 5
SHARED = 0.06


def near_duplicates(segments: pd.DataFrame) -> pd.DataFrame:
    """Find pairs of sessions that share many runs of five words.

    Parameters
    ----------
    segments : pandas.DataFrame
        Columns ``session_id`` and ``text``.

    Returns
    -------
    pandas.DataFrame
        Columns ``session_id``, ``other_id``, ``shared`` (share of the shorter session's runs of
        five words that the other holds too, above .06); no rows where there is none.

    References
    ----------
    Broder (1997). On the resemblance and containment of documents, section 2.
    """
    runs: dict[str, set[str]] = {}
    for session, part in segments.groupby("session_id", sort=True):
        said = [word for text in part["text"] for side in spoken(text) for word in side]
        runs[str(session)] = {" ".join(said[i : i + RUN]) for i in range(len(said) - RUN + 1)}
    holders: dict[str, list[str]] = defaultdict(list)
    for session, held in runs.items():
        for run in held:
            holders[run].append(session)
    together: dict[tuple[str, str], int] = defaultdict(int)
    for sessions in holders.values():
        for first, session in enumerate(sessions):
            for other in sessions[first + 1 :]:
                together[session, other] += 1
    pairs = [
        (session, other, count / max(min(len(runs[session]), len(runs[other])), 1))
        for (session, other), count in sorted(together.items())
    ]
    return pd.DataFrame(
        [pair for pair in pairs if pair[2] > SHARED],
        columns=["session_id", "other_id", "shared"],
    )


def joined(groups: Names, sessions: Names, cases: Names, duplicates: pd.DataFrame) -> Names:
    """Join groups that share a case or hold near-duplicate sessions.

    Parameters
    ----------
    groups, sessions, cases : ndarray of str, shape (n,)
        Group, session and case of each row; an empty case links nothing.
    duplicates : pandas.DataFrame
        As ``near_duplicates`` gives it.

    Returns
    -------
    ndarray of str, shape (n,)
        Smallest name among the groups that belong together.
    """
    parent = {str(name): str(name) for name in groups}

    def root(name: str) -> str:
        while parent[name] != name:
            name = parent[name]
        return name

    def join(one: str, other: str) -> None:
        low, high = sorted((root(one), root(other)))
        parent[high] = low

    first: dict[str, str] = {}
    for case, group in zip(cases, groups, strict=True):
        if case:
            join(first.setdefault(str(case), str(group)), str(group))
    group_of = {str(session): str(group) for session, group in zip(sessions, groups, strict=True)}
    for one, other in zip(duplicates["session_id"], duplicates["other_id"], strict=True):
        join(group_of[one], group_of[other])
    return np.asarray([root(str(name)) for name in groups], dtype=object)
