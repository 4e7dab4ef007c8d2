"""Two thousand random tables for the coefficients of pairs, ranks and variance components."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import krippendorff
import numpy as np
import pytest

from ipt_fidelity import agreement as ag
from ipt_fidelity.agreement import Interval, IntervalKind
from ipt_fidelity.agreement.components import profiled, summarise
from ipt_fidelity.agreement.distributions import Floats
from ipt_fidelity.errors import FrameError
from tests.agreement import naive, published
from tests.agreement.test_random_tables import CLOSE, TABLES, has_pairs, same, tables

PLAIN = Interval(kind=IntervalKind.NONE)


def test_light_equals_the_mean_of_cohens_over_pairs_with_gaps() -> None:
    compared = 0
    for table in tables(20, many=TABLES):
        spoken = table[:, (~np.isnan(table)).any(axis=0)]
        found = ag.light_kappa(table, interval=PLAIN)
        both = [
            spoken[:, list(pair)][~np.isnan(spoken[:, list(pair)]).any(axis=1)]
            for pair in combinations(range(spoken.shape[1]), 2)
        ]
        if not both or any(len(rows) == 0 for rows in both):
            assert found.undefined is not None
            continue
        theirs = float(np.mean([cohen(rows) for rows in both]))
        assert same(found, theirs)
        compared += not np.isnan(theirs)
    assert compared > TABLES / 4


def cohen(rows: Floats) -> float:
    first, second = Counter(rows[:, 0].tolist()), Counter(rows[:, 1].tolist())
    observed = sum(a == b for a, b in rows.tolist()) / len(rows)
    chance = sum(first[one] * second[one] for one in first) / len(rows) ** 2
    return (observed - chance) / (1 - chance) if chance < 1 else float("nan")


def scott(table: Floats) -> float:
    pairs = [(a, b) for a, b in table if not np.isnan(a + b)]
    pooled = [one for pair in pairs for one in pair]
    observed = np.mean([a == b for a, b in pairs])
    chance = sum((times / len(pooled)) ** 2 for times in Counter(pooled).values())
    return float((observed - chance) / (1 - chance)) if chance < 1 else float("nan")


def test_scott_equals_sums_over_all_pairs() -> None:
    for table in tables(21, raters=2):
        if has_pairs(table):
            assert same(ag.scott_pi(table, interval=PLAIN), scott(table))


def mid_ranks(values: Floats) -> list[float]:
    return [
        sum(v < one for v in values) + (sum(v == one for v in values) + 1) / 2 for one in values
    ]


def kendall(table: Floats) -> float:
    """Kendall (1948) with the correction for ties."""
    n, m = table.shape
    ranks = np.array([mid_ranks(column) for column in table.T])
    ties = sum(
        sum(t**3 - t for t in np.unique(column, return_counts=True)[1]) for column in table.T
    )
    spread = ((ranks.sum(axis=0) - m * (n + 1) / 2) ** 2).sum()
    base = m**2 * (n**3 - n) - m * ties
    return float(12 * spread / base) if base > 0 else float("nan")


def test_kendall_w_equals_its_formula_with_ties() -> None:
    rng = np.random.default_rng(22)
    for _ in range(TABLES):
        n, m = int(rng.integers(2, 8)), int(rng.integers(2, 5))
        table = rng.integers(0, int(rng.integers(2, 7)), size=(n, m)).astype(float)
        found, theirs = ag.kendall_w(table), kendall(table)
        if np.isnan(theirs):
            assert found.undefined is not None
        elif found.undefined is None:
            assert found.value == pytest.approx(theirs, abs=CLOSE)
        else:
            assert n < 3 or m < 2


def test_the_reml_criterion_equals_the_written_out_likelihood() -> None:
    rng = np.random.default_rng(23)
    for _ in range(TABLES):
        n, k = int(rng.integers(2, 8)), int(rng.integers(2, 5))
        table = rng.normal(size=(n, 1)) * 2 + rng.normal(size=(n, k)) + 1e2
        table[rng.random((n, k)) < rng.choice([0.0, 0.3])] = np.nan
        table = table[(~np.isnan(table)).any(axis=1)][:, (~np.isnan(table)).any(axis=0)]
        if table.size == 0 or (~np.isnan(table)).sum() < 3:
            continue
        units, raters = rng.choice([0.0, 0.5, 3.0]), rng.choice([0.0, 0.2, 2.0])
        ours, residual, _ = profiled(summarise(table), units, raters)
        theirs = naive.reml_criterion(table, units * residual, raters * residual, residual)
        assert ours == pytest.approx(theirs, rel=CLOSE, abs=CLOSE)


def circular(a: float, b: float, around: float) -> float:
    return float(np.sin(np.pi * (a - b) / around) ** 2)


def bipolar(a: float, b: float, low: float, high: float) -> float:
    if a == b:
        return 0.0
    return (a - b) ** 2 / ((a + b - 2 * low) * (2 * high - a - b))


def by_metric(table: Floats, difference: dict[tuple[float, float], float]) -> float:
    """Alpha with any metric, as sums over all pairs of values."""
    paired = [row for row in naive.rows_of(table) if len(row) > 1]
    values = [one for row in paired for one in row]
    observed = sum(
        sum(difference[a, b] for a in row for b in row) / (len(row) - 1) for row in paired
    )
    expected = sum(difference[a, b] for a in values for b in values)
    return 1 - (len(values) - 1) * observed / expected if expected > 0 else float("nan")


@pytest.mark.parametrize("level", ["circular", "bipolar"])
def test_alpha_with_a_metric_of_ends_equals_sums_over_all_pairs(level: str) -> None:
    for table in tables(24, many=TABLES // 2):
        if not has_pairs(table):
            continue
        difference = {
            (float(a), float(b)): circular(a, b, 7) if level == "circular" else bipolar(a, b, -1, 6)
            for a in range(6)
            for b in range(6)
        }
        ends = (0.0, 7.0) if level == "circular" else (-1.0, 6.0)
        ours = ag.krippendorff_alpha(table, level=level, ends=ends, interval=PLAIN)
        assert same(ours, by_metric(table, difference))


def test_alpha_with_a_metric_of_ends_equals_the_package_krippendorff() -> None:
    paired = published.KRIPPENDORFF_2011[:-1]

    def metric(v1: Floats, v2: Floats, **_: object) -> Floats:
        base = (v1 + v2 - 2) * (10 - v1 - v2)
        return (v1 - v2) ** 2 / np.where(base == 0, 1.0, base)

    theirs = krippendorff.alpha(paired.T, level_of_measurement=metric)
    ours = ag.krippendorff_alpha(published.KRIPPENDORFF_2011, level="bipolar")
    assert ours.value == pytest.approx(theirs, abs=CLOSE)


def test_midnight_is_next_to_the_hour_before_it() -> None:
    hours = [[23.0, 0.0], [6.0, 6.0], [12.0, 12.0], [18.0, 18.0], [0.0, 23.0]]
    around = ag.krippendorff_alpha(hours, level="circular", ends=(0, 24)).value
    assert around > 0.95
    assert ag.krippendorff_alpha(hours, level="interval").value < 0


def test_a_value_beyond_the_ends_of_a_bipolar_scale_is_refused() -> None:
    with pytest.raises(FrameError, match="9 lies beyond"):
        ag.krippendorff_alpha([[1, 2], [9, 2]], level="bipolar", ends=(1, 7))
