from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from ipt_fidelity.flagging import statistics

MANNING_RELEVANT = np.array([1, 0, 1, 0, 0, 1, 0, 0, 0, 0], dtype=float)
RANKED = np.linspace(1, 0.1, 10)


def test_average_precision_of_a_ranking_is_the_mean_of_precisions_at_hits() -> None:
    assert statistics.average_precision(MANNING_RELEVANT, RANKED) == pytest.approx(
        (1 / 1 + 2 / 3 + 3 / 6) / 3
    )


def test_roc_auc_reproduces_the_worked_table_of_hanley_and_mcneil() -> None:
    normal, abnormal = [33, 6, 6, 11, 2], [3, 2, 2, 11, 33]
    score = np.repeat(np.tile([1.0, 2, 3, 4, 5], 2), normal + abnormal)
    truth = np.repeat([0.0, 1.0], [58, 51])

    assert statistics.roc_auc(truth, score) == pytest.approx(0.893, abs=5e-4)


def test_brier_of_a_worked_forecast() -> None:
    truth, stated = np.array([1.0, 0, 1, 0]), np.array([0.9, 0.2, 0.6, 0.5])

    assert statistics.brier(truth, stated) == pytest.approx((0.01 + 0.04 + 0.16 + 0.25) / 4)


def test_calibration_error_of_two_bins_is_the_weighted_gap() -> None:
    truth, stated = np.array([1.0, 0, 1, 1]), np.array([0.12, 0.18, 0.85, 0.85])

    assert statistics.expected_calibration_error(truth, stated) == pytest.approx(
        0.5 * abs(0.5 - 0.15) + 0.5 * abs(1 - 0.85)
    )


def _naive_ece(truth: list[float], stated: list[float]) -> float:
    total = 0.0
    for tenth in range(10):
        inside = [n for n, p in enumerate(stated) if min(int(p * 10), 9) == tenth]
        if inside:
            observed = sum(truth[n] for n in inside) / len(inside)
            total += abs(observed - sum(stated[n] for n in inside) / len(inside)) * len(inside)
    return total / len(truth)


ROWS = st.lists(
    st.tuples(st.sampled_from([0.0, 1.0]), st.integers(0, 20).map(lambda n: n / 20)),
    min_size=4,
    max_size=40,
).filter(lambda rows: 0 < sum(truth for truth, _ in rows) < len(rows))


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_every_statistic_agrees_with_a_second_implementation(
    rows: list[tuple[float, float]],
) -> None:
    truth, score = (np.array(side) for side in zip(*rows, strict=True))

    assert statistics.average_precision(truth, score) == pytest.approx(
        metrics.average_precision_score(truth, score)
    )
    assert statistics.roc_auc(truth, score) == pytest.approx(metrics.roc_auc_score(truth, score))
    assert statistics.brier(truth, score) == pytest.approx(metrics.brier_score_loss(truth, score))
    assert statistics.expected_calibration_error(truth, score) == pytest.approx(
        _naive_ece(list(truth), list(score))
    )
    precision, recall, _ = metrics.precision_recall_curve(truth, score)
    assert statistics.recall_at_precision(truth, score, precision=0.5) == pytest.approx(
        recall[precision >= 0.5].max()
    )


@settings(max_examples=40, deadline=None)
@given(ROWS, st.integers(0, 5))
def test_a_weight_of_two_is_a_row_given_twice(rows: list[tuple[float, float]], twice: int) -> None:
    truth, score = (np.array(side) for side in zip(*rows, strict=True))
    weights = np.ones(len(truth))
    weights[twice % len(truth)] = 2
    doubled = np.append(np.arange(len(truth)), twice % len(truth))

    for of in (statistics.average_precision, statistics.roc_auc, statistics.brier):
        assert of(truth, score, weights=weights) == pytest.approx(
            of(truth[doubled], score[doubled])
        )


@settings(max_examples=40, deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows: list[tuple[float, float]], chance: object) -> None:
    order = np.random.default_rng(chance.randint(0, 999)).permutation(len(rows))
    truth, score = (np.array(side) for side in zip(*rows, strict=True))

    for budget in (0.1, 0.2, 0.5):
        assert statistics.recall_at_budget(truth, score, budget=budget) == pytest.approx(
            statistics.recall_at_budget(truth[order], score[order], budget=budget)
        )


def test_a_budget_of_everything_finds_everything() -> None:
    assert statistics.recall_at_budget(MANNING_RELEVANT, RANKED, budget=1.0) == 1
    assert statistics.precision_at_budget(MANNING_RELEVANT, RANKED, budget=1.0) == pytest.approx(
        0.3
    )


def test_a_budget_of_a_fifth_counts_the_first_two_of_ten() -> None:
    assert statistics.recall_at_budget(MANNING_RELEVANT, RANKED, budget=0.2) == pytest.approx(1 / 3)
    assert statistics.precision_at_budget(MANNING_RELEVANT, RANKED, budget=0.2) == pytest.approx(
        0.5
    )


def test_tied_rows_are_never_luck() -> None:
    tied = np.zeros(10)

    assert statistics.average_precision(MANNING_RELEVANT, tied) == pytest.approx(0.3)
    assert statistics.roc_auc(MANNING_RELEVANT, tied) == pytest.approx(0.5)
    assert statistics.recall_at_budget(MANNING_RELEVANT, tied, budget=0.2) == pytest.approx(0.2)


def test_without_a_positive_row_ranking_is_undefined() -> None:
    assert np.isnan(statistics.average_precision(np.zeros(3), np.arange(3.0)))
    assert np.isnan(statistics.roc_auc(np.zeros(3), np.arange(3.0)))


def test_resampling_keeps_groups_whole() -> None:
    groups = np.array(["a", "a", "b", "c", "c", "c"], dtype=object)

    times = statistics.resample_groups(groups, seed=1, draws=50)

    assert (times[:, 0] == times[:, 1]).all()
    assert (times[:, 3] == times[:, 5]).all()
    assert ((times[:, 0] + times[:, 2] + times[:, 3]) == 3).all()


def test_the_interval_of_a_mean_covers_as_often_as_it_says() -> None:
    random = np.random.default_rng(5)
    covered = 0
    for run in range(100):
        groups = np.repeat(np.arange(40).astype(str), 5).astype(object)
        truth = (random.random(40) < 0.5).repeat(5).astype(float)
        stated = np.full(200, 0.5)
        times = statistics.resample_groups(groups, seed=run, draws=200)
        drawn = (times * (truth - stated)).sum(axis=1) / times.sum(axis=1)
        low, high = statistics.interval(drawn)
        covered += low <= 0 <= high
    assert 85 <= covered <= 100


def test_an_interval_of_mostly_undefined_resamples_is_undefined() -> None:
    low, high = statistics.interval(np.array([np.nan, np.nan, 1.0]))

    assert np.isnan(low)
    assert np.isnan(high)


def test_a_perfectly_calibrated_model_shows_some_error_by_chance() -> None:
    stated = np.random.default_rng(2).random(200)

    assert 0.01 < statistics.calibration_noise(stated, seed=3) < 0.15
