from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ipt_fidelity import flagging
from ipt_fidelity.errors import FidelityError
from ipt_fidelity.flagging.learning import choose_likely
from tests.flagging import made_up

FITTED = flagging.OffModelClassifier(seed=11).fit(made_up.segments(1))
OTHERS = made_up.unlabelled(made_up.segments(2))


def test_a_tenth_of_the_batch_is_random_and_no_session_gives_more_than_two() -> None:
    batch = flagging.suggest_segments(FITTED, OTHERS, at_most=20, seed=4)

    assert list(batch["why"]) == ["likely"] * 18 + ["random"] * 2
    likely = batch[batch["why"] == "likely"]
    assert likely.groupby("session_id").size().max() <= 2
    assert not batch.duplicated(["session_id", "segment"]).any()


def test_the_same_seed_suggests_the_same_in_any_order_of_sessions() -> None:
    moved = pd.concat([part for _, part in OTHERS.groupby("session_id")][::-1])

    one = flagging.suggest_segments(FITTED, OTHERS, at_most=20, seed=4)

    assert flagging.suggest_segments(FITTED, moved, at_most=20, seed=4).equals(one)
    assert not flagging.suggest_segments(FITTED, OTHERS, at_most=20, seed=5).equals(one)


def test_the_likeliest_come_first_and_no_session_gives_more_than_its_share() -> None:
    chosen = choose_likely(
        np.array([2.0, -0.1, 0.5, -3.0, -4.0]),
        np.array(["a", "a", "a", "b", "b"], dtype=object),
        at_most=3,
        per_session=2,
    )

    assert list(chosen) == [0, 2, 3]


def test_sessions_are_ranked_by_what_is_still_open() -> None:
    sessions = flagging.suggest_sessions(FITTED, OTHERS, at_most=3)
    probability = FITTED.predict_proba(OTHERS)[:, 1]
    gain = pd.Series(probability * (1 - probability)).groupby(OTHERS["session_id"]).mean()

    assert list(sessions["session_id"]) == list(gain.sort_values(ascending=False).index[:3])


def test_suggesting_nothing_is_refused() -> None:
    with pytest.raises(FidelityError, match="at_most=20"):
        flagging.suggest_segments(FITTED, OTHERS, at_most=0, seed=1)
