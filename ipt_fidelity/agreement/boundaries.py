"""Measures of how two segmentations of one session agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import nan

from ipt_fidelity.agreement.result import Coefficient, Undefined
from ipt_fidelity.errors import FrameError


def boundary_similarity(
    first: Sequence[int], second: Sequence[int], *, length: int, nearness: int = 2
) -> Coefficient:
    r"""Boundary similarity: boundaries that match, near misses counted in part.

    :math:`B = 1 - (|A| + \sum_t d_t / n_t) / (|A| + |T| + |M|)` with boundaries that one rater
    added (A), near misses (T, at distance d below n_t) and matches (M).

    Parameters
    ----------
    first, second : sequence of int
        Turns, from 1, after which a rater cut.
    length : int
        Number of turns.
    nearness : int
        n_t: boundaries nearer than this are a near miss.

    Returns
    -------
    Coefficient
        Between 0 and 1; 1 where both cut alike. Undefined where nobody cut.

    Raises
    ------
    FrameError
        A boundary lies outside the session.

    References
    ----------
    .. [1] Fournier, C. (2013). Evaluating text segmentation using boundary edit distance. ACL,
       equation 7.

    Examples
    --------
    >>> boundary_similarity([3, 8], [3, 9], length=12).value
    0.75
    """
    ours, theirs = _cuts(first, length), _cuts(second, length)
    result = _result("boundary_similarity", f"nearness {nearness}", length)
    result = replace(result, source="Fournier (2013), ACL, eq. 7")
    if not ours | theirs:
        return replace(result, undefined=Undefined.NO_POSITIVES)
    matches = len(ours & theirs)
    only_ours, only_theirs = ours - theirs, theirs - ours
    near, cost = 0, 0.0
    for distance in range(1, nearness):
        for place in range(1, length - distance):
            other = place + distance
            for mine, yours in ((only_ours, only_theirs), (only_theirs, only_ours)):
                if place in mine and other in yours:
                    mine.remove(place)
                    yours.remove(other)
                    near += 1
                    cost += distance / nearness
                    break
    added = len(only_ours) + len(only_theirs)
    return replace(result, value=1 - (added + cost) / (added + near + matches))


def window_difference(
    reference: Sequence[int], other: Sequence[int], *, length: int, window: int | None = None
) -> Coefficient:
    r"""WindowDiff: share of windows in which the number of boundaries differs. Lower is better.

    Parameters
    ----------
    reference, other : sequence of int
        Turns, from 1, after which a rater cut.
    length : int
        Number of turns.
    window : int or None
        Turns in a window; None takes half the mean segment of the reference, at least 2.

    Returns
    -------
    Coefficient
        Between 0 and 1. Undefined where the session is no longer than the window.

    References
    ----------
    .. [1] Pevzner, L., & Hearst, M. A. (2002). Computational Linguistics 28, 19-36, equation 4.

    Examples
    --------
    >>> window_difference([3, 8], [3, 8], length=12).value
    0.0
    """
    ours, theirs = _cuts(reference, length), _cuts(other, length)
    size = window or max(2, round(length / (len(ours) + 1) / 2))
    result = _result("window_difference", f"window {size}", length)
    result = replace(result, source="Pevzner and Hearst (2002), eq. 4")
    if length <= size:
        return replace(result, undefined=Undefined.SINGLE_UNIT)
    apart = sum(
        len([one for one in ours if start <= one < start + size])
        != len([one for one in theirs if start <= one < start + size])
        for start in range(1, length - size + 1)
    )
    return replace(result, value=apart / (length - size))


def _cuts(boundaries: Sequence[int], length: int) -> set[int]:
    cuts = set(boundaries)
    for cut in cuts:
        if not 1 <= cut < length:
            raise FrameError(
                f"there is no boundary after turn {cut} of {length}.",
                where="boundaries",
                mend=f"Cut after turns 1 to {length - 1}.",
            )
    return cuts


def _result(name: str, form: str, length: int) -> Coefficient:
    return Coefficient(
        statistic=name,
        form=form,
        value=nan,
        n_units=length - 1,
        n_raters=2,
        n_ratings=2 * (length - 1),
    )
