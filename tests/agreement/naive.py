"""Second implementations: loops over units, pairs and cells, straight from the formulas."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, permutations

import numpy as np

from ipt_fidelity.agreement.distributions import Floats


def rows_of(table: Floats) -> list[list[float]]:
    return [[one for one in row if not np.isnan(one)] for row in table]


def alpha(table: Floats, level: str) -> float:
    """Krippendorff (2011), with sums over all pairs of values."""
    paired = [row for row in rows_of(table) if len(row) > 1]
    everything = sorted(one for row in paired for one in row)
    n = len(everything)

    def delta(a: float, b: float) -> float:
        if level == "nominal":
            return float(a != b)
        if level == "interval":
            return (a - b) ** 2
        if level == "ratio":
            return 0.0 if a == b == 0 else ((a - b) / (a + b)) ** 2
        low, high = min(a, b), max(a, b)
        between = sum(low <= one <= high for one in everything)
        ends = (everything.count(low) + everything.count(high)) / 2
        return 0.0 if a == b else (between - ends) ** 2

    observed = sum(
        sum(delta(a, b) for a, b in permutations(row, 2)) / (len(row) - 1) for row in paired
    )
    values = sorted(set(everything))
    times = {one: everything.count(one) for one in values}
    expected = sum(times[a] * times[b] * delta(a, b) for a, b in permutations(values, 2))
    return 1 - (n - 1) * observed / expected if expected else float("nan")


def observed_agreement(table: Floats, weight: Callable[[float, float], float]) -> float:
    shares = [
        np.mean([weight(a, b) for a, b in permutations(row, 2)])
        for row in rows_of(table)
        if len(row) > 1
    ]
    return float(np.mean(shares))


def unit_shares(table: Floats, categories: list[float]) -> Floats:
    """Mean over units of the share of a unit's ratings in each category."""
    rows = [row for row in rows_of(table) if row]
    return np.mean([[row.count(one) / len(row) for one in categories] for row in rows], axis=0)


def fleiss(
    table: Floats, categories: list[float], weight: Callable[[float, float], float]
) -> float:
    shares = unit_shares(table, categories)
    chance = sum(
        shares[i] * shares[j] * weight(a, b)
        for i, a in enumerate(categories)
        for j, b in enumerate(categories)
    )
    return (observed_agreement(table, weight) - chance) / (1 - chance)


def gwet(table: Floats, categories: list[float], weight: Callable[[float, float], float]) -> float:
    shares, q = unit_shares(table, categories), len(categories)
    total = sum(weight(a, b) for a in categories for b in categories)
    chance = total / (q * (q - 1)) * sum(one * (1 - one) for one in shares)
    return (observed_agreement(table, weight) - chance) / (1 - chance)


def brennan(
    table: Floats, categories: list[float], weight: Callable[[float, float], float]
) -> float:
    chance = sum(weight(a, b) for a in categories for b in categories) / len(categories) ** 2
    return (observed_agreement(table, weight) - chance) / (1 - chance)


def conger(
    table: Floats, categories: list[float], weight: Callable[[float, float], float]
) -> float:
    """Mean over ordered pairs of raters of the agreement expected from their own margins."""
    margins = []
    for column in table.T:
        rated = column[~np.isnan(column)]
        if rated.size:
            margins.append([float(np.mean(rated == one)) for one in categories])
    chances = [
        sum(
            first[i] * second[j] * weight(a, b)
            for i, a in enumerate(categories)
            for j, b in enumerate(categories)
        )
        for first, second in permutations(margins, 2)
    ]
    chance = float(np.mean(chances))
    return (observed_agreement(table, weight) - chance) / (1 - chance)


def cohen(table: Floats, _: list[float], weight: Callable[[float, float], float]) -> float:
    pairs = [tuple(row) for row in table if not np.isnan(row).any()]
    n = len(pairs)
    observed = sum(weight(a, b) for a, b in pairs) / n
    chance = sum(weight(a, b) for a, _ in pairs for _, b in pairs) / n**2
    return (observed - chance) / (1 - chance) if chance < 1 else float("nan")


def light(table: Floats, categories: list[float], weight: Callable[[float, float], float]) -> float:
    kappas = [
        cohen(table[:, [a, b]], categories, weight)
        for a, b in combinations(range(table.shape[1]), 2)
    ]
    return float(np.mean(kappas))


def specific(table: Floats, category: float) -> float:
    both = either = 0.0
    for row in rows_of(table):
        chosen = row.count(category)
        both += chosen * (chosen - 1)
        either += chosen * (len(row) - 1)
    return both / either if either else float("nan")


def reml_criterion(table: Floats, units: float, raters: float, residual: float) -> float:
    """Minus twice the restricted log likelihood with the whole covariance matrix written out."""
    unit, rater = np.nonzero(~np.isnan(table))
    y = table[unit, rater]
    spread = (
        units * (unit[:, None] == unit)
        + raters * (rater[:, None] == rater)
        + residual * np.eye(y.size)
    )
    inverse, ones = np.linalg.inv(spread), np.ones(y.size)
    information = ones @ inverse @ ones
    rest = y - ones @ inverse @ y / information
    return float(
        np.linalg.slogdet(spread)[1]
        + np.log(information)
        + rest @ inverse @ rest
        + (y.size - 1) * np.log(2 * np.pi)
    )


def ccc(table: Floats) -> float:
    x, y = table.T
    shared = np.mean((x - x.mean()) * (y - y.mean()))
    return float(2 * shared / (x.var() + y.var() + (x.mean() - y.mean()) ** 2))
