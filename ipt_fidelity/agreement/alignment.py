"""The best alignment of units that raters marked on a continuum themselves, exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ipt_fidelity.agreement.distributions import Floats, Ints
from ipt_fidelity.agreement.optimizing import assigned, packed

PAIR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One unit that a rater marked on a continuum.

    Parameters
    ----------
    start, end : float
        Where it begins and ends, in turns, words or seconds; ``end`` is above ``start``.
    category : str
        What it is; empty where only places matter.
    """

    start: float
    end: float
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissimilarity:
    """How unlike two units are.

    Parameters
    ----------
    position, category : float
        Weights of the positional part, ((ds + de) / (l1 + l2))^2, and of the categorical part, 0
        or 1.
    empty : float
        Dissimilarity of a unit that is aligned with none.
    """

    position: float = 1.0
    category: float = 1.0
    empty: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Units set beside each other.

    Parameters
    ----------
    cost : float
        Sum of the mean pairwise dissimilarities, units that stand alone included.
    members : array of int, (a, r)
        Place of each rater's unit in each alignment of two units or more; -1 for none.
    """

    cost: float
    members: Ints


def best_alignment(
    raters: list[Floats], kinds: list[Ints], dissimilarity: Dissimilarity
) -> Alignment:
    """Return the alignment of least cost.

    Parameters
    ----------
    raters : list of array of float, (n, 2)
        Where the units of each rater begin and end.
    kinds : list of array of int, (n,)
        Their categories.
    dissimilarity : Dissimilarity
        How unlike two units are.

    Returns
    -------
    Alignment
        For two raters by linear assignment, for more by set packing.
    """
    if len(raters) == PAIR:
        return _two(raters, kinds, dissimilarity)
    return _many(raters, kinds, dissimilarity)


def positional(one: Floats, two: Floats) -> Floats:
    """Return how far apart units lie: the squared share of their lengths that ends differ by.

    Parameters
    ----------
    one, two : array of float, (..., 2)
        Where units begin and end.

    Returns
    -------
    array of float, (...)
        0 for the same place.
    """
    moved = np.abs(one[..., 0] - two[..., 0]) + np.abs(one[..., 1] - two[..., 1])
    lengths = (one[..., 1] - one[..., 0]) + (two[..., 1] - two[..., 0])
    return (moved / lengths) ** 2


def _pairwise(
    one: tuple[Floats, Ints], two: tuple[Floats, Ints], dissimilarity: Dissimilarity
) -> Floats:
    (a, kinds_a), (b, kinds_b) = one, two
    position = positional(a[:, None, :], b[None, :, :])
    category = kinds_a[:, None] != kinds_b[None, :]
    return (
        dissimilarity.position * position + dissimilarity.category * category
    ) * dissimilarity.empty


def _two(raters: list[Floats], kinds: list[Ints], dissimilarity: Dissimilarity) -> Alignment:
    """Every pair saves its dissimilarity less what both would cost unaligned."""
    n = len(raters[0]) + len(raters[1])
    if not len(raters[0]) or not len(raters[1]):
        return Alignment(cost=n * dissimilarity.empty, members=np.empty((0, PAIR), dtype=np.int64))
    apart = _pairwise((raters[0], kinds[0]), (raters[1], kinds[1]), dissimilarity)
    saving = np.minimum(apart - 2 * dissimilarity.empty, 0.0)
    rows, columns = assigned(saving)
    chosen = saving[rows, columns]
    beside = chosen < 0
    return Alignment(
        cost=n * dissimilarity.empty + float(chosen.sum()),
        members=np.column_stack([rows[beside], columns[beside]]),
    )


def _many(raters: list[Floats], kinds: list[Ints], dissimilarity: Dissimilarity) -> Alignment:
    """Set partition: choose alignments so that each unit stands in exactly one."""
    costs, members = _candidates(raters, kinds, dissimilarity)
    sizes = np.array([len(spans) for spans in raters])
    offsets = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    n_units = int(sizes.sum())
    columns, rows = np.nonzero(members >= 0)
    units = members[columns, rows] + offsets[rows]
    gain = costs - dissimilarity.empty * (members >= 0).sum(axis=1)
    alone = n_units * dissimilarity.empty
    if not gain.size:
        return Alignment(cost=alone, members=members)
    taken = packed(gain, columns, units, n_units)
    return Alignment(cost=alone + float(gain[taken].sum()), members=members[taken])


def _candidates(
    raters: list[Floats], kinds: list[Ints], dissimilarity: Dissimilarity
) -> tuple[Floats, Ints]:
    """Alignments of two units or more that are cheaper than leaving their units alone."""
    many, empty = len(raters), dissimilarity.empty
    pairs_of = many * (many - 1) / 2
    # The last row and column stand for no unit: place -1 finds the price of none.
    between = {
        (a, b): np.pad(
            _pairwise((raters[a], kinds[a]), (raters[b], kinds[b]), dissimilarity),
            (0, 1),
            constant_values=empty,
        )
        for a in range(many)
        for b in range(a + 1, many)
    }
    members = np.full((1, many), -1, dtype=np.int64)
    spent = np.zeros(1)
    for rater in range(many):
        n = len(raters[rater])
        grown, paid = [members], [spent + (rater * empty)]
        if n:
            added = np.repeat(spent[:, None], n, axis=1)
            for other in range(rater):
                added = added + between[other, rater][members[:, other], :n]
            filled = (members >= 0).sum(axis=1)[:, None] + 1
            # What is spent only grows; beyond the price of single units it cannot pay.
            keep = (added / pairs_of < _bound(filled, many, empty)) | (filled == 1)
            row, unit = np.nonzero(keep)
            wider = members[row].copy()
            wider[:, rater] = unit
            grown.append(wider)
            paid.append(added[row, unit])
        members, spent = np.vstack(grown), np.concatenate(paid)
    filled = (members >= 0).sum(axis=1)
    costs = spent / pairs_of
    worth = (filled >= PAIR) & (costs < filled * empty)
    members, costs, filled = members[worth], costs[worth], filled[worth]
    worth = np.ones(costs.size, dtype=np.bool_)
    for rater in range(many):
        # An alignment is not worth while if it is cheaper with this unit left alone.
        saved = np.zeros(costs.size)
        for other in range(many):
            if other != rater:
                a, b = min(rater, other), max(rater, other)
                saved += between[a, b][members[:, a], members[:, b]] - empty
        alone = costs - saved / pairs_of + empty
        worth &= (members[:, rater] < 0) | (filled == PAIR) | (costs < alone)
    return costs[worth], members[worth]


def _bound(filled: Ints, many: int, empty: float) -> Floats:
    """Price of as many single units as an alignment with so many could still hold."""
    return np.minimum(filled + many, many) * empty
