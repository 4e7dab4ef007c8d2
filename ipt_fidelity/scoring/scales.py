"""Every scale on one ruler: 0 to 100, exact, with reversed items turned round.

Fractions, not floats: 62.5 per cent must reach a threshold of 62.5 whatever the scale, and means
over scales of three or seven points are not exact in binary.
"""

from __future__ import annotations

from fractions import Fraction

from ipt_fidelity.errors import FrameError
from ipt_fidelity.rubric.instrument import ItemType, Scalar, Scale

_UNORDERED = frozenset(
    {ItemType.NOMINAL, ItemType.MULTI_LABEL, ItemType.TEXT, ItemType.TIME_SPAN, ItemType.COUNT}
)


def bounds(scale: Scale) -> tuple[Fraction, Fraction] | None:
    """Return the lowest and the highest value of a scale.

    Parameters
    ----------
    scale : Scale
        As resolved for an item.

    Returns
    -------
    tuple of Fraction or None
        Values of a scale of words are counted from 0. None where values have no order or no end:
        nominal, several labels, text, time spans, counts without a range, fewer than two values.
    """
    if scale.range is not None:
        low, high = (Fraction(end) for end in scale.range)
    elif scale.type in _UNORDERED or not scale.values:
        return None
    elif any(isinstance(value, str) for value in scale.values):
        low, high = Fraction(0), Fraction(len(scale.values) - 1)
    else:
        numbers = [Fraction(value) for value in scale.values if not isinstance(value, str)]
        low, high = min(numbers), max(numbers)
    return (low, high) if low < high else None


def rescale(scale: Scale, value: Scalar, *, where: str, reverse: bool = False) -> Fraction | None:
    """Put a value on the ruler from 0 to 100.

    Parameters
    ----------
    scale : Scale
        As resolved for the item.
    value : str, int or float
        On the scale; a mean of raters may lie between two values.
    where : str
        Item, rater and session, for the message.
    reverse : bool
        True for an item whose high values are bad.

    Returns
    -------
    Fraction or None
        ``(x - min) / (max - min) * 100``, exact; from 100 downward where reversed. None where the
        scale has no order or no end.

    Raises
    ------
    FrameError
        The value lies outside the scale.
    """
    ends = bounds(scale)
    if ends is None:
        return None
    low, high = ends
    place = _place(scale, value)
    if place is None or not low <= place <= high:
        raise FrameError(
            f"{value!r} lies outside the scale.",
            where=where,
            mend=f"Write {_choices(scale, low, high)}, or give the kind of absence instead.",
        )
    share = (place - low) / (high - low) * 100
    return 100 - share if reverse else share


def raw(scale: Scale, value: Scalar, *, where: str, reverse: bool = False) -> Fraction | None:
    """Return a value as it is added up on the item's own scale.

    Parameters
    ----------
    scale : Scale
        As resolved for the item.
    value : str, int or float
        On the scale.
    where : str
        Item, rater and session, for the message.
    reverse : bool
        True for an item whose high values are bad: 2 of 1 to 7 becomes 6.

    Returns
    -------
    Fraction or None
        Exact. None for words, and for a reversed item whose scale has no end.

    Raises
    ------
    FrameError
        The value lies outside the scale, or a count lies below 0.
    """
    ends = bounds(scale)
    if isinstance(value, str) or any(isinstance(known, str) for known in scale.values):
        return None
    number = Fraction(value)
    low, high = ends or (Fraction(0), None)
    if number < low or (high is not None and number > high):
        wanted = f"{float(low):g} or more" if high is None else _choices(scale, low, high)
        raise FrameError(
            f"{value!r} lies outside the scale.",
            where=where,
            mend=f"Write {wanted}, or give the kind of absence instead.",
        )
    if not reverse:
        return number
    return None if high is None else low + high - number


def _place(scale: Scale, value: Scalar) -> Fraction | None:
    if any(isinstance(known, str) for known in scale.values):
        return Fraction(scale.values.index(value)) if value in scale.values else None
    return None if isinstance(value, str) else Fraction(value)


def _choices(scale: Scale, low: Fraction, high: Fraction) -> str:
    if any(isinstance(known, str) for known in scale.values):
        return f"one of: {', '.join(map(str, scale.values))}"
    return f"{float(low):g} to {float(high):g}"
