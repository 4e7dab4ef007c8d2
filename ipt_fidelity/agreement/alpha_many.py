"""Alpha where values hardly repeat: memory linear in the ratings, one pass per resample.

With more than a few dozen different values the table of coincidences would outgrow memory (a
thousand values already need a million cells). Interval differences have a closed form in sums;
ordinal ones are interval differences of mid-ranks; nominal ones need only how often each value
occurs; ratio ones are summed in blocks.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from math import nan

import numpy as np
from numpy.typing import NDArray

from ipt_fidelity.agreement.distributions import Floats, Ints
from ipt_fidelity.agreement.metrics import Metric
from ipt_fidelity.agreement.ratings import MISSING, Codes
from ipt_fidelity.agreement.resampling import Sums, draw, numbered

BLOCK = 1024
LEAST_SPREAD = 1e-12


def interval_sums(values: Floats, *, ordered: bool) -> Sums:
    """Return interval alpha of distinct values as a function of sums over units.

    Parameters
    ----------
    values : array of float, (n, r)
        NaN where a rating is missing; each unit has two ratings or more.
    ordered : bool
        Whether units are put in the order of their sums, so that draws do not depend on the order
        of the rows.

    Returns
    -------
    Sums
        Ratings, their sum and sum of squares, and the squared differences of each unit.
    """
    present = ~np.isnan(values)
    x = np.where(present, values - values[present][0], 0.0)
    ones = np.ones(values.shape[1])
    m, s, s2 = present @ ones, x @ ones, np.einsum("ur,ur->u", x, x)
    rows = np.column_stack([m, s, s2, 2 * (m * s2 - s**2) / (m - 1)])
    if ordered:
        rows = rows[np.lexsort(rows.T)]
    return Sums(rows=rows, frequency=np.ones(len(rows), dtype=np.int64), of=of_interval)


def of_interval(totals: Floats) -> Floats:
    """Return interval alpha from sums, in memory linear in the ratings.

    Parameters
    ----------
    totals : array of float, (..., 4)
        Ratings, their sum, their sum of squares, squared differences within units.

    Returns
    -------
    array of float, (...)
        Alpha; NaN without variation.
    """
    n, s, s2, within = (totals[..., place] for place in range(4))
    expected = 2 * (n * s2 - s**2)
    defined = expected > LEAST_SPREAD * n * s2
    ratio = np.divide((n - 1) * within, expected, out=np.full_like(expected, nan), where=defined)
    return 1 - ratio


@dataclass(frozen=True, slots=True, kw_only=True)
class ManyValues:
    """Alpha of units whose values hardly repeat.

    Parameters
    ----------
    codes : array of int, (n, r)
        Ratings as places of values; -1 is missing. In sorted order of rows.
    metric : Metric
        The level.
    scores : array of float, (q,)
        Values in order; places where they are words.
    delta : array of float, (q, q), or None
        Own squared differences.
    of_cluster : array of int, (n,)
        Cluster of each unit; each unit its own where units are drawn.
    frequency : array of int, (g,)
        Ones: each cluster once.
    """

    codes: Codes
    metric: Metric
    scores: Floats
    delta: Floats | None
    of_cluster: Ints
    frequency: Ints

    @classmethod
    def of(
        cls, codes: Codes, *, metric: Metric, scores: Floats | None, delta: Floats | None
    ) -> ManyValues:
        """Prepare units that each stand for themselves.

        Parameters
        ----------
        codes : array of int, (n, r)
            Ratings as places of values.
        metric : Metric
            The level.
        scores : array of float, (q,), or None
            Values of the places.
        delta : array of float, (q, q), or None
            Own squared differences.

        Returns
        -------
        ManyValues
            Units that keep their order; draws follow the sorted order.
        """
        n = len(codes)
        values: Floats = (
            np.arange(float(codes.max()) + 1, dtype=np.float64) if scores is None else scores
        )
        order = np.lexsort(np.sort(codes, axis=1).T)
        place = np.empty(n, dtype=np.int64)
        place[order] = np.arange(n)
        return cls(
            codes=codes,
            metric=metric,
            scores=values - values[0] if metric is Metric.INTERVAL else values,
            delta=delta,
            of_cluster=place,
            frequency=np.ones(n, dtype=np.int64),
        )

    def by_cluster(self, clusters: Sequence[Hashable] | NDArray[np.generic]) -> ManyValues:
        """Draw whole clusters.

        Parameters
        ----------
        clusters : sequence of hashable, (n,)
            Cluster of each unit.

        Returns
        -------
        ManyValues
            The same units in clusters.
        """
        many, of_cluster = numbered(clusters)
        return replace(self, of_cluster=of_cluster, frequency=np.ones(many, dtype=np.int64))

    @property
    def n(self) -> int:
        """Number of independent rows."""
        return self.frequency.size

    def point(self) -> float:
        """Return alpha."""
        return self._alpha(np.ones(len(self.codes)))

    def leave_one_out(self) -> Floats:
        """Return alpha without each cluster."""
        return np.array([self._alpha((self.of_cluster != g) * 1.0) for g in range(self.n)])

    def resampled(self, *, resamples: int, seed: int) -> Floats:
        """Return alpha of resamples.

        Parameters
        ----------
        resamples : int
            How many.
        seed : int
            Starts the draws.

        Returns
        -------
        array of float, (resamples,)
            NaN where a resample has no variation.
        """
        rng = np.random.default_rng(seed)
        return np.array(
            [
                self._alpha(draw(rng, self.frequency, 1)[0][self.of_cluster])
                for _ in range(resamples)
            ]
        )

    def _alpha(self, weight: Floats) -> float:
        present = self.codes != MISSING
        m = present.sum(axis=1)
        each = np.where(present, weight[:, None], 0.0)
        q = self.scores.size
        counted = np.bincount(self.codes[present], weights=each[present], minlength=q)
        marginals = counted.astype(np.float64)
        n = float(marginals.sum())
        scores = self.scores
        if self.metric is Metric.ORDINAL and self.delta is None:
            scores = np.cumsum(marginals) - marginals / 2
        if self.delta is None and self.metric in {Metric.ORDINAL, Metric.INTERVAL}:
            values = np.where(present, scores[self.codes], 0.0)
            s, s2 = values.sum(axis=1), np.einsum("ur,ur->u", values, values)
            observed = float(weight @ (2 * (m * s2 - s**2) / (m - 1)))
            mean = float(marginals @ scores) / n
            expected = 2 * n * float(marginals @ (scores - mean) ** 2)
        else:
            observed = float(weight @ (self._apart(m) / (m - 1)))
            expected = self._expected(marginals)
        return 1 - (n - 1) * observed / expected if expected > 0 else nan

    def _apart(self, m: Ints) -> Floats:
        """Sum of squared differences over ordered pairs within each unit."""
        total = np.zeros(m.size)
        for first in range(self.codes.shape[1]):
            for second in range(first + 1, self.codes.shape[1]):
                one, two = self.codes[:, first], self.codes[:, second]
                both = (one != MISSING) & (two != MISSING)
                total += np.where(both, 2 * self._between(one, two), 0.0)
        return total

    def _between(self, one: Codes, two: Codes) -> Floats:
        if self.delta is not None:
            return self.delta[one, two]
        if self.metric is Metric.RATIO:
            return _ratio(self.scores[one], self.scores[two])
        return (one != two).astype(np.float64)

    def _expected(self, marginals: Floats) -> float:
        if self.delta is not None:
            return float(marginals @ self.delta @ marginals)
        if self.metric is not Metric.RATIO:
            return float(marginals.sum() ** 2 - marginals @ marginals)
        total = 0.0
        for start in range(0, self.scores.size, BLOCK):
            block = slice(start, start + BLOCK)
            apart = _ratio(self.scores[block, None], self.scores[None, :])
            total += float(marginals[block] @ apart @ marginals)
        return total


def _ratio(one: Floats, two: Floats) -> Floats:
    base = one + two
    return ((one - two) / np.where(base == 0, 1.0, base)) ** 2
