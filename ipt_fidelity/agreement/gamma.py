"""Gamma: agreement on where units lie and what they are, over the best alignment of units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import nan

import numpy as np

from ipt_fidelity.agreement.distributions import Floats, Ints
from ipt_fidelity.agreement.optimizing import assigned, packed
from ipt_fidelity.agreement.result import Coefficient, Note, Undefined
from ipt_fidelity.errors import FrameError

SOURCE = "Mathet, Widloecher and Metivier (2015), Comput Linguist 41, 437-479, eq. 5 to 9"
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


PUBLISHED = Dissimilarity()
Continuum = Mapping[str, Sequence[Span]]


def disorder(continuum: Continuum, *, dissimilarity: Dissimilarity = PUBLISHED) -> float:
    """Return the disorder of the best alignment, exactly.

    For two raters the best alignment is a linear assignment; for more it is a set partition,
    solved by branch and bound over the alignments that could be part of an optimum.

    Parameters
    ----------
    continuum : mapping of str to sequence of Span
        Units of each rater; a rater without units counts.
    dissimilarity : Dissimilarity
        How unlike two units are.

    Returns
    -------
    float
        Sum of the mean pairwise dissimilarities of the alignment, over the mean number of units
        per rater; NaN without units.

    Raises
    ------
    FrameError
        There are fewer than two raters, or a span ends before it begins.

    Examples
    --------
    >>> same = [Span(start=0, end=4, category="LNK")]
    >>> disorder({"A": same, "B": same})
    0.0
    """
    raters = [_array(spans, rater) for rater, spans in continuum.items()]
    if len(raters) < PAIR:
        raise FrameError(
            f"there are {len(raters)} raters.", where="continuum", mend="Give at least two."
        )
    categories = sorted({span.category for spans in continuum.values() for span in spans})
    places = [
        np.array([categories.index(span.category) for span in spans], dtype=np.int64)
        for spans in continuum.values()
    ]
    return _disorder(raters, places, dissimilarity)


def gamma(
    continuum: Continuum,
    *,
    length: float,
    seed: int,
    samples: int = 30,
    dissimilarity: Dissimilarity = PUBLISHED,
) -> Coefficient:
    r"""Gamma: 1 minus the disorder of the best alignment over that of chance continua.

    Parameters
    ----------
    continuum : mapping of str to sequence of Span
        Units of each rater.
    length : float
        Of the continuum.
    seed : int
        Starts the chance continua.
    samples : int
        Number of chance continua: each rater gets the units of a rater drawn at random, shifted
        around the continuum by a random amount (section 5.2).
    dissimilarity : Dissimilarity
        How unlike two units are.

    Returns
    -------
    Coefficient
        At most 1; 0 at chance. The interval is that of the expected disorder: with these units,
        how far the number of samples leaves the value open. Undefined without units, and where
        chance continua have no disorder.

    References
    ----------
    .. [1] Mathet, Y., Widloecher, A., & Metivier, J.-P. (2015). Computational Linguistics 41,
       437-479, equations 5 to 9.

    Examples
    --------
    >>> ours = [Span(start=0, end=4, category="LNK"), Span(start=6, end=9, category="AFF")]
    >>> gamma({"A": ours, "B": ours}, length=20, seed=1).value
    1.0
    """
    n_units = sum(len(spans) for spans in continuum.values())
    result = Coefficient(
        statistic="gamma",
        form=f"position {dissimilarity.position:g}, category {dissimilarity.category:g}",
        value=nan,
        n_units=n_units,
        n_raters=len(continuum),
        n_ratings=n_units,
        source=SOURCE,
    )
    observed = disorder(continuum, dissimilarity=dissimilarity)
    if n_units == 0:
        return _without(result, Undefined.NO_DATA)
    rng = np.random.default_rng(seed)
    raters = [_array(spans, rater) for rater, spans in continuum.items()]
    categories = sorted({span.category for spans in continuum.values() for span in spans})
    places = [
        np.array([categories.index(span.category) for span in spans], dtype=np.int64)
        for spans in continuum.values()
    ]
    everyone: Floats = np.vstack(raters)
    apart = float(np.mean(everyone[:, 1] - everyone[:, 0])) / 2
    drawn: list[float] = []
    for _ in range(samples):
        chosen = rng.integers(0, len(raters), size=len(raters))
        shifts = _shifts(rng, len(raters), length, apart)
        moved = [
            _shifted(raters[int(source)], shift, length)
            for source, shift in zip(chosen, shifts, strict=True)
        ]
        value = _disorder(moved, [places[int(source)] for source in chosen], dissimilarity)
        if not np.isnan(value):
            drawn.append(value)
    expected = float(np.mean(drawn)) if drawn else 0.0
    if expected == 0:
        return _without(result, Undefined.NO_VARIATION)
    half = 1.96 * float(np.std(drawn, ddof=1)) / np.sqrt(len(drawn)) if len(drawn) > 1 else nan
    note = Note("expected", f"Expected disorder {expected:.3f} from {len(drawn)} chance continua.")
    return Coefficient(
        statistic=result.statistic,
        form=result.form,
        value=1 - observed / expected,
        low=1 - observed / (expected - half) if expected > half else nan,
        high=1 - observed / (expected + half),
        method=f"chance continua only, {samples} samples, seed {seed}",
        n_units=n_units,
        n_raters=len(continuum),
        n_ratings=n_units,
        notes=(note,),
        source=SOURCE,
    )


def _without(result: Coefficient, reason: Undefined) -> Coefficient:
    return Coefficient(
        statistic=result.statistic,
        form=result.form,
        value=nan,
        n_units=result.n_units,
        n_raters=result.n_raters,
        undefined=reason,
        source=SOURCE,
    )


def _array(spans: Sequence[Span], rater: str) -> Floats:
    for place, span in enumerate(spans):
        if not span.end > span.start:
            raise FrameError(
                f"span {place} ends at {span.end:g} and begins at {span.start:g}.",
                where=f"continuum, rater {rater}",
                mend="Let each span end after it begins.",
            )
    return np.array([[span.start, span.end] for span in spans], dtype=np.float64).reshape(-1, 2)


def _shifts(rng: np.random.Generator, many: int, length: float, apart: float) -> list[float]:
    """Random shifts that keep half the mean length of a unit from each other, if there is room."""
    taken: list[float] = []
    for _ in range(many):
        tries = rng.uniform(0, length, size=20)
        free = [one for one in tries if all(abs(one - other) >= apart for other in taken)]
        taken.append(float(free[0] if free else tries[-1]))
    return taken


def _shifted(spans: Floats, shift: float, length: float) -> Floats:
    moved = spans + shift
    moved[spans[:, 0] + shift > length] -= length
    return moved


def _pairwise(
    one: tuple[Floats, Ints], two: tuple[Floats, Ints], dissimilarity: Dissimilarity
) -> Floats:
    (a, kinds_a), (b, kinds_b) = one, two
    moved = np.abs(a[:, None, 0] - b[None, :, 0]) + np.abs(a[:, None, 1] - b[None, :, 1])
    lengths = (a[:, 1] - a[:, 0])[:, None] + (b[:, 1] - b[:, 0])[None, :]
    position = (moved / lengths) ** 2
    category = kinds_a[:, None] != kinds_b[None, :]
    return (
        dissimilarity.position * position + dissimilarity.category * category
    ) * dissimilarity.empty


def _disorder(raters: list[Floats], kinds: list[Ints], dissimilarity: Dissimilarity) -> float:
    mean = sum(len(spans) for spans in raters) / len(raters)
    if mean == 0:
        return nan
    total = (
        _two(raters, kinds, dissimilarity)
        if len(raters) == PAIR
        else _many(raters, kinds, dissimilarity)
    )
    return max(total, 0.0) / mean


def _two(raters: list[Floats], kinds: list[Ints], dissimilarity: Dissimilarity) -> float:
    """Every pair saves its dissimilarity less what both would cost unaligned."""
    n = len(raters[0]) + len(raters[1])
    if not len(raters[0]) or not len(raters[1]):
        return n * dissimilarity.empty
    apart = _pairwise((raters[0], kinds[0]), (raters[1], kinds[1]), dissimilarity)
    saving = np.minimum(apart - 2 * dissimilarity.empty, 0.0)
    return n * dissimilarity.empty + assigned(saving)


def _many(raters: list[Floats], kinds: list[Ints], dissimilarity: Dissimilarity) -> float:
    """Set partition: choose alignments so that each unit stands in exactly one."""
    costs, members = _candidates(raters, kinds, dissimilarity)
    sizes = np.array([len(spans) for spans in raters])
    offsets = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    n_units = int(sizes.sum())
    columns, rows = np.nonzero(members >= 0)
    units = members[columns, rows] + offsets[rows]
    gain = costs - dissimilarity.empty * (members >= 0).sum(axis=1)
    if not gain.size:
        return n_units * dissimilarity.empty
    return n_units * dissimilarity.empty + packed(gain, columns, units, n_units)


def _candidates(
    raters: list[Floats], kinds: list[Ints], dissimilarity: Dissimilarity
) -> tuple[Floats, Ints]:
    """Alignments of two units or more that are cheaper than leaving their units alone."""
    many, empty = len(raters), dissimilarity.empty
    pairs_of = many * (many - 1) / 2
    between = {
        (a, b): _pairwise((raters[a], kinds[a]), (raters[b], kinds[b]), dissimilarity)
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
                there = members[:, other]
                known = np.where((there >= 0)[:, None], between[other, rater][there], empty)
                added = added + known
            filled = (members >= 0).sum(axis=1)[:, None] + 1
            # What is spent only grows; beyond the price of single units it cannot pay.
            keep = (added / pairs_of < filled_bound(filled, many, empty)) | (filled == 1)
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
                both = (members[:, a] >= 0) & (members[:, b] >= 0)
                known = np.where(both, between[a, b][members[:, a], members[:, b]], empty)
                saved += known - empty
        alone = costs - saved / pairs_of + empty
        worth &= (members[:, rater] < 0) | (filled == PAIR) | (costs < alone)
    return costs[worth], members[worth]


def filled_bound(filled: Ints, many: int, empty: float) -> Floats:
    """Return the most that an alignment may have cost so far and still be worth while.

    Parameters
    ----------
    filled : array of int
        Units in it so far.
    many : int
        Number of raters.
    empty : float
        Dissimilarity to none.

    Returns
    -------
    array of float
        Price of as many single units as it could still hold.
    """
    return np.minimum(filled + many, many) * empty
