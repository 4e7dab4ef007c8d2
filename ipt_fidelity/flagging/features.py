"""From counts to the numbers that a classifier weighs: blocks of one recipe.

Words and pairs of words of the therapist, words of the client and of the therapist's neighbouring
segments at half weight; tf-idf with damped counts, each block of unit length. Pieces of words are a
further block that may be asked for: on public counselling corpora they gained next to nothing, at
eight times the cost. A term is known only where it
occurs in at least three cases, so that nothing that one client alone said enters a model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from ipt_fidelity.errors import NotEnoughDataError, UnknownNameError
from ipt_fidelity.flagging.counting import Counts, Index, count_segments, height
from ipt_fidelity.flagging.cues import count_cues
from ipt_fidelity.rubric import Rubric

Numbers = NDArray[np.float64]
Rows = NDArray[np.int64]
BLOCKS = {
    "words": 1.0,
    "characters": 1.0,
    "client": 0.5,
    "before": 0.5,
    "after": 0.5,
    "phase": 0.5,
    "cues": 0.5,
    "given": 0.5,
}
DEFAULT_BLOCKS = ("words", "client", "before", "after")
LEAST_CASES = 3
MOST_PIECES = 60_000
GIVEN = "feature_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """All that is known of segments before anything is fitted.

    Parameters
    ----------
    counts : Counts
        What was said.
    extras : dict of str to ndarray
        Further blocks by name, segments by columns.
    """

    counts: Counts
    extras: dict[str, Numbers]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Terms of one kind that are known, and how telling each is.

    Parameters
    ----------
    names : tuple of str
        Terms, sorted.
    idf : ndarray of shape (t,)
        Smoothed inverse share of segments that hold the term.
    """

    names: tuple[str, ...]
    idf: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What was learnt of the words before any label was looked at.

    Parameters
    ----------
    blocks : tuple of str
        Blocks in their order.
    therapist, others, pieces : Vocabulary
        Terms of the therapist, of everybody else, and pieces of the therapist's words.
    extras : dict of str to int
        Width of each further block.
    """

    blocks: tuple[str, ...]
    therapist: Vocabulary
    others: Vocabulary
    pieces: Vocabulary
    extras: dict[str, int] = field(default_factory=dict[str, int])

    def spans(self) -> dict[str, tuple[int, int]]:
        """Return first column and one past the last column of each block.

        Returns
        -------
        dict of str to tuple of two int
            In the order of the blocks.
        """
        spans: dict[str, tuple[int, int]] = {}
        start = 0
        for block in self.blocks:
            end = start + self._width(block)
            spans[block] = (start, end)
            start = end
        return spans

    def vocabulary(self, block: str) -> Vocabulary | None:
        """Return the terms of a block.

        Parameters
        ----------
        block : str
            Its name.

        Returns
        -------
        Vocabulary or None
            None for a block that holds no words.
        """
        return {
            "words": self.therapist,
            "before": self.therapist,
            "after": self.therapist,
            "client": self.others,
            "characters": self.pieces,
        }.get(block)

    def _width(self, block: str) -> int:
        vocabulary = self.vocabulary(block)
        return self.extras[block] if vocabulary is None else len(vocabulary.names)


def gather(
    segments: pd.DataFrame,
    *,
    blocks: Sequence[str],
    rubric: Rubric | None,
    known: Features | None = None,
) -> Material:
    """Gather what the blocks need.

    Parameters
    ----------
    segments : pandas.DataFrame
        SEGMENTS columns; ``phase`` and columns beginning with ``feature_`` where a block asks.
    blocks : sequence of str
        Blocks of the recipe.
    rubric : Rubric or None
        Source of cues and phases.
    known : Features or None
        Terms to count; None counts every term.

    Returns
    -------
    Material
        One row a segment.

    Raises
    ------
    UnknownNameError
        A block that does not exist.
    """
    for block in blocks:
        if block not in BLOCKS:
            raise UnknownNameError.of("block", block, BLOCKS, where="OffModelClassifier")
    terms = pieces = None
    if known is not None:
        both = dict.fromkeys((*known.therapist.names, *known.others.names))
        terms = Index({name: number for number, name in enumerate(both)})
        pieces = Index({name: number for number, name in enumerate(known.pieces.names)})
    extras: dict[str, Numbers] = {}
    if "phase" in blocks:
        extras["phase"] = _phases(segments, rubric)
    if "cues" in blocks and rubric is not None:
        extras["cues"] = np.log1p(count_cues(segments, rubric).to_numpy(dtype=np.float64))
    if "given" in blocks:
        columns = [name for name in segments.columns if str(name).startswith(GIVEN)]
        extras["given"] = segments[columns].to_numpy(dtype=np.float64)
    counts = count_segments(segments, terms=terms, pieces=pieces, spelling="characters" in blocks)
    return Material(counts=counts, extras=extras)


def learn_features(
    material: Material,
    *,
    rows: Rows,
    cases: NDArray[np.object_],
    blocks: Sequence[str],
    least_cases: int = LEAST_CASES,
) -> Features:
    """Choose the terms from the training rows alone, and weigh them.

    Parameters
    ----------
    material : Material
        Counts of at least the training rows.
    rows : ndarray of int
        Training rows.
    cases : ndarray of str
        Case of every row of the material.
    blocks : sequence of str
        Blocks of the recipe.
    least_cases : int
        In how many cases a term must occur.

    Returns
    -------
    Features
        Ready for ``matrix_of``.

    Raises
    ------
    NotEnoughDataError
        No word occurs in enough cases.
    """
    counts = material.counts
    grouping = _grouping(cases[rows])
    therapist = _choose(counts.therapist, counts.terms, rows, grouping, least_cases)
    if not therapist.names:
        raise NotEnoughDataError(
            f"no word of a therapist occurs in {least_cases} cases.",
            where="OffModelClassifier.fit",
            mend="Train on sessions of more cases.",
        )
    nothing = Vocabulary(names=(), idf=np.zeros(0))
    return Features(
        blocks=tuple(blocks),
        therapist=therapist,
        others=_choose(counts.others, counts.terms, rows, grouping, least_cases)
        if "client" in blocks
        else nothing,
        pieces=_choose(counts.characters, counts.pieces, rows, grouping, least_cases)
        if "characters" in blocks
        else nothing,
        extras={name: int(block.shape[1]) for name, block in material.extras.items()},
    )


def matrix_of(features: Features, material: Material) -> sparse.csr_array:
    """Return the weighed blocks side by side.

    Parameters
    ----------
    features : Features
        Terms and their weights.
    material : Material
        Counts of any segments.

    Returns
    -------
    scipy.sparse.csr_array of shape (n, f)
        One row a segment, one column a feature.
    """
    counts = material.counts
    therapist = _weigh(counts.therapist, counts.terms, features.therapist)
    made: dict[str, sparse.csr_array] = {
        "words": therapist,
        "client": _weigh(counts.others, counts.terms, features.others),
        "characters": _weigh(counts.characters, counts.pieces, features.pieces),
        "before": _shifted(therapist, counts.before),
        "after": _shifted(therapist, counts.after),
    }
    parts = [
        (made[block] if block in made else sparse.csr_array(material.extras[block])) * BLOCKS[block]
        for block in features.blocks
    ]
    side_by_side = sparse.csr_array(sparse.hstack(parts, format="csr"))
    side_by_side.indices = side_by_side.indices.astype(np.int32)
    side_by_side.indptr = side_by_side.indptr.astype(np.int32)
    return side_by_side


def known_share(features: Features, material: Material) -> Numbers:
    """Return the share of each segment's words that the classifier knows.

    Parameters
    ----------
    features : Features
        Terms of the therapist.
    material : Material
        Counts of any segments.

    Returns
    -------
    ndarray of shape (n,)
        0 to 1; NaN where the therapist said nothing.
    """
    known = {name for name in features.therapist.names if " " not in name}
    familiar = np.array([name in known for name in material.counts.terms], dtype=np.float64)
    with np.errstate(invalid="ignore"):
        return np.asarray(material.counts.therapist @ familiar) / material.counts.spoken[:, 0]


def _phases(segments: pd.DataFrame, rubric: Rubric | None) -> Numbers:
    names = rubric.phases if rubric else ("initial", "middle", "ending", "maintenance")
    if "phase" not in segments.columns:
        return np.zeros((len(segments), len(names)))
    return np.column_stack(
        [np.asarray(segments["phase"] == name, dtype=np.float64) for name in names]
    )


def _grouping(cases: NDArray[np.object_]) -> sparse.csr_array:
    names, numbers = np.unique(cases.astype(str), return_inverse=True)
    return sparse.csr_array(
        (np.ones(len(numbers)), (numbers, np.arange(len(numbers)))), shape=(len(names), len(cases))
    )


def _choose(
    counts: sparse.csr_array,
    names: tuple[str, ...],
    rows: Rows,
    grouping: sparse.csr_array,
    least_cases: int,
) -> Vocabulary:
    present = sparse.csr_array(counts[rows])
    present.data = np.ones_like(present.data)
    per_case = sparse.csr_array(grouping @ present)
    cases = np.bincount(per_case.indices, minlength=len(names))
    segments = np.bincount(present.indices, minlength=len(names))
    kept = np.flatnonzero(cases >= least_cases)
    if len(kept) > MOST_PIECES:
        by_use = sorted(kept, key=lambda column: (-segments[column], names[column]))
        kept = np.asarray(by_use[:MOST_PIECES])
    kept = np.asarray(sorted(kept, key=lambda column: names[column]), dtype=np.int64)
    idf = np.log((1 + len(rows)) / (1 + segments[kept])) + 1
    return Vocabulary(names=tuple(names[column] for column in kept), idf=idf)


def _weigh(
    counts: sparse.csr_array, names: tuple[str, ...], vocabulary: Vocabulary
) -> sparse.csr_array:
    place = {name: column for column, name in enumerate(vocabulary.names)}
    new_column = np.array([place.get(name, -1) for name in names], dtype=np.int32)
    columns = new_column[counts.indices] if len(names) else np.zeros(0, dtype=np.int32)
    kept = columns >= 0
    row_of = np.repeat(np.arange(height(counts)), np.diff(counts.indptr))[kept]
    ends = np.append(0, np.cumsum(np.bincount(row_of, minlength=height(counts))))
    values = (1 + np.log(counts.data[kept])) * vocabulary.idf[columns[kept]]
    lengths = np.sqrt(np.bincount(row_of, weights=values**2, minlength=height(counts)))
    values /= lengths[row_of]
    weighed = sparse.csr_array(
        (values, columns[kept], ends.astype(np.int32)),
        shape=(height(counts), len(vocabulary.names)),
    )
    weighed.sort_indices()
    return weighed


def _shifted(matrix: sparse.csr_array, rows: Rows) -> sparse.csr_array:
    present = np.flatnonzero(rows >= 0)
    move = sparse.csr_array(
        (np.ones(len(present)), (present, rows[present])), shape=(len(rows), height(matrix))
    )
    return sparse.csr_array(move @ matrix)
