"""Gamma: agreement on where units lie and what they are, over the best alignment of units."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from math import nan

import numpy as np

from ipt_fidelity.agreement.alignment import Dissimilarity, Span, best_alignment, positional
from ipt_fidelity.agreement.distributions import Floats, Ints
from ipt_fidelity.agreement.result import Coefficient, Note, Undefined
from ipt_fidelity.errors import FrameError

SOURCE = "Mathet, Widloecher and Metivier (2015), Comput Linguist 41, 437-479, eq. 5 to 9"
PAIR = 2


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
    raters, kinds = _read(continuum)
    return _disorder(raters, kinds, dissimilarity)


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
        return replace(result, undefined=Undefined.NO_DATA)
    values = [
        _disorder(moved, kinds, dissimilarity)
        for moved, kinds in _chance_continua(continuum, length, seed, samples)
    ]
    drawn = [value for value in values if not np.isnan(value)]
    expected = float(np.mean(drawn)) if drawn else 0.0
    if expected == 0:
        return replace(result, undefined=Undefined.NO_VARIATION)
    half = 1.96 * float(np.std(drawn, ddof=1)) / np.sqrt(len(drawn)) if len(drawn) > 1 else nan
    note = Note("expected", f"Expected disorder {expected:.3f} from {len(drawn)} chance continua.")
    return replace(
        result,
        value=1 - observed / expected,
        low=1 - observed / (expected - half) if expected > half else nan,
        high=1 - observed / (expected + half),
        method=f"chance continua only, {samples} samples, seed {seed}",
        notes=(note,),
    )


def gamma_cat(
    continuum: Continuum,
    *,
    length: float,
    seed: int,
    category: str | None = None,
    samples: int = 30,
    dissimilarity: Dissimilarity = PUBLISHED,
) -> Coefficient:
    r"""Gamma-cat: agreement on categories of the units that the best alignment sets beside others.

    :math:`\gamma_{cat} = 1 - \delta_{obs} / \delta_{chance}` where :math:`\delta` is the mean
    categorical dissimilarity of aligned pairs, weighted by
    :math:`\max(0, 1 - \delta_{pos}) / (v - 1)` with v units in the alignment: pairs that hardly
    overlap hardly count. Where units lie, and units that stand alone, play no part beyond that.

    Parameters
    ----------
    continuum : mapping of str to sequence of Span
        Units of each rater.
    length : float
        Of the continuum.
    seed : int
        Starts the chance continua.
    category : str or None
        Gamma-k: only pairs in which one unit or both have this category.
    samples : int
        Number of chance continua, made as for ``gamma``.
    dissimilarity : Dissimilarity
        How unlike two units are.

    Returns
    -------
    Coefficient
        At most 1; 0 at chance; without an interval. Undefined without units, without an aligned
        pair, where nobody gave the category, and where chance continua have no disorder.

    Notes
    -----
    pygamma-agreement 0.5 counts a unit that stands alone as a disagreement in category, which it
    calls experimental; here, as in the paper, such units do not enter.

    References
    ----------
    .. [1] Mathet, Y. (2017). The agreement measure gamma-cat. Computational Linguistics 43,
       661-681, section 4.2.

    Examples
    --------
    >>> ours = [Span(start=0, end=4, category="LNK"), Span(start=6, end=9, category="AFF")]
    >>> theirs = [Span(start=0, end=5, category="LNK"), Span(start=6, end=8, category="AFF")]
    >>> gamma_cat({"A": ours, "B": theirs}, length=20, seed=1).value
    1.0
    """
    n_units = sum(len(spans) for spans in continuum.values())
    result = Coefficient(
        statistic="gamma_cat" if category is None else "gamma_k",
        form=category or "",
        value=nan,
        n_units=n_units,
        n_raters=len(continuum),
        n_ratings=n_units,
        source="Mathet (2017), Comput Linguist 43, 661-681, section 4.2",
    )
    raters, kinds = _read(continuum)
    if n_units == 0:
        return replace(result, undefined=Undefined.NO_DATA)
    names = _categories(continuum)
    if category is not None and category not in names:
        return replace(result, undefined=Undefined.NO_POSITIVES)
    kind = None if category is None else names.index(category)
    observed = _categorical(raters, kinds, dissimilarity, kind)
    if np.isnan(observed):
        return replace(result, undefined=Undefined.NO_PAIRABLE_VALUES)
    values = [
        _categorical(moved, there, dissimilarity, kind)
        for moved, there in _chance_continua(continuum, length, seed, samples)
    ]
    drawn = [value for value in values if not np.isnan(value)]
    expected = float(np.mean(drawn)) if drawn else 0.0
    if expected == 0:
        return replace(result, undefined=Undefined.NO_VARIATION)
    note = Note("expected", f"Expected disorder {expected:.3f} from {len(drawn)} chance continua.")
    return replace(result, value=1 - observed / expected, notes=(note,))


def _categorical(
    raters: list[Floats], kinds: list[Ints], dissimilarity: Dissimilarity, kind: int | None
) -> float:
    """Weighted mean categorical dissimilarity of aligned pairs; NaN where there is none."""
    members = best_alignment(raters, kinds, dissimilarity).members
    beside = (members >= 0).sum(axis=1) - 1
    apart = weight = 0.0
    for one, two in combinations(range(len(raters)), PAIR):
        both = (members[:, one] >= 0) & (members[:, two] >= 0)
        a, b = members[both, one], members[both, two]
        first, second = kinds[one][a], kinds[two][b]
        near = 1 - dissimilarity.position * positional(raters[one][a], raters[two][b])
        counted = np.maximum(near, 0.0) / beside[both]
        if kind is not None:
            counted = counted * ((first == kind) | (second == kind))
        apart += float(counted @ (first != second))
        weight += float(counted.sum())
    return apart / weight if weight > 0 else nan


def _categories(continuum: Continuum) -> list[str]:
    return sorted({span.category for spans in continuum.values() for span in spans})


def _read(continuum: Continuum) -> tuple[list[Floats], list[Ints]]:
    """Places and categories of the units of each rater."""
    raters = [_array(spans, rater) for rater, spans in continuum.items()]
    if len(raters) < PAIR:
        raise FrameError(
            f"there are {len(raters)} raters.", where="continuum", mend="Give at least two."
        )
    names = _categories(continuum)
    kinds = [
        np.array([names.index(span.category) for span in spans], dtype=np.int64)
        for spans in continuum.values()
    ]
    return raters, kinds


def _chance_continua(
    continuum: Continuum, length: float, seed: int, samples: int
) -> Generator[tuple[list[Floats], list[Ints]]]:
    """Yield continua of raters drawn with replacement, each shifted around by chance."""
    raters, kinds = _read(continuum)
    rng = np.random.default_rng(seed)
    everyone: Floats = np.vstack(raters)
    apart = float(np.mean(everyone[:, 1] - everyone[:, 0])) / 2
    for _ in range(samples):
        chosen = [int(one) for one in rng.integers(0, len(raters), size=len(raters))]
        shifts = _shifts(rng, len(raters), length, apart)
        moved = [
            _shifted(raters[source], shift, length)
            for source, shift in zip(chosen, shifts, strict=True)
        ]
        yield moved, [kinds[source] for source in chosen]


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


def _disorder(raters: list[Floats], kinds: list[Ints], dissimilarity: Dissimilarity) -> float:
    mean = sum(len(spans) for spans in raters) / len(raters)
    if mean == 0:
        return nan
    return max(best_alignment(raters, kinds, dissimilarity).cost, 0.0) / mean
