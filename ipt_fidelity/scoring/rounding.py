"""Rounding of scores, where a rubric states it; without, they are compared as they are."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ipt_fidelity.rubric.scoring_form import Rounding
from ipt_fidelity.scoring.wording import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A number as it is compared and shown.

    Parameters
    ----------
    value : Fraction
        Rounded where the rubric says so, else exact.
    decimals : int
        How many a reader sees.
    text : str
        As a reader sees it.
    lines : tuple of str
        What is said of the rounding; empty without one.
    """

    value: Fraction
    decimals: int
    text: str
    lines: tuple[str, ...] = ()


def rounded(exact: Fraction, rule: Rounding) -> Fraction:
    """Round a number.

    Parameters
    ----------
    exact : Fraction
        Any.
    rule : Rounding
        Digits after the point; ``half: up`` sends what lies in the middle away from zero (as
        people round), ``half: even`` to the even digit (IEEE 754).

    Returns
    -------
    Fraction
        Exact, so that 62.45 is in the middle although no binary number is.
    """
    scale = 10**rule.digits
    if rule.half == "even":
        return Fraction(round(exact * scale), scale)
    whole = (abs(exact) * scale + Fraction(1, 2)).__floor__()
    return Fraction(whole if exact >= 0 else -whole, scale)


def settle(exact: Fraction, rule: Rounding | None, *, decimals: int) -> Settled:
    """Return a number as it is compared and shown.

    Parameters
    ----------
    exact : Fraction
        The score.
    rule : Rounding or None
        None compares it unrounded.
    decimals : int
        How many a reader sees without a rule.

    Returns
    -------
    Settled
        With a line for the trail where it was rounded.
    """
    if rule is None:
        return Settled(value=exact, decimals=decimals, text=shown(exact, decimals=decimals))
    value = rounded(exact, rule)
    text = shown(value, decimals=rule.digits)
    before = shown(exact, decimals=rule.digits, against=float(value))
    digits = f"{rule.digits} digit{'' if rule.digits == 1 else 's'}"
    said = f"Rounded to {digits}, halves {rule.half}: {before} became {text}."
    lines = () if value == exact else (said,)
    return Settled(value=value, decimals=rule.digits, text=text, lines=lines)
