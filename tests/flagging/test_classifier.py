from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.utils.estimator_checks import parametrize_with_checks

from ipt_fidelity import flagging
from ipt_fidelity.errors import FidelityError, FrameError, NotEnoughDataError
from tests.flagging import made_up

LABELLED = made_up.segments(1)
FITTED = flagging.OffModelClassifier(seed=11).fit(LABELLED)


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.DataConversionWarning")
@parametrize_with_checks([flagging.OffModelClassifier(seed=11)])
def test_scikit_learns_own_checks_pass(estimator: object, check: object) -> None:
    check(estimator)


def test_it_ranks_segments_of_therapists_it_never_saw() -> None:
    others = made_up.segments(2)
    ranked = FITTED.decision_function(others)
    off = others["off_model"].to_numpy() == 1

    assert ranked[off].mean() > ranked[~off].mean() + 1


def test_the_same_seed_and_data_give_the_same_scores_in_any_order_of_sessions() -> None:
    parts = [part for _, part in LABELLED.groupby("session_id")]
    moved = pd.concat([parts[place] for place in np.random.default_rng(3).permutation(len(parts))])

    again = flagging.OffModelClassifier(seed=11).fit(moved)

    assert again.classifier_id_ == FITTED.classifier_id_
    assert (again.decision_function(LABELLED) == FITTED.decision_function(LABELLED)).all()


def test_scores_stand_in_the_order_of_the_rows_given() -> None:
    parts = [part for _, part in LABELLED.groupby("session_id")]
    backwards = pd.concat(parts[::-1])
    by_row = pd.Series(FITTED.decision_function(LABELLED), index=LABELLED.index)

    assert (FITTED.decision_function(backwards) == by_row.loc[backwards.index].to_numpy()).all()


def test_a_segment_is_scored_the_same_beside_other_sessions_and_alone() -> None:
    alone = LABELLED[LABELLED["session_id"] == LABELLED["session_id"].iloc[0]]

    assert FITTED.decision_function(alone) == pytest.approx(
        FITTED.decision_function(LABELLED)[: len(alone)], abs=1e-12
    )


def test_what_a_neighbour_said_counts() -> None:
    changed = LABELLED.copy()
    changed.loc[1, "text"] = "therapist: diary schedule bedtime walk\nclient: yes"

    moved = FITTED.decision_function(changed) != FITTED.decision_function(LABELLED)

    assert list(np.flatnonzero(moved)) == [0, 1, 2]


def test_a_clone_fits_the_same() -> None:
    again = clone(FITTED).fit(LABELLED)

    assert (again.predict_proba(LABELLED) == FITTED.predict_proba(LABELLED)).all()


def test_segments_that_nobody_coded_teach_nothing_but_stay_neighbours() -> None:
    gaps = LABELLED.copy()
    gaps["off_model"] = gaps["off_model"].where(np.arange(len(gaps)) % 5 != 0)

    fitted = flagging.OffModelClassifier(seed=11).fit(gaps)

    assert len(fitted.coded_.share) == int(gaps["off_model"].notna().sum())


def test_without_a_seed_it_refuses_and_the_mend_helps() -> None:
    with pytest.raises(FidelityError, match="seed=11"):
        flagging.OffModelClassifier().fit(LABELLED)
    flagging.OffModelClassifier(seed=11).fit(LABELLED)


def test_one_class_is_refused() -> None:
    with pytest.raises(NotEnoughDataError, match="one class"):
        flagging.OffModelClassifier(seed=1).fit(LABELLED.assign(off_model=0.0))


def test_one_therapist_is_refused() -> None:
    with pytest.raises(NotEnoughDataError, match="one therapist_id"):
        flagging.OffModelClassifier(seed=1).fit(LABELLED.assign(therapist_id="T1"))


def test_too_few_cases_are_refused() -> None:
    few = LABELLED[LABELLED["therapist_id"].isin(["T00", "T01"])]
    with pytest.raises(NotEnoughDataError, match="3 cases"):
        flagging.OffModelClassifier(seed=1).fit(few.assign(case_id="case-00"))


def test_empty_text_is_refused_by_place_and_never_by_words() -> None:
    empty = LABELLED.copy()
    empty.loc[3, "text"] = "  "
    with pytest.raises(FrameError, match="segment g004: the segment has no text"):
        flagging.OffModelClassifier(seed=1).fit(empty)


def test_text_without_roles_is_refused() -> None:
    bare = LABELLED.assign(text="nobody leads this")
    with pytest.raises(FrameError, match="role"):
        FITTED.predict(bare)


def test_a_share_outside_zero_to_one_is_refused() -> None:
    with pytest.raises(FrameError, match=r"2\.0 is not a share"):
        flagging.OffModelClassifier(seed=1).fit(LABELLED.assign(off_model=2.0))


def test_a_segment_that_stands_twice_is_refused() -> None:
    with pytest.raises(FrameError, match="twice"):
        FITTED.predict(pd.concat([LABELLED, LABELLED.iloc[:1]]))


def test_an_unknown_block_is_named_with_the_nearest() -> None:
    with pytest.raises(LookupError, match="Did you mean 'phase'"):
        flagging.OffModelClassifier(seed=1, blocks=("words", "phases")).fit(LABELLED)


def test_features_made_elsewhere_can_be_a_block() -> None:
    helped = LABELLED.assign(feature_1=LABELLED["off_model"] * 4.0)
    blocks = ("words", "given")

    fitted = flagging.OffModelClassifier(seed=1, blocks=blocks).fit(helped)

    off = helped["off_model"].to_numpy() == 1
    ranked = fitted.decision_function(helped)
    assert ranked[off].min() > ranked[~off].max()


def test_not_fitted_is_told() -> None:
    with pytest.raises(ValueError, match="not fitted"):
        flagging.OffModelClassifier(seed=1).predict(LABELLED)
