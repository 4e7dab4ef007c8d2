"""Coefficients as functions of sums over units: left out one by one, or drawn with replacement."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ipt_fidelity.agreement.distributions import Floats, Ints
from ipt_fidelity.errors import FrameError

CELLS_AT_ONCE = 4_000_000
DRAW_PRICE = 15


class Replicable(Protocol):
    """A coefficient that can be computed again without a unit, or on drawn units."""

    @property
    def n(self) -> int:
        """Number of independent rows."""
        ...

    @property
    def frequency(self) -> Ints:
        """How many units (or clusters) each row stands for."""
        ...

    def leave_one_out(self) -> Floats:
        """Return the coefficient without one unit of each row."""
        ...

    def resampled(self, *, resamples: int, seed: int) -> Floats:
        """Return the coefficient of resamples.

        Parameters
        ----------
        resamples : int
            How many.
        seed : int
            Starts the draws.

        Returns
        -------
        array of float, (resamples,)
            NaN where a resample leaves it undefined.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """A coefficient as a function of sums over independent rows.

    Parameters
    ----------
    rows : array of float, (p, s)
        Summands of one pattern, unit or cluster.
    frequency : array of int, (p,)
        How many units (or clusters) have these summands.
    of : callable
        From totals (..., s) to the coefficient (...); NaN where it is undefined.
    """

    rows: Floats
    frequency: Ints
    of: Callable[[Floats], Floats]

    @property
    def n(self) -> int:
        """Number of independent rows."""
        return int(self.frequency.sum())

    def point(self) -> float:
        """Return the coefficient."""
        return float(self.of(self.frequency @ self.rows))

    def leave_one_out(self) -> Floats:
        """Return the coefficient without one unit of each pattern."""
        return self.of(self.frequency @ self.rows - self.rows)

    def resampled(self, *, resamples: int, seed: int) -> Floats:
        """Return the coefficient of resamples drawn with replacement.

        Parameters
        ----------
        resamples : int
            How many.
        seed : int
            Starts the draws.

        Returns
        -------
        array of float, (resamples,)
            NaN where the resample leaves the coefficient undefined.
        """
        rng = np.random.default_rng(seed)
        many = max(1, CELLS_AT_ONCE // max(self.rows.shape[0], 1))
        parts = [
            self.of(draw(rng, self.frequency, min(many, resamples - done)) @ self.rows)
            for done in range(0, resamples, many)
        ]
        return np.concatenate(parts)


def draw(rng: np.random.Generator, frequency: Ints, resamples: int) -> Floats:
    """Draw pattern frequencies of resamples of the units.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.
    frequency : array of int, (p,)
        Units per pattern.
    resamples : int
        How many resamples.

    Returns
    -------
    array of float, (resamples, p)
        Frequencies; each row sums to the number of units.
    """
    n, p = int(frequency.sum()), frequency.size
    if p * DRAW_PRICE < n:
        return rng.multinomial(n, frequency / n, size=resamples).astype(np.float64)
    pattern_of = np.repeat(np.arange(p), frequency)
    drawn = pattern_of[rng.integers(0, n, size=(resamples, n))]
    drawn += (np.arange(resamples) * p)[:, None]
    counts = np.bincount(drawn.ravel(), minlength=resamples * p)
    return counts.reshape(resamples, p).astype(np.float64)


def numbered(clusters: Sequence[Hashable] | NDArray[np.generic]) -> tuple[int, Ints]:
    """Give clusters numbers, in the order of their names.

    Parameters
    ----------
    clusters : sequence of hashable, (n,)
        Cluster of each unit.

    Returns
    -------
    many : int
        Number of clusters.
    numbers : array of int, (n,)
        From 0.
    """
    names, numbers = np.unique([str(one) for one in clusters], return_inverse=True)
    return int(names.size), numbers


def by_cluster(
    sums: Sums, of_unit: Ints, clusters: Sequence[Hashable] | NDArray[np.generic]
) -> Sums:
    """Add the summands of units to those of their clusters.

    Parameters
    ----------
    sums : Sums
        Rows are patterns of units.
    of_unit : array of int, (n,)
        Pattern of each unit.
    clusters : sequence of hashable, (n,)
        Cluster of each unit.

    Returns
    -------
    Sums
        Rows are clusters, in the order of their names, each once.
    """
    g, of_cluster = numbered(clusters)
    if of_cluster.shape != of_unit.shape:
        raise FrameError(
            f"{of_cluster.size} clusters are named for {of_unit.size} units.",
            where="clusters",
            mend="Name the cluster of every row of the table.",
        )
    p = sums.rows.shape[0]
    if p < of_unit.size:
        counts = np.bincount(of_cluster * p + of_unit, minlength=g * p).reshape(g, p)
        rows = counts.astype(np.float64) @ sums.rows
    else:
        rows = np.zeros((g, sums.rows.shape[1]))
        np.add.at(rows, of_cluster, sums.rows[of_unit])
    return replace(
        sums,
        rows=rows,
        frequency=np.ones(g, dtype=np.int64),
    )
