"""Generalisability: whence ratings vary, and how many raters and sessions are enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ipt_fidelity.agreement.distributions import Floats
from ipt_fidelity.errors import FrameError

SOURCE = "Brennan (2001), Generalizability theory, tables 2.1, 3.2 and 3.4"
TWO, THREE = 2, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """Variance components of a G study.

    Parameters
    ----------
    design : str
        ``p x i``, ``p x i x o`` or ``p x (i:o)``.
    sizes : tuple of int
        Number of objects and of conditions of each facet.
    components : dict of str to float
        Estimated variances; negative estimates stand as they are and count as 0 later.
    source : str
        Author, year.
    """

    design: str
    sizes: tuple[int, ...]
    components: dict[str, float]
    source: str = SOURCE


def g_study(ratings: ArrayLike, *, nested: bool = False) -> Study:
    r"""Variance components of a balanced design from its mean squares.

    Parameters
    ----------
    ratings : array_like, (n_p, n_i) or (n_p, n_i, n_o)
        Objects (therapists, sessions) by conditions, for example raters, or raters by occasions.
        Nothing may be missing.
    nested : bool
        With three sides: whether the conditions i differ from occasion to occasion, p x (i:o).

    Returns
    -------
    Study
        For two sides p, i, pi; for three p, i, o, pi, po, io, pio, or p, o, i:o, po, pi:o.

    Raises
    ------
    FrameError
        A rating is missing, or a side has one condition only.

    References
    ----------
    .. [1] Brennan, R. L. (2001). Generalizability theory. Springer, chapters 2 and 3.

    Examples
    --------
    >>> ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9],
    ...            [6, 2, 4, 7]]
    >>> {name: round(one, 3) for name, one in g_study(ratings).components.items()}
    {'p': 2.556, 'i': 5.244, 'pi': 1.019}
    """
    try:
        x = np.asarray(ratings, dtype=np.float64)
    except (TypeError, ValueError):
        raise FrameError(
            "a rating is missing or is no number.",
            where="ratings",
            mend="Give a complete table of numbers, or take variance_components.",
        ) from None
    if x.ndim not in {TWO, THREE} or min(x.shape) < TWO:
        raise FrameError(
            f"the ratings are {' x '.join(map(str, x.shape))}.",
            where="ratings",
            mend="Give at least two objects and two conditions of each facet.",
        )
    if not np.isfinite(x).all():
        raise FrameError(
            "a rating is missing or infinite.",
            where="ratings",
            mend="Give a complete table, or take variance_components.",
        )
    return _crossed_two(x) if x.ndim == TWO else (_nested(x) if nested else _crossed_three(x))


def d_study(
    study: Study, *, conditions: Sequence[int], occasions: Sequence[int] = (1,)
) -> pd.DataFrame:
    r"""How dependable means over so many conditions and occasions are.

    Parameters
    ----------
    study : Study
        Variance components.
    conditions : sequence of int
        Numbers of conditions (raters) to try.
    occasions : sequence of int
        Numbers of occasions to try, in designs with occasions.

    Returns
    -------
    pandas.DataFrame
        conditions, occasions, relative_error and absolute_error (variances), g (generalisability:
        for ranking) and phi (dependability: for a fixed bar); NaN where objects do not vary.

    References
    ----------
    .. [1] Brennan, R. L. (2001). Generalizability theory. Springer, equations 1.11 and 1.13.

    Examples
    --------
    >>> ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9],
    ...            [6, 2, 4, 7]]
    >>> d_study(g_study(ratings), conditions=[4])["g"].round(3).tolist()
    [0.909]
    """
    rows: list[dict[str, float]] = []
    for n_o in occasions:
        for n_i in conditions:
            relative, absolute = _errors(study, n_i, n_o)
            p = max(study.components["p"], 0.0)
            rows.append(
                {
                    "conditions": n_i,
                    "occasions": n_o,
                    "relative_error": relative,
                    "absolute_error": absolute,
                    "g": p / (p + relative) if p > 0 else nan,
                    "phi": p / (p + absolute) if p > 0 else nan,
                }
            )
    return pd.DataFrame(rows)


def enough_for(
    study: Study, *, target: float = 0.8, most_conditions: int = 30, most_occasions: int = 30
) -> pd.DataFrame:
    """Return how many conditions reach the target, for each number of occasions.

    Parameters
    ----------
    study : Study
        Variance components.
    target : float
        Wanted dependability (phi).
    most_conditions, most_occasions : int
        Where the search ends; designs without occasions have one.

    Returns
    -------
    pandas.DataFrame
        occasions, and the fewest conditions with phi at or above the target; numbers of occasions
        that never reach it have no row.

    Examples
    --------
    >>> ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9],
    ...            [6, 2, 4, 7]]
    >>> enough_for(g_study(ratings), target=0.8)["conditions"].tolist()
    [10]
    """
    occasions = range(1, 2 if study.design == "p x i" else most_occasions + 1)
    tried = d_study(study, conditions=range(1, most_conditions + 1), occasions=occasions)
    reached = tried[tried["phi"] >= target]
    fewest = reached.groupby("occasions")["conditions"].min()
    return fewest.reset_index()


def _errors(study: Study, n_i: int, n_o: int) -> tuple[float, float]:
    c = {name: max(value, 0.0) for name, value in study.components.items()}
    if study.design == "p x i":
        relative = c["pi"] / n_i
        return relative, relative + c["i"] / n_i
    if study.design == "p x i x o":
        relative = c["pi"] / n_i + c["po"] / n_o + c["pio"] / (n_i * n_o)
        return relative, relative + c["i"] / n_i + c["o"] / n_o + c["io"] / (n_i * n_o)
    relative = c["po"] / n_o + c["pi:o"] / (n_i * n_o)
    return relative, relative + c["o"] / n_o + c["i:o"] / (n_i * n_o)


def _square(means: Floats, repeats: int) -> float:
    """Sum of squares of means about their mean."""
    return repeats * float(((means - means.mean()) ** 2).sum())


def _crossed_two(x: Floats) -> Study:
    p, i = x.shape
    ss_p, ss_i = _square(x.mean(axis=1), i), _square(x.mean(axis=0), p)
    ms_pi = (_square(x, 1) - ss_p - ss_i) / ((p - 1) * (i - 1))
    return Study(
        design="p x i",
        sizes=(p, i),
        components={
            "p": (ss_p / (p - 1) - ms_pi) / i,
            "i": (ss_i / (i - 1) - ms_pi) / p,
            "pi": ms_pi,
        },
    )


def _crossed_three(x: Floats) -> Study:
    p, i, o = x.shape
    ss = {
        "p": _square(x.mean(axis=(1, 2)), i * o),
        "i": _square(x.mean(axis=(0, 2)), p * o),
        "o": _square(x.mean(axis=(0, 1)), p * i),
    }
    ss["pi"] = _square(x.mean(axis=2), o) - ss["p"] - ss["i"]
    ss["po"] = _square(x.mean(axis=1), i) - ss["p"] - ss["o"]
    ss["io"] = _square(x.mean(axis=0), p) - ss["i"] - ss["o"]
    ss["pio"] = _square(x, 1) - sum(ss.values())
    df = {"p": p - 1, "i": i - 1, "o": o - 1}
    df |= {"pi": df["p"] * df["i"], "po": df["p"] * df["o"], "io": df["i"] * df["o"]}
    df["pio"] = df["p"] * df["i"] * df["o"]
    ms = {name: ss[name] / df[name] for name in ss}
    return Study(
        design="p x i x o",
        sizes=(p, i, o),
        components={
            "p": (ms["p"] - ms["pi"] - ms["po"] + ms["pio"]) / (i * o),
            "i": (ms["i"] - ms["pi"] - ms["io"] + ms["pio"]) / (p * o),
            "o": (ms["o"] - ms["po"] - ms["io"] + ms["pio"]) / (p * i),
            "pi": (ms["pi"] - ms["pio"]) / o,
            "po": (ms["po"] - ms["pio"]) / i,
            "io": (ms["io"] - ms["pio"]) / p,
            "pio": ms["pio"],
        },
    )


def _nested(x: Floats) -> Study:
    p, i, o = x.shape
    ss_p, ss_o = _square(x.mean(axis=(1, 2)), i * o), _square(x.mean(axis=(0, 1)), p * i)
    ss_io = _square(x.mean(axis=0), p) - ss_o
    ss_po = _square(x.mean(axis=1), i) - ss_p - ss_o
    ss_rest = _square(x, 1) - ss_p - ss_o - ss_io - ss_po
    ms_p, ms_o = ss_p / (p - 1), ss_o / (o - 1)
    ms_io, ms_po = ss_io / (o * (i - 1)), ss_po / ((p - 1) * (o - 1))
    ms_rest = ss_rest / ((p - 1) * o * (i - 1))
    return Study(
        design="p x (i:o)",
        sizes=(p, i, o),
        components={
            "p": (ms_p - ms_po) / (i * o),
            "o": (ms_o - ms_io - ms_po + ms_rest) / (p * i),
            "i:o": (ms_io - ms_rest) / p,
            "po": (ms_po - ms_rest) / i,
            "pi:o": ms_rest,
        },
    )
