"""Which coded segments a segment is near to, and how unlike all of them it is.

The second score is separate from the probability: a kind of talk that nobody has coded is not
seen by a classifier, but it is far from everything that was coded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from ipt_fidelity.flagging.counting import height

Numbers = NDArray[np.float64]
Names = NDArray[np.object_]
NEAREST = 10
MEASURED = 600
EVEN = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """The segments a classifier was trained on: ids, labels and features, no words.

    Parameters
    ----------
    sessions, segments, cases, primary : ndarray of str, shape (n,)
        Ids and primary code; empty where unknown.
    share : ndarray of shape (n,)
        Share of raters who found the segment off-model.
    directions : scipy.sparse.csr_array of shape (n, f)
        Features at unit length.
    usual : ndarray of shape (m,)
        Distances of at most 600 evenly spaced ones from the coded segments of other cases, sorted.
    """

    sessions: Names
    segments: Names
    cases: Names
    primary: Names
    share: Numbers
    directions: sparse.csr_array
    usual: Numbers

    @classmethod
    def of(cls, labelled: pd.DataFrame, matrix: sparse.csr_array, share: Numbers) -> Self:
        """Keep what later comparisons need.

        Parameters
        ----------
        labelled : pandas.DataFrame
            Training segments.
        matrix : scipy.sparse.csr_array of shape (n, f)
            Their features.
        share : ndarray of shape (n,)
            Their labels.

        Returns
        -------
        Coded
            With the distances that are usual between cases.
        """
        blank = np.full(len(labelled), "", dtype=object)

        def column(name: str) -> Names:
            if name not in labelled.columns:
                return blank
            return labelled[name].fillna("").astype(str).to_numpy(dtype=object)

        cases = column("case_id") if "case_id" in labelled.columns else column("session_id")
        directions = unit(matrix)
        rows = np.unique(np.linspace(0, len(cases) - 1, min(len(cases), MEASURED)).astype(int))
        usual = _distance(directions[rows], directions, apart=(cases[rows], cases))
        return cls(
            sessions=column("session_id"),
            segments=column("segment"),
            cases=cases,
            primary=column("primary"),
            share=share,
            directions=directions,
            usual=np.sort(usual[np.isfinite(usual)]),
        )

    def unlike(self, matrix: sparse.csr_array) -> Numbers:
        """Return how unlike all coded segments each segment is.

        Parameters
        ----------
        matrix : scipy.sparse.csr_array of shape (n, f)
            Features.

        Returns
        -------
        ndarray of shape (n,)
            Share of the coded segments that are nearer to those of other cases, 0 to 1; about
            one in twenty ordinary segments lies above .95.
        """
        distance = _distance(unit(matrix), self.directions)
        if not len(self.usual):
            return np.full(len(distance), np.nan)
        return np.searchsorted(self.usual, distance) / len(self.usual)

    def nearest(self, matrix: sparse.csr_array, *, apart_from: Names | None = None) -> Names:
        """Return the nearest coded off-model example of each segment.

        Parameters
        ----------
        matrix : scipy.sparse.csr_array of shape (n, f)
            Features.
        apart_from : ndarray of str or None
            Session of each row; examples of the same session are passed over.

        Returns
        -------
        ndarray of str, shape (n,)
            ``session segment``, or empty where there is none.
        """
        off = np.flatnonzero(self.share > EVEN)
        if not len(off):
            return np.full(height(matrix), "", dtype=object)
        likeness = (unit(matrix) @ self.directions[off].T).toarray()
        if apart_from is not None:
            likeness[apart_from[:, None] == self.sessions[off][None, :]] = -1
        best = off[likeness.argmax(axis=1)]
        found = [f"{self.sessions[row]} {self.segments[row]}" for row in best]
        return np.where(likeness.max(axis=1) > 0, np.asarray(found, dtype=object), "")


def unit(matrix: sparse.csr_array) -> sparse.csr_array:
    """Bring each row to unit length.

    Parameters
    ----------
    matrix : scipy.sparse.csr_array of shape (n, f)
        Features.

    Returns
    -------
    scipy.sparse.csr_array of shape (n, f)
        A row of nothing stays so.
    """
    lengths = np.sqrt(matrix.multiply(matrix).sum(axis=1))
    lengths[lengths == 0] = 1
    scaled = matrix.copy()
    scaled.data = scaled.data / np.repeat(lengths, np.diff(matrix.indptr))
    return scaled


def _distance(
    rows: sparse.csr_array,
    coded: sparse.csr_array,
    *,
    apart: tuple[Names, Names] | None = None,
    at_once: int = 500,
) -> Numbers:
    """Return the mean cosine distance to the nearest ten, in strips that bound the memory."""
    distances: list[Numbers] = []
    for start in range(0, height(rows), at_once):
        likeness = (rows[start : start + at_once] @ coded.T).toarray()
        if apart is not None:
            mine = apart[0][start : start + at_once]
            likeness[mine[:, None] == apart[1][None, :]] = -np.inf
        count = min(NEAREST, height(coded))
        top = -np.partition(-likeness, count - 1, axis=1)[:, :count]
        with np.errstate(invalid="ignore"):
            distances.append(1 - top.mean(axis=1))
    return np.concatenate(distances) if distances else np.zeros(0)
