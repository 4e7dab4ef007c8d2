"""What a value is worth: bands of the literature judged by the interval, and Gwet's method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isnan, nan

from ipt_fidelity.agreement.distributions import normal_cdf
from ipt_fidelity.agreement.result import Coefficient, Note
from ipt_fidelity.errors import UnknownNameError

Bands = tuple[tuple[float, str], ...]

SCALES: Mapping[str, Bands] = {
    "landis_koch": (
        (0.8, "almost perfect"),
        (0.6, "substantial"),
        (0.4, "moderate"),
        (0.2, "fair"),
        (0.0, "slight"),
        (-1.0, "poor"),
    ),
    "altman": (
        (0.8, "very good"),
        (0.6, "good"),
        (0.4, "moderate"),
        (0.2, "fair"),
        (-1.0, "poor"),
    ),
    "fleiss": ((0.75, "excellent"), (0.4, "fair to good"), (-1.0, "poor")),
    "cicchetti": ((0.75, "excellent"), (0.6, "good"), (0.4, "fair"), (-1.0, "poor")),
    "koo_li": ((0.9, "excellent"), (0.75, "good"), (0.5, "moderate"), (-1.0, "poor")),
}
SOURCES: Mapping[str, str] = {
    "landis_koch": "Landis and Koch (1977)",
    "altman": "Altman (1991)",
    "fleiss": "Fleiss (1981)",
    "cicchetti": "Cicchetti (1994)",
    "koo_li": "Koo and Li (2016)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a coefficient is worth on one scale.

    Parameters
    ----------
    scale : str
        Name of the scale.
    shown : str
        Highest band that lies wholly at or below the interval's lower end: what the data show.
    possible : str
        Band of the upper end: what they do not rule out.
    of_value : str
        Band of the estimate alone, as most papers print it.
    benchmark : str
        Gwet's band: the highest that is reached with the wanted probability.
    membership : dict of str to float
        Probability of each band.
    source : str
        Author and year.
    """

    scale: str
    shown: str
    possible: str
    of_value: str
    benchmark: str
    membership: Mapping[str, float]
    source: str


def judge(
    result: Coefficient, *, scale: str = "landis_koch", probability: float = 0.95
) -> Judgement | None:
    r"""Judge a coefficient by its interval, and by Gwet's probabilistic benchmarking.

    The probability of band (a, b) is
    :math:`\{\Phi((v - a)/s) - \Phi((v - b)/s)\} / \{\Phi((v + 1)/s) - \Phi((v - 1)/s)\}`;
    the benchmark is the highest band whose probability, added to those above, is at least the one
    that is wanted.

    Parameters
    ----------
    result : Coefficient
        With an interval and a standard error.
    scale : str
        landis_koch, altman, fleiss, cicchetti or koo_li.
    probability : float
        That the benchmark is wanted with.

    Returns
    -------
    Judgement or None
        None where the coefficient is undefined. Without a standard error the benchmark is empty.

    Raises
    ------
    UnknownNameError
        There is no such scale.

    References
    ----------
    .. [1] Gwet, K. L. (2014). Handbook of inter-rater reliability, 4th ed., chapter 6.
    .. [2] Koo, T. K., & Li, M. Y. (2016). J Chiropr Med 15, 155-163: judge by the interval.

    Examples
    --------
    >>> from ipt_fidelity.agreement.result import Coefficient
    >>> found = Coefficient(statistic="gwet_ac1", form="", value=0.775, se=0.143, low=0.461, high=1)
    >>> judged = judge(found)
    >>> judged.of_value, judged.shown
    ('substantial', 'moderate')
    """
    if scale not in SCALES:
        raise UnknownNameError.of("scale", scale, SCALES, where="judge")
    bands = SCALES[scale]
    if result.undefined is not None or isnan(result.value):
        return None
    membership = _membership(result, bands)
    benchmark, sum_so_far = "", 0.0
    for _, name in bands:
        sum_so_far += membership.get(name, nan)
        if sum_so_far >= probability and not benchmark:
            benchmark = name
    return Judgement(
        scale=scale,
        shown=band(result.low, bands),
        possible=band(result.high, bands),
        of_value=band(result.value, bands),
        benchmark=benchmark,
        membership=membership,
        source=SOURCES[scale],
    )


def band(value: float, bands: Bands) -> str:
    """Return the band that a value falls into.

    Parameters
    ----------
    value : float
        A coefficient, or an end of its interval.
    bands : tuple of (float, str)
        Lower ends and names, highest first.

    Returns
    -------
    str
        Empty where the value is NaN. A value on a lower end belongs to the band above, except for
        0.80 and the like in Landis and Koch, whose bands end there ("0.61 to 0.80").
    """
    if isnan(value):
        return ""
    closed_above = any(name in {"slight", "very good"} for _, name in bands)
    for low, name in bands:
        if value > low or (value == low and (not closed_above or low == 0)):
            return name
    return bands[-1][1]


def against_target(result: Coefficient, target: float | None) -> Coefficient:
    """Say whether a declared target is reached, judged by the interval.

    Parameters
    ----------
    result : Coefficient
        Any coefficient.
    target : float or None
        Declared before data.

    Returns
    -------
    Coefficient
        With a note ``target``; as it was where there is no target or no value.
    """
    if target is None or result.undefined is not None or isnan(result.value):
        return result
    if result.low >= target:
        text = f"The interval lies above the target of {target:g}."
    elif result.high < target:
        text = f"The interval lies below the target of {target:g}."
    else:
        text = f"The interval includes the target of {target:g}: more sessions are needed."
    return replace(result, notes=(*result.notes, Note("target", text)))


def _membership(result: Coefficient, bands: Bands) -> dict[str, float]:
    value, se = result.value, result.se
    if isnan(se):
        return {}
    if se == 0:
        return {name: float(name == band(value, bands)) for _, name in bands}
    whole = normal_cdf((value + 1) / se) - normal_cdf((value - 1) / se)
    chances: dict[str, float] = {}
    above = 1.0
    for low, name in bands:
        part = normal_cdf((value - low) / se) - normal_cdf((value - above) / se)
        chances[name] = part / whole
        above = low
    return chances
