"""What coded talk is usually like, as means of many segments: the part of memory that may travel.

The nearest coded segments say best how unlike anything coded a segment is, but their counts are
nearly their words. Means over many segments of at least three cases are not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.cluster import MiniBatchKMeans

from ipt_fidelity.flagging.counting import height
from ipt_fidelity.flagging.features import LEAST_CASES
from ipt_fidelity.flagging.model import Matrix
from ipt_fidelity.flagging.resemblance import unit

Numbers = NDArray[np.float64]
Names = NDArray[np.object_]
KINDS = 24
STARTS = 3
LEAST_MEMBERS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Typical:
    """Mean directions of coded talk, and how far from them coded talk of other cases lies.

    Parameters
    ----------
    centres : ndarray of shape (k, w)
        At unit length, over the features of the block ``words``.
    usual : ndarray of shape (m,)
        Distances of coded segments from centres that were made without their case, sorted.
    """

    centres: Numbers
    usual: Numbers

    def unlike(self, words: Matrix) -> Numbers:
        """Return how unlike all coded talk each segment is.

        Parameters
        ----------
        words : scipy.sparse.csr_array of shape (n, w)
            Features of the block ``words``.

        Returns
        -------
        ndarray of shape (n,)
            Share of the coded segments that lie nearer to the centres of other cases, 0 to 1.
        """
        return np.searchsorted(self.usual, _distance(words, self.centres)) / len(self.usual)


def typical_of(words: Matrix, cases: Names, *, seed: int) -> Typical | None:
    """Take the means of like segments.

    Parameters
    ----------
    words : scipy.sparse.csr_array of shape (n, w)
        Features of coded segments, of the block ``words``.
    cases : ndarray of str, shape (n,)
        Case of each.
    seed : int
        For the grouping.

    Returns
    -------
    Typical or None
        No centre rests on fewer than five segments or three cases; None where there is none, also
        in each half of the cases.
    """
    order = np.argsort(cases.astype(str), kind="stable")
    words, cases = sparse.csr_array(words[order]), cases[order]
    names = np.unique(cases.astype(str))
    first = np.isin(cases.astype(str), names[::2])
    usual: list[Numbers] = []
    for half in (first, ~first):
        made = _centres(words[half], cases[half], seed=seed)
        if not len(made):
            return None
        usual.append(_distance(words[~half], made))
    centres = _centres(words, cases, seed=seed)
    return Typical(centres=centres, usual=np.sort(np.concatenate(usual))) if len(centres) else None


def _centres(words: Matrix, cases: Names, *, seed: int) -> Numbers:
    given = unit(words)
    given.indices, given.indptr = given.indices.astype(np.int32), given.indptr.astype(np.int32)
    count = max(1, min(KINDS, height(given) // (2 * LEAST_MEMBERS)))
    grouping = MiniBatchKMeans(n_clusters=count, random_state=seed, batch_size=512)
    grouping.set_params(n_init=STARTS)
    told = cast("Callable[[Matrix], NDArray[np.int32]]", grouping.fit_predict)(given)
    kept = [
        group
        for group in range(count)
        if (told == group).sum() >= LEAST_MEMBERS
        and len(np.unique(cases[told == group].astype(str))) >= LEAST_CASES
    ]
    means = [np.asarray(given[told == group].mean(axis=0)).ravel() for group in kept]
    if not means:
        return np.zeros((0, 0))
    made: Numbers = np.vstack(means).astype(np.float64)
    return made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-12)


def _distance(words: Matrix, centres: Numbers) -> Numbers:
    return 1 - np.asarray(unit(words) @ centres.T).max(axis=1)
