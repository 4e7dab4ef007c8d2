from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import cohen_kappa_score

from ipt_fidelity import flagging
from ipt_fidelity.errors import NotEnoughDataError


def _codings(marks: dict[str, list[bool]], *, stage: str = "independent") -> pd.DataFrame:
    rows = [
        {
            "session_id": f"case-{place // 4}",
            "segment": f"g{place % 4:03d}",
            "rater_id": rater,
            "stage": stage,
            "perspective": "observer",
            "reading": "coded",
            "primary": "COG" if off else "INV",
            "status": "off_model" if off else "on_model",
            "uncertain": False,
            "therapist_words": 20,
        }
        for rater, row in marks.items()
        for place, off in enumerate(row)
    ]
    return pd.DataFrame(rows)


def _held_out(probability: list[float]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "session_id": [f"case-{place // 4}" for place in range(len(probability))],
            "segment": [f"g{place % 4:03d}" for place in range(len(probability))],
            "probability": probability,
        }
    )


THREE = {
    "AO": [True, True, False, False, False, False, True, False],
    "KM": [True, False, False, False, True, False, True, False],
    "LB": [True, True, False, False, True, False, True, False],
}
STATED = [0.9, 0.8, 0.1, 0.2, 0.7, 0.1, 0.95, 0.05]


def test_a_rater_is_held_against_the_majority_of_the_others() -> None:
    ceiling = flagging.human_ceiling(_codings(THREE), _held_out(STATED))
    rater = ceiling[(ceiling["rater_id"] == "LB") & (ceiling["who"] == "rater")].iloc[0]

    agreed = [0, 2, 3, 5, 6, 7]
    others = [THREE["AO"][place] for place in agreed]
    assert rater["n_segments"] == len(agreed)
    assert rater["kappa"] == pytest.approx(
        cohen_kappa_score(others, [THREE["LB"][place] for place in agreed])
    )


def test_the_classifier_flags_as_many_units_as_the_rater() -> None:
    two = {"AO": THREE["AO"], "KM": THREE["KM"]}
    ceiling = flagging.human_ceiling(_codings(two), _held_out(STATED)).set_index(
        ["rater_id", "who"]
    )

    assert ceiling.loc[("AO", "rater"), "recall"] == pytest.approx(2 / 3)
    assert ceiling.loc[("AO", "classifier"), "precision"] == pytest.approx(2 / 3)


def test_without_a_double_coded_unit_there_is_no_ceiling() -> None:
    with pytest.raises(NotEnoughDataError, match="two raters"):
        flagging.human_ceiling(_codings({"AO": THREE["AO"]}), _held_out(STATED))


def test_sheets_of_another_stage_are_no_ceiling() -> None:
    with pytest.raises(NotEnoughDataError, match="two raters"):
        flagging.human_ceiling(_codings(THREE, stage="adjudicated"), _held_out(STATED))


def test_a_coding_that_a_confident_model_contradicts_is_listed_and_left_alone() -> None:
    marks = {"AO": [False, *THREE["AO"][1:]], "KM": THREE["KM"]}
    codings = _codings(marks)
    before = codings.copy()

    listed = flagging.second_look(codings, _held_out(STATED), at_most=5)

    assert list(listed["rater_id"]) == ["AO", "KM"]
    assert list(listed["probability"]) == [0.9, 0.8]
    assert list(listed["others"]) == [1.0, 1.0]
    assert codings.equals(before)


def test_an_unsure_model_contradicts_nobody() -> None:
    even = _held_out([0.5] * 8)

    assert flagging.second_look(_codings(THREE), even, at_most=5).empty


def test_flags_are_held_against_blind_sheets_over_time() -> None:
    flags = pd.DataFrame(
        {
            "session_id": ["case-1", "case-1", "case-0", "case-0"],
            "segment": ["g002", "g003", "g000", "g002"],
            "probability": [0.9, 0.8, 0.9, 0.3],
            "rank": [1, 2, 1, 2],
            "reasons": "",
            "classifier_id": "one",
            "at": pd.to_datetime(["2024-02-01"] * 2 + ["2024-03-01"] * 2, utc=True),
        }
    )

    told = flagging.blind_agreement(flags, _codings(THREE))

    assert list(told["session_id"]) == ["case-1", "case-0"]
    assert list(told["flags_confirmed"]) == [0.5, 0.5]
    assert list(told["off_model_flagged"]) == [0.5, 0.5]
    assert list(told["confirmed_so_far"]) == [0.5, 0.5]


def test_a_share_of_nothing_is_absent() -> None:
    flags = pd.DataFrame(
        {"session_id": ["case-0"], "segment": ["g002"], "rank": [1], "probability": [0.2]}
    )
    nothing = {"AO": [False] * 8}

    told = flagging.blind_agreement(flags, _codings(nothing))

    assert np.isnan(told["off_model_flagged"].iloc[0])
    assert told["flags_confirmed"].iloc[0] == 0
