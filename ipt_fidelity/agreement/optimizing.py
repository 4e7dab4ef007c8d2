"""The minima that agreement needs, with their types: scipy's optimisers carry none."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from ipt_fidelity.agreement.distributions import Floats, Ints

WHOLE = 1e-9
HALF = 0.5


def minimum(of: Callable[[Floats], float], start: Floats) -> Floats:
    """Return where a smooth function of few arguments is least.

    Parameters
    ----------
    of : callable
        The function.
    start : array of float, (k,)
        Where to begin.

    Returns
    -------
    array of float, (k,)
        By the simplex of Nelder and Mead, which needs no derivative at the edge.
    """
    options = {"xatol": 1e-7, "fatol": 1e-9, "maxiter": 800}
    solved = cast("object", optimize.minimize(of, start, method="Nelder-Mead", options=options))  # pyright: ignore[reportUnknownMemberType] - scipy has no types
    return cast("Floats", getattr(solved, "x"))  # noqa: B009 - scipy has no types


def least_between(of: Callable[[float], float], low: float, high: float) -> tuple[float, float]:
    """Return where a function is least between two ends, and its value there.

    Parameters
    ----------
    of : callable
        The function.
    low, high : float
        The ends.

    Returns
    -------
    place, value : float
        By Brent's method.
    """
    solved: object = optimize.minimize_scalar(  # pyright: ignore[reportUnknownMemberType] - scipy has no types
        of, bounds=(low, high), method="bounded", options={"xatol": 1e-3}
    )
    return float(getattr(solved, "x")), float(getattr(solved, "fun"))  # noqa: B009 - scipy has no types


def root_between(of: Callable[[float], float], low: float, high: float) -> float:
    """Return where a function changes its sign.

    Parameters
    ----------
    of : callable
        The function, with opposite signs at the ends.
    low, high : float
        The ends.

    Returns
    -------
    float
        By Brent's method.
    """
    return cast("float", optimize.brentq(of, low, high, xtol=1e-5))  # pyright: ignore[reportUnknownMemberType] - scipy has no types


def assigned(cost: Floats) -> tuple[Ints, Ints]:
    """Return which column each row takes where each takes another and the sum of costs is least.

    Parameters
    ----------
    cost : array of float, (n, m)
        Costs.

    Returns
    -------
    rows, columns : array of int, (min(n, m),)
        By the algorithm of Jonker and Volgenant.
    """
    found: object = optimize.linear_sum_assignment(cost)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - scipy has no types
    return cast("tuple[Ints, Ints]", found)


def packed(gain: Floats, columns: Ints, rows: Ints, n_rows: int) -> NDArray[np.bool_]:
    """Return the columns that share no row and have the least sum of gains.

    Parameters
    ----------
    gain : array of float, (m,)
        Gain of each column; only negative ones can help.
    columns, rows : array of int, (z,)
        Which rows each column takes.
    n_rows : int
        Number of rows.

    Returns
    -------
    array of bool, (m,)
        The optimum. That of the relaxation is nearly always whole; if not, branch and bound
        decides.
    """
    incidence = sparse.csc_array((np.ones(rows.size), (rows, columns)), shape=(n_rows, gain.size))
    at_most_once = optimize.LinearConstraint(incidence, -np.inf, np.ones(n_rows))  # pyright: ignore[reportArgumentType] - scipy has no types
    between = optimize.Bounds(0, 1)
    relaxed: object = optimize.milp(  # pyright: ignore[reportUnknownMemberType] - scipy has no types
        gain, constraints=at_most_once, bounds=between, options={"presolve": False}
    )
    taken = cast("Floats", getattr(relaxed, "x"))  # noqa: B009 - scipy has no types
    if np.abs(taken - np.round(taken)).max() < WHOLE:
        return taken > HALF
    whole: object = optimize.milp(  # pyright: ignore[reportUnknownMemberType] - scipy has no types
        gain,
        constraints=at_most_once,
        integrality=np.ones(gain.size),
        bounds=between,
        options={"mip_rel_gap": 0.0},
    )
    return cast("Floats", getattr(whole, "x")) > HALF  # noqa: B009 - scipy has no types
