"""Counts of words, pairs of words and pieces of words: label-free, made once, used by every fold.

Characters are counted by way of the words: a matrix of words by pieces, built once per word, is
multiplied with the counts of words. That gives exactly what counting the pieces of the running
text would (pieces never cross a blank), at a fraction of the time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from ipt_fidelity.flagging.words import spoken

SHORTEST_PIECE, LONGEST_PIECE = 2, 5
Ints = NDArray[np.int64]


@dataclass(slots=True)
class Index:
    """Numbers for names, given in the order of their coming; frozen when scoring.

    Parameters
    ----------
    numbers : dict of str to int
        Number by name.
    """

    numbers: dict[str, int] = field(default_factory=dict[str, int])

    def names(self) -> list[str]:
        """Return the names in the order of their numbers.

        Returns
        -------
        list of str
            All names.
        """
        return list(self.numbers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How often what was said, by segment.

    Parameters
    ----------
    terms : tuple of str
        Words and pairs of words (joined by a blank), the columns of ``therapist`` and ``others``.
    therapist, others : scipy.sparse.csr_array
        Segments by terms.
    pieces : tuple of str
        Pieces of words with their blanks, the columns of ``characters``.
    characters : scipy.sparse.csr_array
        Segments by pieces, of the therapist's words.
    spoken : ndarray of shape (n, 2)
        Number of words of the therapist and of everybody else, known or not.
    before, after : ndarray of int
        Row of the segment before and after in the same session; -1 for none.
    sessions : ndarray of str
        Session of each row.
    """

    terms: tuple[str, ...]
    therapist: sparse.csr_array
    others: sparse.csr_array
    pieces: tuple[str, ...]
    characters: sparse.csr_array
    spoken: NDArray[np.float64]
    before: Ints
    after: Ints
    sessions: NDArray[np.object_]

    @property
    def size(self) -> int:
        """Number of segments."""
        return height(self.therapist)


def height(matrix: sparse.csr_array | NDArray[np.float64]) -> int:
    """Return the number of rows of a matrix.

    Parameters
    ----------
    matrix : array of shape (n, f)
        Dense or sparse.

    Returns
    -------
    int
        Rows.
    """
    shape = matrix.shape
    return int(shape[0]) if shape else 0


def pieces_of(word: str) -> list[str]:
    """Return the pieces of a word, two to five characters long, the blanks at its ends included.

    Parameters
    ----------
    word : str
        A counted word.

    Returns
    -------
    list of str
        As scikit-learn's analyser ``char_wb`` gives them; repeats stay.
    """
    padded = f" {word} "
    pieces: list[str] = []
    for length in range(SHORTEST_PIECE, LONGEST_PIECE + 1):
        pieces += [padded[i : i + length] for i in range(len(padded) - length + 1)]
        if length >= len(padded):
            break
    return pieces


def terms_of(words: Sequence[str]) -> list[str]:
    """Return words and pairs of neighbouring words.

    Parameters
    ----------
    words : sequence of str
        Words of one speaker in one segment, in order.

    Returns
    -------
    list of str
        Repeats stay.
    """
    return [*words, *map(" ".join, pairwise(words))]


def count_segments(
    segments: pd.DataFrame,
    *,
    terms: Index | None = None,
    pieces: Index | None = None,
    spelling: bool = True,
) -> Counts:
    """Count what was said in each segment.

    Parameters
    ----------
    segments : pandas.DataFrame
        Columns ``session_id`` and ``text``; the rows of one session stand in the order of the
        session.
    terms, pieces : Index or None
        What is counted; everything else is passed over. None counts everything there is.
    spelling : bool
        False leaves pieces of words out, which take most of the time.

    Returns
    -------
    Counts
        One row a segment, in the order of the frame.
    """
    said = [spoken(text) for text in segments["text"]]
    index = Index() if terms is None else terms
    grows = terms is None
    therapist = _tally((terms_of(words) for words, _ in said), index, grows=grows)
    others = _tally((terms_of(words) for _, words in said), index, grows=grows)
    width = len(index.numbers)
    spelt, characters = _characters(
        [words for words, _ in said] if spelling else [[] for _ in said], pieces
    )
    before, after = neighbours(segments["session_id"])
    return Counts(
        terms=tuple(index.names()),
        therapist=_matrix(therapist, len(said), width),
        others=_matrix(others, len(said), width),
        pieces=spelt,
        characters=characters,
        spoken=np.array([[len(words), len(rest)] for words, rest in said], dtype=np.float64),
        before=before,
        after=after,
        sessions=segments["session_id"].to_numpy(dtype=object),
    )


def neighbours(sessions: pd.Series) -> tuple[Ints, Ints]:
    """Return the rows before and after each row in its own session.

    Parameters
    ----------
    sessions : pandas.Series
        Session of each row.

    Returns
    -------
    tuple of two ndarrays of int
        Row before and row after; -1 where there is none.
    """
    before = np.full(len(sessions), -1, dtype=np.int64)
    after = np.full(len(sessions), -1, dtype=np.int64)
    last: dict[object, int] = {}
    for row, session in enumerate(sessions):
        if session in last:
            before[row] = last[session]
            after[last[session]] = row
        last[session] = row
    return before, after


Tally = tuple[list[int], list[int]]


def _tally(documents: Iterable[list[str]], index: Index, *, grows: bool) -> Tally:
    columns: list[int] = []
    ends = [0]
    numbers = index.numbers
    growing = defaultdict(count(len(numbers)).__next__, numbers)
    for document in documents:
        if grows:
            columns.extend(map(growing.__getitem__, document))
        else:
            columns.extend(numbers[term] for term in document if term in numbers)
        ends.append(len(columns))
    if grows:
        numbers.update(growing)
    return columns, ends


def _matrix(tally: Tally, height: int, width: int) -> sparse.csr_array:
    columns, ends = tally
    matrix = sparse.csr_array(
        (
            np.ones(len(columns)),
            np.asarray(columns, dtype=np.int32),
            np.asarray(ends, dtype=np.int32),
        ),
        shape=(height, width),
    )
    matrix.sum_duplicates()
    return matrix


def _characters(
    said: list[list[str]], pieces: Index | None
) -> tuple[tuple[str, ...], sparse.csr_array]:
    words = Index()
    used = _tally(said, words, grows=True)
    index = Index() if pieces is None else pieces
    spelling = _tally(map(pieces_of, words.numbers), index, grows=pieces is None)
    width = len(index.numbers)
    spelt = _matrix(spelling, len(words.numbers), width)
    counts = sparse.csr_array(_matrix(used, len(said), len(words.numbers)) @ spelt)
    counts.sort_indices()
    return tuple(index.names()), counts
