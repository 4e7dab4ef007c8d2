from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipt_fidelity.flagging import promise
from ipt_fidelity.flagging.promises import promise_in_words


def _therapists(
    random: np.random.Generator, count: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    truth, logit, groups = [], [], []
    for therapist in range(count):
        habit = random.normal(scale=0.8)
        off = np.concatenate([np.ones(5), np.zeros(15)])
        truth.append(off)
        logit.append(2 * off + habit + random.normal(size=20))
        groups += [f"T{therapist}"] * 20
    return np.concatenate(truth), np.concatenate(logit), np.array(groups, dtype=object)


@pytest.mark.parametrize("bound", [0.1, 0.2, 0.3])
def test_the_promise_holds_in_the_mean_over_new_therapists(bound: float) -> None:
    random = np.random.default_rng(7)
    missed = []
    for _ in range(400):
        made = promise(*_therapists(random, 20), bound=bound)
        truth, logit, _ = _therapists(random, 1)
        missed.append(float((logit[truth == 1] < made.threshold).mean()))

    error = float(np.std(missed)) / np.sqrt(len(missed))
    assert np.mean(missed) <= bound + 2 * error
    assert np.mean(missed) >= bound - 0.1


def _naive(truth: np.ndarray, logit: np.ndarray, groups: np.ndarray, bound: float) -> float:
    off = [(float(one), group) for t, one, group in zip(truth, logit, groups, strict=True) if t]
    names = sorted({group for _, group in off})
    best = -np.inf
    for candidate in sorted({one for one, _ in off}):
        losses = [
            np.mean([one < candidate for one, group in off if group == name]) for name in names
        ]
        if (sum(losses) + 1) / (len(names) + 1) <= bound:
            best = max(best, candidate)
    return best


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(3, 15), st.sampled_from([0.1, 0.2, 0.4]))
def test_the_threshold_is_that_of_a_second_implementation(
    seed: int, count: int, bound: float
) -> None:
    rows = _therapists(np.random.default_rng(seed), count)

    assert promise(*rows, bound=bound).threshold == _naive(*rows, bound)


def test_three_therapists_cannot_promise_a_fifth() -> None:
    rows = _therapists(np.random.default_rng(1), 3)

    assert promise(*rows, bound=0.2).threshold == -np.inf
    assert promise_in_words(*rows, bound=0.2).startswith("None: with 3 therapists")


def test_a_promise_says_what_it_assumes() -> None:
    words = promise_in_words(*_therapists(np.random.default_rng(1), 20))

    assert "misses in expectation at most 20%" in words
    assert "assumes" in words
    assert "not a promise for each" in words


def test_a_wider_bound_never_asks_to_look_at_more() -> None:
    rows = _therapists(np.random.default_rng(2), 20)

    looked_at = [promise(*rows, bound=bound).looked_at for bound in (0.1, 0.2, 0.3, 0.5)]

    assert looked_at == sorted(looked_at, reverse=True)
