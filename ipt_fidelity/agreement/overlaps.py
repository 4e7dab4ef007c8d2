"""Agreement on categories where raters marked the same matter, whatever else they marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import nan

import numpy as np

from ipt_fidelity.agreement.alignment import Span
from ipt_fidelity.agreement.distributions import Floats
from ipt_fidelity.agreement.result import Coefficient, Undefined
from ipt_fidelity.agreement.unitizing import check_continuum
from ipt_fidelity.errors import FrameError

PAIR = 2


def alpha_overlaps(
    continuum: Mapping[str, Sequence[Span]], *, length: float, grain: float = 1.0
) -> Coefficient:
    r"""Alpha of the categories of matter that two raters or more marked; gaps do not enter.

    :math:`1 - (n - 1)(n - \sum_c o_{cc}) / (n^2 - \sum_c n_c^2)`: nominal alpha in which each
    piece of one grain is a unit, and a rater who left it unmarked has no value for it. Beside
    ``alpha_segments``, which also asks where units lie, it tells whether raters differ in what
    they call the same matter (the question of cu-alpha).

    Parameters
    ----------
    continuum : mapping of str to sequence of Span
        Units of each rater, which do not overlap for one rater.
    length : float
        Of the continuum.
    grain : float
        Smallest step in which units can differ, for example one turn.

    Returns
    -------
    Coefficient
        At most 1, 0 at chance; ``n_units`` is the length of the overlaps in grains. Undefined
        without units, where no two raters marked the same matter, or where all of it is of one
        category.

    Raises
    ------
    FrameError
        Fewer than two raters, a unit outside the continuum, units of a rater that overlap, or a
        grain that is not positive.

    Notes
    -----
    Krippendorff and others (2016) correct the expected disagreement of cu-alpha for whole units;
    here it is corrected for pieces of one grain, as in alpha. On long continua both are the same.

    References
    ----------
    .. [1] Krippendorff, K., Mathet, Y., Bouvry, S., & Widloecher, A. (2016). Quality and Quantity
       50, 2347-2364.
    .. [2] Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability, section C.

    Examples
    --------
    >>> ours = [Span(start=0, end=4, category="LNK"), Span(start=6, end=9, category="AFF")]
    >>> theirs = [Span(start=1, end=3, category="LNK"), Span(start=7, end=9, category="AFF")]
    >>> alpha_overlaps({"A": ours, "B": theirs}, length=20).value
    1.0
    """
    check_continuum(continuum, length)
    if not grain > 0:
        raise FrameError(
            f"the grain is {grain:g}.", where="grain", mend="Give the smallest step, above 0."
        )
    n = sum(len(spans) for spans in continuum.values())
    result = Coefficient(
        statistic="alpha_overlaps",
        form="coded overlaps",
        value=nan,
        n_raters=len(continuum),
        n_ratings=n,
        source="Krippendorff (2011), section C; Krippendorff and others (2016)",
    )
    if n == 0:
        return replace(result, undefined=Undefined.NO_DATA)
    counts, sizes = _stretches(continuum, grain)
    m = counts.sum(axis=1)
    shared = m >= PAIR
    counts, sizes, m = counts[shared], sizes[shared], m[shared]
    result = replace(result, n_units=round(float(sizes.sum())))
    if not sizes.size:
        return replace(result, undefined=Undefined.NO_PAIRABLE_VALUES)
    weight = sizes / (m - 1)
    agreed = float(weight @ (counts * (counts - 1)).sum(axis=1))
    marginals = sizes @ counts
    total = float(marginals.sum())
    apart = total**2 - float(marginals @ marginals)
    if apart <= 0:
        return replace(result, undefined=Undefined.NO_VARIATION)
    return replace(result, value=1 - (total - 1) * (total - agreed) / apart)


def _stretches(continuum: Mapping[str, Sequence[Span]], grain: float) -> tuple[Floats, Floats]:
    """Stretches in which nothing changes: raters per category, and length in grains."""
    categories = sorted({span.category for spans in continuum.values() for span in spans})
    cuts = sorted({end for spans in continuum.values() for s in spans for end in (s.start, s.end)})
    places = np.array(cuts)
    counts = np.zeros((places.size - 1, len(categories)))
    for rater, spans in continuum.items():
        taken = np.zeros(places.size - 1)
        for span in spans:
            first, last = np.searchsorted(places, [span.start, span.end])
            counts[first:last, categories.index(span.category)] += 1
            taken[first:last] += 1
        if (taken > 1).any():
            raise FrameError(
                f"two spans overlap at {places[int(np.argmax(taken > 1))]:g}.",
                where=f"continuum, rater {rater}",
                mend="Let the spans of one rater follow each other.",
            )
    return counts, np.diff(places) / grain
