from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
import pytest

from ipt_fidelity import flagging
from ipt_fidelity.errors import NotEnoughDataError
from ipt_fidelity.flagging import statistics
from ipt_fidelity.flagging.calibration import Fold
from tests.flagging import made_up

LABELLED = made_up.segments(1, each=9, share=0.3)
CARD = flagging.cross_validate(LABELLED, seed=3)


def test_the_card_tells_classifier_and_trivial_rivals_in_one_table() -> None:
    models = set(CARD.evaluation["model"])

    assert {"classifier", "majority", "length", "therapist_length", "punctuation"} <= models
    assert CARD.value("pr_auc") > 2 * CARD.value("pr_auc", model="length")
    assert CARD.value("roc_auc", model="majority") == 0.5


def test_a_majority_rival_ranks_no_better_than_the_base_rate() -> None:
    assert CARD.value("pr_auc", model="majority") == pytest.approx(LABELLED["off_model"].mean())


def test_every_value_has_an_interval_that_holds_it() -> None:
    rows = CARD.evaluation
    told = rows[rows["low"].notna()]

    assert (told["low"] <= told["value"] + 1e-9).mean() > 0.95
    assert (told["high"] >= told["value"] - 1e-9).mean() > 0.95
    assert (rows[rows["split"] == "by therapist"]["n_groups"] == 10).all()


def test_held_out_probabilities_give_the_numbers_of_the_card() -> None:
    held = CARD.held_out
    truth = (held["off_model"] > 0.5).to_numpy(dtype=float)

    assert statistics.average_precision(truth, held["probability"].to_numpy()) == pytest.approx(
        CARD.value("pr_auc")
    )
    assert len(held) == len(LABELLED)


def test_labels_that_say_nothing_give_no_skill() -> None:
    shuffled = LABELLED.copy()
    shuffled["off_model"] = np.random.default_rng(9).permutation(shuffled["off_model"])

    card = flagging.cross_validate(shuffled, seed=3, beside=())

    assert 0.35 < card.value("roc_auc") < 0.65


def test_a_held_out_therapist_never_taught_the_model_that_scores_him() -> None:
    flipped = LABELLED.copy()
    mine = flipped["therapist_id"] == "T03"
    flipped.loc[mine, "off_model"] = 1 - flipped.loc[mine, "off_model"]

    before = CARD.held_out.set_index(["session_id", "segment"])
    after = (
        flagging.cross_validate(flipped, seed=3, beside=())
        .held_out.set_index(["session_id", "segment"])
        .loc[before.index]
    )
    changed = before["logit"] != after["logit"]

    assert not changed[before["group"] == "T03"].any()
    assert changed[before["group"] != "T03"].any()


def test_the_card_is_the_same_in_any_order_of_sessions() -> None:
    moved = pd.concat([part for _, part in LABELLED.groupby("session_id")][::-1])

    again = flagging.cross_validate(moved, seed=3, beside=())
    kept = CARD.evaluation.iloc[: len(again.evaluation)]

    assert again.held_out.equals(CARD.held_out)
    assert again.value("ece") == kept[kept["statistic"] == "ece"]["value"].iloc[0]


def test_therapists_who_share_a_case_are_held_out_together() -> None:
    shared = LABELLED.copy()
    shared.loc[shared["therapist_id"].isin(["T00", "T01"]), "case_id"] = "shared"

    card = flagging.cross_validate(shared, seed=3, beside=())

    assert set(card.held_out["group"]) == {f"T{n:02d}" for n in range(10)} - {"T01"}


def test_a_session_given_twice_is_kept_on_one_side() -> None:
    copied = LABELLED.copy()
    first = copied[copied["session_id"] == "case-000_session-01"]
    other = copied["session_id"] == "case-050_session-01"
    copied.loc[other, "text"] = first["text"].to_numpy()

    card = flagging.cross_validate(copied, seed=3, beside=())

    assert "T05" not in set(card.held_out["group"])
    assert "1 such pairs" in card.facts["split"]


def test_raters_on_both_sides_train_softly_and_an_even_split_is_not_scored() -> None:
    soft = LABELLED.copy()
    soft.loc[0, "off_model"] = 0.5
    soft.loc[1, "off_model"] = 0.75

    card = flagging.cross_validate(soft, seed=3, beside=())

    assert len(card.held_out) == len(soft) - 1
    assert "1 split evenly" in card.facts["labels"]


def test_too_few_therapists_are_refused() -> None:
    few = LABELLED[LABELLED["therapist_id"] < "T05"]
    with pytest.raises(NotEnoughDataError, match="5 groups by therapist_id"):
        flagging.cross_validate(few, seed=3)


def test_too_few_off_model_segments_are_refused() -> None:
    rare = LABELLED.copy()
    off = np.flatnonzero(rare["off_model"] == 1)
    rare.loc[off[12:], "off_model"] = 0.0
    with pytest.raises(NotEnoughDataError, match="12 off-model segments, 20 wanted"):
        flagging.cross_validate(rare, seed=3)


def test_work_over_a_second_shows_that_it_goes_on() -> None:
    seen: list[int] = []

    def track(folds: Sequence[Fold]) -> Iterable[Fold]:
        for number, fold in enumerate(folds):
            seen.append(number)
            yield fold

    flagging.cross_validate(LABELLED, seed=3, beside=(), track=track)

    assert seen[:10] == list(range(10))


def test_the_card_prints_itself_with_every_part() -> None:
    text, page = str(CARD), CARD._repr_html_()

    told = ("Ranking, held out", "Not for:", "Where it fails, by code", "Calibration")
    for part in (*told, "Results by group", "Learning curve"):
        assert part in text
        assert part in page
    assert "Flags to expect" in text
    assert "must not decide" in text
    assert "diary" not in text


def test_sites_that_cannot_be_told_apart_stay_near_chance() -> None:
    control = CARD.evaluation[CARD.evaluation["split"] == "control"]

    assert list(control["model"]) == ["which site"]
    assert 0.25 < control["value"].iloc[0] < 0.75


def test_sites_with_an_own_wording_are_told() -> None:
    marked = LABELLED.copy()
    north = marked["site"] == "north"
    marked.loc[north, "text"] = marked.loc[north, "text"] + "\ntherapist: righto then"

    card = flagging.cross_validate(marked, seed=3, beside=())

    assert any("tell sites apart" in note for note in card.warnings)


def test_expected_flags_follow_the_base_rate() -> None:
    rates = CARD.base_rates.set_index("base_rate")

    assert rates.loc[0.02, "off_model_among_them"] == pytest.approx(
        0.1 * rates.loc[0.2, "off_model_among_them"]
    )
    here = CARD.base_rates.iloc[0]
    assert here["off_model_among_them"] + here["false_among_them"] == pytest.approx(5)
