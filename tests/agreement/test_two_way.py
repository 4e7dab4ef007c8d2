"""Intervals that also ask what other raters would have given."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ipt_fidelity import agreement as ag
from ipt_fidelity.agreement import Interval, IntervalKind, Undefined
from ipt_fidelity.agreement.distributions import Floats
from ipt_fidelity.agreement.ratings import Ratings
from ipt_fidelity.errors import FrameError
from tests.agreement import published as p

PLAIN = Interval(kind=IntervalKind.NONE)


def nominal(table: Ratings, interval: Interval) -> ag.Coefficient:
    return ag.krippendorff_alpha(table, interval=interval)


def study(seed: int, *, raters: int, spread: float) -> Floats:
    """Raters of different skill rate fifty units."""
    rng = np.random.default_rng(seed)
    edges = np.cumsum([0.4, 0.3, 0.2, 0.1])
    truth = (rng.random((50, 1)) > edges).sum(axis=1)
    skill = 1 / (1 + np.exp(-1.2 - spread * rng.normal(size=raters)))
    guess = (rng.random((50, raters, 1)) > edges).sum(axis=2)
    return np.where(rng.random((50, raters)) < skill, truth[:, None], guess) * 1.0


def test_it_holds_the_value_of_new_raters_where_an_interval_over_units_does_not() -> None:
    truth = np.mean(
        [nominal(study(seed, raters=200, spread=0.8), PLAIN).value for seed in range(20)]
    )
    both = units = 0
    for seed in range(120):
        table = study(1000 + seed, raters=5, spread=0.8)
        wide = ag.over_units_and_raters(nominal, table)
        both += wide.low <= truth <= wide.high
        one = nominal(table, Interval(seed=1))
        units += one.low <= truth <= one.high
    assert both / 120 > 0.88
    assert units / 120 < 0.85


def test_its_variance_is_that_of_both_jackknives_by_hand() -> None:
    table = study(7, raters=4, spread=0.5)
    roots = [
        np.cbrt(1 - nominal(np.delete(table, rater, axis=1), PLAIN).value) for rater in range(4)
    ]
    middle = np.cbrt(1 - nominal(table, PLAIN).value)
    over_units = nominal(table, Interval(kind=IntervalKind.JACKKNIFE)).se / (3 * middle**2)
    total = np.sqrt(over_units**2 + 3 * np.var(roots))
    assert ag.over_units_and_raters(nominal, table).se == pytest.approx(3 * middle**2 * total)


def test_few_raters_are_told_and_two_are_refused() -> None:
    found = ag.over_units_and_raters(nominal, p.GWET_2014)
    assert "few_raters" in [note.code for note in found.notes]
    with pytest.raises(FrameError, match="2 raters"):
        ag.over_units_and_raters(nominal, p.GWET_2008)


def test_an_undefined_coefficient_keeps_its_reason() -> None:
    found = ag.over_units_and_raters(nominal, p.NO_VARIATION)
    assert found.undefined is Undefined.NO_VARIATION


def test_a_frame_is_not_changed() -> None:
    frame = pd.DataFrame(p.GWET_2014, columns=list("ABCD"), index=[f"u{n}" for n in range(12)])
    kept = frame.copy()
    ag.over_units_and_raters(nominal, frame)
    pd.testing.assert_frame_equal(frame, kept)
