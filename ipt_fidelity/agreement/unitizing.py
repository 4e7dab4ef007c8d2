"""Krippendorff's alphas for raters who cut a continuum into units themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import permutations, product
from math import nan

import numpy as np

from ipt_fidelity.agreement.alignment import Span
from ipt_fidelity.agreement.distributions import Floats
from ipt_fidelity.agreement.result import Coefficient, Undefined
from ipt_fidelity.errors import FrameError

PAIR = 2
Section = tuple[float, float, bool]
GAP = ""


def alpha_unitizing(
    continuum: Mapping[str, Sequence[Span]], *, length: float, grain: float | None = None
) -> Coefficient:
    r"""Alpha for unitizing of 1995: squared differences of where units begin and end.

    Parameters
    ----------
    continuum : mapping of str to sequence of Span
        Units of each rater, which do not overlap for one rater and category.
    length : float
        Of the continuum.
    grain : float or None
        Smallest step in which units can differ; None takes the limit of an ever finer grain.

    Returns
    -------
    Coefficient
        At most 1, 0 at chance; categories are pooled. Undefined without units.

    Raises
    ------
    FrameError
        Fewer than two raters, a unit outside the continuum, or units that overlap.

    Notes
    -----
    The expected disagreement printed in section C of the paper leaves out the correction that it
    uses elsewhere (.679, where the formula gives .693 for its example).

    References
    ----------
    .. [1] Krippendorff, K. (1995). Sociological Methodology 25, 47-76, equations 4 to 8.

    Examples
    --------
    Section A of Krippendorff (1995), .553:

    >>> first = [Span(start=2, end=10), Span(start=14, end=20)]
    >>> second = [Span(start=4, end=8), Span(start=15, end=17)]
    >>> round(alpha_unitizing({"1": first, "2": second}, length=24).value, 3)
    0.553
    """
    check_continuum(continuum, length)
    m = len(continuum)
    n = sum(len(spans) for spans in continuum.values())
    result = Coefficient(
        statistic="alpha_unitizing",
        form="1995" if grain is None else f"1995, grain {grain:g}",
        value=nan,
        n_units=n,
        n_raters=m,
        n_ratings=n,
        source="Krippendorff (1995), Sociological Methodology 25, eq. 4 to 8",
    )
    if n == 0:
        return replace(result, undefined=Undefined.NO_DATA)
    step = 0.0 if grain is None else grain
    categories = sorted({span.category for spans in continuum.values() for span in spans})
    observed = expected = 0.0
    for category in categories:
        sections = [_sections(spans, category, length) for spans in continuum.values()]
        observed += observed_disagreement(sections, length)
        expected += _expected_1995(sections, length, step)
    if expected <= 0:
        return replace(result, undefined=Undefined.NO_VARIATION)
    return replace(result, value=1 - observed / expected)


def observed_disagreement(sections: Sequence[Sequence[Section]], length: float) -> float:
    """Return the observed disagreement of one category.

    Parameters
    ----------
    sections : sequence of sequence of (start, length, is_unit)
        Units and gaps of each rater, which fill the continuum.
    length : float
        Of the continuum.

    Returns
    -------
    float
        Mean over ordered pairs of raters of the squared differences, over the squared length.
    """
    m, total = len(sections), 0.0
    for i, ours in enumerate(sections):
        for j, theirs in enumerate(sections):
            if i != j:
                total += sum(_difference(one, two) for one in ours for two in theirs)
    return total / (m * (m - 1) * length**2)


def alpha_segments(
    continuum: Mapping[str, Sequence[Span]],
    *,
    length: float,
    grain: float = 1.0,
    coded: bool = True,
    category: str | None = None,
) -> Coefficient:
    r"""UAlpha of 2016: how long raters' units of each category, and their gaps, intersect.

    :math:`{}_u\alpha = 1 - (\ell_{..} - \sum_c \ell_{cc}) / (\ell_{..} - \sum_c e_{cc})` with
    :math:`e_{cc} = \ell_{..} (\ell_{c.}^2 - \sum_{s \in c} \ell_s^2) /
    (\ell_{..}^2 - \sum_s \ell_s^2)`; a gap of length l counts as l pieces of the grain.

    Parameters
    ----------
    continuum : mapping of str to sequence of Span
        Units of each rater, which do not overlap for one rater.
    length : float
        Of the continuum.
    grain : float
        Smallest step in which units can differ, for example one turn.
    coded : bool
        False asks only whether matter was marked at all (the binary form).
    category : str or None
        Asks only where this category was marked: the binary form with everything else as gaps.

    Returns
    -------
    Coefficient
        At most 1, 0 at chance. Undefined without units (of the category), or where all is one
        category.

    References
    ----------
    .. [1] Krippendorff, K., Mathet, Y., Bouvry, S., & Widloecher, A. (2016). Quality and Quantity
       50, 2347-2364.

    Examples
    --------
    >>> ours = [Span(start=0, end=4, category="LNK"), Span(start=6, end=9, category="AFF")]
    >>> alpha_segments({"A": ours, "B": ours}, length=20).value
    1.0
    """
    check_continuum(continuum, length)
    form = "coded" if coded else "binary"
    if category is not None:
        form = f"category {category}"
        continuum = {
            rater: [span for span in spans if span.category == category]
            for rater, spans in continuum.items()
        }
    m = len(continuum)
    n = sum(len(spans) for spans in continuum.values())
    result = Coefficient(
        statistic="alpha_segments",
        form=form,
        value=nan,
        n_units=n,
        n_raters=m,
        n_ratings=n,
        source="Krippendorff and others (2016), Quality and Quantity 50",
    )
    if n == 0:
        reason = Undefined.NO_DATA if category is None else Undefined.NO_POSITIVES
        return replace(result, undefined=reason)
    pieces = [_pieces(spans, length, grain, coded=coded) for spans in continuum.values()]
    categories = sorted({name for rater in pieces for name, _, _ in rater})
    q = len(categories)
    place = {name: number for number, name in enumerate(categories)}
    together = np.zeros((q, q))
    for ours, theirs in permutations(pieces, PAIR):
        for (one, start, end), (two, begin, stop) in product(ours, theirs):
            shared = max(min(end, stop) - max(start, begin), 0.0)
            together[place[one], place[two]] += shared / (m - 1)
    selves = np.zeros(q)
    for rater in pieces:
        for name, start, end in rater:
            size = end - start
            selves[place[name]] += size if name == GAP else size**2
    total, marginal = float(together.sum()), together.sum(axis=1)
    base = total**2 - float(selves.sum())
    if base <= 0:
        return replace(result, undefined=Undefined.NO_VARIATION)
    expected: Floats = total * (marginal**2 - selves) / base
    apart = total - float(expected.sum())
    if q == 1 or apart <= 0:
        return replace(result, undefined=Undefined.NO_VARIATION)
    return replace(result, value=1 - (total - float(np.trace(together))) / apart)


def check_continuum(continuum: Mapping[str, Sequence[Span]], length: float) -> None:
    """Refuse fewer than two raters, units outside the continuum, and units that overlap.

    Parameters
    ----------
    continuum : mapping of str to sequence of Span
        Units of each rater.
    length : float
        Of the continuum.

    Raises
    ------
    FrameError
        Names the rater.
    """
    if len(continuum) < PAIR:
        raise FrameError(
            f"there are {len(continuum)} raters.", where="continuum", mend="Give at least two."
        )
    for rater, spans in continuum.items():
        last: dict[str, float] = {}
        for span in sorted(spans, key=lambda one: one.start):
            if span.start < 0 or span.end > length or span.end <= span.start:
                raise FrameError(
                    f"a span from {span.start:g} to {span.end:g} does not lie in the continuum.",
                    where=f"continuum, rater {rater}",
                    mend=f"Keep spans between 0 and {length:g}.",
                )
            if span.start < last.get(span.category, 0.0):
                raise FrameError(
                    f"two spans overlap at {span.start:g}.",
                    where=f"continuum, rater {rater}",
                    mend="Let spans of one rater and category follow each other.",
                )
            last[span.category] = span.end


def _sections(spans: Sequence[Span], category: str, length: float) -> list[Section]:
    sections: list[Section] = []
    at = 0.0
    for span in sorted((one for one in spans if one.category == category), key=lambda s: s.start):
        if span.start > at:
            sections.append((at, span.start - at, False))
        sections.append((span.start, span.end - span.start, True))
        at = span.end
    if at < length:
        sections.append((at, length - at, False))
    return sections


def _difference(one: Section, two: Section) -> float:
    (b1, l1, unit1), (b2, l2, unit2) = one, two
    if unit1 and unit2:
        meet = -l1 < b1 - b2 < l2
        return (b1 - b2) ** 2 + (b1 + l1 - b2 - l2) ** 2 if meet else 0.0
    if unit1 and not unit2:
        return l1**2 if l2 - l1 >= b1 - b2 >= 0 else 0.0
    if unit2 and not unit1:
        return l2**2 if l1 - l2 >= b2 - b1 >= 0 else 0.0
    return 0.0


def _expected_1995(sections: Sequence[Sequence[Section]], length: float, step: float) -> float:
    m = len(sections)
    units = [size for rater in sections for _, size, unit in rater if unit]
    gaps = [size for rater in sections for _, size, unit in rater if not unit]
    total = 0.0
    for size in units:
        cubes = (len(units) - 1) / 3 * (2 * size**3 - 3 * size**2 * step + size * step**2)
        fits = sum(gap - size + step for gap in gaps if gap >= size)
        total += cubes + size**2 * fits
    base = m * length * (m * length - step) - sum(size * (size - step) for size in units)
    return 2 / length * total / base


def _pieces(
    spans: Sequence[Span], length: float, grain: float, *, coded: bool
) -> list[tuple[str, float, float]]:
    """Units and gaps in steps of the grain; units are called by their category, gaps are empty."""
    pieces: list[tuple[str, float, float]] = []
    at = 0.0
    for span in sorted(spans, key=lambda one: one.start):
        if span.start < at:
            raise FrameError(
                f"two spans overlap at {span.start:g}.",
                where="continuum",
                mend="Let the spans of one rater follow each other.",
            )
        if span.start > at:
            pieces.append((GAP, at / grain, span.start / grain))
        name = f"unit {span.category}" if coded else "unit"
        pieces.append((name, span.start / grain, span.end / grain))
        at = span.end
    if at < length:
        pieces.append((GAP, at / grain, length / grain))
    return pieces
