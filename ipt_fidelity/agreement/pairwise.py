r"""Coefficients that correct pairwise agreement for chance: Gwet, Fleiss, Conger and their kin.

All share the agreement of pairs within units,
:math:`p_a = n_2^{-1} \sum_i \sum_k r_{ik} (r^*_{ik} - 1) / (r_i (r_i - 1))` over the units with
two ratings or more, and differ in the agreement :math:`p_e` expected by chance; the coefficient is
:math:`(p_a - p_e) / (1 - p_e)`. Units with one rating enter the chance term only.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from math import nan, sqrt

import numpy as np
from numpy.typing import ArrayLike

from ipt_fidelity.agreement.distributions import Floats, Ints
from ipt_fidelity.agreement.intervals import LOWEST, Interval, with_interval
from ipt_fidelity.agreement.metrics import By, Weights, agreement_weights
from ipt_fidelity.agreement.patterns import Patterns, count_patterns
from ipt_fidelity.agreement.ratings import RatingMatrix, Ratings, categorical
from ipt_fidelity.agreement.remarks import (
    is_skewed,
    told_below_chance,
    told_prevalence,
    told_silent,
)
from ipt_fidelity.agreement.resampling import Sums, by_cluster
from ipt_fidelity.agreement.result import Coefficient, Undefined

GWET = "Gwet (2008), Br J Math Stat Psychol 61; Gwet (2014), chapters 2, 3 and 5"
LEAST = 1e-12
FEWEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighting:
    """Which categories there are and how partial agreement counts.

    Parameters
    ----------
    categories : sequence of hashable or None
        Categories in order, unused ones included; None takes those that occur.
    weights : str or array_like, (q, q)
        identity, linear, quadratic, ordinal, radical, ratio, or own agreement weights.
    by : By
        Whether weights come from values or ranks.
    """

    categories: Sequence[Hashable] | None = None
    weights: str | ArrayLike = "identity"
    by: By = By.VALUE


UNWEIGHTED = Weighting()
SPACED = frozenset({Weights.LINEAR, Weights.QUADRATIC, Weights.RADICAL, Weights.RATIO})


def by_value(weighting: Weighting) -> bool:
    """Return whether weights follow the values of the categories.

    Parameters
    ----------
    weighting : Weighting
        Weights.

    Returns
    -------
    bool
        False for ranks, for own weights and where values play no part.
    """
    named = isinstance(weighting.weights, str) and weighting.weights in SPACED
    return named and weighting.by is By.VALUE


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Ratings ready for any of the coefficients of this module.

    Parameters
    ----------
    matrix : RatingMatrix
        Units by raters.
    patterns : Patterns
        Units collapsed to counts per category.
    weights : array of float, (q, q)
        Partial agreement.
    form : str
        Name of the weights.
    """

    matrix: RatingMatrix
    patterns: Patterns
    weights: Floats
    form: str
    counts: Floats = field(init=False, repr=False)
    m: Floats = field(init=False, repr=False)
    shares: Floats = field(init=False, repr=False)
    agreed: Floats = field(init=False, repr=False)

    def __post_init__(self) -> None:
        counts = self.patterns.rows
        m = counts.sum(axis=1)
        paired = m >= FEWEST
        pairs = np.where(paired, m * (m - 1), 1.0)
        partial = np.einsum("pk,pk->p", counts, counts @ self.weights.T - 1)
        object.__setattr__(self, "counts", counts)
        object.__setattr__(self, "m", m)
        object.__setattr__(self, "shares", counts / m[:, None])
        object.__setattr__(self, "agreed", np.where(paired, partial / pairs, 0.0))

    @property
    def paired(self) -> Floats:
        """1 for patterns with two ratings or more, else 0."""
        return (self.m >= FEWEST).astype(np.float64)

    @property
    def q(self) -> int:
        """Number of categories."""
        return len(self.matrix.categories)


def table_of(ratings: Ratings, weighting: Weighting) -> Table:
    """Read ratings and collapse them.

    Parameters
    ----------
    ratings : array_like or pandas.DataFrame, (n, r)
        Units by raters.
    weighting : Weighting
        Categories and weights.

    Returns
    -------
    Table
        Ready to be used by several coefficients.
    """
    matrix = categorical(ratings, categories=weighting.categories)
    weights, form = agreement_weights(weighting.weights, matrix, by=weighting.by)
    return Table(matrix=matrix, patterns=count_patterns(matrix), weights=weights, form=form)


Chance = Callable[[Floats], tuple[Floats, Floats]]


def no_chance(shares: Floats) -> tuple[Floats, Floats]:
    """Expect no agreement by chance.

    Parameters
    ----------
    shares : array of float, (..., q)
        Use of the categories.

    Returns
    -------
    expected, towards : array of float
        Zeros.
    """
    return shares.sum(axis=-1) * 0.0, np.zeros(int(shares.shape[-1]))


def gwet_chance(table: Table) -> Chance:
    """Return Gwet's chance term: the probability that a rating is random times 1 / q.

    Parameters
    ----------
    table : Table
        For weights and number of categories.

    Returns
    -------
    callable
        From shares to the expected agreement, and to what each category adds to it.
    """
    q = table.q
    scale = float(table.weights.sum()) / (q * (q - 1)) if q > 1 else nan

    def chance(shares: Floats) -> tuple[Floats, Floats]:
        return scale * (shares * (1 - shares)).sum(axis=-1), scale * (1 - shares)

    return chance


def uniform_chance(table: Table) -> Chance:
    """Return the chance term of raters who use all categories alike.

    Parameters
    ----------
    table : Table
        For weights and number of categories.

    Returns
    -------
    callable
        From shares to the expected agreement, which does not depend on them.
    """
    chance = float(table.weights.sum()) / max(table.q, 1) ** 2

    def uniform(shares: Floats) -> tuple[Floats, Floats]:
        return np.full(shares.shape[:-1], chance), np.zeros(table.q)

    return uniform


def fleiss_chance(weights: Floats) -> Chance:
    """Return the chance term of raters who share one distribution.

    Parameters
    ----------
    weights : array of float, (q, q)
        Partial agreement.

    Returns
    -------
    callable
        From shares to the expected agreement, and to what each category adds to it.
    """
    both = (weights + weights.T) / 2

    def chance(shares: Floats) -> tuple[Floats, Floats]:
        towards = shares @ both
        return np.einsum("...k,...k->...", towards, shares), towards

    return chance


def _sums(table: Table, chance: Chance) -> Sums:
    def coefficient(totals: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            raw = totals[..., 1] / totals[..., 0]
            expected, _ = chance(totals[..., 3:] / totals[..., 2:3])
            value = (raw - expected) / (1 - expected)
        return np.where(1 - expected > LEAST, value, nan)

    rows = np.column_stack([table.paired, table.agreed, np.ones(table.m.size), table.shares])
    return Sums(rows=rows, frequency=table.patterns.frequency, of=coefficient)


def coefficient_of(
    table: Table, name: str, chance: Chance, interval: Interval, *, declared: bool = False
) -> Coefficient:
    """Return value, interval and notes of a coefficient.

    Parameters
    ----------
    table : Table
        The ratings.
    name : str
        Statistic.
    chance : callable
        From shares of the categories to the agreement expected by chance, and to the share of it
        that each category adds.
    interval : Interval
        Which interval.
    declared : bool
        Whether the coefficient exists without variation once two categories are declared.

    Returns
    -------
    Coefficient
        With Gwet's linearised standard error.
    """
    matrix, f = table.matrix, table.patterns.frequency
    result = facts_of(table, name, interval)
    if result.undefined is not None:
        return result
    if table.q == 1 and name != "percent_agreement":
        return replace(result, undefined=Undefined.NO_VARIATION)
    sums = _sums(table, chance)
    totals = f @ sums.rows
    value = sums.point()
    used = int((totals[3:] > 0).sum())
    if np.isnan(value) or (used == 1 and not declared):
        return replace(result, undefined=Undefined.NO_VARIATION)
    shares = totals[3:] / totals[2]
    expected, towards = chance(shares)
    se = _gwet_se(table, value, float(expected), table.shares @ towards)
    result = told_below_chance(replace(result, value=value))
    if name in {"fleiss_kappa", "scott_pi"}:
        result = _with_prevalence(result, table, shares, float(totals[1] / totals[0]))
    if interval.clusters is not None:
        clusters = np.asarray(interval.clusters)[matrix.kept]
        sums = by_cluster(sums, table.patterns.of_unit, clusters)
    lowest = 0.0 if name == "percent_agreement" else LOWEST
    return with_interval(result, sums, interval, analytic_se=se, lowest=lowest)


def facts_of(table: Table, name: str, interval: Interval) -> Coefficient:
    """Return a result without value: what entered, or why nothing can be computed.

    Parameters
    ----------
    table : Table
        The ratings.
    name : str
        Statistic.
    interval : Interval
        For its confidence.

    Returns
    -------
    Coefficient
        With ``undefined`` set where there is no rating or no pair.
    """
    matrix, f = table.matrix, table.patterns.frequency
    n_paired = int(f @ table.paired)
    result = Coefficient(
        statistic=name,
        form=table.form,
        value=nan,
        confidence=interval.confidence,
        n_units=n_paired,
        n_raters=matrix.n_raters,
        n_ratings=int(f @ table.m),
        notes=told_silent(matrix.silent),
        source=GWET,
    )
    if matrix.codes.size == 0:
        return replace(result, undefined=Undefined.NO_DATA)
    if n_paired == 0:
        return replace(result, undefined=Undefined.NO_PAIRABLE_VALUES)
    return result


def gwet_linear(table: Table, value: float, expected: float, towards: Floats) -> Floats:
    """Return what each pattern adds to the linearised variance.

    Parameters
    ----------
    table : Table
        The ratings.
    value : float
        The coefficient.
    expected : float
        Agreement expected by chance.
    towards : array of float, (p,)
        Chance term of each pattern; its mean over units is ``expected``.

    Returns
    -------
    array of float, (p,)
        Gwet (2014), equation 5.13: its mean square about the coefficient, over n - 1, is the
        variance.
    """
    f = table.patterns.frequency
    n, paired = float(f.sum()), float(f @ table.paired)
    ours = (n / paired) * (table.agreed - expected * table.paired) / (1 - expected)
    return ours - 2 * (1 - value) * (towards - expected) / (1 - expected)


def _gwet_se(table: Table, value: float, expected: float, towards: Floats) -> float:
    f: Ints = table.patterns.frequency
    n = float(f.sum())
    if n < FEWEST:
        return nan
    if expected == 0 or not towards.any():
        towards = np.full(towards.shape, expected)
    linear = gwet_linear(table, value, expected, towards)
    return sqrt(float(f @ (linear - value) ** 2) / (n * (n - 1)))


def _with_prevalence(result: Coefficient, table: Table, shares: Floats, raw: float) -> Coefficient:
    if not is_skewed(shares, raw - result.value):
        return result
    beside = {"percent agreement": raw}
    for name, chance in (
        ("AC1" if table.form == "unweighted" else "AC2", gwet_chance(table)),
        ("PABAK" if table.q == FEWEST else "Brennan-Prediger", uniform_chance(table)),
    ):
        beside[name] = _sums(table, chance).point()
    return told_prevalence(result, shares=shares, raw=raw, beside=beside)
