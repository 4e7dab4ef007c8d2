from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LogisticRegression

from ipt_fidelity.flagging.calibration import fit_sigmoid, grouped_folds
from ipt_fidelity.flagging.model import fit_calibrated, fit_line


def _numbers(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    rows = random.normal(size=(120, 4))
    truth = (rows[:, 0] + random.normal(size=120) > 0.5).astype(float)
    return rows, truth, np.repeat(np.arange(12).astype(str), 10).astype(object)


def test_calibrated_probabilities_are_those_of_scikit_learn() -> None:
    rows, truth, groups = _numbers(4)
    folds = grouped_folds(truth, groups, folds=5, seed=1)
    line, sigmoid = fit_calibrated(rows, truth, folds, strength=4.0)
    inner = LogisticRegression(C=4.0, solver="liblinear", max_iter=2000)

    second = CalibratedClassifierCV(inner, method="sigmoid", cv=folds, ensemble=False)
    expected = second.fit(rows, truth).predict_proba(rows)[:, 1]

    assert sigmoid.probability(line.decision(rows)) == pytest.approx(expected, abs=1e-4)


def test_a_soft_label_is_a_row_on_each_side() -> None:
    rows, truth, _ = _numbers(5)
    soft = truth.copy()
    soft[:10] = 0.25
    sided = np.concatenate([truth, np.zeros(10)])
    sided[:10] = 1
    weights = np.concatenate([np.ones(120), np.full(10, 0.75)])
    weights[:10] = 0.25

    expected = LogisticRegression(C=4.0, solver="liblinear").fit(
        np.vstack([rows, rows[:10]]), sided, sample_weight=weights
    )

    assert fit_line(rows, soft).weights == pytest.approx(expected.coef_[0], abs=1e-3)


def test_a_decision_that_misleads_gets_no_slope() -> None:
    decision = np.linspace(-2, 2, 40)
    truth = (decision < 0).astype(float)

    assert fit_sigmoid(decision, truth).slope == 0


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abcdefgh"), st.booleans()), min_size=8, max_size=60),
    st.integers(0, 3),
    st.randoms(use_true_random=False),
)
def test_folds_keep_groups_whole_whatever_the_order(
    rows: list[tuple[str, bool]], seed: int, chance: object
) -> None:
    groups = np.array([group for group, _ in rows], dtype=object)
    truth = np.array([off for _, off in rows], dtype=float)
    order = np.array(chance.sample(range(len(rows)), len(rows)))

    folds = grouped_folds(truth, groups, folds=4, seed=seed)
    moved = grouped_folds(truth[order], groups[order], folds=4, seed=seed)

    for train, held in folds:
        assert not set(groups[train]) & set(groups[held])
    assert [set(groups[held]) for _, held in folds] == [
        set(groups[order][held]) for _, held in moved
    ]
