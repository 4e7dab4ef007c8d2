"""What is always told beside a coefficient: silent raters, values below chance, skewed use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import isnan

import numpy as np

from ipt_fidelity.agreement.distributions import Floats
from ipt_fidelity.agreement.result import Coefficient, Note

SKEWED = 0.6
APART = 0.3
UNEVEN = 3
DIFFERENT = 0.01


def told_silent(silent: Sequence[str]) -> tuple[Note, ...]:
    """Name raters who rated nothing.

    Parameters
    ----------
    silent : sequence of str
        Their names.

    Returns
    -------
    tuple of Note
        Empty where everyone rated.
    """
    if not silent:
        return ()
    return (Note("silent_rater", f"No rating by {', '.join(silent)}; not counted."),)


def told_below_chance(result: Coefficient) -> Coefficient:
    """Say that a value below zero is reported as it is.

    Parameters
    ----------
    result : Coefficient
        Any coefficient that is 0 at chance.

    Returns
    -------
    Coefficient
        With a note where the value is negative.
    """
    if isnan(result.value) or result.value >= 0:
        return result
    note = Note("below_chance", "Raters agree less than chance would make them.")
    return replace(result, notes=(*result.notes, note))


def is_skewed(shares: Floats, apart: float) -> bool:
    """Tell whether the prevalence paradox may be at work.

    Parameters
    ----------
    shares : array of float, (q,)
        How often each category is used.
    apart : float
        Raw agreement less the coefficient.

    Returns
    -------
    bool
        True for a prevalence index above .6 or a difference above .3.
    """
    largest = float(np.max(shares)) if shares.size else 0.0
    index = abs(2 * largest - 1) if shares.size > 1 else 1.0
    return index > SKEWED or apart > APART


def told_prevalence(
    result: Coefficient, *, shares: Floats, raw: float, beside: dict[str, float]
) -> Coefficient:
    """Explain the prevalence paradox where it may be at work.

    Parameters
    ----------
    result : Coefficient
        A coefficient whose chance term grows with skewed use of the categories.
    shares : array of float, (q,)
        How often each category is used.
    raw : float
        Percent agreement.
    beside : dict of str to float
        Coefficients to be read beside it.

    Returns
    -------
    Coefficient
        With a note where the commonest category is that much commoner than the rest (prevalence
        index above .6), or raw agreement exceeds the coefficient by more than .3 (Feinstein and
        Cicchetti, 1990; Byrt, Bishop and Carlin, 1993).
    """
    if isnan(result.value) or not is_skewed(shares, raw - result.value):
        return result
    largest = float(np.max(shares)) if shares.size else 0.0
    figures = ", ".join(f"{name} {value:.2f}" for name, value in beside.items())
    text = (
        f"One category takes {largest:.0%} of the ratings, so chance agreement is high and the "
        f"coefficient low although raters agree on {raw:.0%} of pairs; beside it: {figures}."
    )
    return replace(result, notes=(*result.notes, Note("prevalence", text)))


def told_spacing(
    result: Coefficient, scores: Floats | None, by_rank: Callable[[], Coefficient]
) -> Coefficient:
    """Say where weights by value and by rank give different coefficients.

    Parameters
    ----------
    result : Coefficient
        With weights by value.
    scores : array of float, (q,), or None
        Values of the categories.
    by_rank : callable
        Computes the coefficient with weights by rank; called only where values are not evenly
        spaced.

    Returns
    -------
    Coefficient
        With a note where they differ by more than .01.
    """
    if scores is None or scores.size < UNEVEN or np.ptp(np.diff(scores)) == 0:
        return result
    other = by_rank().value
    if isnan(other) or abs(other - result.value) <= DIFFERENT:
        return result
    text = f"Categories are not evenly spaced; weights by rank give {other:.3f}."
    return replace(result, notes=(*result.notes, Note("spacing", text)))
