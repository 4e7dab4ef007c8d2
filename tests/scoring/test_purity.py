from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd
import pytest

from ipt_fidelity.frames import RATINGS, empty
from ipt_fidelity.scoring import score_sessions
from tests.scoring.by_hand import codings, oif, only, small

CODES = (
    "[{id: ANY, label: Any, family: f, status: on_model, phases: {expected: [middle]}, "
    "definition: Any.}]"
)
RULE = (
    "{scores: {purity: {segments: UNIT, count: [off_model], "
    "of: [on_model, neutral, off_model], complement: true, min_coded_share: 0.9}}}"
)


def purity(segments: Sequence[tuple[str | None, int]], **more: dict[int, int]) -> pd.Series:
    return only(score_sessions(empty(RATINGS), codings(segments, **more), oif()), "purity")


def test_purity_is_the_share_of_words_outside_off_model_segments() -> None:
    assert purity([("on_model", 300), ("off_model", 100)])["value"] == 0.75


def test_damaged_segments_are_in_no_denominator() -> None:
    row = purity([("on_model", 75), ("off_model", 25), ("technical", 900)])
    assert (row["value"], row["answered_share"]) == (0.75, 1.0)
    assert "0.90 of the therapist's words could not be coded (technical)." in row["trail"]


def test_a_share_coded_on_the_line_is_enough() -> None:
    assert purity([("on_model", 90), (None, 10)])["value"] == 1.0


def test_a_share_coded_below_the_line_is_not_scorable() -> None:
    row = purity([("on_model", 89), (None, 11)])
    assert math.isnan(row["value"])
    assert row["trail"].startswith("purity is not scorable: too little of the session was coded.")


def test_a_session_without_therapist_words_has_a_reason() -> None:
    row = purity([("on_model", 0)])
    assert math.isnan(row["value"])
    assert "no coded segment has a status that is counted" in row["trail"]


def test_grave_events_are_counted_in_the_trail() -> None:
    segments = [("off_model", 10), ("off_model", 10), ("off_model", 10), ("on_model", 70)]
    row = purity(segments, severity={1: 1, 2: 2, 3: 3})
    assert "3 of 4 segments are off_model, 2 of them of severity 2 or more." in row["trail"]


def test_segments_can_count_in_place_of_words() -> None:
    rubric = small(RULE.replace("UNIT", "share_of_segments"), segments=CODES, least=1)
    coded = codings([("on_model", 1000), ("off_model", 1), ("neutral", 1), ("on_model", 1)])
    row = only(score_sessions(empty(RATINGS), coded, rubric), "purity")
    assert row["value"] == 0.75


@pytest.mark.parametrize(("least", "share"), [(0, 1.0), (1, 0.5)])
def test_read_and_nothing_to_code_is_a_final_answer_where_no_code_is_demanded(
    least: int, share: float
) -> None:
    rubric = small(RULE.replace("UNIT", "share_of_words"), segments=CODES, least=least)
    coded = codings([("on_model", 50), (None, 50)])
    coded = coded.assign(reading=["coded", "read"])
    row = only(score_sessions(empty(RATINGS), coded, rubric), "purity")
    assert row["answered_share"] == share


def test_damaged_segments_do_not_count_as_coded() -> None:
    row = purity([("on_model", 80), (None, 20), ("technical", 900)])
    assert row["answered_share"] == 0.8
