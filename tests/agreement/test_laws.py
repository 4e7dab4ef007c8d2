"""What holds for every table: permutations, renaming, shifts, bounds, perfection, seeds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from ipt_fidelity import agreement as ag
from ipt_fidelity.agreement import Interval, IntervalKind, Weighting
from ipt_fidelity.agreement.distributions import Floats
from ipt_fidelity.agreement.resampling import draw

PLAIN = Interval(kind=IntervalKind.NONE)
NOMINAL = [
    ag.krippendorff_alpha,
    ag.percent_agreement,
    ag.gwet_ac,
    ag.fleiss_kappa,
    ag.conger_kappa,
    ag.brennan_prediger,
]
shapes = array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=7)
entries = st.one_of(st.integers(0, 3).map(float), st.just(np.nan))
tables = arrays(np.float64, shapes, elements=entries)
EXAMPLES = settings(max_examples=60, deadline=None)


def same(one: ag.Coefficient, two: ag.Coefficient) -> bool:
    if one.undefined is not None or two.undefined is not None:
        return one.undefined == two.undefined
    return abs(one.value - two.value) < 1e-9


@pytest.mark.parametrize("statistic", NOMINAL)
@EXAMPLES
@given(table=tables, data=st.data())
def test_the_order_of_units_and_raters_plays_no_part(statistic, table: Floats, data) -> None:  # noqa: ANN001 - any coefficient
    rows = data.draw(st.permutations(range(table.shape[0])))
    columns = data.draw(st.permutations(range(table.shape[1])))
    moved = table[np.ix_(rows, columns)]
    assert same(statistic(table, interval=PLAIN), statistic(moved, interval=PLAIN))


@pytest.mark.parametrize("statistic", NOMINAL)
@EXAMPLES
@given(table=tables)
def test_the_names_of_categories_play_no_part(statistic, table: Floats) -> None:  # noqa: ANN001 - any coefficient
    renamed = np.where(
        np.isnan(table), np.nan, np.array([7.0, -2.0, 100.0, 3.5])[np.nan_to_num(table).astype(int)]
    )
    assert same(statistic(table, interval=PLAIN), statistic(renamed, interval=PLAIN))


@EXAMPLES
@given(table=tables, shift=st.integers(-50, 50), scale=st.sampled_from([0.5, 2.0, 10.0]))
def test_interval_alpha_and_icc_know_no_origin_and_no_unit(
    table: Floats, shift: int, scale: float
) -> None:
    moved = table * scale + shift
    first = ag.krippendorff_alpha(table, level="interval", interval=PLAIN)
    assert same(first, ag.krippendorff_alpha(moved, level="interval", interval=PLAIN))
    complete = np.nan_to_num(table)
    assume(np.ptp(complete) > 0)
    for form in ag.Form:
        one, two = (
            ag.icc(x, form=form, interval=PLAIN) for x in (complete, complete * scale + shift)
        )
        assert same(one, two)


@EXAMPLES
@given(table=tables)
def test_ordinal_alpha_knows_order_only(table: Floats) -> None:
    stretched = np.where(np.isnan(table), np.nan, np.exp(3 * np.nan_to_num(table)))
    one = ag.krippendorff_alpha(table, level="ordinal", interval=PLAIN)
    assert same(one, ag.krippendorff_alpha(stretched, level="ordinal", interval=PLAIN))


@pytest.mark.parametrize("statistic", NOMINAL)
@EXAMPLES
@given(table=tables)
def test_no_coefficient_exceeds_1_and_none_is_nan_without_a_reason(
    statistic,  # noqa: ANN001 - any coefficient
    table: Floats,
) -> None:
    found = statistic(table, interval=PLAIN)
    assert np.isnan(found.value) == (found.undefined is not None)
    assert np.isnan(found.value) or found.value <= 1 + 1e-12


@pytest.mark.parametrize("statistic", [*NOMINAL, ag.light_kappa])
@EXAMPLES
@given(units=st.lists(st.integers(0, 3), min_size=2, max_size=8), raters=st.integers(2, 4))
def test_perfect_agreement_with_two_values_in_use_is_1(
    statistic,  # noqa: ANN001 - any coefficient
    units: list[int],
    raters: int,
) -> None:
    assume(len(set(units)) > 1)
    table = np.repeat(np.array(units, dtype=float)[:, None], raters, axis=1)
    assert statistic(table, interval=PLAIN).value == pytest.approx(1.0)


@EXAMPLES
@given(table=tables)
def test_ac_with_identity_weights_is_ac1_and_weights_of_1_agree_on_all(table: Floats) -> None:
    q = len(np.unique(table[~np.isnan(table)]))
    assume(q > 1)
    own = ag.gwet_ac(table, weighting=Weighting(weights=np.eye(q)), interval=PLAIN)
    assert same(own, ag.gwet_ac(table, interval=PLAIN))


def sample(seed: int, n: int = 60, r: int = 4) -> Floats:
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 4, (n, 1))
    table = np.where(rng.random((n, r)) < 0.7, truth, rng.integers(0, 4, (n, r))).astype(float)
    table[rng.random((n, r)) < 0.2] = np.nan
    return table


RESAMPLED = [
    (lambda x, i: ag.krippendorff_alpha(x, level="ordinal", interval=i)),
    (lambda x, i: ag.krippendorff_alpha(x, level="interval", interval=i)),
    (lambda x, i: ag.gwet_ac(x, interval=i)),
    (lambda x, i: ag.fleiss_kappa(x, interval=i)),
    (lambda x, i: ag.conger_kappa(x, interval=i)),
    (lambda x, i: ag.specific_agreement(x, category=1, interval=i)),
    (lambda x, i: ag.cohen_kappa(x[:, :2], interval=i)),
    (lambda x, i: ag.icc(np.nan_to_num(x), interval=i)),
    (lambda x, i: ag.lin_ccc(x[:, :2], interval=i)),
]


@pytest.mark.parametrize("statistic", RESAMPLED)
@pytest.mark.parametrize("kind", [IntervalKind.PERCENTILE, IntervalKind.BCA])
def test_a_seed_gives_one_interval_for_every_order_of_the_rows(statistic, kind) -> None:  # noqa: ANN001 - any coefficient
    table, order = sample(1), np.random.default_rng(2).permutation(60)
    wanted = Interval(kind=kind, seed=7, resamples=200)
    one, two = statistic(table, wanted), statistic(table[order], wanted)
    assert (one.low, one.high) == pytest.approx((two.low, two.high), abs=1e-12)
    other = statistic(table, Interval(kind=kind, seed=8, resamples=200))
    assert (one.low, one.high) != (other.low, other.high)


@pytest.mark.parametrize("statistic", RESAMPLED)
def test_clusters_are_drawn_whole_whatever_the_order_of_the_rows(statistic) -> None:  # noqa: ANN001 - any coefficient
    table, order = sample(3), np.random.default_rng(4).permutation(60)
    sessions = np.repeat(np.arange(40), 3)[:60] // 2
    kind = IntervalKind.PERCENTILE
    one = statistic(table, Interval(kind=kind, seed=5, resamples=200, clusters=sessions))
    moved = Interval(kind=kind, seed=5, resamples=200, clusters=sessions[order])
    two = statistic(table[order], moved)
    assert (one.low, one.high) == pytest.approx((two.low, two.high), abs=1e-12)
    assert one.n_clusters == len(set(sessions[(~np.isnan(table)).any(axis=1)])) or one.n_clusters


def test_each_unit_its_own_cluster_is_the_bootstrap_over_units_in_distribution() -> None:
    table = sample(6)
    kind = IntervalKind.PERCENTILE
    units = ag.krippendorff_alpha(table, interval=Interval(kind=kind, seed=1, resamples=4000))
    alone = ag.krippendorff_alpha(
        table, interval=Interval(kind=kind, seed=1, resamples=4000, clusters=np.arange(60))
    )
    assert (units.low, units.high) == pytest.approx((alone.low, alone.high), abs=0.02)


def test_identical_units_within_clusters_widen_the_interval() -> None:
    table = np.repeat(sample(9, n=40), 5, axis=0)
    clusters = np.repeat(np.arange(40), 5)
    units = ag.krippendorff_alpha(table, interval=Interval(seed=1))
    grouped = ag.krippendorff_alpha(table, interval=Interval(seed=1, clusters=clusters))
    assert grouped.high - grouped.low > 1.8 * (units.high - units.low)


def test_the_pattern_bootstrap_is_that_of_a_loop_over_drawn_units() -> None:
    table, rng = sample(10), np.random.default_rng(0)
    loop = [
        ag.krippendorff_alpha(table[rng.integers(0, 60, 60)], level="ordinal", interval=PLAIN).value
        for _ in range(1500)
    ]
    kind = IntervalKind.PERCENTILE
    found = ag.krippendorff_alpha(
        table, level="ordinal", interval=Interval(kind=kind, seed=1, resamples=4000)
    )
    low, high = np.quantile(loop, [0.025, 0.975])
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.025)
    assert found.se == pytest.approx(np.std(loop), rel=0.1)


@pytest.mark.parametrize("frequency", [[9000, 700, 290, 10], [3, 2, 1]])
def test_drawn_frequencies_add_to_the_units_and_follow_their_shares(frequency: list[int]) -> None:
    units = np.array(frequency)
    drawn = draw(np.random.default_rng(1), units, 4000)
    assert (drawn.sum(axis=1) == units.sum()).all()
    spread = np.sqrt(units * (1 - units / units.sum()))
    assert np.abs(drawn.mean(axis=0) - units).max() < 4 * spread.max() / np.sqrt(4000)
    assert drawn.std(axis=0) == pytest.approx(spread, rel=0.06)
